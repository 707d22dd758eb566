//! Brings a library to the format this program knows.
//!
//! Truth is migrated step by step; `PRAGMA user_version` counts the steps done. Derived tables have a version of their
//! own: where it is another, they are dropped and made anew, empty and without a stamp, to be read again.
#![expect(
    clippy::disallowed_types,
    reason = "migrations run on the connection itself, before there is a store"
)]

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::StoreError;

/// `AWDW`: marks the file as a library of ours (`PRAGMA application_id`).
const APPLICATION_ID: i32 = 0x4157_4457;
/// The steps, oldest first; a library at version `n` has had the first `n`.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_truth.sql"),
    include_str!("migrations/002_ai_uses.sql"),
    include_str!("migrations/003_source_checks.sql"),
    include_str!("migrations/004_forgotten.sql"),
    include_str!("migrations/005_watches.sql"),
    include_str!("migrations/006_archived_answers.sql"),
];
/// Raised with every change of `derived.sql`.
const DERIVED_VERSION: u32 = 5;

const DERIVED: &str = include_str!("derived.sql");
const DROP_DERIVED: &str = include_str!("derived_drop.sql");

/// How a library's format stands to this program's.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// The same.
    Current,
    /// Older, or not there yet: to be migrated from this version.
    Older(u32),
}

/// The newest format of the truth this program knows.
pub(super) fn known() -> u32 {
    MIGRATIONS.len() as u32
}

/// How the format of the library at `path` stands to ours.
///
/// # Errors
/// [`StoreError::Foreign`] for a database of another program, [`StoreError::Newer`] for a library of a newer one.
pub(super) fn format(connection: &Connection, path: &Path) -> Result<Format, StoreError> {
    // One glance: another process may be making the library right now.
    let glance = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
    format_against(&glance, path, known())
}

fn format_against(connection: &Connection, path: &Path, known: u32) -> Result<Format, StoreError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID {
        let is_empty = !connection.prepare("SELECT 1 FROM sqlite_schema")?.exists([])?;
        if is_empty && application == 0 && found == 0 {
            return Ok(Format::Older(0));
        }
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    let newer = |found, known| StoreError::Newer { path: path.to_owned(), found, known };
    if found > known {
        return Err(newer(found, known));
    }
    if found < known {
        return Ok(Format::Older(found));
    }
    match derived_version(connection)? {
        Some(derived) if derived > DERIVED_VERSION => Err(newer(derived, DERIVED_VERSION)),
        Some(DERIVED_VERSION) => Ok(Format::Current),
        _ => Ok(Format::Older(found)),
    }
}

fn derived_version(connection: &Connection) -> Result<Option<u32>, StoreError> {
    let sql = "SELECT value FROM meta WHERE name = 'derived_version'";
    let value: Option<String> = connection.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(value.and_then(|text| text.parse().ok()))
}

/// Runs the steps that are missing and remakes outdated derived tables. The caller holds the writer's lock.
///
/// # Errors
/// As [`format()`]; the database stays as it was when a step fails.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    migrate_by(connection, path, MIGRATIONS)
}

fn migrate_by(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: another process may have done it while this one waited for the lock.
    let done = match format_against(&transaction, path, steps.len() as u32)? {
        Format::Current => return Ok(()),
        Format::Older(done) => done,
    };
    for step in steps.iter().skip(done as usize) {
        transaction.execute_batch(step)?;
    }
    if derived_version(&transaction)? != Some(DERIVED_VERSION) {
        remake_derived(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", steps.len() as u32)?;
    Ok(transaction.commit()?)
}

/// Drops the derived tables and makes them anew, empty and without a stamp. The caller holds a transaction.
pub(super) fn remake_derived(transaction: &Connection) -> Result<(), StoreError> {
    transaction.execute_batch(DROP_DERIVED)?;
    transaction.execute_batch(DERIVED)?;
    transaction.execute("DELETE FROM meta WHERE name = 'derived_stamp'", [])?;
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES ('derived_version', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [DERIVED_VERSION.to_string()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(connection: &Connection, sql: &str) -> String {
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_empty_file_becomes_a_library() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("x");
        assert_eq!(format(&connection, path).unwrap(), Format::Older(0));
        migrate(&mut connection, path).unwrap();
        assert_eq!(format(&connection, path).unwrap(), Format::Current);
        migrate(&mut connection, path).unwrap();
    }

    #[test]
    fn a_library_of_version_one_keeps_its_truth_through_a_step() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("x");
        migrate_by(&mut connection, path, &MIGRATIONS[..1]).unwrap();
        connection.execute("INSERT INTO cursors VALUES ('monday', '7')", []).unwrap();
        let steps = [MIGRATIONS[0], "ALTER TABLE cursors ADD COLUMN note TEXT NOT NULL DEFAULT 'kept'"];
        assert_eq!(format_against(&connection, path, 2).unwrap(), Format::Older(1));
        migrate_by(&mut connection, path, &steps).unwrap();
        assert_eq!(value(&connection, "SELECT position || note FROM cursors"), "7kept");
        assert!(matches!(
            format_against(&connection, path, 1),
            Err(StoreError::Newer { found: 2, known: 1, .. })
        ));
    }

    #[test]
    fn a_step_that_fails_leaves_the_library_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("x");
        migrate_by(&mut connection, path, &MIGRATIONS[..1]).unwrap();
        let steps = [MIGRATIONS[0], "CREATE TABLE half (a); SELECT nonsense FROM nowhere"];
        assert!(migrate_by(&mut connection, path, &steps).is_err());
        assert_eq!(format_against(&connection, path, 1).unwrap(), Format::Current);
        assert!(
            !connection
                .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'half'")
                .unwrap()
                .exists([])
                .unwrap()
        );
    }

    #[test]
    fn derived_tables_of_another_version_are_made_anew_and_lose_their_stamp() {
        let mut connection = Connection::open_in_memory().unwrap();
        let path = Path::new("x");
        migrate(&mut connection, path).unwrap();
        connection
            .execute_batch(
                "INSERT INTO meta VALUES ('derived_stamp', 'r1');
                 DROP TABLE deal_events; DROP TABLE deals; CREATE TABLE deals (old);
                 UPDATE meta SET value = '0' WHERE name = 'derived_version';",
            )
            .unwrap();
        assert_eq!(format(&connection, path).unwrap(), Format::Older(known()));
        migrate(&mut connection, path).unwrap();
        assert_eq!(value(&connection, "SELECT count(*) || '' FROM meta WHERE name = 'derived_stamp'"), "0");
        assert!(connection.prepare("SELECT disputed FROM deals").is_ok());
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'derived_version'", []).unwrap();
        assert!(matches!(format(&connection, path), Err(StoreError::Newer { found: 99, .. })));
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE bookmarks (url)").unwrap();
        assert!(matches!(migrate(&mut connection, Path::new("x")), Err(StoreError::Foreign { .. })));
    }
}
