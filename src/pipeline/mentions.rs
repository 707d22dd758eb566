//! Whether bytes of the archive name what is to be forgotten: an address, a page of a site, a title.
//!
//! Rather too much is found than too little: a listing that is dropped from the archive costs little, one that stays after
//! its article was to be forgotten breaks a promise.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use aho_corasick::AhoCorasick;
use flate2::read::MultiGzDecoder;

use crate::base::Address;
use crate::fetch::{Fetched, WarcRecord, decode};
use crate::pipeline::PipelineError;

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
    /// Whether it names nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.addresses.is_empty() && self.sites.is_empty() && self.titles.is_empty()
    }

    /// Whether this is one of the addresses or of the sites.
    fn has(&self, address: &Address) -> bool {
        self.has_site_of(address)
            || self.addresses.contains(address)
            || self.addresses.contains(&address.canonical())
    }

    fn has_site_of(&self, address: &Address) -> bool {
        let mut hosts =
            std::iter::successors(Some(address.host()), |host| host.split_once('.').map(|(_, above)| above));
        !self.sites.is_empty() && hosts.any(|host| self.sites.contains(host))
    }
}

/// What of a name stands in the text where a pattern was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A title.
    Title,
    /// Host and path of an address.
    Address,
    /// The host of a site, and what parts it from the path.
    Site,
}

/// What bytes may name, made ready so that one pass over a text looks for all of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    named: Named,
    /// Finds every title and every spelling; `None` where there is neither.
    spellings: Option<AhoCorasick>,
    /// What each pattern is.
    signs: Vec<Sign>,
}

impl PartialEq for Mentions {
    fn eq(&self, other: &Self) -> bool {
        self.named == other.named
    }
}

impl Eq for Mentions {}

impl Mentions {
    /// Makes it ready. Addresses that a site covers need not be looked for by themselves.
    ///
    /// # Errors
    /// When there is more of it than can be looked for at once, some hundred megabytes.
    pub(super) fn of(named: Named) -> Result<Self, PipelineError> {
        let mut patterns: BTreeMap<String, Sign> = BTreeMap::new();
        let titles = named.titles.iter().filter(|title| title.chars().count() >= SHORTEST_TITLE);
        patterns.extend(titles.map(|title| (title.clone(), Sign::Title)));
        for address in named.addresses.iter().filter(|address| !named.has_site_of(address)) {
            patterns.extend(spellings(address).map(|spelling| (spelling, Sign::Address)));
        }
        for site in &named.sites {
            let ends = ["/", ":", "%2F", "%2f", "%3A", "%3a"];
            patterns.extend(ends.map(|end| (format!("{site}{end}"), Sign::Site)));
        }
        let signs = patterns.values().copied().collect();
        let spellings = if patterns.is_empty() {
            None
        } else {
            let built = AhoCorasick::new(patterns.keys());
            Some(built.map_err(|error| PipelineError::Forgetting(error.to_string()))?)
        };
        Ok(Self { named, spellings, signs })
    }

    /// Whether this is one of the addresses or of the sites.
    pub(super) fn has(&self, address: &Address) -> bool {
        self.named.has(address)
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
        if self.is_written_in(text, base) {
            return true;
        }
        // Markup stands in feeds as text, and JSON in markup.
        let once = unescaped(text);
        if once == text {
            return false;
        }
        if self.is_written_in(&once, base) {
            return true;
        }
        let twice = unescaped(&once);
        twice != once && self.is_written_in(&twice, base)
    }

    fn is_written_in(&self, text: &str, base: Option<&Address>) -> bool {
        self.is_spelled_in(text) || self.is_linked(text, base)
    }

    /// Whether a title or an address stands in the text as it is, wherever it begins.
    fn is_spelled_in(&self, text: &str) -> bool {
        let Some(spellings) = &self.spellings else { return false };
        // Of two that begin alike, the shorter one may go on where the longer one ends.
        spellings.find_overlapping_iter(text).any(|found| {
            let sign = self.signs.get(found.pattern().as_usize());
            match sign {
                Some(Sign::Address) => is_end(text.get(found.end()..).unwrap_or_default()),
                Some(Sign::Site) => is_start(text.get(..found.start()).unwrap_or_default()),
                Some(Sign::Title) | None => true,
            }
        })
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
        read.is_ok_and(|address| self.named.has(&address))
    }
}

