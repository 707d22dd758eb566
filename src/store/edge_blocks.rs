//! What stands at head and foot of the articles of each site, as digests: what many share is the site's, not the news'.

use std::collections::{HashMap, HashSet};

use super::{Batch, Store, StoreError};
use crate::base::ArticleId;

impl Store {
    /// Of each site (registrable domain), the digests of blocks that articles of at least `least` titles share at head or
    /// foot.
    ///
    /// # Errors
    /// When the database fails.
    pub fn repeated_blocks(&self, least: u32) -> Result<HashMap<String, HashSet<u64>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT site, digest FROM edge_blocks GROUP BY site, digest HAVING COUNT(DISTINCT title) >= ?1",
        )?;
        let mut rows = statement.query([least])?;
        let mut found: HashMap<String, HashSet<u64>> = HashMap::new();
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().insert(row.get::<_, i64>(1)?.cast_unsigned());
        }
        Ok(found)
    }
}

impl Batch<'_> {
    /// Notes the digests at head and foot of an article as it was read, in the place of those noted before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_edge_blocks(
        &self,
        article: &ArticleId,
        site: &str,
        title: u64,
        digests: &[u64],
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM edge_blocks WHERE article = ?1")?
            .execute([article.as_str()])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO edge_blocks (site, digest, article, title) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for digest in digests {
            insert.execute((site, digest.cast_signed(), article.as_str(), title.cast_signed()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::store::samples;

    #[test]
    fn what_articles_of_several_titles_share_is_repeated() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let ids: Vec<_> = (1..=3).map(|n| samples::article(n, "2026-01-01").id).collect();
        store
            .batch(|batch| {
                batch.put_edge_blocks(&ids[0], "a.example", 1, &[7, u64::MAX])?;
                batch.put_edge_blocks(&ids[1], "a.example", 2, &[7])?;
                // The same title at another address is the same article.
                batch.put_edge_blocks(&ids[2], "a.example", 2, &[u64::MAX])?;
                batch.put_edge_blocks(&ids[2], "b.example", 2, &[7, u64::MAX])
            })
            .unwrap();
        let found = store.repeated_blocks(2).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found["a.example"].iter().copied().collect::<Vec<_>>(), [7]);
        assert!(store.repeated_blocks(3).unwrap().is_empty());
    }
}
