//! Figures beside a unit of money: digits in any grouping, scale words, numbers written out.

use rust_decimal::Decimal;

use super::currencies::is_unspaced;
use super::spelled::spelled_before;

/// A figure where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub start: usize,
    pub end: usize,
    /// The figure with its scale.
    pub value: Decimal,
    /// What the scale word multiplies by; one where there is none.
    pub scale: Decimal,
    /// Whether it looks like a sum of its own accord: a scale, groups of thousands or two decimals.
    pub is_sumlike: bool,
    /// Whether it is written in digits.
    pub is_digits: bool,
}

/// How figures beside one unit are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habit {
    /// 12.500 is twelve thousand five hundred.
    pub has_points: bool,
    /// What "mil" means: a million after a dollar sign, a thousand in Spanish, Portuguese and Romanian.
    pub mil: i64,
}

/// Words of scale, in lower case without their full stop. The same word is not the same number in every language:
/// a French "billion" is rare, a Spanish "billón" a million millions.
const SCALES: &[(&str, i64)] = &[
    ("k", 1_000),
    ("thousand", 1_000),
    ("grand", 1_000),
    ("tsd", 1_000),
    ("tausend", 1_000),
    ("mille", 1_000),
    ("mila", 1_000),
    ("duizend", 1_000),
    ("tys", 1_000),
    ("тыс", 1_000),
    ("lakh", 100_000),
    ("lakhs", 100_000),
    ("lac", 100_000),
    ("m", 1_000_000),
    ("mm", 1_000_000),
    ("mn", 1_000_000),
    ("mln", 1_000_000),
    ("mio", 1_000_000),
    ("mill", 1_000_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("millionen", 1_000_000),
    ("millón", 1_000_000),
    ("millones", 1_000_000),
    ("milhão", 1_000_000),
    ("milhões", 1_000_000),
    ("milione", 1_000_000),
    ("milioni", 1_000_000),
    ("miljoen", 1_000_000),
    ("miljoner", 1_000_000),
    ("miljoonaa", 1_000_000),
    ("millioner", 1_000_000),
    ("milionów", 1_000_000),
    ("miliony", 1_000_000),
    ("milyon", 1_000_000),
    ("juta", 1_000_000),
    ("млн", 1_000_000),
    ("миллионов", 1_000_000),
    ("crore", 10_000_000),
    ("crores", 10_000_000),
    ("cr", 10_000_000),
    ("b", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("bln", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("md", 1_000_000_000),
    ("mds", 1_000_000_000),
    ("mrd", 1_000_000_000),
    ("mld", 1_000_000_000),
    ("mia", 1_000_000_000),
    ("milliard", 1_000_000_000),
    ("milliards", 1_000_000_000),
    ("milliarde", 1_000_000_000),
    ("milliarden", 1_000_000_000),
    ("milliarder", 1_000_000_000),
    ("miliardo", 1_000_000_000),
    ("miliardi", 1_000_000_000),
    ("miljard", 1_000_000_000),
    ("miljarder", 1_000_000_000),
    ("miliardów", 1_000_000_000),
    ("bilhão", 1_000_000_000),
    ("bilhões", 1_000_000_000),
    ("milyar", 1_000_000_000),
    ("miliar", 1_000_000_000),
    ("млрд", 1_000_000_000),
    ("миллиардов", 1_000_000_000),
    ("t", 1_000_000_000_000),
    ("tn", 1_000_000_000_000),
    ("trn", 1_000_000_000_000),
    ("trillion", 1_000_000_000_000),
    ("trillions", 1_000_000_000_000),
    ("billionen", 1_000_000_000_000),
    ("billón", 1_000_000_000_000),
    ("billones", 1_000_000_000_000),
    ("biljoen", 1_000_000_000_000),
    ("triliun", 1_000_000_000_000),
];

/// Scales of Chinese, Japanese and Korean.
const SIGNS_OF_SCALE: &[(char, i64)] = &[
    ('百', 100),
    ('千', 1_000),
    ('천', 1_000),
    ('万', 10_000),
    ('萬', 10_000),
    ('만', 10_000),
    ('億', 100_000_000),
    ('亿', 100_000_000),
    ('억', 100_000_000),
    ('兆', 1_000_000_000_000),
    ('조', 1_000_000_000_000),
];

/// What a word of scale multiplies by; `None` for any other word.
pub(super) fn scale(word: &str, mil: i64) -> Option<Decimal> {
    // The longest is "миллиардов".
    if word.is_empty() || word.len() > 20 {
        return None;
    }
    let lower = word.to_lowercase();
    if lower == "mil" {
        return Some(Decimal::from(mil));
    }
    SCALES.iter().find(|(name, _)| *name == lower).map(|(_, factor)| Decimal::from(*factor))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// A digit of the Latin or the full-width block.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

/// Digits with their groups and decimals, from the start of `text`.
struct Digits {
    length: usize,
    plain: String,
    groups: u32,
    decimals: usize,
    /// One point and three digits after it, which some languages write for thousands.
    is_point_and_three: bool,
}

fn run_of_digits(text: &str) -> usize {
    text.char_indices().find(|(_, c)| digit(*c).is_none()).map_or(text.len(), |(i, _)| i)
}

fn digits(text: &str) -> Option<Digits> {
    let first = run_of_digits(text);
    let mut found = Digits {
        length: first,
        plain: text[..first].chars().filter_map(digit).collect(),
        groups: 0,
        decimals: 0,
        is_point_and_three: false,
    };
    if first == 0 && !(text.starts_with('.') && run_of_digits(&text[1..]) > 0) {
        return None;
    }
    let whole = found.plain.len();
    let mut group_sign = None;
    loop {
        let rest = &text[found.length..];
        let Some(sign) = rest.chars().next() else { break };
        let after = &rest[sign.len_utf8()..];
        let count = run_of_digits(after);
        let next: String = after[..count].chars().filter_map(digit).collect();
        let is_same = group_sign.is_none_or(|group| group == sign);
        let may_group = is_same && (1..=3).contains(&whole) && next.len() == 3;
        let is_group = match sign {
            ',' | '，' => {
                // Indian groups have two digits but for the last: 1,23,45,678.
                let is_indian = is_same
                    && whole <= 3
                    && next.len() == 2
                    && after[count..]
                        .strip_prefix(',')
                        .is_some_and(|more| matches!(run_of_digits(more), 2 | 3));
                may_group || is_indian
            }
            '.' => may_group && (group_sign.is_some() || follows_group(&after[count..])),
            '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => may_group,
            // A plain space groups where no other number can begin: 140 000 and 1 234 567.
            ' ' => may_group && (group_sign.is_some() || next == "000" || is_spaced_group(&after[count..])),
            _ => break,
        };
        if is_group {
            group_sign = Some(sign);
            found.groups += 1;
        } else if matches!(sign, '.' | ',')
            && group_sign != Some(sign)
            && !next.is_empty()
            && (sign == '.' || next.len() < 3 || group_sign.is_some())
        {
            found.plain.push('.');
            found.decimals = next.len();
            found.is_point_and_three =
                sign == '.' && group_sign.is_none() && (1..=3).contains(&whole) && next.len() == 3;
        } else {
            break;
        }
        found.length += sign.len_utf8() + count;
        found.plain.push_str(&next);
        if found.decimals > 0 {
            break;
        }
    }
    Some(found)
}

/// A second group of thousands after a first with points: 1.234.567.
fn follows_group(rest: &str) -> bool {
    rest.strip_prefix('.').is_some_and(|more| run_of_digits(more) == 3)
}

/// After a group set off by a space: no digit, and a unit or scale follows rather than another figure.
fn is_spaced_group(rest: &str) -> bool {
    !rest.starts_with([',', '.', '-', '–']) && rest.starts_with([' ', '\u{a0}'])
}

/// The figure that begins at `at`, with its scale. `None` where no digit stands there.
pub(super) fn figure_at(text: &str, at: usize, habit: Habit) -> Option<Figure> {
    let digits = digits(text.get(at..)?)?;
    let mut end = at + digits.length;
    let mut value: Decimal = digits.plain.trim_start_matches('.').parse().ok()?;
    if digits.plain.starts_with('.') {
        value = format!("0{}", digits.plain).parse().ok()?;
    }
    let mut scale = Decimal::ONE;
    let mut is_sumlike = digits.groups > 0 || digits.decimals == 2;
    if let Some((value_of_signs, length)) = scale_signs(&text[end..], value) {
        value = value_of_signs;
        end += length;
        scale = Decimal::from(10_000);
        is_sumlike = true;
    }
    while let Some((factor, length)) = scale_after(&text[end..], habit.mil) {
        scale = scale.checked_mul(factor)?;
        value = value.checked_mul(factor)?;
        end += length;
        is_sumlike = true;
    }
    if digits.is_point_and_three && habit.has_points && scale == Decimal::ONE {
        value = value.checked_mul(Decimal::from(1000))?;
        is_sumlike = true;
    }
    Some(Figure { start: at, end, value, scale, is_sumlike, is_digits: true })
}

/// 3億5000万: the value and the bytes after the first digits.
fn scale_signs(rest: &str, first: Decimal) -> Option<(Decimal, usize)> {
    let factor = |c: char| SIGNS_OF_SCALE.iter().find(|(sign, _)| *sign == c).map(|(_, f)| Decimal::from(*f));
    let (mut total, mut current, mut length) = (Decimal::ZERO, Some(first), 0);
    loop {
        let mut scaled = current.take()?;
        let mut signs = 0;
        while let Some(sign) = rest[length..].chars().next()
            && let Some(factor) = factor(sign)
        {
            scaled = scaled.checked_mul(factor)?;
            length += sign.len_utf8();
            signs += 1;
        }
        if signs == 0 {
            return None;
        }
        total = total.checked_add(scaled)?;
        let Some(more) = digits(&rest[length..]) else { return Some((total, length)) };
        let after = rest[length + more.length..].chars().next();
        if after.is_none_or(|c| factor(c).is_none()) {
            // The last digits may do without: 1億2345円.
            if after.is_some_and(is_unspaced) {
                return Some((total.checked_add(more.plain.parse().ok()?)?, length + more.length));
            }
            return Some((total, length));
        }
        current = Some(more.plain.parse().ok()?);
        length += more.length;
    }
}

/// The scale word that `rest` begins with, after at most one space or hyphen, and its length with them.
fn scale_after(rest: &str, mil: i64) -> Option<(Decimal, usize)> {
    let first = rest.chars().next()?;
    let gap = if is_space(first) || first == '-' { first.len_utf8() } else { 0 };
    let word_on = &rest[gap..];
    let length = word_on.find(|c: char| !c.is_alphabetic()).unwrap_or(word_on.len());
    let word = &word_on[..length];
    let after = word_on[length..].chars().next();
    if after.is_some_and(|c| c.is_ascii_digit() || c == '&') {
        return None;
    }
    if word.len() == 1 && gap > 0 {
        // "$5 m" is a million; "$5 T-shirt", "$5-b" and "$5 a month" are none.
        let is_clear = matches!(word, "m" | "M" | "k" | "K" | "b" | "B") && first != '-';
        if !is_clear || after.is_some_and(|c| matches!(c, '-' | '’' | '\'' | '/')) {
            return None;
        }
    }
    let factor = scale(word, mil)?;
    let stop = usize::from(
        after == Some('.')
            && matches!(
                word.to_lowercase().as_str(),
                "mio" | "mrd" | "tsd" | "mill" | "mia" | "млн" | "млрд"
            ),
    );
    Some((factor, gap + length + stop))
}

/// Words that may stand between a figure and its unit: "millions d'euros", "5 million of US dollars".
const LINKS: &[&str] = &["de ", "d'", "d’", "of ", "di ", "en "];

/// The figure that ends where a unit begins, at `end`, not before `from`.
pub(super) fn figure_before(text: &str, from: usize, end: usize, habit: Habit) -> Option<Figure> {
    let stretch = text.get(from..end)?;
    let mut close = stretch.trim_end_matches(is_space);
    if stretch.len() - close.len() > 3 {
        return None;
    }
    if close.len() == stretch.len() {
        close = close.strip_suffix('-').unwrap_or(close);
    }
    let open = LINKS.iter().find_map(|link| {
        let link_end = if link.ends_with(' ') { link.trim_end() } else { link };
        let before = close.strip_suffix(link_end)?;
        before.ends_with(is_space).then(|| before.trim_end_matches(is_space))
    });
    let digits = |close: &str| digits_before(text, from, from + close.len(), habit);
    let spelled = |close: &str| spelled_before(text, from, from + close.len());
    open.and_then(|open| digits(open).filter(|figure| figure.scale > Decimal::ONE))
        .or_else(|| digits(close).filter(|figure| !text[..figure.start].ends_with("point ")))
        .or_else(|| spelled(close))
        .or_else(|| open.and_then(spelled).filter(|figure| figure.scale > Decimal::ONE))
}

/// Digits and their scale that end at `end` exactly.
fn digits_before(text: &str, from: usize, end: usize, habit: Habit) -> Option<Figure> {
    let stretch = &text[from..end];
    // Back over words of scale to the digits.
    let mut at = stretch.len();
    for _ in 0..3 {
        let word = stretch[..at].trim_end_matches('.');
        let start = word
            .rfind(|c: char| !c.is_alphabetic() || is_unspaced(c))
            .map_or(0, |i| i + word[i..].chars().next().map_or(1, char::len_utf8));
        if start == word.len() {
            break;
        }
        scale(&word[start..], habit.mil)?;
        at = start;
        let before = stretch[..at].trim_end_matches(|c| is_space(c) || c == '-');
        if at - before.len() > 2 {
            return None;
        }
        at = before.len();
    }
    // Back over the digits, their groups and East Asian scales; the longest stretch that reads as one figure wins.
    let mut start = None;
    for (i, c) in stretch[..at].char_indices().rev() {
        let is_scale_sign = SIGNS_OF_SCALE.iter().any(|(sign, _)| *sign == c);
        if digit(c).is_some() {
            let absolute = from + i;
            let before = text[..absolute].chars().next_back();
            let is_begun =
                !before.is_some_and(|b| (b.is_alphanumeric() && !is_unspaced(b)) || digit(b).is_some());
            let figure = figure_at(&text[..end], absolute, habit).filter(|figure| figure.end == end);
            if is_begun && figure.is_some() {
                start = figure;
            }
        } else if c == '.' && start.is_some() && !text[..from + i].ends_with(char::is_alphanumeric) {
            // ".75 €"
            return figure_at(&text[..end], from + i, habit).filter(|figure| figure.end == end).or(start);
        } else if !(matches!(c, ',' | '.' | '\'' | '’' | '，') || is_space(c) || is_scale_sign) {
            break;
        }
        if stretch[..at].len() - i > 40 {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_in_every_grouping() {
        let english = Habit { has_points: false, mil: 1_000_000 };
        let european = Habit { has_points: true, mil: 1_000 };
        for (text, habit, value) in [
            ("1,234,567.89", english, "1234567.89"),
            ("1,23,45,678", english, "12345678"),
            ("12.500", english, "12.500"),
            ("12.500", european, "12500"),
            ("1.234.567", english, "1234567"),
            ("1.234.567,50", european, "1234567.50"),
            ("64,5 Mio.", european, "64500000"),
            ("1'200'000", english, "1200000"),
            ("140 000", english, "140000"),
            ("2 mil millones", european, "2000000000"),
            ("2.5 lakh crore", english, "2500000000000"),
            ("3億5000万", english, "350000000"),
            ("５００億", english, "50000000000"),
            ("13,009 million", english, "13009000000"),
            ("5 T-shirts", english, "5"),
            ("5 M&A", english, "5"),
        ] {
            let figure = figure_at(text, 0, habit).map(|figure| figure.value);
            assert_eq!(figure, value.parse().ok(), "{text}");
        }
        assert_eq!(figure_at("no digits", 0, english), None);
    }
}
