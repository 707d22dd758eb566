//! What blocks say that are not the article: invitations to read on elsewhere, labels, headings of other things; and which
//! words tell one kind of date from another. The phrases stand in `data/page_phrases.tsv`.

use std::sync::LazyLock;

/// The phrases by what they are for. All are lower case.
#[derive(Default)]
struct Phrases {
    /// Beginnings of short lines that invite the reader to something else.
    invitation: Vec<&'static str>,
    /// Whole short blocks that label something that is not the article.
    label: Vec<&'static str>,
    /// Headings after which nothing of the article follows.
    ending: Vec<&'static str>,
    /// What a block at the end says that is about author, outlet or newsletters, anywhere in it.
    tail: Vec<&'static str>,
    /// Names of news agencies.
    agency: Vec<&'static str>,
    /// Words before the name of a photographer.
    credit: Vec<&'static str>,
    /// Words of a date of change.
    change: Vec<&'static str>,
    /// Words of a date of publication.
    publication: Vec<&'static str>,
    /// Words of the day up to which a text holds, which news sites print in the place of the day of publication.
    state: Vec<&'static str>,
    /// Words of dates that are neither.
    other_date: Vec<&'static str>,
    /// What is written in the place of an author and names nobody.
    role: Vec<&'static str>,
    /// Parts of roles and houses, which no person's name has.
    role_word: Vec<&'static str>,
    /// Parts of what is written in the place of an author but is no name.
    no_author: Vec<&'static str>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let lines = include_str!("../../data/page_phrases.tsv").lines().filter(|line| !line.starts_with('#'));
    for (kind, phrase) in lines.filter_map(|line| line.split_once('\t')) {
        let list = match kind {
            "invitation" => &mut phrases.invitation,
            "label" => &mut phrases.label,
            "ending" => &mut phrases.ending,
            "tail" => &mut phrases.tail,
            "agency" => &mut phrases.agency,
            "credit" => &mut phrases.credit,
            "change" => &mut phrases.change,
            "publication" => &mut phrases.publication,
            "state" => &mut phrases.state,
            "other_date" => &mut phrases.other_date,
            "role" => &mut phrases.role,
            "role_word" => &mut phrases.role_word,
            "no_author" => &mut phrases.no_author,
            _ => continue,
        };
        list.push(phrase);
    }
    phrases
});

/// Whether a short block says that it is not the article.
pub(super) fn is_invitation(text: &str) -> bool {
    if text.len() > 220 {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    is_label(&lower) || PHRASES.invitation.iter().any(|invitation| lower.starts_with(invitation))
}

fn is_label(lower: &str) -> bool {
    lower.len() < 40 && PHRASES.label.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a heading says that what follows is something else.
pub(super) fn is_ending(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    PHRASES.ending.contains(&lower.trim_end_matches([':', '.', '…', ' ', '!', '?', '»', '>']).trim())
        || lower.starts_with("more from ")
        || lower.starts_with("comments (")
}

/// Whether a block at the end of an article is about its author, the outlet or its newsletters.
pub(super) fn is_tail(text: &str) -> bool {
    const LONGEST: usize = 500;
    text.len() <= LONGEST && {
        let lower = text.to_lowercase().replace('’', "'");
        PHRASES.tail.iter().any(|phrase| lower.contains(phrase))
    }
}

/// The news agency of this name.
pub(super) fn is_agency(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    PHRASES.agency.contains(&name.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The first agency of a short line that names agencies and initials of writers and nothing else: "sak/Reuters",
/// "mit dpa", "dpa, AP".
pub(super) fn agency_of_line(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    const LONGEST_INITIALS: usize = 4;
    if text.len() > LONGEST {
        return None;
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_initials = |word: &str| {
        word.chars().count() <= LONGEST_INITIALS
            && word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit())
    };
    let only = words().all(|word| is_agency(word) || is_initials(word));
    words().find(|word| is_agency(word)).filter(|_| only).map(str::to_owned)
}

/// Whether the last words of a short block name a photographer: it is the caption of a picture.
pub(super) fn ends_with_credit(text: &str) -> bool {
    const LONGEST: usize = 300;
    const LONGEST_CREDIT: usize = 60;
    if text.len() > LONGEST {
        return false;
    }
    let lower = text.to_lowercase();
    PHRASES.credit.iter().any(|word| {
        lower.rfind(word).is_some_and(|at| {
            let rest = lower.get(at + word.len()..).unwrap_or_default();
            let starts_word =
                lower.get(..at).and_then(|t| t.chars().last()).is_none_or(|c| !c.is_alphanumeric());
            starts_word && rest.len() <= LONGEST_CREDIT && !rest.trim().is_empty() && !rest.contains(". ")
        })
    })
}

/// Whether a lower-case text tells of a change.
pub(super) fn is_change(lower: &str) -> bool {
    PHRASES.change.iter().any(|word| lower.contains(word))
}

/// Whether a lower-case text tells of a publication.
pub(super) fn tells_publication(lower: &str) -> bool {
    PHRASES.publication.iter().any(|word| lower.contains(word))
}

/// Whether a lower-case text tells up to which day it holds.
pub(super) fn tells_state(lower: &str) -> bool {
    PHRASES.state.iter().any(|word| lower.contains(word))
}

/// Whether the date in a lower-case text is neither: an event, a term, a copyright.
pub(super) fn is_other_date(lower: &str) -> bool {
    PHRASES.other_date.iter().any(|word| lower.contains(word))
}

/// Whether a lower-case text in the place of an author names a desk or a role, not somebody.
pub(super) fn is_role(lower: &str) -> bool {
    PHRASES.role.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a lower-case name has a word of a role or a house.
pub(super) fn has_word_of_role(lower: &str) -> bool {
    PHRASES.role_word.iter().any(|word| lower.contains(word))
}

/// Whether a lower-case text stands where an author should, but is none.
pub(super) fn is_no_author(lower: &str) -> bool {
    PHRASES.no_author.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_of_a_kind() {
        for line in include_str!("../../data/page_phrases.tsv").lines().filter(|line| !line.starts_with('#'))
        {
            let (kind, phrase) = line.split_once('\t').unwrap_or_else(|| panic!("{line}"));
            assert!(
                [
                    "invitation",
                    "label",
                    "ending",
                    "tail",
                    "agency",
                    "credit",
                    "change",
                    "publication",
                    "other_date",
                    "state",
                    "role",
                    "role_word",
                    "no_author"
                ]
                .contains(&kind),
                "{line}"
            );
            assert_eq!(phrase, phrase.to_lowercase());
        }
    }

    #[test]
    fn invitations_and_endings() {
        assert!(is_invitation("Read more: Pentagon picks OpenAI"));
        assert!(!is_invitation("Readiness matters more than ever."));
        assert!(is_ending("Related Stories:"));
        assert!(!is_ending("Related party deals under scrutiny in Congress"));
    }

    #[test]
    fn kinds_of_dates() {
        assert!(is_change("last updated: 3 may 2024"));
        assert!(tells_publication("published 3 may 2024"));
        assert!(is_other_date("registration closes on 3 may 2024"));
    }
}
