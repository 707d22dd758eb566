//! Dates in running text, resolved against the day of publication. News looks back: of two readings the past one wins.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};

use crate::base::PartialDate;

/// A date where it stands in one text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct When {
    pub start: usize,
    pub end: usize,
    pub date: PartialDate,
    pub relative: bool,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let weekday = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";
    let month = "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\\b";
    // Beside a number a month needs no capital, "may" excepted.
    let beside = format!(
        "(?:{month}|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    );
    let count = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten)";
    let pattern = format!(
        r"(?xi)\b(?:
        (?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b
        |(?P<md_month>{beside})\.?\s(?P<md_day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<md_year>(?:19|20)\d\d)\b)?
        |(?P<dm_day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<dm_month>{beside})\.?(?:,?\s(?P<dm_year>(?:19|20)\d\d))?\b
        |(?:(?P<part>early|late|mid|the\send\sof|the\sbeginning\sof)[\s-])?(?P<my_month>{beside})\.?,?\s(?:of\s)?(?P<my_year>(?:19|20)\d\d)\b
        |(?:in\s|since\s)?(?P<of_last>{month})\s(?:of\s)?(?P<which>last|this)\syear\b
        |(?:(?:in|since|by|until|through|from|during|of|this|last|late|early|mid|between|and|for|en|fin|depuis|début)[\s-])(?:late\s|early\s|mid-)?(?P<m_month>{month})(?:\.?,?\s(?P<m_year>(?:19|20)\d\d)\b)?
        |(?P<rel>(?:last|this|earlier\sthis|later\sthis|next|late\slast)\s(?:week|month|year|spring|summer|autumn|fall|winter|{weekday})|yesterday|today|tonight|earlier\stoday|two\sweeks\sago|two\smonths\sago|a\s(?:week|month|year)\sago|two\syears\sago)\b
        |(?P<ago>{count}\s(?:days?|weeks?|months?|years?)\sago|the\sday\sbefore\syesterday|tomorrow)\b
        |(?P<weekday>{weekday}|lundi|mardi|mercredi|jeudi|vendredi)\b
        |(?P<fy>(?:fiscal(?:\syear)?|FY)\s?['’]?(?P<fy_year>(?:20)?\d\d))\b
        |(?:in|since|by|until|of|during|from|through|early|late|mid|year)[\s-](?:early\s|late\s|mid-)?(?P<y_year>(?:19|20)\d\d)\b
        )"
    );
    crate::base::pattern(&pattern)
});

/// Every date in `text`, in order. Dates that need the day of publication are left out where it is not known.
pub(super) fn dates(text: &str, published: Option<PartialDate>) -> Vec<When> {
    let mut found: Vec<When> = Vec::new();
    let mut at = 0;
    while let Some(captures) = PATTERN.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { break };
        // "of Sept. 9": the day goes with the month, and the preposition is passed over.
        let has_day =
            captures.name("m_month").filter(|_| captures.name("m_year").is_none()).is_some_and(|m| {
                let rest = text.get(m.end()..).unwrap_or_default().trim_start_matches(['.', ' ', '\u{a0}']);
                rest.len() < text.len() - m.end() && rest.starts_with(|c: char| c.is_ascii_digit())
            });
        match if has_day { None } else { read(&captures, published) } {
            Some((start, end, date, relative)) => {
                found.push(When { start, end, date, relative });
                at = end;
            }
            // "Army of 2025" may hide "of 2025": look again from the next word.
            None => at = next_word(text, whole.start()),
        }
        if at >= text.len() {
            break;
        }
    }
    found
}

fn next_word(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    rest.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |i| {
        let skipped = from + i;
        skipped + text[skipped..].chars().next().map_or(1, char::len_utf8)
    })
}

