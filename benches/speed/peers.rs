//! What others need for a part of the same work, on the same texts: a bare pass of an automaton over the names, and
//! SQLite's full-text search.

use std::path::Path;

use aho_corasick::AhoCorasick;
use awardwire::entities::Lists;

use crate::Outcome;

/// All listed names as one automaton: what any gazetteer has to do at least.
pub struct NamePass(AhoCorasick);

impl NamePass {
    pub fn new() -> Outcome<Self> {
        let names = Lists::bundled().aliases().iter().map(|alias| &alias.text);
        Ok(Self(AhoCorasick::builder().ascii_case_insensitive(true).build(names)?))
    }

    pub fn count(&self, text: &str) -> usize {
        self.0.find_overlapping_iter(text).count()
    }
}

/// A table of SQLite's FTS5 with English stems.
#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's store")]
pub struct Fts5(rusqlite::Connection);

#[expect(clippy::disallowed_types, reason = "a peer to compare with, not the library's store")]
impl Fts5 {
    pub fn create(path: &Path, records: &[String]) -> Outcome<Self> {
        let mut connection = rusqlite::Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE VIRTUAL TABLE articles USING fts5(title, body, tokenize = 'porter unicode61')",
        )?;
        // Batches as large as those of `add`.
        for batch in records.chunks(256) {
            let step = connection.transaction()?;
            for record in batch {
                let record: serde_json::Value = serde_json::from_str(record)?;
                let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
                step.prepare_cached("INSERT INTO articles VALUES (?1, ?2)")?
                    .execute([text("title"), text("text")])?;
            }
            step.commit()?;
        }
        Ok(Self(connection))
    }

    pub fn open(path: &Path) -> Outcome<Self> {
        Ok(Self(rusqlite::Connection::open(path)?))
    }

    /// The ten best with their snippets.
    pub fn search(&self, query: &str) -> Outcome<Vec<(String, String)>> {
        let sql = "SELECT title, snippet(articles, 1, '[', ']', '…', 40) FROM articles
                   WHERE articles MATCH ?1 ORDER BY bm25(articles) LIMIT 10";
        let mut statement = self.0.prepare(sql)?;
        let rows = statement.query_map([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
