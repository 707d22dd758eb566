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

    fn story_of_article(&self, id: &ArticleId) -> Result<Option<i64>, StoreError> {
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
        let mut with_band = self.connection.prepare_cached(
            "SELECT b.article, s.story FROM sketch_bands b JOIN sketches s ON s.article = b.article WHERE b.band = ?1",
        )?;
        let mut near: BTreeMap<i64, i64> = BTreeMap::new();
        for band in sketch.bands() {
            let mut rows = with_band.query([band])?;
            while let Some(found) = rows.next()? {
                near.insert(found.get(0)?, found.get(1)?);
            }
        }
        let Some(mut mine) = near.remove(&row) else { return Ok(()) };
        let mut unite = self.connection.prepare_cached("UPDATE sketches SET story = ?2 WHERE story = ?1")?;
        // Stories that are one with this by now.
        let mut own = BTreeSet::from([mine]);
        for (other, theirs) in near {
            if own.contains(&theirs) || !self.sketch_in(other)?.is_some_and(|other| sketch.is_copy_of(&other))
            {
                continue;
            }
            unite.execute((mine.max(theirs), mine.min(theirs)))?;
            mine = mine.min(theirs);
            own.insert(theirs);
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
    }
}
