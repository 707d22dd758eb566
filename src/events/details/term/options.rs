//! OptionPeriods told by their number ("four option years"), base years, sums of years ("3+1+1"), and options exercised.

use std::sync::LazyLock;

use super::duration::{COUNT, Duration, LONGEST, number};
use super::{Exercised, OptionPeriods};
use crate::base::Pattern;
use crate::events::details::Read;

/// More options than these are something else.
const MOST: u32 = 20;

/// "Four option years", "two optional years", "option years one through four".
static OPTION_YEARS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?P<n>{COUNT}|an?|single)(?:\s?\(\d{{1,2}}\))?[\s-](?:(?:additional|further|successive|consecutive|subsequent|possible|potential|priced|unexercised|remaining)\s){{0,2}}(?:option|optional|renewal|extension)[\s-](?P<u>years?|months?|periods?|terms?)\b|\boption\syears?\s(?:one|1|I)\s(?:through|to|thru|-|–)\s(?P<m>{COUNT}|II|III|IV|V)\b"
    ))
});

/// "A base year and four options": a number of options whose length is not said.
static BARE_OPTIONS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?:with|has|have|having|includ(?:es|ed|ing)|plus|and|contains?|containing|carr(?:y|ies))\s(?:up\sto\s)?(?P<n>{COUNT}|an)\s(?:(?:additional|further|successive|possible|potential|priced|unexercised|more|renewal)\s){{0,2}}(?P<w>options?|extensions|renewals)\b(?:\s(?P<f>\w+))?"
    ))
});

/// What follows "options" where their length stands after it, or where they are no options of time.
static GOES_ON: &[&str] =
    &["of", "to", "that", "on", "available", "for", "year", "years", "period", "periods"];

/// "A base year", "a one-year base" is a stretch of its own.
static BASE_YEAR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?:an?\s|one[\s-]|one\s\(1\)\s|single\s|12-month\s)?base[\s-](?:year|12\smonths)\b(?:\speriod\b)?|\b(?:an?\s|one[\s-])?base[\s-](?:plus|and)[\s-](?:{COUNT})[\s-]option[\s-]years?\b"
    ))
});

/// "3+1+1 years".
static SUM_OF_YEARS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?P<a>\d{1,2})\s?\+\s?(?P<b>\d{1,2})(?:\s?\+\s?(?P<c>\d{1,2}))?(?:\s?\+\s?(?P<d>\d{1,2}))?[\s-](?P<u>years?|months?)\b",
    )
});

/// An option is exercised: "exercised the second option year", "is having Option Year Two exercised".
static EXERCISED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:exercis(?:es|ed|ing|e)|pick(?:s|ed|ing)\sup|t(?:akes|ook|aking)\sup|activat(?:es|ed|ing))\s(?:[^\s.;]+\s){0,6}?[^\s.;]*\boptions?\b(?:[\s-](?:years?|periods?|terms?)\b)?(?:\s(?:no\.?\s|number\s)?(?:one|two|three|four|five|six|[1-9]|I{1,3}|IV|VI?)\b)?|\boption(?:[\s-](?:years?|periods?|terms?))?(?:\s(?:one|two|three|four|five|six|[1-9]|I{1,3}|IV|VI?)\b)?\s(?:(?:was|were|is|has\sbeen|have\sbeen|being)\s)?(?:recently\s|just\s)?exercised\b",
    )
});

/// What makes an exercise one that may come or was refused.
static UNREAL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:if|should|when|were|could|can|may|might|would|until|unless|once|assuming|whether|right|rights|declin\w+|refus\w+|not|never|didn[’']t|instead\sof|without|decide[sd]?|plans?|expects?|intends?|before)\b[^.;]{0,50}$",
    )
});

static ORDINAL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?P<o>first|second|third|fourth|fifth|sixth)\b|\boption(?:[\s-](?:year|period|term))?\s(?:no\.?\s|number\s)?(?P<n>one|two|three|four|five|six|[1-9]|III|II|IV|VI|V|I)\b",
    )
});

