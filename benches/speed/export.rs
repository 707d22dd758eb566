//! What exporting costs: `cargo bench --bench speed -- export --deals 100000`.
//!
//! The library is made through the store: a few thousand made-up articles are read once and kept again and again under other
//! addresses, each with its own deals, since matching so many is no part of what is measured.

use std::fs;
use std::path::Path;
use std::process::Command;

use awardwire::article::Article;
use awardwire::base::{Address, ArticleId, sha256_hex};
use awardwire::deals::{DealEvent, settle_all};
use awardwire::events::{Corrections, Facts};
use awardwire::fetch::Clock;
use awardwire::pipeline::{Document, DocumentKind, read_document};
use awardwire::report::headline;
use awardwire::store::{Access, Hints, NewVersion, Origin, Page, Store};

use crate::table::Table;
use crate::{Outcome, PROGRAM, corpus, process};

/// Articles that are read; the others repeat them.
const READ: usize = 6_000;
/// Articles kept in one change.
const BATCH: usize = 2_000;
/// Deals of a report to hand over.
const REPORT: usize = 2_000;

/// Makes a library of so many deals and writes it down.
pub fn measure(place: &Path, deals: usize, rounds: usize) -> Outcome<()> {
    let library = place.join("library");
    fill(&library, deals)?;
    let mut table = Table::default();
    for (format, aim) in [("csv", "< 3"), ("jsonl", ""), ("xlsx", "< 10")] {
        let file = place.join(format!("deals.{format}"));
        written(&library, &file, &[], rounds, aim, &format!("{format}, {deals} deals"), &mut table)?;
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
    let (mut seconds, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let mut command = Command::new(PROGRAM);
        command.arg("--library").arg(library).args(["export", "deals", "-o"]).arg(file).args(more);
        let (took, peak) = process::seconds_and_memory(&mut command)?;
        seconds.push(took);
        peaks.extend(peak);
    }
    let size = fs::metadata(file)?.len() as f64 / 1e6;
    table.add(format!("`awardwire export`: {name}"), "s", aim, seconds)?;
    table.add(format!("  {name}: peak memory"), "MiB", "", peaks)?;
    let most = if name.starts_with("html") { "< 3" } else { "" };
    table.add(format!("  {name}: size"), "MB", most, vec![size])?;
    Ok(())
}

fn fill(library: &Path, deals: usize) -> Outcome<()> {
    let corrections = Corrections::default();
    let mut read: Vec<(Article, Facts)> = Vec::new();
    for record in corpus::records(READ) {
        let document = Document::new(String::new(), DocumentKind::Record, record.into_bytes());
        let (article, facts) = read_document(&document, &corrections)?;
        if !facts.events.is_empty() {
            read.push((article, facts));
        }
    }
    if read.is_empty() {
        return Err("no made-up article tells a dealing".into());
    }
    let wait = std::time::Duration::from_secs(5);
    let mut store = Store::open(library, Access::Write { wait })?;
    let clock = Clock::System;
    let (mut made, mut number) = (0, 0);
    while made < deals {
        made += store.batch(|batch| -> Outcome<usize> {
            let mut made_here = 0;
            for _ in 0..BATCH {
                if made + made_here >= deals {
                    break;
                }
                let (article, facts) = &read[number % read.len()];
                let url = format!("https://wire.example/{number}");
                let article = Article {
                    id: ArticleId::of_url(&url),
                    url: Address::parse(&url).ok(),
                    title: format!("{} ({number})", article.title),
                    ..article.clone()
                };
                number += 1;
                let page = Page {
                    id: article.id.clone(),
                    url: article.url.clone(),
                    source_id: None,
                    publisher: article.publisher.clone(),
                    country: None,
                    first_seen: clock.now(),
                    origin: Origin::User,
                    source: None,
                };
                let version = NewVersion {
                    fetched_at: clock.now(),
                    requested: None,
                    final_url: article.url.clone(),
                    status: 200,
                    content_type: None,
                    etag: None,
                    last_modified: None,
                    robots_tag: None,
                    content_sha256: sha256_hex(url.as_bytes()),
                    archived: None,
                    text_digest: Some(article.text_digest()),
                    hints: Hints::default(),
                };
                batch.put_page_version(&page, &version)?;
                let told = DealEvent::all_of(&article, facts);
                batch.put_article(&article, facts, &told, "bench")?;
                let deals = settle_all(told);
                made_here += deals.len();
                batch.put_deals(&deals, |deal| headline(deal).and_then(|sum| sum.to_json().ok()))?;
            }
            Ok(made_here)
        })?;
    }
    Ok(())
}
