//! The best answers to plain words, without a look at every article that has one of them.
//!
//! Articles with all words come first, so these are looked at first, and often they suffice. Where they do not, the words
//! are taken by what they can add at most, and articles that have only the least of them are passed over once they can no
//! longer be among the best: MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995).
//!
//! What is found is what the query of [`Ranked::query`] finds, in the same order: a property test says so.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};

use tantivy::fastfield::AliveBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED};

use super::rank_key::{RankKey, RankKeys, SegmentKeys};
use super::ranked::{Pair, Ranked};

/// The best `wanted` of the articles with any of the words, each with its score, the best first.
pub(super) fn best(
    ranked: &Ranked,
    searcher: &Searcher,
    keys: &RankKeys,
    wanted: usize,
) -> tantivy::Result<Vec<(Score, DocAddress)>> {
    let mut search = Search {
        keys,
        parts: ranked.weights(searcher)?,
        pairs: ranked
            .pairs
            .iter()
            .map(|pair| Ok((pair, pair.weight(searcher)?)))
            .collect::<tantivy::Result<_>>()?,
        // All articles may be wanted, and few match.
        top: Top { wanted, heap: BinaryHeap::new() },
    };
    let bonus = ranked.bonus(searcher)?;
    if ranked.covered.is_empty() {
        // One word: nothing is told apart.
    } else if let Some(covering) = &ranked.covering {
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            search.with_parts(covering, bonus, ord as SegmentOrdinal, reader)?;
        }
    } else if let Some(all) = ranked.all() {
        let all = all.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            search.with_all(all.as_ref(), bonus, ord as SegmentOrdinal, reader)?;
        }
    }
    if search.top.heap.len() < wanted {
        let seen: HashSet<DocAddress> = search.top.heap.iter().map(|Reverse(rated)| rated.address).collect();
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            search.with_any(&seen, ord as SegmentOrdinal, reader)?;
        }
    }
    Ok(search.top.in_order())
}

struct Search<'a> {
    keys: &'a RankKeys,
    parts: Vec<(Box<dyn Weight>, Score)>,
    pairs: Vec<(&'a Pair, Bm25Weight)>,
    top: Top,
}

