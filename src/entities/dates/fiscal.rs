//! Fiscal years, by the country of the story.

use super::Context;
use super::Reading;
use super::calendar::YEAR;
use crate::base::Captures;
use crate::base::PartialDate;

/// "fiscal 2026", "the end of FY26", "the first quarter of fiscal 2026", "last fiscal year", "the 2025/26 financial year".
pub(super) fn pattern() -> String {
    format!(
        r"\b(?:(?P<part>(?:the\s)?(?:end|start|beginning)\sof|(?:the\s)?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)\squarter\sof|Q(?P<q>[1-4])(?:\sof)?|early|late|mid)[\s-](?:the\s)?)?(?:
        (?P<fy>(?:(?:fiscal|financial)(?:\syear)?|FY)\s?['’]?(?P<fy_year>(?:20)?\d\d)(?:[-–/](?P<fy_to>(?:20)?\d\d))?)\b
        |(?P<span_from>{YEAR})[-–/](?P<span_to>\d\d)\s(?:fiscal|financial|budget)\syear\b
        |(?P<which>last|this|next|the\scurrent|current|the\sprevious|previous|the\scoming)\s(?:fiscal|financial)\syear\b)"
    )
}

/// The month a fiscal year begins in, and whether it is named for the calendar year it ends in.
fn rule(country: &str) -> (i8, bool) {
    match country {
        "gb" | "in" | "ca" | "nz" | "sg" | "hk" | "za" => (4, true),
        "jp" => (4, false),
        "au" | "pk" | "bd" | "eg" => (7, true),
        "us" | "th" | "ht" => (10, true),
        _ => (1, false),
    }
}

/// The year named; with a part of it the month that the part begins or ends in.
pub(super) fn read(captures: &Captures<'_>, context: &Context<'_>) -> Option<Reading> {
    let whole = captures.get(0)?;
    let (first_month, by_end) = rule(context.country);
    let number = |name: &str| captures.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let full = |year: i16| if year < 100 { 2000 + year } else { year };
    let is_relative = captures.name("which").is_some();
    let named = if let Some(year) = number("fy_to").or_else(|| number("span_to")) {
        // "2025-26" is named for both.
        if by_end { full(year) } else { full(number("fy_year").or_else(|| number("span_from"))?) }
    } else if let Some(year) = number("fy_year") {
        full(year)
    } else {
        let published = context.published?;
        let month = published.month()?;
        let current = published.year() + i16::from(by_end && month >= first_month && first_month > 1)
            - i16::from(!by_end && month < first_month);
        let which = captures.name("which")?.as_str().to_lowercase();
        current
            + match which.trim_start_matches("the ") {
                "last" | "previous" => -1,
                "next" | "coming" => 1,
                _ => 0,
            }
    };
    let begins = (named - i16::from(by_end && first_month > 1), first_month);
    let month_after = |months: i16| {
        let from_zero = begins.0 * 12 + i16::from(begins.1) - 1 + months;
        PartialDate::of_month(from_zero.div_euclid(12), i8::try_from(from_zero.rem_euclid(12) + 1).ok()?)
    };
    let part = captures.name("part").map(|part| part.as_str().to_lowercase());
    let quarter = captures
        .name("quarter")
        .and_then(|m| super::calendar::ordinal_of(m.as_str()))
        .map(i16::from)
        .or_else(|| number("q"));
    let date = match (part, quarter) {
        (_, Some(quarter)) => month_after(3 * (quarter - 1)),
        (Some(part), None) if part.contains("end") => month_after(11),
        (Some(part), None) if part.contains("start") || part.contains("beginning") => month_after(0),
        _ => PartialDate::of_year(named),
    }?;
    Some(Reading { start: whole.start(), end: whole.end(), date, relative: is_relative })
}
