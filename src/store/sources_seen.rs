//! How the sources have fared: for the coverage that every answer ends with.

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::{instant_or_none, micros};
use super::{Batch, Store, StoreError};

/// How a source has fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSeen {
    /// Its name.
    pub name: String,
    /// When it was last read.
    pub last_success: Option<Timestamp>,
    /// When it last failed.
    pub last_failure: Option<Timestamp>,
    /// Failures since it was last read; a source with any is failing.
    pub failures: u32,
    /// The last failure.
    pub last_error: Option<String>,
}

impl Store {
    /// Every source that was ever asked, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sources_seen(&self) -> Result<Vec<SourceSeen>, StoreError> {
        let sql =
            "SELECT name, last_success, last_failure, failures, last_error FROM sources_seen ORDER BY name";
        self.connection.prepare_cached(sql)?.query_and_then([], read_source)?.collect()
    }
}

impl Batch<'_> {
    /// Notes that a source was read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_succeeded(&self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO sources_seen (name, last_success, failures) VALUES (?1, ?2, 0)
             ON CONFLICT (name) DO UPDATE SET last_success = excluded.last_success, failures = 0";
        self.connection.prepare_cached(sql)?.execute((name, micros(at)))?;
        Ok(())
    }

    /// Notes that a source failed, and why.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_failed(&self, name: &str, at: Timestamp, error: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO sources_seen (name, last_failure, failures, last_error) VALUES (?1, ?2, 1, ?3)
             ON CONFLICT (name) DO UPDATE SET last_failure = excluded.last_failure, failures = failures + 1,
             last_error = excluded.last_error";
        self.connection.prepare_cached(sql)?.execute((name, micros(at), error))?;
        Ok(())
    }
}

fn read_source(row: &Row<'_>) -> Result<SourceSeen, StoreError> {
    Ok(SourceSeen {
        name: row.get("name")?,
        last_success: instant_or_none(row, "last_success")?,
        last_failure: instant_or_none(row, "last_failure")?,
        failures: row.get("failures")?,
        last_error: row.get("last_error")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn failures_count_until_the_source_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let at = |second| Timestamp::from_second(second).unwrap();
        let failures = |store: &Store| store.sources_seen().unwrap()[0].failures;
        for (second, expected) in [(1, 1), (2, 2)] {
            store.batch(|batch| batch.source_failed("s", at(second), "timeout")).unwrap();
            assert_eq!(failures(&store), expected);
        }
        store.batch(|batch| batch.source_succeeded("s", at(3))).unwrap();
        let seen = SourceSeen {
            name: "s".into(),
            last_success: Some(at(3)),
            last_failure: Some(at(2)),
            failures: 0,
            last_error: Some("timeout".into()),
        };
        assert_eq!(store.sources_seen().unwrap(), [seen]);
    }
}
