//! One cell: what type it has, and what text becomes of what comes from outside.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Url, Worksheet, XlsxError};

use super::styles::{Styles, serial};
use crate::base::{Address, Currency, PartialDate, printable_line};
use crate::export::row::Cell;

/// A spreadsheet keeps so many digits of a figure; a sum with more is written as text.
const EXACT: u128 = 1_000_000_000_000_000;
/// Stands where a text was cut.
pub(super) const CUT: &str = " … [cut: longer than a cell can be]";
/// No XML may hold these two.
const NOT_OF_XML: [char; 2] = ['\u{fffe}', '\u{ffff}'];
/// The longest address that a spreadsheet follows.
const LONGEST_LINK: usize = 2_080;

/// Where a cell stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) row: u32,
    pub(super) column: u16,
}

/// What became of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Whether something stands in it.
    pub(super) is_filled: bool,
    /// Whether it leads somewhere.
    pub(super) is_link: bool,
    /// Whether it would, had the sheet room for another link.
    pub(super) is_plain_link: bool,
    /// Whether its text is longer than a cell can be.
    pub(super) is_cut: bool,
}

/// What a cell is written with.
pub(super) struct Pen<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) styles: &'a mut Styles,
    pub(super) letters: usize,
    /// Whether the sheet has room for another link.
    pub(super) may_link: bool,
}

impl Pen<'_> {
    /// Writes a cell; a sum is shown in `currency`.
    ///
    /// # Errors
    /// Those of the workbook's writer.
    pub(super) fn write(
        &mut self,
        place: Place,
        cell: &Cell<'_>,
        currency: Option<Currency>,
    ) -> Result<Written, XlsxError> {
        let Place { row, column } = place;
        let filled = Written { is_filled: true, ..Written::default() };
        match cell {
            Cell::Empty => return Ok(Written::default()),
            Cell::Text(text) => return self.text(place, text),
            Cell::Link(address) => return self.link(place, address),
            Cell::Flag(flag) => {
                self.sheet.write_boolean(row, column, *flag)?;
            }
            Cell::Number(figure) => match figure.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    self.sheet.write_number(row, column, number)?;
                }
                _ => return self.text(place, figure),
            },
            Cell::Money(sum) => match exact(*sum) {
                Some(number) => {
                    let style = self.styles.money(*sum, currency);
                    self.sheet.write_number_with_format(row, column, number, style)?;
                }
                None => return self.text(place, &cell.plain()),
            },
            Cell::Date(date) => match whole_day(*date) {
                Some(day) => {
                    self.sheet.write_datetime_with_format(row, column, &day, &self.styles.day)?;
                }
                None => return self.text(place, &cell.plain()),
            },
            Cell::Instant(instant) => match serial(*instant) {
                Ok(at) => {
                    self.sheet.write_datetime_with_format(row, column, &at, &self.styles.instant)?;
                }
                Err(_) => return self.text(place, &cell.plain()),
            },
        }
        Ok(filled)
    }

    fn text(&mut self, place: Place, raw: &str) -> Result<Written, XlsxError> {
        let (text, is_cut) = fit(raw, self.letters);
        if text.is_empty() {
            return Ok(Written::default());
        }
        self.sheet.write_string(place.row, place.column, text)?;
        Ok(Written { is_filled: true, is_cut, ..Written::default() })
    }

    /// Only http and https lead anywhere.
    fn link(&mut self, place: Place, raw: &str) -> Result<Written, XlsxError> {
        let target = Address::parse(raw).ok().map(|address| address.as_str().to_owned());
        let Some(target) = target.filter(|target| target.encode_utf16().count() <= LONGEST_LINK) else {
            return self.text(place, raw);
        };
        if !self.may_link {
            return Ok(Written { is_plain_link: true, ..self.text(place, &target)? });
        }
        let (shown, _) = fit(&target, self.letters);
        let link = Url::new(target.as_str()).set_text(shown);
        match self.sheet.write_url_with_format(place.row, place.column, link, &self.styles.link) {
            Ok(_) => Ok(Written { is_filled: true, is_link: true, ..Written::default() }),
            // What the format has no way to lead to is still told.
            Err(XlsxError::MaxUrlLengthExceeded | XlsxError::UnknownUrlType(_)) => self.text(place, &target),
            Err(error) => Err(error),
        }
    }
}

/// The text on one line without control characters, at most so many UTF-16 units long; and whether it was cut.
pub(super) fn fit(raw: &str, letters: usize) -> (String, bool) {
    let mut line = printable_line(raw).into_owned();
    if line.contains(NOT_OF_XML) {
        line.retain(|c| !NOT_OF_XML.contains(&c));
    }
    if line.len() <= letters || line.encode_utf16().count() <= letters {
        return (line, false);
    }
    let room = letters.saturating_sub(CUT.encode_utf16().count());
    let mut used = 0;
    let kept = line.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    (kept.collect::<String>() + CUT, true)
}

/// The sum as a spreadsheet keeps it; `None` where it would lose digits.
fn exact(sum: Decimal) -> Option<f64> {
    let sum = sum.normalize();
    (sum.mantissa().unsigned_abs() < EXACT).then(|| sum.to_f64()).flatten()
}

/// A day that a spreadsheet knows; `None` for a month, a year, and what was before 1900.
fn whole_day(date: PartialDate) -> Option<ExcelDateTime> {
    let (month, day) = (u8::try_from(date.month()?).ok()?, u8::try_from(date.day()?).ok()?);
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}
