//! What does this page say?
//!
//! Bytes in, an [`Article`] out: title, body, authors, date, language, with notes on what was missing.
//! This room must not know contracts, the network or SQL. It does no I/O, so it does not fail: it returns a value with
//! notes, or a refusal with its reason.

mod abbreviations;
mod authors;
mod blocks;
mod body;
mod boxes;
mod byline;
mod candidates;
mod choice;
mod clutter;
mod container;
mod date;
mod date_marks;
mod date_text;
mod dateline;
mod dating;
mod details;
mod edges;
mod examine;
mod fallback;
mod format;
mod formats;
mod harmless;
mod headline;
mod jsonld;
mod language;
mod leads;
mod marking;
mod markup;
mod metadata;
mod months;
mod page;
mod partial;
mod phrases;
mod published;
mod read;
mod record;
mod references;
mod same;
mod sentences;
mod shape;
mod sites;
mod sketch;
mod title;
mod trimming;

pub use body::{Block, BlockKind, Body};
pub(crate) use date::stamp;
pub use details::{Dateline, Details};
pub use edges::{edge_blocks, without_edges};
pub use examine::SITE_HAS_CHANGED;
pub(crate) use examine::{empty_article, finish};
pub use format::{FileFormat, begins_as_html, foreign};
pub use formats::wire::read_text;
pub use formats::{read_file, read_saved_html};
pub use harmless::{HarmlessHtml, html_of};
pub use marking::{MarkedHtml, Quote, marked};
pub use metadata::forbids_archiving;
pub use published::{DateOrigin, Published};
pub use read::{Hints, read, read_html};
pub use record::{RecordError, is_record, json_of, read_record, record_of};
pub use sentences::{sentences, split};
pub use sites::has_site_rule;
pub use sketch::Sketch;

use serde::{Deserialize, Serialize};

use crate::base::{Address, ArticleId, Span};

/// The version of the reader: raised whenever it may read a page otherwise than before.
pub const READER_VERSION: u32 = 3;

/// The note on an article that came from a file of the user's.
pub const SUPPLIED_BY_USER: &str = "supplied by user";

/// One article as read from a page, a record or a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Hash of the canonical URL, else of the content.
    pub id: ArticleId,
    /// The id the input gave, where it gave one.
    pub source_id: Option<String>,
    /// The canonical address, where there is one.
    pub url: Option<Address>,
    /// Who published it, by the page or the source.
    pub publisher: Option<String>,
    /// When it was published, as far as the page says.
    pub published: Option<Published>,
    /// The headline, without the site's name.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case of the country the story is told in.
    pub country: Option<String>,
    /// The text and its blocks.
    pub body: Body,
    /// Whether only a part of the text was there (a paywall, a teaser).
    pub partial: bool,
    /// What else the page says of it.
    #[serde(default)]
    pub details: Details,
    /// What was missing or doubtful, one short phrase each.
    pub notes: Vec<String>,
}

impl Article {
    /// SHA-256 of title and body: an edit of the page is a change of this.
    pub fn text_digest(&self) -> String {
        let text = format!("{}\n\n{}", self.title, self.body.text());
        format!("sha256:{}", crate::base::sha256_hex(text.as_bytes()))
    }
}

/// Why nothing was read from a page. A refusal is a stored fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Not HTML or text (its content type).
    NotText(String),
    /// Nothing to read in it.
    Empty,
    /// The page asks not to be indexed (`noindex`).
    NoIndex,
    /// Hardly any text.
    NoArticle,
    /// A list of links to articles: an index, a section or a tag.
    List,
    /// An empty shell that a script fills in the reader's browser.
    Shell,
    /// A file that cannot be read: what is wrong with it, and what to do.
    BadFile(String),
}

/// A headline in a link to another page of the site.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub address: Address,
    /// Its words.
    pub title: String,
}

/// What a page gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The articles in it: one, or none.
    pub articles: Vec<Article>,
    /// The headlines in its links, where it is a list of them.
    pub leads: Vec<Link>,
    /// Why there is none.
    pub refusal: Option<Refusal>,
    /// What the page wants of those who would keep it.
    pub wishes: Wishes,
}

/// What a page of HTML says, in its tags, of being kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Whether no copy is to be kept (`noarchive`).
    pub noarchive: bool,
    /// What it says of the rights of text and data mining (`tdm-reservation`, TDM Reservation Protocol), as written.
    pub tdm_reservation: Option<String>,
}

/// The sentences of an article in reading order: the title as one, then those of the body.
pub fn sentence_spans(article: &Article) -> Vec<Span> {
    let title = (!article.title.is_empty()).then(|| Span::title(0, article.title.len()));
    title
        .into_iter()
        .chain(sentences(&article.body).into_iter().map(|r| Span::body(r.start, r.end)))
        .collect()
}
