//! What proves that a page said so: the digests of its text and of its bytes.

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::instant;
use super::{Store, StoreError};
use crate::base::ArticleId;

/// The digests of the version of a page that its article was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageDigest {
    /// Of title and text: `sha256:` and hexadecimal digits, as `Article::text_digest` has it.
    pub text: String,
    /// SHA-256 of the page's bytes as they were fetched, in hexadecimal digits.
    pub page: String,
    /// When it was fetched or added.
    pub fetched_at: Timestamp,
    /// Whether the archive has the page.
    pub is_archived: bool,
    /// The source that led to it; `None` for what the user supplied.
    pub source: Option<String>,
}

impl Store {
    /// The digests of the newest version of an article's page that could be read; `None` where no page was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn page_digest(&self, id: &ArticleId) -> Result<Option<PageDigest>, StoreError> {
        let sql = "SELECT v.text_digest, v.content_sha256, v.fetched_at, v.archive_file IS NOT NULL AS archived, p.source
             FROM page_versions v JOIN pages p ON p.id = v.page
             WHERE v.page = ?1 AND v.text_digest IS NOT NULL ORDER BY v.seq DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([id.as_str()], read)?.next().transpose()
    }

    /// When the newest version of any page was fetched or added; `None` where no page was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_page(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT fetched_at FROM page_versions ORDER BY fetched_at DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([], |row| instant(row, "fetched_at"))?.next().transpose()
    }
}

fn read(row: &Row<'_>) -> Result<PageDigest, StoreError> {
    Ok(PageDigest {
        text: row.get("text_digest")?,
        page: row.get("content_sha256")?,
        fetched_at: instant(row, "fetched_at")?,
        is_archived: row.get("archived")?,
        source: row.get("source")?,
    })
}
