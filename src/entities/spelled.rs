//! Numbers written out in English: "half a million", "one and a half billion", "forty-five", "one point three".

use rust_decimal::Decimal;

use super::figures::{Figure, scale};

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The whole number below a hundred that lower-case English words say: "seven", "forty-five".
pub fn small_number(words: &str) -> Option<u32> {
    let small = |word: &str| SMALL.iter().position(|known| *known == word).map(|n| n as u32);
    let tens = |word: &str| TENS.iter().position(|known| *known == word).map(|n| (n as u32 + 2) * 10);
    match words.split_once('-') {
        Some((first, rest)) => Some(tens(first)? + small(rest).filter(|n| (1..10).contains(n))?),
        None => small(words).or_else(|| tens(words)),
    }
}

/// Small numbers of other languages, which count only before a word of scale: "un million", "zwei Milliarden".
const FOREIGN: &[(&str, i64)] = &[
    ("un", 10),
    ("une", 10),
    ("deux", 20),
    ("trois", 30),
    ("quatre", 40),
    ("cinq", 50),
    ("sept", 70),
    ("huit", 80),
    ("neuf", 90),
    ("dix", 100),
    ("vingt", 200),
    ("trente", 300),
    ("quarante", 400),
    ("cinquante", 500),
    ("cent", 1000),
    ("ein", 10),
    ("eine", 10),
    ("einer", 10),
    ("anderthalb", 15),
    ("eineinhalb", 15),
    ("zwei", 20),
    ("zweieinhalb", 25),
    ("drei", 30),
    ("vier", 40),
    ("fünf", 50),
    ("sechs", 60),
    ("sieben", 70),
    ("acht", 80),
    ("neun", 90),
    ("zehn", 100),
    ("zwölf", 120),
    ("zwanzig", 200),
    ("dreißig", 300),
    ("fünfzig", 500),
    ("hundert", 1000),
    ("uno", 10),
    ("dos", 20),
    ("tres", 30),
    ("cuatro", 40),
    ("cinco", 50),
    ("seis", 60),
    ("siete", 70),
    ("ocho", 80),
    ("nueve", 90),
    ("diez", 100),
    ("veinte", 200),
    ("treinta", 300),
    ("cincuenta", 500),
    ("cien", 1000),
    ("due", 20),
    ("tre", 30),
    ("cinque", 50),
    ("dieci", 100),
];

/// One word of a number written out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    /// Below twenty, or digits.
    Small(Decimal),
    Tens(Decimal),
    /// Of another language.
    Foreign(Decimal),
    Hundred,
    Scale(Decimal),
    Article,
    Of,
    And,
    Point,
    Half,
    Quarter,
}

fn word(text: &str) -> Option<Word> {
    if text.len() > 12 {
        return None;
    }
    let lower = text.to_lowercase();
    let small = |i: usize| Decimal::from(u64::try_from(i).unwrap_or_default());
    if let Some(i) = SMALL.iter().position(|small| *small == lower) {
        return Some(Word::Small(small(i)));
    }
    if let Some(i) = TENS.iter().position(|tens| *tens == lower) {
        return Some(Word::Tens(small((i + 2) * 10)));
    }
    if let Some((_, tenths)) = FOREIGN.iter().find(|(name, _)| *name == lower) {
        return Some(Word::Foreign(Decimal::new(*tenths, 1)));
    }
    Some(match lower.as_str() {
        "a" | "an" => Word::Article,
        "of" => Word::Of,
        "and" => Word::And,
        "point" => Word::Point,
        "half" | "halbe" | "halben" | "demi" | "medio" => Word::Half,
        "quarter" => Word::Quarter,
        "dozen" => Word::Scale(Decimal::from(12)),
        "hundred" => Word::Hundred,
        _ if lower.bytes().next().is_some_and(|b| b.is_ascii_digit()) => Word::Small(lower.parse().ok()?),
        _ if lower.len() > 3 => Word::Scale(scale(&lower, 1_000_000)?),
        _ => return None,
    })
}

