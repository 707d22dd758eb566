//! An inventory of AI uses, from the user's file into the library.

use std::collections::BTreeSet;
use std::path::Path;

use crate::base::{OrgId, comparison_key, printable, sha256_hex};
use crate::entities::{EntryKind, Lists};
use crate::events::{CorrectionAction, CorrectionKind, Corrections, OrgRef};
use crate::fetch::Clock;
use crate::notices::{Inventory, InventoryNames, read_inventory};
use crate::pipeline::inputs::{Document, documents};
use crate::pipeline::keeper::Keeper;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{AiInventory, ArchivePlace};

/// What the library knew of an inventory before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InventoryChange {
    /// Nothing.
    New,
    /// An older file of the same year or name, whose uses are gone now.
    Replaced,
    /// This very file.
    Known,
}

/// What the import of an inventory did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryReport {
    /// Its year, else the name of its file.
    pub name: String,
    /// What was known of it.
    pub change: InventoryChange,
    /// How many uses it has.
    pub uses: usize,
    /// Rows without an agency or a name, which were left out.
    pub incomplete: usize,
    /// How many agencies report.
    pub agencies: usize,
    /// How many of them no list knows.
    pub unlisted_agencies: usize,
    /// How many uses name a supplier's text.
    pub with_vendor: usize,
    /// How many different texts name suppliers.
    pub vendor_texts: usize,
    /// How many of these name a supplier that the lists know.
    pub resolved: usize,
}

/// Imports an inventory of AI uses; `year` is its year where the file's name does not tell.
///
/// # Errors
/// When the file is none, which leaves the library as it is; or when the library cannot be written.
pub fn add_inventory(
    folder: &Folder,
    path: &Path,
    year: Option<i16>,
    clock: Clock,
) -> Result<InventoryReport, PipelineError> {
    let (document, inventory) = read(path)?;
    let digest = sha256_hex(&document.bytes);
    // The name of the file alone: where it lay is nobody's business.
    let file = path
        .file_name()
        .map_or_else(|| "standard input".to_owned(), |name| printable(&name.to_string_lossy()));
    let file = if file == "-" { "standard input".to_owned() } else { file };
    let name = year.or_else(|| year_in(&file)).map_or_else(|| file.clone(), |year| year.to_string());
    let mut keeper = Keeper::open(folder, "awardwire add")?;
    let mut report = report(&inventory, &inventory_names(keeper.corrections()), name);
    let known = keeper.store().ai_inventories()?;
    if known.iter().any(|known| known.name == report.name && known.digest == digest) {
        report.change = InventoryChange::Known;
        return Ok(report);
    }
    let now = clock.now();
    let was_there = keeper.archiving(|batch, archive, _| {
        let uri = format!("urn:sha256:{digest}");
        let place = archive.append_resource(&uri, "text/csv", &document.bytes, now)?;
        let archived = ArchivePlace { file: place.file, offset: place.offset, length: place.length };
        let row = AiInventory { name: report.name.clone(), file, digest, added: now, archived };
        Ok(batch.put_ai_inventory(&row, &inventory.uses)?)
    })?;
    report.change = if was_there { InventoryChange::Replaced } else { InventoryChange::New };
    Ok(report)
}

/// The names by which an inventory's words are understood: the lists' and the user's.
pub fn inventory_names(corrections: &Corrections) -> InventoryNames {
    let listed = InventoryNames::new([]);
    let added = corrections.entries().iter().filter(|one| one.action == CorrectionAction::Alias);
    let added: Vec<(EntryKind, String, OrgRef)> = added
        .filter_map(|correction| {
            let (name, of) = (correction.value.clone()?, correction.of.as_ref()?);
            let kind = match correction.kind {
                Some(CorrectionKind::Agency) => EntryKind::Agency,
                Some(CorrectionKind::Vendor) => EntryKind::Vendor,
                _ => return None,
            };
            let by_id = Lists::bundled().entry(kind, of);
            let by_id =
                by_id.map(|entry| OrgRef { id: OrgId::from_stored(entry.id), name: entry.name.to_owned() });
            let by_name = || listed.listed(kind, of);
            let unlisted = || OrgRef { id: OrgId::unlisted(&comparison_key(of)), name: of.clone() };
            Some((kind, name, by_id.or_else(by_name).unwrap_or_else(unlisted)))
        })
        .collect();
    if added.is_empty() { listed } else { InventoryNames::new(added) }
}

fn read(path: &Path) -> Result<(Document, Inventory), PipelineError> {
    let document = one_table(path, "an inventory")?;
    let wrong = |why: String| PipelineError::Table { place: document.place.clone(), why };
    let inventory = read_inventory(&document.bytes).map_err(wrong)?;
    Ok((document, inventory))
}

/// The one file that holds a table; `what` is what the user says it is.
pub(super) fn one_table(path: &Path, what: &str) -> Result<Document, PipelineError> {
    let wrong = |place: String, why: String| PipelineError::Table { place, why };
    let place = path.display().to_string();
    if path.is_dir() {
        return Err(wrong(place, format!("a folder; {what} is one file")));
    }
    let document = documents(path).next().ok_or_else(|| wrong(place.clone(), "empty".to_owned()))?;
    document.map_err(|error| {
        let told = error.to_string();
        let why = told.strip_prefix(&format!("{place}: ")).unwrap_or(&told).to_owned();
        wrong(place.clone(), why)
    })
}

/// The year in the name of a file: `2025-Federal-Agency-AI-Use-Case-Inventory.csv`.
fn year_in(file: &str) -> Option<i16> {
    let words = file.split(|c: char| !c.is_ascii_digit());
    words
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse().ok())
        .find(|year| (2018..2100).contains(year))
}

fn report(inventory: &Inventory, names: &InventoryNames, name: String) -> InventoryReport {
    let agencies: BTreeSet<OrgId> = inventory.uses.iter().map(|one| names.agency(one).id).collect();
    let texts: BTreeSet<&str> = inventory.uses.iter().filter_map(|one| one.vendor.as_deref()).collect();
    let is_resolved = |text: &&&str| names.vendors(text).iter().any(|org| org.id.is_listed());
    InventoryReport {
        name,
        change: InventoryChange::New,
        uses: inventory.uses.len(),
        incomplete: inventory.incomplete,
        unlisted_agencies: agencies.iter().filter(|id| !id.is_listed()).count(),
        agencies: agencies.len(),
        with_vendor: inventory.uses.iter().filter(|one| one.vendor.is_some()).count(),
        resolved: texts.iter().filter(is_resolved).count(),
        vendor_texts: texts.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_tells_the_year() {
        for (file, year) in [
            ("omb_2025_ai_use_cases.csv", Some(2025)),
            ("2024-inventory.csv", Some(2024)),
            ("inventory-20250101.csv", None),
            ("uses.csv", None),
        ] {
            assert_eq!(year_in(file), year, "{file}");
        }
    }
}
