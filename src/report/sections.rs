//! Which deal belongs into which section of a digest, and by which of its events.

use crate::base::PartialDate;
use crate::deals::{Deal, DealEvent, Status};
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::report::backing::{rivals, says};
use crate::report::digest::Period;
use crate::report::statement::{Statement, disagreement, is_dealing, statement_of};

/// A deal in a section.
pub(super) struct Found<'a> {
    pub deal: &'a Deal,
    pub kind: EventKind,
    /// Places of the events that put it there.
    pub told: Vec<usize>,
    pub statement: Statement,
}

impl Found<'_> {
    /// The last day of publication among the events that put it there.
    pub fn last_published(&self) -> Option<PartialDate> {
        self.told.iter().filter_map(|place| self.deal.events.get(*place)?.published).max()
    }
}

/// The sections of a digest.
#[derive(Default)]
pub(super) struct Sections<'a> {
    pub new: Vec<Found<'a>>,
    pub changes: Vec<Found<'a>>,
    pub sought: Vec<Found<'a>>,
    pub disagreements: Vec<Found<'a>>,
    pub unconfirmed: Vec<Found<'a>>,
}

impl Sections<'_> {
    fn all(&self) -> [&[Found<'_>]; 5] {
        [&self.new, &self.changes, &self.sought, &self.disagreements, &self.unconfirmed]
    }

    /// Whether any section names the deal.
    pub fn names(&self, deal: &Deal) -> bool {
        self.all().iter().any(|section| section.iter().any(|found| found.deal.id == deal.id))
    }

    /// Whether the event brings money that the period told first: of a deal that is new, sought or doubtful all its
    /// own, of an older deal only what a change added or a cancellation ended.
    pub fn counts(&self, deal: &Deal, told: &DealEvent, period: Period) -> bool {
        let is_in = |section: &[Found<'_>], kind: Option<EventKind>| {
            section.iter().any(|f| f.deal.id == deal.id && kind.is_none_or(|kind| f.kind == kind))
        };
        let own = told.event.kind;
        let role = told.event.value.map(|value| value.role);
        period.holds(told.published)
            && (is_in(&self.new, None)
                || is_in(&self.sought, Some(own))
                || is_in(&self.unconfirmed, Some(own))
                || (is_in(&self.changes, Some(own))
                    && (own == EventKind::Termination || role == Some(AmountRole::Modification))))
    }
}

/// Sorts the deals into sections; one deal may stand in several, for different things.
pub(super) fn find<'a>(deals: &[&'a Deal], period: Period) -> Sections<'a> {
    let mut sections = Sections::default();
    for deal in deals {
        for kind in EventKind::ALL {
            let facts = places(deal, |told| told.event.kind == kind && told.event.is_confirmed());
            let doubts = places(deal, |told| told.event.kind == kind && !told.event.is_confirmed());
            let in_period = |told: &[usize]| -> Vec<usize> {
                let holds =
                    |place: &usize| deal.events.get(*place).is_some_and(|e| period.holds(e.published));
                told.iter().copied().filter(holds).collect()
            };
            let (new_facts, new_doubts) = (in_period(&facts), in_period(&doubts));
            if !new_facts.is_empty() {
                let section = match kind {
                    kind if is_dealing(kind) => is_first(deal, &facts, period).then_some(&mut sections.new),
                    EventKind::Solicitation => {
                        (deal.status == Some(Status::Sought)).then_some(&mut sections.sought)
                    }
                    _ => Some(&mut sections.changes),
                };
                if let Some(section) = section {
                    section.push(found(deal, kind, new_facts));
                }
            } else if !new_doubts.is_empty() && (facts.is_empty() || !is_dealing(kind)) {
                sections.unconfirmed.push(found(deal, kind, new_doubts));
            }
        }
        let disputed: Vec<usize> = places(deal, |told| {
            told.event.kind == EventKind::Award
                && period.holds(told.published)
                && [AmountRole::Ceiling, AmountRole::Award]
                    .into_iter()
                    .any(|role| rivals(deal, role).into_iter().any(|value| says(told, value)))
        });
        if !disputed.is_empty() {
            let statement = disagreement(deal);
            sections.disagreements.push(Found { deal, kind: EventKind::Award, told: disputed, statement });
        }
    }
    sections
}

fn found(deal: &Deal, kind: EventKind, told: Vec<usize>) -> Found<'_> {
    Found { deal, kind, statement: statement_of(deal, kind, &told), told }
}

fn places(deal: &Deal, is_meant: impl Fn(&DealEvent) -> bool) -> Vec<usize> {
    deal.events.iter().enumerate().filter(|(_, told)| is_meant(told)).map(|(place, _)| place).collect()
}

/// Whether none of these events was told before the period.
fn is_first(deal: &Deal, facts: &[usize], period: Period) -> bool {
    let Some(since) = period.since else { return true };
    let before = |told: &DealEvent| told.published.is_some_and(|date| date.first_day() < since);
    !facts.iter().filter_map(|place| deal.events.get(*place)).any(before)
}
