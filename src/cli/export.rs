//! `awardwire export`: tables and records to hand over.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use awardwire::export::{Closing, Format, Kind};
use awardwire::library::{DealOrder, ExportQuestion};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::deals::read_order;
use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::{Filters, Sureness};
use crate::cli::memory::Remembered;
use crate::cli::output::count;
use crate::cli::settings::{Settings, is_sample};
use crate::cli::{digest, misnamed, whole_file};

/// Write deals, claims, events, articles, entities or a digest to a file or pipe
///
/// `deals` has a row a deal, with each sum's source; `claims` a row for each fact of each article, with the sentence and digest
/// that prove it, joined to its deal by id; `events` a row for each event of each article; `entities` the agencies and vendors
/// of the deals; `digest` is what `awardwire digest` writes. Articles leave without their text unless --with-text is given, and never with it where their source does not
/// allow handing it on. Fields are the same in every format (docs/fields.md).
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire export deals -o deals.csv
  awardwire export deals --vendor palantir --since 2025 --sort value --limit 50 -o top.md
  awardwire export claims 'agency:army' --format jsonl | jq .quote
  awardwire export events 'vendor:palantir' --format jsonl | jq .evidence
  awardwire export deals --format ocds -o releases.json
  awardwire export deals --new boss -o new.xlsx            only deals that \"boss\" was not given yet
  awardwire export deals -o deadlines.ics
  awardwire export articles 'vendor:palantir' -o sources.bib

Without --format, the end of the file's name says how to write; standard output gets Markdown.")]
pub struct Arguments {
    /// What to write
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(kinds()).try_map(|word| read_kind(&word)))]
    what: What,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    sureness: Sureness,
    #[command(flatten)]
    remembered: Remembered,
    /// How to write it
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::ALL.map(Format::as_str)).try_map(|word| read_format(&word)))]
    format: Option<Format>,
    /// Where to; `-` is standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    output: PathBuf,
    /// Of deals and claims, the order: value, date (last told), first, name, articles, confidence, end; `:asc` or `:desc` turns
    /// it. Without it those told of last come first, in constant memory
    #[arg(long, value_name = "ORDER", value_parser = read_order)]
    sort: Option<DealOrder>,
    /// At most so many; how many are left out is said
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// With articles: their whole text too, where their source allows it
    #[arg(long)]
    with_text: bool,
    /// With csv: a byte-order mark, by which older spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// Only what you have accepted in `review`: events and claims; deals and articles with such an event
    #[arg(long)]
    reviewed_only: bool,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Items(Kind),
    Digest,
}

const DIGEST: &str = "digest";

fn kinds() -> Vec<&'static str> {
    Kind::ALL.into_iter().map(Kind::as_str).chain([DIGEST]).collect()
}

fn read_kind(word: &str) -> Result<What, String> {
    if word == DIGEST {
        return Ok(What::Digest);
    }
    Kind::from_word(word).map(What::Items).ok_or_else(|| format!("{word} is no kind"))
}

fn read_format(word: &str) -> Result<Format, String> {
    Format::from_word(word).ok_or_else(|| format!("{word} is no format"))
}