impl Search<'_> {
    /// Looks at the articles of a segment that have all words.
    fn with_all(
        &mut self,
        all: &dyn Weight,
        bonus: Score,
        ord: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<()> {
        let mut found = all.scorer(reader, 1.0)?;
        if found.doc() == TERMINATED {
            return Ok(());
        }
        let mut segment = self.segment(ord, reader)?;
        segment.greatest_first();
        while found.doc() != TERMINATED {
            segment.look_at(found.doc(), bonus, &mut self.top);
            found.advance();
        }
        Ok(())
    }

    /// The same where parts stand for the words: those that say whether an article has them also score it.
    fn with_parts(
        &mut self,
        covering: &[usize],
        bonus: Score,
        ord: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<()> {
        let mut segment = self.segment(ord, reader)?;
        for part in covering {
            if let Some(part) = segment.parts.get_mut(*part) {
                part.is_required = true;
            }
        }
        segment.greatest_first();
        // The rarest leads.
        let required = segment.parts.iter().enumerate().filter(|(_, part)| part.is_required);
        let Some(lead) = required.min_by_key(|(_, part)| part.scorer.size_hint()).map(|(place, _)| place)
        else {
            return Ok(());
        };
        let mut doc = segment.parts.get(lead).map_or(TERMINATED, |part| part.scorer.doc());
        while doc != TERMINATED {
            let mut others = segment.parts.iter_mut().filter(|part| part.is_required);
            let beyond = others.find_map(|part| {
                if part.scorer.doc() < doc {
                    part.scorer.seek(doc);
                }
                Some(part.scorer.doc()).filter(|there| *there > doc)
            });
            if beyond.is_none() {
                segment.look_at(doc, bonus, &mut self.top);
            }
            let Some(lead) = segment.parts.get_mut(lead) else { return Ok(()) };
            doc = match beyond {
                Some(TERMINATED) => TERMINATED,
                Some(beyond) => lead.scorer.seek(beyond),
                None => lead.scorer.advance(),
            };
        }
        Ok(())
    }

    /// Looks at the articles of a segment that have any of the words and may still be among the best.
    fn with_any(
        &mut self,
        seen: &HashSet<DocAddress>,
        ord: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<()> {
        let Segment { keys, mut parts, mut pairs, pairs_most, .. } = self.segment(ord, reader)?;
        parts.retain(|part| part.scorer.doc() != TERMINATED);
        parts.sort_by(|a, b| a.most.total_cmp(&b.most));
        // What the parts up to each one can add together, the neighbours among them.
        let mut sum = pairs_most;
        let most_up_to: Vec<Score> = parts
            .iter()
            .map(|part| {
                sum += part.most;
                sum
            })
            .collect();
        // An article that has only the parts before this one cannot be among the best.
        let mut first = 0;
        loop {
            let threshold = self.top.threshold();
            while most_up_to.get(first).is_some_and(|most| RankKeys::most(*most) < threshold) {
                first += 1;
            }
            let Some(doc) = parts.get(first..).unwrap_or_default().iter().map(|part| part.scorer.doc()).min()
            else {
                return Ok(());
            };
            if doc == TERMINATED {
                return Ok(());
            }
            let address = DocAddress::new(ord, doc);
            let is_alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            let (lesser, greater) = parts.split_at_mut(first);
            let mut score = 0.0;
            for part in greater.iter_mut().filter(|part| part.scorer.doc() == doc) {
                score += part.scorer.score();
                part.scorer.advance();
            }
            if !is_alive || seen.contains(&address) {
                continue;
            }
            let all_read = lesser.iter_mut().zip(&most_up_to).rev().all(|(part, most)| {
                let may_be_best = RankKeys::most(score + most) >= threshold;
                if may_be_best {
                    score += part.score_of(doc);
                }
                may_be_best
            });
            if all_read && RankKeys::most(score + pairs_most) >= threshold {
                score += pairs.iter_mut().map(|pair| pair.score_of(doc)).sum::<Score>();
                self.top.push(keys.key(doc, score), address);
            }
        }
    }

    fn segment<'r>(&self, ord: SegmentOrdinal, reader: &'r SegmentReader) -> tantivy::Result<Segment<'r>> {
        let scorer = |(weight, most): &(Box<dyn Weight>, Score)| {
            Ok(PartScorer { scorer: weight.scorer(reader, 1.0)?, most: *most, is_required: false })
        };
        let parts = self.parts.iter().map(scorer).collect::<tantivy::Result<_>>()?;
        let pairs = self.pairs(reader)?;
        let pairs_most = pairs.iter().map(|pair| pair.weight.max_score()).sum();
        Ok(Segment {
            ord,
            alive: reader.alive_bitset(),
            keys: self.keys.of(reader),
            parts,
            pairs,
            pairs_most,
        })
    }

    fn pairs(&self, reader: &SegmentReader) -> tantivy::Result<Vec<PairScorer>> {
        let mut scorers = Vec::new();
        for (pair, weight) in &self.pairs {
            let [first, second] = &pair.terms;
            let field = reader.inverted_index(first.field())?;
            let places = IndexRecordOption::WithFreqsAndPositions;
            if let (Some(first), Some(second)) =
                (field.read_postings(first, places)?, field.read_postings(second, places)?)
            {
                scorers.push(PairScorer {
                    words: [first, second],
                    places: [Vec::new(), Vec::new()],
                    lengths: reader.get_fieldnorms_reader(pair.terms[0].field())?,
                    weight: weight.clone(),
                });
            }
        }
        Ok(scorers)
    }
}

/// What scores the articles of one segment.
struct Segment<'r> {
    ord: SegmentOrdinal,
    alive: Option<&'r AliveBitSet>,
    keys: SegmentKeys,
    parts: Vec<PartScorer>,
    pairs: Vec<PairScorer>,
    /// The most that the pairs can add together.
    pairs_most: Score,
}

