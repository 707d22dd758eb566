//! Sums of money: figure, scale, currency, range, from the text as printed.
//!
//! Every sum has a unit ([`super::currencies`]), so the search begins at units and looks for the figure before or after.

use rust_decimal::Decimal;

use super::currencies::{Place, Shape, of_code, places};
use super::figures::{Figure, Habit, figure_at, figure_before, scale};
use super::mention::Qualifier;
use super::qualifiers::qualify;
use crate::base::Money;

/// A sum where it stands in one text, before anyone asks what it is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sum {
    pub start: usize,
    pub end: usize,
    pub money: Money,
    pub low: Option<Decimal>,
    pub qualifier: Option<Qualifier>,
    /// Where its own figure or unit begins, after words such as "up to".
    pub figure: usize,
}

/// Every sum of money in `text`, in order. `country` tells which dollar a bare `$` is.
pub(super) fn sums(text: &str, country: &str) -> Vec<Sum> {
    let places = places(text, country);
    let mut found: Vec<Sum> = Vec::new();
    let mut i = 0;
    while let Some(place) = places.get(i) {
        let from = found.last().map_or(0, |sum| sum.end);
        i += 1;
        if place.start < from {
            continue;
        }
        let Some((first, second)) = read(text, place, &places[i..], from) else { continue };
        if first.start < from {
            continue;
        }
        for sum in [Some(first), second].into_iter().flatten() {
            match found.last_mut() {
                Some(last) if joins_range(text, last, &sum) => {
                    let low = if is_scale_left_out(last, &sum) {
                        last.money.amount * shared_scale(&sum)
                    } else {
                        last.money.amount
                    };
                    *last = Sum { start: last.start, figure: last.figure, low: Some(low), ..sum };
                }
                _ => found.push(sum),
            }
        }
    }
    let mut from = 0;
    for sum in &mut found {
        qualify(text, from, sum);
        from = sum.end;
    }
    found
}

/// A sum in the making.
struct Reading {
    start: usize,
    end: usize,
    figure: Figure,
    low: Option<Figure>,
}

/// The sum of the unit at `place`, and a second one where "from 5 to 10 million euros" tells of a change. `next` are the
/// units after it.
fn read(text: &str, place: &Place, next: &[Place], from: usize) -> Option<(Sum, Option<Sum>)> {
    let mut place = *place;
    let mut factor = Decimal::ONE;
    let (lead, letters) = letters_before(text, place.start);
    if place.shape == Shape::Sign && !letters.is_empty() {
        if let Some(scale) = scale(letters, 1_000_000) {
            // MUSD, 10k$, 2,5 Md€
            (place.start, factor) = (lead, scale);
        } else {
            // cad$, but no "BUS$"
            place.unit.currency = of_code(letters).filter(|_| place.unit.is_shared)?;
            place.start = lead;
        }
    }
    let habit = Habit {
        has_points: place.unit.has_points,
        mil: if matches!(place.unit.currency.code(), "BRL" | "EUR" | "RON") { 1_000 } else { 1_000_000 },
    };
    let behind = behind(text, &place, from, habit);
    let mut ahead = ahead(text, &place, next, habit);
    // The figure of the next unit is its own: "20 € 30 €".
    if let (Some(_), Some(reading)) = (&behind, &ahead)
        && next.first().is_some_and(|n| {
            n.shape == Shape::Sign && n.unit == place.unit && n.start.saturating_sub(reading.end) < 2
        })
    {
        ahead = None;
    }
    if behind.is_some() && cents_after(text, place.end, next, &place).is_some() {
        ahead = None;
    }
    let is_ahead = ahead.is_some();
    let mut reading = ahead.or(behind)?;
    if factor > Decimal::ONE {
        reading.figure.value = reading.figure.value.checked_mul(factor)?;
        reading.figure.scale = factor;
        reading.figure.is_sumlike = true;
    } else if !is_ahead && reading.figure.scale == Decimal::ONE {
        // 75 USD million
        let rest = text.get(reading.end..)?;
        if let Some(word) =
            rest.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphabetic()).next())
            && matches!(
                word,
                "million" | "billion" | "trillion" | "crore" | "lakh" | "Mio" | "Mrd" | "bn" | "mn" | "mln"
            )
        {
            let scale = scale(word, 1_000_000)?;
            reading.figure.value = reading.figure.value.checked_mul(scale)?;
            reading.figure.scale = scale;
            reading.figure.is_sumlike = true;
            reading.end += 1 + word.len();
        }
    }
    if is_ahead {
        unit_after(text, &mut place, &mut reading, next);
    }
    if is_other_quantity(text, &place, &reading) {
        return None;
    }
    let mut amount = reading.figure.value;
    if place.unit.is_hundredth {
        amount /= Decimal::ONE_HUNDRED;
    } else if reading.figure.scale == Decimal::ONE
        && amount.fract().is_zero()
        && let Some((cents, end)) = cents_after(text, reading.end, next, &place)
    {
        amount += cents / Decimal::ONE_HUNDRED;
        reading.end = end;
    }
    if is_negative(text, &place, &reading) {
        amount = -amount;
    }
    let sum = |start, amount: Decimal, low| Sum {
        start,
        end: reading.end,
        money: Money::new(amount, place.unit.currency),
        low,
        qualifier: None,
        figure: start,
    };
    let Some(low) = reading.low else { return Some((sum(reading.start, amount, None), None)) };
    let mut low_value = low.value;
    if place.unit.is_hundredth {
        low_value /= Decimal::ONE_HUNDRED;
    } else if low.scale == Decimal::ONE && reading.figure.scale > Decimal::ONE {
        low_value = low_value.checked_mul(reading.figure.scale)?;
    }
    if low_value >= amount {
        return Some((sum(reading.start.max(if is_ahead { 0 } else { low.end }), amount, None), None));
    }
    if !is_ahead && is_change(text, low.start) {
        let first = Sum { end: low.end, ..sum(low.start, low_value, None) };
        return Some((first, Some(sum(reading.figure.start, amount, None))));
    }
    Some((sum(reading.start, amount, Some(low_value)), None))
}

