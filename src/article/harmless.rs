//! A page as HTML that can be shown without acting: its structure and text stay, nothing runs, loads, leads astray or is
//! sent.
//!
//! Everything in a page is hostile until it is a [`HarmlessHtml`], and the only ways to one are the two functions here.
//! This file must not know why a page is shown.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use crate::article::format::Format;
use crate::article::formats::without_data;
use crate::article::markup::bounded_or_cut;
use crate::article::{Article, BlockKind};
use crate::base::{Address, printable};
use crate::fetch::decode;

/// What stays: structure and marks of text. Of every other element the content stays and the element goes.
const KEPT: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "wbr",
];
/// What goes with all that is in it: it runs, asks for input, or is no text of the page. Of what loads (pictures, films,
/// objects) the content stays: it is the text for who cannot see them, and where an end tag is missing, the rest of the page.
const DROPPED: &[&str] = &[
    "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript", "script", "select", "style",
    "svg", "template", "textarea", "title", "xmp",
];
/// What a link says of itself: the page behind it learns nothing of the reader, and gains nothing by it.
const LINK_REL: &str = "noopener noreferrer nofollow";
/// A cell that spans more columns or rows is none of a table to read, and slow to draw.
const MOST_SPANNED: u16 = 100;

/// HTML in which nothing acts: no script, style, media, frame, form, event handler, refresh or base; links lead to http
/// and https only; no control character and no override of the direction of text. A fragment, each element of which is
/// closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HarmlessHtml(String);

