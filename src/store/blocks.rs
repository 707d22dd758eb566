//! Which events are connected: the blocks that are settled together.
//!
//! An event waits until it is linked; then it has the number of its block, one of the rows of its events. An event that
//! tells no deal, being of an article that is not relevant, is not among them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;

use super::columns::{article_id, deal_id};
use super::events::{EVENT_COLUMNS, read_event};
use super::{Batch, Store, StoreError};
use crate::base::{ArticleId, DealId};
use crate::deals::{DealEvent, EventRef, Features, Key, Tops};

/// The place of an event in this library: of use within one batch only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventRow(i64);

/// A block, by the row of one of its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(i64);

/// An event as it is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// What it is compared by.
    pub features: Features,
    /// Its block, unless it waits.
    pub block: Option<BlockId>,
    /// The events that it matches best.
    pub tops: Tops,
}

impl EventRow {
    /// A number that no other event of this library has now.
    pub fn number(self) -> i64 {
        self.0
    }
}

impl BlockId {
    /// The block that these rows make; `None` where there are none.
    pub fn of(rows: &BTreeSet<EventRow>) -> Option<Self> {
        rows.first().map(|row| Self(row.0))
    }
}

impl Store {
    /// The events that wait to be linked, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn waiting_events(&self) -> Result<Vec<EventRow>, StoreError> {
        let sql = "SELECT event FROM linked_events WHERE block IS NULL ORDER BY event";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([], |row| Ok(EventRow(row.get(0)?)))?.collect()
    }

    /// The events that have one of these keys, in order, each once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_with_keys(&self, keys: &[Key]) -> Result<BTreeSet<EventRow>, StoreError> {
        let sql = "SELECT event FROM event_keys WHERE key = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = BTreeSet::new();
        for Key(key) in keys {
            let mut rows = statement.query([key])?;
            while let Some(row) = rows.next()? {
                found.insert(EventRow(row.get(0)?));
            }
        }
        Ok(found)
    }

    /// What the event in a row is compared by, its block, unless it waits, and its best matches.
    ///
    /// # Errors
    /// When the database fails, or there is no such event of a deal.
    pub fn linked_in(&self, row: EventRow) -> Result<Linked, StoreError> {
        let sql = "SELECT features, block, best, best_event, second, second_event FROM linked_events WHERE event = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row.0])?;
        let unreadable = || StoreError::unreadable("an event", "what it is compared by is not there");
        let row = rows.next()?.ok_or_else(unreadable)?;
        let block = row.get::<_, Option<i64>>("block")?.map(BlockId);
        let tops = tops(row)?;
        Ok(Linked { features: features(row)?, block, tops })
    }

    /// The row of an event, unless it tells no deal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn row_of_event(&self, event: &EventRef) -> Result<Option<EventRow>, StoreError> {
        let sql = "SELECT e.seq FROM events e JOIN articles a ON a.seq = e.article
             JOIN linked_events l ON l.event = e.seq WHERE a.id = ?1 AND e.ordinal = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((event.article.as_str(), event.ordinal))?;
        rows.next()?.map(|row| Ok(EventRow(row.get(0)?))).transpose()
    }

    /// The event in a row.
    ///
    /// # Errors
    /// When the database fails.
    pub fn event_in(&self, row: EventRow) -> Result<Option<EventRef>, StoreError> {
        let sql =
            "SELECT a.id, e.ordinal FROM events e JOIN articles a ON a.seq = e.article WHERE e.seq = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row.0])?;
        let event = rows.next()?.map(|row| {
            Ok::<_, StoreError>(EventRef { article: article_id(row, "id")?, ordinal: row.get("ordinal")? })
        });
        event.transpose()
    }

    /// The rows of an article's events, in their order; of those of them that are in a deal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn event_rows_of(&self, article: &ArticleId) -> Result<Vec<EventRow>, StoreError> {
        let sql = "SELECT e.seq FROM events e JOIN articles a ON a.seq = e.article
             JOIN linked_events l ON l.event = e.seq WHERE a.id = ?1 ORDER BY e.ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([article.as_str()], |row| Ok(EventRow(row.get(0)?)))?.collect()
    }

    /// The rows of the events of a block, in order of article and ordinal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rows_of_block(&self, block: BlockId) -> Result<Vec<(EventRef, EventRow)>, StoreError> {
        let sql = "SELECT a.id, e.ordinal, e.seq FROM linked_events l JOIN events e ON e.seq = l.event
             JOIN articles a ON a.seq = e.article WHERE l.block = ?1 ORDER BY a.id, e.ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            let event = EventRef { article: article_id(row, "id")?, ordinal: row.get("ordinal")? };
            Ok((event, EventRow(row.get("seq")?)))
        };
        statement.query_and_then([block.0], read)?.collect()
    }

    /// The articles that tell these events, each with its address.
    ///
    /// # Errors
    /// When the database fails.
    pub fn articles_of_rows(
        &self,
        rows: &[EventRow],
    ) -> Result<BTreeMap<ArticleId, Option<String>>, StoreError> {
        let sql = "SELECT a.id, a.url FROM events e JOIN articles a ON a.seq = e.article WHERE e.seq = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = BTreeMap::new();
        for row in rows {
            let mut articles = statement.query([row.0])?;
            while let Some(article) = articles.next()? {
                found.insert(article_id(article, "id")?, article.get("url")?);
            }
        }
        Ok(found)
    }

    /// The deals that hold an event of a block, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deals_of_block(&self, block: BlockId) -> Result<Vec<DealId>, StoreError> {
        let sql = "SELECT DISTINCT d.deal FROM linked_events l JOIN events e ON e.seq = l.event
             JOIN articles a ON a.seq = e.article JOIN deal_events d ON d.article = a.id AND d.ordinal = e.ordinal
             WHERE l.block = ?1 ORDER BY d.deal";
        self.connection.prepare_cached(sql)?.query_and_then([block.0], deal_id)?.collect()
    }

    /// The events of a block, what each is compared by, and its best matches, in order of article and ordinal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_of_block(&self, block: BlockId) -> Result<Vec<(DealEvent, Features, Tops)>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS}, l.features, l.best, l.best_event, l.second, l.second_event
             FROM linked_events l JOIN events e ON e.seq = l.event JOIN articles a ON a.seq = e.article
             WHERE l.block = ?1 ORDER BY a.id, e.ordinal"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement
            .query_and_then([block.0], |row| Ok((read_event(row)?, features(row)?, tops(row)?)))?
            .collect()
    }
}

