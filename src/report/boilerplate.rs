//! What a publisher says about itself at the end of an article, not about the matter.

use crate::article::{BlockKind, Body};

/// Openings of sentences that are no part of the story, in lower case.
const OPENINGS: &[&str] = &[
    "about ",
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
/// A line of so many words without a full stop is a heading, whatever the page called it.
const LONGEST_HEADING: usize = 8;
/// Openings of headings that begin the publisher's own words.
const CLOSING_HEADINGS: &[&str] =
    &["about ", "contact", "media contact", "press contact", "forward-looking", "safe harbor", "disclaimer"];

/// Whether the sentence is a contact line, an advertisement for the publisher or the like.
pub(super) fn is_boilerplate(sentence: &str) -> bool {
    let lower = sentence.trim_start_matches(['*', '#', '-', '–', '•', ' ']).to_lowercase();
    // "About 500 soldiers …" is a story's own.
    let is_count = lower
        .strip_prefix("about ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '$'));
    (OPENINGS.iter().any(|opening| lower.starts_with(opening)) && !is_count)
        || MARKS.iter().any(|mark| lower.contains(mark))
        || lower.split_whitespace().any(is_mail)
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(before, after)| !before.is_empty() && after.contains('.'))
}

/// Where the publisher's own words begin that close the text ("About Palantir", "Media contact"); the text's length
/// where it has none. A heading in the first half closes nothing: it may be about the matter.
pub(super) fn boilerplate_from(body: &Body) -> usize {
    let length = body.text().len();
    let closing = body.blocks().iter().find(|block| {
        let text = body.block_text(block).trim();
        let is_heading = block.kind == BlockKind::Heading
            || (text.split_whitespace().count() <= LONGEST_HEADING && !text.ends_with(['.', '?', '!']));
        let lower = text.trim_start_matches(['*', '#', ' ']).to_lowercase();
        is_heading
            && block.range.start * 2 >= length
            && CLOSING_HEADINGS.iter().any(|opening| lower.starts_with(opening))
    });
    closing.map_or(length, |block| block.range.start)
}
