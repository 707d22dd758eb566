//! Leads that are due to pages, host by host.
//!
//! A host has one row of its leads, of which as many are asked for at once as its manners allow; hosts do not wait for each
//! other. What was fetched crosses a channel to the thread that reads and keeps it. A request begins only while there is room for
//! its answer on the way there, so a slow disk slows the crawl instead of filling memory; one that has begun goes on whatever
//! the reader does, so that no server waits for the rest of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::fetch::{Clock, FetchError, Fetched, Fetcher};
use crate::pipeline::PipelineError;
use crate::pipeline::archiving::Beside;
use crate::pipeline::asides::taken_asides;
use crate::pipeline::crawl_end::CrawlEnd;
use crate::pipeline::crawl_reading::{Arrived, Said, read_page};
use crate::pipeline::crawl_report::{CrawlReport, Progress};
use crate::pipeline::excerpt::reserved_by_header;
use crate::pipeline::keeper::Keeper;
use crate::pipeline::reading::in_parallel;
use crate::sources::ArchivePolicy;
use crate::store::LeadRow;

/// Pages that wait for the reader at a time, beside the requests that are being made.
const CROSSING: usize = 16;
/// Pages that are read and kept together at most: each time costs a commit of database and index.
const IN_HAND: usize = 128;
/// No more of them are waited for when they are larger than this together, in bytes…
const BYTES_IN_HAND: usize = 16 << 20;
/// …or the first of them has waited so long.
const PATIENCE: Duration = Duration::from_millis(500);

/// A page on its way to the reader, and the room that it takes there until it is in the reader's hand.
type Crossing = (Arrived, OwnedSemaphorePermit);

/// What fetching pages needs beside the pages.
#[derive(Clone, Copy)]
pub(super) struct Fetching<'a> {
    /// Where requests run.
    pub(super) runtime: &'a tokio::runtime::Runtime,
    /// What makes them, politely.
    pub(super) fetcher: &'a Fetcher,
    /// The time.
    pub(super) clock: Clock,
    /// When it is to end, after the pages in hand.
    pub(super) end: CrawlEnd<'a>,
    /// What the sources say of their pages, by name.
    pub(super) said: &'a HashMap<String, Said>,
    /// Hosts that are asked at the same time.
    pub(super) hosts: usize,
    /// Requests to one host at a time.
    pub(super) per_host: usize,
}

/// Fetches pages concurrently while this thread reads and keeps them; `tell` hears how far it has come.
///
/// # Errors
/// When the library cannot be written. A page that fails is no error.
pub(super) fn read_pages(
    fetching: Fetching<'_>,
    keeper: &mut Keeper,
    due: Vec<LeadRow>,
    report: &mut CrawlReport,
    tell: &mut dyn FnMut(&Progress),
) -> Result<(), PipelineError> {
    let mut progress = Progress { due: due.len() as u64, ..Progress::default() };
    let (sender, receiver) = channel::<Crossing>();
    std::thread::scope(|scope| {
        // It goes with this closure, so that fetching ends where keeping fails.
        let receiver = receiver;
        scope.spawn(move || fetching.runtime.block_on(fetch_all(fetching, due, sender)));
        keep_all(fetching, keeper, &receiver, report, &mut progress, tell)
    })
}

async fn fetch_all(fetching: Fetching<'_>, due: Vec<LeadRow>, sender: Sender<Crossing>) {
    let room = Arc::new(Semaphore::new(CROSSING + fetching.hosts * fetching.per_host));
    let hosts = by_host(due).into_iter().map(|leads| {
        futures_util::stream::iter(leads)
            .take_while(|_| std::future::ready(!fetching.end.is_near()))
            .map(|lead| fetching.end.or_stopped(fetch_one(fetching, lead, Arc::clone(&room))))
            .buffer_unordered(fetching.per_host)
            // What was left stays due.
            .filter_map(|done| std::future::ready(done.flatten()))
            .boxed_local()
    });
    let mut arriving = futures_util::stream::iter(hosts).flatten_unordered(fetching.hosts);
    while let Some(arrived) = arriving.next().await {
        if sender.send(arrived).is_err() {
            break;
        }
    }
}

