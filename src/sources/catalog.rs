//! `sources.toml`: which sources are read, and how.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::base::Address;
use crate::sources::entry::{ArchivePolicy, Region, Selectors, SourceEntry, SourceKind};
use crate::sources::listing_page::{NEEDED, wrong_selector};

/// What one `sources.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// How to fetch.
    pub settings: Settings,
    /// The sources in the file's order, those that the program brings after the user's own; their names are unlike.
    pub sources: Vec<SourceEntry>,
}

/// The `[settings]` table; what is left out has the value of [`Settings::default`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// A mail or web address in the `User-Agent` header, so that a site's owner can reach the user.
    pub contact: Option<String>,
    /// Milliseconds between two requests to one server.
    pub delay_ms: u32,
    /// Seconds for one whole request.
    pub timeout_s: NonZeroU32,
    /// Mebibytes that one page may have after decompression.
    pub max_body_mb: NonZeroU32,
    /// Requests at the same time, over all servers.
    pub concurrency: NonZeroU32,
    /// Requests at the same time to one server.
    pub per_host: NonZeroU32,
    /// Days that a crawl looks back.
    pub back_days: NonZeroU32,
}

/// What is wrong in a `sources.toml`, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct CatalogError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl Default for Settings {
    fn default() -> Self {
        let number = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self {
            contact: None,
            delay_ms: 1_000,
            timeout_s: number(30),
            max_body_mb: number(20),
            concurrency: number(16),
            per_host: NonZeroU32::MIN,
            back_days: number(30),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCatalog {
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    source: Vec<RawSource>,
}

/// One `[[source]]` table as it is written: what is left out is the default's, or the shipped entry's of this name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    name: Spanned<String>,
    kind: Option<SourceKind>,
    url: Option<Spanned<String>>,
    publisher: Option<String>,
    country: Option<Spanned<String>>,
    enabled: Option<bool>,
    group: Option<Spanned<String>>,
    region: Option<Region>,
    topics: Option<Spanned<Vec<String>>>,
    why: Option<String>,
    documented: Option<String>,
    license: Option<String>,
    terms: Option<String>,
    redistribute: Option<bool>,
    unverified: Option<bool>,
    delay_ms: Option<u32>,
    archive: Option<ArchivePolicy>,
    allow_private: Option<bool>,
    item: Option<Spanned<String>>,
    link: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    next: Option<Spanned<String>>,
}

impl Catalog {
    /// Reads the text of a `sources.toml` that stands for itself.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key or a value out of range, names two sources alike, or one without kind or
    /// address.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        Self::over(&[], text)
    }

    /// Reads the text of a `sources.toml` over entries that the program brings: an entry with the name of one of those
    /// changes only the keys that it writes, unless it has kind and address and so stands for itself.
    ///
    /// # Errors
    /// As [`Catalog::parse`].
    pub fn over(shipped: &[SourceEntry], text: &str) -> Result<Self, CatalogError> {
        let fail =
            |span: Range<usize>, message: String| CatalogError { line: line_of(text, span.start), message };
        let raw: RawCatalog = toml::from_str(text)
            .map_err(|error| fail(error.span().unwrap_or(0..0), explained(error.message())))?;
        let mut lines_of_names: HashMap<String, usize> = HashMap::new();
        let mut own = Vec::new();
        let mut shipped = shipped.to_vec();
        for source in raw.source {
            let span = source.name.span();
            let name = source.name.get_ref().clone();
            if !is_line(&name) {
                return Err(fail(span, "a source needs a name of one line".to_owned()));
            }
            let line = line_of(text, span.start);
            if let Some(earlier) = lines_of_names.insert(name.to_lowercase(), line) {
                return Err(fail(
                    span,
                    format!("the name {name:?} is taken in line {earlier}: give each source its own"),
                ));
            }
            let known = shipped.iter().position(|entry| entry.is_called(&name));
            let stands_for_itself = source.kind.is_some() && source.url.is_some();
            let base = known.filter(|_| !stands_for_itself).and_then(|at| shipped.get(at));
            let entry = source.over(base).map_err(|(at, message)| fail(at, message))?;
            match known {
                Some(at) if !stands_for_itself => {
                    shipped.splice(at..=at, [entry]);
                }
                Some(at) => {
                    shipped.remove(at);
                    own.push(entry);
                }
                None => own.push(entry),
            }
        }
        own.extend(shipped);
        Ok(Self { settings: raw.settings, sources: own })
    }

    /// The source of this name, whatever its case.
    pub fn find(&self, name: &str) -> Option<&SourceEntry> {
        self.sources.iter().find(|entry| entry.is_called(name))
    }
}

/// Where something is wrong, and what.
type Mistake = (Range<usize>, String);

