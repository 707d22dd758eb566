//! For how long a contract runs, as one article tells it.

use serde::Serialize;

use crate::base::PartialDate;
use crate::events::Term;

/// The parts of a term; what is not told is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RecordTerm {
    /// When it begins.
    pub start: Option<PartialDate>,
    /// Its last day, where first and last stand together.
    pub end: Option<PartialDate>,
    /// How many months it runs, whether with options or without is not said.
    pub months: Option<u32>,
    /// How many months are bought for certain.
    pub base_months: Option<u32>,
    /// How many options may be added.
    pub option_count: Option<u32>,
    /// How many months each of them has.
    pub option_months: Option<u32>,
    /// How many months it runs with all options.
    pub total_months: Option<u32>,
    /// Until when options may carry it.
    pub end_with_options: Option<PartialDate>,
    /// Which option was exercised, counted from 1.
    pub exercised_option: Option<u32>,
    /// By how many months the option that was exercised makes it longer.
    pub exercised_months: Option<u32>,
    /// By how many months it was extended otherwise.
    pub extension_months: Option<u32>,
}

impl RecordTerm {
    pub(super) fn new(term: &Term) -> Self {
        let options = term.options.as_ref().map(|told| told.value);
        let exercised = term.exercised.as_ref().map(|told| told.value);
        let months = |told: &Option<crate::events::Printed<u32>>| told.as_ref().map(|told| told.value);
        let date = |told: &Option<crate::events::Printed<PartialDate>>| told.as_ref().map(|told| told.value);
        Self {
            start: date(&term.start),
            end: date(&term.end),
            months: months(&term.length),
            base_months: months(&term.base),
            option_count: options.map(|options| options.count),
            option_months: options.map(|options| options.months).filter(|months| *months > 0),
            total_months: months(&term.total),
            end_with_options: date(&term.end_with_options),
            exercised_option: exercised.and_then(|option| option.number),
            exercised_months: exercised.and_then(|option| option.months),
            extension_months: months(&term.extension),
        }
    }

    /// "start 2026-04-01, base 12 months, 4 options of 12 months": the parts that are told.
    pub(super) fn in_words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |part: Option<String>| parts.extend(part);
        add(self.start.map(|day| format!("start {day}")));
        add(self.end.map(|day| format!("end {day}")));
        add(self.months.map(|months| format!("{months} months")));
        add(self.base_months.map(|months| format!("base {months} months")));
        add(self.option_count.map(|count| {
            let noun = if count == 1 { "option" } else { "options" };
            let each = self.option_months.map_or_else(String::new, |months| format!(" of {months} months"));
            format!("{count} {noun}{each}")
        }));
        add(self.total_months.map(|months| format!("{months} months with options")));
        add(self.end_with_options.map(|day| format!("until {day} with options")));
        let exercised = self.exercised_option.is_some() || self.exercised_months.is_some();
        add(exercised.then(|| {
            let number = self.exercised_option.map_or_else(String::new, |number| format!(" {number}"));
            let months =
                self.exercised_months.map_or_else(String::new, |months| format!(" of {months} months"));
            format!("option{number}{months} exercised")
        }));
        add(self.extension_months.map(|months| format!("extended by {months} months")));
        parts.join(", ")
    }
}
