//! Days of a term: when it begins, when it ends, and until when options may carry it.

use std::sync::LazyLock;

use super::context::HEADS;
use crate::base::{PartialDate, Pattern};
use crate::entities::DateMention;
use crate::events::details::Read;
use crate::events::details::completion::ahead;

/// Things beside a contract that begin and end.
static OTHER_BEGINNING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:pilots?|trials?|tests?|competitions?|schemes?|services?|systems?|programs?|programmes?|projects?|protests?|talks|negotiations|investigations?|stud(?:y|ies)|bids?|bidding|tenders?|sales?|shipments?|deliver(?:y|ies)|fiscal|push(?:es|ed)?|end\sdate|expir\w+|delay\w*|mov(?:es|ed)|deadline)\b",
    )
});

/// How far before the day of a beginning its contract stands, in bytes.
const SUBJECT_WITHIN: usize = 90;

/// How far from the day of publication a term may begin, in years.
const NEAR: i16 = 6;

/// What stands right before the day on which a term begins.
static BEGINS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:beginning|starting|commencing|effective|begin|begins|began|start|starts|started|commence|commences|commenced|(?:takes?|took|taking)\seffect|start\sdate|effective\sdate|commencement\sdate)\b(?:\s(?:is|as\sof|of|on|in|from|date|expected|scheduled|planned|to\sbe|will\sbe|work|around|about|early|late|for)|:){0,3}\s?$",
    )
});

/// What stands right before the first of two days.
static FROM: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)(?:\b(?:from|between|(?:period\sof\sperformance|term|duration|contract\speriod|contract\sdates?|ordering\speriod)(?:\s(?:is|of|runs|runs\sfrom|from|will\sbe)|:)))\s?(?:from\s)?$",
    )
});

/// What stands between two days of one stretch.
static TO: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?i)^,?\s?(?:to|through|until|till|thru|and|-|–|—)\s?(?:the\send\sof\s)?$")
});

/// What stands right before the day until which options may carry a contract.
static WITH_OPTIONS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:options?|(?:possible|optional|potential)\s(?:extensions?|renewals?))\b[^.;]{0,90}?\b(?:to|through|until|till|into|thru|(?:end|ends|ending|completed|expire)\s(?:in|by))\s(?:the\send\sof\s|as\slate\sas\s|as\sfar\sas\s|at\sleast\s|early\s|late\s|mid-?\s?)?$|\b(?:may|could|can|might)\s(?:be\s(?:extended|renewed)|(?:extend|run|last|continue|stretch))(?:\s[\w’'-]+){0,4}?\s(?:to|through|until|till|into)\s(?:the\send\sof\s|as\slate\sas\s|early\s|late\s)?$",
    )
});

/// "To 2031", which is no date elsewhere.
static TO_YEAR: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)\b(?:to|into|till)\s(?P<y>20\d\d)\b"));

/// What follows the day until which options may carry a contract.
static IF_EXERCISED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^\)?,?\s(?:if|should|when|with|assuming|provided)\s(?:all|both|every|the|its|each)?\s?(?:of\s)?(?:the\s|its\s)?(?:\w+\s)?options?\b|^\s\(?(?:with|including)\s(?:all\s)?(?:the\s)?options?\b",
    )
});

/// Options that were exercised carried the contract already; what they must be decided by is no end of it.
static NOT_AHEAD: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:exercised?\s(?:by|before|in|until)|expires?|decide[sd]?|has\suntil|must|deadline|bids?|proposals?|fund(?:s|ing)?)\b[^.;]{0,30}$",
    )
});

/// When a term begins and, where both stand together, when it ends. `dates` are those of the sentence, `start` its place.
pub(super) fn begins(
    text: &str,
    start: usize,
    dates: &[&DateMention],
    published: Option<PartialDate>,
) -> Option<(Read<PartialDate>, Option<Read<PartialDate>>)> {
    dates.iter().enumerate().find_map(|(n, mention)| {
        let (from, to) = place(mention, start)?;
        let (before, first) = (text.get(..from)?, Read { value: mention.date, start: from, end: to });
        let second = dates.get(n + 1).and_then(|next| {
            let (at, end) = place(next, start)?;
            let is_stretch =
                TO.is_match(text.get(to..at)?) && next.date.first_day() > mention.date.last_day();
            is_stretch.then_some(Read { value: next.date, start: at, end })
        });
        let is_said = match &second {
            Some(_) => FROM.is_match(before) || BEGINS.is_match(before),
            None => BEGINS.is_match(before) && (!mention.relative || mention.date.month().is_some()),
        };
        let is_near = published.is_none_or(|day| (mention.date.year() - day.year()).abs() <= NEAR);
        (is_said && is_near && is_of_contract(before)).then_some((first, second))
    })
}

/// Until when options may carry the contract.
pub(super) fn with_options(
    text: &str,
    start: usize,
    dates: &[&DateMention],
    published: Option<PartialDate>,
) -> Option<Read<PartialDate>> {
    let is_ahead = |value: PartialDate| published.is_none_or(|day| value.last_day() > day.last_day());
    let read = |value, start, end| {
        (is_ahead(value) && is_of_options(text, start, end)).then_some(Read { value, start, end })
    };
    let dated = dates.iter().find_map(|mention| {
        let (from, to) = place(mention, start)?;
        read(ahead(mention, text.get(from..to)?, published), from, to)
    });
    dated.or_else(|| {
        TO_YEAR.captures_iter(text).find_map(|found| {
            let year = found.name("y")?;
            read(PartialDate::of_year(year.as_str().parse().ok()?)?, year.start(), year.end())
        })
    })
}

/// Whether a day is that until which options may carry the contract: it is no completion then.
pub(in crate::events::details) fn is_of_options(text: &str, from: usize, to: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..from), text.get(to..)) else { return false };
    (WITH_OPTIONS.is_match(before) && !NOT_AHEAD.is_match(before)) || IF_EXERCISED.is_match(after)
}

fn place(mention: &DateMention, start: usize) -> Option<(usize, usize)> {
    Some((mention.span.start.checked_sub(start)?, mention.span.end.checked_sub(start)?))
}

/// Whether what begins is a contract, its term or the work under it: many things begin.
fn is_of_contract(before: &str) -> bool {
    let near = super::context::tail(before, SUBJECT_WITHIN);
    let lower = near.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
    let is_named = words
        .any(|word| HEADS.contains(&word) || matches!(word, "work" | "performance" | "term" | "duration"));
    is_named && !OTHER_BEGINNING.is_match(near)
}
