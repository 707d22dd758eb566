//! The first pass of a crawl: feeds, sitemaps and listing pages to leads.
//!
//! Each source is a task that asks one listing after the other; answers cross a bounded channel to this thread, which keeps
//! what has come: listings in the archive, their leads and where they stand in one transaction. So a run that is stopped or killed has what it was told.

use std::collections::{HashMap, HashSet, VecDeque};

use futures_util::StreamExt;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::{Sender, channel};

use crate::base::Address;
use crate::fetch::{Aside, AsideKind, Clock, Fetched, Request};
use crate::pipeline::PipelineError;
use crate::pipeline::asides::{archive_asides, aside_of, taken_asides};
use crate::pipeline::keeper::Keeper;
use crate::pipeline::notice_pages::Asking;
use crate::sources::{Lead, Listing, Settings, SourceEntry, SourceKind, source_for};
use crate::store::{Batch, Hints, LeadKind, ListingState, NewLead, SourceMove, StoreError};

/// A listing may name further listings this deep…
const DEEPEST: u32 = 3;
/// …or as deep as this where it is one page after the other of a list with days, which ends where older ones begin…
const LONGEST_LIST: u32 = 50;
/// …and this many in all.
const MOST_LISTINGS: usize = 200;
/// Answers that cross to the keeper at a time, and are kept together.
const IN_HAND: usize = 16;

/// What one source gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceReport {
    /// Its name.
    pub name: String,
    /// Leads that were not known before.
    pub new_leads: u64,
    /// Leads that were known already.
    pub known_leads: u64,
    /// Records that are not about the field, of a service that gives all it has.
    pub left_out: u64,
    /// Records that could not be read: which, and why.
    pub refused: Vec<String>,
    /// Whether all its listings answered that they are as they were (HTTP 304), so that they name nothing new.
    pub unchanged: bool,
    /// Pages of it that were asked for in this run.
    pub pages: u64,
    /// Those of them that gave nothing.
    pub in_vain: u64,
    /// Why its listing could not be read.
    pub error: Option<String>,
    /// Where it says that it has moved for good.
    pub moved_to: Option<Address>,
}

/// The instant that a crawl looks back to.
pub(super) fn looks_back_to(settings: &Settings, clock: Clock) -> Timestamp {
    let back = SignedDuration::from_hours(24 * i64::from(settings.back_days.get()));
    clock.now().saturating_sub(back).unwrap_or(Timestamp::MIN)
}

/// Fetches the listings of all sources and writes their leads as they come; one report per source that was asked, in order.
///
/// # Errors
/// When the library cannot be written or read. A source that fails is no error.
pub(super) fn read_listings(
    asking: Asking<'_>,
    keeper: &mut Keeper,
    entries: &[SourceEntry],
) -> Result<Vec<SourceReport>, PipelineError> {
    let mut jobs = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let known = keeper.store().listing_states(&entry.name)?;
        let known = known.into_iter().map(|state| (state.url.clone(), state)).collect();
        jobs.push(Job { place, entry, known });
    }
    let mut walks: Vec<Walk> = entries.iter().map(|_| Walk::default()).collect();
    let (sender, receiver) = channel::<(usize, Answer)>(IN_HAND);
    std::thread::scope(|scope| -> Result<(), PipelineError> {
        // It goes with this closure, so that asking ends where keeping fails.
        let mut receiver = receiver;
        scope.spawn(move || asking.runtime.block_on(ask_all(asking, jobs, sender)));
        while let Some(first) = receiver.blocking_recv() {
            // Those that have come meanwhile, but nobody waits for more.
            let further = std::iter::from_fn(|| receiver.try_recv().ok()).take(IN_HAND);
            let answers = std::iter::once(first).chain(further).collect();
            keep(asking, keeper, entries, &mut walks, answers)?;
        }
        Ok(())
    })?;
    let mut reports = Vec::new();
    for (entry, walk) in entries.iter().zip(walks) {
        reports.extend(walk.end(keeper, entry, asking.clock.now())?);
    }
    Ok(reports)
}

/// Keeps answers: in the archive, and their leads and where their listings stand, all or nothing.
fn keep(
    asking: Asking<'_>,
    keeper: &mut Keeper,
    entries: &[SourceEntry],
    walks: &mut [Walk],
    mut answers: Vec<(usize, Answer)>,
) -> Result<(), PipelineError> {
    let now = asking.clock.now();
    let mut asides = taken_asides(asking.fetcher);
    asides.extend(answers.iter_mut().filter_map(|(_, answer)| answer.listing.take()));
    let put = |batch: &Batch<'_>| -> Result<Vec<u64>, StoreError> {
        let mut new = Vec::new();
        for (place, answer) in &answers {
            let Some(entry) = entries.get(*place) else { continue };
            if let Some(state) = &answer.state {
                batch.put_listing_state(state)?;
            }
            new.push(batch.put_leads(&entry.name, now, &answer.leads)? as u64);
        }
        Ok(new)
    };
    let new = if asides.is_empty() {
        keeper.note(put)?
    } else {
        keeper.archiving(|batch, archive, forgotten| {
            archive_asides(batch, archive, forgotten, asides)?;
            Ok(put(batch)?)
        })?
    };
    for ((place, answer), new) in answers.into_iter().zip(new) {
        if let Some(walk) = walks.get_mut(place) {
            walk.note(answer, new);
        }
    }
    Ok(())
}

