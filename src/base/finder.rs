//! Whether any of some phrases stands in a text, and where.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Looks for several phrases at once, case (of ASCII) not counting, wherever they begin.
#[derive(Debug)]
pub struct Finder(Option<AhoCorasick>);

impl Finder {
    /// Looks for these phrases.
    pub fn of(phrases: &[&str]) -> Self {
        // A handful of phrases: the quickest kind of automaton is small enough.
        let kind = Some(AhoCorasickKind::DFA);
        let builder = &mut AhoCorasick::builder();
        builder.ascii_case_insensitive(true).kind(kind).match_kind(MatchKind::LeftmostFirst);
        Self(builder.build(phrases).ok())
    }

    /// Where the first of them stands; of those that begin there, the one that was named first.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.0.as_ref()?.find(text).map(|found| found.range())
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
        assert_eq!(finder.find("bathe firm"), Some(2..10));
        assert!(finder.finds_any("la société") && !finder.finds_any("the film"));
    }
}