/// Host and path of an address, as they stand in a text and as they stand in the query of another address.
fn spellings(address: &Address) -> [String; 3] {
    let plain = [address.authority(), address.path_and_query()].concat();
    let packed = plain.replace('/', "%2F").replace('?', "%3F").replace('&', "%26").replace('=', "%3D");
    let small = packed.replace("%2F", "%2f").replace("%3F", "%3f").replace("%3D", "%3d");
    [plain, packed, small]
}

/// Whether the path of an address ends before this.
fn is_end(rest: &str) -> bool {
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || "-_~/".contains(c));
    !goes_on && !rest.starts_with("%2F") && !rest.starts_with("%2f")
}

/// Whether a host may begin after this: it is not the end of a longer name.
fn is_start(before: &str) -> bool {
    let is_packed = ["%2F", "%2f", "%40", "%3D", "%3d"].iter().any(|sign| before.ends_with(sign));
    is_packed || !before.ends_with(|c: char| c.is_alphanumeric() || "-_".contains(c))
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

    fn named() -> Mentions {
        Mentions::of(names()).unwrap()
    }

    fn names() -> Named {
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

    /// What is found without making anything ready: each name looked for by itself.
    fn is_found_slowly(named: &Named, text: &str) -> bool {
        let is_titled = |title: &String| title.chars().count() >= SHORTEST_TITLE && text.contains(title);
        let is_spelled = |address: &Address| {
            spellings(address).iter().any(|spelling| {
                text.match_indices(spelling.as_str()).any(|(at, found)| is_end(&text[at + found.len()..]))
            })
        };
        named.titles.iter().any(is_titled) || named.addresses.iter().any(is_spelled)
    }

    #[test]
    fn a_site_stands_for_all_its_addresses() {
        let addresses = ["http://news.example/story", "http://a.news.example:8080/b?c=d"]
            .map(|url| Address::parse(url).unwrap().canonical());
        let site = Named {
            addresses: addresses.clone().into(),
            sites: ["news.example".to_owned()].into(),
            titles: Vec::new(),
        };
        let made = Mentions::of(site).unwrap();
        assert_eq!(made.signs, [Sign::Site; 6]);
        for spelling in addresses.iter().flat_map(spellings) {
            for text in [spelling.clone(), format!("https%3A%2F%2F{spelling}"), format!("<b>{spelling}")] {
                assert!(made.is_spelled_in(&text), "{text}");
            }
        }
        for text in ["oldnews.example/", "new-news.example/a", "news.example.org/", "x%2Foldnews.example%2F"]
        {
            assert!(!made.is_spelled_in(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn all_at_once_finds_what_each_by_itself_does(
            paths in proptest::collection::vec("[ab/]{0,4}(\\?[ab]=[ab])?", 1..5),
            words in proptest::collection::vec("n\\.example/[ab/?=]{0,5}|n\\.example%2F[ab%2fF3DK=]{0,6}|rails are laid by Larkfield|[ab/ -]{0,3}", 0..8),
        ) {
            let url = |path: &String| Address::parse(&format!("http://n.example/{path}")).unwrap().canonical();
            let named = Named {
                addresses: paths.iter().map(url).collect(),
                sites: BTreeSet::new(),
                titles: vec!["rails are laid by Larkfield".to_owned(), "rails".to_owned()],
            };
            let text = words.concat();
            let made = Mentions::of(named.clone()).unwrap();
            prop_assert_eq!(made.is_spelled_in(&text), is_found_slowly(&named, &text), "{}", text);
        }

        #[test]
        fn any_bytes_are_looked_through(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[&#;x0-9a-z\\\\u/.?=é]{0,60}") {
            let _ = named().is_in(&bytes, None, None);
            let _ = named().is_in(text.as_bytes(), None, None);
        }
    }
}
