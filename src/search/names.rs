//! Names that stand for organisations, products and programs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::key_table::places_in;
use super::listed::{listed_names, name_at};
use super::query::NameKind;
use crate::base::comparison_key;

/// One entry of the lists: everything by which a thing may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameEntry<'a> {
    /// Which list it is of.
    pub kind: NameKind,
    /// Its id there.
    pub id: &'a str,
    /// Its canonical name.
    pub name: &'a str,
    /// Its other names.
    pub aliases: Vec<&'a str>,
    /// The id of what it belongs to.
    pub parent: Option<&'a str>,
}

/// A list as it is written: a line of headings, then a row a line, its cells kept apart by tabs. The first cell is the id,
/// the second the canonical name, and the last holds the other names with `|` between them, each with its rule in
/// brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameList {
    /// What it lists.
    pub kind: NameKind,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Where its names stand, by key: what [`key_table`](super::key_table) makes of the text. Names that are not in the
    /// table are not found.
    pub table: Cow<'static, [u8]>,
    /// The cell that holds the id of what a row belongs to.
    pub parent: Option<usize>,
}

/// Which ids a name stands for.
///
/// A search asks for a few names of many thousand. So nothing is made of the lists when it begins: a table made
/// beforehand says where in a list a name may stand, and only that place is read and compared.
#[derive(Debug, Default)]
pub struct NameTable {
    lists: Vec<NameList>,
    /// How many of the lists, the first, have a table. The others are added entries.
    tabled: usize,
    /// The rows of added entries by key.
    added: HashMap<String, Vec<Row>>,
}

/// A row of a list: the list's place, and where the row begins in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    list: usize,
    start: usize,
}

/// A name as it stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameOf<'a> {
    /// Which list it is of.
    pub kind: NameKind,
    /// Whose name it is.
    pub id: &'a str,
    /// The name: canonical, an alias, or the id itself.
    pub text: &'a str,
    /// Whether it is the id.
    pub is_id: bool,
}

/// The farthest a chain of parents is followed: longer ones go round in a circle.
const MAX_ANCESTORS: usize = 16;
/// Names of more words than this are not looked for in free text.
const MAX_NAME_WORDS: usize = 12;

/// A name found in the words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundName<'a> {
    /// The first word, and one past the last.
    pub words: Range<usize>,
    /// What it may stand for.
    pub things: Vec<(NameKind, &'a str)>,
}

