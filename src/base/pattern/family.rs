//! Patterns that are asked of the same texts: one look at the words of a text tells where each of them may begin.

use std::ops::{Deref, Range};
use std::sync::LazyLock;

use super::heads::{HEADS, head_at};
use super::tree::{Before, Node, Which, is_word};
use super::{Captures, Match, Pattern};

/// Some patterns, at most as many as `Which` has bits.
#[derive(Debug)]
pub struct Family {
    patterns: Vec<Pattern>,
    /// What they begin with where the text does, and further on.
    roots: [Node; 2],
    /// Those that begin only where a word or the text does.
    at_words: Which,
    /// The first letters of words that any may begin with further on. A byte each: this is asked of every word.
    heads: Vec<bool>,
}

impl Family {
    /// Puts patterns together.
    pub fn of(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let patterns: Vec<Pattern> = patterns.into_iter().take(Which::BITS as usize).collect();
        let programs = || patterns.iter().map(|pattern| pattern.program.as_ref());
        let roots = [Before::Nothing, Before::Other].map(|before| Node::root(programs(), before));
        let at_words = (patterns.iter().enumerate())
            .filter(|(_, pattern)| pattern.program.is_some() && pattern.beginnings.are_words_or_first())
            .fold(0, |all, (number, _)| all | 1 << number);
        let mut heads = vec![false; HEADS];
        patterns.iter().flat_map(|pattern| pattern.beginnings.heads()).for_each(|head| heads[head] = true);
        Self { patterns, roots, at_words, heads }
    }

    /// The patterns, in order.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Which of the patterns may begin where `text` does, for those that begin nowhere else.
    pub fn opening<'t>(&'static self, text: &'t str) -> Openings<'t> {
        let which = self.at(text.as_bytes(), 0);
        Openings { family: self, text, places: vec![(0, which)], all: which }
    }

    fn at(&self, bytes: &[u8], at: usize) -> Which {
        self.roots[usize::from(at > 0)].at(bytes, at, |number| self.patterns.get(number)?.program.as_ref())
    }

    /// Where each of the patterns may begin in `text`.
    pub fn openings<'t>(&'static self, text: &'t str) -> Openings<'t> {
        let bytes = text.as_bytes();
        let mut openings = Openings { family: self, text, places: Vec::new(), all: 0 };
        let mut at = 0;
        while at < bytes.len() {
            let begins_word = is_word(bytes[at]);
            if at == 0 || (begins_word && self.heads[head_at(bytes, at)]) {
                let which = self.at(bytes, at);
                if which != 0 {
                    openings.places.push((at as u32, which));
                    openings.all |= which;
                }
            }
            let length = bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
            at += length.max(1);
        }
        openings
    }
}

/// Where each pattern of a family may begin in a text.
#[derive(Clone, Debug)]
pub struct Openings<'t> {
    family: &'static Family,
    text: &'t str,
    /// The places where words begin, with the patterns that may begin there.
    places: Vec<(u32, Which)>,
    /// All patterns that may begin anywhere.
    all: Which,
}

impl<'t> Openings<'t> {
    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The first match of the pattern of this number that begins at `from` or later.
    pub fn find(&self, number: usize, from: usize) -> Option<Match<'t>> {
        let pattern = self.family.patterns.get(number)?;
        let program = pattern.program.as_ref().filter(|_| self.family.at_words >> number & 1 == 1);
        let Some(program) = program else { return pattern.find_at(self.text, from) };
        if self.all >> number & 1 == 0 {
            return None;
        }
        let first = self.places.partition_point(|(at, _)| (*at as usize) < from);
        let may = |(_, which): &&(u32, Which)| which >> number & 1 == 1;
        let starts = self.places[first..].iter().filter(may).map(|(at, _)| *at as usize);
        pattern.first_of(program, self.text, starts)
    }

    /// Whether the pattern of this number matches in a stretch of the text that is read by itself.
    pub fn is_within(&self, number: usize, stretch: Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let (Some(pattern), Some(inner)) = (self.family.patterns.get(number), self.text.get(stretch.clone()))
        else {
            return false;
        };
        let is_torn =
            |at: usize| at > 0 && is_word(bytes[at - 1]) && bytes.get(at).is_some_and(|byte| is_word(*byte));
        let program = pattern.program.as_ref().filter(|_| self.family.at_words >> number & 1 == 1);
        let Some(program) = program.filter(|_| !is_torn(stretch.end)) else {
            return pattern.is_match(inner);
        };
        let first = self.places.partition_point(|(at, _)| (*at as usize) <= stretch.start);
        let within = self.places[first..].iter().take_while(|(at, _)| (*at as usize) < stretch.end);
        let later =
            within.filter(|(_, which)| which >> number & 1 == 1).map(|(at, _)| *at as usize - stretch.start);
        // What begins the stretch may be the rest of a word.
        let at_first = (self.family.at(inner.as_bytes(), 0) >> number & 1 == 1).then_some(0);
        pattern.first_of(program, inner, at_first.into_iter().chain(later)).is_some()
    }

    /// The first match with its groups.
    pub fn captures(&self, number: usize, from: usize) -> Option<Captures<'t>> {
        self.family.patterns.get(number)?.captures_of(self.find(number, from)?)
    }
}

/// One pattern of a family, by its number.
#[derive(Debug)]
pub struct Member {
    family: &'static LazyLock<Family>,
    number: usize,
}

impl Member {
    /// The pattern of this number.
    pub const fn new(family: &'static LazyLock<Family>, number: usize) -> Self {
        Self { family, number }
    }

    /// The first match in a text whose openings are known; they are those of its own family.
    pub fn find_in<'t>(&self, openings: &Openings<'t>) -> Option<Match<'t>> {
        openings.find(self.number, 0)
    }

    /// Whether it matches anywhere in a text whose openings are known.
    pub fn is_in(&self, openings: &Openings<'_>) -> bool {
        self.find_in(openings).is_some()
    }

    /// Whether it matches in a stretch, read by itself, of a text whose openings are known.
    pub fn is_within(&self, openings: &Openings<'_>, stretch: Range<usize>) -> bool {
        openings.is_within(self.number, stretch)
    }

    /// Every match in a text whose openings are known, none of which overlaps the one before.
    pub fn every_in<'t>(&self, openings: &Openings<'t>) -> impl Iterator<Item = Match<'t>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = openings.find(self.number, from)?;
            from = found.end().max(found.start() + 1);
            Some(found)
        })
    }

    /// The same with their groups.
    pub fn each_in<'t>(&self, openings: &Openings<'t>) -> impl Iterator<Item = Captures<'t>> {
        self.every_in(openings).filter_map(|found| self.captures_of(found))
    }

    /// The first match in a text whose openings are known, with its groups.
    pub fn captures_in<'t>(&self, openings: &Openings<'t>) -> Option<Captures<'t>> {
        openings.captures(self.number, 0)
    }
}

impl Deref for Member {
    type Target = Pattern;

    fn deref(&self) -> &Pattern {
        &self.family.patterns[self.number]
    }
}
