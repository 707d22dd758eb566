//! A text as a row of plain words: lower case, common endings off, labels in place of what is known already.

use std::borrow::Cow;

use super::text::char_at;

/// A word, a mark, or what stands for a known name or sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The plain word, the mark or the label.
    pub text: Cow<'t, str>,
}

/// The plain words of `text`, with a label in place of each known stretch (start, end, label; in order of start, of
/// overlapping ones the first counts).
pub fn plain_words<'t>(text: &'t str, known: &[(usize, usize, &'t str)]) -> Vec<Word<'t>> {
    let mut words: Vec<Word<'t>> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    for (start, end, label) in known {
        if *start < at {
            continue;
        }
        add_words(text, at, *start, &mut words);
        words.push(Word { start: *start, end: *end, text: Cow::Borrowed(label) });
        at = *end;
    }
    add_words(text, at, text.len(), &mut words);
    words
}

/// The words of a stretch; numbers stand for each other.
fn add_words<'t>(text: &'t str, from: usize, to: usize, words: &mut Vec<Word<'t>>) {
    let stretch = text.get(from..to).unwrap_or_default();
    let mut at = 0;
    while let Some(c) = char_at(stretch, at) {
        if c.is_alphanumeric() {
            let end = word_end(stretch, at);
            words.push(Word { start: from + at, end: from + end, text: stem(&stretch[at..end]) });
            at = end;
            continue;
        }
        let end = at + c.len_utf8();
        if matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '(' | ')' | '?' | '—' | '–' | '$' | '€' | '£')
        {
            words.push(Word { start: from + at, end: from + end, text: Cow::Borrowed(&stretch[at..end]) });
        }
        at = end;
    }
}

/// Where the word that begins at a place ends: apostrophes and hyphens may stand inside.
fn word_end(text: &str, start: usize) -> usize {
    let is_part = |at: usize| char_at(text, at).is_some_and(char::is_alphanumeric);
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        if !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') && is_part(next)) {
            break;
        }
        at = next;
    }
    at
}

/// A word in lower case without the commonest endings of English verbs and plurals, so that "awards" and "awarded" are
/// one: no dictionary form, only the same for both.
fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return Cow::Borrowed("#");
    }
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(&word[..stem_length(word)]);
    }
    let mut lower = word.to_lowercase();
    lower.truncate(stem_length(&lower));
    Cow::Owned(lower)
}

/// How much of a word in lower case is left without its ending.
fn stem_length(lower: &str) -> usize {
    let lower = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(bare) = lower.strip_suffix(ending)
            && bare.len() >= 4
            && bare.is_ascii()
        {
            // "using" and "used", "signed" and "signs", "winning" and "wins" come out alike where they can.
            let bytes = bare.as_bytes();
            let doubled = bytes.len() > 4
                && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
                && !bare.ends_with(['l', 's']);
            return bare[..bare.len() - usize::from(doubled)].trim_end_matches('e').len();
        }
    }
    if lower.len() > 4 { lower.trim_end_matches('e').len() } else { lower.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_fall() {
        for (word, stemmed) in [
            ("awards", "award"),
            ("awarded", "award"),
            ("Awarding", "award"),
            ("chose", "chos"),
            ("chosen", "chosen"),
            ("purchases", "purchas"),
            ("purchased", "purchas"),
            ("purchase", "purchas"),
            ("is", "is"),
            ("planned", "plan"),
            ("10-year", "#"),
        ] {
            assert_eq!(stem(word), stemmed, "{word}");
        }
    }
}
