//! Dates as they are printed: days and months with or without their year.

use super::calendar::{BESIDE, MONTH, WEEKDAY, YEAR, day_near, month_near, month_next, month_of, ordinal_of};
use super::{Context, Form, Reading};
use crate::base::Captures;
use crate::base::PartialDate;

/// Ordinals in words.
const ORDINAL: &str = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[\\s-]\\w+|thirtieth|thirty[\\s-]first)";

/// The forms, each with how it is read.
pub(super) fn forms() -> Vec<Form> {
    vec![
        Form::new(
            &format!(r"\b(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>\d\d?)(?P<sep2>[-/.])(?P<d>\d\d?)\b"),
            numeric_iso,
        ),
        Form::new(
            &format!(
                r"\b(?:(?P<y>{YEAR})[-/](?:(?P<mon>{BESIDE})\.?[-/](?P<d>\d\d?)|(?P<d2>\d\d?)[-/](?P<mon2>{BESIDE}))|(?P<d3>\d\d?)-(?P<y3>{YEAR})-(?P<mon3>{BESIDE}))\b"
            ),
            year_first,
        ),
        Form::new(
            &format!(
                r"\b(?:{WEEKDAY},?\s)?(?P<mon>{BESIDE})(?:\.?,?[\s/-]|\.)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?[\s/-](?P<y>{YEAR})\b)?"
            ),
            day,
        ),
        Form::new(
            &format!(
                r"\b(?:{WEEKDAY},?\s)?(?:the\s)?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s/-](?:of\s)?|(?P<dw>{ORDINAL})\sof\s)(?P<mon>{BESIDE})\b\.?(?:,?[\s/-](?P<y>{YEAR})\b)?"
            ),
            day,
        ),
        Form::new(
            r"\b(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P<sep2>[/.])(?P<y>(?:19|20)\d\d|\d\d)\b",
            numeric,
        ),
        Form::new(
            &format!(
                r"\b(?:(?:early|late|mid|the\send\sof|the\sbeginning\sof)[\s-])?(?P<mon>{BESIDE})(?:\.?,?\s(?:of\s)?|[-/])(?P<y>{YEAR})\b"
            ),
            month,
        ),
        Form::new(
            &format!(r"\b(?P<m>0?[1-9]|1[0-2])/(?P<y>{YEAR})\b|\b(?P<y2>{YEAR})-(?P<m2>0[1-9]|1[0-2])\b"),
            numeric_month,
        ),
        Form::new(&format!(r"\b(?:the\s)?(?P<n>{ORDINAL})\smonth\sof\s(?P<y>{YEAR})\b"), numbered_month),
        Form::new(
            &format!(r"\b(?:in\s|since\s)?(?P<mon>{MONTH})\s(?:of\s)?(?P<which>last|this|next)\syear\b"),
            month_of_year,
        ),
        Form::new(
            &format!(r"\b(?P<which>next|last|this)\s(?P<mon>{BESIDE})\b|\b(?P<mon2>{BESIDE})\safter\snext\b"),
            which_month,
        ),
        Form::new(
            &format!(
                r"\b(?:in|since|by|until|through|from|during|of|late|early|mid|between|and|for|that|en|fin|depuis|début)[\s-](?:late\s|early\s|mid-)?(?P<w>{MONTH})\b|\b(?:in|since|until)\s(?P<low>may|january|february|april|june|july|august|september|october|november|december)\b"
            ),
            bare_month,
        ),
        Form::new(
            &format!(
                r"\b(?:in|since|by|until|of|during|from|through|early|late|mid|year)[\s-](?:early\s|late\s|mid-)?(?P<w>{YEAR})\b"
            ),
            bare_year,
        ),
    ]
}

fn number<T: std::str::FromStr>(captures: &Captures<'_>, names: &[&str]) -> Option<T> {
    names.iter().find_map(|name| captures.name(name)).and_then(|m| m.as_str().parse().ok())
}

fn named_month(captures: &Captures<'_>, names: &[&str]) -> Option<i8> {
    names.iter().find_map(|name| captures.name(name)).and_then(|m| month_of(m.as_str()))
}

fn whole(captures: &Captures<'_>, date: PartialDate, relative: bool) -> Option<Reading> {
    let whole = captures.get(0)?;
    Some(Reading { start: whole.start(), end: whole.end(), date, relative })
}

fn numeric_iso(captures: &Captures<'_>, _: &Context<'_>) -> Option<Reading> {
    if captures.name("sep")?.as_str() != captures.name("sep2")?.as_str() {
        return None;
    }
    let date =
        PartialDate::of_day(number(captures, &["y"])?, number(captures, &["m"])?, number(captures, &["d"])?)?;
    whole(captures, date, false)
}