impl HarmlessHtml {
    /// What stays of a page, and whether it is so long that only its beginning does. Links are resolved against
    /// `address`; without it, relative ones lose their target and stay as text.
    pub fn of_page(html: &str, address: Option<&Address>) -> (Self, bool) {
        let base = address.cloned();
        let (bounded, is_cut) = bounded_or_cut(&without_data(html));
        let attributes = HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]);
        let clean = Builder::empty()
            .tags(KEPT.iter().copied().collect())
            .clean_content_tags(DROPPED.iter().copied().collect())
            .tag_attributes(attributes)
            .generic_attributes(HashSet::from(["dir", "lang"]))
            .url_schemes(HashSet::from(["http", "https"]))
            // The filter has made every address absolute.
            .url_relative(UrlRelative::PassThrough)
            .attribute_filter(move |_, name, value| attribute(name, value, base.as_ref()).map(Cow::Owned))
            .link_rel(Some(LINK_REL))
            .strip_comments(true)
            .clean(&bounded)
            .to_string();
        // Nothing of the syntax is a control character, so none of it can be taken out here.
        (Self(printable(&clean)), is_cut)
    }

    /// The title and text of an article, block by block.
    pub fn of_text(article: &Article) -> Self {
        let mut out = String::with_capacity(article.body.text().len() + 1024);
        element("h1", &article.title, &mut out);
        for block in article.body.blocks() {
            let name = match block.kind {
                BlockKind::Paragraph | BlockKind::TableRow => "p",
                BlockKind::Heading => "h2",
                BlockKind::ListItem => "li",
                BlockKind::Quote => "blockquote",
            };
            element(name, article.body.block_text(block), &mut out);
        }
        Self(out)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text of a page of HTML among bytes of any kind, decoded as the reader does; `None` for what is no HTML.
pub fn html_of(content_type: Option<&str>, bytes: &[u8]) -> Option<String> {
    (Format::of(content_type, bytes) == Format::Html).then(|| decode(bytes, content_type).0)
}

/// An attribute as it may stand, or none.
fn attribute(name: &str, value: &str, base: Option<&Address>) -> Option<String> {
    match name {
        "href" => {
            let address = match base {
                Some(base) => base.join(value),
                None => Address::parse(value),
            };
            address.ok().map(|address| address.to_string())
        }
        // Set by the sanitiser itself; a page's own is gone before.
        "rel" => (value == LINK_REL).then(|| value.to_owned()),
        "colspan" | "rowspan" => {
            let spanned = value.trim().parse::<u16>().ok()?;
            (1..=MOST_SPANNED).contains(&spanned).then(|| spanned.to_string())
        }
        "dir" => {
            let value = value.trim().to_ascii_lowercase();
            matches!(value.as_str(), "ltr" | "rtl" | "auto").then_some(value)
        }
        "lang" => {
            let is_tag = value.len() <= 35 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            is_tag.then(|| value.to_owned())
        }
        _ => None,
    }
}

fn element(name: &str, text: &str, out: &mut String) {
    if text.trim().is_empty() {
        return;
    }
    out.push('<');
    out.push_str(name);
    out.push('>');
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::{Html, Node};

    use super::*;
    use crate::article::Body;

    fn shown(html: &str) -> String {
        let address = Address::parse("https://news.example/2025/army").unwrap();
        HarmlessHtml::of_page(html, Some(&address)).0.0
    }

    /// Whether a browser would find nothing in it but kept elements with kept attributes.
    fn check_harmless(html: &str) {
        for node in Html::parse_fragment(html).tree.nodes() {
            match node.value() {
                Node::Element(element) => {
                    let name = element.name();
                    assert!(matches!(name, "html" | "body") || KEPT.contains(&name), "{name}: {html}");
                    for (name, value) in element.attrs() {
                        let is_kept = match name {
                            "href" => value.starts_with("https://") || value.starts_with("http://"),
                            "rel" => value == LINK_REL,
                            "lang" | "dir" | "colspan" | "rowspan" => true,
                            _ => false,
                        };
                        assert!(is_kept, "{name}={value}: {html}");
                    }
                }
                Node::Comment(_) | Node::Doctype(_) | Node::ProcessingInstruction(_) => panic!("{html}"),
                _ => {}
            }
        }
    }

    #[test]
    fn nothing_acts() {
        for (html, expected) in [
            ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
            ("<p onclick=alert(1) style='position:fixed' class=x id=e0 name=y>a</p>", "<p>a</p>"),
            ("a<img src=x onerror=alert(1)>b", "ab"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
            ("<a href=\" java\nscript:alert(1)\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
            ("<a href=\"data:text/html,x\">a</a>", "<a rel=\"noopener noreferrer nofollow\">a</a>"),
            ("<svg onload=alert(1)><text>a</text><script>1</script></svg>b", "b"),
            (
                "<math><mtext><table><mglyph><style><img src=x onerror=1></style></mglyph></table></mtext></math>b",
                "b",
            ),
            ("<meta http-equiv=refresh content='0;url=http://bad.example'><p>a", "<p>a</p>"),
            ("<base href=http://bad.example/><link rel=stylesheet href=x><p>a", "<p>a</p>"),
            ("<form action=http://bad.example><input name=a><button>Go</button><p>a</form>", "Go<p>a</p>"),
            ("<iframe src=x>in</iframe><object data=x>in</object><embed src=x>b", "inb"),
            ("<style>p{}</style><template><p>in</p></template><noscript>in</noscript>b", "b"),
            ("<title>in</title><!-- <p> --><p>b", "<p>b</p>"),
            ("<video src=x>in</video><audio>in</audio><canvas>in</canvas>b", "inininb"),
            ("<mark id=e0>a</mark><details><summary>b</summary>c</details>", "abc"),
            ("<p>a\u{202e}b&#x202e;c&#27;d</p>", "<p>abcd</p>"),
            ("<td colspan=9999>a", "a"),
            (
                "<table><td colspan=9999 rowspan=2>a",
                "<table><tbody><tr><td rowspan=\"2\">a</td></tr></tbody></table>",
            ),
            ("</div></main></body>a<b>b", "a<b>b</b>"),
            ("<p>1 &lt; 2 &amp;amp; <b>3", "<p>1 &lt; 2 &amp;amp; <b>3</b></p>"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
            check_harmless(&shown(html));
        }
    }

    #[test]
    fn links_are_resolved_and_kept_apart() {
        for (html, href) in [
            ("<a href=/x?a=1&b=2 target=_blank rel=opener>a</a>", "https://news.example/x?a=1&amp;b=2"),
            ("<a href=//other.example/x ping=y>a</a>", "https://other.example/x"),
            (
                "<a href='http://u:p@other.example/\"><script>'>a</a>",
                "http://other.example/%22%3E%3Cscript%3E",
            ),
        ] {
            let expected = format!("<a href=\"{href}\" rel=\"{LINK_REL}\">a</a>");
            assert_eq!(shown(html), expected, "{html}");
        }
        let (without, _) = HarmlessHtml::of_page("<a href=/x>a</a>", None);
        assert_eq!(without.as_str(), format!("<a rel=\"{LINK_REL}\">a</a>"));
    }

    #[test]
    fn a_text_is_shown_as_its_characters() {
        let mut article = crate::article::empty_article(&crate::article::Hints::default());
        article.title = "<img src=x onerror=1> & more".to_owned();
        article.body = Body::from_blocks([
            (BlockKind::Heading, "A </h2><script>"),
            (BlockKind::TableRow, "a | \"b\""),
            (BlockKind::ListItem, "x\u{202e}y\u{1b}[2J"),
        ]);
        let html = HarmlessHtml::of_text(&article);
        assert_eq!(
            html.as_str(),
            "<h1>&lt;img src=x onerror=1&gt; &amp; more</h1>\n<h2>A &lt;/h2&gt;&lt;script&gt;</h2>\n<p>a | \"b\"</p>\n<li>xy[2J</li>\n"
        );
        check_harmless(html.as_str());
    }

    #[test]
    fn hostile_pages_are_survived() {
        let n = 50_000;
        for html in [
            "<div>".repeat(n),
            "<table><tr><td>".repeat(n / 10),
            "<b><p>".repeat(n),
            "<a href=x><div>".repeat(n / 4),
            "<svg><desc>".repeat(n / 10),
            "<math><mi><table>".repeat(n / 10),
            "<!--".repeat(n),
            "<p title='".repeat(n),
            "&#x3c;script&#x3e;".repeat(n / 10),
            "<select><option>".repeat(n / 10),
            "<template>".repeat(n),
        ] {
            check_harmless(&shown(&html));
        }
        let (_, is_cut) = HarmlessHtml::of_page(&"<p>a word".repeat(n), None);
        assert!(is_cut);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn whatever_comes_in_nothing_acts(html in "(</?(p|div|a|svg|math|style|script|title|table|td|form|b|mi|mglyph|desc|select|option|template|noscript|img|textarea|xmp)( (href|src|onclick|style|id|title)=[\"']?(javascript:x|//b|[a-z<>\"]{0,5})[\"']?)?/?>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&(lt|#60|#x202e);|[a-z<>\"'&]{0,6}){0,40}") {
            check_harmless(&shown(&html));
        }
    }
}
