//! What a name, id or query may go on with, for shells.
//!
//! A shell puts a completion into the line as it is, so each is made of letters, digits and signs that no shell reads:
//! a name's words have dashes between them, which compare as spaces do. What cannot be written so is left out.

use std::collections::{BTreeMap, HashMap};

use crate::base::{comparison_key, printable};
use crate::events::Corrections;
use crate::library::Library;
use crate::notebook::{EntryKind, check_name};
use crate::pipeline::name_table;
use crate::search::{Index, NameKind, NameTable};
use crate::sources::Catalog;

use super::entity_search::counted;
use super::suggesting::field_of;

/// So many are given at most.
const MOST: usize = 50;
/// So many letters of a description.
const MOST_LETTERS: usize = 70;
/// The longest completion, in letters.
const LONGEST: usize = 80;

/// What may be written, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole word; it begins with what was written.
    pub value: String,
    /// What it stands for, on one line, without control characters.
    pub about: String,
}

/// What is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Names of these kinds.
    Names(&'a [NameKind]),
    /// The ids of deals and articles.
    Ids,
    /// The user's lists.
    Lists,
    /// Saved queries.
    Saved,
    /// Tags.
    Tags,
    /// Sources. These may have any name, and are quoted by the caller.
    Sources,
    /// The groups that sources stand in.
    Groups,
}

/// What may be written in place of `typed`, the most frequent or newest first, at most 50. Without a library, and where it
/// cannot be read, the bundled lists alone answer.
pub fn completions(library: Option<&Library>, wanted: Wanted<'_>, typed: &str) -> Vec<Completion> {
    let mut all = match wanted {
        Wanted::Names(kinds) => return names(library, kinds, typed),
        Wanted::Ids => library.map_or_else(Vec::new, |library| library.newest_ids(typed)),
        Wanted::Lists => kept(library, EntryKind::List),
        Wanted::Saved => kept(library, EntryKind::Saved),
        Wanted::Tags => kept(library, EntryKind::Tag),
        Wanted::Sources => sources(library),
        Wanted::Groups => groups(library),
    };
    all.retain(|one| has_beginning(&one.value, typed));
    all.truncate(MOST);
    all
}

fn kept(library: Option<&Library>, kind: EntryKind) -> Vec<Completion> {
    let Some(notebook) = library.and_then(|library| library.notebook().ok()) else { return Vec::new() };
    let names: std::collections::BTreeSet<String> = match kind {
        EntryKind::List => notebook.lists().into_keys().collect(),
        EntryKind::Saved => notebook.saved().into_keys().collect(),
        _ => notebook.of(kind).map(|(_, entry)| entry.name.clone().unwrap_or_default()).collect(),
    };
    let names = names.into_iter().filter(|name| check_name(name).is_ok() && is_harmless(name));
    names.map(|value| Completion { value, about: String::new() }).collect()
}

/// The sources there are; those that the program brings where there is no library yet.
fn catalog(library: Option<&Library>) -> Catalog {
    let known = match library {
        Some(library) => library.folder.catalog().ok(),
        None => Catalog::of_library("").ok(),
    };
    known.unwrap_or_default()
}

fn groups(library: Option<&Library>) -> Vec<Completion> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for group in catalog(library).sources.into_iter().filter_map(|source| source.group) {
        *counts.entry(group).or_default() += 1;
    }
    let about = |count| if count == 1 { "1 source".to_owned() } else { format!("{count} sources") };
    let harmless = counts.into_iter().filter(|(group, _)| is_harmless(group));
    harmless.map(|(value, count)| Completion { value, about: about(count) }).collect()
}

fn sources(library: Option<&Library>) -> Vec<Completion> {
    let catalog = catalog(library);
    let sources = catalog.sources.iter().filter(|source| !source.name.chars().any(char::is_control));
    let about = |name: &str| shortened(name);
    sources
        .map(|source| Completion { value: source.name.clone(), about: about(source.url.as_str()) })
        .collect()
}

impl Library {
    /// Deals and articles whose id begins so, the newest first.
    fn newest_ids(&self, typed: &str) -> Vec<Completion> {
        let found = self.store.newest_ids(typed, MOST).unwrap_or_default();
        let completion = |(value, about): (String, String)| Completion { value, about: shortened(&about) };
        found.into_iter().filter(|(id, _)| is_harmless(id)).map(completion).collect()
    }
}

/// One name of a thing that goes on from what was written.
struct Candidate {
    value: String,
    kind: NameKind,
    id: String,
    articles: u64,
}