fn year_first(captures: &Captures<'_>, _: &Context<'_>) -> Option<Reading> {
    let date = PartialDate::of_day(
        number(captures, &["y", "y3"])?,
        named_month(captures, &["mon", "mon2", "mon3"])?,
        number(captures, &["d", "d2", "d3"])?,
    )?;
    whole(captures, date, false)
}

fn day(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let month = named_month(captures, &["mon"])?;
    let day = number(captures, &["d"]).or_else(|| ordinal_of(captures.name("dw")?.as_str()))?;
    if let Some(year) = number(captures, &["y"]) {
        return whole(captures, PartialDate::of_day(year, month, day)?, false);
    }
    let implied = context.implied_year(captures.get(0)?.start(), month);
    let date = implied.and_then(|year| PartialDate::of_day(year, month, day));
    whole(captures, date.or_else(|| day_near(month, day, context.published.or(context.last_known)?))?, true)
}

/// "3/4/2026", "31.10.2026": the month first in the United States, the day first elsewhere, unless only one reading is a date.
fn numeric(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let (sep, sep2) = (captures.name("sep")?.as_str(), captures.name("sep2")?.as_str());
    let (a, b, year) =
        (number(captures, &["a"])?, number(captures, &["b"])?, number::<i16>(captures, &["y"])?);
    let is_short = year < 100;
    // "1.2.26" is a version or a section, not a day.
    if sep != sep2 || (is_short && sep == ".") {
        return None;
    }
    let year = match (is_short, context.published) {
        (false, _) => year,
        (true, Some(published)) if 2000 + year > published.year() + 20 => 1900 + year,
        (true, _) => 2000 + year,
    };
    let (month, day) = if matches!(context.country, "us" | "" | "xx") { (a, b) } else { (b, a) };
    let date = PartialDate::of_day(year, month, day).or_else(|| PartialDate::of_day(year, day, month))?;
    whole(captures, date, false)
}

fn month(captures: &Captures<'_>, _: &Context<'_>) -> Option<Reading> {
    whole(
        captures,
        PartialDate::of_month(number(captures, &["y"])?, named_month(captures, &["mon"])?)?,
        false,
    )
}

fn numeric_month(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let found = captures.get(0)?;
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '–'));
    let (before, after) = (context.text.get(..found.start())?, context.text.get(found.end()..)?);
    let year: i16 = number(captures, &["y", "y2"])?;
    let month: i8 = number(captures, &["m", "m2"])?;
    // "2011-12" is a season or a fiscal year more often than a December.
    let is_season = captures.name("y2").is_some() && i16::from(month) == year % 100 + 1;
    if beside(before.chars().next_back()) || beside(after.chars().next()) || is_season {
        return None;
    }
    whole(captures, PartialDate::of_month(year, month)?, false)
}

fn numbered_month(captures: &Captures<'_>, _: &Context<'_>) -> Option<Reading> {
    let month = ordinal_of(captures.name("n")?.as_str())?;
    whole(captures, PartialDate::of_month(number(captures, &["y"])?, month)?, false)
}

fn month_of_year(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let away = match captures.name("which")?.as_str().to_lowercase().as_str() {
        "last" => -1,
        "next" => 1,
        _ => 0,
    };
    let date = PartialDate::of_month(context.published?.year() + away, named_month(captures, &["mon"])?)?;
    whole(captures, date, true)
}

fn which_month(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let published = context.published?;
    let month = named_month(captures, &["mon", "mon2"])?;
    let next = month_next(month, published)?;
    match captures.name("which").map(|which| which.as_str().to_lowercase()) {
        None => whole(captures, PartialDate::of_month(next.year() + 1, month)?, true),
        Some(which) if which == "next" => whole(captures, next, true),
        Some(_) => {
            let name = captures.name("mon")?;
            // "this may" and "last march" without a capital are other words more often.
            name.as_str().starts_with(char::is_uppercase).then_some(())?;
            let date = month_near(month, published)?;
            Some(Reading { start: name.start(), end: name.end(), date, relative: true })
        }
    }
}

fn bare_month(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let name = captures.name("w").or_else(|| captures.name("low"))?;
    let month = month_of(name.as_str())?;
    let implied = context.implied_year(captures.get(0)?.start(), month);
    let date = implied.and_then(|year| PartialDate::of_month(year, month));
    let date = date.or_else(|| month_near(month, context.published.or(context.last_known)?))?;
    Some(Reading { start: name.start(), end: name.end(), date, relative: true })
}

fn bare_year(captures: &Captures<'_>, _: &Context<'_>) -> Option<Reading> {
    let year = captures.name("w")?;
    Some(Reading {
        start: year.start(),
        end: year.end(),
        date: PartialDate::of_year(year.as_str().parse().ok()?)?,
        relative: false,
    })
}
