//! Where an article comes from, what proves it, and what its page needs to be read again as it was.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::base::{Address, ArticleId};

/// The page of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledPage {
    /// The article.
    pub article: ArticleId,
    /// Its canonical address.
    pub url: Option<Address>,
    /// The address that was asked for.
    pub requested: Option<Address>,
    /// The address that answered.
    pub final_url: Option<Address>,
    /// The id that an input file gave.
    pub source_id: Option<String>,
    /// The source that led to it; null for what the user supplied.
    pub source: Option<String>,
    /// Who publishes it, as source or user say.
    pub publisher: Option<String>,
    /// The country it is read in.
    pub country: Option<String>,
    /// Whether it was supplied by the user rather than fetched.
    pub supplied: bool,
    /// When it was fetched or added.
    pub fetched: Timestamp,
    /// The HTTP status.
    pub status: u16,
    /// Its media type as it came.
    pub content_type: Option<String>,
    /// SHA-256 of its bytes as they came, in hexadecimal digits.
    pub page_digest: String,
    /// `sha256:` and the SHA-256 of title and text as they were read.
    pub text_digest: String,
    /// What a listing or the user said that the page may not say itself.
    pub hints: PageHints,
    /// Where its record stands; null where the bundle has none.
    pub record: Option<RecordPlace>,
    /// Whether the record holds only the sentences that prove its facts, since the page asks not to be kept.
    pub excerpt: bool,
    /// Why the page itself is not there.
    pub withheld: Option<String>,
}

/// What a listing or the user said of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageHints {
    /// The headline.
    pub title: Option<String>,
    /// The date of publication.
    pub published: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case.
    pub country: Option<String>,
}

/// Where a record stands in the bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordPlace {
    /// The archive file.
    pub file: String,
    /// Where the record's gzip member begins, in bytes.
    pub offset: u64,
    /// Its length, in bytes.
    pub length: u64,
}
