//! Bytes to text: byte order mark, header, `<meta>`, then a guess (WHATWG HTML standard section 13.2.3.2).

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are searched for a `<meta>` that names the charset; the standard asks for 1024, real pages need more.
const PRESCAN_BYTES: usize = 4096;

/// How many bytes the guess looks at.
const GUESS_BYTES: usize = 64 * 1024;

/// Reads bytes as text. What cannot be read becomes U+FFFD; it never fails.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return owned(encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0);
    }
    if let Some(encoding) = content_type.and_then(charset_of).filter(|named| fits(named, bytes)) {
        return owned(encoding.decode_without_bom_handling(bytes).0);
    }
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    if let Some(encoding) = prescan(head).filter(|named| fits(named, bytes)) {
        return owned(encoding.decode_without_bom_handling(bytes).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    owned(guess(bytes).decode_without_bom_handling(bytes).0)
}

fn owned(text: Cow<'_, str>) -> String {
    text.into_owned()
}

/// A page that calls itself Latin-1 or the like is wrong when its bytes are well-formed UTF-8 with letters outside ASCII:
/// text of another charset hardly ever is.
fn fits(named: &'static Encoding, bytes: &[u8]) -> bool {
    named == UTF_8 || !named.is_single_byte() || bytes.is_ascii() || std::str::from_utf8(bytes).is_err()
}

fn charset_of(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("charset")?;
    let value = lower.get(at + "charset".len()..)?.trim_start().strip_prefix('=')?;
    let label = value.trim_start().trim_start_matches(['"', '\'']);
    let end = label
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/'))
        .unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// The charset of the first `<meta>` or XML declaration that names one. A page that can be read this far as ASCII is not
/// UTF-16, whatever it says.
fn prescan(head: &[u8]) -> Option<&'static Encoding> {
    let text: String = head.iter().map(|b| char::from(*b)).collect();
    let lower = text.to_ascii_lowercase();
    let found = lower
        .match_indices("<meta")
        .find_map(|(at, _)| {
            let rest = lower.get(at..)?;
            charset_of(rest.get(..rest.find('>').unwrap_or(rest.len()))?)
        })
        .or_else(|| {
            let declaration = lower.strip_prefix("<?xml")?;
            let declaration = declaration.get(..declaration.find("?>")?)?;
            charset_of(&declaration.replace("encoding", "charset"))
        })?;
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..GUESS_BYTES).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, content_type), expected);
    }

    #[test]
    fn every_way_of_naming_a_charset() {
        check(b"\xef\xbb\xbf\xc3\xbc", Some("text/html; charset=iso-8859-1"), "ü");
        check(b"\xff\xfea\0", None, "a");
        check(b"\xfc", Some("text/html; charset=ISO-8859-1"), "ü");
        check(b"\xc3\xbc", Some("text/html; charset=ISO-8859-1"), "ü");
        check(b"<meta charset='windows-1251'>\xcf", None, "<meta charset='windows-1251'>П");
        check(
            b"<META http-equiv=Content-Type content=\"text/html; charset=shift_jis\">\x82\xa0",
            Some("text/html"),
            "<META http-equiv=Content-Type content=\"text/html; charset=shift_jis\">あ",
        );
        check(b"<meta charset=utf-16>\xc3\xbc", None, "<meta charset=utf-16>ü");
        check(
            b"<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>\xb1",
            None,
            "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>ą",
        );
        check("Größe".as_bytes(), None, "Größe");
        check(b"", None, "");
    }

    #[test]
    fn an_unnamed_charset_is_guessed() {
        let bytes = encoding_rs::WINDOWS_1252.encode("Die Größe der Übung für Österreich ist schön.").0;
        check(&bytes, None, "Die Größe der Übung für Österreich ist schön.");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, header: Option<String>) {
            let _ = decode(&bytes, header.as_deref());
        }
    }
}
