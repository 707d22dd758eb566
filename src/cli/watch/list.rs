//! `awardwire watch list`: the watches, how much each has caught, and what is wrong with it.

use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::library::Watch;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{Style, one_line};
use crate::cli::settings::Settings;

/// List the watches: how much each has caught, what waits, where it goes, and what is wrong
#[derive(Args, Debug)]
pub struct Arguments {
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct WatchRecord<'a> {
    name: &'a str,
    query: &'a str,
    outputs: Vec<String>,
    created: Timestamp,
    last_run: Option<Timestamp>,
    /// Articles that it ever caught, and those that wait to be given.
    caught: u64,
    waiting: u64,
    fault: Option<&'a str>,
    fault_since: Option<Timestamp>,
}

/// Lists them.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let watches = settings.open_library()?.watches(settings.today())?;
    let mut out = BufWriter::new(io::stdout().lock());
    if arguments.format == Format::Json {
        let records: Vec<WatchRecord<'_>> = watches.iter().map(record).collect();
        write_json(&records, &mut out)?;
        writeln!(out)?;
    } else {
        for watch in &watches {
            print(watch, settings.stdout, &mut out)?;
        }
    }
    out.flush()?;
    if watches.is_empty() {
        settings.say("no watches: `awardwire watch add NAME 'QUERY'` makes one");
        return Ok(NOTHING);
    }
    Ok(DONE)
}

fn record(watch: &Watch) -> WatchRecord<'_> {
    WatchRecord {
        name: &watch.name,
        query: &watch.query,
        outputs: watch.outputs.iter().map(awardwire::pipeline::delivery::Output::shown).collect(),
        created: watch.created,
        last_run: watch.last_run,
        caught: watch.counts.all,
        waiting: watch.counts.waiting,
        fault: watch.fault.as_deref(),
        fault_since: watch.fault_since,
    }
}

fn print(watch: &Watch, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}  {}", style.strong(&one_line(&watch.name)), one_line(&watch.query))?;
    let run = match watch.last_run {
        Some(at) => format!("last run {}", at.strftime("%Y-%m-%d %H:%M UTC")),
        None => "never run".to_owned(),
    };
    writeln!(out, "  {} caught, {} waiting, {run}", watch.counts.all, watch.counts.waiting)?;
    for output in &watch.outputs {
        writeln!(out, "  to {}", one_line(&output.shown()))?;
    }
    if let Some(fault) = &watch.fault {
        let since = match watch.fault_since {
            Some(at) => format!("catches nothing since {}", at.strftime("%Y-%m-%d")),
            None => "catches nothing".to_owned(),
        };
        writeln!(out, "  {}", style.bad(&format!("{since}: {}", one_line(fault))))?;
    }
    Ok(())
}
