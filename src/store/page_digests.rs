//! What proves that a page said so: the digests of its text and of its bytes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::{article_id, instant};
use super::{Store, StoreError};
use crate::base::{ArticleId, DealId};

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
}

impl Store {
    /// The digests of the newest version of an article's page that could be read; `None` where no page was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn page_digest(&self, id: &ArticleId) -> Result<Option<PageDigest>, StoreError> {
        let sql = "SELECT text_digest, content_sha256, fetched_at, archive_file IS NOT NULL AS archived
             FROM page_versions WHERE page = ?1 AND text_digest IS NOT NULL ORDER BY seq DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([id.as_str()], read)?.next().transpose()
    }

    /// The articles that tell a deal, each with the same.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_of_deal(
        &self,
        id: &DealId,
    ) -> Result<BTreeMap<ArticleId, Option<PageDigest>>, StoreError> {
        let sql = "SELECT e.article, v.seq, v.text_digest, v.content_sha256, v.fetched_at,
             v.archive_file IS NOT NULL AS archived
             FROM (SELECT DISTINCT article FROM deal_events WHERE deal = ?1) e
             LEFT JOIN page_versions v ON v.page = e.article AND v.text_digest IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.as_str()])?;
        let mut newest: BTreeMap<ArticleId, (Option<i64>, Option<PageDigest>)> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let version: Option<i64> = row.get("seq")?;
            let known = newest.entry(article_id(row, "article")?).or_default();
            // One version is the rule; to pick the newest here is cheaper than to ask for it first.
            if version > known.0 {
                *known = (version, Some(read(row)?));
            }
        }
        Ok(newest.into_iter().map(|(article, (_, digest))| (article, digest)).collect())
    }

    /// The source that led to an article's page; `None` for what the user supplied, and where no page was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn source_of_page(&self, id: &ArticleId) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT source FROM pages WHERE id = ?1")?;
        let mut rows = statement.query([id.as_str()])?;
        Ok(rows.next()?.map(|row| row.get("source")).transpose()?.flatten())
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
    })
}

#[cfg(test)]
mod tests {
    use crate::store::{NewVersion, samples};

    #[test]
    fn each_article_of_a_deal_has_the_digests_of_its_newest_text() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let texts = [Some("sha256:one"), Some("sha256:two"), None];
        store
            .batch(|batch| {
                for text in texts {
                    let version = NewVersion { text_digest: text.map(str::to_owned), ..samples::version() };
                    batch.put_page_version(&samples::page(1), &version)?;
                }
                batch.replace_deals(&[], &[samples::deal("d1", &[(1, 0), (1, 1), (2, 0)])])
            })
            .unwrap();
        let deal = store.deals().unwrap().remove(0);
        let articles = store.articles_of_deal(&deal.id).unwrap();
        assert_eq!(articles.len(), 2);
        for (article, digest) in articles {
            assert_eq!(digest, store.page_digest(&article).unwrap());
            let expected = (article == samples::page(1).id).then_some("sha256:two");
            assert_eq!(digest.as_ref().map(|digest| digest.text.as_str()), expected);
        }
    }
}
