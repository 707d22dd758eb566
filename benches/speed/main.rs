//! How fast awardwire is, on a made-up archive that is the same on every machine.
//!
//! `cargo bench` runs it; `cargo bench --bench speed -- --articles 2000 --rounds 3` runs a smaller one. Prints a table of the median,
//! the least and the most of all rounds. What is measured and why is said in docs/performance.md.

mod archive;
mod corpus;
mod crawl;
mod deals;
mod export;
mod pages;
mod peers;
mod process;
mod random;
mod search;
mod table;
mod watch;
mod words;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use awardwire::article::{Hints, read_html, read_record};
use awardwire::events::Corrections;
use awardwire::export::{Options, Record};
use awardwire::notices::read_facts;
use awardwire::pipeline::{Document, DocumentKind, name_table, read_document};

use peers::{Fts5, NamePass};
use table::Table;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_awardwire");

/// Questions of each kind: the name it has in the table, the query, and the same for the peer.
const QUERIES: [(&str, &str, &str); 4] = [
    ("plain words", "palantir army satellite images", "palantir OR army OR satellite OR images"),
    ("phrase", "\"facial recognition\" contract", "\"facial recognition\" OR contract"),
    ("fields", "agency:dod vendor:palantir amount:>40M after:2024", ""),
    ("common words", "contract award agreement", "contract OR award OR agreement"),
];

/// How much is measured.
struct Size {
    articles: usize,
    rounds: usize,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // The peer's search is a process of its own too: this one, started again.
    if let [task, database, query] = &arguments[..]
        && task == "peer-search"
    {
        for (title, snippet) in Fts5::open(Path::new(database))?.search(query)? {
            writeln!(io::stdout(), "{title}\n    {snippet}")?;
        }
        return Ok(());
    }
    let number = |name: &str, otherwise: usize| {
        let value = arguments.iter().skip_while(|argument| *argument != name).nth(1);
        value.and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    };
    let size = Size { articles: number("--articles", 10_000).max(1), rounds: number("--rounds", 5).max(1) };
    let folder = tempfile::tempdir()?;
    match arguments.first().map(String::as_str) {
        Some("export") => {
            return export::measure(folder.path(), number("--deals", 100_000).max(1), size.rounds);
        }
        Some("deals") => return deals::measure(folder.path(), size.articles, size.rounds),
        Some("search") => {
            let kept = arguments.iter().skip_while(|argument| *argument != "--library").nth(1).map(Path::new);
            return search::measure(folder.path(), kept, size.articles, size.rounds);
        }
        Some("crawl") => {
            let scrapy =
                arguments.iter().skip_while(|argument| *argument != "--scrapy").nth(1).map(Path::new);
            return crawl::measure(folder.path(), number("--pages", 5_000).max(1), scrapy, size.rounds);
        }
        Some("watch") => {
            return watch::measure(folder.path(), number("--articles", 2_000).max(1), size.rounds);
        }
        Some("growth") => return search::growth(folder.path(), size.articles),
        _ => {}
    }
    let corpus = Corpus::write(folder.path(), &size)?;
    let mut table = Table::default();
    reading(&corpus, &size, &mut table)?;
    page_reading(&size, &mut table)?;
    naming(&size, &mut table)?;
    let library = adding(&corpus, &size, folder.path(), &mut table)?;
    searching(&corpus, &size, folder.path(), &library, &mut table)?;
    table.print()?;
    Ok(())
}

/// The made-up archive, in memory and as a file.
struct Corpus {
    records: Vec<String>,
    file: PathBuf,
}

impl Corpus {
    fn write(folder: &Path, size: &Size) -> Outcome<Self> {
        let records = corpus::records(size.articles);
        let file = folder.join("articles.jsonl");
        fs::write(&file, records.join("\n"))?;
        let bytes: usize = records.iter().map(String::len).sum();
        writeln!(
            io::stderr(),
            "{} articles of {} bytes on average, {} rounds",
            size.articles,
            bytes / size.articles,
            size.rounds
        )?;
        Ok(Self { records, file })
    }
}

/// So many a second in each round.
fn per_second(count: usize, rounds: usize, mut work: impl FnMut() -> Outcome<()>) -> Outcome<Vec<f64>> {
    (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            work()?;
            Ok(count as f64 / begun.elapsed().as_secs_f64())
        })
        .collect()
}

/// From a record to its facts and back to a record.
fn reading(corpus: &Corpus, size: &Size, table: &mut Table) -> Outcome<()> {
    let Corpus { records, file } = corpus;
    let documents: Vec<Document> = records
        .iter()
        .map(|record| Document::new(String::new(), DocumentKind::Record, record.clone().into_bytes()))
        .collect();
    let corrections = Corrections::default();
    // What is built once, at the first article, is no part of the pace.
    black_box(read_document(&documents[0], &corrections)?);
    let rounds = per_second(documents.len(), size.rounds, || {
        let mut line = Vec::new();
        for document in &documents {
            let (article, facts) = read_document(document, &corrections)?;
            line.clear();
            Record::new(&article, &facts, None, Options::default()).write_line(&mut line)?;
            black_box(&line);
        }
        Ok(())
    })?;
    table.add("extract: records, one core", "1/s", "", rounds)?;

    let articles = records.iter().map(|record| read_record(record)).collect::<Result<Vec<_>, _>>()?;
    let rounds = per_second(records.len(), size.rounds, || {
        for record in records {
            black_box(read_record(record)?);
        }
        Ok(())
    })?;
    table.add("  of this, a record to an article", "1/s", "", rounds)?;
    let rounds = per_second(articles.len(), size.rounds, || {
        for article in &articles {
            black_box(read_facts(article));
        }
        Ok(())
    })?;
    table.add("  of this, an article to its facts", "1/s", "> 3000", rounds)?;
    let names = NamePass::new()?;
    let rounds = per_second(articles.len(), size.rounds, || {
        for article in &articles {
            black_box(names.count(article.body.text()));
        }
        Ok(())
    })?;
    table.add("  peer: bare aho-corasick pass over the names", "1/s", "", rounds)?;

    let rounds = per_second(records.len(), size.rounds, || {
        process::seconds(Command::new(PROGRAM).arg("extract").arg(file)).map(drop)
    })?;
    table.add("`awardwire extract`: records, all cores, process", "1/s", "", rounds)?;
    let mut peaks = Vec::new();
    for _ in 0..size.rounds {
        let (_, peak) = process::seconds_and_memory(Command::new(PROGRAM).arg("extract").arg(file))?;
        peaks.extend(peak);
    }
    table.add("`awardwire extract`: peak memory", "MiB", "< 60", peaks)?;
    let one = file.with_file_name("one.jsonl");
    fs::write(&one, &records[0])?;
    let milliseconds: Outcome<Vec<f64>> = (0..size.rounds * 5)
        .map(|_| Ok(process::seconds(Command::new(PROGRAM).arg("extract").arg(&one))? * 1000.0))
        .collect();
    table.add("`awardwire extract`: one record, process", "ms", "< 25", milliseconds?)?;
    Ok(())
}

