//! Dates reckoned from the day of publication, or from the date told before.

use crate::base::Captures;
use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::{
    BESIDE, COUNT, WEEKDAY, YEAR, away, count_of, full_day, last_weekday, month_of, nearest, ordinal_of,
    span_of, weekday_of, weekday_of_week,
};
use super::{Context, Form, Reading};
use crate::base::PartialDate;

const UNIT: &str = "(?:days?|weeks?|fortnights?|months?|years?|decades?)";
const WHICH: &str = "(?:last|previous|past|this|next|following|coming|current)";
const PLACE: &str = "(?:first|second|third|fourth|fifth|last)";

/// The forms, each with how it is read.
pub(super) fn forms() -> Vec<Form> {
    vec![
        Form::new(
            r"\b(?:the\sday\sbefore\syesterday|the\sday\safter\stomorrow|yesterday|today|tonight|tomorrow)\b",
            named_day,
        ),
        Form::new(
            &format!(
                r"\b(?P<n>{COUNT})\s(?P<unit>{UNIT})\s(?P<way>before|after|from|since)\s(?P<day>yesterday|today|tomorrow|now)\b"
            ),
            from_named_day,
        ),
        Form::new(
            &format!(r"\b(?P<n>{COUNT})(?:\s(?P<unit>{UNIT})|(?P<short>d))\s(?P<way>ago|hence)\b"),
            ago,
        ),
        Form::new(
            &format!(r"\b(?P<n>{COUNT})\s(?P<unit>{UNIT})\s(?P<way>earlier|before|later|after)\b"),
            earlier,
        ),
        Form::new(
            &format!(
                r"\b(?:(?:late|early|earlier|later)\s)?(?:the\s)?(?P<which>this\spast|{WHICH})\s(?P<unit>week|month|year|spring|summer|autumn|fall|winter)\b"
            ),
            which_unit,
        ),
        Form::new(
            &format!(
                r"\b(?:late\s)?(?P<which>this\spast|last|previous|past|this|next|following|coming)\s(?P<wd>{WEEKDAY})\b"
            ),
            which_weekday,
        ),
        Form::new(
            &format!(
                r"\b(?P<wd>{WEEKDAY})\sof\s(?:the\s)?(?P<which>{WHICH})\sweek\b|\b(?P<which2>{WHICH})\sweek(?:['’]s)?(?:\son)?\s(?P<wd2>{WEEKDAY})\b|\b(?P<wd3>{WEEKDAY})\s(?P<n>{COUNT})\sweeks?\s(?P<way>from\snow|ago|hence)\b"
            ),
            weekday_by_week,
        ),
        Form::new(
            &format!(
                r"\b(?P<wd>{WEEKDAY}),?\s(?:the\s)?(?:(?P<m>\d{{1,2}})[-/](?P<md>\d{{1,2}})\b|(?P<d>\d{{1,2}}(?:st|nd|rd|th)?|(?:twenty|thirty)[\s-]\w+)\b)"
            ),
            weekday_and_number,
        ),
        Form::new(
            &format!(
                r"\b(?:the\s)?(?P<place>{PLACE})(?P<from_end>\slast)?\s(?P<wd>{WEEKDAY}|day)\s(?:of|in)\s(?:(?P<mon>{BESIDE})\b(?:,?\s(?P<y>{YEAR}))?|(?:the\s)?(?P<which>{WHICH})\smonth)\b"
            ),
            place_in_month,
        ),
        Form::new(
            &format!(
                r"\b(?:the\s)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\sof\s(?:the\s)?(?P<which>{WHICH})\smonth\b"
            ),
            day_of_which_month,
        ),
        Form::new(&format!(r"\b(?P<mon>{BESIDE})\sin\s(?P<n>{COUNT})\syears?\b"), month_in_years),
        Form::new(&format!(r"\b(?P<w>{WEEKDAY})\b"), weekday),
    ]
}

fn whole(captures: &Captures<'_>, date: impl Into<PartialDate>) -> Option<Reading> {
    let whole = captures.get(0)?;
    Some(Reading { start: whole.start(), end: whole.end(), date: date.into(), relative: true })
}

fn text<'t>(captures: &Captures<'t>, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| captures.name(name)).map(|m| m.as_str())
}

fn day_of(name: &str, context: &Context<'_>) -> Option<Date> {
    let away: i64 = match name.to_lowercase().as_str() {
        "the day before yesterday" => -2,
        "yesterday" => -1,
        "tomorrow" => 1,
        "the day after tomorrow" => 2,
        _ => 0,
    };
    full_day(context.published?)?.checked_add(away.days()).ok()
}

fn named_day(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    whole(captures, day_of(captures.get(0)?.as_str(), context)?)
}

fn from_named_day(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let count = count_of(text(captures, &["n"])?)?;
    let sign = if text(captures, &["way"])?.eq_ignore_ascii_case("before") { -1 } else { 1 };
    let (unit, name) = (text(captures, &["unit"])?, text(captures, &["day"])?);
    let day = day_of(name, context)?;
    // "Three years from today" names a day, "a year from now" does not.
    if name.eq_ignore_ascii_case("now") {
        return whole(captures, away(day.into(), sign * count, unit)?);
    }
    whole(captures, day.checked_add(span_of(sign * count, unit)?).ok()?)
}

fn ago(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let count = count_of(text(captures, &["n"])?)?;
    let sign = if text(captures, &["way"])?.eq_ignore_ascii_case("ago") { -1 } else { 1 };
    let unit = text(captures, &["unit"]).unwrap_or("day");
    whole(captures, away(context.published?, sign * count, unit)?)
}

