//! What is in a bundle: every file with its digest, what it answers, and what was left out of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::ArticleId;

/// What a bundle calls itself.
pub const FORMAT: &str = "awardwire bundle";
/// The version of a bundle's form: raised when a file is renamed, removed or means something else.
pub const FORMAT_VERSION: u32 = 1;

/// The list of what is in a bundle; everything but itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The version of awardwire that made it.
    pub awardwire: String,
    /// By which versions of reader, lists and corrections its facts were found.
    pub read_by: Option<String>,
    /// The query that its deals answer; empty for all.
    pub query: String,
    /// When it was made.
    pub made: Timestamp,
    /// Whether it holds made-up sample data.
    pub sample: bool,
    /// What was asked for beside the sentences.
    pub with: BundleWith,
    /// How much is in it.
    pub counts: BundleCounts,
    /// Every file.
    pub files: Vec<BundledFile>,
    /// What was left out of what was asked for.
    pub withheld: Vec<Withheld>,
    /// What the library rests on; it is for people, and null where a bundle is read.
    #[serde(skip_deserializing)]
    pub coverage: Value,
}

/// What was asked for beside the sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleWith {
    /// The texts of articles.
    pub text: bool,
    /// The pages as fetched.
    pub pages: bool,
    /// The user's word on them.
    pub corrections: bool,
}

/// What a list is of: all of it that is read before its version is known.
#[derive(Deserialize)]
pub(super) struct ManifestHead {
    /// [`FORMAT`].
    pub(super) format: String,
    /// [`FORMAT_VERSION`].
    #[serde(default)]
    pub(super) format_version: u32,
}

/// How much is in a bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleCounts {
    /// Deals.
    pub deals: usize,
    /// Rows of claims.
    pub claims: usize,
    /// Rows of events.
    pub events: usize,
    /// Articles that tell the deals.
    pub articles: usize,
    /// Texts of these.
    pub texts: usize,
    /// Records of pages in the archive.
    pub pages: usize,
    /// Corrections.
    pub corrections: usize,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledFile {
    /// Its name in the archive.
    pub path: String,
    /// Its length, unpacked.
    pub bytes: u64,
    /// SHA-256 of its content in hexadecimal digits.
    pub sha256: String,
}

/// A text or page that was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Of which article.
    pub article: ArticleId,
    /// `text` or `page`.
    pub what: String,
    /// Why.
    pub why: String,
}
