//! The level of secrecy a contract or product is for.

use crate::base::{Family, Pattern};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Read;

/// The level of secrecy; the cloud impact levels of the U.S. Department of Defense count as the data they admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// Above secret.
    TopSecret,
    /// Secret, impact level 6.
    Secret,
    /// Classified, the level is not said.
    Classified,
    /// Controlled but not classified; impact levels 4 and 5.
    Cui,
    /// Not classified.
    Unclassified,
}

impl Classification {
    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TopSecret => "top_secret",
            Self::Secret => "secret",
            Self::Classified => "classified",
            Self::Cui => "cui",
            Self::Unclassified => "unclassified",
        }
    }
}

/// What each pattern says, and the patterns; highest first: a product cleared for secret data may hold what is not
/// classified too.
static PATTERNS: LazyLock<(Vec<Classification>, Family)> = LazyLock::new(|| {
    use Classification as C;
    let data = r"(?:networks?|systems?|data|cloud|information|environments?|enclaves?|domains?|levels?|workloads?|work|missions?|settings|programs?|contracts?|projects?)";
    let all = [
        (C::TopSecret, r"(?-i:\bTop[\s-]Secret\b|\bTS/SCI\b|\bJWICS\b|\bTOP\sSECRET\b)|\btop[\s-]secret\b".to_owned()),
        (
            C::Secret,
            format!(r"(?-i:\bSIPRNet\b|\bSIPR\b)|\b(?:impact[\s-]level|(?-i:IL))[\s-]?6\b|(?-i:\bSecret)[\s-](?:level|{data})\b|\bsecret[\s-](?:level\s)?{data}\b|\bup\sto\s(?:the\s)?secret\b"),
        ),
        (C::Classified, format!(r"\bclassified[\s-](?:\w+[\s-]){{0,2}}?{data}\b|\bclassified\scontract|\bclassified\s(?:and|or)\sunclassified\b")),
        (
            C::Cui,
            r"\bcontrolled\sunclassified\sinformation|(?-i:\bCUI\b|\bNIPRNet\b|\bNIPR\b)|\b(?:impact[\s-]levels?|(?-i:IL))[\s-]?[45]\b".to_owned(),
        ),
        (C::Unclassified, r"\bunclassified\b".to_owned()),
    ];
    let patterns = all.iter().map(|(_, text)| Pattern::new(format!("(?i){text}")));
    let family = Family::of(patterns);
    (all.into_iter().map(|(level, _)| level).collect(), family)
});

/// The highest level a sentence names.
pub(super) fn read(text: &str) -> Option<Read<Classification>> {
    let (values, family) = &*PATTERNS;
    let openings = family.openings(text);
    values.iter().enumerate().find_map(|(number, value)| {
        let found = openings.find(number, 0)?;
        Some(Read { value: *value, start: found.start(), end: found.end() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_level_named() {
        use Classification as C;
        for (text, expected) in [
            ("cleared to run at Impact Level 5 and Impact Level 6", Some(C::Secret)),
            ("hosted at IL5", Some(C::Cui)),
            ("on top-secret and secret networks", Some(C::TopSecret)),
            ("on both classified and unclassified networks", Some(C::Classified)),
            ("both classified and unclassified military use", Some(C::Classified)),
            ("an unclassified network", Some(C::Unclassified)),
            ("use on classified military systems", Some(C::Classified)),
            ("controlled unclassified information", Some(C::Cui)),
            ("the secret of its success, a classified ad", None),
        ] {
            assert_eq!(read(text).map(|found| found.value), expected, "{text}");
        }
    }
}
