//! Named cursors: what each name has been given already.

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::columns::{from_json, to_json};
use super::{Batch, Store, StoreError};

impl Store {
    /// Where the cursor `name` stands; `None` when it was never moved.
    ///
    /// # Errors
    /// When the database fails, or the cursor was written by a program that knew it otherwise.
    pub fn cursor<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT position FROM cursors WHERE name = ?1")?;
        let text: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
        text.map(|text| from_json(&format!("the cursor {name:?}"), &text)).transpose()
    }
}

impl Batch<'_> {
    /// Moves the cursor `name`. To be called after the output was delivered whole.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_cursor<T: Serialize>(&self, name: &str, position: &T) -> Result<(), StoreError> {
        let position = to_json("a cursor", position)?;
        let sql = "INSERT OR REPLACE INTO cursors (name, position) VALUES (?1, ?2)";
        self.connection.prepare_cached(sql)?.execute((name, position))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::store::{StoreError, samples};

    #[test]
    fn a_cursor_stands_where_it_was_put_last() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        assert_eq!(store.cursor::<Value>("monday").unwrap(), None);
        for position in [json!({"run": 1}), json!({"run": 2, "id": "a1"})] {
            store.batch(|batch| batch.put_cursor("monday", &position)).unwrap();
            assert_eq!(store.cursor("monday").unwrap(), Some(position));
        }
    }

    #[test]
    fn a_damaged_cursor_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let store = samples::store(dir.path());
        store.connection.execute("INSERT INTO cursors VALUES ('monday', '{')", []).unwrap();
        let error = store.cursor::<Value>("monday").unwrap_err();
        assert!(matches!(&error, StoreError::Unreadable { what, .. } if what.contains("monday")), "{error}");
    }
}
