//! Why the library cannot be read or written, and what to do about it.

use std::path::PathBuf;

use super::Holder;

/// Why the library cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no library in this folder.
    #[error("there is no library in {}: begin one with `awardwire add` or `awardwire crawl`", dir.display())]
    NoLibrary {
        /// The folder that was looked in.
        dir: PathBuf,
    },
    /// The file is a database of another program.
    #[error("{} is not an awardwire library: choose another folder with --library", path.display())]
    Foreign {
        /// The database file.
        path: PathBuf,
    },
    /// A newer version of the program has written the library.
    #[error(
        "{} was written by a newer awardwire (its format is {found}, this one knows up to {known}): \
         upgrade awardwire", path.display()
    )]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The format of the library.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// An older version has written the library, and it cannot be upgraded where it is.
    #[error(
        "{} was written by an older awardwire (its format is {found}, this one needs {known}) and cannot be \
         upgraded because it is read-only: copy the library to where it can be written", path.display()
    )]
    Older {
        /// The database file.
        path: PathBuf,
        /// The format of the library.
        found: u32,
        /// The format this program needs.
        known: u32,
    },
    /// Another process writes the library and did not finish in time.
    #[error("the library in {} is being written by {}: try again when it has finished", dir.display(),
        holder.as_ref().map_or_else(|| "another process".to_owned(), ToString::to_string))]
    Locked {
        /// The library's folder.
        dir: PathBuf,
        /// Who writes it, where the lock file says so.
        holder: Option<Holder>,
    },
    /// Another process delivers alerts.
    #[error("alerts are being delivered by {}: try again when it has finished",
        holder.as_ref().map_or_else(|| "another process".to_owned(), ToString::to_string))]
    Delivering {
        /// Who delivers, where the lock file says so.
        holder: Option<Holder>,
    },
    /// Another process crawls into the library.
    #[error("the library in {} is being filled by {}: one crawl at a time, so that no site is asked twice as often; try again when it \
        has finished, or stop it", dir.display(), holder.as_ref().map_or_else(|| "another crawl".to_owned(), ToString::to_string))]
    Crawling {
        /// The library's folder.
        dir: PathBuf,
        /// Who crawls, where the lock file says so.
        holder: Option<Holder>,
    },
    /// The database itself stayed in use for longer than anyone waits.
    #[error("the library's database is in use by another program: try again when it has finished")]
    Busy,
    /// A write through a store that was opened for reading.
    #[error("the library was opened for reading only")]
    OpenedForReading,
    /// The folder or the database must not be written.
    #[error(
        "the library cannot be written ({detail}): give the folder write permission, or choose another with --library"
    )]
    ReadOnly {
        /// What was refused.
        detail: String,
    },
    /// No space left.
    #[error(
        "the disk that holds the library is full: free some space and run the command again; nothing was half written"
    )]
    Full,
    /// The database file is damaged.
    #[error("the library's database is damaged ({detail}): restore a backup of its folder")]
    Corrupt {
        /// What SQLite found.
        detail: String,
    },
    /// A row holds what this program cannot have written.
    #[error("{what} in the library cannot be read ({detail}): run `awardwire reread`")]
    Unreadable {
        /// The row, and its id where it has one.
        what: String,
        /// Why.
        detail: String,
    },
    /// A file of the library cannot be opened, read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The answer of the operating system.
        source: std::io::Error,
    },
    /// Anything else that the database refused.
    #[error(
        "the library's database failed ({detail}): try again; if it fails again, restore a backup of its folder"
    )]
    Database {
        /// The message of SQLite.
        detail: String,
    },
}

impl StoreError {
    /// An error of the operating system on `path`, told apart where a remedy is known.
    pub(super) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.into();
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { detail: format!("{}: {source}", path.display()) }
            }
            _ => Self::Io { path, source },
        }
    }

    /// A column that holds what was never written there.
    pub(super) fn unreadable(what: impl Into<String>, detail: impl std::fmt::Display) -> Self {
        Self::Unreadable { what: what.into(), detail: format!("{detail}") }
    }
}

/// Lets this room use `?` on the database's answers; no one outside the room can hold the type it converts.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{Error, ErrorCode};
        let detail = error.to_string();
        match error {
            Error::SqliteFailure(ref failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt { detail },
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                    Self::ReadOnly { detail }
                }
                _ => Self::Database { detail },
            },
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..) => Self::unreadable("a row", detail),
            _ => Self::Database { detail },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remedy_is_named() {
        let sqlite =
            |code| StoreError::from(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
        for (error, words) in [
            (sqlite(rusqlite::ffi::SQLITE_FULL), "free some space"),
            (sqlite(rusqlite::ffi::SQLITE_CORRUPT), "restore a backup"),
            (sqlite(rusqlite::ffi::SQLITE_NOTADB), "restore a backup"),
            (sqlite(rusqlite::ffi::SQLITE_READONLY), "write permission"),
            (StoreError::io("x", std::io::ErrorKind::StorageFull.into()), "free some space"),
            (StoreError::io("x", std::io::ErrorKind::ReadOnlyFilesystem.into()), "write permission"),
            (StoreError::Newer { path: "x".into(), found: 9, known: 1 }, "upgrade awardwire"),
            (StoreError::Locked { dir: "x".into(), holder: None }, "another process"),
        ] {
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
