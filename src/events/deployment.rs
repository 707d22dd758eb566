//! Deployments: a body starts, pilots or widens use of a product, with no contract named.

use crate::events::Rule;
use crate::events::award::{AWARD_ROLES, split_by_vendor};
use crate::events::candidate::{Candidate, Filled, push_once};
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers, value_near};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Deployment;

impl Rule for Deployment {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) =
            words::DEPLOYMENT.find_in(&sentence.openings).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let speaks_of_contract =
            [&words::CONTRACT, &words::TERMINATION, &words::EXCLUSION, &words::PROTEST, &words::SOLICITATION]
                .iter()
                .any(|pattern| pattern.is_in(&sentence.openings));
        let mut found = suppliers(sentence);
        if found.vendors.is_empty() {
            // "a tool that runs on X": what carries it is what is used.
            found.vendors = std::mem::take(&mut found.via);
        }
        let is_trial = ["trial", "pilot"].iter().any(|word| m.as_str().to_lowercase().starts_with(word));
        if found.vendors.is_empty() && is_trial {
            found.vendors.extend(story.next_supplier(index).map(Filled::from));
        }
        // "The council employs it": the product of the sentence before.
        let is_object = sentence.text.get(m.end()..).is_some_and(|rest| rest.starts_with(" it "));
        found.assumed &= !is_object;
        let has_user = sentence.buyers().any(|p| can_buy(p.class) || p.class == "legislature")
            || (is_trial && story.main_buyer.is_some());
        // Suppliers that work together with a body form a partnership.
        let is_partnership = found.vendors.len() > 1 && words::PARTNERSHIP.is_in(&sentence.openings);
        if is_partnership || speaks_of_contract || found.vendors.is_empty() || found.assumed || !has_user {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        split_by_vendor(sentence, found.vendors)
            .into_iter()
            .map(|vendors| {
                // A trial that is paid for is bought.
                let value = value_near(sentence, &trigger, AWARD_ROLES).filter(|_| is_trial);
                let kind = if value.is_some() { EventKind::Award } else { EventKind::Deployment };
                let mut candidate = Candidate::new(kind, index, trigger);
                candidate.value = value;
                candidate.vendors = vendors;
                candidate.via.clone_from(&found.via);
                candidate.date = date_near(sentence, &trigger);
                candidate.certainty = certainty(sentence, &trigger);
                candidate.confidence = 0.7;
                for party in sentence.buyers().filter(|p| p.class == "legislature") {
                    push_once(&mut candidate.buyers, party.into());
                }
                fill_buyers(&mut candidate, story);
                candidate
            })
            .collect()
    }
}
