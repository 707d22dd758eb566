//! `awardwire extract`: facts of files, without a library.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use awardwire::library::extract_with_deals;
use awardwire::pipeline::{ExtractOptions, documents, extract};
use clap::Args;

use crate::cli::ending::{DONE, Ending, SOME_FAILED, USAGE};
use crate::cli::output::{eprint_line, one_line};
use crate::cli::settings::{Settings, share};

/// Print the facts of files as JSON lines, without a library
///
/// One record per article, in the order of the input (docs/fields.md). Streaming: memory stays the same however long the
/// input is. What cannot be read is reported on stderr and skipped.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  awardwire extract page.html | jq .events\n  awardwire extract notice.pdf | jq -r .articleBody\n  awardwire extract --all-events notices.jsonl > facts.jsonl\n  awardwire extract --min-relevance 0.8 articles/ | jq -r '[.title, .relevance_terms[].surface] | @tsv'"
)]
pub struct Arguments {
    /// Files or folders of what `add` takes (pages, text, JSON lines, official records, PDF, .docx, .eml, saved pages); `-` is standard input
    #[arg(required = true, value_name = "FILE|-")]
    paths: Vec<PathBuf>,
    /// Keep the events of articles that are not relevant (official records always keep theirs)
    #[arg(long)]
    all_events: bool,
    /// Leave out articles that are less relevant than this (0 to 1)
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = share)]
    min_relevance: f32,
    /// Read all input first, and say which events are one deal
    #[arg(long)]
    deals: bool,
}

/// Prints the records.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    for path in &arguments.paths {
        if path != Path::new("-") && !path.exists() {
            return Err(Ending::usage(format!("{}: no such file or folder", path.display())));
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut complain =
        |why: &str| eprint_line(&format!("{} {}", settings.stderr.doubt("skipped:"), one_line(why)));
    let inputs = arguments.paths.iter().flat_map(|path| documents(path));
    let asked = ExtractOptions { all_events: arguments.all_events, min_relevance: arguments.min_relevance };
    let (read, failed) = if arguments.deals {
        extract_with_deals(inputs, asked, &mut out, &mut complain)?
    } else {
        extract(inputs, asked, &mut out, &mut complain)?
    };
    out.flush()?;
    Ok(match (read, failed) {
        (_, 0) => DONE,
        (0, _) => USAGE,
        _ => SOME_FAILED,
    })
}
