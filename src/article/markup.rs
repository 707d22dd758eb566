//! Markup made safe to parse: what the parser would choke on, and what no reader needs, is left out.
//!
//! The HTML algorithm looks through all open elements for every tag and copies open formatting elements into every
//! paragraph, so deep nesting costs quadratic time and memory. This scan keeps a rough stack of open elements, never
//! shallower than the parser's own, and drops tags beyond the bounds. It also drops scripts, styles and comments, which
//! are most of the bytes of a news page.

/// No more elements than this are open at a time.
const DEEPEST: usize = 256;

/// No more formatting elements (`<b>`, `<a>`, …) than this are open at a time.
const MOST_FORMATTING: usize = 24;

/// Tags after this many are dropped, their text kept.
const MOST_TAGS: usize = 20_000;

/// A tag longer than this (in bytes) is dropped: it is data in an attribute.
const LONGEST_TAG: usize = 64 * 1024;

/// Bytes after this many are not read.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Bytes after this many are left out of what is parsed: without scripts and styles, no article comes near.
const MOST_KEPT: usize = 2 * 1024 * 1024;

/// References such as `&amp;` after this many end the page: the parser takes its time for each.
const MOST_REFERENCES: usize = 100_000;

/// JSON-LD longer than this (in bytes) is dropped.
const LONGEST_DATA: usize = 1024 * 1024;

/// A `<title>` longer than this (in bytes) is dropped.
const LONGEST_TITLE: usize = 4 * 1024;

/// Elements that have no content, that there is one of, or that the parser closes before the next block.
const NOT_COUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "embed", "head", "hr", "html", "img", "input", "link", "meta", "p",
    "param", "source", "track", "wbr",
];

/// Elements the next of their group closes, up to the table or list they stand in.
const GROUPS: &[&[&str]] = &[
    &["li"],
    &["dd", "dt"],
    &["td", "th"],
    &["tr", "td", "th"],
    &["tbody", "thead", "tfoot", "tr", "td", "th"],
];
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
const INLINE: &[&str] = &[
    "abbr", "bdi", "bdo", "cite", "data", "del", "dfn", "ins", "kbd", "label", "mark", "q", "span", "sub",
    "sup", "time", "var",
];
/// An end tag does not reach through these.
const WALLS: &[&str] =
    &["table", "template", "object", "marquee", "applet", "caption", "select", "button", "svg", "math"];

/// Elements whose content is not markup or not for readers; `true`: the element goes with its content.
fn raw_content(name: &str) -> Option<bool> {
    match name {
        "script" | "style" | "noscript" | "noembed" | "noframes" | "iframe" | "textarea" | "xmp"
        | "plaintext" => Some(true),
        "title" => Some(false),
        _ => None,
    }
}

/// The page without scripts (JSON-LD stays), styles and comments, within the bounds of depth and size.
pub(crate) fn bounded(html: &str) -> String {
    bounded_or_cut(html).0
}

/// As [`bounded`], and whether the page is so long that some of it is left out.
pub(crate) fn bounded_or_cut(whole: &str) -> (String, bool) {
    let html = whole.get(..floor_boundary(whole, MOST_BYTES)).unwrap_or(whole);
    let html = html.get(..end_of_references(html)).unwrap_or(html);
    let capacity = (html.len() / 2).min(MOST_KEPT);
    let mut scan = Scan { out: String::with_capacity(capacity), open: Vec::new(), tags: 0 };
    let mut at = 0;
    while scan.out.len() <= MOST_KEPT
        && let Some(found) = html.get(at..).and_then(|rest| rest.find('<'))
    {
        let start = at + found;
        scan.text(html.get(at..start).unwrap_or_default());
        at = scan.tag(html, start);
    }
    scan.text(html.get(at..).unwrap_or_default());
    let is_cut = html.len() < whole.len() || scan.out.len() >= MOST_KEPT || scan.tags > MOST_TAGS;
    let kept = if scan.out.contains('\0') { scan.out.replace('\0', "") } else { scan.out };
    (kept, is_cut)
}

/// Where the reference stands that is one too many, else the end.
fn end_of_references(html: &str) -> usize {
    html.bytes().enumerate().filter(|(_, b)| *b == b'&').nth(MOST_REFERENCES).map_or(html.len(), |(at, _)| at)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

struct Scan<'a> {
    out: String,
    open: Vec<&'a str>,
    tags: usize,
}