/// The leads of each host in their order; the hosts in the order of their first ones.
fn by_host(due: Vec<LeadRow>) -> Vec<Vec<LeadRow>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut hosts: Vec<Vec<LeadRow>> = Vec::new();
    for lead in due {
        let place = *places.entry(lead.url.authority().to_owned()).or_insert(hosts.len());
        match hosts.get_mut(place) {
            Some(leads) => leads.push(lead),
            None => hosts.push(vec![lead]),
        }
    }
    hosts
}

/// The answer to a lead, once there is room for it; nothing where nobody takes it any more.
async fn fetch_one(fetching: Fetching<'_>, lead: LeadRow, room: Arc<Semaphore>) -> Option<Crossing> {
    let place = room.acquire_owned().await.ok()?;
    let answer = fetching.fetcher.fetch(&lead.request()).await;
    let policy = fetching.said.get(&lead.source).map(|said| said.archive).unwrap_or_default();
    let is_reserved = match (&answer, policy) {
        (Ok(fetched), ArchivePolicy::Evidence) if fetched.status == 200 => {
            is_reserved(fetching, fetched).await
        }
        _ => false,
    };
    Some((Arrived { lead, answer, is_reserved }, place))
}

/// Whether the publisher reserves the rights of text and data mining: by the answer's header, else by the file of its host.
async fn is_reserved(fetching: Fetching<'_>, fetched: &Fetched) -> bool {
    if let Some(is_reserved) = reserved_by_header(fetched) {
        return is_reserved;
    }
    let rules = fetching.fetcher.tdm_rules(&fetched.address).await;
    rules.at(fetched.address.path_and_query()).is_some_and(|rights| rights.reserved)
}

/// The first page and those that come soon after it.
fn with_what_follows(first: Arrived, receiver: &Receiver<Crossing>) -> Vec<Arrived> {
    let begun = Instant::now();
    let mut bytes = first.bytes();
    let mut arrived = vec![first];
    while arrived.len() < IN_HAND && bytes < BYTES_IN_HAND {
        let waited = receiver.recv_timeout(PATIENCE.saturating_sub(begun.elapsed()));
        let Ok((next, _)) = waited else { break };
        bytes += next.bytes();
        arrived.push(next);
    }
    arrived
}

fn keep_all(
    fetching: Fetching<'_>,
    keeper: &mut Keeper,
    receiver: &Receiver<Crossing>,
    report: &mut CrawlReport,
    progress: &mut Progress,
    tell: &mut dyn FnMut(&Progress),
) -> Result<(), PipelineError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let nothing = Said::default();
    while let Ok((first, room)) = receiver.recv() {
        drop(room);
        let arrived = with_what_follows(first, receiver);
        report.fetched += arrived.len() as u64;
        progress.fetched += arrived.len() as u64;
        let now = fetching.clock.now();
        let mut incoming = Vec::new();
        let mut beside = Beside { asides: taken_asides(fetching.fetcher), ..Beside::default() };
        let mut outcomes = Vec::new();
        let mut found = Vec::new();
        {
            let (corrections, repeats) = (keeper.corrections(), keeper.repeats());
            let done = in_parallel(arrived, threads, &|one: Arrived| {
                let why = one.answer.as_ref().err().map(FetchError::in_short);
                let said = fetching.said.get(&one.lead.source).unwrap_or(&nothing);
                (read_page(one, said, now, (corrections, repeats)), why)
            });
            for (tried, why) in done {
                report.note(&tried.source, &tried.outcome, why);
                incoming.extend(tried.page);
                beside.unchanged.extend(tried.unchanged.map(|fetched| *fetched));
                beside.asides.extend(tried.withheld);
                outcomes.push((tried.url, tried.outcome));
                if !tried.found.is_empty() {
                    found.push((tried.source, tried.found));
                }
            }
        }
        keeper.put_with(incoming, beside, |batch| {
            for (url, outcome) in &outcomes {
                batch.finish_lead(url, outcome)?;
            }
            for (source, leads) in &found {
                batch.put_leads(source, now, leads)?;
            }
            Ok(())
        })?;
        progress.new = keeper.counts().new;
        progress.failed = report.failed;
        progress.refused = report.refusals.values().sum();
        tell(progress);
    }
    Ok(())
}
