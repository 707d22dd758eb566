//! What is kept of a page that is not to be kept: its title and the sentences that prove its facts, as a record of our own
//! form. The archive has this in the page's place, so that reading it again gives the same facts.

use serde_json::json;

use crate::article::{Article, Wishes, forbids_archiving, sentences};
use crate::base::Field;
use crate::events::{Corrections, Facts};
use crate::fetch::{Fetched, TdmRights, WarcKind, WarcRecord};
use crate::pipeline::inputs::{Document, DocumentKind};
use crate::pipeline::reading::read_document;

/// The media type of an excerpt.
pub(super) const EXCERPT_TYPE: &str = "application/json";

const NOT_ARCHIVED: &str = "page not kept: it asks not to be archived";
const RESERVED: &str = "page not kept: its publisher reserves the rights of text and data mining";

/// Whether a record of the archive stands in the place of a page that is not to be kept.
pub fn is_excerpt(record: &WarcRecord) -> bool {
    let is_record = record.kind == WarcKind::Resource && record.content_type.as_deref() == Some(EXCERPT_TYPE);
    is_record
        && serde_json::from_slice::<serde_json::Value>(&record.payload).is_ok_and(|excerpt| {
            excerpt
                .get("note")
                .and_then(|note| note.as_str())
                .is_some_and(|note| [NOT_ARCHIVED, RESERVED].contains(&note))
        })
}

/// Why the page of an article is not kept, where it is not: the article holds the sentences that prove its facts then.
pub fn why_not_kept(article: &Article) -> Option<&'static str> {
    [NOT_ARCHIVED, RESERVED].into_iter().find(|why| article.notes.iter().any(|note| note == why))
}

/// Why a page is not to be kept, if so: by a header, a tag of the page, or rights that its publisher reserves.
pub(super) fn why_withheld(fetched: &Fetched, wishes: &Wishes, is_reserved: bool) -> Option<&'static str> {
    let by_header = fetched.robots_tag.as_deref().is_some_and(forbids_archiving);
    // What stands nearest to the page counts: its own tag before the header, the header before the file of the host.
    let by_tag = wishes.tdm_reservation.as_deref().and_then(|said| TdmRights::of(said, None));
    if wishes.noarchive || by_header {
        Some(NOT_ARCHIVED)
    } else if by_tag.map_or(is_reserved, |rights| rights.reserved) {
        Some(RESERVED)
    } else {
        None
    }
}

/// What the header of an answer says of the rights of text and data mining; `None` where it says nothing.
pub(super) fn reserved_by_header(fetched: &Fetched) -> Option<bool> {
    let rights = TdmRights::of(fetched.tdm_reservation.as_deref()?, fetched.tdm_policy.as_deref());
    rights.map(|rights| rights.reserved)
}

/// The sentences of an article's body that prove its facts, in order.
pub fn evidence_sentences<'a>(article: &'a Article, facts: &Facts) -> Vec<&'a str> {
    let body = article.body.text();
    let told: Vec<_> =
        facts.events.iter().flat_map(|event| event.spans.all().chain([event.evidence])).collect();
    let is_evidence = |sentence: &std::ops::Range<usize>| {
        told.iter()
            .any(|span| span.field == Field::Body && span.start < sentence.end && sentence.start < span.end)
    };
    sentences(&article.body).into_iter().filter(is_evidence).filter_map(|range| body.get(range)).collect()
}

/// The excerpt, as bytes of JSON.
pub(super) fn excerpt(article: &Article, facts: &Facts, why: &str) -> Vec<u8> {
    let kept = evidence_sentences(article, facts);
    let text = if kept.is_empty() { article.title.clone() } else { kept.join("\n\n") };
    let record = json!({
        "url": article.url.as_ref().map(ToString::to_string),
        "title": article.title,
        "published": article.published.map(|published| published.date.to_string()),
        "publisher": article.publisher,
        "country": article.country,
        "text": text,
        "partial": true,
        "note": why,
    });
    record.to_string().into_bytes()
}

/// The article of an excerpt and its facts.
pub(super) fn read_excerpt(bytes: &[u8], corrections: &Corrections) -> Option<(Article, Facts)> {
    let document = Document::new(String::new(), DocumentKind::Record, bytes.to_vec());
    read_document(&document, corrections).ok()
}