impl<'a> Scan<'a> {
    /// Keeps as much of a text as there is room for.
    fn text(&mut self, text: &str) {
        let room = MOST_KEPT.saturating_sub(self.out.len());
        self.out.push_str(text.get(..floor_boundary(text, room)).unwrap_or_default());
    }

    /// Reads what begins with "<" at `start`; gives where to go on.
    fn tag(&mut self, html: &'a str, start: usize) -> usize {
        let rest = html.get(start..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(html.len(), |end| start + end + 3);
        }
        let is_end = rest.starts_with("</");
        let name_at = if is_end { 2 } else { 1 };
        let name = rest.get(name_at..).map(tag_name).unwrap_or_default();
        if name.is_empty() {
            // "<!doctype", "<?xml", or a "<" in the text.
            let end = if ["<!", "<?", "</"].iter().any(|start| rest.starts_with(start)) {
                rest.find('>').map_or(rest.len(), |e| e + 1)
            } else {
                1
            };
            self.out.push_str(rest.get(..end).unwrap_or_default());
            return start + end;
        }
        let Some(length) = tag_end(rest) else { return html.len() };
        let tag = rest.get(..length).unwrap_or_default();
        let end = start + length;
        if is_end {
            self.close(name);
            if self.tags < MOST_TAGS {
                self.out.push_str(tag);
            }
            return end;
        }
        self.tags += 1;
        let canonical = known(name);
        if let Some(is_dropped) = canonical.and_then(raw_content) {
            let is_data = canonical == Some("script") && contains_ignoring_case(tag, "ld+json");
            let content = html.get(end..).unwrap_or_default();
            let (inner, whole) = raw_end(content, name);
            let longest = if is_data { LONGEST_DATA } else { LONGEST_TITLE };
            let is_small = tag.len() <= LONGEST_TAG && inner <= longest;
            if (!is_dropped || is_data) && self.tags < MOST_TAGS && is_small {
                self.out.push_str(tag);
                self.out.push_str(content.get(..inner).unwrap_or_default());
                self.out.push_str(if is_data { "</script>" } else { "</title>" });
            }
            return end + whole;
        }
        let is_void = canonical.is_some_and(|c| NOT_COUNTED.contains(&c));
        let is_formatting = canonical.is_some_and(|c| FORMATTING.contains(&c));
        if let Some(canonical) = canonical {
            self.close_group(canonical);
        }
        let is_too_much = self.tags > MOST_TAGS
            || length > LONGEST_TAG
            || (!is_void && self.open.len() >= DEEPEST)
            || (is_formatting && self.formatting_open() >= MOST_FORMATTING);
        if is_too_much {
            // A word boundary stays where the tag was.
            self.out.push(' ');
            return end;
        }
        if !is_void {
            self.open.push(canonical.unwrap_or(name));
        }
        self.out.push_str(tag);
        end
    }

    /// A new list item or cell closes the one before it.
    fn close_group(&mut self, name: &str) {
        let Some(group) = GROUPS
            .iter()
            .find(|group| group.iter().take_while(|of| **of != "tr" || name == "tr").any(|of| *of == name))
        else {
            return;
        };
        let is_of_table = !matches!(name, "li" | "dd" | "dt");
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| {
                group.contains(open)
                    || if is_of_table {
                        !WALLS.contains(open)
                    } else {
                        **open == "div" || FORMATTING.contains(open) || INLINE.contains(open)
                    }
            })
            .filter(|(_, open)| group.contains(open));
        // A list item closes the nearest one, a row all that is open of its table.
        let found = if is_of_table { found.last() } else { found.take(1).last() };
        if let Some((at, _)) = found {
            self.open.truncate(at);
        }
    }

    fn formatting_open(&self) -> usize {
        self.open.iter().filter(|name| FORMATTING.contains(name)).count()
    }

    fn close(&mut self, name: &str) {
        let is_inline = FORMATTING.iter().chain(INLINE).any(|inline| inline.eq_ignore_ascii_case(name));
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| {
                open.eq_ignore_ascii_case(name)
                    || if is_inline {
                        FORMATTING.contains(open) || INLINE.contains(open)
                    } else {
                        !WALLS.contains(open)
                    }
            })
            .find(|(_, open)| open.eq_ignore_ascii_case(name))
            .map(|(i, _)| i);
        if let Some(i) = found {
            self.open.truncate(i);
        }
    }
}

