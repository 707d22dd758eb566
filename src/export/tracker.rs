//! A user's own table given back with what the library has of each row.

use std::io::{self, Write};

use serde::Serialize;

use super::row::Cell;
use super::{FORMAT_VERSION, csv, safe_json};

/// Columns put after the user's own.
const COLUMNS: [&str; 5] =
    ["awardwire_match", "awardwire_deal", "awardwire_name", "awardwire_score", "awardwire_why"];

/// A row of the user's and what was found for it.
#[derive(Clone, Debug, Serialize)]
pub struct TrackedRecord<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The line of the file it begins on.
    pub line: u64,
    /// Its cells as they are.
    pub cells: &'a [String],
    /// matched, possible or unmatched.
    #[serde(rename = "match")]
    pub verdict: &'static str,
    /// The deals that fit, the best first.
    pub candidates: Vec<TrackedCandidate<'a>>,
}

/// A deal that fits a row.
#[derive(Clone, Debug, Serialize)]
pub struct TrackedCandidate<'a> {
    /// Its id.
    pub deal: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The evidence added up.
    pub score: f32,
    /// What speaks for it and against it.
    pub reasons: &'a [String],
}

impl<'a> TrackedRecord<'a> {
    /// The record of a row.
    pub fn new(
        line: u64,
        cells: &'a [String],
        verdict: &'static str,
        candidates: Vec<TrackedCandidate<'a>>,
    ) -> Self {
        Self { format_version: FORMAT_VERSION, line, cells, verdict, candidates }
    }
}

/// Writes the user's table with five columns more, and a line a row.
///
/// # Errors
/// When `out` fails.
pub fn write_csv(headings: &[String], rows: &[TrackedRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(headings.len());
    let unnamed = std::iter::repeat_n("", widest - headings.len());
    let own = headings.iter().map(String::as_str).chain(unnamed);
    let head: Vec<Cell<'_>> = own.chain(COLUMNS).map(Cell::text).collect();
    csv::write_cells(&head, out)?;
    for row in rows {
        // A row may have fewer cells than there are headings, or more, which keep their places under no heading.
        let mut cells: Vec<Cell<'_>> = row.cells.iter().map(|cell| Cell::text(cell.as_str())).collect();
        cells.resize(widest, Cell::Empty);
        let best = row.candidates.first();
        cells.push(Cell::text(row.verdict));
        cells.push(Cell::maybe(best.map(|best| best.deal)));
        cells.push(Cell::maybe(best.map(|best| best.name)));
        cells.push(best.map_or(Cell::Empty, |best| Cell::Number(format!("{:.1}", best.score))));
        cells.push(Cell::maybe(best.map(|best| best.reasons.join("; "))));
        csv::write_cells(&cells, out)?;
    }
    Ok(())
}

/// Writes one JSON array.
///
/// # Errors
/// When `out` fails.
pub fn write_json(rows: &[TrackedRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    safe_json::write(rows, out)?;
    writeln!(out)
}
