//! The user's watches: made, listed, taken out.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::library::{Library, LibraryError};
use crate::notebook::{check_name, name_key};
use crate::pipeline::PipelineError;
use crate::pipeline::delivery::Output;
use crate::search::Query;
use crate::store::{Access, AlertCounts, Batch, Store, StoreError, WatchRow};

/// How long to wait for another writer.
const WAIT: Duration = Duration::from_secs(5);

/// A watch, and what it has caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Its name, in small letters.
    pub name: String,
    /// What it asks.
    pub query: String,
    /// Where its alerts go beside the terminal.
    pub outputs: Vec<Output>,
    /// When it was made.
    pub created: Timestamp,
    /// When its alerts were given last.
    pub last_run: Option<Timestamp>,
    /// Why its query cannot be read today, on one line.
    pub fault: Option<String>,
    /// Since when that is known.
    pub fault_since: Option<Timestamp>,
    /// How much it has caught.
    pub counts: AlertCounts,
}

impl Library {
    /// All watches by name, each with its query read anew.
    ///
    /// # Errors
    /// When the database fails.
    pub fn watches(&self, today: Date) -> Result<Vec<Watch>, LibraryError> {
        self.store.watches()?.into_iter().map(|row| self.watch_of(row, today)).collect()
    }

    /// The watches of these names; all of them where none is named.
    ///
    /// # Errors
    /// When there is no watch of a name, or the database fails.
    pub fn watches_named(&self, names: &[String], today: Date) -> Result<Vec<Watch>, LibraryError> {
        let all = self.watches(today)?;
        if names.is_empty() {
            return Ok(all);
        }
        let keys: Vec<String> = names.iter().map(|name| name_key(name)).collect();
        if let Some(key) = keys.iter().find(|key| all.iter().all(|watch| watch.name != **key)) {
            return Err(unknown(key, &all));
        }
        Ok(all.into_iter().filter(|watch| keys.contains(&watch.name)).collect())
    }

    /// Makes a watch, or gives one of this name another query and other outputs; gives back what it was.
    ///
    /// # Errors
    /// When the name is none, the query has a mistake, or the library cannot be written.
    pub fn add_watch(
        &self,
        name: &str,
        query: &str,
        outputs: &[Output],
        now: Timestamp,
        today: Date,
    ) -> Result<Option<Watch>, LibraryError> {
        check_name(name).map_err(PipelineError::Notebook)?;
        self.query(query, today)?;
        let outputs = serde_json::to_string(outputs).map_err(|error| LibraryError::Output(error.into()))?;
        let watch = WatchRow {
            name: name_key(name),
            query: query.to_owned(),
            outputs,
            created: now,
            last_run: None,
            fault: None,
        };
        let before = self.store.watch(&watch.name)?.map(|row| self.watch_of(row, today)).transpose()?;
        self.write("awardwire watch add", |batch| batch.put_watch(&watch))?;
        Ok(before)
    }

    /// Takes a watch out with all that it has caught.
    ///
    /// # Errors
    /// When there is none of this name, or the library cannot be written.
    pub fn remove_watch(&self, name: &str, today: Date) -> Result<Watch, LibraryError> {
        let watch = self.watches_named(&[name.to_owned()], today)?.pop();
        let watch = watch.ok_or_else(|| unknown(name, &[]))?;
        self.write("awardwire watch remove", |batch| batch.remove_watch(&watch.name))?;
        Ok(watch)
    }

    /// Writes in a batch of its own.
    pub(super) fn write<T>(
        &self,
        task: &str,
        work: impl FnOnce(&Batch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, LibraryError> {
        let mut store = Store::open(self.folder.path(), Access::Write { wait: WAIT })?;
        store.name_task(task);
        Ok(store.batch(work)?)
    }

    fn watch_of(&self, row: WatchRow, today: Date) -> Result<Watch, LibraryError> {
        let read: Result<Query, LibraryError> = self.query(&row.query, today);
        let fault = match read {
            Ok(_) => None,
            Err(LibraryError::Query { error, .. }) => Some(error.message),
            Err(error) => Some(error.to_string()),
        };
        Ok(Watch {
            counts: self.store.alert_counts(&row.name)?,
            // Outputs that a newer version has written are not known here.
            outputs: serde_json::from_str(&row.outputs).unwrap_or_default(),
            fault_since: row.fault.map(|fault| fault.since).filter(|_| fault.is_some()),
            fault,
            name: row.name,
            query: row.query,
            created: row.created,
            last_run: row.last_run,
        })
    }
}

fn unknown(name: &str, all: &[Watch]) -> LibraryError {
    let known: Vec<&str> = all.iter().map(|watch| watch.name.as_str()).take(8).collect();
    let hint = if known.is_empty() {
        "there is none yet: `awardwire watch add NAME 'QUERY'` makes one".to_owned()
    } else {
        format!("known are {}", known.join(", "))
    };
    PipelineError::Notebook(format!("no watch is called {:?}: {hint}", crate::base::printable(name))).into()
}