fn tag_name(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end =
        text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The lower-case name of an element this scan has a rule for.
fn known(name: &str) -> Option<&'static str> {
    const RAW: &[&str] = &[
        "script",
        "style",
        "noscript",
        "noembed",
        "noframes",
        "iframe",
        "textarea",
        "xmp",
        "plaintext",
        "title",
    ];
    [
        NOT_COUNTED,
        FORMATTING,
        INLINE,
        WALLS,
        RAW,
        &["li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "div"],
    ]
    .into_iter()
    .flatten()
    .find(|known| known.eq_ignore_ascii_case(name))
    .copied()
}

/// The length of a tag, its quoted attributes respected; `None` when it never ends.
pub(crate) fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (i, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (None, b'>') => return Some(i + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(b),
            _ => {}
        }
        if quote.is_none() && !b.is_ascii_whitespace() {
            after_equals = b == b'=';
        }
    }
    None
}

/// Where the content of a raw element ends, and where its end tag does.
fn raw_end(content: &str, name: &str) -> (usize, usize) {
    let mut at = 0;
    while let Some(found) = content.get(at..).and_then(|rest| rest.find("</")) {
        let inner = at + found;
        let rest = content.get(inner + 2..).unwrap_or_default();
        if rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return (inner, rest.find('>').map_or(content.len(), |e| inner + 2 + e + 1));
        }
        at = inner + 2;
    }
    (content.len(), content.len())
}

fn contains_ignoring_case(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::Html;

    use super::*;

    fn depth(html: &str) -> usize {
        let page = Html::parse_document(&bounded(html));
        page.tree.nodes().map(|node| node.ancestors().take(2000).count()).max().unwrap_or(0)
    }

    #[test]
    fn scripts_styles_and_comments_go() {
        for (html, kept) in [
            ("a<script>if (a<b) '</div>'</script>b", "ab"),
            ("<style>p{}</STYLE ><!-- <p> -->c", "c"),
            (
                "<script type=application/ld+json>{\"a\":\"<b>\"}</SCRIPT>d",
                "<script type=application/ld+json>{\"a\":\"<b>\"}</script>d",
            ),
            ("<p title='a>b'>1 < 2</p>", "<p title='a>b'>1 < 2</p>"),
            ("<title>a</title>x\0y", "<title>a</title>xy"),
            ("e<script>never ends", "e"),
            ("<!doctype html>", "<!doctype html>"),
        ] {
            assert_eq!(bounded(html), kept, "{html}");
        }
    }

    #[test]
    fn what_is_parsed_is_bounded() {
        let text = "a word and another ".repeat(MOST_KEPT / 10);
        for html in [
            format!("<p>{text}"),
            "<p>a".repeat(MOST_TAGS * 5),
            "&amp;".repeat(MOST_REFERENCES * 3),
            format!("<title>{text}</title>"),
            format!("<script type=application/ld+json>\"{text}\"</script>"),
            "<script type=application/ld+json>{}</script>".repeat(MOST_TAGS * 2),
        ] {
            let (kept, is_cut) = bounded_or_cut(&html);
            assert_eq!(is_cut, !html.starts_with("<title>") && !html.contains('"'));
            assert!(kept.len() <= MOST_KEPT + LONGEST_TAG, "{}", kept.len());
            assert!(kept.matches('<').count() <= 2 * MOST_TAGS, "{}", &html[..20]);
            assert!(kept.matches('&').count() <= MOST_REFERENCES);
        }
        assert_eq!(bounded(&format!("<title>{text}</title>")), "");
    }

    #[test]
    fn hostile_nesting_stays_shallow() {
        for unit in [
            "<div>",
            "<span><div></span>",
            "<b><p>",
            "<div><table></div>",
            "<svg>",
            "<ul><li>",
            "<a href=x><div></a>",
            "<x-y>",
        ] {
            assert!(depth(&unit.repeat(5_000)) < 400, "{unit}");
        }
    }

    #[test]
    fn a_paragraph_does_not_multiply_formatting() {
        let mut html: String =
            (0..5_000).fold(String::new(), |html, i| html + "<b a=" + &i.to_string() + ">");
        html.push_str(&"<p>x".repeat(2_000));
        assert!(Html::parse_document(&bounded(&html)).tree.nodes().count() < 120_000);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned(html in "(<[a-z/!?-]{0,8}[ =\"'a-z]{0,6}>?|[ü<>\"'&\\x00]|</script|<script>|<!--|-->){0,60}") {
            let _ = bounded(&html);
        }
    }
}
