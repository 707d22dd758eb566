//! The first pass of a crawl: feeds and sitemaps to leads.

use futures_util::StreamExt;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::base::Address;
use crate::fetch::{Clock, FetchError, Fetched};
use crate::pipeline::PipelineError;
use crate::pipeline::keeper::Keeper;
use crate::pipeline::notice_pages::Asking;
use crate::sources::{Lead, Listing, Settings, SourceEntry, SourceKind, source_for};
use crate::store::{Hints, LeadKind, ListingState, NewLead, SourceMove};

/// A listing may name further listings this deep…
const DEEPEST: u32 = 3;
/// …and this many in all.
const MOST_LISTINGS: usize = 200;

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

/// Fetches the listings of all sources and writes their leads; one report per source, in order.
pub(super) fn read_listings(
    asking: Asking<'_>,
    keeper: &mut Keeper,
    entries: &[SourceEntry],
) -> Result<Vec<SourceReport>, PipelineError> {
    let Asking { runtime, clock, since, concurrency, .. } = asking;
    let states = |entry: &SourceEntry, keeper: &Keeper| -> Result<Vec<ListingState>, PipelineError> {
        let listings = source_for(entry).start().listings;
        let known = |url: &Address| keeper.store().listing_state(url);
        listings
            .iter()
            .map(|url| Ok(known(url)?.unwrap_or_else(|| ListingState::new(url.clone(), &entry.name))))
            .collect()
    };
    let mut asked = Vec::new();
    for entry in entries {
        asked.push((entry, states(entry, keeper)?));
    }
    let answers: Vec<(&SourceEntry, Answer)> = runtime.block_on(
        futures_util::stream::iter(asked)
            .map(|(entry, states)| async move { (entry, ask(asking, entry, states, day_of(since)).await) })
            .buffered(concurrency)
            .collect(),
    );
    let now = clock.now();
    answers.into_iter().map(|(entry, answer)| keep(keeper, entry, answer, since, now)).collect()
}

/// What the listings of one source answered.
struct Answer {
    listing: Listing,
    states: Vec<ListingState>,
    /// How many answered that they are as they were.
    unchanged: usize,
    error: Option<String>,
    /// Where the listing at the source's own address has moved for good.
    moved_to: Option<Address>,
}

async fn ask(asking: Asking<'_>, entry: &SourceEntry, states: Vec<ListingState>, since: Date) -> Answer {
    let source = source_for(entry);
    let mut answer =
        Answer { listing: source.start(), states: Vec::new(), unchanged: 0, error: None, moved_to: None };
    answer.listing.listings.clear();
    let mut queue: Vec<(ListingState, u32)> = states.into_iter().map(|state| (state, 0)).collect();
    let mut next = 0;
    // The source's own address is asked in any case, so that nothing is called read that was not.
    while next < queue.len() && (next == 0 || !asking.is_over()) {
        let (mut state, depth) = queue[next].clone();
        next += 1;
        match asking.fetcher.fetch(&state.request()).await {
            Ok(fetched) => {
                note_answer(&mut state, &fetched);
                if state.url == entry.url {
                    answer.moved_to.clone_from(&fetched.moved_to);
                }
                if fetched.status == 304 {
                    answer.unchanged += 1;
                } else {
                    match source.read(&fetched) {
                        Ok(mut listing) => {
                            listing.drop_unchanged(since);
                            if is_over(entry.kind, &listing, since) {
                                listing.listings.clear();
                            }
                            answer.listing.leads.extend(listing.leads);
                            for url in listing.listings {
                                let is_new = !queue.iter().any(|(known, _)| known.url == url);
                                if is_new && depth < DEEPEST && queue.len() < MOST_LISTINGS {
                                    queue.push((ListingState::new(url, &entry.name), depth + 1));
                                }
                            }
                        }
                        Err(error) => answer.error = Some(error.to_string()),
                    }
                }
            }
            Err(error) => {
                note_failure(&mut state, &error);
                answer.error = Some(error.to_string());
            }
        }
        answer.states.push(state);
    }
    answer
}

/// A list that has come to older articles only goes on with older ones.
fn is_over(kind: SourceKind, listing: &Listing, since: Date) -> bool {
    let is_older = |lead: &Lead| lead.published.is_some_and(|date| date.date.last_day() < since);
    let is_list = matches!(kind, SourceKind::Listing | SourceKind::DodContracts);
    is_list && !listing.leads.is_empty() && listing.leads.iter().all(is_older)
}

fn note_answer(state: &mut ListingState, fetched: &Fetched) {
    state.etag = fetched.etag.clone().or(state.etag.take());
    state.last_modified = fetched.last_modified.clone().or(state.last_modified.take());
    state.last_fetched = Some(fetched.fetched_at);
    state.failures = 0;
    state.last_error = None;
}

fn note_failure(state: &mut ListingState, error: &FetchError) {
    state.failures += 1;
    state.last_error = Some(error.to_string());
}

fn keep(
    keeper: &mut Keeper,
    entry: &SourceEntry,
    answer: Answer,
    since: Timestamp,
    now: Timestamp,
) -> Result<SourceReport, PipelineError> {
    let leads: Vec<NewLead> =
        answer.listing.leads.into_iter().filter(|lead| is_recent(lead, since)).map(new_lead).collect();
    let total = leads.len() as u64;
    let new_leads = keeper.note(|batch| {
        for state in &answer.states {
            batch.put_listing_state(state)?;
        }
        match &answer.error {
            Some(error) => batch.source_failed(&entry.name, now, error)?,
            None => batch.source_succeeded(&entry.name, now)?,
        }
        match &answer.moved_to {
            // What the new address gave could be read: a site that sends everything to its front page has not moved.
            Some(new_url) if answer.error.is_none() => batch.source_moved(&SourceMove {
                name: entry.name.clone(),
                old_url: entry.url.clone(),
                new_url: new_url.clone(),
                seen_at: now,
            })?,
            _ => {
                batch.forget_source_move(&entry.name)?;
            }
        }
        batch.put_leads(&entry.name, now, &leads)
    })?;
    let new_leads = new_leads as u64;
    Ok(SourceReport {
        name: entry.name.clone(),
        new_leads,
        known_leads: total - new_leads.min(total),
        unchanged: answer.unchanged > 0 && answer.unchanged == answer.states.len(),
        moved_to: answer.moved_to.filter(|_| answer.error.is_none()),
        error: answer.error,
        ..SourceReport::default()
    })
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
