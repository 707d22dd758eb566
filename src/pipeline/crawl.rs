//! Sources to leads to pages: a crawl in straight passes over the table of leads.
//!
//! Listings that are due are fetched and their leads written; then the leads that are due are fetched, a bounded number
//! at a time, one pace per host. What was fetched crosses a bounded channel to a thread that reads and keeps it, so a slow
//! disk slows the crawl instead of filling memory. A failed page is a stored fact with a next try, never the end of a run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};

use crate::article::{self, DateOrigin, Published};
use crate::base::{Address, ArticleId, sha256_hex};
use crate::events::Corrections;
use crate::fetch::{Clock, FetchError, Fetched, Fetcher, Limits, Manners, Retry, WireSettings, retry};
use crate::pipeline::keeper::{Counts, Incoming, Keeper, Raw};
use crate::pipeline::listings::{SourceReport, looks_back_to, read_listings};
use crate::pipeline::notice_pages::{Asking, is_asked, read_services};
use crate::pipeline::notice_request::ServiceKeys;
use crate::pipeline::reading::{facts_of, in_parallel, reason};
use crate::pipeline::site_repeats::{Edges, SiteRepeats};
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{Catalog, SourceEntry};
use crate::store::{Hints, LeadKind, LeadOutcome, LeadRow, NewLead, NewVersion, Origin, Page, RunKind};

/// What a crawl is asked to do.
#[derive(Clone, Debug, Default)]
pub struct CrawlOptions {
    /// Only these sources, by name; all enabled ones when empty.
    pub only: Vec<String>,
    /// At most so many pages.
    pub limit: Option<usize>,
    /// Hosts that are served from this socket (the demo's loopback server).
    pub connect_to: HashMap<String, SocketAddr>,
    /// Keys for services that ask for one.
    pub keys: ServiceKeys,
    /// Pause between two requests to one server, in place of the settings' own.
    pub delay: Option<Duration>,
}

/// What a crawl did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrawlReport {
    /// What came in.
    pub counts: Counts,
    /// Requests answered or failed.
    pub fetched: u64,
    /// Pages not read because robots.txt forbids it.
    pub disallowed: u64,
    /// Pages that could not be reached this time.
    pub failed: u64,
    /// What each source gave.
    pub sources: Vec<SourceReport>,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

/// Pages that cross from fetching to reading at a time.
const IN_HAND: usize = 32;
/// Leads taken from the table at a time.
const STEP: usize = 500;
/// A page found within this many days is looked at again for edits, once a day.
const WATCHED_DAYS: i64 = 3;

/// One page on its way from the network to the reader.
type Arrived = (LeadRow, Result<Fetched, FetchError>);

/// Reads what is due. `stop` ends it after the pages in hand; `tell` hears of every page read (address, new articles so far).
///
/// # Errors
/// When the settings are not right, or the library cannot be written. A failing source or page is no error.
pub fn crawl(
    folder: &Folder,
    options: &CrawlOptions,
    clock: Clock,
    stop: &AtomicBool,
) -> Result<CrawlReport, PipelineError> {
    let mut keeper = Keeper::open(folder, "awardwire crawl")?;
    let catalog = folder.catalog()?;
    let entries = chosen(folder, &catalog, options)?;
    let fetcher = fetcher(&catalog, options, clock)?;
    let runtime = runtime(folder)?;
    let started = clock.now();
    let run = keeper.note(|batch| batch.begin_run(RunKind::Crawl, started))?;
    let concurrency = catalog.settings.concurrency.get() as usize;
    let mut report = CrawlReport::default();
    let (asked, listed): (Vec<SourceEntry>, Vec<SourceEntry>) = entries.iter().cloned().partition(is_asked);
    let asking = Asking {
        runtime: &runtime,
        fetcher: &fetcher,
        clock,
        stop,
        keys: &options.keys,
        since: looks_back_to(&catalog.settings, clock),
        limit: options.limit,
        concurrency,
    };
    (report.sources, report.fetched) = read_services(asking, &mut keeper, &asked)?;
    report.sources.extend(read_listings(
        &runtime,
        &fetcher,
        &mut keeper,
        &listed,
        &catalog.settings,
        clock,
        stop,
    )?);
    let place = |name: &str| entries.iter().position(|entry| entry.name == name);
    report.sources.sort_by_key(|source| place(&source.name));
    let countries: HashMap<String, (Option<String>, Option<String>)> =
        entries.iter().map(|e| (e.name.clone(), (e.publisher.clone(), e.country.clone()))).collect();
    let names: HashSet<&str> = entries.iter().map(|e| e.name.as_str()).collect();
    let mut left = options.limit.unwrap_or(usize::MAX);
    let mut tried: HashSet<Address> = HashSet::new();
    while left > 0 && !stop.load(Ordering::Relaxed) {
        let due: Vec<LeadRow> = keeper
            .store()
            .due_leads(clock.now(), STEP)?
            .into_iter()
            .filter(|lead| {
                lead.kind == LeadKind::Page
                    && names.contains(lead.source.as_str())
                    && tried.insert(lead.url.clone())
            })
            .take(left)
            .collect();
        if due.is_empty() {
            break;
        }
        left -= due.len();
        read_pages(&runtime, &fetcher, &mut keeper, due, concurrency, clock, stop, &countries, &mut report)?;
    }
    report.counts = keeper.counts();
    report.interrupted = stop.load(Ordering::Relaxed);
    let counts = counts_by_name(&report);
    let ended = clock.now();
    keeper.note(|batch| batch.note_run(run, &counts, Some(ended)))?;
    Ok(report)
}