fn names(library: Option<&Library>, kinds: &[NameKind], typed: &str) -> Vec<Completion> {
    let own;
    let table = if let Some(library) = library {
        library.names()
    } else {
        own = name_table(&Corrections::default());
        &own
    };
    let index = library.and_then(|library| Index::open(&library.folder.index()).ok());
    let counts = index.and_then(|index| counted(&index, table, kinds).ok()).unwrap_or_default();
    let mut best: HashMap<(NameKind, &str), (String, bool)> = HashMap::new();
    // Without a beginning only what the library names is worth showing.
    let every = table.each_name().filter(|name| kinds.contains(&name.kind));
    for name in every {
        let is_meant = !typed.is_empty() || counts.contains_key(&(name.kind, name.id.to_owned()));
        let Some(value) = (if is_meant { gone_on(name.text, name.is_id, typed) } else { None }) else {
            continue;
        };
        // A list has the id first, then the canonical name: that is the one to teach.
        let known = best.entry((name.kind, name.id)).or_insert_with(|| (value.clone(), name.is_id));
        if known.1 && !name.is_id {
            *known = (value, false);
        }
    }
    let mut found: Vec<Candidate> = best
        .into_iter()
        .map(|((kind, id), (value, _))| {
            let articles = counts.get(&(kind, id.to_owned())).copied().unwrap_or(0);
            Candidate { value, kind, id: id.to_owned(), articles }
        })
        .collect();
    for ((kind, id), articles) in counts.iter().filter(|((kind, id), _)| table.name(*kind, id).is_none()) {
        let short = id.strip_prefix("x/").unwrap_or(id);
        let value = gone_on(short, true, typed).or_else(|| gone_on(id, true, typed));
        found.extend(value.map(|value| Candidate {
            value,
            kind: *kind,
            id: id.clone(),
            articles: *articles,
        }));
    }
    found.sort_by(|a, b| {
        b.articles
            .cmp(&a.articles)
            .then_with(|| a.value.len().cmp(&b.value.len()))
            .then_with(|| a.value.cmp(&b.value))
    });
    let mut out: Vec<Completion> = Vec::new();
    for one in found {
        if out.len() == MOST {
            break;
        }
        if out.iter().all(|known| !known.value.eq_ignore_ascii_case(&one.value)) {
            out.push(Completion { about: about(table, &one), value: one.value });
        }
    }
    out
}

fn about(table: &NameTable, one: &Candidate) -> String {
    let name = table.name(one.kind, &one.id).unwrap_or(&one.id);
    let articles = match one.articles {
        0 => String::new(),
        1 => ", 1 article".to_owned(),
        many => format!(", {many} articles"),
    };
    format!("{} ({}{articles})", shortened(name), field_of(one.kind))
}

/// A name or id as a word of a shell, where it goes on from what was written; the written letters stay as they are.
fn gone_on(name: &str, is_id: bool, typed: &str) -> Option<String> {
    // Most names begin otherwise, which the first letter shows.
    if let (Some(a), Some(b)) = (name.chars().next(), typed.chars().next())
        && !same_letter(a, b)
    {
        return None;
    }
    let word = if is_id { name.to_owned() } else { as_word(name)? };
    if !is_harmless(&word) || !has_beginning(&word, typed) {
        return None;
    }
    // As written it must still be the same name.
    if !is_id && comparison_key(&word) != comparison_key(name) {
        return None;
    }
    let rest: String = word.chars().skip(typed.chars().count()).collect();
    Some(format!("{typed}{rest}"))
}

fn has_beginning(word: &str, typed: &str) -> bool {
    let mut letters = word.chars();
    typed.chars().all(|one| letters.next().is_some_and(|other| same_letter(one, other)))
}

fn same_letter(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// A name as one word: dashes between its words, no qualifier in parentheses; `None` for one with control characters.
fn as_word(name: &str) -> Option<String> {
    let name = name.split_once(" (").map_or(name, |(plain, _)| plain);
    let mut word = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if c.is_control() => return None,
            '\'' | '’' => {}
            '&' => {
                if !word.is_empty() && !word.ends_with('-') {
                    word.push('-');
                }
                word.push_str("and-");
            }
            c if c.is_alphanumeric() || c == '.' => word.push(c),
            _ if word.is_empty() || word.ends_with('-') => {}
            _ => word.push('-'),
        }
    }
    let whole = word.trim_end_matches('-').len();
    word.truncate(whole);
    Some(word)
}

/// Whether no shell reads a sign of it, and no program takes it for a flag.
fn is_harmless(word: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    !word.is_empty()
        && word.chars().next().is_some_and(char::is_alphanumeric)
        && word.chars().all(is_plain)
        && word.chars().count() <= LONGEST
}

fn shortened(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_on_as_a_harmless_word() {
        for (name, typed, expected) in [
            ("Palantir Technologies", "pal", Some("palantir-Technologies")),
            ("Palantir", "PAL", Some("PALantir")),
            ("Department of Defense", "Department-of", Some("Department-of-Defense")),
            ("AT&T", "at", Some("at-and-T")),
            ("O'Neil & Sons", "O", Some("ONeil-and-Sons")),
            ("C3.ai", "c3.", Some("c3.ai")),
            ("Ministry of Defence (UK)", "min", Some("ministry-of-Defence")),
            ("Evil$(reboot)", "ev", None),
            ("Evil `reboot` \"x\" 'y'; z", "ev", Some("evil-reboot-x-y-z")),
            ("Evil\u{7}Bell", "ev", None),
            ("--library", "", Some("library")),
            ("", "", None),
            ("Army", "nav", None),
            ("Société Générale", "soci", Some("société-Générale")),
        ] {
            assert_eq!(gone_on(name, false, typed).as_deref(), expected, "{name:?} {typed:?}");
        }
        for (id, typed, expected) in
            [("us/dod", "US/d", Some("US/dod")), ("x/a$(b)", "x", None), ("x/a b", "x", None)]
        {
            assert_eq!(gone_on(id, true, typed).as_deref(), expected, "{id}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_shell_reads_a_sign_of_it(name in "\\PC{0,20}|[ -~]{0,20}|.{0,8}", typed in "[a-zA-Z]{0,2}") {
            if let Some(word) = gone_on(&name, false, &typed) {
                proptest::prop_assert!(word.starts_with(&typed));
                proptest::prop_assert!(is_harmless(&word), "{word:?}");
                proptest::prop_assert_eq!(comparison_key(&word), comparison_key(&name));
            }
        }
    }
}
