//! What a PDF may unpack to, checked before and after it is opened.
//!
//! The library that reads the file unpacks a stream whole, whatever it comes to. So every stream that can be found is
//! unpacked here first, into nothing, and counted: deflate makes up to a thousand bytes of one, and a stream may be
//! packed more than once.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::object::{Object, Stream};
use hayro_interpret::hayro_syntax::{Filter, Pdf};

/// One stream unpacks to at most this many bytes,
const MOST_OF_ONE: u64 = 64 << 20;
/// all of a file to this many,
const MOST_OF_ALL: u64 = 512 << 20;
/// and what was unpacked once and is itself packed to this many.
const MOST_TWICE: u64 = 1 << 20;
/// Run lengths make 64 bytes of one; a file with them is no larger than this.
const LARGEST_WITH_RUNS: usize = 4 << 20;
/// A file has at most this many streams.
const MOST_STREAMS: usize = 100_000;

/// Why a file is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    /// It unpacks to more than the limits.
    TooMuch,
    /// It asks for a password, or would without an empty one.
    Encrypted,
}

/// Looks at the bytes before anything else does.
pub(super) fn before(bytes: &[u8]) -> Result<(), Harm> {
    if is_encrypted(bytes) {
        return Err(Harm::Encrypted);
    }
    if bytes.len() > LARGEST_WITH_RUNS && find(bytes, b"RunLengthDecode", 0).is_some() {
        return Err(Harm::TooMuch);
    }
    // Nothing has been packed so since deflate came (PDF 1.2, 1996), and it makes 2,700 bytes of one.
    if find(bytes, b"/LZWDecode", 0).is_some() {
        return Err(Harm::TooMuch);
    }
    let (mut all, mut streams, mut at) = (0, 0, 0);
    while let Some(found) = find(bytes, b"stream", at) {
        at = found + b"stream".len();
        let rest = bytes.get(at..).unwrap_or_default();
        // ISO 32000-1, 7.3.8.1: the keyword is followed by a line feed, alone or after a carriage return.
        let data = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .or_else(|| rest.strip_prefix(b"\r"));
        let Some(data) = data else { continue };
        streams += 1;
        all += unpacked(data)?;
        if all > MOST_OF_ALL || streams > MOST_STREAMS {
            return Err(Harm::TooMuch);
        }
    }
    Ok(())
}

/// Looks at the streams as the library sees them.
pub(super) fn after(pdf: &Pdf) -> Result<(), Harm> {
    let is_harmful = |stream: &Stream<'_>| {
        let filters = stream.filters();
        let growing = filters
            .iter()
            .filter(|f| matches!(f, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode))
            .count();
        growing > 1 || filters.contains(&Filter::LzwDecode)
    };
    let harmful = pdf.objects().into_iter().any(|object| match object {
        Object::Stream(stream) => is_harmful(&stream),
        _ => false,
    });
    if harmful { Err(Harm::TooMuch) } else { Ok(()) }
}

/// The trailer names how the file is encrypted (ISO 32000-1, 7.6.1); it is never encrypted or packed itself.
fn is_encrypted(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = find(bytes, b"/Encrypt", at) {
        at = found + b"/Encrypt".len();
        let rest = bytes.get(at..at + 40).or_else(|| bytes.get(at..)).unwrap_or_default().trim_ascii_start();
        let is_reference = rest.first().is_some_and(u8::is_ascii_digit) && rest.contains(&b'R');
        if is_reference || rest.starts_with(b"<<") {
            return true;
        }
    }
    false
}

/// How many bytes a stream unpacks to; none, where it is not packed.
fn unpacked(data: &[u8]) -> Result<u64, Harm> {
    let plain;
    let data = if begins_deflated(data) {
        data
    } else {
        plain = of_ascii85(data);
        if !begins_deflated(&plain) {
            return Ok(0);
        }
        &plain
    };
    let once = count(ZlibDecoder::new(data), MOST_OF_ONE).max(count(DeflateDecoder::new(data), MOST_OF_ONE));
    if once > MOST_OF_ONE {
        return Err(Harm::TooMuch);
    }
    let twice = count(ZlibDecoder::new(ZlibDecoder::new(data)), MOST_TWICE);
    if twice > MOST_TWICE { Err(Harm::TooMuch) } else { Ok(once) }
}

/// Whether the first bytes may be the header of RFC 1950.
fn begins_deflated(data: &[u8]) -> bool {
    let [method, flags, ..] = data else { return false };
    method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)).is_multiple_of(31)
}

fn count(mut reader: impl Read, most: u64) -> u64 {
    let mut buffer = vec![0; 1 << 15];
    let mut bytes = 0;
    while bytes <= most {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => bytes += read as u64,
        }
    }
    bytes
}

/// Bytes written as five letters for four (ISO 32000-1, 7.4.3); what is none ends it.
fn of_ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    for byte in data {
        match byte {
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'z' if group.is_empty() => out.extend([0; 4]),
            byte if byte.is_ascii_whitespace() || *byte == 0 => {}
            _ => break,
        }
        if group.len() == 5 {
            out.extend(word_of(&group).to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        out.extend(word_of(&group).to_be_bytes().iter().take(kept));
    }
    out
}

fn word_of(group: &[u32]) -> u32 {
    group.iter().fold(0, |word: u32, digit| word.wrapping_mul(85).wrapping_add(*digit))
}

fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let first = *word.first()?;
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn stream(data: &[u8]) -> Vec<u8> {
        [b"1 0 obj <</Length 9>> stream\r\n", data, b"\nendstream endobj\n"].concat()
    }

    #[test]
    fn what_unpacks_too_far_is_not_opened() {
        assert_eq!(before(&stream(&deflated(b"BT (Hello) Tj ET"))), Ok(()));
        assert_eq!(before(&stream(&deflated(&vec![0; 65 << 20]))), Err(Harm::TooMuch));
        let twice = deflated(&deflated(&vec![0; 2 << 20]));
        assert_eq!(before(&stream(&twice)), Err(Harm::TooMuch));
        let some = stream(&deflated(&vec![0; 60 << 20]));
        assert_eq!(before(&some.repeat(9)), Err(Harm::TooMuch));
        assert_eq!(before(b"<< /Filter /LZWDecode >>"), Err(Harm::TooMuch));
        assert_eq!(before(b"trailer << /Encrypt 5 0 R >>"), Err(Harm::Encrypted));
        assert_eq!(before(b"trailer << /EncryptMetadata false >>"), Ok(()));
    }

    #[test]
    fn letters_for_bytes_are_undone() {
        assert_eq!(of_ascii85(b"<~9jqo^~>"), b"Man ");
        assert_eq!(of_ascii85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"), b"Man is distinguished");
        assert_eq!(of_ascii85(b"9jqo~>"), b"Man");
    }
}
