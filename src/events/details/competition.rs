//! How a contract was competed, and how many offers came in.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Read;
use crate::base::{Family, Pattern};
use crate::entities::small_number;

/// How a contract was competed (FAR parts 6 and 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Competition {
    /// One source was asked.
    #[serde(rename = "sole_source")]
    SoleSource,
    /// Kept for firms of the 8(a) program.
    #[serde(rename = "set_aside_8a")]
    SetAsideEightA,
    /// Kept for firms of HUBZones.
    #[serde(rename = "set_aside_hubzone")]
    SetAsideHubzone,
    /// Kept for firms of service-disabled veterans.
    #[serde(rename = "set_aside_veteran")]
    SetAsideVeteran,
    /// Kept for firms of women.
    #[serde(rename = "set_aside_women")]
    SetAsideWomen,
    /// Kept for small firms.
    #[serde(rename = "set_aside_small_business")]
    SetAsideSmallBusiness,
    /// Open to all.
    #[serde(rename = "full_and_open")]
    FullAndOpen,
    /// Competed, nothing said of limits.
    #[serde(rename = "competitive")]
    Competitive,
}

impl Competition {
    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SoleSource => "sole_source",
            Self::SetAsideEightA => "set_aside_8a",
            Self::SetAsideHubzone => "set_aside_hubzone",
            Self::SetAsideVeteran => "set_aside_veteran",
            Self::SetAsideWomen => "set_aside_women",
            Self::SetAsideSmallBusiness => "set_aside_small_business",
            Self::FullAndOpen => "full_and_open",
            Self::Competitive => "competitive",
        }
    }
}

/// What says each kind; the first that fits holds.
/// What each pattern says, and the patterns.
static PATTERNS: LazyLock<(Vec<Competition>, Family)> = LazyLock::new(|| {
    use Competition as C;
    let set_aside = r"(?:[\w\s(),-]{0,60})set[\s-]asides?";
    let all = [
        (
            C::SoleSource,
            r"\bsole[\s-]+sourced?\b|\bno[\s-]bid\b|\b(?:non-?|not\s)competitive(?:ly)?\b|\bnot\scompeted\b|\bwithout\s(?:a\s)?(?:competition|competitive\s\w+|tender)\b|\bonly\s(?:one|known)\s(?:responsible\s)?(?:source|supplier)|\bsole\sresponsible\ssource".to_owned(),
        ),
        (C::SetAsideEightA, format!(r"\b8\(a\){set_aside}|\bset\saside\sfor\s8\(a\)|\b8\(a\)\s(?:sole[\s-]source|direct)")),
        (C::SetAsideHubzone, format!(r"\bHUB-?Zone{set_aside}|\bset\saside\sfor\sHUB-?Zone")),
        (
            C::SetAsideVeteran,
            format!(r"\b(?:service[\s-]disabled|SDVOSB|veteran[\s-]owned){set_aside}|\bset\saside\sfor\s(?:service-disabled|veteran)"),
        ),
        (C::SetAsideWomen, format!(r"\b(?:wom[ae]n[\s-]owned|WOSB){set_aside}|\bset\saside\sfor\swom[ae]n")),
        (
            C::SetAsideSmallBusiness,
            format!(r"\bsmall[\s-]business{set_aside}|\bset\saside\sfor\ssmall|\b(?:total|partial)\sset-aside"),
        ),
        (
            C::FullAndOpen,
            r"\bfull[\s-]and[\s-]open\b(?:\scompetition)?(?:\sneed\snot)?".to_owned(),
        ),
        (
            C::Competitive,
            r"\bcompetitively\s(?:procured|awarded|bid|solicited|competed)|\bcompetitive\s(?:acquisition|procurement|award|action|bid(?:ding)?|tender|process|solicitation|selection)\b|\b(?:bids?|proposals?|offers?)\s(?:was|were)\s(?:solicited|received)\b|\bopen\s(?:competition|tender)\b".to_owned(),
        ),
    ];
    let patterns = all.iter().map(|(_, text)| Pattern::new(format!("(?i){text}")));
    let family = Family::of(patterns);
    (all.into_iter().map(|(kind, _)| kind).collect(), family)
});

static OFFERS: LazyLock<Pattern> = LazyLock::new(|| {
    let count = r"(?P<a>\d{1,4}|(?:twenty|thirty|forty|fifty)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|a\ssingle)";
    let offers = r"(?:offers?|bids?|proposals?|quotes?|quotations?|responses?|tenders?|bidders|offerors?)";
    let again = count.replace("<a>", "<b>");
    Pattern::new(format!(
        r"(?i)\b{count}\s(?:\w+\s)?{offers}\s(?:(?:was|were|had\sbeen|have\sbeen)\s)?(?:received|submitted)|\b(?:with|and)\s{again}\s(?:{offers}\s)?(?:(?:being|was|were)\s)?received\b"
    ))
});

/// How it was competed, as far as a sentence says.
pub(super) fn read(text: &str) -> Option<Read<Competition>> {
    let (values, family) = &*PATTERNS;
    let openings = family.openings(text);
    values.iter().enumerate().find_map(|(number, value)| {
        let found = openings.find(number, 0)?;
        // "full and open competition need not be provided for": the authority to ask one source.
        let value = if found.as_str().ends_with("need not") { Competition::SoleSource } else { *value };
        Some(Read { value, start: found.start(), end: found.end() })
    })
}

/// How many offers came in.
pub(super) fn offers(text: &str) -> Option<Read<u32>> {
    let captures = OFFERS.captures(text)?;
    let (whole, count) = (captures.get(0)?, captures.name("a").or_else(|| captures.name("b"))?);
    Some(Read { value: number(&count.as_str().to_lowercase())?, start: whole.start(), end: whole.end() })
}

fn number(words: &str) -> Option<u32> {
    if words.starts_with("a ") {
        return Some(1);
    }
    words.parse().ok().or_else(|| small_number(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn competition_as_notices_tell_it() {
        use Competition as C;
        for (text, kind, count) in [
            (
                "This was a competitive acquisition with four responses received.",
                Some(C::Competitive),
                Some(4),
            ),
            ("Bids were solicited via the internet with 23 received.", Some(C::Competitive), Some(23)),
            ("This contract was a sole source acquisition.", Some(C::SoleSource), None),
            ("It was not competitively procured.", Some(C::SoleSource), None),
            (
                "awarded under full and open competition; two offers were received",
                Some(C::FullAndOpen),
                Some(2),
            ),
            ("full and open competition need not be provided for", Some(C::SoleSource), None),
            (
                "procured as an 8(a) set-aside with twenty-one proposals received",
                Some(C::SetAsideEightA),
                Some(21),
            ),
            ("a service-disabled veteran-owned small business set-aside", Some(C::SetAsideVeteran), None),
            ("a small business set-aside", Some(C::SetAsideSmallBusiness), None),
            ("The firm faces competition from rivals.", None, None),
        ] {
            assert_eq!(read(text).map(|found| found.value), kind, "{text}");
            assert_eq!(offers(text).map(|found| found.value), count, "{text}");
        }
    }
}
