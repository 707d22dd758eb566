//! Short forms of unlisted names: first words, acronyms, and the longer name that a shorter one stands for.

use super::mention::Organisation;
use super::organisations::Texts;
use super::run_shape::is_plain_word;
use crate::base::{Field, Span};

/// After "Larkfield Analytics", a bare "Larkfield" is the same; after "Widget Office (WO)", so is "WO".
pub(super) fn add_short_names(list: &mut [Organisation], texts: Texts<'_>, taken: &[Span]) {
    for organisation in list.iter_mut() {
        let mut short: Vec<String> = vec![organisation.name.clone()];
        let words: Vec<&str> = organisation.name.split(' ').collect();
        if words.len() > 1
            && words[0].len() > 4
            && !is_plain_word(words[0])
            && !matches!(
                words[0],
                "United"
                    | "North"
                    | "South"
                    | "Department"
                    | "Ministry"
                    | "Office"
                    | "University"
                    | "General"
                    | "American"
                    | "Court"
                    | "Board"
                    | "Global"
                    | "Advanced"
                    | "Joint"
            )
            && organisation.confidence > 0.6
        {
            short.push(words[0].to_owned());
        }
        if let Some(acronym) =
            organisation.mentions.iter().find_map(|m| acronym_after(texts.text(m.field), m.end))
        {
            short.push(acronym);
        }
        let known = organisation.mentions.clone();
        let mut more: Vec<Span> = Vec::new();
        for name in &short {
            for field in [Field::Title, Field::Body] {
                let text = texts.text(field);
                for (start, _) in text.match_indices(name.as_str()) {
                    let span = Span::new(field, start, start + name.len());
                    let is_word = !text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
                        && !text[span.end..].chars().next().is_some_and(char::is_alphanumeric);
                    let goes_on = text[span.end..]
                        .strip_prefix(' ')
                        .is_some_and(|rest| rest.starts_with(char::is_uppercase));
                    if is_word && !goes_on && !known.iter().chain(taken).any(|m| m.overlaps(&span)) {
                        more.push(span);
                    }
                }
            }
        }
        organisation.mentions.extend(more);
        organisation.mentions.sort_unstable();
        organisation.mentions.dedup();
    }
}

/// Gives the mentions of "Larkfield" to "Larkfield Analytics" where both were taken for names of their own.
pub(super) fn join_longer(list: &mut Vec<Organisation>) {
    let mut index = 0;
    while index < list.len() {
        let head = format!("{} ", list[index].name);
        let mut longer =
            list.iter().enumerate().filter(|(_, other)| other.name.starts_with(&head)).map(|(i, _)| i);
        // A name with a legal form of its own is a parent or a sister and no short form.
        let is_short = list[index].confidence < 0.9;
        if let (true, Some(target), None) = (is_short, longer.next(), longer.next()) {
            let short = list.remove(index);
            let target = if target > index { target - 1 } else { target };
            list[target].mentions.extend(short.mentions);
            list[target].mentions.sort_unstable();
        } else {
            index += 1;
        }
    }
}

/// The acronym in parentheses right after a name: "(EOTSS)".
fn acronym_after(text: &str, end: usize) -> Option<String> {
    let rest = text.get(end..)?.strip_prefix(" (")?;
    let (inside, _) = rest.split_once(')')?;
    let inside = inside.trim_start_matches("the ").trim_matches(['"', '“', '”']);
    let is_acronym = (2..=10).contains(&inside.len())
        && inside.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '&' | '-'));
    is_acronym.then(|| inside.to_owned())
}
