//! Answers that are no pages and stand in the archive: the last one of each address.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::columns::{address, instant, micros};
use super::{ArchivePlace, Batch, Store, StoreError};
use crate::base::Address;

/// The last answer of an address that stands in the archive with its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedAnswer {
    /// The address that answered.
    pub url: Address,
    /// SHA-256 of the body, as far as it is kept.
    pub content_sha256: String,
    /// When it came.
    pub fetched_at: Timestamp,
    /// Where the archive keeps it.
    pub archived: ArchivePlace,
}

const COLUMNS: &str = "url, content_sha256, fetched_at, archive_file, archive_offset, archive_length";

impl Store {
    /// The last answer of this address, other than pages.
    ///
    /// # Errors
    /// When the database fails.
    pub fn archived_answer(&self, url: &Address) -> Result<Option<ArchivedAnswer>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM archived_answers WHERE url = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([url.as_str()])?;
        rows.next()?.map(read_answer).transpose()
    }

    /// Where those answers begin, by file of the archive.
    ///
    /// # Errors
    /// When the database fails.
    pub fn places_of_answers(&self) -> Result<BTreeMap<String, BTreeSet<u64>>, StoreError> {
        let mut places: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        self.for_each_archived_answer(|answer| {
            places.entry(answer.archived.file).or_default().insert(answer.archived.offset);
            Ok::<_, StoreError>(())
        })?;
        Ok(places)
    }

    /// Hands the last answer of every address to `work`, in the order of the archive. The first failure of `work` ends it.
    ///
    /// # Errors
    /// When the database fails, and those of `work`.
    pub fn for_each_archived_answer<E: From<StoreError>>(
        &self,
        mut work: impl FnMut(ArchivedAnswer) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql =
            format!("SELECT {COLUMNS} FROM archived_answers ORDER BY archive_file, archive_offset, url");
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            work(read_answer(row)?)?;
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Writes down the last answer of an address, in the place of the one before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_archived_answer(&self, answer: &ArchivedAnswer) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT OR REPLACE INTO archived_answers ({COLUMNS})
             VALUES (:url, :content_sha256, :fetched_at, :file, :offset, :length)"
        );
        self.connection.prepare_cached(&sql)?.execute(named_params! {
            ":url": answer.url.as_str(),
            ":content_sha256": answer.content_sha256,
            ":fetched_at": micros(answer.fetched_at),
            ":file": answer.archived.file,
            ":offset": answer.archived.offset as i64,
            ":length": answer.archived.length as i64,
        })?;
        Ok(())
    }
}

fn read_answer(row: &Row<'_>) -> Result<ArchivedAnswer, StoreError> {
    let unsigned = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(ArchivedAnswer {
        url: address(row, "url")?,
        content_sha256: row.get("content_sha256")?,
        fetched_at: instant(row, "fetched_at")?,
        archived: ArchivePlace {
            file: row.get("archive_file")?,
            offset: unsigned("archive_offset")?,
            length: unsigned("archive_length")?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    fn answer(path: &str, offset: u64) -> ArchivedAnswer {
        ArchivedAnswer {
            url: Address::parse("http://news.example/").unwrap().join(path).unwrap(),
            content_sha256: "ab".into(),
            fetched_at: Timestamp::from_second(1).unwrap(),
            archived: ArchivePlace { file: "a.warc.gz".into(), offset, length: 9 },
        }
    }

    fn all(store: &Store) -> Vec<ArchivedAnswer> {
        let mut found = Vec::new();
        let each = store.for_each_archived_answer(|one| {
            found.push(one);
            Ok::<_, StoreError>(())
        });
        each.unwrap();
        found
    }

    #[test]
    fn the_last_answer_is_known_and_moves_or_goes_with_its_record() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let (feed, other) = (answer("/feed", 30), answer("/robots.txt", 10));
        for one in [&answer("/feed", 20), &feed, &other] {
            store.batch(|batch| batch.put_archived_answer(one)).unwrap();
        }
        assert_eq!(store.archived_answer(&feed.url).unwrap(), Some(feed.clone()));
        assert_eq!(all(&store), [other.clone(), feed.clone()]);
        assert!(store.is_archive_used("a.warc.gz").unwrap());
        let at = Timestamp::from_second(9).unwrap();
        store.batch(|batch| batch.move_records("a.warc.gz", "a.r1.warc.gz", &[(30, 5)], at)).unwrap();
        let place = ArchivePlace { file: "a.r1.warc.gz".into(), offset: 5, length: 9 };
        assert_eq!(all(&store), [ArchivedAnswer { archived: place, ..feed }]);
    }
}