/// "A month earlier": than the date told before in the paragraph, else than the publication.
fn earlier(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let found = captures.get(0)?;
    let way = text(captures, &["way"])?.to_lowercase();
    let rest = context.text.get(found.end()..)?;
    // "Two weeks after the award" is reckoned from what is told there.
    let goes_on = rest.starts_with(' ') && matches!(way.as_str(), "before" | "after");
    let count = count_of(text(captures, &["n"])?).filter(|_| !goes_on)?;
    let sign = if matches!(way.as_str(), "earlier" | "before") { -1 } else { 1 };
    let from = context.told_before(found.start()).or(context.published)?;
    whole(captures, away(from, sign * count, text(captures, &["unit"])?)?)
}

fn which_unit(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let published = context.published?;
    let sign = sign_of(text(captures, &["which"])?);
    let unit = text(captures, &["unit"])?.to_lowercase();
    let date = match unit.as_str() {
        // A week is no unit of a partial date; its month is the best that can be said.
        "week" => PartialDate::from(full_day(published)?.checked_add((7 * sign).days()).ok()?).to_month(),
        "month" => {
            published.month()?;
            PartialDate::from(published.first_day().checked_add(sign.months()).ok()?).to_month()
        }
        "year" => PartialDate::of_year(published.year() + i16::try_from(sign).ok()?)?,
        _ if sign < 0 => PartialDate::of_year(published.year() - 1)?,
        _ => return None,
    };
    whole(captures, date)
}

fn sign_of(which: &str) -> i64 {
    match which.to_lowercase().as_str() {
        "last" | "previous" | "past" | "this past" => -1,
        "next" | "following" | "coming" => 1,
        _ => 0,
    }
}

/// "Last Wednesday" is that of the week before; of this week one says "Wednesday".
fn which_weekday(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let published = context.published?;
    let weekday = weekday_of(text(captures, &["wd"])?)?;
    let which = text(captures, &["which"])?.to_lowercase();
    let date = match which.as_str() {
        "last" | "previous" => weekday_of_week(weekday, -1, published)?,
        "past" | "this past" => {
            last_weekday(weekday, PartialDate::from(full_day(published)?.yesterday().ok()?))?
        }
        "next" | "following" | "coming" => weekday_of_week(weekday, 1, published)?,
        _ => last_weekday(weekday, published)?,
    };
    whole(captures, date)
}

fn weekday_by_week(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let weekday = weekday_of(text(captures, &["wd", "wd2", "wd3"])?)?;
    let weeks = if let Some(which) = text(captures, &["which", "which2"]) {
        sign_of(which)
    } else {
        let sign = if text(captures, &["way"])?.eq_ignore_ascii_case("ago") { -1 } else { 1 };
        sign * count_of(text(captures, &["n"])?)?
    };
    whole(captures, weekday_of_week(weekday, weeks, context.published?)?)
}

fn weekday_and_number(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let published = context.published?;
    let weekday = weekday_of(text(captures, &["wd"])?)?;
    if let Some(month) = text(captures, &["m"]) {
        let (month, day): (i8, i8) = (month.parse().ok()?, text(captures, &["md"])?.parse().ok()?);
        let year = full_day(published)?.year();
        let date = (-1..=1)
            .filter_map(|years| Date::new(year + years, month, day).ok())
            .find(|date| date.weekday() == weekday)?;
        return whole(captures, date);
    }
    // "On Friday 31 people": a count.
    let after = context.text.get(captures.get(0)?.end()..)?;
    let is_count = after.starts_with(' ') && text(captures, &["d"])?.bytes().all(|b| b.is_ascii_digit());
    let day = ordinal_of(text(captures, &["d"])?).filter(|_| !is_count)?;
    whole(captures, nearest(weekday, day, published)?)
}

/// "The first Monday in this month", "the last Friday of October", "the last day of May": of this year, where none is
/// said.
fn place_in_month(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let month = match text(captures, &["mon"]) {
        Some(name) => {
            let year = text(captures, &["y"]).and_then(|year| year.parse().ok());
            Date::new(year.or_else(|| Some(context.published?.year()))?, month_of(name)?, 1).ok()?
        }
        None => which_month(text(captures, &["which"])?, context)?,
    };
    let place = text(captures, &["place"])?.to_lowercase();
    let is_from_end = place == "last" || captures.name("from_end").is_some();
    let steps = if place == "last" { 1 } else { ordinal_of(&place)? };
    let weekday = weekday_of(text(captures, &["wd"])?);
    let mut day = if is_from_end { month.last_of_month() } else { month };
    let mut left = steps;
    loop {
        if weekday.is_none_or(|weekday| day.weekday() == weekday) {
            left -= 1;
        }
        if left == 0 {
            break;
        }
        day = if is_from_end { day.yesterday().ok()? } else { day.tomorrow().ok()? };
    }
    (day.month() == month.month()).then_some(())?;
    whole(captures, day)
}

/// The first day of "last month", "the current month".
fn which_month(which: &str, context: &Context<'_>) -> Option<Date> {
    let published = context.published?;
    published.month()?;
    published.first_day().first_of_month().checked_add(sign_of(which).months()).ok()
}

fn day_of_which_month(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let month = which_month(text(captures, &["which"])?, context)?;
    whole(captures, Date::new(month.year(), month.month(), text(captures, &["d"])?.parse().ok()?).ok()?)
}

fn month_in_years(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let years = i16::try_from(count_of(text(captures, &["n"])?)?).ok()?;
    whole(
        captures,
        PartialDate::of_month(context.published?.year() + years, month_of(text(captures, &["mon"])?)?)?,
    )
}

fn weekday(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let weekday = weekday_of(text(captures, &["w"])?)?;
    whole(captures, last_weekday(weekday, context.published?)?)
}
