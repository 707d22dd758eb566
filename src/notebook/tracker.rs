//! A user's own spreadsheet of deals: which of its columns say what, and what each row says.
//!
//! Columns are known by their headings, as people name them, or as the user says. Cells are kept as they are beside what was
//! read from them, so that the table can be given back whole. This file does not know what the library holds.

use crate::base::{Currency, Money, PartialDate, read_sum, squeeze};

use super::tracker_days::DayReader;
use super::tracker_headings::{Unit, plain, without_unit};

/// What a column says of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TrackerColumn {
    /// Who supplies.
    Vendor,
    /// Who buys.
    Agency,
    /// A contract, solicitation or order number.
    Number,
    /// A sum.
    Value,
    /// The code of its currency.
    Currency,
    /// A day it is told of.
    Date,
    /// What it is called or about.
    Title,
}

impl TrackerColumn {
    /// Every column, in the order in which headings are asked.
    pub const ALL: [Self; 7] =
        [Self::Vendor, Self::Agency, Self::Number, Self::Currency, Self::Value, Self::Date, Self::Title];

    /// The word used on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Agency => "agency",
            Self::Number => "number",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::Date => "date",
            Self::Title => "title",
        }
    }

    /// The column that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == word)
    }
}

/// A row, and what was read from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackerRow {
    /// The line it begins on in the file, from 1.
    pub line: u64,
    /// Its cells as they are.
    pub cells: Vec<String>,
    /// Names of suppliers.
    pub vendors: Vec<String>,
    /// Names of bodies.
    pub agencies: Vec<String>,
    /// Numbers as written.
    pub numbers: Vec<String>,
    /// The sum.
    pub value: Option<TrackerSum>,
    /// The day.
    pub date: Option<PartialDate>,
    /// What it is called or about.
    pub title: String,
}

/// A sum in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrackerSum {
    /// With its currency.
    Known(Money),
    /// Units of a currency that the table does not name.
    Bare(rust_decimal::Decimal),
}

/// A user's table.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    /// The headings as they are.
    pub headings: Vec<String>,
    /// Which column is what, by its place.
    pub columns: Vec<(TrackerColumn, usize)>,
    /// The rows that have anything in them.
    pub rows: Vec<TrackerRow>,
}

/// Reads a table with a line of headings, separated by commas, semicolons or tabs. `named` says which heading is what where it
/// does not say so itself.
///
/// # Errors
/// In one line, what is wrong with the table and what to do.
pub fn read_tracker(text: &str, named: &[(TrackerColumn, String)]) -> Result<Tracker, String> {
    let text = text.trim_start_matches('\u{feff}');
    let (delimiter, table) = delimiter(text);
    let before = text.len() - table.len();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(table.as_bytes());
    let broken = |error: csv::Error| format!("not a table: {}", crate::base::printable(&error.to_string()));
    let headings: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
    let columns = columns(&headings, named)?;
    let mut rows = Vec::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(broken)?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let begins = record.position().map_or(0, csv::Position::byte);
            let line = lines.of(before + usize::try_from(begins).unwrap_or(usize::MAX - before));
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            rows.push(TrackerRow { line, cells, ..TrackerRow::default() });
        }
    }
    if rows.is_empty() {
        return Err("the table has headings, but no row".to_owned());
    }
    let of_sums = columns.iter().find(|(column, _)| *column == TrackerColumn::Value);
    let heading = of_sums.and_then(|(_, place)| headings.get(*place)).map_or("", String::as_str);
    let (_, unit) = without_unit(heading);
    let days = DayReader::of(rows.iter().flat_map(|row| texts(row, &columns, TrackerColumn::Date)));
    for row in &mut rows {
        read(row, &columns, days, unit);
    }
    Ok(Tracker { headings, columns, rows })
}

/// Which line of a text a byte is on: `csv` counts no line that ends with a carriage return.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which what begins at or after this byte does; asked in order.
    fn of(&mut self, byte: usize) -> u64 {
        while let Some(now) = self.text.get(self.at) {
            let is_end = matches!(now, b'\r' | b'\n');
            if self.at >= byte && !is_end {
                break;
            }
            self.at += 1;
            let is_half = *now == b'\r' && self.text.get(self.at) == Some(&b'\n');
            self.line += u64::from(is_end && !is_half);
        }
        self.line
    }
}

