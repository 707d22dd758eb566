//! Whether the database is whole, and every row points at something that is there.

use std::io::Read;

use rusqlite::Row;

use super::columns::article_id;
use super::{ArchivePlace, Store, StoreError};
use crate::base::ArticleId;

/// So many of the engine's own findings are told.
const MOST_FINDINGS: usize = 20;
/// Where the header of a database says that it keeps a log (<https://sqlite.org/fileformat2.html>, section 1.3.3).
const LOG_BYTE: usize = 18;

/// Rows that no other row leads to, or that lead nowhere.
const LOOSE: &[(&str, &str)] = &[
    (
        "page without any version",
        "SELECT id FROM pages WHERE NOT EXISTS (SELECT 1 FROM page_versions WHERE page = pages.id)",
    ),
    (
        "article without its page",
        "SELECT id FROM articles WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.id = articles.id)",
    ),
    ("deal without an event", "SELECT id FROM deals WHERE NOT EXISTS (SELECT 1 FROM deal_events WHERE deal = deals.id)"),
    (
        "event of a deal that no article tells",
        "SELECT d.article || ':' || d.ordinal FROM deal_events d WHERE NOT EXISTS (SELECT 1 FROM articles a
         JOIN events e ON e.article = a.seq WHERE a.id = d.article AND e.ordinal = d.ordinal)",
    ),
    ("event that waits to be matched", "SELECT event FROM linked_events WHERE block IS NULL"),
    (
        "event whose best match is gone",
        "SELECT event FROM linked_events l WHERE (best_event IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM linked_events o WHERE o.event = l.best_event)) OR (second_event IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM linked_events o WHERE o.event = l.second_event))",
    ),
    (
        "event that is told by an article and part of no deal",
        "SELECT a.id || ':' || e.ordinal FROM linked_events l JOIN events e ON e.seq = l.event JOIN articles a
         ON a.seq = e.article WHERE NOT EXISTS
         (SELECT 1 FROM deal_events d WHERE d.article = a.id AND d.ordinal = e.ordinal)",
    ),
    (
        "head or foot of an article that is gone",
        "SELECT article FROM edge_blocks WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = edge_blocks.article)",
    ),
];

/// Something in the database that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// What it is, in words: "article without its page".
    pub what: String,
    /// How many there are.
    pub count: usize,
    /// Which the first one is; empty where there is nothing to name.
    pub first: String,
}

/// Where a version of a page is kept, and what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVersion {
    /// The page.
    pub page: ArticleId,
    /// Its version, counted from 1.
    pub seq: u32,
    /// SHA-256 of the body as it was fetched.
    pub content_sha256: String,
    /// Where the archive keeps it.
    pub archived: Option<ArchivePlace>,
}

impl Store {
    /// What is not right with the database: damage that the engine finds in its own structure, rows that point at nothing,
    /// a log that is switched off. Reads all of it.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn unsound(&self) -> Result<Vec<Unsound>, StoreError> {
        let mut found = Vec::new();
        let sql = format!("PRAGMA integrity_check({MOST_FINDINGS})");
        for finding in self.texts(&sql)?.into_iter().filter(|finding| finding != "ok") {
            found.push(Unsound { what: crate::base::printable(&finding), count: 1, first: String::new() });
        }
        let mut rows = self.connection.prepare("PRAGMA foreign_key_check")?;
        let pairs: Vec<(String, String)> =
            rows.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
        if let Some((table, parent)) = pairs.first() {
            let what = format!("row of {table} that points at no row of {parent}");
            found.push(Unsound { what, count: pairs.len(), first: String::new() });
        }
        for (what, sql) in LOOSE {
            let rows = self.texts(sql)?;
            if let Some(first) = rows.first() {
                found.push(Unsound { what: (*what).to_owned(), count: rows.len(), first: first.clone() });
            }
        }
        if !self.keeps_log()? {
            let what = "the database keeps no write-ahead log, so a killed writer may leave it damaged";
            found.push(Unsound { what: what.to_owned(), count: 1, first: String::new() });
        }
        Ok(found)
    }

    /// Hands every version of every page to `work`, in the order of the archive. The first failure of `work` ends it.
    ///
    /// # Errors
    /// When the database fails, and those of `work`.
    pub fn for_each_version<E: From<StoreError>>(
        &self,
        mut work: impl FnMut(KeptVersion) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT page AS id, seq, content_sha256, archive_file, archive_offset, archive_length
             FROM page_versions ORDER BY archive_file, archive_offset, page, seq";
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            work(read_kept(row)?)?;
        }
        Ok(())
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(sql)?;
        let texts = statement.query_map([], |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        })?;
        Ok(texts.collect::<Result<_, _>>()?)
    }

    fn keeps_log(&self) -> Result<bool, StoreError> {
        let path = self.database();
        let mut header = [0; LOG_BYTE + 1];
        let read = std::fs::File::open(&path).and_then(|mut file| file.read_exact(&mut header));
        read.map_err(|error| StoreError::io(&path, error))?;
        Ok(header.last() == Some(&2))
    }
}

fn read_kept(row: &Row<'_>) -> Result<KeptVersion, StoreError> {
    let unsigned = |column| row.get::<_, Option<i64>>(column).map(|n| n.unwrap_or_default().unsigned_abs());
    let file: Option<String> = row.get("archive_file")?;
    let (offset, length) = (unsigned("archive_offset")?, unsigned("archive_length")?);
    Ok(KeptVersion {
        page: article_id(row, "id")?,
        seq: row.get("seq")?,
        content_sha256: row.get("content_sha256")?,
        archived: file.map(|file| ArchivePlace { file, offset, length }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    fn found(store: &Store) -> Vec<String> {
        store
            .unsound()
            .unwrap()
            .into_iter()
            .map(|one| format!("{} {} {}", one.count, one.what, one.first))
            .collect()
    }

    #[test]
    fn rows_that_point_nowhere_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store.batch(|batch| batch.put_page_version(&samples::page(1), &samples::version())).unwrap();
        assert_eq!(found(&store), [""; 0]);
        store.connection.pragma_update(None, "foreign_keys", false).unwrap();
        store.batch(|batch| samples::put(batch, &samples::article(7, "2026-01-01"), &[])).unwrap();
        store.connection.execute("DELETE FROM page_versions", []).unwrap();
        store
            .connection
            .execute("INSERT INTO deal_events (article, ordinal, deal) VALUES ('a', 0, 'none')", [])
            .unwrap();
        let told = found(&store);
        for words in [
            "page without any version",
            "article without its page",
            "points at no row of deals",
            "no article tells",
        ] {
            assert!(told.iter().any(|line| line.contains(words)), "{words}: {told:#?}");
        }
    }

    #[test]
    fn versions_come_in_the_order_of_the_archive() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let place = |offset| Some(ArchivePlace { file: "a".into(), offset, length: 1 });
        store
            .batch(|batch| {
                for (n, offset) in [(1, 9), (2, 3)] {
                    let version = crate::store::NewVersion { archived: place(offset), ..samples::version() };
                    batch.put_page_version(&samples::page(n), &version)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let mut offsets = Vec::new();
        let each = store.for_each_version(|version| {
            offsets.extend(version.archived.map(|place| place.offset));
            Ok::<_, StoreError>(())
        });
        each.unwrap();
        assert_eq!(offsets, [3, 9]);
    }
}
