//! How an article is cited, for every format of bibliographies.

use jiff::tz::TimeZone;

use super::record::Record;
use crate::base::{Address, PartialDate, printable, squeeze};

/// What a citation says, each on one line and without what could steer a reader's screen, not escaped for any format.
pub(super) struct Citation<'a> {
    /// The article's id: it stays, and no two have one.
    pub(super) key: &'a str,
    pub(super) title: String,
    /// As the page names them: persons and bodies are not told apart.
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<PartialDate>,
    pub(super) url: Option<&'a str>,
    /// The day (UTC) on which the page was fetched.
    pub(super) accessed: Option<PartialDate>,
    pub(super) language: Option<String>,
    /// What proves the page.
    pub(super) note: String,
}

impl<'a> Citation<'a> {
    pub(super) fn of(record: &'a Record<'a>, is_sample: bool) -> Self {
        let title = line(record.title);
        Self {
            key: record.id.as_str(),
            title: if title.is_empty() { "(no title)".to_owned() } else { title },
            authors: record
                .authors
                .iter()
                .map(|author| line(author))
                .filter(|name| !name.is_empty())
                .collect(),
            publisher: record.publisher.map(line).filter(|name| !name.is_empty()),
            published: record
                .published
                .as_deref()
                .and_then(|said| said.get(..10).unwrap_or(said).parse().ok()),
            url: record.url.map(Address::as_str),
            accessed: record.proof.as_ref().map(|proof| proof.fetched.to_zoned(TimeZone::UTC).date().into()),
            language: record.language.map(line).filter(|code| !code.is_empty()),
            note: if is_sample { format!("Made-up sample data. {}", note(record)) } else { note(record) },
        }
    }
}

fn note(record: &Record<'_>) -> String {
    let text = format!("Title and text {}", record.text_digest);
    match &record.proof {
        Some(proof) if proof.archived => format!("Archived page sha256:{}. {text}", proof.page_digest),
        Some(proof) => format!("Page sha256:{}. {text}", proof.page_digest),
        None => text,
    }
}

fn line(raw: &str) -> String {
    squeeze(&printable(raw))
}
