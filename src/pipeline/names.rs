//! The reference lists as the search room takes them.

use crate::entities::{EntryKind, Lists};
use crate::search::{NameEntry, NameKind, NameTable};

/// All listed names: agencies, vendors, products and programs.
pub fn name_table() -> NameTable {
    let lists = Lists::bundled();
    let mut aliases: Vec<Vec<&str>> = vec![Vec::new(); lists.entries().len()];
    for alias in lists.aliases() {
        aliases[alias.entry].push(&alias.text);
    }
    NameTable::new(lists.entries().iter().zip(aliases).filter_map(|(entry, aliases)| {
        let kind = match entry.kind {
            EntryKind::Agency => NameKind::Agency,
            EntryKind::Vendor => NameKind::Vendor,
            EntryKind::Product => NameKind::Product,
            EntryKind::Program => NameKind::Program,
            EntryKind::Term => return None,
        };
        // A product's vendor and a program's owner are no parents of the same kind.
        let is_tree = matches!(entry.kind, EntryKind::Agency | EntryKind::Vendor);
        let parent = entry.parent.as_deref().filter(|_| is_tree);
        Some(NameEntry { kind, id: &entry.id, name: &entry.name, aliases, parent })
    }))
}
