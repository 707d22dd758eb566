//! Words as the benchmark's regular expression `\w+` cuts them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, and where each stands in it. A soft hyphen parts nothing.
pub(super) fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c == '\u{ad}' {
            continue;
        }
        if is_of_word(c) {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
        } else if !word.is_empty() {
            found.push((std::mem::take(&mut word), start..at));
        }
    }
    found
}

/// Letters, numbers and the underscore; the marks of Indic scripts part words there.
fn is_of_word(c: char) -> bool {
    c == '_' || (c.is_alphanumeric() && !is_combining_mark(c))
}

/// A title or name as it is compared: compatible forms made one (NFKC), lower case, words only.
pub(super) fn normal(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{ad}').nfkc().collect();
    let words: Vec<String> = words(&text.to_lowercase()).into_iter().map(|(word, _)| word).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_numbers() {
        let found = words("Sup\u{ad}plier's U.S. 4_x");
        assert_eq!(
            found.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(),
            ["Supplier", "s", "U", "S", "4_x"]
        );
        assert_eq!(normal(" The ﬁrst: Army’s! "), "the first army s");
    }
}
