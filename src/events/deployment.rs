//! Deployments: a body starts, pilots or widens use of a product, with no contract named.

use crate::events::Rule;
use crate::events::award::split_by_vendor;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;
use crate::events::slots::{certainty, date_near, fill_buyers, is_denied, suppliers};
use crate::events::story::{Story, can_buy};
use crate::events::words;

pub(super) struct Deployment;

impl Rule for Deployment {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate> {
        let sentence = &story.sentences[index];
        let Some(m) = words::DEPLOYMENT.find(sentence.text).filter(|m| !is_denied(sentence, m.start()))
        else {
            return Vec::new();
        };
        let speaks_of_contract = [
            &*words::CONTRACT,
            &*words::TERMINATION,
            &*words::EXCLUSION,
            &*words::PROTEST,
            &*words::SOLICITATION,
        ]
        .iter()
        .any(|pattern| pattern.is_match(sentence.text));
        let found = suppliers(sentence);
        let has_user = sentence.buyers().any(|p| can_buy(p.class) || p.class == "legislature");
        if speaks_of_contract || found.vendors.is_empty() || found.assumed || !has_user {
            return Vec::new();
        }
        let trigger = sentence.span_of(m.start(), m.end());
        split_by_vendor(sentence, found.vendors)
            .into_iter()
            .map(|vendors| {
                let mut candidate = Candidate::new(EventKind::Deployment, index, trigger);
                candidate.vendors = vendors;
                candidate.via.clone_from(&found.via);
                candidate.date = date_near(sentence, &trigger);
                candidate.certainty = certainty(sentence, &trigger);
                candidate.confidence = 0.7;
                fill_buyers(&mut candidate, story);
                candidate
            })
            .collect()
    }
}
