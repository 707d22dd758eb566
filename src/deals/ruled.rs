//! What the user said of a deal as a whole, laid over what its articles tell.

use crate::deals::deal::{Deal, DealEvent, DealValue, Status};
use crate::deals::recompete::recompete;
use crate::deals::rulings::{DealRuling, EventRef, Ruled, Rulings, Said};
use crate::entities::AmountRole;
use crate::events::EventValue;

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// Lays the rulings on a deal's events over the deal: of several on one thing the last. `Deal::rulings` lists those that
/// hold.
pub fn apply_rulings(deal: &mut Deal, rulings: &Rulings) {
    let is_of_deal = |ruling: &&DealRuling| deal.events.iter().any(|told| EventRef::of(told) == ruling.event);
    let mut held: Vec<DealRuling> = Vec::new();
    for ruling in rulings.deals.iter().filter(is_of_deal) {
        held.retain(|known| !is_of_one_thing(&known.ruled, &ruling.ruled));
        held.push(ruling.clone());
    }
    for ruling in &held {
        match &ruling.ruled {
            Ruled::Status(status) => put_status(deal, *status),
            Ruled::Value(value) => put_first(deal, value),
        }
    }
    deal.rulings = held;
}

fn is_of_one_thing(one: &Ruled, other: &Ruled) -> bool {
    match (one, other) {
        (Ruled::Status(_), Ruled::Status(_)) => true,
        (Ruled::Value(one), Ruled::Value(other)) => one.role == other.role,
        _ => false,
    }
}

/// Has the deal stand so; one that is over is not competed again, one that goes on is.
fn put_status(deal: &mut Deal, status: Status) {
    deal.status = Some(status);
    let period = deal.period.as_ref();
    deal.recompete =
        period.and_then(|period| recompete(period, Some(status), deal.contract_type, &deal.events));
}

/// Puts the sum before the others of its role, with the articles that say so too.
fn put_first(deal: &mut Deal, value: &EventValue) {
    let is_it = |known: &DealValue| known.role == value.role && known.money.is_near(&value.money, ROUNDING);
    let known = deal.values.iter().position(is_it).map(|place| deal.values.remove(place));
    let told = DealValue {
        role: value.role,
        money: value.money,
        low: value.low,
        origins: known.as_ref().map_or(0, |known| known.origins),
        articles: known.map_or_else(Vec::new, |known| known.articles),
    };
    let place = deal.values.iter().position(|known| known.role >= value.role).unwrap_or(deal.values.len());
    deal.values.insert(place, told);
}

impl Deal {
    /// The event that names the deal: its smallest by day of publication, address and place.
    pub fn anchor(&self) -> Option<&DealEvent> {
        self.events.iter().min_by_key(|told| told.key())
    }

    /// Where the deal stands by the user's word, and whose word it is.
    pub fn ruled_status(&self) -> Option<(Status, &Said)> {
        self.rulings.iter().find_map(|ruling| match &ruling.ruled {
            Ruled::Status(status) => Some((*status, &ruling.said)),
            Ruled::Value(_) => None,
        })
    }

    /// What the deal is worth in this role by the user's word, and whose word it is.
    pub fn ruled_value(&self, role: AmountRole) -> Option<(&EventValue, &Said)> {
        self.rulings.iter().find_map(|ruling| match &ruling.ruled {
            Ruled::Value(value) if value.role == role => Some((value, &ruling.said)),
            _ => None,
        })
    }

    /// Whether this sum of the deal is the user's word.
    pub fn is_ruled(&self, value: &DealValue) -> bool {
        self.ruled_value(value.role)
            .is_some_and(|(ruled, _)| ruled.money == value.money && ruled.low == value.low)
    }
}
