//! `awardwire doctor`: what cannot be right in the library, or deserves a second look.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use awardwire::export::faults as fault_file;
use awardwire::library::{Fault, FaultKind, Library, Severity, Teller, Telling};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, LIBRARY};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::output::{Style, count, one_line, wrapped, wrapped_after};
use crate::cli::settings::Settings;
use crate::cli::{doctor_bundle, doctor_sources, doctor_store};

/// Check the library: what cannot be right in its facts, or deserves a second look
///
/// Facts: sources that disagree on a sum, the supplier or the year of a deal; sums out of proportion (a slip of units, more
/// obligated than the ceiling, above a trillion, a range from high to low); days yet to come or out of order; facts that an
/// edited article no longer tells as before; corrections that no longer do what they say. Nothing is changed: each fault
/// comes with its sentences and the command that settles it.
///
/// Sources: when each was last read, what it gave in the last 30 days and what was found in it, and a warning where one fails,
/// no longer gives what it used to give, or gives pages that can no longer be read. Both end with 0 whether or not anything is found.
///
/// Store: whether the database is whole and its rows point at what is there, whether the archive has every page with the right
/// digests, and whether the index holds what the database has. It reads the whole archive, so it is done only when asked for, and
/// ends with 5 where something is broken.
///
/// Bundle: whether a file of `awardwire bundle` is as it was made, and its claims, events, deals, texts and pages prove each
/// other. It needs no library, says what stands by a digest alone, and ends with 5 where something does not hold.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire doctor                                 facts and sources
  awardwire doctor --facts --agency dod --since 2026
  awardwire doctor --sources                       how each source fares
  awardwire doctor --store                         after a crash, or a copy of the library
  awardwire doctor --bundle dod.zip                what somebody sent you
  awardwire doctor --facts -n 5                    the first five of each kind
  awardwire doctor --facts --format jsonl | jq -r 'select(.severity == \"wrong\") | .deal'
  awardwire doctor --facts --format csv > faults.csv")]
pub struct Arguments {
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    /// Check the facts [default: facts and sources]
    #[arg(long)]
    facts: bool,
    /// Check the sources that are on, by what they have given
    #[arg(long, conflicts_with_all = ["facts", "limit"])]
    sources: bool,
    /// Check database, archive and index
    #[arg(long, conflicts_with_all = ["facts", "sources", "limit"])]
    store: bool,
    /// Check a bundle instead of the library
    #[arg(long, value_name = "FILE", conflicts_with_all = ["facts", "sources", "store", "limit"])]
    bundle: Option<PathBuf>,
    /// At most so many of each kind
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// How faults are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
}

/// Checks, and lists what was found.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    if let Some(path) = &arguments.bundle {
        return doctor_bundle::run(path, arguments.format, settings);
    }
    let library = settings.open_library()?;
    if arguments.sources {
        return sources(&library, arguments.format, settings);
    }
    if arguments.store {
        return store(&library, arguments.format, settings);
    }
    let filter = arguments.sureness.filter(&library, &arguments.filters.text(), settings.today())?;
    let mut faults = library.faults(&filter, settings.today())?;
    let counts = counts(&faults);
    cut(&mut faults, arguments.limit.unwrap_or(usize::MAX));
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print(&faults, &counts, settings, &mut out)?,
        Format::Json => fault_file::write_json(&faults, &mut out)?,
        Format::Jsonl => fault_file::write_json_lines(&faults, &mut out)?,
        Format::Csv => fault_file::write_csv(&faults, &mut out)?,
    }
    let is_everything = !arguments.facts && arguments.format == Format::Text && filter.asks_for_all();
    if is_everything {
        let health = library.source_health(settings.clock.now())?;
        doctor_sources::print_warnings(&health, settings, &mut out)?;
    }
    out.flush()?;
    let all: usize = counts.values().sum();
    settings.say(&match all {
        0 => "no faults found".to_owned(),
        _ if faults.len() < all => format!("{} of {} shown", faults.len(), count(all, "fault")),
        _ => count(all, "fault"),
    });
    Ok(DONE)
}

