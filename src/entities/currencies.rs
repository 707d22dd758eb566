//! Units of money in a text: signs, codes and words of the currencies of `data/currencies.tsv`.
//!
//! A currency is added by a row of that file and nowhere else.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::base::Currency;

static TABLE: &str = include_str!("../../data/currencies.tsv");

/// How a unit is written, which says on which side of it the figure may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A sign or an ISO code: before the figure or after it.
    Sign,
    /// A word: after the figure.
    Word,
}

/// What a sign, code or word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub currency: Currency,
    /// Cents, pence: a hundredth of the currency.
    pub is_hundredth: bool,
    /// An ordinary word or another abbreviation besides: only beside a figure that looks like a sum.
    pub is_weak: bool,
    /// A measure of weight besides.
    pub is_weight: bool,
    /// Its meaning was told by the story's country, or is the usual one of several.
    pub is_shared: bool,
    /// Whether the story plays where the currency is at home.
    pub is_at_home: bool,
    /// Figures of this currency are grouped by points: 12.500 is twelve thousand.
    pub has_points: bool,
}

/// A unit where it stands in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub start: usize,
    pub end: usize,
    pub shape: Shape,
    pub unit: Unit,
}

/// One currency's claim to a spelling.
struct Claim {
    spelling: &'static str,
    shape: Shape,
    rule: &'static str,
    home: &'static str,
    unit: Unit,
}

struct Units {
    automaton: AhoCorasick,
    claims: Vec<Vec<Claim>>,
}

/// ISO codes that are ordinary words or abbreviations of the trade besides: computer-aided design, radar, a maker of chips.
const WEAK_CODES: &str = "CAD SAR TRY PEN COP RON MAD BDT CLP";

static UNITS: LazyLock<Option<Units>> = LazyLock::new(|| {
    let mut claims: HashMap<String, Vec<Claim>> = HashMap::new();
    for line in TABLE.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (code, _name, signs, words, hundredths, home, grouping) =
            (cell(), cell(), cell(), cell(), cell(), cell(), cell());
        let Some(currency) = Currency::from_code(code) else { continue };
        let mut claim = |text: &'static str, shape, is_hundredth| {
            let (spelling, rule) = text.trim_end_matches(']').split_once('[').unwrap_or((text, ""));
            let has = |word: &str| rule.split(';').any(|part| part == word);
            let unit = Unit {
                currency,
                is_hundredth,
                is_weak: has("weak") || WEAK_CODES.split(' ').any(|weak| weak == spelling),
                is_weight: has("weight"),
                is_shared: has("home") || has("default"),
                is_at_home: false,
                has_points: grouping == ".",
            };
            let claim = Claim { spelling, shape, rule, home, unit };
            claims.entry(spelling.to_ascii_lowercase()).or_default().push(claim);
        };
        claim(code, Shape::Sign, false);
        for sign in signs.split('|').filter(|sign| !sign.is_empty()) {
            claim(sign, Shape::Sign, false);
        }
        for (words, is_hundredth) in [(words, false), (hundredths, true)] {
            for word in words.split('|').filter(|word| !word.is_empty()) {
                claim(word, Shape::Word, is_hundredth);
            }
        }
    }
    let (spellings, claims): (Vec<String>, Vec<Vec<Claim>>) = claims.into_iter().unzip();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(&spellings)
        .ok()?;
    Some(Units { automaton, claims })
});

impl Claim {
    fn is_at_home(&self, country: &str) -> bool {
        self.home.split(',').any(|home| home == country)
    }

    fn is(&self, rule: &str) -> bool {
        self.rule.split(';').any(|part| part == rule)
    }

    /// Signs and codes stand as in the list, words in any case.
    fn is_spelled(&self, surface: &str) -> bool {
        self.shape == Shape::Word || self.spelling == surface
    }
}

/// The unit that `surface` means in a story of `country`: that of the country, else the usual one.
fn meaning(claims: &[Claim], surface: &str, country: &str) -> Option<(Shape, Unit)> {
    let spelled = || claims.iter().filter(|claim| claim.is_spelled(surface));
    let claim = spelled()
        .find(|claim| claim.is("home") && claim.is_at_home(country))
        .or_else(|| spelled().find(|claim| claim.is_at_home(country) && !claim.is("home")))
        .or_else(|| spelled().find(|claim| claim.is("default")))
        .or_else(|| spelled().find(|claim| !claim.is("home")))?;
    Some((claim.shape, Unit { is_at_home: claim.is_at_home(country), ..claim.unit }))
}

