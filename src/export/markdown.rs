//! Markdown (CommonMark): a section per item, to be read and passed on.

use std::io::{self, Write};

use super::digest::write_coverage;
use super::row::{Origin, Section};
use super::{Closing, Exporter, Item, Preface, markdown_text};
use crate::report::Coverage;

/// Writes a heading, a section per item, and what all of it rests on.
#[derive(Default)]
pub(super) struct MarkdownExporter {
    is_begun: bool,
    coverage: Coverage,
}

impl Exporter for MarkdownExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.is_begun = false;
        self.coverage = preface.coverage.clone();
        writeln!(out, "# {}", markdown_text::text(&preface.title()))
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.is_begun = true;
        write_section(&item.section(), out)
    }

    fn end(&mut self, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
        if !self.is_begun {
            writeln!(out, "\nNothing found.")?;
        }
        for said in closing.omissions() {
            writeln!(out, "\n_{}_", markdown_text::text(&said))?;
        }
        write_coverage(&self.coverage, out)
    }
}

fn write_section(section: &Section<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heading = markdown_text::text(section.heading);
    writeln!(out, "\n## {}\n", if heading.is_empty() { "(no title)" } else { &heading })?;
    if let Some(doubt) = &section.doubt {
        writeln!(out, "**{}**\n", markdown_text::text(doubt))?;
    }
    for (label, text) in section.lines() {
        writeln!(out, "- {label}: {}", markdown_text::text(text))?;
    }
    let origin = origin_line(&section.source);
    let quote = section.quote.map(markdown_text::text).filter(|quote| !quote.is_empty());
    match (quote, origin.is_empty()) {
        (Some(quote), false) => writeln!(out, "\n> {quote}\n>\n> — {origin}"),
        (Some(quote), true) => writeln!(out, "\n> {quote}"),
        (None, false) => writeln!(out, "\n— {origin}"),
        (None, true) => Ok(()),
    }
}

/// `[Title](url), Publisher, 2025-07-14`, as far as known.
fn origin_line(origin: &Origin<'_>) -> String {
    let label = origin.title.filter(|title| !title.trim().is_empty()).or(origin.url);
    let title = match (label, origin.url) {
        (Some(label), Some(url)) => markdown_text::link(label, url),
        (Some(label), None) => markdown_text::text(label),
        (None, _) => String::new(),
    };
    let publisher = markdown_text::text(origin.publisher.unwrap_or_default());
    let published = markdown_text::text(origin.published.as_deref().unwrap_or_default());
    let parts = [title, publisher, published];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}
