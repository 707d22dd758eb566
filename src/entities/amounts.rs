//! Sums of money: figure, scale, currency, range and qualifier, from the text as printed.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use super::currencies::{CODES, Unit, dollar_of, scale, unit};
use super::mention::Qualifier;
use crate::base::{Currency, Money};

/// A sum where it stands in one text, before anyone asks what it is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sum {
    pub start: usize,
    pub end: usize,
    pub money: Money,
    pub low: Option<Decimal>,
    pub qualifier: Option<Qualifier>,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let codes = CODES.join("|");
    let number = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:[\s\u{a0}\u{202f}]\d{3})+|\d+(?:[.,]\d+)?)";
    let scale = r"(?:lakh\scrore|thousand|millions?|billions?|trillions?|milliards?|milliarden|millionen|millones|milioni|miliardi|lakhs?|crores?|mln|bln|mil|trn|mm|mn|bn|tn|cr|k|m|b|t)";
    let words = r"(?:U\.?S\.?[\s-]|Australian\s|Canadian\s|New\sZealand\s|Singapore\s|Hong\sKong\s|New\sTaiwan\s)?dollars?|euros?|(?:British\s)?pounds?(?:\ssterling)?|sterling|(?:Indian\s)?rupees?|(?:Japanese\s)?yen|yuan|renminbi|(?:Korean\s)?won|shekels?|hryvnias?|zlotys?|liras?|dirhams?|riyals?|(?:Swiss\s)?francs|kronor|kroner|rand|rupiah|ringgit|baht|reais|cents?|pence";
    let spelled = r"half\sa|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a\shundred|several\shundred";
    let pattern = format!(
        r"(?xi)
        # a sign or code, then the figure: $200 million, EUR 5bn, Rs 500 crore, US$ 3.5-4 million
        (?P<sign>(?:US|AU|A|CA|C|NZ|SG|S|HK|NT|R)?\$\s?(?:US)?|£|€|₹|¥|₩|₪|₴|₺|\bRs\.?|(?-i:\b(?:{codes}))\s?[$£€]?)
        \s?(?P<low1>(?P<x>{number})(?:[\s-]?(?P<lowscale>{scale})\b)?(?:\s?[-–—]\s?|\sto\s))?(?P<figure1>{number})(?P<scale1>[\s-]?{scale}\b)?
        (?P<post>\s(?-i:{codes})\b)?
        |
        # the figure, then a code, sign or word: 200 million dollars, 5 MEUR, 42 cents, 10 Mio. €
        \b(?P<figure2>{number}|(?:{spelled})(?P<must>\s{scale}\b)?)(?P<scale2>[\s-]?{scale}\b)?[\s-]?(?:de\s|d['’]|of\s)?(?P<unit>(?-i:\b(?:{codes})\b)|(?:{words})\b|[€£₹¢])
        "
    );
    crate::base::pattern(&pattern)
});

/// A billion dollars: a scale of its own, only with a currency word.
fn spelled_number(words: &str) -> Option<Decimal> {
    let lower = words.to_lowercase();
    let tenths = match lower.as_str() {
        "half a" => 5,
        "a" | "an" | "one" => 10,
        "two" => 20,
        "three" => 30,
        "four" => 40,
        "five" => 50,
        "six" => 60,
        "seven" => 70,
        "eight" => 80,
        "nine" => 90,
        "ten" => 100,
        "twelve" => 120,
        "fifteen" => 150,
        "twenty" => 200,
        "thirty" => 300,
        "forty" => 400,
        "fifty" => 500,
        "sixty" => 600,
        "seventy" => 700,
        "eighty" => 800,
        "ninety" => 900,
        "a hundred" => 1000,
        _ => return None,
    };
    Some(Decimal::new(tenths, 1))
}

/// Reads digits with English, Indian or European grouping: a comma before one or two last digits is a decimal comma.
fn parse_figure(figure: &str) -> Option<Decimal> {
    let mut digits: String = figure.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.matches('.').count() > 1 {
        digits = digits.replace('.', "");
    }
    match digits.rsplit_once(',') {
        Some((whole, last)) if last.len() < 3 && !whole.contains(',') => digits = format!("{whole}.{last}"),
        Some(_) => digits = digits.replace(',', ""),
        None => {}
    }
    digits.parse().ok()
}

