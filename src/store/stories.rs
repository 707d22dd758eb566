//! Which articles are copies of each other: one story each, however many outlets print it.
//!
//! A story has the number of one of its articles' rows. It is what its articles' sketches make it, in whatever order they
//! came.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::columns::article_id;
use super::{Batch, Store, StoreError};
use crate::article::{Article, Sketch};
use crate::base::ArticleId;

impl Store {
    /// The articles of the story that an article tells, itself among them, in order; it alone where none is a copy of it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn copies_of(&self, id: &ArticleId) -> Result<Vec<ArticleId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.id FROM sketches s JOIN articles a ON a.seq = s.article
             WHERE s.story = (SELECT s.story FROM sketches s JOIN articles a ON a.seq = s.article WHERE a.id = ?1)
             ORDER BY a.id",
        )?;
        let found: Vec<ArticleId> = statement
            .query_and_then([id.as_str()], |row| article_id(row, "id"))?
            .collect::<Result<_, _>>()?;
        Ok(if found.is_empty() { vec![id.clone()] } else { found })
    }

    fn story_of(&self, row: i64) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT story FROM sketches WHERE article = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([row], |row| row.get(0)).optional()?)
    }
}

impl Batch<'_> {
    /// Notes what an article's text is like, in the place of what was noted before, and finds its copies.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_sketch(&self, article: &Article) -> Result<(), StoreError> {
        let sql = "SELECT seq FROM articles WHERE id = ?1";
        let row: i64 =
            self.connection.prepare_cached(sql)?.query_row([article.id.as_str()], |row| row.get(0))?;
        let sketch = Sketch::of(article);
        let former = self.story_of(row)?;
        if former.is_some() && self.sketch_in(row)? == sketch {
            return Ok(());
        }
        self.connection.prepare_cached("DELETE FROM sketches WHERE article = ?1")?.execute([row])?;
        // What it held together may fall apart.
        if let Some(former) = former {
            self.tell_anew(former)?;
        }
        let Some(sketch) = sketch else { return Ok(()) };
        self.connection
            .prepare_cached("INSERT INTO sketches (article, story, sketch) VALUES (?1, ?1, ?2)")?
            .execute((row, sketch.to_bytes()))?;
        let mut put = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO sketch_bands (band, article) VALUES (?1, ?2)")?;
        for band in sketch.bands() {
            put.execute((band, row))?;
        }
        self.find_copies(row, &sketch)
    }

    fn sketch_in(&self, row: i64) -> Result<Option<Sketch>, StoreError> {
        let sql = "SELECT sketch FROM sketches WHERE article = ?1";
        let bytes: Option<Vec<u8>> =
            self.connection.prepare_cached(sql)?.query_row([row], |row| row.get(0)).optional()?;
        Ok(bytes.as_deref().and_then(Sketch::from_bytes))
    }

    /// Has each article of a story find its copies again.
    fn tell_anew(&self, story: i64) -> Result<(), StoreError> {
        let mut members = self.connection.prepare_cached("SELECT article FROM sketches WHERE story = ?1")?;
        let members: Vec<i64> = members
            .query_and_then([story], |row| Ok::<_, StoreError>(row.get(0)?))?
            .collect::<Result<_, _>>()?;
        let mut alone =
            self.connection.prepare_cached("UPDATE sketches SET story = article WHERE article = ?1")?;
        for member in &members {
            alone.execute([member])?;
        }
        for member in members {
            if let Some(sketch) = self.sketch_in(member)? {
                self.find_copies(member, &sketch)?;
            }
        }
        Ok(())
    }

    /// Unites the stories that hold a copy of this article; of each story the first copy found is enough.
    fn find_copies(&self, row: i64, sketch: &Sketch) -> Result<(), StoreError> {
        let mut with_band =
            self.connection.prepare_cached("SELECT article FROM sketch_bands WHERE band = ?1")?;
        let mut near: BTreeSet<i64> = BTreeSet::new();
        for band in sketch.bands() {
            let mut rows = with_band.query([band])?;
            while let Some(found) = rows.next()? {
                near.insert(found.get(0)?);
            }
        }
        near.remove(&row);
        for other in near {
            let (mine, theirs) = (self.story_of(row)?, self.story_of(other)?);
            let (Some(mine), Some(theirs)) = (mine, theirs) else { continue };
            if mine == theirs || !self.sketch_in(other)?.is_some_and(|other| sketch.is_copy_of(&other)) {
                continue;
            }
            let mut unite =
                self.connection.prepare_cached("UPDATE sketches SET story = ?2 WHERE story = ?1")?;
            unite.execute((mine.max(theirs), mine.min(theirs)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, Body};
    use crate::store::samples;

    fn text(n: u32, words: std::ops::Range<u32>) -> Article {
        let text: Vec<String> = words
            .map(|w| {
                format!(
                    "{}{}",
                    ["wharf", "crane", "pier", "dock"][(w % 4) as usize],
                    "abcdefghijklmnop"
                        .chars()
                        .cycle()
                        .skip((w * 7 % 16) as usize)
                        .take(1 + (w % 11) as usize)
                        .collect::<String>()
                )
            })
            .collect();
        Article {
            body: Body::from_blocks([(BlockKind::Paragraph, text.join(" ").as_str())]),
            ..samples::article(n, "2026-01-01")
        }
    }

    #[test]
    fn copies_are_one_story_until_one_of_them_is_edited() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let articles = [text(1, 0..100), text(2, 10..100), text(3, 300..420), text(4, 0..95)];
        store
            .batch(|batch| {
                for article in &articles {
                    samples::put(batch, article, &[])?;
                    batch.put_sketch(article)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let mut copies = [articles[0].id.clone(), articles[1].id.clone(), articles[3].id.clone()];
        copies.sort();
        assert_eq!(store.copies_of(&articles[1].id).unwrap(), copies);
        assert_eq!(store.copies_of(&articles[2].id).unwrap(), [articles[2].id.clone()]);
        let edited = text(1, 500..620);
        store
            .batch(|batch| samples::put(batch, &edited, &[]).and_then(|()| batch.put_sketch(&edited)))
            .unwrap();
        assert_eq!(store.copies_of(&edited.id).unwrap(), [edited.id]);
        assert_eq!(store.copies_of(&articles[1].id).unwrap().len(), 2);
    }
}
