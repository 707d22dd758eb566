//! How well an article answers one word: BM25F over title, body and evidence.
//!
//! BM25 adds up fields as if they were texts of their own, so that a word in title and body counts nearly twice.
//! BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004) first adds up the
//! weighted, length-normalised counts of the fields and saturates them once.

use std::sync::OnceLock;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

/// How soon more of the same word stops mattering (the customary value).
const K1: Score = 1.2;
/// What a word written exactly as in the query is worth above another form of it.
const EXACT_BONUS: Score = 1.1;

/// One field a word is looked for in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zone {
    pub(super) field: Field,
    /// What one occurrence counts.
    pub(super) weight: Score,
    /// How much the length of the field matters, from 0 to 1.
    pub(super) length_share: Score,
}

/// One word, looked for in several fields.
#[derive(Clone, Debug)]
pub(super) struct WordQuery {
    pub(super) stem: String,
    pub(super) zones: Vec<Zone>,
    /// The word unstemmed, in the fields that hold such.
    pub(super) exact: Vec<Term>,
    /// How rare it is, once that was asked for.
    rarity: OnceLock<Score>,
}

impl WordQuery {
    pub(super) fn new(stem: &str, zones: Vec<Zone>, exact: Vec<Term>) -> Self {
        Self { stem: stem.to_owned(), zones, exact, rarity: OnceLock::new() }
    }

    /// The same, with nothing more for the form as written.
    pub(super) fn without_exact(self) -> Self {
        Self { exact: Vec::new(), ..self }
    }

    /// The most that the word can add to a score.
    pub(super) fn most(&self, searcher: &Searcher) -> tantivy::Result<Score> {
        let bonus = if self.exact.is_empty() { 1.0 } else { EXACT_BONUS };
        Ok(self.rarity(searcher)? * (K1 + 1.0) * bonus)
    }

    /// The weight of the word by how rare it is: BM25's inverse document frequency.
    pub(super) fn rarity(&self, searcher: &Searcher) -> tantivy::Result<Score> {
        if let Some(known) = self.rarity.get() {
            return Ok(*known);
        }
        let all: u64 = searcher.segment_readers().iter().map(|reader| u64::from(reader.max_doc())).sum();
        let mut holding = 0;
        for zone in &self.zones {
            holding = holding.max(searcher.doc_freq(&Term::from_field_text(zone.field, &self.stem))?);
        }
        let rest = all.saturating_sub(holding);
        Ok(*self.rarity.get_or_init(|| (1.0 + (rest as Score + 0.5) / (holding as Score + 0.5)).ln()))
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let (rarity, averages) = match scoring {
            EnableScoring::Disabled { .. } => (1.0, None),
            EnableScoring::Enabled { searcher, statistics_provider } => {
                let documents = statistics_provider.total_num_docs()?.max(1) as Score;
                let mut averages = Vec::new();
                for zone in &self.zones {
                    averages.push(statistics_provider.total_num_tokens(zone.field)? as Score / documents);
                }
                (self.rarity(searcher)?, Some(averages))
            }
        };
        Ok(Box::new(WordWeight { query: self.clone(), rarity, averages }))
    }
}

struct WordWeight {
    query: WordQuery,
    rarity: Score,
    /// Mean length of each zone; absent where no scores are wanted.
    averages: Option<Vec<Score>>,
}

impl WordWeight {
    fn word_scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let record = match self.averages {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let mut zones = Vec::new();
        for (at, zone) in self.query.zones.iter().enumerate() {
            let term = Term::from_field_text(zone.field, &self.query.stem);
            let Some(postings) = reader.inverted_index(zone.field)?.read_postings(&term, record)? else {
                continue;
            };
            let lengths = match &self.averages {
                None => None,
                Some(averages) => {
                    let average = averages.get(at).copied().unwrap_or(1.0).max(1.0);
                    let norms = reader.get_fieldnorms_reader(zone.field)?;
                    Some((norms, factors(zone, average)))
                }
            };
            zones.push(ZoneScorer { postings, lengths });
        }
        let mut exact = Vec::new();
        if self.averages.is_some() {
            for term in &self.query.exact {
                exact.extend(
                    reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?,
                );
            }
        }
        let doc = zones.iter().map(|zone| zone.postings.doc()).min().unwrap_or(TERMINATED);
        Ok(WordScorer { zones, exact, scale: boost * self.rarity * (K1 + 1.0), doc })
    }
}

/// What an occurrence counts at each of the 256 lengths the index tells apart.
fn factors(zone: &Zone, average: Score) -> Box<[Score]> {
    let factor = |id: u8| {
        let length = FieldNormReader::id_to_fieldnorm(id) as Score / average;
        zone.weight / (1.0 - zone.length_share + zone.length_share * length)
    };
    (0..=u8::MAX).map(factor).collect()
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.word_scorer(reader, boost)?;
        if scorer.zones.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.word_scorer(reader, 1.0)?;
        let score = if scorer.doc() <= doc && scorer.seek(doc) == doc { scorer.score() } else { 0.0 };
        Ok(Explanation::new("BM25F of a word", score))
    }
}

struct ZoneScorer {
    postings: SegmentPostings,
    lengths: Option<(FieldNormReader, Box<[Score]>)>,
}

struct WordScorer {
    zones: Vec<ZoneScorer>,
    exact: Vec<SegmentPostings>,
    scale: Score,
    doc: DocId,
}

impl WordScorer {
    fn settle(&mut self) -> DocId {
        self.doc = self.zones.iter().map(|zone| zone.postings.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        for zone in &mut self.zones {
            if zone.postings.doc() == self.doc {
                zone.postings.advance();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for zone in &mut self.zones {
            if zone.postings.doc() < target {
                zone.postings.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.zones.iter().map(|zone| zone.postings.size_hint()).max().unwrap_or(0)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let mut count = 0.0;
        for zone in &self.zones {
            if zone.postings.doc() == doc
                && let Some((norms, factors)) = &zone.lengths
            {
                let factor = factors.get(usize::from(norms.fieldnorm_id(doc))).copied().unwrap_or(0.0);
                count += zone.postings.term_freq() as Score * factor;
            }
        }
        let mut score = self.scale * count / (K1 + count);
        let as_written = self.exact.iter_mut().any(|postings| {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            postings.doc() == doc
        });
        if as_written {
            score *= EXACT_BONUS;
        }
        score
    }
}
