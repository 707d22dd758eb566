//! Articles as documents of the stage that they tell of.

use super::release::{Document, DocumentNote};
use crate::base::Address;
use crate::events::EventKind;
use crate::export::deal::{DealClaim, DealRecord};
use crate::export::moments::instant_of;

/// A stage of a contracting process, where documents hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Planning,
    Tender,
    Award,
    Contract,
}

/// Which stages a deal has reached, by its confirmed events.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reached {
    pub(super) tender: bool,
    pub(super) award: bool,
}

impl Reached {
    pub(super) fn by(deal: &DealRecord<'_>) -> Self {
        let has = |kinds: &[EventKind]| {
            deal.events.iter().any(|event| event.is_confirmed && kinds.contains(&event.kind))
        };
        Self {
            tender: has(&[EventKind::Solicitation]),
            award: has(&[EventKind::Award, EventKind::Modification, EventKind::Termination]),
        }
    }

    /// The stage that an event tells of. What is doubtful, and what is no stage of a contract, stands with the planning.
    fn stage_of(self, claim: &DealClaim<'_>) -> Stage {
        if !claim.is_confirmed {
            return Stage::Planning;
        }
        match claim.kind {
            EventKind::Solicitation => Stage::Tender,
            EventKind::Award => Stage::Award,
            EventKind::Modification | EventKind::Termination => Stage::Contract,
            EventKind::Deployment if self.award => Stage::Contract,
            EventKind::Protest if self.award => Stage::Award,
            EventKind::Protest if self.tender => Stage::Tender,
            _ => Stage::Planning,
        }
    }
}

/// The articles that tell of a stage, each once, with the sentence that says so.
pub(super) fn documents<'a>(deal: &'a DealRecord<'a>, reached: Reached, stage: Stage) -> Vec<Document<'a>> {
    let mut documents: Vec<Document<'a>> = Vec::new();
    for claim in deal.events.iter().filter(|claim| reached.stage_of(claim) == stage) {
        if documents.iter().all(|known| known.id != claim.article.as_str()) {
            documents.extend(document(deal, claim, stage));
        }
    }
    documents
}

fn document<'a>(deal: &'a DealRecord<'a>, claim: &'a DealClaim<'a>, stage: Stage) -> Option<Document<'a>> {
    let source = deal.sources.iter().find(|source| source.article == claim.article)?;
    let is_official = deal.official.iter().any(|entry| entry.article == claim.article);
    Some(Document {
        id: claim.article.as_str(),
        kind: match (is_official, stage) {
            (false, _) => "newsArticle",
            (true, Stage::Planning) => "plannedProcurementNotice",
            (true, Stage::Tender) => "tenderNotice",
            (true, Stage::Award) => "awardNotice",
            (true, Stage::Contract) => "contractNotice",
        },
        title: source.title,
        description: claim.evidence,
        url: source.url.filter(|url| Address::parse(url).is_ok()),
        date_published: source.published.and_then(instant_of),
        awardwire: DocumentNote {
            kind: claim.kind,
            certainty: claim.certainty,
            confidence: claim.confidence,
            confirmed: claim.is_confirmed,
            publisher: source.publisher,
            published: source.published,
            origin: source.origin,
            proof: source.proof.as_ref(),
        },
    })
}
