//! Sources to leads to pages: a crawl in straight passes over the table of leads.
//!
//! Services and listings that are due are asked and their leads written; then the leads that are due are fetched, host by
//! host. A failed page is a stored fact with a next try, never the end of a run.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::Address;
use crate::fetch::{Clock, Fetcher};
use crate::pipeline::asides::taken_asides;
use crate::pipeline::crawl_end::CrawlEnd;
use crate::pipeline::crawl_options::CrawlOptions;
use crate::pipeline::crawl_paces::Paces;
use crate::pipeline::crawl_pages::{Fetching, read_pages};
use crate::pipeline::crawl_plan::plan_of;
use crate::pipeline::crawl_reading::Said;
use crate::pipeline::crawl_report::{CrawlReport, Listener};
use crate::pipeline::crawl_setup::{chosen, fetcher, runtime};
use crate::pipeline::keeper::Keeper;
use crate::pipeline::listings::{looks_back_to, read_listings};
use crate::pipeline::notice_pages::{Asking, is_asked, read_services};
use crate::pipeline::{Folder, PipelineError};
use crate::sources::SourceEntry;
use crate::store::{LeadRow, RunKind};

/// Leads taken from the table at a time.
const STEP: usize = 20_000;

/// Reads what is due. `stop` ends it after the pages in hand.
///
/// # Errors
/// When the settings are not right, or the library cannot be written. A failing source or page is no error.
pub fn crawl(
    folder: &Folder,
    options: &CrawlOptions,
    clock: Clock,
    stop: &AtomicBool,
    listener: &mut Listener<'_>,
) -> Result<CrawlReport, PipelineError> {
    let mut keeper = Keeper::open(folder, "awardwire crawl")?.with_clock(clock);
    let _claim = keeper.store().claim_crawl()?;
    let catalog = folder.catalog()?;
    let entries = chosen(folder, &catalog, options)?;
    let paces = Paces::of(&catalog, &entries, options.delay);
    let fetcher = fetcher(&catalog, &entries, options, clock)?.keeping_asides();
    let runtime = runtime(folder)?;
    // A time that no clock can tell is no end.
    let until = options.time.and_then(|time| Instant::now().checked_add(time));
    let end = CrawlEnd { stop, until };
    // Half of the time is for pages.
    let half = options.time.and_then(|time| Instant::now().checked_add(time / 2));
    let started = clock.now();
    let run = keeper.note(|batch| batch.begin_run(RunKind::Crawl, started))?;
    let settings = &catalog.settings;
    let hosts = options.jobs.map_or(settings.concurrency.get() as usize, NonZeroUsize::get);
    let since = options.since.and_then(first_instant).unwrap_or_else(|| looks_back_to(settings, clock));
    let mut report = CrawlReport::default();
    let (asked, listed): (Vec<SourceEntry>, Vec<SourceEntry>) = entries.iter().cloned().partition(is_asked);
    let asking = Asking {
        runtime: &runtime,
        fetcher: &fetcher,
        clock,
        end: CrawlEnd { stop, until: half },
        keys: &options.keys,
        since,
        is_anew: options.since.is_some(),
        limit: options.limit,
        concurrency: hosts,
    };
    // What a service answers are records, which a dry run does not take either.
    let asked = if options.dry_run { Vec::new() } else { asked };
    (report.sources, report.fetched) = read_services(asking, &mut keeper, &asked)?;
    report.sources.extend(read_listings(asking, &mut keeper, &listed)?);
    let place = |name: &str| entries.iter().position(|entry| entry.name == name);
    report.sources.sort_by_key(|source| place(&source.name));
    let said: HashMap<String, Said> = entries.iter().map(|e| (e.name.clone(), Said::of(e))).collect();
    if options.disallowed {
        let sources: Vec<&str> = said.keys().map(String::as_str).collect();
        keeper.note(|batch| batch.ask_disallowed_again(clock.now(), &sources))?;
    }
    let per_host = settings.per_host.get() as usize;
    let fetching =
        Fetching { runtime: &runtime, fetcher: &fetcher, clock, end, said: &said, hosts, per_host };
    let mut left = options.limit.unwrap_or(usize::MAX);
    let mut tried: HashSet<Address> = HashSet::new();
    let mut is_first = true;
    while left > 0 && !end.is_near() {
        let due = due_pages(&keeper, &said, clock, left, &mut tried)?;
        slow_down(&fetcher, &due, &entries, &paces);
        if due.is_empty() || (is_first && !(listener.plan)(&plan_of(&due, &paces, keeper.store())?)) {
            break;
        }
        is_first = false;
        left -= due.len();
        read_pages(fetching, &mut keeper, due, &mut report, listener.tell)?;
    }
    // What came last, or had nobody to take it.
    keeper.note_with(taken_asides(&fetcher), |_| Ok(()))?;
    report.counts = keeper.counts();
    report.interrupted = stop.load(Ordering::Relaxed);
    let counts = report.counts_by_name();
    let ended = clock.now();
    keeper.note(|batch| batch.note_run(run, &counts, Some(ended)))?;
    Ok(report)
}

/// Pages whose time has come and that were not tried in this run.
fn due_pages(
    keeper: &Keeper,
    said: &HashMap<String, Said>,
    clock: Clock,
    left: usize,
    tried: &mut HashSet<Address>,
) -> Result<Vec<LeadRow>, PipelineError> {
    let sources: Vec<&str> = said.keys().map(String::as_str).collect();
    let due = keeper.store().due_pages(clock.now(), &sources, STEP)?.into_iter();
    Ok(due.filter(|lead| tried.insert(lead.url.clone())).take(left).collect())
}

/// A source that is to be read slowly has its pages read slowly, on whatever host they lie.
fn slow_down(fetcher: &Fetcher, due: &[LeadRow], entries: &[SourceEntry], paces: &Paces) {
    let slow: HashMap<&str, Duration> = entries
        .iter()
        .filter_map(|entry| Some((entry.name.as_str(), Duration::from_millis(entry.delay_ms?.into()))))
        .filter(|(_, delay)| *delay > paces.usual)
        .collect();
    for lead in due {
        if let Some(delay) = slow.get(lead.source.as_str()) {
            fetcher.slow_down(lead.url.host(), *delay);
        }
    }
}

fn first_instant(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
