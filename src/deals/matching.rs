//! How much speaks for two events being one deal, and why.

use std::collections::BTreeSet;

use crate::base::{OrgId, PartialDate};
use crate::deals::deal::DealEvent;
use crate::deals::keys::{compact, root};
use crate::deals::terms::terms;
use crate::events::{EventKind, OrgRef};

/// From this score on two events are one deal.
///
/// One supplier, one body and one kind of event alone are not enough: a large supplier has many contracts with a large
/// department. Time, sum, program, subject or number must speak for it too.
pub(super) const THRESHOLD: f32 = 0.8;

/// A score and the reasons that make it up.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Match {
    pub score: f32,
    pub reasons: Vec<&'static str>,
}

/// What kinds of event can be one deal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// A contract's life: sought, awarded, changed, protested, ended.
    Contract,
    /// A supplier barred, and its suit against that.
    Exclusion,
    /// A protest belongs to what it is about.
    Either,
    /// Kinds that stand alone.
    Other(EventKind),
}

impl Family {
    pub fn of(kind: EventKind) -> Self {
        match kind {
            EventKind::Award | EventKind::Modification | EventKind::Solicitation | EventKind::Termination => {
                Self::Contract
            }
            EventKind::Exclusion => Self::Exclusion,
            EventKind::Protest => Self::Either,
            other => Self::Other(other),
        }
    }

    /// Whether events of the two families may stand in one deal.
    pub fn fits(self, other: Self) -> bool {
        match (self, other) {
            (Self::Either, Self::Contract | Self::Exclusion)
            | (Self::Contract | Self::Exclusion, Self::Either) => true,
            (a, b) => a == b,
        }
    }
}

/// What is compared of an event, made once: comparing pairs is the inner loop.
pub(super) struct Features<'a> {
    told: &'a DealEvent,
    numbers: Vec<String>,
    roots: Vec<String>,
    terms: BTreeSet<String>,
    days: Option<(i32, i32)>,
}