impl Segment<'_> {
    /// What can add most first: the rest need not be read where it cannot help any more.
    fn greatest_first(&mut self) {
        self.parts.sort_by(|a, b| b.most.total_cmp(&a.most));
    }

    /// Scores an article that has all words, as far as it may be among the best. Those looked at come in order.
    fn look_at(&mut self, doc: DocId, bonus: Score, top: &mut Top) {
        if self.alive.is_some_and(|alive| alive.is_deleted(doc)) {
            return;
        }
        let threshold = top.threshold();
        let mut score = bonus;
        let mut rest = self.parts.iter().map(|part| part.most).sum::<Score>() + self.pairs_most;
        let may_be_best = self.parts.iter_mut().all(|part| {
            rest -= part.most;
            score += part.score_of(doc);
            RankKeys::most(score + rest) >= threshold
        });
        if may_be_best {
            score += self.pairs.iter_mut().map(|pair| pair.score_of(doc)).sum::<Score>();
            top.push(self.keys.key(doc, score), DocAddress::new(self.ord, doc));
        }
    }
}

struct PartScorer {
    scorer: Box<dyn Scorer>,
    most: Score,
    /// Whether an article must have it to have all words.
    is_required: bool,
}

impl PartScorer {
    /// What it adds for an article; those asked for come in order.
    fn score_of(&mut self, doc: DocId) -> Score {
        if self.scorer.doc() < doc {
            self.scorer.seek(doc);
        }
        if self.scorer.doc() == doc { self.scorer.score() } else { 0.0 }
    }
}

struct PairScorer {
    words: [SegmentPostings; 2],
    places: [Vec<u32>; 2],
    lengths: FieldNormReader,
    weight: Bm25Weight,
}

impl PairScorer {
    /// What it adds for an article; those asked for come in order.
    fn score_of(&mut self, doc: DocId) -> Score {
        for word in &mut self.words {
            if word.doc() < doc {
                word.seek(doc);
            }
            if word.doc() != doc {
                return 0.0;
            }
        }
        // Both are brought to where the second one stands.
        for ((word, places), offset) in self.words.iter_mut().zip(&mut self.places).zip([1, 0]) {
            word.positions_with_offset(offset, places);
        }
        let [firsts, seconds] = &self.places;
        let mut rest = seconds.iter().peekable();
        let mut times = 0;
        for first in firsts {
            while rest.next_if(|second| *second < first).is_some() {}
            times += u32::from(rest.peek() == Some(&first));
        }
        if times == 0 { 0.0 } else { self.weight.score(self.lengths.fieldnorm_id(doc), times) }
    }
}

/// An article, by how well it answers.
struct Rated {
    key: RankKey,
    score: Score,
    address: DocAddress,
}

impl Ord for Rated {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of what is equal in all else the first one in the index.
        self.key.cmp(&other.key).then_with(|| other.address.cmp(&self.address))
    }
}

impl PartialOrd for Rated {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rated {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rated {}

/// The best so far, the least of them on top.
struct Top {
    wanted: usize,
    heap: BinaryHeap<Reverse<Rated>>,
}

impl Top {
    /// What an article must reach to be among the best.
    fn threshold(&self) -> Score {
        if self.heap.len() < self.wanted {
            return Score::NEG_INFINITY;
        }
        self.heap.peek().map_or(Score::INFINITY, |Reverse(least)| least.key.score())
    }

    fn push(&mut self, (key, score): (RankKey, Score), address: DocAddress) {
        self.heap.push(Reverse(Rated { key, score, address }));
        if self.heap.len() > self.wanted {
            self.heap.pop();
        }
    }

