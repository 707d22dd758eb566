//! A table that fits its width: columns aligned, what is too long cut with `…`, colours without width.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::output::Style;

/// Spaces between columns.
const GAP: usize = 2;

/// How a cell is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    #[default]
    Plain,
    /// An id to type.
    Id,
    /// What counts most.
    Strong,
    /// What stands back.
    Faint,
    /// Something good or certain.
    Good,
    /// Something doubtful.
    Doubt,
    /// Something wrong.
    Bad,
}

impl Look {
    /// The text in this look.
    pub fn paint(self, text: &str, style: Style) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Id => style.id(text),
            Self::Strong => style.strong(text),
            Self::Faint => style.faint(text),
            Self::Good => style.good(text),
            Self::Doubt => style.doubt(text),
            Self::Bad => style.bad(text),
        }
    }
}

/// One cell; its text must be on one line already.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// How it is coloured.
    pub look: Look,
}

impl Cell {
    /// A cell in a look.
    pub fn new(text: impl Into<String>, look: Look) -> Self {
        Self { text: text.into(), look }
    }

    /// A cell as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Look::Plain)
    }
}

/// How a column is set.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What stands above it.
    pub heading: &'static str,
    /// Figures stand to the right.
    pub is_figure: bool,
    /// The least width it may be cut to; `None` for one that is never cut.
    pub least: Option<usize>,
}

impl Column {
    /// A column that is never cut.
    pub fn fixed(heading: &'static str) -> Self {
        Self { heading, is_figure: false, least: None }
    }

    /// A column of figures.
    pub fn figure(heading: &'static str) -> Self {
        Self { heading, is_figure: true, least: None }
    }

    /// A column that gives way to the others.
    pub fn flexible(heading: &'static str, least: usize) -> Self {
        Self { heading, is_figure: false, least: Some(least) }
    }
}

/// A table ready to be printed, row by row.
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// Zero for a column in which every cell is empty: it is left out.
    widths: Vec<usize>,
}

impl Table {
    /// Lays the rows out to at most `width` columns of the terminal, as far as the columns may be cut.
    pub fn new(columns: Vec<Column>, rows: Vec<Vec<Cell>>, width: usize) -> Self {
        let mut widths: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let widest = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.text.width()).max();
                let widest = widest.unwrap_or(0);
                if widest == 0 { 0 } else { widest.max(column.heading.width()) }
            })
            .collect();
        let used = |widths: &[usize]| {
            widths
                .iter()
                .filter(|width| **width > 0)
                .map(|width| width + GAP)
                .sum::<usize>()
                .saturating_sub(GAP)
        };
        // The widest that may give way does, letter by letter.
        while used(&widths) > width {
            let gives = columns.iter().enumerate().filter(|(at, column)| {
                column.least.is_some_and(|least| widths.get(*at).is_some_and(|width| *width > least))
            });
            let Some((at, _)) = gives.max_by_key(|(at, _)| (widths.get(*at).copied(), usize::MAX - at))
            else {
                break;
            };
            if let Some(width) = widths.get_mut(at) {
                *width -= 1;
            }
        }
        Self { columns, rows, widths }
    }

    /// The headings.
    pub fn head(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let cells: Vec<Cell> =
            self.columns.iter().map(|column| Cell::new(column.heading, Look::Faint)).collect();
        self.line(&cells, style, out)
    }

    /// One row by its place.
    pub fn row(&self, place: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
        self.rows.get(place).map_or(Ok(()), |row| self.line(row, style, out))
    }

    /// Everything.
    pub fn print(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        self.head(style, out)?;
        (0..self.rows.len()).try_for_each(|place| self.row(place, style, out))
    }

    fn line(&self, cells: &[Cell], style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        let mut owed = 0;
        for ((column, width), cell) in self.columns.iter().zip(&self.widths).zip(cells) {
            if *width == 0 {
                continue;
            }
            let text = cut(&cell.text, *width);
            if text.is_empty() {
                owed += width + GAP;
                continue;
            }
            let room = width.saturating_sub(text.width());
            let (before, after) = if column.is_figure { (room, 0) } else { (0, room) };
            line.extend(std::iter::repeat_n(' ', owed + before));
            line.push_str(&cell.look.paint(&text, style));
            owed = after + GAP;
        }
        writeln!(out, "{line}")
    }
}

/// The text cut to so many columns, with `…` where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        used += wide;
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(width: usize, style: Style) -> String {
        let row = |id: &str, name: &str, sum: &str| {
            vec![Cell::new(id, Look::Id), Cell::plain(name), Cell::plain(""), Cell::plain(sum)]
        };
        let columns = vec![
            Column::fixed("ID"),
            Column::flexible("NAME", 6),
            Column::flexible("EMPTY", 3),
            Column::figure("SUM"),
        ];
        let rows =
            vec![row("d1", "Ministère de l’Éducation", "$5"), row("d2", "文部科学省の長い名前", "$1,000")];
        let mut out = Vec::new();
        Table::new(columns, rows, width).print(style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_aligned_by_what_letters_take() {
        insta::assert_snapshot!(printed(80, Style::plain()), @r"
        ID  NAME                         SUM
        d1  Ministère de l’Éducation      $5
        d2  文部科学省の長い名前      $1,000
        ");
        insta::assert_snapshot!(printed(24, Style::plain()), @r"
        ID  NAME             SUM
        d1  Ministère d…      $5
        d2  文部科学省…   $1,000
        ");
        for line in printed(24, Style::plain()).lines() {
            assert!(line.width() <= 24, "{line}");
        }
        assert!(printed(3, Style::plain()).lines().count() == 3, "what cannot be cut is whole");
        assert!(printed(24, Style::new(true)).contains("\u{1b}[36md1\u{1b}[0m  Minist"));
    }
}
