//! What came in, into the archive: each page, file or answer once, notes of what came again as it was, and the answers that
//! are no pages.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::base::{Address, sha256_hex};
use crate::fetch::{Aside, AsideBody, AsideKind, Fetched, Location, Revisited, WarcWriter};
use crate::pipeline::PipelineError;
use crate::pipeline::asides::{archive_asides, service_aside};
use crate::pipeline::excerpt::EXCERPT_TYPE;
use crate::pipeline::forgotten_names::ForgottenNames;
use crate::pipeline::keeper::{Counts, Incoming, Raw};
use crate::store::{ArchivePlace, Batch, NewVersion};

/// What comes beside pages, and goes into the archive only.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// Answers that a page is as it was (304).
    pub(super) unchanged: Vec<Fetched>,
    /// Answers that are no pages.
    pub(super) asides: Vec<Aside>,
}

/// Writes what is not in the archive yet, and fills in where it stands.
pub(super) fn archive_all(
    batch: &Batch<'_>,
    folder: &Path,
    incoming: Vec<Incoming>,
    beside: Beside,
    forgotten: &mut ForgottenNames,
    counts: &mut Counts,
) -> Result<Vec<Incoming>, PipelineError> {
    let Beside { unchanged, mut asides } = beside;
    let incoming = without_lists_of_forgotten(batch, forgotten, incoming, &mut asides, counts)?;
    asides.extend(answers_known_already(&incoming, counts, batch)?);
    let mut archive = WarcWriter::open(folder, &format!("awardwire/{}", env!("CARGO_PKG_VERSION")))?;
    let mut kept = Vec::with_capacity(incoming.len());
    // A file with several articles is kept once.
    let mut resources: HashMap<String, Location> = HashMap::new();
    for mut one in incoming {
        let known = batch.page_versions(&one.page.id)?.pop().map(|version| version.fetched);
        // A record that is as it was needs no other answer that has it too.
        let is_same = |known: &NewVersion| match &one.raw {
            Raw::Answer(_) => known.text_digest == one.version.text_digest,
            // An excerpt does not do for the page, nor the page for the excerpt.
            _ => {
                known.content_sha256 == one.version.content_sha256
                    && is_record(known) == is_record(&one.version)
            }
        };
        let same = known.filter(is_same);
        let location = match (&one.raw, same) {
            (Raw::Kept, _) => None,
            (raw, Some(same)) => {
                if let Raw::Response(fetched) = raw {
                    archive.append_revisit(fetched, &revisited(&same, &fetched.address))?;
                }
                one.version.archived = same.archived;
                None
            }
            (Raw::Response(fetched), None) => Some(archive.append_response(fetched)?),
            (Raw::Answer(fetched), None) => {
                let digest = &one.version.content_sha256;
                if !resources.contains_key(digest) {
                    let location = archive.append_response(fetched)?;
                    resources.insert(digest.clone(), location);
                }
                resources.get(digest).cloned()
            }
            (Raw::Resource { uri, content_type, bytes }, None) => {
                let digest = &sha256_hex(bytes);
                if !resources.contains_key(digest) {
                    let location =
                        archive.append_resource(uri, content_type, bytes, one.version.fetched_at)?;
                    resources.insert(digest.clone(), location);
                }
                resources.get(digest).cloned()
            }
        };
        if let Some(Location { file, offset, length }) = location {
            one.version.archived = Some(ArchivePlace { file, offset, length });
        }
        kept.push(one);
    }
    for fetched in &unchanged {
        // It was forgotten while it was asked for.
        if batch.tombstone_of(None, &[&fetched.requested, &fetched.address])?.is_some() {
            counts.forgotten += 1;
            continue;
        }
        let known = batch.confirm_unchanged(&fetched.requested, fetched.fetched_at)?;
        // What is not in the archive cannot be referred to.
        if let Some(known) = known.as_ref().filter(|known| known.archived.is_some()) {
            archive.append_revisit(fetched, &revisited(known, &fetched.address))?;
        } else {
            archive.append_aside(&Aside::whole(fetched.clone(), AsideKind::Withheld))?;
        }
        counts.known += u64::from(known.is_some_and(|known| known.text_digest.is_some()));
    }
    archive_asides(batch, &mut archive, forgotten, asides)?;
    archive.sync()?;
    Ok(kept)
}

