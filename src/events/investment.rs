//! Investments: private money into a supplier.

use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, is_denied, suppliers, value_near};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Investment;

impl Rule for Investment {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) =
            words::INVESTMENT.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let trigger = sentence.span_of(m.start(), m.end());
        let mut found = suppliers(sentence);
        // Profiles of a company speak of its money as "it".
        if let Some(main) = story.main_supplier.as_ref().filter(|_| found.assumed) {
            found.vendors = vec![Filled::from(main)];
        }
        let Some(value) = value_near(sentence, &trigger, &[AmountRole::Investment]) else {
            return Vec::new();
        };
        if found.vendors.is_empty() || sentence.buyers().any(|p| can_buy(p.class)) {
            return Vec::new();
        }
        let mut candidate = Candidate::new(EventKind::Investment, index, trigger);
        candidate.vendors = found.vendors;
        candidate.vendors_assumed = found.assumed;
        candidate.value = Some(value);
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.8;
        vec![candidate]
    }
}
