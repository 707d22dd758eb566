//! Which deals may bear on one: by supplier, by buyer and what it buys, by program.

use std::collections::BTreeSet;

use rusqlite::ToSql;

use super::columns::deal_id;
use super::deals::read_deal;
use super::{Batch, Store, StoreError};
use crate::base::{DealId, OrgId};
use crate::deals::{Deal, deal_terms, department};

/// Of one ground, so many are looked at: those that share most, then those told of last.
const MOST: u32 = 40;

impl Store {
    /// Deals that may bear on this one, in order of id: of its suppliers with its buyer's department, bans of its
    /// suppliers, deals of the department that are about the same, deals under its program.
    ///
    /// # Errors
    /// When the database fails, or a deal was written by a program that knew it otherwise.
    pub fn deals_near(&self, deal: &Deal) -> Result<Vec<Deal>, StoreError> {
        let departments = ids(deal.buyers.iter().map(|buyer| department(&buyer.id)));
        let vendors = ids(deal.vendors.iter().map(|vendor| vendor.id.clone()));
        let terms: Vec<String> = deal_terms(deal).into_iter().collect();
        let of_department =
            "d.id IN (SELECT deal FROM deal_parties WHERE side = 'department' AND org IN (:B))";
        let of_vendor = "d.id IN (SELECT deal FROM deal_parties WHERE side = 'vendor' AND org IN (:A))";
        let mut found = BTreeSet::new();
        for (sql, a, b) in [
            (
                format!(
                    "SELECT d.id AS deal FROM deals d WHERE {of_vendor} AND {of_department} ORDER BY d.last_day DESC, d.id LIMIT {MOST}"
                ),
                &vendors,
                &departments,
            ),
            (
                // Bans are few and told of long ago: not to be lost among the supplier's many other deals.
                format!(
                    "SELECT d.id AS deal FROM deals d WHERE {of_vendor} AND {of_department} AND d.status = 'barred' ORDER BY d.last_day DESC, d.id LIMIT {MOST}"
                ),
                &vendors,
                &departments,
            ),
            (
                format!(
                    "SELECT t.deal AS deal FROM deal_terms t JOIN deals d ON d.id = t.deal WHERE t.term IN (:A) AND {of_department} GROUP BY t.deal ORDER BY count(*) DESC, d.last_day DESC, t.deal LIMIT {MOST}"
                ),
                &terms,
                &departments,
            ),
        ] {
            self.gather(&sql, a, b, &mut found)?;
        }
        if let Some(program) = &deal.program {
            let sql = format!(
                "SELECT id AS deal FROM deals WHERE program IN (:A) ORDER BY last_day DESC, id LIMIT {MOST}"
            );
            self.gather(&sql, std::slice::from_ref(program), &[], &mut found)?;
        }
        found.remove(&deal.id);
        let mut one = self.connection.prepare_cached("SELECT id, deal FROM deals WHERE id = ?1")?;
        let mut deals = Vec::with_capacity(found.len());
        for id in found {
            let mut rows = one.query([id.as_str()])?;
            deals.extend(rows.next()?.map(read_deal).transpose()?);
        }
        Ok(deals)
    }

    /// The deals that a statement finds; `:A` and `:B` stand for the lists, of which none may be empty if it is asked for.
    fn gather(
        &self,
        sql: &str,
        a: &[String],
        b: &[String],
        found: &mut BTreeSet<DealId>,
    ) -> Result<(), StoreError> {
        let uses_b = sql.contains(":B");
        if a.is_empty() || (uses_b && b.is_empty()) {
            return Ok(());
        }
        let places = |first: usize, count: usize| {
            (first..first + count).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ")
        };
        let sql = sql.replace(":A", &places(1, a.len())).replace(":B", &places(1 + a.len(), b.len()));
        let values: Vec<&dyn ToSql> =
            a.iter().chain(b.iter().filter(|_| uses_b)).map(|value| value as &dyn ToSql).collect();
        let mut statement = self.connection.prepare(&sql)?;
        for id in statement.query_and_then(values.as_slice(), deal_id)? {
            found.insert(id?);
        }
        Ok(())
    }
}

impl Batch<'_> {
    /// Notes by what a deal may be found that bears on another.
    pub(super) fn put_relations(&self, deal: &Deal) -> Result<(), StoreError> {
        let mut put = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO deal_parties (deal, side, org) VALUES (?1, ?2, ?3)")?;
        for buyer in &deal.buyers {
            put.execute((deal.id.as_str(), "buyer", buyer.id.as_str()))?;
            put.execute((deal.id.as_str(), "department", department(&buyer.id).as_str()))?;
        }
        for vendor in &deal.vendors {
            put.execute((deal.id.as_str(), "vendor", vendor.id.as_str()))?;
        }
        let mut put = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO deal_terms (term, deal) VALUES (?1, ?2)")?;
        for term in deal_terms(deal) {
            put.execute((term, deal.id.as_str()))?;
        }
        Ok(())
    }
}

fn ids(orgs: impl Iterator<Item = OrgId>) -> Vec<String> {
    let ids: BTreeSet<OrgId> = orgs.collect();
    ids.into_iter().map(|id| id.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::Status;
    use crate::events::OrgRef;
    use crate::store::samples;

    fn org(id: &str) -> OrgRef {
        OrgRef { id: OrgId::from_stored(id), name: id.into() }
    }

    /// A deal of one event about this, with this buyer and vendor.
    fn deal(id: &str, n: u32, buyer: &str, vendor: &str, about: &str) -> Deal {
        let mut deal = samples::deal(id, &[(n, 0)]);
        deal.buyers = vec![org(buyer)];
        deal.vendors = vec![org(vendor)];
        for told in &mut deal.events {
            told.event.subject = Some(about.into());
        }
        deal
    }

    #[test]
    fn deals_are_found_by_party_subject_and_program() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let own =
            Deal { program: Some("maven".into()), ..deal("d0", 1, "us/dod/army", "corvid", "drone radar") };
        let all = [
            own.clone(),
            deal("d1", 2, "us/dod/navy", "corvid", "boots"),
            deal("d2", 3, "us/dod/army", "tidewell", "radar spares"),
            Deal { status: Some(Status::Barred), ..deal("d3", 4, "us/dod", "corvid", "anything") },
            Deal { program: Some("maven".into()), ..deal("d4", 5, "us/va", "other", "claims") },
            deal("d5", 6, "us/va", "corvid", "radar"),
            deal("d6", 7, "us/dod/army", "tidewell", "boots"),
        ];
        let near = |store: &Store| {
            let found = store.deals_near(&own).unwrap();
            found.iter().map(|deal| deal.id.to_string()).collect::<Vec<_>>()
        };
        store.batch(|batch| batch.replace_deals(&[], &all)).unwrap();
        assert_eq!(near(&store), ["d1", "d2", "d3", "d4"]);
        store.batch(|batch| batch.replace_deals(&[all[1].id.clone(), all[2].id.clone()], &[])).unwrap();
        assert_eq!(near(&store), ["d3", "d4"]);
        let nobody = Deal { buyers: Vec::new(), vendors: Vec::new(), program: None, ..own };
        assert_eq!(store.deals_near(&nobody).unwrap(), []);
    }
}
