//! Other ways to the text where the page's own structure gives none: Readability, and the body in JSON-LD.

use dom_smoothie::Readability;
use scraper::Html;

use crate::article::blocks::{TextBlock, text_blocks};
use crate::article::body::{BlockKind, Body};
use crate::article::page::{Page, clean};
use crate::article::references::unescaped;

/// What Readability takes for the article; `html` must be within the bounds of [`crate::article::markup`].
pub(crate) fn readability(html: &str) -> Option<Body> {
    let article = Readability::new(html, None, None).ok()?.parse().ok()?;
    Some(blocks_of_markup(&article.content))
}

/// An `articleBody`: plain text whose lines are paragraphs, or markup in spite of the standard.
pub(crate) fn declared(text: &str) -> Body {
    let is_markup = ["<p", "<br", "<div", "&lt;p"].iter().any(|tag| text.contains(tag));
    if is_markup {
        return blocks_of_markup(&crate::article::markup::bounded(&unescaped(text)));
    }
    let mut body = Body::default();
    for line in unescaped(text).split('\n') {
        body.push(BlockKind::Paragraph, &clean(line));
    }
    body
}

fn blocks_of_markup(html: &str) -> Body {
    let parsed = Html::parse_fragment(html);
    let (blocks, _) = text_blocks(&Page::of(&parsed));
    body_of(blocks.iter())
}

/// A body of blocks of a page.
pub(crate) fn body_of<'b>(blocks: impl Iterator<Item = &'b TextBlock>) -> Body {
    Body::from_blocks(blocks.map(|block| (block.kind, block.text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_bodies_are_text_or_markup() {
        assert_eq!(declared("One &amp; two.\n\nThree.").text(), "One & two.\n\nThree.");
        assert_eq!(declared("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;").text(), "One.\n\nTwo.");
    }

    #[test]
    fn readability_reads_what_it_can() {
        let html = format!(
            "<html><body><article><p>{}</p></article></body></html>",
            "Long text, with words. ".repeat(40)
        );
        assert!(readability(&html).is_some_and(|body| body.text().starts_with("Long text")));
        assert!(readability("").is_none_or(|body| body.text().is_empty()));
    }
}
