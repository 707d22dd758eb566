//! Reads every archived page again: after an upgrade of the reader, or when the corrections have changed.

use crate::article::{self, FileFormat, SUPPLIED_BY_USER, read_record};
use crate::base::ArticleId;
use crate::fetch::{Location, WarcRecord, read_at};
use crate::pipeline::adding::{date_by_user, said_date};
use crate::pipeline::inputs::{Document, DocumentKind};
use crate::pipeline::keeper::{Counts, Incoming, Keeper, Raw};
use crate::pipeline::reading::{articles_of, facts_of};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Origin, Page, PageVersion};

/// Pages read in one batch.
const STEP: usize = 128;

/// Reads every page of the archive again and keeps what is found now in the place of what was found then.
///
/// # Errors
/// When the database or index fails. A page that can no longer be read from the archive is counted as refused and
/// keeps what was read from it before.
pub fn reread(folder: &Folder, mut keeper: Keeper) -> Result<Counts, PipelineError> {
    let mut after = None;
    loop {
        let pages = keeper.store().latest_versions(after.as_ref(), STEP)?;
        let Some((last, _)) = pages.last() else { break };
        after = Some(last.id.clone());
        let mut incoming = Vec::with_capacity(pages.len());
        for (page, version) in pages {
            incoming.extend(again(folder, &keeper, page, version));
        }
        keeper.put(incoming, |_| Ok(()))?;
    }
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
        let mut incoming = Vec::with_capacity(step.len());
        for id in step {
            let (page, version) = (keeper.store().page(id)?, keeper.store().page_versions(id)?.pop());
            incoming
                .extend(page.zip(version).and_then(|(page, version)| again(folder, keeper, page, version)));
        }
        keeper.put(incoming, |_| Ok(()))?;
    }
    Ok(())
}

/// What a kept page is read as.
pub(super) struct PageRead {
    /// The article, without what its site repeats.
    pub article: article::Article,
    /// What stood at its head and foot.
    pub edges: Edges,
    /// The digest of its text as a whole.
    pub text_digest: String,
}

/// An article as its newest page is read now, before anything was said of it; `None` where the page is not kept.
pub(super) fn read_page(
    folder: &Folder,
    repeats: &SiteRepeats,
    page: &Page,
    version: &PageVersion,
) -> Option<PageRead> {
    let place = version.fetched.archived.as_ref()?;
    let location = Location { file: place.file.clone(), offset: place.offset, length: place.length };
    let record = read_at(&folder.archive(), &location).ok()?;
    let is_page = version.fetched.content_type.as_deref().is_none_or(|kind| kind.contains("html"));
    let mut article = article_of(record, page, version)?;
    let text_digest = article.text_digest();
    let edges = if is_page { repeats.strip(&mut article) } else { Edges::default() };
    Some(PageRead { article, edges, text_digest })
}

fn again(folder: &Folder, keeper: &Keeper, page: Page, version: PageVersion) -> Option<Incoming> {
    let PageRead { article, edges, text_digest } = read_page(folder, keeper.repeats(), &page, &version)?;
    let facts = facts_of(&article, keeper.corrections());
    let version = crate::store::NewVersion { text_digest: Some(text_digest), ..version.fetched };
    Some(Incoming { page, version, raw: Raw::Kept, read: Some((article, facts)), edges })
}

fn article_of(record: WarcRecord, page: &Page, version: &PageVersion) -> Option<article::Article> {
    let hints = super::crawl::article_hints(&version.fetched.hints);
    let mut found = if record.kind == crate::fetch::WarcKind::Response {
        article::read(&record.into_fetched()?, &hints).articles.into_iter().next()?
    } else if record.content_type.as_deref() == Some("application/json") {
        read_record(&String::from_utf8_lossy(&record.payload)).ok()?
    } else {
        let kind = match record.content_type.as_deref() {
            Some("text/html") => DocumentKind::Html,
            Some(name) => FileFormat::of_media_type(name).map_or(DocumentKind::Text, DocumentKind::File),
            None => DocumentKind::Text,
        };
        let document = Document { place: String::new(), kind, bytes: record.payload };
        let mut articles = articles_of(&document, page.url.as_ref()).ok()?;
        // A file with several articles is read for each of them.
        let mine = articles.iter().position(|article| article.id == page.id);
        articles.swap_remove(mine.unwrap_or(0))
    };
    if page.origin == Origin::User {
        found.notes.push(SUPPLIED_BY_USER.to_owned());
    }
    // The page's row is its identity, whatever a newer reader makes of its address; what the user said of a document
    // that does not say it itself holds on.
    found.id = page.id.clone();
    let said = &version.fetched.hints;
    found.url = found.url.or_else(|| page.url.clone());
    found.publisher = found.publisher.or_else(|| said.publisher.clone());
    date_by_user(&mut found, said_date(said));
    Some(found)
}
