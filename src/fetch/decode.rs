//! From bytes to text: which charset a page is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own word on its charset is looked for. The HTML standard asks for 1024 bytes within the
/// file; real pages put scripts before it.
const PRESCAN_BYTES: usize = 4096;
/// How much of a page a guess is made from.
const GUESS_BYTES: usize = 64 * 1024;

/// Decodes a page and names the encoding used. It never fails: what does not decode becomes U+FFFD.
///
/// The order is that of the HTML standard's sniffing algorithm: byte order mark, `Content-Type`, `<meta>`, XML
/// declaration, guess. Two corrections are made, since servers announce defaults that are not theirs: bytes that are
/// valid UTF-8 beyond ASCII are UTF-8 whatever single-byte charset was announced, and bytes announced as UTF-8 that
/// hold not one valid sequence beyond ASCII are guessed.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> (String, &'static str) {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (without_mark(bytes, content_type), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), encoding.name())
}

fn without_mark(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    let start = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    let announced = content_type
        .and_then(charset_parameter)
        .and_then(Encoding::for_label)
        .or_else(|| wide_by_shape(start))
        .or_else(|| announced_within(start));
    match announced {
        Some(encoding) if encoding == UTF_8 => {
            if has_utf8_sequence(bytes) || std::str::from_utf8(bytes).is_ok() { UTF_8 } else { guess(bytes) }
        }
        Some(encoding) if encoding.is_single_byte() && is_utf8_beyond_ascii(bytes) => UTF_8,
        Some(encoding) => encoding,
        None => guess(bytes),
    }
}

fn is_utf8_beyond_ascii(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn has_utf8_sequence(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// The value of `charset` in a `Content-Type` header or a `<meta>` tag.
fn charset_parameter(text: &str) -> Option<&[u8]> {
    let lower = text.to_ascii_lowercase();
    // ASCII lower case keeps every offset.
    for (at, word) in lower.match_indices("charset") {
        let Some(value) = text.get(at + word.len()..).map(str::trim_start) else { continue };
        let Some(value) = value.strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/' | ',');
        return value.split(ends).next().map(str::as_bytes);
    }
    None
}

/// UTF-16 without a mark still shows in the `<` that markup begins with (XML 1.0 appendix F).
fn wide_by_shape(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [b'<', 0, next, 0, ..] if *next != 0 => Some(UTF_16LE),
        [0, b'<', 0, next, ..] if *next != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// What the page says of itself: a `<meta>` tag, else an XML declaration.
fn announced_within(start: &[u8]) -> Option<&'static Encoding> {
    let text: String = start.iter().map(|b| char::from(if b.is_ascii() { *b } else { b'?' })).collect();
    let label = meta_charset(&text).or_else(|| xml_encoding(&text))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // Whoever could read this word is not in UTF-16, and the HTML standard maps the third label as well.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        Some(UTF_8)
    } else if encoding == encoding_rs::X_USER_DEFINED {
        Some(WINDOWS_1252)
    } else {
        Some(encoding)
    }
}

fn meta_charset(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..)?;
        if rest.starts_with("<!--") {
            // A charset in a comment says nothing.
            rest = rest.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(tag) = rest.strip_prefix("<meta") {
            let tag_end = tag.find('>').unwrap_or(tag.len());
            let label = tag.get(..tag_end).and_then(charset_parameter);
            if let Some(label) = label {
                return String::from_utf8(label.to_vec()).ok();
            }
            rest = tag;
        } else {
            rest = rest.get(1..)?;
        }
    }
    None
}

fn xml_encoding(text: &str) -> Option<String> {
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0x1b) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..GUESS_BYTES).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, text: &str, encoding: &str) {
        assert_eq!(decode(bytes, content_type), (text.to_owned(), encoding), "{bytes:?}");
    }

    #[test]
    fn the_first_word_on_the_charset_counts() {
        check(b"\xef\xbb\xbfcaf\xc3\xa9", Some("text/html; charset=iso-8859-1"), "café", "UTF-8");
        check(b"\xff\xfea\0", None, "a", "UTF-16LE");
        check(b"caf\xe9", Some("text/html; Charset=\"ISO-8859-1\""), "café", "windows-1252");
        check(b"\x82\xa0", Some("text/html;charset=shift_jis"), "あ", "Shift_JIS");
        let page = b"<head><meta charset='koi8-r'>\xc1";
        check(page, None, "<head><meta charset='koi8-r'>а", "KOI8-R");
        check(
            page,
            Some("text/html; charset=windows-1252"),
            "<head><meta charset='koi8-r'>Á",
            "windows-1252",
        );
        let old = b"<META http-equiv=content-type content=\"text/html; charset=windows-1251\">\xe0";
        assert_eq!(decode(old, Some("text/html")).1, "windows-1251");
        assert_eq!(decode(b"<?xml version='1.0' encoding='euc-kr'?><a>\xb0\xa1</a>", None).1, "EUC-KR");
        check(b"<\0a\0>\0", None, "<a>", "UTF-16LE");
    }

    #[test]
    fn wrong_announcements_are_corrected() {
        check("naïve".as_bytes(), Some("text/html; charset=iso-8859-1"), "naïve", "UTF-8");
        check(b"na\xefve caf\xe9", Some("text/html; charset=utf-8"), "naïve café", "windows-1252");
        check("é\u{fffd}".as_bytes(), Some("text/html; charset=utf-8"), "é\u{fffd}", "UTF-8");
        // One broken byte in a page of good ones does not change its charset.
        check(b"\xc3\xa9\xff", Some("text/html; charset=utf-8"), "é\u{fffd}", "UTF-8");
        assert_eq!(decode(b"<!-- <meta charset=koi8-r> --><p>x", None).1, "UTF-8");
        assert_eq!(decode(b"<meta charset=utf-16><p>x", None).1, "UTF-8");
        assert_eq!(decode(b"<meta charset=nonsense><p>x", None).1, "UTF-8");
    }

    #[test]
    fn nothing_announced_is_guessed() {
        check("plain".as_bytes(), None, "plain", "UTF-8");
        check("où ça".as_bytes(), None, "où ça", "UTF-8");
        let russian = "Министерство обороны заключило договор";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        check(&bytes, None, russian, "windows-1251");
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..300), header in "\\PC{0,30}") {
            let _ = decode(&bytes, Some(&header));
            let _ = decode(&[b"<meta charset", bytes.as_slice()].concat(), None);
        }
    }
}
