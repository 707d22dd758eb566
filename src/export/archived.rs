//! A page as it was fetched, to be looked at in a browser: one file that loads nothing, runs nothing and sends nothing,
//! with a banner that says what it is, and the sentences of its events marked.

use std::io::{self, Write};

use jiff::Timestamp;

use super::html_text::{link, text};
use super::row::{doubt, join};
use crate::article::{Article, MarkedHtml};
use crate::base::{Address, Money};
use crate::events::{Event, OrgRef};

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:0 1rem 4rem;color:#1b1f24;background:#fff}#banner{margin:1rem 0 2rem;padding:.5rem 1.2rem 1rem;border:1px solid #b9c4cf;border-left:.4rem solid #0b57a4;background:#f4f7fa;font-size:.9rem}#banner h1{font-size:1.25rem;margin:.5rem 0}#banner th{text-align:left;vertical-align:top;color:#5a6572;font-weight:600;padding-right:1rem;white-space:nowrap}#banner td{overflow-wrap:anywhere}#banner blockquote{margin:.2rem 0 .6rem;color:#37404a}.faint{color:#5a6572}.doubt{color:#8a5a00;background:#fff6e0;padding:0 .3em;border-radius:.2em}#page{overflow-wrap:anywhere}#page table{border-collapse:collapse}#page td,#page th{border:1px solid #d5dae0;padding:.2rem .5rem;vertical-align:top}#page pre{white-space:pre-wrap}mark{background:#ffe889;color:#000;scroll-margin-top:30vh}mark:target,mark:focus{background:#ffc93c;outline:2px solid #c47f00}a{color:#0b57a4}@media(prefers-color-scheme:dark){body{color:#e6e9ec;background:#14171a}#banner{background:#1c2127;border-color:#3a4550}#banner th,.faint,#banner blockquote{color:#9aa5b1}.doubt{color:#f0c36a;background:#2f2711}a{color:#7db7f0}#page td,#page th{border-color:#2b3138}}@media print{@page{margin:14mm}body{margin:0;max-width:none;color:#000;background:#fff}#banner{background:#fff;border-color:#777}#banner th,.faint,#banner blockquote{color:#444}.doubt{color:#000;background:#fff;border:1px solid #777}mark{outline:1px solid #777}a{color:#000}#banner a{overflow-wrap:anywhere}tr,figure{break-inside:avoid}}";
/// Nothing is loaded, run, framed or sent, whatever the page's text should turn out to be.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// How the page was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedAs {
    /// The address that answered, or that the user gave.
    pub address: Option<Address>,
    /// When it was fetched or added.
    pub at: Timestamp,
    /// The HTTP status; `None` for what the user supplied.
    pub status: Option<u16>,
    /// SHA-256 of the bytes as they came, in hexadecimal digits.
    pub sha256: String,
    /// Whether the archive's bytes have this digest; `None` where they could not be read.
    pub is_intact: Option<bool>,
}

/// What is shown of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The page as fetched.
    Page {
        /// Whether it is so long that only its beginning is.
        is_cut: bool,
    },
    /// The text as it was read, and why not the page: "a PDF document".
    Text(String),
    /// Only the sentences that prove what is told.
    Sentences,
}

/// A page of the archive with the sentences of its events.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchivedPage {
    /// What was read of it.
    pub article: Article,
    /// The events it tells, in their order.
    pub events: Vec<Event>,
    /// How it was fetched; `None` where the library has only what was read.
    pub fetched: Option<FetchedAs>,
    /// What is shown.
    pub view: View,
    /// It, with the sentence of each event marked by the event's number.
    pub marked: MarkedHtml,
    /// Whether the library is a sample.
    pub sample: bool,
}

impl ArchivedPage {
    /// The sentence of an event, as it stands in the article.
    fn sentence(&self, event: &Event) -> &str {
        event.evidence.of(&self.article.title, self.article.body.text())
    }
}

/// Writes the page as one file of HTML.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(page: &ArchivedPage, out: &mut dyn Write) -> io::Result<()> {
    let title = if page.article.title.trim().is_empty() { "(no title)" } else { &page.article.title };
    let title = text(title);
    writeln!(
        out,
        "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – as fetched</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header id=\"banner\" lang=\"en\">"
    )?;
    if page.sample {
        writeln!(out, "<p class=\"doubt\">Sample data: made-up publishers, mostly made-up dealings.</p>")?;
    }
    writeln!(out, "<p class=\"faint\">{}</p>\n<h1>{title}</h1>", what(&page.view))?;
    write_facts(page, out)?;
    write_events(page, out)?;
    writeln!(out, "</header>\n<main id=\"page\">\n{}\n</main>\n</body>\n</html>", page.marked.as_str())
}

fn what(view: &View) -> String {
    match view {
        View::Page { is_cut } => {
            let rest = if *is_cut {
                " <span class=\"doubt\">The page is so long that only its beginning is shown.</span>"
            } else {
                ""
            };
            format!("From the archive of awardwire: text as fetched, media not kept.{rest}")
        }
        View::Sentences => {
            "From a library of awardwire: the sentences that prove what is told; the page itself is not here."
                .to_owned()
        }
        View::Text(why) => {
            format!("From the archive of awardwire: {}; this is the text as awardwire read it.", text(why))
        }
    }
}

