//! Sentences found again in harmless HTML, and marked there.
//!
//! A reader squeezes white space, joins what inline elements part, and sets cells of a row beside each other; so a
//! sentence is looked for by its letters alone, across tags. The marks stand within pieces of text only: they cannot
//! change what the HTML is.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::markup::tag_end;
use crate::article::{Article, HarmlessHtml};
use crate::base::{Field, Span, printable};

/// A sentence, and the rest of the block it stands in, by which it is told from others of the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The block's text before it.
    pub before: &'a str,
    /// The sentence.
    pub text: &'a str,
    /// The block's text after it.
    pub after: &'a str,
}

impl<'a> Quote<'a> {
    /// What a span of an article points at.
    pub fn of(article: &'a Article, span: Span) -> Self {
        let (text, block) = match span.field {
            Field::Title => (article.title.as_str(), 0..article.title.len()),
            Field::Body => {
                let mut blocks = article.body.blocks().iter().map(|block| block.range.clone());
                let around = blocks.find(|range| range.start <= span.start && span.end <= range.end);
                (article.body.text(), around.unwrap_or(span.start..span.end))
            }
        };
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        Self {
            before: part(block.start..span.start),
            text: part(span.start..span.end),
            after: part(span.end..block.end),
        }
    }
}

/// Harmless HTML with marks in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedHtml {
    html: String,
    found: Vec<bool>,
}

impl MarkedHtml {
    /// The HTML, as harmless as it was: the n-th quote stands in `<mark>` elements, the first of which has the id `e` and n,
    /// from 0.
    pub fn as_str(&self) -> &str {
        &self.html
    }

    /// Whether the n-th quote was found.
    pub fn has(&self, quote: usize) -> bool {
        self.found.get(quote).copied().unwrap_or_default()
    }
}

/// Marks these quotes. The one at `focus` is what a browser scrolls to when it opens the page.
pub fn marked(html: &HarmlessHtml, quotes: &[Quote<'_>], focus: Option<usize>) -> MarkedHtml {
    let html = html.as_str();
    let letters = Letters::of(html);
    let mut edges = Vec::new();
    let mut found = Vec::with_capacity(quotes.len());
    for (quote, told) in quotes.iter().enumerate() {
        let places = letters.find(told);
        found.push(!places.is_empty());
        for run in runs(html, places) {
            edges.push(Edge { at: run.start, opens: true, quote });
            edges.push(Edge { at: run.end, opens: false, quote });
        }
    }
    edges.sort_unstable_by_key(|edge| (edge.at, edge.opens));
    let mut writer = Writer { out: String::with_capacity(html.len() + 1024), named: BTreeSet::new(), focus };
    let mut open = BTreeSet::new();
    let mut at = 0;
    for edge in edges {
        writer.write(html.get(at..edge.at).unwrap_or_default(), &open);
        at = edge.at;
        if edge.opens {
            open.insert(edge.quote);
        } else {
            open.remove(&edge.quote);
        }
    }
    writer.write(html.get(at..).unwrap_or_default(), &open);
    MarkedHtml { html: writer.out, found }
}

/// Where a mark begins or ends.
struct Edge {
    at: usize,
    opens: bool,
    quote: usize,
}

struct Writer {
    out: String,
    /// The quotes whose first mark is written.
    named: BTreeSet<usize>,
    focus: Option<usize>,
}

impl Writer {
    /// Writes a piece; one that stands in quotes is text without tags.
    fn write(&mut self, piece: &str, quotes: &BTreeSet<usize>) {
        if piece.is_empty() {
            return;
        }
        let mut marks = 0;
        for quote in quotes {
            if self.named.insert(*quote) {
                let focus = if self.focus == Some(*quote) { " tabindex=\"-1\" autofocus" } else { "" };
                self.out.extend(["<mark id=\"e", &quote.to_string(), "\"", focus, ">"]);
                marks += 1;
            }
        }
        if marks == 0 && !quotes.is_empty() {
            self.out.push_str("<mark>");
            marks = 1;
        }
        self.out.push_str(piece);
        self.out.push_str(&"</mark>".repeat(marks));
    }
}

/// A letter of the text, as it stands in the HTML.
#[derive(Clone, Copy)]
struct Place {
    /// Its first byte among the letters.
    key: u32,
    /// Its first byte in the HTML.
    start: u32,
    /// One past its last.
    end: u32,
}

/// The letters of a page without tags and white space, each with its place. A page is at most a few megabytes long.
struct Letters {
    key: String,
    places: Vec<Place>,
}

impl Letters {
    fn of(html: &str) -> Self {
        let mut letters = Self { key: String::with_capacity(html.len()), places: Vec::new() };
        let mut at = 0;
        while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with('<') {
                at += tag_end(rest).unwrap_or(rest.len());
                continue;
            }
            let (letter, length) = letter(rest);
            if counts(letter) {
                let place =
                    Place { key: letters.key.len() as u32, start: at as u32, end: (at + length) as u32 };
                letters.places.push(place);
                letters.key.push(letter);
            }
            at += length;
        }
        letters
    }

    /// The places of a quote's letters; none where it does not stand there.
    fn find(&self, quote: &Quote<'_>) -> &[Place] {
        let [before, text, after] = [quote.before, quote.text, quote.after].map(key);
        if text.is_empty() {
            return &[];
        }
        let with = |before: &str, after: &str| {
            let found = self.key.find(&format!("{before}{text}{after}"))?;
            Some(found + before.len())
        };
        // A site may print something after a block or before it that the reader has left out.
        let found = with(&before, &after).or_else(|| with(&before, "")).or_else(|| with("", &after));
        let Some(start) = found.or_else(|| with("", "")) else { return &[] };
        let index = |byte: usize| self.places.partition_point(|place| (place.key as usize) < byte);
        self.places.get(index(start)..index(start + text.len())).unwrap_or_default()
    }
}

