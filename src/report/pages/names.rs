//! Names of authors as sets.

use std::collections::BTreeSet;

use super::truth::Names;
use super::words::normal;

/// What parts two names in a line.
const SIGNS: &[char] = &[';', ',', '|', '/', '&'];

/// Words that part two names in a line.
const WORDS: &[&str] = &["and", "und", "et"];

/// Words before the first name of a line.
const BEFORE: &[&str] = &["by", "von", "par", "por"];

/// The names in the truth, normalised.
pub(super) fn of_truth(names: &Names) -> BTreeSet<String> {
    match names {
        Names::Line(line) => of_list(&[without_by(line).to_owned()]),
        Names::List(list) => of_list(list),
    }
}

/// The names in a list, each of which may hold several.
pub(super) fn of_list(list: &[String]) -> BTreeSet<String> {
    list.iter()
        .flat_map(|line| line.split(SIGNS))
        .flat_map(split_at_words)
        .map(|name| normal(&name))
        .filter(|name| !name.is_empty())
        .collect()
}

fn split_at_words(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for word in text.split_whitespace() {
        if WORDS.iter().any(|between| word.eq_ignore_ascii_case(between)) {
            names.push(String::new());
        } else if let Some(name) = names.last_mut() {
            name.push(' ');
            name.push_str(word);
        }
    }
    names
}

fn without_by(line: &str) -> &str {
    let line = line.trim_start();
    BEFORE
        .iter()
        .find_map(|word| {
            let (front, rest) = line.split_at_checked(word.len())?;
            (front.eq_ignore_ascii_case(word) && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                .then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':'))
        })
        .unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_lists_are_sets() {
        let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(
            of_truth(&Names::Line("By: Jane ROE and Jo Fernandes".into())),
            set(&["jane roe", "jo fernandes"])
        );
        assert_eq!(of_truth(&Names::List(vec!["A. Roe / B. Doe".into()])), set(&["a roe", "b doe"]));
        assert_eq!(of_truth(&Names::Line("Byron Poe".into())), set(&["byron poe"]));
    }
}
