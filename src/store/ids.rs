//! Finds an id by its beginning.

use std::collections::BTreeSet;

use super::columns::deal_id;
use super::{Store, StoreError};
use crate::base::{ArticleId, DealId};

/// So many of each kind are given back at most: enough to say that a beginning is not enough.
const MOST: u32 = 20;

/// What an id or its beginning may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdMatch {
    /// An article.
    Article(ArticleId),
    /// A deal; the living one, where an old id was asked for.
    Deal(DealId),
}

impl Store {
    /// The articles and deals whose id begins with `prefix`, in either case: none, the one meant, or several to choose
    /// from.
    ///
    /// # Errors
    /// When the database fails.
    pub fn resolve_prefix(&self, prefix: &str) -> Result<Vec<IdMatch>, StoreError> {
        let first = prefix.trim().to_ascii_lowercase();
        if first.is_empty() || !first.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Vec::new());
        }
        // `~` comes after every letter and digit.
        let bounds = (&first, format!("{first}~"), MOST);
        let sql = "SELECT id FROM articles WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = BTreeSet::new();
        for id in statement.query_map((bounds.0, &bounds.1, bounds.2), |row| row.get::<_, String>(0))? {
            found.insert(IdMatch::Article(ArticleId::from_stored(id?)));
        }
        let sql = "SELECT id FROM deals WHERE id BETWEEN ?1 AND ?2
             UNION SELECT old_id FROM deal_redirects WHERE old_id BETWEEN ?1 AND ?2 ORDER BY 1 LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        for id in statement.query_and_then((bounds.0, &bounds.1, bounds.2), deal_id)? {
            found.extend(self.living_deal(&id?)?.map(IdMatch::Deal));
        }
        Ok(found.into_iter().collect())
    }
}

impl Store {
    /// Deals and articles whose id begins with `prefix`, each with its name or title, those told of or published last first,
    /// at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_ids(&self, prefix: &str, limit: usize) -> Result<Vec<(String, String)>, StoreError> {
        let first = prefix.to_ascii_lowercase();
        if !first.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, text FROM (
               SELECT * FROM (SELECT id, name AS text, last_day AS day FROM deals
                WHERE id BETWEEN ?1 AND ?2 ORDER BY last_day DESC, id DESC LIMIT ?3)
               UNION ALL
               SELECT * FROM (SELECT id, title AS text, published_day AS day FROM articles
                WHERE id BETWEEN ?1 AND ?2 ORDER BY published_day DESC, id DESC LIMIT ?3)
             ) ORDER BY day DESC, id LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = statement
            .query_map((&first, format!("{first}~"), limit), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::store::samples;

    #[test]
    fn a_beginning_finds_what_it_may_mean() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let deal = |text: &str| IdMatch::Deal(DealId::from_stored(text));
        let article = |text: &str| IdMatch::Article(ArticleId::from_stored(text));
        store
            .batch(|batch| {
                for id in ["a12f", "a13f", "a2"] {
                    let id = ArticleId::from_stored(id);
                    samples::put(batch, &Article { id, ..samples::article(1, "2026-01-01") }, &[])?;
                }
                batch.replace_deals(
                    &[],
                    &[samples::deal("d10", &[(1, 0)]), samples::deal("d12", &[(2, 0)])],
                )?;
                batch.replace_deals(&[DealId::from_stored("d10")], &[samples::deal("d30", &[(1, 0)])])
            })
            .unwrap();
        for (prefix, expected) in [
            ("a1", &[article("a12f"), article("a13f")][..]),
            (" A12", &[article("a12f")]),
            ("a2", &[article("a2")]),
            ("d10", &[deal("d30")]),
            ("d1", &[deal("d12"), deal("d30")]),
            ("d3", &[deal("d30")]),
            ("", &[]),
            ("a1%", &[]),
            ("d\u{10ffff}", &[]),
            ("zzz", &[]),
        ] {
            assert_eq!(store.resolve_prefix(prefix).unwrap(), expected, "{prefix:?}");
        }
    }
}
