//! `awardwire timeline`: what happened when.

use std::io::{self, BufWriter, Write};

use awardwire::export::timeline as timeline_file;
use awardwire::library::{Library, PeriodLength, Timeline, TimelineOf};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::output::{count, one_line};
use crate::cli::settings::{Settings, is_sample};
use crate::cli::{subject, timeline_view};

/// Tell what happened when: to a deal, an agency or vendor, or all deals of a query
///
/// Tellings of one event by several articles are one line. The id of a deal or the name of an agency or vendor alone
/// stands for it; any other words are a query.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire timeline palantir
  awardwire timeline d1234
  awardwire timeline --agency dod --since 2025 --by quarter
  awardwire timeline 'type:protest' --format csv")]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    /// How long the periods are that events and sums are counted by [default: month, of more than two years quarter]
    #[arg(long, value_enum, value_name = "PERIOD")]
    by: Option<Length>,
    /// Only the last so many events
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Length {
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Md,
}

/// More months than this are told by quarters.
const MOST_MONTHS: usize = 24;

/// Tells it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let words = arguments.filters.query.join(" ");
    let of = asked(&library, words.trim())?;
    let query = match of {
        TimelineOf::Query => arguments.filters.text(),
        _ => arguments.filters.flags.text_with(""),
    };
    let filter = arguments.sureness.filter(&library, &query, settings.today())?;
    let length = match arguments.by {
        None | Some(Length::Month) => PeriodLength::Month,
        Some(Length::Quarter) => PeriodLength::Quarter,
        Some(Length::Year) => PeriodLength::Year,
    };
    let (mut timeline, _) = library.timeline(&of, &filter, length, settings.today())?;
    if arguments.by.is_none() && timeline.periods.len() > MOST_MONTHS {
        timeline = library.timeline(&of, &filter, PeriodLength::Quarter, settings.today())?.0;
    }
    let left_out = timeline.entries.len().saturating_sub(arguments.limit.unwrap_or(usize::MAX));
    timeline.entries.drain(..left_out);
    let title = title(&of, &query, is_sample(&settings.library));
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print(&title, &timeline, left_out, settings, &mut out)?,
        Format::Json => timeline_file::write_json(&timeline, &mut out)?,
        Format::Jsonl => timeline_file::write_json_lines(&timeline, &mut out)?,
        Format::Csv => timeline_file::write_csv(&timeline, &mut out)?,
        Format::Md => timeline_file::write_markdown(&title, &timeline, &mut out)?,
    }
    out.flush()?;
    if timeline.entries.is_empty() {
        settings.say("nothing happened that passes");
        crate::cli::misnamed::tell_of(&library, &query, settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// What the words stand for.
fn asked(library: &Library, words: &str) -> Result<TimelineOf, Ending> {
    if words.is_empty() {
        return Ok(TimelineOf::Query);
    }
    let rest = words.strip_prefix('d').unwrap_or_default();
    if rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(TimelineOf::Deal(words.to_owned()));
    }
    // Marks of the query language stand in no name.
    if words.contains([':', '"', '*', '~', '(', '+']) {
        return Ok(TimelineOf::Query);
    }
    let subject = subject::named(library, words)?;
    Ok(subject.map_or(TimelineOf::Query, |subject| TimelineOf::Subject(Box::new(subject))))
}

fn title(of: &TimelineOf, query: &str, is_sample: bool) -> String {
    let of = match of {
        TimelineOf::Deal(id) => format!("deal {}", one_line(id)),
        TimelineOf::Subject(subject) => one_line(&subject.name),
        TimelineOf::Query => String::new(),
    };
    let parts: Vec<String> = [of, one_line(query)].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}{}", parts.join(", "), if is_sample { " (sample data)" } else { "" })
}

fn print(
    title: &str,
    timeline: &Timeline,
    left_out: usize,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    if timeline.entries.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", style.strong(format!("Timeline {title}").trim_end()))?;
    let line = timeline_view::line(&timeline.periods, settings.ink);
    if !line.is_empty() {
        writeln!(out, "{}", style.faint(&line))?;
    }
    timeline_view::bars(&timeline.periods, width, settings.ink, style, out)?;
    writeln!(out)?;
    if left_out > 0 {
        writeln!(out, "{}", style.faint(&format!("{} before these", count(left_out, "event"))))?;
    }
    let entries: Vec<_> = timeline.entries.iter().collect();
    timeline_view::events(&entries, width, settings.ink).print(style, out)?;
    timeline_view::legend(style, out)
}