/// Where requests run.
pub(super) fn runtime(folder: &Folder) -> Result<tokio::runtime::Runtime, PipelineError> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    built.map_err(|source| PipelineError::Io { path: folder.path().to_owned(), source })
}

pub(super) fn chosen(
    folder: &Folder,
    catalog: &Catalog,
    options: &CrawlOptions,
) -> Result<Vec<SourceEntry>, PipelineError> {
    if options.only.is_empty() {
        let enabled: Vec<SourceEntry> = catalog.sources.iter().filter(|s| s.enabled).cloned().collect();
        return if enabled.is_empty() {
            Err(PipelineError::NoSources(folder.sources()))
        } else {
            Ok(enabled)
        };
    }
    let find =
        |name: &String| catalog.find(name).cloned().ok_or_else(|| PipelineError::UnknownSource(name.clone()));
    options.only.iter().map(find).collect()
}

pub(super) fn fetcher(
    catalog: &Catalog,
    options: &CrawlOptions,
    clock: Clock,
) -> Result<Fetcher, PipelineError> {
    fetcher_for(catalog, &[], options, clock)
}

/// As [`fetcher`], for sources that the catalog does not have as well.
pub(super) fn fetcher_for(
    catalog: &Catalog,
    more: &[SourceEntry],
    options: &CrawlOptions,
    clock: Clock,
) -> Result<Fetcher, PipelineError> {
    let settings = &catalog.settings;
    let version = env!("CARGO_PKG_VERSION");
    let user_agent = match &settings.contact {
        Some(contact) => format!("awardwire/{version} (+{})", crate::base::printable(contact)),
        None => format!("awardwire/{version}"),
    };
    let wire = WireSettings {
        user_agent,
        timeout: Duration::from_secs(u64::from(settings.timeout_s.get())),
        max_body_bytes: settings.max_body_mb.get() as usize * (1 << 20),
        limits: Limits::default(),
        connect_to: options.connect_to.clone(),
        allow_private: catalog
            .sources
            .iter()
            .chain(more)
            .filter(|s| s.allow_private)
            .map(|s| s.url.host().to_owned())
            .collect(),
        clock,
    };
    let delay = options.delay.unwrap_or_else(|| Duration::from_millis(u64::from(settings.delay_ms)));
    let own = |s: &SourceEntry| Some((s.url.host().to_owned(), Duration::from_millis(s.delay_ms?.into())));
    let delays = catalog.sources.iter().filter(|s| s.enabled).filter_map(own).collect();
    Ok(Fetcher::with_manners(wire, Manners { delays, ..Manners::new(delay) })?)
}

