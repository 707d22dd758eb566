//! Names and reckonings of the calendar. News looks back: of two readings the past one wins.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::base::PartialDate;

/// Names of months in running text. Beside a number a month needs no capital, "may" excepted.
pub(super) const BESIDE: &str = "(?:(?-i:May|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

/// Names of months by themselves.
pub(super) const MONTH: &str = "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";

/// Names of weekdays.
pub(super) const WEEKDAY: &str =
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi)";

/// Counts in words and digits.
pub(super) const COUNT: &str =
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\scouple\sof)";

/// Four digits of a year.
pub(super) const YEAR: &str = r"(?:19|20)\d\d";

/// The month that an English or French name or abbreviation means.
pub(super) fn month_of(name: &str) -> Option<i8> {
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
    const FRENCH: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let name = name.to_lowercase();
    if let Some(index) = FRENCH.iter().position(|month| *month == name) {
        return i8::try_from(index + 1).ok();
    }
    let index =
        MONTHS.iter().position(|month| *month == name || (name.len() >= 3 && month.starts_with(&name)))?;
    i8::try_from(index + 1).ok()
}

/// The weekday of an English or French name.
pub(super) fn weekday_of(name: &str) -> Option<Weekday> {
    Some(match name.to_lowercase().as_str() {
        "monday" | "lundi" => Weekday::Monday,
        "tuesday" | "mardi" => Weekday::Tuesday,
        "wednesday" | "mercredi" => Weekday::Wednesday,
        "thursday" | "jeudi" => Weekday::Thursday,
        "friday" | "vendredi" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// The number of a count.
pub(super) fn count_of(words: &str) -> Option<i64> {
    const COUNTS: [&str; 13] = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    let words = words.to_lowercase();
    match words.as_str() {
        "a" | "an" => Some(1),
        words if words.starts_with("a ") => Some(2),
        words => words.parse().ok().or_else(|| COUNTS.iter().position(|c| *c == words).map(|i| i as i64)),
    }
}

/// The number of an ordinal: "3rd", "third", "thirty first".
pub(super) fn ordinal_of(words: &str) -> Option<i8> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let words = words.to_lowercase().replace('-', " ");
    let digits = words.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let place = |word: &str| ORDINALS.iter().position(|o| *o == word).and_then(|i| i8::try_from(i + 1).ok());
    match words.split_once(' ') {
        Some(("twenty", rest)) => place(rest).map(|unit| 20 + unit),
        Some(("thirty", "first")) => Some(31),
        Some(_) => None,
        None if words == "thirtieth" => Some(30),
        None => place(&words),
    }
}

/// So many days, weeks, months or years.
pub(super) fn span_of(count: i64, unit: &str) -> Option<Span> {
    Some(match unit.to_lowercase().trim_end_matches('s') {
        "day" | "d" => count.days(),
        "week" => count.checked_mul(7)?.days(),
        "fortnight" => count.checked_mul(14)?.days(),
        "month" => count.months(),
        "year" => count.years(),
        "decade" => count.checked_mul(10)?.years(),
        _ => return None,
    })
}

/// A day that is so many units away, said no more exactly than its unit.
pub(super) fn away(from: PartialDate, count: i64, unit: &str) -> Option<PartialDate> {
    let there = PartialDate::from(from.first_day().checked_add(span_of(count, unit)?).ok()?);
    match unit.to_lowercase().trim_end_matches('s') {
        "month" => from.month().map(|_| there.to_month()),
        "year" | "decade" => PartialDate::of_year(there.year()),
        _ => from.day().map(|_| there),
    }
}

/// The day of publication, where it is known to the day.
pub(super) fn full_day(published: PartialDate) -> Option<Date> {
    published.day().map(|_| published.first_day())
}

/// The day of that month closest before the publication (up to 45 days after it, for what is announced ahead).
pub(super) fn day_near(month: i8, day: i8, published: PartialDate) -> Option<PartialDate> {
    let limit = published.last_day().checked_add(45.days()).ok()?;
    (-8..=1)
        .rev()
        .filter_map(|years| PartialDate::of_day(published.year().checked_add(years)?, month, day))
        .find(|date| date.first_day() <= limit)
}

/// The last such month that has begun by the publication.
pub(super) fn month_near(month: i8, published: PartialDate) -> Option<PartialDate> {
    let this_year = PartialDate::of_month(published.year(), month)?;
    if this_year.first_day() <= published.last_day() {
        return Some(this_year);
    }
    PartialDate::of_month(published.year() - 1, month)
}

/// The first such month that has not begun by the publication.
pub(super) fn month_next(month: i8, published: PartialDate) -> Option<PartialDate> {
    let near = month_near(month, published)?;
    PartialDate::of_month(near.year() + 1, month)
}

/// The last such weekday up to the publication, itself included.
pub(super) fn last_weekday(weekday: Weekday, published: PartialDate) -> Option<Date> {
    let mut day = full_day(published)?;
    while day.weekday() != weekday {
        day = day.yesterday().ok()?;
    }
    Some(day)
}

/// The weekday of the week (from Monday) that is so many weeks after that of the publication.
pub(super) fn weekday_of_week(weekday: Weekday, weeks: i64, published: PartialDate) -> Option<Date> {
    let day = full_day(published)?;
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
    monday.checked_add((7 * weeks + i64::from(weekday.to_monday_zero_offset())).days()).ok()
}

/// The day nearest to the publication that is this day of a month and this weekday.
pub(super) fn nearest(weekday: Weekday, day: i8, published: PartialDate) -> Option<Date> {
    let from = full_day(published)?;
    (-36_i64..=36)
        .filter_map(|months| {
            let month = from.first_of_month().checked_add(months.months()).ok()?;
            Date::new(month.year(), month.month(), day).ok()
        })
        .filter(|date| date.weekday() == weekday)
        .min_by_key(|date| from.until(*date).map_or(i32::MAX, |span| span.get_days().abs()))
}
