//! How much speaks for two events being one deal, and why.

use jiff::Span as Period;

use crate::base::{OrgId, PartialDate};
use crate::deals::deal::DealEvent;
use crate::deals::keys::{compact, root};
use crate::deals::terms::terms;
use crate::events::{EventKind, OrgRef};

/// From this score on two events are one deal.
pub(super) const THRESHOLD: f32 = 0.7;

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

pub(super) fn family(kind: EventKind) -> Family {
    match kind {
        EventKind::Award | EventKind::Modification | EventKind::Solicitation | EventKind::Termination => {
            Family::Contract
        }
        EventKind::Exclusion => Family::Exclusion,
        EventKind::Protest => Family::Either,
        other => Family::Other(other),
    }
}

/// Whether events of the two families may stand in one deal.
pub(super) fn families_fit(a: Family, b: Family) -> bool {
    match (a, b) {
        (Family::Either, Family::Contract | Family::Exclusion)
        | (Family::Contract | Family::Exclusion, Family::Either) => true,
        (a, b) => a == b,
    }
}

/// Compares two events. Scores add up; a shared official number decides alone.
pub(super) fn compare(a: &DealEvent, b: &DealEvent) -> Match {
    let mut score = 0.0;
    let mut reasons = Vec::new();
    let mut say = |weight: f32, reason: &'static str| {
        score += weight;
        reasons.push(reason);
    };
    let (x, y) = (&a.event, &b.event);
    if !families_fit(family(x.kind), family(y.kind)) {
        return Match { score: -1.0, reasons: vec!["different kinds of dealing"] };
    }
    let numbers = |ids: &[String]| ids.iter().map(|n| compact(n)).collect::<Vec<_>>();
    let (xs, ys) = (numbers(&x.contract_ids), numbers(&y.contract_ids));
    let shares_number = xs.iter().any(|n| ys.contains(n));
    if shares_number {
        say(1.0, "same official number");
    } else if !xs.is_empty() && !ys.is_empty() && x.kind == y.kind {
        say(-0.6, "different official numbers");
    }
    let is_open = |kind: EventKind| matches!(kind, EventKind::Solicitation | EventKind::Protest);
    match relation(&x.vendors, &y.vendors, |a, b| root(a) == root(b)) {
        Relation::Same => say(0.35, "same supplier"),
        Relation::Near => say(0.25, "supplier and its unit"),
        Relation::Unknown => {}
        // The protester is another supplier than the winner; every award of several has a winner of its own.
        Relation::Different if is_open(x.kind) != is_open(y.kind) => {
            say(0.0, "another supplier's word on it");
        }
        Relation::Different => say(-1.0, "different suppliers"),
    }
    let is_related = |a: &OrgId, b: &OrgId| a.is_within(b) || b.is_within(a);
    match relation(&x.buyers, &y.buyers, is_related) {
        Relation::Same => say(0.3, "same buyer"),
        Relation::Near => say(0.25, "buyer and its parent"),
        Relation::Unknown => {}
        Relation::Different => say(-0.3, "different buyers"),
    }
    if let (Some(p), Some(q)) = (&x.program, &y.program) {
        if p == q { say(0.3, "same program") } else { say(-0.1, "different programs") }
    }
    if let (Some(v), Some(w)) = (&x.value, &y.value) {
        if v.money.is_near(&w.money, 0.02) {
            say(0.35, "same sum");
        } else if v.role == w.role && x.kind == y.kind && v.money.currency == w.money.currency {
            say(-0.35, "different sums in one role");
        }
    }
    match days_apart(a, b) {
        Some(0..=45) => say(0.15, "told in the same weeks"),
        Some(46..=200) => say(0.05, "told in the same months"),
        Some(201..=420) | None => {}
        Some(_) => say(-0.2, "over a year apart"),
    }
    let (left, right) = (terms(x, &a.sentence), terms(y, &b.sentence));
    let shared = left.intersection(&right).count();
    if shared > 0 {
        let share = shared as f32 / left.len().min(right.len()).max(1) as f32;
        say(0.1 + 0.2 * share, "same subject");
    }
    if x.kind == y.kind {
        say(0.1, "same kind of event");
        if a.article == b.article {
            say(-1.0, "told apart by one article");
        }
    } else if a.article == b.article
        && relation(&x.vendors, &y.vendors, |a, b| root(a) == root(b)) == Relation::Same
    {
        say(0.1, "told by one article");
    }
    Match { score, reasons }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Same,
    Near,
    Unknown,
    Different,
}

fn relation(a: &[OrgRef], b: &[OrgRef], is_near: impl Fn(&OrgId, &OrgId) -> bool) -> Relation {
    if a.is_empty() || b.is_empty() {
        return Relation::Unknown;
    }
    if a.iter().any(|x| b.iter().any(|y| x.id == y.id)) {
        return Relation::Same;
    }
    if a.iter().any(|x| b.iter().any(|y| is_near(&x.id, &y.id))) {
        Relation::Near
    } else {
        Relation::Different
    }
}

/// The day an event is told of: its own date where that is a month or finer, else the day of publication.
pub(super) fn told_on(event: &DealEvent) -> Option<PartialDate> {
    event.event.date.filter(|date| date.month().is_some()).or(event.published).or(event.event.date)
}

fn days_apart(a: &DealEvent, b: &DealEvent) -> Option<i32> {
    let (a, b) = (told_on(a)?, told_on(b)?);
    let gap = |from: PartialDate, to: PartialDate| -> i32 {
        let between: Period = from.last_day().until(to.first_day()).unwrap_or_default();
        between.get_days().max(0)
    };
    Some(gap(a, b).max(gap(b, a)))
}