/// Fetches pages concurrently while this thread reads and keeps them.
#[expect(clippy::too_many_arguments, reason = "the run's whole state; a struct of it would be used once")]
fn read_pages(
    runtime: &tokio::runtime::Runtime,
    fetcher: &Fetcher,
    keeper: &mut Keeper,
    due: Vec<LeadRow>,
    concurrency: usize,
    clock: Clock,
    stop: &AtomicBool,
    said: &HashMap<String, (Option<String>, Option<String>)>,
    report: &mut CrawlReport,
) -> Result<(), PipelineError> {
    let (sender, receiver) = sync_channel::<Arrived>(IN_HAND);
    std::thread::scope(|scope| {
        scope.spawn(move || runtime.block_on(fetch_all(fetcher, due, concurrency, stop, sender)));
        keep_all(keeper, &receiver, clock, said, report)
    })
}

async fn fetch_all(
    fetcher: &Fetcher,
    due: Vec<LeadRow>,
    concurrency: usize,
    stop: &AtomicBool,
    sender: SyncSender<Arrived>,
) {
    let mut arriving = futures_util::stream::iter(due)
        .take_while(|_| std::future::ready(!stop.load(Ordering::Relaxed)))
        .map(|lead| async move {
            let answer = fetcher.fetch(&lead.request()).await;
            (lead, answer)
        })
        .buffer_unordered(concurrency);
    while let Some(arrived) = arriving.next().await {
        // The channel is bounded: when reading is slower than the network, fetching waits here.
        let sent = tokio::task::block_in_place(|| sender.send(arrived).is_ok());
        if !sent {
            break;
        }
    }
}

