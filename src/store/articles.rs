//! What was read from the pages: articles with their facts.

use rusqlite::types::ValueRef;
use rusqlite::{Row, named_params};

use super::columns::{article_id, day};
use super::packed::{from_packed, to_packed};
use super::{Batch, Store, StoreError};
use crate::article::Article;
use crate::base::{Address, ArticleId};
use crate::deals::{DealEvent, Features};
use crate::events::Facts;

/// An article and what it claims, compressed: to unpack it takes longer than to fetch it, and can be done by another thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedArticle {
    /// Its id.
    pub id: ArticleId,
    article: Vec<u8>,
    facts: Vec<u8>,
}

impl PackedArticle {
    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.article.len() + self.facts.len()
    }

    /// The article, and what it claims.
    ///
    /// # Errors
    /// When it was written by a program that knew it otherwise.
    pub fn unpack(&self) -> Result<(Article, Facts), StoreError> {
        let what = format!("the article {}", self.id);
        Ok((
            from_packed(&what, ValueRef::Blob(&self.article))?,
            from_packed(&what, ValueRef::Blob(&self.facts))?,
        ))
    }
}

impl Store {
    /// The article with this id, and what it claims.
    ///
    /// # Errors
    /// When the database fails, or the article was written by a program that knew it otherwise.
    pub fn article(&self, id: &ArticleId) -> Result<Option<(Article, Facts)>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, article, facts FROM articles WHERE id = ?1")?;
        let mut rows = statement.query([id.as_str()])?;
        rows.next()?.map(read_article).transpose()
    }

    /// The same as it lies in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub fn packed_article(&self, id: &ArticleId) -> Result<Option<PackedArticle>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, article, facts FROM articles WHERE id = ?1")?;
        let read = |row: &Row<'_>| {
            Ok(PackedArticle {
                id: article_id(row, "id")?,
                article: row.get("article")?,
                facts: row.get("facts")?,
            })
        };
        statement.query_and_then([id.as_str()], read)?.next().transpose()
    }

    /// The article with this id without what it claims, but whether that is of the kind awardwire is about.
    ///
    /// # Errors
    /// As [`Store::article`].
    pub fn article_alone(&self, id: &ArticleId) -> Result<Option<(Article, bool)>, StoreError> {
        let sql = "SELECT id, article, relevant FROM articles WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.as_str()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((from_packed(&what(row)?, row.get_ref("article")?)?, row.get("relevant")?)))
    }

    /// The articles with these ids, in the order of the ids; unknown ones are left out.
    ///
    /// # Errors
    /// As [`Store::article`].
    pub fn articles_by_ids(&self, ids: &[ArticleId]) -> Result<Vec<(Article, Facts)>, StoreError> {
        ids.iter().filter_map(|id| self.article(id).transpose()).collect()
    }

    /// The ids of all articles, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article_ids(&self) -> Result<Vec<ArticleId>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM articles ORDER BY id")?;
        statement.query_and_then([], |row| article_id(row, "id"))?.collect()
    }

    /// The ids of the articles that carry another stamp than `stamp`, in order: those a `reread` would read again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn outdated_articles(&self, stamp: &str) -> Result<Vec<ArticleId>, StoreError> {
        let sql = "SELECT id FROM articles WHERE derived_stamp <> ?1 ORDER BY id";
        self.connection.prepare_cached(sql)?.query_and_then([stamp], |row| article_id(row, "id"))?.collect()
    }

    /// Hands every article to `work`, in order of id, as they were when the first was handed out; one at a time is in
    /// memory. The first failure of `work` ends it.
    ///
    /// # Errors
    /// As [`Store::article`], and those of `work`.
    pub fn for_each_article<E: From<StoreError>>(
        &self,
        mut work: impl FnMut(Article, Facts) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT id, article, facts FROM articles ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let (article, facts) = read_article(row)?;
            work(article, facts)?;
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Keeps an article and what it claims, in the place of what was kept under its id before.
    ///
    /// `keys` are the deal keys of each event, by ordinal; an event without any is connected to no other. `stamp` says
    /// which versions of reader, extractor, data and corrections have read it. The deals of the article's former events
    /// are left alone: call [`Batch::reopen_events_of`] and ask [`Store::deals_of_article`] before, and settle them too.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_article(
        &self,
        article: &Article,
        facts: &Facts,
        told: &[(DealEvent, Features)],
        stamp: &str,
    ) -> Result<(), StoreError> {
        let published = article.published.map(|published| published.date);
        let what = format!("the article {}", article.id);
        let row: i64 = self
            .connection
            .prepare_cached(
                "INSERT INTO articles (id, title, publisher, published_day, published, url, language, country,
                 relevant, relevance, partial, derived_stamp, article, facts)
                 VALUES (:id, :title, :publisher, :day, :published, :url, :language, :country,
                 :relevant, :relevance, :partial, :stamp, :article, :facts)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
                 published_day = excluded.published_day, published = excluded.published, url = excluded.url,
                 language = excluded.language, country = excluded.country, relevant = excluded.relevant,
                 relevance = excluded.relevance, partial = excluded.partial,
                 derived_stamp = excluded.derived_stamp, article = excluded.article, facts = excluded.facts
                 RETURNING seq",
            )?
            .query_row(
                named_params! {
                    ":id": article.id.as_str(),
                    ":title": article.title,
                    ":publisher": article.publisher,
                    ":day": published.map(|date| day(date.first_day())),
                    ":published": published.map(|date| date.to_string()),
                    ":url": article.url.as_ref().map(Address::as_str),
                    ":language": article.language,
                    ":country": article.country,
                    ":relevant": facts.relevant,
                    ":relevance": facts.relevance,
                    ":partial": article.partial,
                    ":stamp": stamp,
                    ":article": to_packed(&what, article)?,
                    ":facts": to_packed(&what, facts)?,
                },
                |row| row.get(0),
            )?;
        self.put_events(row, article, facts, told)
    }

    /// Takes out what was read from a page; gives back whether there was any. Its deals stay until they are settled anew, as with [`Batch::put_article`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_article(&self, id: &ArticleId) -> Result<bool, StoreError> {
        let story = self.story_of_article(id)?;
        let removed =
            self.connection.prepare_cached("DELETE FROM articles WHERE id = ?1")?.execute([id.as_str()])?;
        if let Some(story) = story {
            self.tell_anew(story)?;
        }
        Ok(removed > 0)
    }
}

