//! What a crawl did, and how far it has come while it runs.

use std::collections::BTreeMap;

use crate::pipeline::crawl_plan::Plan;
use crate::pipeline::keeper::Counts;
use crate::pipeline::listings::SourceReport;
use crate::store::LeadOutcome;

/// What a crawl did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrawlReport {
    /// What came in.
    pub counts: Counts,
    /// Requests answered or failed.
    pub fetched: u64,
    /// Pages not read because robots.txt forbids it.
    pub disallowed: u64,
    /// Pages that could not be reached this time.
    pub failed: u64,
    /// Why pages were fetched or asked for in vain, each with how many.
    pub refusals: BTreeMap<String, u64>,
    /// What each source gave.
    pub sources: Vec<SourceReport>,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

/// How far the fetching of pages has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pages to fetch.
    pub due: u64,
    /// Those asked for, answered or not.
    pub fetched: u64,
    /// Articles that were not there before.
    pub new: u64,
    /// Pages that gave nothing.
    pub refused: u64,
    /// Pages that could not be reached.
    pub failed: u64,
}

/// Who hears of a crawl while it runs.
pub struct Listener<'a> {
    /// What is to be fetched, once the listings are read; when it says no, no page is fetched.
    pub plan: &'a mut dyn FnMut(&Plan) -> bool,
    /// How far it has come, some times a second.
    pub tell: &'a mut dyn FnMut(&Progress),
}

impl CrawlReport {
    /// Notes what became of one page: `why` is the kind of the failure, where it could not be fetched.
    pub(super) fn note(&mut self, source: &str, outcome: &LeadOutcome, why: Option<String>) {
        let reason = match outcome {
            LeadOutcome::Done { .. } => None,
            LeadOutcome::Disallowed { reason, .. } => {
                self.disallowed += 1;
                Some(why.unwrap_or_else(|| reason.clone()))
            }
            LeadOutcome::Refused { reason, .. } | LeadOutcome::Gone { reason } => {
                Some(why.unwrap_or_else(|| reason.clone()))
            }
            LeadOutcome::Failed { error, .. } => {
                self.failed += 1;
                Some(why.unwrap_or_else(|| error.clone()))
            }
        };
        let source = self.sources.iter_mut().find(|report| report.name == source);
        if let Some(source) = source {
            source.pages += 1;
            source.in_vain += u64::from(reason.is_some());
        }
        if let Some(reason) = reason {
            *self.refusals.entry(reason).or_default() += 1;
        }
    }

    /// Its figures by name, as runs are kept.
    pub(super) fn counts_by_name(&self) -> BTreeMap<String, u64> {
        let counts = self.counts;
        [
            ("fetched", self.fetched),
            ("new", counts.new),
            ("changed", counts.changed),
            ("known", counts.known),
            ("refused", counts.refused),
            ("failed", self.failed),
            ("disallowed", self.disallowed),
            ("relevant", counts.relevant),
            ("events", counts.events),
        ]
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count))
        .collect()
    }
}