fn keep_all(
    keeper: &mut Keeper,
    receiver: &Receiver<Arrived>,
    clock: Clock,
    said: &HashMap<String, (Option<String>, Option<String>)>,
    report: &mut CrawlReport,
) -> Result<(), PipelineError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    while let Ok(first) = receiver.recv() {
        let mut arrived = vec![first];
        arrived.extend(receiver.try_iter().take(IN_HAND - 1));
        report.fetched += arrived.len() as u64;
        let (corrections, repeats) = (keeper.corrections(), keeper.repeats());
        let now = clock.now();
        let done = in_parallel(arrived, threads, &|(lead, answer)| {
            let hints = said.get(&lead.source).cloned().unwrap_or_default();
            read_page(lead, answer, hints, now, (corrections, repeats))
        });
        let mut incoming = Vec::new();
        let mut outcomes = Vec::new();
        let mut found = Vec::new();
        for tried in done {
            match &tried.outcome {
                LeadOutcome::Failed { .. } => report.failed += 1,
                LeadOutcome::Refused { .. } if tried.page.is_none() => report.disallowed += 1,
                _ => {}
            }
            incoming.extend(tried.page);
            outcomes.push((tried.url, tried.outcome));
            if !tried.found.is_empty() {
                found.push((tried.source, tried.found));
            }
        }
        keeper.put(incoming, |batch| {
            for (url, outcome) in &outcomes {
                batch.finish_lead(url, outcome)?;
            }
            for (source, leads) in &found {
                batch.put_leads(source, now, leads)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// What became of one lead.
struct Tried {
    url: Address,
    source: String,
    outcome: LeadOutcome,
    /// The page, where something was fetched.
    page: Option<Incoming>,
    /// Where its headlines lead, where it is a list of articles rather than one.
    found: Vec<NewLead>,
}

impl Tried {
    /// Nothing was fetched.
    fn without_page(lead: LeadRow, outcome: LeadOutcome) -> Self {
        Self { url: lead.url, source: lead.source, outcome, page: None, found: Vec::new() }
    }
}

/// The headlines of a list that a source named are followed; those of a list that a list named are not.
fn leads_of(lead: &LeadRow, reading: &article::Reading) -> Vec<NewLead> {
    if lead.depth > 0 || reading.refusal != Some(article::Refusal::List) {
        return Vec::new();
    }
    let new = |link: &article::Link| NewLead {
        url: link.address.clone(),
        kind: LeadKind::Page,
        hints: Hints { title: Some(link.title.clone()), ..Hints::default() },
        depth: lead.depth + 1,
    };
    reading.leads.iter().map(new).collect()
}

/// Reads one page.
fn read_page(
    lead: LeadRow,
    answer: Result<Fetched, FetchError>,
    (publisher, country): (Option<String>, Option<String>),
    now: Timestamp,
    (corrections, repeats): (&Corrections, &SiteRepeats),
) -> Tried {
    let fetched = match answer {
        Ok(fetched) => fetched,
        Err(error) => {
            let outcome = failure(&lead, &error, now);
            return Tried::without_page(lead, outcome);
        }
    };
    let age = now.duration_since(lead.found_at);
    let is_watched = age < SignedDuration::from_hours(24 * WATCHED_DAYS);
    let revisit = is_watched.then(|| now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now));
    let done = LeadOutcome::Done {
        etag: fetched.etag.clone().or(lead.etag.clone()),
        last_modified: fetched.last_modified.clone().or(lead.last_modified.clone()),
        revisit,
    };
    if fetched.status == 304 {
        return Tried::without_page(lead, done);
    }
    let hints = Hints {
        publisher: lead.hints.publisher.clone().or(publisher),
        country: lead.hints.country.clone().or(country),
        ..lead.hints.clone()
    };
    let reading = article::read(&fetched, &article_hints(&hints));
    let found = leads_of(&lead, &reading);
    let (mut text_digest, mut edges) = (None, Edges::default());
    let (outcome, read) = match (reading.articles.into_iter().next(), reading.refusal) {
        (Some(mut article), _) => {
            text_digest = Some(article.text_digest());
            edges = repeats.strip(&mut article);
            let facts = facts_of(&article, corrections);
            (done, Some((article, facts)))
        }
        (None, refusal) => {
            let reason = refusal.as_ref().map_or("nothing to read", reason).to_owned();
            (LeadOutcome::Refused { reason }, None)
        }
    };
    let url = read.as_ref().and_then(|(a, _)| a.url.clone()).unwrap_or_else(|| fetched.address.canonical());
    let id = read.as_ref().map_or_else(|| ArticleId::of_url(url.as_str()), |(a, _)| a.id.clone());
    let page = Page {
        id,
        url: Some(url),
        source_id: None,
        publisher: hints.publisher.clone(),
        country: hints.country.clone(),
        first_seen: fetched.fetched_at,
        origin: Origin::Crawl,
        source: Some(lead.source.clone()),
    };
    let version = NewVersion {
        fetched_at: fetched.fetched_at,
        requested: Some(fetched.requested.clone()),
        final_url: Some(fetched.address.clone()),
        status: fetched.status,
        content_type: fetched.content_type.clone(),
        etag: fetched.etag.clone(),
        last_modified: fetched.last_modified.clone(),
        robots_tag: fetched.robots_tag.clone(),
        content_sha256: sha256_hex(&fetched.body),
        archived: None,
        text_digest,
        hints,
    };
    let incoming = Incoming { page, version, raw: Raw::Response(Box::new(fetched)), read, edges };
    Tried { url: lead.url, source: lead.source, outcome, page: Some(incoming), found }
}

fn failure(lead: &LeadRow, error: &FetchError, now: Timestamp) -> LeadOutcome {
    match error {
        FetchError::Robots { .. } => LeadOutcome::Refused { reason: error.to_string() },
        FetchError::Status { status: 404 | 410, .. } => LeadOutcome::Gone { reason: error.to_string() },
        _ => {
            let next_try = match retry(error, lead.attempts + 1, now) {
                Retry::At(instant) => Some(instant),
                Retry::Never => None,
            };
            LeadOutcome::Failed { error: error.to_string(), next_try }
        }
    }
}

/// What a listing said, as the reader takes it.
pub(super) fn article_hints(hints: &Hints) -> article::Hints {
    let published = hints.published.as_deref().and_then(|text| {
        let date = text.get(..10).unwrap_or(text).parse().or_else(|_| text.parse()).ok()?;
        Some(Published {
            instant: text.parse::<Timestamp>().ok(),
            ..Published::on(date, DateOrigin::Listing)
        })
    });
    article::Hints {
        title: hints.title.clone(),
        published,
        publisher: hints.publisher.clone(),
        country: hints.country.clone(),
    }
}

fn counts_by_name(report: &CrawlReport) -> BTreeMap<String, u64> {
    let counts = report.counts;
    [
        ("fetched", report.fetched),
        ("new", counts.new),
        ("changed", counts.changed),
        ("known", counts.known),
        ("refused", counts.refused),
        ("failed", report.failed),
        ("disallowed", report.disallowed),
        ("relevant", counts.relevant),
        ("events", counts.events),
    ]
    .into_iter()
    .map(|(name, count)| (name.to_owned(), count))
    .collect()
}
