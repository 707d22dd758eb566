//! Words before or after a sum that say how exact it is: up to, more than, nearly.

use crate::base::Pattern;
use std::sync::LazyLock;

use super::amounts::{Sum, tail};
use super::mention::Qualifier;

static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?xi)(?:\b(?:
        (?P<upto>(?:worth\s|valued\sat\s|for\s)?(?:up\sto|as\smuch\sas|not[\s-]to[\s-]exceed|no\smore\sthan|not\smore\sthan|at\smost|maximum\sof|a\smaximum\sof|a\sceiling\sof|ceiling\sof|capped\sat|tops\sout\sat|jusqu['’]à|au\splus|bis\szu|höchstens|maximal|hasta|como\smáximo|fino\sa|até))
        |(?P<more>(?:well\s|slightly\s|just\s|a\slittle\s)?(?:more\sthan|over|in\sexcess\sof|upwards?\sof|above|north\sof)|(?:at|no|not)\sle(?:ast|ss\sthan)|exceed(?:s|ing)|a\sminimum\sof|plus\sde|au\smoins|mehr\sals|über|mindestens|más\sde|al\smenos|mais\sde)
        |(?P<less>(?:slightly\s|just\s|a\slittle\s)?(?:less\sthan|fewer\sthan|under|below|shy\sof)|weniger\sals|unter|moins\sde|menos\sde)
        |(?P<about>about|around|roughly|approximately|approx\.?|nearly|almost|close\sto|some|an?\sestimated|estimated\sat|circa|environ|près\sde|quelque|rund|etwa|knapp|fast|ca\.|unos|casi|alrededor\sde|cerca\sde)
        )\s+(?:an?\s|the\s)?|(?P<cjk>約|约|ほぼ|最大|超)|~\s?)$",
    )
});

/// What stands after a sum in Chinese and Japanese: at least, at most.
const AFTER: &[(&str, Qualifier)] = &[
    ("以上", Qualifier::MoreThan),
    ("超", Qualifier::MoreThan),
    ("以下", Qualifier::UpTo),
    ("未満", Qualifier::LessThan),
    ("以内", Qualifier::UpTo),
];

/// Fills in the qualifier of `sum` and takes its words into the span, but none before `from`.
pub(super) fn qualify(text: &str, from: usize, sum: &mut Sum) {
    if let Some((_, qualifier)) = AFTER.iter().find(|(word, _)| text[sum.end..].starts_with(word)) {
        sum.qualifier = Some(*qualifier);
    }
    let before = tail(text, sum.start, sum.start.saturating_sub(from).min(40));
    let Some(captures) = BEFORE.captures(before) else { return };
    let Some(words) = captures.get(0) else { return };
    // "three deals that add up to": a total, and no limit.
    let lead = before[..words.start()].trim_end();
    let is_upto = captures.name("upto").is_some() || words.as_str() == "最大";
    if is_upto && ["add", "adds", "added", "adding"].iter().any(|verb| lead.ends_with(verb)) {
        return;
    }
    sum.qualifier = Some(if is_upto {
        Qualifier::UpTo
    } else if captures.name("more").is_some() || words.as_str() == "超" {
        Qualifier::MoreThan
    } else if captures.name("less").is_some() {
        Qualifier::LessThan
    } else {
        Qualifier::About
    });
    sum.start -= before.len() - words.start();
}
