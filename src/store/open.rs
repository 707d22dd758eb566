//! Opens a library for reading or writing.
#![expect(clippy::disallowed_types, reason = "the store owns the connection")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::lock::WriterLock;
use super::migrate::{self, Format};

/// The database in the library's folder.
const DATABASE_FILE: &str = "awardwire.db";
/// How long SQLite itself waits, for a checkpoint or the recovery after a crash.
const BUSY: Duration = Duration::from_secs(5);
/// How long a reader waits for the writer's lock when the library must be upgraded before it can be read.
const UPGRADE_WAIT: Duration = Duration::from_secs(5);
/// Prepared statements kept: somewhat more than this room has.
const STATEMENTS: usize = 96;

/// What the library is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Questions only: any number of readers, who never wait for the writer. A library of an older version is upgraded first.
    Read,
    /// As [`Access::Read`], but a library of an older version is left as it is.
    Peek,
    /// Questions and changes; a library that is not there is created.
    Write {
        /// How long a batch waits for another writer before it gives up.
        wait: Duration,
    },
}

/// A library's database.
///
/// A writer keeps the operating system's lock only while a [`Batch`](super::Batch) is open, so several programs may
/// have the library open and write in turn.
pub struct Store {
    pub(super) connection: Connection,
    pub(super) dir: PathBuf,
    pub(super) access: Access,
    pub(super) task: String,
}

impl Store {
    /// Opens the library in `dir`, creates it if it is to be written, and upgrades one of an older version.
    ///
    /// A reader needs no right to write: on a read-only folder the database is read as it stands.
    ///
    /// # Errors
    /// [`StoreError::NoLibrary`] when there is none to read, [`StoreError::Foreign`], [`StoreError::Newer`] and
    /// [`StoreError::Older`] when its format does not fit, [`StoreError::Locked`] when it must be created or upgraded
    /// while another process writes, [`StoreError::ReadOnly`], [`StoreError::Full`] and [`StoreError::Corrupt`].
    pub fn open(dir: &Path, access: Access) -> Result<Self, StoreError> {
        let path = dir.join(DATABASE_FILE);
        let connection = while_busy(|| match access {
            Access::Read => open_to_read(dir, &path, true),
            Access::Peek => open_to_read(dir, &path, false),
            Access::Write { wait } => open_to_write(dir, &path, wait),
        })?;
        Ok(Self { connection, dir: dir.to_owned(), access, task: "awardwire".to_owned() })
    }

    /// Says what this process is doing (`awardwire crawl`), for those who wait for its lock.
    pub fn name_task(&mut self, task: &str) {
        crate::base::squeeze(task).clone_into(&mut self.task);
    }

    /// The library's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The database file.
    pub(super) fn database(&self) -> PathBuf {
        self.dir.join(DATABASE_FILE)
    }

    /// The bytes on disk of the database and its write-ahead log.
    pub(super) fn size_bytes(&self) -> u64 {
        let size = |name: &str| std::fs::metadata(self.dir.join(name)).map_or(0, |file| file.len());
        size(DATABASE_FILE) + size(&format!("{DATABASE_FILE}-wal"))
    }
}

/// Tries again while SQLite is busy where it does not wait by itself: with the switch to a log, and the end of one.
fn while_busy(open: impl Fn() -> Result<Connection, StoreError>) -> Result<Connection, StoreError> {
    let began = Instant::now();
    loop {
        match open() {
            Err(StoreError::Busy) if began.elapsed() < BUSY => std::thread::sleep(Duration::from_millis(20)),
            opened => return opened,
        }
    }
}

fn open_to_write(dir: &Path, path: &Path, wait: Duration) -> Result<Connection, StoreError> {
    std::fs::create_dir_all(dir).map_err(|error| StoreError::io(dir, error))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    // SQLite opens a file that must not be written for reading, and says so only here.
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly { detail: path.display().to_string() });
    }
    settle_in(&connection)?;
    if migrate::format(&connection, path)? != Format::Current {
        let _lock = WriterLock::take(dir, wait, "awardwire, preparing the library")?;
        migrate::migrate(&mut connection, path)?;
    }
    // Readers and the writer do not wait for each other. Said at every opening, as a restored copy may have lost it.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A commit is in the log before it is reported, which outlives `kill -9`: the system still holds what the process
    // wrote. NORMAL leaves out the flush to the disk at every commit, so a power cut may take back the last batches,
    // whole ones and in order; their leads are then due again, and the pages are fetched once more.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -40_000)?;
    Ok(connection)
}

