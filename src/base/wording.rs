//! A text as a row of plain words: lower case, common endings off, labels in place of what is known already.

/// A word, a mark, or what stands for a known name or sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The plain word, the mark or the label.
    pub text: String,
}

/// The plain words of `text`, with a label in place of each known stretch (start, end, label; in order of start, of
/// overlapping ones the first counts).
pub fn plain_words(text: &str, known: &[(usize, usize, &str)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    for (start, end, label) in known {
        if *start < at {
            continue;
        }
        add_words(text, at, *start, &mut words);
        words.push(Word { start: *start, end: *end, text: (*label).to_owned() });
        at = *end;
    }
    add_words(text, at, text.len(), &mut words);
    words
}

/// The words of a stretch; numbers stand for each other.
fn add_words(text: &str, from: usize, to: usize, words: &mut Vec<Word>) {
    let mut start = None;
    let stretch = text.get(from..to).unwrap_or_default();
    for (i, c) in stretch.char_indices().chain([(stretch.len(), ' ')]) {
        let at = from + i;
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        let inner = start.is_some()
            && matches!(c, '\'' | '’' | '-')
            && stretch[i + c.len_utf8()..].starts_with(char::is_alphanumeric);
        if inner {
            continue;
        }
        if let Some(begun) = start.take() {
            words.push(Word { start: begun, end: at, text: stem(text.get(begun..at).unwrap_or_default()) });
        }
        if matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '(' | ')' | '?' | '—' | '–' | '$' | '€' | '£')
        {
            words.push(Word { start: at, end: at + c.len_utf8(), text: c.to_string() });
        }
    }
}

/// A word in lower case without the commonest endings of English verbs and plurals, so that "awards" and "awarded" are
/// one: no dictionary form, only the same for both.
fn stem(word: &str) -> String {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return "#".to_owned();
    }
    let mut lower = word.to_lowercase();
    if let Some(bare) = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")) {
        lower.truncate(bare.len());
    }
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
            return bare[..bare.len() - usize::from(doubled)].trim_end_matches('e').to_owned();
        }
    }
    if lower.len() > 4 { lower.trim_end_matches('e').to_owned() } else { lower }
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