/// The number written out that ends at `end`, not before `from`.
pub(super) fn spelled_before(text: &str, from: usize, end: usize) -> Option<Figure> {
    let stretch = text.get(from..end)?;
    let mut words: Vec<(usize, Word)> = Vec::new();
    let mut at = stretch.len();
    while words.len() < 12 {
        let start = stretch[..at]
            .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
            .map_or(0, |i| i + stretch[i..].chars().next().map_or(1, char::len_utf8));
        let Some(one) = word(&stretch[start..at]) else { break };
        words.push((start, one));
        let gap = stretch[..start].chars().next_back();
        if !gap.is_some_and(|c| matches!(c, ' ' | '-' | '\u{a0}' | '\u{2011}')) {
            break;
        }
        at = start - gap.map_or(0, char::len_utf8);
    }
    words.reverse();
    // The longest run of them that is a number: "and" and "a" before it may belong to something else.
    (0..words.len()).find_map(|i| {
        let run: Vec<Word> = words[i..].iter().map(|(_, word)| *word).collect();
        let value = value(&run)?;
        let is_scaled = run.iter().any(|word| matches!(word, Word::Scale(_) | Word::Hundred));
        let scale = if is_scaled { Decimal::from(1000) } else { Decimal::ONE };
        Some(Figure { start: from + words[i].0, end, value, scale, is_sumlike: is_scaled, is_digits: false })
    })
}

fn value(words: &[Word]) -> Option<Decimal> {
    let (mut total, mut current) = (Decimal::ZERO, None::<Decimal>);
    let mut is_scaled = false;
    let mut before = None;
    let mut i = 0;
    while let Some(word) = words.get(i) {
        match *word {
            Word::Small(n) => match before {
                Some(Word::Small(_)) => return None,
                _ => current = Some(current.unwrap_or_default().checked_add(n)?),
            },
            Word::Tens(n) => match before {
                Some(Word::Small(_) | Word::Tens(_)) => return None,
                _ => current = Some(current.unwrap_or_default().checked_add(n)?),
            },
            Word::Foreign(n) => {
                match words.get(i + 1)? {
                    Word::Scale(_) => current = Some(n),
                    // "eine halbe Million", "un demi-million"
                    Word::Half => {}
                    _ => return None,
                }
            }
            Word::Hundred => {
                current = Some(current.or(article(before))?.checked_mul(Decimal::ONE_HUNDRED)?);
                is_scaled = true;
            }
            Word::Scale(factor) => {
                match (current.take().or(article(before)), before) {
                    (Some(n), _) => total = total.checked_add(n.checked_mul(factor)?)?,
                    // "lakh crore"
                    (None, Some(Word::Scale(_))) => total = total.checked_mul(factor)?,
                    _ => return None,
                }
                is_scaled = true;
            }
            Word::Half | Word::Quarter => {
                let part = Decimal::new(if *word == Word::Half { 50 } else { 25 }, 2);
                current = Some(current.unwrap_or_default().checked_add(part)?);
                if !words[i..].iter().any(|word| matches!(word, Word::Scale(_))) {
                    return None;
                }
            }
            Word::Point => {
                let Some(Word::Small(tenths)) = words.get(i + 1) else { return None };
                if *tenths >= Decimal::TEN {
                    return None;
                }
                current = Some(current?.checked_add(tenths.checked_div(Decimal::TEN)?)?);
                i += 1;
                if !matches!(words.get(i + 1), None | Some(Word::Scale(_) | Word::Hundred)) {
                    return None;
                }
            }
            // "a hundred and five", "one and a half", but no "two and three".
            Word::And => {
                let is_half =
                    words[i..].iter().take(3).any(|word| matches!(word, Word::Half | Word::Quarter));
                if !(is_half || matches!(before, Some(Word::Hundred | Word::Scale(_)))) {
                    return None;
                }
            }
            Word::Of if i == 0 => return None,
            Word::Article | Word::Of => {}
        }
        before = words.get(i).copied();
        i += 1;
    }
    // "a dollar" is an idiom more often than a sum.
    match current {
        Some(n) => total.checked_add(n),
        None => is_scaled.then_some(total),
    }
}

fn article(before: Option<Word>) -> Option<Decimal> {
    (before == Some(Word::Article)).then_some(Decimal::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_written_out() {
        for (text, expected) in [
            ("half a million", Some("500000")),
            ("a quarter million", Some("250000")),
            ("a quarter of a million", Some("250000")),
            ("two and a half billion", Some("2500000000")),
            ("forty-five", Some("45")),
            ("one hundred and fifty thousand", Some("150000")),
            ("one point three", Some("1.3")),
            ("five lakh", Some("500000")),
            ("the bank paid a billion", Some("1000000000")),
            ("one", Some("1")),
            ("seven hundred", Some("700")),
            ("a", None),
            ("multi-billion", None),
            ("several hundred", None),
            ("and", None),
            ("un million", Some("1000000")),
            ("eine halbe Million", Some("500000")),
            ("anderthalb Milliarden", Some("1500000000")),
            ("un", None),
        ] {
            let found = spelled_before(text, 0, text.len()).map(|figure| figure.value.normalize());
            assert_eq!(found, expected.map(|value| value.parse().unwrap()), "{text}");
        }
    }
}