fn write_facts(page: &ArchivedPage, out: &mut dyn Write) -> io::Result<()> {
    let article = &page.article;
    writeln!(out, "<table>")?;
    let mut row = |label: &str, html: &str| writeln!(out, "<tr><th>{label}</th> <td>{html}</td></tr>");
    if let Some(publisher) = &article.publisher {
        row("Publisher", &text(publisher))?;
    }
    if let Some(published) = &article.published {
        row("Published", &text(&published.date.to_string()))?;
    }
    let fetched = page.fetched.as_ref();
    // The address that answered may hold the user's key.
    let address = fetched.and_then(|fetched| fetched.address.as_ref()).or(article.url.as_ref());
    if let Some(address) = address.map(Address::without_keys) {
        row("Address", &link(address.as_str(), address.as_str()))?;
    }
    if let Some(fetched) = fetched {
        let at = fetched.at.strftime("%Y-%m-%d %H:%M:%S UTC");
        match fetched.status {
            Some(status) => {
                row("Fetched", &format!("{at}"))?;
                row("HTTP status", &status.to_string())?;
            }
            None => row("Added", &format!("{at}, supplied by user"))?,
        }
        let checked = match fetched.is_intact {
            Some(true) => " <span class=\"faint\">(of the bytes as they came; the archive's have it)</span>",
            Some(false) => " <span class=\"doubt\">the archive's bytes have another digest</span>",
            None => "",
        };
        row("SHA-256", &format!("{}{checked}", text(&fetched.sha256)))?;
    }
    row("Article", &text(article.id.as_str()))?;
    writeln!(out, "</table>")
}

fn write_events(page: &ArchivedPage, out: &mut dyn Write) -> io::Result<()> {
    if page.events.is_empty() {
        return writeln!(out, "<p>No event is told here.</p>");
    }
    writeln!(out, "<ol start=\"0\">")?;
    for (number, event) in page.events.iter().enumerate() {
        let label = text(&label(event));
        let doubt = doubt(event.is_confirmed(), event.certainty.as_str(), event.confidence)
            .map(|doubt| format!(" <span class=\"doubt\">{}</span>", text(&doubt)))
            .unwrap_or_default();
        let (label, missing) = match (page.marked.has(number), &page.view) {
            (true, _) => (format!("<a href=\"#e{number}\">{label}</a>"), String::new()),
            (false, View::Page { .. }) => (
                label,
                format!(
                    " <span class=\"doubt\">not found in the page as it is shown: `awardwire open {}:{number} --text` has it</span>",
                    text(page.article.id.as_str())
                ),
            ),
            // What is no sentence of the text stands here already.
            (false, View::Sentences) => (label, String::new()),
            (false, View::Text(_)) => {
                (label, " <span class=\"doubt\">not found in the text</span>".to_owned())
            }
        };
        writeln!(
            out,
            "<li>{label}{doubt}{missing}<blockquote>“{}”</blockquote></li>",
            text(page.sentence(event))
        )?;
    }
    writeln!(out, "</ol>")
}

/// "award: Army → Palantir, $10 billion (ceiling), 2025-08".
fn label(event: &Event) -> String {
    let names = |orgs: &[OrgRef]| match orgs {
        [] => "?".to_owned(),
        orgs => join(&orgs.iter().map(|org| org.name.as_str()).collect::<Vec<_>>()),
    };
    let mut label = format!("{}: {} → {}", event.kind.as_str(), names(&event.buyers), names(&event.vendors));
    if let Some(value) = &event.value {
        let low = value.low.map(|low| format!("{} to ", Money::new(low, value.money.currency)));
        let sum = format!("{}{}", low.unwrap_or_default(), value.money);
        label = format!("{label}, {sum} ({})", value.role.as_str());
    }
    match event.date {
        Some(date) => format!("{label}, {date}"),
        None => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{HarmlessHtml, Quote, marked};

    fn page(hostile: &str) -> ArchivedPage {
        let deal = crate::export::sample::deal();
        let mut article = crate::export::sample::article();
        article.title = hostile.to_owned();
        article.publisher = Some(hostile.to_owned());
        let events = deal.events.iter().map(|told| told.event.clone()).collect();
        let html = HarmlessHtml::of_page(hostile, None).0;
        ArchivedPage {
            article,
            events,
            fetched: Some(FetchedAs {
                address: Address::parse(&format!("https://a.example/{hostile}")).ok(),
                at: "2026-05-04T10:11:12.5Z".parse().unwrap(),
                status: Some(200),
                sha256: hostile.to_owned(),
                is_intact: Some(true),
            }),
            view: View::Text(hostile.to_owned()),
            marked: marked(&html, &[Quote::default()], None),
            sample: true,
        }
    }

    #[test]
    fn nothing_from_outside_acts() {
        let hostile =
            "</title></style><script>alert(1)</script>\"'><img src=x onerror=y>&amp;\u{1b}[2J\u{202e}";
        let mut out = Vec::new();
        write(&page(hostile), &mut out).unwrap();
        let html = String::from_utf8(out).unwrap();
        for bad in ["<script", "<img", "onerror=y>\"", "javascript:", " style=", " src="] {
            assert!(!html.replace("img src=x", "").contains(bad), "{bad}: {html}");
        }
        assert!(html.contains("&lt;script&gt;") && html.contains("&amp;amp;"), "{html}");
        assert!(!html.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'));
        assert_eq!(html.matches("<style>").count(), 1);
        assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"));
        assert!(html.contains("2026-05-04 10:11:12 UTC"));
    }
}
