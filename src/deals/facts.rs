//! What follows from a deal's events at a glance: where it is worked on, for how long, which articles tell it.

use crate::base::PartialDate;
use crate::deals::deal::{Deal, DealEvent};
use crate::deals::period::Period;
use crate::deals::term_shape::quotes_options;

impl Deal {
    /// Where it is worked on, as most of its events tell it; of equals the first.
    pub fn place(&self) -> Option<&str> {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for place in self.events.iter().filter_map(|told| told.event.details.place.as_deref()) {
            match counted.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => counted.push((place, 1)),
            }
        }
        let most = counted.iter().enumerate().max_by_key(|(n, (_, count))| (*count, std::cmp::Reverse(*n)));
        most.map(|(_, (place, _))| *place)
    }

    /// By when offers are due, as the newest article has it that tells of a request for them: what is stated goes before what
    /// is planned or doubtful, and of equals the later day.
    pub fn offers_due(&self) -> Option<PartialDate> {
        Self::newest_due(self.events.iter())
    }

    /// The same, by the events at these places alone.
    pub fn offers_due_of(&self, places: &[usize]) -> Option<PartialDate> {
        Self::newest_due(places.iter().filter_map(|place| self.events.get(*place)))
    }

    fn newest_due<'a>(events: impl Iterator<Item = &'a DealEvent>) -> Option<PartialDate> {
        let due = |told: &'a DealEvent| Some((told, told.event.details.offers_due?));
        let rank = |(told, due): &(&DealEvent, PartialDate)| {
            (
                told.event.is_confirmed(),
                told.published.or(told.written).map(|date| date.last_day()),
                due.last_day(),
            )
        };
        events.filter_map(due).max_by_key(rank).map(|(_, due)| due)
    }

    /// The first event of each article that tells it, by publication; those without a day last.
    pub fn sources(&self) -> Vec<&DealEvent> {
        let mut sources: Vec<&DealEvent> = Vec::new();
        for told in &self.events {
            if !sources.iter().any(|known| known.article == told.article) {
                sources.push(told);
            }
        }
        sources.sort_by_key(|told| (told.published.is_none(), told.published, told.article.clone()));
        sources
    }
}

impl Period {
    /// Whether an article told of options, by number or by that word: a later end alone may be another article's.
    pub fn tells_options(&self) -> bool {
        self.option_count.is_some() || self.arithmetic.iter().any(|line| quotes_options(line))
    }

    /// "2024-03 to 2025-03, with options to 2029-03 (estimate)"; without days its lengths: "12 months, 4 options of 12 months".
    pub fn in_words(&self) -> String {
        let day = |day: Option<PartialDate>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        if self.end.is_some() || self.end_with_options.is_some() {
            let estimate = if self.estimate { " (estimate)" } else { "" };
            let start = day(self.start);
            return match (self.end, self.end_with_options) {
                (None, last) if self.tells_options() => {
                    format!("{start} to {} with options{estimate}", day(last))
                }
                (None, last) => format!("{start} to {} at the longest{estimate}", day(last)),
                (Some(end), Some(last)) if last != end => {
                    let until = if self.tells_options() { "with options to" } else { "at the longest to" };
                    format!("{start} to {end}, {until} {last}{estimate}")
                }
                (Some(end), _) => format!("{start} to {end}{estimate}"),
            };
        }
        let base = self.base_months.map(|months| format!("{months} months"));
        let options = self.option_count.map(|count| {
            let each = self.option_months.map(|months| format!(" of {months} months")).unwrap_or_default();
            format!("{count} option{}{each}", if count == 1 { "" } else { "s" })
        });
        base.into_iter().chain(options).collect::<Vec<_>>().join(", ")
    }
}
