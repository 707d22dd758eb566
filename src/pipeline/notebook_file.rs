//! `notebook.toml` as the program changes it: blocks are put at its end or taken out, all else stays as it was written.

use crate::notebook::{EntryKind, Notebook, NotebookEntry, name_key, with_entry, without_entry};
use crate::pipeline::fix_file::{FixNote, WAIT, replace_text};
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Access, Store};

/// The first lines of a new file.
const OPENING: &str = "# What you keep near at hand, one block each: names of lists, saved queries, tags and notes.\n\
    # `awardwire list`, `save`, `tag` and `note` write it; they add and take out blocks and change nothing else.\n";

/// What became of entries that were to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The entries written.
    pub added: Vec<NotebookEntry>,
    /// How many were there already.
    pub known: usize,
    /// The entries that they took the place of.
    pub replaced: Vec<NotebookEntry>,
}

impl FixNote {
    /// An entry of the notebook with author and time, which says nothing more yet.
    pub(super) fn notebook_entry(&self, kind: EntryKind) -> NotebookEntry {
        NotebookEntry {
            author: self.author.clone(),
            time: Some(self.written_time()),
            ..NotebookEntry::new(kind)
        }
    }
}

/// Adds names to a list, which begins with its first.
///
/// # Errors
/// When a name is none, or the file cannot be read or written.
pub fn add_to_list(
    folder: &Folder,
    list: &str,
    names: &[String],
    note: &FixNote,
) -> Result<Written, PipelineError> {
    let entry = |name: &String| NotebookEntry {
        name: Some(list.to_owned()),
        value: Some(name.trim().to_owned()),
        ..note.notebook_entry(EntryKind::List)
    };
    write(folder, &names.iter().map(entry).collect::<Vec<_>>())
}

/// Keeps a query under a name; another of that name gives way.
///
/// # Errors
/// When the name or query is none, or the file cannot be read or written. Whether the query can be read is not asked here.
pub fn keep_query(
    folder: &Folder,
    name: &str,
    query: &str,
    note: &FixNote,
) -> Result<Written, PipelineError> {
    let entry = NotebookEntry {
        name: Some(name.to_owned()),
        value: Some(query.split_whitespace().collect::<Vec<_>>().join(" ")),
        ..note.notebook_entry(EntryKind::Saved)
    };
    write(folder, &[entry])
}

/// Takes entries out of the file: those for which `is_meant` holds.
///
/// # Errors
/// When their lines cannot be told from others, or the file cannot be read or written.
pub fn take_out_entries(
    folder: &Folder,
    is_meant: impl Fn(&NotebookEntry) -> bool,
) -> Result<Vec<NotebookEntry>, PipelineError> {
    rewrite(folder, |text, known| {
        let places: Vec<usize> = places(known, is_meant);
        let taken = places.iter().filter_map(|place| known.entries().get(*place).cloned()).collect();
        Ok((without(folder, text.to_owned(), known, &places)?, taken))
    })
}

/// Writes entries at the end of the file, but those that are there already; a saved query takes the place of the one before.
///
/// # Errors
/// When an entry lacks something, or the file cannot be read or written.
pub(super) fn write(folder: &Folder, entries: &[NotebookEntry]) -> Result<Written, PipelineError> {
    for entry in entries {
        entry.check().map_err(PipelineError::Notebook)?;
    }
    rewrite(folder, |text, known| {
        let mut written = Written::default();
        let is_there = |one: &NotebookEntry, added: &[NotebookEntry]| {
            known.entries().iter().chain(added).any(|other| other.says_the_same(one))
        };
        for entry in entries {
            if is_there(entry, &written.added) {
                written.known += 1;
            } else {
                written.added.push(entry.clone());
            }
        }
        let gives_way = |old: &NotebookEntry| {
            old.kind == EntryKind::Saved
                && written.added.iter().any(|new| new.kind == EntryKind::Saved && has_name_of(old, new))
        };
        let old = places(known, gives_way);
        written.replaced = old.iter().filter_map(|place| known.entries().get(*place).cloned()).collect();
        let mut text = without(folder, text.to_owned(), known, &old)?;
        if text.is_empty() && !written.added.is_empty() {
            OPENING.clone_into(&mut text);
        }
        for entry in &written.added {
            text = with_entry(&text, entry);
        }
        Ok((text, written))
    })
}

fn has_name_of(one: &NotebookEntry, other: &NotebookEntry) -> bool {
    one.name.as_deref().map(name_key) == other.name.as_deref().map(name_key)
}

fn places(known: &Notebook, is_meant: impl Fn(&NotebookEntry) -> bool) -> Vec<usize> {
    known.entries().iter().enumerate().filter(|(_, one)| is_meant(one)).map(|(place, _)| place).collect()
}

/// The text without the blocks of these places, which stand in order.
fn without(
    folder: &Folder,
    mut text: String,
    known: &Notebook,
    places: &[usize],
) -> Result<String, PipelineError> {
    if places.is_empty() {
        return Ok(text);
    }
    let unclear = || {
        PipelineError::Notebook(format!(
            "the lines of an entry cannot be told from the others: take it out of {} by hand",
            folder.notebook().display()
        ))
    };
    for place in places.iter().rev() {
        text = without_entry(&text, *place).ok_or_else(unclear)?;
    }
    let rest = known.entries().iter().enumerate().filter(|(place, _)| !places.contains(place));
    let is_right = Notebook::parse(&text).is_ok_and(|found| rest.map(|(_, one)| one).eq(found.entries()));
    if is_right { Ok(text) } else { Err(unclear()) }
}

/// Changes the text of the file, no other writer being at it.
fn rewrite<T>(
    folder: &Folder,
    change: impl FnOnce(&str, &Notebook) -> Result<(String, T), PipelineError>,
) -> Result<T, PipelineError> {
    // A library that is not there is not begun by a note.
    drop(Store::open(folder.path(), Access::Read)?);
    let mut store = Store::open(folder.path(), Access::Write { wait: WAIT })?;
    store.name_task("a change of notebook.toml");
    store.batch(|_| {
        let known = folder.read_notebook()?;
        let path = folder.notebook();
        let before = Folder::text(&path)?;
        let (text, outcome) = change(&before, &known)?;
        if text != before {
            Notebook::parse(&text).map_err(|error| PipelineError::Settings {
                path: path.clone(),
                message: error.to_string(),
            })?;
            replace_text(path, &text)?;
        }
        Ok(outcome)
    })
}
