//! What a dealing is about, in a few words of its own sentence.

use crate::base::Pattern;
use std::sync::LazyLock;

/// What stands right before a subject: "a contract for", "will provide".
static ABOUT: LazyLock<Pattern> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:contract|order|deal|agreement|award|grant|licen[cs]e|proposals?|information|purchase|tender),?\s(?:[\w$.,-]+\s){0,4}?(?:for|to\s(?:supply|provide|deliver|build|develop|support|expand|run|field))\s|\b(?:to|will)\s(?:supply|provide|deliver|build|develop|field|install|support)\s";
    Pattern::new(pattern)
});

/// The most words of a subject.
const MOST_WORDS: usize = 9;

/// Words that end a subject.
const STOPS: &[&str] = &[
    "and", "but", "that", "which", "who", "with", "after", "as", "at", "under", "said", "says", "on", "by",
    "from", "through", "via", "while", "when", "over",
];

/// At most nine words after "contract for", "to provide"; `None` where the sentence has none.
pub fn subject(sentence: &str) -> Option<String> {
    let rest = sentence.get(ABOUT.find(sentence)?.end()..)?;
    let mut kept: Vec<&str> = Vec::new();
    for word in rest.split_whitespace().take(MOST_WORDS) {
        // A comma or full stop ends the subject after its word.
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || !word.starts_with(is_of_word) || STOPS.contains(&bare.to_lowercase().as_str()) {
            break;
        }
        kept.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    if kept.len() < 2 {
        return None;
    }
    let text = kept.join(" ");
    let text =
        ["the ", "a ", "an ", "its "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(&text);
    let is_telling = text.len() > 4
        && text.chars().any(char::is_alphabetic)
        && !text.starts_with(|c: char| c.is_ascii_digit());
    is_telling.then(|| text.to_owned())
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '&' | '/')
}
