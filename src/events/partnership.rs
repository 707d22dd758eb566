//! Partnerships: suppliers team up, resell or integrate for government business.

use crate::events::Rule;
use crate::events::candidate::{Candidate, push_once};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, is_denied, speaks_of_government, suppliers};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Partnership;

impl Rule for Partnership {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        // What is awarded has its noun, and most sentences have none.
        let has_noun = || words::CONTRACT.is_in(&sentence.openings);
        let awarded = || has_noun().then(|| words::AWARD.find_in(&sentence.openings)).flatten();
        let pattern = words::PARTNERSHIP.find_in(&sentence.openings).or_else(awarded);
        let Some(m) = pattern.filter(|m| !is_denied(sentence, m.start())) else { return Vec::new() };
        let mut found = suppliers(sentence);
        for via in std::mem::take(&mut found.via) {
            push_once(&mut found.vendors, via);
        }
        // "Its partners are A and B": the one spoken of is a partner too.
        let is_own =
            ["Its partner", "Their partner", "its partners are"].iter().any(|w| sentence.text.contains(w));
        if let Some(focus) = sentence.focus_supplier.as_ref().filter(|_| is_own) {
            push_once(&mut found.vendors, focus.into());
        }
        let names_buyer = sentence.buyers().any(|p| can_buy(p.class));
        let is_for_government = names_buyer || is_own || speaks_of_government(sentence.text);
        // A body that deals with the suppliers makes it an award; here suppliers deal with each other.
        let is_award = names_buyer && words::CONTRACT.is_in(&sentence.openings);
        let by_noun_only = !words::PARTNERSHIP.is_in(&sentence.openings);
        if found.vendors.len() < 2 || !is_for_government || is_award || (by_noun_only && names_buyer) {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        let mut candidate = Candidate::new(EventKind::Partnership, index, trigger);
        candidate.vendors = found.vendors;
        for party in sentence.buyers().filter(|p| can_buy(p.class)) {
            push_once(&mut candidate.buyers, party.into());
        }
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.72;
        vec![candidate]
    }
}
