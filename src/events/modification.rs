//! Modifications: a contract is raised, extended or expanded; an option is exercised.

use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled};
use crate::events::event::EventKind;
use crate::events::slots::{
    certainty, date_near, fill_buyers, is_denied, names_supplier, suppliers, value_near,
};
use crate::events::story::Story;
use crate::events::words;

pub(super) struct Modification;

impl Rule for Modification {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) =
            words::MODIFICATION.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        // "expands its reach with a contract": not the contract is expanded.
        if [" with ", " by a ", " to win "].iter().any(|word| m.as_str().contains(word)) {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        let mut found = suppliers(sentence);
        if found.vendors.is_empty() {
            match &sentence.focus_supplier {
                Some(focus) if !names_supplier(sentence) => {
                    found.vendors.push(Filled::from(focus));
                    found.assumed = true;
                }
                _ => return Vec::new(),
            }
        }
        found.vendors.truncate(1);
        let mut candidate = Candidate::new(EventKind::Modification, index, trigger);
        candidate.vendors = found.vendors;
        candidate.vendors_assumed = found.assumed;
        candidate.via = found.via;
        // "from $100M to $500M": what it was raised to stands last.
        let roles = [AmountRole::Modification, AmountRole::Ceiling, AmountRole::Award];
        candidate.value = value_near(sentence, &trigger, &roles);
        if let (Some((value, span)), Some(last)) = (&mut candidate.value, sentence.amounts.last()) {
            let is_raise = sentence.text.to_lowercase().contains("from ") && last.role == value.role;
            if is_raise
                && last.money.currency == value.money.currency
                && last.money.amount > value.money.amount
            {
                value.money = last.money;
                *span = last.span;
            }
        }
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        fill_buyers(&mut candidate, story);
        if candidate.buyers.is_empty() { Vec::new() } else { vec![candidate] }
    }
}
