//! What watches cost: `cargo bench --bench speed -- watch`.
//!
//! A thousand watches of all sorts are asked of each article: all at once, as when it comes in, and one after the other. Then the same
//! articles are added to new libraries, without watches and with these.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use awardwire::article::{Article, read_record};
use awardwire::entities::{EntryKind, Lists};
use awardwire::events::{Corrections, Facts};
use awardwire::library::Library;
use awardwire::notices::read_facts;
use awardwire::pipeline::name_table;
use awardwire::search::{Document, NameTable, Query};
use awardwire::store::{Access, Store, WatchRow};
use awardwire::watch::{ArticleSubject, Plain, PreparedQuery, Watches, matches};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::random::Random;
use crate::table::Table;
use crate::words::{PRODUCTS, SYSTEMS, USES};
use crate::{Outcome, PROGRAM, corpus, process};

/// So many watches.
const WATCHES: usize = 1000;
/// So many articles are asked one watch after the other.
const ONE_BY_ONE: usize = 100;
/// The day of asking.
const TODAY: Date = date(2026, 6, 30);

/// Measures on so many articles.
pub fn measure(place: &Path, articles: usize, rounds: usize) -> Outcome<()> {
    let names = name_table(&Corrections::default());
    let records = corpus::records(articles);
    let mut read = Vec::with_capacity(articles);
    for record in &records {
        let article = read_record(record)?;
        let facts = read_facts(&article);
        read.push((article, facts));
    }
    let texts = watches(WATCHES);
    let mut table = Table::default();
    let (mut reading, mut queries, mut all) = (Vec::new(), Vec::new(), Watches::default());
    for _ in 0..rounds {
        let begun = Instant::now();
        queries = texts.iter().map(|text| Query::parse(text, TODAY)).collect::<Result<_, _>>()?;
        all = Watches::new(&queries, &names);
        reading.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    table.add("1,000 watches read", "ms", "", reading)?;
    let caught = in_memory(&read, &queries, &all, &names, rounds, &mut table)?;
    adding(place, &records, &texts, rounds, &mut table)?;
    table.print()?;
    writeln!(std::io::stdout(), "{} articles, {caught} alerts", read.len())?;
    Ok(())
}

/// Asks articles that have been read; gives back how often a watch matched.
fn in_memory(
    read: &[(Article, Facts)],
    queries: &[Query],
    all: &Watches,
    names: &NameTable,
    rounds: usize,
    table: &mut Table,
) -> Outcome<usize> {
    let (mut nothing, mut at_once, mut caught) = (Spent::default(), Spent::default(), 0);
    let none = Watches::new(&[], names);
    for _ in 0..rounds {
        nothing.round(read.len(), || {
            for (article, facts) in read {
                none.matching(&ArticleSubject::new(&Document::new(article, facts, names)));
            }
        });
        caught = 0;
        at_once.round(read.len(), || {
            for (article, facts) in read {
                caught += all.matching(&ArticleSubject::new(&Document::new(article, facts, names))).len();
            }
        });
    }
    nothing.add("an article made ready to be asked", "", table)?;
    at_once.add("an article, all watches at once", "< 1000", table)?;

    let few = read.get(..read.len().min(ONE_BY_ONE)).unwrap_or_default();
    let prepared: Vec<PreparedQuery> =
        queries.iter().map(|query| PreparedQuery::new(query, names, Plain::All)).collect();
    let (mut ready, mut anew) = (Vec::new(), Vec::new());
    let (mut by_ready, mut by_anew) = (Spent::default(), Spent::default());
    by_ready.round(few.len(), || {
        for (article, facts) in few {
            let document = Document::new(article, facts, names);
            let subject = ArticleSubject::new(&document);
            ready.push(places(prepared.iter().map(|query| query.matches(&subject))));
        }
    });
    by_anew.round(few.len(), || {
        for (article, facts) in few {
            let document = Document::new(article, facts, names);
            let subject = ArticleSubject::new(&document);
            anew.push(places(queries.iter().map(|query| matches(query, &subject, names, Plain::All))));
        }
    });
    for ((article, facts), (ready, anew)) in few.iter().zip(ready.iter().zip(&anew)) {
        let at_once = all.matching(&ArticleSubject::new(&Document::new(article, facts, names)));
        if at_once != *ready || ready != anew {
            return Err(format!("asked at once, other watches match {}", article.id).into());
        }
    }
    by_ready.add("an article, one watch after the other", "", table)?;
    by_anew.add("the same, each query read anew", "", table)?;
    Ok(caught)
}

/// The places of what holds.
fn places(holds: impl Iterator<Item = bool>) -> Vec<usize> {
    holds.enumerate().filter_map(|(at, holds)| holds.then_some(at)).collect()
}

/// Microseconds an article in each round: by the clock, and of the processor, which does not grow by what else a machine does.
#[derive(Default)]
struct Spent {
    clock: Vec<f64>,
    processor: Vec<f64>,
}

impl Spent {
    fn round(&mut self, articles: usize, work: impl FnOnce()) {
        let each = |seconds: f64| seconds * 1e6 / articles.max(1) as f64;
        let (begun, before) = (Instant::now(), process::own_thread_cpu());
        work();
        let after = process::own_thread_cpu();
        self.clock.push(each(begun.elapsed().as_secs_f64()));
        self.processor.extend(after.zip(before).map(|(after, before)| each(after - before)));
    }

    fn add(self, name: &str, aim: &'static str, table: &mut Table) -> Outcome<()> {
        table.add(name, "us", aim, self.clock)?;
        Ok(table.add("  of processor time", "us", aim, self.processor)?)
    }
}

/// The whole program, adding the articles to new libraries; the rounds of both take turns, so that what else the machine does is no
/// difference between them.
fn adding(
    place: &Path,
    records: &[String],
    watches: &[String],
    rounds: usize,
    table: &mut Table,
) -> Outcome<()> {
    let file = place.join("articles.jsonl");
    fs::write(&file, records.join("\n"))?;
    let kinds = [("no watches", &[][..]), ("1,000 watches", watches)];
    let mut figures = [const { (Vec::new(), Vec::new()) }; 2];
    for _ in 0..rounds {
        for ((_, watches), (seconds, processor)) in kinds.iter().zip(&mut figures) {
            let library = place.join("library");
            watched(&library, watches)?;
            let before = process::children_cpu();
            let mut command = Command::new(PROGRAM);
            command.arg("--library").arg(&library).arg("add").arg(&file);
            seconds.push(process::seconds(&mut command)? * 1e3 / records.len() as f64);
            let spent = process::children_cpu().zip(before).map(|(after, before)| after - before);
            processor.extend(spent.map(|spent| spent * 1e3 / records.len() as f64));
            fs::remove_dir_all(&library)?;
        }
    }
    for ((kind, _), (seconds, processor)) in kinds.iter().zip(figures) {
        table.add(format!("`awardwire add`: an article, {kind}"), "ms", "", seconds)?;
        table.add("  of processor time", "ms", "", processor)?;
    }
    Ok(())
}

/// A new library with these watches.
fn watched(library: &Path, watches: &[String]) -> Outcome<()> {
    Library::begin(library)?;
    let mut store = Store::open(library, Access::Write { wait: std::time::Duration::ZERO })?;
    store.batch(|batch| {
        watches.iter().enumerate().try_for_each(|(n, query)| {
            batch.put_watch(&WatchRow {
                name: format!("w{n}"),
                query: query.clone(),
                outputs: "[]".to_owned(),
                created: Timestamp::UNIX_EPOCH,
                last_run: None,
                fault: None,
            })
        })
    })?;
    Ok(())
}

/// Watches as people may write them: of names, words, numbers, kinds and sums, alone and together.
fn watches(count: usize) -> Vec<String> {
    let mut random = Random::new(20_260_801);
    let named = |kind| -> Vec<&'static str> {
        let of_kind = Lists::bundled().entries().iter().filter(|entry| entry.kind == kind);
        of_kind.map(|entry| entry.name).filter(|name| !name.contains('"')).collect()
    };
    let (agencies, vendors) = (named(EntryKind::Agency), named(EntryKind::Vendor));
    let kinds = ["award", "protest", "modification", "solicitation", "termination"];
    (0..count)
        .map(|n| {
            let (agency, vendor) = (random.pick(&agencies), random.pick(&vendors));
            let (word, other) = (random.word(SYSTEMS), random.word(USES));
            let word = format!("\"{}\"", word.replace('"', ""));
            match n % 12 {
                0 | 1 => format!("vendor:\"{vendor}\""),
                2 => format!("agency:\"{agency}\" amount:>{}M", random.below(200) + 1),
                3 => format!("vendor:\"{vendor}\" type:{}", random.pick(&kinds)),
                4 => format!("{word} agency:\"{agency}\""),
                5 => other.replace(['"', ':', '(', ')', '-'], " "),
                6 => format!("{word} -opinion type:award"),
                7 => format!("vendor:(\"{vendor}\" OR \"{}\") after:2025", random.pick(&vendors)),
                8 => format!("id:W{:04}-26-C-{:04}", random.below(10_000), random.below(10_000)),
                9 => format!("\"{}\" OR product:\"{}\"", vendor, random.word(PRODUCTS).replace('"', "")),
                10 if n % 60 == 10 => {
                    format!("amount:>{}M type:{}", random.below(900) + 100, random.pick(&kinds))
                }
                10 => format!("agency:\"{agency}\" vendor:\"{vendor}\""),
                _ => format!("{vendor} {}", random.pick(&["contract", "protest", "pilot", "lawsuit"]))
                    .replace(['"', ':', '(', ')', '-', '&', '\'', '/'], " "),
            }
        })
        .collect()
}
