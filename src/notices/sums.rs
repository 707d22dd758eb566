//! What each sum of an announcement is: the first one said of the award is the award's, the words around tell the rest.

use crate::base::Pattern;
use std::sync::LazyLock;

use crate::base::Span;
use crate::entities::{Amount, AmountRole, Qualifier};

/// Words before the award's own sum that make it a ceiling.
static CEILING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:maximum|not[\s-]to[\s-]exceed|ceiling|up\sto|as\smuch\sas|potential|shared|combined|capacity)\b[^.;$]{0,60}$",
    )
});

static ESTIMATED: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:an?\s)?(?:estimated|approximate(?:ly)?)\s(?:value\sof\s)?$"));

/// What the words around a later sum make of it; the first that fits holds.
struct Reading {
    before: Option<Pattern>,
    after: Option<Pattern>,
    role: AmountRole,
}

static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let reading = |before: &str, after: &str, role| Reading {
        before: (!before.is_empty()).then(|| Pattern::new(format!("(?i){before}"))),
        after: (!after.is_empty()).then(|| Pattern::new(format!("(?i)^{after}"))),
        role,
    };
    use AmountRole as R;
    vec![
        // A share of the purchase, by country or service.
        reading("", r"[,;]?\s*\(?[\d.]+\s?(?:percent|%)", R::Other),
        reading(r"\bcost\sshare\b[^.$]*$", "", R::Other),
        // What the contract came to before.
        reading(r"\$[\d,.\s]+\sfrom\s$|\bfrom\s$", "", R::Other),
        reading(r"\bminimum\b[^.;$]{0,40}$", "", R::Other),
        reading("", r"[^.;$]{0,40}\b(?:will\s|which\s|that\s)?expires?\b", R::Obligated),
        reading(
            r"\bif\s(?:all\s\w+\s(?:are\s)?)?(?:options\sare\s)?exercised\b[^.$]*$|\b(?:options|option\speriods?)\b[^.$]{0,120}$",
            "",
            R::Ceiling,
        ),
        reading(r"\b(?:maximum|ceiling|not[\s-]to[\s-]exceed|potential)\b[^.$]{0,100}$", "", R::Ceiling),
        reading(
            r"\b(?:cumulative|face\svalue|total)\b[^.$]{0,80}$|\bto\s$|\b(?:contract|order|agreement)\svalue\b[^.$]{0,40}$",
            "",
            R::Award,
        ),
        reading(r"\bobligat(?:ed|es|ing|ion)\b[^.;$]{0,80}$", "", R::Obligated),
        reading("", r"[^.$]{0,160}\bobligated\b", R::Obligated),
        reading(r"\bfund(?:s|ing)\b[^.$]{0,80}$", "", R::Obligated),
    ]
});

/// The characters looked at before and after a sum.
const NEAR: usize = 180;

/// Gives every sum its role and finds the award's own: the first at or after `verb_end`. Sums that stand in the heads
/// (`own`) are awards each.
pub(super) fn settle(
    text: &str,
    amounts: &mut [Amount],
    verb_end: usize,
    own: &[Span],
    is_modification: bool,
) -> Option<Amount> {
    let mut main: Option<usize> = None;
    for (index, amount) in amounts.iter_mut().enumerate() {
        let (start, end) = (amount.span.start, amount.span.end);
        // Words that belong to the sum ("not to exceed $…") say what it is too.
        let figure = text.get(start..end).and_then(|sum| sum.find('$')).unwrap_or_default();
        let before = tail(text, start + figure);
        if own.iter().any(|span| span.overlaps(&amount.span)) {
            amount.role = main_role(before, is_modification);
        } else if main.is_none() && start >= verb_end {
            main = Some(index);
            amount.role = main_role(before, is_modification);
            if amount.role == AmountRole::Ceiling {
                amount.qualifier = Some(Qualifier::UpTo);
            } else if ESTIMATED.is_match(before) {
                amount.qualifier = Some(Qualifier::About);
            }
        } else {
            let after = text.get(end..).unwrap_or_default();
            let fits = |reading: &&Reading| {
                reading.before.as_ref().is_none_or(|words| words.is_match(before))
                    && reading.after.as_ref().is_none_or(|words| words.is_match(after))
            };
            if let Some(reading) = READINGS.iter().find(fits) {
                amount.role = reading.role;
            }
        }
        amount.confidence = amount.confidence.max(0.95);
    }
    main.and_then(|index| amounts.get(index)).cloned()
}

fn main_role(before: &str, is_modification: bool) -> AmountRole {
    if is_modification {
        AmountRole::Modification
    } else if CEILING.is_match(before) {
        AmountRole::Ceiling
    } else {
        AmountRole::Award
    }
}

/// The end of the text before `at`.
fn tail(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or_default()
}
