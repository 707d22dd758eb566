//! For how long a contract runs: its base, its options, its first and last days as far as they are told.
//!
//! Only what is said of the contract itself counts. "Five years ago", "a three-year pilot", "over the past two years" are
//! none of it: a wrong clock is worse than none.

mod context;
mod days;
mod duration;
mod further;
mod options;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{Read, TermSentence};
use crate::base::{PartialDate, Span};
use context::{Kind, Sense};
use duration::{Duration, LONGEST, durations};

pub(super) use days::is_of_options;
pub(super) use further::further;

/// A part of a term and the words that say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed<T> {
    /// What is said.
    pub value: T,
    /// The words, as printed.
    pub words: String,
}

/// OptionPeriods of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OptionPeriods {
    /// How many.
    pub count: u32,
    /// How many months each; 0 where that is not said.
    pub months: u32,
}

/// An option that was exercised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exercised {
    /// Which one, counted from 1, where that is said.
    pub number: Option<u32>,
    /// By how many months it makes the contract longer, where that is said.
    pub months: Option<u32>,
}

/// For how long a contract runs, as one article tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// When it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Printed<PartialDate>>,
    /// Its last day, where first and last stand together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Printed<PartialDate>>,
    /// How many months it runs, whether with options or without is not said: "a five-year contract".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Printed<u32>>,
    /// How many months are bought for certain: "a one-year base period".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Printed<u32>>,
    /// What may be added to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Printed<OptionPeriods>>,
    /// How many months it runs with all options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Printed<u32>>,
    /// Until when options may carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_with_options: Option<Printed<PartialDate>>,
    /// The option that the article tells to be exercised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercised: Option<Printed<Exercised>>,
    /// By how many months it was made longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Printed<u32>>,
}

/// The term that sentences about one dealing tell; of each part the first telling holds. What says it is noted in `spans`.
pub(super) fn read(
    sentences: &[TermSentence<'_>],
    published: Option<PartialDate>,
    spans: &mut Vec<Span>,
) -> Option<Term> {
    let mut term = Term::default();
    for sentence in sentences {
        let mut reading = Reading { sentence, spans, term: &mut term };
        if may_tell_length(sentence.text) {
            reading.lengths();
        }
        if !sentence.dates.is_empty() || sentence.text.contains(" 20") {
            reading.days(published);
        }
    }
    // OptionPeriods whose length nobody says are told for their number only; more of them than a life has years are none.
    let too_long = |term: &Term| {
        let options = term.options.as_ref().map_or(0, |told| told.value.count * told.value.months);
        term.base.as_ref().or(term.length.as_ref()).map_or(0, |told| told.value) + options > LONGEST
    };
    if too_long(&term) {
        term.options = None;
    }
    (term != Term::default()).then_some(term)
}

/// A glance before any pattern is asked.
fn may_tell_length(text: &str) -> bool {
    ["year", "Year", "YEAR", "month", "Month", "option", "Option", "OPTION", "-yr", " yr"]
        .iter()
        .any(|word| text.contains(word))
}

/// One sentence as it is read.
struct Reading<'r, 's> {
    sentence: &'r TermSentence<'s>,
    spans: &'r mut Vec<Span>,
    term: &'r mut Term,
}

impl Reading<'_, '_> {
    fn lengths(&mut self) {
        let text = self.sentence.text;
        let mut found = durations(text);
        let exercised = options::exercised(text, &found);
        if let Some(sum) = options::sum_of_years(text) {
            let (base, options) = sum.value;
            self.note(|term| &mut term.base, Read { value: base, start: sum.start, end: sum.end });
            self.note(|term| &mut term.options, Read { value: options, start: sum.start, end: sum.end });
            found.retain(|one| one.end <= sum.start || sum.end <= one.start);
        }
        for one in &found {
            let Some(sense) = context::sense(text, one) else { continue };
            let is_exercised =
                exercised.as_ref().is_some_and(|told| told.start < one.end && one.start < told.end);
            self.note_length(one, sense, is_exercised);
        }
        if let Some(base) = options::base_year(text) {
            self.note(|term| &mut term.base, base);
        }
        let is_exercised = |read: &Read<OptionPeriods>| {
            exercised.as_ref().is_some_and(|told| told.start < read.end && read.start < told.end)
        };
        if let Some(counted) =
            options::counted(text).filter(|read| read.value.count > 1 || !is_exercised(read))
        {
            // "Four options" beside a base only: elsewhere they may be choices.
            let has_base = self.term.base.is_some() || self.term.length.is_some();
            if counted.value.months > 0 || has_base {
                self.note(|term| &mut term.options, counted);
            }
        }
        if let Some(exercised) = exercised {
            self.note(|term| &mut term.exercised, exercised);
        }
    }

    fn note_length(&mut self, one: &Duration, sense: Sense, is_exercised: bool) {
        let read = |value| Read { value, start: sense.start, end: sense.end };
        match sense.kind {
            Kind::Base => self.note(|term| &mut term.base, read(one.months)),
            Kind::Length => self.note(|term| &mut term.length, read(one.months)),
            Kind::Total => self.note(|term| &mut term.total, read(one.months)),
            Kind::Extension => self.note(|term| &mut term.extension, read(one.months)),
            Kind::Options(1) if is_exercised => {}
            Kind::Options(count) if count * one.months <= LONGEST => {
                let value = OptionPeriods { count, months: one.months };
                self.note(|term| &mut term.options, Read { value, start: sense.start, end: sense.end });
            }
            Kind::Options(_) => {}
        }
    }

    fn days(&mut self, published: Option<PartialDate>) {
        let (text, start, dates) = (self.sentence.text, self.sentence.span.start, &self.sentence.dates);
        let begins = days::begins(text, start, dates, published);
        let with_options = days::with_options(text, start, dates, published);
        if let Some((first, last)) = begins {
            self.note(|term| &mut term.start, first);
            if let Some(last) = last.filter(|last| !is_of_options(text, last.start, last.end)) {
                self.note(|term| &mut term.end, last);
            }
        }
        if let Some(read) = with_options {
            self.note(|term| &mut term.end_with_options, read);
        }
    }

    /// Keeps a part that is not told yet, its words and their place.
    fn note<T>(&mut self, part: impl Fn(&mut Term) -> &mut Option<Printed<T>>, read: Read<T>) {
        let slot = part(self.term);
        if slot.is_some() {
            return;
        }
        let Some(words) = self.sentence.text.get(read.start..read.end) else { return };
        *slot = Some(Printed { value: read.value, words: words.trim().to_owned() });
        let place = self.sentence.span;
        let trimmed = read.start + (words.len() - words.trim_start().len());
        let span = Span::new(place.field, place.start + trimmed, place.start + trimmed + words.trim().len());
        if !self.spans.contains(&span) {
            self.spans.push(span);
        }
    }
}
