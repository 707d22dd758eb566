//! The reference lists as the search room takes them, and the names that the user has added.

use std::borrow::Cow;

use crate::base::{OrgId, comparison_key};
use crate::entities::{EntryKind, Lists};
use crate::events::{CorrectionAction, CorrectionKind, Corrections};
use crate::search::{ListedName, NameEntry, NameKind, NameList, NameTable, count_names, listed_names};

const AGENCIES: &str = Lists::text(EntryKind::Agency);
const VENDORS: &str = Lists::text(EntryKind::Vendor);
const PRODUCTS: &str = Lists::text(EntryKind::Product);
const PROGRAMS: &str = Lists::text(EntryKind::Program);

// The compiler reads the lists so that no search has to. It warns of long reckonings; this one takes it a moment.
#[allow(long_running_const_eval, reason = "a quarter of a million letters")]
static AGENCY_NAMES: [ListedName; count_names(AGENCIES)] = listed_names(AGENCIES);
#[allow(long_running_const_eval, reason = "as the agencies")]
static VENDOR_NAMES: [ListedName; count_names(VENDORS)] = listed_names(VENDORS);
static PRODUCT_NAMES: [ListedName; count_names(PRODUCTS)] = listed_names(PRODUCTS);
static PROGRAM_NAMES: [ListedName; count_names(PROGRAMS)] = listed_names(PROGRAMS);

/// All listed names: agencies, vendors, products and programs; and those that the corrections give.
pub fn name_table(corrections: &Corrections) -> NameTable {
    let list = |kind, text, names, parent| NameList {
        kind,
        text: Cow::Borrowed(text),
        names: Cow::Borrowed(names),
        parent,
    };
    // A product's vendor and a program's owner are no parents of the same kind.
    let mut table = NameTable::of_lists(vec![
        list(NameKind::Agency, AGENCIES, &AGENCY_NAMES, Some(2)),
        list(NameKind::Vendor, VENDORS, &VENDOR_NAMES, Some(2)),
        list(NameKind::Product, PRODUCTS, &PRODUCT_NAMES, None),
        list(NameKind::Program, PROGRAMS, &PROGRAM_NAMES, None),
    ]);
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
