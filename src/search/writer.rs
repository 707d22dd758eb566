//! Putting articles into the index and taking them out.

use std::path::PathBuf;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::schema::OwnedValue;
use tantivy::{TantivyDocument, Term};

use super::document::{Document, NamedThing};
use super::error::SearchError;
use super::query::NameKind;
use super::reader::Index;
use super::schema::{Fields, amount_term, day_number, number_key, of_role, tie_of};
use crate::base::ArticleId;

/// Share of a segment's articles that may be deleted before it is written anew.
/// (tantivy's own default never does so for deletions alone.)
const DELETED_BEFORE_MERGE: f32 = 0.3;

/// So many segments of about the same size are merged into one: each costs every search a little, and hourly crawls add one each.
const SEGMENTS_OF_A_SIZE: usize = 4;
/// Segments of fewer articles count as of the same size.
const SMALL_SEGMENT: u32 = 2_000;

/// The least memory tantivy takes for each of its threads.
const LEAST_BYTES: usize = 15_000_000;

/// The one writer of an index. What was not committed is lost when it is dropped.
pub struct Writer {
    #[expect(clippy::disallowed_types, reason = "this room keeps tantivy's writer to itself")]
    inner: tantivy::IndexWriter,
    fields: Fields,
    folder: PathBuf,
}

impl Index {
    /// Starts writing; `memory_bytes` is shared by `threads` (at least one, with 15 MB each).
    ///
    /// # Errors
    /// [`SearchError::Locked`] while another process writes.
    pub fn writer(&self, memory_bytes: usize, threads: usize) -> Result<Writer, SearchError> {
        let threads = threads.max(1);
        let memory = memory_bytes.max(threads * LEAST_BYTES);
        let inner = self
            .engine()
            .writer_with_num_threads(threads, memory)
            .map_err(|error| SearchError::opening(self.folder(), &error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        policy.set_min_num_segments(SEGMENTS_OF_A_SIZE);
        policy.set_min_layer_size(SMALL_SEGMENT);
        inner.set_merge_policy(Box::new(policy));
        Ok(Writer { inner, fields: self.fields().clone(), folder: self.folder().to_owned() })
    }
}

impl Writer {
    /// Adds an article, in place of the one with the same id.
    ///
    /// # Errors
    /// When the engine's threads have failed (a full disk).
    pub fn put(&mut self, document: &Document<'_>) -> Result<(), SearchError> {
        self.remove(document.id);
        self.add(document)
    }

    /// Adds an article whose id no other has.
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn add(&mut self, document: &Document<'_>) -> Result<(), SearchError> {
        let written = self.written(document);
        self.inner.add_document(written).map(drop).map_err(SearchError::engine("adding an article"))
    }

    /// Takes an article out; one that is not there is no error.
    pub fn remove(&mut self, id: &ArticleId) {
        self.inner.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
    }

    /// Takes all articles out.
    ///
    /// # Errors
    /// When the engine refuses.
    pub fn clear(&mut self) -> Result<(), SearchError> {
        self.inner.delete_all_documents().map(drop).map_err(SearchError::engine("emptying it"))
    }

    /// Makes what was put and removed durable and visible to readers opened from now on.
    ///
    /// # Errors
    /// When a file could not be written; the state of the last commit stays.
    pub fn commit(&mut self) -> Result<(), SearchError> {
        self.inner.commit().map(drop).map_err(SearchError::engine("committing"))
    }

    /// From now on segments stay as they are until [`Writer::purge`].
    pub fn hold(&mut self) {
        self.inner.set_merge_policy(Box::new(NoMergePolicy));
    }

    /// Writes what was taken out and committed out of the files too, where words of it stand until then. Call
    /// [`Writer::hold`] before anything is changed.
    ///
    /// # Errors
    /// When a file could not be written; what was committed stays.
    pub fn purge(&mut self) -> Result<(), SearchError> {
        let failed = || SearchError::engine("writing out what was taken out");
        let segments = self.inner.index().searchable_segment_metas().map_err(failed())?;
        let with_gone: Vec<_> =
            segments.iter().filter(|one| one.num_deleted_docs() > 0).map(tantivy::SegmentMeta::id).collect();
        if !with_gone.is_empty() {
            self.inner.merge(&with_gone).wait().map(drop).map_err(failed())?;
        }
        self.inner.garbage_collect_files().wait().map(drop).map_err(failed())
    }

    /// Waits until no segments are being merged, which leaves the fewest files.
    ///
    /// # Errors
    /// When a merge failed; what was committed stays.
    pub fn finish(self) -> Result<(), SearchError> {
        self.inner.wait_merging_threads().map_err(|error| SearchError::opening(&self.folder, &error))
    }

    fn written(&self, document: &Document<'_>) -> TantivyDocument {
        let fields = &self.fields;
        let mut out = TantivyDocument::new();
        out.add_text(fields.id, document.id.as_str());
        for field in [fields.title, fields.title_exact] {
            out.add_text(field, document.title);
        }
        for field in [fields.body, fields.body_exact] {
            out.add_text(field, document.body);
        }
        for sentence in &document.evidence {
            out.add_text(fields.evidence, sentence);
        }
        for (kind, things) in [
            (NameKind::Agency, &document.agencies),
            (NameKind::Vendor, &document.vendors),
            (NameKind::Product, &document.products),
            (NameKind::Program, &document.programs),
        ] {
            add_things(&mut out, fields.ids(kind), fields.names(kind), things);
        }
        add_things(&mut out, fields.via_ids, fields.via_names, &document.via);
        for kind in &document.kinds {
            out.add_text(fields.kinds, kind.as_str());
        }
        for status in &document.statuses {
            out.add_text(fields.statuses, status.as_str());
        }
        for sort in document.traits() {
            out.add_text(fields.traits, sort.as_str());
        }
        for number in &document.numbers {
            out.add_text(fields.numbers, number_key(number));
        }
        if let Some(publisher) = document.publisher {
            out.add_text(fields.publisher, publisher);
        }
        if let Some(country) = document.country {
            out.add_text(fields.country, country.to_lowercase());
        }
        for term in document.amounts.iter().filter_map(amount_term) {
            out.add_field_value(fields.amounts, &OwnedValue::Bytes(term));
        }
        for (role, money) in &document.sums {
            if let Some(term) = amount_term(money) {
                out.add_field_value(fields.amounts, &OwnedValue::Bytes(of_role(*role, &term)));
            }
        }
        for date in &document.happened {
            out.add_i64(fields.happened, day_number(date.first_day()));
        }
        if let Some(published) = document.published {
            out.add_i64(fields.day, day_number(published.first_day()));
        }
        out.add_u64(fields.tie, tie_of(document.id.as_str()));
        out
    }
}

fn add_things(
    out: &mut TantivyDocument,
    ids: tantivy::schema::Field,
    names: tantivy::schema::Field,
    things: &[NamedThing<'_>],
) {
    for thing in things {
        out.add_text(ids, format!("={}", thing.id));
        for id in thing.found_by() {
            out.add_text(ids, id);
        }
        out.add_text(names, thing.name);
    }
}
