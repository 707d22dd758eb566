//! What another library has bundled, into this one: its pages are read again as they were read there, so that the same
//! facts and the same deals come out.
//!
//! A bundle that does not hold what it says is refused as a whole, before anything is taken in.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use crate::base::{ArticleId, DealId};
use crate::bundle::{
    ARTICLES, BundleError, BundleReader, BundledPage, CORRECTIONS, DEALS, PAGES, check, each_record,
};
use crate::events::{Correction, Corrections};
use crate::fetch::Clock;
use crate::pipeline::adding::AddReport;
use crate::pipeline::bundle_reading::{
    Taken, TextLine, read_bundled, row_of, taken_of_record, taken_of_text,
};
use crate::pipeline::keeper::{Incoming, Keeper, Raw};
use crate::pipeline::reading::BYTES_IN_HAND;
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::{Folder, PipelineError, fix_file};
use crate::store::RunKind;

/// Pages kept in one transaction.
const STEP: usize = 256;
/// The longest file of corrections.
const LONGEST_CORRECTIONS: u64 = 16 << 20;

/// How a bundle is taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BundleOptions {
    /// Whether its corrections become this library's too.
    pub with_corrections: bool,
    /// Leave out articles that are less relevant than this, from 0 to 1.
    pub min_relevance: f32,
}

/// What became of a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BundleAdded {
    /// What came in.
    pub report: AddReport,
    /// How many deals it holds.
    pub deals: usize,
    /// Those of them that this library has under another id or not at all, now that the pages are read.
    pub missed: Vec<DealId>,
    /// Articles of which it has neither page nor text.
    pub without_page: usize,
    /// Corrections in it that this library does not have.
    pub corrections: usize,
    /// Whether it was read by other versions of reader, lists or corrections than this library.
    pub is_read_otherwise: bool,
}

/// Takes a bundle in. `complain` hears of each page that could not be taken; the rest goes in.
///
/// # Errors
/// When it is no bundle, does not hold what it says, has neither pages nor texts, or the library cannot be written.
pub fn add_bundle(
    folder: &Folder,
    path: &Path,
    options: BundleOptions,
    clock: Clock,
    mut complain: impl FnMut(&str),
) -> Result<BundleAdded, PipelineError> {
    let checked = check(path, &|page, record| read_bundled(page, record).ok())?;
    if let Some(first) = checked.faults.first() {
        let first = format!("{}: {}", first.part.as_str(), first.what);
        let faults = checked.fault_count;
        return Err(BundleError::Faulty { path: path.to_owned(), faults, first }.into());
    }
    let mut reader = BundleReader::open(path)?;
    let (pages, texts) = contents(&mut reader)?;
    let mut added = BundleAdded { deals: checked.manifest.counts.deals, ..BundleAdded::default() };
    if pages.iter().all(|page| page.record.is_none()) && texts.is_empty() {
        return Err(BundleError::NoPages(path.to_owned()).into());
    }
    added.corrections = take_corrections(folder, &mut reader, options.with_corrections)?;

    let mut keeper = Keeper::open(folder, "awardwire add")?.with_clock(clock);
    added.is_read_otherwise = keeper.store().derived_stamp()? != checked.manifest.read_by;
    let run = keeper.note(|batch| batch.begin_run(RunKind::Add, clock.now()))?;
    let mut intake = Intake {
        corrections: keeper.corrections().clone(),
        repeats: keeper.repeats().clone(),
        keeper,
        now: clock.now(),
        least: options.min_relevance,
        step: Vec::new(),
        bytes: 0,
        report: AddReport::default(),
    };
    let mut failure = None;
    each_record(&mut reader, pages.iter(), |pages, record| {
        // Its digests were checked before.
        let Ok(record) = record else { return Ok(()) };
        for page in pages {
            let taken = taken_of_record(page, &record);
            if let Err(error) = intake.take(page, taken, &mut complain) {
                failure.get_or_insert(error);
            }
        }
        Ok(())
    })?;
    for page in pages.iter().filter(|page| page.record.is_none()) {
        match texts.get(&page.article) {
            Some(text) => {
                let taken = taken_of_text(page, text);
                if let Err(error) = intake.take(page, taken, &mut complain) {
                    failure.get_or_insert(error);
                }
            }
            None => added.without_page += 1,
        }
    }
    if let Some(error) = failure {
        return Err(error);
    }
    let (mut keeper, report) = intake.finish()?;
    added.report = report;
    let AddReport { counts, failed, .. } = &added.report;
    let counts =
        [("new", counts.new), ("changed", counts.changed), ("known", counts.known), ("failed", *failed)];
    let counts = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let ended = clock.now();
    keeper.note(|batch| batch.note_run(run, &counts, Some(ended)))?;
    added.missed = missed(&mut reader, &keeper)?;
    Ok(added)
}

fn contents(
    reader: &mut BundleReader,
) -> Result<(Vec<BundledPage>, HashMap<ArticleId, TextLine>), BundleError> {
    let mut pages: Vec<BundledPage> = Vec::new();
    reader.each_line(PAGES, |_, page| {
        pages.push(page);
        Ok(())
    })?;
    let mut texts = HashMap::new();
    reader.each_line(ARTICLES, |_, text: TextLine| {
        if text.body.is_some() {
            texts.insert(text.id.clone(), text);
        }
        Ok(())
    })?;
    // A text is needed only where there is no page.
    for page in pages.iter().filter(|page| page.record.is_some()) {
        texts.remove(&page.article);
    }
    Ok((pages, texts))
}

