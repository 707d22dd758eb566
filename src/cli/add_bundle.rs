//! `awardwire add` of bundles.

use std::path::PathBuf;

use awardwire::pipeline::{BundleAdded, BundleOptions, Folder, add_bundle};

use crate::cli::add::what_came;
use crate::cli::ending::{DONE, Ending, SOME_FAILED};
use crate::cli::output::{count, eprint_line, one_line};
use crate::cli::settings::Settings;

/// Takes the bundles in, one after the other.
pub fn run(bundles: &[PathBuf], options: BundleOptions, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    let mut failed = 0;
    for path in bundles {
        let added = add_bundle(&folder, path, options, settings.clock, |why| {
            eprint_line(&format!("{} {}", settings.stderr.doubt("skipped:"), one_line(why)));
        })?;
        failed += added.report.failed;
        tell(&added, options, settings);
    }
    Ok(if failed == 0 { DONE } else { SOME_FAILED })
}

fn tell(added: &BundleAdded, options: BundleOptions, settings: &Settings) {
    settings.say(&what_came(&added.report));
    if added.without_page > 0 {
        let articles = count(added.without_page, "article");
        settings.say(&format!("{articles} of the bundle without page or text: not taken in"));
    }
    let same = added.deals - added.missed.len().min(added.deals);
    settings.say(&format!("{same} of {} are here with the same ids", count(added.deals, "deal")));
    if !added.missed.is_empty() {
        let ids: Vec<String> = added.missed.iter().take(5).map(ToString::to_string).collect();
        let more = if added.missed.len() > ids.len() { ", …" } else { "" };
        let why = if added.is_read_otherwise {
            "the bundle was read by another version, other lists or other corrections"
        } else {
            "deals are matched among all that a library holds, and this one holds other articles"
        };
        settings.say(&format!("not here under their ids: {}{more} ({why})", one_line(&ids.join(", "))));
    }
    if added.corrections > 0 {
        let corrections = count(added.corrections, "correction");
        settings.say(&if options.with_corrections {
            format!("{corrections} of its maker taken over: `awardwire fix list` shows them")
        } else {
            format!("{corrections} of its maker left out: --with-corrections takes them over")
        });
    }
}
