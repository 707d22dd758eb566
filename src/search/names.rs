//! Names that stand for organisations, products and programs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::letters::{Letters, ListedName, count_names, fill_names, needed};
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
    /// Its names ([`listed_names`](super::listed_names)).
    pub names: Cow<'static, [ListedName]>,
    /// The cell that holds the id of what a row belongs to.
    pub parent: Option<usize>,
}

/// Which ids a name stands for.
///
/// A search asks for a few names of many thousand. So nothing is made of the lists when it begins: the letters of each
/// name are known, and only those that have the letters of one asked for are read and compared.
#[derive(Debug, Default)]
pub struct NameTable {
    lists: Vec<NameList>,
    /// What was asked for before, by comparison key.
    known: Mutex<HashMap<String, Vec<Row>>>,
    /// The rows in the order of kind and id, for the way to their parents.
    by_id: OnceLock<Vec<Row>>,
}

/// A row of a list: the list's place, and where the row begins in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    list: usize,
    start: u32,
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
        Self { lists, ..Self::default() }
    }

    /// Adds one more entry, which may give further names to a thing that is there already.
    pub fn add(&mut self, entry: &NameEntry<'_>) {
        let cell = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let aliases: Vec<String> = entry.aliases.iter().map(|alias| cell(alias)).collect();
        let cells =
            [cell(entry.id), cell(entry.name), cell(entry.parent.unwrap_or_default()), aliases.join("|")];
        let text = format!("id\tname\tparent\taliases\n{}", cells.join("\t"));
        let mut names = vec![ListedName::NONE; count_names(&text)];
        fill_names(&text, &mut names);
        self.lists.push(NameList {
            kind: entry.kind,
            text: Cow::Owned(text),
            names: Cow::Owned(names),
            parent: Some(2),
        });
        self.known = Mutex::default();
        self.by_id = OnceLock::new();
    }

    fn text(&self, row: Row) -> &str {
        let rest = self.lists.get(row.list).and_then(|list| list.text.get(row.start as usize..));
        rest.and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    fn kind(&self, row: Row) -> Option<NameKind> {
        self.lists.get(row.list).map(|list| list.kind)
    }

    fn named(&self, row: Row) -> Option<(NameKind, &str)> {
        Some((self.kind(row)?, first_cell(self.text(row))))
    }

    /// The rows of each key, in the order of the lists.
    fn look_up(&self, keys: &[String]) -> Vec<Vec<Row>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // A key without letters or digits is no name.
        let mut asked: HashMap<&str, Vec<Row>> = keys
            .iter()
            .filter(|key| !key.is_empty() && !known.contains_key(*key))
            .map(|key| (key.as_str(), Vec::new()))
            .collect();
        let wanted: Vec<Letters> = asked.keys().map(|key| needed(key)).collect();
        if !asked.is_empty() {
            for (place, list) in self.lists.iter().enumerate() {
                for name in list.names.iter().filter(|name| name.may_be_any(&wanted)) {
                    let row = Row { list: place, start: name.row };
                    let text = list.text.get(name.start as usize..name.end as usize).unwrap_or_default();
                    let mut note = |key: &str| {
                        if let Some(rows) = asked.get_mut(key).filter(|rows| rows.last() != Some(&row)) {
                            rows.push(row);
                        }
                    };
                    if !name.is_id {
                        note(&comparison_key(text));
                        continue;
                    }
                    note(&text.to_lowercase());
                    // The last segment of a path is how people write it: `dod` for `us/dod`.
                    if let Some((_, last)) = text.rsplit_once('/') {
                        note(&comparison_key(last));
                    }
                }
            }
        }
        let asked = asked.into_iter().map(|(key, rows)| (key.to_owned(), rows)).collect::<Vec<_>>();
        known.extend(asked);
        keys.iter().map(|key| known.get(key).cloned().unwrap_or_default()).collect()
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
        let found = self.look_up(&[name.to_lowercase(), comparison_key(name)]);
        let rows = found.into_iter().find(|rows| !rows.is_empty()).unwrap_or_default();
        self.things(rows).into_iter().filter(|(found, _)| *found == kind).map(|(_, id)| id).collect()
    }

    /// The rows in the order of kind and id.
    fn by_id(&self) -> &[Row] {
        self.by_id.get_or_init(|| {
            let mut rows: Vec<Row> = Vec::new();
            for (place, list) in self.lists.iter().enumerate() {
                let ids = list.names.iter().filter(|name| name.is_id);
                rows.extend(ids.map(|id| Row { list: place, start: id.row }));
            }
            rows.sort_by_key(|row| self.named(*row));
            rows
        })
    }

    /// The id of what this belongs to.
    fn parent(&self, kind: NameKind, id: &str) -> Option<&str> {
        let by_id = self.by_id();
        let first = by_id.partition_point(|row| self.named(*row) < Some((kind, id)));
        let rows = by_id.get(first..).unwrap_or_default().iter();
        // Of several entries of one thing, one that has a parent.
        rows.take_while(|row| self.named(**row) == Some((kind, id))).find_map(|row| {
            let cell = self.lists.get(row.list)?.parent?;
            self.text(*row).split('\t').nth(cell).filter(|parent| !parent.is_empty())
        })
    }

    /// The canonical name of a thing, where a list has it.
    pub fn name(&self, kind: NameKind, id: &str) -> Option<&str> {
        let by_id = self.by_id();
        let first = by_id.partition_point(|row| self.named(*row) < Some((kind, id)));
        let row = by_id.get(first).filter(|row| self.named(**row) == Some((kind, id)))?;
        self.text(*row).split('\t').nth(1).filter(|name| !name.is_empty())
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
            let mut id = "";
            list.names.iter().map(move |name| {
                let own = list.text.get(name.start as usize..name.end as usize).unwrap_or_default();
                // The id stands first in its row.
                id = if name.is_id { own } else { id };
                NameOf { kind: list.kind, id, text: own, is_id: name.is_id }
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
        let mut spans: Vec<Range<usize>> = Vec::new();
        for at in 0..words.len() {
            // The longest first.
            spans.extend((1..=MAX_NAME_WORDS.min(words.len() - at)).rev().map(|count| at..at + count));
        }
        let keys: Vec<String> =
            spans.iter().map(|span| comparison_key(&lower[span.clone()].join(" "))).collect();
        let mut out: Vec<FoundName<'_>> = Vec::new();
        for (span, rows) in spans.into_iter().zip(self.look_up(&keys)) {
            let is_free = out.last().is_none_or(|before| span.start >= before.words.end);
            if is_free && !rows.is_empty() {
                out.push(FoundName { words: span, things: self.things(rows) });
            }
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
    use crate::search::listed_names;

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
        static NAMES: [ListedName; count_names(TEXT)] = listed_names(TEXT);
        let mut table = NameTable::of_lists(vec![NameList {
            kind: NameKind::Agency,
            text: Cow::Borrowed(TEXT),
            names: Cow::Borrowed(&NAMES),
            parent: Some(2),
        }]);
        assert_eq!(NAMES.len(), 6);
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
