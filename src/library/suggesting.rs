//! What may be meant by a name that nobody has: one way for queries, profiles and words that no article has.

use jiff::civil::Date;

use crate::base::comparison_key;
use crate::library::{Library, LibraryError};
use crate::search::{Clause, Filter, Index, Likeness, NameKind, Node, Query, Sought, Spelling};

use super::entity_search::{Found, KINDS, words_of};
use super::subjects::kind as kind_of;
use crate::report::Side;

/// So many names are given for one.
const MOST: usize = 3;
/// So many names of one query are looked at: a list of the user's may hold thousands.
const MOST_ASKED: usize = 6;

/// A name in a query that nobody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misnamed {
    /// Of which field.
    pub kind: NameKind,
    /// As written.
    pub written: String,
    /// What may be meant, as it is written in a query: `vendor:palantir`.
    pub instead: Vec<String>,
}

impl Library {
    /// The names in a query that nobody in the lists or the library has, each with what may be meant.
    ///
    /// # Errors
    /// When the query has a mistake, or index or database fail.
    pub fn misnamed(&self, query: &str, today: Date) -> Result<Vec<Misnamed>, LibraryError> {
        let query = self.query(query, today)?;
        let mut asked = Vec::new();
        names_in(&query.root, &mut asked);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        // A hint is not worth building the index for.
        self.index_as_it_is().map_or(Ok(Vec::new()), |index| self.misnamed_in(index, &query))
    }

    /// As [`Library::misnamed`], of a query that was read.
    pub(super) fn misnamed_in(&self, index: &Index, query: &Query) -> Result<Vec<Misnamed>, LibraryError> {
        let mut asked = Vec::new();
        names_in(&query.root, &mut asked);
        let mut found: Vec<Misnamed> = Vec::new();
        for (field, kind, written) in asked.into_iter().take(MOST_ASKED) {
            if found.iter().any(|known| known.kind == kind && known.written == written) {
                continue;
            }
            let instead = self.instead_of(index, &[kind], written)?;
            if !instead.is_empty() {
                let instead = instead.iter().map(|name| format!("{field}:{}", as_value(name))).collect();
                found.push(Misnamed { kind, written: written.to_owned(), instead });
            }
        }
        Ok(found)
    }

    /// Names of agencies and vendors that are nearly this one, as they may be asked for; none where somebody is so called.
    ///
    /// # Errors
    /// When index or database fail.
    pub fn nearly_named(&self, name: &str) -> Result<Vec<String>, LibraryError> {
        let kinds = [kind_of(Side::Agency), kind_of(Side::Vendor)];
        self.index_as_it_is().map_or(Ok(Vec::new()), |index| self.instead_of(index, &kinds, name))
    }

    /// What may be meant by a name of one of these kinds; nothing where something is so called.
    fn instead_of(&self, index: &Index, kinds: &[NameKind], name: &str) -> Result<Vec<String>, LibraryError> {
        let sought = Sought::new(name);
        if sought.is_empty() || kinds.iter().any(|kind| !self.names().ids(*kind, name).is_empty()) {
            return Ok(Vec::new());
        }
        let found = self.called(index, kinds, &sought)?;
        // What no list has is found by any words of its name.
        let is_known = |one: &Found| {
            one.likeness == Some(Likeness::Exact) || (!one.is_listed && sought.is_within(&words_of(&one.id)))
        };
        if found.iter().any(is_known) {
            return Ok(Vec::new());
        }
        // What the library's articles name is likelier meant than what only a list has.
        let mut found = found;
        found.sort_by_key(|one| one.articles == 0);
        let mut instead: Vec<String> = Vec::new();
        for one in found {
            let name = if one.is_listed { one.matched } else { words_of(&one.id) };
            // What stands in parentheses is not compared.
            let name = name.split_once(" (").map_or(name.as_str(), |(plain, _)| plain);
            let key = comparison_key(name);
            // Neither the same again nor a branch of it: "Palantir UK" after "Palantir".
            let goes_on =
                |known: &String| format!("{key} ").starts_with(&format!("{} ", comparison_key(known)));
            if !instead.iter().any(goes_on) {
                instead.push(name.to_owned());
            }
            if instead.len() == MOST {
                break;
            }
        }
        Ok(instead)
    }

    /// Adds to the spellings of a query's words the names that are nearly those which no article has.
    pub(super) fn with_names(
        &self,
        index: &Index,
        query: &Query,
        mut spellings: Vec<Spelling>,
    ) -> Result<Vec<Spelling>, LibraryError> {
        for word in index.unknown_words(query)?.into_iter().take(MOST_ASKED) {
            let sought = Sought::new(&word);
            let found = self.called(index, &KINDS, &sought)?;
            let near = found.into_iter().filter(|one| matches!(one.likeness, Some(Likeness::Near(_))));
            let mut names: Vec<String> = Vec::new();
            for one in near {
                let name = if one.is_listed { one.matched } else { words_of(&one.id) };
                let name = comparison_key(&name);
                // A word stands for a word.
                if !name.contains(' ') && !names.contains(&name) && names.len() < MOST {
                    names.push(name);
                }
            }
            match spellings.iter_mut().find(|known| known.written == word) {
                Some(known) => {
                    names.retain(|name| !known.instead.contains(name));
                    known.instead.extend(names);
                    known.instead.truncate(MOST);
                }
                None if !names.is_empty() => spellings.push(Spelling { written: word, instead: names }),
                None => {}
            }
        }
        Ok(spellings)
    }
}

/// The names that must or may stand in an answer, with their fields. The parser bounds the depth.
fn names_in<'a>(node: &'a Node, out: &mut Vec<(&'static str, NameKind, &'a str)>) {
    match node {
        Node::Filter(Filter::Named(kind, name)) => out.push((field_of(*kind), *kind, &name.text)),
        Node::Filter(Filter::Via(name)) => out.push(("via", NameKind::Vendor, &name.text)),
        Node::List(clauses) => clauses.iter().for_each(|Clause { node, .. }| names_in(node, out)),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| names_in(node, out)),
        Node::Everything | Node::Text(_) | Node::Filter(_) | Node::Not(_) => {}
    }
}

/// The field of the query language that asks for this kind.
pub(super) fn field_of(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Agency => "agency",
        NameKind::Vendor => "vendor",
        NameKind::Product => "product",
        NameKind::Program => "program",
    }
}

/// A name as the value of a field: a single word as it is compared, several in quotes.
fn as_value(name: &str) -> String {
    let key = comparison_key(name);
    if key.contains(' ') { format!("\"{}\"", name.replace(['"', '\\'], " ")) } else { key }
}
