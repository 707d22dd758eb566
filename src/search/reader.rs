//! Opening an index and asking it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, DocId, ReloadPolicy, Score, Searcher, SegmentReader, TantivyDocument};

use super::error::SearchError;
use super::explain::{ScorePart, Understood, score_parts};
use super::folder;
use super::names::NameTable;
use super::plan::{Planned, Planner};
use super::query::Query;
use super::schema::{DAY, Fields, TIE, day_number};
use crate::base::ArticleId;

/// An index in a folder. Any number may be open at once, also while one [`Writer`](super::Writer) writes.
#[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
pub struct Index {
    engine: tantivy::Index,
    fields: Fields,
    folder: PathBuf,
}

/// The order of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The latest published first; undated ones last.
    Newest,
    /// The first published first; undated ones last.
    Oldest,
}

/// How to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// The most hits to give.
    pub limit: usize,
    /// How many of the first hits to leave out.
    pub offset: usize,
    /// Their order.
    pub sort: Sort,
    /// The day freshness is reckoned from.
    pub today: Date,
    /// Whether newer articles rank a little higher.
    pub freshness: bool,
    /// Whether words of nearly the same meaning are looked for too (`data/synonyms.tsv`).
    pub expand: bool,
    /// Whether to tell how the query was understood and what each hit's score is made of.
    pub explain: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// How many articles match in all.
    pub total: usize,
    /// Those asked for, in order.
    pub hits: Vec<Hit>,
    /// How the query was understood, where that was asked for.
    pub understood: Vec<Understood>,
}

/// One article that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub id: ArticleId,
    /// How well it answers: comparable within one answer only.
    pub score: f32,
    /// What it is made of, where that was asked for, before freshness.
    pub parts: Vec<ScorePart>,
}

/// What the newest article gains over a very old one, as a share of its score.
const FRESHNESS: f32 = 0.03;
/// Days after which half of that is lost.
const FRESHNESS_DAYS: f32 = 180.0;

impl Index {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// [`SearchError::Missing`], [`SearchError::OtherVersion`] and [`SearchError::Unreadable`] ask for [`Index::create`]
    /// and a rebuild.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let fields = Fields::new();
        Ok(Self { engine: folder::open(folder, &fields)?, fields, folder: folder.to_owned() })
    }

    /// Makes an empty index in `folder`, in place of what index was there.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn create(folder: &Path) -> Result<Self, SearchError> {
        let fields = Fields::new();
        Ok(Self { engine: folder::create(folder, &fields)?, fields, folder: folder.to_owned() })
    }

    /// Opens the index in `folder`, or makes one where there is none.
    ///
    /// # Errors
    /// As [`Index::open`] and [`Index::create`]; an index of another version is left as it is.
    pub fn create_or_open(folder: &Path) -> Result<Self, SearchError> {
        match Self::open(folder) {
            Err(SearchError::Missing(_)) => Self::create(folder),
            other => other,
        }
    }

    /// How many articles it holds, as of the last commit.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn len(&self) -> Result<usize, SearchError> {
        Ok(self.searcher()?.num_docs() as usize)
    }

    /// Whether it holds no article.
    ///
    /// # Errors
    /// As [`Index::len`].
    pub fn is_empty(&self) -> Result<bool, SearchError> {
        self.len().map(|count| count == 0)
    }

    /// The articles that match, as of the last commit. `names` says what the names in the query stand for.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn search(
        &self,
        query: &Query,
        names: &NameTable,
        options: &SearchOptions,
    ) -> Result<Hits, SearchError> {
        let searcher = self.searcher()?;
        let mut planner = Planner::new(&self.fields, names, &searcher);
        planner.expand = options.expand;
        planner.parts = options.explain.then(Vec::new);
        let planned = planner.plan(&query.root).map_err(SearchError::engine("reading terms"))?;
        let (parts, mut understood) = (planner.parts.unwrap_or_default(), planner.understood);
        if !options.explain {
            understood.clear();
        }
        let Some(planned) = planned else { return Ok(Hits { total: 0, hits: Vec::new(), understood }) };
        let (total, found) =
            collect(&searcher, &planned, options).map_err(SearchError::engine("searching"))?;
        Ok(Hits { total, hits: hits_of(&self.fields, &searcher, &found, &parts)?, understood })
    }

    pub(super) fn searcher(&self) -> Result<Searcher, SearchError> {
        let reader = self
            .engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(4)
            .try_into()
            .map_err(|error| SearchError::opening(&self.folder, &error))?;
        Ok(reader.searcher())
    }

    #[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
    pub(super) fn engine(&self) -> &tantivy::Index {
        &self.engine
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The hits at these places, each with what its score is made of.
pub(super) fn hits_of(
    fields: &Fields,
    searcher: &Searcher,
    found: &[(Score, DocAddress)],
    parts: &[(String, Planned)],
) -> Result<Vec<Hit>, SearchError> {
    let mut hits = Vec::with_capacity(found.len());
    for (score, address) in found {
        let stored: TantivyDocument =
            searcher.doc(*address).map_err(SearchError::engine("reading an article's id"))?;
        let id = stored.get_first(fields.id).and_then(|value| value.as_str()).unwrap_or_default();
        let parts = score_parts(searcher, parts, *address)
            .map_err(SearchError::engine("telling what a score is made of"))?;
        hits.push(Hit { id: ArticleId::from_stored(id), score: *score, parts });
    }
    Ok(hits)
}

/// The number of matches, and those asked for with their scores.
pub(super) fn collect(
    searcher: &Searcher,
    query: &Planned,
    options: &SearchOptions,
) -> tantivy::Result<(usize, Vec<(Score, DocAddress)>)> {
    let offset = options.offset;
    let limit = options.limit.min((searcher.num_docs() as usize).saturating_sub(offset));
    if limit == 0 {
        return Ok((searcher.search(query, &Count)?, Vec::new()));
    }
    let (sort, freshness, today) = (options.sort, options.freshness, day_number(options.today));
    let top = TopDocs::with_limit(limit).and_offset(offset).tweak_score(move |segment: &SegmentReader| {
        let days = segment.fast_fields().i64(DAY).ok();
        let ties = segment.fast_fields().u64(TIE).ok();
        move |doc: DocId, score: Score| {
            let day = days.as_ref().and_then(|days| days.first(doc));
            let tie = ties.as_ref().and_then(|ties| ties.first(doc)).unwrap_or_default();
            let dated = day.map_or(i64::MIN, |day| if sort == Sort::Oldest { -day } else { day });
            let score = match day {
                Some(day) if freshness => score * (1.0 + FRESHNESS * fresh(today - day)),
                _ => score,
            };
            let first = if sort == Sort::Relevance { score } else { 0.0 };
            (first, dated, tie, score)
        }
    });
    let (total, found) = searcher.search(query, &(Count, top))?;
    Ok((total, found.into_iter().map(|((_, _, _, score), address)| (score, address)).collect()))
}

/// From 1 for today (and what is dated later) towards 0.
fn fresh(age_days: i64) -> f32 {
    (-(age_days.max(0) as f32) / FRESHNESS_DAYS).exp2()
}
