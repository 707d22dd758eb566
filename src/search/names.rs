//! Names that stand for organisations, products and programs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::letters::{Letters, needed};
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

/// A list as it is written: a row a line, its cells kept apart by tabs. The first cell is the id, the second the
/// canonical name, and the last holds the other names with `|` between them, each with its rule in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameList {
    /// What it lists.
    pub kind: NameKind,
    /// Its rows, without the line of headings.
    pub rows: Cow<'static, str>,
    /// The cell that holds the id of what a row belongs to.
    pub parent: Option<usize>,
}

/// Which ids a name stands for.
///
/// A search asks for a few names of many thousand. So nothing is made of the lists beforehand: their text is looked
/// through for rows that have the letters of a name asked for, and only the names of those are compared.
#[derive(Debug, Default)]
pub struct NameTable {
    lists: Vec<NameList>,
    /// What was asked for before, by comparison key.
    known: Mutex<HashMap<String, Vec<Row>>>,
    /// The rows in the order of kind and id, for the way to their parents.
    by_id: OnceLock<Vec<Row>>,
}

/// A row of a list: the list's place, and where the row begins in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    list: usize,
    start: usize,
}

/// The farthest a chain of parents is followed: longer ones go round in a circle.
const MAX_ANCESTORS: usize = 16;
/// Names of more words than this are not looked for in free text.
const MAX_NAME_WORDS: usize = 12;

/// A name found in the words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundName<'a> {
    /// The first word, and one past the last.
    pub(super) words: Range<usize>,
    /// What it may stand for.
    pub(super) things: Vec<(NameKind, &'a str)>,
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
        self.lists.push(NameList { kind: entry.kind, rows: Cow::Owned(cells.join("\t")), parent: Some(2) });
        self.known = Mutex::default();
        self.by_id = OnceLock::new();
    }

    /// Every row of a list, with where it begins.
    fn rows(list: &NameList) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        list.rows.split_inclusive('\n').map(move |line| {
            let at = start;
            start += line.len();
            (at, line.trim_end_matches(['\n', '\r']))
        })
    }

    fn text(&self, row: Row) -> &str {
        let rest = self.lists.get(row.list).and_then(|list| list.rows.get(row.start..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
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
            for (list, names) in self.lists.iter().enumerate() {
                for (start, row) in Self::rows(names) {
                    if Letters::of_row(row).has_any(&wanted) {
                        compare(row, &wanted, |key| {
                            let row = Row { list, start };
                            if let Some(rows) = asked.get_mut(key).filter(|rows| rows.last() != Some(&row)) {
                                rows.push(row);
                            }
                        });
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

    /// The id of what this belongs to.
    fn parent(&self, kind: NameKind, id: &str) -> Option<&str> {
        let by_id = self.by_id.get_or_init(|| {
            let mut rows: Vec<Row> = Vec::new();
            for (list, names) in self.lists.iter().enumerate() {
                rows.extend(Self::rows(names).map(|(start, _)| Row { list, start }));
            }
            rows.sort_by_key(|row| self.named(*row));
            rows
        });
        let first = by_id.partition_point(|row| self.named(*row) < Some((kind, id)));
        let rows = by_id.get(first..).unwrap_or_default().iter();
        // Of several entries of one thing, one that has a parent.
        rows.take_while(|row| self.named(**row) == Some((kind, id))).find_map(|row| {
            let cell = self.lists.get(row.list)?.parent?;
            self.text(*row).split('\t').nth(cell).filter(|parent| !parent.is_empty())
        })
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

    /// How many names of the lists stand among these words: for the measure of how long that takes to find.
    pub fn named_in(&self, words: &[&str]) -> usize {
        self.find(words).len()
    }

    /// The names among the words, the longest at each place, none over another.
    pub(super) fn find(&self, words: &[&str]) -> Vec<FoundName<'_>> {
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

/// Tells the comparison key of every name of a row that may be one of those wanted.
fn compare(row: &str, wanted: &[Letters], mut note: impl FnMut(&str)) {
    let mut cells = row.split('\t');
    let id = cells.next().unwrap_or_default();
    let name = cells.next().unwrap_or_default();
    let aliases = cells.next_back().unwrap_or_default().split('|');
    let aliases = aliases.map(|alias| alias.split_once(" [").map_or(alias, |(text, _)| text));
    // The last segment of a path is how people write it: `dod` for `us/dod`.
    let last = id.rsplit_once('/').map(|(_, last)| last);
    for text in aliases.chain([name]).chain(last) {
        if Letters::of_name(text).has_any(wanted) {
            note(&comparison_key(text));
        }
    }
    note(&id.to_lowercase());
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let rows = "us/dod\tDepartment of Defense\t\tus\tdepartment\tPentagon [weak]|DoD\nus/dod/army\tArmy\tus/dod\tus\toffice\t\r\n";
        let mut table = NameTable::of_lists(vec![NameList {
            kind: NameKind::Agency,
            rows: Cow::Borrowed(rows),
            parent: Some(2),
        }]);
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
