//! `awardwire demo`: everything on sample data, offline.
//!
//! Serves the bundled sample site on loopback, crawls it over real HTTP into a library of its own, and shows what one
//! does with that. The sample hosts end in `.example` (RFC 2606); they are connected to the loopback server by name, so
//! addresses and ids are the same on every run.

mod server;
mod site;

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use awardwire::library::{
    Deal, DealFilter, DealShown, DigestQuestion, Library, Mark, SearchOrder, SearchQuestion,
};
use awardwire::pipeline::{CrawlOptions, Folder, Keeper, Listener, crawl, reread};
use clap::Args;

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::{Style, count};
use crate::cli::settings::{SAMPLE_MARK, Settings, demo_library, is_sample};
use crate::cli::{crawl_summary, digest, search_text, show_deal};

/// Try everything on sample data, offline
///
/// Serves a bundled sample site on loopback (feeds, sitemaps, pages, robots.txt), crawls it over real HTTP into a library
/// of its own, and shows a search, a deal with its evidence, and a digest. Takes a few seconds; run it again to see what
/// a second crawl does. Its library lies in a folder of its own; --library or $AWARDWIRE_DEMO name another.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Begin anew: forget what an earlier demo has crawled
    #[arg(long)]
    fresh: bool,
}

const QUERY: &str = "anthropic \"supply chain risk\"";

/// Runs the demo.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let place = demo_library(settings);
    if arguments.fresh && place.join(SAMPLE_MARK).exists() {
        std::fs::remove_dir_all(&place)
            .map_err(|error| Ending::library(format!("{}: {error}", place.display())))?;
    }
    if place.join("awardwire.db").exists() && !is_sample(&place) {
        let place = place.display();
        return Err(Ending::usage(format!(
            "{place} holds a library that is not the demo's: name another folder with --library"
        )));
    }
    prepare(&place)?;
    let style = settings.stdout;
    let mut out = BufWriter::new(io::stdout().lock());
    step(&mut out, style, 1, "Crawl five sample publishers over HTTP on loopback")?;
    let server = server::Server::start()?;
    let connect_to: HashMap<_, _> =
        site::hosts().into_iter().map(|host| (host.to_owned(), server.address)).collect();
    let options = CrawlOptions { connect_to, delay: Some(Duration::ZERO), ..CrawlOptions::default() };
    let folder = Folder::new(&place);
    // A demo of an older version has left pages; what was read of them then is dropped.
    let keeper = Keeper::open(&folder, "awardwire demo")?;
    if keeper.awaits_reading()? {
        reread(&folder, keeper)?;
    }
    let mut listener = Listener { plan: &mut |_| true, tell: &mut |_| {} };
    let report = crawl(&folder, &options, settings.clock, &AtomicBool::new(false), &mut listener)?;
    drop(server);
    for line in crawl_summary::summary(&report, style) {
        writeln!(out, "{line}")?;
    }
    let library = Library::open(&place)?;
    let overview = library.status(settings.clock.now())?;
    writeln!(
        out,
        "The sample library holds {}, {} of them relevant, and {}.",
        count(overview.articles as usize, "article"),
        overview.relevant,
        count(overview.deals as usize, "deal")
    )?;
    if report.counts.new + report.counts.changed == 0 {
        writeln!(
            out,
            "All of them were already there from an earlier run; `awardwire demo --fresh` begins anew."
        )?;
    }
    step(&mut out, style, 2, &format!("awardwire search '{QUERY}'"))?;
    let question = SearchQuestion {
        query: QUERY.to_owned(),
        limit: 3,
        offset: 0,
        order: SearchOrder::Relevance,
        today: settings.today(),
        snippet_chars: 240,
        expand: true,
        explain: false,
        count_all: false,
        facets: Vec::new(),
    };
    search_text::print_text(&library.search(&question)?, 0, search_text::View::of(settings), &mut out)?;
    if let Some(deal) = disputed_deal(&library, settings)? {
        step(
            &mut out,
            style,
            3,
            &format!("awardwire show {}   (one deal, told by several articles that disagree)", deal.id),
        )?;
        let related = library.related_deals(&deal)?;
        let mark = Mark::default();
        let besides = show_deal::Besides { said: &[], mark: &mark, edits: &[], why: None };
        show_deal::print(&DealShown { deal, related }, &besides, settings, &mut out)?;
    }
    step(&mut out, style, 4, "awardwire digest --period 2026-03")?;
    let question =
        DigestQuestion { period: Some("2026-03".to_owned()), sample: true, ..DigestQuestion::default() };
    digest::print(&library.digest(&question, settings.today())?, style, &mut out)?;
    farewell(&mut out, style, &place)?;
    out.flush()?;
    Ok(DONE)
}

fn prepare(place: &Path) -> Result<(), Ending> {
    let fail = |error: io::Error| Ending::library(format!("{}: {error}", place.display()));
    std::fs::create_dir_all(place).map_err(fail)?;
    let note =
        "This library holds sample data of `awardwire demo`: made-up publishers, mostly made-up dealings.\n";
    std::fs::write(place.join(SAMPLE_MARK), note).map_err(fail)?;
    // The sample's dates lie further back than a crawl usually looks.
    let sources = format!("[settings]\nback_days = 36500\n\n{}", site::SOURCES);
    std::fs::write(place.join("sources.toml"), sources).map_err(fail)
}

/// The disputed deal that most articles tell.
fn disputed_deal(library: &Library, settings: &Settings) -> Result<Option<Deal>, Ending> {
    let deals = library.deals(&DealFilter::parse("is:disputed", settings.today())?)?;
    Ok(deals.into_iter().max_by(|a, b| (a.origins, &b.id).cmp(&(b.origins, &a.id))))
}

fn step(out: &mut dyn Write, style: Style, number: u8, title: &str) -> io::Result<()> {
    writeln!(
        out,
        "\n{} {}\n",
        style.faint(&format!("── sample data · step {number} ──")),
        style.strong(title)
    )
}

fn farewell(out: &mut dyn Write, style: Style, place: &Path) -> io::Result<()> {
    let place = place.display();
    writeln!(out, "\n{}", style.faint("── sample data · what next ──"))?;
    writeln!(out, "The sample library lies in {place}. Try on it:\n")?;
    for command in ["deals", "search 'type:protest'", "export deals --format csv", "demo --fresh"] {
        let library =
            if command.starts_with("demo") { String::new() } else { format!(" --library '{place}'") };
        writeln!(out, "  awardwire{library} {command}")?;
    }
    writeln!(out, "\nThen take in your own: awardwire add PATH")
}
