//! What stops a whole run: the store, the archive, the index, or bad settings. A bad page or record never does.

use std::path::PathBuf;

use crate::bundle::BundleError;
use crate::fetch::{FetchError, WarcError};
use crate::search::SearchError;
use crate::store::StoreError;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The archive of pages.
    #[error("the archive of pages failed: {0}")]
    Archive(#[from] WarcError),
    /// The network could not be set up at all.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A file of the library could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A settings file of the library is not right.
    #[error("{}: {message}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        message: String,
    },
    /// What the user says of a name cannot be kept, or taken back.
    #[error("{0}")]
    Correction(String),
    /// What the user would keep near at hand cannot be kept, or taken out.
    #[error("{0}")]
    Notebook(String),
    /// What was forgotten is more than can be looked for at once.
    #[error("what was forgotten is too much to be looked for: {0}")]
    Forgetting(String),
    /// A bundle cannot be read or taken in.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file is not the table that it was said to be.
    #[error("{place}: {why}")]
    Table {
        /// The file.
        place: String,
        /// Why not.
        why: String,
    },
    /// The crawl has nothing to read.
    #[error(
        "no source is turned on: see `awardwire source list --all`, turn some on with `awardwire source enable`, or write your own into {}",
        .0.display()
    )]
    NoSources(PathBuf),
    /// A name on the command line that no source has.
    #[error("no source is called {0:?}: `awardwire source list --all` shows their names and groups")]
    UnknownSource(String),
    /// What the user wants of a source cannot be done.
    #[error("{0}")]
    Source(String),
}
