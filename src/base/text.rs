//! Small repairs of text from outside.

use std::borrow::Cow;

/// As [`squeeze`] of what is [`printable`]; most texts are as they should be, and stay where they are.
pub fn printable_line(text: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let is_fine = text.chars().all(|c| {
        let is_fine = if c == ' ' { before != ' ' } else { !c.is_whitespace() && is_printable(c) };
        before = c;
        is_fine
    });
    if is_fine && (before != ' ' || text.is_empty()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(squeeze(&printable(text)))
    }
}

/// Folds every run of white space to one space and cuts the ends.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Takes out what could steer a terminal or hide text: control characters (tab and newline stay),
/// bidirectional overrides and the byte order mark. (Unicode TR36 on bidirectional spoofing.)
pub fn printable(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return text.to_owned();
    }
    text.chars().filter(|c| is_printable(*c)).collect()
}

fn is_printable(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        _ => !c.is_control(),
    }
}

/// The character that begins at a byte; most are ASCII.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_sequences_are_disarmed() {
        assert_eq!(printable("a\u{1b}[31mred\u{7}\r\u{202e}x\n"), "a[31mredx\n");
        assert_eq!(squeeze("  a \n\t b "), "a b");
    }

    proptest! {
        #[test]
        fn a_line_is_what_it_says(text in "[a \u{a0}\n\t\u{1b}\u{202e}é–]{0,8}|\\PC*") {
            let line = printable_line(&text);
            prop_assert_eq!(&line, &squeeze(&printable(&text)));
            prop_assert!(line != text || matches!(line, Cow::Borrowed(_)));
        }
    }
}
