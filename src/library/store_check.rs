//! Whether the library itself is whole: database, archive and index, and what each says of the others.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::{ArticleId, sha256_hex};
use crate::fetch::{Location, WarcError, WarcRecord, check_at};
use crate::library::{Library, LibraryError};
use crate::pipeline::{is_excerpt, is_index_behind};
use crate::search::{Index, SearchError};

/// So many articles or pages are named of a fault that many have.
const MOST_NAMED: usize = 3;
/// So often an index that differs from the database is looked at again, after this pause.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(400);

/// A library that was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreCheck {
    /// Articles in the database.
    pub articles: usize,
    /// Versions of pages whose record was read.
    pub versions: usize,
    /// Answers that are no pages (listings, robots.txt, errors) whose record was read: the last one of each address.
    pub answers: usize,
    /// Bytes of the records that were read, as they lie in the archive.
    pub bytes: u64,
    /// Whether a writer was stopped before the index had caught up: the next one brings it up, so nothing is lost.
    pub is_index_behind: bool,
    /// What is not right.
    pub faults: Vec<StoreFault>,
}

/// Something in the library that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFault {
    /// Which part of the library.
    pub part: StorePart,
    /// What it is.
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// Some of them.
    pub which: Vec<String>,
}

/// A part of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StorePart {
    /// The database.
    Database,
    /// The archive of pages.
    Archive,
    /// The search index.
    Index,
}

impl StorePart {
    /// The word in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Archive => "archive",
            Self::Index => "index",
        }
    }

    /// What helps.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Database => {
                "restore awardwire.db from a copy; what was read of pages is made anew by `awardwire reread`"
            }
            Self::Archive => {
                "restore the file of the archive from a copy; what was read of the page stays as it is until then"
            }
            Self::Index => "make it anew with `awardwire reindex`",
        }
    }
}

impl Library {
    /// Looks through all of the library: whether the database is whole and its rows point at what is there, whether the archive
    /// has what each version of each page says with the right digests, and whether the index holds the database's articles.
    /// Reads the whole archive; one record at a time is in memory.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn check_store(&self) -> Result<StoreCheck, LibraryError> {
        let mut check =
            StoreCheck { is_index_behind: is_index_behind(&self.folder), ..StoreCheck::default() };
        for one in self.store.unsound()? {
            let which = Some(one.first).filter(|first| !first.is_empty()).into_iter().collect();
            let (what, count) = (one.what, one.count);
            check.faults.push(StoreFault { part: StorePart::Database, what, count, which });
        }
        self.check_archive(&mut check)?;
        self.check_index(&mut check)?;
        Ok(check)
    }

    fn check_archive(&self, check: &mut StoreCheck) -> Result<(), LibraryError> {
        let folder = self.folder.archive();
        let mut faults = Faults::default();
        // A file of many articles is read once, since they come one after the other.
        let mut last: Option<(Location, Result<Kept, WarcError>)> = None;
        self.store.for_each_version(|version| -> Result<(), LibraryError> {
            let name = || format!("{} version {}", version.page, version.seq);
            let Some(place) = &version.archived else {
                faults.put("page version without a place in the archive", name());
                return Ok(());
            };
            let location = Location { file: place.file.clone(), offset: place.offset, length: place.length };
            if last.as_ref().is_none_or(|(known, _)| *known != location) {
                check.bytes += location.length;
                let read = check_at(&folder, &location).map(|record| Kept::of(&record));
                last = Some((location, read));
            }
            check.versions += 1;
            match last.as_ref().map(|(_, read)| read) {
                Some(Err(error)) => faults.put(&error.to_string(), name()),
                Some(Ok(kept)) if !kept.is_excerpt && kept.sha256 != version.content_sha256 => {
                    faults.put("page version whose record is another page's", name());
                }
                _ => {}
            }
            Ok(())
        })?;
        self.store.for_each_archived_answer(|answer| -> Result<(), LibraryError> {
            let place = answer.archived;
            let location = Location { file: place.file, offset: place.offset, length: place.length };
            let name = || crate::base::printable(answer.url.as_str());
            check.bytes += location.length;
            match check_at(&folder, &location) {
                Err(error) => faults.put(&error.to_string(), name()),
                Ok(record) if sha256_hex(&record.payload) != answer.content_sha256 => {
                    faults.put("answer whose record is another's", name());
                }
                Ok(_) => {}
            }
            check.answers += 1;
            Ok(())
        })?;
        for inventory in self.store.ai_inventories()? {
            let place = inventory.archived;
            let location = Location { file: place.file, offset: place.offset, length: place.length };
            match check_at(&folder, &location) {
                Err(error) => faults.put(&error.to_string(), inventory.name),
                Ok(record) if sha256_hex(&record.payload) != inventory.digest => {
                    faults.put("inventory whose record is another file's", inventory.name);
                }
                Ok(_) => {}
            }
        }
        check.faults.extend(faults.told(StorePart::Archive));
        Ok(())
    }

    fn check_index(&self, check: &mut StoreCheck) -> Result<(), LibraryError> {
        let known = self.store.article_ids()?;
        check.articles = known.len();
        let mut faults = self.index_faults(&known, check.is_index_behind);
        // Who writes meanwhile is not always in the same place in both.
        for _ in 0..TRIES {
            if faults.0.is_empty() {
                break;
            }
            std::thread::sleep(PAUSE);
            faults = self.index_faults(&self.store.article_ids()?, is_index_behind(&self.folder));
        }
        check.faults.extend(faults.told(StorePart::Index));
        Ok(())
    }

    fn index_faults(&self, known: &[ArticleId], is_behind: bool) -> Faults {
        let mut faults = Faults::default();
        match Index::open(&self.folder.index()).and_then(|index| index.article_ids()) {
            Ok(held) => compare(known, &held, is_behind, &mut faults),
            Err(SearchError::Missing(_)) if known.is_empty() => {}
            Err(error) => faults.put(&error.to_string(), String::new()),
        }
        faults
    }
}

/// Compares two lists of ids, each in order. What an index that is behind lacks is no fault.
fn compare(known: &[ArticleId], held: &[ArticleId], is_behind: bool, faults: &mut Faults) {
    if !is_behind {
        for id in known.iter().filter(|id| held.binary_search(id).is_err()) {
            faults.put("article that the index lacks", id.to_string());
        }
        for id in held.iter().filter(|id| known.binary_search(id).is_err()) {
            faults.put("article in the index that the database does not have", id.to_string());
        }
    }
    for pair in held.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            faults.put("article that stands in the index twice", one.to_string());
        }
    }
}

/// What is told of a record.
struct Kept {
    sha256: String,
    is_excerpt: bool,
}

impl Kept {
    fn of(record: &WarcRecord) -> Self {
        Self { sha256: sha256_hex(&record.payload), is_excerpt: is_excerpt(record) }
    }
}

/// Faults by what they are.
#[derive(Default)]
struct Faults(BTreeMap<String, (usize, Vec<String>)>);

impl Faults {
    fn put(&mut self, what: &str, which: String) {
        let (count, named) = self.0.entry(what.to_owned()).or_default();
        *count += 1;
        if named.len() < MOST_NAMED && !which.is_empty() {
            named.push(which);
        }
    }

    fn told(self, part: StorePart) -> impl Iterator<Item = StoreFault> {
        let fault = move |(what, (count, which))| StoreFault { part, what, count, which };
        self.0.into_iter().map(fault)
    }
}