/// Every sum of money in `text`, in order. `country` tells which dollar a bare `$` is.
pub(super) fn sums(text: &str, country: &str) -> Vec<Sum> {
    if !may_hold_money(text) {
        return Vec::new();
    }
    let mut found: Vec<Sum> = Vec::new();
    for captures in PATTERN.captures_iter(text) {
        let Some(sum) = read(text, &captures, country) else { continue };
        match found.last_mut() {
            Some(last) if joins_range(text, last, &sum) => {
                let low = if is_scale_left_out(last, &sum) {
                    last.money.amount * shared_scale(&sum)
                } else {
                    last.money.amount
                };
                *last = Sum { start: last.start, low: Some(low), qualifier: None, ..sum };
            }
            _ => found.push(sum),
        }
    }
    for sum in &mut found {
        qualify(text, sum);
    }
    found
}

fn may_hold_money(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit() || b == b'$')
        || ["dollar", "euro", "pound", "rupee", "billion", "million"].iter().any(|word| text.contains(word))
}

fn read(text: &str, captures: &Captures<'_>, country: &str) -> Option<Sum> {
    let whole = captures.get(0)?;
    let get = |name: &str| captures.name(name).map(|m| m.as_str());
    let (figure, scale_word, unit_word) = match get("figure1") {
        Some(figure) => (figure, get("scale1"), get("post").or(get("sign"))?),
        None => (get("figure2")?, get("scale2").or(get("must")), get("unit")?),
    };
    // "$1.5 m" is a million, "5 m" alone a length; "$3 k" fine; "US$" glued to a word ("BUS$") is not money.
    if get("sign").is_some() && text[..whole.start()].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let unit = unit(unit_word.trim_end_matches(['$', '£', '€']).trim()).or_else(|| unit(unit_word))?;
    let unit = match (get("sign"), get("post")) {
        (Some(sign), None) => self::unit(sign.trim()).unwrap_or(unit),
        _ => unit,
    };
    let factor = scale_word.map_or(Some(Decimal::ONE), scale)?;
    let amount = if let Some(amount) = parse_figure(figure) {
        amount
    } else {
        let words = figure.strip_suffix(get("must").unwrap_or_default()).unwrap_or(figure);
        // "a dollar" is an idiom more often than a sum.
        get("must").and(spelled_number(words))?
    };
    let (currency, hundredth) = match unit {
        Unit::Of(currency) => (currency, false),
        Unit::Hundredth(currency) => (currency.unwrap_or_else(|| dollar_of(country)), true),
        Unit::Dollar => (dollar_of(country), false),
        Unit::Pound => (Currency::GBP, false),
    };
    let mut amount = amount.checked_mul(factor)?;
    if hundredth {
        amount /= Decimal::from(100);
    }
    let low = get("x").and_then(parse_figure).map(|low| {
        let own = get("lowscale").and_then(scale);
        low.checked_mul(own.unwrap_or(factor)).unwrap_or(low)
    });
    let low = low.filter(|low| *low < amount);
    Some(Sum {
        start: whole.start(),
        end: whole.end(),
        money: Money::new(amount, currency),
        low,
        qualifier: None,
    })
}

/// Whether two sums that follow each other are the ends of one range: "$5 million to $10 million", "between £1m and £2m".
fn joins_range(text: &str, low: &Sum, high: &Sum) -> bool {
    if low.money.currency != high.money.currency || low.low.is_some() || high.start < low.end {
        return false;
    }
    let gap = text[low.end..high.start].trim().to_lowercase();
    let before = tail(text, low.start, 24).to_lowercase();
    let before = before.trim_end();
    // "from $100M to $500M" is a change, not a range.
    let is_range = match gap.as_str() {
        "-" | "–" | "—" => true,
        "to" | "and" if before.ends_with("between") => true,
        // Nor is "raised by £1m to £3m".
        "to" => !before.ends_with("from") && !before.contains("from ") && !before.ends_with(" by"),
        _ => false,
    };
    is_range && (low.money.amount < high.money.amount)
}

fn is_scale_left_out(low: &Sum, high: &Sum) -> bool {
    low.money.amount < Decimal::from(1000) && high.money.amount >= Decimal::from(1_000_000)
}

fn shared_scale(high: &Sum) -> Decimal {
    for scale in [1_000_000_000_000_i64, 1_000_000_000, 1_000_000] {
        if high.money.amount >= Decimal::from(scale) {
            return Decimal::from(scale);
        }
    }
    Decimal::ONE
}

/// At most `length` bytes of `text` before `end`, on a character boundary.
fn tail(text: &str, end: usize, length: usize) -> &str {
    let mut start = end.saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..end]
}

