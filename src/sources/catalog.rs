//! `sources.toml`: which sources are read, and how.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::base::Address;

/// What one `sources.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// How to fetch.
    pub settings: Settings,
    /// The sources in the file's order; their names are unlike.
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
    /// Days that a crawl looks back.
    pub back_days: NonZeroU32,
}

/// One `[[source]]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceEntry {
    /// How the user calls it.
    pub name: String,
    /// What lies at the address.
    pub kind: SourceKind,
    /// Where it begins.
    pub url: Address,
    /// Who publishes it, where its pages do not say.
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case of the country it writes in.
    pub country: Option<String>,
    /// Whether it is read.
    pub enabled: bool,
    /// Whether it may lie in a private network.
    pub allow_private: bool,
}

/// What lies at a source's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap, news sitemap or index of sitemaps.
    Sitemap,
    /// A single page.
    Page,
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
            delay_ms: 2_000,
            timeout_s: number(30),
            max_body_mb: number(20),
            concurrency: number(16),
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    name: Spanned<String>,
    kind: SourceKind,
    url: Spanned<String>,
    publisher: Option<String>,
    country: Option<Spanned<String>>,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    allow_private: bool,
}

fn yes() -> bool {
    true
}

impl Catalog {
    /// Reads the text of a `sources.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key or a value out of range, or names two sources alike.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let fail =
            |span: Range<usize>, message: String| CatalogError { line: line_of(text, span.start), message };
        let raw: RawCatalog = toml::from_str(text)
            .map_err(|error| fail(error.span().unwrap_or(0..0), explained(error.message())))?;
        let mut lines_of_names: HashMap<String, usize> = HashMap::new();
        let mut sources = Vec::with_capacity(raw.source.len());
        for source in raw.source {
            let span = source.name.span();
            let name = source.name.into_inner();
            if name.trim().is_empty() || name.chars().any(char::is_control) {
                return Err(fail(span, "a source needs a name of one line".to_owned()));
            }
            let line = line_of(text, span.start);
            if let Some(earlier) = lines_of_names.insert(name.to_lowercase(), line) {
                return Err(fail(
                    span,
                    format!("the name {name:?} is taken in line {earlier}: give each source its own"),
                ));
            }
            let url_span = source.url.span();
            let url =
                Address::parse(source.url.get_ref()).map_err(|error| fail(url_span, error.to_string()))?;
            if let Some(country) = &source.country
                && !(country.get_ref().len() == 2
                    && country.get_ref().bytes().all(|b| b.is_ascii_lowercase()))
            {
                let message = format!(
                    "{:?} is no country: write two lower-case letters such as \"us\" or \"gb\"",
                    country.get_ref()
                );
                return Err(fail(country.span(), message));
            }
            sources.push(SourceEntry {
                name,
                kind: source.kind,
                url,
                publisher: source.publisher,
                country: source.country.map(Spanned::into_inner),
                enabled: source.enabled,
                allow_private: source.allow_private,
            });
        }
        Ok(Self { settings: raw.settings, sources })
    }
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
        .replace("unknown variant", "unknown kind")
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
    fn mistakes_are_named_with_their_line() {
        check_refused(
            "country = \"us\"",
            "contry = \"us\"",
            "line 10: unknown key `contry`: known are `name`, `kind`, `url`, `publisher`, `country`, `enabled`, `allow_private`",
        );
        check_refused(
            "delay_ms",
            "delay",
            "line 4: unknown key `delay`: known are `contact`, `delay_ms`, `timeout_s`, `max_body_mb`, `concurrency`, `back_days`",
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
            "line 8: unknown kind `rss`: known are `feed`, `sitemap`, `page`",
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