impl RawSource {
    /// The entry that these keys make of a shipped one, or of nothing.
    fn over(self, base: Option<&SourceEntry>) -> Result<SourceEntry, Mistake> {
        let span = self.name.span();
        let url = self
            .url
            .map(|url| Address::parse(url.get_ref()).map_err(|error| (url.span(), error.to_string())));
        let mut entry = match (base, self.kind, url.transpose()?) {
            (Some(base), kind, url) => {
                let mut entry = base.clone();
                entry.kind = kind.unwrap_or(base.kind);
                entry.url = url.unwrap_or_else(|| base.url.clone());
                entry
            }
            (None, Some(kind), Some(url)) => SourceEntry::new(self.name.into_inner(), kind, url),
            (None, kind, _) => {
                let key = if kind.is_none() { "kind" } else { "url" };
                return Err((span, format!("missing key `{key}`")));
            }
        };
        if let Some(country) = self.country {
            check_country(&country)?;
            entry.country = Some(country.into_inner());
        }
        if let Some(group) = self.group {
            check_word(group.get_ref(), group.span(), "group")?;
            entry.group = Some(group.into_inner());
        }
        if let Some(topics) = self.topics {
            for topic in topics.get_ref() {
                check_word(topic, topics.span(), "topic")?;
            }
            entry.topics = topics.into_inner();
        }
        let set = |place: &mut Option<String>, text: Option<String>| *place = text.or(place.take());
        set(&mut entry.publisher, self.publisher);
        set(&mut entry.why, self.why);
        set(&mut entry.documented, self.documented);
        set(&mut entry.license, self.license);
        set(&mut entry.terms, self.terms);
        entry.enabled = self.enabled.unwrap_or(entry.enabled);
        entry.region = self.region.or(entry.region);
        entry.redistribute = self.redistribute.or(entry.redistribute);
        entry.unverified = self.unverified.unwrap_or(entry.unverified);
        entry.delay_ms = self.delay_ms.or(entry.delay_ms);
        entry.archive = self.archive.unwrap_or(entry.archive);
        entry.allow_private = self.allow_private.unwrap_or(entry.allow_private);

        let item_span = self.item.as_ref().map_or_else(|| span.clone(), Spanned::span);
        let mut selectors = entry.selectors.take().unwrap_or_default();
        let mut spans: HashMap<&str, Range<usize>> = HashMap::new();
        for (key, place, written) in [
            ("item", &mut selectors.item, self.item),
            ("link", &mut selectors.link, self.link),
            ("title", &mut selectors.title, self.title),
            ("date", &mut selectors.date, self.date),
            ("next", &mut selectors.next, self.next),
        ] {
            if let Some(written) = written {
                spans.insert(key, written.span());
                *place = Some(written.into_inner());
            }
        }
        if let Some((key, why)) = wrong_selector(&selectors) {
            return Err((spans.remove(key).unwrap_or(span), why));
        }
        let is_listing = entry.kind == SourceKind::Listing;
        let has_any = selectors != Selectors::default();
        if is_listing && selectors.item.is_none() && selectors.link.is_none() {
            return Err((item_span, NEEDED.to_owned()));
        }
        if has_any && !is_listing {
            let message = "only a source of kind \"listing\" has CSS selectors".to_owned();
            return Err((item_span, message));
        }
        entry.selectors = has_any.then_some(selectors);
        Ok(entry)
    }
}

fn check_country(country: &Spanned<String>) -> Result<(), Mistake> {
    let code = country.get_ref();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(());
    }
    let message = format!("{code:?} is no country: write two lower-case letters such as \"us\" or \"gb\"");
    Err((country.span(), message))
}

/// Groups and topics are typed at a command line.
fn check_word(word: &str, span: Range<usize>, what: &str) -> Result<(), Mistake> {
    let is_word = !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if is_word {
        return Ok(());
    }
    Err((span, format!("{word:?} is no {what}: write lower-case letters, figures and hyphens")))
}

fn is_line(name: &str) -> bool {
    !name.trim().is_empty() && !name.chars().any(char::is_control)
}

/// The line, from 1, that holds this byte.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

