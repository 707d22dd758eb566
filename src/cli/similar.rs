//! `awardwire similar`: articles like one.

use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::search::record;
use crate::cli::search_text::{View, print_text};
use crate::cli::settings::Settings;

/// Articles like one: those that share its telling words, and whom it is about
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire similar a29639262ed35f3f
  awardwire similar a29639 -n 3 --format ids")]
pub struct Arguments {
    /// An article's id, or the beginning of it
    #[arg(value_name = "ID", add = crate::cli::complete::ids())]
    id: String,
    /// At most so many
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Jsonl,
    Ids,
}

/// Finds and prints them.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let library = settings.open_library()?;
    let answer = library.similar(&arguments.id, arguments.limit, settings.today())?;
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => print_text(&answer, 0, View::of(settings), &mut out)?,
        Format::Jsonl => {
            for (at, hit) in answer.hits.iter().enumerate() {
                write_json(&record(at + 1, hit), &mut out)?;
                writeln!(out)?;
            }
        }
        Format::Ids => answer.hits.iter().try_for_each(|hit| writeln!(out, "{}", hit.id))?,
    }
    out.flush()?;
    if answer.hits.is_empty() {
        settings.say("no article is like it");
        return Ok(NOTHING);
    }
    Ok(DONE)
}
