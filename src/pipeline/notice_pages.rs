//! Services that are asked page by page: notices come straight into the library, addresses become leads.
//!
//! Each source is a task that asks one question after the other; answers cross a bounded channel to this thread, which
//! keeps the records of an answer and the question that follows it in one transaction. So a run that was stopped, or that
//! came to its limit, goes on with the next question; nothing is asked for twice but the last few days.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use jiff::Timestamp;
use tokio::sync::mpsc::{Sender, channel};

use crate::fetch::{Aside, Clock, Fetched, Fetcher};
use crate::pipeline::PipelineError;
use crate::pipeline::archiving::Beside;
use crate::pipeline::asides::{service_aside, taken_asides};
use crate::pipeline::crawl_end::CrawlEnd;
use crate::pipeline::keeper::Keeper;
use crate::pipeline::listings::{SourceReport, is_recent, new_lead};
use crate::pipeline::notice_answers::read_answer;
use crate::pipeline::notice_request::{ServiceKeys, put};
use crate::pipeline::notice_state::{Standing, days_until};
use crate::sources::{Found, Service, SourceEntry, Window, service_for};
use crate::store::StoreError;

/// No source is asked for more answers in one run; the next run goes on.
const MOST_ANSWERS: usize = 100;
/// Answers that cross to the keeper at a time.
const IN_HAND: usize = 4;

/// What a run of this kind needs beside its sources.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    /// Where requests run.
    pub(super) runtime: &'a tokio::runtime::Runtime,
    /// What makes them, politely.
    pub(super) fetcher: &'a Fetcher,
    /// The time.
    pub(super) clock: Clock,
    /// When it is to end, after the answers in hand.
    pub(super) end: CrawlEnd<'a>,
    /// The user's keys.
    pub(super) keys: &'a ServiceKeys,
    /// Nothing older is asked for.
    pub(super) since: Timestamp,
    /// Whether listings are read in full, be they as they were: the run looks back further than others did.
    pub(super) is_anew: bool,
    /// At most so many answers of each source.
    pub(super) limit: Option<usize>,
    /// Sources that are asked at the same time.
    pub(super) concurrency: usize,
}

/// Whether a source is read here.
pub(super) fn is_asked(entry: &SourceEntry) -> bool {
    service_for(entry).is_some()
}

/// Asks all services among these sources; one report per service in their order, and how many answers came.
///
/// # Errors
/// When the library cannot be written or read. A service that fails is a failed source.
pub(super) fn read_services(
    asking: Asking<'_>,
    keeper: &mut Keeper,
    entries: &[SourceEntry],
) -> Result<(Vec<SourceReport>, u64), PipelineError> {
    let day = |instant: Timestamp| jiff::tz::TimeZone::UTC.to_datetime(instant).date();
    let wanted = days_until(day(asking.since), day(asking.clock.now()));
    let mut jobs = Vec::new();
    for entry in entries {
        let Some(service) = service_for(entry) else { continue };
        let known = match keeper.store().cursor::<Standing>(&Standing::cursor(&entry.name)) {
            // Written by another version: it begins anew.
            Err(StoreError::Unreadable { .. }) => None,
            known => known?,
        };
        let standing = Standing::begin(known, &entry.url, service.as_ref(), wanted);
        jobs.push(Job { place: jobs.len(), entry, service, standing, wanted });
    }
    let mut reports: Vec<SourceReport> = jobs
        .iter()
        .map(|job| SourceReport { name: job.entry.name.clone(), ..SourceReport::default() })
        .collect();
    let sources: Vec<(&SourceEntry, bool)> =
        jobs.iter().map(|job| (job.entry, job.service.gives_all())).collect();
    let mut answers = 0;
    let mut asked: HashSet<usize> = HashSet::new();
    let (sender, receiver) = channel::<Arrived>(IN_HAND);
    std::thread::scope(|scope| -> Result<(), PipelineError> {
        // It goes with this closure, so that tasks end where keeping fails.
        let mut receiver = receiver;
        scope.spawn(move || asking.runtime.block_on(ask_all(asking, jobs, sender)));
        while let Some(arrived) = receiver.blocking_recv() {
            let (Some(report), Some((entry, gives_all))) =
                (reports.get_mut(arrived.place), sources.get(arrived.place))
            else {
                continue;
            };
            asked.insert(arrived.place);
            match arrived.what {
                What::Answer(answer) => {
                    answers += 1;
                    keep(asking, keeper, entry, *gives_all, *answer, report)?;
                }
                What::Failed(failure) => {
                    let Failure { why, standing, answer } = *failure;
                    let mut asides = taken_asides(asking.fetcher);
                    asides.extend(answer);
                    keeper.note_with(asides, |batch| match &standing {
                        Some(standing) => batch.put_cursor(&Standing::cursor(&entry.name), standing),
                        None => Ok(()),
                    })?;
                    report.error = Some(why);
                }
            }
        }
        Ok(())
    })?;
    // Of one that was not asked before the run ended nothing is known.
    let mut places = 0..;
    reports.retain(|_| places.next().is_some_and(|place| asked.contains(&place)));
    let now = asking.clock.now();
    keeper.note(|batch| {
        for report in &reports {
            match &report.error {
                Some(error) => batch.source_failed(&report.name, now, error)?,
                None => batch.source_succeeded(&report.name, now)?,
            }
        }
        Ok(())
    })?;
    Ok((reports, answers))
}

/// One source to ask.
struct Job<'a> {
    place: usize,
    entry: &'a SourceEntry,
    service: Box<dyn Service>,
    standing: Standing,
    wanted: Window,
}

/// What a task hands to the keeper: for which source, and what.
struct Arrived {
    place: usize,
    what: What,
}