impl NameTable {
    /// A table of these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = NameEntry<'a>>) -> Self {
        let mut table = Self::default();
        for entry in entries {
            table.add(&entry);
        }
        table
    }

    /// A table over whole lists.
    pub fn of_lists(lists: Vec<NameList>) -> Self {
        Self { tabled: lists.len(), lists, ..Self::default() }
    }

    /// Adds one more entry, which may give further names to a thing that is there already.
    pub fn add(&mut self, entry: &NameEntry<'_>) {
        let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let aliases: Vec<String> = entry.aliases.iter().map(|alias| cell(alias)).collect();
        let cells =
            [cell(entry.id), cell(entry.name), cell(entry.parent.unwrap_or_default()), aliases.join("|")];
        let text = format!("id\tname\tparent\taliases\n{}", cells.join("\t"));
        for name in listed_names(&text) {
            let row = Row { list: self.lists.len(), start: name.row };
            for key in name.keys() {
                let rows = self.added.entry(key).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
        let table = Cow::Borrowed(&[][..]);
        self.lists.push(NameList { kind: entry.kind, text: Cow::Owned(text), table, parent: Some(2) });
    }

    fn text(&self, row: Row) -> &str {
        let rest = self.lists.get(row.list).and_then(|list| list.text.get(row.start..));
        rest.and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    fn named(&self, row: Row) -> Option<(NameKind, &str)> {
        Some((self.lists.get(row.list)?.kind, first_cell(self.text(row))))
    }

    /// The rows with this key, in the order of the lists.
    fn look_up(&self, key: &str) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for (place, list) in self.lists.iter().take(self.tabled).enumerate() {
            let names = places_in(&list.table, key).filter_map(|start| name_at(&list.text, start));
            // Another key may have the same hash.
            for name in names.filter(|name| name.keys().any(|own| own == key)) {
                let row = Row { list: place, start: name.row };
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
        rows.extend(self.added.get(key).into_iter().flatten());
        rows
    }

    /// The rows of the thing with this id.
    fn rows_of(&self, kind: NameKind, id: &str) -> impl Iterator<Item = Row> {
        self.look_up(&id.to_lowercase()).into_iter().filter(move |row| self.named(*row) == Some((kind, id)))
    }

    /// What these rows stand for, each once.
    fn things(&self, rows: Vec<Row>) -> Vec<(NameKind, &str)> {
        let mut things: Vec<(NameKind, &str)> = Vec::with_capacity(rows.len());
        for thing in rows.into_iter().filter_map(|row| self.named(row)) {
            if !things.contains(&thing) {
                things.push(thing);
            }
        }
        things
    }

    /// The ids of the things of this kind so called: a name, an alias or an id.
    pub fn ids(&self, kind: NameKind, name: &str) -> Vec<&str> {
        let mut rows = self.look_up(&name.to_lowercase());
        if rows.is_empty() {
            rows = self.look_up(&comparison_key(name));
        }
        self.things(rows).into_iter().filter(|(found, _)| *found == kind).map(|(_, id)| id).collect()
    }

    /// The id of what this belongs to.
    fn parent(&self, kind: NameKind, id: &str) -> Option<&str> {
        // Of several entries of one thing, one that has a parent.
        self.rows_of(kind, id).find_map(|row| {
            let cell = self.lists.get(row.list)?.parent?;
            self.text(row).split('\t').nth(cell).filter(|parent| !parent.is_empty())
        })
    }

    /// The canonical name of a thing, where a list has it.
    pub fn name(&self, kind: NameKind, id: &str) -> Option<&str> {
        let row = self.rows_of(kind, id).next()?;
        self.text(row).split('\t').nth(1).filter(|name| !name.is_empty())
    }

    /// The ids of what this belongs to, nearest first.
    pub fn ancestors(&self, kind: NameKind, id: &str) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        let mut next = self.parent(kind, id);
        while let Some(parent) = next.filter(|parent| out.len() < MAX_ANCESTORS && !out.contains(parent)) {
            out.push(parent);
            next = self.parent(kind, parent);
        }
        out
    }

    /// Every name of every thing, row by row.
    pub fn each_name(&self) -> impl Iterator<Item = NameOf<'_>> {
        self.lists.iter().flat_map(|list| {
            listed_names(&list.text).map(|name| NameOf {
                kind: list.kind,
                id: name.id,
                text: name.text,
                is_id: name.is_id(),
            })
        })
    }

    /// How many names of the lists stand among these words: for the measure of how long that takes to find.
    pub fn named_in(&self, words: &[&str]) -> usize {
        self.find(words).len()
    }

    /// The names among the words, the longest at each place, none over another.
    pub fn find(&self, words: &[&str]) -> Vec<FoundName<'_>> {
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut out: Vec<FoundName<'_>> = Vec::new();
        let mut at = 0;
        while at < lower.len() {
            // The longest first.
            let ends = (at + 1..=lower.len().min(at + MAX_NAME_WORDS)).rev();
            let found = ends.map(|end| (end, self.look_up(&comparison_key(&lower[at..end].join(" ")))));
            let Some((end, rows)) = found.into_iter().find(|(_, rows)| !rows.is_empty()) else {
                at += 1;
                continue;
            };
            out.push(FoundName { words: at..end, things: self.things(rows) });
            at = end;
        }
        out
    }
}

