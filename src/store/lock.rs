//! One writer at a time: the operating system's lock on `awardwire.lock`; and one crawl at a time: that on `awardwire.crawl`.
//!
//! The system drops the lock with the process, so a crash or `kill -9` never leaves the library locked.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Store, StoreError};
use crate::base::printable;

/// The file that carries the lock, in the library's folder.
const LOCK_FILE: &str = "awardwire.lock";
/// The file that carries the lock of the one crawl.
const CRAWL_FILE: &str = "awardwire.crawl";
/// The file that carries the lock of the one who delivers alerts.
const DELIVERY_FILE: &str = "awardwire.watch";
/// How long a waiter sleeps between two tries.
const PAUSE: Duration = Duration::from_millis(20);
/// More than this is not read from the lock file.
const LONGEST_HOLDER: u64 = 200;

/// Who holds the lock, by the lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process id.
    pub pid: u32,
    /// What it does: `awardwire crawl`.
    pub task: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} ({})", self.pid, self.task)
    }
}

/// The right to crawl; given back when dropped. Others may write meanwhile.
pub struct CrawlClaim {
    _lock: WriterLock,
}

impl Store {
    /// Takes the right to crawl: two crawls would fetch the same pages, and ask each site twice as often.
    ///
    /// # Errors
    /// [`StoreError::Crawling`] when another process has it.
    pub fn claim_crawl(&self) -> Result<CrawlClaim, StoreError> {
        match WriterLock::take_file(&self.dir, CRAWL_FILE, Duration::ZERO, &self.task) {
            Ok(lock) => Ok(CrawlClaim { _lock: lock }),
            Err(StoreError::Locked { dir, holder }) => Err(StoreError::Crawling { dir, holder }),
            Err(other) => Err(other),
        }
    }
}

/// The right to deliver alerts; given back when dropped. Others may write meanwhile.
pub struct DeliveryClaim {
    _lock: WriterLock,
}

impl Store {
    /// Takes the right to deliver alerts, waiting so long for another process: two would deliver the same ones.
    ///
    /// # Errors
    /// [`StoreError::Delivering`] when another process has it all that time.
    pub fn claim_delivery(&self, task: &str, wait: Duration) -> Result<DeliveryClaim, StoreError> {
        match WriterLock::take_file(&self.dir, DELIVERY_FILE, wait, task) {
            Ok(lock) => Ok(DeliveryClaim { _lock: lock }),
            Err(StoreError::Locked { holder, .. }) => Err(StoreError::Delivering { holder }),
            Err(other) => Err(other),
        }
    }

    /// Waits until no change is in the making: all that were begun before are kept or undone then.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process writes all that time.
    pub fn wait_for_writer(&self, wait: Duration) -> Result<(), StoreError> {
        WriterLock::take(&self.dir, wait, &self.task).map(drop)
    }
}

/// The right to write; given back when dropped.
pub(super) struct WriterLock {
    file: File,
}

impl WriterLock {
    /// Takes the lock on `dir`, trying again until `wait` is over.
    pub(super) fn take(dir: &Path, wait: Duration, task: &str) -> Result<Self, StoreError> {
        Self::take_file(dir, LOCK_FILE, wait, task)
    }

    fn take_file(dir: &Path, file: &str, wait: Duration, task: &str) -> Result<Self, StoreError> {
        let path = dir.join(file);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(|error| StoreError::io(&path, error))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
                Err(TryLockError::WouldBlock) => {
                    let left = wait.saturating_sub(began.elapsed());
                    if left.is_zero() {
                        return Err(StoreError::Locked {
                            dir: dir.to_owned(),
                            holder: read_holder(&mut file),
                        });
                    }
                    std::thread::sleep(PAUSE.min(left));
                }
            }
        }
        let mut lock = Self { file };
        lock.sign(task).map_err(|error| StoreError::io(&path, error))?;
        Ok(lock)
    }

    /// Writes down who holds the lock, for those who wait in vain.
    fn sign(&mut self, task: &str) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{} {task}", std::process::id())
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // An old name in the file does no harm, and closing the file gives the lock back in any case.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// The holder by the file's words; `None` when it holds none, or where the system lets nobody read a locked file.
fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(LONGEST_HOLDER).read_to_string(&mut text).ok()?;
    let (pid, task) = text.lines().next()?.split_once(' ')?;
    Some(Holder { pid: pid.parse().ok()?, task: printable(task) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_waits_and_then_says_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let first = WriterLock::take(dir.path(), Duration::ZERO, "awardwire crawl").unwrap();
        let Err(error) = WriterLock::take(dir.path(), Duration::from_millis(50), "awardwire add") else {
            panic!("two writers at once");
        };
        let expected = format!("process {} (awardwire crawl)", std::process::id());
        assert!(error.to_string().contains(&expected), "{error}");

        let folder = dir.path().to_owned();
        let waiter =
            std::thread::spawn(move || WriterLock::take(&folder, Duration::from_secs(20), "x").is_ok());
        std::thread::sleep(Duration::from_millis(60));
        drop(first);
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn a_second_crawl_is_told_of_the_first_and_others_may_write() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = crate::store::samples::store(dir.path());
        store.name_task("awardwire crawl");
        let claim = store.claim_crawl().unwrap();
        let error = store.claim_crawl().map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("(awardwire crawl)"), "{error}");
        assert!(store.begin().is_ok());
        drop(claim);
        assert!(store.claim_crawl().is_ok());
    }

    #[test]
    fn a_damaged_lock_file_names_nobody_and_still_locks() {
        let dir = tempfile::tempdir().unwrap();
        for content in [&b""[..], b"\xff\xfe", b"12", b"x y", b"99999999999999999999 z"] {
            std::fs::write(dir.path().join(LOCK_FILE), content).unwrap();
            let mut file = File::open(dir.path().join(LOCK_FILE)).unwrap();
            assert_eq!(read_holder(&mut file), None, "{content:?}");
            assert!(WriterLock::take(dir.path(), Duration::ZERO, "x").is_ok());
        }
    }
}
