//! Which records of the archive are pages of the library, and what happens to them when an archive file is written anew.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::columns::{article_id, micros};
use super::lock::WriterLock;
use super::{Access, ArchivePlace, Batch, Store, StoreError};
use crate::base::ArticleId;

/// A record of the archive that something of the library stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedRecord {
    /// The bytes of its member.
    pub length: u64,
    /// How many pages' versions and inventories stand in it.
    pub uses: u32,
}

/// The records of each archive file that are used, by their first byte.
pub type UsedRecords = BTreeMap<String, BTreeMap<u64, UsedRecord>>;

impl Store {
    /// Every record of the archive that something of the library stands in, by file.
    ///
    /// # Errors
    /// When the database fails.
    pub fn used_records(&self) -> Result<UsedRecords, StoreError> {
        let sql = "SELECT archive_file, archive_offset, max(archive_length), count(*) FROM (
                 SELECT archive_file, archive_offset, archive_length FROM page_versions
                 WHERE archive_file IS NOT NULL
                 UNION ALL SELECT archive_file, archive_offset, archive_length FROM ai_inventories
             ) GROUP BY archive_file, archive_offset";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = UsedRecords::new();
        while let Some(row) = rows.next()? {
            let bytes = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
            let used = UsedRecord { length: bytes(2)?, uses: row.get(3)? };
            found.entry(row.get(0)?).or_default().insert(bytes(1)?, used);
        }
        Ok(found)
    }

    /// How many pages' versions stand in a record.
    ///
    /// # Errors
    /// When the database fails.
    pub fn uses_of_record(&self, place: &ArchivePlace) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM page_versions WHERE archive_file = ?1 AND archive_offset = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row((&place.file, place.offset as i64), |row| row.get(0))?)
    }

    /// Where the pages stand that have never had an article, version by version.
    ///
    /// # Errors
    /// When the database fails.
    pub fn records_without_article(&self) -> Result<Vec<(ArticleId, ArchivePlace)>, StoreError> {
        let sql = "SELECT page AS id, archive_file, archive_offset, archive_length FROM page_versions v
             WHERE archive_file IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM page_versions o WHERE o.page = v.page AND o.text_digest IS NOT NULL)
             ORDER BY page, seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
            let place = ArchivePlace { file: row.get(1)?, offset: bytes(2)?, length: bytes(3)? };
            found.push((article_id(row, "id")?, place));
        }
        Ok(found)
    }

    /// Whether something of the library stands in an archive file.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_archive_used(&self, file: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM page_versions WHERE archive_file = ?1)
             OR EXISTS (SELECT 1 FROM ai_inventories WHERE archive_file = ?1)
             OR EXISTS (SELECT 1 FROM archived_answers WHERE archive_file = ?1)";
        Ok(self.connection.prepare_cached(sql)?.query_row([file], |row| row.get(0))?)
    }

    /// The archive files in whose place others were written.
    ///
    /// # Errors
    /// When the database fails.
    pub fn obsolete_archives(&self) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT file FROM obsolete_archives ORDER BY file")?;
        let files = statement.query_map([], |row| row.get(0))?;
        Ok(files.collect::<Result<_, _>>()?)
    }

    /// From now on each commit outlasts a loss of power: for changes after which files are deleted that the state before
    /// needs.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn flush_commits(&self) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "synchronous", "FULL")?)
    }

    /// Writes the database anew without what was taken out of it: pages of a database keep remains of rows that once stood
    /// there. Needs as much room on the disk again. Gives back whether that was possible: not where there is no room, nor
    /// while other programs read what was before.
    ///
    /// # Errors
    /// When another process writes, or the database fails.
    pub fn write_anew(&mut self) -> Result<bool, StoreError> {
        let Access::Write { wait } = self.access else { return Err(StoreError::OpenedForReading) };
        let _lock = WriterLock::take(&self.dir, wait, &self.task)?;
        // Not in memory: the whole of it is written beside first.
        self.connection.pragma_update(None, "temp_store", "DEFAULT")?;
        let written = self.connection.execute_batch("VACUUM").map_err(StoreError::from);
        self.connection.pragma_update(None, "temp_store", "MEMORY")?;
        match written {
            Err(StoreError::Full | StoreError::Busy) => return Ok(false),
            other => other?,
        }
        let busy: i64 = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}

impl Batch<'_> {
    /// Says that an archive file was written anew under another name, and where its records stand there; the file it was is
    /// obsolete. What is known of answers whose record is not among them is forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub fn move_records(
        &self,
        file: &str,
        new_file: &str,
        moved: &[(u64, u64)],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for table in ["page_versions", "ai_inventories", "archived_answers"] {
            let sql = format!(
                "UPDATE {table} SET archive_file = ?3, archive_offset = ?4
                 WHERE archive_file = ?1 AND archive_offset = ?2"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            for (from, to) in moved {
                statement.execute((file, *from as i64, new_file, *to as i64))?;
            }
        }
        self.connection
            .prepare_cached("DELETE FROM archived_answers WHERE archive_file = ?1")?
            .execute([file])?;
        let sql = "INSERT INTO obsolete_archives (file, at) VALUES (?1, ?2) ON CONFLICT (file) DO NOTHING";
        self.connection.prepare_cached(sql)?.execute((file, micros(at)))?;
        Ok(())
    }
}
