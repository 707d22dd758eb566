//! Opening an index and asking it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, DocId, ReloadPolicy, Score, Searcher, SegmentReader, TantivyDocument};

use super::best::best;
use super::error::SearchError;
use super::explain::{ScorePart, Understood, score_parts};
use super::folder::{self, ENGINE_FILE};
use super::names::NameTable;
use super::plan::{Planned, Planner};
use super::query::Query;
use super::rank_key::RankKeys;
use super::ranked::Ranked;
use super::schema::{Fields, TIE, id_of_tie};
use crate::base::ArticleId;

/// An index in a folder. Any number may be open at once, also while one [`Writer`](super::Writer) writes.
#[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
pub struct Index {
    engine: tantivy::Index,
    fields: Fields,
    folder: PathBuf,
    /// What was read last, and the list of segments that it was read by.
    read: Mutex<Option<(Vec<u8>, Searcher)>>,
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
    /// Whether all articles that match are counted, however many.
    pub count_all: bool,
    /// Whether to tell how the query was understood and what each hit's score is made of.
    pub explain: bool,
}

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// How many articles match in all, or at least.
    pub total: usize,
    /// Whether it is so many, and not more.
    pub total_is_exact: bool,
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

/// As long as the words of a query are in so many articles, each word by itself, those with any of them are counted; of more
/// it is told that they are many. Tests have few.
const COUNTED: u64 = if cfg!(test) { 20 } else { 10_000 };

impl Index {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// [`SearchError::Missing`], [`SearchError::OtherVersion`] and [`SearchError::Unreadable`] ask for [`Index::create`]
    /// and a rebuild.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        let fields = Fields::new();
        Ok(Self::of(folder::open(folder, &fields)?, fields, folder))
    }

    /// Makes an empty index in `folder`, in place of what index was there.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn create(folder: &Path) -> Result<Self, SearchError> {
        let fields = Fields::new();
        Ok(Self::of(folder::create(folder, &fields)?, fields, folder))
    }

    #[expect(clippy::disallowed_types, reason = "this room keeps tantivy's index to itself")]
    fn of(engine: tantivy::Index, fields: Fields, folder: &Path) -> Self {
        Self { engine, fields, folder: folder.to_owned(), read: Mutex::new(None) }
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
        let ranked = match options.sort {
            Sort::Relevance => {
                planner.ranked_alone(&query.root).map_err(SearchError::engine("reading terms"))?
            }
            Sort::Newest | Sort::Oldest => None,
        };
        let planned = match ranked {
            Some(_) => None,
            None => planner.plan(&query.root).map_err(SearchError::engine("reading terms"))?,
        };
        let (parts, mut understood) = (planner.parts.unwrap_or_default(), planner.understood);
        if !options.explain {
            understood.clear();
        }
        let found = match (&ranked, &planned) {
            (Some(ranked), _) => best_of(ranked, &searcher, options),
            (None, Some(planned)) => collect(&searcher, planned, options),
            (None, None) => Ok(Found::default()),
        };
        let Found { total, total_is_exact, best } = found.map_err(SearchError::engine("searching"))?;
        Ok(Hits { total, total_is_exact, hits: hits_of(&self.fields, &searcher, &best, &parts)?, understood })
    }

    /// Takes note of what was committed since the index was last asked; until then all answers are of one state. Opening
    /// its files takes longer than many a search, so they are kept open until there is another commit.
    ///
    /// # Errors
    /// As [`Index::open`], where its files were taken away meanwhile.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let list = std::fs::read(self.folder.join(ENGINE_FILE)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => SearchError::Missing(self.folder.clone()),
            _ => SearchError::io(&self.folder, "reading its list of segments")(error),
        })?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.as_ref().is_none_or(|(known, _)| *known != list) {
            *read = Some((list, self.opened()?));
        }
        Ok(())
    }

    /// The state that [`Index::refresh`] found last.
    pub(super) fn searcher(&self) -> Result<Searcher, SearchError> {
        let found = || {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            read.as_ref().map(|(_, searcher)| searcher.clone())
        };
        if found().is_none() {
            self.refresh()?;
        }
        found().ok_or_else(|| SearchError::Missing(self.folder.clone()))
    }

    fn opened(&self) -> Result<Searcher, SearchError> {
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
    let columns = |reader: &SegmentReader| reader.fast_fields().u64(TIE);
    let ties = searcher.segment_readers().iter().map(columns).collect::<tantivy::Result<Vec<_>>>();
    let ties = ties.map_err(SearchError::engine("reading ids"))?;
    for (score, address) in found {
        let tie = ties.get(address.segment_ord as usize).and_then(|ties| ties.first(address.doc_id));
        let id =
            id_at(fields, searcher, *address, tie).map_err(SearchError::engine("reading an article's id"))?;
        let parts = score_parts(searcher, parts, *address)
            .map_err(SearchError::engine("telling what a score is made of"))?;
        hits.push(Hit { id: ArticleId::from_stored(id), score: *score, parts });
    }
    Ok(hits)
}

