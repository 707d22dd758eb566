//! The reference lists as the search room takes them.

use crate::entities::{EntryKind, Lists};
use crate::search::{NameEntry, NameKind, NameTable};

/// All listed names: agencies, vendors, products and programs.
pub fn name_table() -> NameTable {
    let lists = Lists::bundled();
    // Each row has a name at least, and its names stand together.
    let rows = lists.aliases().chunk_by(|a, b| a.entry == b.entry);
    NameTable::new(rows.filter_map(|names| {
        let entry = names.first().and_then(|name| lists.entries().get(name.entry))?;
        let aliases = names.iter().map(|alias| alias.text).collect();
        let kind = match entry.kind {
            EntryKind::Agency => NameKind::Agency,
            EntryKind::Vendor => NameKind::Vendor,
            EntryKind::Product => NameKind::Product,
            EntryKind::Program => NameKind::Program,
            EntryKind::Term => return None,
        };
        // A product's vendor and a program's owner are no parents of the same kind.
        let is_tree = matches!(entry.kind, EntryKind::Agency | EntryKind::Vendor);
        let parent = entry.parent.filter(|_| is_tree);
        Some(NameEntry { kind, id: entry.id, name: entry.name, aliases, parent })
    }))
}
