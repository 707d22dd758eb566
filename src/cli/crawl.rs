//! `awardwire crawl`: fetch what is due.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use awardwire::library::first_day;
use awardwire::pipeline::{CrawlOptions, CrawlReport, Folder, Listener, Plan, crawl};
use clap::Args;
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::cli::crawl_progress::{Shown, View};
use crate::cli::crawl_summary::{plan_lines, summary};
use crate::cli::ending::{DONE, Ending, INTERRUPTED, SOME_FAILED};
use crate::cli::settings::{Settings, service_keys};

/// Fetch what the sources have that is due, politely
///
/// Sources stand in `sources.toml` in the library's folder (`awardwire source list`). Obeys robots.txt, keeps one pace per
/// host, asks only for what has changed, and goes on where it stopped. Ctrl-C finishes the pages in hand (exit 4), a second
/// one stops at once; nothing that was kept is lost.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire crawl
  awardwire crawl 'Example Wire' us-oversight --limit 50
  awardwire crawl --dry-run
  awardwire crawl 'Example Wire' --disallowed
  awardwire crawl --backfill --since 2025-01-01
  awardwire crawl --every 30m --progress plain")]
pub struct Arguments {
    /// Only these sources: by name, also one that is off, or those of a group that are on
    #[arg(value_name = "NAME|GROUP", add = crate::cli::complete::sources_and_groups())]
    sources: Vec<String>,
    /// The same, for scripts that build their flags
    #[arg(long = "source", value_name = "NAME|GROUP", add = crate::cli::complete::sources_and_groups())]
    more_sources: Vec<String>,
    /// At most so many pages
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Look back to this day: 2026-01-01, friday, 90d [default: back_days of sources.toml, 30]
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Ask so many hosts at the same time [default: concurrency of sources.toml, 16]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Begin no page after so long: 90s, 5m, 2h
    #[arg(long, value_name = "TIME", value_parser = time)]
    time: Option<Duration>,
    /// Read the listings, say which pages would be fetched, and fetch none
    #[arg(long)]
    dry_run: bool,
    /// Also pages that robots.txt did not allow, which are else looked at again after a week: robots.txt is asked first
    #[arg(long)]
    disallowed: bool,
    /// Say how many pages, hours and gigabytes it comes to, and ask before it begins
    #[arg(long)]
    backfill: bool,
    /// With --backfill: begin without asking
    #[arg(long, requires = "backfill")]
    yes: bool,
    /// Stay and crawl again after so long, until it is stopped: 30m, 6h
    #[arg(long, value_name = "TIME", value_parser = pause, conflicts_with_all = ["dry_run", "backfill"])]
    every: Option<Duration>,
    /// How to show how far it has come on stderr [default: live on a terminal, else not at all]
    #[arg(long, value_enum, value_name = "HOW")]
    progress: Option<View>,
}

/// Asks a crawl to end after the pages in hand.
pub static STOP: AtomicBool = AtomicBool::new(false);

/// How often a crawler that waits looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(200);

/// Crawls, once or again and again.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    stop_on_signal();
    let Some(pause) = arguments.every else { return once(arguments, settings) };
    loop {
        let begun = Instant::now();
        match once(arguments, settings) {
            Ok(_) => {}
            // What a user has to mend before anything can come is told once; what may pass is tried again.
            Err(error) if error.is_usage() => return Err(error),
            Err(error) => {
                error.tell(settings.stderr);
            }
        }
        while begun.elapsed() < pause && !STOP.load(Ordering::Relaxed) {
            std::thread::sleep(LOOK.min(pause.saturating_sub(begun.elapsed())));
        }
        if STOP.load(Ordering::Relaxed) {
            return Ok(DONE);
        }
    }
}

fn once(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let since = arguments.since.as_deref().map(|text| day(text, settings.today())).transpose()?;
    let options = CrawlOptions {
        only: arguments.sources.iter().chain(&arguments.more_sources).cloned().collect(),
        limit: arguments.limit,
        since,
        jobs: arguments.jobs,
        time: arguments.time,
        dry_run: arguments.dry_run,
        disallowed: arguments.disallowed,
        keys: service_keys(),
        ..CrawlOptions::default()
    };
    let mut planned = None;
    let mut plan = |plan: &Plan| {
        let goes_on = !arguments.dry_run && (!arguments.backfill || agreed(plan, arguments.yes, settings));
        planned = Some((plan.clone(), goes_on));
        goes_on
    };
    let report = crawled(&options, arguments.progress, &mut plan, settings)?;
    if arguments.dry_run {
        for line in plan_lines(&planned.map(|(plan, _)| plan).unwrap_or_default()) {
            settings.say(&line);
        }
    } else if planned.is_some_and(|(_, goes_on)| !goes_on) {
        settings.say("nothing was fetched; the pages stay due: `awardwire crawl` fetches them");
    }
    Ok(code(&report))
}

/// Crawls once, shows how far it has come, and says what came of it.
///
/// # Errors
/// When nothing is turned on, another program crawls, or the library cannot be written.
pub fn crawled(
    options: &CrawlOptions,
    view: Option<View>,
    plan: &mut dyn FnMut(&Plan) -> bool,
    settings: &Settings,
) -> Result<CrawlReport, Ending> {
    let mut shown = Shown::new(view, settings);
    let mut tell = |progress: &_| shown.show(progress);
    let mut listener = Listener { plan, tell: &mut tell };
    let report = crawl(&Folder::new(&settings.library), options, settings.clock, &STOP, &mut listener);
    shown.clear();
    let report = report?;
    for line in summary(&report, settings.stderr) {
        settings.say(&line);
    }
    Ok(report)
}

/// How a crawl ends.
pub fn code(report: &CrawlReport) -> u8 {
    if report.interrupted {
        INTERRUPTED
    } else if report.sources.iter().any(|s| s.error.is_some()) || report.failed > 0 {
        SOME_FAILED
    } else {
        DONE
    }
}

/// Says what is to be fetched and asks whether to; without a terminal only `--yes` agrees.
fn agreed(plan: &Plan, yes: bool, settings: &Settings) -> bool {
    for line in plan_lines(plan) {
        settings.say(&line);
    }
    if yes {
        return true;
    }
    if !io::stdin().is_terminal() {
        settings.say("say --yes to begin");
        return false;
    }
    settings.say("begin? [y/N]");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).is_ok_and(|_| matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn day(text: &str, today: Date) -> Result<Date, Ending> {
    first_day(text, today)
        .ok_or_else(|| Ending::usage(format!("--since: no date: {text:?} (write 2026-01-01, friday or 90d)")))
}

/// A length of time.
///
/// # Errors
/// Where it is none.
pub fn time(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().map_err(|error| error.to_string())?;
    Duration::try_from(parsed).map_err(|_| "write a time such as 90s, 5m or 2h".to_owned())
}

fn pause(text: &str) -> Result<Duration, String> {
    let parsed = time(text)?;
    if parsed < Duration::from_mins(1) {
        return Err("at least a minute: 1m".to_owned());
    }
    Ok(parsed)
}

/// Ctrl-C and SIGTERM ask the crawl to end after the pages in hand; a second one ends the process.
pub fn stop_on_signal() {
    // Without a handler Ctrl-C ends the process at once, which loses at most the pages in hand.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}
