//! `awardwire export`: tables and records to hand over.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use awardwire::export::{Format as FileFormat, Kind};
use awardwire::library::{ExportQuestion, Library};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::filters::Filters;
use crate::cli::settings::Settings;

/// Write deals, articles or events to a file or pipe
///
/// Articles leave without their text unless --with-text is given: what is shared carries sentences, links and digests.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire export deals --format csv -o deals.csv\n  awardwire export events 'vendor:palantir' --format jsonl | jq .evidence"
)]
pub struct Arguments {
    /// What to write
    #[arg(value_enum, value_name = "KIND")]
    what: What,
    #[command(flatten)]
    filters: Filters,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Md, value_name = "FORMAT")]
    format: Format,
    /// Where to; `-` is standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    output: PathBuf,
    /// At most so many; how many are left out is said
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// With articles: their whole text too
    #[arg(long)]
    with_text: bool,
    /// Only what you have accepted in `review`: events; deals and articles with such an event
    #[arg(long)]
    reviewed_only: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Deals,
    Articles,
    Events,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Json,
    Jsonl,
    Csv,
}

/// Writes it. A file appears whole or not at all.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let (written, left_out) = if arguments.output == Path::new("-") {
        let mut out = BufWriter::new(io::stdout().lock());
        let counts = write(&library, arguments, settings, &mut out)?;
        out.flush()?;
        counts
    } else {
        let partial = partial_name(&arguments.output)?;
        let done = to_file(&library, arguments, settings, &partial);
        if done.is_err() {
            let _ = fs::remove_file(&partial);
        }
        let counts = done?;
        fs::rename(&partial, &arguments.output).map_err(|error| failed(&arguments.output, &error))?;
        counts
    };
    if left_out > 0 {
        settings.say(&format!("{written} written, {left_out} left out by --limit"));
    }
    if written == 0 {
        settings.say("nothing to write");
        crate::cli::misnamed::tell_of(&library, &arguments.filters.text(), settings);
        return Ok(NOTHING);
    }
    Ok(DONE)
}

fn to_file(
    library: &Library,
    arguments: &Arguments,
    settings: &Settings,
    path: &Path,
) -> Result<(usize, usize), Ending> {
    let file = File::create(path).map_err(|error| failed(path, &error))?;
    let mut out = BufWriter::new(file);
    let counts = write(library, arguments, settings, &mut out)?;
    out.flush().map_err(|error| failed(path, &error))?;
    Ok(counts)
}

fn failed(path: &Path, error: &io::Error) -> Ending {
    Ending::library(format!("{}: {error}", path.display()))
}

/// A name beside the file, so that renaming stays on one disk.
fn partial_name(path: &Path) -> Result<PathBuf, Ending> {
    let name =
        path.file_name().ok_or_else(|| Ending::usage(format!("{}: not a file's name", path.display())))?;
    Ok(path.with_file_name(format!(".{}.part", name.to_string_lossy())))
}

fn write(
    library: &Library,
    arguments: &Arguments,
    settings: &Settings,
    out: &mut dyn Write,
) -> Result<(usize, usize), Ending> {
    let kind = match arguments.what {
        What::Deals => Kind::Deals,
        What::Articles => Kind::Articles,
        What::Events => Kind::Events,
    };
    let format = match arguments.format {
        Format::Md => FileFormat::Markdown,
        Format::Json => FileFormat::Json,
        Format::Jsonl => FileFormat::JsonLines,
        Format::Csv => FileFormat::Csv,
    };
    let question = ExportQuestion {
        kind,
        format,
        query: if arguments.reviewed_only {
            arguments.filters.text_and("is:reviewed")
        } else {
            arguments.filters.text()
        },
        limit: arguments.limit,
        with_text: arguments.with_text,
        reviewed_only: arguments.reviewed_only,
    };
    Ok(library.export(&question, settings.today(), out)?)
}
