//! Which deal belongs into which section of a digest, and by which of its events.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::base::{ArticleId, PartialDate};
use crate::deals::{Deal, DealEvent, Moment, Status, in_order};
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::report::backing::{rivals, says};
use crate::report::dating::date_told;
use crate::report::digest::Period;
use crate::report::statement::{Statement, briefly, disagreement, is_dealing, of_lead, statement_of};
use crate::report::timeline::occurrences;

/// A deal in a section.
pub(super) struct Found<'a> {
    pub deal: &'a Deal,
    pub kind: EventKind,
    /// Places of the events that put it there.
    pub told: Vec<usize>,
    pub statement: Statement,
}

impl Found<'_> {
    /// Whether one of the events that put it there states a sum.
    pub fn states_sum(&self) -> bool {
        self.told
            .iter()
            .filter_map(|place| self.deal.events.get(*place))
            .any(|told| told.event.value.is_some())
    }

    /// When it happened, to be put in order among others of its deal.
    pub fn moment(&self) -> Moment {
        let places = of_lead(self.deal, self.kind, &self.told);
        Moment::new(self.kind, date_told(self.deal, &places).map(|(date, _)| date))
    }

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
    /// How many deals stand in none.
    pub retold: usize,
    /// The events that bring money which the period told first.
    counted: HashSet<(&'a ArticleId, u32)>,
}

impl<'a> Sections<'a> {
    /// Whether the event brings money that the period told first: of a deal that nobody told of before, or that is told as
    /// a fact, sought or doubtful for the first time, all its own; of an older deal only what a change added or a
    /// cancellation ended. (The whole of a raised ceiling is mostly what was told before.) Where the period is open on both
    /// sides every event counts, as in a list of the same deals.
    pub fn counts(&self, told: &DealEvent) -> bool {
        self.counted.contains(&(&told.article, told.ordinal))
    }

    /// Whether the deal stands in one of them.
    pub fn tells(&self, deal: &Deal) -> bool {
        self.all().any(|found| found.deal.id == deal.id)
    }

    /// What stands in any of them.
    pub fn all(&self) -> impl Iterator<Item = &Found<'a>> {
        let sections = [&self.new, &self.changes, &self.sought, &self.disagreements, &self.unconfirmed];
        sections.into_iter().flatten()
    }

    fn add(&mut self, deal: Sections<'a>) {
        let Sections { new, changes, sought, disagreements, unconfirmed, retold, counted } = deal;
        self.new.extend(new);
        self.changes.extend(changes);
        self.sought.extend(sought);
        self.disagreements.extend(disagreements);
        self.unconfirmed.extend(unconfirmed);
        self.retold += retold;
        self.counted.extend(counted);
    }
}

/// Sorts the deals into sections, in the words of `today`; one deal may stand in several and several times in one, for
/// different things: what cannot be one event is told apart, as in a deal's paragraph.
pub(super) fn find<'a>(deals: &[&'a Deal], period: Period, today: Option<Date>) -> Sections<'a> {
    let mut sections = Sections::default();
    for deal in deals {
        sections.add(of_deal(deal, period, today));
    }
    sections
}

fn of_deal(deal: &Deal, period: Period, today: Option<Date>) -> Sections<'_> {
    let mut sections = Sections::default();
    for kind in EventKind::ALL {
        let of_kind = |confirmed: bool| {
            places(deal, |told| told.event.kind == kind && told.event.is_confirmed() == confirmed)
        };
        let in_period = |told: &[usize]| -> Vec<usize> {
            let holds = |place: &usize| deal.events.get(*place).is_some_and(|e| period.holds(e.published));
            told.iter().copied().filter(holds).collect()
        };
        let facts = of_kind(true);
        let (new_facts, new_doubts) = (in_period(&facts), in_period(&of_kind(false)));
        if !new_facts.is_empty() {
            let section = match kind {
                kind if is_dealing(kind) => is_first(deal, &facts, period).then_some(&mut sections.new),
                EventKind::Solicitation => {
                    (deal.status == Some(Status::Sought)).then_some(&mut sections.sought)
                }
                _ => Some(&mut sections.changes),
            };
            if let Some(section) = section {
                section.extend(apart(deal, kind, &new_facts, today));
            }
        }
        if new_doubts.is_empty() || (is_dealing(kind) && !facts.is_empty()) {
            continue;
        }
        // What a fact of the period tells too is told by it.
        let told = [new_facts.as_slice(), new_doubts.as_slice()].concat();
        let doubtful = occurrences(deal, kind, &told)
            .into_iter()
            .filter(|places| places.iter().all(|place| !new_facts.contains(place)));
        sections.unconfirmed.extend(doubtful.flat_map(|places| apart(deal, kind, &places, today)));
    }
    let disputed = places(deal, |told| period.holds(told.published) && is_rival(deal, told));
    if !disputed.is_empty() {
        let statement = disagreement(deal);
        sections.disagreements.push(Found { deal, kind: EventKind::Award, told: disputed, statement });
    }
    let is_shown = sections.all().next().is_some();
    let every: Vec<usize> = (0..deal.events.len()).collect();
    let counts_whole = period.is_open() || (is_shown && is_first(deal, &every, period));
    let is_in = |section: &[Found<'_>], kind: EventKind| section.iter().any(|found| found.kind == kind);
    for (place, told) in deal.events.iter().enumerate().filter(|(_, told)| period.holds(told.published)) {
        let kind = told.event.kind;
        let is_doubt = sections.unconfirmed.iter().any(|found| found.told.contains(&place));
        let is_change = kind == EventKind::Termination
            || told.event.value.is_some_and(|value| value.role == AmountRole::Modification);
        let counts = counts_whole
            || !sections.new.is_empty()
            || is_in(&sections.sought, kind)
            || is_doubt
            || (is_change && is_in(&sections.changes, kind));
        if counts {
            sections.counted.insert((&told.article, told.ordinal));
        }
    }
    sections.retold = usize::from(!is_shown);
    sections
}

/// Whether the event is an award whose sum another article's contradicts.
fn is_rival(deal: &Deal, told: &DealEvent) -> bool {
    told.event.kind == EventKind::Award
        && told
            .event
            .value
            .is_some_and(|own| rivals(deal, own.role).into_iter().any(|value| says(told, value)))
}

/// What the events at these places tell, apart where they cannot be one; the terms of the deal are told once.
fn apart<'a>(deal: &'a Deal, kind: EventKind, told: &[usize], today: Option<Date>) -> Vec<Found<'a>> {
    let found = |(n, told): (usize, Vec<usize>)| {
        let tell = if n == 0 { statement_of } else { briefly };
        Found { deal, kind, statement: tell(deal, kind, &told, today), told }
    };
    occurrences(deal, kind, told).into_iter().enumerate().map(found).collect()
}

/// The places of what is told of one deal, in the order in which it happened.
pub(super) fn as_it_happened(found: &[&Found<'_>]) -> Vec<usize> {
    in_order(&found.iter().map(|found| found.moment()).collect::<Vec<Moment>>())
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
