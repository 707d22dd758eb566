//! Words and phrases of which the best that an article has counts, not their sum.
//!
//! The engine's own query of this kind scores every article that has any of them, thousands at a time. Here an article is
//! scored when it is asked for: few are.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::plan::Planned;

/// Any of these; an article's score is that of the best, times `worth`.
#[derive(Debug)]
pub(super) struct BestWayQuery {
    pub(super) ways: Vec<Planned>,
    pub(super) worth: Score,
}

impl Clone for BestWayQuery {
    fn clone(&self) -> Self {
        Self { ways: self.ways.iter().map(|way| way.box_clone()).collect(), worth: self.worth }
    }
}

impl Query for BestWayQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let ways = self.ways.iter().map(|way| way.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(BestWayWeight { ways, worth: self.worth }))
    }
}

struct BestWayWeight {
    ways: Vec<Box<dyn Weight>>,
    worth: Score,
}

impl Weight for BestWayWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut ways = Vec::with_capacity(self.ways.len());
        for way in &self.ways {
            let scorer = way.scorer(reader, boost * self.worth)?;
            if scorer.doc() != TERMINATED {
                ways.push(scorer);
            }
        }
        let Some(doc) = ways.iter().map(tantivy::DocSet::doc).min() else { return Ok(Box::new(EmptyScorer)) };
        Ok(Box::new(BestWayScorer { ways, doc }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let score = if scorer.doc() <= doc && scorer.seek(doc) == doc { scorer.score() } else { 0.0 };
        Ok(Explanation::new("the best of several", score))
    }
}

struct BestWayScorer {
    ways: Vec<Box<dyn Scorer>>,
    doc: DocId,
}

impl BestWayScorer {
    fn settle(&mut self) -> DocId {
        self.doc = self.ways.iter().map(tantivy::DocSet::doc).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for BestWayScorer {
    fn advance(&mut self) -> DocId {
        for way in &mut self.ways {
            if way.doc() == self.doc {
                way.advance();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for way in &mut self.ways {
            if way.doc() < target {
                way.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(tantivy::DocSet::size_hint).max().unwrap_or(0)
    }
}

impl Scorer for BestWayScorer {
    fn score(&mut self) -> Score {
        let at = self.doc;
        self.ways
            .iter_mut()
            .filter(|way| way.doc() == at)
            .map(tantivy::query::Scorer::score)
            .fold(0.0, Score::max)
    }
}