fn read_article(row: &Row<'_>) -> Result<(Article, Facts), StoreError> {
    let what = what(row)?;
    Ok((from_packed(&what, row.get_ref("article")?)?, from_packed(&what, row.get_ref("facts")?)?))
}

/// What a row is called in an error.
fn what(row: &Row<'_>) -> Result<String, StoreError> {
    Ok(format!("the article {}", row.get_ref("id")?.as_str().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::Key;
    use crate::store::samples;

    #[test]
    fn an_article_comes_back_as_it_was_put_however_often() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-03");
        for keys in [&[&[1, 2][..], &[3]][..], &[&[1]], &[], &[&[4]], &[&[4]]] {
            store.batch(|batch| samples::put(batch, &article, keys)).unwrap();
            let (same, facts) = store.article(&article.id).unwrap().unwrap();
            assert_eq!(same, article);
            assert_eq!(facts, samples::facts(&article, keys.len()));
            let packed = store.packed_article(&article.id).unwrap().unwrap();
            assert_eq!(packed.unpack().unwrap(), (same, facts));
            let keys: Vec<Key> = keys.concat().into_iter().map(Key).collect();
            let found = store.events_with_keys(&keys).unwrap();
            assert_eq!(found.into_iter().collect::<Vec<_>>(), store.waiting_events().unwrap());
        }
        assert_eq!(store.article_ids().unwrap(), [article.id]);
    }

    #[test]
    fn articles_are_listed_and_streamed_by_id_whatever_order_they_came_in() {
        let listed = |order: &[u32]| {
            let dir = tempfile::tempdir().unwrap();
            let mut store = samples::store(dir.path());
            for n in order {
                store
                    .batch(|batch| samples::put(batch, &samples::article(*n, "2026-01-01"), &[&[1]]))
                    .unwrap();
            }
            let mut streamed = Vec::new();
            store
                .for_each_article(|article, facts| {
                    streamed.push((article, facts));
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            let ids = store.article_ids().unwrap();
            assert_eq!(streamed.iter().map(|(article, _)| article.id.clone()).collect::<Vec<_>>(), ids);
            streamed
        };
        let expected = listed(&[1, 2, 3, 4, 5]);
        assert!(expected.is_sorted_by_key(|(article, _)| article.id.clone()));
        assert_eq!(listed(&[5, 3, 1, 2, 4]), expected);
    }

    #[test]
    fn top_hits_keep_their_order_and_unknown_ids_are_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let articles: Vec<_> = (0..3).map(|n| samples::article(n, "2026-01-01")).collect();
        store
            .batch(|batch| articles.iter().try_for_each(|article| samples::put(batch, article, &[])))
            .unwrap();
        let unknown = ArticleId::from_stored("a0");
        let asked = [articles[2].id.clone(), unknown, articles[0].id.clone()];
        let hits = store.articles_by_ids(&asked).unwrap();
        assert_eq!(hits.iter().map(|(a, _)| &a.id).collect::<Vec<_>>(), [&articles[2].id, &articles[0].id]);
    }

    #[test]
    fn work_that_fails_ends_the_stream() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let put = |batch: &Batch<'_>| {
            (0..3).try_for_each(|n| samples::put(batch, &samples::article(n, "2026-01-01"), &[]))
        };
        store.batch(put).unwrap();
        let mut seen = 0;
        let ended = store.for_each_article(|_, _| {
            seen += 1;
            Err(StoreError::Full)
        });
        assert!(matches!(ended, Err(StoreError::Full)));
        assert_eq!(seen, 1);
    }

    #[test]
    fn an_article_taken_out_leaves_no_events_behind() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-01-01");
        store.batch(|batch| samples::put(batch, &article, &[&[1]])).unwrap();
        assert!(store.batch(|batch| batch.remove_article(&article.id)).unwrap());
        assert!(!store.batch(|batch| batch.remove_article(&article.id)).unwrap());
        assert_eq!(store.article(&article.id).unwrap(), None);
        assert!(store.waiting_events().unwrap().is_empty());
    }

    #[test]
    fn an_article_that_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-01-01");
        store.batch(|batch| samples::put(batch, &article, &[])).unwrap();
        store.connection.execute("UPDATE articles SET facts = x'00'", []).unwrap();
        let error = store.article(&article.id).unwrap_err();
        assert!(error.to_string().contains(article.id.as_str()), "{error}");
    }
}
