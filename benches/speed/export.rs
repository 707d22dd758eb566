//! What exporting costs: `cargo bench --bench speed -- export --deals 100000`.
//!
//! The library is made through the store: articles of the made-up archive that tell one or two dealings are read once and kept
//! again and again under other addresses, each with deals of its own, since matching so many is no part of what is measured.
//! Every third is told by a second publisher too, so that a deal has 1.3 articles and as many events: about what most deals of a
//! library have that is filled by matching, where a few have dozens.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use awardwire::article::Article;
use awardwire::base::{Address, ArticleId, sha256_hex};
use awardwire::deals::{DealEvent, settle_all};
use awardwire::events::{Corrections, Facts};
use awardwire::fetch::Clock;
use awardwire::pipeline::{Document, DocumentKind, read_document};
use awardwire::report::headline;
use awardwire::store::{Access, Batch, Hints, NewVersion, Origin, Page, Store};

use crate::table::Table;
use crate::{Outcome, PROGRAM, corpus, process};

/// Articles that are read; those of them that tell a dealing or two are repeated.
const READ: usize = 3_000;
/// Deals kept in one change.
const BATCH: usize = 10_000;
/// Deals of a report to hand over.
const REPORT: usize = 2_000;

/// Makes a library of so many deals and writes it down.
pub fn measure(place: &Path, deals: usize, rounds: usize) -> Outcome<()> {
    let library = place.join("library");
    let begun = Instant::now();
    let filled = fill(&library, deals)?;
    writeln!(
        io::stderr(),
        "{} deals of {} events in {} articles, made in {:.0} s",
        filled.deals,
        filled.events,
        filled.articles,
        begun.elapsed().as_secs_f64()
    )?;
    let mut table = Table::default();
    for (format, aim) in [("csv", "< 3"), ("jsonl", ""), ("xlsx", "< 10")] {
        let file = place.join(format!("deals.{format}"));
        let name = format!("{format}, {} deals", filled.deals);
        written(&library, &file, &[], rounds, aim, &name, &mut table)?;
    }
    let file = place.join("report.html");
    let limit = REPORT.to_string();
    let name = format!("html, {REPORT} deals");
    written(&library, &file, &["--limit", &limit], rounds, "< 1", &name, &mut table)?;
    table.print().map_err(Into::into)
}

fn written(
    library: &Path,
    file: &Path,
    more: &[&str],
    rounds: usize,
    aim: &'static str,
    name: &str,
    table: &mut Table,
) -> Outcome<()> {
    let (mut seconds, mut of_processor, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let mut command = Command::new(PROGRAM);
        command.arg("--library").arg(library).args(["export", "deals", "-o"]).arg(file).args(more);
        let before = process::children_cpu();
        let (took, peak) = process::seconds_and_memory(&mut command)?;
        seconds.push(took);
        of_processor.extend(before.zip(process::children_cpu()).map(|(before, after)| after - before));
        peaks.extend(peak);
    }
    let size = fs::metadata(file)?.len() as f64 / 1e6;
    table.add(format!("`awardwire export`: {name}"), "s", aim, seconds)?;
    table.add(format!("  {name}: time of all cores"), "s", "", of_processor)?;
    table.add(format!("  {name}: peak memory"), "MiB", "", peaks)?;
    let most = if name.starts_with("html") { "< 3" } else { "" };
    table.add(format!("  {name}: size"), "MB", most, vec![size])?;
    Ok(())
}

/// How much a library holds.
#[derive(Clone, Copy, Default)]
struct Filled {
    articles: usize,
    events: usize,
    deals: usize,
}

fn fill(library: &Path, deals: usize) -> Outcome<Filled> {
    let read = short_articles()?;
    let mut store = Store::open(library, Access::Write { wait: Duration::from_secs(5) })?;
    let mut filled = Filled::default();
    let mut articles = read.iter().cycle().enumerate();
    while filled.deals < deals {
        let until = deals.min(filled.deals + BATCH);
        filled = store.batch(|batch| -> Outcome<Filled> {
            let mut filled = filled;
            while filled.deals < until
                && let Some((number, (article, facts))) = articles.next()
            {
                let tellers = if number % 3 == 0 { 2 } else { 1 };
                let mut told = Vec::new();
                for teller in 0..tellers {
                    let url = format!("https://wire{teller}.example/{number}");
                    let article = Article {
                        id: ArticleId::of_url(&url),
                        url: Address::parse(&url).ok(),
                        title: format!("{} ({number})", article.title),
                        ..article.clone()
                    };
                    put(batch, &article, facts)?;
                    told.extend(DealEvent::all_of(&article, facts));
                }
                filled.articles += tellers;
                filled.events += told.len();
                let deals = settle_all(told);
                filled.deals += deals.len();
                batch.put_deals(&deals, |deal| headline(deal).and_then(|sum| sum.to_json().ok()))?;
            }
            Ok(filled)
        })?;
    }
    Ok(filled)
}

/// Made-up articles that tell one or two dealings.
fn short_articles() -> Outcome<Vec<(Article, Facts)>> {
    let corrections = Corrections::default();
    let mut read = Vec::new();
    for record in corpus::records(READ) {
        let document = Document::new(String::new(), DocumentKind::Record, record.into_bytes());
        let (article, facts) = read_document(&document, &corrections)?;
        if (1..=2).contains(&facts.events.len()) {
            read.push((article, facts));
        }
    }
    if read.is_empty() { Err("no made-up article tells a dealing".into()) } else { Ok(read) }
}

/// Keeps an article and its page; without what its events are matched by, as nothing comes in later.
fn put(batch: &Batch<'_>, article: &Article, facts: &Facts) -> Outcome<()> {
    let now = Clock::System.now();
    let page = Page {
        id: article.id.clone(),
        url: article.url.clone(),
        source_id: None,
        publisher: article.publisher.clone(),
        country: None,
        first_seen: now,
        origin: Origin::User,
        source: None,
    };
    let version = NewVersion {
        fetched_at: now,
        requested: None,
        final_url: article.url.clone(),
        status: 200,
        content_type: None,
        etag: None,
        last_modified: None,
        robots_tag: None,
        content_sha256: sha256_hex(article.id.as_str().as_bytes()),
        archived: None,
        text_digest: Some(article.text_digest()),
        hints: Hints::default(),
    };
    batch.put_page_version(&page, &version)?;
    batch.put_article(article, facts, &[], "bench")?;
    Ok(())
}
