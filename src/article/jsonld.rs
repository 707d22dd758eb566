//! What a page says of its article in JSON-LD (schema.org), read with tolerance.

use serde_json::{Map, Value};

use crate::article::page::{Page, What, attribute, clean};
use crate::article::references::unescaped;

/// The fields of the article's own node.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LinkedData {
    /// `headline`, else `name`.
    pub(crate) headline: Option<String>,
    /// `datePublished` as written.
    pub(crate) published: Option<String>,
    /// `dateModified` as written.
    pub(crate) modified: Option<String>,
    /// The names in `author` or `creator`.
    pub(crate) authors: Vec<String>,
    /// `articleBody`, which may hold markup.
    pub(crate) body: Option<String>,
    /// `description`.
    pub(crate) description: Option<String>,
    /// `isAccessibleForFree`.
    pub(crate) is_free: Option<bool>,
    /// The name in `publisher`.
    pub(crate) publisher: Option<String>,
    /// `inLanguage`.
    pub(crate) language: Option<String>,
    /// `articleSection`, the first.
    pub(crate) section: Option<String>,
    /// `keywords`.
    pub(crate) keywords: Vec<String>,
    /// The address in `image`, the first.
    pub(crate) image: Option<String>,
    /// The classes in `hasPart` of what readers must pay for.
    pub(crate) paid_classes: Vec<String>,
    /// Whether it is a `LiveBlogPosting`.
    pub(crate) is_live: bool,
}

/// No more nodes than this are looked at.
const MOST_NODES: usize = 5_000;

/// No more articles than this are told apart.
const MOST_ARTICLES: usize = 200;

/// No more names or keywords than this are taken.
const MOST_WORDS: usize = 100;

/// The article's data in the scripts of a page; of several articles the one whose headline `title` agrees with, else the first.
pub(crate) fn linked_data(page: &Page<'_>, title: Option<&str>) -> Option<LinkedData> {
    let mut found: Vec<(u8, LinkedData)> = Vec::new();
    for (at, script) in page.named("script") {
        if !attribute(script, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) {
            continue;
        }
        let end = page.get(at).map_or(at, |node| node.end);
        let text: String = page
            .nodes()
            .get(at..end)
            .unwrap_or_default()
            .iter()
            .filter_map(|node| if let What::Text(text) = node.what { Some(text) } else { None })
            .collect();
        if let Some(value) = parse(&text) {
            collect(&value, &mut found);
        }
    }
    let agrees = |data: &LinkedData| {
        data.headline.as_deref().zip(title).is_some_and(|(headline, title)| alike(headline, title))
    };
    found.sort_by_key(|(rank, data)| (!agrees(data) && *rank > 0, *rank));
    let mut found = found.into_iter().map(|(_, data)| data);
    let mut first = found.next()?;
    for other in found {
        // A second node about the same article may hold what the first lacks.
        if other.headline == first.headline || (first.published.is_none() && other.headline.is_none()) {
            first.published = first.published.or(other.published);
            first.modified = first.modified.or(other.modified);
            first.body = first.body.or(other.body);
            first.is_free = first.is_free.or(other.is_free);
            first.publisher = first.publisher.or(other.publisher);
            first.language = first.language.or(other.language);
            first.section = first.section.or(other.section);
            first.image = first.image.or(other.image);
            if first.keywords.is_empty() {
                first.keywords = other.keywords;
            }
            if first.authors.is_empty() {
                first.authors = other.authors;
            }
        }
    }
    Some(first)
}

fn alike(a: &str, b: &str) -> bool {
    let bare =
        |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && !b.is_empty() && (a.starts_with(&b) || b.starts_with(&a))
}

/// Reads JSON; then again with the mistakes of templates mended: comments, bare control characters, a last comma.
fn parse(text: &str) -> Option<Value> {
    let cut = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(cut).ok().or_else(|| serde_json::from_str(&mended(cut)).ok())
}

fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    let mut comma: Option<usize> = None;
    for c in text.chars() {
        if in_string {
            match c {
                _ if escaped => {
                    escaped = false;
                    if matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                        out.push('\\');
                    }
                    out.push(if c.is_control() { ' ' } else { c });
                }
                '\\' => escaped = true,
                '"' => {
                    in_string = false;
                    out.push(c);
                }
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                comma = None;
            }
            ',' => comma = Some(out.len()),
            ']' | '}' => {
                if let Some(at) = comma.take() {
                    out.truncate(at);
                }
            }
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        out.push(c);
    }
    out
}

/// 0 for an article, 1 for a page about one; `None` for what is neither.
fn rank(node: &Map<String, Value>) -> Option<u8> {
    let of = |kind: &str| {
        let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
        match kind {
            "NewsArticle"
            | "ReportageNewsArticle"
            | "AnalysisNewsArticle"
            | "BackgroundNewsArticle"
            | "OpinionNewsArticle"
            | "ReviewNewsArticle"
            | "AskPublicNewsArticle"
            | "Article"
            | "BlogPosting"
            | "LiveBlogPosting"
            | "Report"
            | "TechArticle"
            | "ScholarlyArticle"
            | "SatiricalArticle"
            | "AdvertiserContentArticle"
            | "PressRelease" => Some(0),
            "SocialMediaPosting" | "WebPage" | "ItemPage" | "Blog" | "CreativeWork" | "MedicalWebPage" => {
                Some(1)
            }
            _ => None,
        }
    };
    match node.get("@type")? {
        Value::String(kind) => of(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter_map(of).min(),
        _ => None,
    }
}

fn collect(value: &Value, found: &mut Vec<(u8, LinkedData)>) {
    let mut waiting = vec![value];
    let mut seen = 0;
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen > MOST_NODES || found.len() >= MOST_ARTICLES {
            return;
        }
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(node) => {
                if let Some(rank) = rank(node) {
                    found.push((rank, read(node)));
                }
                waiting.extend(
                    ["mainEntityOfPage", "mainEntity", "@graph"].iter().filter_map(|key| node.get(*key)),
                );
            }
            _ => {}
        }
    }
}

fn read(node: &Map<String, Value>) -> LinkedData {
    let text = |key: &str| {
        node.get(key).and_then(first_text).map(|t| clean(&unescaped(t))).filter(|t| !t.is_empty())
    };
    let mut authors = Vec::new();
    for key in ["author", "creator"] {
        if authors.is_empty() {
            node.get(key).into_iter().for_each(|value| names(value, &mut authors));
        }
    }
    let mut publisher = Vec::new();
    node.get("publisher").into_iter().for_each(|value| names(value, &mut publisher));
    LinkedData {
        headline: text("headline").or_else(|| text("name")),
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        authors,
        body: node
            .get("articleBody")
            .and_then(first_text)
            .map(str::to_owned)
            .filter(|t| !t.trim().is_empty()),
        description: text("description"),
        is_free: is_free(node),
        publisher: publisher.into_iter().next(),
        language: text("inLanguage"),
        section: text("articleSection"),
        keywords: keywords(node.get("keywords")),
        image: node.get("image").or_else(|| node.get("thumbnailUrl")).and_then(address),
        paid_classes: paid_classes(node),
        is_live: is_of_kind(node, "LiveBlogPosting"),
    }
}

fn is_of_kind(node: &Map<String, Value>, kind: &str) -> bool {
    match node.get("@type") {
        Some(Value::String(own)) => own.ends_with(kind),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(|own| own.ends_with(kind)),
        _ => false,
    }
}

/// Keywords as a list, or as one text with commas.
fn keywords(value: Option<&Value>) -> Vec<String> {
    let texts: Vec<&str> = match value {
        Some(Value::String(text)) => text.split([',', ';']).collect(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .map(|text| clean(&unescaped(text)))
        .filter(|text| !text.is_empty())
        .take(MOST_WORDS)
        .collect()
}

/// The address in an image: a text, an `ImageObject`, or a list of either.
fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.trim().to_owned()).filter(|url| !url.is_empty()),
        Value::Array(items) => items.iter().take(5).find_map(address),
        Value::Object(node) => ["url", "contentUrl", "@id"].iter().find_map(|key| {
            node.get(*key).and_then(Value::as_str).filter(|url| url.contains('/')).map(str::to_owned)
        }),
        _ => None,
    }
}