fn open_to_read(dir: &Path, path: &Path, may_upgrade: bool) -> Result<Connection, StoreError> {
    if !path.try_exists().map_err(|error| StoreError::io(path, error))? {
        return Err(StoreError::NoLibrary { dir: dir.to_owned() });
    }
    let (connection, format) = match read_shared(path) {
        Err(StoreError::ReadOnly { .. }) if log_is_empty(path) => read_unchanging(path)?,
        other => other?,
    };
    let Format::Older(found) = format else { return Ok(connection) };
    drop(connection);
    if !may_upgrade {
        return Err(StoreError::Older { path: path.to_owned(), found, known: migrate::known() });
    }
    match open_to_write(dir, path, UPGRADE_WAIT) {
        Ok(upgraded) => drop(upgraded),
        Err(StoreError::ReadOnly { .. }) => {
            return Err(StoreError::Older { path: path.to_owned(), found, known: migrate::known() });
        }
        Err(other) => return Err(other),
    }
    Ok(read_shared(path)?.0)
}

/// Reads beside a writer. Fails with [`StoreError::ReadOnly`] where SQLite cannot make the log's index file.
fn read_shared(path: &Path) -> Result<(Connection, Format), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    reader(Connection::open_with_flags(path, flags)?, path)
}

/// Reads a database that nobody can be writing, without any file beside it (<https://sqlite.org/uri.html>, `immutable`).
fn read_unchanging(path: &Path) -> Result<(Connection, Format), StoreError> {
    let absolute = std::path::absolute(path).map_err(|error| StoreError::io(path, error))?;
    let Ok(mut address) = url::Url::from_file_path(&absolute) else {
        return Err(StoreError::ReadOnly { detail: path.display().to_string() });
    };
    address.set_query(Some("immutable=1"));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    reader(Connection::open_with_flags(address.as_str(), flags)?, path)
}

fn reader(connection: Connection, path: &Path) -> Result<(Connection, Format), StoreError> {
    settle_in(&connection)?;
    // Those who ask again and again find what they read before; one question needs little of it.
    connection.pragma_update(None, "cache_size", -16_000)?;
    let format = migrate::format(&connection, path)?;
    Ok((connection, format))
}

/// Without a log the database file holds every commit; with one it may hold half a checkpoint.
fn log_is_empty(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(PathBuf::from(log)).map_or(true, |file| file.len() == 0)
}

