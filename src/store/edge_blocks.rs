//! What stands at head and foot of the articles of each site, as digests: what many share is the site's, not the news'.

use std::collections::{HashMap, HashSet};

use super::columns::article_id;
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

    /// The articles of a site that have this block at head or foot, where they are of at least `least` titles; else none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_sharing_block(
        &self,
        site: &str,
        digest: u64,
        least: u32,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let mut titles = self.connection.prepare_cached(
            "SELECT COUNT(DISTINCT title) FROM edge_blocks WHERE site = ?1 AND digest = ?2",
        )?;
        let titles: u32 = titles.query_row((site, digest.cast_signed()), |row| row.get(0))?;
        if titles < least {
            return Ok(Vec::new());
        }
        let sql = "SELECT article AS id FROM edge_blocks WHERE site = ?1 AND digest = ?2 ORDER BY article";
        let mut articles = self.connection.prepare_cached(sql)?;
        articles.query_and_then((site, digest.cast_signed()), |row| article_id(row, "id"))?.collect()
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
        let sharing = |site, digest, least| store.articles_sharing_block(site, digest, least).unwrap();
        let mut both = ids[..2].to_vec();
        both.sort_unstable();
        assert_eq!(sharing("a.example", 7, 2), both);
        assert_eq!(sharing("a.example", 7, 3), []);
        assert_eq!(sharing("c.example", 7, 1), []);
    }
}
