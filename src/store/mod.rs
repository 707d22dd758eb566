//! What do we remember?
//!
//! One SQLite database in the library's folder behind one façade, [`Store`]: questions are methods of the store,
//! changes are methods of a [`Batch`], and all changes of a batch are kept together or not at all.
//! This room must not know HTTP, HTML or tantivy; nothing it shows names SQL or a type of the database library.
//!
//! Two kinds of table (`migrations/001_truth.sql`, `derived.sql`):
//! - **truth**, what the network or the user gave: pages and their versions, leads, listings, runs, cursors, imported
//!   inventories of AI uses, watches with what they caught, and the redirects of deal ids. It is migrated, never dropped.
//! - **derived**, what we read from it: articles, events, deals. It is dropped and read again, never migrated.
//!
//! The files: `open` and `migrate` bring a library up, `lock` lets one process write, `batch` holds one change;
//! `pages`, `page_digests`, `leads`, `listings`, `runs`, `sources_seen`, `source_checks`, `cursors`, `watches` and `alerts` keep the
//! truth, `source_history` tells what each source gave, `ai_uses` what was imported; `forgotten` what the user had forgotten,
//! `archive_places` which records of the archive are used, `archived_answers` those that are no pages; `arrivals` tells when texts
//! came; `articles`,
//! `edge_blocks`, `summaries`, `stories`, `events`, `links`, `blocks`, `deals`, `deal_hints`, `relations`, `redirects` and `derived`
//! keep what was read; `ids` finds an id by its beginning, `overview`
//! counts, `soundness` says whether rows point at what is there, `columns` says how our words stand in columns.

mod ai_uses;
mod alerts;
mod archive_places;
mod archived_answers;
mod arrivals;
mod articles;
mod batch;
mod blocks;
mod columns;
mod cursors;
mod deal_hints;
mod deals;
mod derived;
mod edge_blocks;
mod error;
mod events;
mod forgotten;
mod ids;
mod leads;
mod links;
mod listings;
mod lock;
mod migrate;
mod open;
mod overview;
mod packed;
mod page_digests;
mod pages;
mod redirects;
mod relations;
mod runs;
mod soundness;
mod source_checks;
mod source_history;
mod sources_seen;
mod stories;
mod summaries;
mod view;
mod watches;

#[cfg(test)]
mod crash_test;
#[cfg(test)]
mod samples;

pub use ai_uses::AiInventory;
pub use alerts::{AlertRow, Came, Matched};
pub use archive_places::{UsedRecord, UsedRecords};
pub use archived_answers::ArchivedAnswer;
pub use arrivals::Arrival;
pub use articles::PackedArticle;
pub use batch::Batch;
pub use blocks::{BlockId, EventRow, Linked};
pub use deal_hints::{DealHints, DealText, DealTexts, OrgHint};
pub use deals::DealGlance;
pub use error::StoreError;
pub use forgotten::{Tombstone, TombstoneKind, is_of_site};
pub use ids::IdMatch;
pub use leads::{LeadKind, LeadOutcome, LeadRow, LeadState, NewLead};
pub use listings::ListingState;
pub use lock::{CrawlClaim, DeliveryClaim, Holder};
pub use open::{Access, Store};
pub use overview::Overview;
pub use page_digests::PageDigest;
pub use pages::{ArchivePlace, Hints, NewVersion, Origin, Page, PageChange, PageVersion};
pub use runs::{Run, RunId, RunKind};
pub use soundness::{KeptVersion, Unsound};
pub use source_checks::{CheckVerdict, SourceMove};
pub use source_history::SourcePage;
pub use sources_seen::SourceSeen;
pub use summaries::{ArticleCounts, ArticleSummary, SummaryFilter};
pub use watches::{AlertCounts, WatchFault, WatchRow};