/// The letters by which texts are compared.
fn key(text: &str) -> String {
    printable(text).chars().filter(|c| counts(*c)).collect()
}

/// White space and what no reader sees do not count, nor does what the reader sets between the cells of a row.
fn counts(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '|' | '\u{ad}' | '\u{200b}' | '\u{2060}')
}

/// The first character of a text of HTML, references read, and how many bytes it has there.
fn letter(text: &str) -> (char, usize) {
    const REFERENCES: [(&str, char); 5] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", '\u{a0}'), ("&quot;", '"')];
    let named = REFERENCES.iter().find(|(name, _)| text.starts_with(name));
    if let Some((name, c)) = named.filter(|_| text.starts_with('&')) {
        return (*c, name.len());
    }
    let first = text.chars().next().unwrap_or(' ');
    (first, first.len_utf8())
}

/// Letters as ranges of the HTML, none of which holds a tag; the white space before and after a tag goes with the letters
/// on its side.
fn runs(html: &str, places: &[Place]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for place in places {
        let (mut start, end) = (place.start as usize, place.end as usize);
        if let Some(last) = runs.last_mut() {
            let between = html.get(last.end..start).unwrap_or_default();
            let (Some(before), Some(after)) = (between.find('<'), between.rfind('>')) else {
                last.end = end;
                continue;
            };
            start -= between.len() - (after + 1);
            last.end += before;
        }
        runs.push(start..end);
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quote(text: &str) -> Quote<'_> {
        Quote { text, ..Quote::default() }
    }

    fn check(page: &str, quotes: &[Quote<'_>], expected: &str) {
        let html = HarmlessHtml::of_page(page, None).0;
        let marked = marked(&html, quotes, None);
        assert_eq!(marked.as_str(), expected, "{page}");
        for n in 0..quotes.len() {
            assert_eq!(marked.has(n), expected.contains(&format!("id=\"e{n}\"")), "{page}");
        }
    }

    #[test]
    fn a_sentence_is_found_across_tags_and_white_space() {
        check(
            "<p>So. The <b>Army</b>\n  won &amp; said: 1 &lt; 2. End.</p>",
            &[quote("The Army won & said: 1 < 2.")],
            "<p>So. <mark id=\"e0\">The </mark><b><mark>Army</mark></b><mark>\n  won &amp; said: 1 &lt; 2.</mark> End.</p>",
        );
        check(
            "<table><tr><td>Acme</td><td>$1</td></tr></table>",
            &[quote("Acme | $1")],
            "<table><tbody><tr><td><mark id=\"e0\">Acme</mark></td><td><mark>$1</mark></td></tr></tbody></table>",
        );
        check(
            "<p>a\u{ad}b\u{200b}c&nbsp;d",
            &[quote("abc d")],
            "<p><mark id=\"e0\">a\u{ad}b\u{200b}c&nbsp;d</mark></p>",
        );
        check("<p>nothing", &[quote("something"), quote(""), quote(" | ")], "<p>nothing</p>");
    }

    #[test]
    fn the_block_tells_which_of_two_is_meant() {
        let second = Quote { before: "Later. ", text: "It won.", after: " End." };
        check(
            "<p>It won.</p><p>Later. It won. End.",
            &[second],
            "<p>It won.</p><p>Later. <mark id=\"e0\">It won.</mark> End.</p>",
        );
        let repeated = Quote { before: "It won. ", text: "It won.", after: "" };
        check("<p>It won. It won.", &[repeated], "<p>It won. <mark id=\"e0\">It won.</mark></p>");
        // What stands around it differs on the page.
        let other = Quote { before: "Left out. ", text: "It won.", after: " End." };
        check(
            "<p>It won.</p><p>It won. End.",
            &[other],
            "<p>It won.</p><p><mark id=\"e0\">It won.</mark> End.</p>",
        );
    }

    #[test]
    fn quotes_may_share_words() {
        check(
            "<p>a b c d",
            &[quote("a b c"), quote("b c"), quote("c d"), quote("b c")],
            "<p><mark id=\"e0\">a </mark><mark id=\"e1\"><mark id=\"e3\">b </mark></mark><mark id=\"e2\">c</mark><mark> d</mark></p>",
        );
    }

    #[test]
    fn a_browser_goes_to_the_one_in_focus() {
        let html = HarmlessHtml::of_page("<p>a <b>b</b>", None).0;
        let marked = marked(&html, &[quote("a b")], Some(0));
        assert_eq!(
            marked.as_str(),
            "<p><mark id=\"e0\" tabindex=\"-1\" autofocus>a </mark><b><mark>b</mark></b></p>"
        );
    }

    proptest! {
        #[test]
        fn marks_change_nothing_else(
            page in "(</?(p|b|i|td|table|br|a)( href=\"x>y\")?>|[a-cü&<>| ]{0,4}|&(amp|lt|nbsp);){0,30}",
            quotes in proptest::collection::vec("[a-cü&<>| ]{0,4}", 0..4),
        ) {
            let html = HarmlessHtml::of_page(&page, None).0;
            let told: Vec<Quote<'_>> = quotes.iter().map(|text| quote(text)).collect();
            let marked = marked(&html, &told, Some(0));
            let without = regex::Regex::new("</?mark[^>]*>").unwrap().replace_all(marked.as_str(), "").into_owned();
            prop_assert_eq!(without, html.as_str());
            let parsed = scraper::Html::parse_fragment(marked.as_str());
            let again = scraper::Html::parse_fragment(html.as_str());
            let text = |page: &scraper::Html| page.root_element().text().collect::<String>();
            prop_assert_eq!(text(&parsed), text(&again));
        }
    }
}
