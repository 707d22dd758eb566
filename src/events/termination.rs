//! Terminations: a contract or its use is cancelled, ended, not renewed, stopped.

use crate::entities::AmountRole;
use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers, value_near};
use crate::events::story::Story;
use crate::events::words;

pub(super) struct Termination;

impl Rule for Termination {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let renewal_refused = |m: &crate::base::Match<'_>| {
            m.as_str().to_lowercase().contains("renew") || !is_denied(sentence, m.start())
        };
        let Some(m) = words::TERMINATION.find_in(&sentence.openings).filter(renewal_refused) else {
            return Vec::new();
        };
        let trigger = sentence.span_of(m.start(), m.end());
        let before = sentence.text.get(..m.start()).unwrap_or_default();
        if ["may ", "can ", "could ", "either side ", "right to ", "party may ", "time in which work was "]
            .iter()
            .any(|w| before.ends_with(w))
        {
            return Vec::new();
        }
        let mut found = suppliers(sentence);
        if found.vendors.is_empty()
            && let Some(focus) = &sentence.focus_supplier
        {
            found.vendors.push(Filled::from(focus));
            found.assumed = true;
        }
        let nearest = found.vendors.iter().min_by_key(|v| v.span.start.abs_diff(trigger.start)).cloned();
        found.vendors = nearest.into_iter().collect();
        let mut candidate = Candidate::new(EventKind::Termination, index, trigger);
        candidate.vendors = found.vendors;
        candidate.vendors_assumed = found.assumed;
        candidate.value = value_near(sentence, &trigger, &[AmountRole::Award, AmountRole::Ceiling]);
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.82;
        fill_buyers(&mut candidate, story);
        let is_tied = !candidate.vendors.is_empty() && !candidate.buyers.is_empty();
        if is_tied { vec![candidate] } else { Vec::new() }
    }
}
