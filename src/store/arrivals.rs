//! When the articles of deals came, and which text of them is held: what "new since" is told by.

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::{article_id, instant_or_none};
use super::{Store, StoreError};
use crate::base::ArticleId;

/// An article that tells a deal, as it is held now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The article.
    pub article: ArticleId,
    /// The digest of its text.
    pub text: Option<String>,
    /// When the text was first fetched or added; `None` where the library holds no page.
    pub at: Option<Timestamp>,
    /// Which versions have read it.
    pub stamp: Option<String>,
}

impl Store {
    /// The articles that tell deals, in order of id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn arrivals(&self) -> Result<Vec<Arrival>, StoreError> {
        // The text may have been checked many times since: the first version with it counts.
        let mut statement = self.connection.prepare_cached(
            "SELECT told.article AS id, v.text_digest, a.derived_stamp, (SELECT min(w.fetched_at) FROM page_versions w
             WHERE w.page = v.page AND w.text_digest IS v.text_digest) AS fetched_at
             FROM (SELECT DISTINCT article FROM deal_events) told
             LEFT JOIN articles a ON a.id = told.article
             LEFT JOIN page_versions v ON v.page = told.article
             AND v.seq = (SELECT max(seq) FROM page_versions WHERE page = told.article) ORDER BY told.article",
        )?;
        statement.query_and_then([], read_arrival)?.collect()
    }

    /// When a text came in last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn last_arrival(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(fetched_at) AS fetched_at FROM page_versions";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_and_then([], |row| instant_or_none(row, "fetched_at"))?.next();
        found.transpose().map(Option::flatten)
    }
}

fn read_arrival(row: &Row<'_>) -> Result<Arrival, StoreError> {
    Ok(Arrival {
        article: article_id(row, "id")?,
        text: row.get("text_digest")?,
        at: instant_or_none(row, "fetched_at")?,
        stamp: row.get("derived_stamp")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{NewVersion, samples};

    #[test]
    fn a_text_came_when_it_was_first_seen() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        assert_eq!(store.last_arrival().unwrap(), None);
        let at = |second| Timestamp::from_second(second).unwrap();
        let version = |second, text: &str, content: &str| NewVersion {
            fetched_at: at(second),
            text_digest: Some(text.into()),
            content_sha256: content.into(),
            ..samples::version()
        };
        store
            .batch(|batch| {
                samples::put(batch, &samples::article(1, "2026-01-02"), &[&[1]])?;
                for version in [version(5, "t1", "c1"), version(7, "t2", "c2"), version(9, "t2", "c3")] {
                    batch.put_page_version(&samples::page(1), &version)?;
                }
                batch.replace_deals(&[], &[samples::deal("d1", &[(1, 0), (2, 0)])])
            })
            .unwrap();
        let told = store.arrivals().unwrap();
        let mut expected = vec![
            Arrival {
                article: samples::article(1, "2026-01-02").id,
                text: Some("t2".into()),
                at: Some(at(7)),
                stamp: Some(samples::STAMP.into()),
            },
            Arrival { article: samples::article(2, "2026-01-02").id, text: None, at: None, stamp: None },
        ];
        expected.sort_by(|a, b| a.article.cmp(&b.article));
        assert_eq!(told, expected);
    }
}
