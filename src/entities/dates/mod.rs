//! Dates in running text, resolved against the day of publication. News looks back: of two readings the past one wins.

mod calendar;
mod fiscal;
mod present;
mod printed;
mod reckoned;

use super::patterns::{DATES, openings};
use crate::base::{Captures, Openings, Pattern};
use std::sync::LazyLock;

use crate::base::PartialDate;
use calendar::{COUNT, count_of, span_of};

/// A date where it stands in one text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct When {
    pub start: usize,
    pub end: usize,
    pub date: PartialDate,
    pub relative: bool,
}

/// What a form reads.
type Reading = When;

/// A way of printing dates, and how it is read.
struct Form {
    pattern: String,
    read: Reader,
}

type Reader = fn(&Captures<'_>, &Context<'_>) -> Option<Reading>;

impl Form {
    fn new(pattern: &str, read: Reader) -> Self {
        Self { pattern: format!("(?xi){pattern}"), read }
    }
}

/// What is known where a date stands.
struct Context<'a> {
    text: &'a str,
    published: Option<PartialDate>,
    /// A day until which months without a year have been, where the day of publication is not known.
    last_known: Option<PartialDate>,
    /// ISO 3166-1 alpha-2 code of the story's country.
    country: &'a str,
    /// The dates told before.
    told: Vec<When>,
}

impl Context<'_> {
    /// The last date told before `at` in its paragraph.
    fn told_before(&self, at: usize) -> Option<PartialDate> {
        let told = self.told.last()?;
        let between = self.text.get(told.end..at)?;
        (!between.contains('\n')).then_some(told.date)
    }

    /// The year that "In February" at the head of a sentence goes on in, where the sentence before names one that is
    /// past: the year told, or the next one for an earlier month.
    fn implied_year(&self, at: usize, month: i8) -> Option<i16> {
        let told = self.told.last().filter(|told| !told.relative)?;
        let published = self.published?;
        let between = self.text.get(told.end..at)?;
        let begins = between.trim_end().ends_with('.') || between.trim_end().ends_with(". On");
        let is_near = between.len() < 250 && !between.contains('\n') && between.matches(". ").count() <= 1;
        if !begins || !is_near || told.date.year() >= published.year() {
            return None;
        }
        let year = told.date.year() + i16::from(told.date.month().is_some_and(|before| month < before));
        PartialDate::of_month(year, month)
            .filter(|date| date.first_day() <= published.last_day())
            .map(|_| year)
    }
}

fn forms() -> Vec<Form> {
    let mut forms = printed::forms();
    forms.extend(reckoned::forms());
    forms.push(Form::new(&fiscal::pattern(), fiscal::read));
    forms
}

/// The patterns of all forms.
pub(super) fn patterns() -> Vec<Pattern> {
    forms().into_iter().map(|form| Pattern::new(form.pattern)).collect()
}

/// How each form is read.
static READERS: LazyLock<Vec<Reader>> = LazyLock::new(|| forms().into_iter().map(|form| form.read).collect());

/// "Two weeks before" at the end of the text that stands before a date.
static AWAY: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?P<n>{COUNT})\s(?P<unit>days?|weeks?|months?|years?)\s(?P<way>before|after|from)\s(?:the\s)?$"
    ))
});

/// The longest words of [`AWAY`], in bytes.
const AWAY_WITHIN: usize = 32;

/// Every date in a text, in order. Dates that need the day of publication are left out where it is not known. `country`
/// decides between the orders of day and month, and what a fiscal year is.
pub(super) fn dates(openings: &Openings<'_>, published: Option<PartialDate>, country: &str) -> Vec<When> {
    let text = openings.text();
    let mut found: Vec<Found<'_>> = Vec::new();
    for order in 0..READERS.len() {
        let mut at = 0;
        while let Some(captures) = openings.captures(DATES + order, at) {
            let Some(whole) = captures.get(0) else { break };
            // What stands before the month or year itself is passed over, so that another form may begin there.
            let (start, end) =
                captures.name("w").map_or((whole.start(), whole.end()), |w| (w.start(), w.end()));
            found.push((start, usize::MAX - end, order, captures));
            at = next_word(text, whole.start());
            if at >= text.len() {
                break;
            }
        }
    }
    // The earliest, and of those the longest.
    found.sort_by_key(|(start, end, order, _)| (*start, *end, *order));
    let told = read(text, published, None, country, &found);
    match published {
        Some(_) => told,
        None => match present::last_known(text, &told) {
            Some(last) => read(text, None, Some(last), country, &found),
            None => told,
        },
    }
}

/// The day that the dateline of an article gives ("RENO, Nev., May 4, 2026 --"), or a line of its head that tells nothing
/// else ("Published: May 4, 2026").
pub(super) fn dateline(text: &str, country: &str) -> Option<PartialDate> {
    let head = present::head(text);
    present::dateline(text, &dates(&openings(head), None, country))
}

/// What a form has found: where it begins, how far it reaches, the form's number.
type Found<'a> = (usize, usize, usize, Captures<'a>);

