//! When a contract is to be done.

use crate::base::Pattern;
use std::sync::LazyLock;

use super::Read;
use super::term::is_of_options;
use crate::base::PartialDate;
use crate::entities::DateMention;

/// What stands right before the date and says that the work is done then.
static DONE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?ix)(?:
        \b(?:complet(?:e|ed|es|ing|ion)|finish(?:ed|es)?|conclud(?:e|ed|es)|done|expire[sd]?|expiring|expiration|expiry|end|ends|ended|ending)\b
        |\bdeliver(?:y|ed|ies)\s(?:dates?|by|is|no\slater)
        |\bperiod\sof\sperformance\b[^.;]{0,60}?\b(?:through|until|to)
        |\b(?:runs?|running|lasts?|lasting|extends?|extending|extended|continues?|continue|valid)\s(?:\w+\s){0,2}?(?:until|till|through|thru|to|up\sto|into)
        |\b(?:through|until)
        )
        (?:\s(?:of\swork|of\sperformance|of\sthe\s\w+|dates?|of|is|are|will\sbe|expected|estimated|anticipated|scheduled|planned|to\sbe|by|in|on|for|no\slater\sthan|not\slater\sthan|before|around|about|approximately|as\slate\sas|at|the|end|beginning|middle|late|early|mid|year)|:|\s-|-)*
        ,?\s?\(?-?$",
    )
});

/// "with a June 7, 2030, performance completion date": the words come after it.
static DONE_AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^,?\s(?:as\s(?:the|an?)\s)?(?:(?:estimated|expected|final|performance|contract|ordering\speriod)\s){0,3}(?:completion|end|expiration)\b",
    )
});

/// What says that another thing is done then: money that lapses, a price to be settled.
static NOT_WORK: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:fund(?:s|ing)?|definitiz(?:ed|ation)|appropriat\w+|option\speriods?|options|fiscal\syear|bids?|proposals?|ceasefire)\b[^.;,]{0,60}$",
    )
});

/// What follows a day by which others must act.
static DEADLINE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)^,?\sto\s(?:respond|bid|apply|reply|submit|comment|file|decide|appeal|answer|object)\b",
    )
});

/// A date that begins with its month.
static MONTH: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"(?i)^(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"));

/// A fiscal year ends no work.
static FISCAL: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"(?i)\b(?:fiscal|financial|FY)"));

/// The date of one sentence, and whether it speaks of completion itself; `start` is the sentence's place and `dates` what
/// stands in it. What is to be done lies ahead: a day named without its year is the next one.
pub(super) fn read(
    text: &str,
    start: usize,
    dates: &[&DateMention],
    published: Option<PartialDate>,
) -> Option<(bool, Read<PartialDate>)> {
    let mut weak = None;
    for mention in dates {
        let (from, to) = (mention.span.start.checked_sub(start)?, mention.span.end.checked_sub(start)?);
        let (before, after) = (text.get(..from)?, text.get(to..)?);
        let value = ahead(mention, &text[from..to], published);
        let is_past = published.is_some_and(|published| value.last_day() < published.first_day());
        if is_past || is_of_options(text, from, to) {
            continue;
        }
        let found = Read { value, start: from, end: to };
        if DONE_AFTER.is_match(after) {
            return Some((true, found));
        }
        let Some(lead) = DONE.find(before) else { continue };
        if lead.as_str().to_lowercase().starts_with("complet") {
            return Some((true, found));
        }
        // "Not said until today" ends no work.
        let is_ahead = published.is_none_or(|published| value.last_day() > published.last_day());
        if is_ahead
            && !DEADLINE.is_match(after)
            && !NOT_WORK.is_match(&before[..lead.start()])
            && !FISCAL.is_match(&text[from..to])
        {
            weak.get_or_insert((false, found));
        }
    }
    weak
}

/// A month named without its year is the next one; "Friday" and "last month" stay what they are.
pub(super) fn ahead(mention: &DateMention, words: &str, published: Option<PartialDate>) -> PartialDate {
    let date = mention.date;
    let is_past = published.is_some_and(|published| date.last_day() < published.first_day());
    let next = match (date.month(), date.day()) {
        (Some(month), Some(day)) => PartialDate::of_day(date.year() + 1, month, day),
        (Some(month), None) => PartialDate::of_month(date.year() + 1, month),
        _ => None,
    };
    let is_month = MONTH.is_match(words);
    next.filter(|_| mention.relative && is_past && is_month).unwrap_or(date)
}
