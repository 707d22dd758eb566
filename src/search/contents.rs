//! Which articles an index holds.

use super::error::SearchError;
use super::reader::{Index, hits_of};
use crate::base::ArticleId;

impl Index {
    /// The ids of all articles it holds as of the last commit, in order; one that it holds twice stands twice.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn article_ids(&self) -> Result<Vec<ArticleId>, SearchError> {
        let searcher = self.searcher()?;
        let mut ids = Vec::with_capacity(searcher.num_docs() as usize);
        for (segment, reader) in (0_u32..).zip(searcher.segment_readers()) {
            let places: Vec<_> =
                reader.doc_ids_alive().map(|doc| (0.0, tantivy::DocAddress::new(segment, doc))).collect();
            ids.extend(hits_of(self.fields(), &searcher, &places, &[])?.into_iter().map(|hit| hit.id));
        }
        ids.sort_unstable();
        Ok(ids)
    }
}
