//! When an article was written, where nobody says when it was published: by its dateline, or about when by the whole dates
//! it tells.

use std::sync::LazyLock;

use jiff::ToSpan;

use super::When;
use crate::base::{PartialDate, Pattern};

/// How much of an article may hold its dateline, in bytes.
const HEAD: usize = 700;
/// How far from the beginning of its line a dateline's day may stand.
const PLACE: usize = 60;

/// "Published:", "Date:", "Posted on" before a day that is all its line says.
static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^\W*(?:(?:first\s)?(?:published|posted|released?|issued|dated?|updated)(?:\s(?:on|at|by))?|for\simmediate\srelease|press\srelease|news\srelease|publié\sle|veröffentlicht\sam|publicado\sel)\s?[:,|—–-]?\s*(?:\d\d?:\d\d,?\s*)?$",
    )
});
/// What follows the day of a dateline.
const DASHES: [&str; 10] = [" --", " —", " –", " - ", " (", " /", ") —", ") –", ") --", ") -"];

/// Words before a date that lies ahead of the telling.
static AHEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:by|until|till|through|to|due|before|deadline(?:\sof)?|expir\w+(?:\s(?:on|in))?|end(?:s|ing)?(?:\s(?:on|in))?|clos\w+(?:\s(?:on|in))?|from|starting|beginning|set\sfor|scheduled\sfor)\s?(?:the\s)?$|[–~〜]\s?$",
    )
});
/// The longest words of [`AHEAD`], in bytes.
const AHEAD_WITHIN: usize = 24;

/// How much of `text` is looked at for its dateline.
pub(super) fn head(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The day that the dateline of `text` gives, or a line of its head that tells nothing else; `told` are the dates of its
/// head.
pub(super) fn dateline(text: &str, told: &[When]) -> Option<PartialDate> {
    let is_dateline = |when: &&When| {
        let line = text[..when.start].rfind('\n').map_or(0, |at| at + 1);
        let (before, after) = (&text[line..when.start], &text[when.end..]);
        let rest = after.split('\n').next().unwrap_or_default();
        let is_opening = before.len() <= PLACE
            && before.chars().next().is_some_and(char::is_uppercase)
            && (before.trim_end().ends_with([',', '(']) || before.contains(','))
            && DASHES.iter().any(|dash| after.starts_with(dash));
        let is_alone = rest.trim().len() <= 16 && !rest.contains(['〜', '~', '–']);
        let is_labelled = LABEL.is_match(before);
        is_opening || (is_alone && (is_labelled || before.trim().is_empty()))
    };
    told.iter()
        .filter(|when| !when.relative && when.date.day().is_some())
        .find(is_dateline)
        .map(|when| when.date)
}

/// A day until which the months told without a year have been, by the whole dates told: they follow the last month that
/// needed its year to be said; where the last whole date is a day, they are those nearest to it.
pub(super) fn last_known(text: &str, told: &[When]) -> Option<PartialDate> {
    let is_past = |when: &&When| {
        let mut from = when.start.saturating_sub(AHEAD_WITHIN);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        !when.relative && when.date.month().is_some() && !AHEAD.is_match(&text[from..when.start])
    };
    let last = told.iter().filter(is_past).map(|when| when.date).max()?;
    let ahead = if last.day().is_some() { 5 } else { 11 };
    let until = last.first_day().checked_add(ahead.months()).ok()?;
    Some(PartialDate::from(until).to_month())
}
