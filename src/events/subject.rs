//! What a dealing is about, in a few words of its own sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::events::story::Sentence;

static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:contract|order|deal|agreement|award|grant|licen[cs]e|proposals?|information|purchase|tender)\s(?:[\w$.,-]+\s){0,4}?(?:for|to\s(?:supply|provide|deliver|build|develop|support|expand|run|field))\s((?:[\w'’/&-]+[\s]?){2,9})|\b(?:to|will)\s(?:supply|provide|deliver|build|develop|field|install|support)\s((?:[\w'’/&-]+\s?){2,9})";
    crate::base::pattern(pattern)
});

/// Words that end a subject.
const STOPS: &[&str] = &[
    "and", "but", "that", "which", "who", "with", "after", "as", "at", "under", "said", "says", "on", "by",
    "from", "through", "via", "while", "when", "over",
];

/// At most nine words after "contract for", "to provide"; `None` where the sentence has none.
pub(super) fn subject(sentence: &Sentence<'_>) -> Option<String> {
    let captures = ABOUT.captures(sentence.text)?;
    let words = captures.get(1).or(captures.get(2))?.as_str();
    let kept: Vec<&str> =
        words.split_whitespace().take_while(|w| !STOPS.contains(&w.to_lowercase().as_str())).collect();
    let text = kept.join(" ");
    let text =
        ["the ", "a ", "an ", "its "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(&text);
    let is_telling = text.len() > 4
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(|c: char| c.is_ascii_digit());
    is_telling.then(|| text.to_owned())
}
