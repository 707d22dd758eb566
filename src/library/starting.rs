//! What a library that begins would read.

use std::path::Path;

use jiff::Timestamp;

use crate::library::{Library, LibraryError, SourceStanding, source_standings};
use crate::pipeline::{PipelineError, ServiceKeys};
use crate::sources::{Region, SourceEntry};
use crate::store::StoreError;

/// What a library has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Articles.
    pub articles: u64,
    /// Sources that are turned on.
    pub sources: usize,
}

/// What would be turned on for a region and topics.
#[derive(Clone, Debug, Default)]
pub struct StartPlan {
    /// Sources that have been seen to answer, in the order of the list.
    pub ready: Vec<SourceEntry>,
    /// How many more match that nobody has seen answer.
    pub unverified: usize,
    /// Those that ask for a key which the user has not given, and what to do.
    pub without_key: Vec<(String, String)>,
}

/// What a library has already; `None` where it has nothing, or is not there.
///
/// # Errors
/// When `sources.toml` is not right, or the library cannot be read.
pub fn begun(library: &Path, now: Timestamp) -> Result<Option<Begun>, LibraryError> {
    let sources = source_standings(library)?.iter().filter(|one| one.entry.enabled).count();
    let articles = match Library::open(library) {
        Ok(library) => library.status(now)?.articles,
        Err(LibraryError::Pipeline(PipelineError::Store(StoreError::NoLibrary { .. }))) => 0,
        Err(error) => return Err(error),
    };
    Ok((articles > 0 || sources > 0).then_some(Begun { articles, sources }))
}

/// The sources of these regions and of the whole world that are about one of these topics; no topic means all. Only those
/// that have been seen to answer, by those who keep the list or by a check, are ready.
pub fn start_plan(
    standings: &[SourceStanding],
    regions: &[Region],
    topics: &[String],
    keys: &ServiceKeys,
) -> StartPlan {
    let mut plan = StartPlan::default();
    for SourceStanding { entry, check, .. } in standings {
        let is_there =
            entry.region.is_some_and(|region| region == Region::World || regions.contains(&region));
        let is_about = topics.is_empty() || entry.topics.iter().any(|topic| topics.contains(topic));
        if !is_there || !is_about {
            continue;
        }
        let is_seen = match check {
            Some(check) => check.good,
            None => !entry.unverified,
        };
        if !is_seen {
            plan.unverified += 1;
        } else if let Some(why) = keys.missing_for(entry) {
            plan.without_key.push((entry.name.clone(), why));
        } else {
            plan.ready.push(entry.clone());
        }
    }
    plan
}
