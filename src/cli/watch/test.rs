//! `awardwire watch test`: what a watch would have caught.

use std::io::{self, BufWriter, Write};

use awardwire::export::alerts::{write_json, write_markdown, write_text};
use awardwire::library::name_key;
use clap::Args;
use jiff::ToSpan;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::one_line;
use crate::cli::settings::{Settings, is_sample};
use crate::cli::watch::run::Format;

/// Show what a watch, or a query, would have caught of what the library holds; nothing is noted
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire watch test army
  awardwire watch test 'agency:army drone amount:>50M' --days 365 --limit 10")]
pub struct Arguments {
    /// The name of a watch, else a query
    #[arg(value_name = "NAME|QUERY", required = true)]
    what: Vec<String>,
    /// Look at what was published in so many days
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
    /// At most so many deals and articles, the latest published first; how many more there are is said
    #[arg(long, short = 'n', value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// Shows it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let today = settings.today();
    let text = arguments.what.join(" ");
    let known = library.watches(today)?.into_iter().find(|watch| watch.name == name_key(&text));
    let (name, query) = match &known {
        Some(watch) => (watch.name.as_str(), watch.query.as_str()),
        None => ("test", text.as_str()),
    };
    let since = today
        .checked_sub(i64::from(arguments.days).days())
        .map_err(|error| Ending::usage(format!("--days: {error}")))?;
    let mut report = library.try_watch(name, query, since, settings.clock.now(), today)?;
    let is_any = !report.alerts.is_empty();
    report.cut(arguments.limit);
    report.sample = is_sample(&settings.library);
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => write_text(&report, &mut out)?,
        Format::Md => write_markdown(&report, &mut out)?,
        Format::Json => write_json(&report, &mut out)?,
    }
    out.flush()?;
    settings.say(&format!("published since {since}: {}", one_line(query)));
    if report.left_out > 0 {
        let all = report.alerts.len() + report.left_out;
        settings.say(&format!("{} of {all} shown: --limit shows more", report.alerts.len()));
    }
    if !is_any {
        settings.say("it would have caught nothing");
        crate::cli::misnamed::tell_of(&library, query, settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}
