//! Which articles are copies of each other: one story each, however many outlets print it.
//!
//! A story has the number of one of its articles' rows. It is what its articles' sketches make it, in whatever order they
//! came.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::OptionalExtension;

use super::{Batch, Store, StoreError};
use crate::article::{Article, Sketch};
use crate::base::ArticleId;

impl Store {
    /// Which of these articles tell one story: pairs that hold together those that do.
    ///
    /// # Errors
    /// When the database fails.
    pub fn copies_among(
        &self,
        articles: &BTreeSet<&ArticleId>,
    ) -> Result<Vec<(ArticleId, ArticleId)>, StoreError> {
        let mut first_of: BTreeMap<i64, &ArticleId> = BTreeMap::new();
        let mut pairs = Vec::new();
        for article in articles {
            let Some(story) = self.story_of_article(article)? else { continue };
            match first_of.entry(story) {
                Entry::Vacant(slot) => {
                    slot.insert(article);
                }
                Entry::Occupied(first) => pairs.push(((*first.get()).clone(), (*article).clone())),
            }
        }
        Ok(pairs)
    }

    /// The number of the story that an article tells: of no use beyond this state of the library.
    ///
    /// # Errors
    /// When the database fails.
    pub fn story_of_article(&self, id: &ArticleId) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT s.story FROM sketches s JOIN articles a ON a.seq = s.article WHERE a.id = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0)).optional()?)
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
        let mut put = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO sketch_bands (band, story, article) VALUES (?1, ?2, ?2)",
        )?;
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
    pub(super) fn tell_anew(&self, story: i64) -> Result<(), StoreError> {
        let members = self.rows_of_story(story)?;
        for member in &members {
            self.put_in_story(*member, *member)?;
        }
        for member in members {
            if let Some(sketch) = self.sketch_in(member)? {
                self.find_copies(member, &sketch)?;
            }
        }
        Ok(())
    }

    /// Unites the stories that hold a copy of this article. A story is left as soon as one copy in it is found: of a page
    /// that thousands are made from, few are compared.
    fn find_copies(&self, row: i64, sketch: &Sketch) -> Result<(), StoreError> {
        let Some(mut mine) = self.story_of(row)? else { return Ok(()) };
        let mut next = self.connection.prepare_cached(
            "SELECT story FROM sketch_bands WHERE band = ?1 AND story > ?2 ORDER BY story LIMIT 1",
        )?;
        let mut near: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for band in sketch.bands() {
            let mut after = i64::MIN;
            while let Some(story) = next.query_row((band, after), |row| row.get(0)).optional()? {
                near.entry(story).or_default().insert(band);
                after = story;
            }
        }
        near.remove(&mine);
        for (story, bands) in near {
            if self.has_copy(story, &bands, sketch)? {
                mine = self.unite(mine, story)?;
            }
        }
        Ok(())
    }

    /// Whether an article of a story, found by one of these bands, is a copy of this text.
    fn has_copy(&self, story: i64, bands: &BTreeSet<i64>, sketch: &Sketch) -> Result<bool, StoreError> {
        let sql = "SELECT article FROM sketch_bands WHERE band = ?1 AND story = ?2";
        let mut in_band = self.connection.prepare_cached(sql)?;
        let mut seen: BTreeSet<i64> = BTreeSet::new();
        for band in bands {
            let mut rows = in_band.query((band, story))?;
            while let Some(found) = rows.next()? {
                let article: i64 = found.get(0)?;
                if seen.insert(article)
                    && self.sketch_in(article)?.is_some_and(|other| sketch.is_copy_of(&other))
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Moves the articles of the smaller of two stories to the other, which is given back.
    fn unite(&self, one: i64, other: i64) -> Result<i64, StoreError> {
        let (a, b) = (self.rows_of_story(one)?, self.rows_of_story(other)?);
        let (kept, moved) = if a.len() < b.len() { (other, a) } else { (one, b) };
        for article in moved {
            self.put_in_story(article, kept)?;
        }
        Ok(kept)
    }

    fn rows_of_story(&self, story: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT article FROM sketches WHERE story = ?1 ORDER BY article";
        let mut members = self.connection.prepare_cached(sql)?;
        members.query_and_then([story], |row| Ok(row.get(0)?))?.collect()
    }

    fn put_in_story(&self, article: i64, story: i64) -> Result<(), StoreError> {
        for sql in [
            "UPDATE sketches SET story = ?2 WHERE article = ?1",
            "UPDATE sketch_bands SET story = ?2 WHERE article = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute((article, story))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, Body};
    use crate::base::sha256_hex;
    use crate::store::samples;

    fn text(n: u32, words: std::ops::Range<u32>) -> Article {
        // Sixteen letters for the sixteen digits of a hash: words that no two numbers share.
        let letter = |digit: char| char::from(b'a' + digit.to_digit(16).unwrap_or(0) as u8);
        let word = |w: u32| sha256_hex(&w.to_be_bytes())[..8].chars().map(letter).collect::<String>();
        let text: Vec<String> = words.map(word).collect();
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
        let copies = |store: &Store| {
            let ids: BTreeSet<&ArticleId> = articles.iter().map(|article| &article.id).collect();
            let pairs = store.copies_among(&ids).unwrap();
            pairs.into_iter().flat_map(|(one, other)| [one, other]).collect::<BTreeSet<ArticleId>>()
        };
        let ids =
            |numbers: &[usize]| numbers.iter().map(|n| articles[*n].id.clone()).collect::<BTreeSet<_>>();
        assert_eq!(copies(&store), ids(&[0, 1, 3]));
        let edited = text(1, 500..620);
        store
            .batch(|batch| samples::put(batch, &edited, &[]).and_then(|()| batch.put_sketch(&edited)))
            .unwrap();
        assert_eq!(copies(&store), ids(&[1, 3]));
        // The number of a story whose first article is gone is no other article's.
        store.batch(|batch| batch.remove_article(&articles[1].id)).unwrap();
        store
            .batch(|batch| {
                samples::put(batch, &articles[1], &[]).and_then(|()| batch.put_sketch(&articles[1]))
            })
            .unwrap();
        assert_eq!(copies(&store), ids(&[1, 3]));
    }
}
