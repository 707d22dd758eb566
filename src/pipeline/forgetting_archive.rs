//! Which records of the archive go with pages that are forgotten, and the files written anew without them.
//!
//! Beside the records that the pages stand in these go: answers, requests and notes from their addresses; listings, answers
//! of services, redirects and pages without an article that name them; notes that refer to such a one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;

use crate::base::Address;
use crate::fetch::{Location, LooseRecord, RecordHead, WarcKind, count_without, read_at, rewrite_without};
use crate::pipeline::forgetting::{ForgetPlan, Forgotten};
use crate::pipeline::mentions::Mentions;
use crate::pipeline::{Folder, PipelineError};
use crate::store::{ArchivePlace, Batch, Store, UsedRecord, UsedRecords};

/// What of the archive goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DoomedRecords {
    /// The records that the pages stand in, by file: where they begin.
    pub(super) places: BTreeMap<String, BTreeSet<u64>>,
    /// What others go by that name it.
    pub(super) named: Mentions,
    /// What services were asked that gave some of the pages, without the questions.
    pub(super) services: BTreeSet<String>,
}

impl DoomedRecords {
    /// Dooms this record.
    pub(super) fn put(&mut self, file: String, offset: u64) {
        self.places.entry(file).or_default().insert(offset);
    }

    /// Notes what a service was asked.
    pub(super) fn put_service(&mut self, asked: &Address) {
        self.services.insert(without_question(asked));
    }

    /// Whether a page without an article names what is to be forgotten. What cannot be read names nothing.
    pub(super) fn is_named_in(&self, folder: &Folder, place: &ArchivePlace) -> bool {
        let location = Location { file: place.file.clone(), offset: place.offset, length: place.length };
        read_at(&folder.archive(), &location).is_ok_and(|record| self.named.is_in_record(&record))
    }
}

/// An address without its query.
fn without_question(address: &Address) -> String {
    let path = address.path_and_query().split('?').next().unwrap_or_default();
    format!("{}{path}", address.authority())
}

/// Tells records that no page stands in, file by file in the order of their names.
struct Doom<'a> {
    records: &'a DoomedRecords,
    /// Address and date of answers that go.
    gone: HashSet<(String, String)>,
}

impl<'a> Doom<'a> {
    fn of(records: &'a DoomedRecords) -> Self {
        Self { records, gone: HashSet::new() }
    }

    fn falls_on(&mut self, record: LooseRecord<'_>) -> bool {
        let head = record.head;
        let is_doomed = match head.kind {
            WarcKind::Info => false,
            // It goes with its answer.
            WarcKind::Request => self.is_from(head),
            _ => self.is_from(head) || self.refers_to_gone(head) || self.is_naming(record),
        };
        if is_doomed && head.kind != WarcKind::Request {
            self.gone.insert((head.target_uri.clone(), head.date.clone()));
        }
        is_doomed
    }

    fn is_from(&self, head: &RecordHead) -> bool {
        Address::parse(&head.target_uri).is_ok_and(|url| {
            self.records.named.has(&url) || self.records.services.contains(&without_question(&url))
        })
    }

    fn refers_to_gone(&self, head: &RecordHead) -> bool {
        head.refers_to.as_ref().is_some_and(|answer| self.gone.contains(answer))
    }

    fn is_naming(&self, record: LooseRecord<'_>) -> bool {
        match record.read() {
            Some(read) => self.records.named.is_in_record(&read),
            None => self.records.named.is_in(record.bytes(), None, None),
        }
    }
}

/// How many records would go beside those that the pages stand in: requests, notes, listings, errors.
pub(super) fn count_beside(
    folder: &Folder,
    store: &Store,
    plan: &ForgetPlan,
) -> Result<usize, PipelineError> {
    let archive = folder.archive();
    if !archive.exists() {
        return Ok(0);
    }
    let used = store.used_records()?;
    let mut doom = Doom::of(&plan.doomed);
    let mut found = 0;
    for file in archive_files(folder, store)? {
        let doomed = plan.doomed.places.get(&file).cloned().unwrap_or_default();
        let mut kept = lengths(&used, &file);
        kept.retain(|offset, _| !doomed.contains(offset));
        found += count_without(&archive, &file, &kept, &doomed, &mut |record| doom.falls_on(record))?;
    }
    Ok(found.saturating_sub(plan.doomed.places.values().map(BTreeSet::len).sum()))
}

/// Writes every archive file anew that holds a record of these pages, from their addresses or that names them, and says where
/// all others stand now. The pages are no longer in the database.
pub(super) fn rewrite_archive(
    folder: &Folder,
    batch: &Batch<'_>,
    plan: &ForgetPlan,
    now: Timestamp,
) -> Result<Forgotten, PipelineError> {
    let mut done = Forgotten { pages: plan.pages.len(), ..Forgotten::default() };
    let archive = folder.archive();
    if !archive.exists() {
        return Ok(done);
    }
    let used = batch.used_records()?;
    let answers = batch.places_of_answers()?;
    let mut doom = Doom::of(&plan.doomed);
    for file in archive_files(folder, batch)? {
        let kept = lengths(&used, &file);
        let doomed = plan.doomed.places.get(&file).cloned().unwrap_or_default();
        let mut falls_on = |record: LooseRecord<'_>| doom.falls_on(record);
        let Some(rewritten) = rewrite_without(&archive, &file, &kept, &doomed, &mut falls_on)? else {
            continue;
        };
        let is_known = |offset: &u64| {
            kept.contains_key(offset) || answers.get(&file).is_some_and(|answers| answers.contains(offset))
        };
        let moved: Vec<(u64, u64)> =
            rewritten.moved.into_iter().filter(|(offset, _)| is_known(offset)).collect();
        batch.move_records(&file, &rewritten.file, &moved, now)?;
        done.records += rewritten.removed;
        done.files += 1;
        done.bytes += rewritten.removed_bytes;
    }
    Ok(done)
}

/// The lengths of the records of a file that something stands in, by where they begin.
fn lengths(used: &UsedRecords, file: &str) -> BTreeMap<u64, u64> {
    let of = |records: &BTreeMap<u64, UsedRecord>| {
        records.iter().map(|(offset, record)| (*offset, record.length)).collect()
    };
    used.get(file).map(of).unwrap_or_default()
}

/// The archive's files that are not obsolete, in order of name.
fn archive_files(folder: &Folder, store: &Store) -> Result<Vec<String>, PipelineError> {
    let archive = folder.archive();
    let obsolete = store.obsolete_archives()?;
    let mut files = Vec::new();
    for entry in super::folder::io(&archive, std::fs::read_dir(&archive))? {
        let name = super::folder::io(&archive, entry)?.file_name();
        let Some(name) = name.to_str().filter(|name| name.ends_with(".warc.gz")) else { continue };
        if !obsolete.iter().any(|file| file == name) {
            files.push(name.to_owned());
        }
    }
    files.sort();
    Ok(files)
}
