//! Whether any of some phrases stands in a text.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Looks for several phrases at once, case (of ASCII) not counting, wherever they begin.
#[derive(Debug)]
pub struct Finder(Option<AhoCorasick>);

impl Finder {
    /// Looks for these phrases.
    pub fn of(phrases: &[&str]) -> Self {
        // A handful of phrases: the quickest kind of automaton is small enough.
        let kind = Some(AhoCorasickKind::DFA);
        Self(AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(phrases).ok())
    }

    /// Whether any of them stands in the text.
    pub fn finds_any(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|automaton| automaton.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_anywhere_in_any_case() {
        let finder = Finder::of(&["the firm", "société"]);
        assert!(finder.finds_any("said The Firm") && finder.finds_any("bathe firmly"));
        assert!(finder.finds_any("la société") && !finder.finds_any("the film"));
    }
}