fn first_cell(row: &str) -> &str {
    row.split_once('\t').map_or(row, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::key_table;

    fn table() -> NameTable {
        let entry = |kind, id, name, aliases: &[&'static str], parent| NameEntry {
            kind,
            id,
            name,
            aliases: aliases.to_vec(),
            parent,
        };
        NameTable::new([
            entry(
                NameKind::Agency,
                "us/dod",
                "Department of Defense",
                &["Pentagon", "DoD", "Department of War"],
                None,
            ),
            entry(NameKind::Agency, "us/dod/army", "Army", &["U.S. Army"], Some("us/dod")),
            entry(NameKind::Vendor, "alphabet", "Alphabet", &[], Some("google")),
            entry(NameKind::Vendor, "google", "Google", &["Google LLC"], Some("alphabet")),
            entry(NameKind::Vendor, "scale-ai", "Scale AI", &["Scale"], None),
        ])
    }

    #[test]
    fn every_spelling_leads_to_the_id() {
        for (kind, name, expected) in [
            (NameKind::Agency, "pentagon", "us/dod"),
            (NameKind::Agency, "DOD", "us/dod"),
            (NameKind::Agency, "us/dod", "us/dod"),
            (NameKind::Agency, "the U.S. Department of War", "us/dod"),
            (NameKind::Agency, "army", "us/dod/army"),
            (NameKind::Vendor, "scale-ai", "scale-ai"),
            (NameKind::Vendor, "Google, LLC", "google"),
        ] {
            assert_eq!(table().ids(kind, name), [expected], "{name}");
        }
        assert!(table().ids(NameKind::Vendor, "army").is_empty());
        assert!(table().ids(NameKind::Vendor, "").is_empty());
    }

    #[test]
    fn a_list_is_read_as_it_is_written() {
        const TEXT: &str = "id\tname\tparent\tcountry\tkind\taliases\nus/dod\tDepartment of Defense\t\tus\tdepartment\tPentagon [weak]|DoD\nus/dod/army\tArmy\tus/dod\tus\toffice\t\n";
        let mut table = NameTable::of_lists(vec![NameList {
            kind: NameKind::Agency,
            text: Cow::Borrowed(TEXT),
            table: Cow::Owned(key_table(TEXT)),
            parent: Some(2),
        }]);
        assert_eq!(table.each_name().count(), 6);
        assert!(table.ids(NameKind::Agency, "name").is_empty(), "headings are no row");
        for name in ["pentagon", "dod", "us/dod", "department of defense"] {
            assert_eq!(table.ids(NameKind::Agency, name), ["us/dod"], "{name}");
        }
        assert!(table.ids(NameKind::Agency, "weak").is_empty());
        assert!(table.ids(NameKind::Agency, "us").is_empty());
        assert_eq!(table.ancestors(NameKind::Agency, "us/dod/army"), ["us/dod"]);
        let more = NameEntry {
            kind: NameKind::Agency,
            id: "us/dod/army",
            name: "Landwehr\tX",
            aliases: vec![],
            parent: None,
        };
        table.add(&more);
        assert_eq!(table.ids(NameKind::Agency, "landwehr x"), ["us/dod/army"]);
        assert_eq!(table.ids(NameKind::Agency, "us/dod/army"), ["us/dod/army"]);
        assert_eq!(table.ancestors(NameKind::Agency, "us/dod/army"), ["us/dod"]);
    }

    #[test]
    fn another_key_with_the_same_hash_finds_nothing() {
        const TEXT: &str = "id\tname\taliases\ngoogle\tGoogle\t\n";
        // The tables of two lists with names in the same places.
        let other = key_table("id\tname\taliases\namazon\tAmazon\t\n");
        let list =
            |table| NameList { kind: NameKind::Vendor, text: Cow::Borrowed(TEXT), table, parent: None };
        let table = NameTable::of_lists(vec![list(Cow::Owned(other))]);
        assert!(table.ids(NameKind::Vendor, "amazon").is_empty());
        assert_eq!(table.name(NameKind::Vendor, "amazon"), None);
        // Nor does a table of places that are none.
        for table in [vec![0; 8], vec![255; 16], vec![7; 5]] {
            let table = NameTable::of_lists(vec![list(Cow::Owned(table))]);
            assert!(table.ids(NameKind::Vendor, "google").is_empty());
        }
    }

    #[test]
    fn added_entries_come_after_the_lists_and_give_no_id_twice() {
        let mut table = table();
        for name in ["Skunk Works", "Google", "google"] {
            table.add(&NameEntry {
                kind: NameKind::Vendor,
                id: "scale-ai",
                name,
                aliases: vec!["Skunk works", "scale"],
                parent: None,
            });
        }
        assert_eq!(table.ids(NameKind::Vendor, "skunk works"), ["scale-ai"]);
        assert_eq!(table.ids(NameKind::Vendor, "Google"), ["google", "scale-ai"]);
        assert_eq!(table.name(NameKind::Vendor, "scale-ai"), Some("Scale AI"));
        assert_eq!(table.name(NameKind::Agency, "scale-ai"), None);
        assert_eq!(table.name(NameKind::Vendor, "Scale-AI"), None, "an id is written as it is");
    }

    #[test]
    fn parents_are_followed_and_circles_end() {
        assert_eq!(table().ancestors(NameKind::Agency, "us/dod/army"), ["us/dod"]);
        assert_eq!(table().ancestors(NameKind::Vendor, "google"), ["alphabet", "google"]);
    }

    #[test]
    fn the_longest_name_at_a_place_is_found() {
        let table = table();
        let found = table.find(&["drones", "Department", "of", "War", "scale", "ai"]);
        let words: Vec<_> = found.iter().map(|name| name.words.clone()).collect();
        assert_eq!(words, [1..4, 4..6]);
    }
}
