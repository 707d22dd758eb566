//! What a publisher says about itself at the end of an article, not about the matter.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::article::{BlockKind, Body};

/// Openings of sentences that are no part of the story, in lower case.
const OPENINGS: &[&str] = &[
    "all rights reserved",
    "click here",
    "contact:",
    "copyright ",
    "editor's note",
    "editor’s note",
    "follow us",
    "follow @",
    "for media inquiries",
    "for more information",
    "for press inquiries",
    "forward-looking",
    "have a tip",
    "image:",
    "learn more",
    "media contact",
    "photo:",
    "photo by",
    "press contact",
    "read more",
    "read next",
    "related:",
    "sign up",
    "subscribe",
    "this article was",
    "this press release",
    "to learn more",
    "visit ",
    "©",
];
/// What no sentence of a story holds, in lower case.
const MARKS: &[&str] = &[
    "all rights reserved",
    "automated voice",
    "forward-looking statement",
    "newsletter",
    "privacy policy",
    "terms of service",
    "terms of use",
    "your inbox",
    "http://",
    "https://",
    "www.",
];
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());
/// A line of so many words without a full stop is a heading, whatever the page called it.
const LONGEST_HEADING: usize = 8;
/// Openings of headings that begin the publisher's own words.
const CLOSING_HEADINGS: &[&str] =
    &["about ", "contact", "media contact", "press contact", "forward-looking", "safe harbor", "disclaimer"];

/// Whether the sentence is a contact line, an advertisement for the publisher or the like.
pub(super) fn is_boilerplate(sentence: &str) -> bool {
    let sentence = sentence.trim_start_matches(['*', '#', '-', '–', '•', ' ']);
    let lower = sentence.to_lowercase();
    // "About 500 soldiers …" is a story's own.
    let is_about_a_name =
        sentence.strip_prefix("About ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    is_about_a_name
        || OPENINGS.iter().any(|opening| lower.starts_with(opening))
        || FINDER.as_ref().is_some_and(|finder| finder.is_match(&lower))
        || (lower.contains('@') && lower.split_whitespace().any(is_mail))
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.'))
}

/// Where the publisher's own words begin that close the text ("About Palantir", "Media contact"); the text's length
/// where it has none. A heading in the first half closes nothing: it may be about the matter.
pub(super) fn boilerplate_from(body: &Body) -> usize {
    let length = body.text().len();
    let closing = body.blocks().iter().filter(|block| block.range.start * 2 >= length).find(|block| {
        let text = body.block_text(block).trim();
        let is_heading = block.kind == BlockKind::Heading
            || (!text.ends_with(['.', '?', '!']) && text.split_whitespace().count() <= LONGEST_HEADING);
        let begins_closing = || {
            let lower = text.trim_start_matches(['*', '#', ' ']).to_lowercase();
            CLOSING_HEADINGS.iter().any(|opening| lower.starts_with(opening))
        };
        is_heading && begins_closing()
    });
    closing.map_or(length, |block| block.range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contact_lines_are_no_story() {
        for (sentence, expected) in [
            ("About Palantir: we build software.", true),
            ("About 500 soldiers will use it.", false),
            ("About half of the sum was paid.", false),
            ("Write to press@army.example for details.", true),
            ("Sign up for our newsletter.", true),
            ("The Army visited the plant.", false),
            ("- Contact: Jo Doe", true),
            ("", false),
        ] {
            assert_eq!(is_boilerplate(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn only_a_heading_of_the_second_half_closes_the_text() {
        use BlockKind::{Heading, Paragraph};
        let filler = "Word after word. ".repeat(10);
        let body = Body::from_blocks([
            (Heading, "About the contract"),
            (Paragraph, filler.as_str()),
            (Paragraph, "About Palantir"),
            (Paragraph, "It builds."),
        ]);
        assert_eq!(body.text().get(boilerplate_from(&body)..), Some("About Palantir\n\nIt builds."));
        assert_eq!(boilerplate_from(&Body::default()), 0);
    }
}
