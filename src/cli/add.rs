//! `awardwire add`: take in files.

use std::path::{Path, PathBuf};

use awardwire::base::{Address, PartialDate};
use awardwire::library::is_bundle;
use awardwire::pipeline::{AddOptions, AddReport, BundleOptions, Folder, add};
use clap::{Args, ValueEnum};

use crate::cli::add_tracker::TrackerOptions;
use crate::cli::ending::{DONE, Ending, SOME_FAILED, USAGE};
use crate::cli::output::{count, eprint_line, one_line};
use crate::cli::settings::{Settings, share};
use crate::cli::{add_bundle, add_inventory, add_tracker};

/// Take in articles: pages, plain text, JSON lines, PDF, Word, mails, WARC files of crawlers, or folders of them
///
/// A file's format is told by its first bytes, then by its name: HTML (also as saved by a browser or by SingleFile), MHTML,
/// .webarchive, PDF, .docx, .eml, plain text and wire copy, JSON. JSON lines hold one record each with `text` or
/// `html`, and optionally `id`, `url`, `title`, `published`, `publisher`, `country`. A newsletter in .eml gives an article
/// for each of its items, a file of official records (OCDS, USAspending, SAM.gov, Federal Register) one for each of them. What
/// cannot be read is reported and skipped; the rest goes in. Files ending in .gz are unpacked.
///
/// The full text of an article of which the library has only a part (by its address: give --url) takes its place as a new
/// version.
///
/// A bundle of another library (`awardwire bundle --with-pages`) is checked as a whole, and taken in with its addresses, days and
/// digests: the same deals have the same ids here.
///
/// With `--as omb-inventory` the file is the inventory of AI use cases that U.S. agencies report to the Office of Management
/// and Budget, as a table (CSV): `profile` then shows what agencies have reported. A newer file of the same year, or of the
/// same name where neither the name nor --published tells the year, takes its place.
///
/// With `--as tracker` the file is a list of deals of your own, a table (CSV, also with semicolons or tabs): each row is matched to
/// a deal of the library by contract number, supplier, buyer, sum, day and words, and those that did not match are listed.
/// Nothing of it is kept, but for the tag that --tag puts on the deals that matched.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire add page.html --url https://news.example/a --publisher 'Example News'\n  awardwire add notice.pdf --url https://agency.example/n/1 --published 2026-03-03\n  zcat dump.jsonl.gz | awardwire add -\n  awardwire add dod.zip\n  awardwire add --as omb-inventory 2025-ai-use-cases.csv\n  awardwire add --as tracker our-deals.csv --format csv -o our-deals-matched.csv"
)]
pub struct Arguments {
    /// Files or folders; `-` is standard input
    #[arg(required = true, value_name = "PATH|-")]
    paths: Vec<PathBuf>,
    /// The address of the one document, where it does not say
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// When the one document was published, where it does not say (a date of a PDF's or Word file's making gives way)
    #[arg(long, value_name = "DATE")]
    published: Option<PartialDate>,
    /// Who published them, where they do not say
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Leave out articles that are less relevant than this (0 to 1)
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = share)]
    min_relevance: f32,
    /// With bundles: their makers' corrections become yours too
    #[arg(long)]
    with_corrections: bool,
    /// What the files are: articles and records told by their content, an inventory of AI uses, or your own list of deals
    #[arg(long = "as", value_enum, default_value_t = Kind::Articles, value_name = "KIND")]
    kind: Kind,
    #[command(flatten)]
    tracker: TrackerOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Articles,
    OmbInventory,
    Tracker,
}

/// Takes in the files.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    for path in &arguments.paths {
        if path != Path::new("-") && !path.exists() {
            return Err(Ending::usage(format!("{}: no such file or folder", path.display())));
        }
    }
    let is_one = arguments.paths.len() == 1 && !arguments.paths[0].is_dir();
    for (option, is_given) in
        [("--url", arguments.url.is_some()), ("--published", arguments.published.is_some())]
    {
        if is_given && !is_one {
            return Err(Ending::usage(format!("{option} is for one document: give one file")));
        }
    }
    if arguments.kind != Kind::Tracker && arguments.tracker.is_given() {
        return Err(Ending::usage("--column, --format, --output and --tag are for --as tracker"));
    }
    if arguments.kind != Kind::Articles
        && (arguments.url.is_some() || arguments.publisher.is_some() || arguments.min_relevance > 0.0)
    {
        return Err(Ending::usage(
            "--url, --publisher and --min-relevance are for articles, not for a table",
        ));
    }
    if arguments.kind == Kind::Tracker {
        return add_tracker::run(&arguments.paths, &arguments.tracker, settings);
    }
    if arguments.kind == Kind::OmbInventory {
        let year = arguments.published.map(|date| date.year());
        return add_inventory::run(&arguments.paths, year, settings);
    }
    let url = arguments
        .url
        .as_deref()
        .map(Address::parse)
        .transpose()
        .map_err(|error| Ending::usage(error.to_string()))?;
    let options = AddOptions {
        url,
        published: arguments.published,
        publisher: arguments.publisher.clone(),
        min_relevance: arguments.min_relevance,
    };
    let (bundles, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        arguments.paths.iter().cloned().partition(|path| is_bundle(path));
    if !bundles.is_empty() {
        if options.url.is_some() || options.published.is_some() || options.publisher.is_some() {
            return Err(Ending::usage(
                "--url, --published and --publisher are not for bundles, which say so themselves",
            ));
        }
        let options = BundleOptions {
            with_corrections: arguments.with_corrections,
            min_relevance: options.min_relevance,
        };
        let done = add_bundle::run(&bundles, options, settings)?;
        if paths.is_empty() {
            return Ok(done);
        }
    }
    let folder = Folder::new(&settings.library);
    let report = add(&folder, &paths, &options, settings.clock, |why| {
        eprint_line(&format!("{} {}", settings.stderr.doubt("skipped:"), one_line(why)));
    })?;
    settings.say(&what_came(&report));
    let counts = report.counts;
    let taken = counts.new + counts.changed + counts.known + report.left_out + report.forgotten;
    Ok(match (report.failed, taken) {
        (0, 0) => {
            settings.say("nothing to add: no page, text, JSON lines, PDF, .docx, .eml or saved page there");
            USAGE
        }
        (0, _) => DONE,
        (_, 0) => USAGE,
        _ => SOME_FAILED,
    })
}

/// "3 articles added (2 relevant, 4 events), 0 changed, …".
pub fn what_came(report: &AddReport) -> String {
    let counts = report.counts;
    let left_out = match report.left_out {
        0 => String::new(),
        articles => format!(", {articles} left out"),
    };
    let forgotten = match report.forgotten {
        0 => String::new(),
        articles => format!(", {articles} kept out since you had them forgotten"),
    };
    format!(
        "{} added ({} relevant, {}), {} changed, {} already there, {} skipped{left_out}{forgotten}",
        count(counts.new as usize, "article"),
        counts.relevant,
        count(counts.events as usize, "event"),
        counts.changed,
        counts.known,
        report.failed,
    )
}
