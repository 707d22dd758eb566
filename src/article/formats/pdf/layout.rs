//! Pieces of lines to lines in reading order.
//!
//! Columns are found by what they leave free: a strip that no piece touches over many rows, with running text on both
//! sides. What stands above such a stretch is read first, then its left part, its right part, and what stands below
//! (the recursive cut of a page along its white space: Nagy and Seth, 1984). A strip between short cells is a table's;
//! its rows stay rows.

use super::fragments::Fragment;

/// One line of text, or one row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its cells; one where it is a line of text.
    pub(super) cells: Vec<String>,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its base line.
    pub(super) y: f64,
    /// The size of most of its letters.
    pub(super) size: f64,
    pub(super) is_bold: bool,
    /// Which column of its page it stands in.
    pub(super) column: usize,
}

impl Line {
    /// The whole line.
    pub(super) fn text(&self) -> String {
        self.cells.join(" | ")
    }

    /// Whether it is a row of a table.
    pub(super) fn is_row(&self) -> bool {
        self.cells.len() > 1
    }
}

/// Pieces on one base line, from left to right.
type Row = Vec<Fragment>;

/// Columns within columns are looked for no deeper than this.
const DEEPEST: usize = 6;
/// A column has at least this many rows.
const LEAST_ROWS: usize = 4;
/// A strip narrower than this share of the letters' size is none between columns.
const STRIP: f64 = 0.9;
/// A gap wider than this share of the letters' size may part the cells of a row,
const CELL: f64 = 0.95;
/// and one wider than this does when a single row beside it agrees.
const WIDE_CELL: f64 = 1.7;

/// The lines of a page in reading order.
pub(super) fn lines(fragments: Vec<Fragment>) -> Vec<Line> {
    let mut found = Vec::new();
    let mut column = 0;
    read(rows(fragments), 0, &mut column, &mut found);
    found
}