/// Adds what of the bundle's corrections is not here yet, where that is wanted; how many are not.
fn take_corrections(
    folder: &Folder,
    reader: &mut BundleReader,
    is_wanted: bool,
) -> Result<usize, PipelineError> {
    if !reader.names().contains(CORRECTIONS) {
        return Ok(0);
    }
    let path = reader.path().to_owned();
    let damaged = |why: String| BundleError::Damaged { path, why: format!("{CORRECTIONS}: {why}") };
    let bytes = reader.bytes(CORRECTIONS, LONGEST_CORRECTIONS)?;
    let brought = match Corrections::parse(&String::from_utf8_lossy(&bytes)) {
        Ok(brought) => brought,
        Err(error) => return Err(damaged(crate::base::printable(&error.to_string())).into()),
    };
    let known = folder.read_corrections()?;
    let is_new = |entry: &&Correction| !known.entries().iter().any(|one| one.says_the_same(entry));
    let new: Vec<Correction> = brought.entries().iter().filter(is_new).cloned().collect();
    if is_wanted && !new.is_empty() {
        folder.prepare()?;
        fix_file::append(folder, &new)?;
    }
    Ok(new.len())
}

/// The deals of the bundle that are not here under the same ids.
fn missed(reader: &mut BundleReader, keeper: &Keeper) -> Result<Vec<DealId>, PipelineError> {
    #[derive(Deserialize)]
    struct DealLine {
        id: DealId,
    }
    let mut ids = Vec::new();
    reader.each_line(DEALS, |_, deal: DealLine| {
        ids.push(deal.id);
        Ok(())
    })?;
    let mut missed = Vec::new();
    for id in ids {
        if keeper.store().deal(&id)?.is_none_or(|deal| deal.id != id) {
            missed.push(id);
        }
    }
    Ok(missed)
}

/// Pages on their way into the library.
struct Intake {
    keeper: Keeper,
    corrections: Corrections,
    repeats: SiteRepeats,
    now: Timestamp,
    least: f32,
    step: Vec<Incoming>,
    bytes: usize,
    report: AddReport,
}

impl Intake {
    fn take(
        &mut self,
        page: &BundledPage,
        taken: Result<Taken, String>,
        complain: &mut impl FnMut(&str),
    ) -> Result<(), PipelineError> {
        let Taken { mut piece, raw, mut version } = match taken {
            Ok(taken) => not_after(taken, self.now),
            Err(why) => {
                self.report.failed += 1;
                complain(&format!("{}: {why}", page.article));
                return Ok(());
            }
        };
        let digest = piece.article.text_digest();
        // What this library has fetched since is not undone by what another had before.
        let known = self.keeper.store().page_digest(&page.article)?;
        if known.is_some_and(|known| known.text != digest && known.fetched_at >= version.fetched_at) {
            self.report.counts.known += 1;
            complain(&format!("{}: the library has a newer text of it", page.article));
            return Ok(());
        }
        version.text_digest = Some(digest);
        if let Raw::Resource { content_type, .. } = &raw {
            version.content_type = Some((*content_type).to_owned());
        }
        let is_page = version.content_type.as_deref().is_none_or(|kind| kind.contains("html"));
        let edges = if is_page { self.repeats.strip(&mut piece.article) } else { Edges::default() };
        let (article, facts) = piece.with_facts(&self.corrections);
        if facts.relevance < self.least {
            self.report.left_out += 1;
            return Ok(());
        }
        let incoming =
            Incoming { page: row_of(page, self.now), version, raw, read: Some((article, facts)), edges };
        if self.keeper.store().tombstone_of(Some(&page.article), &incoming.addresses())?.is_some() {
            self.report.forgotten += 1;
            complain(&format!("{}: you had it forgotten (`awardwire forget --list`)", page.article));
            return Ok(());
        }
        self.bytes += bytes_of(&incoming.raw);
        self.step.push(incoming);
        if self.step.len() >= STEP || self.bytes >= BYTES_IN_HAND { self.put() } else { Ok(()) }
    }

    fn put(&mut self) -> Result<(), PipelineError> {
        self.bytes = 0;
        let step = std::mem::take(&mut self.step);
        if step.is_empty() { Ok(()) } else { self.keeper.put(step, |_| Ok(())) }
    }

    fn finish(mut self) -> Result<(Keeper, AddReport), PipelineError> {
        self.put()?;
        let known = self.report.counts.known;
        self.report.counts = self.keeper.counts();
        self.report.counts.known += known;
        Ok((self.keeper, self.report))
    }
}

/// No page was fetched later than it was brought, whatever the bundle says.
fn not_after(mut taken: Taken, now: Timestamp) -> Taken {
    taken.version.fetched_at = taken.version.fetched_at.min(now);
    match &mut taken.raw {
        Raw::Response(fetched) => fetched.fetched_at = fetched.fetched_at.min(now),
        Raw::Answer(fetched) if fetched.fetched_at > now => Arc::make_mut(fetched).fetched_at = now,
        Raw::Answer(_) | Raw::Resource { .. } | Raw::Kept => {}
    }
    taken
}

fn bytes_of(raw: &Raw) -> usize {
    match raw {
        Raw::Response(fetched) => fetched.body.len(),
        Raw::Answer(fetched) => fetched.body.len(),
        Raw::Resource { bytes, .. } => bytes.len(),
        Raw::Kept => 0,
    }
}
