//! Where a deal's id leads when its deal was merged, split or settled anew.
//!
//! An id that was shown once is written down somewhere. So the events a deal held are remembered when it vanishes, and
//! its id is led to the living deal that holds most of them; after a rebuild as well, because a better extractor may
//! give the smallest event, and with it the id, to another article.

use rusqlite::OptionalExtension;

use super::columns::deal_id;
use super::{Batch, Store, StoreError};
use crate::base::DealId;

/// A chain is one step long, as redirects are led on when their deal vanishes; more steps than this are damage.
const LONGEST_CHAIN: usize = 16;

impl Store {
    /// The id of the living deal that `id` names or leads to.
    ///
    /// # Errors
    /// When the database fails.
    pub fn living_deal(&self, id: &DealId) -> Result<Option<DealId>, StoreError> {
        let mut lives = self.connection.prepare_cached("SELECT 1 FROM deals WHERE id = ?1")?;
        let mut next =
            self.connection.prepare_cached("SELECT new_id FROM deal_redirects WHERE old_id = ?1")?;
        let mut id = id.clone();
        for _ in 0..LONGEST_CHAIN {
            if lives.exists([id.as_str()])? {
                return Ok(Some(id));
            }
            let Some(led_to) = next.query_row([id.as_str()], |row| row.get::<_, String>(0)).optional()?
            else {
                return Ok(None);
            };
            id = DealId::from_stored(led_to);
        }
        Ok(None)
    }
}

impl Batch<'_> {
    /// Leads the ids of deals that did not come back after [`Batch::clear_derived`] to the deals that hold most of
    /// their events. To be called when everything was read and settled again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn redirect_former_deals(&self) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT deal FROM former_deals ORDER BY deal";
        let mut statement = self.connection.prepare_cached(sql)?;
        let former: Vec<DealId> = statement.query_and_then([], deal_id)?.collect::<Result<_, _>>()?;
        former.iter().try_for_each(|id| self.redirect_former_deal(id))
    }

    /// Notes which events a living deal holds, before it is taken out.
    pub(super) fn remember_former_deal(&self, id: &DealId) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO former_deals (deal, article, ordinal)
             SELECT deal, article, ordinal FROM deal_events WHERE deal = ?1";
        self.connection.prepare_cached(sql)?.execute([id.as_str()])?;
        Ok(())
    }

    /// A deal that lives needs no redirect.
    pub(super) fn forget_redirect(&self, id: &DealId) -> Result<(), StoreError> {
        for sql in
            ["DELETE FROM deal_redirects WHERE old_id = ?1", "DELETE FROM former_deals WHERE deal = ?1"]
        {
            self.connection.prepare_cached(sql)?.execute([id.as_str()])?;
        }
        Ok(())
    }

    /// Leads a vanished id to its heir. Without one the memory stays, for an article that comes back later.
    pub(super) fn redirect_former_deal(&self, id: &DealId) -> Result<(), StoreError> {
        // The same event counts first. The same article serves where its events have other ordinals now.
        let mut heir = self.connection.prepare_cached(
            "SELECT d.deal FROM former_deals f JOIN deal_events d ON d.article = f.article WHERE f.deal = ?1
             GROUP BY d.deal ORDER BY sum(d.ordinal = f.ordinal) DESC, count(*) DESC, d.deal LIMIT 1",
        )?;
        let Some(heir) = heir.query_and_then([id.as_str()], deal_id)?.next().transpose()? else {
            return Ok(());
        };
        self.forget_redirect(id)?;
        let ids = (id.as_str(), heir.as_str());
        if heir != *id {
            let lead_on = "UPDATE deal_redirects SET new_id = ?2 WHERE new_id = ?1";
            let lead = "INSERT INTO deal_redirects (old_id, new_id) VALUES (?1, ?2)";
            for sql in [lead_on, lead] {
                self.connection.prepare_cached(sql)?.execute(ids)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::Deal;
    use crate::store::samples::{self, deal};

    fn id(text: &str) -> DealId {
        DealId::from_stored(text)
    }

    fn ids(texts: &[&str]) -> Vec<DealId> {
        texts.iter().map(|text| id(text)).collect()
    }

    #[test]
    fn an_old_id_leads_to_the_deal_with_most_of_its_events() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let whole = deal("d1", &[(1, 0), (2, 0), (3, 0)]);
        let parts = [deal("d2", &[(1, 0)]), deal("d3", &[(2, 0), (3, 0)])];
        /// Old ids, new deals, and where ids lead then.
        type Step<'a> = (&'a [&'a str], &'a [Deal], &'a [(&'a str, Option<&'a str>)]);
        let steps: [Step; 6] = [
            (&[], std::slice::from_ref(&whole), &[("d1", Some("d1"))]),
            (&["d1"], &parts, &[("d1", Some("d3")), ("d2", Some("d2"))]),
            // d3 is merged away: what led to it is led on.
            (
                &["d2", "d3"],
                &[deal("d4", &[(1, 0), (2, 0), (3, 0)])],
                &[("d1", Some("d4")), ("d3", Some("d4"))],
            ),
            // d1 comes back to life, and what it led to now leads to it.
            (
                &["d4"],
                std::slice::from_ref(&whole),
                &[("d1", Some("d1")), ("d4", Some("d1")), ("d2", Some("d1"))],
            ),
            // The articles are gone, and come back with their events at other places.
            (&["d1"], &[], &[("d1", None), ("d4", None)]),
            (&[], &[deal("d5", &[(3, 4)])], &[("d1", None)]),
        ];
        for (n, (old, new, expected)) in steps.into_iter().enumerate() {
            store.batch(|batch| batch.replace_deals(&ids(old), new)).unwrap();
            for (asked, lives) in expected {
                assert_eq!(store.living_deal(&id(asked)).unwrap(), lives.map(id), "{asked} after step {n}");
            }
        }
        let batch = store.begin().unwrap();
        batch.redirect_former_deals().unwrap();
        batch.commit().unwrap();
        for asked in ["d1", "d2", "d3", "d4"] {
            assert_eq!(store.deal(&id(asked)).unwrap().map(|deal| deal.id), Some(id("d5")), "{asked}");
        }
        assert_eq!(store.living_deal(&id("d77")).unwrap(), None);
    }

    #[test]
    fn ids_survive_a_rebuild() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let first = [deal("d1", &[(1, 0), (2, 0)]), deal("d2", &[(3, 0)])];
        store.batch(|batch| batch.replace_deals(&[], &first)).unwrap();
        let batch = store.begin().unwrap();
        batch.clear_derived().unwrap();
        batch.commit().unwrap();
        assert_eq!(store.living_deal(&id("d1")).unwrap(), None);
        store
            .batch(|batch| {
                batch.replace_deals(&[], &[deal("d8", &[(1, 1), (2, 0)]), deal("d2", &[(3, 0)])])?;
                batch.redirect_former_deals()
            })
            .unwrap();
        assert_eq!(store.living_deal(&id("d1")).unwrap(), Some(id("d8")));
        assert_eq!(store.living_deal(&id("d2")).unwrap(), Some(id("d2")));
    }

    #[test]
    fn a_ring_of_redirects_ends() {
        let dir = tempfile::tempdir().unwrap();
        let store = samples::store(dir.path());
        store.connection.execute("INSERT INTO deal_redirects VALUES ('d1', 'd2'), ('d2', 'd1')", []).unwrap();
        assert_eq!(store.living_deal(&id("d1")).unwrap(), None);
    }
}