/// What separates the cells of the first line, and the table: a line `sep=;` before it says so to spreadsheets.
fn delimiter(text: &str) -> (u8, &str) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    if let (Some(_), [delimiter]) = (said, first.get(4..).unwrap_or_default().as_bytes()) {
        let rest = text.get(first.len()..).unwrap_or_default();
        return (*delimiter, rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n').unwrap_or(rest));
    }
    // What stands between quotation marks is of a heading.
    let bare: String = first.split('"').step_by(2).collect();
    let count = |c: char| bare.matches(c).count();
    let delimiter = [(b'\t', count('\t')), (b'|', count('|')), (b';', count(';')), (b',', count(','))]
        .into_iter()
        .max_by_key(|(delimiter, count)| (*count, *delimiter == b','))
        .map_or(b',', |(delimiter, _)| delimiter);
    (delimiter, text)
}

fn columns(
    headings: &[String],
    named: &[(TrackerColumn, String)],
) -> Result<Vec<(TrackerColumn, usize)>, String> {
    let plain_headings: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
    let mut found: Vec<(TrackerColumn, usize)> = Vec::new();
    for (column, heading) in named {
        let wanted = plain(heading);
        let place = plain_headings.iter().position(|one| *one == wanted).ok_or_else(|| {
            format!("no column is headed {heading:?}: the headings are {}", listed(headings))
        })?;
        found.push((*column, place));
    }
    for column in TrackerColumn::ALL {
        if named.iter().any(|(one, _)| *one == column) {
            continue;
        }
        let is_free = |place: &usize| found.iter().all(|(_, taken)| taken != place);
        let find = |headings: &[String]| {
            column.headings().iter().find_map(|heading| {
                let place = headings.iter().position(|one| one == heading)?;
                is_free(&place).then_some(place)
            })
        };
        let mut meant = find(&plain_headings);
        if meant.is_none() && column == TrackerColumn::Value {
            meant = find(&headings.iter().map(|heading| without_unit(heading).0).collect::<Vec<_>>());
        }
        found.extend(meant.map(|place| (column, place)));
    }
    let has = |column| found.iter().any(|(one, _)| *one == column);
    if !(has(TrackerColumn::Vendor) || has(TrackerColumn::Number) || has(TrackerColumn::Agency)) {
        return Err(format!(
            "no column says who supplies or buys, or has contract numbers: the headings are {}; name one with --column vendor=HEADING",
            listed(headings)
        ));
    }
    found.sort_by_key(|(_, place)| *place);
    Ok(found)
}

fn listed(headings: &[String]) -> String {
    let shown: Vec<String> =
        headings.iter().take(20).map(|heading| format!("{:?}", squeeze(heading))).collect();
    shown.join(", ")
}

/// The cells of a row that a column has.
fn texts<'r>(
    row: &'r TrackerRow,
    columns: &[(TrackerColumn, usize)],
    wanted: TrackerColumn,
) -> impl Iterator<Item = &'r str> {
    let places: Vec<usize> =
        columns.iter().filter(|(column, _)| *column == wanted).map(|(_, place)| *place).collect();
    places
        .into_iter()
        .filter_map(|place| row.cells.get(place).map(|cell| cell.trim()))
        .filter(|text| !text.is_empty())
}

fn read(row: &mut TrackerRow, columns: &[(TrackerColumn, usize)], days: DayReader, unit: Unit) {
    let several = |wanted| -> Vec<String> {
        let cells = texts(row, columns, wanted);
        let each = cells.flat_map(|cell| cell.split([';', '|', '\n'])).map(squeeze);
        each.filter(|name| !name.is_empty()).collect()
    };
    let (vendors, agencies) = (several(TrackerColumn::Vendor), several(TrackerColumn::Agency));
    let numbers = several(TrackerColumn::Number);
    let currency = texts(row, columns, TrackerColumn::Currency).next();
    let currency = currency.and_then(|code| Currency::from_code(&code.to_uppercase()));
    let unit = Unit { currency: currency.or(unit.currency), ..unit };
    let value = texts(row, columns, TrackerColumn::Value).find_map(|text| sum(text, unit));
    let date = texts(row, columns, TrackerColumn::Date).find_map(|text| days.read(text));
    let title: Vec<&str> = texts(row, columns, TrackerColumn::Title).collect();
    let title = squeeze(&title.join(" "));
    *row = TrackerRow { vendors, agencies, numbers, value, date, title, ..std::mem::take(row) };
}

