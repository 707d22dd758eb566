//! `awardwire start`: from nothing to a digest.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::time::Duration;

use awardwire::library::{
    Begun, DigestQuestion, Library, Region, SourceStanding, StartPlan, begun, source_standings, start_plan,
};
use awardwire::pipeline::{CrawlOptions, Folder, Listener, ServiceKeys, begin_with, crawl};
use clap::Args;
use jiff::ToSpan as _;

use crate::cli::crawl::{STOP, code, stop_on_signal};
use crate::cli::crawl_progress::{Shown, View};
use crate::cli::crawl_summary::summary;
use crate::cli::digest;
use crate::cli::ending::{DONE, Ending, USAGE};
use crate::cli::output::{count, eprint_line, one_line};
use crate::cli::settings::{Settings, is_sample, service_keys};
use crate::cli::start_menu::{answer, choose};

/// Begin a library: choose a region and topics, fetch the newest, read a digest
///
/// Asks for region, topics and a contact, turns on the sources that match and have been seen to answer, fetches official
/// notices first and then the news of the last 14 days, stops after 5 minutes or 300 pages, and prints a digest of what came.
/// What is left is fetched by the next `awardwire crawl`. The choice stands in `sources.toml` in the library's folder.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire start
  awardwire start --region us --topic defense --contact me@example.org --yes
  awardwire start --region uk,eu --contact https://example.org/bot --yes")]
pub struct Arguments {
    /// Only sources of this region: us, uk, eu, canada, australia, japan, india, gulf, world; repeatable
    #[arg(long, value_name = "REGION", value_delimiter = ',', value_parser = crate::cli::source::region)]
    region: Vec<Region>,
    /// Only sources about this, such as defense or notices; repeatable [default: all]
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    topic: Vec<String>,
    /// A mail or web address that is sent with every request, so that a site's owner can reach you
    #[arg(long, value_name = "ADDRESS", value_parser = contact)]
    contact: Option<String>,
    /// Begin without asking
    #[arg(long)]
    yes: bool,
    /// How to show how far it has come on stderr [default: live on a terminal, else not at all]
    #[arg(long, value_enum, value_name = "HOW")]
    progress: Option<View>,
}

/// How far back it looks.
const DAYS: i64 = 14;
/// It begins no page after so long.
const TIME: Duration = Duration::from_mins(5);
/// It fetches no more pages than these.
const PAGES: usize = 300;

/// Asks, fetches, and prints a digest.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if let Some(begun) = begun(&settings.library, settings.clock.now())? {
        return Err(Ending::usage(has_begun(begun)));
    }
    let standings = source_standings(&settings.library)?;
    let keys = service_keys();
    let topics = topics_of(&standings);
    if let Some(unknown) = arguments.topic.iter().find(|topic| !topics.contains(topic)) {
        return Err(Ending::usage(format!(
            "no source is about {unknown:?}: known are {}",
            topics.join(", ")
        )));
    }
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !can_ask && (arguments.region.is_empty() || arguments.contact.is_none() || !arguments.yes) {
        return Err(Ending::usage(format!(
            "without a terminal to ask at, say --region ({}), --contact (your mail or web address) and --yes; --topic ({}) where not all are wanted",
            Region::ALL.map(Region::as_str).join(", "),
            topics.join(", ")
        )));
    }
    let regions = match arguments.region.as_slice() {
        [] => ask_regions(&standings, &keys)?,
        regions => regions.to_vec(),
    };
    let wanted = match arguments.topic.as_slice() {
        [] if arguments.yes => Vec::new(),
        [] => ask_topics(&topics)?,
        topics => topics.to_vec(),
    };
    let plan = start_plan(&standings, &regions, &wanted, &keys);
    tell(&plan, &regions, settings);
    if plan.ready.is_empty() {
        return Ok(USAGE);
    }
    let contact = match &arguments.contact {
        Some(contact) => Some(contact.clone()),
        None => ask_contact()?,
    };
    if !arguments.yes {
        eprint_line("turn them on and fetch the newest, for at most 5 minutes? [Y/n]");
        if !matches!(answer()?.as_str(), "" | "y" | "Y" | "yes") {
            settings.say("nothing was changed");
            return Ok(DONE);
        }
    }
    let names: Vec<String> = plan.ready.iter().map(|entry| entry.name.clone()).collect();
    begin_with(&Folder::new(&settings.library), &names, contact.as_deref())?;
    fetch(arguments, keys, settings)
}

