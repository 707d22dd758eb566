//! An answer of a notice service to articles, as `add` makes them of a file: one record one article, the same ids.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use crate::base::sha256_hex;
use crate::events::Corrections;
use crate::fetch::Fetched;
use crate::notices::{Notice, read_records};
use crate::pipeline::keeper::{Incoming, Raw};
use crate::pipeline::site_repeats::Edges;
use crate::sources::SourceEntry;
use crate::store::{Hints, NewVersion, Origin, Page};

/// What the records of one answer come to.
#[derive(Default)]
pub(super) struct ReadAnswer {
    /// The articles.
    pub(super) articles: Vec<Incoming>,
    /// Records that are not about the field, of a service that gives all it has.
    pub(super) left_out: u64,
    /// Records that could not be read: which, and why.
    pub(super) refused: Vec<String>,
}

/// Reads the records of an answer.
///
/// # Errors
/// When they are of no register that is read, in words.
pub(super) fn read_answer(
    records: Value,
    fetched: &Arc<Fetched>,
    entry: &SourceEntry,
    of_field_only: bool,
    corrections: &Corrections,
    now: Timestamp,
) -> Result<ReadAnswer, String> {
    let records = read_records(records)
        .map_err(|_| format!("{} has no records of a register that is read", fetched.address))?;
    let content_sha256 = sha256_hex(&fetched.body);
    let mut read = ReadAnswer { refused: records.refused, ..ReadAnswer::default() };
    for Notice { mut article, mut facts } in records.notices {
        if of_field_only && !facts.relevant {
            read.left_out += 1;
            continue;
        }
        article.publisher = article.publisher.take().or_else(|| entry.publisher.clone());
        corrections.apply(&article, &mut facts);
        let page = Page {
            id: article.id.clone(),
            url: article.url.clone(),
            source_id: article.source_id.clone(),
            publisher: article.publisher.clone(),
            country: article.country.clone(),
            first_seen: now,
            origin: Origin::Crawl,
            source: Some(entry.name.clone()),
        };
        let version = NewVersion {
            fetched_at: fetched.fetched_at,
            requested: Some(fetched.requested.clone()),
            final_url: article.url.clone(),
            status: fetched.status,
            content_type: Some("application/json".to_owned()),
            // Those of the answer are not those of a record.
            etag: None,
            last_modified: None,
            robots_tag: None,
            content_sha256: content_sha256.clone(),
            archived: None,
            text_digest: Some(article.text_digest()),
            hints: Hints { publisher: entry.publisher.clone(), ..Hints::default() },
        };
        read.articles.push(Incoming {
            page,
            version,
            raw: Raw::Answer(Arc::clone(fetched)),
            read: Some((article, facts)),
            edges: Edges::default(),
        });
    }
    Ok(read)
}