/// "$200M", "1,250,000.00", "up to £15m", "USD 5 million".
fn sum(text: &str, unit: Unit) -> Option<TrackerSum> {
    let text = text.trim();
    let from = text.find(|c: char| c.is_ascii_digit() || "$£€¥₹".contains(c))?;
    let code = text.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()));
    let tail = text.get(from..)?;
    let read = read_sum(text)
        .or_else(|| read_sum(tail))
        .map(|(sum, own)| (sum, own.or_else(|| code.and_then(Currency::from_code)).or(unit.currency)))?;
    let (mut amount, currency) = read;
    // A sum that says by itself how large it is needs no heading for that.
    if !text.contains(char::is_alphabetic) {
        amount = amount.checked_mul(unit.scale.into())?;
    }
    if amount.is_zero() {
        return None;
    }
    Some(
        currency.map_or(TrackerSum::Bare(amount), |currency| TrackerSum::Known(Money::new(amount, currency))),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headings_are_known_as_people_write_them() {
        for (head, row, expected) in [
            ("Vendor,Agency,Contract_No.,Value", "Palantir,Army,W911-1,$5M", "vendor agency number value"),
            (
                "Recipient Name;Awarding Agency;Award ID (PIID);Total Obligated Amount",
                "P;A;1;5",
                "vendor agency number value",
            ),
            ("Deal\tCustomer\tSigned", "x\tArmy\t2025-01-02", "title agency date"),
        ] {
            let tracker = read_tracker(&format!("{head}\n{row}\n"), &[]).unwrap();
            let mut found: Vec<&str> = tracker.columns.iter().map(|(column, _)| column.as_str()).collect();
            let mut wanted: Vec<&str> = expected.split(' ').collect();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{head}");
        }
        let error = read_tracker("a,b\n1,2\n", &[]).unwrap_err();
        assert!(error.contains("\"a\", \"b\"") && error.contains("--column"), "{error}");
        let named = [(TrackerColumn::Vendor, "A".to_owned())];
        assert_eq!(read_tracker("a,b\nPalantir,2\n", &named).unwrap().rows[0].vendors, ["Palantir"]);
        assert!(read_tracker("vendor\n", &[]).unwrap_err().contains("no row"));
        assert!(read_tracker("", &[]).is_err());
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let text = "Vendor,Value,Currency,Award date,PIID\n\"Palantir; Anduril\",\"up to $1,250,000.00\",,03/17/2026,A-1\nx,15m,gbp,17/03/2026,\n\"y\",n/a,,,\n,,,,\n";
        let rows = read_tracker(text, &[]).unwrap().rows;
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].vendors, ["Palantir", "Anduril"]);
        let money = |amount: i64, code| {
            TrackerSum::Known(Money::new(amount.into(), Currency::from_code(code).unwrap()))
        };
        assert_eq!(rows[0].value, Some(money(1_250_000, "USD")));
        assert_eq!(rows[1].value, Some(money(15_000_000, "GBP")));
        assert_eq!(rows[2].value, None);
        assert_eq!(rows[0].line, 2);
        // The seventeenth is no month, so the whole column has days first; what cannot be is left out.
        assert_eq!(rows[1].date.unwrap().to_string(), "2026-03-17");
    }

    #[test]
    fn tables_are_read_as_spreadsheets_save_them() {
        let text = "Vendor;\"Value, in $M\"\r\n\r\n\"Palantir\r\nUSG\";12\r\nOpenAI;$3bn\r\n";
        let rows = read_tracker(text, &[]).unwrap().rows;
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
        let dollars = |amount: i64| TrackerSum::Known(Money::new(amount.into(), Currency::USD));
        assert_eq!(rows[0].value, Some(dollars(12_000_000)));
        assert_eq!(rows[1].value, Some(dollars(3_000_000_000)));
        for text in [
            "sep=;\r\nVendor;Value\r\nPalantir;5",
            "vendor\tvalue\n\nPalantir\t5",
            "Vendor|Value\r\rPalantir|5",
        ] {
            let rows = read_tracker(text, &[]).unwrap().rows;
            assert_eq!((rows[0].cells.join(" "), rows[0].line), ("Palantir 5".to_owned(), 3), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,80}(\n\\PC{0,40}){0,3}", rows in "[vendor,;\"\n$5M1/]{0,60}") {
            let _ = read_tracker(&text, &[]);
            let _ = read_tracker(&format!("vendor,value,date\n{rows}"), &[]);
        }
    }
}
