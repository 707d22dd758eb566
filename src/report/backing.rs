//! Who says a deal's sum.

use crate::deals::{Deal, DealEvent, DealValue};
use crate::entities::AmountRole;
use crate::events::EventKind;

/// How far two figures of one sum may lie apart, as a share of the larger.
pub(super) const ROUNDING: f64 = 0.02;

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

/// The sums of one role that awards told by different articles give the deal and that cannot all be right: those told as
/// a fact first, then the best supported; empty where the deal is not disputed in that role, or the user has settled it.
pub(super) fn rivals(deal: &Deal, role: AmountRole) -> Vec<&DealValue> {
    if !deal.disputed || deal.ruled_value(role).is_some() {
        return Vec::new();
    }
    let tellers = |value: &DealValue| -> Vec<&DealEvent> {
        let is_teller = |told: &&DealEvent| told.event.kind == EventKind::Award && says(told, value);
        deal.events.iter().filter(is_teller).collect()
    };
    let told: Vec<&DealValue> =
        deal.values.iter().filter(|value| value.role == role && !tellers(value).is_empty()).collect();
    let contradicts = |one: &DealValue, other: &DealValue| {
        other.money.currency == one.money.currency
            && !other.money.is_near(&one.money, ROUNDING)
            && other.articles != one.articles
    };
    let mut rivals: Vec<&DealValue> =
        told.iter().filter(|value| told.iter().any(|other| contradicts(value, other))).copied().collect();
    rivals.sort_by_key(|value| !tellers(value).iter().any(|told| told.event.is_confirmed()));
    rivals
}
