//! What the mere shape of a capitalised run says.

use super::plain_words::NEVER;
use crate::base::Span;

/// "Body-worn", "High-impact": no part of a name goes on in lower case after a hyphen; no name is an adverb.
pub(super) fn has_lower_part(surface: &str) -> bool {
    let is_split = surface.split(['-', '‑']).skip(1).any(|part| part.starts_with(char::is_lowercase));
    is_split
        || (surface.ends_with("ly") && !surface.contains(' '))
        || (surface.starts_with("AI ") && surface.ends_with('s'))
}

/// A number of letters and digits ("CRSA-26-C-0147") is no name.
pub(super) fn is_number(surface: &str) -> bool {
    let digits = surface.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 || (digits >= 2 && surface.contains('-') && !surface.contains(' '))
}

/// Cuts "The", "In", "Under" and other openers off the front of a run.
pub(super) fn without_leading_stopwords(text: &str, run: Span) -> Option<Span> {
    let mut start = run.start;
    loop {
        let surface = text.get(start..run.end)?;
        match surface.split_once(' ') {
            Some((first, rest))
                if NEVER.contains(&first)
                    && !matches!(
                        first,
                        "New"
                            | "Federal"
                            | "City"
                            | "Defense"
                            | "Defence"
                            | "Police"
                            | "Army"
                            | "Security"
                            | "Cloud"
                    ) =>
            {
                start += first.len() + (surface.len() - first.len() - rest.len());
            }
            _ => return Some(Span::new(run.field, start, run.end)),
        }
    }
}

/// A word that opens sentences rather than names: "Federal Systems", "Cloud Services".
pub(super) fn is_plain_word(word: &str) -> bool {
    NEVER.contains(&word)
        || [
            "AI",
            "Data",
            "Digital",
            "National",
            "Intelligence",
            "Information",
            "Health",
            "Professional",
            "Federal",
            "Global",
            "Common",
        ]
        .contains(&word)
}

pub(super) fn is_month_or_day(surface: &str) -> bool {
    const NAMES: &[&str] = &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    surface.split(' ').any(|word| NAMES.contains(&word))
}

/// "in Reston", "Reston, Virginia": a place and no supplier.
pub(super) fn is_place_like(before: &str) -> bool {
    [" in ", "In ", " near ", " from "].iter().any(|p| before.ends_with(p))
}

pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
    })
}
