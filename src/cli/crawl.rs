//! `awardwire crawl`: fetch what is due.

use std::sync::atomic::{AtomicBool, Ordering};

use awardwire::pipeline::{CrawlOptions, CrawlReport, Folder, SourceReport, crawl};
use clap::Args;

use crate::cli::ending::{DONE, Ending, INTERRUPTED, SOME_FAILED};
use crate::cli::output::{Style, count, one_line};
use crate::cli::settings::{Settings, service_keys};

/// Fetch what the sources have that is due, politely
///
/// Sources stand in `sources.toml` in the library's folder. Obeys robots.txt, keeps one pace per host, asks only for what
/// has changed, and goes on where it stopped. Ctrl-C finishes the pages in hand.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  awardwire crawl\n  awardwire crawl 'Example Wire' --limit 50")]
pub struct Arguments {
    /// Only these sources, by name
    #[arg(value_name = "SOURCE", add = crate::cli::complete::sources())]
    sources: Vec<String>,
    /// At most so many pages
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

static STOP: AtomicBool = AtomicBool::new(false);

/// Crawls.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    stop_on_interrupt();
    let options = CrawlOptions {
        only: arguments.sources.clone(),
        limit: arguments.limit,
        keys: service_keys(),
        ..CrawlOptions::default()
    };
    let report = crawl(&Folder::new(&settings.library), &options, settings.clock, &STOP)?;
    for line in summary(&report, settings.stderr) {
        settings.say(&line);
    }
    Ok(if report.interrupted {
        INTERRUPTED
    } else if report.sources.iter().any(|s| s.error.is_some()) || report.failed > 0 {
        SOME_FAILED
    } else {
        DONE
    })
}

/// Ctrl-C asks the crawl to end after the pages in hand; a second one ends the process.
fn stop_on_interrupt() {
    // Without a handler Ctrl-C ends the process at once, which loses at most the pages in hand.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// What of a service's records was not taken.
fn left_out(source: &SourceReport) -> String {
    let off_field = (source.left_out > 0).then(|| format!(", {} not of the field", source.left_out));
    let unread = source
        .refused
        .first()
        .map(|first| format!(", {} unreadable ({})", source.refused.len(), one_line(first)));
    off_field.unwrap_or_default() + &unread.unwrap_or_default()
}

/// What a crawl did, in lines.
pub fn summary(report: &CrawlReport, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = report
        .sources
        .iter()
        .map(|source| match &source.error {
            Some(error) => {
                format!("  {} {}: {}", style.bad("failed"), one_line(&source.name), one_line(error))
            }
            None if source.unchanged => {
                let name = one_line(&source.name);
                format!("  {} {name}: not changed since it was last read", style.good("read"))
            }
            None => format!(
                "  {} {}: {} new, {} known{}",
                style.good("read"),
                one_line(&source.name),
                source.new_leads,
                source.known_leads,
                left_out(source)
            ),
        })
        .collect();
    for source in &report.sources {
        if let Some(new_url) = &source.moved_to {
            let (name, url) = (one_line(&source.name), one_line(new_url.as_str()));
            let word = style.doubt("moved");
            lines.push(format!("  {word} {name} is at {url} now: `awardwire source accept '{name}'`"));
        }
    }
    let counts = report.counts;
    lines.push(format!(
        "{} fetched: {} new ({} relevant, {}), {} changed, {} unchanged; {} refused, {} disallowed by robots.txt, {} failed",
        count(report.fetched as usize, "page"),
        counts.new,
        counts.relevant,
        count(counts.events as usize, "event"),
        counts.changed,
        counts.known,
        counts.refused,
        report.disallowed,
        report.failed,
    ));
    lines
}
