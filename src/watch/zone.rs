//! One part of a text, its words cut when they are first asked for.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::base::{Field, Span};
use crate::search::{CutWord, WordCutter, fewest_moves};
use crate::watch::finds::Finds;
use crate::watch::reason::Found;

/// A part of a text: one value or several.
#[derive(Debug)]
pub struct Zone<'a> {
    values: Vec<&'a str>,
    /// The field of an article that the only value is.
    field: Option<Field>,
    /// Places left free between two values.
    gap: usize,
    stems: OnceCell<Words>,
    folded: OnceCell<Words>,
}

/// The words of all values.
#[derive(Debug, Default)]
struct Words {
    words: Vec<Word>,
    /// The first and the last place among the words at which each distinct one stands.
    ends: HashMap<Box<str>, (usize, usize), RandomState>,
}

/// A word where it stands.
#[derive(Debug)]
struct Word {
    value: usize,
    /// Counts through all values.
    position: usize,
    range: Range<usize>,
    /// Where the same word stands next.
    next: Option<usize>,
}

impl Words {
    fn push(&mut self, text: &str, word: Word) {
        let at = self.words.len();
        if let Some((_, last)) = self.ends.get_mut(text) {
            if let Some(before) = self.words.get_mut(*last) {
                before.next = Some(at);
            }
            *last = at;
        } else {
            self.ends.insert(text.into(), (at, at));
        }
        self.words.push(word);
    }

    /// Where a word stands, in order.
    fn places(&self, text: &str) -> impl Iterator<Item = usize> {
        let first = self.ends.get(text).map(|(first, _)| *first);
        std::iter::successors(first, |at| self.words.get(*at)?.next)
    }
}

/// The places the index leaves free between two values of one field.
pub(super) const INDEX_GAP: usize = 1;

impl<'a> Zone<'a> {
    /// A field of an article.
    pub(super) fn of_field(field: Field, text: &'a str) -> Self {
        Self { field: Some(field), ..Self::of_values(vec![text], INDEX_GAP) }
    }

    /// Several texts, so many places apart.
    pub(super) fn of_values(values: Vec<&'a str>, gap: usize) -> Self {
        Self { values, field: None, gap, stems: OnceCell::new(), folded: OnceCell::new() }
    }

