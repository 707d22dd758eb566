//! Dates in a query: `2026-03`, `7d`, `friday`, `last month`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::base::PartialDate;

/// The days a date in a query stands for, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) first: Date,
    pub(super) last: Date,
}

impl Period {
    fn day(date: Date) -> Self {
        Self { first: date, last: date }
    }
}

/// Reads one date, reckoned from `today`; `None` when it is none.
///
/// `7d` (also `2w`, `3m`, `1y`) runs from that long ago until today.
pub(super) fn read_period(text: &str, today: Date) -> Option<Period> {
    let text = text.trim().to_lowercase().replace('_', " ");
    if let Ok(date) = text.parse::<PartialDate>() {
        return Some(Period { first: date.first_day(), last: date.last_day() });
    }
    match text.as_str() {
        "today" => return Some(Period::day(today)),
        "yesterday" => return today.yesterday().ok().map(Period::day),
        _ => {}
    }
    if let Some(weekday) = weekday(&text) {
        return last_weekday(today, weekday).map(Period::day);
    }
    if let Some(date) = ago(&text, today) {
        return Some(Period { first: date, last: today });
    }
    let (which, unit) = text.split_once([' ', '-'])?;
    let back = match which {
        "last" => 1,
        "this" => 0,
        _ => return None,
    };
    calendar_period(unit.trim(), back, today)
}

/// The first day of what a date of the query language names (`2026-01`, `friday`, `90d`); `None` for what is no date.
pub fn first_day(text: &str, today: Date) -> Option<Date> {
    read_period(text, today).map(|period| period.first)
}

/// Reads an end of a range: as [`read_period`], but `7d` is the one day that long ago.
pub(super) fn read_end(text: &str, today: Date) -> Option<Period> {
    ago(&text.trim().to_lowercase(), today).map(Period::day).or_else(|| read_period(text, today))
}

/// The day that `7d`, `2w`, `3m` or `1y` ago was.
fn ago(text: &str, today: Date) -> Option<Date> {
    let unit = text.chars().last()?;
    let count: i32 = text.strip_suffix(unit).filter(|digits| digits.len() <= 4)?.parse().ok()?;
    if count < 0 {
        return None;
    }
    let span = match unit {
        'd' => count.days(),
        'w' => count.weeks(),
        'm' => count.months(),
        'y' => count.years(),
        _ => return None,
    };
    today.checked_sub(span).ok().filter(|date| date.year() > 0)
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The most recent such weekday before today.
fn last_weekday(today: Date, weekday: Weekday) -> Option<Date> {
    today.nth_weekday(-1, weekday).ok()
}

/// This or the last week (from Monday, ISO 8601), month, quarter or year.
fn calendar_period(unit: &str, back: i32, today: Date) -> Option<Period> {
    let (first, length) = match unit {
        "week" => {
            let monday = today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            (monday.checked_sub(back.weeks()).ok()?, 1.week())
        }
        "month" => (today.first_of_month().checked_sub(back.months()).ok()?, 1.month()),
        "quarter" => {
            let into = i32::from((today.month() - 1) % 3);
            let start = today.first_of_month().checked_sub(into.months()).ok()?;
            (start.checked_sub((back * 3).months()).ok()?, 3.months())
        }
        "year" => (today.first_of_year().checked_sub(back.years()).ok()?, 1.year()),
        _ => return None,
    };
    Some(Period { first, last: first.checked_add(length).ok()?.yesterday().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_reckoned_from_today() {
        // A Tuesday.
        let today = Date::constant(2026, 3, 17);
        for (text, first, last) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("2026-03-01", "2026-03-01", "2026-03-01"),
            ("today", "2026-03-17", "2026-03-17"),
            ("Yesterday", "2026-03-16", "2026-03-16"),
            ("friday", "2026-03-13", "2026-03-13"),
            ("tuesday", "2026-03-10", "2026-03-10"),
            ("mon", "2026-03-16", "2026-03-16"),
            ("7d", "2026-03-10", "2026-03-17"),
            ("1m", "2026-02-17", "2026-03-17"),
            ("last month", "2026-02-01", "2026-02-28"),
            ("last-week", "2026-03-09", "2026-03-15"),
            ("this quarter", "2026-01-01", "2026-03-31"),
            ("last quarter", "2025-10-01", "2025-12-31"),
            ("last year", "2025-01-01", "2025-12-31"),
        ] {
            let period = read_period(text, today).expect(text);
            assert_eq!(
                (period.first.to_string().as_str(), period.last.to_string().as_str()),
                (first, last),
                "{text}"
            );
        }
        assert_eq!(read_end("7d", today), Some(Period::day(Date::constant(2026, 3, 10))));
        for text in ["", "d", "-1d", "99999d", "9999y", "2026-13", "next month", "last", "ü", "last dog"] {
            assert_eq!(read_period(text, today), None, "{text}");
        }
    }
}
