//! Does this new thing match a saved search, and why?
//!
//! The tree of a query asked in memory of one article, as the index is told of it ([`ArticleSubject`]), or of one deal
//! ([`DealSubject`]). Of an article the verdict is that of the index without words of like meaning
//! (`tests/suite/agreement.rs` holds both against each other); how a watch differs stands in `docs/query.md`.
//! A query is read once (`clause.rs`: its words cut, its names looked up) and then asked of many things ([`PreparedQuery`]). Many are
//! asked at once ([`Watches`]): only those that have something in common with the thing, by the same evaluation.
//!
//! This room must not know SQLite, the network, or the index; nor what a word, a name, a sum or a number of a query means: how they are
//! written, cut, compared and counted is read in `search`, by the code that the index uses.

mod anchors;
#[cfg(test)]
mod answers;
mod article;
mod clause;
mod conditions;
mod cutter;
mod deal;
mod evaluation;
mod finds;
mod many;
mod plain_words;
mod prepared;
mod reason;
mod subject;
mod words;
mod zone;

use crate::search::{NameTable, Query};

pub use article::ArticleSubject;
pub use deal::DealSubject;
pub use many::Watches;
pub use prepared::PreparedQuery;
pub use reason::{Found, Reason};
pub use subject::Subject;

/// What plain words of a query ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plain {
    /// At least one of those beside each other, as in a search.
    Any,
    /// Each of them, as in a watch; under a NOT still any of them, so that a watch never finds what a search would not.
    #[default]
    All,
}

/// Whether the subject matches the query, which is asked of nothing else; see [`PreparedQuery::matches`].
pub fn matches(query: &Query, subject: &impl Subject, names: &NameTable, plain: Plain) -> bool {
    PreparedQuery::new(query, names, plain).matches(subject)
}

/// Which parts of the query the subject matches, and by what; see [`PreparedQuery::why`].
pub fn why(query: &Query, subject: &impl Subject, names: &NameTable, plain: Plain) -> Vec<Reason> {
    PreparedQuery::new(query, names, plain).why(subject)
}
