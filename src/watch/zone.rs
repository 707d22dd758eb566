//! One part of a text, its words cut when they are first asked for.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::base::{Field, Span};
use crate::search::{CutWord, WordCutter, fewest_moves};
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
    /// Each word with the value it is of; its position counts through all values.
    words: Vec<(usize, CutWord)>,
    /// Where each distinct word stands among them.
    by_text: HashMap<String, Vec<usize>>,
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

    fn stems(&self, cutter: &mut WordCutter) -> &Words {
        self.stems.get_or_init(|| self.cut(|text| cutter.stems(text)))
    }

    fn folded(&self, cutter: &mut WordCutter) -> &Words {
        self.folded.get_or_init(|| self.cut(|text| cutter.folded(text)))
    }

    fn cut(&self, mut cut: impl FnMut(&str) -> Vec<CutWord>) -> Words {
        let mut all = Words::default();
        let mut begin = 0;
        for (value, text) in self.values.iter().enumerate() {
            let mut end = begin;
            for mut word in cut(text) {
                word.position += begin;
                end = end.max(word.position + 1);
                all.by_text.entry(word.text.clone()).or_default().push(all.words.len());
                all.words.push((value, word));
            }
            begin = end + self.gap;
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

    fn at(&self, words: &Words, at: usize) -> Option<Found> {
        words.words.get(at).map(|(value, word)| self.found(*value, word.range.clone()))
    }

    /// Each stem that stands in it, once.
    pub(super) fn each_stem(&self, cutter: &mut WordCutter) -> impl Iterator<Item = &str> {
        self.stems(cutter).by_text.keys().map(String::as_str)
    }

    /// The words of this stem, the first `most` of them.
    pub(super) fn word(&self, stem: &str, most: usize, cutter: &mut WordCutter) -> Vec<Found> {
        let words = self.stems(cutter);
        let places = words.by_text.get(stem).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.at(words, *at)).take(most).collect()
    }

    /// The words that are so by their letters.
    pub(super) fn like(
        &self,
        is_like: impl Fn(&str) -> bool,
        most: usize,
        cutter: &mut WordCutter,
    ) -> Vec<Found> {
        let words = self.folded(cutter);
        let like = words.words.iter().enumerate().filter(|(_, (_, word))| is_like(&word.text));
        like.filter_map(|(at, _)| self.at(words, at)).take(most).collect()
    }

    /// The stems of a phrase beside each other, or with at most `slop` moves (then the closest alone is given).
    pub(super) fn phrase(
        &self,
        phrase: &[CutWord],
        slop: u32,
        most: usize,
        cutter: &mut WordCutter,
    ) -> Vec<Found> {
        let words = self.stems(cutter);
        let Some(places) =
            phrase.iter().map(|word| words.by_text.get(&word.text)).collect::<Option<Vec<_>>>()
        else {
            return Vec::new();
        };
        let Some(last) = phrase.last() else { return Vec::new() };
        // Words that stand as in the phrase have the same place once what stands before them there is made up for.
        let shifted = |at: &usize, word: &CutWord| {
            words.words.get(*at).map_or(0, |(_, found)| found.position + last.position - word.position)
        };
        if slop > 0 {
            let of_word = |(at, word): (&&Vec<usize>, &CutWord)| -> Vec<u32> {
                at.iter().map(|at| u32::try_from(shifted(at, word)).unwrap_or(u32::MAX)).collect()
            };
            let all: Vec<Vec<u32>> = places.iter().zip(phrase).map(of_word).collect();
            let Some(moved) = fewest_moves(&all, slop) else { return Vec::new() };
            let taken =
                moved.places.iter().zip(&all).zip(&places).filter_map(|((place, all), at)| {
                    at.get(all.partition_point(|other| other < place)).copied()
                });
            return self.between(words, taken.collect());
        }
        let rarest = places.iter().zip(phrase).min_by_key(|(at, _)| at.len());
        let Some((rarest, word)) = rarest else { return Vec::new() };
        let has = |at: &[usize], word: &CutWord, place: usize| {
            at.binary_search_by_key(&place, |at| shifted(at, word))
                .ok()
                .and_then(|found| at.get(found))
                .copied()
        };
        let mut found = Vec::new();
        for place in rarest.iter().map(|at| shifted(at, word)) {
            if found.len() >= most {
                break;
            }
            let taken: Option<Vec<usize>> =
                places.iter().zip(phrase).map(|(at, word)| has(at, word, place)).collect();
            found.extend(taken.into_iter().flat_map(|taken| self.between(words, taken)));
        }
        found
    }

    /// From the first to the last of these words, where they are of one value; else each of them.
    fn between(&self, words: &Words, mut taken: Vec<usize>) -> Vec<Found> {
        taken.sort_unstable();
        taken.dedup();
        let ends = taken
            .first()
            .and_then(|at| words.words.get(*at))
            .zip(taken.last().and_then(|at| words.words.get(*at)));
        match ends {
            Some(((value, first), (other, last))) if value == other => {
                vec![self.found(*value, first.range.start..last.range.end)]
            }
            _ => taken.into_iter().filter_map(|at| self.at(words, at)).collect(),
        }
    }
}
