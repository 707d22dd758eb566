//! Reads every archived page again: after an upgrade of the reader, or when the corrections have changed.

use std::collections::BTreeSet;

use crate::article::{self, Article, FileFormat, SUPPLIED_BY_USER};
use crate::base::ArticleId;
use crate::events::Corrections;
use crate::fetch::{Location, WarcRecord, read_at};
use crate::pipeline::adding::{date_by_user, said_date};
use crate::pipeline::inputs::{Document, DocumentKind};
use crate::pipeline::keeper::{Counts, Incoming, Keeper, Raw};
use crate::pipeline::reading::{Piece, pieces_of};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Origin, Page, PageVersion, Store};

/// Pages read in one batch.
const STEP: usize = 128;

/// Reads every page of the archive again and keeps what is found now in the place of what was found then.
///
/// # Errors
/// When the database or index fails. A page that can no longer be read from the archive is counted as refused and
/// keeps what was read from it before.
pub fn reread(folder: &Folder, mut keeper: Keeper) -> Result<Counts, PipelineError> {
    let mut after = None;
    let mut opened = Opened::default();
    loop {
        let pages = keeper.store().latest_versions(after.as_ref(), STEP)?;
        let Some((last, _)) = pages.last() else { break };
        after = Some(last.id.clone());
        let mut incoming = Vec::with_capacity(pages.len());
        for (page, version) in pages {
            let by = (keeper.repeats(), keeper.corrections());
            incoming.extend(again(folder, by, &mut opened, page, version));
        }
        keeper.put(incoming, |_| Ok(()))?;
    }
    // Articles were taken out of their deals one batch after the other; now all of them are there again.
    keeper.match_anew()?;
    keeper.note_all_read()?;
    Ok(keeper.counts())
}

/// Reads the newest version of these pages again, as [`reread`] does for all.
///
/// # Errors
/// As [`reread`].
pub(super) fn reread_articles(
    folder: &Folder,
    keeper: &mut Keeper,
    articles: &[ArticleId],
) -> Result<(), PipelineError> {
    for step in articles.chunks(STEP) {
        let ids = step.iter().cloned().collect();
        let incoming = read_again(folder, keeper.store(), keeper.repeats(), keeper.corrections(), &ids)?;
        keeper.put(incoming, |_| Ok(()))?;
    }
    Ok(())
}

/// Files of many articles that are kept open together: their pages come in the order of their ids, which is none.
const MOST_BYTES_OPEN: usize = 64 << 20;

/// Files of many articles, as they were read for the first of them.
#[derive(Default)]
pub(super) struct Opened {
    files: Vec<(Location, Vec<Piece>, usize)>,
}

impl Opened {
    /// What was read of a file, if it was read already.
    fn pieces(&self, location: &Location) -> Option<&[Piece]> {
        self.files.iter().find(|(known, ..)| known == location).map(|(_, pieces, _)| pieces.as_slice())
    }

    /// Keeps what was read of a file; the oldest go when they become too many.
    fn keep(&mut self, location: Location, pieces: Vec<Piece>, bytes: usize) {
        self.files.push((location, pieces, bytes));
        while self.files.len() > 1
            && self.files.iter().map(|(.., bytes)| bytes).sum::<usize>() > MOST_BYTES_OPEN
        {
            self.files.remove(0);
        }
    }
}

/// What a kept page is read as.
#[derive(Clone, Debug)]
pub(super) struct PageRead {
    /// The article, without what its site repeats, and what its record's own fields say.
    pub piece: Piece,
    /// What stood at its head and foot.
    pub edges: Edges,
    /// The digest of its text as a whole.
    pub text_digest: String,
}

/// An article as its newest page is read now, before anything was said of it; `None` where the page is not kept.
pub(super) fn read_page(
    folder: &Folder,
    repeats: &SiteRepeats,
    opened: &mut Opened,
    page: &Page,
    version: &PageVersion,
) -> Option<PageRead> {
    let place = version.fetched.archived.as_ref()?;
    let location = Location { file: place.file.clone(), offset: place.offset, length: place.length };
    let is_page = version.fetched.content_type.as_deref().is_none_or(|kind| kind.contains("html"));
    let mut piece = if let Some(pieces) = opened.pieces(&location) {
        of_page(pieces, page)?
    } else {
        let record = read_at(&folder.archive(), &location).ok()?;
        piece_of(record, page, version, |pieces, bytes| opened.keep(location, pieces, bytes))?
    };
    complete(&mut piece.article, page, version);
    let text_digest = piece.article.text_digest();
    let edges = if is_page { repeats.strip(&mut piece.article) } else { Edges::default() };
    Some(PageRead { piece, edges, text_digest })
}

