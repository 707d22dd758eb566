//! A grid of counts: one list of names against another, darker where there is more.

use std::fmt::Write;

use super::{open, short};
use crate::export::html_text::text;

const LEFT: usize = 220;
const TOP: usize = 110;
const CELL: usize = 34;

/// Two lists of names and a count for each pair.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) struct Grid<'a> {
    pub(in crate::export) rows: &'a [String],
    pub(in crate::export) columns: &'a [String],
    /// For each row a count for each column.
    pub(in crate::export) counts: &'a [Vec<usize>],
}

/// A cell for each pair that has anything.
pub(in crate::export) fn grid(id: &str, title: &str, description: &str, of: &Grid<'_>) -> String {
    let Grid { rows, columns, counts } = *of;
    // Slanted names need room at the right.
    let width = (LEFT + columns.len() * CELL + 90).max(400);
    let mut out = open(id, width, TOP + rows.len() * CELL + 4, title, description);
    for (at, name) in columns.iter().enumerate() {
        let (x, y) = (LEFT + at * CELL + CELL / 2, TOP - 8);
        let _ = write!(
            out,
            "<text class=\"t\" transform=\"translate({x} {y}) rotate(-40)\"><title>{}</title>{}</text>",
            text(name),
            short(name, 22)
        );
    }
    let most = counts.iter().flatten().copied().max().unwrap_or(1).max(1);
    for (at, name) in rows.iter().enumerate() {
        let y = TOP + at * CELL;
        let _ = write!(
            out,
            "<text class=\"t\" x=\"0\" y=\"{}\"><title>{}</title>{}</text><path class=\"g\" d=\"M0 {y}H{}\"/>",
            y + CELL / 2 + 4,
            text(name),
            short(name, 32),
            LEFT + columns.len() * CELL
        );
        let cells = counts.get(at).map(Vec::as_slice).unwrap_or_default();
        for (place, count) in cells.iter().enumerate().filter(|(_, count)| **count > 0) {
            let share = (*count as f64 / most as f64).sqrt();
            let x = LEFT + place * CELL;
            let column = columns.get(place).map(String::as_str).unwrap_or_default();
            let _ = write!(
                out,
                "<rect class=\"b\" fill-opacity=\"{:.2}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect><text class=\"t\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{count}</text>",
                0.08 + 0.27 * share,
                x + 1,
                y + 1,
                CELL - 2,
                CELL - 2,
                text(&format!("{name} – {column}: {count}")),
                x + CELL / 2,
                y + CELL / 2 + 4
            );
        }
    }
    out + "</svg>"
}
