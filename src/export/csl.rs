//! CSL-JSON: an array with an entry per article, for citation processors and reference managers.

use std::io::{self, Write};

use serde::Serialize;

use super::citation::Citation;
use super::{Closing, Exporter, Item, Preface, safe_json};
use crate::base::PartialDate;

/// Writes an array, an entry a line.
#[derive(Default)]
pub(super) struct CslExporter {
    has_entries: bool,
    is_sample: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Day>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    note: &'a str,
}

#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Day {
    #[serde(rename = "date-parts")]
    parts: [Vec<i16>; 1],
}

impl Day {
    fn of(date: PartialDate) -> Self {
        let finer = [date.month(), date.day()].into_iter().flatten().map(i16::from);
        Self { parts: [std::iter::once(date.year()).chain(finer).collect()] }
    }
}

impl Exporter for CslExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.is_sample = preface.sample;
        out.write_all(b"[")
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Item::Article(record) = item else { return Ok(()) };
        let cited = Citation::of(record, self.is_sample);
        let publisher = cited.publisher.as_deref();
        out.write_all(if self.has_entries { b",\n" } else { b"\n" })?;
        self.has_entries = true;
        let entry = Entry {
            id: cited.key,
            kind: "webpage",
            title: &cited.title,
            author: cited.authors.iter().map(|name| Name { literal: name }).collect(),
            container: publisher,
            publisher,
            issued: cited.published.map(Day::of),
            accessed: cited.accessed.map(Day::of),
            url: cited.url,
            language: cited.language.as_deref(),
            note: &cited.note,
        };
        safe_json::write(&entry, out)
    }

    fn end(&mut self, _: Closing, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}
