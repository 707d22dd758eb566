//! Rights of text and data mining that a site reserves: the file of the TDM Reservation Protocol.
//!
//! The W3C community group's final report of May 2024: `/.well-known/tdmrep.json` holds a list of rules, each with a path
//! pattern as in robots.txt; the first rule in order that matches a page is the one that counts. A page's own word (meta
//! tag, then header) goes before the file's.

use serde_json::Value;

use crate::fetch::paths::{Side, matches, normalised};

/// Where the file lies.
pub(super) const PATH: &str = "/.well-known/tdmrep.json";
/// How much of it is read, in bytes.
pub(super) const MOST_BYTES: usize = 500 * 1024;
/// How many rules are read.
const MOST_RULES: usize = 10_000;

/// What a site's tdmrep.json says. Empty where there is none: nothing is said then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TdmRules {
    rules: Vec<(String, TdmRights)>,
}

/// What is said of the rights of text and data mining of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdmRights {
    /// Whether they are reserved.
    pub reserved: bool,
    /// The address of what may be agreed on, as written.
    pub policy: Option<String>,
}

impl TdmRights {
    /// What a value of `tdm-reservation` says, be it of a header or of a meta tag, with the policy beside it; `None` for
    /// a value that the protocol does not know, which counts as nothing said.
    pub fn of(reservation: &str, policy: Option<&str>) -> Option<Self> {
        let reserved = match reservation.trim() {
            "1" => true,
            "0" => false,
            _ => return None,
        };
        let policy = policy.map(|text| crate::base::printable(text.trim())).filter(|text| !text.is_empty());
        Some(Self { reserved, policy })
    }
}

impl TdmRules {
    /// Reads the file. Nothing in it is an error: what is not a rule is passed over, as is a file that is no JSON.
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let rules = match serde_json::from_slice(bytes) {
            Ok(Value::Array(rules)) => rules,
            // A single rule without the list around it is a common slip.
            Ok(rule @ Value::Object(_)) => vec![rule],
            _ => Vec::new(),
        };
        Self { rules: rules.iter().take(MOST_RULES).filter_map(rule).collect() }
    }

    /// What is said of the page with this path and query; `None` where no rule names it.
    pub fn at(&self, path: &str) -> Option<&TdmRights> {
        let path = normalised(path, Side::Path);
        self.rules.iter().find(|(pattern, _)| matches(pattern, &path)).map(|(_, rights)| rights)
    }
}

fn rule(rule: &Value) -> Option<(String, TdmRights)> {
    let location = rule.get("location")?.as_str()?.trim();
    // Some write the pattern without the slash that every path begins with.
    let slash = if location.starts_with(['/', '*']) { "" } else { "/" };
    let pattern = normalised(&format!("{slash}{location}"), Side::Pattern);
    let reservation = match rule.get("tdm-reservation")? {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Bool(reserved) => u8::from(*reserved).to_string(),
        _ => return None,
    };
    let rights = TdmRights::of(&reservation, rule.get("tdm-policy").and_then(Value::as_str))?;
    Some((pattern, rights))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(file: &str, cases: &[(&str, &str)]) {
        let rules = TdmRules::parse(file.as_bytes());
        for (path, expected) in cases {
            let told = match rules.at(path) {
                None => "nothing".to_owned(),
                Some(TdmRights { reserved, policy }) => {
                    let word = if *reserved { "reserved" } else { "free" };
                    policy.as_ref().map_or(word.to_owned(), |policy| format!("{word} {policy}"))
                }
            };
            assert_eq!(told, *expected, "{path} under {file}");
        }
    }

    #[test]
    fn the_first_rule_that_matches_counts() {
        check(
            r#"[{"location": "/press/*", "tdm-reservation": 0},
                {"location": "/*.pdf$", "tdm-reservation": 1, "tdm-policy": "https://news.example/tdm.json"},
                {"location": "/news", "tdm-reservation": 1}]"#,
            &[
                ("/press/a", "free"),
                ("/press/a.pdf", "free"),
                ("/a.pdf", "reserved https://news.example/tdm.json"),
                ("/a.pdf?x", "nothing"),
                ("/news/a", "reserved"),
                ("/", "nothing"),
            ],
        );
        check(r#"[{"location": "/", "tdm-reservation": 1}]"#, &[("/", "reserved"), ("/a?b", "reserved")]);
        check(r#"[{"location": "/caf%C3%A9", "tdm-reservation": 1}]"#, &[("/caf%c3%a9/x", "reserved")]);
    }

    #[test]
    fn damage_is_passed_over() {
        check("", &[("/", "nothing")]);
        check("<html>not found", &[("/", "nothing")]);
        check("{\"location\": \"*\", \"tdm-reservation\": \"1\"}", &[("/a", "reserved")]);
        check(
            r#"[1, {"location": "/a"}, {"location": "/a", "tdm-reservation": 2}, {"location": 3, "tdm-reservation": 1},
                {"location": "a", "tdm-reservation": true, "tdm-policy": 7}]"#,
            &[("/a", "reserved"), ("/b", "nothing")],
        );
        check("\u{feff}[{\"location\":\"/\",\"tdm-reservation\":0}]", &[("/", "free")]);
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200), path in "\\PC{0,40}") {
            let _ = TdmRules::parse(&bytes).at(&path);
        }
    }
}
