//! Dates as news tells them: a day, a month or only a year.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date known to the year, the month or the day (ISO 8601 reduced precision: `2025`, `2025-07`, `2025-07-14`).
///
/// Ordered by its first day; of two with the same first day the coarser comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// What was read is no date of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a date: {0:?} (write 2026, 2026-03 or 2026-03-17)")]
pub struct PartialDateError(pub String);

impl PartialDate {
    /// A whole year between 0 and 9999 (ISO 8601; the year before 1 is 0).
    pub fn of_year(year: i16) -> Option<Self> {
        (0..=9999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month of a year.
    pub fn of_month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok()?;
        Some(Self { month: Some(month), ..Self::of_year(year)? })
    }

    /// A day that exists in the calendar.
    pub fn of_day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().filter(|_| year >= 0).map(Self::from)
    }

    /// The year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The month, where known.
    pub fn month(&self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where known.
    pub fn day(&self) -> Option<i8> {
        self.day
    }

    /// The first day it may mean.
    pub fn first_day(&self) -> Date {
        Date::constant(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day it may mean.
    pub fn last_day(&self) -> Date {
        match (self.month, self.day) {
            (_, Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            (None, None) => self.first_day().last_of_year(),
        }
    }

    /// So many months later (or earlier, where negative), as precisely as this date is known. `None` for a year and months
    /// that are no whole years: which year it would be nobody knows.
    pub fn plus_months(&self, months: i32) -> Option<Self> {
        let moved = self.first_day().checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        match (self.month, self.day) {
            (_, Some(_)) => Self::of_day(moved.year(), moved.month(), moved.day()),
            (Some(_), None) => Self::of_month(moved.year(), moved.month()),
            (None, _) => (months % 12 == 0).then(|| Self::of_year(moved.year()))?,
        }
    }

    /// The same date, known to the month at best.
    #[must_use]
    pub fn to_month(&self) -> Self {
        Self { day: None, ..*self }
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || PartialDateError(text.chars().take(40).collect());
        let widths_fit = matches!(text.len(), 4 | 7 | 10);
        if !widths_fit || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(refuse());
        }
        let parts: Vec<&str> = text.split('-').collect();
        if parts.first().is_none_or(|year| year.len() != 4) {
            return Err(refuse());
        }
        let date = match parts.as_slice() {
            [y] => y.parse().ok().and_then(Self::of_year),
            [y, m] if m.len() == 2 => {
                y.parse().ok().zip(m.parse().ok()).and_then(|(y, m)| Self::of_month(y, m))
            }
            [y, m, d] if m.len() == 2 && d.len() == 2 => match (y.parse(), m.parse(), d.parse()) {
                (Ok(y), Ok(m), Ok(d)) => Self::of_day(y, m, d),
                _ => None,
            },
            _ => None,
        };
        date.ok_or_else(refuse)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_every_precision() {
        for text in ["2025", "2025-07", "2025-07-14", "2024-02-29", "0000-12"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "25",
            "3-12-31",
            "25-07-1",
            "2025-13",
            "2025-02-30",
            "2025-7-1",
            "-025",
            "2025-07-14T00:00",
            "２０２５",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_are_added_as_precisely_as_the_date_is_known() {
        for (date, months, expected) in [
            ("2024-03", 12, Some("2025-03")),
            ("2024-01-31", 1, Some("2024-02-29")),
            ("2024", 24, Some("2026")),
            ("2024", 18, None),
            ("2029-03", -12, Some("2028-03")),
            ("9999-12", 1, None),
        ] {
            let moved = date.parse::<PartialDate>().unwrap().plus_months(months);
            assert_eq!(moved.map(|date| date.to_string()).as_deref(), expected, "{date} + {months}");
        }
    }

    #[test]
    fn spans_the_days_it_may_mean() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        assert_eq!("2024".parse::<PartialDate>().unwrap().last_day().to_string(), "2024-12-31");
    }
}