static QUALIFIER: LazyLock<Regex> = LazyLock::new(|| {
    crate::base::pattern(
        r"(?xi)\b(?:
        (?P<upto>(?:worth\s|valued\sat\s|for\s)?(?:up\sto|as\smuch\sas|not[\s-]to[\s-]exceed|no\smore\sthan|not\smore\sthan|at\smost|maximum\sof|a\smaximum\sof|a\sceiling\sof|ceiling\sof|capped\sat|tops\sout\sat|jusqu['’]à|bis\szu))
        |(?P<more>more\sthan|over|at\sleast|in\sexcess\sof|exceed(?:s|ing)|upwards?\sof|above|well\sover|plus\sde)
        |(?P<less>less\sthan|under|below|just\sunder)
        |(?P<about>about|around|roughly|approximately|nearly|almost|close\sto|some|an?\sestimated|estimated\sat|environ)
        )\s+(?:a\s|the\s|an\s)?$",
    )
});

fn qualify(text: &str, sum: &mut Sum) {
    let before = tail(text, sum.start, 36);
    let Some(captures) = QUALIFIER.captures(before) else { return };
    let Some(words) = captures.get(0) else { return };
    // "three deals that add up to": a total, and no limit.
    let lead = before[..words.start()].trim_end();
    if captures.name("upto").is_some()
        && ["add", "adds", "added", "adding"].iter().any(|verb| lead.ends_with(verb))
    {
        return;
    }
    sum.qualifier = Some(if captures.name("upto").is_some() {
        Qualifier::UpTo
    } else if captures.name("more").is_some() {
        Qualifier::MoreThan
    } else if captures.name("less").is_some() {
        Qualifier::LessThan
    } else {
        Qualifier::About
    });
    sum.start -= before.len() - words.start();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let country = if text.contains("Canberra") { "au" } else { "us" };
        let found: Vec<String> = sums(text, country)
            .iter()
            .map(|s| {
                let low = s.low.map(|low| format!("{}..", low.normalize())).unwrap_or_default();
                format!("{low}{} {}", s.money.amount, s.money.currency)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sums_as_news_prints_them() {
        for (text, expected) in [
            ("up to $200 million", vec!["200000000 USD"]),
            ("a $1.45 million contract and £388m with the MOD", vec!["1450000 USD", "388000000 GBP"]),
            ("for $252,458,698 ($252.5M)", vec!["252458698 USD", "252500000 USD"]),
            ("just 42 cents per organisation", vec!["0.42 USD"]),
            (
                "₹986.8 million, Rs 500 crore, Rs. 2.5 lakh crore",
                vec!["986800000 INR", "5000000000 INR", "2500000000000 INR"],
            ),
            ("between $1.56 million and $3.36 million", vec!["1560000..3360000 USD"]),
            (
                "$5 to $10 million or $3-4 billion",
                vec!["5000000..10000000 USD", "3000000000..4000000000 USD"],
            ),
            ("from $100M to $500M", vec!["100000000 USD", "500000000 USD"]),
            ("raised $500 million USD", vec!["500000000 USD"]),
            (
                "US$57 billion; C$2bn; 3 million euros; EUR 64,100,000",
                vec!["57000000000 USD", "2000000000 CAD", "3000000 EUR", "64100000 EUR"],
            ),
            ("over a billion dollars, half a million pounds", vec!["1000000000 USD", "500000 GBP"]),
            ("Canberra paid $25,000", vec!["25000 AUD"]),
            ("2 gigawatts, 10,000 GPUs, 3 million users, Python 3.5 m long", vec![]),
            (
                "64,5 millions d’euros, 1.234.567 € et 64\u{a0}100\u{a0}000 €",
                vec!["64500000 EUR", "1234567 EUR", "64100000 EUR"],
            ),
            ("coûte 140 000 euros par an", vec!["140000 EUR"]),
            ("a brand of its own for a b. rand", vec![]),
            ("$190.7K/day", vec!["190700 USD"]),
            ("$99999999999999999999999999999999 and $", vec![]),
        ] {
            check(text, &expected);
        }
    }

    #[test]
    fn qualifiers_belong_to_the_sum() {
        for (text, qualifier, surface) in [
            ("contract worth up to $200 million for", Some(Qualifier::UpTo), "worth up to $200 million"),
            ("collected more than $2.7 billion", Some(Qualifier::MoreThan), "more than $2.7 billion"),
            ("nearly $4 million", Some(Qualifier::About), "nearly $4 million"),
            ("a $4 million", None, "$4 million"),
            ("orders that add up to $4 million", None, "$4 million"),
        ] {
            let sum = sums(text, "us").remove(0);
            assert_eq!((sum.qualifier, &text[sum.start..sum.end]), (qualifier, surface));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,80}", head in "[$£€0-9,. mbk–-]{0,40}") {
            let text = format!("{head}{text}");
            for sum in sums(&text, "us") {
                proptest::prop_assert!(text.get(sum.start..sum.end).is_some());
            }
        }
    }
}
