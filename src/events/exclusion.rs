//! Exclusions: a supplier is barred, debarred, suspended, designated a risk, its product banned.

use crate::events::Rule;
use crate::events::candidate::{Candidate, Filled};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers};
use crate::events::story::Story;
use crate::events::words;

pub(super) struct Exclusion;

impl Rule for Exclusion {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) =
            words::EXCLUSION.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let trigger = sentence.span_of(m.start(), m.end());
        let mut found = suppliers(sentence);
        if found.vendors.len() > 1 {
            // The one nearest before the words, or right after them, is barred.
            let nearest = found.vendors.iter().min_by_key(|v| v.span.end.abs_diff(trigger.start)).cloned();
            found.vendors = nearest.into_iter().collect();
        }
        if found.vendors.is_empty()
            && let Some(focus) = &sentence.focus_supplier
        {
            found.vendors.push(Filled::from(focus));
            found.assumed = true;
        }
        // "Its rules forbid such things", "sued over the ban": spoken of, not done here.
        let word = sentence.text.get(m.start()..m.end()).unwrap_or_default().to_lowercase();
        let before = sentence.text.get(..m.start()).unwrap_or_default();
        let is_general = found.assumed && ["forb", "prohib"].iter().any(|verb| word.starts_with(verb));
        let is_reason = ["over the ", "against the ", "challenge to the ", "challenging the "]
            .iter()
            .any(|words| before.ends_with(words));
        if is_general || is_reason {
            return Vec::new();
        }
        let mut candidate = Candidate::new(EventKind::Exclusion, index, trigger);
        candidate.vendors = found.vendors;
        candidate.vendors_assumed = found.assumed;
        candidate.date = date_near(sentence, &trigger);
        candidate.certainty = certainty(sentence, &trigger);
        candidate.confidence = 0.84;
        fill_buyers(&mut candidate, story);
        let is_tied = !candidate.vendors.is_empty() && !candidate.buyers.is_empty();
        if is_tied { vec![candidate] } else { Vec::new() }
    }
}
