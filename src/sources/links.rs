//! Where a web page says that its feeds are: `rel=alternate` and links that look like feeds.
//!
//! Only start tags of `<link>`, `<a>` and `<base>` are looked at, so nothing of the page is built and no page is too odd.

use crate::base::Address;
use crate::sources::markup::unescaped;

/// Bytes of a page after this many are not looked at.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Feeds after this many are left.
const MOST_FEEDS: usize = 12;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// Where it is.
    pub address: Address,
    /// What the page calls it.
    pub title: Option<String>,
    /// Whether the page declares it (`rel=alternate`), rather than merely linking to it.
    pub is_declared: bool,
}

/// The feeds that a page names: those it declares first, comment feeds last.
pub fn feed_links(html: &str, page: &Address) -> Vec<FeedLink> {
    let mut base = page.clone();
    let mut found: Vec<FeedLink> = Vec::new();
    for (name, attributes) in start_tags(html) {
        let get = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
        let Some(href) = get("href").filter(|href| !href.is_empty()) else { continue };
        if name == "base" {
            base = page.join(href).unwrap_or(base);
            continue;
        }
        let is_declared = name == "link" && is_feed_link(get("rel").unwrap_or(""), get("type").unwrap_or(""));
        let is_linked = name == "a" && looks_like_a_feed(href);
        let Some(address) = base.join(href).ok().filter(|_| is_declared || is_linked) else { continue };
        if found.iter().all(|known| known.address != address) {
            let title = get("title").filter(|title| !title.is_empty()).map(str::to_owned);
            found.push(FeedLink { address, title, is_declared });
        }
    }
    let is_of_comments = |link: &FeedLink| link.address.path_and_query().contains("comments");
    found.sort_by_key(|link| (!link.is_declared, is_of_comments(link)));
    found.truncate(MOST_FEEDS);
    found
}

fn is_feed_link(rel: &str, kind: &str) -> bool {
    let is_alternate = rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate"));
    let kind = kind.to_ascii_lowercase();
    is_alternate && ["rss", "atom", "feed+json", "rdf+xml"].iter().any(|word| kind.contains(word))
}

fn looks_like_a_feed(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or(href).to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let (stem, end) = last.rsplit_once('.').unwrap_or((last, ""));
    matches!(end, "rss" | "atom" | "rdf")
        || matches!(stem, "rss" | "feed" | "atom")
        || (end == "xml" && ["rss", "feed", "atom"].iter().any(|word| path.contains(word)))
}

/// Name and attributes of a start tag, names in lower case, values unescaped.
type StartTag = (String, Vec<(String, String)>);

/// The start tags of `<link>`, `<a>` and `<base>`, in order; comments and scripts are passed over.
fn start_tags(html: &str) -> Vec<StartTag> {
    let html = html.get(..html.floor_char_boundary(MOST_BYTES)).unwrap_or(html);
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        rest = rest.get(length..).unwrap_or_default();
        match name.as_str() {
            "script" | "style" => {
                let end = find_end_tag(rest, &name);
                rest = rest.get(end..).unwrap_or_default();
            }
            "link" | "a" | "base" => {
                let (attributes, after) = attributes(rest);
                tags.push((name, attributes));
                rest = after;
            }
            _ => {}
        }
    }
    tags
}

/// Where `</name` begins; the end where it does not.
fn find_end_tag(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")) {
        let place = from + at;
        let follows = text.get(place + 2..place + 2 + name.len());
        if follows.is_some_and(|follows| follows.eq_ignore_ascii_case(name)) {
            return place;
        }
        from = place + 2;
    }
    text.len()
}

/// The attributes up to the `>`, and what comes after it.
fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('<') {
            return (found, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        let ends_name = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
        // A name has at least its first letter, so that every round goes on.
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length =
            rest.get(first..).and_then(|rest| rest.find(ends_name)).map_or(rest.len(), |at| at + first);
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        rest = rest.get(length..).unwrap_or_default().trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = after.get(1..).unwrap_or_default();
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (inner.get(..end).unwrap_or_default(), inner.get(end + 1..).unwrap_or_default())
                }
                _ => after.split_at(
                    after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len()),
                ),
            };
        }
        found.push((name, unescaped(value)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(html: &str) -> Vec<(String, bool)> {
        let page = Address::parse("https://news.example/home/").unwrap();
        feed_links(html, &page).into_iter().map(|link| (link.address.to_string(), link.is_declared)).collect()
    }

    #[test]
    fn declared_feeds_come_first_and_comments_last() {
        let html = "<html><head><!-- <link rel=alternate type=application/rss+xml href=/hidden> -->
            <script>var a = '<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/no\">'</script>
            <LINK REL='alternate home' TYPE='application/rss+xml' title='Comments' href='/comments/feed'/>
            <link rel=alternate type=application/atom+xml href=https://news.example/atom?a=1&amp;b=2>
            <link rel='alternate' hreflang='de' href='/de'><link rel='stylesheet' href='/feed.css'></head>
            <body><a href='rss.xml'>RSS</a> <a href='/feedback'>f</a> <a href='mailto:rss@x'>m</a> <a href='/feeds/all.xml'>A</a></body>";
        let expected = [
            ("https://news.example/atom?a=1&b=2", true),
            ("https://news.example/comments/feed", true),
            ("https://news.example/home/rss.xml", false),
            ("https://news.example/feeds/all.xml", false),
        ];
        assert_eq!(found(html), expected.map(|(address, declared)| (address.to_owned(), declared)));
    }

    #[test]
    fn a_base_moves_what_is_relative() {
        let html = "<base href='/blog/'><link rel=alternate type='application/feed+json' href=feed.json>";
        assert_eq!(found(html), [("https://news.example/blog/feed.json".to_owned(), true)]);
    }

    proptest! {
        #[test]
        fn any_page_ends(html in "(<link|<a|<!--|-->|<script|</script|[ a-z='\"<>/&;é-]){0,60}") {
            let _ = found(&html);
        }
    }
}
