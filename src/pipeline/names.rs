//! The reference lists as the search room takes them, and the names that the user has added.

use std::borrow::Cow;

use crate::base::{OrgId, comparison_key};
use crate::entities::{EntryKind, Lists};
use crate::events::{CorrectionAction, CorrectionKind, Corrections};
use crate::search::{NameEntry, NameKind, NameList, NameTable};

/// The bytes of the table that `build.rs` made of a list.
macro_rules! table {
    ($list:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $list, ".keys"))
    };
}

/// All listed names: agencies, vendors, products and programs; and those that the corrections give.
pub fn name_table(corrections: &Corrections) -> NameTable {
    let list = |kind, of, table: &'static [u8], parent| NameList {
        kind,
        text: Cow::Borrowed(Lists::text(of)),
        table: Cow::Borrowed(table),
        parent,
    };
    // A product's vendor and a program's owner are no parents of the same kind.
    let mut table = NameTable::of_lists(vec![
        list(NameKind::Agency, EntryKind::Agency, table!("agencies"), Some(2)),
        list(NameKind::Vendor, EntryKind::Vendor, table!("vendors"), Some(2)),
        list(NameKind::Product, EntryKind::Product, table!("products"), None),
        list(NameKind::Program, EntryKind::Program, table!("programs"), None),
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::LazyLock;

    use super::*;

    const KINDS: [(NameKind, EntryKind); 4] = [
        (NameKind::Agency, EntryKind::Agency),
        (NameKind::Vendor, EntryKind::Vendor),
        (NameKind::Product, EntryKind::Product),
        (NameKind::Program, EntryKind::Program),
    ];

    static TABLE: LazyLock<NameTable> = LazyLock::new(|| name_table(&Corrections::default()));
    static EVERY: LazyLock<Plainly> = LazyLock::new(Plainly::new);

    /// All names and what each key stands for, by a plain look at every row.
    struct Plainly {
        names: Vec<&'static str>,
        by_key: HashMap<String, Vec<(NameKind, &'static str)>>,
    }

    impl Plainly {
        fn new() -> Self {
            let mut every = Self { names: Vec::new(), by_key: HashMap::new() };
            for (kind, of) in KINDS {
                for row in Lists::text(of).lines().skip(1) {
                    let cells: Vec<&str> = row.split('\t').collect();
                    let id = cells[0];
                    let others = cells.last().unwrap().split('|');
                    let others = others.map(|other| other.split_once(" [").map_or(other, |(name, _)| name));
                    let names = [cells[1]].into_iter().chain(others).filter(|name| !name.is_empty());
                    let names: Vec<&str> = names.collect();
                    let mut keys: Vec<String> = names.iter().map(|name| comparison_key(name)).collect();
                    keys.push(id.to_lowercase());
                    keys.extend(id.rsplit_once('/').map(|(_, last)| comparison_key(last)));
                    for key in keys.into_iter().filter(|key| !key.is_empty()) {
                        let things = every.by_key.entry(key).or_default();
                        if !things.contains(&(kind, id)) {
                            things.push((kind, id));
                        }
                    }
                    every.names.push(id);
                    every.names.extend(names);
                }
            }
            every
        }

        fn ids(&self, kind: NameKind, name: &str) -> Vec<&'static str> {
            let keys = [name.to_lowercase(), comparison_key(name)];
            let things = keys.iter().find_map(|key| self.by_key.get(key)).into_iter().flatten();
            things.filter(|(of, _)| *of == kind).map(|(_, id)| *id).collect()
        }
    }

    #[test]
    fn every_listed_name_is_found_as_by_a_look_at_every_row() {
        assert!(EVERY.names.len() > 10_000, "{}", EVERY.names.len());
        let listed: Vec<&str> = TABLE.each_name().map(|name| name.text).collect();
        assert_eq!(listed, EVERY.names);
        for name in &EVERY.names {
            for (kind, _) in KINDS {
                assert_eq!(TABLE.ids(kind, name), EVERY.ids(kind, name), "{kind:?} {name:?}");
            }
        }
    }

    #[test]
    fn every_row_has_its_name_and_what_it_belongs_to() {
        let lists = Lists::bundled();
        for (kind, of) in KINDS {
            for entry in lists.entries().iter().filter(|entry| entry.kind == of) {
                assert_eq!(TABLE.name(kind, entry.id), Some(entry.name), "{}", entry.id);
                let parent = entry.parent.filter(|_| matches!(kind, NameKind::Agency | NameKind::Vendor));
                assert_eq!(TABLE.ancestors(kind, entry.id).first().copied(), parent, "{}", entry.id);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_found_as_by_a_look_at_every_row(
            at in 0_usize..,
            before in "(the |U\\.S\\. |city of |[a-z]{1,2}|)",
            length in 0_usize..40,
            after in "( inc|, LLC| \\(x\\)|\\.|/|[a-z]|\\PC{1,2}|)",
            other in "[a-z]{1,4}|[a-z]{2}/[a-z]{2,4}|\\PC{0,12}",
        ) {
            let listed = EVERY.names[at % EVERY.names.len()];
            let part: String = listed.chars().take(length).collect();
            for name in [format!("{before}{listed}{after}"), format!("{before}{part}{after}"), part, other] {
                for (kind, _) in KINDS {
                    proptest::prop_assert_eq!(TABLE.ids(kind, &name), EVERY.ids(kind, &name), "{:?}", name);
                }
                // Whole phrases are found in free text by the same keys.
                let words: Vec<&str> = name.split_whitespace().collect();
                let key = comparison_key(&words.join(" ").to_lowercase());
                if words.len() <= 12 && let Some(things) = EVERY.by_key.get(&key) {
                    let found = TABLE.find(&words);
                    proptest::prop_assert_eq!(found.len(), 1);
                    proptest::prop_assert_eq!(&found[0].words, &(0..words.len()));
                    proptest::prop_assert_eq!(&found[0].things, things);
                }
            }
        }
    }
}
