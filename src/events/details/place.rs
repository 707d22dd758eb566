//! Where a contract is worked on, in the words of the text.

use crate::base::Pattern;
use std::sync::LazyLock;

use super::Read;

/// What stands before the place.
static LEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:work(?:\sunder\sthe\s\w+|\son\sthe\s\w+)?\s(?:will|is\sto|is\sexpected\sto|shall|is\sbeing|is)\s(?:be\s)?(?:primarily\s|mainly\s|also\s|mostly\s)?(?:performed|done|carried\sout|completed|conducted|take\splace)|(?:locations?|places?)\sof\sperformance\s?(?:is|are|will\sbe|:|include|includes)|to\sbe\sperformed|will\sbe\s(?:carried\sout|performed|conducted))\s?(?:primarily\s|mainly\s|mostly\s)?(?:in|at|on|aboard|throughout|near|from|within)?\s",
    )
});

/// What ends the place.
static END: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i),?;?\s(?:and|which)\s(?:is|are|work\s(?:is|on|for)|the\s\w+\s(?:is|are)|will\s|has\s)|,?\s(?:with|by)\s(?:an?\s|the\s)?(?:expected|estimated|anticipated|work|completion|final|(?:\w+\.?\s){0,3}performance|\w+\s\d)|,?\s(?:and\s)?(?:is\s|are\s)?expected\sto|,?\sover\s(?:a|the|\w+\syears)|,?\s(?:until|through)\s(?:\w+\.?\s)?(?:\d|fiscal)|,?\swith\s",
    )
});

/// Shares of the work: "(60 percent)".
static SHARE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\s?\((?:approximately\s)?\d[\d.]*\s?(?:percent|%|per\scent)\)"));

/// The longest list of places that is kept, in bytes; a longer one is cut at its last whole item.
const LONGEST: usize = 300;

/// The places, without the shares of the work.
pub(super) fn read(text: &str) -> Option<Read<String>> {
    let lead = LEAD.find(text)?;
    let start = lead.end();
    let rest = text.get(start..)?;
    let mut end = END.find(rest).map_or(rest.len(), |m| m.start());
    if end > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| rest.is_char_boundary(*at))?;
        end = rest[..cut].rfind([';', ',']).unwrap_or(cut);
    }
    let printed = rest.get(..end)?.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    // A full stop ends the sentence, but not "D.C.".
    let printed = printed
        .strip_suffix('.')
        .filter(|kept| !["D.C", "U.S"].iter().any(|short| kept.ends_with(short)))
        .unwrap_or(printed);
    let value = SHARE.without(printed);
    let is_place = value.chars().any(char::is_uppercase) && value.chars().any(char::is_lowercase);
    is_place.then(|| Read { value, start, end: start + printed.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_without_shares_and_dates() {
        for (text, expected) in [
            (
                "Work will be performed in Tarrow Springs, Ohio (60 percent); and Pell, Utah (40 percent), and is expected to be completed by May 2027.",
                Some("Tarrow Springs, Ohio; and Pell, Utah"),
            ),
            (
                "Work will be performed at Fort Ashby, Maine, with an estimated completion date of May 3, 2027.",
                Some("Fort Ashby, Maine"),
            ),
            (
                "Location of performance is Ohio, with a June 7, 2030, performance completion date.",
                Some("Ohio"),
            ),
            ("Work will be performed in Washington, D.C.", Some("Washington, D.C.")),
            ("The work will be carried out in Leeds over three years.", Some("Leeds")),
            ("Funding and work location will be determined with each order.", None),
            ("The system performed in trials.", None),
        ] {
            assert_eq!(read(text).map(|found| found.value).as_deref(), expected, "{text}");
        }
    }
}