/// The letters that stand directly before `end`, and where they begin.
fn letters_before(text: &str, end: usize) -> (usize, &str) {
    let before = text.as_bytes().get(..end).unwrap_or_default();
    let count = before.iter().rev().take(6).take_while(|b| b.is_ascii_alphabetic()).count();
    (end - count, text.get(end - count..end).unwrap_or_default())
}

/// The figure before a unit, with the lower end of a range before it.
fn behind(text: &str, place: &Place, from: usize, habit: Habit) -> Option<Reading> {
    let habit = Habit { mil: 1_000, ..habit };
    let mut low_bound = from.max(place.start.saturating_sub(100));
    while !text.is_char_boundary(low_bound) {
        low_bound += 1;
    }
    let figure = figure_before(text, low_bound, place.start, habit)?;
    let mut reading = Reading { start: figure.start, end: place.end, figure, low: None };
    // 10-20 dollars, 5 to 10 million euros, between 1 and 2 crore rupees
    let stretch = &text[low_bound..figure.start];
    let before = stretch.trim_end();
    let (words, is_and) = if let Some(words) = before.strip_suffix(['-', '–', '—', '~', '〜']) {
        (words, false)
    } else if let Some(words) =
        [" to", " bis", " à", " a", " hasta"].iter().find_map(|word| before.strip_suffix(word))
    {
        (words, false)
    } else if let Some(words) =
        [" and", " und", " et", " y"].iter().find_map(|word| before.strip_suffix(word))
    {
        (words, true)
    } else {
        return Some(reading);
    };
    let Some(low) = figure_before(text, low_bound, low_bound + words.trim_end().len(), habit) else {
        return Some(reading);
    };
    let lead = text[low_bound..low.start].trim_end().to_lowercase();
    let is_between = ["between", "from", "zwischen", "entre"].iter().any(|word| lead.ends_with(word));
    if (!is_and || is_between) && (low.scale == Decimal::ONE || figure.scale > Decimal::ONE) {
        reading.low = Some(low);
        reading.start = low.start;
    }
    Some(reading)
}