/// Every unit of money in `text`, in order. What letters stand directly before it is for the reader to judge: `MUSD`,
/// `10k$`.
pub(super) fn places(text: &str, country: &str) -> Vec<Place> {
    let Some(units) = &*UNITS else { return Vec::new() };
    let mut found = Vec::new();
    for hit in units.automaton.find_iter(text) {
        let (start, mut end) = (hit.start(), hit.end());
        let surface = &text[start..end];
        let rest = &text[end..];
        let first = surface.chars().next().unwrap_or(' ');
        let last = surface.chars().next_back().unwrap_or(' ');
        let is_han = !last.is_ascii() && is_unspaced(last);
        // "Rs20" and "USD20" are sums, "Rsync" and "centre" are words.
        if last.is_alphabetic() && !is_han {
            let tail = rest.strip_prefix(['s', 'S']).filter(|_| surface.len() > 2);
            if let Some(tail) = tail
                && !tail.starts_with(char::is_alphanumeric)
            {
                end += 1;
            } else if rest.starts_with(char::is_alphabetic) {
                continue;
            }
        }
        let Some((shape, unit)) = meaning(&units.claims[hit.pattern().as_usize()], surface, country) else {
            continue;
        };
        let before = text[..start].chars().next_back();
        if shape == Shape::Word && first.is_alphabetic() && !is_unspaced(first) {
            // "percent", "recent", "sidewinder".
            if before.is_some_and(char::is_alphanumeric) {
                continue;
            }
        }
        // A plural of a sign is none: "USDs", "Rss".
        if shape == Shape::Sign {
            end = hit.end();
        }
        found.push(Place { start, end, shape, unit });
    }
    found
}

/// Whether a script is written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{e7f}')
}

/// The currency of a code, in either case, that stands before a dollar sign: `cad$`, `MXN$`.
pub(super) fn of_code(code: &str) -> Option<Currency> {
    let upper = code.to_ascii_uppercase();
    TABLE.lines().skip(1).any(|line| line.split('\t').next() == Some(upper.as_str())).then_some(())?;
    Currency::from_code(&upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At least forty currencies, each row whole, and each shared spelling with one usual meaning.
    #[test]
    fn the_table_is_sound() {
        let rows: Vec<Vec<&str>> = TABLE.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        assert!(rows.len() >= 40, "{} currencies", rows.len());
        assert_eq!(TABLE.lines().next(), Some("code\tname\tsigns\twords\thundredths\thome\tgrouping"));
        for pair in rows.windows(2) {
            assert!(pair[0][0] < pair[1][0], "{} before {}", pair[0][0], pair[1][0]);
        }
        for row in &rows {
            assert_eq!(row.len(), 7, "{row:?}");
            assert!(row[0].len() == 3 && row[0].bytes().all(|b| b.is_ascii_uppercase()), "{row:?}");
            assert!(matches!(row[6], "" | "," | "."), "{row:?}");
            for rule in row[2..5].iter().flat_map(|cell| cell.split('|')).filter_map(|s| s.split_once('[')) {
                let rule = rule.1.trim_end_matches(']');
                assert!(
                    rule.split(';').all(|part| ["home", "default", "weak", "weight"].contains(&part)),
                    "{row:?}: {rule}"
                );
            }
        }
        let units = UNITS.as_ref().expect("the table makes an automaton");
        for claims in &units.claims {
            for shape in [Shape::Sign, Shape::Word] {
                let mut by_spelling: HashMap<&str, usize> = HashMap::new();
                for claim in claims.iter().filter(|c| c.shape == shape && !c.is("home")) {
                    *by_spelling.entry(claim.spelling).or_default() += 1;
                }
                assert!(by_spelling.values().all(|count| *count == 1), "{by_spelling:?}");
            }
        }
    }

    #[test]
    fn a_country_decides_what_its_people_call_a_dollar() {
        for (text, country, code) in [
            ("$5", "us", "USD"),
            ("$5", "au", "AUD"),
            ("$5", "zz", "USD"),
            ("$5", "mx", "MXN"),
            ("US$5", "au", "USD"),
            ("5 pesos", "ph", "PHP"),
            ("5 pesos", "us", "MXN"),
            ("¥5", "cn", "CNY"),
            ("¥5", "jp", "JPY"),
            ("5 kr", "no", "NOK"),
            ("5 cents", "nz", "NZD"),
            ("5 rupees", "pk", "PKR"),
            ("5 Dollars", "us", "USD"),
        ] {
            let found = places(text, country);
            assert_eq!(found.iter().map(|p| p.unit.currency.code()).collect::<Vec<_>>(), [code], "{text}");
        }
        assert!(places("a recent percentage, dollarization and wonder", "us").is_empty());
    }
}
