//! Days as spreadsheets have them. Whether 03/04 is in March or April is the whole column's to say.

use jiff::civil::Date;

use crate::base::PartialDate;

/// Forms with words or the year first, which leave no doubt.
const PLAIN: [&str; 10] = [
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
];
/// Day 0 of the count that spreadsheets keep (ISO/IEC 29500-1, 18.17.4.1: with the leap day that 1900 did not have).
const SPREADSHEET_EPOCH: Date = Date::constant(1899, 12, 30);
/// Counts from 1982 to 2064: others are rather sums.
const SPREADSHEET_DAYS: std::ops::Range<i64> = 30_000..60_000;

/// Reads the days of one column.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayReader {
    /// Whether 03/04 is the third of April.
    is_day_first: bool,
}

impl DayReader {
    /// The reader of a column with these cells: days stand first where that is the only way to read one of them, or where
    /// they are set off with dots; else months do.
    pub(super) fn of<'t>(cells: impl Iterator<Item = &'t str>) -> Self {
        let (mut day_first, mut month_first) = (0, 0);
        for (first, second, _, mark) in cells.filter_map(in_three) {
            day_first += usize::from(first > 12 || mark == '.');
            month_first += usize::from(second > 12);
        }
        Self { is_day_first: day_first > month_first }
    }

    pub(super) fn read(self, text: &str) -> Option<PartialDate> {
        let text = text.trim();
        if let Ok(date) = text.parse::<PartialDate>() {
            return Some(date);
        }
        if let Some((first, second, year, mark)) = in_three(text) {
            let year = if year < 100 { 2000 + year } else { year };
            let is_day_first = (self.is_day_first || mark == '.' || first > 12) && second <= 12;
            let (month, day) = if is_day_first { (second, first) } else { (first, second) };
            let whole = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            return PartialDate::of_day(whole.0, whole.1, whole.2);
        }
        let count = text.parse::<i64>().ok().filter(|count| SPREADSHEET_DAYS.contains(count));
        let date = match count {
            Some(count) => SPREADSHEET_EPOCH.checked_add(jiff::Span::new().days(count)).ok(),
            // What follows a day is its time.
            None => PLAIN
                .iter()
                .find_map(|form| Date::strptime(form, text).ok())
                .or_else(|| text.get(..10)?.parse().ok()),
        }?;
        PartialDate::of_day(date.year(), date.month(), date.day())
    }
}

/// `17/03/2026`, `3-17-26`, `17.3.2026`: three figures and the mark between them.
fn in_three(text: &str) -> Option<(u32, u32, u32, char)> {
    let text = text.split_whitespace().next()?;
    let mark = text.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<&str> = text.split(mark).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let is_short = first.len() <= 2 && second.len() <= 2 && matches!(year.len(), 2 | 4);
    is_short.then_some(())?;
    Some((first.parse().ok()?, second.parse().ok()?, year.parse().ok()?, mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_many_forms() {
        let reader = DayReader::of(["1/2/2026"].into_iter());
        for (text, expected) in [
            ("2026-03-17", Some("2026-03-17")),
            ("2026-03", Some("2026-03")),
            ("2026", Some("2026")),
            ("3/4/2026", Some("2026-03-04")),
            ("17/03/26", Some("2026-03-17")),
            ("17.3.2026", Some("2026-03-17")),
            ("03/17/2026 10:30", Some("2026-03-17")),
            ("2026-03-17T10:00:00Z", Some("2026-03-17")),
            ("17 March 2026", Some("2026-03-17")),
            ("Mar 17, 2026", Some("2026-03-17")),
            ("17-Mar-2026", Some("2026-03-17")),
            ("46098", Some("2026-03-17")),
            ("13/13/2026", None),
            ("soon", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(reader.read(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
        let british = DayReader::of(["17/03/2026", "03/04/2026"].into_iter());
        assert_eq!(british.read("03/04/2026").unwrap().to_string(), "2026-04-03");
    }
}
