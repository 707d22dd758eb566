//! The pages of a bundle: their records out of the archive, and each of them to look at.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use jiff::Timestamp;

use super::opening::{events_of, mark_events};
use super::sharing::Sharing;
use crate::article::{Body, HarmlessHtml};
use crate::base::{Address, ArticleId};
use crate::bundle::{BundleWriter, BundledPage, Packing, PageHints, RecordPlace, archive_file};
use crate::export::archived::{ArchivedPage, View};
use crate::fetch::{Location, info_member, member_at};
use crate::library::{Library, LibraryError, OpeningQuestion};
use crate::pipeline::{evidence_sentences, is_excerpt};
use crate::store::{ArchivePlace, Origin};

/// An archive file that has grown to this is ended and a next one begun.
const ROLL_AT_BYTES: u64 = 1_000_000_000;
const NOT_KEPT: &str = "the library does not keep the page";
const KEYED: &str = "its record names it by an address with a key in it, which is yours";
/// What the archive itself says of it names folders of the user's.
const NOT_WHOLE: &str = "the archive no longer has the page whole (`awardwire doctor --store` says more)";

/// The pages of some articles, and where the archive has them.
pub(super) struct Archived {
    archive: PathBuf,
    pages: Vec<(BundledPage, Result<ArchivePlace, &'static str>)>,
}

impl Archived {
    /// What the library knows of the pages of these articles.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn new(
        library: &Library,
        articles: &BTreeSet<ArticleId>,
        sharing: &Sharing,
    ) -> Result<Self, LibraryError> {
        let mut pages = Vec::with_capacity(articles.len());
        for article in articles {
            let Some(page) = library.store.page(article)? else { continue };
            let mut versions = library.store.page_versions(article)?;
            let read = versions.iter().rposition(|version| version.fetched.text_digest.is_some());
            let Some(version) = read.map(|place| versions.swap_remove(place).fetched) else { continue };
            let place = match (sharing.refusal(page.source.as_deref()), version.archived) {
                (Some(why), _) => Err(why),
                (None, Some(place)) => Ok(place),
                (None, None) => Err(NOT_KEPT),
            };
            let hints = version.hints;
            let bundled = BundledPage {
                article: article.clone(),
                url: page.url,
                requested: version.requested.as_ref().map(Address::without_keys),
                final_url: version.final_url.as_ref().map(Address::without_keys),
                source_id: page.source_id,
                source: page.source,
                publisher: page.publisher,
                country: page.country,
                supplied: page.origin == Origin::User,
                fetched: version.fetched_at,
                status: version.status,
                content_type: version.content_type,
                page_digest: version.content_sha256,
                text_digest: version.text_digest.unwrap_or_default(),
                hints: PageHints {
                    title: hints.title,
                    published: hints.published,
                    publisher: hints.publisher,
                    country: hints.country,
                },
                record: None,
                excerpt: false,
                withheld: None,
            };
            pages.push((bundled, place));
        }
        Ok(Self { archive: library.folder.archive(), pages })
    }

    /// Copies the records of all pages that may be handed on, as they are, each once.
    ///
    /// # Errors
    /// When the bundle cannot be written to. A record that the archive no longer has whole is a page withheld.
    pub(super) fn write_records(
        &mut self,
        writer: &mut BundleWriter<'_>,
        made: Timestamp,
    ) -> Result<(), LibraryError> {
        let mut known: HashMap<Location, (RecordPlace, bool)> = HashMap::new();
        let (archive, pages) = (&self.archive, &mut self.pages);
        let mut rest = pages.iter_mut().peekable();
        let mut number = 0;
        while rest.peek().is_some() {
            number += 1;
            let name = archive_file(number);
            let about = format!("pages of a bundle of awardwire, {name}");
            writer.file(&name, Packing::Stored, |out| -> Result<(), LibraryError> {
                let head = info_member(concat!("awardwire/", env!("CARGO_PKG_VERSION")), &about, made)?;
                out.write_all(&head)?;
                let mut offset = head.len() as u64;
                while offset < ROLL_AT_BYTES
                    && let Some((page, place)) = rest.next()
                {
                    let location = match place {
                        Ok(ArchivePlace { file, offset, length }) => {
                            Location { file: file.clone(), offset: *offset, length: *length }
                        }
                        Err(why) => {
                            page.withheld = Some((*why).to_owned());
                            continue;
                        }
                    };
                    if !known.contains_key(&location) {
                        let Ok((record, member)) = member_at(archive, &location) else {
                            page.withheld = Some(NOT_WHOLE.to_owned());
                            continue;
                        };
                        if has_key(&record.target_uri) {
                            page.withheld = Some(KEYED.to_owned());
                            continue;
                        }
                        out.write_all(&member)?;
                        let length = member.len() as u64;
                        let place = RecordPlace { file: name.clone(), offset, length };
                        offset += length;
                        known.insert(location.clone(), (place, is_excerpt(&record)));
                    }
                    if let Some((place, excerpt)) = known.get(&location) {
                        page.record = Some(place.clone());
                        page.excerpt = *excerpt;
                        page.withheld = excerpt.then(|| EXCERPT.to_owned());
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// The pages, in order of their articles.
    pub(super) fn into_pages(self) -> Vec<BundledPage> {
        self.pages.into_iter().map(|(page, _)| page).collect()
    }
}

/// Whether an address has a key in its query.
fn has_key(address: &str) -> bool {
    Address::parse(address).is_ok_and(|address| address.without_keys() != address)
}

const EXCERPT: &str = "it asks not to be kept; the sentences that prove its facts are there";

impl Library {
    /// A page to look at: whole as it was fetched, else only the sentences that prove what it tells.
    pub(super) fn page_to_show(
        &self,
        article: &ArticleId,
        is_whole: bool,
        sample: bool,
    ) -> Result<ArchivedPage, LibraryError> {
        if is_whole {
            let question = OpeningQuestion { id: article.to_string(), ..OpeningQuestion::default() };
            return Ok(ArchivedPage { sample, ..self.archived_page(&question)?.page });
        }
        let unknown = || LibraryError::UnknownId(article.to_string());
        let (article, facts) = self.store.article(article)?.ok_or_else(unknown)?;
        let mut excerpt = article.clone();
        excerpt.body = Body::verbatim(evidence_sentences(&article, &facts).join("\n\n"));
        let fetched = self.kept(&article.id)?.fetched;
        let events = events_of(facts);
        let marked = mark_events(&HarmlessHtml::of_text(&excerpt), &article, &events, None);
        Ok(ArchivedPage { article, events, fetched, view: View::Sentences, marked, sample })
    }
}
