//! What do they add up to, in words and sums?
//!
//! A period as a [`Digest`] of deals with honest sums, a deal as a sentence, an article as a summary, the distinct sums
//! and numbers of an article, what cannot be right (`faults`), how a source
//! fares (`source_health`), and how well the reader does against labelled articles
//! (`eval`); and what watches have caught (`alerts`).
//! This room must not know formats or SQLite.

mod ahead;
mod ai_uses;
mod alerts;
mod backing;
mod boilerplate;
mod compared;
#[cfg(test)]
mod course_tests;
mod coverage;
mod dating;
mod digest;
#[cfg(test)]
mod digest_tests;
mod distinct;
pub mod eval;
mod faults;
mod headline;
mod involvement;
mod ledger;
mod naming;
mod news;
mod order;
#[cfg(test)]
mod order_tests;
mod overview;
pub mod pages;
mod paragraph;
mod parts;
mod profile;
mod public_record;
mod revision;
#[cfg(test)]
mod ruled_test;
#[cfg(test)]
mod samples;
mod sections;
#[cfg(test)]
mod sentence_tests;
mod source_health;
mod sources;
mod statement;
mod summary;
#[cfg(test)]
mod tests;
mod things;
mod timeline;
mod topic;
mod totals;
mod wording;

pub use ahead::{Ahead, AheadKind, HORIZON_DAYS, is_protest_over};
pub use ai_uses::{AiUse, AiUses, counted_uses};
pub use alerts::{
    Alert, AlertArticle, AlertChange, AlertDeal, AlertNews, AlertReport, Because, Caught, FaultyWatch,
    FoundFact, status_in_words, sum_in_words,
};
pub use compared::{Comparison, CountChange, FigureChange, period_before};
pub use coverage::{Coverage, SourceCoverage};
pub use digest::{CitedClause, Digest, DigestInput, Entry, NumberedSource, Quote, digest};
pub use distinct::{contract_numbers, distinct_amounts};
pub use faults::{FactChange, FactEdit, Fault, FaultKind, Severity, Teller, Telling, fact_changes, faults};
pub use headline::{Headline, headline};
pub use involvement::{Involvement, Involvements};
pub use ledger::{Group, GroupBy, Ledger, Sums, ledger, sums};
pub use news::{News, NewsKind, news};
pub use order::{DealOrder, OrderBy, article_count, completion, confidence, sort_deals};
pub use overview::{Matrix, Overview, overview};
pub use paragraph::{Paragraph, paragraph};
pub use parts::DigestGroup;
pub use profile::{Counted, NewsLine, Profile, ProfileInput, Rival, Side, Subject, profile};
pub use public_record::{PublicRecord, RecordStanding, public_record};
pub use revision::{GivenFigures, Revision, revision};
pub use source_health::{GivenPage, SourceHealth, SourceHistory, SourceWarning, source_health};
pub use statement::{Clause, Statement, statement};
pub use summary::summary;
pub use timeline::{PeriodLength, Timeline, TimelineEntry, TimelinePeriod, timeline};
pub use totals::{Standing, Total, standing_of_sum, totals};
