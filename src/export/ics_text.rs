//! Text from outside in a calendar (RFC 5545): content lines, escaped and folded.

use std::io::{self, Write};

use crate::base::{printable, squeeze};

/// The most bytes on a line, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A value of type TEXT: on one line, `\`, `;` and `,` escaped, nothing that turns or hides text.
pub(super) fn text(raw: &str) -> String {
    let line = squeeze(&printable(raw));
    let mut out = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Several lines as one value of type TEXT.
pub(super) fn lines<S: AsRef<str>>(lines: &[S]) -> String {
    lines.iter().map(|line| text(line.as_ref())).collect::<Vec<_>>().join("\\n")
}

/// Writes a content line: folded into lines of at most 75 bytes between characters, each ended by CRLF. `value` is
/// escaped already and has no line end.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn write_line(name: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut width = 0;
    let mut buffer = [0; 4];
    for c in name.chars().chain([':']).chain(value.chars()) {
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        if width + bytes.len() > LINE {
            out.write_all(b"\r\n ")?;
            width = 1;
        }
        out.write_all(bytes)?;
        width += bytes.len();
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: &str) -> String {
        let mut out = Vec::new();
        write_line("SUMMARY", value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_begins_a_property() {
        assert_eq!(text("a\r\nATTACH:x;y,z\\n\u{202e}\u{7}"), "a ATTACH:x\\;y\\,z\\\\n");
        assert_eq!(lines(&["a,b", "c"]), "a\\,b\\nc");
        assert_eq!(written("x"), "SUMMARY:x\r\n");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_the_value(raw in "\\PC{0,200}|[\u{0}-\u{a0}\u{2000}-\u{2070}]{0,200}") {
            let value = text(&raw);
            let line = written(&value);
            prop_assert!(line.split("\r\n").all(|part| part.len() <= LINE && !part.contains(['\r', '\n'])));
            prop_assert_eq!(line.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }
}
