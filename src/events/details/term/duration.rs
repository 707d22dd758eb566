//! Stretches of years and months as they are printed: "five-year", "12 months", "two and a half years".

use std::sync::LazyLock;

use crate::base::Pattern;
use crate::entities::small_number;

/// A contract runs for thirty years at most; what is longer is something else.
pub(super) const LONGEST: u32 = 360;

/// A small number, in digits or in words.
pub(super) const COUNT: &str = r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";

static DURATION: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(format!(
        r"(?i)\b(?P<n>\d{{1,2}}\.5|{COUNT}|an?)(?:\s?\(\d{{1,3}}\))?(?P<h>[\s-]and[\s-]a[\s-]half)?[\s‐‑–-](?P<u>years?|months?|yrs?)\b"
    ))
});

/// A stretch of time in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Duration {
    pub start: usize,
    pub end: usize,
    pub months: u32,
    /// "a year", which is a rate more often than a stretch.
    pub is_article: bool,
}

/// Every stretch of years or months, in order.
pub(super) fn durations(text: &str) -> Vec<Duration> {
    let read = |found: crate::base::Captures<'_>| {
        let whole = found.get(0)?;
        let count = found.text("n").to_lowercase();
        let is_years = !found.text("u").to_lowercase().starts_with('m');
        let unit = if is_years { 12 } else { 1 };
        let half = if found.name("h").is_some() || count.ends_with(".5") { unit / 2 } else { 0 };
        let months = (number(count.trim_end_matches(".5"))? * unit).checked_add(half)?;
        let is_article = matches!(count.as_str(), "a" | "an");
        (1..=LONGEST).contains(&months).then_some(Duration {
            start: whole.start(),
            end: whole.end(),
            months,
            is_article,
        })
    };
    DURATION.captures_iter(text).filter_map(read).collect()
}

/// The number that digits or words say.
pub(super) fn number(words: &str) -> Option<u32> {
    let words = words.to_lowercase();
    match words.as_str() {
        "a" | "an" | "another" | "single" => Some(1),
        _ => words.parse().ok().or_else(|| small_number(&words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_months_in_words_and_digits() {
        for (text, expected) in [
            ("a five-year deal", vec![60]),
            ("five (5) years, 12 months", vec![60, 12]),
            ("a twenty-four-month term", vec![24]),
            ("two-and-a-half years or 2.5 years", vec![30, 30]),
            ("a year", vec![12]),
            ("99 years, 400 months, 0 years", vec![]),
            ("yearly, in year five, the monthlong trial", vec![]),
        ] {
            let months: Vec<u32> = durations(text).iter().map(|one| one.months).collect();
            assert_eq!(months, expected, "{text}");
        }
    }
}
