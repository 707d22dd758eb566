//! `awardwire reread`: all archived pages again.

use awardwire::pipeline::{Folder, Keeper, reread};
use clap::Args;

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::count;
use crate::cli::settings::Settings;

/// Read every archived page again, after an upgrade or a change of corrections.toml
///
/// No network: the pages are those in the archive. Facts, deals and index are made anew.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  awardwire fix not-vendor 'Rapid Fielding' && awardwire reread")]
pub struct Arguments {}

/// Reads them again.
pub fn run(_: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    let keeper = Keeper::open(&folder, "awardwire reread")?;
    let counts = reread(&folder, keeper)?;
    settings.say(&format!(
        "{} read again ({} relevant, {})",
        count(counts.changed as usize, "article"),
        counts.relevant,
        count(counts.events as usize, "event")
    ));
    Ok(DONE)
}
