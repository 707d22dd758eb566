//! Files that a user supplies, on their way into the library.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::article::{Article, DateOrigin, Published, SUPPLIED_BY_USER};
use crate::base::{Address, ArticleId, PartialDate, sha256_hex};
use crate::events::Corrections;
use crate::fetch::{Clock, Fetched};
use crate::pipeline::inputs::{Document, DocumentKind, documents};
use crate::pipeline::keeper::{Counts, Incoming, Keeper, Raw};
use crate::pipeline::reading::{BYTES_IN_HAND, Piece, Pieces, pieces_of, read_documents_in_order};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Hints, NewVersion, Origin, Page, RunKind, Tombstone, TombstoneKind};

/// Documents kept in one transaction.
const STEP: usize = 256;

/// What the user says about files that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    /// The address of the one document.
    pub url: Option<Address>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Leave out articles that are less relevant than this, from 0 to 1.
    pub min_relevance: f32,
}

/// What an `add` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddReport {
    /// What came in.
    pub counts: Counts,
    /// Documents that could not be taken.
    pub failed: u64,
    /// Articles that are less relevant than asked.
    pub left_out: u64,
    /// Articles that the user has had forgotten.
    pub forgotten: u64,
}

/// Takes in every document of `paths` (files, folders, `-`). `complain` hears, line by line, of each one that could not
/// be taken; the rest goes in.
///
/// # Errors
/// When the library cannot be written.
pub fn add(
    folder: &Folder,
    paths: &[PathBuf],
    options: &AddOptions,
    clock: Clock,
    mut complain: impl FnMut(&str),
) -> Result<AddReport, PipelineError> {
    let mut keeper = Keeper::open(folder, "awardwire add")?.with_clock(clock);
    let run = keeper.note(|batch| batch.begin_run(RunKind::Add, clock.now()))?;
    let corrections = keeper.corrections().clone();
    let repeats = keeper.repeats().clone();
    let mut report = AddReport::default();
    let mut step: Vec<Incoming> = Vec::with_capacity(STEP);
    let mut step_bytes = 0;
    let mut is_name_taken = false;
    let inputs = paths.iter().flat_map(|path| documents(path));
    read_documents_in_order(
        inputs,
        |input| {
            let document = input.map_err(|error| error.to_string())?;
            let pieces = pieces_of(&document, options.url.as_ref())
                .map_err(|why| format!("{}: {why}", document.place))?;
            Ok(all_incoming(document, pieces, options, (&corrections, &repeats), clock.now()))
        },
        |result: Result<Supplied, String>| -> Result<(), PipelineError> {
            match result {
                Ok(supplied) if supplied.is_named_by_user && is_name_taken => {
                    report.failed += 1;
                    complain(&format!("{}: --url is for one article, and another has it", supplied.place));
                }
                Ok(supplied) => {
                    is_name_taken |= supplied.is_named_by_user;
                    report.failed += supplied.refused.len() as u64;
                    supplied.refused.iter().for_each(|why| complain(&format!("{}: {why}", supplied.place)));
                    step_bytes += supplied.bytes;
                    for one in supplied.articles {
                        let relevance = one.read.as_ref().map_or(1.0, |(_, facts)| facts.relevance);
                        let stone = keeper.store().tombstone_of(Some(&one.page.id), &one.addresses())?;
                        if let Some(stone) = stone {
                            report.forgotten += 1;
                            complain(&format!(
                                "{}: {}",
                                supplied.place,
                                was_forgotten(&stone, one.page.url.as_ref())
                            ));
                        } else if relevance < options.min_relevance {
                            report.left_out += 1;
                        } else {
                            step.push(one);
                        }
                    }
                }
                Err(why) => {
                    report.failed += 1;
                    complain(&why);
                }
            }
            if step.len() < STEP && step_bytes < BYTES_IN_HAND {
                return Ok(());
            }
            step_bytes = 0;
            keeper.put(std::mem::take(&mut step), |_| Ok(()))
        },
    )?;
    if !step.is_empty() {
        keeper.put(step, |_| Ok(()))?;
    }
    report.counts = keeper.counts();
    let counts = [
        ("new", report.counts.new),
        ("changed", report.counts.changed),
        ("known", report.counts.known),
        ("failed", report.failed),
    ];
    let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let ended = clock.now();
    keeper.note(|batch| batch.note_run(run, &counts, Some(ended)))?;
    Ok(report)
}

/// "http://news.example/a was forgotten on 2026-06-30 (asked to): `awardwire forget --undo …` lets it in again".
fn was_forgotten(stone: &Tombstone, url: Option<&Address>) -> String {
    let why = stone.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
    let url = url.filter(|_| stone.kind == TombstoneKind::Page);
    let what = url.map_or(stone.what.as_str(), Address::as_str);
    let day = stone.at.strftime("%Y-%m-%d");
    format!("{what} was forgotten on {day}{why}: `awardwire forget --undo {what}` lets it in again")
}

/// What one document of the user's gave.
struct Supplied {
    place: String,
    articles: Vec<Incoming>,
    /// What in it could not be used, and why.
    refused: Vec<String>,
    /// How large the document is.
    bytes: usize,
    /// Whether an article in it has its address from the user.
    is_named_by_user: bool,
}

