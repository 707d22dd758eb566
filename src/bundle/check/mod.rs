//! Whether a bundle holds what it says: proven from the bundle alone.
//!
//! - `files`: every file is listed with its digest, and every one listed is there;
//! - `pages`: the records of pages have the digests that facts rest on, and what is read of them now is what was read then;
//! - `words`: the words and sentences of claims stand in the texts;
//! - `facts`: claims, events and deals join, and each figure of a deal is told by an article; `lines`: as far as they are read;
//! - `tables`: the tables for spreadsheets have the same rows.

mod facts;
mod files;
mod lines;
mod pages;
mod tables;
mod words;

pub use pages::each_record;

use std::path::Path;

use crate::article::Article;
use crate::base::{ArticleId, printable, sha256_hex};
use crate::bundle::{BundleError, BundleReader, BundledPage, Manifest};
use crate::fetch::WarcRecord;

/// So many faults are told one by one; the rest is counted.
const MOST_TOLD: usize = 1000;
/// A fault quotes what is in the bundle, which may be as long as it likes; so many characters of it are told.
const LONGEST_TOLD: usize = 600;

/// What was found of a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct BundleCheck {
    /// Its list.
    pub manifest: Manifest,
    /// SHA-256 of its list in hexadecimal digits: two bundles with the same are the same.
    pub digest: String,
    /// What does not hold, at most a thousand of them.
    pub faults: Vec<BundleFault>,
    /// How many do not.
    pub fault_count: usize,
    /// What was proven.
    pub proofs: Proofs,
    /// Articles whose page is not in it, so that only digests stand for it, and why.
    pub by_digest: Vec<(ArticleId, String)>,
}

/// What of a bundle was proven, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// Files that have their digest.
    pub files: usize,
    /// Claims in all.
    pub claims: usize,
    /// Claims whose words and sentence were found in the text of the article itself.
    pub claims_in_text: usize,
    /// Claims whose words were found in the sentence that is quoted, without a text to look it up in.
    pub claims_in_quote: usize,
    /// Claims without words of their own: they follow from something else, or are the user's word.
    pub claims_without_words: usize,
    /// Pages whose bytes have the digest that claims name.
    pub pages: usize,
    /// Of these, pages that give the very text again that claims rest on, when they are read now.
    pub pages_read_again: usize,
    /// Texts that have their digest.
    pub texts: usize,
    /// Sums of deals that an event of an article of theirs tells.
    pub figures: usize,
    /// Sums that are the user's own word.
    pub figures_ruled: usize,
    /// Deals whose id is that of their events.
    pub deals: usize,
}

/// Where a fault was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BundlePart {
    /// The files themselves.
    Files,
    /// The records of pages.
    Pages,
    /// Texts.
    Texts,
    /// Claims.
    Claims,
    /// Events.
    Events,
    /// Deals.
    Deals,
}

impl BundlePart {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Pages => "pages",
            Self::Texts => "texts",
            Self::Claims => "claims",
            Self::Events => "events",
            Self::Deals => "deals",
        }
    }
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFault {
    /// Where.
    pub part: BundlePart,
    /// What, in words that are safe to print.
    pub what: String,
}

/// Reads the article of a page from its record, as awardwire reads it now; `None` where it cannot.
pub type ReadPage<'r> = dyn Fn(&BundledPage, WarcRecord) -> Option<Article> + 'r;

/// Checks the bundle in `path`; `read` reads its pages.
///
/// # Errors
/// When it is no bundle, or so damaged that its content cannot be read. What it says and does not hold is no error but a
/// fault in the answer.
pub fn check(path: &Path, read: &ReadPage<'_>) -> Result<BundleCheck, BundleError> {
    let mut reader = BundleReader::open(path)?;
    let (manifest, bytes) = reader.manifest()?;
    let mut found = Found::default();
    let is_whole = files::check(&mut reader, &manifest, &mut found);
    let mut by_digest = Vec::new();
    // Of what is not what it was, nothing else needs to be said.
    if is_whole {
        let known = lines::Known::of(&mut reader)?;
        let before = found.count;
        facts::check_articles(&reader, &known, &mut found);
        // Pages that are no article's are not worth reading.
        if found.count > before {
            return Ok(done(manifest, &bytes, found, by_digest));
        }
        let seen = pages::check(&mut reader, &known, read, &mut found)?;
        words::check(&mut reader, &known, seen, &mut found)?;
        facts::check(&mut reader, &manifest, &known, &mut found)?;
        tables::check(&mut reader, &known, &mut found)?;
        by_digest = known.pages.values().filter_map(pages::only_by_digest).collect();
    }
    Ok(done(manifest, &bytes, found, by_digest))
}

fn done(manifest: Manifest, bytes: &[u8], found: Found, by_digest: Vec<(ArticleId, String)>) -> BundleCheck {
    let Found { faults, count, proofs } = found;
    BundleCheck { manifest, digest: sha256_hex(bytes), faults, fault_count: count, proofs, by_digest }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    faults: Vec<BundleFault>,
    count: usize,
    proofs: Proofs,
}

impl Found {
    fn fault(&mut self, part: BundlePart, what: &str) {
        self.count += 1;
        if self.faults.len() < MOST_TOLD {
            let what = printable(what).chars().take(LONGEST_TOLD).collect();
            self.faults.push(BundleFault { part, what });
        }
    }
}
