//! Plain words of a query beside each other, with the names among them looked up.
//!
//! Which words count and what else they may be is read in `search` (`free_words.rs`), as for the index.

use std::collections::HashSet;
use std::ops::Range;

use crate::search::{FoundName, FreeWord, NameKind, NameTable, Text, TextField, WordCutter};
use crate::watch::Plain;
use crate::watch::conditions::{found_thing, look_for_number};
use crate::watch::finds::Finds;
use crate::watch::reason::{Found, Reason};
use crate::watch::subject::Subject;
use crate::watch::words::{MOST_PLACES, Wanted, look_for_stem};

/// Plain words beside each other.
#[derive(Debug)]
pub(super) struct PlainWords {
    pub(super) plain: Plain,
    /// The distinct stems that count.
    pub(super) units: Vec<String>,
    pub(super) words: Vec<PlainWord>,
    /// The places of the words that are part of no name.
    pub(super) free: Vec<usize>,
    pub(super) names: Vec<PlainName>,
    /// Beginnings and fuzzy words, each with how it is written.
    pub(super) others: Vec<(String, Wanted)>,
}

/// A word as it was written.
#[derive(Debug)]
pub(super) struct PlainWord {
    written: String,
    /// Those of its stems that count, by their places among the units.
    pub(super) units: Vec<usize>,
    has_stems: bool,
    /// The key of the contract number that it may be.
    pub(super) number: Option<String>,
}

/// A listed name among the words.
#[derive(Debug)]
pub(super) struct PlainName {
    pub(super) words: Range<usize>,
    /// Whom it may stand for.
    pub(super) things: Vec<(NameKind, String)>,
    written: String,
}