/// Pages without an article may list those that the user has had forgotten: such a one is kept without its body, and is no
/// page of the library.
fn without_lists_of_forgotten(
    batch: &Batch<'_>,
    forgotten: &mut ForgottenNames,
    incoming: Vec<Incoming>,
    asides: &mut Vec<Aside>,
    counts: &mut Counts,
) -> Result<Vec<Incoming>, PipelineError> {
    let may_list = |one: &Incoming| one.read.is_none() && matches!(one.raw, Raw::Response(_));
    if !incoming.iter().any(may_list) {
        return Ok(incoming);
    }
    let Some(forgotten) = forgotten.renewed(batch)? else { return Ok(incoming) };
    let mut kept = Vec::with_capacity(incoming.len());
    for one in incoming {
        match &one.raw {
            Raw::Response(fetched) if may_list(&one) && forgotten.is_in_body(fetched) => {
                counts.refused += 1;
                let aside = Aside::whole((**fetched).clone(), AsideKind::Withheld);
                asides.push(Aside { body: AsideBody::Withheld, ..aside });
            }
            _ => kept.push(one),
        }
    }
    Ok(kept)
}

/// The answers of services all of whose records are as they were: nothing stands in them, but they are answers.
fn answers_known_already(
    incoming: &[Incoming],
    counts: &Counts,
    batch: &Batch<'_>,
) -> Result<Vec<Aside>, PipelineError> {
    let mut answers: BTreeMap<&str, (&Fetched, bool)> = BTreeMap::new();
    for one in incoming {
        if let Raw::Answer(fetched) = &one.raw {
            let (_, has_new) = answers.entry(&one.version.content_sha256).or_insert((fetched, false));
            *has_new = *has_new || !is_known_record(batch, one)?;
        }
    }
    // What else is in an answer was forgotten then.
    let is_withheld = counts.forgotten > 0;
    let aside = |(fetched, _)| {
        let aside = service_aside(fetched);
        if is_withheld { Aside { body: AsideBody::Withheld, ..aside } } else { aside }
    };
    Ok(answers.into_values().filter(|(_, has_new)| !has_new).map(aside).collect())
}

/// Whether the library has a record of an answer as it is.
fn is_known_record(batch: &Batch<'_>, one: &Incoming) -> Result<bool, PipelineError> {
    let known = batch.page_versions(&one.page.id)?.pop().map(|version| version.fetched);
    Ok(known.is_some_and(|known| known.text_digest == one.version.text_digest))
}

fn is_record(version: &NewVersion) -> bool {
    version.content_type.as_deref() == Some(EXCERPT_TYPE)
}

/// What the archive has of an answer that came again, at `address` unless it is known where it came from.
fn revisited(known: &NewVersion, address: &Address) -> Revisited {
    Revisited {
        address: known.final_url.as_ref().unwrap_or(address).clone(),
        fetched_at: known.fetched_at,
        content_sha256: known.content_sha256.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Folder, Keeper};
    use crate::store::{Tombstone, TombstoneKind};

    #[test]
    fn a_page_that_was_forgotten_while_it_was_asked_for_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("library"));
        let mut keeper = Keeper::open(&folder, "a test").unwrap();
        let url = Address::parse("http://news.example/a").unwrap();
        let at = "2026-06-30T12:00:00Z".parse().unwrap();
        let what = url.to_string();
        let stone = Tombstone { kind: TombstoneKind::Url, what, page: None, at, why: None };
        keeper.note(|batch| batch.put_tombstone(&stone)).unwrap();
        let unchanged = vec![Fetched { status: 304, ..Fetched::new(url, at, "") }];
        keeper.put_with(Vec::new(), Beside { unchanged, asides: Vec::new() }, |_| Ok(())).unwrap();
        assert_eq!(keeper.counts().forgotten, 1);
        let records = std::fs::read_dir(folder.archive()).unwrap().count();
        assert_eq!(records, 0, "no file was begun");
    }
}
