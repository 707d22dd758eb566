//! What edits have changed, as records have it.

use serde::Serialize;

use crate::base::ArticleId;
use crate::report::FactEdit;

/// A fact that an edit changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditRecord {
    /// The article that was edited.
    pub article: ArticleId,
    /// The day it was first seen so (UTC), `2026-03-18`.
    pub seen: String,
    /// Of what: `event`, `relevance`, or a slot of an event; null for an edit that changed no fact.
    pub of: Option<&'static str>,
    /// What was told before; null for what is new.
    pub before: Option<String>,
    /// What is told since; null for what is gone.
    pub after: Option<String>,
}

/// One record a change.
pub(super) fn edit_records(edits: &[FactEdit]) -> Vec<EditRecord> {
    let of = |edit: &FactEdit| -> Vec<EditRecord> {
        let record = |of, before, after| EditRecord {
            article: edit.article.clone(),
            seen: edit.seen.to_string(),
            of,
            before,
            after,
        };
        if edit.changes.is_empty() {
            return vec![record(None, None, None)];
        }
        let changes = edit.changes.iter();
        changes.map(|change| record(Some(change.of), change.before.clone(), change.after.clone())).collect()
    };
    edits.iter().flat_map(of).collect()
}
