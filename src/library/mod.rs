//! What does a user ask?
//!
//! One function per question over one library: plain data in, plain data out. The command line prints it; a web page or
//! another program may ask the same one day. This room must not know the terminal or flags.
//!
//! - `searching`: ranked articles with snippets; `deal_search`: the deals they tell of (`deal_walk` finds their order,
//!   `deal_judge` what of a query a deal itself has to answer); `filter`: the same query language asked of deals;
//! - `entity_search`: agencies, vendors, products and programs by name; `suggesting`: what may be meant by a name that
//!   nobody has; `completing`: what a name, id or query may go on with, for shells;
//! - `showing`: one article or deal; `why`: what it was not joined with; `digests`: a period or query to read;
//!   `exporting`: everything that passes a filter (`export_deals`: deals and claims, on every core); `bundling`: deals with all that proves them, in one file (`bundle_pages`: the pages); `sharing`: what of it may be handed on; `opening`: a page as it was fetched;
//! - `doctor`: what cannot be right, or deserves a second look; `store_check`: whether the library itself is whole; `sources`: the sources there are, and how they fare;
//! - `editing`: what publishers have changed; `raw_page`: a page byte by byte; `forgetting`: what would be taken out for good;
//! - `reviewing`: what the user has said, and what waits to be looked at;
//! - `starting`: what a library that begins would read;
//! - `subjects`: whom a name stands for; `profiling`: all that is known of one, and what happened when;
//!   `ai_uses`: what agencies have reported of it;
//! - `notebook`: lists and saved queries, as queries name them; `marks`: what has tags and notes;
//! - `tracking`: a user's own list of deals beside the library's;
//! - `watches`: the user's watches; `alerting`: what they caught, as one report (`alert_words`: in words); `watch_run`: which
//!   output waits for what; `watch_trial`: what one would have caught; `watch_recovery`: what one catches up with;
//! - `narrowing`: which deals need not be read; `memory`: what a name was given already (`--new`);
//! - `scoring`: how well facts are found, against labelled articles; `page_scoring`: how well pages are read.

mod ai_uses;
mod alert_words;
mod alerting;
mod bundle_pages;
mod bundling;
mod completing;
mod deal_judge;
mod deal_search;
mod deal_walk;
mod digests;
mod doctor;
mod editing;
mod entity_search;
mod error;
mod export_deals;
mod exporting;
mod filter;
mod forgetting;
mod marks;
mod memory;
mod narrowing;
mod notebook;
mod opening;
mod page_scoring;
mod processor;
mod profiling;
mod raw_page;
mod reviewing;
mod scoring;
mod searching;
mod sharing;
mod showing;
mod sources;
mod starting;
mod store_check;
mod subjects;
mod suggesting;
mod tracking;
mod watch_recovery;
mod watch_run;
mod watch_trial;
mod watches;
mod why;

pub use alerting::NewSince;
pub use bundling::{BundleQuestion, Bundled, check_bundle};
pub use completing::{Completion, Wanted, completions};
pub use deal_search::{DealHit, DealSearchAnswer};
pub use digests::DigestQuestion;
pub use entity_search::{EntityAnswer, EntityHit, EntityQuestion};
pub use error::{LibraryError, Remedy};
pub use exporting::ExportQuestion;
pub use filter::DealFilter;
pub use forgetting::ForgetQuestion;
pub use marks::{Mark, Marked, Marks};
pub use memory::Memory;
pub use opening::{Lost, OpenedPage, OpeningQuestion};
pub use page_scoring::{PageEvaluation, PageSpeed, evaluate_pages};
pub use profiling::TimelineOf;
pub use raw_page::RawPage;
pub use reviewing::ReviewItem;
pub use scoring::{Evaluation, evaluate, evaluate_summaries, extract_with_deals};
pub use searching::{FacetTable, FacetValue, HitDeal, SearchAnswer, SearchHit, SearchOrder, SearchQuestion};
pub use showing::{ArticleShown, DealShown, Shown};
pub use sources::{SourceStanding, source_standings};
pub use starting::{Begun, StartPlan, begun, start_plan};
pub use store_check::{StoreCheck, StoreFault, StorePart};
pub use subjects::{Choice, Named};
pub use suggesting::Misnamed;
pub use tracking::{Candidate, RowVerdict, TrackedRow, TrackerAnswer};
pub use watch_run::{AlertRun, Delivery};
pub use watches::Watch;

