//! From bytes to an article: every part of the page is asked, and the answers are put together.

use jiff::civil::Date;
use jiff::tz::Offset;
use scraper::Html;

use crate::article::blocks::text_blocks;
use crate::article::body::Body;
use crate::article::choice::{Clues, article_blocks};
use crate::article::dating::{Sources, published};
use crate::article::fallback::{body_of, declared, readability};
use crate::article::format::{FileFormat, Format};
use crate::article::formats::read_file;
use crate::article::formats::wire::read_text;
use crate::article::jsonld::{LinkedData, linked_data};
use crate::article::language::language;
use crate::article::metadata::{Metadata, forbids_indexing, metadata};
use crate::article::page::Page;
use crate::article::published::Published;
use crate::article::{Article, Reading, Refusal, authors, markup, title};
use crate::base::{Address, ArticleId};
use crate::fetch::{Fetched, decode};

/// Less text than this (in bytes) is no article, unless the page declares that it is one.
const SHORTEST: usize = 140;

/// Below this much text (in bytes) the other ways to a body are tried.
const THIN: usize = 250;

/// A page that readers must pay for, with less text than this (in bytes), shows a part only.
const TEASER: usize = 2_500;

/// What the listing or the source knows of a page before it is read: used where the page itself is silent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// The title in the feed or list.
    pub title: Option<String>,
    /// The date in the feed or list.
    pub published: Option<Published>,
    /// The publisher's name as the source list has it.
    pub publisher: Option<String>,
    /// ISO 3166-1 alpha-2 code, lower case, of the country the source writes in.
    pub country: Option<String>,
}

/// Reads what was fetched: HTML or plain text, by content type and by its first bytes.
pub fn read(fetched: &Fetched, hints: &Hints) -> Reading {
    let content_type = fetched.content_type.as_deref();
    if fetched.robots_tag.as_deref().is_some_and(forbids_indexing) {
        return refused(Refusal::NoIndex);
    }
    let latest = Some(Offset::UTC.to_datetime(fetched.fetched_at).date());
    match Format::of(content_type, &fetched.body) {
        Format::Html => {
            let html = decode(&fetched.body, content_type).0;
            html_reading(&html, Some(&fetched.address), hints, latest)
        }
        Format::Text => placed_at(&fetched.address, read_text(&decode(&fetched.body, content_type).0, hints)),
        Format::File(format) => of_file(format, fetched, hints, latest),
        Format::Other(name) => refused(Refusal::NotText(name)),
    }
}

/// A file that a site offers stands at its address; what it holds beside an article of its own does not.
fn of_file(format: FileFormat, fetched: &Fetched, hints: &Hints, latest: Option<Date>) -> Reading {
    let reading = read_file(format, &fetched.body, hints, latest);
    if reading.articles.len() == 1 { placed_at(&fetched.address, reading) } else { reading }
}

fn placed_at(address: &Address, mut reading: Reading) -> Reading {
    for article in &mut reading.articles {
        let url = address.canonical();
        article.id = ArticleId::of_url(url.as_str());
        article.url = Some(url);
    }
    reading
}

/// Reads a page of HTML. Without the day it was fetched, no date is too late to be believed.
pub fn read_html(html: &str, address: Option<&Address>, hints: &Hints) -> Reading {
    html_reading(html, address, hints, None)
}

/// No article, and why.
pub(crate) fn refused(refusal: Refusal) -> Reading {
    Reading { articles: Vec::new(), refusal: Some(refusal) }
}

pub(crate) fn html_reading(
    html: &str,
    address: Option<&Address>,
    hints: &Hints,
    latest: Option<Date>,
) -> Reading {
    let found = examine(html, address, hints, latest);
    match found.refusal() {
        Some(refusal) => refused(refusal),
        None => Reading { articles: vec![found.article], refusal: None },
    }
}

/// What a page holds, before it is decided whether that is an article.
pub(crate) struct Examined {
    /// The article, as far as there is one.
    pub(crate) article: Article,
    is_noindex: bool,
    is_declared: bool,
    is_blank: bool,
}