fn read(
    captures: &Captures<'_>,
    published: Option<PartialDate>,
) -> Option<(usize, usize, PartialDate, bool)> {
    let get = |name: &str| captures.name(name);
    let whole = captures.get(0)?;
    let number = |name: &str| get(name).and_then(|m| m.as_str().parse::<i16>().ok());
    let span = |name: &str| get(name).map_or((whole.start(), whole.end()), |m| (m.start(), m.end()));
    if let Some(iso) = get("iso") {
        return Some((iso.start(), iso.end(), iso.as_str().parse().ok()?, false));
    }
    for (month, day, year) in [("md_month", "md_day", "md_year"), ("dm_month", "dm_day", "dm_year")] {
        if let (Some(month), Some(day)) = (get(month), number(day)) {
            let month = month_of(month.as_str())?;
            let day = i8::try_from(day).ok()?;
            let (date, relative) = match number(year) {
                Some(year) => (PartialDate::of_day(year, month, day)?, false),
                None => (day_near(month, day, published?)?, true),
            };
            return Some((whole.start(), whole.end(), date, relative));
        }
    }
    if let (Some(month), Some(year)) = (get("my_month"), number("my_year")) {
        let date = PartialDate::of_month(year, month_of(month.as_str())?)?;
        return Some((whole.start(), whole.end(), date, false));
    }
    if let Some(month) = get("of_last") {
        let back = i16::from(get("which")?.as_str().eq_ignore_ascii_case("last"));
        let date = PartialDate::of_month(published?.year() - back, month_of(month.as_str())?)?;
        return Some((whole.start(), whole.end(), date, true));
    }
    if let Some(month) = get("m_month") {
        let (start, end) = span("m_month");
        if let Some(year) = number("m_year") {
            let end = span("m_year").1;
            return Some((start, end, PartialDate::of_month(year, month_of(month.as_str())?)?, false));
        }
        // "may" opens a sentence more often than it dates one, so it needs its capital and a preposition.
        let date = month_near(month_of(month.as_str())?, published?)?;
        return Some((start, end, date, true));
    }
    if let Some(words) = get("rel") {
        return Some((words.start(), words.end(), relative_date(words.as_str(), published?)?, true));
    }
    if let Some(words) = get("ago") {
        return Some((words.start(), words.end(), ago(words.as_str(), published?)?, true));
    }
    if let Some(name) = get("weekday") {
        let day = last_weekday(name.as_str(), published?)?;
        return Some((name.start(), name.end(), day, true));
    }
    if let Some(year) = number("fy_year") {
        let (start, end) = span("fy");
        let year = if year < 100 { 2000 + year } else { year };
        return Some((start, end, PartialDate::of_year(year)?, false));
    }
    let (start, end) = span("y_year");
    Some((start, end, PartialDate::of_year(number("y_year")?)?, false))
}

/// The month that an English name or abbreviation means.
fn month_of(name: &str) -> Option<i8> {
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
    let index = MONTHS.iter().position(|month| {
        *month == name
            || (name.len() >= 3 && name.len() <= 4 && month.starts_with(&name) && *month != "march"
                || name == "mar" && *month == "march")
    })?;
    i8::try_from(index + 1).ok()
}

/// The day of that month closest before the publication (up to a month after it, for what is announced ahead).
fn day_near(month: i8, day: i8, published: PartialDate) -> Option<PartialDate> {
    let reference = published.last_day();
    let limit = reference.checked_add(45.days()).ok()?;
    let candidate = |year: i16| PartialDate::of_day(year, month, day);
    [published.year() + 1, published.year(), published.year() - 1]
        .into_iter()
        .filter_map(candidate)
        .find(|date| date.first_day() <= limit)
}

fn month_near(month: i8, published: PartialDate) -> Option<PartialDate> {
    let this_year = PartialDate::of_month(published.year(), month)?;
    if this_year.first_day() <= published.last_day() {
        return Some(this_year);
    }
    PartialDate::of_month(published.year() - 1, month)
}

fn full_day(published: PartialDate) -> Option<Date> {
    published.day().map(|_| published.first_day())
}

fn last_weekday(name: &str, published: PartialDate) -> Option<PartialDate> {
    let weekday = match name.to_lowercase().as_str() {
        "monday" | "lundi" => Weekday::Monday,
        "tuesday" | "mardi" => Weekday::Tuesday,
        "wednesday" | "mercredi" => Weekday::Wednesday,
        "thursday" | "jeudi" => Weekday::Thursday,
        "friday" | "vendredi" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        _ => Weekday::Sunday,
    };
    let mut day = full_day(published)?;
    while day.weekday() != weekday {
        day = day.yesterday().ok()?;
    }
    Some(day.into())
}