/// Reads the newest version of these pages again, within a batch; a page that is not kept is left out.
pub(super) fn read_again(
    folder: &Folder,
    store: &Store,
    repeats: &SiteRepeats,
    corrections: &Corrections,
    articles: &BTreeSet<ArticleId>,
) -> Result<Vec<Incoming>, PipelineError> {
    let mut opened = Opened::default();
    let mut incoming = Vec::with_capacity(articles.len());
    for id in articles {
        let (page, version) = (store.page(id)?, store.page_versions(id)?.pop());
        let found = page.zip(version);
        incoming.extend(
            found.and_then(|(page, version)| {
                again(folder, (repeats, corrections), &mut opened, page, version)
            }),
        );
    }
    Ok(incoming)
}

fn again(
    folder: &Folder,
    (repeats, corrections): (&SiteRepeats, &Corrections),
    opened: &mut Opened,
    page: Page,
    version: PageVersion,
) -> Option<Incoming> {
    let read = read_page(folder, repeats, opened, &page, &version)?;
    let PageRead { piece, edges, text_digest } = read;
    let (article, facts) = piece.with_facts(corrections);
    let version = crate::store::NewVersion { text_digest: Some(text_digest), ..version.fetched };
    Some(Incoming { page, version, raw: Raw::Kept, read: Some((article, facts)), edges })
}

/// The article of a page in what the archive has of it; a file of many is handed to `keep` beside.
pub(super) fn piece_of(
    record: WarcRecord,
    page: &Page,
    version: &PageVersion,
    keep: impl FnOnce(Vec<Piece>, usize),
) -> Option<Piece> {
    if record.kind == crate::fetch::WarcKind::Response {
        let hints = super::crawl_reading::article_hints(&version.fetched.hints);
        let fetched = record.into_fetched()?;
        if version.fetched.content_type.as_deref() == Some("application/json") {
            let document = Document::new(String::new(), DocumentKind::Record, fetched.body);
            return piece_in(&document, page, keep);
        }
        let article = article::read(&fetched, &hints).articles.into_iter().next()?;
        return Some(Piece { article, told: None });
    }
    let kind = match record.content_type.as_deref() {
        Some("text/html") => DocumentKind::Html,
        Some("application/json") => DocumentKind::Record,
        Some(name) => FileFormat::of_media_type(name).map_or(DocumentKind::Text, DocumentKind::File),
        None => DocumentKind::Text,
    };
    piece_in(&Document::new(String::new(), kind, record.payload), page, keep)
}

/// The article of a page in a document that may hold several.
fn piece_in(document: &Document, page: &Page, keep: impl FnOnce(Vec<Piece>, usize)) -> Option<Piece> {
    let bytes = document.bytes.len();
    let mut pieces = pieces_of(document, page.url.as_ref()).ok()?.pieces;
    if pieces.len() == 1 {
        return pieces.pop();
    }
    // A file with several articles is read for all of them.
    let mine = of_page(&pieces, page);
    keep(pieces, bytes);
    mine
}

fn of_page(pieces: &[Piece], page: &Page) -> Option<Piece> {
    pieces.iter().find(|piece| piece.article.id == page.id).cloned()
}

/// What the library knows of the page beside the file.
pub(super) fn complete(found: &mut Article, page: &Page, version: &PageVersion) {
    if page.origin == Origin::User {
        found.notes.push(SUPPLIED_BY_USER.to_owned());
    }
    // The page's row is its identity, whatever a newer reader makes of its address; what the user said of a document
    // that does not say it itself holds on.
    found.id = page.id.clone();
    let said = &version.fetched.hints;
    found.url = found.url.take().or_else(|| page.url.clone());
    found.publisher = found.publisher.take().or_else(|| said.publisher.clone());
    date_by_user(found, said_date(said));
}
