//! Comma-separated values (RFC 4180), UTF-8, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};

use super::row::Cell;
use super::{Closing, DealRecord, Exporter, Item, Kind, Preface};
use crate::base::printable_line;

/// Writes a header line and a line per item; of sample data with a last column that says so.
#[derive(Default)]
pub(super) struct CsvExporter {
    is_sample: bool,
}

impl Exporter for CsvExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        let columns = preface.kind.columns();
        let columns = columns.iter().map(String::as_str).chain(self.is_sample.then_some("sample_data"));
        write_line(columns.map(Cow::Borrowed), out)
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut cells = item.cells();
        cells.extend(self.is_sample.then_some(Cell::Flag(true)));
        write_cells(&cells, out)
    }

    fn end(&mut self, _: Closing, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a list of deals: a header line, and a line each.
///
/// # Errors
/// When `out` fails.
pub fn write_deals(deals: &[DealRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    write_line(Kind::Deals.columns().iter().map(|name| Cow::Borrowed(name.as_str())), out)?;
    deals.iter().try_for_each(|deal| write_cells(&Item::Deal(deal).cells(), out))
}

/// Writes a row of the names of these columns, then a row for each record.
pub(super) fn write_chosen<'r, R, F: Copy>(
    records: &'r [R],
    fields: &[F],
    name: fn(F) -> &'static str,
    cell: impl Fn(&'r R, F) -> Cell<'r>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head: Vec<Cell<'_>> = fields.iter().map(|field| Cell::text(name(*field))).collect();
    write_cells(&head, out)?;
    for record in records {
        let cells: Vec<Cell<'_>> = fields.iter().map(|field| cell(record, *field)).collect();
        write_cells(&cells, out)?;
    }
    Ok(())
}

/// Writes a row of names, then rows of texts and figures as they are, each made harmless.
///
/// # Errors
/// When `out` fails.
pub fn write_texts(columns: &[&str], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let head: Vec<Cell<'_>> = columns.iter().map(|name| Cell::text(*name)).collect();
    write_cells(&head, out)?;
    for row in rows {
        let cells: Vec<Cell<'_>> = row.iter().map(|text| Cell::text(text.as_str())).collect();
        write_cells(&cells, out)?;
    }
    Ok(())
}

/// Writes one row.
pub(super) fn write_cells(cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
    write_line(cells.iter().map(written), out)
}

fn write_line<'a>(cells: impl Iterator<Item = Cow<'a, str>>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    for cell in cells {
        writer.write_field(cell.as_bytes())?;
    }
    // The end of the line.
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

fn written<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => disarmed(text),
        Cell::Link(address) => disarmed(address),
        _ => cell.plain(),
    }
}

/// The text on one line without control characters, and with an apostrophe before what a spreadsheet would run as a
/// formula (OWASP, "CSV injection": `=`, `+`, `-`, `@`, their full-width forms, tab and carriage return; the last two
/// are gone as control characters). A plain negative number stays a number.
fn disarmed(text: &str) -> Cow<'_, str> {
    let line = printable_line(text);
    if line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_negative_number(&line) {
        Cow::Owned(format!("'{line}"))
    } else {
        line
    }
}

fn is_negative_number(text: &str) -> bool {
    let Some(figure) = text.strip_prefix('-') else { return false };
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::{printable, squeeze};

    #[test]
    fn formulas_are_disarmed_and_figures_are_not() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1", "'+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("-", "'-"),
            ("-.5", "'-.5"),
            ("-5", "-5"),
            ("-0.42", "-0.42"),
            ("\t=1", "'=1"),
            ("\r\n =1", "'=1"),
            ("\u{feff}=1", "'=1"),
            ("＝1", "'＝1"),
            ("a\u{1b}[31m\nb\u{0}", "a[31m b"),
            ("AT&T = x", "AT&T = x"),
            ("", ""),
        ] {
            assert_eq!(disarmed(text), cell, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_row_comes_back(texts in prop::collection::vec("[=+\\-@\t\r\n\", a\u{1b}5é\u{feff}\u{a0}\u{200b}]{0,8}|\\PC*", 1..5)) {
            let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::text(text.as_str())).collect();
            let mut out = Vec::new();
            write_line(cells.iter().map(written), &mut out).unwrap();
            prop_assert!(out.ends_with(b"\r\n"));
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_slice());
            let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].len(), texts.len());
            for (cell, text) in rows[0].iter().zip(&texts) {
                prop_assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{:?}", cell);
                prop_assert!(!cell.starts_with('-') || cell[1..].parse::<f64>().is_ok(), "{:?}", cell);
                prop_assert!(!cell.chars().any(char::is_control), "{:?}", cell);
                let line = squeeze(&printable(text));
                prop_assert_eq!(cell.strip_prefix('\'').filter(|_| !line.starts_with('\'')).unwrap_or(cell), line);
            }
        }
    }
}
