//! A claim as one sentence makes it, before the article's sentences are put together.

use crate::base::{PartialDate, Span};
use crate::events::event::{Certainty, EventKind, EventValue, OrgRef};
use crate::events::story::Party;

/// A slot filled by an organisation, and where it is named.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    pub org: OrgRef,
    pub span: Span,
}

impl From<&Party> for Filled {
    fn from(party: &Party) -> Self {
        Self { org: party.org.clone(), span: party.span }
    }
}

/// One claim of one sentence.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub kind: EventKind,
    pub sentence: usize,
    pub trigger: Span,
    /// Where it was first told: claims of one telling are of one announcement.
    pub told_at: (usize, Span),
    /// The numbers of all sentences that tell it.
    pub told_in: Vec<usize>,
    pub buyers: Vec<Filled>,
    /// Whether the buyers were taken from elsewhere in the article.
    pub buyers_assumed: bool,
    pub vendors: Vec<Filled>,
    /// Whether the vendors stand in the sentence by name.
    pub vendors_assumed: bool,
    pub via: Vec<Filled>,
    pub value: Option<(EventValue, Span)>,
    pub date: Option<(PartialDate, Span)>,
    pub certainty: Certainty,
    /// From 0 to 1.
    pub confidence: f32,
}

impl Candidate {
    pub fn new(kind: EventKind, sentence: usize, trigger: Span) -> Self {
        Self {
            kind,
            sentence,
            trigger,
            told_at: (sentence, trigger),
            told_in: vec![sentence],
            buyers: Vec::new(),
            buyers_assumed: false,
            vendors: Vec::new(),
            vendors_assumed: false,
            via: Vec::new(),
            value: None,
            date: None,
            certainty: Certainty::Announced,
            confidence: 0.8,
        }
    }
}

/// Adds `filled` unless the organisation is there already.
pub(super) fn push_once(list: &mut Vec<Filled>, filled: Filled) {
    if !list.iter().any(|known| known.org.id == filled.org.id) {
        list.push(filled);
    }
}
