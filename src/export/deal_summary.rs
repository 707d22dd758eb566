//! A deal in one paragraph, each clause with the numbers of the sources that say so.

use std::fmt;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::base::ArticleId;
use crate::deals::Deal;
use crate::report::{Clause, paragraph};

/// The paragraph of a deal, made when it is first asked for: it takes longer than all else of a record, and most formats have
/// no use for it.
#[derive(Clone)]
pub struct LazySummary<'a> {
    deal: &'a Deal,
    today: Option<Date>,
    made: OnceLock<DealSummary>,
}

impl<'a> LazySummary<'a> {
    pub(super) fn new(deal: &'a Deal, today: Option<Date>) -> Self {
        Self { deal, today, made: OnceLock::new() }
    }

    /// The paragraph and what it rests on.
    pub fn get(&self) -> &DealSummary {
        self.made.get_or_init(|| DealSummary::new(self.deal, self.today))
    }
}

impl PartialEq for LazySummary<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.deal == other.deal && self.today == other.today
    }
}

impl fmt::Debug for LazySummary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl Serialize for LazySummary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

/// A paragraph and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DealSummary {
    /// The paragraph.
    pub text: String,
    /// The same in parts: put together they are the text.
    pub clauses: Vec<DealClause>,
}

/// A part of a sentence with its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DealClause {
    /// The words, with the space or comma before them.
    pub text: String,
    /// Places in the deal's `sources`, from 1, the one that says it best first; none where it is the user's own word.
    pub sources: Vec<usize>,
    /// The events that say so, in the same order: article and place in it.
    pub events: Vec<(ArticleId, u32)>,
}

impl DealSummary {
    pub(super) fn new(deal: &Deal, today: Option<Date>) -> Self {
        let articles: Vec<&ArticleId> = deal.sources().into_iter().map(|told| &told.article).collect();
        let of = |clause: Clause| {
            let told = || clause.events.iter().filter_map(|place| deal.events.get(*place));
            let mut sources: Vec<usize> = Vec::new();
            for place in told().filter_map(|told| articles.iter().position(|known| **known == told.article)) {
                if !sources.contains(&(place + 1)) {
                    sources.push(place + 1);
                }
            }
            let events = told().map(|told| (told.article.clone(), told.ordinal)).collect();
            DealClause { text: clause.text, sources, events }
        };
        let told = paragraph(deal, today);
        Self { text: told.text(), clauses: told.clauses().into_iter().map(of).collect() }
    }

    /// The paragraph with the numbers in brackets: a run of clauses that rest on the same sources has them once, at its end
    /// and before the full stop. At most `most` of each.
    pub fn cited(&self, most: usize) -> String {
        let mut text = String::new();
        for (place, clause) in self.clauses.iter().enumerate() {
            let next = self.clauses.get(place + 1);
            let is_last = clause.text.ends_with('.') && next.is_none_or(|next| next.text.starts_with(' '));
            let (words, stop) = match clause.text.strip_suffix('.') {
                Some(words) if is_last => (words, "."),
                _ => (clause.text.as_str(), ""),
            };
            text.push_str(words);
            if !clause.sources.is_empty()
                && (!stop.is_empty() || next.is_none_or(|next| next.sources != clause.sources))
            {
                text.push(' ');
                text.extend(clause.sources.iter().take(most).map(|number| format!("[{number}]")));
            }
            text.push_str(stop);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_before_the_full_stop() {
        let clause = |text: &str, sources: &[usize]| DealClause {
            text: text.into(),
            sources: sources.into(),
            events: Vec::new(),
        };
        let summary = DealSummary {
            text: String::new(),
            clauses: vec![
                clause("The U.S. won", &[1, 2, 3]),
                clause(" much.", &[1, 2, 3]),
                clause(" It grew.", &[2]),
                clause(" By the user's word it has ended.", &[]),
            ],
        };
        assert_eq!(
            summary.cited(2),
            "The U.S. won much [1][2]. It grew [2]. By the user's word it has ended."
        );
    }

    #[test]
    fn a_deal_has_a_paragraph_with_its_sources() {
        let deal = crate::export::sample::deal();
        let summary = DealSummary::new(&deal, None);
        let joined: String = summary.clauses.iter().map(|clause| clause.text.as_str()).collect();
        assert_eq!(joined, summary.text);
        assert!(summary.clauses.iter().all(|clause| !clause.sources.is_empty()), "{summary:?}");
    }
}
