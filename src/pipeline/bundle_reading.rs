//! What a bundle has of a page, read as the library it was made of has read it.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use crate::article::{Article, FileFormat};
use crate::base::{ArticleId, sha256_hex};
use crate::bundle::BundledPage;
use crate::fetch::{WarcKind, WarcRecord};
use crate::pipeline::inputs::{Document, DocumentKind};
use crate::pipeline::keeper::Raw;
use crate::pipeline::reading::{Piece, pieces_of};
use crate::pipeline::rereading::{complete, piece_of};
use crate::store::{Hints, NewVersion, Origin, Page, PageVersion};

/// What was read of a page or text, and how it is kept.
pub(super) struct Taken {
    pub(super) piece: Piece,
    pub(super) raw: Raw,
    pub(super) version: NewVersion,
}

/// The article of a bundled page, read as the library it was made of has read it.
///
/// # Errors
/// Why it cannot be, in words.
pub fn read_bundled(page: &BundledPage, record: WarcRecord) -> Result<Article, String> {
    read_piece(page, record).map(|piece| piece.article)
}

fn read_piece(page: &BundledPage, record: WarcRecord) -> Result<Piece, String> {
    let row = row_of(page, page.fetched);
    let version = PageVersion { seq: 1, checked_at: page.fetched, fetched: version_of(page) };
    let piece = piece_of(record, &row, &version, |_, _| {}).ok_or("no article can be read from its page")?;
    completed(piece, page, &row, &version)
}

/// A piece with what the bundle says of its page; one whose id is not that of its address or content is refused, since it
/// would stand in the place of another article.
fn completed(
    mut piece: Piece,
    page: &BundledPage,
    row: &Page,
    version: &PageVersion,
) -> Result<Piece, String> {
    let own = page.url.as_ref().map(|url| ArticleId::of_url(url.as_str()));
    if piece.article.id != page.article && own.as_ref() != Some(&page.article) {
        return Err("its id is neither that of its address nor of its content".to_owned());
    }
    complete(&mut piece.article, row, version);
    Ok(piece)
}

/// A text of the bundle.
#[derive(Deserialize)]
pub(super) struct TextLine {
    pub(super) id: ArticleId,
    source_id: Option<String>,
    title: String,
    published: Option<String>,
    #[serde(rename = "articleBody")]
    pub(super) body: Option<String>,
    partial: bool,
}

/// A text as a record of our own form.
pub(super) fn taken_of_text(page: &BundledPage, text: &TextLine) -> Result<Taken, String> {
    let record = json!({
        "id": text.source_id,
        "url": page.url.as_ref().map(ToString::to_string),
        "title": text.title,
        "published": text.published,
        "publisher": page.hints.publisher.as_ref().or(page.publisher.as_ref()),
        "country": page.country,
        "text": text.body,
        "partial": text.partial,
    });
    let bytes = record.to_string().into_bytes();
    let document = Document::new(String::new(), DocumentKind::Record, bytes.clone());
    let piece = pieces_of(&document, page.url.as_ref())?.pieces.pop().ok_or("no article in its text")?;
    let row = row_of(page, page.fetched);
    let version = PageVersion { seq: 1, checked_at: page.fetched, fetched: version_of(page) };
    let piece = completed(piece, page, &row, &version)?;
    // The page itself is not here: the archive has the text in its place, with a digest of its own.
    let content_sha256 = sha256_hex(&bytes);
    let version = NewVersion { content_sha256, ..version.fetched };
    let raw = Raw::Resource { uri: uri_of(page), content_type: "application/json", bytes: Arc::new(bytes) };
    Ok(Taken { piece, raw, version })
}

fn raw_of(page: &BundledPage, record: &WarcRecord) -> Raw {
    let is_answer = record.kind == WarcKind::Response;
    match record.clone().into_fetched().filter(|_| is_answer) {
        Some(fetched) if page.content_type.as_deref() == Some("application/json") => {
            Raw::Answer(Arc::new(fetched))
        }
        Some(fetched) => Raw::Response(Box::new(fetched)),
        None => Raw::Resource {
            uri: uri_of(page),
            content_type: media_type(record.content_type.as_deref()),
            bytes: Arc::new(record.payload.clone()),
        },
    }
}

fn media_type(name: Option<&str>) -> &'static str {
    match name {
        Some("text/html") => "text/html",
        Some("application/json") => "application/json",
        Some(name) => FileFormat::of_media_type(name).map_or("text/plain", FileFormat::media_type),
        None => "text/plain",
    }
}

fn uri_of(page: &BundledPage) -> String {
    page.url.as_ref().map_or_else(|| format!("urn:awardwire:{}", page.article), ToString::to_string)
}

pub(super) fn row_of(page: &BundledPage, first_seen: Timestamp) -> Page {
    Page {
        id: page.article.clone(),
        url: page.url.clone(),
        source_id: page.source_id.clone(),
        publisher: page.publisher.clone(),
        country: page.country.clone(),
        first_seen,
        origin: Origin::User,
        source: None,
    }
}

pub(super) fn version_of(page: &BundledPage) -> NewVersion {
    let hints = page.hints.clone();
    NewVersion {
        fetched_at: page.fetched,
        requested: page.requested.clone(),
        final_url: page.final_url.clone(),
        status: page.status,
        content_type: page.content_type.clone(),
        etag: None,
        last_modified: None,
        robots_tag: None,
        content_sha256: page.page_digest.clone(),
        archived: None,
        text_digest: None,
        hints: Hints {
            title: hints.title,
            published: hints.published,
            publisher: hints.publisher,
            country: hints.country,
        },
    }
}

/// What a record gives.
///
/// # Errors
/// As [`read_bundled`].
pub(super) fn taken_of_record(page: &BundledPage, record: &WarcRecord) -> Result<Taken, String> {
    let piece = read_piece(page, record.clone())?;
    Ok(Taken { piece, raw: raw_of(page, record), version: version_of(page) })
}
