//! What the articles of an index name: how many name each thing, and between which days.

use jiff::ToSpan as _;
use jiff::civil::Date;
use tantivy::postings::TermInfo;
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::{
    DocAddress, DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED, TantivyDocument, Term,
};

use super::error::SearchError;
use super::query::NameKind;
use super::reader::Index;
use super::schema::DAY;
use crate::base::ArticleId;

/// What names a thing or what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// How many articles.
    pub articles: u64,
    /// The earliest day one of them was published on.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
    /// One of the latest that names it itself.
    pub example: Option<ArticleId>,
}

impl Index {
    /// The ids of this kind that begin with `start` and that articles name, each with how many do: it, or what belongs to
    /// it. In order of id.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn things(&self, kind: NameKind, start: &str) -> Result<Vec<(String, u64)>, SearchError> {
        self.things_where(kind, start, |_| true)
    }

    /// As [`Index::things`], only those that are wanted: of very many others neither copies nor counts are made.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn things_where(
        &self,
        kind: NameKind,
        start: &str,
        mut is_wanted: impl FnMut(&str) -> bool,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let searcher = self.searcher()?;
        let field = self.fields().ids(kind);
        let mut found = std::collections::BTreeMap::new();
        for segment in searcher.segment_readers() {
            let counted = things_in(segment, field, start, &mut is_wanted)
                .map_err(SearchError::engine("reading terms"))?;
            for (id, count) in counted {
                *found.entry(id).or_insert(0) += count;
            }
        }
        Ok(found.into_iter().filter(|(_, count)| *count > 0).collect())
    }

    /// How many articles name the thing with this id, or what belongs to it.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn count_of(&self, kind: NameKind, id: &str) -> Result<u64, SearchError> {
        let searcher = self.searcher()?;
        let term = Term::from_field_text(self.fields().ids(kind), id);
        let mut count = 0;
        for segment in searcher.segment_readers() {
            let of_segment = || {
                let inverted = segment.inverted_index(term.field())?;
                let Some(found) = inverted.get_term_info(&term)? else { return Ok(0) };
                alive_articles(segment, &inverted, &found)
            };
            count += of_segment().map_err(SearchError::engine("reading terms"))?;
        }
        Ok(count)
    }

    /// What names the thing with this id, or what belongs to it.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn named(&self, kind: NameKind, id: &str) -> Result<Named, SearchError> {
        let searcher = self.searcher()?;
        let fields = self.fields();
        let field = fields.ids(kind);
        let mut named = Named::default();
        let (mut first, mut last) = (None::<i64>, None::<i64>);
        let mut newest: Option<(Option<i64>, DocAddress)> = None;
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            let work = |_, day: Option<i64>| {
                named.articles += 1;
                first = first.into_iter().chain(day).min();
                last = last.max(day);
            };
            each_article(segment, &Term::from_field_text(field, id), work)
                .map_err(SearchError::engine("reading terms"))?;
            let note = |doc, day: Option<i64>| {
                if newest.is_none_or(|(before, _)| before <= day) {
                    newest = Some((day, DocAddress::new(ordinal as u32, doc)));
                }
            };
            each_article(segment, &Term::from_field_text(field, &format!("={id}")), note)
                .map_err(SearchError::engine("reading terms"))?;
        }
        (named.first, named.last) = (first.and_then(date_of), last.and_then(date_of));
        if let Some((_, address)) = newest {
            let stored: TantivyDocument =
                searcher.doc(address).map_err(SearchError::engine("reading an article's id"))?;
            let id = stored.get_first(fields.id).and_then(|value| value.as_str());
            named.example = id.map(ArticleId::from_stored);
        }
        Ok(named)
    }
}

/// The ids in one segment, without those that were taken out of it.
fn things_in(
    segment: &SegmentReader,
    field: tantivy::schema::Field,
    start: &str,
    mut is_wanted: impl FnMut(&str) -> bool,
) -> tantivy::Result<Vec<(String, u64)>> {
    let inverted = segment.inverted_index(field)?;
    let mut found = Vec::new();
    let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
    while stream.advance() {
        let Ok(id) = std::str::from_utf8(stream.key()) else { continue };
        if !id.starts_with(start) {
            break;
        }
        // With the sign, a thing without what belongs to it.
        if id.starts_with('=') || !is_wanted(id) {
            continue;
        }
        let count = alive_articles(segment, &inverted, stream.value())?;
        found.push((id.to_owned(), count));
    }
    Ok(found)
}

/// How many of the articles with a term were not taken out.
fn alive_articles(
    segment: &SegmentReader,
    inverted: &InvertedIndexReader,
    term: &TermInfo,
) -> tantivy::Result<u64> {
    let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(term.doc_freq)) };
    let mut articles = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    let mut count = 0;
    let mut doc = articles.doc();
    while doc != TERMINATED {
        count += u64::from(alive.is_alive(doc));
        doc = articles.advance();
    }
    Ok(count)
}

/// Hands each article that has the term to `work`, with its day since 1970.
fn each_article(
    segment: &SegmentReader,
    term: &Term,
    mut work: impl FnMut(u32, Option<i64>),
) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(term.field())?;
    let Some(mut articles) = inverted.read_postings(term, IndexRecordOption::Basic)? else { return Ok(()) };
    let days = segment.fast_fields().i64(DAY)?;
    let alive = segment.alive_bitset();
    let mut doc = articles.doc();
    while doc != TERMINATED {
        if alive.is_none_or(|alive| alive.is_alive(doc)) {
            work(doc, days.first(doc));
        }
        doc = articles.advance();
    }
    Ok(())
}

fn date_of(day: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(i32::try_from(day).ok()?.days()).ok()
}