/// The figure after a unit, with the upper end of a range after it.
fn ahead(text: &str, place: &Place, next: &[Place], habit: Habit) -> Option<Reading> {
    let mut at = place.end;
    // USD$115, AUD $5
    if let Some(sign) = next.first()
        && sign.shape == Shape::Sign
        && sign.unit.is_shared
        && text.get(at..sign.start).is_some_and(|gap| gap.is_empty() || gap == " ")
    {
        at = sign.end;
    }
    let rest = text.get(at..)?;
    at += rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).map_or(0, char::len_utf8);
    if text[at..].starts_with('-') && at == place.end {
        at += 1;
    }
    let figure = figure_at(text, at, habit)?;
    let is_word = place.shape == Shape::Word;
    if is_word {
        // A word stands before its figure only with a scale, or where there is nothing else: "Euro 2024", "won 5".
        let is_all = place.start == 0 && figure.end == text.len();
        if place.unit.is_weak || !(is_all || figure.scale > Decimal::ONE) {
            return None;
        }
    }
    let mut reading = Reading { start: place.start, end: figure.end, figure, low: None };
    let rest = &text[figure.end..];
    let after = rest.trim_start_matches([' ', '\u{a0}']);
    let is_between = text[..place.start].trim_end().ends_with("between");
    let words = if let Some(words) = after.strip_prefix(['-', '–', '—']) {
        words
    } else if let Some(words) = after.strip_prefix("to ").or_else(|| after.strip_prefix("bis ")) {
        words
    } else if let Some(words) = after.strip_prefix("and ").filter(|_| is_between) {
        words
    } else {
        return Some(reading);
    };
    let words = words.trim_start_matches([' ', '\u{a0}']);
    let Some(high) = figure_at(text, text.len() - words.len(), habit) else { return Some(reading) };
    // "$5 million to 2030", "$20 - 3 GPUs": the second figure must look like the first.
    let is_alike = if figure.scale > Decimal::ONE {
        high.scale > Decimal::ONE
    } else {
        high.is_sumlike || high.value > figure.value
    };
    if is_alike && high.value > figure.value {
        reading.figure = high;
        reading.low = Some(figure);
        reading.end = high.end;
    }
    Some(reading)
}

/// A code or word after the figure that says which dollar the sign means, or says it again: "$500 million USD",
/// "$5 million (CAD)", "$5 million dollars".
fn unit_after(text: &str, place: &mut Place, reading: &mut Reading, next: &[Place]) {
    let Some(unit) = next.iter().find(|unit| unit.start >= reading.end) else { return };
    let gap = text.get(reading.end..unit.start).unwrap_or_default();
    let is_bracketed = gap == " (" && text[unit.end..].starts_with(')');
    if !(matches!(gap, "" | " " | "-") || is_bracketed) || unit.unit.is_hundredth {
        return;
    }
    // The sign of the next sum: "$5 $6".
    if unit.shape == Shape::Sign
        && text[unit.end..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
    {
        return;
    }
    if unit.unit.currency == place.unit.currency || (place.unit.is_shared && !unit.unit.is_shared) {
        place.unit.currency = unit.unit.currency;
        reading.end = unit.end + usize::from(is_bracketed);
    }
}

/// Cents after a whole sum: "3 dollars 50 cents", "$20 43", "100 and fifty."
fn cents_after(text: &str, at: usize, next: &[Place], place: &Place) -> Option<(Decimal, usize)> {
    if place.unit.is_hundredth {
        return None;
    }
    let rest = text.get(at..)?.strip_prefix(' ')?;
    let figures = rest.strip_prefix("and ").unwrap_or(rest);
    let start = text.len() - figures.len();
    let unit = next
        .iter()
        .find(|unit| unit.start > start)
        .filter(|unit| unit.unit.is_hundredth && unit.start - start <= 16);
    if let Some(unit) = unit
        && let Some(figure) = figure_before(text, start, unit.start, Habit { has_points: false, mil: 1_000 })
            .filter(|f| f.start == start)
        && figure.value < Decimal::ONE_HUNDRED
    {
        return Some((figure.value, unit.end));
    }
    // Without a word for cents only where nothing is left that they could count.
    let length = figures.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(figures.len());
    let (number, after) = figures.split_at(length);
    let is_over = after.is_empty()
        || after.starts_with(" more")
        || after
            .strip_prefix(['.', ',', ';', '!', '?', ')'])
            .is_some_and(|more| !more.starts_with(|c: char| c.is_ascii_digit()));
    if !is_over || number.is_empty() {
        return None;
    }
    let figure = if number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit()) {
        number.parse::<Decimal>().ok()?
    } else if number.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
        figure_before(text, start, start + length, Habit { has_points: false, mil: 1_000 })
            .filter(|f| f.start == start && !f.is_digits)?
            .value
    } else {
        return None;
    };
    // "1250 € 60" is sixty cents.
    (figure >= Decimal::TEN && figure < Decimal::ONE_HUNDRED).then_some((figure, start + length))
}

