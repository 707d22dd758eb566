//! Glyphs as they are drawn, gathered into fragments: pieces of a line without a gap wider than a space.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// A page or file that draws more than this is given up.
const MOST_DRAWN: u32 = 4_000_000;

/// A gap of more than this share of the letters' size is a space,
const SPACE: f64 = 0.17;
/// and of more than this share ends the fragment.
const GAP: f64 = 0.95;

/// A piece of a line. Lengths are in points, `y` grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fragment {
    pub(super) text: String,
    /// Where it begins and ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its base line.
    pub(super) y: f64,
    /// The size of its letters.
    pub(super) size: f64,
    pub(super) is_bold: bool,
}

/// What the pages draw, page after page.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// The fragments of the page in hand, by the direction they are written in: rightwards, down, leftwards, up.
    directions: [Vec<Fragment>; 4],
    /// Letters drawn, and those among them that no table says the meaning of.
    pub(super) letters: u32,
    pub(super) unknown: u32,
    /// Pictures drawn.
    pub(super) pictures: u32,
    drawn: u32,
}

/// What the thread that draws ends with when a file draws without end.
pub(super) struct DrawsTooMuch;

impl Canvas {
    /// Drops what the page in hand draws outside of this area, where nobody sees it.
    pub(super) fn keep_within(&mut self, area: Rect) {
        if let Some(page) = self.directions.first_mut() {
            page.retain(|f| f.right > area.x0 && f.left < area.x1 && f.y > area.y0 && f.y - f.size < area.y1);
        }
    }

    /// The fragments of the page, in the direction that most of it is written in.
    pub(super) fn take_page(&mut self) -> Vec<Fragment> {
        let pages = std::mem::take(&mut self.directions);
        let length = |page: &Vec<Fragment>| page.iter().map(|fragment| fragment.text.len()).sum::<usize>();
        // Of equals the first counts.
        pages.into_iter().rev().max_by_key(length).map(without_repeats).unwrap_or_default()
    }

    /// The library cannot be told to stop, so the thread it runs in is ended.
    fn count(&mut self) {
        self.drawn += 1;
        if self.drawn > MOST_DRAWN {
            std::panic::resume_unwind(Box::new(DrawsTooMuch));
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine) {
        self.count();
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.letters += 1;
                self.unknown += 1;
                "\u{fffd}".to_owned()
            }
        };
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let origin = place * Point::ZERO;
        let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let top = place * Point::new(0.0, 1000.0);
        let size = (top - origin).hypot();
        let line = end - origin;
        if !(size > 0.5 && size < 2000.0 && line.hypot().is_finite()) {
            return;
        }
        let up = top - origin;
        // Mirrored or slanted text is read along its letters' feet.
        let direction = match (up.y.abs() >= up.x.abs(), up.y < 0.0, up.x > 0.0) {
            (true, true, _) => 0,
            (true, false, _) => 2,
            (false, _, true) => 1,
            (false, _, false) => 3,
        };
        let is_slanted = up.x.abs().min(up.y.abs()) > 0.5 * size;
        if is_slanted {
            return;
        }
        let turned = |point: Point| match direction {
            0 => (point.x, point.y),
            1 => (point.y, -point.x),
            2 => (-point.x, -point.y),
            _ => (-point.y, point.x),
        };
        let ((x, y), (right, _)) = (turned(origin), turned(end));
        self.letters += u32::from(!text.trim().is_empty());
        let Some(page) = self.directions.get_mut(direction) else { return };
        put(page, &text, (x, right.max(x)), y, size, || is_bold(glyph));
    }
}

fn is_bold(glyph: &Glyph<'_>) -> bool {
    let Glyph::Outline(outline) = glyph else { return false };
    outline.font_data().is_some_and(|font| {
        font.weight.is_some_and(|weight| weight >= 600)
            || font.postscript_name.is_some_and(|name| name.contains("Bold"))
    })
}

fn put(
    page: &mut Vec<Fragment>,
    text: &str,
    (left, right): (f64, f64),
    y: f64,
    size: f64,
    is_bold: impl FnOnce() -> bool,
) {
    let is_blank = text.trim().is_empty();
    if let Some(last) = page.last_mut() {
        let gap = left - last.right;
        let is_near = (last.y - y).abs() < 0.3 * size && gap > -0.5 * size && gap < GAP * size;
        // Small letters above or below the line (a footnote's number, an ordinal's ending) belong to it.
        let is_script =
            (last.y - y).abs() < 0.55 * last.size && size < 0.8 * last.size && gap.abs() < 0.3 * size;
        let is_alike = (last.size - size).abs() < 0.35 * last.size.max(size);
        let is_note_mark =
            is_script && last.y - y > 0.15 * last.size && text.bytes().all(|b| b.is_ascii_digit());
        if is_note_mark {
            // The number of a footnote is no part of the word or sum it stands at.
            last.right = last.right.max(right);
            return;
        }
        if (is_near && is_alike) || is_script {
            let ends_blank = last.text.ends_with(' ');
            if (gap > SPACE * size || is_blank) && !ends_blank {
                last.text.push(' ');
            }
            if is_blank {
                return;
            }
            push_letters(&mut last.text, text);
            last.right = last.right.max(right);
            return;
        }
    }
    if is_blank {
        return;
    }
    let mut letters = String::new();
    push_letters(&mut letters, text);
    page.push(Fragment { text: letters, left, right, y, size, is_bold: is_bold() });
}

/// Joined letters come apart.
fn push_letters(text: &mut String, letters: &str) {
    for c in letters.chars() {
        match c {
            'ﬀ' => text.push_str("ff"),
            'ﬁ' => text.push_str("fi"),
            'ﬂ' => text.push_str("fl"),
            'ﬃ' => text.push_str("ffi"),
            'ﬄ' => text.push_str("ffl"),
            'ﬅ' | 'ﬆ' => text.push_str("st"),
            '\u{a0}' => text.push(' '),
            c => text.push(c),
        }
    }
}

/// The same text at the same place counts once: it was drawn twice to look bold, or with its outline.
fn without_repeats(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let mut seen = std::collections::HashSet::new();
    let cell = |value: f64, size: f64| (value / (0.4 * size)).round() as i64;
    fragments
        .into_iter()
        .filter(|f| {
            // A cell's neighbours too, since near places may round apart.
            let key = |dx, dy| (f.text.clone(), cell(f.left, f.size) + dx, cell(f.y, f.size) + dy);
            let is_repeat =
                [-1, 0, 1].iter().any(|dx| [-1, 0, 1].iter().any(|dy| seen.contains(&key(*dx, *dy))));
            seen.insert(key(0, 0));
            !is_repeat
        })
        .collect()
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictures += 1;
        self.count();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_words_and_fragments() {
        let mut page = Vec::new();
        for (text, left) in [("A", 0.0), ("ﬁ", 6.0), ("x", 15.0), (" ", 21.0), ("y", 24.0), ("z", 60.0)] {
            put(&mut page, text, (left, left + 6.0), 100.0, 10.0, || false);
        }
        put(&mut page, "z", (60.3, 66.3), 100.1, 10.0, || false);
        let texts = |page: &[Fragment]| page.iter().map(|f| f.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&without_repeats(page)), ["Afi x y", "z"]);
    }
}
