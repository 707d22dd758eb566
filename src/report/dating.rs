//! When something told happened, and how that stands to the day on which it is told of.

use jiff::civil::Date;

use crate::base::PartialDate;
use crate::deals::{Deal, DealEvent};
use crate::events::{Certainty, EventKind};

/// The date that a sentence on the events at these places gives, and whether it is their own: else the day of the first
/// article that tells them as surely as the best.
pub(super) fn date_told(deal: &Deal, told: &[usize]) -> Option<(PartialDate, bool)> {
    if let Some(own) = own_date(deal, told) {
        return Some((own, true));
    }
    let events = || told.iter().filter_map(|place| deal.events.get(*place));
    let is_confirmed = events().next()?.event.is_confirmed();
    let reported =
        events().filter(|told| told.event.is_confirmed() == is_confirmed).filter_map(|told| told.published);
    reported.min().map(|date| (date, false))
}

/// How something stands to the day on which it is told of, where that was to come when the articles told it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Course {
    /// Whether it lay ahead of those who tell it.
    pub is_ahead: bool,
    /// Whether its day may have been over when the articles came out that give it: of a plan it is the day on which that was
    /// made known, not the one for which it was planned.
    pub is_of_telling: bool,
    /// Whether its day has gone by since.
    pub is_overdue: bool,
    /// Whether other articles tell as a fact that it has come.
    pub has_come: bool,
}

/// How the events at these places, of which `lead` is told best, stand to today.
pub(super) fn course(
    deal: &Deal,
    kind: EventKind,
    lead: &DealEvent,
    told: &[usize],
    today: Option<Date>,
) -> Course {
    let is_ahead = is_ahead(deal, told);
    let is_plan = matches!(lead.event.certainty, Certainty::Planned | Certainty::Possible);
    let date = own_date(deal, told);
    let was_over = |date: PartialDate| {
        let mut tellers = told.iter().filter_map(|place| deal.events.get(*place));
        tellers.all(|told| {
            let written = told.published.or(told.written);
            told.event.date != Some(date)
                || written.is_some_and(|written| date.last_day() <= written.last_day())
        })
    };
    let is_of_telling = is_plan && date.is_some_and(was_over);
    let is_over = date.zip(today).is_some_and(|(date, today)| date.last_day() < today);
    let is_overdue = is_over && (is_ahead || is_plan && !is_of_telling);
    // What can happen more than once has come only if it did no earlier than planned.
    let can_recur = matches!(kind, EventKind::Modification | EventKind::Protest);
    let is_early = |other: &DealEvent| {
        let both = date.zip(other.happened_on());
        can_recur && both.is_some_and(|(date, other)| other.last_day() < date.first_day())
    };
    let is_it = |(place, other): (usize, &DealEvent)| {
        other.event.kind == kind
            && other.event.is_confirmed()
            && !told.contains(&place)
            && !other.event.date.is_some_and(|date| lay_ahead(other, date))
            && !is_early(other)
    };
    let has_come = deal.events.iter().enumerate().any(is_it);
    Course { is_ahead, is_of_telling, is_overdue, has_come }
}

/// The day that is told of the events at these places, best first: that of the best telling which has one and is as sure as
/// the first, or a finer one within it that another gives as surely.
pub(super) fn own_date(deal: &Deal, told: &[usize]) -> Option<PartialDate> {
    let events = || told.iter().filter_map(|place| deal.events.get(*place));
    // What is told as a fact has no day of a telling that is not.
    let is_confirmed = events().next()?.event.is_confirmed();
    let dates = || {
        let as_sure = events().filter(|told| told.event.is_confirmed() == is_confirmed);
        as_sure.filter_map(|told| told.event.date)
    };
    let first = dates().next()?;
    let is_within =
        |date: &PartialDate| date.first_day() >= first.first_day() && date.last_day() <= first.last_day();
    dates().filter(is_within).min_by_key(|date| (date.day().is_none(), date.month().is_none()))
}

/// Whether what is told lay ahead of every article that gives its day.
fn is_ahead(deal: &Deal, told: &[usize]) -> bool {
    let Some(date) = own_date(deal, told) else { return false };
    let mut tellers = told.iter().filter_map(|place| deal.events.get(*place));
    tellers.all(|told| told.event.date != Some(date) || lay_ahead(told, date))
}

/// Whether the date lay ahead of the article.
fn lay_ahead(told: &DealEvent, date: PartialDate) -> bool {
    match told.published.or(told.written) {
        // A day's grace for the other side of the date line.
        Some(written) => written.last_day().tomorrow().is_ok_and(|next| date.first_day() > next),
        None => told.event.kind == EventKind::Termination && is_yet_to_end(&told.sentence),
    }
}

/// Whether a sentence of an article that nobody has dated puts an end into the future: "will end", "ends in 2027".
fn is_yet_to_end(sentence: &str) -> bool {
    let words: Vec<String> = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_any = |word: &String, of: &[&str]| of.contains(&word.as_str());
    words.iter().any(|word| is_any(word, &["ends", "expires", "lapses"]))
        || words.windows(2).any(|pair| match pair {
            [will, verb] => {
                is_any(will, &["will", "shall"]) && is_any(verb, &["end", "expire", "lapse", "be"])
            }
            _ => false,
        })
}
