//! What does the user keep near at hand?
//!
//! `notebook.toml`: named lists, saved queries, tags and notes, one block each with author and time, replayed whenever it is
//! read. What a tag or note is on is named by what lasts of it: an article by its address, a deal by an event of it, an
//! organisation by its id. So entries do not depend on each other's order and can be merged as text. This room must not
//! know where the file lies, what is in the library, or how a query is read.
//!
//! - `entry`: one block of the file;
//! - `tracker`, `tracker_days`: a spreadsheet of deals that the user keeps elsewhere.

mod entry;
mod tracker;
mod tracker_days;
mod tracker_headings;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base;
pub use entry::{EntryKind, NotebookEntry, OrgSide, Target, check_name, name_key};
pub use tracker::{Tracker, TrackerColumn, TrackerRow, TrackerSum, read_tracker};

/// What opens a block.
const HEADER: &str = "[[entry]]";
/// The keys of a block, in the order in which they are written.
const KEYS: [&str; 9] =
    ["kind", "name", "value", "article", "event", "side", "organisation", "author", "time"];

/// All that the user keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notebook {
    entries: Vec<NotebookEntry>,
}

/// What is wrong in a `notebook.toml`.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotebookError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    entry: Vec<NotebookEntry>,
}

impl Notebook {
    /// Reads the text of a `notebook.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key, or an entry lacks what its kind needs.
    pub fn parse(text: &str) -> Result<Self, NotebookError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            NotebookError(format!("line {line}: {}", error.message()))
        })?;
        for (place, entry) in file.entry.iter().enumerate() {
            entry.check().map_err(|what| NotebookError(format!("entry {}: {what}", place + 1)))?;
        }
        Ok(Self { entries: file.entry })
    }

    /// Every entry, in the order of the file.
    pub fn entries(&self) -> &[NotebookEntry] {
        &self.entries
    }

    /// The names of each list in the order they were added, each once; lists by their names in small letters.
    pub fn lists(&self) -> BTreeMap<String, Vec<String>> {
        let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (list, value) in self.named(EntryKind::List) {
            let names = lists.entry(list).or_default();
            let key = base::comparison_key(value);
            if names.iter().all(|name| name != value && (key.is_empty() || base::comparison_key(name) != key))
            {
                names.push(value.to_owned());
            }
        }
        lists
    }

    /// The saved queries by their names in small letters; of several of one name the last.
    pub fn saved(&self) -> BTreeMap<String, String> {
        self.named(EntryKind::Saved).map(|(name, query)| (name, query.to_owned())).collect()
    }

    /// The entries of one kind and name (in any case), with their places in the file.
    pub fn called<'a>(
        &'a self,
        kind: EntryKind,
        name: &str,
    ) -> impl Iterator<Item = (usize, &'a NotebookEntry)> + use<'a> {
        let key = name_key(name);
        self.of(kind).filter(move |(_, entry)| entry.name.as_deref().map(name_key).as_ref() == Some(&key))
    }

    /// The entries of one kind, with their places in the file.
    pub fn of(&self, kind: EntryKind) -> impl Iterator<Item = (usize, &NotebookEntry)> {
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.kind == kind)
    }

    fn named(&self, kind: EntryKind) -> impl Iterator<Item = (String, &str)> {
        self.of(kind)
            .filter_map(|(_, entry)| Some((name_key(entry.name.as_deref()?), entry.value.as_deref()?)))
    }
}

/// The text with one more block at its end.
pub fn with_entry(text: &str, entry: &NotebookEntry) -> String {
    base::with_block(text, HEADER, &KEYS, entry)
}

