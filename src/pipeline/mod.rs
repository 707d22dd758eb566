//! In which order is it made?
//!
//! Moves data from room to room: what came in is read, kept, settled into deals and indexed. Rooms decide; this room
//! moves. It must not know the terminal or flags.
//!
//! - `inputs`: files, folders and lines that a user supplies;
//! - `adding`: what a user supplies, into the library; `adding_bundle`: what another library has bundled (`bundle_reading`: its pages);
//! - `inventory`: an inventory of AI uses, into the library; `tracker_file`: a user's own list of deals;
//! - `extracting`: facts as records, without a library;
//! - `reading`: bytes to article and facts, on every core, in order (`turns`: where threads come together in that order);
//! - `keeper`: the one writer: archive (`archiving`; `asides`: answers that are no pages), database, deals, index;
//! - `indexing`: an article as the index takes it, and the rebuild from the database;
//! - `checking`, `checking_services`: how each source really answers; `discovering`: which feeds and sitemaps a site has;
//! - `source_file`: `sources.toml` as the program changes it;
//! - `crawl`: a run; `crawl_options`, `crawl_setup`, `crawl_report`: what it is asked, needs and tells; `listings`: sources to leads; `crawl_plan`: what is to be fetched; `crawl_pages`:
//!   leads to pages, host by host; `crawl_reading`: what becomes of one; `excerpt`: what is kept of a page that is not to be;
//! - `notice_pages`, `notice_request`, `notice_answers`, `notice_state`: services asked page by page: the run, one question,
//!   what its answer comes to, and how far it came;
//! - `site_repeats`: what a site prints under every article, taken off;
//! - `rereading`: every archived page again, or some; `edits`: articles as they were before and after an edit;
//! - `fix_file`: `corrections.toml` as the program changes it; `fixing`, `fixing_facts`, `fixing_deals`: the user's word on
//!   organisations, on facts, on deals; `applying`: what it changes, made anew; `rulings`: a block with the user's word on
//!   it; `stale`: corrections that no longer do what they say;
//! - `notebook_file`: `notebook.toml` as the program changes it; `marking`: what a tag or note is on;
//! - `watching`: what came in, asked of every watch; `shelf`: what a query may name of the user's own;
//! - `delivery`: where alerts go;
//! - `forgetting`, `forgetting_archive`: pages taken out for good; `mentions`: whether bytes name them; `sweeping`: archive files that are left over from it;
//! - `names`: the reference lists as the search room takes them;
//! - `folder`: what lies where in a library; `stamp`: which versions have read an article.

mod adding;
mod adding_bundle;
mod applying;
mod archiving;
mod asides;
mod bundle_reading;
mod checking;
mod checking_services;
mod crawl;
mod crawl_end;
mod crawl_options;
mod crawl_paces;
mod crawl_pages;
mod crawl_plan;
mod crawl_reading;
mod crawl_report;
mod crawl_setup;
pub mod delivery;
mod discovering;
mod edits;
mod error;
mod excerpt;
mod extracting;
mod fix_file;
mod fixing;
mod fixing_deals;
mod fixing_facts;
mod folder;
mod forgetting;
mod forgetting_archive;
mod forgotten_names;
mod indexing;
mod inputs;
mod inventory;
mod keeper;
mod listings;
mod marking;
mod mentions;
mod names;
mod notebook_file;
mod notice_answers;
mod notice_pages;
mod notice_request;
mod notice_state;
mod reading;
mod rereading;
mod rulings;
mod settling;
mod shelf;
mod site_repeats;
mod source_file;
mod stale;
mod stamp;
mod sweeping;
mod tracker_file;
mod turns;
mod watching;

pub use adding::{AddOptions, AddReport, add};
pub use adding_bundle::{BundleAdded, BundleOptions, add_bundle};
pub use applying::{Applied, apply_fixes};
pub use bundle_reading::read_bundled;
pub use checking::{CheckOf, PageCheck, RobotsVerdict, SiteRule, SourceCheck, check_sources, keep_verdicts};
pub use crawl::crawl;
pub use crawl_options::CrawlOptions;
pub use crawl_plan::Plan;
pub use crawl_report::{CrawlReport, Listener, Progress};
pub use discovering::{Discovery, FoundBy, Offer, discover};
pub use edits::{Edited, Version, edits_of, for_each_edit};
pub use error::PipelineError;
pub use excerpt::{evidence_sentences, is_excerpt, why_not_kept};
pub use extracting::{ExtractOptions, extract};
pub use fix_file::{FixNote, Fixed, NumberedCorrection, corrections};
pub use fixing::{FixWish, FixWord, fix, undo_fix};
pub use fixing_deals::{DealFix, fix_deal};
pub use fixing_facts::{FactFix, fix_fact};
pub use folder::Folder;
pub use forgetting::{DoomedPage, ForgetPlan, ForgetTarget, Forgotten, forget, plan_forget, undo_forget};
pub use indexing::{is_index_behind, rebuild_index};
pub use inputs::{Document, DocumentKind, InputError, documents};
pub use inventory::{InventoryChange, InventoryReport, add_inventory, inventory_names};
pub use keeper::{Counts, Incoming, Keeper, Raw};
pub use listings::SourceReport;
pub use marking::{Thing, add_note, add_tags, target_of_article, target_of_deal, thing_of};
pub use names::name_table;
pub use notebook_file::{Written, add_to_list, keep_query, take_out_entries};
pub use notice_request::ServiceKeys;
pub use reading::{
    Contents, read_document, read_document_whole, read_documents_in_order, read_in_order,
    read_in_order_by_size,
};
pub use rereading::reread;
pub use shelf::{shelf_for, shelf_of};
pub use site_repeats::Edges;
pub use source_file::{
    Imported, NewSource, Switched, accept_moves, add_source, begin_with, disable_sources, enable_sources,
    import_opml, remove_sources,
};
pub use stale::{StaleCorrection, stale_corrections};
pub use tracker_file::read_tracker_file;
pub use turns::{Turn, Turns};
pub use watching::DealStanding;
