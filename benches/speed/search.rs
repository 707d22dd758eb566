//! What a search costs in a large library, beside others: `cargo bench --bench speed -- search --articles 100000`.
//!
//! `--library FOLDER` keeps the filled library there for another time; without it everything is made anew in a temporary
//! folder. `growth` instead of `search` prints what the ten best cost at 1,000 to 1,000,000 short articles.

use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use awardwire::base::ArticleId;
use awardwire::events::Corrections;
use awardwire::library::{Library, SearchOrder, SearchQuestion};
use awardwire::pipeline::{Document, DocumentKind, read_document};
use awardwire::search::{self, Index, NameTable, Query, SearchOptions, Sort};
use awardwire::store::{Access, Store};
use jiff::civil::Date;

use crate::archive::{Archive, USUAL_BYTES};
use crate::peers::{Fts5, Tantivy};
use crate::table::Table;
use crate::{Outcome, PROGRAM, process};

/// Of so many articles one has its deals.
const WITH_DEALS: usize = 10;
/// Two-word questions asked in one process.
const QUESTIONS: usize = 1000;
/// The day of asking.
const TODAY: Date = Date::constant(2026, 6, 1);
/// Bytes of text of the short articles.
const SHORT_BYTES: usize = 200;

/// Fills a library of so many articles, or takes the one in `kept`, and searches it.
pub fn measure(place: &Path, kept: Option<&Path>, articles: usize, rounds: usize) -> Outcome<()> {
    let mut table = Table::default();
    let kept = kept.unwrap_or(place);
    let library = kept.join("library");
    let database = kept.join("peer.db");
    let text = kept.join("texts.txt");
    let engine = kept.join("tantivy");
    if !library.exists() {
        std::fs::create_dir_all(kept)?;
        fill(kept, articles)?;
    }
    let mut archive = Archive::new(USUAL_BYTES)?;
    let questions: Vec<String> = (0..QUESTIONS).map(|_| archive.question()).collect();
    in_process(&library, &engine, &questions, &mut table)?;
    whole_processes(&library, &database, &text, &questions, rounds, &mut table)?;
    rebuilding(&library, place, rounds, &mut table)?;
    table.print()?;
    Ok(())
}

/// The library, and the same texts for the peers.
///
/// One article in ten is added as a user would. The others are put beside them, with their facts and without deals: which
/// dealings are the same takes most of the time, and a search asks for the deals of ten articles only.
fn fill(folder: &Path, articles: usize) -> Outcome<()> {
    let records: Vec<_> = Archive::new(USUAL_BYTES)?.take(articles).collect();
    let file = folder.join("archive.jsonl");
    let lines: Vec<String> = records.iter().map(crate::archive::Article::record).collect();
    std::fs::write(&file, lines.join("\n"))?;
    let texts: Vec<String> =
        records.iter().map(|article| format!("{}\n{}\n", article.title, article.text)).collect();
    std::fs::write(folder.join("texts.txt"), texts.concat())?;
    Fts5::create(&folder.join("peer.db"), &lines)?.optimize()?;
    Tantivy::create(&folder.join("tantivy"), &records)?;
    let library = folder.join("library");
    let (added, put) = lines.split_at(articles / WITH_DEALS);
    let first = folder.join("added.jsonl");
    std::fs::write(&first, added.join("\n"))?;
    process::seconds(Command::new(PROGRAM).arg("--library").arg(&library).arg("add").arg(&first))?;
    let mut store = Store::open(&library, Access::Write { wait: Duration::from_secs(5) })?;
    let corrections = Corrections::default();
    for lines in put.chunks(1000) {
        let read = |line: &String| {
            let bytes = line.clone().into_bytes();
            read_document(&Document::new(String::new(), DocumentKind::Record, bytes), &corrections)
        };
        let read = lines.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        store.batch(|batch| {
            read.iter().try_for_each(|(article, facts)| batch.put_article(article, facts, &[], ""))
        })?;
    }
    drop(store);
    Library::open(&library)?.reindex()?;
    Ok(())
}

