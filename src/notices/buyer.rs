//! Who awards: the contracting activity, before or after those words.

use crate::base::Pattern;
use std::ops::Range;
use std::sync::LazyLock;

use super::places::{region_at_end, regions_at_end};
use crate::article::split;

static AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)contracting\s(?:activity|office)(?:\s(?:for|on)\s[^.;,]{0,60})?\s?(?:is|are|was|:)\s(?:the\s)?",
    )
});
static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i),?\s(?:is|are|was|were|will\sbe|as|serves\sas)\s(?:the\s|a\s)?contracting\s(?:activity|activities|office)",
    )
});

/// What may stand before the body in its sentence.
static LEAD: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^(?:\([^()]*\)\s*)?(?i:on\sbehalf\sof\s[^,]{0,80},\s)?(?:[Tt]he\s)?"));

/// The end of a sentence that was printed without a space after it, or after a closing bracket.
static GLUED: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"[a-z\d)]{2}\.\s?[A-Z]"));

/// Words of a body that a place does not have.
const OF_BODIES: &[&str] = &[
    "Command",
    "Center",
    "Division",
    "Directorate",
    "Office",
    "Squadron",
    "Activity",
    "Department",
    "Laboratory",
    "Agency",
    "Brigade",
    "Contracting",
    "Group",
    "Wing",
    "Detachment",
];

/// The body without its place, as bytes of the paragraph.
pub(super) fn buyer(text: &str) -> Option<Range<usize>> {
    let sentences = split(text);
    let (sentence, at) = sentences.iter().rev().find_map(|range| {
        let words = text.get(range.clone())?;
        words
            .find("contracting activity")
            .or_else(|| words.find("contracting office"))
            .map(|at| (range.clone(), at))
    })?;
    let words = text.get(sentence.clone())?;
    let (mut start, end) = match AFTER.find_at(words, at).filter(|m| m.start() == at) {
        Some(after) => (after.end(), words.len()),
        None => (0, BEFORE.find(words)?.start()),
    };
    if start == 0 {
        // Sentences that ran together.
        start = GLUED.find_iter(words.get(..end)?).last().map_or(0, |glued| glued.end() - 1);
        start += LEAD.find(words.get(start..end)?).map_or(0, |lead| lead.end());
    }
    let printed = words.get(start..end)?;
    let kept = without_place(printed);
    let kept = kept.trim_end_matches([',', ' ', '.', ';']);
    let is_body = kept.len() > 2 && kept.chars().any(char::is_uppercase);
    is_body.then(|| sentence.start + start..sentence.start + start + kept.len())
}

/// The text up to the place at its end: brackets go, then the region, then the town.
fn without_place(printed: &str) -> &str {
    let mut kept = printed.trim_end_matches(['.', ' ', ',']);
    while let Some(bracket) = kept.rfind('(').filter(|_| kept.ends_with(')')) {
        kept = kept[..bracket].trim_end_matches([' ', ',']);
    }
    if let Some(dot) = kept.find(". ").filter(|dot| kept[*dot..].contains('(')) {
        kept = &kept[..dot];
    }
    let mut parts: Vec<&str> = kept.split(", ").collect();
    let regions = regions_at_end(&parts);
    parts.truncate(parts.len() - regions);
    let last = parts.last().copied().unwrap_or_default();
    let is_town = !OF_BODIES.iter().any(|word| last.contains(word));
    if parts.len() > 1 && is_town && (regions > 0 || region_at_end(last).is_some()) {
        parts.pop();
    }
    // The parts are pieces of `kept` in order, with ", " between.
    let length = parts.iter().map(|part| part.len() + 2).sum::<usize>().saturating_sub(2);
    kept.get(..length).unwrap_or(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_stands_before_or_after() {
        for (text, expected) in [
            (
                "Funds lapse. The Tasmire Port Command, Pell, Utah, is the contracting activity (N00000-26-C-0001).",
                "Tasmire Port Command",
            ),
            (
                "The contracting activity is the Defense Rope Agency Splices, Ames, Iowa (SPE000-26-D-0001).",
                "Defense Rope Agency Splices",
            ),
            (
                "Tasmire Port Command, Crane Division, Crane, Indiana is the contracting activity.",
                "Tasmire Port Command, Crane Division",
            ),
            (
                "Tasmire Port Command, Tarrow AFB, Washington, D.C., is the contracting activity.",
                "Tasmire Port Command, Tarrow AFB",
            ),
            (
                "at the time of award.Tasmire Port Command, Pell, Utah, is the contracting activity.",
                "Tasmire Port Command",
            ),
            (
                "On behalf of the Rope Office, the Tasmire Port Command, Pell, Utah, is the contracting activity.",
                "Tasmire Port Command",
            ),
            ("U.S. Port Command, Ft. Dale, Utah, is the contracting activity.", "U.S. Port Command"),
        ] {
            assert_eq!(buyer(text).and_then(|range| text.get(range)), Some(expected), "{text}");
        }
    }
}
