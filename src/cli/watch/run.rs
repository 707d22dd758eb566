//! `awardwire watch run`: what came since the last run.

use std::io::{self, BufWriter, Write};

use awardwire::export::alerts::{write_json, write_markdown, write_text};
use awardwire::library::{AlertReport, AlertRun, Delivery, Library, NewSince};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, SOME_FAILED};
use crate::cli::output::one_line;
use crate::cli::settings::{Settings, is_sample};
use crate::cli::watch::outputs::OutputFlags;

/// Give what the watches caught since their last run: one report, by deal, each with why
///
/// It goes to the terminal and to the outputs of each watch. What an output was not given, since it failed, it is given by
/// the next run; what was given counts as given only once the output has it whole.
#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  awardwire watch run
  awardwire watch run army protests --format md > alerts.md
  awardwire watch run --peek                      look, and give the same again next time
  awardwire watch run --to /srv/www/alerts.atom   also to a feed")]
pub struct Arguments {
    /// Only these watches
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Look without taking: the next run gives the same; other outputs are left alone
    #[arg(long)]
    peek: bool,
    #[command(flatten)]
    outputs: OutputFlags,
}

/// How alerts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A few lines each.
    #[default]
    Text,
    /// Markdown.
    Md,
    /// One JSON object.
    Json,
}

/// Runs them.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let further = arguments.outputs.outputs()?;
    let library = settings.open_library()?;
    let watches = library.watches_named(&arguments.names, settings.today())?;
    if watches.is_empty() {
        settings.say("no watches: `awardwire watch add NAME 'QUERY'` makes one");
        return Ok(DONE);
    }
    let _claim = if arguments.peek { None } else { Some(library.claim_delivery()?) };
    if !arguments.peek {
        library.catch_up_watches(settings.today())?;
    }
    let mut run = library.alert_run(watches, &further)?;
    let faults = run.watches.iter().filter(|watch| watch.fault.is_some()).count();
    let mut failed = 0;
    for delivery in run.deliveries.clone() {
        match &delivery.output {
            None => print(&report(&library, &delivery, &run, settings)?, arguments.format, settings)?,
            Some(_) if arguments.peek || delivery.rows.is_empty() => continue,
            Some(output) => {
                let report = report(&library, &delivery, &run, settings)?;
                let sent = crate::cli::watch::sending::send(output, &report, &delivery, &library, settings);
                if let Err(why) = sent {
                    failed += 1;
                    settings.say(&format!(
                        "{}: {}; what it was to get waits for the next run",
                        one_line(&output.shown()),
                        one_line(&why)
                    ));
                    continue;
                }
            }
        }
        if !arguments.peek {
            library.note_delivered(&mut run, &delivery)?;
        }
    }
    if !arguments.peek {
        library.finish_run(&run, settings.clock.now())?;
    }
    Ok(if failed + faults > 0 { SOME_FAILED } else { DONE })
}

fn report(
    library: &Library,
    delivery: &Delivery,
    run: &AlertRun,
    settings: &Settings,
) -> Result<AlertReport, Ending> {
    let watches = if delivery.output.is_none() { &run.watches } else { &delivery.watches };
    let mut report = library.alert_report(
        &delivery.rows,
        watches,
        NewSince::First,
        settings.clock.now(),
        settings.today(),
    )?;
    report.sample = is_sample(&settings.library);
    Ok(report)
}

fn print(report: &AlertReport, format: Format, settings: &Settings) -> Result<(), Ending> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Json => write_json(report, &mut out)?,
        _ if report.alerts.is_empty() && report.faults.is_empty() => settings.say("nothing new"),
        Format::Text => write_text(report, &mut out)?,
        Format::Md => write_markdown(report, &mut out)?,
    }
    out.flush()?;
    Ok(())
}
