//! Articles like one: those that share its telling words and who it is about.

use std::collections::HashMap;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur};

use super::document::Document;
use super::error::SearchError;
use super::names::NameTable;
use super::plan::{Planned, Planner, any_term, term};
use super::query::{NameKind, TextField};
use super::reader::{Hits, Index, SearchOptions, Sort, collect, hits_of};
use super::tokens;

/// So many of an article's most telling words are looked for.
const WORDS: usize = 24;
/// A word of the title counts as often as so many of the text.
const TITLE: f32 = 3.0;
/// What it is worth to name the same organisation, product or program: about as much as a rare word.
const NAME_WORTH: f32 = 3.0;

impl Index {
    /// The articles that are most like one, without it.
    ///
    /// # Errors
    /// When the index's files cannot be read.
    pub fn similar(
        &self,
        document: &Document<'_>,
        names: &NameTable,
        options: &SearchOptions,
    ) -> Result<Hits, SearchError> {
        let searcher = self.searcher()?;
        let mut planner = Planner::new(self.fields(), names, &searcher);
        let mut counts: HashMap<String, f32> = HashMap::new();
        for (text, weight) in [(document.title, TITLE), (document.body, 1.0)] {
            for token in tokens::terms(&mut planner.stemmed, text) {
                *counts.entry(token.text).or_default() += weight;
            }
        }
        let mut telling = Vec::with_capacity(counts.len());
        for (stem, count) in counts {
            let query = planner.word_query(TextField::Any, &stem, &stem).without_exact();
            let rarity = query.rarity(&searcher).map_err(SearchError::engine("reading terms"))?;
            // A word that is in no other article finds none. Repetition counts ever less.
            telling.push((rarity * (1.0 + count.ln()), stem, query));
        }
        telling.sort_by(|(a, x, _), (b, y, _)| b.total_cmp(a).then_with(|| x.cmp(y)));
        telling.truncate(WORDS);
        let mut any: Vec<(Occur, Planned)> = Vec::new();
        for (_, _, query) in telling {
            any.push((Occur::Should, Box::new(query)));
        }
        for (kind, things) in [
            (NameKind::Agency, &document.agencies),
            (NameKind::Vendor, &document.vendors),
            (NameKind::Product, &document.products),
            (NameKind::Program, &document.programs),
        ] {
            for thing in things {
                let carries = any_term(std::iter::once((self.fields().ids(kind), format!("={}", thing.id))));
                any.push((Occur::Should, Box::new(BoostQuery::new(carries, NAME_WORTH))));
            }
        }
        let itself = ConstScoreQuery::new(term(self.fields().id, document.id.as_str()), 0.0);
        any.push((Occur::MustNot, Box::new(itself)));
        let query: Planned = Box::new(BooleanQuery::new(any));
        let options = SearchOptions { sort: Sort::Relevance, ..*options };
        let found = collect(&searcher, &query, &options).map_err(SearchError::engine("searching"))?;
        let hits = hits_of(self.fields(), &searcher, &found.best, &[])?;
        Ok(Hits { total: found.total, total_is_exact: true, hits, understood: Vec::new() })
    }
}