fn sources(library: &Library, format: Format, settings: &Settings) -> Result<u8, Ending> {
    let health = library.source_health(settings.clock.now())?;
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Text if health.is_empty() => {}
        Format::Text => doctor_sources::print(&health, settings, &mut out)?,
        Format::Json => doctor_sources::write_records(&health, false, &mut out)?,
        Format::Jsonl => doctor_sources::write_records(&health, true, &mut out)?,
        Format::Csv => doctor_sources::write_rows(&health, &mut out)?,
    }
    out.flush()?;
    let off = health.iter().filter(|one| !one.warnings.is_empty()).count();
    settings.say(&match (health.len(), off) {
        (0, _) => "no source is on: `awardwire source enable` turns some on".to_owned(),
        (all, 0) => format!("{}, nothing off", count(all, "source")),
        (all, off) => format!("{}, {off} with something off", count(all, "source")),
    });
    Ok(DONE)
}

fn store(library: &Library, format: Format, settings: &Settings) -> Result<u8, Ending> {
    let check = library.check_store()?;
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Text => doctor_store::print(&check, settings, &mut out)?,
        Format::Json => doctor_store::write_records(&check, false, &mut out)?,
        Format::Jsonl => doctor_store::write_records(&check, true, &mut out)?,
        Format::Csv => doctor_store::write_rows(&check, &mut out)?,
    }
    out.flush()?;
    settings.say(&doctor_store::summary(&check));
    Ok(if check.faults.is_empty() { DONE } else { LIBRARY })
}

fn counts(faults: &[Fault]) -> BTreeMap<FaultKind, usize> {
    let mut counts = BTreeMap::new();
    for fault in faults {
        *counts.entry(fault.kind).or_default() += 1;
    }
    counts
}

/// Leaves the first `most` of each kind.
fn cut(faults: &mut Vec<Fault>, most: usize) {
    let mut seen: BTreeMap<FaultKind, usize> = BTreeMap::new();
    faults.retain(|fault| {
        let of_kind = seen.entry(fault.kind).or_default();
        *of_kind += 1;
        *of_kind <= most
    });
}

fn print(
    faults: &[Fault],
    counts: &BTreeMap<FaultKind, usize>,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    for (at, chunk) in faults.chunk_by(|one, other| one.kind == other.kind).enumerate() {
        let Some(first) = chunk.first() else { continue };
        let all = counts.get(&first.kind).copied().unwrap_or(chunk.len());
        let severity = match first.kind.severity() {
            Severity::Wrong => style.bad("wrong"),
            Severity::Doubtful => style.doubt("doubtful"),
        };
        let gap = if at == 0 { "" } else { "\n" };
        writeln!(out, "{gap}{} ({all}, {severity})", style.strong(first.kind.heading()))?;
        for fault in chunk {
            print_fault(fault, width, style, out)?;
        }
        if chunk.len() < all {
            writeln!(out, "{}", style.faint(&format!("  and {} more", all - chunk.len())))?;
        }
    }
    Ok(())
}

fn print_fault(fault: &Fault, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let what = wrapped_after(&one_line(&fault.what), 2, width);
    writeln!(out, "  {}", style.strong(&what))?;
    if let Some(deal) = &fault.deal {
        let name = one_line(fault.deal_name.as_deref().unwrap_or_default());
        writeln!(out, "    deal {} {name}", style.id(&one_line(deal.as_str())))?;
    }
    for telling in &fault.tellings {
        print_telling(telling, fault, width, style, out)?;
    }
    writeln!(out, "{}", style.faint(&wrapped(&format!("→ {}", one_line(&fault.remedy())), "    ", width)))
}

fn print_telling(
    telling: &Telling,
    fault: &Fault,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    // What is told by one alone stands in the words of the fault already.
    if fault.tellings.len() > 1 {
        let support = match telling.tellers.len() {
            0 => " (nobody: your word)".to_owned(),
            1 => String::new(),
            tellers => format!(" ({}, {})", count(tellers, "event"), count(telling.origins, "origin")),
        };
        writeln!(out, "    {}{support}", one_line(&telling.says))?;
    }
    telling.tellers.iter().try_for_each(|teller| print_teller(teller, width, style, out))
}

fn print_teller(teller: &Teller, width: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut source = vec![style.id(&one_line(&teller.event()))];
    source.push(one_line(teller.publisher.as_deref().unwrap_or(&teller.title)));
    source.extend(teller.published.map(|date| date.to_string()));
    source.extend(teller.url.as_deref().map(one_line));
    writeln!(out, "      {}", source.join(" · "))?;
    if !teller.sentence.is_empty() {
        writeln!(out, "{}", wrapped(&format!("“{}”", one_line(&teller.sentence)), "      │ ", width))?;
    }
    Ok(())
}
