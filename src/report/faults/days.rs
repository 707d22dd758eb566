//! Days that are yet to come, out of order, or far apart.

use jiff::Span;
use jiff::civil::Date;

use crate::base::PartialDate;
use crate::deals::{Deal, DealEvent};
use crate::events::{Certainty, EventKind};
use crate::report::faults::fault::{Fault, FaultKind, Telling};

/// A day may be another on the other side of the world.
const ZONES: i64 = 1;
/// Days further apart than this are no one day told differently.
const YEAR: i64 = 366;

pub(super) fn faults(deal: &Deal, today: Date) -> Vec<Fault> {
    let mut found = in_future(deal, today);
    found.extend(award_before_solicitation(deal));
    found.extend(end_before_start(deal));
    found.extend(ended_before_award(deal));
    found.extend(protest_before_award(deal));
    found.extend(disagreement(deal));
    found
}

/// Articles dated after today; awards and protests told as facts and dated after today, or after the article that tells them.
fn in_future(deal: &Deal, today: Date) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut articles = Vec::new();
    for told in &deal.events {
        let published = told.published.filter(|date| date.first_day() > later(today, ZONES));
        if let Some(date) = published.filter(|_| !articles.contains(&&told.article)) {
            articles.push(&told.article);
            let what = format!("published {date}, and today is {today}");
            found.push(of_event(deal, FaultKind::DateInFuture, what, date, told));
            continue;
        }
        let is_fact = matches!(told.event.kind, EventKind::Award | EventKind::Protest)
            && matches!(told.event.certainty, Certainty::Announced | Certainty::Reported);
        let Some(date) = told.event.date.filter(|_| is_fact && published.is_none()) else { continue };
        let kind = told.event.kind.as_str();
        let after_article =
            told.published.filter(|published| date.first_day() > later(published.last_day(), ZONES));
        let what = if date.first_day() > later(today, ZONES) {
            format!("{kind} of {date}, and today is {today}")
        } else if let Some(published) = after_article {
            format!("{kind} of {date}, told on {published}")
        } else {
            continue;
        };
        found.push(of_event(deal, FaultKind::DateInFuture, what, date, told));
    }
    found
}

fn award_before_solicitation(deal: &Deal) -> Option<Fault> {
    let (award, award_by) = earliest_end(deal, EventKind::Award)?;
    let calls = of_kind(deal, EventKind::Solicitation).filter_map(|told| Some((told, own_day(told)?)));
    let (call, asked_on) = calls.min_by_key(|(_, date)| date.first_day())?;
    (award_by.last_day() < asked_on.first_day()).then(|| {
        let what = format!("awarded by {award_by}, asked for on {asked_on}");
        two(deal, FaultKind::AwardBeforeSolicitation, what, (award, award_by), (call, asked_on))
    })
}

/// A day of completion before the event it is told of; a printed last day before the first.
fn end_before_start(deal: &Deal) -> Vec<Fault> {
    let mut found = Vec::new();
    for told in &deal.events {
        let details = &told.event.details;
        let term = details.term.as_ref();
        let start = term.and_then(|term| term.start.as_ref()).map(|start| start.value);
        let end = term.and_then(|term| term.end.as_ref()).map(|end| end.value);
        let is_dealing = matches!(told.event.kind, EventKind::Award | EventKind::Modification);
        let pairs = [
            (start, end, "begins", "ends"),
            (start, details.completion, "begins", "is to be done"),
            (
                told.event.date.filter(|_| is_dealing),
                details.completion,
                told.event.kind.as_str(),
                "to be done",
            ),
        ];
        let reversed = pairs.into_iter().find_map(|(from, to, begins, ends)| {
            let (from, to) = (from?, to?);
            (to.last_day() < from.first_day()).then(|| (to, format!("{begins} {from}, {ends} {to}")))
        });
        let Some((date, what)) = reversed else { continue };
        let telling = Telling::new(what.clone(), &[told], |spans| &spans.completion).dated(Some(date));
        found.push(Fault::of(deal, FaultKind::EndBeforeStart, what, vec![telling]));
    }
    let period = deal.period.as_ref().and_then(|period| period.start.zip(period.end));
    if let Some((start, end)) = period.filter(|(start, end)| end.last_day() < start.first_day())
        && found.is_empty()
    {
        let what = format!("runs from {start} to {end}");
        let is_told =
            |told: &&DealEvent| told.event.details.term.is_some() || told.event.details.completion.is_some();
        let tellers: Vec<&DealEvent> = deal.events.iter().filter(is_told).collect();
        let telling = Telling::new(what.clone(), &tellers, |spans| &spans.term).dated(Some(end));
        found.push(Fault::of(deal, FaultKind::EndBeforeStart, what, vec![telling]));
    }
    found
}

