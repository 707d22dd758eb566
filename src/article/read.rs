//! From bytes to an article, or to the reason why there is none.

use jiff::tz::Offset;

use jiff::civil::Date;

use crate::article::examine::{Examined, SHORTEST, SHORTEST_HANDED, examine};
use crate::article::format::{FileFormat, Format};
use crate::article::formats::read_file;
use crate::article::formats::wire::read_text;
use crate::article::metadata::forbids_indexing;
use crate::article::published::Published;
use crate::article::{Reading, Refusal};
use crate::base::{Address, ArticleId};
use crate::fetch::{Fetched, decode};

/// HTTP statuses of a page that readers must pay or register for.
const MUST_PAY: &[u16] = &[401, 402, 403];

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

/// Reads what was fetched: HTML or plain text, by content type and by its first bytes. A page that robots must not index is
/// refused, and so is a list of links to articles.
pub fn read(fetched: &Fetched, hints: &Hints) -> Reading {
    let content_type = fetched.content_type.as_deref();
    if fetched.robots_tag.as_deref().is_some_and(forbids_indexing) {
        return refused(Refusal::NoIndex);
    }
    let latest = Some(Offset::UTC.to_datetime(fetched.fetched_at).date());
    match Format::of(content_type, &fetched.body) {
        Format::Html => {
            let html = decode(&fetched.body, content_type).0;
            let mut found = examine(&html, Some(&fetched.address), hints, latest);
            if MUST_PAY.contains(&fetched.status) && !found.article.partial {
                found.article.partial = true;
                found.article.notes.push("only a part of the text".to_owned());
            }
            let why = if found.is_noindex { Some(Refusal::NoIndex) } else { found.refusal(SHORTEST) };
            let why = why.or_else(|| found.is_list.then_some(Refusal::List));
            reading(found, why)
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

/// Reads a page of HTML that a user hands over: whether robots may index it does not matter then, and what looks like a list
/// of links is read with a note, for the user has said that it is to be read. Without the day it was fetched, no date is
/// too late to be believed.
pub fn read_html(html: &str, address: Option<&Address>, hints: &Hints) -> Reading {
    html_reading(html, address, hints, None)
}

/// As [`read_html`]; a date later than `latest` is not believed.
pub(crate) fn html_reading(
    html: &str,
    address: Option<&Address>,
    hints: &Hints,
    latest: Option<Date>,
) -> Reading {
    let mut found = examine(html, address, hints, latest);
    let why = found.refusal(SHORTEST_HANDED);
    if found.is_list {
        found.article.notes.push("perhaps not an article: a list of links".to_owned());
    }
    reading(found, why)
}

/// No article, and why.
pub(crate) fn refused(refusal: Refusal) -> Reading {
    Reading { refusal: Some(refusal), ..Reading::default() }
}

fn reading(found: Examined, why: Option<Refusal>) -> Reading {
    let Examined { article, leads, wishes, .. } = found;
    match why {
        Some(Refusal::NoIndex) => refused(Refusal::NoIndex),
        Some(refusal) => Reading { articles: Vec::new(), leads, refusal: Some(refusal), wishes },
        None => Reading { articles: vec![article], leads, refusal: None, wishes },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Article;

    fn fetched(content_type: Option<&str>, body: &[u8]) -> Fetched {
        let address = Address::parse("https://news.example/2025/07/14/army?utm_source=x").unwrap();
        Fetched {
            content_type: content_type.map(str::to_owned),
            ..Fetched::new(address, "2025-07-20T00:00:00Z".parse().unwrap(), body)
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
    fn a_page_too_long_to_read_whole_says_so() {
        let sentence =
            "The Army awarded Acme Inc. a contract worth $100 million for software, it said on Monday.";
        let found = article(&page("", &format!("<h1>Army</h1>{}", format!("<p>{sentence}").repeat(40_000))));
        assert!(found.partial);
        assert!(found.notes.iter().any(|note| note.contains("only its beginning")), "{:?}", found.notes);
        assert!(found.body.text().contains(sentence));
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
            format!("<title>{}</title><p>{text}", "Army | ".repeat(n)),
            format!("<h1>{}</h1><p>{text}", "Army - ".repeat(n)),
            format!("{}<p>{text}", "<meta property=og:title content='Army picks Acme'>".repeat(n / 4)),
            format!(
                "<h1>Army</h1>{}<p>{text}",
                "<span class=author rel=author>By Jane Roe</span>".repeat(n / 4)
            ),
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