/// From the HTML of the sample sites to articles.
fn page_reading(size: &Size, table: &mut Table) -> Outcome<()> {
    let pages = pages::sample_pages()?;
    let repeats = (size.articles / 10).div_ceil(pages.len());
    let count = pages.len() * repeats;
    let texts: Vec<String> = pages.iter().map(|page| String::from_utf8_lossy(page).into_owned()).collect();
    let rounds = per_second(count, size.rounds, || {
        for text in texts.iter().cycle().take(count) {
            black_box(read_html(text, None, &Hints::default()));
        }
        Ok(())
    })?;
    table.add("HTML pages to articles, one core", "1/s", "", rounds)?;
    let corrections = Corrections::default();
    let documents: Vec<Document> =
        pages.into_iter().map(|bytes| Document::new(String::new(), DocumentKind::Html, bytes)).collect();
    let rounds = per_second(count, size.rounds, || {
        for document in documents.iter().cycle().take(count) {
            // A page may hold no article; it has been read all the same.
            let _ = black_box(read_document(document, &corrections));
        }
        Ok(())
    })?;
    table.add("HTML pages to facts, one core", "1/s", "", rounds)?;
    Ok(())
}

/// What a search spends on the lists: a table of names that nothing was asked of yet, and the names of each question.
fn naming(size: &Size, table: &mut Table) -> Outcome<()> {
    let corrections = Corrections::default();
    for (kind, query, _) in QUERIES {
        let words: Vec<&str> = query.split_whitespace().collect();
        let rounds = (0..size.rounds * 100)
            .map(|_| {
                let begun = Instant::now();
                let names = name_table(&corrections);
                black_box(names.named_in(black_box(&words)));
                begun.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        table.add(format!("names of a query in the lists, {kind}"), "ms", "< 1", rounds)?;
    }
    Ok(())
}

/// Into new libraries; gives back the last one.
fn adding(corpus: &Corpus, size: &Size, folder: &Path, table: &mut Table) -> Outcome<PathBuf> {
    let library = folder.join("library");
    let (mut paces, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..size.rounds {
        if library.exists() {
            fs::remove_dir_all(&library)?;
        }
        let mut command = Command::new(PROGRAM);
        command.arg("--library").arg(&library).arg("add").arg(&corpus.file);
        let (seconds, peak) = process::seconds_and_memory(&mut command)?;
        paces.push(size.articles as f64 / seconds);
        peaks.extend(peak);
    }
    table.add("`awardwire add`: articles, all cores, process", "1/s", "", paces)?;
    if peaks.is_empty() {
        writeln!(io::stderr(), "the peak memory of a process is told by Linux only")?;
    }
    table.add("`awardwire add`: peak memory", "MiB", "< 300", peaks)?;
    Ok(library)
}

/// Whole processes that search the library.
fn searching(corpus: &Corpus, size: &Size, folder: &Path, library: &Path, table: &mut Table) -> Outcome<()> {
    let rounds = size.rounds * 5;
    let milliseconds = |command: &mut Command| -> Outcome<Vec<f64>> {
        process::seconds(command)?;
        (0..rounds).map(|_| Ok(process::seconds(command)? * 1000.0)).collect()
    };
    table.add(
        "`awardwire --version`, process",
        "ms",
        "",
        milliseconds(Command::new(PROGRAM).arg("--version"))?,
    )?;
    for (kind, query, _) in QUERIES {
        let mut command = Command::new(PROGRAM);
        command.arg("--library").arg(library).args(["search", query]);
        table.add(
            format!("`awardwire search`, {kind}, process"),
            "ms",
            "< 15",
            milliseconds(&mut command)?,
        )?;
    }
    let database = folder.join("peer.db");
    let mut paces = Vec::new();
    for _ in 0..size.rounds {
        if database.exists() {
            fs::remove_file(&database)?;
        }
        paces.extend(per_second(corpus.records.len(), 1, || {
            Fts5::create(&database, &corpus.records).map(drop)
        })?);
    }
    table.add("  peer: SQLite FTS5, titles and texts added", "1/s", "", paces)?;
    for (kind, _, query) in QUERIES.iter().filter(|(_, _, query)| !query.is_empty()) {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("peer-search").arg(&database).arg(query);
        table.add(format!("  peer: SQLite FTS5, {kind}, process"), "ms", "", milliseconds(&mut command)?)?;
    }
    Ok(())
}
