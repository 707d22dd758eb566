//! The one writer: what was read goes into the archive, the database, the deals and the index.
//!
//! Order within a batch: archive (so that no row points at a page that is not there), then one transaction for pages,
//! articles and deals, all under the writer's lock; then the index. A file of the batch marks the index as behind until it has caught
//! up: a process killed in between loses no committed article, and the next writer brings the index up again.
//! Nothing is held between batches, so several programs may write one library in turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::article::Article;
use crate::base::{Address, ArticleId};
use crate::deals::DealEvent;
use crate::events::{Corrections, Facts};
use crate::fetch::{Aside, Clock, Fetched, WarcWriter};
use crate::pipeline::archiving::{Beside, archive_all};
use crate::pipeline::asides::archive_asides;
use crate::pipeline::forgotten_names::ForgottenNames;
use crate::pipeline::indexing::{
    Marker, catch_up, is_index_behind, mark_behind, open_or_create, put_document,
};
use crate::pipeline::rereading::read_again;
use crate::pipeline::rulings;
use crate::pipeline::settling::{Settling, Touched};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::sweeping::sweep;
use crate::pipeline::watching::{FormerDeals, NewsArticle, Watching};
use crate::pipeline::{Folder, PipelineError, name_table, stamp};
use crate::search::{Index, NameTable, SearchError, Writer};
use crate::store::{Access, Batch, Came, NewVersion, Page, PageChange, Store};

/// How long a writer waits for another one.
const WAIT: Duration = Duration::from_secs(5);
/// Memory of the index writer.
const INDEX_BYTES: usize = 48 << 20;

/// What the archive keeps of a page or document.
#[derive(Clone, Debug)]
pub enum Raw {
    /// The answer of a server.
    Response(Box<Fetched>),
    /// The answer of a server that holds several articles: kept once.
    Answer(Arc<Fetched>),
    /// A file or record that a user supplied.
    Resource {
        /// A name for it: its address, else `file:` or `urn:` and where it stood.
        uri: String,
        /// Its media type.
        content_type: &'static str,
        /// Its bytes, shared by all articles that came in them.
        bytes: Arc<Vec<u8>>,
    },
    /// Nothing new: it is in the archive already.
    Kept,
}

/// One page on its way into the library.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The page's row.
    pub page: Page,
    /// Its version; `archived` is filled in here unless the raw is [`Raw::Kept`].
    pub version: NewVersion,
    /// What to archive.
    pub raw: Raw,
    /// What was read from it; `None` for a page without an article.
    pub read: Option<(Article, Facts)>,
    /// What stood at head and foot of the article before what its site repeats was taken off.
    pub edges: Edges,
}

impl Incoming {
    /// Where it stands, was asked for and answered from. What a service was asked is no address of its records.
    pub fn addresses(&self) -> Vec<&Address> {
        let version = &self.version;
        let asked = version.requested.as_ref().filter(|_| !matches!(self.raw, Raw::Answer(_)));
        [self.page.url.as_ref(), asked, version.final_url.as_ref()].into_iter().flatten().collect()
    }
}

/// What became of incoming pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles that were not there before.
    pub new: u64,
    /// Articles whose text was edited since.
    pub changed: u64,
    /// Articles that were there already.
    pub known: u64,
    /// Pages without an article.
    pub refused: u64,
    /// Pages that the user has had forgotten: they stay out.
    pub forgotten: u64,
    /// Of the new and changed articles, those that are relevant.
    pub relevant: u64,
    /// Events of the new and changed articles.
    pub events: u64,
}

/// Writes one library.
pub struct Keeper {
    folder: Folder,
    store: Store,
    index: Index,
    names: NameTable,
    corrections: Corrections,
    repeats: SiteRepeats,
    stamp: String,
    counts: Counts,
    settling: Duration,
    watching: Watching,
    forgotten: ForgottenNames,
    clock: Clock,
}

