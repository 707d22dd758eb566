//! The deals, as they were settled last.

use std::collections::BTreeSet;

use rusqlite::{Row, named_params};

use super::columns::{article_id, day, deal_id, from_json, to_json};
use super::{Batch, DealHints, Store, StoreError};
use crate::base::{ArticleId, DealId};
use crate::deals::{Deal, Status};

/// What a deal is, without reading all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealGlance {
    /// Its id.
    pub id: DealId,
    /// Its name.
    pub name: String,
    /// Where it stands; `None` where nothing about it is confirmed.
    pub status: Option<Status>,
    /// The sum that lists show it with, as it was written down with the deal ([`Batch::put_deals`]).
    pub headline: Option<String>,
}

impl Store {
    /// The deal with this id, or the one that holds what this id stood for.
    ///
    /// # Errors
    /// When the database fails, or the deal was written by a program that knew it otherwise.
    pub fn deal(&self, id: &DealId) -> Result<Option<Deal>, StoreError> {
        let Some(id) = self.living_deal(id)? else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT id, deal FROM deals WHERE id = ?1")?;
        let mut rows = statement.query([id.as_str()])?;
        rows.next()?.map(read_deal).transpose()
    }

    /// Hands every deal to `work`, those told of last first; one at a time is in memory. The first failure of `work`
    /// ends it.
    ///
    /// # Errors
    /// As [`Store::deal`], and those of `work`.
    pub fn for_each_deal<E: From<StoreError>>(
        &self,
        work: impl FnMut(Deal) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_deal_like(&DealHints::default(), work)
    }

    /// The ids of all deals, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deal_ids(&self) -> Result<Vec<DealId>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM deals ORDER BY id")?;
        statement.query_and_then([], deal_id)?.collect()
    }

    /// All deals, those told of last first.
    ///
    /// # Errors
    /// As [`Store::deal`].
    pub fn deals(&self) -> Result<Vec<Deal>, StoreError> {
        let mut deals = Vec::new();
        self.for_each_deal(|deal| {
            deals.push(deal);
            Ok::<_, StoreError>(())
        })?;
        Ok(deals)
    }

    /// The deals that hold one of these events, in order of id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deals_touching(&self, events: &[(ArticleId, u32)]) -> Result<Vec<DealId>, StoreError> {
        let sql = "SELECT deal FROM deal_events WHERE article = ?1 AND ordinal = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut deals = BTreeSet::new();
        for (article, ordinal) in events {
            for deal in statement.query_and_then((article.as_str(), ordinal), deal_id)? {
                deals.insert(deal?);
            }
        }
        Ok(deals.into_iter().collect())
    }

    /// What the articles of a deal tell of it in the index: where it stands, and whether its sources disagree.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing_of(&self, id: &DealId) -> Result<Vec<(ArticleId, Option<String>, bool)>, StoreError> {
        let sql = "SELECT DISTINCT e.article AS id, d.status, d.disputed FROM deals d
             JOIN deal_events e ON e.deal = d.id WHERE d.id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| Ok((article_id(row, "id")?, row.get("status")?, row.get("disputed")?));
        statement.query_and_then([id.as_str()], read)?.collect()
    }

    /// Where the deals of an article stand, and whether the sources of one disagree.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standings_of(&self, id: &ArticleId) -> Result<Vec<(Option<Status>, bool)>, StoreError> {
        let sql = "SELECT DISTINCT d.status, d.disputed FROM deal_events e
             JOIN deals d INDEXED BY deals_glance ON d.id = e.deal WHERE e.article = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            let status: Option<String> = row.get("status")?;
            Ok((status.as_deref().and_then(Status::from_word), row.get("disputed")?))
        };
        statement.query_and_then([id.as_str()], read)?.collect()
    }

    /// The deals that an article's events belong to, in the order of the events.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deals_at_a_glance(&self, article: &ArticleId) -> Result<Vec<DealGlance>, StoreError> {
        let sql = "SELECT d.id, d.name, d.status, d.headline FROM deal_events e
             JOIN deals d INDEXED BY deals_glance ON d.id = e.deal WHERE e.article = ?1 ORDER BY e.ordinal, d.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([article.as_str()], read_glance)?.collect()
    }

    /// A deal in a few words, where it is there under this very id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deal_at_a_glance(&self, id: &DealId) -> Result<Option<DealGlance>, StoreError> {
        let sql = "SELECT id, name, status, headline FROM deals WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([id.as_str()], read_glance)?.next().transpose()
    }

    /// The events that a deal holds, as articles and the places in them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn event_places_of_deal(&self, id: &DealId) -> Result<Vec<(ArticleId, u32)>, StoreError> {
        let sql = "SELECT article AS id, ordinal FROM deal_events WHERE deal = ?1 ORDER BY article, ordinal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| Ok((article_id(row, "id")?, row.get("ordinal")?));
        statement.query_and_then([id.as_str()], read)?.collect()
    }

    /// The ordinals of an article's events and the deals they belong to, in order. An article that was taken out or
    /// read anew still has its former deals here until they are settled.
    ///
    /// # Errors
    /// When the database fails.
    pub fn deals_of_article(&self, id: &ArticleId) -> Result<Vec<(u32, DealId)>, StoreError> {
        let sql = "SELECT deal, ordinal FROM deal_events WHERE article = ?1 ORDER BY ordinal, deal";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([id.as_str()], |row| Ok((row.get("ordinal")?, deal_id(row)?)))?.collect()
    }
}

