//! One JSON object of an input file, as an article.

use serde_json::{Map, Value};

use crate::article::Article;
use crate::article::body::Body;
use crate::article::date::stamp;
use crate::article::details::Details;
use crate::article::examine::{examine, finish};
use crate::article::published::{DateOrigin, Published};
use crate::article::read::Hints;
use crate::base::{Address, ArticleId, PartialDate};

/// Why a record is no article.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecordError {
    /// Not JSON at all.
    #[error("not JSON at column {column}: {reason}")]
    NotJson {
        /// The column of the mistake, counted in bytes from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON, but a list, a text or a number.
    #[error("not a JSON object but {0}; write one object per line")]
    NotObject(&'static str),
    /// Nothing to read in it.
    #[error("the record has neither \"text\" nor \"html\"")]
    NoContent,
}

/// Reads a line of JSON.
///
/// # Errors
/// When it is no JSON.
pub fn json_of(line: &str) -> Result<Value, RecordError> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    serde_json::from_str(line).map_err(|e| {
        let reason = e.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        RecordError::NotJson { column: e.column(), reason }
    })
}

/// Whether a JSON value is a record of our own form, with the text or the page of an article.
pub fn is_record(value: &Value) -> bool {
    ["text", "html"].iter().any(|key| value.get(key).is_some_and(Value::is_string))
}

/// Reads one record: `id`, `url`, `title`, `published`, `publisher`, `country`, and `text` or `html`; `partial` where
/// that is not the whole text, and a `note` on it. Other fields are ignored. A `text` is kept byte for byte, so that spans fit it; it wins over `html`.
///
/// # Errors
/// When the line is no JSON object, or has no text. A field of the wrong kind is left out with a note.
pub fn read_record(line: &str) -> Result<Article, RecordError> {
    record_of(json_of(line)?)
}

/// As [`read_record`], of JSON that is read already.
///
/// # Errors
/// When it is no object, or has no text.
pub fn record_of(value: Value) -> Result<Article, RecordError> {
    let record = match value {
        Value::Object(record) => record,
        Value::Array(_) => return Err(RecordError::NotObject("a list")),
        Value::String(_) => return Err(RecordError::NotObject("a text")),
        Value::Number(_) => return Err(RecordError::NotObject("a number")),
        Value::Bool(_) => return Err(RecordError::NotObject("true or false")),
        Value::Null => return Err(RecordError::NotObject("null")),
    };
    let mut notes = Vec::new();
    let mut field = |key: &str| text_field(&record, key, &mut notes);
    let (id, url, title) = (field("id"), field("url"), field("title"));
    let (date, publisher, country) = (field("published"), field("publisher"), field("country"));
    let (text, html, note) = (field("text"), field("html"), field("note"));
    let is_partial = record.get("partial") == Some(&Value::Bool(true));

    let address = url.and_then(|url| match Address::parse(&url) {
        Ok(address) => Some(address),
        Err(error) => {
            notes.push(format!("url left out: {error}"));
            None
        }
    });
    let published = date.and_then(|date| {
        let found = published(&date);
        if found.is_none() {
            notes.push(format!(
                "published left out: not a date: {:?}",
                date.chars().take(40).collect::<String>()
            ));
        }
        found
    });
    let hints = Hints { title, published, publisher, country: country.map(|c| c.to_ascii_lowercase()) };
    let mut article = match (text, html) {
        (Some(text), _) => of_text(text, address, &hints),
        (None, Some(html)) => examine(&html, address.as_ref(), &hints, None).article,
        (None, None) => return Err(RecordError::NoContent),
    };
    // The record is the user's word: it goes before the page's.
    article.title = hints.title.unwrap_or(article.title);
    if hints.published.is_some() {
        article.published = hints.published;
    }
    if article.url.is_none() {
        article.id = ArticleId::of_content(&article.title, article.body.text());
    }
    article.source_id = id;
    article.partial |= is_partial;
    article.notes.extend(notes);
    article.notes.extend(note);
    Ok(article)
}

