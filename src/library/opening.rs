//! A page as it was fetched, from the archive, with the sentences of its events marked.

use crate::article::{Article, FileFormat, HarmlessHtml, MarkedHtml, Quote, html_of, marked};
use crate::base::{ArticleId, DealId, sha256_hex};
use crate::deals::{Deal, DealEvent};
use crate::events::{Event, Facts};
use crate::export::archived::{ArchivedPage, FetchedAs, View};
use crate::fetch::{Location, WarcRecord, read_at};
use crate::library::{Library, LibraryError, Shown};
use crate::pipeline::is_excerpt;
use crate::store::{ArchivePlace, Origin, PageVersion};

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpeningQuestion {
    /// The id of an article or deal, or the beginning of it.
    pub id: String,
    /// The number of an article's event, from 0, that a browser goes to.
    pub event: Option<usize>,
    /// Whether the text as it was read is wanted rather than the page.
    pub as_text: bool,
}

/// Why the page is not in the archive any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// In words, with the file where one is at fault.
    pub reason: String,
}

/// A page as it was fetched, and what it was opened for.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPage {
    /// The page, with marks.
    pub page: ArchivedPage,
    /// The deal that was asked for, and in how many articles it is told: the page is that of the first.
    pub deal: Option<(DealId, usize)>,
    /// The event a browser goes to.
    pub event: Option<usize>,
    /// Set where the archive no longer has the page: what is shown is the text that was read.
    pub lost: Option<Lost>,
}

impl Library {
    /// The newest version of a page as it was fetched: an article's own, or that of a deal's first article. What is no HTML,
    /// and what the archive no longer has, comes as the text that was read.
    ///
    /// # Errors
    /// When no or several ids begin so, the article has no such event, or the database fails.
    pub fn archived_page(&self, question: &OpeningQuestion) -> Result<OpenedPage, LibraryError> {
        let (shown, deal, event) = match self.show(&question.id)? {
            Shown::Article(shown) => (*shown, None, question.event),
            Shown::Deal(shown) => {
                let deal = shown.deal;
                if question.event.is_some() {
                    return Err(LibraryError::EventOfDeal(deal.id.to_string()));
                }
                let unknown = || LibraryError::UnknownId(deal.id.to_string());
                let first = first_told(&deal).ok_or_else(unknown)?;
                let Shown::Article(shown) = self.show(first.article.as_str())? else { return Err(unknown()) };
                (*shown, Some((deal.id.clone(), articles_of(&deal))), Some(first.ordinal as usize))
            }
        };
        let events = events_of(shown.facts);
        if let Some(number) = event.filter(|number| *number >= events.len()) {
            let article = shown.article.id.to_string();
            return Err(LibraryError::NoEvent { article, number, events: events.len() });
        }
        let kept = self.kept(&shown.article.id)?;
        let article = shown.article;
        let (html, view) = match (&kept.record, question.as_text) {
            (Ok(_), true) => {
                (HarmlessHtml::of_text(&article), View::Text("the page is there too".to_owned()))
            }
            (Ok(record), false) => html_and_view(record, &article, kept.fetched.as_ref()),
            (Err(_), _) => {
                let why = "the page itself is no longer there".to_owned();
                (HarmlessHtml::of_text(&article), View::Text(why))
            }
        };
        let marked = mark_events(&html, &article, &events, event);
        let page = ArchivedPage { article, events, fetched: kept.fetched, view, marked, sample: false };
        Ok(OpenedPage { page, deal, event, lost: kept.record.err() })
    }

    /// What the archive has of an article's page.
    pub(super) fn kept(&self, id: &ArticleId) -> Result<Kept, LibraryError> {
        let mut versions = self.store.page_versions(id)?;
        // A later answer in which nothing was found to read is not what the article was read from.
        let read = versions.iter().rposition(|version| version.fetched.text_digest.is_some());
        let version = read.map(|place| versions.swap_remove(place)).or_else(|| versions.pop());
        let Some(PageVersion { fetched, .. }) = version else {
            let reason = "the library does not know its page".to_owned();
            return Ok(Kept { record: Err(Lost { reason }), fetched: None });
        };
        let record = match fetched.archived {
            Some(ArchivePlace { file, offset, length }) => {
                read_at(&self.folder.archive(), &Location { file, offset, length })
                    .map_err(|error| Lost { reason: error.to_string() })
            }
            None => Err(Lost { reason: "the page was not to be kept".to_owned() }),
        };
        let is_supplied = self.store.page(id)?.is_some_and(|page| page.origin == Origin::User);
        // Of a page that is not kept the digest is there, and only an excerpt to compare with it.
        let is_intact = record
            .as_ref()
            .ok()
            .filter(|record| !is_excerpt(record))
            .map(|record| sha256_hex(&record.payload) == fetched.content_sha256);
        let fetched = FetchedAs {
            address: fetched.final_url,
            at: fetched.fetched_at,
            status: (!is_supplied).then_some(fetched.status),
            sha256: fetched.content_sha256,
            is_intact,
        };
        Ok(Kept { record, fetched: Some(fetched) })
    }
}

/// What the archive has of a page.
pub(super) struct Kept {
    pub(super) record: Result<WarcRecord, Lost>,
    pub(super) fetched: Option<FetchedAs>,
}

/// The event of the deal's first article, by the day it was published.
fn first_told(deal: &Deal) -> Option<&DealEvent> {
    deal.events.iter().min_by_key(|told| {
        let day = told.published.or(told.written).map(|day| day.first_day());
        (day.is_none(), day, &told.article, told.ordinal)
    })
}

fn articles_of(deal: &Deal) -> usize {
    crate::report::article_count(deal)
}

/// What an article tells; one that is not relevant tells nothing.
pub(super) fn events_of(facts: Facts) -> Vec<Event> {
    if facts.relevant { facts.events } else { Vec::new() }
}

fn html_and_view(
    record: &WarcRecord,
    article: &Article,
    fetched: Option<&FetchedAs>,
) -> (HarmlessHtml, View) {
    match html_of(record.content_type.as_deref(), &record.payload) {
        Some(html) => {
            let address = fetched.and_then(|fetched| fetched.address.as_ref()).or(article.url.as_ref());
            let (html, is_cut) = HarmlessHtml::of_page(&html, address);
            (html, View::Page { is_cut })
        }
        None => (HarmlessHtml::of_text(article), View::Text(kind_in_words(record).to_owned())),
    }
}

/// What the bytes are, where they are no HTML.
fn kind_in_words(record: &WarcRecord) -> &'static str {
    if is_excerpt(record) {
        return "the page is not kept, as it asks, but for the sentences that prove its facts";
    }
    let name = record.content_type.as_deref().unwrap_or_default();
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let format = FileFormat::of_media_type(&name).or_else(|| FileFormat::of_content(&record.payload));
    match format {
        Some(FileFormat::Pdf) => "the page is a PDF document",
        Some(FileFormat::Word) => "the page is a Word document",
        Some(FileFormat::Mail) => "it came in a mail",
        Some(FileFormat::SavedPage | FileFormat::WebArchive) => "it came in a page saved with its parts",
        None if name == "application/json" => "it came as a record of data (JSON)",
        None => "it came as plain text",
    }
}

pub(super) fn mark_events(
    html: &HarmlessHtml,
    article: &Article,
    events: &[Event],
    focus: Option<usize>,
) -> MarkedHtml {
    let quotes: Vec<Quote<'_>> = events.iter().map(|event| Quote::of(article, event.evidence)).collect();
    marked(html, &quotes, focus)
}