/// Writes it. A file appears whole or not at all.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let What::Items(kind) = arguments.what else { return write_digest(arguments, settings) };
    let question = question(kind, arguments, settings)?;
    let library = settings.open_library()?;
    let memory = arguments.remembered.memory(&library)?;
    let given = match &memory {
        Some(_) if kind != Kind::Deals => {
            return Err(Ending::usage("--new is of deals and digests: what is new is reckoned by deal"));
        }
        Some(memory) => Some(library.export_news(&question, memory)?),
        None => None,
    };
    let is_shown = arguments.output == Path::new("-");
    if given.as_ref().is_some_and(Vec::is_empty) && !is_shown && arguments.output.exists() {
        // What the name was given last may not have been read yet, and would not come again.
        let (name, file) = (arguments.remembered.shown_name(), arguments.output.display());
        settings.say(&format!("nothing new for {name}; {file} stays as it is"));
        return Ok(DONE);
    }
    let closing = whole_file::deliver(&arguments.output, |out| {
        if arguments.bom && question.format == Format::Csv {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(match &given {
            Some(given) => library.export_given(&question, given, out)?,
            None => library.export(&question, out)?,
        })
    })?;
    tell(closing, settings);
    if let (Some(memory), Some(given)) = (&memory, &given) {
        let delivered = given.iter().take(closing.written).map(|(deal, _)| deal);
        arguments.remembered.remember(&library, memory, delivered)?;
        if given.is_empty() {
            settings.say(&format!("nothing new for {}", arguments.remembered.shown_name()));
        }
        return Ok(DONE);
    }
    if closing.written == 0 {
        settings.say("nothing to write");
        misnamed::tell_of(&library, &arguments.filters.text(), settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}

/// A digest is one text, not a row of items: `digest` makes it.
fn write_digest(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let is_of_items = arguments.sort.is_some()
        || arguments.limit.is_some()
        || arguments.with_text
        || arguments.bom
        || arguments.reviewed_only;
    if is_of_items {
        return Err(Ending::usage(
            "--sort, --limit, --with-text, --bom and --reviewed-only are of rows, not of a digest",
        ));
    }
    let format = format_of(arguments)?;
    let (filters, sureness) = (arguments.filters.clone(), arguments.sureness.clone());
    let remembered = arguments.remembered.clone();
    let digest = digest::Arguments::to_write(filters, sureness, remembered, format, arguments.output.clone());
    let digest = digest.ok_or_else(|| {
        Ending::usage(format!("{} cannot hold a digest: write one of md, html, json", format.as_str()))
    })?;
    digest::run(&digest, settings)
}

fn question(kind: Kind, arguments: &Arguments, settings: &Settings) -> Result<ExportQuestion, Ending> {
    let format = format_of(arguments)?;
    if !format.holds(kind) {
        let fitting = Format::ALL.into_iter().filter(|format| format.holds(kind));
        let fitting: Vec<&str> = fitting.map(Format::as_str).collect();
        return Err(Ending::usage(format!(
            "{} cannot hold {}: write one of {}",
            format.as_str(),
            kind.as_str(),
            fitting.join(", ")
        )));
    }
    if arguments.sort.is_some() && !matches!(kind, Kind::Deals | Kind::Claims) {
        return Err(Ending::usage(format!(
            "--sort orders deals and their claims; {} have an order of their own",
            kind.as_str()
        )));
    }
    let is_shown = arguments.output == Path::new("-") && io::stdout().is_terminal();
    if is_shown && format.is_binary() {
        return Err(Ending::usage(format!("{} is not for a terminal: add -o FILE", format.as_str())));
    }
    let filters = &arguments.filters;
    Ok(ExportQuestion {
        kind,
        format,
        query: if arguments.reviewed_only { filters.text_and("is:reviewed") } else { filters.text() },
        min_confidence: arguments.sureness.min_confidence(),
        certainties: arguments.sureness.certainties(),
        order: arguments.sort,
        limit: arguments.limit,
        with_text: arguments.with_text,
        reviewed_only: arguments.reviewed_only,
        made: settings.clock.now(),
        today: settings.today(),
        sample: is_sample(&settings.library),
    })
}

/// As asked for, else by the end of the file's name, else Markdown.
fn format_of(arguments: &Arguments) -> Result<Format, Ending> {
    if let Some(format) = arguments.format {
        return Ok(format);
    }
    let path = &arguments.output;
    let Some(end) = path.extension().and_then(|end| end.to_str()).filter(|_| path != Path::new("-")) else {
        return Ok(Format::Markdown);
    };
    Format::from_file_end(&end.to_ascii_lowercase())
        .ok_or_else(|| Ending::usage(format!("{}: no format is called {end}: add --format", path.display())))
}

fn tell(closing: Closing, settings: &Settings) {
    let Closing { written, left_out, withheld } = closing;
    if left_out > 0 {
        settings.say(&format!("{written} written, {left_out} left out by --limit"));
    }
    if withheld > 0 {
        let texts = count(withheld, "text");
        settings.say(&format!(
            "{texts} withheld, since the source does not allow handing it on or is no longer known"
        ));
    }
}
