//! `awardwire update`: crawl, watches and a named digest in one step, for what runs by itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use awardwire::library::{SourceStanding, source_standings};
use awardwire::pipeline::{CrawlOptions, CrawlReport};
use clap::Args;

use crate::cli::crawl_progress::View;
use crate::cli::ending::{DONE, Ending, INTERRUPTED, NOTHING, SOME_FAILED};
use crate::cli::output::one_line;
use crate::cli::settings::{Settings, service_keys};
use crate::cli::{crawl, digest, watch};

/// The name whose digest it is, where none is given.
const NAME: &str = "update";

/// Crawl, run the watches, and write the digest of what is new, in one step
///
/// For a timer (`awardwire schedule`) or by hand in the morning. The digest is that of `digest --new update`: what no update has
/// told yet, with corrections to what earlier ones told; another name with --new, and filters as of `digest`. Sources that
/// failed before and fail again are only counted: what ends with 3 is a source that newly fails, an output of a watch that
/// failed, or a watch that cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire update
  awardwire update --agency dod --new dod --format html -o dod.html
  awardwire update --time 20m --exit-zero          for a nightly job that only a broken library may wake
  awardwire schedule --install                     have the system run it

Exit codes: 0 done, also where nothing is new; 3 newly failing sources or outputs; 4 interrupted; 5 library or I/O error.")]
#[group(skip)]
pub struct Arguments {
    #[command(flatten)]
    digest: digest::Arguments,
    /// Of the crawl: at most so many pages
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Of the crawl: begin no page after so long: 5m, 2h
    #[arg(long, value_name = "TIME", value_parser = crawl::time)]
    time: Option<Duration>,
    /// How to show how far the crawl has come [default: live on a terminal, else not at all]
    #[arg(long, value_enum, value_name = "HOW")]
    progress: Option<View>,
    /// End with 0 also where sources or outputs newly failed
    #[arg(long)]
    exit_zero: bool,
}

/// Does it, one after the other. What fails on the way leaves what was done before as it is.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if arguments.digest.is_for_programs() && arguments.digest.output() == Path::new("-") {
        return Err(Ending::usage(
            "alerts and digest both go to standard output: give the digest a file with -o",
        ));
    }
    arguments.digest.check_name()?;
    crawl::stop_on_signal();
    let Some(newly) = crawl_if_any(arguments, settings)? else { return Ok(INTERRUPTED) };
    let watched = watch::run_all(settings)?;
    let told = digest::run(&arguments.digest.clone().of_name(NAME), settings)?;
    let code = if newly > 0 || watched == SOME_FAILED { SOME_FAILED } else { told };
    Ok(match code {
        NOTHING => DONE,
        SOME_FAILED if arguments.exit_zero => DONE,
        other => other,
    })
}

/// Crawls where a source is turned on: a library may live of what is added to it. Gives back how many sources newly fail; nothing
/// where it was interrupted.
fn crawl_if_any(arguments: &Arguments, settings: &Settings) -> Result<Option<usize>, Ending> {
    let standings = source_standings(&settings.library)?;
    if !standings.iter().any(|one| one.entry.enabled) {
        settings.say("no source is turned on, so nothing is crawled (`awardwire source list --all`)");
        return Ok(Some(0));
    }
    let failed_before = failing(&standings);
    let options = CrawlOptions {
        limit: arguments.limit,
        time: arguments.time,
        keys: service_keys(),
        ..CrawlOptions::default()
    };
    let report = crawl::crawled(&options, arguments.progress, &mut |_| true, settings)?;
    Ok(if report.interrupted { None } else { Some(newly_failing(&report, &failed_before, settings)) })
}

/// The sources that failed when they were asked last.
fn failing(standings: &[SourceStanding]) -> BTreeSet<String> {
    let is_failing = |one: &&SourceStanding| one.seen.as_ref().is_some_and(|seen| seen.failures > 0);
    standings.iter().filter(is_failing).map(|one| one.entry.name.clone()).collect()
}

/// Says which sources fail that did not before; gives back how many.
fn newly_failing(report: &CrawlReport, before: &BTreeSet<String>, settings: &Settings) -> usize {
    let failed = report.sources.iter().filter_map(|source| Some((&source.name, source.error.as_ref()?)));
    let newly: Vec<_> = failed.filter(|(name, _)| !before.contains(*name)).collect();
    for (name, why) in &newly {
        let line = format!("newly failing: {}: {}", one_line(name), one_line(why));
        settings.say(&settings.stderr.doubt(&line));
    }
    newly.len()
}
