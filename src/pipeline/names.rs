//! The reference lists as the search room takes them.

use std::borrow::Cow;

use crate::entities::{EntryKind, Lists};
use crate::search::{NameKind, NameList, NameTable};

/// All listed names: agencies, vendors, products and programs.
pub fn name_table() -> NameTable {
    // A product's vendor and a program's owner are no parents of the same kind.
    let lists = [
        (NameKind::Agency, EntryKind::Agency, Some(2)),
        (NameKind::Vendor, EntryKind::Vendor, Some(2)),
        (NameKind::Product, EntryKind::Product, None),
        (NameKind::Program, EntryKind::Program, None),
    ];
    NameTable::of_lists(
        lists
            .map(|(kind, entry, parent)| NameList { kind, rows: Cow::Borrowed(Lists::rows(entry)), parent })
            .into(),
    )
}
