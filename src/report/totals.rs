//! Honest sums over deals.
//!
//! What may be added: sums of one role, one currency and one standing, at most one a deal. A ceiling is no obligation,
//! the increase of a contract is no part of the ceiling it raised, and what one sentence says of several deals together
//! is one sum. Prices, budgets and other sums are told with their deals and never added.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{ArticleId, Currency, Money, Span};
use crate::deals::{Deal, DealEvent, DealValue, Status};
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::report::backing::{rivals, says};

/// The roles that may be added up, each with its like only.
pub(super) const ADDED: [AmountRole; 5] = [
    AmountRole::Ceiling,
    AmountRole::Award,
    AmountRole::Obligated,
    AmountRole::Modification,
    AmountRole::Investment,
];

/// How firmly a sum stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Told as a fact of a dealing that came about: the headline figures.
    Confirmed,
    /// Told as a fact, of a dealing that was since cancelled or whose supplier was barred.
    Ended,
    /// The estimate of what is asked for and not yet won.
    Sought,
    /// Told only by events that are planned, possible or found with too little confidence.
    Unconfirmed,
}

impl Standing {
    /// The word used in records and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Ended => "ended",
            Self::Sought => "sought",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// What stands after a sum that is in doubt, wherever it is shown in words.
    ///
    /// That a dealing has ended is said by its status: its sum was as firm as any.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Confirmed | Self::Ended => "",
            Self::Sought => " (sought)",
            Self::Unconfirmed => " (unconfirmed)",
        }
    }
}

/// The sum of one role, currency and standing.
#[derive(Clone, Debug, PartialEq)]
pub struct Total {
    /// How firmly it stands.
    pub standing: Standing,
    /// What is added up.
    pub role: AmountRole,
    /// The sum; of ranges their upper ends.
    pub money: Money,
    /// The sum with the lower ends of ranges, where there are any.
    pub low: Option<Decimal>,
    /// The deals in it.
    pub deals: usize,
    /// Those of them whose articles disagree: counted with their best-supported figure.
    pub disputed: usize,
    /// Those of them that add nothing, because the same words give the sum to a deal already counted.
    pub shared: usize,
    /// Further sums of this role that these deals have and that were not added.
    pub further: usize,
}

/// The sums of these deals, ordered by standing, role and currency; the same in whatever order the deals come.
pub fn totals<'a>(deals: impl IntoIterator<Item = &'a Deal>) -> Vec<Total> {
    totals_where(deals, |_, _| true)
}

/// The sums that these deals have by those of their events that count.
pub(super) fn totals_where<'a>(
    deals: impl IntoIterator<Item = &'a Deal>,
    counts: impl Fn(&Deal, &DealEvent) -> bool,
) -> Vec<Total> {
    let mut deals: Vec<&Deal> = deals.into_iter().collect();
    deals.sort_by(|a, b| a.id.cmp(&b.id));
    deals.dedup_by(|a, b| a.id == b.id);
    let mut lines: BTreeMap<(Standing, AmountRole, Currency), Total> = BTreeMap::new();
    // Words that give a sum to a deal of one standing give it to none of another: a doubtful deal takes nothing from a firm one.
    let mut seen: HashSet<(Standing, AmountRole, &ArticleId, Span)> = HashSet::new();
    for deal in deals {
        for pick in ADDED.into_iter().filter_map(|role| pick(deal, role, &counts)) {
            let Money { amount, currency } = pick.value.money;
            let role = pick.value.role;
            let line = lines.entry((pick.standing, role, currency)).or_insert_with(|| Total {
                standing: pick.standing,
                role,
                money: Money::new(Decimal::ZERO, currency),
                low: None,
                deals: 0,
                disputed: 0,
                shared: 0,
                further: 0,
            });
            line.deals += 1;
            line.disputed += usize::from(pick.is_disputed);
            line.further += pick.further;
            // What one article gives to each is no sum of all together, however briefly another tells it.
            let is_apiece =
                pick.tellers.iter().any(|told| told.event.value.is_some_and(|value| value.is_apiece));
            let words: Vec<_> = pick
                .tellers
                .iter()
                .filter(|_| !is_apiece)
                .flat_map(|told| {
                    told.event.spans.value.iter().map(|span| (pick.standing, role, &told.article, *span))
                })
                .collect();
            let is_shared = words.iter().any(|place| seen.contains(place));
            seen.extend(words);
            if is_shared {
                line.shared += 1;
            } else {
                line.add(amount, pick.value.low);
            }
        }
    }
    lines.into_values().collect()
}

impl Total {
    /// Adds one sum; one too large for the whole to be told exactly is counted as further instead.
    fn add(&mut self, amount: Decimal, low: Option<Decimal>) {
        let least = self.low.unwrap_or(self.money.amount);
        let sums = self.money.amount.checked_add(amount).zip(least.checked_add(low.unwrap_or(amount)));
        let Some((sum, least)) = sums else {
            self.further += 1;
            return;
        };
        let has_range = self.low.is_some() || low.is_some();
        self.money = Money::new(sum, self.money.currency);
        self.low = has_range.then(|| least.normalize());
    }
}

/// The one sum of a role that a deal is counted with.
pub(super) struct Pick<'a> {
    pub value: &'a DealValue,
    pub standing: Standing,
    pub is_disputed: bool,
    further: usize,
    tellers: Vec<&'a DealEvent>,
}

struct Candidate<'a> {
    value: &'a DealValue,
    standing: Standing,
    tellers: Vec<&'a DealEvent>,
}