/// One source to ask, and what is known of its listings.
struct Job<'a> {
    place: usize,
    entry: &'a SourceEntry,
    known: HashMap<Address, ListingState>,
}

/// What one listing answered, or what a source names without any.
#[derive(Default)]
struct Answer {
    /// The listing; none for leads that a source begins with.
    state: Option<ListingState>,
    /// What came, for the archive.
    listing: Option<Aside>,
    leads: Vec<NewLead>,
    /// Whether it is as it was.
    is_unchanged: bool,
    error: Option<String>,
    /// Where it has moved for good, being the source's own.
    moved_to: Option<Address>,
}

async fn ask_all(asking: Asking<'_>, jobs: Vec<Job<'_>>, sender: Sender<(usize, Answer)>) {
    let sender = &sender;
    futures_util::stream::iter(jobs)
        .for_each_concurrent(asking.concurrency, |job| async move {
            ask(asking, job, sender).await;
        })
        .await;
}

/// Asks the listings of a source, those that it begins with and those that they name, until the crawl is to end or nobody
/// takes the answers.
async fn ask(asking: Asking<'_>, job: Job<'_>, sender: &Sender<(usize, Answer)>) {
    let Job { place, entry, known } = job;
    // The channel is bounded: when keeping is slower than the network, this source waits here, and what others have asked
    // for goes on.
    let hand_over = async |answer| sender.send((place, answer)).await.is_ok();
    let source = source_for(entry);
    let begin = source.start();
    if asking.end.is_near() {
        return;
    }
    let named = Answer { leads: recent(begin.leads, asking.since), ..Answer::default() };
    if !hand_over(named).await {
        return;
    }
    let state_of =
        |url: Address| known.get(&url).cloned().unwrap_or_else(|| ListingState::new(url, &entry.name));
    let mut places: HashSet<Address> = begin.listings.iter().cloned().collect();
    let mut queue: VecDeque<(ListingState, u32)> =
        begin.listings.into_iter().map(|url| (state_of(url), 0)).collect();
    // Once a list was read as far as it goes back, what is new stands on its first pages.
    let longest = if asking.is_anew || known.is_empty() { LONGEST_LIST } else { DEEPEST };
    let mut seen: HashSet<Address> = HashSet::new();
    while let Some((mut state, depth)) = queue.pop_front() {
        if asking.end.is_near() {
            return;
        }
        let request = if asking.is_anew { Request::new(state.url.clone()) } else { state.request() };
        let Some(answered) = asking.end.or_stopped(asking.fetcher.fetch(&request)).await else { return };
        let mut answer = Answer::default();
        match answered {
            Ok(fetched) => {
                if state.url == entry.url {
                    answer.moved_to.clone_from(&fetched.moved_to);
                }
                if fetched.status == 304 {
                    answer.is_unchanged = true;
                    note_answer(&mut state, &fetched);
                } else {
                    match source.read(&fetched) {
                        Ok(mut listing) => {
                            listing.drop_unchanged(day_of(asking.since));
                            let deepest =
                                deepest(entry.kind, &listing, longest, &mut seen, day_of(asking.since));
                            let names_others = deepest > 0 && !listing.listings.is_empty();
                            for url in listing.listings {
                                if depth < deepest
                                    && places.len() < MOST_LISTINGS
                                    && places.insert(url.clone())
                                {
                                    queue.push_back((state_of(url), depth + 1));
                                }
                            }
                            answer.leads = recent(listing.leads, asking.since);
                            note_answer(&mut state, &fetched);
                            if names_others {
                                // It may be as it was while those that it names are not, so it is asked in full.
                                (state.etag, state.last_modified) = (None, None);
                            }
                        }
                        // Its validators are not kept: it is asked for in full until it can be read.
                        Err(error) => note_failure(&mut state, error.to_string(), &mut answer),
                    }
                }
                let listing = aside_of(asking.fetcher, fetched, AsideKind::Listing, entry.archive);
                let Some(listing) = asking.end.or_stopped(listing).await else { return };
                answer.listing = Some(listing);
            }
            Err(error) => note_failure(&mut state, error.to_string(), &mut answer),
        }
        answer.state = Some(state);
        if !hand_over(answer).await {
            return;
        }
    }
}

