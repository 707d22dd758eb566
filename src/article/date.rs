//! Dates as pages write them: machine-readable stamps, dates in words, dates in addresses.

use jiff::civil::{Date, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::article::months::month_of;
use crate::article::published::{DateOrigin, Published};
use crate::base::PartialDate;

/// Nothing on the web was published before this day.
pub(crate) const EARLIEST: Date = date(1995, 1, 1);

/// A text longer than this (in bytes) is no date.
const LONGEST_DATE: usize = 100;

/// Reads a stamp as a machine writes it: RFC 3339 and its looser relatives, RFC 2822, `20250714`, seconds since 1970,
/// else a date in words.
pub(crate) fn stamp(text: &str, origin: DateOrigin) -> Option<Published> {
    let text = text.trim();
    if text.len() < 4 || text.len() > LONGEST_DATE {
        return None;
    }
    iso(text, origin).or_else(|| rfc2822(text, origin)).or_else(|| digits(text, origin)).or_else(|| {
        let (date, _) = in_words(text)?;
        Some(Published::on(date.into(), origin))
    })
}

/// `2025-07-14`, alone or followed by a time and an offset.
fn iso(text: &str, origin: DateOrigin) -> Option<Published> {
    let day = text.get(..10)?;
    let mut parts = day.split(['-', '/', '.']);
    let (year, month, dom) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 {
        return None;
    }
    let partial = PartialDate::of_day(year.parse().ok()?, month.parse().ok()?, dom.parse().ok()?)?;
    let mut published = Published::on(partial, origin);
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ']);
    if let Some((clock, offset)) = time_and_offset(rest) {
        let civil = partial.first_day().to_datetime(jiff::civil::Time::midnight()) + clock;
        published.offset_seconds = Some(offset.seconds());
        published.instant = offset.to_timestamp(civil).ok();
    }
    Some(published)
}

/// "10:00:00.000+02:00", "10:00Z", "10:00:00 +0200".
fn time_and_offset(text: &str) -> Option<(SignedDuration, Offset)> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(text.len());
    let mut clock = text.get(..end)?.split([':', '.', ',']).map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next().flatten().unwrap_or(0));
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    let zone = text.get(end..)?.trim();
    let offset = match zone {
        "Z" | "z" | "UTC" | "GMT" => Offset::UTC,
        _ => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let digits: String = zone.strip_prefix(['+', '-'])?.chars().filter(|c| *c != ':').collect();
            if !matches!(digits.len(), 2 | 4) {
                return None;
            }
            let hours: i32 = digits.get(..2)?.parse().ok()?;
            let minutes: i32 = digits.get(2..).filter(|m| !m.is_empty()).map_or(Ok(0), str::parse).ok()?;
            Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?
        }
    };
    Some((SignedDuration::from_secs(hour * 3600 + minute * 60 + second), offset))
}

fn rfc2822(text: &str, origin: DateOrigin) -> Option<Published> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Published {
        date: zoned.date().into(),
        instant: Some(zoned.timestamp()),
        offset_seconds: Some(zoned.offset().seconds()),
        origin,
    })
}

fn digits(text: &str, origin: DateOrigin) -> Option<Published> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let of_instant = |instant: Timestamp| Published {
        date: Offset::UTC.to_datetime(instant).date().into(),
        instant: Some(instant),
        offset_seconds: None,
        origin,
    };
    match text.len() {
        8 | 14 => {
            let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
            let day = PartialDate::of_day(
                part(0..4)?,
                i8::try_from(part(4..6)?).ok()?,
                i8::try_from(part(6..8)?).ok()?,
            )?;
            Some(Published::on(day, origin))
        }
        10 => Timestamp::from_second(text.parse().ok()?).ok().map(of_instant),
        13 => Timestamp::from_millisecond(text.parse().ok()?).ok().map(of_instant),
        _ => None,
    }
}

/// One number or word of a text, and where it ends.
struct Token<'a> {
    text: &'a str,
    end: usize,
    /// The characters between it and the one before.
    gap: &'a str,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut last = 0;
    let mut start = None;
    let mut was_digit = false;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric();
        if let Some(from) = start
            && (!inside || c.is_ascii_digit() != was_digit)
        {
            found.push(Token {
                text: text.get(from..i).unwrap_or_default(),
                end: i,
                gap: text.get(last..from).unwrap_or_default(),
            });
            last = i;
            start = None;
        }
        if inside && start.is_none() {
            start = Some(i);
        }
        was_digit = c.is_ascii_digit();
    }
    found
}

