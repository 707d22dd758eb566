//! The rows of one kind of item, on as many sheets as they need.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Limits;
use super::cells::{Pen, Place, Written};
use super::styles::Styles;
use crate::base::Currency;
use crate::export::Kind;
use crate::export::row::Cell;

/// The items of a kind as rows, and what of them did not fit.
pub(super) struct Table {
    kind: Kind,
    limits: Limits,
    columns: Vec<String>,
    /// For each column, the one that names its currency.
    currencies: Vec<Option<usize>>,
    /// Whether anything stands in a column.
    filled: Vec<bool>,
    /// The places of its sheets in the workbook.
    sheets: Vec<usize>,
    /// The next row of the last of them.
    next: u32,
    /// The links of the last of them.
    links: usize,
    rows: usize,
    cut: usize,
    plain_links: usize,
}

impl Table {
    /// Begins its first sheet.
    ///
    /// # Errors
    /// When the workbook's temporary file cannot be made.
    pub(super) fn begin(
        kind: Kind,
        limits: Limits,
        book: &mut Workbook,
        styles: &Styles,
    ) -> Result<Self, XlsxError> {
        let columns = kind.columns();
        let currencies = columns.iter().map(|name| currency_of(name, &columns)).collect();
        let filled = vec![false; columns.len()];
        let mut table = Self {
            kind,
            limits,
            columns,
            currencies,
            filled,
            sheets: Vec::new(),
            next: 0,
            links: 0,
            rows: 0,
            cut: 0,
            plain_links: 0,
        };
        table.begin_sheet(book, styles)?;
        Ok(table)
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Those of the workbook's writer.
    pub(super) fn add(
        &mut self,
        cells: &[Cell<'_>],
        book: &mut Workbook,
        styles: &mut Styles,
    ) -> Result<(), XlsxError> {
        if self.next >= self.limits.rows {
            self.end_sheet(book)?;
            self.begin_sheet(book, styles)?;
        }
        let sheet = book.worksheet_from_index(self.sheets.last().copied().unwrap_or_default())?;
        for (place, cell) in cells.iter().enumerate() {
            let currency = match cell {
                Cell::Money(_) => self.currencies.get(place).copied().flatten().and_then(|at| cells.get(at)),
                _ => None,
            };
            let currency = currency.and_then(|cell| Currency::from_code(&cell.plain()));
            let may_link = self.links < self.limits.links;
            let mut pen =
                Pen { sheet: &mut *sheet, styles: &mut *styles, letters: self.limits.letters, may_link };
            let at = Place { row: self.next, column: u16::try_from(place).unwrap_or(u16::MAX) };
            let Written { is_filled, is_link, is_plain_link, is_cut } = pen.write(at, cell, currency)?;
            if let Some(filled) = self.filled.get_mut(place) {
                *filled |= is_filled;
            }
            self.links += usize::from(is_link);
            self.plain_links += usize::from(is_plain_link);
            self.cut += usize::from(is_cut);
        }
        self.next += 1;
        self.rows += 1;
        Ok(())
    }

    /// Says of every sheet what can be filtered, and hides the columns in which nothing stands.
    ///
    /// # Errors
    /// Those of the workbook's writer.
    pub(super) fn finish(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        self.end_sheet(book)?;
        if self.rows == 0 {
            return Ok(());
        }
        for sheet in &self.sheets {
            let sheet = book.worksheet_from_index(*sheet)?;
            for (column, _) in self.filled.iter().enumerate().filter(|(_, is_filled)| !**is_filled) {
                sheet.set_column_hidden(u16::try_from(column).unwrap_or(u16::MAX))?;
            }
        }
        Ok(())
    }

    /// What its sheets hold and what they could not, for their reader.
    pub(super) fn in_words(&self) -> Vec<(String, String)> {
        let sheets: Vec<String> = (1..=self.sheets.len()).map(|number| self.name(number)).collect();
        let mut said = vec![(sheets.join(", "), format!("{} rows", self.rows))];
        let hidden = self.filled.iter().filter(|is_filled| !**is_filled).count();
        let mut note = |text: String| said.push((String::new(), text));
        if hidden > 0 && self.rows > 0 {
            note(format!("{hidden} columns in which nothing stands are hidden"));
        }
        if self.sheets.len() > 1 {
            note(format!("A sheet holds {} rows; the others follow on further sheets", self.limits.rows));
        }
        if self.plain_links > 0 {
            note(format!(
                "{} addresses are plain text: a sheet can hold {} links",
                self.plain_links, self.limits.links
            ));
        }
        if self.cut > 0 {
            note(format!(
                "{} texts are cut, and say so at their end: a cell can hold {} characters. CSV and JSON have them whole",
                self.cut, self.limits.letters
            ));
        }
        said
    }

    /// "Claims", "Claims 2".
    fn name(&self, number: usize) -> String {
        let name = match self.kind {
            Kind::Entities => "Entities",
            kind => kind.heading(),
        };
        if number == 1 { name.to_owned() } else { format!("{name} {number}") }
    }

    fn begin_sheet(&mut self, book: &mut Workbook, styles: &Styles) -> Result<(), XlsxError> {
        let name = self.name(self.sheets.len() + 1);
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        for (column, name) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(column, width(name))?;
            sheet.write_string_with_format(0, column, name.as_str(), &styles.header)?;
        }
        // What a row is about stays in sight.
        let named = self.columns.iter().position(|name| name == "name").map_or(0, |place| place + 1);
        sheet.set_freeze_panes(1, u16::try_from(named).unwrap_or_default())?;
        self.sheets.push(book.worksheets().len() - 1);
        (self.next, self.links) = (1, 0);
        Ok(())
    }

    fn end_sheet(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        let Some(sheet) = self.sheets.last() else { return Ok(()) };
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        book.worksheet_from_index(*sheet)?.autofilter(0, 0, self.next.saturating_sub(1), last)?;
        Ok(())
    }
}

/// The column that names the currency of another: `ceiling_currency` that of `ceiling_low`, `currency` that of `value`.
fn currency_of(name: &str, columns: &[String]) -> Option<usize> {
    let prefix = name.rsplit_once('_').map(|(prefix, _)| format!("{prefix}_")).unwrap_or_default();
    let wanted = format!("{prefix}currency");
    columns.iter().position(|column| *column == wanted)
}

/// In letters: enough for what such a column holds, and for its name with the filter's arrow.
fn width(column: &str) -> f64 {
    let last = column.rsplit('_').next().unwrap_or(column);
    let wanted: u16 = match last {
        "name" | "title" | "subject" | "summary" | "values" | "official" | "rulings" | "notes"
        | "amounts" => 44,
        "quote" | "evidence" | "words" => 60,
        "url" | "buyers" | "vendors" | "agencies" | "stages" | "record" => 32,
        "value" | "low" | "id" | "deal" | "article" | "fetched" | "publisher" => 20,
        "digest" | "ids" => 18,
        _ => 12,
    };
    let named = u16::try_from(column.chars().count() + 4).unwrap_or(u16::MAX);
    f64::from(wanted.max(named))
}