    /// Its first value.
    pub(super) fn text(&self) -> &'a str {
        self.values.first().copied().unwrap_or_default()
    }

    fn stems(&self, cutter: &mut WordCutter) -> &Words {
        self.stems.get_or_init(|| {
            self.cut(|text, words, begin, value| {
                cutter.each_stem(text, |stem, position, range| {
                    words.push(stem, Word { value, position: begin + position, range, next: None });
                });
            })
        })
    }

    fn folded(&self, cutter: &mut WordCutter) -> &Words {
        self.folded.get_or_init(|| {
            self.cut(|text, words, begin, value| {
                cutter.each_folded(text, |word, position, range| {
                    words.push(word, Word { value, position: begin + position, range, next: None });
                });
            })
        })
    }

    /// The words of all values; `cut` puts in those of one that begins at a position.
    fn cut(&self, mut cut: impl FnMut(&str, &mut Words, usize, usize)) -> Words {
        let mut all = Words::default();
        let mut begin = 0;
        for (value, text) in self.values.iter().enumerate() {
            let before = all.words.len();
            cut(text, &mut all, begin, value);
            let last = all.words.get(before..).and_then(|words| words.last());
            begin = last.map_or(begin, |word| word.position + 1) + self.gap;
        }
        all
    }

    /// What stands at these bytes of a value.
    fn found(&self, value: usize, range: Range<usize>) -> Found {
        match self.field {
            Some(field) => Found::Words(Span::new(field, range.start, range.end)),
            None => Found::Said {
                text: self.values.get(value).copied().unwrap_or_default().to_owned(),
                start: range.start,
                end: range.end,
            },
        }
    }

    fn add(&self, words: &Words, at: usize, finds: &mut Finds) {
        if let Some(word) = words.words.get(at) {
            finds.add(|| self.found(word.value, word.range.clone()));
        }
    }

    /// Each stem that stands in it, once.
    pub(super) fn each_stem(&self, cutter: &mut WordCutter) -> impl Iterator<Item = &str> {
        self.stems(cutter).ends.keys().map(AsRef::as_ref)
    }

    /// The words of this stem.
    pub(super) fn word(&self, stem: &str, cutter: &mut WordCutter, finds: &mut Finds) {
        let words = self.stems(cutter);
        for at in words.places(stem) {
            self.add(words, at, finds);
            if finds.is_full() {
                break;
            }
        }
    }

    /// The words that are so by their letters.
    pub(super) fn like(&self, is_like: impl Fn(&str) -> bool, cutter: &mut WordCutter, finds: &mut Finds) {
        let words = self.folded(cutter);
        let mut places: Vec<usize> = Vec::new();
        for (text, _) in words.ends.iter().filter(|(text, _)| is_like(text)) {
            places.extend(words.places(text));
            if finds.most() == 0 {
                break;
            }
        }
        places.sort_unstable();
        for at in places {
            self.add(words, at, finds);
            if finds.is_full() {
                break;
            }
        }
    }

    /// The stems of a phrase beside each other, or with at most `slop` moves (then the closest alone is given).
    pub(super) fn phrase(&self, phrase: &[CutWord], slop: u32, cutter: &mut WordCutter, finds: &mut Finds) {
        let words = self.stems(cutter);
        let Some(last) = phrase.last() else { return };
        if phrase.iter().any(|word| !words.ends.contains_key(word.text.as_str())) {
            return;
        }
        let places: Vec<Vec<usize>> = phrase.iter().map(|word| words.places(&word.text).collect()).collect();
        // Words that stand as in the phrase have the same place once what stands before them there is made up for.
        let shifted = |at: &usize, word: &CutWord| {
            words.words.get(*at).map_or(0, |found| found.position + last.position - word.position)
        };
        if slop > 0 {
            let of_word = |(at, word): (&Vec<usize>, &CutWord)| -> Vec<u32> {
                at.iter().map(|at| u32::try_from(shifted(at, word)).unwrap_or(u32::MAX)).collect()
            };
            let all: Vec<Vec<u32>> = places.iter().zip(phrase).map(of_word).collect();
            let Some(moved) = fewest_moves(&all, slop) else { return };
            let taken =
                moved.places.iter().zip(&all).zip(&places).filter_map(|((place, all), at)| {
                    at.get(all.partition_point(|other| other < place)).copied()
                });
            self.between(words, taken.collect(), finds);
            return;
        }
        let rarest = places.iter().zip(phrase).min_by_key(|(at, _)| at.len());
        let Some((rarest, word)) = rarest else { return };
        let has = |at: &[usize], word: &CutWord, place: usize| {
            at.binary_search_by_key(&place, |at| shifted(at, word))
                .ok()
                .and_then(|found| at.get(found))
                .copied()
        };
        for place in rarest.iter().map(|at| shifted(at, word)) {
            if finds.is_full() {
                break;
            }
            let taken: Option<Vec<usize>> =
                places.iter().zip(phrase).map(|(at, word)| has(at, word, place)).collect();
            if let Some(taken) = taken {
                self.between(words, taken, finds);
            }
        }
    }

    /// From the first to the last of these words, where they are of one value; else each of them.
    fn between(&self, words: &Words, mut taken: Vec<usize>, finds: &mut Finds) {
        taken.sort_unstable();
        taken.dedup();
        let ends = taken
            .first()
            .and_then(|at| words.words.get(*at))
            .zip(taken.last().and_then(|at| words.words.get(*at)));
        match ends {
            Some((first, last)) if first.value == last.value => {
                finds.add(|| self.found(first.value, first.range.start..last.range.end));
            }
            _ => taken.into_iter().for_each(|at| self.add(words, at, finds)),
        }
    }
}
