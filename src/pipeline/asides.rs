//! Answers that are no pages, into the archive: listings, what services answered, robots.txt, redirects, errors.
//!
//! Each is kept with its request. What is not to be kept (`noarchive`, reserved rights) and what names something that the
//! user has had forgotten is kept without its body; what came again as it was is noted.

use crate::article::forbids_archiving;
use crate::base::sha256_hex;
use crate::fetch::{Aside, AsideBody, AsideKind, Fetched, Fetcher, Location, Revisited, WarcWriter};
use crate::pipeline::PipelineError;
use crate::pipeline::excerpt::reserved_by_header;
use crate::pipeline::forgotten_names::ForgottenNames;
use crate::sources::ArchivePolicy;
use crate::store::{ArchivePlace, ArchivedAnswer, Batch};

/// An answer that is no page, with as much of its body as may be kept by its source's policy. What the host reserves is asked
/// for where nothing stands nearer.
pub(super) async fn aside_of(
    fetcher: &Fetcher,
    fetched: Fetched,
    kind: AsideKind,
    policy: ArchivePolicy,
) -> Aside {
    let aside = Aside::whole(fetched, kind);
    if policy == ArchivePolicy::Page || aside.fetched.body.is_empty() {
        return aside;
    }
    let is_withheld = if let Some(is_withheld) = is_withheld_by_itself(&aside.fetched) {
        is_withheld
    } else {
        let address = &aside.fetched.address;
        let rules = fetcher.tdm_rules(address).await;
        rules.at(address.path_and_query()).is_some_and(|rights| rights.reserved)
    };
    if is_withheld { Aside { body: AsideBody::Withheld, ..aside } } else { aside }
}

/// The answer of a service in which no article stands, as far as it does not say itself that it is not to be kept.
pub(super) fn service_aside(fetched: &Fetched) -> Aside {
    let aside = Aside::whole(fetched.clone(), AsideKind::Service);
    if is_withheld_by_itself(fetched) == Some(true) {
        return Aside { body: AsideBody::Withheld, ..aside };
    }
    aside
}

/// What the fetcher met beside what it was asked for. The body of a redirect or an error is kept where what its host
/// reserves is known: nobody asks a host for that which gives nothing.
pub(super) fn taken_asides(fetcher: &Fetcher) -> Vec<Aside> {
    let mut asides = fetcher.take_asides();
    for aside in &mut asides {
        let address = &aside.fetched.address;
        let by_host = || {
            let rules = fetcher.known_tdm_rules(address);
            rules.is_none_or(|rules| rules.at(address.path_and_query()).is_some_and(|rights| rights.reserved))
        };
        let is_withheld = match is_withheld_by_itself(&aside.fetched) {
            Some(is_withheld) => is_withheld,
            None => aside.kind != AsideKind::Rules && by_host(),
        };
        if is_withheld && !aside.fetched.body.is_empty() {
            aside.body = AsideBody::Withheld;
        }
    }
    asides
}

/// Whether an answer says itself that it is not to be kept; `None` where it says nothing.
fn is_withheld_by_itself(fetched: &Fetched) -> Option<bool> {
    let by_header = fetched.robots_tag.as_deref().is_some_and(forbids_archiving);
    if by_header || is_withheld_by_tag(fetched) { Some(true) } else { reserved_by_header(fetched) }
}

/// A page that has one of these words may mean it; what it gives is read all the same.
fn is_withheld_by_tag(fetched: &Fetched) -> bool {
    let is_markup =
        fetched.content_type.as_deref().is_none_or(|name| name.to_ascii_lowercase().contains("html"));
    let has = |word: &[u8]| fetched.body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    is_markup && (has(b"noarchive") || has(b"tdm-reservation"))
}

/// Writes them into the archive, and down what the archive has of their addresses now.
pub(super) fn archive_asides(
    batch: &Batch<'_>,
    archive: &mut WarcWriter,
    forgotten: &mut ForgottenNames,
    asides: Vec<Aside>,
) -> Result<(), PipelineError> {
    if asides.is_empty() {
        return Ok(());
    }
    let forgotten = forgotten.renewed(batch)?;
    for mut aside in asides {
        if let Some(forgotten) = forgotten {
            let fetched = &aside.fetched;
            if forgotten.has(&fetched.requested)
                || forgotten.has(&fetched.address)
                || forgotten.is_in_headers(fetched)
            {
                continue;
            }
            if forgotten.is_in_body(fetched) {
                aside.body = AsideBody::Withheld;
            }
        }
        archive_aside(batch, archive, &aside)?;
    }
    Ok(())
}

fn archive_aside(batch: &Batch<'_>, archive: &mut WarcWriter, aside: &Aside) -> Result<(), PipelineError> {
    let fetched = &aside.fetched;
    let is_withheld = aside.body == AsideBody::Withheld;
    let content_sha256 = sha256_hex(aside.kept());
    let known = batch.archived_answer(&fetched.address)?;
    let same = known.filter(|known| {
        let is_same = !is_withheld && !aside.kept().is_empty() && known.content_sha256 == content_sha256;
        is_same || (fetched.is_unchanged() && is_good_answer(archive, known))
    });
    if let Some(known) = same {
        let known = Revisited {
            address: known.url,
            fetched_at: known.fetched_at,
            content_sha256: known.content_sha256,
        };
        archive.append_aside_revisit(aside, &known)?;
        return Ok(());
    }
    let place = archive.append_aside(aside)?;
    // An error does not take the place of the listing that it came instead of: a later 304 speaks of the listing.
    if !aside.kept().is_empty() && !matches!(aside.kind, AsideKind::Redirect | AsideKind::Error) {
        batch.put_archived_answer(&ArchivedAnswer {
            url: fetched.address.clone(),
            content_sha256,
            fetched_at: fetched.fetched_at,
            archived: ArchivePlace { file: place.file, offset: place.offset, length: place.length },
        })?;
    }
    Ok(())
}

/// Whether a server can mean this answer by "as it was". Earlier versions noted errors and redirects too; one that cannot be
/// read is not referred to.
fn is_good_answer(archive: &WarcWriter, known: &ArchivedAnswer) -> bool {
    let ArchivePlace { file, offset, length } = known.archived.clone();
    archive.read_at(&Location { file, offset, length }).is_ok_and(|record| record.status == Some(200))
}