/// Whether the figure is no sum: a percentage, a weight, or the number of what an ambiguous word names.
fn is_other_quantity(text: &str, place: &Place, reading: &Reading) -> bool {
    let rest = &text[reading.end..];
    if place.start == reading.start {
        let after = rest.trim_start_matches(' ');
        if after.starts_with('%') || after.starts_with("percent") || after.starts_with("per cent") {
            return true;
        }
        // "GBP3x", "EUR 5G": a code or word beside a name; a dollar sign is always money.
        let is_sign = text[place.start..place.end].ends_with(|c: char| !c.is_alphanumeric());
        if !is_sign
            && rest.starts_with(char::is_alphanumeric)
            && !rest.starts_with(super::currencies::is_unspaced)
        {
            return true;
        }
    }
    if place.unit.is_weight && reading.figure.scale < Decimal::from(1_000_000) {
        let after: String = rest.chars().take(30).collect();
        let before = tail(text, reading.start, 40);
        if [" of thrust", " of payload", " of cargo", "-class", "-thrust"]
            .iter()
            .any(|word| after.starts_with(word))
            || ["weigh", "carry", "carries", "lift", "payload", "thrust", "haul"]
                .iter()
                .any(|word| before.contains(word))
        {
            return true;
        }
    }
    // An ambiguous word needs a sum-like figure, or nothing after it that the figure could count.
    let after = rest.trim_start_matches([' ', '-']);
    let is_named = place.unit.is_weak && !reading.figure.is_sumlike && after.starts_with(char::is_alphabetic);
    is_named || is_framework_number(text, place, reading)
}

/// "RM6200": frameworks of the UK's Crown Commercial Service are numbered by these letters and four digits without a space,
/// as the ringgit is written before its sums; those have a scale, thousands or cents, or the story is Malaysian, where the
/// letters are at home.
fn is_framework_number(text: &str, place: &Place, reading: &Reading) -> bool {
    let written = text.get(reading.start..reading.end).unwrap_or_default();
    let is_number = |digits: &str| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    written.strip_prefix("RM").is_some_and(is_number) && !place.unit.is_at_home
}

/// "-15€", "$-99.99": a minus glued to the figure, with nothing before it that it could join. A bracket that stands for
/// the figure itself is the bookkeeper's minus: "the result was ($99.99)", while "the deal ($5m)" only names a sum.
fn is_negative(text: &str, place: &Place, reading: &Reading) -> bool {
    let bracket = text[..reading.start].strip_suffix('(').filter(|_| text[reading.end..].starts_with(')'));
    if let Some(lead) = bracket {
        let word = lead.trim_end().rsplit(' ').next().unwrap_or_default();
        if matches!(word, "is" | "was" | "were" | "of" | "at" | "to") {
            return true;
        }
    }
    let Some(lead) = text[..reading.figure.start].strip_suffix(['-', '−']) else { return false };
    let is_alone = lead.is_empty() || lead.ends_with([' ', '(', '\n']);
    let is_after_sign = lead.len() == place.end && place.start == reading.start;
    let is_range = reading.low.is_some() || lead.trim_end().ends_with(|c: char| c.is_ascii_digit());
    is_after_sign || (is_alone && !is_range && reading.figure.is_digits)
}

