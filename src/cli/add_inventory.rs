//! `awardwire add --as omb-inventory`.

use std::path::PathBuf;

use awardwire::pipeline::{Folder, InventoryChange, add_inventory};

use crate::cli::ending::{DONE, Ending};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// Imports the inventories; `year` is that of the one file where its name does not tell.
pub fn run(paths: &[PathBuf], year: Option<i16>, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    for path in paths {
        let report = add_inventory(&folder, path, year, settings.clock)?;
        let change = match report.change {
            InventoryChange::New => "imported",
            InventoryChange::Replaced => "imported, in the place of the one before",
            InventoryChange::Known => "already there",
        };
        settings.say(&format!(
            "inventory {}: {} of AI by {} {change}; {} name a supplier",
            one_line(&report.name),
            count(report.uses, "use"),
            match report.agencies {
                1 => "1 agency".to_owned(),
                several => format!("{several} agencies"),
            },
            report.with_vendor,
        ));
        settings.say(&format!(
            "{} of {} texts of suppliers name one that the lists know; {} in no list{}",
            report.resolved,
            report.vendor_texts,
            match report.unlisted_agencies {
                1 => "1 agency is".to_owned(),
                several => format!("{several} agencies are"),
            },
            match report.incomplete {
                0 => String::new(),
                rows => format!("; {} without agency or name left out", count(rows, "row")),
            },
        ));
    }
    Ok(DONE)
}