/// Gathers the pieces that stand on one base line.
pub(super) fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Row> = Vec::new();
    for fragment in fragments {
        match rows.last_mut() {
            Some(row) if row.iter().any(|other| is_level(other, &fragment)) => row.push(fragment),
            _ => rows.push(vec![fragment]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows
}

fn is_level(one: &Fragment, other: &Fragment) -> bool {
    (one.y - other.y).abs() < 0.35 * one.size.min(other.size)
}

fn read(rows: Vec<Row>, depth: usize, column: &mut usize, found: &mut Vec<Line>) {
    let Some(strip) = strip(&rows).filter(|_| depth < DEEPEST) else {
        found.extend(lines_of(&rows, *column));
        *column += 1;
        return;
    };
    let mut above = rows;
    let mut band = above.split_off(strip.first);
    let below = band.split_off(strip.last + 1 - strip.first);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for fragment in band.into_iter().flatten() {
        if fragment.left < strip.middle { left.push(fragment) } else { right.push(fragment) }
    }
    for part in [above, self::rows(left), self::rows(right), below] {
        if !part.is_empty() {
            read(part, depth + 1, column, found);
        }
    }
}

/// A strip between two columns: where it is, and the rows it runs through.
#[derive(Clone, Copy, Debug)]
struct Strip {
    middle: f64,
    first: usize,
    last: usize,
}

/// The strip that parts the most text.
fn strip(rows: &[Row]) -> Option<Strip> {
    let pieces = || rows.iter().flatten();
    let left = pieces().map(|f| f.left).fold(f64::INFINITY, f64::min);
    let right = pieces().map(|f| f.right).fold(0.0, f64::max);
    let size = middle(pieces().map(|f| f.size).collect())?;
    let mut best: Option<(usize, Strip)> = None;
    // Strips begin where pieces begin or end; their middles are tried in steps of half a letter.
    let steps = ((right - left) / (0.5 * size)).clamp(0.0, 400.0) as usize;
    for step in 1..steps {
        let at = left + (right - left) * step as f64 / steps as f64;
        let (free_left, free_right) = (at - STRIP * size / 2.0, at + STRIP * size / 2.0);
        let is_crossed = |row: &Row| row.iter().any(|f| f.left < free_right && f.right > free_left);
        let mut first = 0;
        while first < rows.len() {
            if rows.get(first).is_none_or(is_crossed) {
                first += 1;
                continue;
            }
            let length = rows.iter().skip(first).take_while(|row| !is_crossed(row)).count();
            let next = first + length;
            if let Some((weight, strip)) = weighed(rows, at, first, next - 1)
                && best.is_none_or(|(most, _)| weight > most)
            {
                best = Some((weight, strip));
            }
            first = next;
        }
    }
    best.map(|(_, strip)| strip)
}

/// How many rows the strip parts, if there is running text on both its sides.
fn weighed(rows: &[Row], middle: f64, first: usize, last: usize) -> Option<(usize, Strip)> {
    let begins = |is_left: bool| {
        (first..=last)
            .find(|at| rows.get(*at).is_some_and(|row| row.iter().any(|f| (f.left < middle) == is_left)))
    };
    // What stands on one side only, above where the other begins, is read before the columns.
    let (left_from, right_from) = (begins(true)?, begins(false)?);
    let first = left_from.max(right_from);
    let earlier = left_from.min(right_from);
    let lead = |from: usize, to: usize| {
        let y = |at: usize| rows.get(at).and_then(|row| row.first()).map_or(0.0, |f| f.y);
        y(to) - y(from)
    };
    let size = rows.get(first)?.first()?.size;
    let first = if lead(earlier, first) < 2.0 * size { earlier } else { first };
    let last = end_of_columns(rows, middle, first, last);
    let side = |is_left: bool| -> Vec<Part<'_>> {
        let parts = rows.get(first..=last).unwrap_or_default().iter();
        parts.filter_map(|row| Part::of(row, |f| (f.left < middle) == is_left)).collect()
    };
    let (left, right) = (side(true), side(false));
    if !is_running_text(&left) || !is_running_text(&right) {
        return None;
    }
    Some((left.len() + right.len(), Strip { middle, first, last }))
}

/// Where the columns end: below the end of the shorter one, what is set apart from the longer one stands under both.
fn end_of_columns(rows: &[Row], middle: f64, first: usize, last: usize) -> usize {
    let ends = |is_left: bool| {
        (first..=last)
            .rev()
            .find(|at| rows.get(*at).is_some_and(|row| row.iter().any(|f| (f.left < middle) == is_left)))
            .unwrap_or(last)
    };
    let shorter = ends(true).min(ends(false));
    let place = |at: usize| rows.get(at).and_then(|row| row.first()).map_or((0.0, 10.0), |f| (f.y, f.size));
    (shorter..last)
        .find(|at| {
            let ((y, size), (next, _)) = (place(*at), place(at + 1));
            next - y > 1.75 * size
        })
        .unwrap_or(last)
}

/// What of a row stands on one side of a strip.
struct Part<'a> {
    left: f64,
    right: f64,
    bytes: usize,
    start: &'a str,
}

impl<'a> Part<'a> {
    fn of(row: &'a Row, is_mine: impl Fn(&Fragment) -> bool) -> Option<Self> {
        let mut mine = row.iter().filter(|f| is_mine(f));
        let first = mine.next()?;
        let mut part =
            Self { left: first.left, right: first.right, bytes: first.text.len(), start: &first.text };
        for fragment in mine {
            part.right = fragment.right;
            part.bytes += fragment.text.len();
        }
        Some(part)
    }

    /// Whether it begins in the middle of a sentence: lines of a text mostly do, cells of a table hardly ever.
    fn goes_on(&self) -> bool {
        self.start.trim_start().starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase())
    }
}

