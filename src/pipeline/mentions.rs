//! Whether bytes of the archive name what is to be forgotten: an address, a page of a site, a title.
//!
//! Rather too much is found than too little: a listing that is dropped from the archive costs little, one that stays after
//! its article was to be forgotten breaks a promise.

use std::collections::BTreeSet;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::base::Address;
use crate::fetch::{Fetched, WarcRecord, decode};
use crate::store::{Store, StoreError, TombstoneKind, is_of_site};

/// A title that is shorter, in characters, may stand anywhere by chance.
const SHORTEST_TITLE: usize = 20;
/// Longer words are no addresses.
const LONGEST_WORD: usize = 4096;
/// No more is unpacked of a sitemap that is packed, in bytes.
const MOST_UNPACKED: u64 = 64 << 20;

/// What bytes may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Addresses, canonical.
    pub(super) addresses: BTreeSet<Address>,
    /// Hosts, each with those below it, in lower case.
    pub(super) sites: BTreeSet<String>,
    /// Titles of articles.
    pub(super) titles: Vec<String>,
}

impl Named {
    /// All that the user has had forgotten; `None` where that is nothing.
    pub(super) fn forgotten(store: &Store) -> Result<Option<Self>, StoreError> {
        let mut named = Self::default();
        for stone in store.tombstones()? {
            match stone.kind {
                TombstoneKind::Url => named.addresses.extend(Address::parse(&stone.what)),
                TombstoneKind::Site => drop(named.sites.insert(stone.what)),
                TombstoneKind::Page => {}
            }
        }
        Ok((named != Self::default()).then_some(named))
    }

    /// Whether this is one of the addresses or of the sites.
    pub(super) fn has(&self, address: &Address) -> bool {
        self.sites.iter().any(|host| is_of_site(address, host))
            || self.addresses.contains(address)
            || self.addresses.contains(&address.canonical())
    }

    /// Whether the body of an answer names one of them.
    pub(super) fn is_in_body(&self, fetched: &Fetched) -> bool {
        self.is_in(&fetched.body, fetched.content_type.as_deref(), Some(&fetched.address))
    }

    /// Whether a header of an answer does, such as where it redirects to.
    pub(super) fn is_in_headers(&self, fetched: &Fetched) -> bool {
        let received = fetched.exchange.iter().flat_map(|exchange| &exchange.received);
        received.into_iter().any(|(_, value)| self.is_in_text(value, Some(&fetched.address)))
    }

    /// Whether a record of the archive does, in its headers or its body.
    pub(super) fn is_in_record(&self, record: &WarcRecord) -> bool {
        let base = Address::parse(&record.target_uri).ok();
        record.headers.iter().any(|(_, value)| self.is_in_text(value, base.as_ref()))
            || self.is_in(&record.payload, record.content_type.as_deref(), base.as_ref())
    }

    /// Whether bytes of this type do, which stand at `base`.
    pub(super) fn is_in(&self, bytes: &[u8], content_type: Option<&str>, base: Option<&Address>) -> bool {
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut unpacked = Vec::new();
            // What is not whole is looked at as far as it goes.
            let _ = MultiGzDecoder::new(bytes).take(MOST_UNPACKED).read_to_end(&mut unpacked);
            return self.is_in_text(&decode(&unpacked, None).0, base);
        }
        self.is_in_text(&decode(bytes, content_type).0, base)
    }

    fn is_in_text(&self, text: &str, base: Option<&Address>) -> bool {
        if text.is_empty() {
            return false;
        }
        // Markup stands in feeds as text, and JSON in markup.
        let once = unescaped(text);
        let twice = unescaped(&once);
        [text, &once, &twice].into_iter().any(|text| self.is_written_in(text, base))
    }

    fn is_written_in(&self, text: &str, base: Option<&Address>) -> bool {
        let is_titled = |title: &String| title.chars().count() >= SHORTEST_TITLE && text.contains(title);
        self.titles.iter().any(is_titled)
            || self.addresses.iter().any(|address| is_spelled(text, address))
            || self.is_linked(text, base)
    }

    /// Whether a word of the text is an address, perhaps relative or written in another way, that is one of them.
    fn is_linked(&self, text: &str, base: Option<&Address>) -> bool {
        let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`|\\^{}".contains(c);
        let edges: &[char] = &['(', ')', '[', ']', ',', ';', '.', ':', '!'];
        text.split(ends).any(|word| {
            let value = word.split_once('=').filter(|(name, _)| !name.contains(['/', ':'])).map(|(_, v)| v);
            [Some(word), value].into_iter().flatten().any(|word| {
                let trimmed = word.trim_matches(edges);
                let is_meant = |word: &str| self.is_address(word, base);
                is_meant(word) || (trimmed.len() != word.len() && is_meant(trimmed))
            })
        })
    }

    fn is_address(&self, word: &str, base: Option<&Address>) -> bool {
        let is_likely = word.len() <= LONGEST_WORD && word.contains(['/', '.', '?']);
        if !is_likely {
            return false;
        }
        let read = match base {
            Some(base) => base.join(word),
            None => Address::parse(word),
        };
        read.is_ok_and(|address| self.has(&address))
    }
}

/// Whether host and path of an address stand in the text, and the path ends there.
fn is_spelled(text: &str, address: &Address) -> bool {
    let plain = [address.authority(), address.path_and_query()].concat();
    let packed = plain.replace('/', "%2F").replace('?', "%3F").replace('&', "%26").replace('=', "%3D");
    let small = packed.replace("%2F", "%2f").replace("%3F", "%3f").replace("%3D", "%3d");
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || "-_~/".contains(c));
    let ends_packed = |rest: &str| ends(rest) && !rest.starts_with("%2F") && !rest.starts_with("%2f");
    [plain, packed, small].iter().any(|spelling| {
        text.match_indices(spelling.as_str())
            .any(|(at, found)| ends_packed(text.get(at + found.len()..).unwrap_or_default()))
    })
}

/// Text with its references of HTML (`&amp;`, `&#x2F;`) and escapes of JSON (`\/`, `\u0026`) taken off once.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '\\']) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let (c, length) = escaped(rest).unwrap_or_else(|| {
            let first = rest.chars().next().unwrap_or_default();
            (first, first.len_utf8())
        });
        out.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character that an escape at the beginning of the text stands for, and the escape's length in bytes.
