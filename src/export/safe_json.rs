//! JSON on one line that is safe to show: what could steer a terminal is written as an escape.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Compact JSON whose strings hold no character that steers a terminal, hides text or ends a line.
///
/// JSON itself (RFC 8259) asks only for U+0000 to U+001F; the rest of the controls, the bidirectional marks and the
/// line separators are escaped here as well. A reader gets the same characters back.
struct SafeFormatter;

impl Formatter for SafeFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_steering(*c)) {
            writer.write_all(fragment.get(plain..at).unwrap_or_default().as_bytes())?;
            let mut units = [0_u16; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(fragment.get(plain..).unwrap_or_default().as_bytes())
    }
}

fn is_steering(c: char) -> bool {
    // Those of ASCII that matter never get here: JSON escapes them.
    !c.is_ascii_graphic()
        && matches!(c,
            '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}')
}

/// Writes `value` as JSON on one line, without a line end.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, SafeFormatter);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write(text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn steering_characters_are_escaped() {
        assert_eq!(written("a\u{9b}31m\u{202e}b\u{2028}é\n\u{1b}"), r#""a\u009b31m\u202eb\u2028é\n\u001b""#);
        assert_eq!(written("x\u{7f}"), r#""x\u007f""#);
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC*|[\u{0}-\u{a0}\u{2000}-\u{2070}]*") {
            let json = written(&text);
            prop_assert!(!json.chars().any(char::is_control));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