/// Whether these are lines of a text: several, mostly filling their width, with words in them, and many of them
/// beginning within a sentence.
fn is_running_text(parts: &[Part<'_>]) -> bool {
    const LEAST_BYTES: usize = 14;
    let left = parts.iter().map(|part| part.left).fold(f64::INFINITY, f64::min);
    let right = parts.iter().map(|part| part.right).fold(0.0, f64::max);
    let full = parts.iter().filter(|part| (part.right - part.left) > 0.6 * (right - left)).count();
    let bytes: usize = parts.iter().map(|part| part.bytes).sum();
    let going_on = parts.iter().filter(|part| part.goes_on()).count();
    parts.len() >= LEAST_ROWS
        && full * 5 >= parts.len() * 3
        && bytes >= LEAST_BYTES * parts.len()
        && going_on * 4 >= parts.len()
}

/// Rows as lines. Cells are told from the wide gaps of justified text by the row above or below, whose cells begin at
/// the same places.
fn lines_of(rows: &[Row], column: usize) -> Vec<Line> {
    let celled: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
    let is_aligned = |at: usize| {
        let here = celled.get(at).map(Vec::as_slice).unwrap_or_default();
        let others = (at.saturating_sub(2)..=at + 2)
            .filter(|other| *other != at)
            .filter_map(|other| celled.get(other));
        let agreeing = others.filter(|other| share_an_edge(here, other)).count();
        let is_wide = here.windows(2).any(|pair| match pair {
            [one, two] => two.left - one.right > WIDE_CELL * one.size,
            _ => false,
        });
        !is_justified(here) && agreeing >= if is_wide { 1 } else { 2 }
    };
    let tabular: Vec<bool> = (0..celled.len()).map(is_aligned).collect();
    let rows = rows.iter().zip(&celled).zip(tabular);
    rows.map(|((row, cells), is_tabular)| line(row, cells, is_tabular, column)).collect()
}

/// Pieces of a row without a wide gap between them.
#[derive(Debug)]
struct Cell {
    text: String,
    left: f64,
    right: f64,
    size: f64,
}

fn cells(row: &Row) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for fragment in row {
        match cells.last_mut() {
            Some(cell) if fragment.left - cell.right < CELL * fragment.size || is_bullet(&cell.text) => {
                if fragment.left - cell.right > 0.1 * fragment.size {
                    cell.text.push(' ');
                }
                cell.text.push_str(&fragment.text);
                cell.right = cell.right.max(fragment.right);
            }
            _ => cells.push(Cell {
                text: fragment.text.clone(),
                left: fragment.left,
                right: fragment.right,
                size: fragment.size,
            }),
        }
    }
    cells
}

/// Whether all gaps of a row are alike: words that were moved apart to fill a narrow column.
fn is_justified(cells: &[Cell]) -> bool {
    const WIDEST: f64 = 4.0;
    let gaps = || {
        cells.windows(2).filter_map(|pair| match pair {
            [one, two] => Some(two.left - one.right),
            _ => None,
        })
    };
    let (least, most) =
        gaps().fold((f64::INFINITY, 0.0_f64), |(least, most), gap| (least.min(gap), most.max(gap)));
    cells.len() > 2
        && cells.first().is_some_and(|cell| most - least < 0.15 * cell.size && most < WIDEST * cell.size)
}

/// Whether a cell past the first begins where one of the other row does, or, with figures in it, ends there.
fn share_an_edge(here: &[Cell], other: &[Cell]) -> bool {
    let has_digit = |cell: &Cell| cell.text.contains(|c: char| c.is_ascii_digit());
    here.iter().skip(1).any(|cell| {
        other.iter().skip(1).any(|beside| {
            let is_near = |one: f64, two: f64| (one - two).abs() < 0.4 * cell.size;
            is_near(cell.left, beside.left)
                || (is_near(cell.right, beside.right) && (has_digit(cell) || has_digit(beside)))
        })
    })
}

fn line(row: &Row, cells: &[Cell], is_tabular: bool, column: usize) -> Line {
    let letters = row.iter().max_by_key(|f| f.text.len());
    let (size, is_bold) = letters.map_or((10.0, false), |f| (f.size, f.is_bold));
    let is_bold = is_bold && row.iter().all(|f| f.is_bold || f.text.len() < 3);
    let left = row.first().map_or(0.0, |f| f.left);
    let right = row.iter().map(|f| f.right).fold(left, f64::max);
    let y = row.first().map_or(0.0, |f| f.y);
    let texts = cells.iter().map(|cell| spaced(&cell.text)).filter(|text| !text.is_empty());
    let cells = if is_tabular { texts.collect() } else { vec![texts.collect::<Vec<_>>().join(" ")] };
    Line { cells, left, right, y, size, is_bold, column }
}