/// Every end that is told with its own day lies before the first award.
fn ended_before_award(deal: &Deal) -> Option<Fault> {
    let (award, awarded_on) = first_own(deal, EventKind::Award)?;
    let ends = of_kind(deal, EventKind::Termination).filter_map(|told| Some((told, own_day(told)?)));
    let (end, ended_on) = ends.max_by_key(|(_, date)| date.last_day())?;
    (ended_on.last_day() < awarded_on.first_day()).then(|| {
        let what = format!("ended {ended_on}, awarded {awarded_on}");
        two(deal, FaultKind::EndBeforeStart, what, (award, awarded_on), (end, ended_on))
    })
}

fn protest_before_award(deal: &Deal) -> Option<Fault> {
    let (award, awarded_on) = first_own(deal, EventKind::Award)?;
    let (protest, protested_by) = earliest_end(deal, EventKind::Protest)?;
    (protested_by.last_day() < awarded_on.first_day()).then(|| {
        let what = format!("protested by {protested_by}, awarded {awarded_on}");
        two(deal, FaultKind::ProtestBeforeAward, what, (award, awarded_on), (protest, protested_by))
    })
}

/// Awards whose own days lie more than a year apart.
fn disagreement(deal: &Deal) -> Option<Fault> {
    let mut told: Vec<(PartialDate, Vec<&DealEvent>)> = Vec::new();
    for event in of_kind(deal, EventKind::Award) {
        let Some(date) = event.event.date else { continue };
        match told.iter_mut().find(|(known, _)| *known == date) {
            Some((_, events)) => events.push(event),
            None => told.push((date, vec![event])),
        }
    }
    told.sort_by_key(|(date, _)| *date);
    let ((first, first_told), (last, last_told)) = (told.first()?, told.last()?);
    let is_apart = later(first.last_day(), YEAR) < last.first_day();
    let is_of_one_article =
        first_told.iter().all(|one| last_told.iter().all(|other| one.article == other.article));
    (is_apart && !is_of_one_article).then(|| {
        let what = format!("awarded {first} or {last}");
        let telling = |(date, events): &(PartialDate, Vec<&DealEvent>)| {
            Telling::new(date.to_string(), events, |spans| &spans.date).dated(Some(*date))
        };
        Fault::of(deal, FaultKind::DatesDisagree, what, told.iter().map(telling).collect())
    })
}

fn of_kind(deal: &Deal, kind: EventKind) -> impl Iterator<Item = &DealEvent> {
    deal.events.iter().filter(move |told| told.event.kind == kind && told.event.is_confirmed())
}

/// The event's own day, where it is told to the month.
fn own_day(told: &DealEvent) -> Option<PartialDate> {
    told.event.date.filter(|date| date.month().is_some())
}

/// The event of the kind that was over first: on its own day, else when it was told.
fn earliest_end(deal: &Deal, kind: EventKind) -> Option<(&DealEvent, PartialDate)> {
    let dated = of_kind(deal, kind).filter_map(|told| Some((told, own_day(told).or(told.published)?)));
    dated.min_by_key(|(_, date)| date.last_day())
}

/// The event of the kind with the earliest day of its own; none where one of them has no day of its own and was told
/// earlier.
fn first_own(deal: &Deal, kind: EventKind) -> Option<(&DealEvent, PartialDate)> {
    let (first, _) = earliest_end(deal, kind)?;
    Some((first, own_day(first)?))
}

fn of_event(deal: &Deal, kind: FaultKind, what: String, date: PartialDate, told: &DealEvent) -> Fault {
    let telling = Telling::new(what.clone(), &[told], |spans| &spans.date).dated(Some(date));
    Fault::of(deal, kind, what, vec![telling])
}

fn two(
    deal: &Deal,
    kind: FaultKind,
    what: String,
    one: (&DealEvent, PartialDate),
    other: (&DealEvent, PartialDate),
) -> Fault {
    let telling = |(told, date): (&DealEvent, PartialDate)| {
        Telling::new(format!("{} {date}", told.event.kind.as_str()), &[told], |spans| &spans.date)
            .dated(Some(date))
    };
    Fault::of(deal, kind, what, vec![telling(one), telling(other)])
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}
