//! The library's `sources.toml` as the program changes it: sources turned on and off, added, taken out, moved.
//!
//! Keys of one entry are set or an entry is put at the end; all else stays as the user wrote it.

use std::collections::{HashMap, HashSet};

use crate::base::{Address, printable, squeeze};
use crate::pipeline::fix_file::{WAIT, replace_text};
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{
    Catalog, EditError, KeyValue, Selectors, SourceEntry, SourceKind, read_opml, with_keys, with_new_entries,
    with_setting, without_entry,
};
use crate::store::{Access, Store};

/// A source to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// What it is to be called; made unlike the names there are.
    pub name: String,
    /// What lies at the address.
    pub kind: SourceKind,
    /// Where it begins.
    pub url: Address,
    /// Where on the page the articles are named, for a [`SourceKind::Listing`] and no other.
    pub selectors: Option<Selectors>,
    /// What it stands with.
    pub group: Option<String>,
    /// Whether it may lie in a private network.
    pub allow_private: bool,
}

/// What became of sources that were to be turned on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switched {
    /// The names of those that were changed.
    pub changed: Vec<String>,
    /// The names of those that were so already.
    pub known: Vec<String>,
    /// The names of those that nobody has seen answer, and why they stay off: `None` where they were never checked.
    pub unchecked: Vec<(String, Option<String>)>,
}

/// What became of an OPML file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The names of the sources added.
    pub added: Vec<String>,
    /// How many were there already, by address.
    pub known: usize,
    /// What could not be taken, with the reason.
    pub refused: Vec<String>,
}

/// The sources that these words name: each a source, or else a group.
///
/// # Errors
/// [`PipelineError::UnknownSource`] for a word that is neither.
pub(super) fn named(catalog: &Catalog, words: &[String]) -> Result<Vec<SourceEntry>, PipelineError> {
    let mut found: Vec<SourceEntry> = Vec::new();
    for word in words {
        let of_group = |entry: &&SourceEntry| {
            entry.group.as_deref().is_some_and(|group| group.eq_ignore_ascii_case(word))
        };
        let meant: Vec<&SourceEntry> = match catalog.find(word) {
            Some(entry) => vec![entry],
            None => catalog.sources.iter().filter(of_group).collect(),
        };
        if meant.is_empty() {
            return Err(PipelineError::UnknownSource(printable(word)));
        }
        for entry in meant {
            if found.iter().all(|known| known.name != entry.name) {
                found.push(entry.clone());
            }
        }
    }
    Ok(found)
}

/// Turns sources on, by name or group. One that nobody has seen answer stays off until a check found it good, or `anyway`.
///
/// # Errors
/// When a word names nothing, or the file cannot be read or written.
pub fn enable_sources(folder: &Folder, words: &[String], anyway: bool) -> Result<Switched, PipelineError> {
    rewrite(folder, |text, catalog, store| {
        let checks = store.source_checks()?;
        let mut switched = Switched::default();
        let mut text = text.to_owned();
        for entry in named(catalog, words)? {
            if entry.enabled {
                switched.known.push(entry.name);
                continue;
            }
            let check = checks.iter().find(|check| check.name == entry.name && check.url == entry.url);
            if entry.unverified && !anyway && !check.is_some_and(|check| check.good) {
                switched.unchecked.push((entry.name, check.map(|check| check.verdict.clone())));
                continue;
            }
            text = edited(with_keys(&text, &entry.name, &[("enabled", KeyValue::Flag(true))]))?;
            switched.changed.push(entry.name);
        }
        Ok((text, switched))
    })
}

/// Turns these sources on and writes whom a site's owner can reach, in one go: for a library that begins. Whether they have
/// been seen to answer is asked elsewhere.
///
/// # Errors
/// As [`enable_sources`].
pub fn begin_with(folder: &Folder, names: &[String], contact: Option<&str>) -> Result<(), PipelineError> {
    rewrite(folder, |text, catalog, _| {
        let mut text = text.to_owned();
        if let Some(contact) = contact {
            text = edited(with_setting(&text, "contact", &KeyValue::Text(contact.to_owned())))?;
        }
        for entry in named(catalog, names)? {
            text = edited(with_keys(&text, &entry.name, &[("enabled", KeyValue::Flag(true))]))?;
        }
        Ok((text, ()))
    })
}

/// Turns sources off, by name or group.
///
/// # Errors
/// As [`enable_sources`].
pub fn disable_sources(folder: &Folder, words: &[String]) -> Result<Switched, PipelineError> {
    rewrite(folder, |text, catalog, _| {
        let mut switched = Switched::default();
        let mut text = text.to_owned();
        for entry in named(catalog, words)? {
            if entry.enabled {
                text = edited(with_keys(&text, &entry.name, &[("enabled", KeyValue::Flag(false))]))?;
                switched.changed.push(entry.name);
            } else {
                switched.known.push(entry.name);
            }
        }
        Ok((text, switched))
    })
}

