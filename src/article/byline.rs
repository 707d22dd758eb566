//! The names in the byline that a reader sees.

use scraper::node::Element;

use crate::article::authors::{LONGEST_NAME, declared};
use crate::article::blocks::TextBlock;
use crate::article::clutter::words;
use crate::article::headline::Headline;
use crate::article::page::{Page, attribute};
use crate::article::phrases::ends_with_credit;

/// Beginnings of a line that names who wrote it.
const BEGINNINGS: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "door ",
    "di ",
    "av ",
    "af ",
    "written by ",
    "geschrieben von ",
    "text: ",
    "texte: ",
];

/// Parts of the address of a page about a writer.
const WRITERS: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/auteur/",
    "/auteurs/",
    "/autore/",
    "/autores/",
    "/by/",
    "/people/",
    "/journalist/",
    "/journalists/",
    "/reporter/",
    "/reporters/",
    "/columnist/",
    "/contributor/",
    "/contributors/",
    "/writers/",
    "/profil/",
    "/redakteur/",
    "/forfatter/",
    "/bylines/",
];

/// The names in the byline near the headline: what is marked as author, else a line that begins with "By", else links to
/// pages about writers.
pub(super) fn visible(page: &Page<'_>, headline: &Headline<'_>, blocks: &[TextBlock]) -> Vec<String> {
    let near = |at: usize| headline.is_near(page, at);
    let texts = |is_wanted: &dyn Fn(&Element) -> bool, everywhere: bool| -> Vec<String> {
        page.elements()
            .filter(|(at, element)| {
                is_wanted(element) && (everywhere || near(*at)) && !headline.is_among_others(page, *at)
            })
            .take(20)
            .map(|(at, _)| page.text(at))
            .filter(|text| text.chars().count() <= 2 * LONGEST_NAME && !ends_with_credit(text))
            .take(4)
            .collect()
    };
    let first = |names: Vec<String>| Some(declared(&names)).filter(|names| !names.is_empty());
    first(texts(&is_marked, false))
        .or_else(|| headline.below().iter().chain(headline.above()).find_map(of_line))
        .or_else(|| first(texts(&is_of_writer, false)))
        .or_else(|| first(texts(&is_marked, true)))
        .or_else(|| {
            blocks.iter().filter(|b| b.text.starts_with("By ") || b.text.starts_with("BY ")).find_map(of_line)
        })
        .unwrap_or_default()
}

fn is_marked(element: &Element) -> bool {
    attribute(element, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|r| r == "author"))
        || attribute(element, "itemprop") == Some("author")
        || attribute(element, "class").is_some_and(|class| {
            class.split_ascii_whitespace().take(12).filter(|token| token.len() <= 60).any(|token| {
                let words = words(token);
                matches!(words.iter().map(String::as_str).collect::<Vec<_>>()[..], ["fn"])
                    || words.iter().any(|w| matches!(w.as_str(), "byline" | "bylines"))
                    || (words.iter().any(|w| matches!(w.as_str(), "author" | "authors" | "autor" | "auteur"))
                        && !words.iter().any(|w| {
                            matches!(
                                w.as_str(),
                                "bio"
                                    | "box"
                                    | "image"
                                    | "img"
                                    | "avatar"
                                    | "photo"
                                    | "social"
                                    | "date"
                                    | "role"
                                    | "title"
                                    | "description"
                            )
                        }))
            })
        })
}

fn is_of_writer(element: &Element) -> bool {
    element.name() == "a"
        && attribute(element, "href").is_some_and(|href| {
            let href = href.to_ascii_lowercase();
            WRITERS.iter().any(|part| href.contains(part))
        })
}

/// Whether a lower-case line begins as a byline does.
pub(super) fn begins_byline(lower: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
}

/// A short line that begins with "By".
fn of_line(block: &TextBlock) -> Option<Vec<String>> {
    const LONGEST: usize = 120;
    let lower = block.text.to_lowercase();
    let is_byline =
        block.text.len() <= LONGEST && begins_byline(&lower) && !block.text.ends_with(['.', '!', '?', ':']);
    is_byline.then(|| declared(std::slice::from_ref(&block.text))).filter(|names| !names.is_empty())
}
