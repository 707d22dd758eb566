//! Rows of dots over time: what happened when. A full dot is confirmed, a ring is not.

use std::fmt::Write;

use super::{open, short};
use crate::export::html_text::text;

const LEFT: f64 = 110.0;
const STEP: f64 = 22.0;
const WIDTH: usize = 700;
/// A period's name takes so much room: what would be cut off is left out.
const LABEL: f64 = 52.0;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::export) struct Row {
    /// What it is of.
    pub(in crate::export) label: String,
    /// For each period how many are confirmed and how many are not.
    pub(in crate::export) counts: Vec<(usize, usize)>,
}

/// A row of dots for each kind of thing, larger where more of it happened.
pub(in crate::export) fn dots(
    id: &str,
    title: &str,
    description: &str,
    periods: &[String],
    rows: &[Row],
) -> String {
    let high = rows.len() as f64 * STEP;
    let mut out = open(id, WIDTH, high as usize + 26, title, description);
    let step = (WIDTH as f64 - LEFT) / periods.len().max(1) as f64;
    let most = rows.iter().flat_map(|row| &row.counts).map(|(a, b)| a + b).max().unwrap_or(1).max(1);
    for (place, row) in rows.iter().enumerate() {
        let middle = place as f64 * STEP + STEP / 2.0;
        let _ = write!(
            out,
            "<text class=\"t\" x=\"0\" y=\"{:.1}\">{}</text><path class=\"g\" d=\"M{LEFT} {middle}H{WIDTH}\"/>",
            middle + 4.0,
            short(&row.label, 16)
        );
        for (at, (confirmed, others)) in row.counts.iter().enumerate() {
            if confirmed + others == 0 {
                continue;
            }
            let radius = 3.0 + 6.0 * ((confirmed + others) as f64 / most as f64).sqrt();
            let class = if *confirmed > 0 { "b" } else { "o" };
            let period = periods.get(at).map(String::as_str).unwrap_or_default();
            let doubt = if *others > 0 { format!(", {others} unconfirmed") } else { String::new() };
            let _ = write!(
                out,
                "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{middle:.1}\" r=\"{radius:.1}\"><title>{}</title></circle>",
                LEFT + (at as f64 + 0.5) * step,
                text(&format!("{period}, {}: {confirmed} confirmed{doubt}", row.label))
            );
        }
    }
    let every = (70.0 / step).ceil().max(1.0) as usize;
    for (at, period) in periods.iter().enumerate().step_by(every) {
        let left = LEFT + at as f64 * step;
        if at > 0 && left + LABEL > WIDTH as f64 {
            break;
        }
        let _ = write!(
            out,
            "<text class=\"t\" x=\"{left:.1}\" y=\"{:.1}\">{}</text>",
            high + 18.0,
            short(period, 10)
        );
    }
    out + "</svg>"
}
