//! Which versions have read what is kept, and how to begin anew.

use rusqlite::OptionalExtension;

use super::{Batch, Store, StoreError, migrate};

impl Store {
    /// The stamp of the last full reading; `None` when nothing was read, or what was read had to be dropped.
    ///
    /// # Errors
    /// When the database fails.
    pub fn derived_stamp(&self) -> Result<Option<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT value FROM meta WHERE name = 'derived_stamp'")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?)
    }

    /// Whether there are pages of which nothing is known, since what an older version had read was dropped.
    ///
    /// # Errors
    /// When the database fails.
    pub fn awaits_reading(&self) -> Result<bool, StoreError> {
        let has_pages = || -> Result<bool, StoreError> {
            Ok(self.connection.prepare_cached("SELECT 1 FROM pages LIMIT 1")?.exists([])?)
        };
        Ok(self.derived_stamp()?.is_none() && has_pages()?)
    }
}

impl Batch<'_> {
    /// Says which versions of reader, extractor, data and corrections have read everything.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_derived_stamp(&self, stamp: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('derived_stamp', ?1)";
        self.connection.prepare_cached(sql)?.execute([stamp])?;
        Ok(())
    }

    /// Drops articles, events, deals and the stamp, to be read again from the pages. Which events the deals held is
    /// remembered for [`Batch::redirect_former_deals`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn clear_derived(&self) -> Result<(), StoreError> {
        self.connection.execute_batch(
            "INSERT OR IGNORE INTO former_deals (deal, article, ordinal)
             SELECT deal, article, ordinal FROM deal_events",
        )?;
        migrate::remake_derived(&self.connection)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::samples;

    #[test]
    fn what_was_read_is_dropped_and_what_was_fetched_stays() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-01-01");
        assert_eq!(store.derived_stamp().unwrap(), None);
        assert!(!store.awaits_reading().unwrap(), "there is nothing to read");
        store
            .batch(|batch| {
                batch.set_derived_stamp("r1 e1")?;
                batch.put_page_version(&samples::page(1), &samples::version())?;
                samples::put(batch, &article, &[&[1]])?;
                batch.replace_deals(&[], &[samples::deal("d1", &[(1, 0)])])
            })
            .unwrap();
        assert_eq!(store.derived_stamp().unwrap().as_deref(), Some("r1 e1"));
        assert_eq!(store.outdated_articles(samples::STAMP).unwrap(), []);
        assert_eq!(store.outdated_articles("newer").unwrap(), std::slice::from_ref(&article.id));
        let batch = store.begin().unwrap();
        batch.clear_derived().unwrap();
        batch.commit().unwrap();
        assert!(store.awaits_reading().unwrap());
        assert_eq!(store.derived_stamp().unwrap(), None);
        assert!(store.article_ids().unwrap().is_empty() && store.deals().unwrap().is_empty());
        assert!(store.page(&article.id).unwrap().is_some());
        store.batch(|batch| samples::put(batch, &article, &[&[1]])).unwrap();
        assert_eq!(samples::waiting(&store).len(), 1);
    }
}
