//! Solicitations: a request for proposals or information, a planned or opened competition, a shortlisting.

use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, value_near};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Solicitation;

impl Rule for Solicitation {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) = words::SOLICITATION.find(sentence.text).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let trigger = sentence.span_of(m.start(), m.end());
        // A supplier that "seeks" something solicits nothing; the request must be a body's own.
        let has_buyer = sentence.buyers().any(|p| can_buy(p.class));
        if !has_buyer && (story.main_buyer.is_none() || !sentence.parties.is_empty()) {
            return Vec::new();
        }
        let mut candidate = Candidate::new(EventKind::Solicitation, index, trigger);
        let roles = [AmountRole::Ceiling, AmountRole::Budget, AmountRole::Award];
        candidate.value = value_near(sentence, &trigger, &roles);
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.82;
        fill_buyers(&mut candidate, story);
        vec![candidate]
    }
}