fn fetch(arguments: &Arguments, keys: ServiceKeys, settings: &Settings) -> Result<u8, Ending> {
    stop_on_signal();
    let options = CrawlOptions {
        limit: Some(PAGES),
        since: settings.today().checked_sub(DAYS.days()).ok(),
        time: Some(TIME),
        keys,
        ..CrawlOptions::default()
    };
    let mut shown = Shown::new(arguments.progress, settings);
    let report = {
        let mut plan = |_: &_| true;
        let mut tell = |progress: &_| shown.show(progress);
        let mut listener = Listener { plan: &mut plan, tell: &mut tell };
        crawl(&Folder::new(&settings.library), &options, settings.clock, &STOP, &mut listener)?
    };
    shown.clear();
    for line in summary(&report, settings.stderr) {
        settings.say(&line);
    }
    let library = Library::open(&settings.library)?;
    let question = DigestQuestion {
        since: Some(format!("{DAYS}d")),
        sample: is_sample(&settings.library),
        ..DigestQuestion::default()
    };
    let mut out = BufWriter::new(io::stdout().lock());
    digest::print(&library.digest(&question, settings.today())?, settings.stdout, &mut out)?;
    out.flush()?;
    let left = library.status(settings.clock.now())?.leads_due;
    settings.say(&match left {
        0 => "next: `awardwire crawl` fetches what is new, `awardwire deals` lists the deals".to_owned(),
        left => format!(
            "next: `awardwire crawl` fetches the {} left and what is new",
            count(left as usize, "page")
        ),
    });
    Ok(code(&report))
}

fn has_begun(begun: Begun) -> String {
    let has = format!(
        "this library has {} and {} turned on",
        count(begun.articles as usize, "article"),
        count(begun.sources, "source")
    );
    let next = if begun.sources > 0 {
        "`awardwire crawl` fetches what is new, `awardwire source list --all` shows what else there is"
    } else {
        "turn sources on with `awardwire source enable` and run `awardwire crawl`"
    };
    format!("{has}: {next}; `--library DIR` begins another")
}

/// What the sources are about, in order.
fn topics_of(standings: &[SourceStanding]) -> Vec<String> {
    let topics: BTreeSet<&String> = standings.iter().flat_map(|one| &one.entry.topics).collect();
    topics.into_iter().cloned().collect()
}

fn ask_regions(standings: &[SourceStanding], keys: &ServiceKeys) -> Result<Vec<Region>, Ending> {
    let describe = |region: Region| {
        let plan = start_plan(standings, &[region], &[], keys);
        format!(
            "{:<10} {} ready, {} not yet seen to answer",
            region.as_str(),
            plan.ready.len(),
            plan.unverified
        )
    };
    let choices: Vec<String> = Region::ALL.into_iter().map(describe).collect();
    let places = choose("Which regions?", &choices, false)?;
    Ok(places.into_iter().filter_map(|place| Region::ALL.get(place).copied()).collect())
}

fn ask_topics(topics: &[String]) -> Result<Vec<String>, Ending> {
    let places = choose("Which topics?", topics, true)?;
    if places.len() == topics.len() {
        return Ok(Vec::new());
    }
    Ok(places.into_iter().filter_map(|place| topics.get(place).cloned()).collect())
}

fn ask_contact() -> Result<Option<String>, Ending> {
    eprint_line(
        "A mail or web address that is sent with every request, so that a site's owner can reach you:",
    );
    loop {
        let text = answer()?;
        if text.is_empty() {
            eprint_line("none: some sites refuse those who do not say who they are");
            return Ok(None);
        }
        match contact(&text) {
            Ok(contact) => return Ok(Some(contact)),
            Err(why) => eprint_line(&why),
        }
    }
}

fn tell(plan: &StartPlan, regions: &[Region], settings: &Settings) {
    let names: Vec<String> = plan.ready.iter().map(|entry| one_line(&entry.name)).collect();
    if names.is_empty() {
        settings.say("no source of this choice has been seen to answer yet");
    } else {
        settings.say(&format!("{}: {}", count(names.len(), "source"), names.join(", ")));
    }
    for (name, why) in &plan.without_key {
        settings.say(&format!("left out {}: {}", one_line(name), one_line(why)));
    }
    if plan.unverified > 0 {
        let regions: Vec<&str> = regions.iter().map(|region| region.as_str()).collect();
        settings.say(&format!(
            "{} more match that nobody has seen answer: `awardwire source list --all --region {}` shows them, `awardwire source check NAME` looks, `awardwire source enable NAME` turns on what is good",
            plan.unverified,
            regions.first().copied().unwrap_or("us")
        ));
    }
}

/// A mail or web address.
fn contact(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_plain = text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic() && b != b'(' && b != b')');
    let mail = text.strip_prefix("mailto:").unwrap_or(text);
    let is_mail = mail.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains('@')
    });
    let is_web =
        ["https://", "http://"].iter().any(|start| text.len() > start.len() && text.starts_with(start));
    if is_plain && (is_mail || is_web) {
        return Ok(text.to_owned());
    }
    Err("write a mail address such as me@example.org, or a web address".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_a_mail_or_web_address() {
        for good in ["me@example.org", "mailto:me@example.org", "https://example.org/bot", " me@a.example "] {
            assert_eq!(contact(good).as_deref(), Ok(good.trim()));
        }
        for bad in [
            "",
            "me",
            "me@",
            "@example.org",
            "me@host",
            "a b@example.org",
            "x)@example.org",
            "me@a.b\r\nX: y",
            "https://",
            "ftp://a.example",
        ] {
            assert!(contact(bad).is_err(), "{bad:?}");
        }
    }
}
