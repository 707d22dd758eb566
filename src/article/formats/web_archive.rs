//! Safari's `.webarchive`: a binary property list with the page and its parts.
//!
//! The list's objects refer to each other by number, so a small file may describe a tree without end. Only the few
//! objects on the way to the page are looked at (the format: Apple's `CFBinaryPList.c`), so none of that is built.

use jiff::civil::Date;

use crate::article::formats::{bad, pdf, saved_page, wire};
use crate::article::read::{Hints, html_reading};
use crate::article::{Reading, Refusal};
use crate::base::Address;
use crate::fetch::decode;

/// Reads a web archive.
pub(super) fn read(bytes: &[u8], hints: &Hints, latest: Option<Date>) -> Result<Reading, Refusal> {
    const DAMAGED: &str = "the web archive is damaged: save the page anew";
    let list = PropertyList::of(bytes).ok_or_else(|| bad(DAMAGED))?;
    let page = list.entry(list.top, "WebMainResource").ok_or_else(|| bad("the web archive holds no page"))?;
    let text = |key: &str| list.entry(page, key).and_then(|object| list.string(object));
    let data = list.entry(page, "WebResourceData").and_then(|object| list.data(object));
    let data = data.ok_or_else(|| bad(DAMAGED))?;
    let address = text("WebResourceURL").and_then(|url| Address::parse(&url).ok());
    let media_type = text("WebResourceMIMEType").unwrap_or_else(|| "text/html".to_owned());
    let charset = text("WebResourceTextEncodingName").map(|name| format!("text/html; charset={name}"));
    match media_type.as_str() {
        "text/html" | "application/xhtml+xml" => {
            let html = decode(data, charset.as_deref()).0;
            let html = saved_page::without_data(&html);
            Ok(html_reading(&html, address.as_ref(), hints, latest))
        }
        "text/plain" | "application/pdf" => {
            let mut draft = if media_type == "text/plain" {
                wire::text_draft(&decode(data, charset.as_deref()).0, latest)
            } else {
                pdf::read(data, latest)?
            };
            draft.url = address;
            draft.into_reading(hints)
        }
        _ => Err(bad("the web archive holds no page of text")),
    }
}

/// A binary property list, its objects found by number.
struct PropertyList<'a> {
    bytes: &'a [u8],
    /// Where the places of the objects stand, how many there are, and in how many bytes each.
    table: usize,
    count: usize,
    place_bytes: usize,
    /// In how many bytes objects name each other.
    reference_bytes: usize,
    /// The outermost object.
    top: usize,
}

/// A dictionary has at most this many entries.
const MOST_ENTRIES: usize = 10_000;