/// How deep those may be that this listing names; 0 where they need not be asked at all: a list that has come to older
/// articles only goes on with older ones, and one that names nothing new goes round in a circle. A list with days may be
/// `longest` pages long.
fn deepest(
    kind: SourceKind,
    listing: &Listing,
    longest: u32,
    seen: &mut HashSet<Address>,
    since: Date,
) -> u32 {
    if !matches!(kind, SourceKind::Listing | SourceKind::DodContracts) {
        return DEEPEST;
    }
    let is_older = |lead: &Lead| lead.published.is_some_and(|date| date.date.last_day() < since);
    let is_over = listing.leads.iter().all(is_older);
    let mut is_new = false;
    for lead in &listing.leads {
        is_new |= seen.insert(lead.address.clone());
    }
    let is_dated = listing.leads.iter().any(|lead| lead.published.is_some());
    match (is_new && !is_over, is_dated) {
        (false, _) => 0,
        (true, true) => longest,
        (true, false) => DEEPEST,
    }
}

fn recent(leads: Vec<Lead>, since: Timestamp) -> Vec<NewLead> {
    leads.into_iter().filter(|lead| is_recent(lead, since)).map(new_lead).collect()
}

fn note_answer(state: &mut ListingState, fetched: &Fetched) {
    let is_unchanged = fetched.status == 304;
    // A 304 need not repeat them (RFC 9110 section 15.4.5); what came anew without them has none.
    let kept =
        |new: &Option<String>, old: Option<String>| new.clone().or_else(|| old.filter(|_| is_unchanged));
    state.etag = kept(&fetched.etag, state.etag.take());
    state.last_modified = kept(&fetched.last_modified, state.last_modified.take());
    state.last_fetched = Some(fetched.fetched_at);
    state.failures = 0;
    state.last_error = None;
}

fn note_failure(state: &mut ListingState, error: String, answer: &mut Answer) {
    state.failures += 1;
    state.last_error = Some(error.clone());
    answer.error = Some(error);
}

/// What the listings of one source have given so far.
#[derive(Default)]
struct Walk {
    report: SourceReport,
    was_asked: bool,
    listings: usize,
    unchanged: usize,
}

impl Walk {
    /// Notes an answer that was kept, of whose leads so many are new.
    fn note(&mut self, answer: Answer, new: u64) {
        let report = &mut self.report;
        report.new_leads += new;
        report.known_leads += (answer.leads.len() as u64).saturating_sub(new);
        report.error = answer.error.or(report.error.take());
        report.moved_to = answer.moved_to.or(report.moved_to.take());
        self.was_asked |= answer.state.is_some() || !answer.leads.is_empty();
        self.listings += usize::from(answer.state.is_some());
        self.unchanged += usize::from(answer.is_unchanged);
    }

    /// Notes how the source fared; `None` where the crawl ended before it was asked.
    fn end(
        self,
        keeper: &mut Keeper,
        entry: &SourceEntry,
        now: Timestamp,
    ) -> Result<Option<SourceReport>, PipelineError> {
        if !self.was_asked {
            return Ok(None);
        }
        let mut report = self.report;
        report.name.clone_from(&entry.name);
        report.unchanged = self.unchanged > 0 && self.unchanged == self.listings;
        // What the new address gave could be read: a site that sends everything to its front page has not moved.
        report.moved_to = report.moved_to.filter(|_| report.error.is_none());
        keeper.note(|batch| {
            match &report.error {
                Some(error) => batch.source_failed(&entry.name, now, error)?,
                None => batch.source_succeeded(&entry.name, now)?,
            }
            match &report.moved_to {
                Some(new_url) => batch.source_moved(&SourceMove {
                    name: entry.name.clone(),
                    old_url: entry.url.clone(),
                    new_url: new_url.clone(),
                    seen_at: now,
                }),
                None => batch.forget_source_move(&entry.name).map(|_| ()),
            }
        })?;
        Ok(Some(report))
    }
}

/// Published since then, as far as the listing says, or changed, where it says only that; what has no date is taken.
pub(super) fn is_recent(lead: &Lead, since: Timestamp) -> bool {
    lead.published.or(lead.modified).is_none_or(|date| date.date.last_day() >= day_of(since))
}

fn day_of(instant: Timestamp) -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(instant).date()
}

pub(super) fn new_lead(lead: Lead) -> NewLead {
    let published = lead.published.map(|date| match (date.instant, date.offset_seconds) {
        (Some(instant), Some(offset)) => {
            let offset = jiff::tz::Offset::from_seconds(offset).unwrap_or(jiff::tz::Offset::UTC);
            instant.display_with_offset(offset).to_string()
        }
        _ => date.date.to_string(),
    });
    let hints = Hints { title: lead.title, published, publisher: None, country: None };
    NewLead { url: lead.address, kind: LeadKind::Page, hints, depth: 0 }
}
