//! Small repairs of text from outside.

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
    use super::*;

    #[test]
    fn escape_sequences_are_disarmed() {
        assert_eq!(printable("a\u{1b}[31mred\u{7}\r\u{202e}x\n"), "a[31mredx\n");
        assert_eq!(squeeze("  a \n\t b "), "a b");
    }
}