impl<'a> PropertyList<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        const TRAILER: usize = 32;
        if !bytes.starts_with(b"bplist0") {
            return None;
        }
        let trailer = bytes.get(bytes.len().checked_sub(TRAILER)?..)?;
        let (place_bytes, reference_bytes) = (usize::from(*trailer.get(6)?), usize::from(*trailer.get(7)?));
        let is_width = |width: usize| (1..=8).contains(&width);
        if !is_width(place_bytes) || !is_width(reference_bytes) {
            return None;
        }
        let number = |at: usize| big_endian(trailer.get(at..at + 8)?);
        Some(Self {
            bytes,
            table: number(24)?,
            count: number(8)?,
            place_bytes,
            reference_bytes,
            top: number(16)?,
        })
    }

    /// An object's kind, its length, and where its content begins.
    fn object(&self, number: usize) -> Option<(u8, usize, usize)> {
        if number >= self.count {
            return None;
        }
        let entry = self.table.checked_add(number.checked_mul(self.place_bytes)?)?;
        let at = big_endian(self.bytes.get(entry..entry.checked_add(self.place_bytes)?)?)?;
        let marker = *self.bytes.get(at)?;
        let (kind, length) = (marker >> 4, usize::from(marker & 0x0f));
        if length != 15 {
            return Some((kind, length, at + 1));
        }
        // A longer length is an integer object of its own.
        let width = 1_usize << (self.bytes.get(at + 1)? & 0x0f).min(4);
        let start = at + 2;
        Some((kind, big_endian(self.bytes.get(start..start + width)?)?, start + width))
    }

    /// The object under a key of a dictionary.
    fn entry(&self, dictionary: usize, key: &str) -> Option<usize> {
        let (kind, length, at) = self.object(dictionary)?;
        if kind != 0xd || length > MOST_ENTRIES {
            return None;
        }
        let reference = |place: usize| {
            let from = at.checked_add(place.checked_mul(self.reference_bytes)?)?;
            big_endian(self.bytes.get(from..from.checked_add(self.reference_bytes)?)?)
        };
        let place = (0..length).find(|place| {
            reference(*place).and_then(|object| self.string(object)).is_some_and(|name| name == key)
        })?;
        reference(length + place)
    }

    fn string(&self, number: usize) -> Option<String> {
        const LONGEST: usize = 1 << 16;
        let (kind, length, at) = self.object(number)?;
        if length > LONGEST {
            return None;
        }
        match kind {
            0x5 => Some(String::from_utf8_lossy(self.bytes.get(at..at + length)?).into_owned()),
            0x6 => {
                let units = self.bytes.get(at..at + 2 * length)?;
                Some(encoding_rs::UTF_16BE.decode_without_bom_handling(units).0.into_owned())
            }
            _ => None,
        }
    }

    fn data(&self, number: usize) -> Option<&'a [u8]> {
        let (kind, length, at) = self.object(number)?;
        (kind == 0x4).then_some(())?;
        self.bytes.get(at..at.checked_add(length)?)
    }
}

/// A number of up to eight bytes; longer ones are no length in a file.
fn big_endian(bytes: &[u8]) -> Option<usize> {
    let mut number: u64 = 0;
    for byte in bytes {
        number = number.checked_mul(256)? | u64::from(*byte);
    }
    usize::try_from(number).ok().filter(|number| *number < usize::MAX / 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of these objects, the first being the outermost.
    fn list(objects: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = b"bplist00".to_vec();
        let mut table = Vec::new();
        for object in objects {
            table.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
            bytes.extend(object);
        }
        let at = bytes.len() as u64;
        bytes.extend(table);
        bytes.extend([0, 0, 0, 0, 0, 0, 4, 1]);
        for number in [objects.len() as u64, 0, at] {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    fn string(text: &str) -> Vec<u8> {
        if text.len() < 15 {
            return [&[0x50 | text.len() as u8][..], text.as_bytes()].concat();
        }
        [&[0x5f, 0x10, text.len() as u8][..], text.as_bytes()].concat()
    }

    fn archive() -> Vec<u8> {
        let html =
            format!("<h1>Army picks Acme</h1><p>{}</p>", "The Army awarded Acme Inc. a contract. ".repeat(9));
        let mut data = vec![0x4f, 0x11];
        data.extend(u16::try_from(html.len()).unwrap().to_be_bytes());
        data.extend(html.as_bytes());
        list(&[
            vec![0xd1, 1, 2],
            string("WebMainResource"),
            vec![0xd2, 3, 4, 5, 6],
            string("WebResourceURL"),
            string("WebResourceData"),
            string("https://news.example/a"),
            data,
        ])
    }

    #[test]
    fn the_page_of_an_archive_is_read() {
        let found = read(&archive(), &Hints::default(), None).unwrap().articles.remove(0);
        assert_eq!(found.title, "Army picks Acme");
        assert_eq!(found.url.unwrap().as_str(), "https://news.example/a");
    }

    #[test]
    fn damaged_and_circular_lists_are_refused() {
        let whole = archive();
        for at in 0..whole.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= flip;
                let _ = read(&bytes, &Hints::default(), None);
            }
            let _ = read(&whole[..at], &Hints::default(), None);
        }
        let circular = list(&[vec![0xd1, 1, 0], string("WebMainResource")]);
        assert!(read(&circular, &Hints::default(), None).is_err());
    }
}
