//! Saved searches that are asked of what comes in.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};

use super::columns::{instant, instant_or_none, micros};
use super::{Batch, Store, StoreError};

/// A watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchRow {
    /// Its name, in small letters.
    pub name: String,
    /// What it asks, as the user wrote it.
    pub query: String,
    /// Where its alerts go, as who delivers them writes it down (JSON).
    pub outputs: String,
    /// When it was made.
    pub created: Timestamp,
    /// When its alerts were given last.
    pub last_run: Option<Timestamp>,
    /// Why its query can no longer be read.
    pub fault: Option<WatchFault>,
}

/// Why a watch catches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchFault {
    /// What is wrong with the query, on one line.
    pub why: String,
    /// When that was noticed.
    pub since: Timestamp,
}

/// How many alerts a watch has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertCounts {
    /// All that it ever caught of what the library still holds.
    pub all: u64,
    /// Those that wait to be given.
    pub waiting: u64,
}

const COLUMNS: &str = "name, query, outputs, created, last_run, fault, fault_since";

impl Store {
    /// All watches, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watches(&self) -> Result<Vec<WatchRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM watches ORDER BY name");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([], read_watch)?.collect()
    }

    /// The watch of this name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watch(&self, name: &str) -> Result<Option<WatchRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM watches WHERE name = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([name], read_watch)?.next().transpose()
    }

    /// How much a watch has caught.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alert_counts(&self, watch: &str) -> Result<AlertCounts, StoreError> {
        // An article that tells three deals is one thing caught.
        let sql =
            "SELECT count(DISTINCT article), count(DISTINCT CASE WHEN delivered IS NULL THEN article END)
             FROM alerts WHERE watch = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| -> rusqlite::Result<(i64, i64)> { Ok((row.get(0)?, row.get(1)?)) };
        let counts = statement.query_row([watch], read).optional()?.unwrap_or_default();
        Ok(AlertCounts { all: counts.0.unsigned_abs(), waiting: counts.1.unsigned_abs() })
    }
}

impl Batch<'_> {
    /// Puts a watch in, in the place of one of its name, whose alerts stay.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_watch(&self, watch: &WatchRow) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO watches ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (name) DO UPDATE SET
             query = excluded.query, outputs = excluded.outputs, fault = excluded.fault,
             fault_since = excluded.fault_since"
        );
        self.connection.prepare_cached(&sql)?.execute((
            &watch.name,
            &watch.query,
            &watch.outputs,
            micros(watch.created),
            watch.last_run.map(micros),
            watch.fault.as_ref().map(|fault| &fault.why),
            watch.fault.as_ref().map(|fault| micros(fault.since)),
        ))?;
        Ok(())
    }

    /// Takes a watch out with all that it has caught; gives back whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_watch(&self, name: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("DELETE FROM watches WHERE name = ?1")?;
        Ok(statement.execute([name])? > 0)
    }

    /// Notes why a watch's query can no longer be read, or that it can be again. The day it was noticed first stays.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_watch_fault(&self, name: &str, fault: Option<&WatchFault>) -> Result<(), StoreError> {
        let sql = "UPDATE watches SET fault = ?2,
             fault_since = CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(fault_since, ?3) END WHERE name = ?1";
        let why = fault.map(|fault| &fault.why);
        self.connection.prepare_cached(sql)?.execute((name, why, fault.map(|fault| micros(fault.since))))?;
        Ok(())
    }

    /// Notes that these watches were asked for what they have caught.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_watch_run(&self, names: &[String], at: Timestamp) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("UPDATE watches SET last_run = ?2 WHERE name = ?1")?;
        for name in names {
            statement.execute((name, micros(at)))?;
        }
        Ok(())
    }
}

fn read_watch(row: &Row<'_>) -> Result<WatchRow, StoreError> {
    let why: Option<String> = row.get("fault")?;
    let created = instant(row, "created")?;
    let since = instant_or_none(row, "fault_since")?.unwrap_or(created);
    Ok(WatchRow {
        name: row.get("name")?,
        query: row.get("query")?,
        outputs: row.get("outputs")?,
        created,
        last_run: instant_or_none(row, "last_run")?,
        fault: why.map(|why| WatchFault { why, since }),
    })
}
