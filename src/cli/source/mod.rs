//! `awardwire source`: which sources there are, which are read, and how they answer.

mod add;
mod check;
mod list;
mod opml;
mod switch;

use awardwire::library::{Region, SourceKind};
use clap::{Args, Subcommand};

use crate::cli::ending::Ending;
use crate::cli::settings::Settings;

/// Look after the sources: those that awardwire brings and your own
///
/// awardwire brings a list of public sources, all of them off. Turn on what you want, by name or group; your own sources,
/// what you change of the others, and the settings stand in `sources.toml` in the library's folder (docs/sources.md).
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire source list --all --region uk
  awardwire source check us-oversight && awardwire source enable us-oversight
  awardwire source add https://www.example.gov/news --pick 1")]
pub struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    List(list::Arguments),
    Add(add::Arguments),
    Enable(switch::EnableArguments),
    Disable(switch::DisableArguments),
    Remove(switch::RemoveArguments),
    Check(check::Arguments),
    Accept(switch::AcceptArguments),
    Import(opml::ImportArguments),
    Export(opml::ExportArguments),
}

/// Does what is asked of the sources.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    match &arguments.command {
        Task::List(arguments) => list::run(arguments, settings),
        Task::Add(arguments) => add::run(arguments, settings),
        Task::Enable(arguments) => switch::enable(arguments, settings),
        Task::Disable(arguments) => switch::disable(arguments, settings),
        Task::Remove(arguments) => switch::remove(arguments, settings),
        Task::Check(arguments) => check::run(arguments, settings),
        Task::Accept(arguments) => switch::accept(arguments, settings),
        Task::Import(arguments) => opml::import(arguments, settings),
        Task::Export(arguments) => opml::export(arguments, settings),
    }
}

/// A kind of source by its word.
fn kind(word: &str) -> Result<SourceKind, String> {
    let known = || SourceKind::ALL.map(SourceKind::as_str).join(", ");
    SourceKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .ok_or_else(|| format!("known are {}", known()))
}

/// A region by its word.
pub fn region(word: &str) -> Result<Region, String> {
    let known = || Region::ALL.map(Region::as_str).join(", ");
    let is_meant = |region: &Region| region.as_str().eq_ignore_ascii_case(word);
    Region::ALL.into_iter().find(is_meant).ok_or_else(|| format!("known are {}", known()))
}
