//! `awardwire fix list`: all corrections, and those that no longer do what they say.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use awardwire::export::write_json;
use awardwire::pipeline::{Folder, corrections, stale_corrections};
use clap::ValueEnum;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::fix_words::{note, words};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines to read.
    Text,
    /// One JSON array.
    Json,
}

/// Lists them.
pub fn list(format: Format, settings: &Settings) -> Result<u8, Ending> {
    let folder = Folder::new(&settings.library);
    let all = corrections(&folder)?;
    let stale = stale_corrections(&folder)?;
    let stale: HashMap<usize, String> = stale.into_iter().map(|one| (one.number, one.why)).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if format == Format::Json {
        let listed: Vec<_> = all
            .iter()
            .map(|one| {
                let mut record = serde_json::to_value(one).unwrap_or_default();
                record["stale"] = stale.get(&one.number).cloned().into();
                record
            })
            .collect();
        write_json(&listed, &mut out)?;
        writeln!(out)?;
        out.flush()?;
    }
    if all.is_empty() {
        settings.say("no corrections");
        return Ok(NOTHING);
    }
    if format == Format::Text {
        let style = settings.stdout;
        for one in &all {
            writeln!(out, "{:>3}. {}", one.number, style.strong(&words(one)))?;
            let note = note(one);
            if !note.is_empty() {
                writeln!(out, "     {}", style.faint(&note))?;
            }
            if let Some(why) = stale.get(&one.number) {
                writeln!(out, "     {}", style.doubt(&format!("no longer so: {}", one_line(why))))?;
            }
        }
        out.flush()?;
    }
    if !stale.is_empty() {
        settings.say(&format!(
            "{}: mend or take back (`awardwire fix undo N`)",
            match stale.len() {
                1 => "1 correction does no longer what it says".to_owned(),
                more => format!("{} do no longer what they say", count(more, "correction")),
            }
        ));
    }
    Ok(DONE)
}
