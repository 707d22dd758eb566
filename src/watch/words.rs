//! Words that have to be there, looked for as the index looks for them.

use crate::search::{CutWord, Form, Text, TextField, WordCutter, distance_within};
use crate::watch::finds::Finds;
use crate::watch::subject::{Part, Subject};

/// So many places are given of one part of the query.
pub(super) const MOST_PLACES: usize = 16;

/// Words of a query, cut as those of a text are.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) field: TextField,
    pub(super) form: WantedForm,
}

/// How they are to be found.
#[derive(Debug)]
pub(super) enum WantedForm {
    /// One stem, or several beside each other, with at most so many moves between them; never empty.
    Stems(Vec<CutWord>, u32),
    /// Each of these, anywhere; never empty.
    Each(Vec<WantedWord>),
}

/// One word of several that may stand anywhere.
#[derive(Debug)]
pub(super) enum WantedWord {
    /// In any form of it; nothing has a word that has no stem.
    Stem(Option<String>),
    /// One that begins so.
    Begins(String),
    /// One with at most so many letters otherwise.
    Near(String, usize),
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

impl Wanted {
    /// The words of a text of the query; `None` where it holds no word at all.
    pub(super) fn read(text: &Text, cutter: &mut WordCutter) -> Option<Self> {
        let form = match &text.form {
            Form::Word(word) => return Self::stems(text.field, word, 0, cutter),
            Form::Phrase { words, slop } => return Self::stems(text.field, words, *slop, cutter),
            Form::Prefix(start) => {
                let mut words = cutter.folded(start);
                let last = words.pop()?;
                let before = words.iter().map(|word| WantedWord::in_any_form(word, cutter));
                let mut each: Vec<WantedWord> = before.collect();
                each.push(WantedWord::Begins(last.text));
                WantedForm::Each(each)
            }
            Form::Fuzzy { word, distance } => {
                let most = usize::from(*distance);
                let words = cutter.folded(word);
                if words.is_empty() {
                    return None;
                }
                let near = |word: CutWord| {
                    // A word no longer than what may change would stand for every short word.
                    if word.text.chars().count() > most {
                        WantedWord::Near(word.text, most)
                    } else {
                        WantedWord::in_any_form(&word, cutter)
                    }
                };
                WantedForm::Each(words.into_iter().map(near).collect())
            }
        };
        Some(Self { field: text.field, form })
    }

    /// A word, or words beside each other.
    pub(super) fn stems(field: TextField, words: &str, slop: u32, cutter: &mut WordCutter) -> Option<Self> {
        let words = cutter.stems(words);
        (!words.is_empty()).then_some(Self { field, form: WantedForm::Stems(words, slop) })
    }

    /// Whether the words are there.
    pub(super) fn are_in(&self, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        let mut finds = Finds::none();
        self.look(subject, cutter, &mut finds);
        finds.is_any()
    }

    /// Where the words stand.
    pub(super) fn look(&self, subject: &impl Subject, cutter: &mut WordCutter, finds: &mut Finds) {
        match &self.form {
            WantedForm::Stems(words, slop) => look_beside(self.field, words, *slop, subject, cutter, finds),
            WantedForm::Each(words) => {
                let mut all = Vec::with_capacity(words.len());
                for word in words {
                    let mut found = Finds::up_to(finds.most());
                    word.look(self.field, subject, cutter, &mut found);
                    if !found.is_any() {
                        return;
                    }
                    all.push(found);
                }
                if finds.most() == 0 {
                    finds.note_any();
                }
                all.into_iter().flat_map(Finds::into_found).for_each(|found| finds.add(|| found));
            }
        }
    }
}

impl WantedWord {
    fn in_any_form(word: &CutWord, cutter: &mut WordCutter) -> Self {
        Self::Stem(cutter.stems(&word.text).pop().map(|stem| stem.text))
    }

    fn look(&self, field: TextField, subject: &impl Subject, cutter: &mut WordCutter, finds: &mut Finds) {
        match self {
            Self::Stem(None) => {}
            Self::Stem(Some(stem)) => look_for_stem(field, stem, subject, cutter, finds),
            Self::Begins(start) => look_like(field, |word| word.starts_with(start), subject, cutter, finds),
            Self::Near(wanted, most) => {
                let is_near = |word: &str| distance_within(wanted, word, *most).is_some();
                look_like(field, is_near, subject, cutter, finds);
            }
        }
    }
}

/// A word by its stem.
pub(super) fn look_for_stem(
    field: TextField,
    stem: &str,
    subject: &impl Subject,
    cutter: &mut WordCutter,
    finds: &mut Finds,
) {
    for part in every(field) {
        // What is quoted as evidence stands in the body, nearly always.
        if finds.is_full() || (*part == Part::Evidence && finds.is_any()) {
            break;
        }
        subject.zone(*part).word(stem, cutter, finds);
    }
}

/// A word, or words beside each other.
pub(super) fn look_beside(
    field: TextField,
    words: &[CutWord],
    slop: u32,
    subject: &impl Subject,
    cutter: &mut WordCutter,
    finds: &mut Finds,
) {
    if let [word] = words {
        return look_for_stem(field, &word.text, subject, cutter, finds);
    }
    for part in running(field) {
        if !finds.is_full() {
            subject.zone(*part).phrase(words, slop, cutter, finds);
        }
    }
}

fn look_like(
    field: TextField,
    is_like: impl Fn(&str) -> bool,
    subject: &impl Subject,
    cutter: &mut WordCutter,
    finds: &mut Finds,
) {
    for part in running(field) {
        if !finds.is_full() {
            subject.zone(*part).like(&is_like, cutter, finds);
        }
    }
}
