//! What happened, by this article?
//!
//! Ties mentions to events: awards, modifications, solicitations, protests and the rest, each with its evidence. One
//! `Rule` per kind reads sentence by sentence; then the article's sentences about one dealing are put together.
//! This room must not know other articles.

mod attribution;
mod authorization;
mod award;
mod candidate;
mod corrections;
mod cues;
mod deployment;
mod event;
mod exclusion;
mod investment;
mod keyed;
mod merge;
mod modification;
mod numbering;
mod partnership;
mod proposal;
mod protest;
mod relevance;
mod slots;
mod solicitation;
mod story;
mod subject;
mod termination;
#[cfg(test)]
mod tests;
mod words;

pub use corrections::{Corrections, CorrectionsError};
pub use event::{
    Attribution, AttributionKind, CONFIDENCE_TO_COUNT, Certainty, Event, EventKind, EventSpans, EventValue,
    Facts, OrgRef,
};

use crate::article::{Article, sentence_spans};
use crate::base::Span;
use crate::entities::find;
use candidate::{Candidate, Filled};
use numbering::contract_ids;
use story::Story;

/// The version of the extractor (entities and events): raised whenever it may find otherwise than before.
pub const EXTRACTOR_VERSION: u32 = 1;

/// One kind of event: the claims that a sentence of the story makes.
trait Rule: Sync {
    fn claims(&self, story: &Story<'_>, index: usize) -> Vec<Candidate>;
}

const RULES: [&dyn Rule; 10] = [
    &award::Award,
    &modification::Modification,
    &solicitation::Solicitation,
    &termination::Termination,
    &protest::Protest,
    &exclusion::Exclusion,
    &deployment::Deployment,
    &authorization::Authorization,
    &partnership::Partnership,
    &investment::Investment,
];

/// Everything an article claims. Events are always found; whether they are shown of an article that is not relevant is
/// for the caller to say.
pub fn read_facts(article: &Article) -> Facts {
    let spans = sentence_spans(article);
    let mentions = find(article, &spans);
    let story = Story::new(article, &mentions, &spans);
    let mut claims: Vec<Candidate> = keyed::award(&story).into_iter().collect();
    for (index, sentence) in story.sentences.iter().enumerate() {
        if sentence.parties.is_empty() && sentence.focus_supplier.is_none() && sentence.focus_buyer.is_none()
        {
            continue;
        }
        claims.extend(RULES.iter().flat_map(|rule| rule.claims(&story, index)));
        let proposed = proposal::claims(&story, index, &claims);
        claims.extend(proposed);
    }
    let mut claims = merge::merge(&story, claims);
    if let Some(published) = article.published.map(|published| published.date) {
        merge::date_the_news(&mut claims, published);
    }
    let relevance = relevance::relevance(&mentions, &claims);
    let events = claims.iter().map(|claim| event(&story, &claims, claim)).collect();
    Facts { relevant: relevance >= relevance::THRESHOLD, relevance, events, mentions }
}

fn event(story: &Story<'_>, claims: &[Candidate], claim: &Candidate) -> Event {
    let sentence = &story.sentences[claim.sentence];
    let spans_of = |filled: &[Filled]| filled.iter().map(|f| f.span).collect::<Vec<Span>>();
    let orgs_of = |filled: &[Filled]| filled.iter().map(|f| f.org.clone()).collect::<Vec<OrgRef>>();
    let assumed = if claim.buyers_assumed || claim.vendors_assumed { 0.9 } else { 1.0 };
    let doubt = if claim.certainty == Certainty::Possible { 0.8 } else { 1.0 };
    let mut buyers = claim.buyers.clone();
    // The most specific body first.
    buyers.sort_by_key(|b| std::cmp::Reverse(b.org.id.as_str().matches('/').count()));
    Event {
        kind: claim.kind,
        buyers: orgs_of(&buyers),
        vendors: orgs_of(&claim.vendors),
        via: orgs_of(&claim.via),
        value: claim.value.map(|(value, _)| value),
        date: claim.date.map(|(date, _)| date),
        subject: subject::subject(sentence),
        program: sentence.programs.first().map(|id| (*id).to_owned()),
        contract_ids: contract_ids(story, claims, claim),
        certainty: claim.certainty,
        attribution: attribution::attribution(sentence),
        evidence: sentence.span,
        spans: EventSpans {
            kind: vec![claim.trigger],
            buyers: spans_of(&buyers),
            vendors: spans_of(&claim.vendors),
            value: claim.value.map(|(_, span)| span).into_iter().collect(),
            date: claim.date.map(|(_, span)| span).into_iter().collect(),
        },
        confidence: (claim.confidence * assumed * doubt).clamp(0.0, 1.0),
    }
}
