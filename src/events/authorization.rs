//! Authorizations: a product gets FedRAMP, an impact level, an authority to operate, a schedule listing.

use crate::events::Rule;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Authorization;

impl Rule for Authorization {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) =
            words::AUTHORIZATION.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let found = suppliers(sentence);
        if found.vendors.is_empty() || !words::OBTAINS.is_in(&sentence.openings) {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        found
            .vendors
            .iter()
            .map(|vendor| {
                let mut candidate = Candidate::new(EventKind::Authorization, index, trigger);
                candidate.vendors = vec![vendor.clone()];
                candidate.vendors_assumed = found.assumed;
                candidate.via.clone_from(&found.via);
                candidate.date = date_near(sentence, &trigger);
                candidate.certainty = certainty(sentence, &trigger);
                candidate.confidence = 0.76;
                // FedRAMP is nobody's in particular; an authority to operate or a listing is one body's own.
                let is_program = sentence.text.contains("RAMP");
                if !is_program || sentence.buyers().any(|p| can_buy(p.class)) {
                    fill_buyers(&mut candidate, story);
                }
                candidate
            })
            .collect()
    }
}
