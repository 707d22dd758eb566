//! The numbered sources at the end of a report, and how the text above cites them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use crate::base::{ArticleId, PartialDate};
use crate::export::deal_facts::PageProof;
use crate::export::html_text::{link, text};

/// So many letters of a sentence are shown.
const LONGEST_QUOTE: usize = 400;
/// So many letters of a headline or a publisher's name.
const LONGEST_NAME: usize = 300;

/// An article and the sentences of it that are cited.
struct Cited<'a> {
    article: &'a ArticleId,
    title: &'a str,
    publisher: Option<&'a str>,
    published: Option<PartialDate>,
    url: Option<&'a str>,
    quotes: Vec<&'a str>,
}

/// One place in an article that says something.
#[derive(Clone, Copy)]
pub(super) struct Saying<'a> {
    pub(super) article: &'a ArticleId,
    pub(super) title: &'a str,
    pub(super) publisher: Option<&'a str>,
    pub(super) published: Option<PartialDate>,
    pub(super) url: Option<&'a str>,
    pub(super) quote: &'a str,
}

/// Articles in the order in which they are first cited.
#[derive(Default)]
pub(super) struct Sources<'a> {
    list: Vec<Cited<'a>>,
    places: HashMap<&'a ArticleId, usize>,
}

impl<'a> Sources<'a> {
    /// The mark that leads to what is said.
    pub(super) fn cite(&mut self, saying: Saying<'a>) -> String {
        let Saying { article, title, publisher, published, url, quote } = saying;
        let place = *self.places.entry(article).or_insert_with(|| {
            self.list.push(Cited { article, title, publisher, published, url, quotes: Vec::new() });
            self.list.len() - 1
        });
        let Some(cited) = self.list.get_mut(place) else { return String::new() };
        let known = cited.quotes.iter().position(|known| *known == quote);
        let at = known.unwrap_or_else(|| {
            cited.quotes.push(quote);
            cited.quotes.len() - 1
        });
        format!("<a href=#{}>[{}]</a>", anchor(place, at), place + 1)
    }

    /// Writes the list.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub(super) fn write(
        &self,
        proofs: &HashMap<ArticleId, PageProof>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(
            out,
            "<section id=sources aria-labelledby=sh><h2 id=sh>Sources</h2>\n<p class=faint>Each with the sentences cited. The digits at its end are the SHA-256 of the article's title and text as it was read.</p>\n<ol>"
        )?;
        for (place, cited) in self.list.iter().enumerate() {
            write!(out, "<li>")?;
            for (at, quote) in cited.quotes.iter().enumerate() {
                write!(out, "<q id={}>{}</q>", anchor(place, at), text(&cut(quote, LONGEST_QUOTE)))?;
            }
            let title = if cited.title.trim().is_empty() { "(no title)" } else { cited.title };
            let title = cut(title, LONGEST_NAME);
            let title = cited.url.map_or_else(|| text(&title), |url| link(&title, url));
            let publisher = cited.publisher.map(|name| format!(", {}", text(&cut(name, LONGEST_NAME))));
            let publisher = publisher.unwrap_or_default();
            let published = cited.published.map(|date| format!(", {date}")).unwrap_or_default();
            write!(out, "<cite>{title}{publisher}{published}</cite>")?;
            if let Some(proof) = proofs.get(cited.article) {
                let digest = proof.text_digest.strip_prefix("sha256:").unwrap_or(&proof.text_digest);
                write!(out, " <code>{}</code>", text(digest))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "</ol></section>")
    }
}

/// `s3`, of a further sentence `s3-2`.
fn anchor(place: usize, at: usize) -> String {
    if at == 0 { format!("s{}", place + 1) } else { format!("s{}-{}", place + 1, at + 1) }
}

/// The first letters of a text, and a sign that there are more.
fn cut(text: &str, letters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)).into(),
        None => text.into(),
    }
}
