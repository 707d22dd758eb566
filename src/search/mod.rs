//! Which articles and deals match these words?
//!
//! An index over articles, our own query language, and snippets. The language is described in `docs/query.md`.
//! tantivy is named in this room alone and never in a public signature. This room must not know SQLite.

mod amounts;
#[cfg(test)]
mod answers;
mod best;
mod best_way;
mod contents;
mod cursor;
mod dates;
mod document;
mod error;
mod expansion;
mod explain;
mod facets;
mod fields;
mod folder;
mod free_words;
mod kept_out;
mod key_table;
mod likeness;
mod listed;
mod names;
mod near;
mod parse;
mod plan;
mod query;
mod query_error;
mod rank;
mod rank_key;
mod ranked;
mod reader;
mod schema;
mod shelf;
mod similar;
mod snippet;
mod spelling;
mod stems;
mod suggest;
mod things;
mod tokens;
mod values;
mod word_score;
mod words;
mod writer;
mod written;

pub use dates::first_day;
pub use document::{Document, NamedThing};
pub use error::SearchError;
pub use explain::{ScorePart, Understood};
pub use facets::{Facet, FacetCount};
pub use free_words::{FreeUnit, FreeWord, FreeWords};
pub use key_table::key_table;
pub use likeness::{Likeness, Sought};
pub use names::{FoundName, NameEntry, NameList, NameOf, NameTable};
pub use near::{Moved, fewest_moves};
pub use parse::MAX_DEPTH;
pub use query::{AmountRange, Clause, Filter, Form, Name, NameKind, Node, Query, Text, TextField, Trait};
pub use query_error::QueryError;
pub use reader::{Hit, Hits, Index, SearchOptions, Sort};
pub use schema::{lies_within, number_key};
pub use shelf::{Kept, Shelf};
pub use snippet::{Snippet, SnippetMaker};
pub use spelling::distance_within;
pub use suggest::{Emptying, Spelling};
pub use things::Named;
pub use tokens::{CutWord, WordCutter};
pub use writer::Writer;
