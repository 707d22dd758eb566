//! Words that have to be there, looked for as the index looks for them.

use crate::search::{CutWord, Form, Text, TextField, WordCutter, distance_within};
use crate::watch::reason::Found;
use crate::watch::subject::{Part, Subject};

/// Looks for words in the parts of a text.
pub(super) struct Words<'s, S> {
    pub(super) subject: &'s S,
    pub(super) cutter: WordCutter,
    /// So many places are given of one part of the query.
    pub(super) most: usize,
}

/// The parts where phrases, beginnings and fuzzy words are looked for.
fn running(field: TextField) -> &'static [Part] {
    match field {
        TextField::Any => &[Part::Title, Part::Body],
        TextField::Title => &[Part::Title],
        TextField::Body => &[Part::Body],
    }
}

/// The parts where single words are looked for.
fn every(field: TextField) -> &'static [Part] {
    match field {
        TextField::Any => &[Part::Title, Part::Body, Part::Evidence],
        field => running(field),
    }
}

impl<S: Subject> Words<'_, S> {
    /// Where the words stand, nowhere being none; `None` where the text holds no word at all.
    pub(super) fn text(&mut self, text: &Text) -> Option<Vec<Found>> {
        match &text.form {
            Form::Word(word) => self.phrase(text.field, word, 0),
            Form::Phrase { words, slop } => self.phrase(text.field, words, *slop),
            Form::Prefix(start) => {
                let mut words = self.cutter.folded(start);
                let last = words.pop()?;
                let begins = self.like(text.field, |word| word.starts_with(&last.text));
                let before = words.iter().map(|word| self.written(text.field, word));
                let all = before.chain([begins]).collect();
                Some(self.all(all))
            }
            Form::Fuzzy { word, distance } => {
                let words = self.cutter.folded(word);
                let most = usize::from(*distance);
                let near = words.iter().map(|word| {
                    // A word no longer than what may change would stand for every short word.
                    if word.text.chars().count() > most {
                        self.like(text.field, |other| distance_within(&word.text, other, most).is_some())
                    } else {
                        self.written(text.field, word)
                    }
                });
                let near: Vec<Vec<Found>> = near.collect();
                (!near.is_empty()).then(|| self.all(near))
            }
        }
    }

    /// A word by its stem.
    pub(super) fn stem(&mut self, field: TextField, stem: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for part in every(field) {
            // What is quoted as evidence stands in the body, nearly always.
            if found.len() >= self.most || (*part == Part::Evidence && !found.is_empty()) {
                break;
            }
            found.extend(self.subject.zone(*part).word(stem, self.most - found.len(), &mut self.cutter));
        }
        found
    }

    /// A word in any form of it.
    fn written(&mut self, field: TextField, word: &CutWord) -> Vec<Found> {
        match self.cutter.stems(&word.text).pop() {
            Some(stem) => self.stem(field, &stem.text),
            None => Vec::new(),
        }
    }

    pub(super) fn phrase(&mut self, field: TextField, words: &str, slop: u32) -> Option<Vec<Found>> {
        let words = self.cutter.stems(words);
        match words.as_slice() {
            [] => None,
            [word] => Some(self.stem(field, &word.text)),
            words => {
                let mut found = Vec::new();
                for part in running(field) {
                    let most = self.most.saturating_sub(found.len());
                    if most > 0 {
                        found.extend(self.subject.zone(*part).phrase(words, slop, most, &mut self.cutter));
                    }
                }
                Some(found)
            }
        }
    }

    fn like(&mut self, field: TextField, is_like: impl Fn(&str) -> bool) -> Vec<Found> {
        let mut found = Vec::new();
        for part in running(field) {
            let most = self.most.saturating_sub(found.len());
            found.extend(self.subject.zone(*part).like(&is_like, most, &mut self.cutter));
        }
        found
    }

    /// Each of these, or none where one of them is nowhere.
    fn all(&self, parts: Vec<Vec<Found>>) -> Vec<Found> {
        if parts.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        parts.into_iter().flatten().take(self.most).collect()
    }
}