impl Keeper {
    /// Opens the library for writing, makes what is missing, and brings an index that is behind up to date.
    ///
    /// # Errors
    /// When another process writes, or a file cannot be written or read.
    pub fn open(folder: &Folder, task: &str) -> Result<Self, PipelineError> {
        folder.prepare()?;
        let corrections = folder.read_corrections()?;
        let mut store = Store::open(folder.path(), Access::Write { wait: WAIT })?;
        store.name_task(task);
        sweep(folder, &mut store)?;
        let (index, is_new) = open_or_create(folder)?;
        let names = name_table(&corrections);
        if is_new || is_index_behind(folder) {
            catch_up(folder, &store, &names, is_new, WAIT)?;
        }
        let stamp = stamp::stamp(&corrections);
        // What an upgrade has dropped is not read yet: until a `reread` has come to its end, the library says so.
        if store.derived_stamp()?.as_deref() != Some(&stamp) && !store.awaits_reading()? {
            store.batch(|batch| batch.set_derived_stamp(&stamp))?;
        }
        let repeats = SiteRepeats::of(&store)?;
        Ok(Self {
            folder: folder.clone(),
            repeats,
            store,
            index,
            names,
            corrections,
            stamp,
            counts: Counts::default(),
            settling: Duration::ZERO,
            watching: Watching::default(),
            forgotten: ForgottenNames::default(),
            clock: Clock::System,
        })
    }

    /// The keeper with another clock than the system's: it says when watches catch what comes in, whatever the pages say
    /// of when they were fetched.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The database, for questions while writing.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The user's word on facts.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// What sites print under every article, as far as the library knew when the keeper last wrote.
    pub(super) fn repeats(&self) -> &SiteRepeats {
        &self.repeats
    }

