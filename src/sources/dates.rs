//! The many ways in which listings write a date.
//!
//! RFC 822 and RFC 3339 are what feeds should use; asctime, ISO 8601 in its shorter forms, written-out months, missing
//! commas and zone names are what they do use.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;

use crate::base::PartialDate;
use crate::sources::ListedDate;

/// No date is longer.
const MOST_BYTES: usize = 80;

/// Reads a date; `None` when it is none, or not for certain (`07/08/2025`).
pub(super) fn read_date(text: &str) -> Option<ListedDate> {
    let text = readable(text)?;
    iso(text, whole_day).or_else(|| worded(text))
}

/// Reads a date where the format asks for ISO 8601 (Atom, Dublin Core): also the truncated forms of its earlier editions.
/// Elsewhere `03-12-31` may as well be March or December.
pub(super) fn read_iso_date(text: &str) -> Option<ListedDate> {
    read_date(text).or_else(|| iso(readable(text)?, day_of_implied_century))
}

fn readable(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.len() <= MOST_BYTES && text.is_ascii()).then_some(text)
}

/// ISO 8601 and RFC 3339: a day as `day_of` reads it, with a time after `T` or a space.
fn iso(text: &str, day_of: fn(&str) -> Option<PartialDate>) -> Option<ListedDate> {
    let (day, rest) = match text.find(|c: char| !c.is_ascii_digit() && c != '-') {
        Some(at) => (text.get(..at)?, text.get(at..)?),
        None => (text, ""),
    };
    let date = day_of(day)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest).trim();
    if rest.is_empty() {
        return Some(only(date));
    }
    let zone_at =
        rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let time = clock_time(rest.get(..zone_at)?)?;
    Some(at_time(date, Some(time), rest.get(zone_at..).and_then(zone)))
}

/// `2025`, `2025-07`, `2025-07-14`, `20250714` and what is meant by their cousins.
fn whole_day(day: &str) -> Option<PartialDate> {
    day.parse().ok().or_else(|| compact(day)).or_else(|| loose(day))
}

/// The truncated forms of ISO 8601:2000 section 5.2 that leave the century out: `03-12-31`, `-03-12`, `-0312`, `03-335` and
/// `03335`. `031231` is none of them, since it cannot be told from a year and a month.
fn day_of_implied_century(day: &str) -> Option<PartialDate> {
    let is_of_digits = |parts: &[&str], lengths: &[usize]| {
        parts.len() == lengths.len()
            && parts
                .iter()
                .zip(lengths)
                .all(|(part, length)| part.len() == *length && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let in_full = |year: &str, rest: &str| whole_day(&format!("{}-{rest}", full_year(year.parse().ok()?)));
    let parts: Vec<&str> = day.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if is_of_digits(&[year, month, day], &[2, 2, 2]) => {
            in_full(year, &format!("{month}-{day}"))
        }
        ["", year, month] if is_of_digits(&[year, month], &[2, 2]) => in_full(year, month),
        ["", both] if is_of_digits(&[both], &[4]) => in_full(both.get(..2)?, both.get(2..)?),
        [year, day] if is_of_digits(&[year, day], &[2, 3]) => in_full(year, day),
        [both] if is_of_digits(&[both], &[5]) => in_full(both.get(..2)?, both.get(2..)?),
        _ => None,
    }
}

/// RFC 2822 section 4.3: two-digit years up to 49 are of this century.
fn full_year(year: i16) -> i16 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// `20250714`, and the days of a year counted: `2025-195`, `2025195` (ISO 8601 section 5.2.3).
fn compact(text: &str) -> Option<PartialDate> {
    let (year, rest) = (text.get(..4)?.parse().ok()?, text.get(4..)?);
    let number = |range: std::ops::Range<usize>| rest.get(range)?.parse::<i8>().ok();
    if text.len() == 8 && !rest.starts_with('-') {
        return PartialDate::of_day(year, number(0..2)?, number(2..4)?);
    }
    let day = rest.strip_prefix('-').unwrap_or(rest);
    let day: i16 = if day.len() == 3 { day.parse().ok()? } else { return None };
    let first = PartialDate::of_day(year, 1, 1)?.first_day();
    let date = first.with().day_of_year(day).build().ok()?;
    Some(PartialDate::from(date))
}

/// `2025-7-4`, `2025-07-4`, `2025-007-04`: numbers with too few zeros or too many.
fn loose(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| (1..=3).contains(&part.len());
    if year.len() != 4 || !is_short(month) || !is_short(day) || parts.next().is_some() {
        return None;
    }
    PartialDate::of_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// RFC 822, asctime and written-out dates, by what each word can only be.
fn worded(text: &str) -> Option<ListedDate> {
    let mut found = Words::default();
    for word in text.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        // 14-Jul-2025
        if word.contains(|c: char| c.is_ascii_alphabetic()) && word.starts_with(|c: char| c.is_ascii_digit())
        {
            for part in word.split('-') {
                found.take(part);
            }
        } else {
            found.take(word);
        }
    }
    let date = PartialDate::of_day(found.year?, found.month?, found.day?)?;
    Some(at_time(date, found.time(), found.offset))
}

#[derive(Default)]
struct Words {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
    afternoon: Option<bool>,
    offset: Option<Offset>,
}

impl Words {
    fn take(&mut self, word: &str) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            match (word.len(), self.day) {
                (1 | 2, None) => self.day = word.parse().ok(),
                (2, Some(_)) if self.year.is_none() => self.year = word.parse().ok().map(full_year),
                (4, _) => self.year = self.year.or(word.parse().ok()),
                _ => {}
            }
        } else if word.starts_with(['+', '-']) {
            self.offset = self.offset.or_else(|| zone(word));
        } else if word.contains(':') {
            self.take_time(word);
        } else {
            self.take_name(word);
        }
    }

    /// A time, perhaps with `pm` or a zone stuck to it.
    fn take_time(&mut self, word: &str) {
        let end = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
        let (Some(time), Some(rest)) = (word.get(..end), word.get(end..)) else { return };
        self.time = self.time.or_else(|| clock_time(time));
        if rest.starts_with(['+', '-']) {
            self.offset = self.offset.or_else(|| zone(rest));
        } else if !rest.is_empty() {
            self.take_name(rest);
        }
    }

    fn take_name(&mut self, word: &str) {
        let lower = word.trim_matches(['.', '(', ')']).to_ascii_lowercase();
        match lower.as_str() {
            "am" | "a.m" => self.afternoon = Some(false),
            "pm" | "p.m" => self.afternoon = Some(true),
            _ if self.month.is_none() && month(&lower).is_some() => self.month = month(&lower),
            // A zone's name in parentheses only repeats the offset (RFC 2822 section 3.3).
            _ => self.offset = self.offset.or_else(|| zone(word.trim_matches(['(', ')']))),
        }
    }

    fn time(&self) -> Option<Time> {
        let time = self.time?;
        match (self.afternoon, time.hour()) {
            (Some(true), hour @ 1..=11) => time.with().hour(hour + 12).build().ok(),
            (Some(false), 12) => time.with().hour(0).build().ok(),
            _ => Some(time),
        }
    }
}