/// The class selectors of parts that are not free ("Subscription and paywalled content", Google Search Central).
fn paid_classes(node: &Map<String, Value>) -> Vec<String> {
    let parts = match node.get("hasPart") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(part) => std::slice::from_ref(part),
        None => &[],
    };
    parts
        .iter()
        .filter_map(Value::as_object)
        .filter(|part| is_free(part) == Some(false))
        .flat_map(|part| match part.get("cssSelector") {
            Some(Value::String(selector)) => vec![selector.as_str()],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        })
        .flat_map(|selectors| selectors.split(','))
        .filter_map(|selector| selector.trim().strip_prefix('.'))
        .map(str::to_owned)
        .collect()
}

fn is_free(node: &Map<String, Value>) -> Option<bool> {
    match node.get("isAccessibleForFree")? {
        Value::Bool(is_free) => Some(*is_free),
        Value::String(word) => match word.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn first_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => items.iter().find_map(Value::as_str),
        Value::Object(node) => node.get("@value").and_then(Value::as_str),
        _ => None,
    }
}

/// The names of persons and organisations in a text, a node, or a list of either.
fn names(value: &Value, found: &mut Vec<String>) {
    let items = if let Value::Array(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    for item in items.iter().take(50) {
        let name = match item {
            Value::String(name) => Some(name.as_str()),
            Value::Object(node) => node.get("name").and_then(first_text),
            _ => None,
        };
        let all = match item {
            Value::Object(node) => match node.get("name") {
                Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
                _ => Vec::from_iter(name),
            },
            _ => Vec::from_iter(name),
        };
        found.extend(all.into_iter().map(|n| clean(&unescaped(n))).filter(|n| !n.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn check(json: &str, test: impl Fn(LinkedData) -> bool) {
        let html = format!("<script type='application/ld+json'>{json}</script>");
        let parsed = Html::parse_document(&html);
        let data = linked_data(&Page::of(&parsed), Some("A title"));
        assert!(data.is_some_and(test), "{json}");
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        check(r#"{"@type":"NewsArticle","headline":"A &amp; b"}"#, |d| {
            d.headline.as_deref() == Some("A & b")
        });
        check(
            r#"[{"@graph":[{"@type":"Person","name":"P"},{"@type":["Article"],"datePublished":"2025"}]}]"#,
            |d| d.published.as_deref() == Some("2025"),
        );
        check(
            r#"{"@type":"http://schema.org/BlogPosting","author":[{"name":"Jane"},"Joe"],"publisher":{"name":"X"},"isAccessibleForFree":"False"}"#,
            |d| {
                d.authors == ["Jane", "Joe"]
                    && d.publisher.as_deref() == Some("X")
                    && d.is_free == Some(false)
            },
        );
        check(
            r#"[{"@type":"Article","headline":"Other"},{"@type":"Article","headline":"A title here"}]"#,
            |d| d.headline.is_some(),
        );
    }

    #[test]
    fn broken_json_is_mended() {
        check("{\"@type\":\"Article\",\"articleBody\":\"one\ntwo\",}", |d| {
            d.body.as_deref() == Some("one two")
        });
        check("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"it\\'s\"};\n//]]>", |d| {
            d.headline.as_deref() == Some("it's")
        });
    }

    #[test]
    fn nonsense_gives_nothing() {
        for json in ["", "{", "[[[[", "null", "{\"@type\":3}", &"[".repeat(50_000)] {
            let html = format!("<script type='application/ld+json'>{json}</script>");
            assert_eq!(linked_data(&Page::of(&Html::parse_document(&html)), None), None);
        }
    }
}