fn settle_in(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Without this a statement of a table with a partial index is planned anew for each value bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A database from somebody else must not run functions of its own choice (sqlite.org/security.html).
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    const WRITE: Access = Access::Write { wait: Duration::ZERO };

    #[test]
    fn nothing_to_read_is_said_and_nothing_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let missing = dir.path().join("none");
        for folder in [dir.path(), missing.as_path()] {
            assert!(matches!(Store::open(folder, Access::Read), Err(StoreError::NoLibrary { .. })));
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        Store::open(&missing, WRITE).unwrap();
        Store::open(&missing, Access::Read).unwrap();
    }

    #[test]
    fn a_new_library_may_be_opened_by_many_at_once_and_keeps_a_log() {
        let dir = tempfile::tempdir().unwrap();
        let access = Access::Write { wait: Duration::from_secs(20) };
        std::thread::scope(|scope| {
            let opened: Vec<_> =
                (0..6).map(|_| scope.spawn(|| Store::open(dir.path(), access).map(drop))).collect();
            for store in opened {
                store.join().unwrap().unwrap();
            }
        });
        let store = Store::open(dir.path(), Access::Read).unwrap();
        let pragma = |name| store.connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
        assert_eq!(pragma("journal_mode").unwrap(), "wal");
        assert!(store.article_ids().unwrap().is_empty());
    }

    #[test]
    fn a_damaged_file_and_a_newer_library_are_refused_in_words() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(DATABASE_FILE), b"this is no database ".repeat(500)).unwrap();
        for access in [Access::Read, WRITE] {
            let error = Store::open(dir.path(), access).map(|_| ()).unwrap_err();
            assert!(error.to_string().contains("restore a backup"), "{error}");
        }

        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), WRITE).unwrap();
        store.connection.pragma_update(None, "user_version", 99).unwrap();
        drop(store);
        for access in [Access::Read, WRITE] {
            let error = Store::open(dir.path(), access).map(|_| ()).unwrap_err();
            assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
        }
    }

    #[test]
    fn damage_inside_the_file_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), WRITE).unwrap();
        store
            .batch(|batch| {
                (0..200).try_for_each(|n| samples::put(batch, &samples::article(n, "2026-01-01"), &[&[1]]))
            })
            .unwrap();
        drop(store);
        let path = dir.path().join(DATABASE_FILE);
        let mut bytes = std::fs::read(&path).unwrap();
        for byte in bytes.iter_mut().skip(4096) {
            *byte = 0xa5;
        }
        std::fs::write(&path, bytes).unwrap();
        let error = Store::open(dir.path(), Access::Read).and_then(|store| store.article_ids().map(|_| ()));
        assert!(matches!(error, Err(StoreError::Corrupt { .. })), "{error:?}");
    }

    #[test]
    fn who_only_peeks_upgrades_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), WRITE).unwrap();
        store.batch(|batch| samples::put(batch, &samples::article(1, "2026-01-01"), &[&[1]])).unwrap();
        assert_eq!(Store::open(dir.path(), Access::Peek).unwrap().article_ids().unwrap().len(), 1);
        store.connection.execute("UPDATE meta SET value = '1' WHERE name = 'derived_version'", []).unwrap();
        drop(store);
        for _ in 0..2 {
            let peeked = Store::open(dir.path(), Access::Peek).map(|_| ());
            assert!(matches!(peeked, Err(StoreError::Older { .. })), "{peeked:?}");
        }
        assert!(Store::open(dir.path(), Access::Read).unwrap().article_ids().unwrap().is_empty());

        let empty = tempfile::tempdir().unwrap();
        std::fs::write(empty.path().join(DATABASE_FILE), b"").unwrap();
        assert!(Store::open(empty.path(), Access::Peek).is_err());
        assert_eq!(std::fs::metadata(empty.path().join(DATABASE_FILE)).unwrap().len(), 0);
    }

    #[test]
    fn an_empty_database_is_brought_up_by_a_reader_too() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(DATABASE_FILE), b"").unwrap();
        assert!(Store::open(dir.path(), Access::Read).unwrap().article_ids().unwrap().is_empty());
    }

    #[test]
    fn a_library_on_read_only_media_is_read_as_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("50% off? #1");
        let mut store = Store::open(&folder, WRITE).unwrap();
        store.batch(|batch| samples::put(batch, &samples::article(1, "2026-01-01"), &[])).unwrap();
        drop(store);
        let path = folder.join(DATABASE_FILE);
        assert!(log_is_empty(&path));
        let (connection, format) = read_unchanging(&path).unwrap();
        assert_eq!(format, Format::Current);
        let count: u32 = connection.query_row("SELECT count(*) FROM articles", [], |row| row.get(0)).unwrap();
        assert_eq!(count, 1);
        assert!(!folder.join("awardwire.db-shm").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_without_write_permission_is_read_and_not_written() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path(), WRITE).unwrap();
        store.batch(|batch| samples::put(batch, &samples::article(1, "2026-01-01"), &[])).unwrap();
        drop(store);
        let allow = |folder, file| {
            let set = |path: &Path, mode| {
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
            };
            set(&dir.path().join(DATABASE_FILE), file);
            set(&dir.path().join("awardwire.lock"), file);
            set(dir.path(), folder);
        };
        allow(0o555, 0o444);
        // The superuser may write everywhere, so nothing can be seen as one.
        let binds = std::fs::write(dir.path().join("probe"), b"").is_err();
        let read = Store::open(dir.path(), Access::Read).and_then(|store| store.article_ids());
        let written = Store::open(dir.path(), WRITE).map(|_| ());
        allow(0o755, 0o644);
        assert_eq!(read.unwrap().len(), 1);
        if binds {
            assert!(matches!(written, Err(StoreError::ReadOnly { .. })), "{written:?}");
        }
    }
}