pub use crate::article::{Article, SUPPLIED_BY_USER};
pub use crate::bundle::{
    BundleCheck, BundleCounts, BundleFault, BundlePart, BundleWith, Proofs, Withheld, is_bundle,
};
pub use crate::deals::{
    Deal, DealEvent, DealRuling, DealValue, EventRef, NearestDeal, OfficialEntry, Period, Recompete, Related,
    Relation, Ruled, Said, Stage, Status,
};
pub use crate::entities::AmountRole;
pub use crate::events::{
    Certainty, Classification, Competition, ContractType, Correction, CorrectionAction, CorrectionKind,
    Event, EventKind, EventSlot, Facts, OrgRef, ReviewStatus, Verdict,
};
pub use crate::notebook::{
    EntryKind, Notebook, NotebookEntry, OrgSide, Target, Tracker, TrackerColumn, check_name, name_key,
};
pub use crate::report::eval::{
    Accuracy, Bin, Calibration, Figures, Misses, Reliability, Score, SummaryFigures, SummaryMiss,
};
pub use crate::report::pages::{PageFigures, PageMisses};
pub use crate::report::{
    Ahead, AheadKind, AiUse, AiUses, Alert, AlertArticle, AlertChange, AlertDeal, AlertNews, AlertReport,
    Because, Caught, CitedClause, Comparison, CountChange, Counted, Coverage, DealOrder, Digest, DigestGroup,
    Entry, FactEdit, Fault, FaultKind, FaultyWatch, FigureChange, FoundFact, Group, GroupBy, Headline,
    Ledger, News, NewsKind, NewsLine, NumberedSource, OrderBy, PeriodLength, Profile, Revision, Rival,
    Severity, Side, SourceHealth, SourceWarning, Standing, Subject, Sums, Teller, Telling, Timeline,
    TimelineEntry, TimelinePeriod, Total, article_count, counted_uses, headline, ledger, sort_deals,
};
pub use crate::search::{Emptying, Facet, Likeness, NameKind, ScorePart, Spelling, Understood, first_day};
pub use crate::sources::{Region, Selectors, SourceEntry, SourceKind, write_opml};
pub use crate::store::{
    AlertCounts, CheckVerdict, Overview, Run, SourceMove, SourceSeen, Tombstone, TombstoneKind,
};

use std::path::Path;
use std::sync::OnceLock;

use jiff::Timestamp;

use crate::pipeline::{Folder, PipelineError};
use crate::search::{Index, NameTable};
use crate::store::{Access, DealHints, Store, StoreError};

/// A library opened for questions. Any number of programs may ask while one writes.
pub struct Library {
    folder: Folder,
    store: Store,
    names: OnceLock<NameTable>,
    index: OnceLock<Index>,
}

impl Library {
    /// Opens the library in `path`.
    ///
    /// # Errors
    /// When there is none, it is of a newer version, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Self::open_for(path, Access::Read)
    }

    /// As [`Library::open`]; where there is none yet, an empty one is begun.
    ///
    /// # Errors
    /// As [`Library::open`], and when the folder cannot be written.
    pub fn begin(path: &Path) -> Result<Self, LibraryError> {
        match Self::open(path) {
            Err(LibraryError::Pipeline(PipelineError::Store(StoreError::NoLibrary { .. }))) => {
                crate::pipeline::Keeper::open(&Folder::new(path), "awardwire")?;
                Self::open(path)
            }
            opened => opened,
        }
    }

    /// As [`Library::open`], but a library of an older version is not upgraded: for what must not be noticed, as completing
    /// a line.
    ///
    /// # Errors
    /// As [`Library::open`], and when the library is of an older version.
    pub fn peek(path: &Path) -> Result<Self, LibraryError> {
        Self::open_for(path, Access::Peek)
    }

    fn open_for(path: &Path, access: Access) -> Result<Self, LibraryError> {
        let folder = Folder::new(path);
        let store = Store::open(folder.path(), access)?;
        Ok(Self { folder, store, names: OnceLock::new(), index: OnceLock::new() })
    }

    /// Whether its pages must be read again before it knows anything of them: after an upgrade.
    ///
    /// # Errors
    /// When the database fails.
    pub fn awaits_reading(&self) -> Result<bool, LibraryError> {
        Ok(self.store.awaits_reading()?)
    }

    /// What the library holds, in numbers.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status(&self, now: Timestamp) -> Result<Overview, LibraryError> {
        Ok(self.store.status(now)?)
    }

    /// Builds the search index again from the database; gives back how many articles it holds.
    ///
    /// # Errors
    /// When another process writes the index, or a file cannot be written.
    pub fn reindex(&self) -> Result<u64, LibraryError> {
        Ok(crate::pipeline::rebuild_index(&self.folder, &self.store, self.names())?)
    }

    /// The deals that pass, the largest confirmed sum first, then the latest told, then by id.
    ///
    /// # Errors
    /// When the query cannot be read, or the database fails.
    pub fn deals(&self, filter: &DealFilter) -> Result<Vec<Deal>, LibraryError> {
        self.deals_like(filter, |_| (), |_| true)
    }

    /// As [`Library::deals`], of those alone that `is_meant` holds for; `narrow` lets the store leave others unread.
    fn deals_like(
        &self,
        filter: &DealFilter,
        narrow: impl FnOnce(&mut DealHints),
        is_meant: impl Fn(&Deal) -> bool,
    ) -> Result<Vec<Deal>, LibraryError> {
        let mut found = Vec::new();
        let mut hints = narrowing::hints(filter.root(), self.names());
        narrow(&mut hints);
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            if is_meant(&deal) && filter.passes(&deal, self.names()) {
                found.push(deal);
            }
            Ok(())
        })?;
        sort_deals(&mut found, DealOrder::default());
        Ok(found)
    }

    fn names(&self) -> &NameTable {
        self.names.get_or_init(|| {
            // A mistake in the file is told to those who read articles by it, not to those who search.
            let corrections = self.folder.read_corrections().unwrap_or_default();
            crate::pipeline::name_table(&corrections)
        })
    }
}