/// Whether two sums that follow each other are the ends of one range: "$5 million to $10 million", "between £1m and £2m".
fn joins_range(text: &str, low: &Sum, high: &Sum) -> bool {
    if low.money.currency != high.money.currency || low.low.is_some() || high.start < low.end {
        return false;
    }
    let gap = text[low.end..high.start].trim();
    if gap.len() > 4 {
        return false;
    }
    let before = tail(text, low.start, 40).to_lowercase();
    let before = before.trim_end();
    let is_between = ["between", "zwischen", "entre"].iter().any(|word| before.ends_with(word));
    let is_span =
        ["rang", "anywhere from", "vary", "varies", "varied"].iter().any(|word| before.contains(word));
    // "from $100M to $500M" is a change, not a range.
    let is_range = match gap.to_lowercase().as_str() {
        "-" | "–" | "—" => true,
        "to" | "and" | "und" | "et" | "y" if is_between => true,
        // Nor is "raised by £1m to £3m".
        "to" | "bis" | "à" => {
            is_span
                || !(before.ends_with("from")
                    || before.contains("from ")
                    || before.ends_with(" by")
                    || is_change(text, low.start))
        }
        _ => false,
    };
    is_range && (low.money.amount < high.money.amount || is_scale_left_out(low, high))
}

/// Verbs that make of "from … to …" an old and a new sum.
fn is_change(text: &str, at: usize) -> bool {
    const VERBS: &[&str] = &[
        "rais", "rise", "rose", "risen", "increas", "grow", "grew", "expand", "lift", "boost", "climb",
        "jump", "went", "gone", "cut", "reduc", "drop", "fall", "fell", "lower", "doubl", "tripl", "ceiling",
        "took ", "taking ", "bring", "brought",
    ];
    let before = tail(text, at, 70);
    let clause = before.rsplit(['.', ';', '\n']).next().unwrap_or(before).to_lowercase();
    VERBS.iter().any(|verb| clause.contains(verb))
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
pub(super) fn tail(text: &str, end: usize, length: usize) -> &str {
    let mut start = end.saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..end]
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
            (
                "MAUD 60, 30 MUSD, 5,5 M€, 10k$",
                vec!["60000000 AUD", "30000000 USD", "5500000 EUR", "10000 USD"],
            ),
            ("c $ 16.4 million or $5 million (CAD)", vec!["16400000 CAD", "5000000 CAD"]),
            ("10 Mio. Euro, 2,5 Mrd. €, 12.500 Euro", vec!["10000000 EUR", "2500000000 EUR", "12500 EUR"]),
            ("3 mil millones de euros y 200 millones de dólares", vec!["3000000000 EUR", "200000000 USD"]),
            (
                "2 millions de dollars canadiens et 1,2 milliard d’euros",
                vec!["2000000 CAD", "1200000000 EUR"],
            ),
            ("約500億円、3億5000万円と20万ドル", vec!["50000000000 JPY", "350000000 JPY", "200000 USD"]),
            ("合同金额1.2亿元人民币", vec!["120000000 CNY"]),
            ("1.5조원, 300억 원", vec!["1500000000000 KRW", "30000000000 KRW"]),
            (
                "un million d’euros, eine halbe Million Euro, un millón de dólares",
                vec!["1000000 EUR", "500000 EUR", "1000000 USD"],
            ),
            ("tens of millions of dollars, a few million euros, millions d’euros, a dollar", vec![]),
            ("CHF 1’200’000 and Rs 2.5 lakh crore", vec!["1200000 CHF", "2500000000000 INR"]),
            ("five lakh rupees; one and a half billion dollars", vec!["500000 INR", "1500000000 USD"]),
            ("from 5 to 10 million euros", vec!["5000000..10000000 EUR"]),
            ("raised from 5 to 10 million euros", vec!["5000000 EUR", "10000000 EUR"]),
            ("contracts range from $1m to $3m", vec!["1000000..3000000 USD"]),
            ("3 dollars 50 cents", vec!["3.5 USD"]),
            ("a result of ($5.5 million); a deal ($5 million)", vec!["-5500000 USD", "5000000 USD"]),
            ("kr 500 million and 42 RM", vec!["500000000 SEK", "42 MYR"]),
            ("agreement RM6200 and lot 2 of RM1557.", vec![]),
            ("RM6,200, RM62.50 and RM6 million", vec!["6200 MYR", "62.5 MYR", "6000000 MYR"]),
            (
                "$NVDA, 70B parameters, 5 SAR satellites, 3 CAD files, won 5 contracts, Euro 2024, 20 per cent, EUR 5%",
                vec![],
            ),
            ("10,000 pounds of thrust, a rocket that can lift 500 pounds", vec![]),
            (
                "two won contracts, a real estate firm, the RAND study, 12 Rand analysts, lost his pen 7 times",
                vec![],
            ),
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