fn of_text(text: String, address: Option<Address>, hints: &Hints) -> Article {
    let mut article = Article {
        id: ArticleId::of_content("", ""),
        source_id: None,
        url: address.map(|address| address.canonical()),
        publisher: hints.publisher.clone(),
        published: hints.published,
        title: hints.title.clone().unwrap_or_default(),
        authors: Vec::new(),
        language: None,
        country: hints.country.clone(),
        body: Body::verbatim(text),
        partial: false,
        details: Details::default(),
        notes: Vec::new(),
    };
    finish(&mut article, None);
    article
}

/// A field as text; a number is taken as its digits, null and the empty text as absent.
fn text_field(record: &Map<String, Value>, key: &str, notes: &mut Vec<String>) -> Option<String> {
    match record.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null => None,
        _ => {
            notes.push(format!("{key} left out: not a text"));
            None
        }
    }
}

/// A date to the year, the month or the day, or an instant (RFC 3339).
fn published(text: &str) -> Option<Published> {
    let text = text.trim();
    let partial = text.parse::<PartialDate>().ok().map(|date| Published::on(date, DateOrigin::Record));
    partial.or_else(|| stamp(text, DateOrigin::Record).filter(|_| text.len() > 10))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_kept_byte_for_byte() {
        let article = read_record(
            r#"{"id":7,"url":"https://a.example/x?utm_source=y","title":"T","published":"2025-07-14T10:00:00+02:00","text":" One.\n\nTwo. ","country":"US","more":[1]}"#,
        )
        .unwrap();
        assert_eq!(article.body.text(), " One.\n\nTwo. ");
        assert_eq!(article.source_id.as_deref(), Some("7"));
        assert_eq!(article.url.as_ref().map(Address::as_str), Some("https://a.example/x"));
        assert_eq!(article.country.as_deref(), Some("us"));
        let published = article.published.unwrap();
        assert_eq!(published.date.to_string(), "2025-07-14");
        assert_eq!(published.instant.unwrap().to_string(), "2025-07-14T08:00:00Z");
        assert_eq!(article.notes, Vec::<String>::new());
    }

    #[test]
    fn html_is_read_and_the_record_goes_before_the_page() {
        let html = format!("<title>P</title><h1>P</h1><p>{}</p>", "A sentence of the page. ".repeat(20));
        let line = serde_json::json!({"html": html, "title": "R", "published": "2025-07"}).to_string();
        let article = read_record(&line).unwrap();
        assert_eq!(article.title, "R");
        assert!(article.body.text().starts_with("A sentence"));
        assert_eq!(article.published.unwrap().date.to_string(), "2025-07");
    }

    #[test]
    fn mistakes_are_named() {
        for (line, expected) in [
            ("{\"a\":", "not JSON at column 5: EOF while parsing a value"),
            ("[]", "not a JSON object but a list; write one object per line"),
            ("{}", "the record has neither \"text\" nor \"html\""),
            ("{\"text\":\" \"}", "the record has neither \"text\" nor \"html\""),
        ] {
            assert_eq!(read_record(line).unwrap_err().to_string(), expected);
        }
        let article = read_record(r#"{"text":"x","published":"soon","url":"ftp://x","title":[]}"#).unwrap();
        assert!(article.published.is_none());
        assert!(article.notes.iter().any(|n| n.starts_with("published left out")), "{:?}", article.notes);
        assert!(article.notes.iter().any(|n| n.starts_with("url left out")), "{:?}", article.notes);
        assert!(article.notes.iter().any(|n| n == "title left out: not a text"), "{:?}", article.notes);
    }

    proptest! {
        #[test]
        fn any_line_is_read(line in "\\{?(\"(text|html|published|url)\":(\"[<>a-z0-9ü-]{0,20}\"|null|[0-9]+),?){0,4}\\}?") {
            let _ = read_record(&line);
        }
    }
}