/// The id of the article at a place.
fn id_at(
    fields: &Fields,
    searcher: &Searcher,
    address: DocAddress,
    tie: Option<u64>,
) -> tantivy::Result<String> {
    if let Some(id) = tie.and_then(id_of_tie) {
        return Ok(id);
    }
    // What is stored must be unpacked first, and much else with it.
    let stored: TantivyDocument = searcher.doc(address)?;
    Ok(stored.get_first(fields.id).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
}

/// What was found of a query.
pub(super) struct Found {
    /// How many articles match.
    pub(super) total: usize,
    /// Whether it is so many, and not more.
    pub(super) total_is_exact: bool,
    /// Those asked for, in order.
    pub(super) best: Vec<(Score, DocAddress)>,
}

impl Default for Found {
    fn default() -> Self {
        Self { total: 0, total_is_exact: true, best: Vec::new() }
    }
}

/// The articles asked for of those with any of the words.
fn best_of(ranked: &Ranked, searcher: &Searcher, options: &SearchOptions) -> tantivy::Result<Found> {
    let wanted = options.offset.saturating_add(options.limit).min(searcher.num_docs() as usize);
    let mut best = best(ranked, searcher, &RankKeys::new(options), wanted)?;
    best.drain(..options.offset.min(best.len()));
    let (total, total_is_exact) = match many(ranked, searcher)? {
        Some(least) if !options.count_all && best.is_empty() => (least, false),
        Some(least) if !options.count_all => (least.max(options.offset + best.len()), false),
        _ => (searcher.search(&ranked.any(), &Count)?, true),
    };
    Ok(Found { total, total_is_exact, best })
}

/// How many articles match at least, where they are too many to be counted for nothing.
fn many(ranked: &Ranked, searcher: &Searcher) -> tantivy::Result<Option<usize>> {
    let (mut all, mut most) = (0, 0);
    for term in &ranked.words {
        let holding = searcher.doc_freq(term)?;
        all += holding;
        most = holding.max(most);
    }
    // Some of those that have the word may have been taken out since.
    let readers = searcher.segment_readers().iter();
    let taken_out: u64 = readers.map(|reader| u64::from(reader.num_deleted_docs())).sum();
    Ok((all > COUNTED).then(|| most.saturating_sub(taken_out) as usize))
}

/// The number of matches, and those asked for with their scores.
pub(super) fn collect(
    searcher: &Searcher,
    query: &Planned,
    options: &SearchOptions,
) -> tantivy::Result<Found> {
    let offset = options.offset;
    let limit = options.limit.min((searcher.num_docs() as usize).saturating_sub(offset));
    if limit == 0 {
        return Ok(Found { total: searcher.search(query, &Count)?, ..Found::default() });
    }
    let keys = RankKeys::new(options);
    let top = TopDocs::with_limit(limit).and_offset(offset).tweak_score(move |segment: &SegmentReader| {
        let keys = keys.of(segment);
        move |doc: DocId, score: Score| keys.key(doc, score)
    });
    let (total, found) = searcher.search(query, &(Count, top))?;
    let best = found.into_iter().map(|((_, score), address)| (score, address)).collect();
    Ok(Found { total, best, ..Found::default() })
}
