//! Solicitations: a request for proposals or information, a planned or opened competition, a shortlisting.

use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::award::split_by_vendor;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers, value_near};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Solicitation;

impl Rule for Solicitation {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let found = words::INTENT
            .find_in(&sentence.openings)
            .or_else(|| words::SOLICITATION.find_in(&sentence.openings));
        let Some(m) = found.filter(|m| !is_denied(sentence, m.start())) else {
            return Vec::new();
        };
        let is_intent = words::INTENT.is_in(&sentence.openings);
        if !is_intent && !words::OPENS.is_in(&sentence.openings) {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        // A supplier that "seeks" something solicits nothing; the request must be a body's own.
        let has_buyer = sentence.buyers().any(|p| can_buy(p.class));
        if !has_buyer && (story.main_buyer.is_none() || !sentence.parties.is_empty() && !is_intent) {
            return Vec::new();
        }
        let mut candidate = Candidate::new(EventKind::Solicitation, index, trigger);
        let roles = [AmountRole::Ceiling, AmountRole::Budget, AmountRole::Award];
        candidate.value = value_near(sentence, &trigger, &roles);
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.82;
        fill_buyers(&mut candidate, story);
        // Who is meant to get an award, or has come far in a competition, is named; who merely asks is not.
        let is_shortlist = words::SHORTLIST.is_in(&sentence.openings);
        if !is_intent && !is_shortlist {
            return vec![candidate];
        }
        let found = suppliers(sentence);
        candidate.vendors_assumed = found.assumed;
        let groups = if is_intent { split_by_vendor(sentence, found.vendors) } else { vec![found.vendors] };
        groups.into_iter().map(|vendors| Candidate { vendors, ..candidate.clone() }).collect()
    }
}