/// The text without its block of this place, from 0, and without the blank line before it; all other bytes stay. `None`
/// where the blocks cannot be told apart.
pub fn without_entry(text: &str, place: usize) -> Option<String> {
    base::without_block(text, HEADER, place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(kind: EntryKind, name: &str, value: &str) -> NotebookEntry {
        NotebookEntry {
            name: Some(name.into()),
            value: Some(value.into()),
            author: Some("Ada".into()),
            time: Some("2026-06-30T12:00:00Z".into()),
            ..NotebookEntry::new(kind)
        }
    }

    fn kept() -> impl Strategy<Value = NotebookEntry> {
        let target = prop_oneof![
            "a[0-9a-f]{4}".prop_map(Target::Article),
            Just(Target::Article("http://a.example/?x=\u{e9}".into())),
            Just(Target::Deal("http://a.example/1".into(), "award: O'Hara \"Labs\"".into())),
            Just(Target::Organisation(OrgSide::Agency, "us/dod".into())),
        ];
        prop_oneof![
            ("[a-z][a-z0-9._-]{0,8}", "[^\\p{C}\\p{Z}]{1,12}")
                .prop_filter("printable", |(_, value)| base::printable(value) == *value)
                .prop_map(|(name, value)| entry(EntryKind::List, &name, &value)),
            "[a-z]{1,8}".prop_map(|name| entry(EntryKind::Saved, &name, "agency:dod \"a b\" #x")),
            ("[a-z]{1,8}", target.clone()).prop_map(|(name, target)| {
                NotebookEntry { name: Some(name), ..NotebookEntry::new(EntryKind::Tag) }.on(&target)
            }),
            target.prop_map(|target| {
                NotebookEntry {
                    value: Some("[[entry]] it's \"so\"".into()),
                    ..NotebookEntry::new(EntryKind::Note)
                }
                .on(&target)
            }),
        ]
    }

    proptest! {
        #[test]
        fn an_entry_goes_in_and_out_and_all_else_stays(
            entries in prop::collection::vec(kept(), 1..8),
            out in any::<prop::sample::Index>(),
        ) {
            let mut text = "# mine\n".to_owned();
            for one in &entries {
                let longer = with_entry(&text, one);
                prop_assert!(longer.starts_with(&text));
                prop_assert_eq!(without_entry(&longer, Notebook::parse(&text).unwrap().entries().len()), Some(text));
                text = longer;
            }
            prop_assert_eq!(Notebook::parse(&text).unwrap().entries().to_vec(), entries.clone());
            let place = out.index(entries.len());
            let shorter = without_entry(&text, place).unwrap();
            let mut rest = entries;
            rest.remove(place);
            prop_assert_eq!(Notebook::parse(&shorter).unwrap().entries().to_vec(), rest);
        }
    }

    #[test]
    fn entries_that_lack_something_are_told() {
        for (text, why) in [
            ("[[entry]]\nkind = 'list'\nname = 'a b'\nvalue = 'x'", "cannot be a name here"),
            ("[[entry]]\nkind = 'list'\nname = 'a'", "give a value"),
            ("[[entry]]\nkind = 'saved'\nname = 'a'\nvalue = ' '", "a query is empty"),
            ("[[entry]]\nkind = 'tag'\nname = 'a'", "give what it is on"),
            ("[[entry]]\nkind = 'tag'\nname = 'a'\narticle = 'x'\nevent = 'nonsense'", "give what it is on"),
            ("[[entry]]\nkind = 'note'\nvalue = \"a\\u001b[2J\"\narticle = 'x'", "control character"),
            ("# é\n[[entry]]\nkind = 'x'", "line 3"),
            ("[[entry]]\nkind = 'tag'\nname = 'a'\nof = 'b'", "unknown field"),
        ] {
            let error = Notebook::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn lists_have_each_name_once_and_the_later_query_counts() {
        let text = [
            entry(EntryKind::List, "Accounts", "Palantir"),
            entry(EntryKind::Saved, "big", "amount:>1bn"),
            entry(EntryKind::List, "accounts", "palantir"),
            entry(EntryKind::List, "accounts", "OpenAI"),
            entry(EntryKind::Saved, "BIG", "amount:>2bn"),
        ]
        .iter()
        .fold(String::new(), |text, one| with_entry(&text, one));
        let notebook = Notebook::parse(&text).unwrap();
        assert_eq!(notebook.lists()["accounts"], ["Palantir", "OpenAI"]);
        assert_eq!(notebook.saved()["big"], "amount:>2bn");
        assert_eq!(notebook.called(EntryKind::List, "ACCOUNTS").count(), 3);
    }
}