/// "six days ago": a day; "two months ago": a month; "three years ago": a year.
fn ago(words: &str, published: PartialDate) -> Option<PartialDate> {
    const COUNTS: [&str; 11] =
        ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let words = words.to_lowercase();
    match words.as_str() {
        "tomorrow" => return Some(full_day(published)?.tomorrow().ok()?.into()),
        "the day before yesterday" => return Some(full_day(published)?.checked_sub(2.days()).ok()?.into()),
        _ => {}
    }
    let mut parts = words.split_whitespace();
    let (count, unit) = (parts.next()?, parts.next()?);
    let count = match count {
        "a" | "an" => 1,
        count => count.parse().ok().or_else(|| COUNTS.iter().position(|c| *c == count).map(|i| i as i64))?,
    };
    let back = |span: jiff::Span| published.first_day().checked_sub(span).ok();
    match unit.trim_end_matches('s') {
        "day" => Some(full_day(published)?.checked_sub(count.days()).ok()?.into()),
        // A week is no unit of a partial date; its month is the best that can be said.
        "week" => {
            Some(PartialDate::from(full_day(published)?.checked_sub((7 * count).days()).ok()?).to_month())
        }
        "month" => published.month().and_then(|_| Some(PartialDate::from(back(count.months())?).to_month())),
        _ => PartialDate::of_year(published.year() - i16::try_from(count).ok()?),
    }
}

fn relative_date(words: &str, published: PartialDate) -> Option<PartialDate> {
    let words = words.to_lowercase();
    let month = || published.month().map(|_| published.first_day());
    let month_back = |n: i64| {
        let day = month()?.checked_sub(n.months()).ok()?;
        Some(PartialDate::from(day).to_month())
    };
    let days_back = |n: i64| full_day(published)?.checked_sub(n.days()).ok().map(PartialDate::from);
    match words.as_str() {
        "today" | "tonight" | "earlier today" => days_back(0),
        "yesterday" => days_back(1),
        "last month" | "a month ago" | "late last month" => month_back(1),
        "two months ago" => month_back(2),
        "this month" | "earlier this month" | "later this month" => month_back(0),
        "next month" => Some(PartialDate::from(month()?.checked_add(1.month()).ok()?).to_month()),
        // A week is no unit of a partial date; its month is the best that can be said.
        "this week" | "earlier this week" | "later this week" => days_back(0).map(|d| d.to_month()),
        "last week" | "a week ago" | "late last week" => days_back(7).map(|d| d.to_month()),
        "two weeks ago" => days_back(14).map(|d| d.to_month()),
        "last year" | "a year ago" | "late last year" => PartialDate::of_year(published.year() - 1),
        "two years ago" => PartialDate::of_year(published.year() - 2),
        "this year" | "earlier this year" | "later this year" => PartialDate::of_year(published.year()),
        "next year" => PartialDate::of_year(published.year() + 1),
        _ => {
            let (which, rest) = words.rsplit_once(' ')?;
            if rest.ends_with("day") {
                let this = last_weekday(rest, published)?;
                return (which.ends_with("last") || which.ends_with("this")).then_some(this);
            }
            which.ends_with("last").then(|| PartialDate::of_year(published.year() - 1))?
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_news_prints_them() {
        let published: PartialDate = "2026-03-15".parse().unwrap(); // a Sunday
        for (text, expected) in [
            ("In July 2025, it", vec!["2025-07"]),
            ("on September 30, 2025, the last day", vec!["2025-09-30"]),
            ("Sept. 9 and 3 March 2026", vec!["2025-09-09", "2026-03-03"]),
            ("late Friday", vec!["2026-03-13"]),
            ("deteriorated in February when", vec!["2026-02"]),
            ("announced last month", vec!["2026-02"]),
            ("said yesterday", vec!["2026-03-14"]),
            ("November of last year", vec!["2025-11"]),
            ("In November last year", vec!["2025-11"]),
            ("since 2009, fiscal 2027, FY26", vec!["2009", "2027", "2026"]),
            ("2025-10-15", vec!["2025-10-15"]),
            ("earlier this week", vec!["2026-03"]),
            ("Army 12 and Python 3, it may, Deal 5", vec![]),
            ("by December", vec!["2025-12"]),
            ("le 3 mars 2026, fin février", vec!["2026-03-03", "2026-02"]),
            ("six days ago, two months ago", vec!["2026-03-09", "2026-01"]),
            ("on march 3 2015 and april 2017", vec!["2015-03-03", "2017-04"]),
            ("signed in August 2024", vec!["2024-08"]),
            ("In 2025 the agency", vec!["2025"]),
        ] {
            let found: Vec<String> =
                dates(text, Some(published)).iter().map(|w| w.date.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn without_a_day_of_publication_only_whole_dates_are_read() {
        let found = dates("last month, on Friday, in February, on July 14, 2025", None);
        assert_eq!(found.iter().map(|w| w.date.to_string()).collect::<Vec<_>>(), ["2025-07-14"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|[0-9]{1,4}[- ,.]|May |Sept. |in |last ){0,40}") {
            for when in dates(&text, "2024-02-29".parse().ok()) {
                proptest::prop_assert!(text.get(when.start..when.end).is_some());
            }
        }
    }
}
