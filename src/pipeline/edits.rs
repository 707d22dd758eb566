//! Articles that were edited, as they were before and as they are now, both read as today's reader reads them.

use jiff::Timestamp;

use crate::article::Article;
use crate::base::ArticleId;
use crate::events::Facts;
use crate::pipeline::rereading::{Opened, PageRead, read_page};
use crate::pipeline::site_repeats::SiteRepeats;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{Page, PageVersion, Store};

/// An article as it was seen once.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// When it was first seen so.
    pub seen: Timestamp,
    /// The article.
    pub article: Article,
    /// Its facts, with the user's word on them.
    pub facts: Facts,
}

/// An article before and after its last edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    /// As it was.
    pub before: Version,
    /// As it is.
    pub after: Version,
}

/// Hands every article whose text was edited to `work`, in order of id; one at a time is in memory. Only pages with more than
/// one text are read. The whole of what was known in part is no edit, nor is what only another reader reads otherwise.
///
/// # Errors
/// When the library cannot be read, and those of `work`. A version that is not kept is passed over.
pub fn for_each_edit<E: From<PipelineError>>(
    folder: &Folder,
    store: &Store,
    mut work: impl FnMut(Edited) -> Result<(), E>,
) -> Result<(), E> {
    let corrections = folder.read_corrections()?;
    let repeats = SiteRepeats::of(store).map_err(PipelineError::from)?;
    let mut opened = Opened::default();
    for id in store.pages_with_edits().map_err(PipelineError::from)? {
        let page = store.page(&id).map_err(PipelineError::from)?;
        let versions = store.page_versions(&id).map_err(PipelineError::from)?;
        let Some((page, (former, latest))) = page.zip(last_edit(versions)) else { continue };
        let mut read = |version: &PageVersion, page: &Page| {
            read_page(folder, &repeats, &mut opened, page, version)
                .map(|read| (version.fetched.fetched_at, read))
        };
        let Some(((was, old), (is, new))) = read(&former, &page).zip(read(&latest, &page)) else { continue };
        if old.text_digest == new.text_digest || old.piece.article.partial != new.piece.article.partial {
            continue;
        }
        let version = |seen, (article, facts)| Version { seen, article, facts };
        work(Edited {
            before: version(was, old.piece.with_facts(&corrections)),
            after: version(is, new.piece.with_facts(&corrections)),
        })?;
    }
    Ok(())
}

/// Every edit of one article, oldest first, as [`for_each_edit`] has the last of each.
///
/// # Errors
/// When the library cannot be read.
pub fn edits_of(folder: &Folder, store: &Store, id: &ArticleId) -> Result<Vec<Edited>, PipelineError> {
    let mut versions = store.page_versions(id)?;
    versions.retain(|version| version.fetched.text_digest.is_some());
    let page = store.page(id)?.filter(|_| versions.len() > 1);
    let Some(page) = page else { return Ok(Vec::new()) };
    let corrections = folder.read_corrections()?;
    let repeats = SiteRepeats::of(store)?;
    let mut opened = Opened::default();
    let mut edits = Vec::new();
    let mut former: Option<(Timestamp, PageRead)> = None;
    for version in versions {
        let Some(read) = read_page(folder, &repeats, &mut opened, &page, &version) else { continue };
        if let Some((seen, before)) = former.take()
            && before.text_digest != read.text_digest
            && before.piece.article.partial == read.piece.article.partial
        {
            let of = |seen, (article, facts)| Version { seen, article, facts };
            edits.push(Edited {
                before: of(seen, before.piece.with_facts(&corrections)),
                after: of(version.fetched.fetched_at, read.piece.clone().with_facts(&corrections)),
            });
        }
        former = Some((version.fetched.fetched_at, read));
    }
    Ok(edits)
}

/// The last version with a text and the one before it whose text and bytes were others.
fn last_edit(mut versions: Vec<PageVersion>) -> Option<(PageVersion, PageVersion)> {
    versions.retain(|version| version.fetched.text_digest.is_some());
    let latest = versions.pop()?;
    let is_other = |version: &PageVersion| {
        version.fetched.text_digest != latest.fetched.text_digest
            && version.fetched.content_sha256 != latest.fetched.content_sha256
    };
    let former = versions.into_iter().rfind(is_other)?;
    Some((former, latest))
}