/// A mark or number that items of a list begin with.
pub(super) fn is_bullet(text: &str) -> bool {
    let text = text.trim();
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let is_mark =
        second.is_none() && first.is_some_and(|c| "•▪■◦○●‣⁃–—-*·§\u{f0b7}\u{f0a7}\u{f0d8}➢✓".contains(c));
    let number = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number = text.ends_with(['.', ')'])
        && (number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty()
            || (number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase())));
    is_mark || is_number
}

/// "P R E S S" as "PRESS": letters set apart for show, with wider gaps between the words.
fn spaced(text: &str) -> String {
    let text = text.trim();
    let is_set_apart = text.split(' ').filter(|word| !word.is_empty()).count() >= 4
        && text.split(' ').all(|word| word.chars().count() <= 1);
    if !is_set_apart {
        return text.to_owned();
    }
    text.split("  ").map(|word| word.replace(' ', "")).collect::<Vec<_>>().join(" ")
}

/// The middle of some numbers.
pub(super) fn middle(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: f64, y: f64) -> Fragment {
        let right = left + 5.0 * text.len() as f64;
        Fragment { text: text.to_owned(), left, right, y, size: 10.0, is_bold: false }
    }

    fn texts(fragments: Vec<Fragment>) -> Vec<String> {
        lines(fragments).iter().map(Line::text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut page = vec![piece("A headline over the whole width of the page", 20.0, 20.0)];
        for row in 0..6 {
            let y = 50.0 + 12.0 * f64::from(row);
            page.push(piece(&format!("left column, line {row}"), 20.0, y));
            // The right column's lines stand a little lower.
            page.push(piece(&format!("right column, line {row}"), 160.0, y + 5.0));
        }
        page.push(piece("A line below that goes over all of it again", 20.0, 150.0));
        let found = texts(page);
        assert_eq!(found.len(), 14);
        assert_eq!(found[0], "A headline over the whole width of the page");
        assert_eq!((found[1].as_str(), found[6].as_str()), ("left column, line 0", "left column, line 5"));
        assert_eq!((found[7].as_str(), found[12].as_str()), ("right column, line 0", "right column, line 5"));
    }

    #[test]
    fn tables_stay_rows() {
        let mut page = Vec::new();
        for (row, (name, sum)) in [
            ("Vendor", "Amount"),
            ("Acme Inc.", "$40 million"),
            ("Quillon Systems", "$3"),
            ("X", "$7"),
            ("Larkfield", "$9"),
        ]
        .into_iter()
        .enumerate()
        {
            page.push(piece(name, 20.0, 20.0 + 12.0 * row as f64));
            page.push(piece(sum, 160.0, 20.0 + 12.0 * row as f64));
        }
        assert_eq!(
            texts(page),
            [
                "Vendor | Amount",
                "Acme Inc. | $40 million",
                "Quillon Systems | $3",
                "X | $7",
                "Larkfield | $9"
            ]
        );
    }

    #[test]
    fn justified_text_is_no_table() {
        let mut page = Vec::new();
        for (row, words) in
            [["The", "Army", "of", "Acme,"], ["Alabama", "a", "firm", "fixed"]].into_iter().enumerate()
        {
            let mut left = 20.0;
            for word in words {
                page.push(piece(word, left, 20.0 + 12.0 * row as f64));
                left += 5.0 * word.len() as f64 + 20.0;
            }
        }
        assert_eq!(texts(page), ["The Army of Acme,", "Alabama a firm fixed"]);
    }

    #[test]
    fn bullets_and_wide_letters_are_no_cells() {
        assert_eq!(texts(vec![piece("•", 20.0, 20.0), piece("an item", 60.0, 20.0)]), ["• an item"]);
        assert_eq!(spaced("P R E S S  R E L E A S E"), "PRESS RELEASE");
        assert_eq!(spaced("a b"), "a b");
        assert!(
            is_bullet("(3)") && is_bullet("a.") && is_bullet("12.") && !is_bullet("2026.") && !is_bullet("I")
        );
    }
}
