//! `awardwire reindex`: the search index again, from the database.

use awardwire::library::Library;
use clap::Args;

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::count;
use crate::cli::settings::Settings;

/// Build the search index again from the database
#[derive(Args, Debug)]
pub struct Arguments {}

/// Rebuilds it.
pub fn run(_: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let indexed = Library::open(&settings.library)?.reindex()?;
    settings.say(&format!("{} indexed", count(indexed as usize, "article")));
    Ok(DONE)
}
