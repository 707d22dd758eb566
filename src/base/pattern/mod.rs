//! Patterns that are part of the program.
//!
//! A [`Pattern`] is tried only where a word of the text begins as one of its own does, by plain backtracking: nothing is
//! built when the program starts but a few hundred steps for each pattern that is ever asked. The engine of the regex
//! crate, which is told the same pattern, takes over where backtracking would go on for too long, and for what the share
//! of the syntax known here leaves out; a test asks both of every pattern.

mod family;
mod heads;
mod program;
mod search;
mod syntax;
mod tree;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

pub use family::{Family, Member, Openings};
use heads::Beginnings;
use program::Program;

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

/// Where a pattern matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    /// Where it begins.
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where it ends.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it matched no text.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The text that matched.
    pub fn as_str(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Where a pattern and its groups matched.
#[derive(Clone, Debug)]
pub struct Captures<'t> {
    text: &'t str,
    notes: Vec<Option<u32>>,
    names: Arc<[String]>,
}

impl<'t> Captures<'t> {
    /// The group of this number, if it took part; the whole is 0.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        let (start, end) = (self.notes.get(group * 2)?, self.notes.get(group * 2 + 1)?);
        Some(Match { text: self.text, start: (*start)? as usize, end: (*end)? as usize })
    }

    /// The group of this name, if it took part.
    pub fn name(&self, name: &str) -> Option<Match<'t>> {
        self.get(self.names.iter().position(|known| known == name)?)
    }

    /// The text of the group of this name; nothing where it took no part.
    pub fn text(&self, name: &str) -> &'t str {
        self.name(name).map_or("", |found| found.as_str())
    }
}

/// A pattern of the program, in the syntax and the sense of [`pattern`].
#[derive(Debug)]
pub struct Pattern {
    text: String,
    program: Option<Program>,
    beginnings: Beginnings,
    regex: OnceLock<Regex>,
}

impl Pattern {
    /// Makes ready a pattern written in the program's own source.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let program = Program::of(&text);
        let beginnings = program.as_ref().map_or_else(Beginnings::default, Beginnings::of);
        Self { text, program, beginnings, regex: OnceLock::new() }
    }

    /// The first match in `text`.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_at(text, 0)
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// The first match that begins at one of these places; beyond them there is none.
    fn first_of<'t>(
        &self,
        program: &Program,
        text: &'t str,
        starts: impl Iterator<Item = usize>,
    ) -> Option<Match<'t>> {
        let mut ways = search::Ways::default();
        for start in starts {
            match search::end(program, text, start, &mut [], &mut ways) {
                Ok(Some(end)) => return Some(Match { text, start, end }),
                Ok(None) => {}
                Err(search::TooLong) => return self.by_regex(text, start),
            }
        }
        None
    }

    /// The first match that begins at `from` or later.
    pub fn find_at<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let Some(program) = &self.program else { return self.by_regex(text, from) };
        self.first_of(program, text, self.beginnings.starts(text, from))
    }

    /// Every match in `text`, none of which overlaps the one before.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find_at(text, from)?;
            // No pattern of the program matches an empty text twice in one place.
            from = found.end.max(found.start + 1);
            Some(found)
        })
    }

    /// The first match in `text` with its groups.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.captures_at(text, 0)
    }

    /// The first match that begins at `from` or later, with its groups.
    pub fn captures_at<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        self.captures_of(self.find_at(text, from)?)
    }

    fn captures_of<'t>(&self, found: Match<'t>) -> Option<Captures<'t>> {
        let text = found.text;
        if let Some(program) = &self.program {
            let names = program.groups.clone();
            let mut notes = vec![None; names.len() * 2];
            if let Ok(Some(_)) =
                search::end(program, text, found.start, &mut notes, &mut search::Ways::default())
            {
                notes[0] = Some(found.start as u32);
                notes[1] = Some(found.end as u32);
                return Some(Captures { text, notes, names });
            }
        }
        let regex = self.regex();
        let captures = regex.captures_at(text, found.start)?;
        let notes = captures.iter().flat_map(|group| match group {
            Some(group) => [Some(group.start() as u32), Some(group.end() as u32)],
            None => [None, None],
        });
        let names = regex.capture_names().map(|name| name.unwrap_or_default().to_owned());
        Some(Captures { text, notes: notes.collect(), names: names.collect() })
    }

    /// Every match in `text` with its groups, none of which overlaps the one before.
    pub fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.find_iter(text).filter_map(|found| self.captures_of(found))
    }

    /// `text` without what matches.
    pub fn without(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut from = 0;
        for found in self.find_iter(text) {
            kept.push_str(text.get(from..found.start()).unwrap_or_default());
            from = found.end();
        }
        kept.push_str(text.get(from..).unwrap_or_default());
        kept
    }

    fn by_regex<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let found = self.regex().find_at(text, from)?;
        Some(Match { text, start: found.start(), end: found.end() })
    }

    /// The same pattern for the regex crate.
    pub fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| pattern(&self.text))
    }
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

    #[test]
    fn a_pattern_says_what_the_regex_crate_says() {
        let texts = [
            "The Army awarded Corvid a $9 million contract; it won.",
            "l’État a signé un marché, et ÉTÉ",
            "up to $5\u{a0}million (as of 2026) in-house e-mail",
            "",
            "aaa aab abab",
            "won, a 10-year, $3.5 billion task order for X",
        ];
        for text in [
            r"(?i)\b(?:award(?:s|ed)?|won)(?:[\s,]+[^\s;:,]+){0,6}?[\s,]+(?:contract|task\sorder)\b",
            r"(?ix)\b (?: sign é | État ) \b",
            r"\$\d+(?:\.\d)?\s?(?:million|billion)?",
            r"(?i)(?:^|\s)[^\s]+\s?$",
            r"a+?b|a+",
            r"(?:ab){1,}",
            r"(?i)\b\w+-\w+\b",
            r"[A-Z]\w*[,;]",
            r"(?:a|b)*?ab\b",
            r"(?i)(?P<much>\$\d+(?:\.(\d))?)\s?(?:(million)|(billion))?|(won)",
            r"(?:(a)|b)+",
        ] {
            let ours = Pattern::new(text);
            assert!(ours.program.is_some(), "{text}");
            for one in texts {
                let expected: Vec<_> = ours.regex().find_iter(one).map(|m| m.as_str()).collect();
                let found: Vec<_> = ours.find_iter(one).map(|m| m.as_str()).collect();
                assert_eq!(found, expected, "{text} in {one:?}");
                for (theirs, found) in ours.regex().captures_iter(one).zip(ours.captures_iter(one)) {
                    for group in 0..theirs.len() {
                        let text = theirs.get(group).map(|m| m.as_str());
                        assert_eq!(found.get(group).map(|m| m.as_str()), text, "{text:?} in {one:?}");
                    }
                }
                let family: &'static Family = Box::leak(Box::new(Family::of([Pattern::new(text)])));
                let first = family.openings(one).find(0, 0).map(|m| m.as_str());
                assert_eq!(first, expected.first().copied(), "{text} in {one:?}");
                for start in (0..one.len()).filter(|at| one.is_char_boundary(*at)) {
                    let is_there = family.openings(one).is_within(0, start..one.len());
                    assert_eq!(is_there, ours.is_match(&one[start..]), "{text} in {one:?} from {start}");
                }
            }
        }
    }
}
