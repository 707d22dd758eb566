//! The reference lists as the search room takes them, and the names that the user has added.

use std::borrow::Cow;

use crate::base::{OrgId, comparison_key};
use crate::entities::{EntryKind, Lists};
use crate::events::{CorrectionAction, CorrectionKind, Corrections};
use crate::search::{NameEntry, NameKind, NameList, NameTable};

/// All listed names: agencies, vendors, products and programs; and those that the corrections give.
pub fn name_table(corrections: &Corrections) -> NameTable {
    // A product's vendor and a program's owner are no parents of the same kind.
    let lists = [
        (NameKind::Agency, EntryKind::Agency, Some(2)),
        (NameKind::Vendor, EntryKind::Vendor, Some(2)),
        (NameKind::Product, EntryKind::Product, None),
        (NameKind::Program, EntryKind::Program, None),
    ];
    let mut table = NameTable::of_lists(
        lists
            .map(|(kind, entry, parent)| NameList { kind, rows: Cow::Borrowed(Lists::rows(entry)), parent })
            .into(),
    );
    for correction in corrections.entries().iter().filter(|one| one.action == CorrectionAction::Alias) {
        let (Some(name), Some(of)) = (&correction.value, &correction.of) else { continue };
        let kind = match correction.kind {
            Some(CorrectionKind::Agency) => NameKind::Agency,
            Some(CorrectionKind::Vendor) => NameKind::Vendor,
            _ => continue,
        };
        let listed = table.ids(kind, of).first().map(|id| (*id).to_owned());
        let id = listed.unwrap_or_else(|| OrgId::unlisted(&comparison_key(of)).to_string());
        table.add(&NameEntry { kind, id: &id, name, aliases: vec![of], parent: None });
    }
    table
}
