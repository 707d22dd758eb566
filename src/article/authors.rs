//! Who wrote it: names from the page's data and from bylines, without roles and addresses.

use crate::article::blocks::TextBlock;
use crate::article::page::{Page, clean};
use crate::article::phrases::is_no_author;

/// What stands before a name in a byline.
const PREFIXES: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
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
const LONGEST_NAME: usize = 60;

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

/// The names in the byline the reader sees: what is marked as author, else a short line that begins with "By".
pub(crate) fn visible(page: &Page<'_>, blocks: &[TextBlock]) -> Vec<String> {
    let marked: Vec<String> = page
        .elements()
        .filter(|(_, element)| {
            element.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"))
                || element.attr("itemprop") == Some("author")
                || element.attr("class").is_some_and(|class| {
                    class.split_ascii_whitespace().any(|c| {
                        matches!(
                            c.to_ascii_lowercase().as_str(),
                            "author"
                                | "byline"
                                | "author-name"
                                | "byline-name"
                                | "byline__name"
                                | "article-author"
                                | "article__author"
                                | "post-author"
                                | "fn"
                        )
                    })
                })
        })
        .take(20)
        .map(|(at, _)| page.text(at))
        .filter(|text| text.chars().count() <= 2 * LONGEST_NAME)
        .take(4)
        .collect();
    let found = declared(&marked);
    if !found.is_empty() {
        return found;
    }
    blocks
        .iter()
        .filter(|b| {
            b.text.len() <= 120
                && (b.text.starts_with("By ") || b.text.starts_with("BY ") || b.text.starts_with("Von "))
        })
        .map(|b| declared(std::slice::from_ref(&b.text)))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// Whether no person is among these names: none at all, or only the publishing house's own.
pub(crate) fn are_only_houses(names: &[String], houses: &[&str]) -> bool {
    let bare =
        |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    names.iter().all(|name| houses.iter().any(|house| bare(house) == bare(name)))
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
                    if i == 0 || looks_like_person(piece) {
                        found.extend(name(piece));
                    }
                }
            }
        }
    }
    found
}

fn looks_like_person(text: &str) -> bool {
    const ROLES: &[&str] = &[
        "writer",
        "editor",
        "reporter",
        "correspondent",
        "staff",
        "press",
        "news",
        "journal",
        "contributor",
        "redakt",
        "chief",
        "director",
        "analyst",
        "columnist",
        "producer",
        "service",
    ];
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    (2..=4).contains(&words)
        && text.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3)
        && !ROLES.iter().any(|role| lower.contains(role))
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
        && !is_no_author(&lower);
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
