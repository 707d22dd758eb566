//! `awardwire watch`: saved searches that are asked of what comes in.

mod add;
mod list;
mod outputs;
mod run;
mod sending;
mod test;

use clap::{Args, Subcommand};

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::one_line;
use crate::cli::settings::Settings;

/// Saved searches that are asked of everything that comes in; each alert says why
///
/// A watch is asked of each article as it comes in, new or edited by its publisher, and of the deals that it changes; `watch
/// run` gives what was caught since the last run, by deal. In a watch plain words are all required. What was read again by
/// another version raises no alert.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire watch add army 'agency:army drone' --min-value 50M
  awardwire watch add protests --vendor @accounts --type protest --to alerts.atom
  awardwire watch test army --days 30
  awardwire crawl && awardwire watch run
  awardwire watch run army --format md

Exit codes of `watch run`: 0 also where nothing is new, 3 where an output failed (the next run tries it again)
or a watch's query can no longer be read.")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    Add(Box<add::Arguments>),
    List(list::Arguments),
    Run(run::Arguments),
    Test(Box<test::Arguments>),
    /// Remove a watch with all that it has caught
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Does it.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    match &arguments.what {
        What::Add(arguments) => add::run(arguments, settings),
        What::List(arguments) => list::run(arguments, settings),
        What::Run(arguments) => run::run(arguments, settings),
        What::Test(arguments) => test::run(arguments, settings),
        What::Remove { name } => {
            let watch = settings.open_library()?.remove_watch(name, settings.today())?;
            settings.say(&format!(
                "removed the watch {}, which was {}",
                one_line(&watch.name),
                one_line(&watch.query)
            ));
            Ok(DONE)
        }
    }
}

/// As `watch run` of every watch, in words.
///
/// # Errors
/// When the library cannot be read or written.
pub fn run_all(settings: &Settings) -> Result<u8, Ending> {
    run::run(&run::Arguments::default(), settings)
}