/// In which order a text writes day and month where both may be either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// Not known: what may be read both ways is no date.
    #[default]
    Unknown,
    /// 14/7/2025
    DayFirst,
    /// 7/14/2025
    MonthFirst,
}

/// The first whole date written in a text where the order of day and month is not known.
pub(crate) fn in_words(text: &str) -> Option<(Date, usize)> {
    in_words_by(text, DayOrder::Unknown)
}

/// The first whole date written in a text, and where it ends: "July 14, 2025", "14. Juli 2025", "2025-07-14", "14.07.2025",
/// "2025年7月14日", "7/14/2025" where only one order of day and month is possible.
pub(crate) fn in_words_by(text: &str, order: DayOrder) -> Option<(Date, usize)> {
    let tokens = tokens(text);
    tokens.iter().enumerate().find_map(|(i, first)| {
        let [_, second, third] = [first, tokens.get(i + 1)?, tokens.get(i + 2)?];
        if second.text == "年" {
            let (month, day) =
                (third, tokens.get(i + 4).filter(|_| tokens.get(i + 3).is_some_and(|t| t.text == "月"))?);
            let date =
                Date::new(first.text.parse().ok()?, month.text.parse().ok()?, day.text.parse().ok()?).ok()?;
            return Some((date, day.end));
        }
        // "14th", "1er", "14 de julio de 2025"
        let (second, third, end) = match (second.text, third.text) {
            ("st" | "nd" | "rd" | "th" | "er" | "de" | "º", _) if month_of(third.text).is_some() => {
                let year = tokens.get(i + 3)?;
                let year = if matches!(year.text, "de" | "del") { tokens.get(i + 4)? } else { year };
                (third, year, year.end)
            }
            (_, "st" | "nd" | "rd" | "th" | "de" | "del") => {
                let year = tokens.get(i + 3)?;
                (second, year, year.end)
            }
            _ => (second, third, third.end),
        };
        date_of(first, second, third, order).map(|date| (date, end))
    })
}

fn date_of(first: &Token<'_>, second: &Token<'_>, third: &Token<'_>, order: DayOrder) -> Option<Date> {
    let near = |token: &Token<'_>| token.gap.chars().count() <= 3;
    if !near(second) || !near(third) {
        return None;
    }
    let number = |token: &Token<'_>| token.text.parse::<i16>().ok().filter(|_| token.text.len() <= 4);
    let year = |token: &Token<'_>| number(token).filter(|_| token.text.len() == 4);
    let small = |token: &Token<'_>| {
        number(token).filter(|_| token.text.len() <= 2).and_then(|n| i8::try_from(n).ok())
    };
    if let (Some(month), Some(day), Some(year)) = (month_of(first.text), small(second), year(third)) {
        return Date::new(year, month, day).ok();
    }
    if let (Some(day), Some(month), Some(year)) = (small(first), month_of(second.text), year(third)) {
        return Date::new(year, month, day).ok();
    }
    if let (Some(year), Some(month), Some(day)) = (year(first), small(second), small(third)) {
        return Date::new(year, month, day).ok();
    }
    // "26.10.13"
    let short_year = || {
        let all_short = [first, second, third].iter().all(|token| token.text.len() == 2);
        (all_short && second.gap == "." && order != DayOrder::MonthFirst)
            .then(|| number(third).map(|year| 2000 + year))
            .flatten()
    };
    let (one, two, year) = (small(first)?, small(second)?, year(third).or_else(short_year)?);
    let gap = second.gap.trim();
    if gap != third.gap.trim() {
        return None;
    }
    match gap {
        "." => Date::new(year, two, one).ok(),
        "/" | "-" if one > 12 || one == two => Date::new(year, two, one).ok(),
        "/" | "-" if two > 12 => Date::new(year, one, two).ok(),
        "/" | "-" if order == DayOrder::DayFirst => Date::new(year, two, one).ok(),
        "/" | "-" if order == DayOrder::MonthFirst => Date::new(year, one, two).ok(),
        _ => None,
    }
}