    fn in_order(self) -> Vec<(Score, DocAddress)> {
        // In the order of what is reversed: the best first.
        let rated = self.heap.into_sorted_vec();
        rated.into_iter().map(|Reverse(rated)| (rated.score, rated.address)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use crate::base::ArticleId;
    use crate::search::names::{NameEntry, NameTable};
    use crate::search::plan::Planner;
    use crate::search::query::{NameKind, Query};
    use crate::search::reader::{SearchOptions, Sort, collect};
    use crate::search::{Document, Index, NamedThing};

    /// Some of them have others of nearly the same meaning.
    const WORDS: [&str; 10] =
        ["army", "drone", "contract", "deal", "the", "award", "cancelled", "terminate", "zebra", "chip"];
    /// What else queries ask for: beginnings, fuzzy words, a contract number.
    const FORMS: [&str; 4] = ["dron*", "contrct~1", "zebr~2", "FA8615-19-C-6058"];

    fn text(words: &[usize]) -> String {
        let words = words.iter().map(|word| WORDS.iter().chain(&FORMS).nth(*word).unwrap());
        words.copied().collect::<Vec<_>>().join(" ")
    }

    #[derive(Clone, Debug)]
    struct Made {
        title: Vec<usize>,
        body: Vec<usize>,
        names_army: bool,
        has_number: bool,
        day: Option<u8>,
    }

    fn made() -> impl Strategy<Value = Made> {
        let words = |most: usize| proptest::collection::vec(0..WORDS.len(), 0..most);
        let rarely = || proptest::bool::weighted(0.2);
        (words(4), words(25), rarely(), rarely(), proptest::option::of(1_u8..28)).prop_map(
            |(title, body, names_army, has_number, day)| Made { title, body, names_army, has_number, day },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_best_are_those_of_the_whole_query(
            articles in proptest::collection::vec(made(), 1..60),
            removed in proptest::collection::vec(0_usize..60, 0..8),
            commits in proptest::collection::vec(0_usize..60, 0..3),
            queries in proptest::collection::vec(
                proptest::collection::vec(0..WORDS.len() + FORMS.len(), 1..5), 1..5),
            limit in 0_usize..8,
            offset in prop_oneof![Just(0), Just(0), 0_usize..4, Just(100)],
            count_all in any::<bool>(),
            freshness in any::<bool>(),
            expand in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let index = Index::create(folder.path()).unwrap();
            let mut writer = index.writer(15_000_000, 1).unwrap();
            let ids: Vec<ArticleId> =
                (0..articles.len()).map(|n| ArticleId::from_stored(format!("a{n:015x}"))).collect();
            for (n, made) in articles.iter().enumerate() {
                let (title, body) = (text(&made.title), text(&made.body));
                let army = NamedThing { id: "us/dod/army", name: "Army", ancestors: vec![] };
                writer
                    .put(&Document {
                        title: &title,
                        body: &body,
                        agencies: if made.names_army { vec![army] } else { vec![] },
                        numbers: if made.has_number { vec!["FA861519C6058"] } else { vec![] },
                        published: made.day.map(|day| format!("2026-02-{day:02}").parse().unwrap()),
                        ..Document::bare(&ids[n])
                    })
                    .unwrap();
                if commits.contains(&n) {
                    writer.commit().unwrap();
                }
            }
            for gone in removed.iter().filter_map(|n| ids.get(*n)) {
                writer.remove(gone);
            }
            writer.commit().unwrap();
            let names = NameTable::new([NameEntry {
                kind: NameKind::Agency,
                id: "us/dod/army",
                name: "Army",
                aliases: vec![],
                parent: None,
            }]);
            let searcher = index.searcher().unwrap();
            for words in queries {
                let query = Query::parse(&text(&words), date(2026, 3, 1)).unwrap();
                let options = SearchOptions {
                    limit,
                    offset,
                    sort: Sort::Relevance,
                    today: date(2026, 3, 1),
                    freshness,
                    expand,
                    count_all,
                    explain: false,
                };
                let found = index.search(&query, &names, &options).unwrap();
                let mut planner = Planner::new(index.fields(), &names, &searcher);
                planner.expand = expand;
                let whole = planner.plan(&query.root).unwrap().unwrap();
                // One more, to see whether what comes next is equal to the last.
                let more = SearchOptions { limit: limit + 1, ..options };
                let expected = collect(&searcher, &whole, &more).unwrap();
                if found.total_is_exact {
                    prop_assert_eq!(found.total, expected.total);
                } else {
                    prop_assert!(!count_all && found.total <= expected.total);
                }
                prop_assert_eq!(found.hits.len(), expected.best.len().min(limit));
                for (hit, (score, _)) in found.hits.iter().zip(&expected.best) {
                    prop_assert!((hit.score - score).abs() <= 1e-4 * score, "{hit:?} {score}");
                }
                // Sums of floating point numbers hang on their order: what is equal but for that may change places.
                let expected = crate::search::reader::hits_of(index.fields(), &searcher, &expected.best, &[]).unwrap();
                for (at, hit) in found.hits.iter().enumerate() {
                    let is_apart = |other: usize| {
                        expected.get(other).is_none_or(|other| (other.score - hit.score).abs() > 2e-4 * hit.score)
                    };
                    if is_apart(at + 1) && (at == 0 || is_apart(at - 1)) {
                        prop_assert_eq!(&hit.id, &expected[at].id);
                    }
                }
            }
        }
    }
}
