//! How is it written down?
//!
//! Deals, articles and events go out one at a time through an [`Exporter`], one file per format, in constant memory.
//! What stands in them came from outside: every format disarms what could act on its reader (a formula, a link, HTML,
//! a control character). This room must not know the terminal or SQLite.

mod ai_uses;
pub mod alerts;
pub mod archived;
mod atom;
mod bibtex;
mod calendar;
mod charts;
mod citation;
mod claim;
mod csl;
mod csv;
mod deal;
mod deal_facts;
pub mod deal_hits;
mod deal_row;
mod deal_summary;
pub mod digest;
pub mod digest_html;
mod digest_record;
pub mod digest_words;
mod edits;
mod entity;
pub mod entity_hits;
mod event;
mod evidence;
pub mod faults;
mod ftm;
pub mod hits;
mod html;
mod html_page;
mod html_text;
mod ics;
mod ics_text;
mod item;
mod json;
mod jsonl;
pub mod ledger;
mod markdown;
mod markdown_text;
mod moments;
mod ocds;
mod preface;
pub mod profile;
pub mod profile_html;
mod record;
mod record_event;
mod record_parts;
mod record_row;
mod record_term;
mod ris;
mod row;
mod safe_json;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod standards_tests;
#[cfg(test)]
mod tests;
pub mod timeline;
pub mod tracker;
mod urn;
mod xlsx;
mod xml_text;

pub use claim::ClaimRecord;
pub use csv::{write_deals as write_deals_csv, write_texts as write_csv};
pub use deal::{DealClaim, DealRecord, DealSum, Party, Source};
pub use deal_facts::{DealOfficial, DealSource, DealStage, DealWord, PageProof};
pub use deal_summary::{DealClause, DealSummary, LazySummary};
pub use edits::EditRecord;
pub use entity::EntityRow;
pub use event::EventRecord;
pub use evidence::{Evidence, EvidenceEvent, Mark, MarkKind, Slot};
pub use item::{Item, Kind};
pub use jsonl::write_deals as write_deals_jsonl;
pub use preface::{Closing, Preface};
pub use record::{FORMAT_VERSION, Options, Record};
pub use record_event::{RecordEvent, RecordOfficial, RecordSum};
pub use record_parts::{RecordAmount, RecordMention, RecordOrganisation, Surface};
pub use record_term::RecordTerm;
pub use safe_json::write as write_json;

use std::io::{self, Write};

/// Writes items in one format.
///
/// Called in this order: `begin` once, `item` for each, `end` once. A format that writes one item at a time keeps nothing
/// of it, so memory stays the same however many there are. An error is the writer's own. Items may come from several threads,
/// one after the other.
pub trait Exporter: Send {
    /// Writes what stands before the first item.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes one item of the kind that was begun, or of one that goes with it ([`Format::companions`]).
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands after the last item.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn end(&mut self, closing: Closing, out: &mut dyn Write) -> io::Result<()>;
}

/// A format to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One JSON array.
    Json,
    /// Comma-separated values (RFC 4180) with a header line.
    Csv,
    /// Markdown (CommonMark), a section per item.
    Markdown,
    /// A workbook for spreadsheets (Office Open XML).
    Xlsx,
    /// A page to hand over: charts, a table and numbered sources. Deals only.
    Html,
    /// An Open Contracting release package, a release per deal.
    Ocds,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// An Atom feed, an entry per item.
    Atom,
    /// A calendar with the days of deals.
    Ics,
    /// BibTeX, an entry per article.
    Bibtex,
    /// CSL-JSON, an entry per article.
    Csl,
    /// RIS, a reference per article.
    Ris,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 13] = [
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Markdown,
        Self::Xlsx,
        Self::Html,
        Self::Ocds,
        Self::Ftm,
        Self::Atom,
        Self::Ics,
        Self::Bibtex,
        Self::Csl,
        Self::Ris,
    ];

    /// The word used on the command line, which may stand at the end of a file's name too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Ocds => "ocds",
            Self::Ftm => "ftm",
            Self::Atom => "atom",
            Self::Ics => "ics",
            Self::Bibtex => "bibtex",
            Self::Csl => "csl",
            Self::Ris => "ris",
        }
    }

    /// The format that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }

    /// The format of files whose names end so, in small letters and without the dot.
    pub fn from_file_end(end: &str) -> Option<Self> {
        if end == "bib" { Some(Self::Bibtex) } else { Self::from_word(end) }
    }

    /// Whether it can hold items of this kind.
    pub fn holds(self, kind: Kind) -> bool {
        match self {
            Self::JsonLines | Self::Json | Self::Csv | Self::Markdown | Self::Xlsx => {
                Kind::ALL.contains(&kind)
            }
            Self::Html | Self::Ocds | Self::Ics => kind == Kind::Deals,
            Self::Ftm => matches!(kind, Kind::Deals | Kind::Articles),
            Self::Atom => matches!(kind, Kind::Deals | Kind::Articles | Kind::Events),
            Self::Bibtex | Self::Csl | Self::Ris => kind == Kind::Articles,
        }
    }

    /// Whether it writes deals with their paragraph.
    pub fn tells_summaries(self) -> bool {
        matches!(self, Self::JsonLines | Self::Json | Self::Csv | Self::Markdown | Self::Xlsx)
    }

    /// Whether its bytes are no text.
    pub fn is_binary(self) -> bool {
        self == Self::Xlsx
    }

    /// What else goes into a file of items of this kind: a workbook of deals has sheets of their claims and articles.
    pub fn companions(self, kind: Kind) -> &'static [Kind] {
        match (self, kind) {
            (Self::Xlsx, Kind::Deals) => &[Kind::Claims, Kind::Articles],
            (Self::Ftm, Kind::Deals) => &[Kind::Articles],
            _ => &[],
        }
    }

    /// A fresh exporter of this format.
    pub fn exporter(self) -> Box<dyn Exporter> {
        match self {
            Self::JsonLines => Box::new(jsonl::JsonLinesExporter::default()),
            Self::Json => Box::new(json::JsonExporter::default()),
            Self::Csv => Box::new(csv::CsvExporter::default()),
            Self::Markdown => Box::new(markdown::MarkdownExporter::default()),
            Self::Xlsx => Box::new(xlsx::XlsxExporter::default()),
            Self::Html => Box::new(html::HtmlExporter::default()),
            Self::Ocds => Box::new(ocds::OcdsExporter::default()),
            Self::Ftm => Box::new(ftm::FtmExporter::default()),
            Self::Atom => Box::new(atom::AtomExporter::default()),
            Self::Ics => Box::new(ics::IcsExporter::default()),
            Self::Bibtex => Box::new(bibtex::BibtexExporter::default()),
            Self::Csl => Box::new(csl::CslExporter::default()),
            Self::Ris => Box::new(ris::RisExporter::default()),
        }
    }
}
