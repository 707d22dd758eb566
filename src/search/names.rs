//! Names that stand for organisations, products and programs.

use std::collections::HashMap;

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

/// Which ids a name stands for.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    /// By comparison key: every thing so called.
    by_key: HashMap<String, Vec<(NameKind, String)>>,
    parents: HashMap<(NameKind, String), String>,
    longest: usize,
}

/// The farthest a chain of parents is followed: longer ones go round in a circle.
const MAX_ANCESTORS: usize = 16;
/// Names of more words than this are not looked for in free text.
const MAX_NAME_WORDS: usize = 12;

/// A name found in the words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundName<'a> {
    /// The first word, and one past the last.
    pub(super) words: std::ops::Range<usize>,
    /// What it may stand for.
    pub(super) things: &'a [(NameKind, String)],
}

impl NameTable {
    /// A table of these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = NameEntry<'a>>) -> Self {
        let mut table = Self::default();
        for entry in entries {
            for name in entry.aliases.iter().chain([&entry.name]) {
                table.add(comparison_key(name), &entry);
            }
            table.add(entry.id.to_lowercase(), &entry);
            // The last segment of a path is how people write it: `dod` for `us/dod`.
            if let Some((_, last)) = entry.id.rsplit_once('/') {
                table.add(comparison_key(last), &entry);
            }
            if let Some(parent) = entry.parent {
                table.parents.insert((entry.kind, entry.id.to_owned()), parent.to_owned());
            }
        }
        table
    }

    fn add(&mut self, key: String, entry: &NameEntry<'_>) {
        if key.is_empty() {
            return;
        }
        self.longest = self.longest.max(key.split(' ').count()).min(MAX_NAME_WORDS);
        let things = self.by_key.entry(key).or_default();
        if !things.iter().any(|(kind, id)| *kind == entry.kind && id == entry.id) {
            things.push((entry.kind, entry.id.to_owned()));
        }
    }

    /// The ids of the things of this kind so called: a name, an alias or an id.
    pub fn ids(&self, kind: NameKind, name: &str) -> Vec<&str> {
        let by_id = self.by_key.get(&name.to_lowercase());
        let things = by_id.or_else(|| self.by_key.get(&comparison_key(name))).map_or(&[][..], Vec::as_slice);
        things.iter().filter(|(found, _)| *found == kind).map(|(_, id)| id.as_str()).collect()
    }

    /// The ids of what this belongs to, nearest first.
    pub fn ancestors(&self, kind: NameKind, id: &str) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        let mut key = (kind, id.to_owned());
        while out.len() < MAX_ANCESTORS
            && let Some(parent) = self.parents.get(&key)
            && !out.contains(&parent.as_str())
        {
            out.push(parent);
            key.1.clone_from(parent);
        }
        out
    }

    /// The names among the words, the longest at each place, none over another.
    pub(super) fn find(&self, words: &[&str]) -> Vec<FoundName<'_>> {
        let keys: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let most = self.longest.min(words.len() - at);
            let found = (1..=most).rev().find_map(|count| {
                let key = comparison_key(&keys[at..at + count].join(" "));
                self.by_key.get(&key).map(|things| FoundName { words: at..at + count, things })
            });
            at = found.as_ref().map_or(at + 1, |name| name.words.end);
            out.extend(found);
        }
        out
    }
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
