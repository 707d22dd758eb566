//! What each source has given, page by page: for the judgement of its health.

use jiff::Timestamp;
use jiff::civil::Date;

use super::columns::instant;
use super::{Store, StoreError};

/// A page that a source gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePage {
    /// When it was first fetched.
    pub first_seen: Timestamp,
    /// Whether an article was read from it; else it was refused.
    pub is_article: bool,
    /// The day of publication, where the article has one.
    pub published: Option<Date>,
    /// Whether an event of it has a sum.
    pub has_amount: bool,
    /// Whether an event of it has a supplier.
    pub has_vendor: bool,
}

impl Store {
    /// The newest pages of a source, newest first, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pages_of_source(&self, name: &str, most: usize) -> Result<Vec<SourcePage>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.first_seen, a.seq IS NOT NULL AS is_article, a.published_day,
             EXISTS (SELECT 1 FROM events e WHERE e.article = a.seq AND e.currency IS NOT NULL) AS has_amount,
             EXISTS (SELECT 1 FROM events e WHERE e.article = a.seq
                     AND json_array_length(e.event, '$.vendors') > 0) AS has_vendor
             FROM (SELECT id, first_seen FROM pages WHERE source = ?1 ORDER BY first_seen DESC, id LIMIT ?2) p
             LEFT JOIN articles a ON a.id = p.id ORDER BY p.first_seen DESC, p.id",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let day: Option<String> = row.get("published_day")?;
            Ok(SourcePage {
                first_seen: instant(row, "first_seen")?,
                is_article: row.get("is_article")?,
                published: day.and_then(|day| day.parse().ok()),
                has_amount: row.get("has_amount")?,
                has_vendor: row.get("has_vendor")?,
            })
        };
        statement.query_and_then((name, most as i64), read)?.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::store::{Page, samples};

    #[test]
    fn pages_are_told_with_what_was_read_of_them() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                for (n, events) in [(1, &[&[1][..]][..]), (2, &[][..])] {
                    let page = Page { source: Some("wire".into()), ..samples::page(n) };
                    batch.put_page_version(&page, &samples::version())?;
                    samples::put(batch, &samples::article(n, "2026-01-02"), events)?;
                }
                let refused = Page { source: Some("wire".into()), ..samples::page(3) };
                batch.put_page_version(&refused, &samples::version())?;
                batch.put_page_version(&samples::page(4), &samples::version())
            })
            .unwrap();
        let pages = store.pages_of_source("wire", 10).unwrap();
        assert_eq!(pages.len(), 3);
        assert_eq!(pages.iter().filter(|page| page.is_article).count(), 2);
        assert_eq!(pages.iter().filter(|page| page.has_amount && page.has_vendor).count(), 1);
        assert!(pages.iter().all(|page| page.is_article == page.published.is_some()));
        assert_eq!(store.pages_of_source("wire", 2).unwrap().len(), 2);
        assert!(store.pages_of_source("nobody", 10).unwrap().is_empty());
    }
}
