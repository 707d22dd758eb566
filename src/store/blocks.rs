//! Which events are settled together: the blocks.
//!
//! An event waits until it is linked; then it has the number of its block, the smallest row of its events. An event that
//! tells no deal, being of an article that is not relevant, is not among them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Row};

use super::columns::{article_id, deal_id};
use super::events::{EVENT_COLUMNS, read_event};
use super::links::read_tops;
use super::{Batch, Store, StoreError};
use crate::base::{ArticleId, DealId};
use crate::deals::{Compared, DealEvent, EventRef, Features, Key, Keys, Tops};

/// The place of an event in this library: of use within one batch only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventRow(i64);

/// A block, by the smallest row of its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(i64);

/// An event as it is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// What it is compared by.
    pub compared: Compared,
    /// The events that it matches best.
    pub tops: Tops,
}

impl EventRow {
    /// A number that no other event of this library has now.
    pub fn number(self) -> i64 {
        self.0
    }

    pub(super) fn from_stored(number: i64) -> Self {
        Self(number)
    }
}

impl BlockId {
    /// The block that these rows make; `None` where there are none.
    pub fn of(rows: &BTreeSet<EventRow>) -> Option<Self> {
        rows.first().map(|row| Self(row.0))
    }
}

impl Store {
    /// The events that wait to be linked, those that are compared with each other mostly beside each other.
    ///
    /// # Errors
    /// When the database fails.
    pub fn waiting_events(&self) -> Result<Vec<EventRow>, StoreError> {
        let sql = "SELECT event FROM linked_events WHERE block IS NULL ORDER BY neighbourhood, event";
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

    /// What the event in a row is compared by, and its best matches.
    ///
    /// # Errors
    /// When the database fails, or there is no such event of a deal.
    pub fn linked_in(&self, row: EventRow) -> Result<Linked, StoreError> {
        let sql =
            "SELECT compared, best, best_event, second, second_event FROM linked_events WHERE event = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row.0])?;
        let row = rows.next()?.ok_or_else(unreadable)?;
        Ok(Linked { compared: compared(row)?, tops: read_tops(row)? })
    }

    /// The keys of the event in a row.
    ///
    /// # Errors
    /// When the database fails, or there is no such event of a deal.
    pub fn keys_of(&self, row: EventRow) -> Result<Keys, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT keys FROM event_lookups WHERE event = ?1")?;
        let mut rows = statement.query([row.0])?;
        keys(rows.next()?.ok_or_else(unreadable)?)
    }

    /// What the event in a row is found and compared by.
    ///
    /// # Errors
    /// When the database fails, or there is no such event of a deal.
    pub fn features_in(&self, row: EventRow) -> Result<Features, StoreError> {
        Ok(Features { keys: self.keys_of(row)?, compared: self.linked_in(row)?.compared })
    }

    /// The block of the event in a row, if it has one already; `None` where there is no such event of a deal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn block_of(&self, row: EventRow) -> Result<Option<Option<BlockId>>, StoreError> {
        let sql = "SELECT block FROM linked_events WHERE event = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let block = statement.query_row([row.0], |row| row.get::<_, Option<i64>>(0)).optional()?;
        Ok(block.map(|block| block.map(BlockId)))
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

    /// The rows of the events of a block, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rows_of_block(&self, block: BlockId) -> Result<Vec<EventRow>, StoreError> {
        let sql = "SELECT event FROM linked_events WHERE block = ?1 ORDER BY event";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([block.0], |row| Ok(EventRow(row.get(0)?)))?.collect()
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

    /// The events of a block and what each is compared by, in order of article and ordinal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_of_block(&self, block: BlockId) -> Result<Vec<(DealEvent, Features)>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS}, l.compared, k.keys
             FROM linked_events l JOIN event_lookups k ON k.event = l.event JOIN events e ON e.seq = l.event
             JOIN articles a ON a.seq = e.article
             WHERE l.block = ?1 ORDER BY a.id, e.ordinal"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([block.0], |row| Ok((read_event(row)?, features(row)?)))?.collect()
    }
}

fn features(row: &Row<'_>) -> Result<Features, StoreError> {
    Ok(Features { keys: keys(row)?, compared: compared(row)? })
}

fn compared(row: &Row<'_>) -> Result<Compared, StoreError> {
    let bytes = row.get_ref("compared")?.as_blob().ok();
    bytes.and_then(Compared::from_bytes).ok_or_else(unreadable)
}

fn keys(row: &Row<'_>) -> Result<Keys, StoreError> {
    let bytes = row.get_ref("keys")?.as_blob().ok();
    bytes.and_then(Keys::from_bytes).ok_or_else(unreadable)
}

fn unreadable() -> StoreError {
    StoreError::unreadable("an event", "what it is found and compared by cannot be read")
}

impl Batch<'_> {
    /// Puts an event into a block.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_in_block(&self, row: EventRow, block: BlockId) -> Result<(), StoreError> {
        let sql = "UPDATE linked_events SET block = ?2 WHERE event = ?1";
        self.connection.prepare_cached(sql)?.execute((row.0, block.0))?;
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
                batch.put_in_block(rows[0], one)?;
                batch.put_in_block(rows[1], one)?;
                batch.put_in_block(rows[2], two)?;
                batch.put_link(rows[1], rows[0], 3.0)?;
                batch.put_link(rows[1], rows[2], 1.0)
            })
            .unwrap();
        assert!(store.waiting_events().unwrap().is_empty());
        assert_eq!(store.events_of_block(one).unwrap().len(), 2);
        assert_eq!(store.block_of(rows[2]).unwrap(), Some(Some(two)));
        assert_eq!(store.links_of(rows[1]).unwrap(), [(rows[2], 1.0), (rows[0], 3.0)]);
        let tops = |best, second| Tops { best: Some(best), second: Some(second) };
        let (one, two) = (rows[0].number(), rows[2].number());
        store.batch(|batch| batch.put_tops(rows[1], &tops((3.0, one), (2.0, 99)))).unwrap();
        store.batch(|batch| batch.put_tops(rows[2], &tops((4.0, 99), (2.5, 98)))).unwrap();
        let dropped = store.batch(|batch| batch.drop_loose_links(rows[1])).unwrap();
        assert_eq!(dropped, [rows[2]].into());
        assert_eq!(store.links_of(rows[2]).unwrap(), []);
        store.batch(|batch| batch.put_tops(rows[2], &tops((4.0, 99), (2.5, two)))).unwrap();
        let touched = store.batch(|batch| batch.reopen_events_of(&articles[0].id)).unwrap();
        assert_eq!(
            touched,
            rows[..2].iter().copied().collect(),
            "the second is linked with the first and matches it best"
        );
        assert_eq!(store.waiting_events().unwrap(), rows[..2]);
        assert_eq!(store.links_of(rows[0]).unwrap(), []);
        store
            .batch(|batch| {
                batch.reopen_all_events()?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(store.waiting_events().unwrap(), rows);
    }
}