/// Adds a source; gives back what it is called.
///
/// # Errors
/// When its address is a source's already, its selectors are not right, or the file cannot be read or written.
pub fn add_source(folder: &Folder, source: &NewSource) -> Result<String, PipelineError> {
    if source.kind == SourceKind::Listing {
        source.selectors.clone().unwrap_or_default().check().map_err(PipelineError::Source)?;
    }
    rewrite(folder, |text, catalog, _| {
        if let Some(known) = catalog.sources.iter().find(|entry| entry.url == source.url) {
            let hint = if known.enabled { "" } else { ": turn it on with `awardwire source enable`" };
            return Err(PipelineError::Source(format!(
                "{} is the source {:?} already{hint}",
                source.url, known.name
            )));
        }
        let name = Names::of(catalog).free(&source.name);
        Ok((edited(with_keys(text, &name, &keys_of(source)))?, name))
    })
}

/// Takes the user's own sources out of the file; what they gave stays in the library. What the file says of a source that
/// the program brings goes too, so that it is again as the program has it.
///
/// # Errors
/// When a name is no source of the file, or the file cannot be read or written.
pub fn remove_sources(folder: &Folder, names: &[String]) -> Result<Vec<String>, PipelineError> {
    rewrite(folder, |text, catalog, _| {
        let mut text = text.to_owned();
        let mut removed = Vec::new();
        for name in names {
            let entry = catalog.find(name).ok_or_else(|| PipelineError::UnknownSource(printable(name)))?;
            text = edited(without_entry(&text, &entry.name))?.ok_or_else(|| {
                PipelineError::Source(format!(
                    "{:?} is a source that the program brings: turn it off with `awardwire source disable`",
                    entry.name
                ))
            })?;
            removed.push(entry.name.clone());
        }
        Ok((text, removed))
    })
}

/// Writes the new addresses of sources that say they have moved; gives back each name with its old and new address.
///
/// # Errors
/// When a source is unknown or has told no move from the address it has, or the file cannot be read or written.
pub fn accept_moves(
    folder: &Folder,
    names: &[String],
) -> Result<Vec<(String, Address, Address)>, PipelineError> {
    let accepted = rewrite(folder, |text, catalog, store| {
        let moves = store.source_moves()?;
        let mut text = text.to_owned();
        let mut accepted = Vec::new();
        for name in names {
            let entry = catalog.find(name).ok_or_else(|| PipelineError::UnknownSource(printable(name)))?;
            let told = moves.iter().find(|told| told.name == entry.name && told.old_url == entry.url);
            let told = told.ok_or_else(|| {
                PipelineError::Source(format!(
                    "{:?} has not said that it moved from {}",
                    entry.name, entry.url
                ))
            })?;
            let url = KeyValue::Text(told.new_url.to_string());
            text = edited(with_keys(&text, &entry.name, &[("url", url)]))?;
            accepted.push((entry.name.clone(), told.old_url.clone(), told.new_url.clone()));
        }
        Ok((text, accepted))
    })?;
    let mut store = Store::open(folder.path(), Access::Write { wait: WAIT })?;
    store.name_task("awardwire source accept");
    store.batch(|batch| -> Result<(), PipelineError> {
        for (name, ..) in &accepted {
            batch.forget_source_move(name)?;
        }
        Ok(())
    })?;
    Ok(accepted)
}

/// Adds the feeds of an OPML document as sources, and what else one of ours names; the outlines they stand in become groups.
///
/// # Errors
/// When the text is no OPML, or the file cannot be read or written.
pub fn import_opml(folder: &Folder, opml: &str) -> Result<Imported, PipelineError> {
    let outlines = read_opml(opml).map_err(|why| PipelineError::Source(format!("no OPML: {why}")))?;
    rewrite(folder, |text, catalog, _| {
        let mut imported = Imported::default();
        let mut urls: HashSet<Address> = catalog.sources.iter().map(|entry| entry.url.clone()).collect();
        let mut names = Names::of(catalog);
        let mut entries = Vec::new();
        for outline in outlines {
            let url = match Address::parse(&outline.address) {
                Ok(url) => url,
                Err(error) => {
                    imported.refused.push(format!("{}: {error}", printable(&outline.name)));
                    continue;
                }
            };
            if urls.contains(&url) {
                imported.known += 1;
                continue;
            }
            if let Some(Err(why)) = outline.selectors.as_ref().map(Selectors::check) {
                imported.refused.push(format!("{}: {why}", printable(&outline.name)));
                continue;
            }
            let name = names.free(&outline.name);
            let group = outline.folder.as_deref().and_then(group_word);
            let (kind, selectors) = (outline.kind, outline.selectors);
            let source = NewSource { name, kind, url, selectors, group, allow_private: false };
            urls.insert(source.url.clone());
            entries.push((source.name.clone(), keys_of(&source)));
            imported.added.push(source.name);
        }
        Ok((edited(with_new_entries(text, &entries))?, imported))
    })
}