/// The day in the path of an address: `/2025/07/14/`, `/2025-07-14-`, `/20250714`.
pub(crate) fn in_path(path: &str) -> Option<Date> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let numbers: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let separated = numbers.windows(3).find_map(|w| match w {
        [y, m, d] if y.len() == 4 && (1..=2).contains(&m.len()) && (1..=2).contains(&d.len()) => {
            let joined = [format!("{y}/{m}/{d}"), format!("{y}-{m}-{d}")];
            joined.iter().any(|j| path.contains(j.as_str())).then_some(())?;
            Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()
        }
        _ => None,
    });
    let months = || {
        // "/2025/jul/14/"
        let parts: Vec<&str> = path.split('/').collect();
        parts.windows(3).find_map(|w| match w {
            [y, m, d] if y.len() == 4 => Date::new(y.parse().ok()?, month_of(m)?, d.parse().ok()?).ok(),
            _ => None,
        })
    };
    let compact = || {
        numbers.iter().filter(|n| n.len() == 8 && n.starts_with("20")).find_map(|n| {
            Date::new(n.get(..4)?.parse().ok()?, n.get(4..6)?.parse().ok()?, n.get(6..)?.parse().ok()?).ok()
        })
    };
    separated.or_else(months).or_else(compact)
}

/// Whether a page can have been published then: not before the web, not after it was fetched (a day's grace for offsets).
pub(crate) fn is_plausible(published: &Published, latest: Option<Date>) -> bool {
    let day = published.date.first_day();
    day >= EARLIEST && latest.is_none_or(|latest| latest.tomorrow().is_ok_and(|limit| day <= limit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stamps_of_machines() {
        for (text, day, instant) in [
            ("2025-07-14", "2025-07-14", None),
            ("2025-07-14T23:30:00-05:00", "2025-07-14", Some("2025-07-15T04:30:00Z")),
            ("2025-07-14T10:00:00.000+0200", "2025-07-14", Some("2025-07-14T08:00:00Z")),
            ("2025-07-14 10:00:00 +0000", "2025-07-14", Some("2025-07-14T10:00:00Z")),
            ("2025-07-14T10:00", "2025-07-14", None),
            ("2025/07/14", "2025-07-14", None),
            ("20250714", "2025-07-14", None),
            ("1752487200", "2025-07-14", Some("2025-07-14T10:00:00Z")),
            ("Mon, 14 Jul 2025 10:00:00 GMT", "2025-07-14", Some("2025-07-14T10:00:00Z")),
            ("July 14, 2025 5:00 pm", "2025-07-14", None),
        ] {
            let found = stamp(text, DateOrigin::Meta).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.date.to_string(), day, "{text}");
            assert_eq!(found.instant.map(|i| i.to_string()), instant.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn dates_in_words() {
        for (text, day) in [
            ("Published July 14, 2025 at 5", Some("2025-07-14")),
            ("Jul. 14th, 2025", Some("2025-07-14")),
            ("Montag, 14. Juli 2025, 10:00", Some("2025-07-14")),
            ("le 1er août 2024", Some("2024-08-01")),
            ("14 de julio de 2025", Some("2025-07-14")),
            ("14.07.2025", Some("2025-07-14")),
            ("7/14/2025", Some("2025-07-14")),
            ("14/7/2025", Some("2025-07-14")),
            ("2025年7月14日", Some("2025-07-14")),
            ("6/7/2025", None),
            ("31 February 2025", None),
            ("14 Jul", None),
            ("version 1.2.2025x", Some("2025-02-01")),
        ] {
            assert_eq!(in_words(text).map(|(d, _)| d.to_string()).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        for (path, day) in [
            ("/2025/07/14/x", Some("2025-07-14")),
            ("/news/2025-7-4-x", Some("2025-07-04")),
            ("/a/20250714/x", Some("2025-07-14")),
            ("/2025/jul/14/x", Some("2025-07-14")),
            ("/a-12345678", None),
            ("/2025/07/x", None),
            ("/2025/13/14", None),
        ] {
            assert_eq!(in_path(path).map(|d| d.to_string()).as_deref(), day, "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "([0-9]{1,4}|[-/. :年月日TZ+]|Juli|th|de|ü){0,14}") {
            let _ = (stamp(&text, DateOrigin::Meta), in_words(&text), in_path(&text));
        }
    }
}