impl PlainWords {
    /// The words of these texts; `None` where they ask for nothing.
    pub(super) fn read(
        texts: &[&Text],
        plain: Plain,
        names: &NameTable,
        cutter: &mut WordCutter,
    ) -> Option<Self> {
        let read = cutter.free_words(texts);
        let mut units = Vec::new();
        // Where each of the units that were read stands among those that count.
        let mut counted: Vec<Option<usize>> = Vec::with_capacity(read.units.len());
        for unit in &read.units {
            counted.push(read.counts(unit).then(|| {
                units.push(unit.stem.clone());
                units.len() - 1
            }));
        }
        let word = |word: &FreeWord<'_>| PlainWord {
            written: word.text.to_owned(),
            units: word.stems.iter().filter_map(|(unit, _)| counted.get(*unit).copied().flatten()).collect(),
            has_stems: !word.stems.is_empty(),
            number: word.number.clone(),
        };
        let words: Vec<PlainWord> = read.words.iter().map(word).collect();
        let written: Vec<&str> = read.words.iter().map(|word| word.text).collect();
        let name = |name: FoundName<'_>| PlainName {
            written: written.get(name.words.clone()).unwrap_or_default().join(" "),
            words: name.words,
            things: name.things.into_iter().map(|(kind, id)| (kind, id.to_owned())).collect(),
        };
        let names: Vec<PlainName> = names.find(&written).into_iter().map(name).collect();
        let is_free = |at: &usize| !names.iter().any(|name| name.words.contains(at));
        let others =
            read.others.iter().filter_map(|text| Some((text.to_string(), Wanted::read(text, cutter)?)));
        let read = Self {
            plain,
            free: (0..words.len()).filter(is_free).collect(),
            units,
            others: others.collect(),
            names,
            words,
        };
        let asks = !read.units.is_empty()
            || !read.others.is_empty()
            || !read.names.is_empty()
            || read.words.iter().any(|word| word.number.is_some());
        asks.then_some(read)
    }

    /// Whether enough of them is there.
    pub(super) fn hold(&self, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        (self.plain == Plain::Any || self.all_are_in(subject, cutter)) && self.any_is_in(subject, cutter)
    }

    fn any_is_in(&self, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        self.units.iter().any(|stem| has_stem(stem, subject, cutter))
            || self.words.iter().any(|word| word.is_number(subject))
            || self.names.iter().any(|name| name.is_carried(subject))
            || self.others.iter().any(|(_, wanted)| wanted.are_in(subject, cutter))
    }

    /// Whether each word is there: as written, or as the name it is part of is carried.
    fn all_are_in(&self, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        self.free.iter().all(|at| self.has_word(*at, subject, cutter))
            && self.names.iter().all(|name| {
                let mut words = name.words.clone();
                name.is_carried(subject)
                    || (words.clone().any(|at| self.words.get(at).is_some_and(|word| word.has_stems))
                        && words.all(|at| self.has_word(at, subject, cutter)))
            })
            && self.others.iter().all(|(_, wanted)| wanted.are_in(subject, cutter))
    }

    /// Whether a word stands there, or is a contract number that does.
    fn has_word(&self, at: usize, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        word.is_number(subject) || self.stems_of(word).all(|stem| has_stem(stem, subject, cutter))
    }

    /// The stems of a word that count.
    pub(super) fn stems_of(&self, word: &PlainWord) -> impl Iterator<Item = &str> {
        word.units.iter().filter_map(|unit| self.units.get(*unit)).map(String::as_str)
    }

    /// What answers them, the names first.
    pub(super) fn explain(&self, subject: &impl Subject, cutter: &mut WordCutter, reasons: &mut Vec<Reason>) {
        let mut say = |clause: &str, found: Vec<Found>| {
            if !found.is_empty() {
                reasons.push(Reason { clause: clause.to_owned(), found });
            }
        };
        for name in &self.names {
            say(&name.written, name.carriers(subject));
        }
        let mut told: HashSet<&str> = HashSet::new();
        for word in &self.words {
            let mut found = Finds::up_to(MOST_PLACES);
            word.look_for_number(subject, &mut found);
            let mut all = found.into_found();
            for stem in self.stems_of(word) {
                let mut found = Finds::up_to(MOST_PLACES);
                look_for_stem(TextField::Any, stem, subject, cutter, &mut found);
                all.extend(found.into_found());
            }
            all.truncate(MOST_PLACES);
            if !all.is_empty() && told.insert(&word.written) {
                say(&word.written, all);
            }
        }
        for (written, wanted) in &self.others {
            let mut found = Finds::up_to(MOST_PLACES);
            wanted.look(subject, cutter, &mut found);
            say(written, found.into_found());
        }
    }
}

impl PlainWord {
    fn is_number(&self, subject: &impl Subject) -> bool {
        let mut finds = Finds::none();
        self.look_for_number(subject, &mut finds);
        finds.is_any()
    }

    fn look_for_number(&self, subject: &impl Subject, finds: &mut Finds) {
        look_for_number(self.number.as_deref().unwrap_or_default(), subject, finds);
    }
}

impl PlainName {
    fn is_carried(&self, subject: &impl Subject) -> bool {
        self.things.iter().any(|(kind, id)| {
            subject.things(*kind).iter().any(|carried| carried.thing.found_by().any(|by| by == id))
        })
    }

    /// Those of whom it may stand for, each once.
    fn carriers(&self, subject: &impl Subject) -> Vec<Found> {
        let mut found = Vec::new();
        for (kind, id) in &self.things {
            let things = subject.things(*kind).iter().map(|carried| &carried.thing);
            for thing in things.filter(|thing| thing.found_by().any(|by| by == id)) {
                let thing = found_thing(*kind, thing);
                if !found.contains(&thing) {
                    found.push(thing);
                }
            }
        }
        found
    }
}

fn has_stem(stem: &str, subject: &impl Subject, cutter: &mut WordCutter) -> bool {
    let mut finds = Finds::none();
    look_for_stem(TextField::Any, stem, subject, cutter, &mut finds);
    finds.is_any()
}