fn only(date: PartialDate) -> ListedDate {
    ListedDate { date, instant: None, offset_seconds: None }
}

fn at_time(date: PartialDate, time: Option<Time>, offset: Option<Offset>) -> ListedDate {
    let instant = || -> Option<Timestamp> {
        date.day()?;
        offset?.to_timestamp(date.first_day().to_datetime(time?)).ok()
    };
    match instant() {
        Some(instant) => {
            ListedDate { date, instant: Some(instant), offset_seconds: offset.map(Offset::seconds) }
        }
        None => only(date),
    }
}

/// `8:57`, `08:57:00`, `08:57:00.538`, `085700`; a leap second is the one before it.
fn clock_time(text: &str) -> Option<Time> {
    let whole = text.split(['.', ',']).next()?;
    let compact = !whole.contains(':') && matches!(whole.len(), 4 | 6);
    let parts: Vec<&str> = if compact {
        vec![whole.get(..2)?, whole.get(2..4)?, whole.get(4..)?]
    } else {
        whole.split(':').collect()
    };
    let number = |at: usize| match parts.get(at) {
        Some(part) if !part.is_empty() => part.parse::<i8>().ok(),
        _ => Some(0),
    };
    if parts.len() < 2 || parts.len() > 3 {
        return None;
    }
    Time::new(number(0)?, number(1)?, number(2)?.min(59), 0).ok()
}