/// The parser's message in the words of the file, on one line.
fn explained(message: &str) -> String {
    let message = message.lines().map(str::trim).collect::<Vec<_>>().join("; ");
    message
        .replace("unknown field", "unknown key")
        .replace("missing field", "missing key")
        .replace("duplicate field", "twice the key")
        .replace("unknown variant", "unknown word")
        .replace(", expected one of ", ": known are ")
        .replace(", expected ", ": expected is ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[settings]
contact = "mailto:me@news.example"
delay_ms = 500

[[source]]
name = "News"
kind = "feed"
url = "https://news.example/rss"
country = "us"

[[source]]
name = "Agency"
kind = "sitemap"
url = "https://agency.example/sitemap.xml"
publisher = "Agency"
enabled = false
"#;

    #[test]
    fn a_catalog_is_read_with_its_defaults() {
        let catalog = Catalog::parse(GOOD).unwrap();
        assert_eq!(catalog.settings.delay_ms, 500);
        assert_eq!(catalog.settings.concurrency, Settings::default().concurrency);
        let [news, agency] = catalog.sources.as_slice() else { panic!("{catalog:?}") };
        assert!(news.enabled && !news.allow_private && !agency.enabled);
        assert_eq!((news.kind, agency.kind), (SourceKind::Feed, SourceKind::Sitemap));
        assert_eq!(Catalog::parse("").unwrap(), Catalog::default());
    }

    fn check_refused(old: &str, new: &str, expected: &str) {
        assert!(GOOD.contains(old), "{old}");
        let error = Catalog::parse(&GOOD.replacen(old, new, 1)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn an_entry_over_a_shipped_one_changes_what_it_writes() {
        let shipped = Catalog::parse(GOOD).unwrap().sources;
        let over = |text: &str| Catalog::over(&shipped, text).unwrap().sources;
        let names = |sources: &[SourceEntry]| sources.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
        let sources = over(
            "[[source]]\nname='AGENCY'\nenabled=true\nregion='uk'\n[[source]]\nname='Own'\nkind='page'\nurl='https://own.example/'",
        );
        assert_eq!(names(&sources), ["Own", "News", "Agency"]);
        let agency = &sources[2];
        assert!(agency.enabled && agency.region == Some(Region::Uk));
        assert_eq!(
            (agency.url.clone(), agency.publisher.as_deref()),
            (shipped[1].url.clone(), Some("Agency"))
        );
        // One with kind and address is the user's own.
        let sources = over("[[source]]\nname='agency'\nkind='feed'\nurl='https://own.example/'");
        assert_eq!(names(&sources), ["agency", "News"]);
        assert!(sources[0].enabled && sources[0].publisher.is_none());
        let error = Catalog::over(&shipped, "\n[[source]]\nname='Other'\nenabled=true").unwrap_err();
        assert_eq!(error.to_string(), "line 3: missing key `kind`");
    }

    #[test]
    fn listings_have_selectors_and_others_none() {
        let text = "[[source]]\nname='a'\nkind='listing'\nurl='https://a.example/'\nitem='li'\nnext='a.next'\narchive='page'\ndelay_ms=9\nredistribute=false";
        let entry = &Catalog::parse(text).unwrap().sources[0];
        let selectors = entry.selectors.clone().unwrap();
        assert_eq!((selectors.item.as_deref(), selectors.next.as_deref()), (Some("li"), Some("a.next")));
        assert_eq!(
            (entry.archive, entry.delay_ms, entry.redistribute),
            (ArchivePolicy::Page, Some(9), Some(false))
        );
        let error = |text: &str| Catalog::parse(text).unwrap_err().to_string();
        assert!(error(&text.replace("item='li'\n", "")).contains("needs the CSS selector `item`"));
        assert!(error(&text.replace("listing", "feed")).contains("only a source of kind \"listing\""));
        assert!(error(&text.replace("delay_ms=9", "topics=['A B']")).contains("\"A B\" is no topic"));
        assert!(
            error(&text.replace("delay_ms=9", "region='mars'"))
                .contains("unknown word `mars`: known are `us`")
        );
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        check_refused(
            "country = \"us\"",
            "contry = \"us\"",
            "line 10: unknown key `contry`: known are `name`, `kind`, `url`, `publisher`, `country`, `enabled`, `group`, `region`, `topics`, `why`, `documented`, `license`, `terms`, `redistribute`, `unverified`, `delay_ms`, `archive`, `allow_private`, `item`, `link`, `title`, `date`, `next`",
        );
        check_refused(
            "delay_ms",
            "delay",
            "line 4: unknown key `delay`: known are `contact`, `delay_ms`, `timeout_s`, `max_body_mb`, `concurrency`, `per_host`, `back_days`",
        );
        check_refused(
            "\"Agency\"\nkind",
            "\"news\"\nkind",
            "line 13: the name \"news\" is taken in line 7: give each source its own",
        );
        check_refused("https://news.example/rss", "news.example", "line 9: not an address: \"news.example\"");
        check_refused(
            "https://news.example/rss",
            "file:///etc/x",
            "line 9: only http and https addresses are read, not \"file\"",
        );
        check_refused(
            "\"us\"",
            "\"USA\"",
            "line 10: \"USA\" is no country: write two lower-case letters such as \"us\" or \"gb\"",
        );
        check_refused(
            "\"feed\"",
            "\"rss\"",
            "line 8: unknown word `rss`: known are `feed`, `sitemap`, `page`, `listing`, `federal_register`, `usaspending`, `ocds`, `sam`, `dod_contracts`, `gdelt`",
        );
        check_refused("name = \"News\"\n", "", "line 6: missing key `name`");
        check_refused("\"News\"", "\" \"", "line 7: a source needs a name of one line");
        check_refused(
            "delay_ms = 500",
            "concurrency = 0",
            "line 4: invalid value: integer `0`: expected is a nonzero u32",
        );
        let broken = Catalog::parse("[settings\n").unwrap_err();
        assert_eq!(broken.line, 1);
        assert!(!broken.message.contains('\n'));
    }
}
