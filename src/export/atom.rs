//! Atom (RFC 4287): deals, events or articles as a feed.
//!
//! Ids are UUIDs made from our own ids, so that a reader knows an entry again. `updated` is when the newest version of a
//! page was fetched, so the same library gives the same feed. This module must not know the library.

use std::io::{self, Write};

use jiff::Timestamp;

use super::deal::DealRecord;
use super::event::EventRecord;
use super::moments::{article_changed, deal_changed, first_instant, published, to_second};
use super::record::Record;
use super::row::Section;
use super::urn::urn;
use super::{Closing, Exporter, Item, Preface, xml_text};

/// How many other addresses of a deal an entry names.
const RELATED: usize = 20;

/// Writes a feed, an entry an item.
#[derive(Default)]
pub(super) struct AtomExporter {
    made: Timestamp,
}

/// What an entry has beside its content.
struct Entry<'a> {
    id: String,
    title: &'a str,
    updated: Timestamp,
    published: Option<Timestamp>,
    authors: Vec<&'a str>,
    url: Option<&'a str>,
    related: Vec<&'a str>,
    categories: Vec<&'a str>,
}

impl Exporter for AtomExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.made = to_second(preface.made);
        let updated = preface.newest.map_or(self.made, to_second);
        let id = urn(&format!("feed of {}", preface.kind.as_str()), preface.query);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
        writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">")?;
        writeln!(out, "<id>{id}</id>")?;
        writeln!(out, "<title>{}</title>", xml_text::text(&preface.title()))?;
        writeln!(out, "<updated>{updated}</updated>")?;
        writeln!(out, "<author><name>awardwire</name></author>")?;
        writeln!(out, "<generator version=\"{}\">awardwire</generator>", env!("CARGO_PKG_VERSION"))
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        let entry = match item {
            Item::Deal(deal) => Entry::of_deal(deal, self.made),
            Item::Article(record) => Entry::of_article(record, self.made),
            Item::Event(event) => Entry::of_event(event, self.made),
            Item::Claim(_) | Item::Entity(_) => return Ok(()),
        };
        entry.write(&item.section(), out)
    }

    fn end(&mut self, _: Closing, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</feed>")
    }
}

impl<'a> Entry<'a> {
    fn of_deal(deal: &'a DealRecord<'a>, made: Timestamp) -> Self {
        let url = deal.source.as_ref().and_then(|source| source.url);
        let others = deal.sources.iter().filter_map(|source| source.url).filter(|other| Some(*other) != url);
        Self {
            id: urn("deal", deal.id.as_str()),
            title: deal.name,
            updated: deal_changed(deal, made),
            published: deal
                .sources
                .iter()
                .filter_map(|source| source.published)
                .min()
                .and_then(first_instant),
            authors: Vec::new(),
            url,
            related: others.take(RELATED).collect(),
            categories: deal.status.iter().map(|status| status.as_str()).collect(),
        }
    }

    fn of_article(record: &'a Record<'a>, made: Timestamp) -> Self {
        let authors: Vec<&str> = record.authors.iter().map(String::as_str).collect();
        Self {
            id: urn("article", record.id.as_str()),
            title: record.title,
            updated: article_changed(record, made),
            published: published(record),
            authors: if authors.is_empty() { record.publisher.into_iter().collect() } else { authors },
            url: record.url.map(crate::base::Address::as_str),
            related: Vec::new(),
            categories: record.section.into_iter().collect(),
        }
    }

    fn of_event(event: &'a EventRecord<'a>, made: Timestamp) -> Self {
        let of_article = Self::of_article(event.record(), made);
        Self {
            id: urn("event", &format!("{}:{}", event.article, event.ordinal)),
            categories: vec![event.event.kind.as_str()],
            ..of_article
        }
    }

    fn write(&self, section: &Section<'_>, out: &mut dyn Write) -> io::Result<()> {
        let title = xml_text::text(self.title);
        let title = if title.is_empty() { "(no title)" } else { &title };
        let doubt = if section.doubt.is_some() { " (unconfirmed)" } else { "" };
        writeln!(out, "<entry>")?;
        writeln!(out, "<id>{}</id>", self.id)?;
        writeln!(out, "<title>{title}{doubt}</title>")?;
        writeln!(out, "<updated>{}</updated>", self.updated)?;
        if let Some(published) = self.published {
            writeln!(out, "<published>{published}</published>")?;
        }
        for author in self.authors.iter().map(|author| xml_text::text(author)) {
            if !author.is_empty() {
                writeln!(out, "<author><name>{author}</name></author>")?;
            }
        }
        if let Some(url) = self.url.and_then(xml_text::address) {
            writeln!(out, "<link rel=\"alternate\" href=\"{url}\"/>")?;
        }
        for url in self.related.iter().filter_map(|url| xml_text::address(url)) {
            writeln!(out, "<link rel=\"related\" href=\"{url}\"/>")?;
        }
        for category in &self.categories {
            writeln!(out, "<category term=\"{}\"/>", xml_text::text(category))?;
        }
        write_content(section, out)?;
        writeln!(out, "</entry>")
    }
}

fn write_content(section: &Section<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">")?;
    if let Some(doubt) = &section.doubt {
        write!(out, "<p><strong>{}</strong></p>", xml_text::text(doubt))?;
    }
    if !section.lines().is_empty() {
        write!(out, "<ul>")?;
        for (label, text) in section.lines() {
            write!(out, "<li>{label}: {}</li>", xml_text::text(text))?;
        }
        write!(out, "</ul>")?;
    }
    if let Some(quote) = section.quote {
        write!(out, "<blockquote><p>{}</p></blockquote>", xml_text::text(quote))?;
    }
    let source = &section.source;
    let said = [source.title, source.publisher, source.published.as_deref()];
    let said: Vec<String> =
        said.into_iter().flatten().map(xml_text::text).filter(|part| !part.is_empty()).collect();
    if !said.is_empty() {
        write!(out, "<p>— {}</p>", said.join(", "))?;
    }
    writeln!(out, "</div></content>")
}