impl Examined {
    fn refusal(&self) -> Option<Refusal> {
        let len = self.article.body.text().len();
        if self.is_noindex {
            Some(Refusal::NoIndex)
        } else if self.is_blank {
            Some(Refusal::Empty)
        } else if len == 0 || (len < SHORTEST && !self.is_declared) {
            Some(Refusal::NoArticle)
        } else {
            None
        }
    }
}

/// Reads everything a page says.
pub(crate) fn examine(
    html: &str,
    address: Option<&Address>,
    hints: &Hints,
    latest: Option<Date>,
) -> Examined {
    let markup = markup::bounded(html);
    let parsed = Html::parse_document(&markup);
    let page = Page::of(&parsed);
    let metadata = metadata(&page);
    let data =
        linked_data(&page, metadata.titles.first().or(metadata.page_title.as_ref()).map(String::as_str));
    let (blocks, doubtful) = text_blocks(&page);
    let mut article = empty_article(hints);

    let headline = title::title(&metadata, data.as_ref(), &blocks, hints.publisher.as_deref());
    article.title = headline.or_else(|| hints.title.clone()).unwrap_or_default();
    let description =
        metadata.description.as_deref().or_else(|| data.as_ref()?.description.as_deref()).unwrap_or_default();
    let clues = Clues { title: &article.title, description };
    let chosen = body_of(article_blocks(&page, &blocks, &doubtful, &clues).into_iter());
    article.body = better_body(chosen, data.as_ref(), &markup);

    article.url = address.map(|address| canonical(address, &metadata));
    let sources =
        Sources { page: &page, blocks: &blocks, metadata: &metadata, data: data.as_ref(), address, latest };
    article.published = published(&sources).or(hints.published);
    article.authors = data.as_ref().map(|data| authors::declared(&data.authors)).unwrap_or_default();
    if article.authors.is_empty() {
        article.authors = authors::declared(&metadata.authors);
    }
    let site_name = metadata.site_name.clone().or_else(|| data.as_ref()?.publisher.clone());
    let houses: Vec<&str> =
        [&site_name, &hints.publisher].into_iter().flatten().map(String::as_str).collect();
    if authors::are_only_houses(&article.authors, &houses) {
        let visible = authors::visible(&page, &blocks);
        if !visible.is_empty() {
            article.authors = visible;
        }
    }
    article.publisher = hints.publisher.clone().or(site_name);
    article.partial = is_partial(&article.body, &metadata, data.as_ref());
    let said = metadata.language.as_deref().or_else(|| data.as_ref()?.language.as_deref());
    finish(&mut article, said);
    Examined {
        article,
        is_noindex: metadata.is_noindex,
        is_declared: data.is_some_and(|data| data.published.is_some() && data.headline.is_some()),
        is_blank: blocks.is_empty(),
    }
}

/// An article of which only the hints are known.
pub(crate) fn empty_article(hints: &Hints) -> Article {
    Article {
        id: ArticleId::of_content("", ""),
        source_id: None,
        url: None,
        publisher: hints.publisher.clone(),
        published: None,
        title: String::new(),
        authors: Vec::new(),
        language: None,
        country: hints.country.clone(),
        body: Body::default(),
        partial: false,
        notes: Vec::new(),
    }
}

/// Fills what follows from the rest: id, language, notes.
pub(crate) fn finish(article: &mut Article, said_language: Option<&str>) {
    article.id = match &article.url {
        Some(url) => ArticleId::of_url(url.canonical().as_str()),
        None => ArticleId::of_content(&article.title, article.body.text()),
    };
    article.language = language(said_language, article.body.text());
    let is_missing = [
        (article.title.is_empty(), "no title"),
        (article.published.is_none(), "no publication date"),
        (article.body.text().is_empty(), "no text"),
        (article.partial, "only a part of the text"),
    ];
    article
        .notes
        .extend(is_missing.iter().filter(|(missing, _)| *missing).map(|(_, note)| (*note).to_owned()));
}

