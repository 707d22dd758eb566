//! Does this new thing match a saved search, and why?
//!
//! The tree of a query evaluated in memory, on one article as the index is told of it ([`ArticleSubject`]) or on one deal
//! ([`DealSubject`]). Of an article the verdict is that of the index without words of like meaning
//! (`tests/suite/agreement.rs` holds both against each other); how a watch differs stands in `docs/query.md`.
//! Many queries are asked at once ([`Watches`]): only of those that have something in common with the thing is the tree looked at.
//! This room must not know SQLite, the network, or the index.

mod anchors;
#[cfg(test)]
mod answers;
mod article;
mod conditions;
mod deal;
mod evaluation;
mod many;
mod reason;
mod subject;
mod words;
mod zone;

use crate::search::{NameTable, Query};

pub use article::ArticleSubject;
pub use deal::DealSubject;
pub use many::Watches;
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

/// Whether the subject matches the query. `names` says what the names in the query stand for.
///
/// A query without any word (`&`) matches nothing, as in a search.
pub fn matches(query: &Query, subject: &impl Subject, names: &NameTable, plain: Plain) -> bool {
    evaluation::holds(&query.root, subject, names, plain)
}

/// Which parts of the query the subject matches, and by what; none where it does not match.
pub fn why(query: &Query, subject: &impl Subject, names: &NameTable, plain: Plain) -> Vec<Reason> {
    evaluation::reasons(&query.root, subject, names, plain)
}