impl Batch<'_> {
    /// For tests: puts the deals `new` in the place of `old`, as the settling of blocks does. An id of `old` that is not among
    /// `new` leads from now on to the deal that holds most of its events.
    ///
    /// # Errors
    /// When the database fails.
    #[cfg(test)]
    pub fn replace_deals(&self, old: &[DealId], new: &[Deal]) -> Result<(), StoreError> {
        self.put_deals(new, |_| None)?;
        let new: BTreeSet<&DealId> = new.iter().map(|deal| &deal.id).collect();
        let gone: Vec<DealId> = old.iter().filter(|id| !new.contains(id)).cloned().collect();
        self.remove_deals(&gone)?;
        self.redirect_deals(&gone)
    }

    /// Takes deals out; what they held is remembered until [`Batch::redirect_deals`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_deals(&self, ids: &[DealId]) -> Result<(), StoreError> {
        let mut remove = self.connection.prepare_cached("DELETE FROM deals WHERE id = ?1")?;
        for id in ids {
            self.remember_former_deal(id)?;
            remove.execute([id.as_str()])?;
        }
        Ok(())
    }

    /// Puts deals in, in the place of those with their ids; one that is as it was stays untouched. `headline` writes down the
    /// sum that lists show a deal with ([`DealGlance::headline`]).
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_deals(
        &self,
        deals: &[Deal],
        headline: impl Fn(&Deal) -> Option<String>,
    ) -> Result<(), StoreError> {
        let mut known = self
            .connection
            .prepare_cached("SELECT 1 FROM deals WHERE id = ?1 AND deal = ?2 AND headline IS ?3")?;
        let mut remove = self.connection.prepare_cached("DELETE FROM deals WHERE id = ?1")?;
        for deal in deals {
            let text = to_json(&format!("the deal {}", deal.id), deal)?;
            let headline = headline(deal);
            if !known.exists((deal.id.as_str(), &text, &headline))? {
                remove.execute([deal.id.as_str()])?;
                self.put_deal(deal, &text, headline.as_deref())?;
            }
        }
        Ok(())
    }

    /// Leads the ids of deals that were taken out and did not come back to the deals that hold most of their events.
    ///
    /// # Errors
    /// When the database fails.
    pub fn redirect_deals(&self, old: &[DealId]) -> Result<(), StoreError> {
        old.iter().try_for_each(|id| self.redirect_former_deal(id))
    }

    fn put_deal(&self, deal: &Deal, text: &str, headline: Option<&str>) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO deals (id, name, status, disputed, first_day, last_day, program, derived_stamp,
                 headline, deal) VALUES (:id, :name, :status, :disputed, :first, :last, :program,
                 (SELECT value FROM meta WHERE name = 'derived_stamp'), :headline, :deal)",
            )?
            .execute(named_params! {
                ":id": deal.id.as_str(),
                ":name": deal.name,
                ":status": deal.status.map(Status::as_str),
                ":disputed": deal.disputed,
                ":first": deal.first.map(|date| day(date.first_day())),
                ":last": deal.last.map(|date| day(date.first_day())),
                ":program": deal.program,
                ":headline": headline,
                ":deal": text,
            })?;
        let mut put_event = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO deal_events (article, ordinal, deal) VALUES (?1, ?2, ?3)",
        )?;
        for event in &deal.events {
            put_event.execute((event.article.as_str(), event.ordinal, deal.id.as_str()))?;
        }
        self.put_relations(deal)?;
        self.forget_redirect(&deal.id)
    }
}

fn read_glance(row: &Row<'_>) -> Result<DealGlance, StoreError> {
    let status: Option<String> = row.get("status")?;
    Ok(DealGlance {
        id: deal_id(row)?,
        name: row.get("name")?,
        status: status.as_deref().and_then(Status::from_word),
        headline: row.get("headline")?,
    })
}

pub(super) fn read_deal(row: &Row<'_>) -> Result<Deal, StoreError> {
    let id: String = row.get("id")?;
    from_json(&format!("the deal {id}"), row.get_ref("deal")?.as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn a_block_is_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let one = samples::deal("d1", &[(1, 0), (2, 0)]);
        let two = samples::deal("d2", &[(2, 1)]);
        let other = samples::deal("d9", &[(7, 0)]);
        let ids = |deals: &[&Deal]| deals.iter().map(|deal| deal.id.clone()).collect::<Vec<_>>();
        store
            .batch(|batch| {
                batch.set_derived_stamp("s1")?;
                batch.replace_deals(&[], &[one.clone(), two.clone(), other.clone()])
            })
            .unwrap();
        assert_eq!(store.deal(&one.id).unwrap(), Some(one.clone()));
        assert_eq!(store.deals().unwrap(), [other.clone(), two.clone(), one.clone()]);
        let article = samples::article(2, "2026-01-01").id;
        assert_eq!(store.deals_of_article(&article).unwrap(), [(0, one.id.clone()), (1, two.id.clone())]);
        let touching = store.deals_touching(&[(article.clone(), 1), (article.clone(), 0), (article, 5)]);
        assert_eq!(touching.unwrap(), ids(&[&one, &two]));

        let merged = samples::deal("d1", &[(1, 0), (2, 0), (2, 1)]);
        let replace =
            |batch: &Batch<'_>| batch.replace_deals(&ids(&[&one, &two]), std::slice::from_ref(&merged));
        for _ in 0..2 {
            store.batch(replace).unwrap();
            assert_eq!(store.deals().unwrap(), [other.clone(), merged.clone()]);
            assert_eq!(store.deal(&two.id).unwrap(), Some(merged.clone()));
        }
        let stamps: u32 = store
            .connection
            .query_row("SELECT count(*) FROM deals WHERE derived_stamp = 's1'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(stamps, 2);
    }
}