fn keys_of(source: &NewSource) -> Vec<(&'static str, KeyValue)> {
    let mut keys = vec![
        ("kind", KeyValue::Text(source.kind.as_str().to_owned())),
        ("url", KeyValue::Text(source.url.to_string())),
    ];
    let selectors = source.selectors.iter().flat_map(Selectors::written);
    keys.extend(selectors.map(|(key, selector)| (key, KeyValue::Text(selector.to_owned()))));
    keys.extend(source.group.clone().map(|group| ("group", KeyValue::Text(group))));
    if source.allow_private {
        keys.push(("allow_private", KeyValue::Flag(true)));
    }
    keys
}

/// The names that are taken, in small letters.
struct Names {
    taken: HashSet<String>,
    /// The last number that was given to a name, so that a list of thousands of one name does not take ages.
    last: HashMap<String, u32>,
}

impl Names {
    fn of(catalog: &Catalog) -> Self {
        let taken = catalog.sources.iter().map(|entry| entry.name.to_lowercase()).collect();
        Self { taken, last: HashMap::new() }
    }

    /// The name, with a number where it is taken; it is taken then.
    fn free(&mut self, name: &str) -> String {
        let name: String = squeeze(&printable(name)).chars().take(120).collect();
        let name = if name.is_empty() { "Source".to_owned() } else { name };
        let mut free = name.clone();
        let last = self.last.entry(name.to_lowercase()).or_insert(1);
        while !self.taken.insert(free.to_lowercase()) {
            *last = last.saturating_add(1);
            free = format!("{name} {last}");
        }
        free
    }
}

/// A folder's name as a group is written.
fn group_word(folder: &str) -> Option<String> {
    let words = folder.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let group = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    (!group.is_empty()).then_some(group)
}

fn edited<T>(done: Result<T, EditError>) -> Result<T, PipelineError> {
    done.map_err(|error| PipelineError::Source(format!("sources.toml: {error}")))
}

/// Changes the text of the file, no other writer being at it. The library and the file are begun where they are missing.
fn rewrite<T>(
    folder: &Folder,
    change: impl FnOnce(&str, &Catalog, &Store) -> Result<(String, T), PipelineError>,
) -> Result<T, PipelineError> {
    folder.prepare()?;
    let mut writer = Store::open(folder.path(), Access::Write { wait: WAIT })?;
    writer.name_task("a change of sources.toml");
    let reader = Store::open(folder.path(), Access::Read)?;
    writer.batch(|_| {
        let catalog = folder.catalog()?;
        let path = folder.sources();
        let before = Folder::text(&path)?;
        let (text, outcome) = change(&before, &catalog, &reader)?;
        if text != before {
            // What the program wrote must be what it reads.
            Catalog::of_library(&text).map_err(|error| PipelineError::Settings {
                path: path.clone(),
                message: error.to_string(),
            })?;
            replace_text(path, &text)?;
        }
        Ok(outcome)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_address_is_taken_over_once() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        let text = "# mine\n[[source]]\nname = 'A'\nkind = 'feed'\nurl = 'https://a.example/old' # here\n";
        std::fs::write(folder.sources(), text).unwrap();
        let address = |path: &str| Address::parse(&format!("https://a.example/{path}")).unwrap();
        let mut store = Store::open(folder.path(), Access::Write { wait: WAIT }).unwrap();
        let told = crate::store::SourceMove {
            name: "A".into(),
            old_url: address("old"),
            new_url: address("new"),
            seen_at: jiff::Timestamp::UNIX_EPOCH,
        };
        store.batch(|batch| batch.source_moved(&told)).unwrap();
        let names = ["a".to_owned()];
        let accepted = accept_moves(&folder, &names).unwrap();
        assert_eq!(accepted, [("A".to_owned(), address("old"), address("new"))]);
        let after = std::fs::read_to_string(folder.sources()).unwrap();
        assert_eq!(after, text.replace("'https://a.example/old'", "\"https://a.example/new\""));
        let again = accept_moves(&folder, &names).unwrap_err().to_string();
        assert_eq!(again, "\"A\" has not said that it moved from https://a.example/new");
    }

    #[test]
    fn folders_become_groups_and_names_are_unlike() {
        for (folder, group) in
            [("Defence & AI", Some("defence-ai")), ("日本", None), ("us_federal", Some("us-federal"))]
        {
            assert_eq!(group_word(folder).as_deref(), group, "{folder}");
        }
        let catalog = Catalog::parse("[[source]]\nname='A'\nkind='page'\nurl='https://a.example/'").unwrap();
        let mut names = Names::of(&catalog);
        for (wanted, given) in
            [("b\u{1b}[2J\n c", "b[2J c"), ("a 2", "a 2"), ("a", "a 3"), ("A", "A 4"), (" ", "Source")]
        {
            assert_eq!(names.free(wanted), given, "{wanted}");
        }
    }
}