enum What {
    Answer(Box<Answer>),
    /// The source was given up for now.
    Failed(Box<Failure>),
}

/// Why a source was given up.
struct Failure {
    why: String,
    /// Where it stands, where that is not where it stood: it begins its days anew.
    standing: Option<Standing>,
    /// What came all the same.
    answer: Option<Aside>,
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self { why, standing: None, answer: None }
    }
}

struct Answer {
    fetched: Arc<Fetched>,
    found: Found,
    /// Where it stands once the answer is kept.
    standing: Standing,
}

async fn ask_all(asking: Asking<'_>, jobs: Vec<Job<'_>>, sender: Sender<Arrived>) {
    let pauses = Pauses::default();
    let (sender, pauses) = (&sender, &pauses);
    futures_util::stream::iter(jobs)
        .for_each_concurrent(asking.concurrency, |job| async move {
            let place = job.place;
            if let Err(why) = ask_one(asking, job, pauses, sender).await {
                hand_over(sender, place, What::Failed(Box::new(why))).await;
            }
        })
        .await;
}

/// Hands something to the keeper; whether it is still there. The channel is bounded: when keeping is slower than the
/// network, this source waits here, and what others have asked for goes on.
async fn hand_over(sender: &Sender<Arrived>, place: usize, what: What) -> bool {
    sender.send(Arrived { place, what }).await.is_ok()
}

/// Asks one source until it has no more, the limit has come, or it fails: then the error says why.
async fn ask_one(
    asking: Asking<'_>,
    job: Job<'_>,
    pauses: &Pauses,
    sender: &Sender<Arrived>,
) -> Result<(), Failure> {
    let Job { place, service, mut standing, wanted, .. } = job;
    let key = service.key().map(|asked| asking.keys.of(asked)).transpose()?;
    let limit = asking.limit.unwrap_or(MOST_ANSWERS).min(MOST_ANSWERS);
    for _ in 0..limit {
        if asking.end.is_near() {
            break;
        }
        let Some((window, ask)) = standing.now().cloned() else { break };
        let answered = async {
            pauses.wait(ask.address.authority(), service.pause()).await;
            put(asking.fetcher, service.as_ref(), window, &ask, key.as_ref()).await
        };
        let Some(answered) = asking.end.or_stopped(answered).await else { break };
        let (fetched, page) = match answered {
            Ok(answer) => answer,
            // A question that the service has handed out may have run out: it would be asked in vain for ever.
            Err(error) if error.is_lasting && ask != service.first(window) => {
                standing.begin_anew(service.as_ref());
                return Err(Failure { why: error.why, standing: Some(standing), answer: error.answer });
            }
            Err(error) => return Err(Failure { answer: error.answer, ..error.why.into() }),
        };
        standing.advance(page.next, service.as_ref(), wanted);
        let answer = Answer { fetched: Arc::new(fetched), found: page.found, standing: standing.clone() };
        if !hand_over(sender, place, What::Answer(Box::new(answer))).await {
            break;
        }
    }
    Ok(())
}

/// Keeps what an answer holds, and where its source stands then.
fn keep(
    asking: Asking<'_>,
    keeper: &mut Keeper,
    entry: &SourceEntry,
    gives_all: bool,
    answer: Answer,
    report: &mut SourceReport,
) -> Result<(), PipelineError> {
    let now = asking.clock.now();
    let cursor = Standing::cursor(&entry.name);
    let Answer { fetched, found, standing } = answer;
    let mut asides = taken_asides(asking.fetcher);
    if matches!(&found, Found::Leads(_) | Found::Records(_, 0)) {
        asides.push(service_aside(&fetched));
    }
    match found {
        Found::Leads(leads) => {
            let leads: Vec<_> =
                leads.into_iter().filter(|lead| is_recent(lead, asking.since)).map(new_lead).collect();
            let mut new = 0;
            keeper.note_with(asides, |batch| {
                batch.put_cursor(&cursor, &standing)?;
                new = batch.put_leads(&entry.name, now, &leads)? as u64;
                Ok(())
            })?;
            report.new_leads += new;
            report.known_leads += (leads.len() as u64).saturating_sub(new);
        }
        Found::Records(_, 0) => keeper.note_with(asides, |batch| batch.put_cursor(&cursor, &standing))?,
        Found::Records(records, _) => {
            match read_answer(records, &fetched, entry, gives_all, keeper.corrections(), now) {
                Ok(read) => {
                    let before = keeper.counts();
                    if read.articles.is_empty() {
                        asides.push(service_aside(&fetched));
                    }
                    let beside = Beside { asides, ..Beside::default() };
                    keeper.put_with(read.articles, beside, |batch| batch.put_cursor(&cursor, &standing))?;
                    let counts = keeper.counts();
                    report.new_leads += (counts.new - before.new) + (counts.changed - before.changed);
                    report.known_leads += counts.known - before.known;
                    report.left_out += read.left_out;
                    report.refused.extend(read.refused);
                }
                Err(why) => {
                    asides.push(service_aside(&fetched));
                    keeper.note_with(asides, |_| Ok(()))?;
                    report.error = Some(why);
                }
            }
        }
    }
    Ok(())
}

/// When each server was last asked, for services that want longer pauses than others.
#[derive(Default)]
struct Pauses(Mutex<HashMap<String, Instant>>);

impl Pauses {
    /// Waits for a server's turn, and takes it.
    async fn wait(&self, authority: &str, pause: Option<Duration>) {
        let Some(pause) = pause else { return };
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let turn = turns.get(authority).map_or(now, |next| (*next).max(now));
            turns.insert(authority.to_owned(), turn + pause);
            turn
        };
        tokio::time::sleep_until(turn.into()).await;
    }
}
