//! What is not wanted, asked only in the way that every query of the engine can answer.
//!
//! The engine asks what is taken away (`-"supply chain"`) for articles before the first that it holds. Its phrases and
//! intersections are not made for that: with checks on they stop the program.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

use super::plan::Planned;

/// A query that is taken away.
#[derive(Debug)]
pub(super) struct KeptOut(pub(super) Planned);

impl Clone for KeptOut {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for KeptOut {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(KeptOutWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct KeptOutWeight(Box<dyn Weight>);

impl Weight for KeptOutWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(KeptOutScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Only steps and seeks forward: `seek_danger` is then made of these, and looks where it stands before.
struct KeptOutScorer(Box<dyn Scorer>);

impl DocSet for KeptOutScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for KeptOutScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
