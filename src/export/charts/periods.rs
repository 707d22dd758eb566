//! Standing bars, one a period.

use std::fmt::Write;

use super::{open, short};
use crate::export::html_text::text;

const WIDTH: usize = 700;
/// A period's name takes so much room: what would be cut off is left out.
const LABEL: f64 = 52.0;
const HIGH: f64 = 90.0;
/// Above the bars, for nothing to touch the edge.
const TOP: f64 = 8.0;

/// What a period has.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::export) struct Bar {
    /// The period's name.
    pub(in crate::export) label: String,
    /// Its height as a share of the highest, from 0 to 1.
    pub(in crate::export) share: f64,
    /// What it is in words, for who points at it.
    pub(in crate::export) words: String,
}

/// A bar for each period, the first at the left.
pub(in crate::export) fn periods(id: &str, title: &str, description: &str, bars: &[Bar]) -> String {
    let height = (TOP + HIGH) as usize + 22;
    let mut out = open(id, WIDTH, height, title, description);
    let step = WIDTH as f64 / bars.len().max(1) as f64;
    let base = TOP + HIGH;
    let _ = write!(out, "<path class=\"g\" d=\"M0 {base}H{WIDTH}\"/>");
    // As many names as there is room for.
    let every = (70.0 / step).ceil().max(1.0) as usize;
    for (place, bar) in bars.iter().enumerate() {
        let left = place as f64 * step;
        let share = if bar.share.is_finite() { bar.share.clamp(0.0, 1.0) } else { 0.0 };
        if share > 0.0 {
            let high = (share * HIGH).max(1.5);
            let _ = write!(
                out,
                "<rect class=\"b\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{high:.1}\"><title>{}</title></rect>",
                left + step * 0.12,
                base - high,
                (step * 0.76).min(60.0),
                text(&bar.words)
            );
        }
        if place % every == 0 && (place == 0 || left + step * 0.12 + LABEL <= WIDTH as f64) {
            let _ = write!(
                out,
                "<text class=\"t\" x=\"{:.1}\" y=\"{}\">{}</text>",
                left + step * 0.12,
                base + 16.0,
                short(&bar.label, 10)
            );
        }
    }
    out + "</svg>"
}