/// Reads what the forms have found, in order, leaving out what overlaps.
fn read(
    text: &str,
    published: Option<PartialDate>,
    last_known: Option<PartialDate>,
    country: &str,
    found: &[Found<'_>],
) -> Vec<When> {
    let mut context = Context { text, published, last_known, country, told: Vec::new() };
    let mut end = 0;
    for (start, _, order, captures) in found {
        if *start < end {
            continue;
        }
        let Some(when) = READERS.get(*order).and_then(|read| read(captures, &context)) else {
            continue;
        };
        if when.start < end {
            continue;
        }
        end = when.end;
        let when = moved(text, when);
        context.told.push(when);
    }
    context.told
}

/// "Two weeks before May 13, 1999" is one date.
fn moved(text: &str, when: When) -> When {
    let mut from = when.start.saturating_sub(AWAY_WITHIN);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..when.start).unwrap_or_default();
    let read = || {
        let captures = AWAY.captures(before).filter(|_| when.date.day().is_some())?;
        let sign = if captures.text("way").eq_ignore_ascii_case("before") { -1 } else { 1 };
        let count = sign * count_of(captures.text("n"))?;
        let day = when.date.first_day().checked_add(span_of(count, captures.text("unit"))?).ok()?;
        Some(When { start: from + captures.get(0)?.start(), date: day.into(), ..when.clone() })
    };
    read().unwrap_or(when)
}

fn next_word(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    rest.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |i| {
        let skipped = from + i;
        skipped + text[skipped..].chars().next().map_or(1, char::len_utf8)
    })
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
            ("last Friday, next Tuesday", vec!["2026-03-06", "2026-03-17"]),
            ("On Jan. 5, 2024, it began. In February it ended.", vec!["2024-01-05", "2024-02"]),
            ("On Jan. 5, 2024, it began, and he left in February.", vec!["2024-01-05", "2026-02"]),
            ("It won on June 3, 2025. A month earlier it had lost.", vec!["2025-06-03", "2025-05"]),
            ("the end of fiscal 2027, the first quarter of FY26", vec!["2027-09", "2025-10"]),
            ("by the end of the current fiscal year", vec!["2026-09"]),
            ("two weeks before May 13, 2025", vec!["2025-04-29"]),
            ("the last Friday of January, 3/4/2026", vec!["2026-01-30", "2026-03-04"]),
            ("On Friday 31 people came in the 2011-12 season", vec!["2026-03-13"]),
            ("completion date of Sept. 9, 2027, and Oct.13, 2028", vec!["2027-09-09", "2028-10-13"]),
        ] {
            let found: Vec<String> =
                dates(&openings(text), Some(published), "us").iter().map(|w| w.date.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn each_country_has_its_own_order_and_fiscal_year() {
        let published: PartialDate = "2026-03-15".parse().unwrap();
        for (country, text, expected) in [
            ("gb", "3/4/2026", "2026-04-03"),
            ("us", "25/12/2025", "2025-12-25"),
            ("gb", "the end of the 2025/26 financial year", "2026-03"),
            ("au", "the end of FY26", "2026-06"),
            ("in", "the start of FY27", "2026-04"),
            ("jp", "the end of fiscal 2026", "2027-03"),
            ("us", "last fiscal year", "2025"),
        ] {
            let found = dates(&openings(text), Some(published), country);
            let found: Vec<String> = found.iter().map(|w| w.date.to_string()).collect();
            assert_eq!(found, [expected], "{text} in {country}");
        }
    }

    #[test]
    fn without_a_day_of_publication_whole_dates_tell_the_years_of_others() {
        for (text, expected) in [
            // Nothing tells what is "last month".
            ("last month, on Friday, in February", vec![]),
            ("last month, on July 14, 2025", vec!["2025-07-14"]),
            // About a day: the months nearest to it.
            (
                "It won on Jan. 14, 2025. Work halted on April 2, in May.",
                vec!["2025-01-14", "2025-04-02", "2025-05"],
            ),
            ("Chosen on March 27, 2026, it was to end in February.", vec!["2026-03-27", "2026-02"]),
            // A month that needs its year is of another year than those that do not.
            ("In July 2025 it won. All broke down in February.", vec!["2025-07", "2026-02"]),
            // What lies ahead of the telling tells nothing of it.
            ("It runs until May 31, 2030. It began in March.", vec!["2030-05-31"]),
        ] {
            let found: Vec<String> =
                dates(&openings(text), None, "us").iter().map(|w| w.date.to_string()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_dateline_tells_the_day() {
        for (text, expected) in [
            ("WASHINGTON, Dec. 18, 2025 — The department chose", Some("2025-12-18")),
            ("MOUNTAIN VIEW, CA (November 20, 2024) — The unit", Some("2024-11-20")),
            ("RESTON, Va., Sept. 14, 2021 (GLOBE NEWSWIRE) -- Larkfield", Some("2021-09-14")),
            ("Written by A. Reporter\n\nPublished: 23:52, July 14, 2025\n\nFour labs", Some("2025-07-14")),
            ("File: B-418877.3\nDate: October 22, 2020\n\nDIGEST", Some("2020-10-22")),
            ("18 September 2025\nThe navy", Some("2025-09-18")),
            ("Department of Defense 2022-09-27 〜 2023-09-30\n\nIt holds", None),
            ("Under a deal signed on July 14, 2025 (see below)", None),
            ("The bid closes July 14, 2025.", None),
        ] {
            assert_eq!(dateline(text, "us").map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|[0-9]{1,4}[- ,.]|May |Sept. |in |last ){0,40}") {
            for when in dates(&openings(&text), "2024-02-29".parse().ok(), "us") {
                proptest::prop_assert!(text.get(when.start..when.end).is_some());
            }
        }
    }
}
