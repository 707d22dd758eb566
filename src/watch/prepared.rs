//! A query made ready to be asked of many things.

use crate::search::{NameTable, Query};
use crate::watch::Plain;
use crate::watch::clause::{self, Clause};
use crate::watch::cutter::with_cutter;
use crate::watch::evaluation::{explain, holds};
use crate::watch::reason::Reason;
use crate::watch::subject::Subject;

/// A query with its words cut and its names looked up, once for all things it is asked of.
#[derive(Debug)]
pub struct PreparedQuery {
    root: Option<Clause>,
}

impl PreparedQuery {
    /// Makes a query ready. `names` says what the names in it stand for.
    pub fn new(query: &Query, names: &NameTable, plain: Plain) -> Self {
        Self { root: with_cutter(|cutter| clause::read(&query.root, names, plain, cutter)) }
    }

    /// Whether the subject matches it.
    ///
    /// A query without any word (`&`) matches nothing, as in a search.
    pub fn matches(&self, subject: &impl Subject) -> bool {
        let root = self.root.as_ref();
        root.is_some_and(|root| with_cutter(|cutter| holds(root, subject, cutter)))
    }

    /// Which of its parts the subject matches, and by what; none where it does not match.
    pub fn why(&self, subject: &impl Subject) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(root) = &self.root {
            with_cutter(|cutter| {
                if holds(root, subject, cutter) {
                    explain(root, subject, cutter, &mut reasons);
                }
            });
        }
        reasons
    }
}
