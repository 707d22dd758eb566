//! `awardwire add --as tracker`: a user's own list of deals beside the library's.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use awardwire::export::tracker::{TrackedCandidate, TrackedRecord, write_csv, write_json};
use awardwire::library::{Candidate, RowVerdict, TrackedRow, Tracker, TrackerAnswer, TrackerColumn};
use awardwire::pipeline::{Folder, add_tags, read_tracker_file};
use clap::{Args, ValueEnum};

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::fix::checked_note;
use crate::cli::output::{count, one_line, wrapped_after};
use crate::cli::settings::Settings;
use crate::cli::whole_file;

/// How a list of deals is read and given back.
#[derive(Args, Debug)]
pub struct TrackerOptions {
    /// With --as tracker: which heading is what, where its name does not say (vendor, agency, number, value, currency, date,
    /// title)
    #[arg(long = "column", value_name = "WHAT=HEADING", value_parser = read_column)]
    columns: Vec<(TrackerColumn, String)>,
    /// With --as tracker: how to print: what did not match (text), your table with what was found (csv), all of it (json)
    #[arg(long, value_enum, default_value_t = TrackerFormat::Text, value_name = "FORMAT")]
    format: TrackerFormat,
    /// With --as tracker: where to; `-` is standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    output: PathBuf,
    /// With --as tracker: a tag to put on the deals that matched
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

impl TrackerOptions {
    /// Whether any of them was given.
    pub fn is_given(&self) -> bool {
        !self.columns.is_empty()
            || self.format != TrackerFormat::Text
            || self.output != Path::new("-")
            || self.tag.is_some()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TrackerFormat {
    Text,
    Csv,
    Json,
}

fn read_column(text: &str) -> Result<(TrackerColumn, String), String> {
    let known = || TrackerColumn::ALL.map(TrackerColumn::as_str).join(", ");
    let (what, heading) = text.split_once('=').ok_or_else(|| "write vendor=HEADING".to_owned())?;
    let column = TrackerColumn::from_word(what.trim())
        .ok_or_else(|| format!("write one of {} before the =", known()))?;
    Ok((column, heading.trim().to_owned()))
}

/// Matches the list and says what did not match.
pub fn run(paths: &[PathBuf], options: &TrackerOptions, settings: &Settings) -> Result<u8, Ending> {
    let [path] = paths else {
        return Err(Ending::usage("--as tracker takes one table at a time: give one file"));
    };
    let tracker: Tracker = read_tracker_file(path, &options.columns)?;
    say_columns(&tracker, settings);
    let answer = settings.open_library()?.track(tracker)?;
    whole_file::deliver(&options.output, |out| {
        match options.format {
            TrackerFormat::Text => print(&answer, settings, out)?,
            TrackerFormat::Csv => write_csv(&answer.headings, &records(&answer), out)?,
            TrackerFormat::Json => write_json(&records(&answer), out)?,
        }
        Ok(())
    })?;
    let matched = answer.count(RowVerdict::Matched);
    settings.say(&format!(
        "{} of {} matched, {} possible, {} not in the library",
        matched,
        count(answer.rows.len(), "row"),
        answer.count(RowVerdict::Possible),
        answer.count(RowVerdict::Unmatched),
    ));
    if let Some(tag) = &options.tag {
        put_tag(&answer, tag, settings)?;
    }
    Ok(if matched > 0 { DONE } else { NOTHING })
}

fn say_columns(tracker: &Tracker, settings: &Settings) {
    let read = tracker.columns.iter().map(|(column, place)| {
        let heading = tracker.headings.get(*place).map(|heading| one_line(heading)).unwrap_or_default();
        format!("{heading:?} as {}", column.as_str())
    });
    settings.say(&format!("read {}", read.collect::<Vec<_>>().join(", ")));
}

fn records(answer: &TrackerAnswer) -> Vec<TrackedRecord<'_>> {
    answer.rows.iter().map(record).collect()
}

fn record(tracked: &TrackedRow) -> TrackedRecord<'_> {
    let TrackedRow { row, verdict, candidates } = tracked;
    TrackedRecord::new(row.line, &row.cells, verdict.as_str(), candidates.iter().map(candidate).collect())
}

fn candidate(one: &Candidate) -> TrackedCandidate<'_> {
    TrackedCandidate {
        deal: one.deal.as_str(),
        name: &one.name,
        score: one.fit.score,
        reasons: &one.fit.reasons,
    }
}

/// What did not match, then what may.
fn print(answer: &TrackerAnswer, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let (style, width) = (settings.stdout, settings.width());
    for (verdict, heading) in
        [(RowVerdict::Unmatched, "Not in the library"), (RowVerdict::Possible, "Perhaps in the library")]
    {
        let rows: Vec<&TrackedRow> = answer.rows.iter().filter(|row| row.verdict == verdict).collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "{}", style.strong(heading))?;
        for TrackedRow { row, candidates, .. } in rows {
            let cells: Vec<String> =
                row.cells.iter().map(|cell| one_line(cell)).filter(|cell| !cell.trim().is_empty()).collect();
            let line = format!("line {}", row.line);
            writeln!(out, "  {line:<10}{}", wrapped_after(&cells.join(" · "), 12, width))?;
            for one in candidates {
                let said = format!(
                    "{} {} ({})",
                    style.id(one.deal.as_str()),
                    one_line(&one.name),
                    one.fit.reasons.join("; ")
                );
                writeln!(out, "            {}", wrapped_after(&said, 12, width))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn put_tag(answer: &TrackerAnswer, tag: &str, settings: &Settings) -> Result<(), Ending> {
    let library = settings.open_library()?;
    let note = checked_note(None, ("--author", None), settings)?;
    let mut tagged = 0;
    for row in answer.rows.iter().filter(|row| row.verdict == RowVerdict::Matched) {
        let Some(best) = row.candidates.first() else { continue };
        let (target, _) = library.target(best.deal.as_str())?;
        let written = add_tags(&Folder::new(&settings.library), &target, &[tag.to_owned()], &note)?;
        tagged += usize::from(written.known == 0);
    }
    settings.say(&format!("{} tagged {}", count(tagged, "deal"), one_line(tag)));
    Ok(())
}