/// The options that a sentence counts; their months are 0 where only their number is said.
pub(super) fn counted(text: &str) -> Option<Read<OptionPeriods>> {
    let years = OPTION_YEARS.captures_iter(text).find_map(|found| {
        let whole = found.get(0)?;
        let before = text.get(..whole.start())?.to_lowercase();
        // "No option years", and the ones of which one was exercised by its number are read there.
        if before.trim_end().ends_with(" no") || before.trim_end().ends_with("without") {
            return None;
        }
        let (count, months) = match found.name("m") {
            Some(last) => (roman(last.as_str())?, 12),
            None => (number(found.text("n"))?, months_of(found.text("u"))),
        };
        read(count, months, whole.start(), whole.end())
    });
    years.or_else(|| {
        let found = BARE_OPTIONS.captures(text)?;
        let whole = found.get(0)?;
        if GOES_ON.contains(&found.text("f").to_lowercase().as_str()) {
            return None;
        }
        let start = found.name("n")?.start();
        let end = found.name("w")?.end();
        read(number(found.text("n"))?, 0, start.max(whole.start()), end)
    })
}

fn read(count: u32, months: u32, start: usize, end: usize) -> Option<Read<OptionPeriods>> {
    let is_sound = (1..=MOST).contains(&count) && count * months <= LONGEST;
    is_sound.then_some(Read { value: OptionPeriods { count, months }, start, end })
}

/// An "option year" is a year; how long an "option period" is remains to be said.
fn months_of(unit: &str) -> u32 {
    match unit.to_lowercase().as_str() {
        "year" | "years" => 12,
        "month" | "months" => 1,
        _ => 0,
    }
}

fn roman(text: &str) -> Option<u32> {
    let all = ["i", "ii", "iii", "iv", "v", "vi"];
    let place = all.iter().position(|known| *known == text.to_lowercase());
    place.map(|place| place as u32 + 1).or_else(|| number(text))
}

/// "A base year".
pub(super) fn base_year(text: &str) -> Option<Read<u32>> {
    let found = BASE_YEAR.find(text)?;
    Some(Read { value: 12, start: found.start(), end: found.end() })
}

/// "3+1+1 years": the base, then its options, which are of one length.
pub(super) fn sum_of_years(text: &str) -> Option<Read<(u32, OptionPeriods)>> {
    let found = SUM_OF_YEARS.captures(text)?;
    let whole = found.get(0)?;
    let unit = if found.text("u").to_lowercase().starts_with('m') { 1 } else { 12 };
    let months = |group: &str| found.text(group).parse::<u32>().ok().map(|n| n * unit);
    let base = months("a")?;
    let options: Vec<u32> = ["b", "c", "d"].into_iter().filter_map(months).collect();
    let (first, total) = (*options.first()?, options.iter().sum::<u32>());
    let options = if options.iter().all(|one| *one == first) {
        OptionPeriods { count: options.len() as u32, months: first }
    } else {
        OptionPeriods { count: 1, months: total }
    };
    let is_sound = base > 0 && first > 0 && base + total <= LONGEST;
    is_sound.then_some(Read { value: (base, options), start: whole.start(), end: whole.end() })
}

/// An option that a sentence tells to be exercised. `lengths` are the sentence's stretches.
pub(super) fn exercised(text: &str, lengths: &[Duration]) -> Option<Read<Exercised>> {
    EXERCISED.find_iter(text).find_map(|found| {
        let before = text.get(..found.start())?;
        if UNREAL.is_match(before) || text.get(found.end()..)?.trim_start().starts_with("if ") {
            return None;
        }
        // "To exercise" is what an official announcement says of what it announces.
        let said = found.as_str();
        let order = ORDINAL.captures(said).or_else(|| ORDINAL.captures(last_words(before)));
        let order = order.and_then(|found| match found.name("o") {
            Some(word) => ordinal(word.as_str()),
            None => roman(found.text("n")),
        });
        let inside = lengths.iter().find(|one| one.start >= found.start() && one.end <= found.end() + 2);
        let lower = said.to_lowercase();
        let is_year = lower.contains("option year") || lower.contains("option-year");
        let months = inside.map(|one| one.months).or(is_year.then_some(12));
        let several = ["options", "option years", "option periods"].iter().any(|word| lower.contains(word));
        if several && order.is_none() && inside.is_none() {
            return None;
        }
        Some(Read { value: Exercised { number: order, months }, start: found.start(), end: found.end() })
    })
}

/// "The second" of "the second option year was exercised".
fn last_words(before: &str) -> &str {
    let trimmed = before.trim_end();
    let start = trimmed.rfind([' ', '.', ',']).map_or(0, |at| at + 1);
    &trimmed[start..]
}

fn ordinal(word: &str) -> Option<u32> {
    let all = ["first", "second", "third", "fourth", "fifth", "sixth"];
    all.iter().position(|known| *known == word.to_lowercase()).map(|place| place as u32 + 1)
}
