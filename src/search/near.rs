//! A phrase whose words may have moved (`"task order number"~3`).
//!
//! The engine's own query of such a phrase takes its words two at a time, the rarest first, so that with three words and
//! more the answer changes with the other articles. Here it is what it says: how many places the words are moved in all.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::Token;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Where the words of a phrase stand with the fewest moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// How many places the words are moved in all, so that they stand as in the phrase.
    pub moves: u32,
    /// Of each word the one of its places that was taken, as given.
    pub places: Vec<u32>,
}

/// The fewest moves that bring one place of each word together, if these are at most `most`; of equals the first in the
/// text. `places` are those of each word in ascending order, less where the word stands in the phrase: words that stand
/// as in the phrase have the same. Takes time in the number of places and of words.
pub fn fewest_moves(places: &[Vec<u32>], most: u32) -> Option<Moved> {
    // The rarest word first: most places are given up after it.
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|word| places.get(*word).map_or(0, Vec::len));
    // Moves are fewest towards the middle one of the places taken.
    let mut towards: Vec<u32> = places.iter().flatten().copied().collect();
    towards.sort_unstable();
    towards.dedup();
    let mut best: Option<(u32, u32)> = None;
    for place in towards {
        let limit = match best {
            Some((0, _)) => break,
            Some((moves, _)) => moves - 1,
            None => most,
        };
        let mut moves = 0_u32;
        let is_near = order.iter().all(|word| {
            let nearest = places.get(*word).and_then(|places| nearest(places, place));
            moves = nearest.map_or(u32::MAX, |nearest| moves.saturating_add(nearest.abs_diff(place)));
            moves <= limit
        });
        if is_near && !order.is_empty() {
            best = Some((moves, place));
        }
    }
    let (moves, place) = best?;
    let places = places.iter().filter_map(|places| nearest(places, place)).collect();
    Some(Moved { moves, places })
}

/// The place nearest to `to`; of two the first.
fn nearest(places: &[u32], to: u32) -> Option<u32> {
    let after = places.partition_point(|place| *place < to);
    let before = after.checked_sub(1).and_then(|at| places.get(at));
    let near = before.into_iter().chain(places.get(after));
    near.copied().min_by_key(|place| place.abs_diff(to))
}

/// Words of one field with at most `slop` moves.
#[derive(Clone, Debug)]
pub(super) struct NearQuery {
    /// Each word, and what is added to its places.
    words: Vec<(u32, Term)>,
    slop: u32,
}

impl NearQuery {
    pub(super) fn new(field: Field, words: &[Token], slop: u32) -> Self {
        let last = words.last().map_or(0, |token| token.position);
        let word = |token: &Token| {
            let shift = u32::try_from(last.saturating_sub(token.position)).unwrap_or(u32::MAX);
            (shift, Term::from_field_text(field, &token.text))
        };
        Self { words: words.iter().map(word).collect(), slop }
    }
}

impl Query for NearQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = match scoring {
            EnableScoring::Disabled { .. } => None,
            EnableScoring::Enabled { statistics_provider, .. } => {
                let terms: Vec<Term> = self.words.iter().map(|(_, term)| term.clone()).collect();
                Some(Bm25Weight::for_terms(statistics_provider, &terms)?)
            }
        };
        Ok(Box::new(NearWeight { query: self.clone(), similarity }))
    }
}

struct NearWeight {
    query: NearQuery,
    /// Absent where no scores are wanted.
    similarity: Option<Bm25Weight>,
}

impl NearWeight {
    fn near_scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<NearScorer>> {
        let Some((_, first)) = self.query.words.first() else { return Ok(None) };
        let mut words = Vec::with_capacity(self.query.words.len());
        for (shift, term) in &self.query.words {
            let index = reader.inverted_index(term.field())?;
            let Some(postings) = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else {
                return Ok(None);
            };
            words.push((*shift, postings));
        }
        let norms = reader.get_fieldnorms_reader(first.field())?;
        let similarity = self.similarity.as_ref().map(|similarity| (similarity.boost_by(boost), norms));
        let places = vec![Vec::new(); words.len()];
        let mut scorer = NearScorer { words, places, slop: self.query.slop, similarity, doc: 0 };
        let first = scorer.words.first().map_or(TERMINATED, |(_, postings)| postings.doc());
        scorer.settle(first);
        Ok(Some(scorer))
    }
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.near_scorer(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut score = 0.0;
        if let Some(mut scorer) = self.near_scorer(reader, 1.0)?
            && scorer.doc() <= doc
            && scorer.seek(doc) == doc
        {
            score = scorer.score();
        }
        Ok(Explanation::new("BM25 of a phrase whose words may have moved", score))
    }
}

struct NearScorer {
    /// Each word's postings, and what is added to its places.
    words: Vec<(u32, SegmentPostings)>,
    /// Each word's places in the article at hand.
    places: Vec<Vec<u32>>,
    slop: u32,
    similarity: Option<(Bm25Weight, FieldNormReader)>,
    doc: DocId,
}

impl NearScorer {
    /// The first article from `target` on that has all words near each other.
    fn settle(&mut self, mut target: DocId) -> DocId {
        while target != TERMINATED {
            let mut farthest = target;
            for (_, postings) in &mut self.words {
                if postings.doc() < target {
                    postings.seek(target);
                }
                farthest = farthest.max(postings.doc());
            }
            if farthest > target {
                target = farthest;
            } else if self.is_near() {
                break;
            } else {
                target += 1;
            }
        }
        self.doc = target;
        target
    }

    fn is_near(&mut self) -> bool {
        for ((shift, postings), places) in self.words.iter_mut().zip(&mut self.places) {
            postings.positions_with_offset(*shift, places);
        }
        fewest_moves(&self.places, self.slop).is_some()
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words.iter().map(|(_, postings)| postings.size_hint()).min().unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        self.similarity.as_ref().map_or(1.0, |(weight, norms)| weight.score(norms.fieldnorm_id(doc), 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_counted_in_all() {
        // Places of "a b c" less where the word stands in the phrase, two added so that none is negative.
        let at = |a: &[u32], b: &[u32], c: &[u32]| {
            let less = |places: &[u32], by: u32| places.iter().map(|place| place + 2 - by).collect();
            [less(a, 0), less(b, 1), less(c, 2)]
        };
        for (a, b, c, most, moves) in [
            (&[0][..], &[1][..], &[2][..], 0, Some(0)),
            // a x b c, a b x c, a x b x c
            (&[0], &[2], &[3], 1, Some(1)),
            (&[0], &[1], &[3], 1, Some(1)),
            (&[0], &[2], &[4], 1, None),
            (&[0], &[2], &[4], 2, Some(2)),
            // a c b: two words change places
            (&[0], &[2], &[1], 2, Some(2)),
            // c b a
            (&[2], &[1], &[0], 3, None),
            (&[2], &[1], &[0], 4, Some(4)),
            (&[0, 9], &[1, 5], &[7], 9, Some(5)),
            (&[0], &[], &[2], 9, None),
        ] {
            let found = fewest_moves(&at(a, b, c), most).map(|moved| moved.moves);
            assert_eq!(found, moves, "{a:?} {b:?} {c:?} {most}");
        }
        assert_eq!(fewest_moves(&[], 9), None);
        let taken = fewest_moves(&at(&[0, 9], &[1, 5], &[7]), 9).map(|moved| moved.places);
        assert_eq!(taken, Some(vec![2, 2, 7]));
    }
}
