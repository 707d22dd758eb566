//! Charts as plain SVG text, from plain data: no script, no style of their own, nothing loaded.
//!
//! Colours are classes of the page around (`b` a bar, `d` what is doubtful, `g` a line, `t` text), so that light, dark and print
//! are its matter. Every chart has a title and a description for those who cannot see it. This must not know deals.

mod bar;
mod dots;
mod grid;
mod periods;

pub(super) use bar::bar;
pub(super) use dots::{Row, dots};
pub(super) use grid::{Grid, grid};
pub(super) use periods::{Bar, periods};

use super::html_text::text;

/// The opening of a chart so many units wide and high; `id` is one that the page uses once.
fn open(id: &str, width: usize, height: usize, title: &str, description: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}t {id}d\"><title id=\"{id}t\">{}</title><desc id=\"{id}d\">{}</desc>",
        text(title),
        text(description)
    )
}

/// A label cut to so many letters, since it cannot wrap in a drawing.
fn short(label: &str, letters: usize) -> String {
    if label.chars().count() <= letters {
        return text(label);
    }
    let kept: String = label.chars().take(letters.saturating_sub(1)).collect();
    text(&format!("{}…", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</title><script>alert(1)</script>\"'\u{1b}\u{202e}😀";

    #[test]
    fn nothing_from_outside_acts_in_a_chart() {
        let column = Bar { label: HOSTILE.into(), share: 0.5, words: HOSTILE.into() };
        let row = Row { label: HOSTILE.into(), counts: vec![(1, 2), (0, 0)] };
        let names = vec![HOSTILE.to_owned()];
        for svg in [
            periods("a", HOSTILE, HOSTILE, &[column]),
            dots("b", HOSTILE, HOSTILE, &names, &[row]),
            grid("c", HOSTILE, HOSTILE, &Grid { rows: &names, columns: &names, counts: &[vec![3]] }),
            bar(0.5),
        ] {
            assert!(!svg.contains("<script") && !svg.contains("</title><s"), "{svg}");
            assert!(!svg.contains(['\u{1b}', '\u{202e}']) && !svg.contains(" style="), "{svg}");
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        }
    }

    #[test]
    fn empty_and_odd_data_draw_something() {
        assert!(periods("a", "t", "d", &[]).ends_with("</svg>"));
        let odd = Bar { label: "x".into(), share: f64::NAN, words: String::new() };
        assert!(!periods("a", "t", "d", &[odd]).contains("NaN"));
        assert!(bar(7.0).contains("width=\"160\""), "never longer than its place");
        assert!(grid("c", "t", "d", &Grid { rows: &[], columns: &[], counts: &[] }).ends_with("</svg>"));
    }
}
