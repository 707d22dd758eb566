//! What happened, by this article?
//!
//! Ties mentions to events: awards, modifications, solicitations, protests and the rest, each with its evidence. One
//! `Rule` per kind reads sentence by sentence; then the article's sentences about one dealing are put together.
//! This room must not know other articles.

mod apiece;
mod attribution;
mod authorization;
mod award;
mod candidate;
mod corrections;
mod cues;
mod deployment;
mod details;
mod event;
mod evidence;
mod exclusion;
mod filling;
mod investment;
mod judge;
mod keyed;
mod leans;
mod merge;
mod model;
mod modification;
mod numbering;
mod official;
mod partnership;
mod protest;
mod relevance;
mod review;
mod slots;
mod solicitation;
mod story;
mod subject;
mod termination;
#[cfg(test)]
mod tests;
mod tokens;
mod wording;
mod words;

pub use corrections::{
    Called, Correction, CorrectionAction, CorrectionKind, Corrections, CorrectionsError, DEAL_STATUSES,
    EventName, NameError, Unmet, Verdict, article_key, called, event_at, read_value, with_block,
    without_block, written_value,
};
pub use details::{
    Classification, Competition, ContractType, Details, Exercised, OptionPeriods, Printed, Term, TermSentence,
};
pub use event::{
    Attribution, AttributionKind, CONFIDENCE_TO_COUNT, Certainty, Event, EventKind, EventSpans, EventValue,
    Facts, OrgRef,
};
pub use filling::Slot;
pub use official::{OfficialRecord, PartyIdentifier, Register};
pub use relevance::relevance_terms;
pub use review::{EventSlot, Review, ReviewStatus};
pub use subject::subject;

use crate::article::{Article, sentence_spans};
use crate::base::Span;
use crate::entities::find;
use candidate::{Candidate, Filled};
use numbering::contract_ids;
use story::Story;
use tokens::Tokens;
use wording::Wording;

/// The version of the extractor (entities and events): raised whenever it may find otherwise than before.
pub const EXTRACTOR_VERSION: u32 = 8;

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
    read_corrected_facts(article, &Corrections::default())
}

/// As [`read_facts`], the user's word on organisations being heard before anything is told by them. What was said of the
/// article itself is for [`Corrections::apply`].
pub fn read_corrected_facts(article: &Article, corrections: &Corrections) -> Facts {
    let spans = sentence_spans(article);
    let mut mentions = find(article, &spans);
    corrections.correct_names(article, &mut mentions);
    let story = Story::new(article, &mentions, &spans);
    let (mut claims, dealings) = claims(&story);
    filling::fill(&story, &mut claims);
    let relevance = relevance::relevance(&story, &dealings);
    let mut events: Vec<Event> = claims.iter().map(|claim| event(article, &story, &claims, claim)).collect();
    for event in &mut events {
        if let (Some(value), Some(words)) = (&mut event.value, event.spans.value.first()) {
            value.is_apiece = apiece::is_apiece(article, &spans, *words);
        }
    }
    Facts { relevant: relevance >= relevance::THRESHOLD, relevance, events, mentions }
}

/// What a story tells, its days not yet settled, and how likely each sentence tells a dealing.
fn claims(story: &Story<'_>) -> (Vec<Candidate>, Vec<f32>) {
    let mut claims: Vec<Candidate> = keyed::award(story).into_iter().collect();
    let mut dealings = vec![0.0; story.sentences.len()];
    for (index, sentence) in story.sentences.iter().enumerate() {
        if sentence.parties.is_empty() && sentence.focus_supplier.is_none() && sentence.focus_buyer.is_none()
        {
            continue;
        }
        let heard = RULES.iter().flat_map(|rule| rule.claims(story, index)).collect();
        let judged = judge::claims(story, index, heard, &claims);
        dealings[index] = judged.dealing;
        claims.extend(judged.claims);
    }
    (merge::merge(story, claims), dealings)
}

/// An event of an article with what may fill one of its slots, for the program that makes the weights.
#[derive(Clone, Debug)]
pub struct SlotEvidence {
    /// What took place.
    pub kind: EventKind,
    /// The names of its suppliers.
    pub vendors: Vec<String>,
    /// The sentence that tells it best.
    pub sentence: Span,
    /// Each answer (a day as `YYYY-MM-DD` or shorter, a body's name, a sum and its currency) with the names of the features
    /// that hold of it.
    pub options: Vec<(String, Vec<String>)>,
}

/// The events of an article with what may fill a slot of each.
pub fn slot_evidence(article: &Article, slot: Slot) -> Vec<SlotEvidence> {
    let spans = sentence_spans(article);
    let mentions = find(article, &spans);
    let story = Story::new(article, &mentions, &spans);
    let evidence = |claim: &Candidate| SlotEvidence {
        kind: claim.kind,
        vendors: claim.vendors.iter().map(|vendor| vendor.org.name.clone()).collect(),
        sentence: story.sentences[claim.sentence].span,
        options: filling::options(&story, claim, slot),
    };
    claims(&story).0.iter().map(evidence).collect()
}

