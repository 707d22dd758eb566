//! `awardwire doctor --store`: whether database, archive and index are whole.

use std::io::{self, Write};

use awardwire::export::{write_csv, write_json};
use awardwire::library::{StoreCheck, StoreFault};
use serde::Serialize;

use crate::cli::output::{count, one_line, wrapped, wrapped_after};
use crate::cli::settings::Settings;

#[derive(Serialize)]
struct FaultRecord<'a> {
    part: &'static str,
    what: &'a str,
    count: usize,
    which: &'a [String],
    to_do: &'static str,
}

const COLUMNS: [&str; 5] = ["part", "what", "count", "which", "to_do"];

/// The faults, each with what helps.
pub fn print(check: &StoreCheck, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    for fault in &check.faults {
        let what = format!("{}: {}", fault.part.as_str(), one_line(&fault.what));
        let times = if fault.count > 1 { format!(" ({} times)", fault.count) } else { String::new() };
        writeln!(out, "{}{times}", style.bad(&wrapped_after(&what, 0, width)))?;
        for which in &fault.which {
            writeln!(out, "    {}", style.id(&one_line(which)))?;
        }
        writeln!(out, "{}", style.faint(&wrapped(&format!("→ {}", fault.part.remedy()), "    ", width)))?;
    }
    Ok(())
}

/// What was looked at, in a line.
pub fn summary(check: &StoreCheck) -> String {
    let behind = if check.is_index_behind {
        "; a writer was stopped before the index had caught up, the next one brings it up"
    } else {
        ""
    };
    let answers = match check.answers {
        0 => String::new(),
        many => format!(", {many} other answer{}", if many == 1 { "" } else { "s" }),
    };
    let verdict = match check.faults.len() {
        0 => "in order".to_owned(),
        faults => count(faults, "fault"),
    };
    format!(
        "{}, {} of pages{answers} ({:.1} MB of the archive) looked at: {verdict}{behind}",
        count(check.articles, "article"),
        count(check.versions, "version"),
        check.bytes as f64 / 1e6,
    )
}

fn record(fault: &StoreFault) -> FaultRecord<'_> {
    FaultRecord {
        part: fault.part.as_str(),
        what: &fault.what,
        count: fault.count,
        which: &fault.which,
        to_do: fault.part.remedy(),
    }
}

/// As JSON: one list, or a line each.
pub fn write_records(check: &StoreCheck, lines: bool, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<FaultRecord<'_>> = check.faults.iter().map(record).collect();
    if !lines {
        write_json(&records, &mut *out)?;
        return writeln!(out);
    }
    records.iter().try_for_each(|record| {
        write_json(record, &mut *out)?;
        writeln!(out)
    })
}

/// As CSV.
pub fn write_rows(check: &StoreCheck, out: &mut dyn Write) -> io::Result<()> {
    let row = |fault: &StoreFault| {
        let part = fault.part;
        let words =
            [part.as_str(), &fault.what, &fault.count.to_string(), &fault.which.join("; "), part.remedy()];
        words.map(str::to_owned).to_vec()
    };
    let rows: Vec<Vec<String>> = check.faults.iter().map(row).collect();
    write_csv(&COLUMNS, &rows, out)
}
