//! What lies where in a library.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::events::Corrections;
use crate::notebook::Notebook;
use crate::pipeline::PipelineError;
use crate::sources::Catalog;

/// How the names of files begin that say that the index may be behind.
const BEHIND: &str = "index.behind";

/// The folder of one library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

const SOURCES: &str = include_str!("../../data/sources_template.toml");
const CORRECTIONS: &str = include_str!("../../data/corrections_template.toml");

impl Folder {
    /// The library in this folder, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Every fetched page and added document, as WARC files.
    pub fn archive(&self) -> PathBuf {
        self.path.join("archive")
    }

    /// The search index.
    pub fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    /// The user's sources and settings.
    pub fn sources(&self) -> PathBuf {
        self.path.join("sources.toml")
    }

    /// The user's word on facts.
    pub fn corrections(&self) -> PathBuf {
        self.path.join("corrections.toml")
    }

    /// What the user keeps near at hand: lists, saved queries, tags and notes.
    pub fn notebook(&self) -> PathBuf {
        self.path.join("notebook.toml")
    }

    /// A new name for a file that stands while articles of one batch are in the database that the index may not have yet.
    pub(super) fn new_marker(&self) -> PathBuf {
        static BATCHES: AtomicU64 = AtomicU64::new(0);
        let batch = BATCHES.fetch_add(1, Ordering::Relaxed);
        self.path.join(format!("{BEHIND}.{}-{batch}", std::process::id()))
    }

    /// All such files that stand now.
    pub(super) fn markers(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.path) else { return Vec::new() };
        let is_marker = |name: &std::ffi::OsString| name.to_string_lossy().starts_with(BEHIND);
        entries.flatten().filter(|entry| is_marker(&entry.file_name())).map(|entry| entry.path()).collect()
    }

    /// Makes the folder and its two editable files where they are missing; what is there is left alone.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn prepare(&self) -> Result<(), PipelineError> {
        io(&self.path, fs::create_dir_all(&self.path))?;
        for (path, text) in [(self.sources(), SOURCES), (self.corrections(), CORRECTIONS)] {
            if !path.exists() {
                io(&path, fs::write(&path, text))?;
            }
        }
        Ok(())
    }

    /// The sources that the program brings, with what the user's file says of them, and the user's own.
    ///
    /// # Errors
    /// When the file is not right.
    pub fn catalog(&self) -> Result<Catalog, PipelineError> {
        let path = self.sources();
        let text = Self::text(&path)?;
        Catalog::of_library(&text)
            .map_err(|error| PipelineError::Settings { path, message: error.to_string() })
    }

    /// The user's corrections; none where there is no file.
    ///
    /// # Errors
    /// When the file is not right.
    pub fn read_corrections(&self) -> Result<Corrections, PipelineError> {
        let path = self.corrections();
        let text = Self::text(&path)?;
        Corrections::parse(&text)
            .map_err(|error| PipelineError::Settings { path, message: error.to_string() })
    }

    /// What the user keeps; nothing where there is no file.
    ///
    /// # Errors
    /// When the file is not right.
    pub fn read_notebook(&self) -> Result<Notebook, PipelineError> {
        let path = self.notebook();
        let text = Self::text(&path)?;
        Notebook::parse(&text).map_err(|error| PipelineError::Settings { path, message: error.to_string() })
    }

    /// The text of an editable file; empty where there is none.
    pub(super) fn text(path: &Path) -> Result<String, PipelineError> {
        match fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            read => io(path, read),
        }
    }
}

/// Names the file in what the system answered.
pub(super) fn io<T>(path: &Path, done: std::io::Result<T>) -> Result<T, PipelineError> {
    done.map_err(|source| PipelineError::Io { path: path.to_owned(), source })
}
