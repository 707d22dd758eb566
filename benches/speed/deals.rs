//! What deal matching costs in a large library: `cargo bench --bench speed -- deals --articles 100000`.
//!
//! The library is filled by `add`; then single articles are put one at a time, some that tell dealings and some that are
//! about nothing of the kind, and last all deals are made anew.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use awardwire::base::sha256_hex;
use awardwire::events::Corrections;
use awardwire::fetch::Clock;
use awardwire::pipeline::{
    AddOptions, Document, DocumentKind, Folder, Incoming, Keeper, Raw, add, read_document,
};
use awardwire::store::{Access, Hints, NewVersion, Origin, Page, Store};

use crate::table::Table;
use crate::{Outcome, corpus};

/// Articles put one at a time in a round.
const SINGLE: usize = 60;

/// Fills a library of so many articles and measures.
pub fn measure(place: &Path, articles: usize, rounds: usize) -> Outcome<()> {
    let records = corpus::records(articles + rounds * SINGLE);
    let (first, rest) = records.split_at(articles);
    let file = place.join("archive.jsonl");
    std::fs::write(&file, first.join("\n"))?;
    let folder = Folder::new(place.join("library"));
    let clock = Clock::System;
    let begun = Instant::now();
    add(&folder, &[file], &AddOptions::default(), clock, |_| {})?;
    let filled = begun.elapsed().as_secs_f64();
    let mut table = Table::default();
    table.add("filling the library", "articles/s", "", vec![articles as f64 / filled])?;
    let mut keeper = Keeper::open(&folder, "bench")?;
    let (mut telling, mut other) = (Vec::new(), Vec::new());
    for record in rest {
        let incoming = incoming(record, &clock)?;
        let is_relevant = incoming.read.as_ref().is_some_and(|(_, facts)| facts.relevant);
        let begun = Instant::now();
        keeper.put(vec![incoming], |_| Ok(()))?;
        let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
        if is_relevant { &mut telling } else { &mut other }.push(milliseconds);
    }
    let spent = keeper.settling_time().as_secs_f64() * 1000.0 / telling.len().max(1) as f64;
    table.add("put one article that tells a dealing", "ms", "", telling)?;
    table.add("put one article that tells none", "ms", "", other)?;
    table.add("matching alone, for each that tells a dealing (mean)", "ms", "< 10", vec![spent])?;
    let begun = Instant::now();
    let deals = keeper.match_anew()?;
    table.add("all deals made anew", "s", "< 60", vec![begun.elapsed().as_secs_f64()])?;
    table.print()?;
    let store = Store::open(folder.path(), Access::Read)?;
    writeln!(std::io::stdout(), "{} articles, {deals} deals", store.article_ids()?.len())?;
    Ok(())
}

fn incoming(record: &str, clock: &Clock) -> Outcome<Incoming> {
    let document = Document::new(String::new(), DocumentKind::Record, record.as_bytes().to_vec());
    let (article, facts) = read_document(&document, &Corrections::default())?;
    let content_sha256 = sha256_hex(record.as_bytes());
    Ok(Incoming {
        page: Page {
            id: article.id.clone(),
            url: article.url.clone(),
            source_id: None,
            publisher: article.publisher.clone(),
            country: None,
            first_seen: clock.now(),
            origin: Origin::User,
            source: None,
        },
        version: NewVersion {
            fetched_at: clock.now(),
            requested: None,
            final_url: article.url.clone(),
            status: 200,
            content_type: Some("application/json".to_owned()),
            etag: None,
            last_modified: None,
            robots_tag: None,
            content_sha256,
            archived: None,
            text_digest: Some(article.text_digest()),
            hints: Hints::default(),
        },
        raw: Raw::Resource {
            uri: format!("urn:awardwire:{}", article.id),
            content_type: "application/json",
            bytes: Arc::new(record.as_bytes().to_vec()),
        },
        read: Some((article, facts)),
        edges: awardwire::pipeline::Edges::default(),
    })
}
