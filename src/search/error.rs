//! What may go wrong with an index.

use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError};

/// Why an index could not be opened, written or searched.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// No index is in this folder.
    #[error("no search index in {0}: build it with `reindex`")]
    Missing(PathBuf),
    /// An index is there, but not one this version reads: it must be built anew.
    #[error("the search index in {folder} is of another version ({found}): build it anew with `reindex`")]
    OtherVersion {
        /// The index's folder.
        folder: PathBuf,
        /// What its version file says.
        found: String,
    },
    /// The files do not make an index: it must be built anew.
    #[error("the search index in {folder} cannot be read ({cause}): build it anew with `reindex`")]
    Unreadable {
        /// The index's folder.
        folder: PathBuf,
        /// What the engine says.
        cause: String,
    },
    /// Another process writes the index.
    #[error("another process is writing the search index in {0}: wait until it has finished")]
    Locked(PathBuf),
    /// Reading or writing a file failed.
    #[error("the search index in {folder} failed while {doing}: {cause}")]
    Io {
        /// The index's folder.
        folder: PathBuf,
        /// What was attempted.
        doing: &'static str,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The engine refused an operation.
    #[error("the search index failed while {doing}: {cause}")]
    Engine {
        /// What was attempted.
        doing: &'static str,
        /// What the engine says.
        cause: String,
    },
}

impl SearchError {
    /// Whether building the index anew is the remedy.
    pub fn asks_for_rebuild(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::OtherVersion { .. } | Self::Unreadable { .. })
    }

    pub(super) fn opening(folder: &std::path::Path, error: &TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked(folder.to_owned()),
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
                Self::Missing(folder.to_owned())
            }
            _ => Self::Unreadable { folder: folder.to_owned(), cause: error.to_string() },
        }
    }

    pub(super) fn engine(doing: &'static str) -> impl FnOnce(TantivyError) -> Self {
        move |error| Self::Engine { doing, cause: error.to_string() }
    }

    pub(super) fn io(
        folder: &std::path::Path,
        doing: &'static str,
    ) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let folder = folder.to_owned();
        move |cause| Self::Io { folder, doing, cause }
    }
}
