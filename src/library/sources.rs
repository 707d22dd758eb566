//! The sources there are, and how they fare.

use std::path::Path;

use jiff::Timestamp;

use crate::library::{Library, LibraryError};
use crate::pipeline::{Folder, PipelineError};
use crate::report::{GivenPage, SourceHealth, SourceHistory, source_health};
use crate::sources::SourceEntry;
use crate::store::{Access, CheckVerdict, SourceMove, SourcePage, SourceSeen, Store, StoreError};

/// The newest pages of a source that its health is judged by.
const MOST_PAGES: usize = 1_000;

/// A source, and what is known of it.
#[derive(Clone, Debug)]
pub struct SourceStanding {
    /// As the program and `sources.toml` have it.
    pub entry: SourceEntry,
    /// How it answered when it was last checked at this address.
    pub check: Option<CheckVerdict>,
    /// Where it says that it has moved.
    pub moved: Option<SourceMove>,
    /// How it has fared; `None` where it was never asked.
    pub seen: Option<SourceSeen>,
}

/// Every source, the user's own first. A library that does not exist yet has those that the program brings.
///
/// # Errors
/// When `sources.toml` is not right, or the library cannot be read.
pub fn source_standings(library: &Path) -> Result<Vec<SourceStanding>, LibraryError> {
    let folder = Folder::new(library);
    let catalog = folder.catalog()?;
    let (mut checks, mut moves, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    match Store::open(folder.path(), Access::Read) {
        Ok(store) => {
            (checks, moves, seen) = (store.source_checks()?, store.source_moves()?, store.sources_seen()?);
        }
        Err(StoreError::NoLibrary { .. }) => {}
        Err(error) => return Err(PipelineError::from(error).into()),
    }
    let standing = |entry: SourceEntry| SourceStanding {
        check: checks.iter().find(|check| check.name == entry.name && check.url == entry.url).cloned(),
        moved: moves.iter().find(|told| told.name == entry.name && told.old_url == entry.url).cloned(),
        seen: seen.iter().find(|seen| seen.name == entry.name).cloned(),
        entry,
    };
    Ok(catalog.sources.into_iter().map(standing).collect())
}

impl Library {
    /// How each source that is turned on fares at the instant `now`, those with something off first.
    ///
    /// # Errors
    /// When `sources.toml` is not right, or the library cannot be read.
    pub fn source_health(&self, now: Timestamp) -> Result<Vec<SourceHealth>, LibraryError> {
        let seen = self.store.sources_seen()?;
        let mut health = Vec::new();
        for entry in self.folder.catalog()?.sources.into_iter().filter(|entry| entry.enabled) {
            let known = seen.iter().find(|seen| seen.name == entry.name);
            let pages = self.store.pages_of_source(&entry.name, MOST_PAGES)?;
            let history = SourceHistory {
                name: entry.name,
                last_success: known.and_then(|seen| seen.last_success),
                failures: known.map_or(0, |seen| seen.failures),
                last_error: known.and_then(|seen| seen.last_error.clone()),
                pages: pages.iter().map(given).collect(),
            };
            health.push(source_health(&history, now));
        }
        health.sort_by_key(|one| one.warnings.is_empty());
        Ok(health)
    }
}

fn given(page: &SourcePage) -> GivenPage {
    GivenPage {
        seen: page.first_seen,
        is_article: page.is_article,
        published: page.published,
        has_amount: page.has_amount,
        has_vendor: page.has_vendor,
    }
}