/// The page's own blocks, unless there are hardly any and another way gives more.
fn better_body(chosen: Body, data: Option<&LinkedData>, markup: &str) -> Body {
    let mut best = chosen;
    if let Some(text) = data.and_then(|data| data.body.as_deref())
        && text.len() >= THIN
    {
        let body = declared(text);
        if best.text().len() * 2 < body.text().len() {
            best = body;
        }
    }
    if best.text().len() < THIN
        && let Some(body) = readability(markup)
        && body.text().len() > 2 * best.text().len()
    {
        best = body;
    }
    best
}

/// The address the page calls its own, believed within its site; the home page is no article's address.
fn canonical(address: &Address, metadata: &Metadata) -> Address {
    metadata
        .canonical
        .as_deref()
        .and_then(|reference| address.join(reference).ok())
        .filter(|own| {
            own.site() == address.site() && (own.path_and_query() != "/" || address.path_and_query() == "/")
        })
        .unwrap_or_else(|| address.clone())
        .canonical()
}

fn is_partial(body: &Body, metadata: &Metadata, data: Option<&LinkedData>) -> bool {
    let is_paid = data.is_some_and(|data| data.is_free == Some(false)) || metadata.is_locked;
    let whole = data.and_then(|data| data.body.as_deref()).map_or(0, str::len);
    is_paid && (body.text().len() < TEASER || body.text().len() * 2 < whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fetched(content_type: Option<&str>, body: &[u8]) -> Fetched {
        let address = Address::parse("https://news.example/2025/07/14/army?utm_source=x").unwrap();
        Fetched {
            requested: address.clone(),
            address,
            status: 200,
            fetched_at: "2025-07-20T00:00:00Z".parse().unwrap(),
            content_type: content_type.map(str::to_owned),
            etag: None,
            last_modified: None,
            robots_tag: None,
            body: body.to_vec(),
        }
    }

    fn page(head: &str, top: &str) -> String {
        let text =
            "<p>The Army awarded Acme Inc. a contract worth $100 million for software, it said on Monday."
                .repeat(6);
        format!(
            "<!doctype html><html lang=en-US><head>{head}</head><body>{top}<div>{text}</div></body></html>"
        )
    }

    fn article(html: &str) -> Article {
        read(&fetched(Some("text/html"), html.as_bytes()), &Hints::default()).articles.remove(0)
    }

    fn refusal(content_type: Option<&str>, body: &[u8]) -> Option<Refusal> {
        read(&fetched(content_type, body), &Hints::default()).refusal
    }

    #[test]
    fn a_page_gives_an_article() {
        let found = article(&page(
            "<title>Army picks Acme - Example News</title><meta property=og:site_name content='Example News'>\
             <meta property=article:published_time content='2025-07-14T08:00:00-04:00'><meta name=author content='By Jane Roe and John Doe'>\
             <link rel=canonical href=https://www.news.example/army>",
            "<h1>Army picks Acme</h1>",
        ));
        assert_eq!(found.title, "Army picks Acme");
        assert_eq!(found.authors, ["Jane Roe", "John Doe"]);
        assert_eq!(found.publisher.as_deref(), Some("Example News"));
        assert_eq!(found.published.unwrap().date.to_string(), "2025-07-14");
        assert_eq!(found.url.unwrap().as_str(), "https://www.news.example/army");
        assert_eq!(found.language.as_deref(), Some("en"));
        assert_eq!(found.body.blocks().len(), 6);
        assert_eq!((found.partial, found.notes), (false, vec![]));
    }

    #[test]
    fn another_site_is_not_believed_to_be_the_address() {
        let found = article(&page("<link rel=canonical href=https://evil.example/army>", "<h1>Army</h1>"));
        assert_eq!(found.url.unwrap().as_str(), "https://news.example/2025/07/14/army");
    }

    #[test]
    fn dates_are_not_invented() {
        for (head, expected) in [
            ("<meta name=date content=2030-01-01>", Some("2025-07-14")),
            ("<meta name=date content=1970-01-01>", Some("2025-07-14")),
            ("<meta name=date content=2025-07-13>", Some("2025-07-13")),
        ] {
            let found = article(&page(head, "<h1>Army</h1>"));
            assert_eq!(found.published.map(|p| p.date.to_string()).as_deref(), expected, "{head}");
        }
        let without = read_html(&page("", "<h1>Army</h1>"), None, &Hints::default()).articles.remove(0);
        assert_eq!(without.published, None);
        assert_eq!(without.notes, ["no publication date"]);
    }

    #[test]
    fn hints_serve_where_the_page_is_silent() {
        let hints = Hints {
            title: Some("From the feed".to_owned()),
            published: Some(Published::on("2025-07".parse().unwrap(), crate::article::DateOrigin::Listing)),
            publisher: Some("Listed".to_owned()),
            country: Some("us".to_owned()),
        };
        let found = read_html(&page("", ""), None, &hints).articles.remove(0);
        assert_eq!(found.title, "From the feed");
        assert_eq!(found.published, hints.published);
        assert_eq!((found.publisher, found.country), (hints.publisher, hints.country));
    }

    #[test]
    fn refusals_have_their_reason() {
        for (content_type, body, expected) in [
            (Some("image/png"), &b"\x89PNG"[..], Some(Refusal::NotText("image/png".to_owned()))),
            (None, b"a\0\x01", Some(Refusal::NotText("application/octet-stream".to_owned()))),
            (Some("text/html"), b"", Some(Refusal::Empty)),
            (Some("text/plain"), b" \n", Some(Refusal::Empty)),
            (Some("text/html"), b"<ul><li><a href=x>one</a></ul>", Some(Refusal::NoArticle)),
        ] {
            assert_eq!(refusal(content_type, body), expected, "{content_type:?}");
        }
        let forbidden = page("<meta name=ROBOTS content='noindex,follow'>", "");
        assert_eq!(refusal(None, forbidden.as_bytes()), Some(Refusal::NoIndex));
        let mut tagged = fetched(Some("text/html"), page("", "").as_bytes());
        tagged.robots_tag = Some("noindex".to_owned());
        assert_eq!(read(&tagged, &Hints::default()).refusal, Some(Refusal::NoIndex));
    }

    #[test]
    fn a_declared_body_serves_where_the_page_has_none() {
        let text = "The Army awarded the contract. ".repeat(20);
        let data = serde_json::json!({"@type": "NewsArticle", "headline": "Army", "articleBody": text, "isAccessibleForFree": false});
        let found =
            article(&format!("<script type=application/ld+json>{data}</script><div id=app>Loading</div>"));
        assert_eq!(found.body.text(), text.trim());
        assert!(found.partial);
    }

    #[test]
    fn hostile_pages_are_survived() {
        let n = 100_000;
        let text = "A sentence of the article, long enough to count. ".repeat(30);
        for html in [
            format!("{}{text}", "<div>".repeat(n)),
            format!("{}{text}", "<p><b><i><a href=x>".repeat(n / 4)),
            format!("<p title='{}'>{text}", "x".repeat(4 << 20)),
            format!("<p {}>{text}", "a=1 ".repeat(10_000)),
            "\0".repeat(n),
            "<table><tr><td>".repeat(n / 10),
            "<!--".repeat(n),
            "&".repeat(n),
            "<br>".repeat(n),
            "<span class=ad>x".repeat(n / 4),
            format!("<script type=application/ld+json>{}", "[{\"@graph\":".repeat(n / 4)),
        ] {
            let _ = read_html(&html, None, &Hints::default());
        }
        let broken: Vec<u8> = (0..n).map(|i| (i * 7 % 256) as u8).collect();
        let _ = read(&fetched(Some("text/html; charset=utf-8"), &broken), &Hints::default());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, markup in "(</?(p|div|h1|time|table|tr|td|li|a|b|br|title)( (class|href|datetime)=\"?[a-z0-9-]{0,8}\"?)?>|[a-zA-Zü., ]{0,40}){0,60}") {
            let _ = read(&fetched(None, &bytes), &Hints::default());
            let _ = read_html(&markup, None, &Hints::default());
        }
    }
}
