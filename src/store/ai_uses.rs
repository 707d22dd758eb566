//! The inventories of AI uses that the user imported, as printed.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, named_params};

use super::columns::{instant, micros};
use super::{ArchivePlace, Batch, Store, StoreError};
use crate::notices::ReportedUse;

/// An imported inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AiInventory {
    /// Its year, else the name of its file.
    pub name: String,
    /// The name of its file.
    pub file: String,
    /// SHA-256 of the file.
    pub digest: String,
    /// When it was imported.
    pub added: Timestamp,
    /// Where the archive keeps the file.
    pub archived: ArchivePlace,
}

impl Store {
    /// The imported inventories, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ai_inventories(&self) -> Result<Vec<AiInventory>, StoreError> {
        let sql = "SELECT * FROM ai_inventories ORDER BY name";
        self.connection.prepare_cached(sql)?.query_and_then([], read_inventory)?.collect()
    }

    /// The uses in an inventory, in the file's order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ai_uses(&self, inventory: &str) -> Result<Vec<ReportedUse>, StoreError> {
        let sql = "SELECT * FROM ai_uses WHERE inventory = ?1 ORDER BY seq";
        self.connection.prepare_cached(sql)?.query_and_then([inventory], read_use)?.collect()
    }
}

impl Batch<'_> {
    /// Puts an inventory in the place of the one of its name; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_ai_inventory(
        &self,
        inventory: &AiInventory,
        uses: &[ReportedUse],
    ) -> Result<bool, StoreError> {
        let known = "SELECT 1 FROM ai_inventories WHERE name = ?1";
        let was_there = self.connection.query_row(known, [&inventory.name], |_| Ok(())).optional()?.is_some();
        self.connection.execute("DELETE FROM ai_inventories WHERE name = ?1", [&inventory.name])?;
        self.connection
            .prepare_cached(
                "INSERT INTO ai_inventories (name, file, digest, added, archive_file, archive_offset, archive_length)
                 VALUES (:name, :file, :digest, :added, :archive_file, :archive_offset, :archive_length)",
            )?
            .execute(named_params! {
                ":name": inventory.name,
                ":file": inventory.file,
                ":digest": inventory.digest,
                ":added": micros(inventory.added),
                ":archive_file": inventory.archived.file,
                ":archive_offset": inventory.archived.offset.cast_signed(),
                ":archive_length": inventory.archived.length.cast_signed(),
            })?;
        let mut put = self.connection.prepare_cached(
            "INSERT INTO ai_uses (inventory, seq, agency, agency_code, bureau, use_id, name, purpose, stage, topic, vendor,
             high_impact, operational) VALUES (:inventory, :seq, :agency, :agency_code, :bureau, :use_id, :name, :purpose,
             :stage, :topic, :vendor, :high_impact, :operational)",
        )?;
        for (one, seq) in uses.iter().zip(0_i64..) {
            put.execute(named_params! {
                ":inventory": inventory.name,
                ":seq": seq,
                ":agency": one.agency,
                ":agency_code": one.agency_code,
                ":bureau": one.bureau,
                ":use_id": one.use_id,
                ":name": one.name,
                ":purpose": one.purpose,
                ":stage": one.stage,
                ":topic": one.topic,
                ":vendor": one.vendor,
                ":high_impact": one.high_impact,
                ":operational": one.operational,
            })?;
        }
        Ok(was_there)
    }
}

fn read_inventory(row: &Row<'_>) -> Result<AiInventory, StoreError> {
    Ok(AiInventory {
        name: row.get("name")?,
        file: row.get("file")?,
        digest: row.get("digest")?,
        added: instant(row, "added")?,
        archived: ArchivePlace {
            file: row.get("archive_file")?,
            offset: row.get::<_, i64>("archive_offset")?.unsigned_abs(),
            length: row.get::<_, i64>("archive_length")?.unsigned_abs(),
        },
    })
}

fn read_use(row: &Row<'_>) -> Result<ReportedUse, StoreError> {
    Ok(ReportedUse {
        agency: row.get("agency")?,
        agency_code: row.get("agency_code")?,
        bureau: row.get("bureau")?,
        use_id: row.get("use_id")?,
        name: row.get("name")?,
        purpose: row.get("purpose")?,
        stage: row.get("stage")?,
        topic: row.get("topic")?,
        vendor: row.get("vendor")?,
        high_impact: row.get("high_impact")?,
        operational: row.get("operational")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn an_inventory_takes_the_place_of_the_one_of_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let inventory = |digest: &str| AiInventory {
            name: "2025".into(),
            file: "uses.csv".into(),
            digest: digest.into(),
            added: "2026-01-01T00:00:00Z".parse().unwrap(),
            archived: ArchivePlace { file: "a.warc.gz".into(), offset: 1, length: 2 },
        };
        let one = |name: &str| ReportedUse {
            agency: "Navy".into(),
            name: name.into(),
            vendor: Some("Larkfield".into()),
            ..ReportedUse::default()
        };
        let put = |store: &mut Store, digest: &str, uses: &[ReportedUse]| {
            store.batch(|batch| batch.put_ai_inventory(&inventory(digest), uses)).unwrap()
        };
        assert!(!put(&mut store, "d1", &[one("Maps"), one("Charts")]));
        assert!(put(&mut store, "d2", &[one("Tides")]));
        assert_eq!(store.ai_inventories().unwrap(), [inventory("d2")]);
        assert_eq!(store.ai_uses("2025").unwrap(), [one("Tides")]);
        assert_eq!(store.ai_uses("2024").unwrap(), []);
    }
}
