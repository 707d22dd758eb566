//! An article as the index takes it, and the rebuild of the index from the database.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::article::Article;
use crate::base::ArticleId;
use crate::events::Facts;
use crate::pipeline::folder::io;
use crate::pipeline::{Folder, PipelineError};
use crate::search::{Document, Index, NameTable, SearchError, Writer};
use crate::store::Store;

/// Memory of the writer of a rebuild.
const REBUILD_BYTES: usize = 96 << 20;
/// How long a rebuild waits for a batch in the middle.
const WAIT: Duration = Duration::from_secs(5);

/// Whether articles may be missing from the index: a writer was killed before it had caught up.
pub fn is_index_behind(folder: &Folder) -> bool {
    !folder.markers().is_empty()
}

/// A file that says that the index may lack what one batch wrote. Each batch has its own, so that who has caught up with one
/// says nothing of another's.
pub(super) struct Marker(PathBuf);

/// Says that the index may be behind. Called within a batch, so that the file stands before the batch is kept.
pub(super) fn mark_behind(folder: &Folder) -> Result<Marker, PipelineError> {
    let marker = folder.new_marker();
    let words = b"articles may be missing from the index; the next writer adds them\n";
    io(&marker, std::fs::write(&marker, words))?;
    Ok(Marker(marker))
}

impl Marker {
    /// Says that the index has what the batch wrote.
    pub(super) fn remove(self) -> Result<(), PipelineError> {
        remove_marker(&self.0)
    }
}

/// Another process that has built the index anew may have taken it away already.
fn remove_marker(path: &Path) -> Result<(), PipelineError> {
    let gone = |error: std::io::Error| {
        if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
    };
    io(path, std::fs::remove_file(path).or_else(gone))
}

/// The index, and whether it had to be made anew (missing, unreadable, or of another version): empty, and marked as behind.
pub(super) fn open_or_create(folder: &Folder) -> Result<(Index, bool), PipelineError> {
    let path = folder.index();
    match Index::open(&path) {
        Ok(index) => Ok((index, false)),
        Err(error) if error.asks_for_rebuild() => {
            // It stands until the index is built again.
            mark_behind(folder)?;
            Ok((Index::create(&path)?, true))
        }
        Err(error) => Err(error.into()),
    }
}

/// Brings up an index that is behind. Where that is another process in the middle of its work, it is waited for, so long: most often the
/// index has caught up then.
///
/// # Errors
/// As [`rebuild_index`].
pub(super) fn catch_up(
    folder: &Folder,
    store: &Store,
    names: &NameTable,
    is_new: bool,
    wait: Duration,
) -> Result<(), PipelineError> {
    let begun = Instant::now();
    loop {
        match rebuild_index(folder, store, names) {
            Err(PipelineError::Search(SearchError::Locked { .. })) if begun.elapsed() < wait => {
                std::thread::sleep(Duration::from_millis(50));
            }
            done => return done.map(|_| ()),
        }
        if !is_new && !is_index_behind(folder) {
            return Ok(());
        }
    }
}

/// Builds the index again from the database, in the place of what is there; gives back how many articles it holds.
///
/// Until it is done, those who search are answered from what was there before, and so they are when it is killed.
///
/// # Errors
/// When another process writes the index, or the database or a file fails.
pub fn rebuild_index(folder: &Folder, store: &Store, names: &NameTable) -> Result<u64, PipelineError> {
    let (index, _) = open_or_create(folder)?;
    let mut writer = index.writer(REBUILD_BYTES, 2)?;
    // Once no batch is in the middle, all that were marked are in the database and so in what is read below; where one takes its
    // time, the marks stay, and the next writer builds the index again.
    let markers = if store.wait_for_writer(WAIT).is_ok() { folder.markers() } else { Vec::new() };
    writer.clear()?;
    let mut count = 0;
    store.for_each_article(|article, facts| -> Result<(), PipelineError> {
        writer.add(&document(store, names, &article, &facts)?)?;
        count += 1;
        Ok(())
    })?;
    writer.commit()?;
    writer.finish()?;
    markers.iter().try_for_each(|marker| remove_marker(marker))?;
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
        return Ok(writer.put(&document(store, names, &article, &facts)?)?);
    }
    writer.remove(id);
    Ok(())
}

fn document<'a>(
    store: &Store,
    names: &'a NameTable,
    article: &'a Article,
    facts: &'a Facts,
) -> Result<Document<'a>, PipelineError> {
    let mut document = Document::new(article, facts, names);
    for (status, is_disputed) in store.standings_of(&article.id)? {
        document.disputed |= is_disputed;
        document.statuses.extend(status);
    }
    document.statuses.sort_unstable();
    document.statuses.dedup();
    Ok(document)
}
