//! Who says a deal's sum.

use crate::deals::{Deal, DealEvent, DealValue};
use crate::entities::AmountRole;
use crate::events::EventKind;

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// Whether the event gives the deal this sum, exactly or rounded.
pub(super) fn says(told: &DealEvent, value: &DealValue) -> bool {
    value.articles.contains(&told.article)
        && told
            .event
            .value
            .is_some_and(|own| own.role == value.role && own.money.is_near(&value.money, ROUNDING))
}

/// Whether the sentence gives the sum to each of several suppliers. ("up to $200 million each")
pub(super) fn is_apiece(sentence: &str) -> bool {
    sentence
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["each", "apiece"].iter().any(|told| word.eq_ignore_ascii_case(told)))
}

/// The sums of one role that awards told by different articles give the deal and that cannot all be right, the best
/// supported first; empty where the deal is not disputed in that role.
pub(super) fn rivals(deal: &Deal, role: AmountRole) -> Vec<&DealValue> {
    let is_told = |value: &DealValue| {
        deal.events.iter().any(|told| told.event.kind == EventKind::Award && says(told, value))
    };
    let told: Vec<&DealValue> =
        deal.values.iter().filter(|value| value.role == role && is_told(value)).collect();
    let rivals: Vec<&DealValue> = told
        .iter()
        .filter(|value| {
            told.iter().any(|other| {
                other.money.currency == value.money.currency
                    && !other.money.is_near(&value.money, ROUNDING)
                    && other.articles != value.articles
            })
        })
        .copied()
        .collect();
    if deal.disputed { rivals } else { Vec::new() }
}
