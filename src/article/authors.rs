//! Who wrote it: names as data and bylines have them, without roles and addresses.

use crate::article::page::clean;
use crate::article::phrases::{has_word_of_role, is_no_author, is_role};
use crate::article::same::bare;

/// What stands before a name in a byline.
const PREFIXES: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "door ",
    "av ",
    "af ",
    "geschrieben von ",
    "ein artikel von ",
    "eine analyse von ",
    "ein kommentar von ",
    "mis en ligne par ",
    "publié par ",
    "escrito por ",
    "published by ",
    "submitted by ",
    "di ",
    "written by ",
    "story by ",
    "reported by ",
    "text: ",
    "text von ",
    "posted by ",
    "author: ",
    "authors: ",
];

/// What separates two names.
const BETWEEN: &[&str] = &[" and ", " und ", " et ", " y ", " & ", ";", " | ", " with "];

/// Longest name, in characters.
pub(crate) const LONGEST_NAME: usize = 60;

/// The names in what the page's data gives, in order, each once.
pub(crate) fn declared(values: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for value in values {
        for name in names(value) {
            push_new(&mut found, name);
        }
    }
    found
}

/// Names without those of the house, as long as others remain.
pub(crate) fn without_houses(names: Vec<String>, houses: &[&str]) -> Vec<String> {
    let (of_house, others): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| is_house(name, houses));
    if others.is_empty() { of_house } else { others }
}

/// Whether no person is among these names: none at all, or only the publishing house's own.
pub(crate) fn are_only_houses(names: &[String], houses: &[&str]) -> bool {
    names.iter().all(|name| is_house(name, houses))
}

/// Whether a name is the house's, or the first letters of its words: "LTO" for "Legal Tribune Online".
fn is_house(name: &str, houses: &[&str]) -> bool {
    const SHORTEST: usize = 2;
    let own = bare(name);
    houses.iter().any(|house| {
        let letters: String = house
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_lowercase)
            .collect();
        own == bare(house) || (own.chars().count() > SHORTEST && own == letters)
    })
}

fn push_new(found: &mut Vec<String>, name: String) {
    if !found.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
        found.push(name);
    }
}

/// The single names of a byline.
fn names(byline: &str) -> Vec<String> {
    let mut text = clean(byline);
    let lower = text.to_lowercase();
    if let Some(prefix) = PREFIXES.iter().find(|prefix| lower.starts_with(**prefix)) {
        text = text.chars().skip(prefix.chars().count()).collect();
    }
    for between in BETWEEN {
        text = text.replace(between, "\n");
        text = text.replace(&between.to_uppercase(), "\n");
    }
    let mut found = Vec::new();
    for part in text.split('\n') {
        // "Roe, Jane" is one name; "Jane Roe, John Doe" are two; "Jane Roe, Staff Writer" is one and a role.
        let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
        match pieces.as_slice() {
            [last, first] if !last.contains(' ') && !first.contains(' ') && !last.is_empty() => {
                found.extend(name(&format!("{first} {last}")));
            }
            pieces => {
                for (i, piece) in pieces.iter().enumerate() {
                    if i == 0 || is_person(piece) {
                        found.extend(name(piece));
                    }
                }
            }
        }
    }
    found
}

/// Whether a name looks like a person's: two to four words in capitals, and no word of a role or a house.
pub(crate) fn is_person(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    (2..=4).contains(&words)
        && text.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3)
        && !has_word_of_role(&lower)
}

fn name(text: &str) -> Option<String> {
    let text = text.split(" (").next().unwrap_or_default();
    let text = text.split(" - ").next().unwrap_or_default();
    let text = text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ')')));
    let lower = text.to_lowercase();
    let is_one = !text.is_empty()
        && text.chars().count() <= LONGEST_NAME
        && text.split_whitespace().count() <= 7
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !is_no_author(&lower)
        && !is_role(&lower);
    is_one.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_taken_apart() {
        for (byline, expected) in [
            ("By Jane Roe and John Doe", &["Jane Roe", "John Doe"][..]),
            ("BY JANE ROE", &["JANE ROE"]),
            ("Jane Roe, Staff Writer", &["Jane Roe"]),
            ("Jane Roe, John Doe and J. R. Poe", &["Jane Roe", "John Doe", "J. R. Poe"]),
            ("Roe, Jane", &["Jane Roe"]),
            ("jane@example.org", &[]),
            ("https://facebook.com/x", &[]),
            ("Von Jörg Müller und dpa", &["Jörg Müller", "dpa"]),
            ("", &[]),
        ] {
            assert_eq!(declared(&[byline.to_owned()]), expected, "{byline}");
        }
    }
}