/// The month that a lower-case English word of at least three letters begins.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && name.starts_with(word))
        .or_else(|| (word == "sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

/// Names of zones that feeds use, with minutes east of UTC. Of names with several meanings the one of RFC 822, else
/// the one most feeds mean.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("etc/gmt", 0),
    ("etc/utc", 0),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("met", 60),
    ("cest", 120),
    ("mest", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("ist", 330),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("aest", 600),
    ("acdt", 630),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("adt", -180),
    ("ast", -240),
    ("at", -240),
    ("edt", -240),
    ("est", -300),
    ("et", -300),
    ("cdt", -300),
    ("cst", -360),
    ("ct", -360),
    ("mdt", -360),
    ("mst", -420),
    ("mt", -420),
    ("pdt", -420),
    ("pst", -480),
    ("pt", -480),
    ("akdt", -480),
    ("akst", -540),
    ("hst", -600),
];

/// `Z`, `+01:00`, `-0500`, `+10` or a zone's name.
fn zone(text: &str) -> Option<Offset> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let minutes = if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == lower) {
        *minutes
    } else {
        let (sign, digits) = match text.as_bytes().first()? {
            b'+' => (1, text.get(1..)?),
            b'-' => (-1, text.get(1..)?),
            _ => return None,
        };
        let digits: String = digits.chars().take_while(|c| *c != ' ').filter(|c| *c != ':').collect();
        if !matches!(digits.len(), 2 | 4) {
            return None;
        }
        let hours: i32 = digits.get(..2)?.parse().ok()?;
        let rest: i32 = digits.get(2..).filter(|d| !d.is_empty()).map_or(Some(0), |d| d.parse().ok())?;
        sign * (hours * 60 + rest)
    };
    Offset::from_seconds(minutes * 60).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, date: &str, instant: Option<&str>) {
        let read = read_date(text).unwrap_or_else(|| panic!("{text} was not read"));
        assert_eq!(read.date.to_string(), date, "{text}");
        assert_eq!(read.instant.map(|i| i.to_string()).as_deref(), instant, "{text}");
    }

    #[test]
    fn iso_dates_keep_their_precision() {
        check("2025", "2025", None);
        check("2025-07", "2025-07", None);
        check("2025-07-14", "2025-07-14", None);
        check("20250714", "2025-07-14", None);
        check("2025-195", "2025-07-14", None);
        check("2025195T09:30Z", "2025-07-14", Some("2025-07-14T09:30:00Z"));
        check("2025-7-4", "2025-07-04", None);
        check("2025-007-14T09:30:00+00:00", "2025-07-14", Some("2025-07-14T09:30:00Z"));
        check("2025-07-14T09:30:00Z", "2025-07-14", Some("2025-07-14T09:30:00Z"));
        check("2025-07-14T23:30+02:00", "2025-07-14", Some("2025-07-14T21:30:00Z"));
        check("2025-07-14 23:30:05.538 -0500", "2025-07-14", Some("2025-07-15T04:30:05Z"));
        check("20250714T093000Z", "2025-07-14", Some("2025-07-14T09:30:00Z"));
        check("2025-07-14 09:30:00 EDT", "2025-07-14", Some("2025-07-14T13:30:00Z"));
        // Without an offset no instant is claimed.
        check("2025-07-14T09:30:00", "2025-07-14", None);
    }

    #[test]
    fn years_without_a_century_are_read_where_iso_dates_stand() {
        for (text, date, instant) in [
            ("03-12-31", "2003-12-31", None),
            ("-03-12", "2003-12", None),
            ("-0312", "2003-12", None),
            ("03-335", "2003-12-01", None),
            ("03335", "2003-12-01", None),
            ("99-12-31T23:59:59Z", "1999-12-31", Some("1999-12-31T23:59:59Z")),
            ("03335T10:00+01:00", "2003-12-01", Some("2003-12-01T09:00:00Z")),
            ("2003-12-31", "2003-12-31", None),
        ] {
            let read = read_iso_date(text).unwrap_or_else(|| panic!("{text} was not read"));
            assert_eq!(read.date.to_string(), date, "{text}");
            assert_eq!(read.instant.map(|i| i.to_string()).as_deref(), instant, "{text}");
        }
        for text in
            ["031231", "-03", "03-13-31", "03-366", "-0313", "3-12-31", "03-12", "--03-12", "03-12-31x", "99"]
        {
            assert_eq!(read_iso_date(text), None, "{text}");
        }
        for text in ["03-12-31", "-03-12", "-0312", "03-335", "03335"] {
            assert_eq!(read_date(text), None, "{text} may mean something else elsewhere");
        }
    }

    #[test]
    fn mail_dates_and_their_cousins_are_read() {
        let morning = Some("2025-07-14T13:30:00Z");
        for text in [
            "Mon, 14 Jul 2025 09:30:00 EDT",
            "Mon, 14 Jul 2025 09:30:00 -0400",
            "Mon, 14 Jul 2025 09:30:00 -04:00",
            "Mon,14 July 2025 09:30 -0400 (EDT)",
            "14 Jul 25 13:30:00 GMT",
            "14-Jul-2025 13:30:00 UTC",
            "Mon Jul 14 13:30:00 UTC 2025",
            "July 14, 2025 9:30 a.m. EDT",
            "Monday, July 14, 2025 1:30PM GMT",
        ] {
            check(text, "2025-07-14", morning);
        }
        check("Mon Jul 14 09:30:00 2025", "2025-07-14", None);
        check("14 Sept 2025", "2025-09-14", None);
        check("Mon, 14 Jul 2025 12:05 am UTC", "2025-07-14", Some("2025-07-14T00:05:00Z"));
        check("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31", Some("2016-12-31T23:59:59Z"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "07/08/2025",
            "2025-366",
            "2025-",
            "20251301",
            "2025-1-1-1",
            "31 Feb 2025",
            "2025-13-01",
            "Jul 2025 x",
            "14 Juli",
            "٢٠٢٥",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[ -~]{0,50}", odd in "\\PC{0,20}") {
            let _ = read_iso_date(&text);
            let _ = read_iso_date(&odd);
        }

        #[test]
        fn rfc_3339_comes_back(seconds in 0_i64..4_000_000_000) {
            let instant = Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(read_date(&instant.to_string()).unwrap().instant, Some(instant));
        }
    }
}