/// What one sentence says of one supplier, for the program that makes the weights.
#[derive(Clone, Debug)]
pub struct EventEvidence {
    /// The number of its sentence in the article.
    pub index: usize,
    /// The sentence.
    pub sentence: Span,
    /// The supplier; `None` where the sentence is read as one that speaks of nobody yet ("will be sought").
    pub vendor: Option<String>,
    /// Numbers of the features that hold, of those of [`event_features`].
    pub features: Vec<u32>,
    /// Names of the features of its wording.
    pub wording: Vec<String>,
}

/// The names of all features that events are told by.
pub fn event_features() -> Vec<String> {
    evidence::names()
}

/// The names of all features that relevance is told by, and how far each speaks for it before any labelled article is
/// read.
pub fn relevance_features() -> Vec<(String, f32)> {
    relevance::names().into_iter().zip(relevance::leans()).collect()
}

/// The numbers of the features that hold of an article, given how likely each of its sentences tells a dealing, and the
/// names of those of its wording.
pub fn relevance_evidence(article: &Article, dealings: &[f32]) -> (Vec<u32>, Vec<String>) {
    let spans = sentence_spans(article);
    let mentions = find(article, &spans);
    let story = Story::new(article, &mentions, &spans);
    let mut words: Vec<String> = Vec::new();
    relevance::wording(&mut words, &story, dealings);
    words.sort_unstable();
    words.dedup();
    (relevance::features(&story, dealings), words)
}

/// How far each feature speaks for each kind of event before any labelled article is read.
pub fn event_leans() -> Vec<[f32; EventKind::ALL.len()]> {
    leans::leans()
}

/// What every sentence of an article says of every supplier, as features.
pub fn event_evidence(article: &Article) -> Vec<EventEvidence> {
    let spans = sentence_spans(article);
    let mentions = find(article, &spans);
    let story = Story::new(article, &mentions, &spans);
    let mut all = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate() {
        let tokens = Tokens::of(&story, sentence);
        let claims: Vec<Candidate> = RULES.iter().flat_map(|rule| rule.claims(&story, index)).collect();
        let words = Wording::of(sentence);
        for reading in evidence::readings(&story, index) {
            let mut wording: Vec<String> = Vec::new();
            words.sentence_features(&mut wording);
            words.features(&mut wording, &reading);
            wording.sort_unstable();
            wording.dedup();
            all.push(EventEvidence {
                wording,
                index,
                sentence: sentence.span,
                vendor: reading.party.map(|party| party.org.name.clone()),
                features: evidence::features(&story, index, &tokens, &reading, &claims),
            });
        }
    }
    all
}

/// The span without white space at its ends: a cue may ask for the space after it.
fn trimmed(article: &Article, span: Span) -> Span {
    let text = span.of(&article.title, article.body.text());
    let start = span.start + (text.len() - text.trim_start().len());
    if text.trim().is_empty() { span } else { Span::new(span.field, start, start + text.trim().len()) }
}

/// How often events of which a sentence is so sure are right once the whole article has been read: what one sentence
/// only hints at, others often bear out, and none is quite certain. Fitted on the development set with weights that had
/// not seen it (`awardwire eval --calibration`).
fn calibrated(confidence: f32) -> f32 {
    (0.33 + 0.57 * confidence).clamp(0.0, 1.0)
}

fn event(article: &Article, story: &Story<'_>, claims: &[Candidate], claim: &Candidate) -> Event {
    let sentence = &story.sentences[claim.sentence];
    let spans_of = |filled: &[Filled]| filled.iter().map(|f| f.span).collect::<Vec<Span>>();
    let orgs_of = |filled: &[Filled]| filled.iter().map(|f| f.org.clone()).collect::<Vec<OrgRef>>();
    let assumed = if claim.buyers_assumed || claim.vendors_assumed { 0.9 } else { 1.0 };
    let doubt = if claim.certainty == Certainty::Possible { 0.8 } else { 1.0 };
    let mut buyers = claim.buyers.clone();
    // The most specific body first.
    buyers.sort_by_key(|b| std::cmp::Reverse(b.org.id.as_str().matches('/').count()));
    let mut spans = EventSpans {
        kind: vec![trimmed(article, claim.trigger)],
        buyers: spans_of(&buyers),
        vendors: spans_of(&claim.vendors),
        value: claim.value.map(|(_, span)| span).into_iter().collect(),
        date: claim.date.map(|(_, span)| trimmed(article, span)).into_iter().collect(),
        ..EventSpans::default()
    };
    let details = details::details(article, story, claims, claim, &mut spans);
    Event {
        kind: claim.kind,
        buyers: orgs_of(&buyers),
        vendors: orgs_of(&claim.vendors),
        via: orgs_of(&claim.via),
        value: claim.value.map(|(value, _)| value),
        date: claim.date.map(|(date, _)| date),
        subject: subject(sentence.text),
        program: sentence.programs.first().map(|id| (*id).to_owned()),
        contract_ids: contract_ids(story, claims, claim),
        details,
        official: None,
        certainty: claim.certainty,
        attribution: attribution::attribution(sentence),
        evidence: sentence.span,
        spans,
        confidence: calibrated(claim.confidence * assumed * doubt),
        review: None,
    }
}
