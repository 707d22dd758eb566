//! Which events are linked: each pair once, under the smaller row, with how well the two match.

use std::collections::BTreeSet;

use rusqlite::Row;

use super::{Batch, EventRow, Store, StoreError};
use crate::deals::{Tops, is_link};

impl Store {
    /// The events that one is linked with, and how well each matches.
    ///
    /// # Errors
    /// When the database fails.
    pub fn links_of(&self, row: EventRow) -> Result<Vec<(EventRow, f32)>, StoreError> {
        let sql = "SELECT other, score FROM event_links WHERE event = ?1
             UNION ALL SELECT event, score FROM event_links WHERE other = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| Ok((EventRow::from_stored(row.get(0)?), row.get::<_, f64>(1)? as f32));
        statement.query_and_then([row.number()], read)?.collect()
    }

    /// The best matches of an event.
    fn tops_of(&self, row: EventRow) -> Result<Tops, StoreError> {
        let sql = "SELECT best, best_event, second, second_event FROM linked_events WHERE event = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row.number()])?;
        rows.next()?.map_or_else(|| Ok(Tops::default()), read_tops)
    }
}

pub(super) fn read_tops(row: &Row<'_>) -> Result<Tops, StoreError> {
    let top = |score, event| -> Result<Option<(f32, i64)>, StoreError> {
        let score: Option<f64> = row.get(score)?;
        Ok(score.map(|score| score as f32).zip(row.get(event)?))
    };
    Ok(Tops { best: top("best", "best_event")?, second: top("second", "second_event")? })
}

impl Batch<'_> {
    /// Links two events, in the place of a link that they had.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_link(&self, one: EventRow, other: EventRow, score: f32) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO event_links (event, other, score) VALUES (?1, ?2, ?3)";
        let rows = (one.min(other).number(), one.max(other).number(), f64::from(score));
        self.connection.prepare_cached(sql)?.execute(rows)?;
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
            row.number(),
            score(tops.best),
            event(tops.best),
            score(tops.second),
            event(tops.second),
        ))?;
        Ok(())
    }

    /// Takes away the links of an event that are none any more, since one of the two has better matches now; gives back
    /// the events at their other ends.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_loose_links(&self, row: EventRow) -> Result<BTreeSet<EventRow>, StoreError> {
        let own = self.tops_of(row)?;
        let mut loose = BTreeSet::new();
        for (other, score) in self.links_of(row)? {
            if !is_link(score, &own, &self.tops_of(other)?) {
                self.drop_link(row, other)?;
                loose.insert(other);
            }
        }
        Ok(loose)
    }

    fn drop_link(&self, one: EventRow, other: EventRow) -> Result<(), StoreError> {
        let sql = "DELETE FROM event_links WHERE event = ?1 AND other = ?2";
        self.connection.prepare_cached(sql)?.execute((one.min(other).number(), one.max(other).number()))?;
        Ok(())
    }

    /// Has the events of an article wait again, and those that match one of them best: what was best for them may go.
    /// Gives back these and all that they were linked with or settled with: what held them together, or apart, may go too.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reopen_events_of(
        &self,
        article: &crate::base::ArticleId,
    ) -> Result<BTreeSet<EventRow>, StoreError> {
        let own = self.event_rows_of(article)?;
        let mut reopened: BTreeSet<EventRow> = own.iter().copied().collect();
        for sql in [
            "SELECT event FROM linked_events WHERE best_event = ?1",
            "SELECT event FROM linked_events WHERE second_event = ?1",
        ] {
            let mut statement = self.connection.prepare_cached(sql)?;
            for row in &own {
                for found in statement.query_and_then([row.number()], |row| {
                    Ok::<_, StoreError>(EventRow::from_stored(row.get(0)?))
                })? {
                    reopened.insert(found?);
                }
            }
        }
        let mut touched = reopened.clone();
        for row in &reopened {
            if let Some(block) = self.block_of(*row)?.flatten() {
                touched.extend(self.rows_of_block(block)?);
            }
            for (other, _) in self.links_of(*row)? {
                self.drop_link(*row, other)?;
                touched.insert(other);
            }
        }
        let sql = "UPDATE linked_events SET block = NULL, best = NULL, best_event = NULL, second = NULL,
             second_event = NULL WHERE event = ?1";
        let mut reopen = self.connection.prepare_cached(sql)?;
        for row in reopened {
            reopen.execute([row.number()])?;
        }
        Ok(touched)
    }

    /// Has all events that tell a deal wait again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reopen_all_events(&self) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM event_links",
            "UPDATE linked_events SET block = NULL, best = NULL, best_event = NULL, second = NULL,
             second_event = NULL",
        ] {
            self.connection.prepare_cached(sql)?.execute([])?;
        }
        Ok(())
    }
}