/// Many questions within one process, ten hits with their sentences each.
fn in_process(library: &Path, engine: &Path, questions: &[String], table: &mut Table) -> Outcome<()> {
    let opened = Library::open(library)?;
    let ask = |query: &String| -> Outcome<f64> {
        let question = SearchQuestion {
            query: query.clone(),
            limit: 10,
            offset: 0,
            order: SearchOrder::Relevance,
            today: TODAY,
            snippet_chars: 240,
            expand: true,
            explain: false,
            count_all: false,
            facets: Vec::new(),
        };
        let begun = Instant::now();
        black_box(opened.search(&question)?);
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    questions.iter().take(50).try_for_each(|query| ask(query).map(drop))?;
    let ours = questions.iter().map(ask).collect::<Outcome<Vec<f64>>>()?;
    let [p50, p99] = percentiles(ours);
    table.add("two words, ten hits, in one process: p50", "ms", "< 0.5", vec![p50])?;
    table.add("two words, ten hits, in one process: p99", "ms", "< 2", vec![p99])?;

    let peer = Tantivy::open(engine)?;
    let ask = |query: &String| -> Outcome<f64> {
        let begun = Instant::now();
        black_box(peer.search(query)?);
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    questions.iter().take(50).try_for_each(|query| ask(query).map(drop))?;
    let theirs = questions.iter().map(ask).collect::<Outcome<Vec<f64>>>()?;
    let [their50, their99] = percentiles(theirs);
    table.add("  peer: tantivy with its SnippetGenerator: p50", "ms", "", vec![their50])?;
    table.add("  peer: tantivy with its SnippetGenerator: p99", "ms", "", vec![their99])?;
    table.add("  ours, as a share of it: p50", "", "< 0.5", vec![p50 / their50])?;
    table.add("  ours, as a share of it: p99", "", "< 0.5", vec![p99 / their99])?;
    Ok(())
}

/// The middle one, and the one that only a hundredth exceeds.
fn percentiles(mut times: Vec<f64>) -> [f64; 2] {
    times.sort_by(f64::total_cmp);
    [50, 99].map(|percent| times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN))
}

/// Whole processes in turn: ours, `sqlite3` and `rg`, by processor time.
fn whole_processes(
    library: &Path,
    database: &Path,
    text: &Path,
    questions: &[String],
    rounds: usize,
    table: &mut Table,
) -> Outcome<()> {
    let questions: Vec<&String> = questions.iter().take(20).collect();
    let peer = |query: &str, with: &str| {
        let mut command = Command::new("sqlite3");
        command.arg(database).arg(format!(
            "SELECT title, snippet(articles, 1, '[', ']', '…', 40) FROM articles
             WHERE articles MATCH '{}' ORDER BY bm25(articles) LIMIT 10",
            query.replace(' ', with)
        ));
        command
    };
    let lines = |query: &str| {
        let mut command = Command::new("rg");
        command.arg("-c").arg(query.split(' ').next().unwrap_or_default()).arg(text);
        command
    };
    let ours = |query: &str| {
        let mut command = Command::new(PROGRAM);
        command.arg("--library").arg(library).args(["search", "--color", "always", query]);
        command
    };
    let (mut cpu, mut wall): ([Vec<f64>; 4], Vec<f64>) = Default::default();
    let mut peak: Vec<f64> = Vec::new();
    for _ in 0..rounds {
        let any = |query: &str| peer(query, " OR ");
        let both = |query: &str| peer(query, " ");
        let programs: [&dyn Fn(&str) -> Command; 4] = [&ours, &any, &both, &lines];
        for (at, program) in programs.iter().enumerate() {
            let before = process::children_cpu();
            for query in &questions {
                // What they find nothing for ends with 1.
                let seconds = process::seconds_whatever(&mut program(query))?;
                if at == 0 {
                    wall.push(seconds * 1000.0);
                }
            }
            if let (Some(before), Some(after)) = (before, process::children_cpu()) {
                cpu[at].push((after - before) * 1000.0 / questions.len() as f64);
            }
        }
    }
    for query in questions.iter().take(5) {
        peak.extend(process::seconds_and_memory(&mut ours(query))?.1);
    }
    let middle = |times: &[f64]| percentiles(times.to_vec())[0];
    let shares: Vec<f64> = cpu.iter().map(|times| middle(&cpu[0]) / middle(times)).collect();
    let [mine, or, and, rg] = cpu;
    table.add("`awardwire search`, process: processor time", "ms", "", mine)?;
    table.add("  peer: `sqlite3` FTS5, any of the words", "ms", "", or)?;
    table.add("  peer: `sqlite3` FTS5, both words", "ms", "", and)?;
    table.add("  peer: `rg -c` of the first word", "ms", "", rg)?;
    for (name, aim, share) in [
        ("  ours, as a share of `sqlite3`, any of the words", "< 0.25", shares[1]),
        ("  ours, as a share of `sqlite3`, both words", "< 0.25", shares[2]),
        ("  ours, as a share of `rg -c`", "< 0.15", shares[3]),
    ] {
        table.add(name, "", aim, vec![share])?;
    }
    table.add("`awardwire search`, process: from start to exit", "ms", "< 12", wall)?;
    table.add("`awardwire search`, process: peak memory", "MiB", "< 60", peak)?;
    Ok(())
}

/// The index made again, by processor time, and its size, beside FTS5's.
fn rebuilding(library: &Path, place: &Path, rounds: usize, table: &mut Table) -> Outcome<()> {
    let kept = library.parent().unwrap_or(library);
    let lines: Vec<String> =
        std::fs::read_to_string(kept.join("archive.jsonl"))?.lines().map(str::to_owned).collect();
    let articles = lines.len() as f64;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let database = place.join("again.db");
    for _ in 0..rounds.min(3) {
        let before = process::children_cpu();
        process::seconds(Command::new(PROGRAM).arg("--library").arg(library).arg("reindex"))?;
        if let (Some(before), Some(after)) = (before, process::children_cpu()) {
            ours.push(articles / (after - before));
        }
        if database.exists() {
            std::fs::remove_file(&database)?;
        }
        let before = process::own_cpu();
        drop(Fts5::create(&database, &lines)?);
        if let (Some(before), Some(after)) = (before, process::own_cpu()) {
            theirs.push(articles / (after - before));
        }
    }
    let share = percentiles(ours.clone())[0] / percentiles(theirs.clone())[0];
    table.add("`awardwire reindex`: articles per second of processor", "1/s", "", ours)?;
    table.add("  peer: SQLite FTS5 porter", "1/s", "", theirs)?;
    table.add("  ours, as a share of it", "", "> 0.7", vec![share])?;
    let size = bytes_below(&library.join("index"))? as f64;
    let peer = std::fs::metadata(kept.join("peer.db"))?.len() as f64;
    table.add("size of the index", "MiB", "", vec![size / 1_048_576.0])?;
    table.add("  peer: FTS5 optimised, with its content", "MiB", "", vec![peer / 1_048_576.0])?;
    table.add("  ours, as a share of it", "", "< 0.5", vec![size / peer])?;
    let all = bytes_below(library)? as f64;
    table.add("size of the whole library", "MiB", "", vec![all / 1_048_576.0])?;
    Ok(())
}

fn bytes_below(folder: &Path) -> Outcome<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { bytes_below(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}

/// What the ten best cost in the index alone, from a thousand short articles to a million.
pub fn growth(place: &Path, most: usize) -> Outcome<()> {
    let mut table = Table::default();
    let names = NameTable::default();
    let mut articles = 1000;
    while articles <= most {
        let folder = place.join(articles.to_string());
        let index = Index::create(&folder)?;
        let mut writer = index.writer(200 << 20, 2)?;
        for article in Archive::new(SHORT_BYTES)?.take(articles) {
            let id = ArticleId::from_stored(&article.id);
            writer.put(&search::Document {
                title: &article.title,
                body: &article.text,
                publisher: Some(&article.publisher),
                published: article.published.parse().ok(),
                ..search::Document::bare(&id)
            })?;
        }
        writer.commit()?;
        writer.finish()?;
        let mut archive = Archive::new(SHORT_BYTES)?;
        let questions: Vec<String> = (0..QUESTIONS).map(|_| archive.question()).collect();
        let ask = |question: &String| -> Outcome<f64> {
            let query = Query::parse(question, TODAY)?;
            let options = SearchOptions {
                limit: 10,
                offset: 0,
                sort: Sort::Relevance,
                today: TODAY,
                freshness: true,
                expand: true,
                explain: false,
                count_all: false,
            };
            let begun = Instant::now();
            black_box(index.search(&query, &names, &options)?);
            Ok(begun.elapsed().as_secs_f64() * 1000.0)
        };
        questions.iter().take(50).try_for_each(|question| ask(question).map(drop))?;
        let times = questions.iter().map(ask).collect::<Outcome<Vec<f64>>>()?;
        writeln!(io::stderr(), "{articles} articles")?;
        let [p50, p99] = percentiles(times);
        table.add(format!("ten best of {articles} short articles: p50"), "ms", "", vec![p50])?;
        table.add(format!("ten best of {articles} short articles: p99"), "ms", "", vec![p99])?;
        articles *= 10;
    }
    table.print()?;
    Ok(())
}