fn tops(row: &Row<'_>) -> Result<Tops, StoreError> {
    let top = |score, event| -> Result<Option<(f32, i64)>, StoreError> {
        let score: Option<f64> = row.get(score)?;
        Ok(score.map(|score| score as f32).zip(row.get(event)?))
    };
    Ok(Tops { best: top("best", "best_event")?, second: top("second", "second_event")? })
}

fn features(row: &Row<'_>) -> Result<Features, StoreError> {
    let bytes: Option<Vec<u8>> = row.get("features")?;
    let unreadable = || StoreError::unreadable("an event", "what it is compared by cannot be read");
    bytes.as_deref().and_then(Features::from_bytes).ok_or_else(unreadable)
}

impl Batch<'_> {
    /// Has all events wait again of the blocks that an article's events are in, or that have an event which matches one
    /// of them best: what held them together, or apart, may go.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reopen_blocks_of(&self, article: &ArticleId) -> Result<(), StoreError> {
        let sql = "WITH own (event, block) AS (
                 SELECT l.event, l.block FROM events e JOIN articles a ON a.seq = e.article
                 JOIN linked_events l ON l.event = e.seq WHERE a.id = ?1)
             UPDATE linked_events
             SET block = NULL, best = NULL, best_event = NULL, second = NULL, second_event = NULL
             WHERE block IN (SELECT block FROM own)
             OR block IN (SELECT l.block FROM own JOIN linked_events l ON l.best_event = own.event)
             OR block IN (SELECT l.block FROM own JOIN linked_events l ON l.second_event = own.event)
             OR event IN (SELECT l.event FROM own JOIN linked_events l ON l.best_event = own.event)
             OR event IN (SELECT l.event FROM own JOIN linked_events l ON l.second_event = own.event)";
        self.connection.prepare_cached(sql)?.execute([article.as_str()])?;
        Ok(())
    }

    /// Has all events that tell a deal wait again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reopen_all_blocks(&self) -> Result<(), StoreError> {
        let sql = "UPDATE linked_events SET block = NULL, best = NULL, best_event = NULL, second = NULL,
             second_event = NULL";
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Notes the best matches of an event.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_tops(&self, row: EventRow, tops: &Tops) -> Result<(), StoreError> {
        let sql = "UPDATE linked_events SET best = ?2, best_event = ?3, second = ?4, second_event = ?5
             WHERE event = ?1";
        let score = |top: Option<(f32, i64)>| top.map(|(score, _)| f64::from(score));
        let event = |top: Option<(f32, i64)>| top.map(|(_, event)| event);
        self.connection.prepare_cached(sql)?.execute((
            row.0,
            score(tops.best),
            event(tops.best),
            score(tops.second),
            event(tops.second),
        ))?;
        Ok(())
    }

    /// Moves all events of a block to another.
    ///
    /// # Errors
    /// When the database fails.
    pub fn move_block(&self, from: BlockId, to: BlockId) -> Result<(), StoreError> {
        let mut update =
            self.connection.prepare_cached("UPDATE linked_events SET block = ?2 WHERE block = ?1")?;
        update.execute((from.0, to.0))?;
        Ok(())
    }

    /// Puts events into a block.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_in_block(&self, rows: &[EventRow], block: BlockId) -> Result<(), StoreError> {
        let mut update =
            self.connection.prepare_cached("UPDATE linked_events SET block = ?2 WHERE event = ?1")?;
        for row in rows {
            update.execute((row.0, block.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn an_event_waits_until_it_has_a_block_and_again_when_its_block_is_reopened() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let articles: Vec<_> = (0..3).map(|n| samples::article(n, "2026-01-01")).collect();
        store
            .batch(|batch| {
                samples::put(batch, &articles[0], &[&[1, 2]])?;
                samples::put(batch, &articles[1], &[&[2], &[3]])?;
                samples::put(batch, &articles[2], &[])?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let rows = store.waiting_events().unwrap();
        assert_eq!(rows.len(), 3);
        let found = store.events_with_keys(&[Key(2), Key(2), Key(9)]).unwrap();
        assert_eq!(found, rows[..2].iter().copied().collect());
        let (one, two) = (BlockId::of(&found).unwrap(), BlockId(rows[2].0));
        store
            .batch(|batch| {
                batch.put_in_block(&rows[..2], one)?;
                batch.put_in_block(&rows[2..], two)
            })
            .unwrap();
        assert!(store.waiting_events().unwrap().is_empty());
        assert_eq!(store.events_of_block(one).unwrap().len(), 2);
        assert_eq!(store.linked_in(rows[2]).unwrap().block, Some(two));
        store.batch(|batch| batch.move_block(two, one)).unwrap();
        assert_eq!(store.events_of_block(one).unwrap().len(), 3);
        store.batch(|batch| batch.reopen_blocks_of(&articles[0].id)).unwrap();
        assert_eq!(store.waiting_events().unwrap(), rows);
    }
}
