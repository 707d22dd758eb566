//! What to ask instead, where nothing was found.

use std::collections::BTreeMap;

use serde::Serialize;
use tantivy::Searcher;
use tantivy::collector::Count;
use tantivy::schema::Field;

use super::error::SearchError;
use super::names::NameTable;
use super::plan::Planner;
use super::query::{Clause, Form, Node, Query, Text};
use super::reader::Index;
use super::spelling::distance_within;
use super::tokens;

/// A word that no article has, and words like it that some do, the most frequent first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spelling {
    /// As written.
    pub written: String,
    /// What may be meant.
    pub instead: Vec<String>,
}

/// A part of a query without which something would be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Emptying {
    /// The part.
    pub part: String,
    /// How many articles match the rest.
    pub without: usize,
}

/// The most letters of a part that is told.
const LONGEST_PART: usize = 100;
/// So many other spellings are given of a word.
const MOST: usize = 3;

impl Index {
    /// Words of a query that no article has, each with what may be meant.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn spellings(&self, query: &Query) -> Result<Vec<Spelling>, SearchError> {
        let searcher = self.searcher()?;
        let mut analyzer = tokens::exact();
        let mut found: Vec<Spelling> = Vec::new();
        for text in query.wanted_texts() {
            let (Form::Word(words) | Form::Phrase { words, .. }) = &text.form else { continue };
            for token in tokens::terms(&mut analyzer, words) {
                let word = token.text;
                if found.iter().any(|known| known.written == word) {
                    continue;
                }
                let instead = self.like(&searcher, &word).map_err(SearchError::engine("reading terms"))?;
                if !instead.is_empty() {
                    found.push(Spelling { written: word, instead });
                }
            }
        }
        Ok(found)
    }

    /// Words of a query that no article has, each once.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn unknown_words(&self, query: &Query) -> Result<Vec<String>, SearchError> {
        let searcher = self.searcher()?;
        let mut analyzer = tokens::exact();
        let mut unknown: Vec<String> = Vec::new();
        for text in query.wanted_texts() {
            let (Form::Word(words) | Form::Phrase { words, .. }) = &text.form else { continue };
            for token in tokens::terms(&mut analyzer, words) {
                let word = token.text;
                if !unknown.contains(&word)
                    && !self.has_word(&searcher, &word).map_err(SearchError::engine("reading terms"))?
                {
                    unknown.push(word);
                }
            }
        }
        Ok(unknown)
    }

    fn has_word(&self, searcher: &Searcher, word: &str) -> tantivy::Result<bool> {
        for field in [self.fields().title_exact, self.fields().body_exact] {
            for segment in searcher.segment_readers() {
                if segment.inverted_index(field)?.terms().get(word.as_bytes())?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Words of the index that are spelled much like one that is not there; none for one that is.
    fn like(&self, searcher: &Searcher, word: &str) -> tantivy::Result<Vec<String>> {
        let letters = word.chars().count();
        if letters < 4 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let most = if letters < 8 { 1 } else { 2 };
        let mut near: BTreeMap<String, (usize, u64)> = BTreeMap::new();
        for field in [self.fields().title_exact, self.fields().body_exact] {
            if gather(searcher, field, word, most, &mut near)? {
                return Ok(Vec::new());
            }
        }
        let mut near: Vec<(String, (usize, u64))> = near.into_iter().collect();
        near.sort_by_key(|(word, (distance, count))| (*distance, std::cmp::Reverse(*count), word.clone()));
        near.truncate(MOST);
        Ok(near.into_iter().map(|(word, _)| word).collect())
    }

    /// Of a query that finds nothing, the required parts without which it would find something.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn emptied_by(&self, query: &Query, names: &NameTable) -> Result<Vec<Emptying>, SearchError> {
        let Node::List(clauses) = &query.root else { return Ok(Vec::new()) };
        let searcher = self.searcher()?;
        let mut found = Vec::new();
        for (at, clause) in clauses.iter().enumerate().filter(|(_, clause)| is_required(clause)) {
            let rest: Vec<Clause> = clauses
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, c)| c.clone())
                .collect();
            if rest.is_empty() {
                continue;
            }
            let planned = Planner::new(self.fields(), names, &searcher)
                .plan(&Node::List(rest))
                .map_err(SearchError::engine("reading terms"))?;
            let Some(planned) = planned else { continue };
            let without = searcher.search(&planned, &Count).map_err(SearchError::engine("counting"))?;
            if without > 0 {
                found.push(Emptying { part: shortened(&clause.node), without });
            }
        }
        Ok(found)
    }
}

/// A part as written; a list with many names is cut.
fn shortened(node: &Node) -> String {
    let written = node.to_string();
    match written.char_indices().nth(LONGEST_PART) {
        None => written,
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
    }
}

fn is_required(clause: &Clause) -> bool {
    clause.must
        || !matches!(&clause.node, Node::Text(Text { form, .. }) if !matches!(form, Form::Phrase { .. }))
}

/// Notes the terms of a field that are spelled like `word`, each with its distance and in how many articles it stands;
/// whether the word itself is one of them.
fn gather(
    searcher: &Searcher,
    field: Field,
    word: &str,
    most: usize,
    near: &mut BTreeMap<String, (usize, u64)>,
) -> tantivy::Result<bool> {
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let terms = inverted.terms();
        if terms.get(word.as_bytes())?.is_some() {
            return Ok(true);
        }
        // A mistake in the first letter is rare, and so only a part of all words is read.
        let first: String = word.chars().take(1).collect();
        let mut stream = terms.range().ge(first.as_bytes()).into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if !term.starts_with(&first) {
                break;
            }
            if let Some(distance) = distance_within(word, term, most) {
                let count = u64::from(stream.value().doc_freq);
                near.entry(term.to_owned()).or_insert((distance, 0)).1 += count;
            }
        }
    }
    Ok(false)
}
