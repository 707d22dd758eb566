//! Patterns that are part of the program.

use regex::{Regex, RegexBuilder};

/// What the automaton of one pattern may grow to. With less, the larger ones are thrown away and made again all the time.
const AUTOMATON_BYTES: usize = 16 << 20;

/// Compiles a pattern written in the program's own source.
///
/// Word boundaries, digits and white space are taken in a plain sense (white space with the no-break spaces): the
/// automaton that makes matching fast gives up on Unicode word boundaries at the first curly quote, and news is full of
/// them.
///
/// # Panics
/// When the pattern is malformed, which a test that compiles each pattern shows.
pub fn pattern(text: &str) -> Regex {
    let plain =
        text.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace(r"\s", r"[\t-\r\x20\u{a0}\u{202f}]");
    RegexBuilder::new(&plain)
        .dfa_size_limit(AUTOMATON_BYTES)
        .build()
        .expect("a pattern of the program is well-formed; a test compiles each")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_curly_quotes_and_digits_are_ours() {
        assert!(pattern(r"\bdeal\b").is_match("“deal’s"));
        assert!(!pattern(r"^\d$").is_match("٣"));
        assert!(pattern(r"^[\d.]+$").is_match("1.5"));
    }
}