fn escaped(text: &str) -> Option<(char, usize)> {
    if let Some(json) = text.strip_prefix('\\') {
        return match json.as_bytes().first()? {
            c @ (b'/' | b'"' | b'\\') => Some((char::from(*c), 2)),
            b'u' => {
                let code = u32::from_str_radix(json.get(1..5)?, 16).ok()?;
                Some((char::from_u32(code)?, 6))
            }
            _ => None,
        };
    }
    let (name, _) =
        text.get(1..).map(|rest| rest.split_at_checked(rest.bytes().take(9).position(|b| b == b';')?))??;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)?
        }
        None => match name {
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            "lt" => '<',
            "gt" => '>',
            "sol" => '/',
            _ => return None,
        },
    };
    Some((c, name.len() + 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named() -> Named {
        Named {
            addresses: ["http://news.example/story", "https://b.example/a?id=1&x=2"]
                .map(|url| Address::parse(url).unwrap().canonical())
                .into(),
            sites: ["gone.example".to_owned()].into(),
            titles: vec!["Larkfield wins rail contract".to_owned(), "Rails".to_owned()],
        }
    }

    #[test]
    fn what_is_named_is_found_however_it_is_written() {
        let base = Address::parse("http://news.example/list/").unwrap();
        for text in [
            "<link>http://news.example/story</link>",
            "<a href=\"/story\">",
            "<a href=/story>",
            "<a href='../story?utm_source=x#top'>",
            "see http://news.example/story.",
            "(http://m.news.example/story)",
            "{\"url\":\"http:\\/\\/news.example\\/story\"}",
            "http:\\u002f\\u002fnews.example\\u002fstory",
            "&lt;a href=&quot;http://news.example/story&quot;&gt;",
            "https://share.example/?u=http%3A%2F%2Fnews.example%2Fstory&t=1",
            "<loc>https://b.example/a?id=1&amp;x=2</loc>",
            "&amp;lt;a href=\"https://b.example/a?id=1&amp;amp;x=2\"",
            "https://deep.gone.example/whatever",
            "<title>Larkfield wins rail contract</title>",
        ] {
            assert!(named().is_in(text.as_bytes(), None, Some(&base)), "{text}");
        }
        for text in [
            "<link>http://news.example/story-2</link>",
            "<a href=\"/story/2\">Rails</a>",
            "<loc>https://b.example/a?id=1</loc>",
            "https://share.example/?u=http%3A%2F%2Fnews.example%2Fstory%2Ftwo",
            "https://notgone.example/",
            "a story of rails & \\ more",
            "",
        ] {
            assert!(!named().is_in(text.as_bytes(), None, Some(&base)), "{text}");
        }
    }

    #[test]
    fn packed_sitemaps_are_looked_into() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, b"<loc>http://news.example/story</loc>").unwrap();
        assert!(named().is_in(&gzip.finish().unwrap(), Some("application/gzip"), None));
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_through(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[&#;x0-9a-z\\\\u/.?=é]{0,60}") {
            let _ = named().is_in(&bytes, None, None);
            let _ = named().is_in(text.as_bytes(), None, None);
        }
    }
}