impl<'a> Features<'a> {
    pub fn of(told: &'a DealEvent) -> Self {
        let day_number = |date: jiff::civil::Date| {
            jiff::civil::Date::constant(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
        };
        Self {
            numbers: told.event.contract_ids.iter().map(|n| compact(n)).collect(),
            roots: told.event.vendors.iter().map(|v| root(&v.id)).collect(),
            terms: terms(&told.event, &told.sentence),
            days: told_on(told).map(|date| (day_number(date.first_day()), day_number(date.last_day()))),
            told,
        }
    }
}

/// Compares two events. Scores add up; a shared official number decides alone.
pub(super) fn compare(a: &Features<'_>, b: &Features<'_>) -> Match {
    let mut found = Match { score: 0.0, reasons: Vec::new() };
    let mut say = |weight: f32, reason: &'static str| {
        found.score += weight;
        found.reasons.push(reason);
    };
    let (x, y) = (&a.told.event, &b.told.event);
    if !Family::of(x.kind).fits(Family::of(y.kind)) {
        return Match { score: -1.0, reasons: vec!["different kinds of dealing"] };
    }
    if a.numbers.iter().any(|n| b.numbers.contains(n)) {
        say(1.0, "same official number");
    } else if !a.numbers.is_empty() && !b.numbers.is_empty() && x.kind == y.kind {
        say(-0.6, "different official numbers");
    }
    let is_open = |kind: EventKind| matches!(kind, EventKind::Solicitation | EventKind::Protest);
    let suppliers = suppliers(a, b);
    match suppliers {
        Relation::Same => say(0.35, "same supplier"),
        Relation::Near => say(0.25, "supplier and its unit"),
        Relation::Unknown => {}
        // The protester is another supplier than the winner; every award of several has a winner of its own.
        Relation::Different if is_open(x.kind) != is_open(y.kind) => {
            say(0.0, "another supplier's word on it");
        }
        Relation::Different => say(-1.0, "different suppliers"),
    }
    match buyers(&x.buyers, &y.buyers) {
        Relation::Same => say(0.3, "same buyer"),
        Relation::Near => say(0.25, "buyer and its parent"),
        Relation::Unknown => {}
        Relation::Different => say(-0.3, "different buyers"),
    }
    if let (Some(p), Some(q)) = (&x.program, &y.program) {
        if p == q {
            say(0.3, "same program");
        } else {
            say(-0.1, "different programs");
        }
    }
    if let (Some(v), Some(w)) = (&x.value, &y.value) {
        if v.money.is_near(&w.money, 0.02) {
            say(0.35, "same sum");
        } else if v.role == w.role && x.kind == y.kind && v.money.currency == w.money.currency {
            say(-0.35, "different sums in one role");
        }
    }
    match days_apart(a.days, b.days) {
        Some(0..=45) => say(0.15, "told in the same weeks"),
        Some(46..=200) => say(0.05, "told in the same months"),
        Some(201..=420) | None => {}
        Some(_) => say(-0.2, "over a year apart"),
    }
    let shared = a.terms.intersection(&b.terms).count();
    if shared > 0 {
        let share = shared as f32 / a.terms.len().min(b.terms.len()).max(1) as f32;
        say(0.1 + 0.2 * share, "same subject");
    }
    let is_one_article = a.told.article == b.told.article;
    let is_pair = |kind: EventKind, other: EventKind| {
        (x.kind, y.kind) == (kind, other) || (y.kind, x.kind) == (kind, other)
    };
    if x.kind == y.kind {
        say(0.1, "same kind of event");
        // A body bars a supplier, or ends its dealings, once in a while; it signs contracts all the time.
        if matches!(x.kind, EventKind::Exclusion | EventKind::Termination) {
            say(0.1, "a thing that seldom happens twice");
        }
        if matches!(x.kind, EventKind::Partnership | EventKind::Investment) && shared_suppliers(a, b) > 1 {
            say(0.4, "same partners");
        }
        if is_one_article {
            say(-1.0, "told apart by one article");
        }
    } else if is_pair(EventKind::Protest, EventKind::Exclusion) && suppliers == Relation::Same {
        say(0.2, "a suit against being barred");
    } else if is_one_article && suppliers == Relation::Same {
        say(0.15, "told by one article");
    } else if is_one_article && is_pair(EventKind::Protest, EventKind::Award) {
        say(0.55, "a protest told beside the award");
    }
    found
}

fn shared_suppliers(a: &Features<'_>, b: &Features<'_>) -> usize {
    let others = &b.told.event.vendors;
    a.told.event.vendors.iter().filter(|vendor| others.iter().any(|other| other.id == vendor.id)).count()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    Near,
    Unknown,
    Different,
}

fn suppliers(a: &Features<'_>, b: &Features<'_>) -> Relation {
    let (x, y) = (&a.told.event.vendors, &b.told.event.vendors);
    if x.is_empty() || y.is_empty() {
        Relation::Unknown
    } else if x.iter().any(|v| y.iter().any(|w| v.id == w.id)) {
        Relation::Same
    } else if a.roots.iter().any(|root| b.roots.contains(root)) {
        Relation::Near
    } else {
        Relation::Different
    }
}

fn buyers(x: &[OrgRef], y: &[OrgRef]) -> Relation {
    let is_near = |a: &OrgId, b: &OrgId| a.is_within(b) || b.is_within(a);
    if x.is_empty() || y.is_empty() {
        Relation::Unknown
    } else if x.iter().any(|v| y.iter().any(|w| v.id == w.id)) {
        Relation::Same
    } else if x.iter().any(|v| y.iter().any(|w| is_near(&v.id, &w.id))) {
        Relation::Near
    } else {
        Relation::Different
    }
}

/// The day an event is told of: its own date where that is a month or finer, else the day of publication.
pub(super) fn told_on(event: &DealEvent) -> Option<PartialDate> {
    event.event.date.filter(|date| date.month().is_some()).or(event.published).or(event.event.date)
}

/// Days between two ranges of days; 0 where they overlap.
fn days_apart(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<i32> {
    let (a, b) = (a?, b?);
    Some((b.0 - a.1).max(a.0 - b.1).max(0))
}
