//! Archive files that a rewriting has left behind, after it was done or cut off: deleted before anybody writes.
//!
//! A file is written anew under another name; one transaction says where its records stand now and that the old file is
//! obsolete; then that is deleted. So a kill leaves either a new file that nothing knows (the old one still stands and is not
//! obsolete), or an old one that is obsolete. Both are told here, and neither holds a page of the library.

use std::fs;
use std::io::ErrorKind;

use crate::fetch::{former_name, is_unfinished};
use crate::pipeline::folder::io;
use crate::pipeline::{Folder, PipelineError};
use crate::store::Store;

/// Deletes what a rewriting of the archive has left behind.
///
/// # Errors
/// When another process writes, or a file cannot be listed or deleted.
pub(super) fn sweep(folder: &Folder, store: &mut Store) -> Result<(), PipelineError> {
    if left_behind(folder, store)?.is_empty() {
        return Ok(());
    }
    store.batch(|batch| {
        // Looked up again under the lock: nobody is at the archive now.
        for file in left_behind(folder, batch)? {
            let path = folder.archive().join(file);
            io(&path, fs::remove_file(&path))?;
        }
        Ok(())
    })
}

/// Names of files to delete.
fn left_behind(folder: &Folder, store: &Store) -> Result<Vec<String>, PipelineError> {
    let archive = folder.archive();
    let entries = match fs::read_dir(&archive) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => io(&archive, entries)?,
    };
    let obsolete = store.obsolete_archives()?;
    let mut found = Vec::new();
    for entry in entries {
        let Ok(name) = io(&archive, entry)?.file_name().into_string() else { continue };
        let is_unknown = || {
            former_name(&name)
                .is_some_and(|former| !obsolete.contains(&former) && archive.join(former).exists())
        };
        let is_left = is_unfinished(&name) || obsolete.contains(&name) || is_unknown();
        // Whatever the names say, no file goes that a page stands in.
        if is_left && !store.is_archive_used(&name)? {
            found.push(name);
        }
    }
    Ok(found)
}
