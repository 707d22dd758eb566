//! Plain words as the engine is asked for them: what adds to the score, and what has to be there to come first.

use tantivy::query::{
    Bm25Weight, BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, Occur, PhraseQuery, Weight,
};
use tantivy::schema::Field;
use tantivy::{Score, Searcher, Term};

use super::plan::Planned;

/// What lifts an article with all words above any without: somewhat more than all the rest can add.
const ALL_ABOVE_REST: Score = 1.1;

/// Plain words that stand beside each other in a query.
pub(super) struct Ranked {
    /// At least one of these has to match; each adds its score.
    pub(super) parts: Vec<Part>,
    /// Articles in which each of these matches come before all others; empty where there is nothing to tell apart.
    pub(super) covered: Vec<Planned>,
    /// Which of the parts say the same as `covered`, one each, where parts do: no name stands among the words.
    pub(super) covering: Option<Vec<usize>>,
    /// The words by which it is reckoned whether many articles match.
    pub(super) words: Vec<Term>,
    /// Words that are neighbours in the query.
    pub(super) pairs: Vec<Pair>,
}

/// Something that adds to the score.
pub(super) struct Part {
    pub(super) query: Planned,
    /// The most it can add.
    pub(super) most: Score,
}

/// Two words that add to the score where they stand beside each other in a field.
#[derive(Clone)]
pub(super) struct Pair {
    pub(super) terms: [Term; 2],
    pub(super) worth: Score,
}

impl Pair {
    pub(super) fn new(field: Field, stems: [&str; 2], worth: Score) -> Self {
        Self { terms: stems.map(|stem| Term::from_field_text(field, stem)), worth }
    }

    /// As a query of its own.
    pub(super) fn query(&self) -> Planned {
        Box::new(BoostQuery::new(Box::new(PhraseQuery::new(self.terms.to_vec())), self.worth))
    }

    /// What each occurrence adds: the engine's weight of a phrase.
    pub(super) fn weight(&self, searcher: &Searcher) -> tantivy::Result<Bm25Weight> {
        Ok(Bm25Weight::for_terms(searcher, &self.terms)?.boost_by(self.worth))
    }
}

impl Ranked {
    /// What an article with all words gets for that.
    pub(super) fn bonus(&self, searcher: &Searcher) -> tantivy::Result<Score> {
        let mut most: Score = self.parts.iter().map(|part| part.most).sum();
        for pair in &self.pairs {
            most += pair.weight(searcher)?.max_score();
        }
        Ok(most * ALL_ABOVE_REST)
    }

    /// Articles with all words; `None` where that sets none apart.
    pub(super) fn all(&self) -> Option<BooleanQuery> {
        let covered = || self.covered.iter().map(|query| query.box_clone()).collect();
        (!self.covered.is_empty()).then(|| BooleanQuery::intersection(covered()))
    }

    /// Articles with any of it.
    pub(super) fn any(&self) -> BooleanQuery {
        BooleanQuery::union(self.parts.iter().map(|part| part.query.box_clone()).collect())
    }

    /// All of it as one query of the engine, for where it stands among other clauses.
    pub(super) fn query(&self, searcher: &Searcher) -> tantivy::Result<Planned> {
        let mut clauses: Vec<(Occur, Planned)> = vec![(Occur::Must, Box::new(self.any()))];
        if let Some(all) = self.all() {
            let all = ConstScoreQuery::new(Box::new(all), self.bonus(searcher)?);
            clauses.push((Occur::Should, Box::new(all)));
        }
        clauses.extend(self.pairs.iter().map(|pair| (Occur::Should, pair.query())));
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The engine's weights of the parts, each with the most it can add.
    pub(super) fn weights(&self, searcher: &Searcher) -> tantivy::Result<Vec<(Box<dyn Weight>, Score)>> {
        let scoring = EnableScoring::enabled_from_searcher(searcher);
        self.parts.iter().map(|part| Ok((part.query.weight(scoring)?, part.most))).collect()
    }
}
