//! Names that stand for organisations, products and programs.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

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
///
/// A search asks for a few names of many thousand, so no name is brought into its comparison form before it is known
/// to have the letters of one that is asked for.
#[derive(Debug, Default)]
pub struct NameTable {
    things: Vec<Thing>,
    /// All names, one after the other.
    text: String,
    names: Vec<NameOf>,
    /// What was asked for before, by comparison key.
    known: Mutex<HashMap<String, Vec<usize>>>,
    /// The things by kind and id, for the way to their parents.
    by_id: OnceLock<HashMap<(NameKind, String), usize>>,
}

/// One entry of the lists: its kind and id.
#[derive(Debug)]
struct Thing {
    named: (NameKind, String),
    parent: Option<String>,
}

/// A name in the text of all names.
#[derive(Clone, Copy, Debug)]
struct NameOf {
    start: usize,
    end: usize,
    letters: u128,
    thing: usize,
}

/// The letters and digits that a name's comparison key may have, one bit each, and those its words may begin with, one
/// bit each from the 64th on.
fn letters(name: &str) -> u128 {
    if !name.is_ascii() {
        return u128::MAX;
    }
    let mut found = 0;
    let mut begins = true;
    for byte in name.bytes() {
        let letter = match byte {
            b'0'..=b'9' => 1_u128 << (byte - b'0'),
            b'a'..=b'z' => 1 << (byte - b'a' + 10),
            b'A'..=b'Z' => 1 << (byte - b'A' + 10),
            // They are left out without ending a word.
            b'.' | b'\'' => continue,
            // It is compared as "and".
            b'&' => {
                begins = true;
                found |= letters("and");
                continue;
            }
            _ => {
                begins = true;
                continue;
            }
        };
        found |= letter;
        if begins {
            found |= letter << 64;
        }
        begins = false;
    }
    found
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
    pub(super) things: Vec<&'a (NameKind, String)>,
}

impl NameTable {
    /// A table of these entries.
    pub fn new<'a>(entries: impl IntoIterator<Item = NameEntry<'a>>) -> Self {
        let mut table = Self::default();
        for entry in entries {
            for name in entry.aliases.iter().chain([&entry.name]) {
                table.add(name);
            }
            // The last segment of a path is how people write it: `dod` for `us/dod`.
            if let Some((_, last)) = entry.id.rsplit_once('/') {
                table.add(last);
            }
            let parent = entry.parent.map(str::to_owned);
            table.things.push(Thing { named: (entry.kind, entry.id.to_owned()), parent });
        }
        table
    }

    /// A name of the thing that comes next.
    fn add(&mut self, name: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        let end = self.text.len();
        self.names.push(NameOf { start, end, letters: letters(name), thing: self.things.len() });
    }

    /// The things of each key, in the order of the lists.
    fn look_up(&self, keys: &[String]) -> Vec<Vec<usize>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut asked: HashMap<&str, Vec<usize>> = keys
            .iter()
            .filter(|key| !known.contains_key(*key))
            .map(|key| (key.as_str(), Vec::new()))
            .collect();
        // A key without letters or digits is no name, and one with others than ASCII says nothing about its letters.
        let needed: Vec<u128> =
            asked.keys().map(|key| if key.is_ascii() { letters(key) } else { 0 }).collect();
        if !asked.is_empty() {
            let mut note = |key: &str, thing: usize| {
                if let Some(things) = asked.get_mut(key).filter(|things| things.last() != Some(&thing)) {
                    things.push(thing);
                }
            };
            let mut names = self.names.iter().peekable();
            for (index, thing) in self.things.iter().enumerate() {
                while let Some(name) = names.next_if(|name| name.thing == index) {
                    if needed.iter().any(|needed| needed & !name.letters == 0) {
                        note(&comparison_key(&self.text[name.start..name.end]), index);
                    }
                }
                note(&thing.named.1.to_lowercase(), index);
            }
        }
        let asked = asked.into_iter().map(|(key, things)| (key.to_owned(), things)).collect::<Vec<_>>();
        known.extend(asked);
        keys.iter()
            .map(|key| if key.is_empty() { Vec::new() } else { known.get(key).cloned().unwrap_or_default() })
            .collect()
    }

    /// The ids of the things of this kind so called: a name, an alias or an id.
    pub fn ids(&self, kind: NameKind, name: &str) -> Vec<&str> {
        let found = self.look_up(&[name.to_lowercase(), comparison_key(name)]);
        let things = found.into_iter().find(|things| !things.is_empty()).unwrap_or_default();
        let named = things.into_iter().map(|thing| &self.things[thing].named);
        named.filter(|(found, _)| *found == kind).map(|(_, id)| id.as_str()).collect()
    }

    /// The ids of what this belongs to, nearest first.
    pub fn ancestors(&self, kind: NameKind, id: &str) -> Vec<&str> {
        let by_id = self.by_id.get_or_init(|| {
            self.things.iter().enumerate().map(|(index, thing)| (thing.named.clone(), index)).collect()
        });
        let mut out: Vec<&str> = Vec::new();
        let mut key = (kind, id.to_owned());
        while out.len() < MAX_ANCESTORS
            && let Some(parent) = by_id.get(&key).and_then(|thing| self.things[*thing].parent.as_deref())
            && !out.contains(&parent)
        {
            out.push(parent);
            parent.clone_into(&mut key.1);
        }
        out
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
        for (span, things) in spans.into_iter().zip(self.look_up(&keys)) {
            let is_free = out.last().is_none_or(|before| span.start >= before.words.end);
            if is_free && !things.is_empty() {
                let things = things.into_iter().map(|thing| &self.things[thing].named).collect();
                out.push(FoundName { words: span, things });
            }
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
    fn a_name_has_the_letters_of_its_key() {
        for name in [
            "AT&T Corp.",
            "A(b)C d",
            "C3.ai",
            "O'Neil & Sons",
            "The U.S. Army",
            ".NET Foundation",
            "X (Y) Z",
            "É&b",
        ] {
            let key = comparison_key(name);
            assert!(!key.is_ascii() || letters(&key) & !letters(name) == 0, "{name}: {key}");
        }
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
