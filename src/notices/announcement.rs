//! The form of a contract announcement: "Vendor, City, State, was awarded a $… contract …; … is the contracting
//! activity (NUMBER)."

use crate::base::Pattern;
use std::ops::Range;
use std::sync::LazyLock;

use super::awardees::{Awardee, awardees};

/// One paragraph of that form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Announcement {
    /// Its bytes in the body.
    pub range: Range<usize>,
    /// Who is awarded, places counted in the paragraph.
    pub awardees: Vec<Awardee>,
    /// The words that say so, counted in the paragraph.
    pub verb: Range<usize>,
}

/// "was awarded", "is being awarded", "have each been awarded", "will compete for".
static VERB: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:(?:has|have|had|was|were|is|are|will)(?:\s(?:each|all|now|also|both))*(?:\s(?:been|being|be))?(?:\s(?:each|jointly))?\s(?:awarded|issued|added\sas)|will(?:\seach)?\scompete\sfor|(?:is|are)\sbeing\s(?:added|modified)|(?:has|have)\s(?:each\s)?(?:received|agreed))\b",
    )
});

/// A word before the name that says what kind of entry it is: "UPDATE:".
static LABEL: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^\s*\*?(?:[A-Z]{4,}|Update|Correction|Amended)\s?[:–—-]\s"));

/// Turns of phrase of the form, beside the contracting activity.
static PHRASES: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    [
        r"\$\s?\d",
        r"\b[Ww]ork\s(?:will|is\sto|is\sbeing|is\sexpected\sto)\s(?:be\s)?(?:performed|done)|\b[Ll]ocations?\sof\sperformance\b|\bwork\slocations?\s",
        r"\bobligated\s(?:at|on|under|upon)\b|\b(?:be|being|were|was)\sobligated\b",
        r"\b(?:estimated|expected|performance)\scompletion\sdate\b|\bexpected\sto\s(?:be\s)?complete",
        r"\b(?:bids|proposals)\swere\ssolicited\b|\bcompetitively\s(?:procured|awarded)\b|\b(?:sole[\s-]source|competitive)\sacquisition\b",
    ]
    .iter()
    .map(|text| Pattern::new(*text))
    .collect()
});

/// The longest text before the verb for one awardee, in bytes; more needs numbers or semicolons between the names.
const LONGEST_NAME: usize = 300;

impl Announcement {
    /// The announcement that a paragraph beginning at `start` is; `None` where it has another form.
    pub fn of(text: &str, start: usize) -> Option<Self> {
        let names_activity = text.contains("contracting activity");
        let told = || PHRASES.iter().filter(|phrase| phrase.is_match(text)).count();
        if !names_activity && (!text.contains("award") || told() < 3) {
            return None;
        }
        let label = LABEL.find(text).map_or(0, |label| label.end());
        let verb = VERB.find_at(text, label)?;
        let head = text.get(label..verb.start())?;
        // A full sentence before the verb is no list of names.
        if head.len() > LONGEST_NAME && !head.contains(';') && !head.contains('(') {
            return None;
        }
        let awardees = awardees(head, label);
        let are_placed = !awardees.is_empty() && awardees.iter().all(|one| one.has_place);
        // A name alone is enough where the rest is of the form.
        let is_name = awardees.len() == 1 && names_activity && is_title_case(head);
        (are_placed || is_name).then(|| Self {
            range: start..start + text.len(),
            awardees,
            verb: verb.range(),
        })
    }
}

/// Whether every word is written as in a name.
fn is_title_case(head: &str) -> bool {
    let is_of_name = |word: &str| {
        word.starts_with(|c: char| !c.is_lowercase())
            || matches!(word, "and" | "of" | "the" | "for" | "de" | "und")
    };
    head.len() < 100 && head.contains(' ') && head.split_whitespace().all(is_of_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_known_by_its_form() {
        let of = |text: &str| Announcement::of(text, 0).map(|found| found.awardees.len());
        for (text, awardees) in [
            (
                "Quibble Dynamics Inc.,* Tarrow Springs, Ohio, was awarded a $9,000,000 contract. Tasmire Port Command, Pell, Utah, is the contracting activity.",
                Some(1),
            ),
            (
                "Brindle LLC, Pell, Utah (N00000-26-D-0001); and Ovenbird Corp., Ames, Iowa (N00000-26-D-0002), will compete for each order of the $5,000,000 contract. Tasmire Port Command, Pell, Utah, is the contracting activity.",
                Some(2),
            ),
            ("The port said it is the contracting activity and that Quibble was awarded nothing.", None),
            (
                "Quibble Dynamics was awarded a $9 million contract on Friday, people familiar with it said.",
                None,
            ),
        ] {
            assert_eq!(of(text), awardees, "{text}");
        }
    }
}