    /// Whether the library's pages wait to be read again, since an upgrade has dropped what was read of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn awaits_reading(&self) -> Result<bool, PipelineError> {
        Ok(self.store.awaits_reading()?)
    }

    /// Says that everything has been read by these versions.
    pub(super) fn note_all_read(&mut self) -> Result<(), PipelineError> {
        let stamp = self.stamp.clone();
        self.note(|batch| batch.set_derived_stamp(&stamp))
    }

    /// What came in so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How long matching events and settling deals took so far.
    pub fn settling_time(&self) -> Duration {
        self.settling
    }

    /// Does other changes of the database (leads, listings, runs) in a batch of their own.
    ///
    /// # Errors
    /// Those of the store and of `work`.
    pub fn note<T>(
        &mut self,
        work: impl FnOnce(&Batch<'_>) -> Result<T, crate::store::StoreError>,
    ) -> Result<T, PipelineError> {
        Ok(self.store.batch(work)?)
    }

    /// Does another change of the database for which something goes into the archive first.
    ///
    /// # Errors
    /// Those of the archive, of the store and of `work`.
    pub(super) fn archiving<T>(
        &mut self,
        work: impl FnOnce(&Batch<'_>, &mut WarcWriter, &mut ForgottenNames) -> Result<T, PipelineError>,
    ) -> Result<T, PipelineError> {
        let folder = self.folder.archive();
        let forgotten = &mut self.forgotten;
        self.store.batch(|batch| {
            let mut archive = WarcWriter::open(&folder, &format!("awardwire/{}", env!("CARGO_PKG_VERSION")))?;
            let done = work(batch, &mut archive, forgotten)?;
            archive.sync()?;
            Ok(done)
        })
    }

    /// Does other changes of the database, and keeps answers that are no pages in the archive, where there are such.
    ///
    /// # Errors
    /// As [`Keeper::archiving`].
    pub(super) fn note_with(
        &mut self,
        asides: Vec<Aside>,
        work: impl FnOnce(&Batch<'_>) -> Result<(), crate::store::StoreError>,
    ) -> Result<(), PipelineError> {
        if asides.is_empty() {
            return self.note(work);
        }
        self.archiving(|batch, archive, forgotten| {
            archive_asides(batch, archive, forgotten, asides)?;
            Ok(work(batch)?)
        })
    }

    /// Takes in a batch of pages; `also` makes changes that belong to the same transaction (the leads they came from).
    ///
    /// # Errors
    /// When the archive, the database or the index cannot be written; pages of earlier batches stay.
    pub fn put(
        &mut self,
        incoming: Vec<Incoming>,
        also: impl FnOnce(&Batch<'_>) -> Result<(), crate::store::StoreError>,
    ) -> Result<(), PipelineError> {
        self.put_with(incoming, Beside::default(), also)
    }

    /// As [`Keeper::put`], with what the archive keeps beside.
    ///
    /// # Errors
    /// As [`Keeper::put`].
    pub(super) fn put_with(
        &mut self,
        mut incoming: Vec<Incoming>,
        beside: Beside,
        also: impl FnOnce(&Batch<'_>) -> Result<(), crate::store::StoreError>,
    ) -> Result<(), PipelineError> {
        let newer = rulings::newer(&self.folder, &self.corrections);
        if let Some(newer) = &newer {
            let read = incoming.iter_mut().filter_map(|one| one.read.as_mut());
            read.for_each(|(article, facts)| newer.apply(article, facts));
        }
        let folder = &self.folder;
        let archive = self.folder.archive();
        let stamp = self.stamp.clone();
        let corrections = newer.as_ref().unwrap_or(&self.corrections);
        let repeats = &self.repeats;
        let (names, watching) = (&self.names, &mut self.watching);
        let (forgotten, now) = (&mut self.forgotten, self.clock.now());
        let (counts, touched, settling, learned, marker) =
            self.store.batch(|batch| -> Result<_, PipelineError> {
                let mut counts = Counts::default();
                let incoming = without_forgotten(batch, incoming, &mut counts)?;
                let incoming = without_lesser(batch, incoming, &mut counts)?;
                let kept = archive_all(batch, &archive, incoming, beside, forgotten, &mut counts)?;
                let marker = mark_behind(folder)?;
                let mut settling = Settling::default();
                let mut news = Vec::new();
                for one in &kept {
                    let came = put_page(batch, one, &stamp, &mut counts, &mut settling)?;
                    news.extend(came.map(|came| NewsArticle::of(one, came, now)));
                }
                if !news.is_empty() {
                    // What a watch misses by a fault that shows now includes these pages, which came a little before.
                    let since = kept.iter().map(|one| one.page.first_seen).min().unwrap_or(now).min(now);
                    watching.refresh(folder, batch, names, now, since)?;
                }
                let learned = repeats.learned(batch, kept.iter().map(|one| &one.edges))?;
                if let Some((repeats, articles)) = &learned {
                    // They were counted when they came.
                    let mut uncounted = Counts::default();
                    for one in read_again(folder, batch, repeats, corrections, articles)? {
                        put_page(batch, &one, &stamp, &mut uncounted, &mut settling)?;
                    }
                    for one in &mut news {
                        one.forget_if_among(articles);
                    }
                }
                also(batch)?;
                let begun = Instant::now();
                let mut former = FormerDeals::default();
                let touched = settling.settle_after(batch, corrections, |deals| {
                    if news.is_empty() || watching.is_empty() { Ok(()) } else { former.note(batch, deals) }
                })?;
                let settled = begun.elapsed();
                if !watching.is_empty() {
                    watching.note(batch, names, &news, &former)?;
                }
                Ok((counts, touched, settled, learned, marker))
            })?;
        if let Some((repeats, _)) = learned {
            self.repeats = repeats;
        }
        self.settling += settling;
        self.bring_up(&touched, marker)?;
        self.counts.add(counts);
        Ok(())
    }

    /// Makes all deals anew from what was read, as after a change of how events are matched; gives back how many there are.
    ///
    /// # Errors
    /// When the database or the index cannot be written.
    pub fn match_anew(&mut self) -> Result<usize, PipelineError> {
        let folder = &self.folder;
        let corrections = &self.corrections;
        let (touched, marker, deals) = self.store.batch(|batch| -> Result<_, PipelineError> {
            let marker = mark_behind(folder)?;
            let mut settling = Settling::default();
            settling.before_all(batch)?;
            let touched = settling.settle(batch, corrections)?;
            Ok((touched, marker, batch.deal_ids()?.len()))
        })?;
        self.bring_up(&touched, marker)?;
        Ok(deals)
    }

    /// Settles the deals of these articles anew, after the user's word on them has changed.
    ///
    /// # Errors
    /// When the database or the index fails.
    pub fn settle_again(&mut self, articles: &[ArticleId]) -> Result<(), PipelineError> {
        let folder = &self.folder;
        let corrections = &self.corrections;
        let (touched, marker) = self.store.batch(|batch| -> Result<_, PipelineError> {
            let marker = mark_behind(folder)?;
            let mut settling = Settling::default();
            for article in articles {
                settling.before(batch, article)?;
            }
            Ok((settling.settle(batch, corrections)?, marker))
        })?;
        self.bring_up(&touched, marker)
    }

    /// Takes pages out: `work` does, and says of each before it does (see [`Settling::before`]). Their deals are settled
    /// anew, and no word of what was taken out stays in the index.
    ///
    /// # Errors
    /// Those of `work`, and when the database or the index cannot be written.
    pub(super) fn taking_out<T>(
        &mut self,
        work: impl FnOnce(&Batch<'_>, &mut Settling) -> Result<T, PipelineError>,
    ) -> Result<T, PipelineError> {
        self.store.flush_commits()?;
        let folder = &self.folder;
        let corrections = &self.corrections;
        let (done, touched, marker) = self.store.batch(|batch| -> Result<_, PipelineError> {
            let marker = mark_behind(folder)?;
            let mut settling = Settling::default();
            let done = work(batch, &mut settling)?;
            Ok((done, settling.settle(batch, corrections)?, marker))
        })?;
        sweep(&self.folder, &mut self.store)?;
        self.bring_up_by(&touched, marker, true)?;
        Ok(done)
    }

    /// Writes the database anew without the remains of what was taken out; gives back whether that was possible.
    ///
    /// # Errors
    /// When another process writes, or the database fails.
    pub(super) fn write_store_anew(&mut self) -> Result<bool, PipelineError> {
        Ok(self.store.write_anew()?)
    }

    fn bring_up(&mut self, touched: &Touched, marker: Marker) -> Result<(), PipelineError> {
        self.bring_up_by(touched, marker, false)
    }

    /// Brings the index up to what was touched; with `purge`, no word of what is gone stays in its files.
    fn bring_up_by(&mut self, touched: &Touched, marker: Marker, purge: bool) -> Result<(), PipelineError> {
        if !touched.is_empty() {
            let mut writer = self.index_writer()?;
            if purge {
                writer.hold();
            }
            for id in touched {
                put_document(&self.store, &mut writer, &self.names, id)?;
            }
            writer.commit()?;
            if purge {
                writer.purge()?;
            }
            writer.finish()?;
        }
        marker.remove()
    }

    /// The index's writer; waits for another process that has it in hand.
    fn index_writer(&self) -> Result<Writer, PipelineError> {
        let begun = Instant::now();
        loop {
            match self.index.writer(INDEX_BYTES, 1) {
                Err(SearchError::Locked { .. }) if begun.elapsed() < WAIT => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                opened => return Ok(opened?),
            }
        }
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.known += other.known;
        self.refused += other.refused;
        self.forgotten += other.forgotten;
        self.relevant += other.relevant;
        self.events += other.events;
    }
}

/// What the user has had forgotten stays out, whoever brings it.
fn without_forgotten(
    batch: &Batch<'_>,
    incoming: Vec<Incoming>,
    counts: &mut Counts,
) -> Result<Vec<Incoming>, PipelineError> {
    let mut kept = Vec::with_capacity(incoming.len());
    for one in incoming {
        if batch.tombstone_of(Some(&one.page.id), &one.addresses())?.is_some() {
            counts.forgotten += 1;
        } else {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// A part of a text never takes the place of the whole: what is only a teaser of an article that the library has in full
/// counts as known.
fn without_lesser(
    batch: &Batch<'_>,
    incoming: Vec<Incoming>,
    counts: &mut Counts,
) -> Result<Vec<Incoming>, PipelineError> {
    let mut kept = Vec::with_capacity(incoming.len());
    for one in incoming {
        let is_part = one.read.as_ref().is_some_and(|(article, _)| article.partial);
        let is_lesser = is_part
            && !matches!(one.raw, Raw::Kept)
            && batch.article(&one.page.id)?.is_some_and(|(known, _)| !known.partial);
        if is_lesser {
            counts.known += 1;
        } else {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// Puts one page in; gives back what is news of it: an article that was not there before, or that was edited.
fn put_page(
    batch: &Batch<'_>,
    one: &Incoming,
    stamp: &str,
    counts: &mut Counts,
    settling: &mut Settling,
) -> Result<Option<Came>, PipelineError> {
    let change = batch.put_page_version(&one.page, &one.version)?;
    let Some((article, facts)) = &one.read else {
        counts.refused += 1;
        return Ok(None);
    };
    let is_read_again = matches!(one.raw, Raw::Kept);
    match change {
        PageChange::New => counts.new += 1,
        PageChange::Changed => counts.changed += 1,
        PageChange::Unchanged if is_read_again => counts.changed += 1,
        PageChange::Unchanged => {
            counts.known += 1;
            return Ok(None);
        }
    }
    counts.relevant += u64::from(facts.relevant);
    let told = events_told(facts);
    counts.events += told.len() as u64;
    settling.before(batch, &article.id)?;
    let told = if facts.relevant { DealEvent::all_of(article, facts) } else { Vec::new() };
    batch.put_article(article, facts, &told, stamp)?;
    batch.put_sketch(article)?;
    one.edges.put(batch, article)?;
    Ok(match batch.previous_text(&article.id)? {
        _ if is_read_again => None,
        None => Some(Came::New),
        // The same text as before, after an answer of which nothing could be read.
        Some(text) if one.version.text_digest.as_ref() == Some(&text) => None,
        Some(_) => Some(Came::Edited),
    })
}

/// An article that is not relevant tells no deals.
fn events_told(facts: &Facts) -> &[crate::events::Event] {
    if facts.relevant { &facts.events } else { &[] }
}