/// The firmest sum of the role, of equally firm ones the best supported, of equally supported ones the smallest;
/// unless a later change raised it.
pub(super) fn pick<'a>(
    deal: &'a Deal,
    role: AmountRole,
    counts: &impl Fn(&Deal, &DealEvent) -> bool,
) -> Option<Pick<'a>> {
    if let Some(ruled) = ruled(deal, role, counts) {
        return Some(ruled);
    }
    let mut candidates: Vec<Candidate<'a>> = deal
        .values
        .iter()
        .filter(|value| value.role == role)
        .map(|value| {
            let tellers: Vec<&DealEvent> =
                deal.events.iter().filter(|told| counts(deal, told) && says(told, value)).collect();
            Candidate { value, standing: standing(deal, &tellers), tellers }
        })
        .filter(|candidate| !candidate.tellers.is_empty())
        .collect();
    // Of sums that as many say the smallest: a headline must not say more than is sure.
    candidates.sort_by_key(|candidate| {
        let DealValue { origins, articles, money, .. } = candidate.value;
        (candidate.standing, Reverse(*origins), Reverse(articles.len()), money.currency, money.amount)
    });
    let best = candidates.first()?;
    let raised = candidates
        .iter()
        .enumerate()
        .filter(|(_, c)| is_raise(c, best))
        .max_by_key(|(_, c)| last_change(deal, c))
        .map_or(0, |(place, _)| place);
    let chosen = candidates.swap_remove(raised);
    let others = candidates.iter().filter(|other| other.standing == chosen.standing).count();
    let is_disputed = rivals(deal, role).len() > 1;
    Some(Pick {
        value: chosen.value,
        standing: chosen.standing,
        is_disputed,
        further: if is_disputed { 0 } else { others },
        tellers: chosen.tellers,
    })
}

/// How firmly a deal is told to have this sum, in this role or in any; `None` where it is no sum of the deal's. Either end of a range
/// stands as the range does.
pub fn standing_of_sum(deal: &Deal, role: Option<AmountRole>, sum: &Money) -> Option<Standing> {
    let is_meant = |value: &&DealValue| {
        let low = value.low.map(|low| Money::new(low, value.money.currency));
        role.is_none_or(|role| value.role == role) && (value.money == *sum || low == Some(*sum))
    };
    let how = |value: &DealValue| {
        if deal.is_ruled(value) {
            return standing_of_ruled(deal);
        }
        let tellers: Vec<&DealEvent> = deal.events.iter().filter(|told| says(told, value)).collect();
        standing(deal, &tellers)
    };
    // The firmest is the least.
    deal.values.iter().filter(is_meant).map(how).min()
}

/// The sum that the user has set for the role: whatever the articles say, it is neither doubtful nor disputed.
fn ruled<'a>(
    deal: &'a Deal,
    role: AmountRole,
    counts: &impl Fn(&Deal, &DealEvent) -> bool,
) -> Option<Pick<'a>> {
    let value = deal.values.iter().find(|value| value.role == role && deal.is_ruled(value))?;
    let mut counted = deal.events.iter().filter(|told| counts(deal, told)).peekable();
    counted.peek()?;
    let tellers = counted.filter(|told| says(told, value)).collect();
    Some(Pick { value, standing: standing_of_ruled(deal), is_disputed: false, further: 0, tellers })
}

fn standing_of_ruled(deal: &Deal) -> Standing {
    match deal.status {
        Some(Status::Ended | Status::Barred) => Standing::Ended,
        Some(Status::Sought) => Standing::Sought,
        _ => Standing::Confirmed,
    }
}

fn standing(deal: &Deal, tellers: &[&DealEvent]) -> Standing {
    let mut confirmed = tellers.iter().filter(|told| told.event.is_confirmed()).peekable();
    if confirmed.peek().is_none() {
        Standing::Unconfirmed
    } else if confirmed.all(|told| told.event.kind == EventKind::Solicitation) {
        Standing::Sought
    } else if matches!(deal.status, Some(Status::Ended | Status::Barred)) {
        Standing::Ended
    } else {
        Standing::Confirmed
    }
}

/// Whether a confirmed change of the contract brought this larger sum, which then takes the place of the first one.
fn is_raise(candidate: &Candidate<'_>, best: &Candidate<'_>) -> bool {
    matches!(candidate.value.role, AmountRole::Ceiling | AmountRole::Award)
        && candidate.standing == best.standing
        && candidate.value.money.currency == best.value.money.currency
        && candidate.value.money.amount > best.value.money.amount
        && candidate.tellers.iter().any(|told| is_change(told))
}

fn is_change(told: &DealEvent) -> bool {
    told.event.kind == EventKind::Modification && told.event.is_confirmed()
}

/// The place in the deal's history of the last change that gives the sum.
fn last_change(deal: &Deal, candidate: &Candidate<'_>) -> Option<usize> {
    deal.events.iter().rposition(|told| is_change(told) && says(told, candidate.value))
}

/// The sum that a deal is ordered by: its ceiling, else its worth, else another sum that may be added up; as far as
/// confirmed.
pub(super) fn confirmed_value(deal: &Deal) -> Option<Money> {
    ADDED
        .into_iter()
        .filter_map(|role| pick(deal, role, &|_: &Deal, _: &DealEvent| true))
        .find(|pick| pick.standing != Standing::Unconfirmed)
        .map(|pick| pick.value.money)
}
