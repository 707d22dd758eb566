//! An article as the index takes it, and the rebuild of the index from the database.

use std::path::Path;

use crate::article::Article;
use crate::base::ArticleId;
use crate::events::Facts;
use crate::pipeline::folder::io;
use crate::pipeline::{Folder, PipelineError};
use crate::search::{Document, Index, NameTable, Writer};
use crate::store::Store;

/// Memory of the writer of a rebuild.
const REBUILD_BYTES: usize = 96 << 20;

/// Whether articles may be missing from the index: a writer was killed before it had caught up.
pub fn is_index_behind(folder: &Folder) -> bool {
    folder.behind().exists()
}

/// The index, and whether it had to be made anew (missing, unreadable, or of another version).
pub(super) fn open_or_create(path: &Path) -> Result<(Index, bool), PipelineError> {
    match Index::open(path) {
        Ok(index) => Ok((index, false)),
        Err(error) if error.asks_for_rebuild() => Ok((Index::create(path)?, true)),
        Err(error) => Err(error.into()),
    }
}

/// Builds the index again from the database, in the place of what is there; gives back how many articles it holds.
///
/// # Errors
/// When another process writes the index, or the database or a file fails.
pub fn rebuild_index(folder: &Folder, store: &Store, names: &NameTable) -> Result<u64, PipelineError> {
    let index = Index::create(&folder.index())?;
    let mut writer = index.writer(REBUILD_BYTES, 2)?;
    let mut count = 0;
    store.for_each_article(|article, facts| -> Result<(), PipelineError> {
        put(store, &mut writer, names, &article, &facts)?;
        count += 1;
        Ok(())
    })?;
    writer.commit()?;
    writer.finish()?;
    let marker = folder.behind();
    if marker.exists() {
        io(&marker, std::fs::remove_file(&marker))?;
    }
    Ok(count)
}

/// Puts one article's document in the place of the one before; takes it out when the article is gone.
pub(super) fn put_document(
    store: &Store,
    writer: &mut Writer,
    names: &NameTable,
    id: &ArticleId,
) -> Result<(), PipelineError> {
    if let Some((article, facts)) = store.article(id)? {
        return put(store, writer, names, &article, &facts);
    }
    writer.remove(id);
    Ok(())
}

fn put(
    store: &Store,
    writer: &mut Writer,
    names: &NameTable,
    article: &Article,
    facts: &Facts,
) -> Result<(), PipelineError> {
    let mut document = Document::new(article, facts, names);
    for (status, is_disputed) in store.standings_of(&article.id)? {
        document.disputed |= is_disputed;
        document.statuses.extend(status);
    }
    document.statuses.sort_unstable();
    document.statuses.dedup();
    Ok(writer.put(&document)?)
}
