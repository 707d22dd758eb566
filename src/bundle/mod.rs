//! What travels as one file?
//!
//! A bundle is a ZIP archive of tables, pages and the records behind them, under a list of what is in it with the digest of
//! each: it can be looked at without awardwire, proven without the library it was made of, and taken in by another. Everything
//! read from one came from outside. This room must not know the library, SQL or the terminal.
//!
//! - `manifest`: what is in it; `page`: where an article comes from, and what proves it; `readme`: what its reader is told;
//! - `writer`, `reader`: the archive itself; `digest`: of what passes by; `limits`: how much it may make its reader do;
//! - `check`: whether it holds what it says.

mod check;
mod digest;
mod error;
mod limits;
mod manifest;
mod page;
mod reader;
mod readme;
mod writer;

pub use check::{BundleCheck, BundleFault, BundlePart, Proofs, check, each_record};
pub use error::BundleError;
pub use manifest::{BundleCounts, BundleWith, BundledFile, FORMAT, FORMAT_VERSION, Manifest, Withheld};
pub use page::{BundledPage, PageHints, RecordPlace};
pub use reader::{BundleReader, is_bundle};
pub use readme::write_readme;
pub use writer::{BundleWriter, Packing};

/// The name of the list of what is in it.
pub const MANIFEST: &str = "manifest.json";
/// What the bundle is, for its reader.
pub const README: &str = "README.txt";
/// The deals, one a line.
pub const DEALS: &str = "deals.jsonl";
/// The facts of their articles with the words that say so, one a line.
pub const CLAIMS: &str = "claims.jsonl";
/// Their events, one a line.
pub const EVENTS: &str = "events.jsonl";
/// The articles that tell them, one a line.
pub const ARTICLES: &str = "articles.jsonl";
/// What proves each of these articles, one a line.
pub const PAGES: &str = "pages.jsonl";
/// The user's word on them.
pub const CORRECTIONS: &str = "corrections.toml";

/// Where the page of an article stands, to be looked at.
pub fn page_file(article: &crate::base::ArticleId) -> String {
    format!("pages/{article}.html")
}

/// The archive file of this number, from 1.
pub fn archive_file(number: usize) -> String {
    format!("archive/pages-{number:05}.warc.gz")
}
