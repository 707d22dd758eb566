//! The user's word on the facts of one article.

use super::entry::{Correction, CorrectionAction, CorrectionKind};
use crate::base::{Money, comparison_key};
use crate::events::Facts;

/// Applies the correction of one article.
pub(super) fn apply(correction: &Correction, facts: &mut Facts) {
    match (correction.action, correction.kind, &correction.value) {
        (CorrectionAction::Relevant, ..) => (facts.relevant, facts.relevance) = (true, 1.0),
        (CorrectionAction::Irrelevant, ..) => (facts.relevant, facts.relevance) = (false, 0.0),
        (CorrectionAction::Drop, Some(kind), Some(value)) => drop_fact(facts, kind, value),
        _ => {}
    }
}

fn drop_fact(facts: &mut Facts, kind: CorrectionKind, value: &str) {
    let key = comparison_key(value);
    let is_named = |name: &str| comparison_key(name) == key;
    match kind {
        CorrectionKind::Agency => {
            facts.mentions.agencies.retain(|o| !is_named(&o.name));
            facts.events.iter_mut().for_each(|e| e.buyers.retain(|o| !is_named(&o.name)));
        }
        CorrectionKind::Vendor => {
            facts.mentions.vendors.retain(|o| !is_named(&o.name));
            for event in &mut facts.events {
                event.vendors.retain(|o| !is_named(&o.name));
                event.via.retain(|o| !is_named(&o.name));
            }
        }
        CorrectionKind::Amount => {
            let is_sum = |money: &Money| format!("{} {}", money.currency, money.amount) == value;
            facts.mentions.amounts.retain(|a| !is_sum(&a.money));
            for event in facts.events.iter_mut().filter(|e| e.value.is_some_and(|v| is_sum(&v.money))) {
                event.value = None;
                event.spans.value.clear();
            }
        }
        CorrectionKind::Number => {
            facts.mentions.numbers.retain(|n| n.number != value);
            facts.events.iter_mut().for_each(|e| e.contract_ids.retain(|n| n != value));
        }
        CorrectionKind::Event => facts.events.retain(|e| e.kind.as_str() != value),
    }
}
