//! Something an article names, where it stands: its words, those around it, and where its sentence is seen from those that
//! tell a dealing.

use crate::base::{Features, Span, Word, plain_words};
use crate::events::candidate::Candidate;
use crate::events::story::{Party, Sentence};

/// How many words on either side tell what is meant.
const NEAR: usize = 4;

/// Where something is named.
#[derive(Debug)]
pub(super) struct Spot<'s> {
    /// Where it stands.
    pub span: Span,
    /// The number of its sentence.
    pub index: usize,
    /// Its sentence.
    pub sentence: &'s Sentence<'s>,
    /// The words of the sentence before it and after it.
    before: Vec<Word<'s>>,
    after: Vec<Word<'s>>,
}

impl<'s> Spot<'s> {
    pub fn of(span: Span, index: usize, sentence: &'s Sentence<'s>) -> Self {
        let (from, to) = within(span, sentence);
        let words = |text: Option<&'s str>| plain_words(text.unwrap_or_default(), &[]);
        let (before, after) = (words(sentence.text.get(..from)), words(sentence.text.get(to..)));
        Self { span, index, sentence, before, after }
    }

    /// Its own words as printed.
    pub fn text(&self) -> &'s str {
        let (from, to) = within(self.span, self.sentence);
        self.sentence.text.get(from..to).unwrap_or_default()
    }

    /// What stands after it in its sentence.
    pub fn text_after(&self) -> &'s str {
        self.sentence.text.get(within(self.span, self.sentence).1..).unwrap_or_default()
    }

    /// Notes the words around it, as what `group` says of them.
    pub fn note_words(&self, sink: &mut impl Features, group: &str, kind: &str) {
        let word = |word: Option<&Word>| word.map_or("^", |word| word.text.as_ref()).to_owned();
        let (l1, l2) = (word(self.before.last()), word(self.before.iter().rev().nth(1)));
        let r1 = word(self.after.first());
        sink.note(&["after ", &l1]);
        sink.note(&[group, " after ", &l1]);
        sink.note(&[group, " after ", &l2, " ", &l1]);
        sink.note(&["followed by ", &r1]);
        sink.note(&[group, " followed by ", &r1]);
        for near in self.before.iter().rev().take(NEAR) {
            sink.note(&[group, " near after ", &near.text]);
            sink.note(&[group, " ", kind, " near after ", &near.text]);
        }
        for near in self.after.iter().take(NEAR) {
            sink.note(&[group, " near before ", &near.text]);
        }
        for held in self.before.iter().chain(&self.after) {
            sink.note(&[group, " holds ", &held.text]);
        }
    }

    /// Where its sentence stands, seen from those that tell the dealing.
    pub fn place(&self, claim: &Candidate) -> &'static str {
        if self.index == claim.sentence {
            return "own";
        }
        if claim.told_in.contains(&self.index) {
            return "told";
        }
        if self.sentence.is_title() {
            return "title";
        }
        let gap = |told: &usize| self.index as isize - *told as isize;
        match claim.told_in.iter().map(gap).min_by_key(|gap| gap.abs()).unwrap_or(9) {
            1 => "next",
            -1 => "before",
            2..=3 => "soon",
            -3..=-2 => "shortly before",
            4.. => "far on",
            _ => "far before",
        }
    }

    /// Whom its sentence names: the supplier of the claim, another one, nobody.
    pub fn spoken_of(&self, claim: &Candidate) -> &'static str {
        let is_its = |party: &Party| claim.vendors.iter().any(|vendor| vendor.org.id == party.org.id);
        if self.sentence.suppliers().any(is_its) {
            "it"
        } else if self.sentence.suppliers().next().is_some() {
            "another"
        } else {
            "nobody"
        }
    }

    /// How far it stands from the words that tell the dealing, within their sentence.
    pub fn distance(&self, claim: &Candidate) -> &'static str {
        let (span, trigger) = (&self.span, &claim.trigger);
        if span.start >= trigger.end {
            match span.start - trigger.end {
                0..=30 => "right after",
                31..=90 => "after",
                _ => "far after",
            }
        } else {
            match trigger.start.saturating_sub(span.end) {
                0..=30 => "right before",
                31..=90 => "before",
                _ => "far before",
            }
        }
    }
}

/// The words around something say what it is to the dealing, and mean another thing in another sentence.
pub(super) fn group(place: &'static str) -> &'static str {
    match place {
        "own" | "told" => place,
        "next" | "before" => "beside",
        _ => "far",
    }
}

/// The bytes of a span within its sentence.
fn within(span: Span, sentence: &Sentence<'_>) -> (usize, usize) {
    (span.start.saturating_sub(sentence.span.start), span.end.saturating_sub(sentence.span.start))
}
