//! What was done when: one row for every crawl and every `add`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::{from_json, instant, instant_or_none, micros, to_json, word};
use super::{Batch, Store, StoreError};

/// The number of a run; later runs have higher ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(i64);

/// What kind of run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Sources were read.
    Crawl,
    /// The user supplied documents.
    Add,
}

impl RunKind {
    /// The word in the database and in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crawl => "crawl",
            Self::Add => "add",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Crawl, Self::Add].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// What kind of run.
    pub kind: RunKind,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; `None` while it runs, or when it was killed.
    pub ended: Option<Timestamp>,
    /// What it counted, by name.
    pub counts: BTreeMap<String, u64>,
}

impl Store {
    /// The newest runs, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn runs(&self, limit: usize) -> Result<Vec<Run>, StoreError> {
        let sql = "SELECT id, kind, started, ended, counts FROM runs ORDER BY id DESC LIMIT ?1";
        self.connection.prepare_cached(sql)?.query_and_then([limit as i64], read_run)?.collect()
    }
}

impl Batch<'_> {
    /// Notes that a run has begun.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_run(&self, kind: RunKind, started: Timestamp) -> Result<RunId, StoreError> {
        let sql = "INSERT INTO runs (kind, started, counts) VALUES (?1, ?2, '{}')";
        Ok(RunId(self.connection.prepare_cached(sql)?.insert((kind.as_str(), micros(started)))?))
    }

    /// Notes what a run has counted so far, and that it has ended where `ended` says so.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_run(
        &self,
        id: RunId,
        counts: &BTreeMap<String, u64>,
        ended: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE runs SET counts = ?2, ended = ?3 WHERE id = ?1";
        let counts = to_json("the counts of a run", counts)?;
        self.connection.prepare_cached(sql)?.execute((id.0, counts, ended.map(micros)))?;
        Ok(())
    }
}

fn read_run(row: &Row<'_>) -> Result<Run, StoreError> {
    Ok(Run {
        id: RunId(row.get("id")?),
        kind: word(row, "kind", RunKind::from_word)?,
        started: instant(row, "started")?,
        ended: instant_or_none(row, "ended")?,
        counts: from_json("the counts of a run", &row.get::<_, String>("counts")?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn runs_are_kept_newest_first_with_their_counts() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let at = |second| Timestamp::from_second(second).unwrap();
        let counts = BTreeMap::from([("pages".to_owned(), 3)]);
        store
            .batch(|batch| {
                let first = batch.begin_run(RunKind::Crawl, at(1))?;
                batch.note_run(first, &counts, None)?;
                batch.note_run(first, &counts, Some(at(2)))?;
                batch.begin_run(RunKind::Add, at(3))
            })
            .unwrap();
        let runs = store.runs(9).unwrap();
        assert_eq!(runs.iter().map(|run| run.kind).collect::<Vec<_>>(), [RunKind::Add, RunKind::Crawl]);
        assert_eq!((&runs[1].counts, runs[1].ended, runs[0].ended), (&counts, Some(at(2)), None));
        assert!(runs[0].id > runs[1].id);
    }
}