fn all_incoming(
    document: Document,
    Pieces { pieces, refused }: Pieces,
    options: &AddOptions,
    (corrections, repeats): (&Corrections, &SiteRepeats),
    now: Timestamp,
) -> Supplied {
    if let Some(mut fetched) = document.fetched() {
        // No page was fetched later than it was brought, whatever its archive says.
        fetched.fetched_at = fetched.fetched_at.min(now);
        return of_page(document.place, fetched, pieces, (corrections, repeats), now);
    }
    let content_type = match document.kind {
        DocumentKind::Html | DocumentKind::Page => "text/html",
        DocumentKind::Text => "text/plain",
        DocumentKind::Record => "application/json",
        DocumentKind::File(format) => format.media_type(),
    };
    let are_many = pieces.len() > 1;
    let content_sha256 = sha256_hex(&document.bytes);
    let bytes = Arc::new(document.bytes);
    let mut supplied = Supplied {
        place: document.place,
        articles: Vec::with_capacity(pieces.len()),
        refused,
        bytes: bytes.len(),
        is_named_by_user: false,
    };
    for mut piece in pieces {
        supplied.is_named_by_user |= complete(&mut piece.article, options);
        let version = version_of(&piece.article, options, content_type, &content_sha256, now);
        let is_page = document.kind == DocumentKind::Html;
        let edges = if is_page { repeats.strip(&mut piece.article) } else { Edges::default() };
        let (article, facts) = piece.with_facts(corrections);
        // An article without an address is named by its id, never by the path of somebody's machine; a file with many
        // articles by its content.
        let uri = match &article.url {
            _ if are_many => format!("urn:sha256:{content_sha256}"),
            Some(url) => url.to_string(),
            None => format!("urn:awardwire:{}", article.id),
        };
        supplied.articles.push(Incoming {
            page: page_of(&article, now),
            version,
            raw: Raw::Resource { uri, content_type, bytes: Arc::clone(&bytes) },
            read: Some((article, facts)),
            edges,
        });
    }
    supplied
}

/// A page from the archive of a crawler: it goes into the archive as it was answered, with the day it was fetched.
fn of_page(
    place: String,
    fetched: Fetched,
    pieces: Vec<Piece>,
    (corrections, repeats): (&Corrections, &SiteRepeats),
    now: Timestamp,
) -> Supplied {
    let bytes = fetched.body.len();
    let mut supplied =
        Supplied { place, articles: Vec::new(), refused: Vec::new(), bytes, is_named_by_user: false };
    let Some(mut piece) = pieces.into_iter().next() else { return supplied };
    let options = AddOptions::default();
    complete(&mut piece.article, &options);
    let version = NewVersion {
        fetched_at: fetched.fetched_at,
        requested: Some(fetched.requested.clone()),
        final_url: Some(fetched.address.clone()),
        content_type: fetched.content_type.clone(),
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
        robots_tag: fetched.robots_tag.clone(),
        ..version_of(&piece.article, &options, "", &sha256_hex(&fetched.body), now)
    };
    let edges = repeats.strip(&mut piece.article);
    let (article, facts) = piece.with_facts(corrections);
    supplied.articles.push(Incoming {
        page: page_of(&article, now),
        version,
        raw: Raw::Response(Box::new(fetched)),
        read: Some((article, facts)),
        edges,
    });
    supplied
}

/// Fills in what the document did not say; whether the address is the user's.
fn complete(article: &mut Article, options: &AddOptions) -> bool {
    if article.publisher.is_none() {
        article.publisher.clone_from(&options.publisher);
    }
    date_by_user(article, options.published);
    article.notes.push(SUPPLIED_BY_USER.to_owned());
    let Some(said) = &options.url else { return false };
    let said = said.canonical();
    if article.url.is_none() {
        article.id = ArticleId::of_url(said.as_str());
        article.url = Some(said.clone());
    }
    article.url == Some(said)
}

/// The user's date holds where the document has none, or only that of its own making.
pub(super) fn date_by_user(article: &mut Article, said: Option<PartialDate>) {
    let is_open = article.published.is_none_or(|found| found.origin == DateOrigin::FileProperties);
    if let Some(date) = said.filter(|_| is_open) {
        article.published = Some(Published::on(date, DateOrigin::Record));
        article.notes.retain(|note| note != "no publication date");
    }
}

/// What the user said of the date, as it is kept.
pub(super) fn said_date(hints: &Hints) -> Option<PartialDate> {
    hints.published.as_deref().and_then(|date| date.parse().ok())
}

fn page_of(article: &Article, now: Timestamp) -> Page {
    Page {
        id: article.id.clone(),
        url: article.url.clone(),
        source_id: article.source_id.clone(),
        publisher: article.publisher.clone(),
        country: article.country.clone(),
        first_seen: now,
        origin: Origin::User,
        source: None,
    }
}

fn version_of(
    article: &Article,
    options: &AddOptions,
    content_type: &str,
    content_sha256: &str,
    now: Timestamp,
) -> NewVersion {
    NewVersion {
        fetched_at: now,
        requested: None,
        final_url: article.url.clone(),
        status: 200,
        content_type: Some(content_type.to_owned()),
        etag: None,
        last_modified: None,
        robots_tag: None,
        content_sha256: content_sha256.to_owned(),
        archived: None,
        text_digest: Some(article.text_digest()),
        hints: Hints {
            publisher: options.publisher.clone(),
            published: options.published.map(|date| date.to_string()),
            ..Hints::default()
        },
    }
}
