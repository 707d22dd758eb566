//! How sources answered when they were checked, and where they say that they have moved.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use super::columns::{address, instant, micros};
use super::{Batch, Store, StoreError};
use crate::base::Address;

/// How a source answered when it was last checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckVerdict {
    /// Its name.
    pub name: String,
    /// The address that was checked.
    pub url: Address,
    /// When.
    pub checked_at: Timestamp,
    /// Whether it gave what can be read.
    pub good: bool,
    /// What it gave, or why it gave nothing, in a line.
    pub verdict: String,
}

/// A source that says it is elsewhere for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMove {
    /// Its name.
    pub name: String,
    /// Where it was asked.
    pub old_url: Address,
    /// Where it says it is.
    pub new_url: Address,
    /// When it said so.
    pub seen_at: Timestamp,
}

impl Store {
    /// The last verdict on every source that was ever checked, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_checks(&self) -> Result<Vec<CheckVerdict>, StoreError> {
        let sql = "SELECT name, url, checked_at, good, verdict FROM source_checks ORDER BY name";
        self.connection.prepare_cached(sql)?.query_and_then([], read_check)?.collect()
    }

    /// The moves that were told and not yet accepted, by the name of the source.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_moves(&self) -> Result<Vec<SourceMove>, StoreError> {
        let sql = "SELECT name, old_url, new_url, seen_at FROM source_moves ORDER BY name";
        self.connection.prepare_cached(sql)?.query_and_then([], read_move)?.collect()
    }
}

impl Batch<'_> {
    /// Keeps a verdict in the place of the one before it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_source_check(&self, check: &CheckVerdict) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO source_checks (name, url, checked_at, good, verdict)
             VALUES (:name, :url, :checked_at, :good, :verdict)";
        self.connection.prepare_cached(sql)?.execute(named_params! {
            ":name": check.name,
            ":url": check.url.as_str(),
            ":checked_at": micros(check.checked_at),
            ":good": check.good,
            ":verdict": check.verdict,
        })?;
        Ok(())
    }

    /// Notes that a source was asked at its old address and says it is at the new one for good.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_moved(&self, told: &SourceMove) -> Result<(), StoreError> {
        let sql =
            "INSERT OR REPLACE INTO source_moves (name, old_url, new_url, seen_at) VALUES (?1, ?2, ?3, ?4)";
        self.connection.prepare_cached(sql)?.execute((
            &told.name,
            told.old_url.as_str(),
            told.new_url.as_str(),
            micros(told.seen_at),
        ))?;
        Ok(())
    }

    /// Takes out the move of a source: accepted, or no longer so. Gives back whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_source_move(&self, name: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM source_moves WHERE name = ?1 RETURNING name";
        let gone: Option<String> =
            self.connection.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?;
        Ok(gone.is_some())
    }
}

fn read_check(row: &Row<'_>) -> Result<CheckVerdict, StoreError> {
    Ok(CheckVerdict {
        name: row.get("name")?,
        url: address(row, "url")?,
        checked_at: instant(row, "checked_at")?,
        good: row.get("good")?,
        verdict: row.get("verdict")?,
    })
}

fn read_move(row: &Row<'_>) -> Result<SourceMove, StoreError> {
    Ok(SourceMove {
        name: row.get("name")?,
        old_url: address(row, "old_url")?,
        new_url: address(row, "new_url")?,
        seen_at: instant(row, "seen_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn the_last_check_and_the_open_move_of_each_source_are_known() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let at = |second| Timestamp::from_second(second).unwrap();
        let url = |path: &str| Address::parse(&format!("https://news.example/{path}")).unwrap();
        let check = |second, good| CheckVerdict {
            name: "s".into(),
            url: url("a"),
            checked_at: at(second),
            good,
            verdict: "3 items".into(),
        };
        let moved = SourceMove { name: "s".into(), old_url: url("a"), new_url: url("b"), seen_at: at(3) };
        store
            .batch(|batch| {
                batch.put_source_check(&check(1, false))?;
                batch.put_source_check(&check(2, true))?;
                batch.source_moved(&moved)?;
                batch.source_moved(&moved)
            })
            .unwrap();
        assert_eq!(store.source_checks().unwrap(), [check(2, true)]);
        assert_eq!(store.source_moves().unwrap(), [moved]);
        let forget = |store: &mut Store| store.batch(|batch| batch.forget_source_move("s")).unwrap();
        assert!(forget(&mut store) && !forget(&mut store));
    }
}
