//! Where a name stands in a text.

use regex::{Regex, RegexBuilder};

use crate::base::{comparison_key, without_legal_suffix};

/// A name that the user gave, and how it may be printed.
#[derive(Clone, Debug)]
pub(super) struct PrintedName {
    /// As it is compared.
    key: String,
    /// The name without its legal form.
    bare: String,
    /// A single word with capitals past its first letter, which is another word when written otherwise: "DoW" and "Dow".
    is_short: bool,
    pattern: Option<Regex>,
}

impl PrintedName {
    pub fn new(name: &str) -> Self {
        let bare = without_legal_suffix(name.trim()).to_owned();
        let words: Vec<&str> = bare.split_whitespace().collect();
        let is_short = words.len() == 1 && bare.chars().skip(1).any(char::is_uppercase);
        let printed: Vec<String> = words.iter().map(|word| word_pattern(word)).collect();
        let pattern = RegexBuilder::new(&printed.join(r"\s+")).case_insensitive(words.len() > 1).build().ok();
        Self { key: comparison_key(name), bare, is_short, pattern }
    }

    /// Whether this is the name, as names are compared.
    pub fn is(&self, printed: &str) -> bool {
        comparison_key(printed) == self.key && (!self.is_short || printed.contains(&self.bare))
    }

    /// The bytes of each place that prints it as a whole name, in order.
    pub fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        pattern
            .find_iter(text)
            .map(|found| (found.start(), found.end()))
            .filter(|(start, end)| is_whole(text, *start, *end) && self.has_capitals(&text[*start..*end]))
            .collect()
    }

    /// Whether the words with a capital in the name have one here.
    fn has_capitals(&self, printed: &str) -> bool {
        self.bare
            .split_whitespace()
            .zip(printed.split_whitespace())
            .all(|(name, word)| !name.starts_with(char::is_uppercase) || word.starts_with(char::is_uppercase))
    }
}

fn word_pattern(word: &str) -> String {
    match word {
        "&" | "and" => "(?:&|and)".to_owned(),
        word => regex::escape(word).replace(['\'', '’'], "['’]"),
    }
}

/// Whether no letter or digit stands beside it.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_open = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    is_open(text[..start].chars().next_back()) && is_open(text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_it_may_be_printed() {
        for (name, text, times) in [
            ("DoW", "The DoW said; Dow Chemical and DoWs did not.", 1),
            ("Larkfield Analytics, Inc.", "LARKFIELD ANALYTICS and Larkfield\n Analytics Inc.", 2),
            ("Larkfield Analytics", "a larkfield analytics tool", 0),
            ("Smith & Sons", "Smith and Sons; Smith & Sons", 2),
            ("O'Hara Labs", "O’Hara Labs", 1),
            ("a.*b", "a.*b axxb", 1),
        ] {
            assert_eq!(PrintedName::new(name).places(text).len(), times, "{name}");
        }
        assert!(PrintedName::new("the U.S. Widget Office").is("Widget Office"));
        assert!(!PrintedName::new("DoW").is("Dow") && PrintedName::new("DoW").is("the DoW"));
    }
}
