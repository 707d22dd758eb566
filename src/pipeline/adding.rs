//! Files that a user supplies, on their way into the library.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::article::{Article, DateOrigin, Published};
use crate::base::{Address, ArticleId, PartialDate, sha256_hex};
use crate::events::{Corrections, Facts};
use crate::fetch::Clock;
use crate::pipeline::inputs::{Document, DocumentKind, documents};
use crate::pipeline::keeper::{Counts, Incoming, Keeper, Raw};
use crate::pipeline::reading::{read_document, read_in_order};
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Hints, NewVersion, Origin, Page, RunKind};

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
    let mut keeper = Keeper::open(folder, "awardwire add")?;
    let run = keeper.note(|batch| batch.begin_run(RunKind::Add, clock.now()))?;
    let corrections = keeper.corrections().clone();
    let mut report = AddReport::default();
    let mut step: Vec<Incoming> = Vec::with_capacity(STEP);
    let inputs = paths.iter().flat_map(|path| documents(path));
    read_in_order(
        inputs,
        |input| {
            let document = input.map_err(|error| error.to_string())?;
            let read =
                read_document(&document, &corrections).map_err(|why| format!("{}: {why}", document.place))?;
            Ok(incoming(document, read, options, &corrections, clock.now()))
        },
        |result: Result<Incoming, String>| -> Result<(), PipelineError> {
            match result {
                Ok(one)
                    if one
                        .read
                        .as_ref()
                        .is_some_and(|(_, facts)| facts.relevance < options.min_relevance) =>
                {
                    report.left_out += 1;
                }
                Ok(one) => step.push(one),
                Err(why) => {
                    report.failed += 1;
                    complain(&why);
                }
            }
            if step.len() == STEP { keeper.put(std::mem::take(&mut step), |_| Ok(())) } else { Ok(()) }
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

fn incoming(
    document: Document,
    (mut article, mut facts): (Article, Facts),
    options: &AddOptions,
    corrections: &Corrections,
    now: Timestamp,
) -> Incoming {
    let publisher = options.publisher.clone();
    if article.publisher.is_none() {
        article.publisher.clone_from(&publisher);
    }
    let is_named_by_user = article.url.is_none() && options.url.is_some();
    let is_dated_by_user = article.published.is_none() && options.published.is_some();
    if is_dated_by_user {
        article.published = options.published.map(|date| Published::on(date, DateOrigin::Record));
    }
    if let (None, Some(url)) = (&article.url, &options.url) {
        let url = url.canonical();
        article.id = ArticleId::of_url(url.as_str());
        article.url = Some(url);
    }
    if is_dated_by_user || is_named_by_user {
        // Relative dates hang on the day of publication, corrections on the address.
        facts = super::reading::facts_of(&article, corrections);
    }
    let content_type = match document.kind {
        DocumentKind::Html => "text/html",
        DocumentKind::Text => "text/plain",
        DocumentKind::Record => "application/json",
    };
    let page = Page {
        id: article.id.clone(),
        url: article.url.clone(),
        source_id: article.source_id.clone(),
        publisher: article.publisher.clone(),
        country: article.country.clone(),
        first_seen: now,
        origin: Origin::User,
        source: None,
    };
    let version = NewVersion {
        fetched_at: now,
        requested: None,
        final_url: article.url.clone(),
        status: 200,
        content_type: Some(content_type.to_owned()),
        etag: None,
        last_modified: None,
        robots_tag: None,
        content_sha256: sha256_hex(&document.bytes),
        archived: None,
        text_digest: Some(article.text_digest()),
        hints: Hints {
            publisher,
            published: options.published.map(|date| date.to_string()),
            ..Hints::default()
        },
    };
    // An article without an address is named by its id, never by the path of somebody's machine.
    let uri =
        article.url.as_ref().map_or_else(|| format!("urn:awardwire:{}", article.id), ToString::to_string);
    let raw = Raw::Resource { uri, content_type, bytes: document.bytes };
    Incoming { page, version, raw, read: Some((article, facts)) }
}
