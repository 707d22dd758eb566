//! Articles, pages and deals for this room's tests.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{Access, ArchivePlace, Batch, Hints, NewVersion, Origin, Page, Store, StoreError};
use crate::article::{Article, Block, BlockKind, Body, DateOrigin, Published};
use crate::base::{Address, ArticleId, Currency, DealId, Money, OrgId, Span};
use crate::deals::{Deal, DealEvent, Key, Status};
use crate::entities::{AmountRole, Mentions, Organisation};
use crate::events::{Certainty, Details, Event, EventKind, EventSpans, EventValue, Facts, OrgRef};

/// The stamp of [`put`].
pub(super) const STAMP: &str = "reader 1, extractor 1";

/// A new or known library to be written, whose batches do not wait.
pub(super) fn store(dir: &Path) -> Store {
    Store::open(dir, Access::Write { wait: Duration::ZERO }).unwrap()
}

/// The article number `n`, published on `date`.
pub(super) fn article(n: u32, date: &str) -> Article {
    let url = format!("http://news.example/{n}");
    Article {
        id: ArticleId::of_url(&url),
        source_id: None,
        url: Address::parse(&url).ok(),
        publisher: Some("The Example".into()),
        published: date.parse().ok().map(|date| Published::on(date, DateOrigin::Meta)),
        title: format!("Story {n}"),
        authors: vec!["A. Writer".into()],
        language: Some("en".into()),
        country: Some("us".into()),
        body: Body::from_blocks([
            (BlockKind::Paragraph, "Über awards."),
            (BlockKind::Paragraph, "Army awarded Palantir $1.5 million."),
        ]),
        partial: false,
        details: crate::article::Details::default(),
        notes: Vec::new(),
    }
}

/// Facts with so many events; relevant when there is any.
pub(super) fn facts(article: &Article, events: usize) -> Facts {
    let sentence = article.body.blocks().get(1).map(|block: &Block| block.range.clone()).unwrap_or_default();
    let evidence = Span::body(sentence.start, sentence.end);
    let org = |id: &str, name: &str| OrgRef { id: OrgId::from_stored(id), name: name.into() };
    let event = Event {
        kind: EventKind::Award,
        buyers: vec![org("us/dod/army", "Army")],
        vendors: vec![org("palantir", "Palantir")],
        via: Vec::new(),
        value: Some(EventValue {
            money: Money::new(1_500_000.into(), Currency::USD),
            low: "1.25".parse().ok(),
            role: AmountRole::Award,
            is_apiece: false,
        }),
        date: "2026-01".parse().ok(),
        subject: None,
        program: None,
        contract_ids: vec!["W911-1".into()],
        official: None,
        certainty: Certainty::Announced,
        details: Details::default(),
        attribution: None,
        evidence,
        spans: EventSpans { kind: vec![evidence], ..EventSpans::default() },
        confidence: 0.9,
        review: None,
    };
    let agency = Organisation {
        id: OrgId::from_stored("us/dod/army"),
        name: "Army".into(),
        parent: Some(OrgId::from_stored("us/dod")),
        mentions: vec![Span::body(evidence.start, evidence.start + 4)],
        confidence: 0.7,
    };
    Facts {
        relevant: events > 0,
        relevance: 0.97,
        mentions: Mentions { agencies: vec![agency], ..Mentions::default() },
        events: vec![event; events],
    }
}

/// Puts the article with one event for each list of keys.
pub(super) fn put(batch: &Batch<'_>, article: &Article, keys: &[&[i64]]) -> Result<(), StoreError> {
    let facts = facts(article, keys.len());
    let mut told = DealEvent::all_of(article, &facts);
    for ((_, features), keys) in told.iter_mut().zip(keys) {
        features.keys.own = keys.iter().map(|key| Key(*key)).collect();
    }
    batch.put_article(article, &facts, &told, STAMP)
}

/// A deal of these events, each a number of an article and an ordinal.
pub(super) fn deal(id: &str, events: &[(u32, u32)]) -> Deal {
    let told = events.iter().map(|(n, ordinal)| {
        let article = article(*n, "2026-01-01");
        DealEvent {
            title: article.title.clone(),
            url: None,
            publisher: None,
            published: article.published.map(|published| published.date),
            sentence: String::new(),
            event: facts(&article, 1).events.remove(0),
            article: article.id,
            ordinal: *ordinal,
            written: None,
            origin: 0,
        }
    });
    Deal {
        id: DealId::from_stored(id),
        name: format!("Deal {id}"),
        buyers: Vec::new(),
        vendors: Vec::new(),
        via: Vec::new(),
        program: None,
        contract_ids: Vec::new(),
        subject: None,
        status: Some(Status::Awarded),
        values: Vec::new(),
        disputed: false,
        first: "2026-01-01".parse().ok(),
        last: "2026-01".parse().ok(),
        events: told.collect(),
        origins: events.len(),
        stages: Vec::new(),
        contract_type: None,
        competition: None,
        classification: None,
        first_publisher: None,
        official: Vec::new(),
        rulings: Vec::new(),
        joins: Vec::new(),
        period: None,
        recompete: None,
    }
}

/// The page of the article number `n`.
pub(super) fn page(n: u32) -> Page {
    let article = article(n, "2026-01-01");
    Page {
        id: article.id,
        url: article.url,
        source_id: None,
        publisher: article.publisher,
        country: article.country,
        first_seen: Timestamp::from_second(1_700_000_000).unwrap(),
        origin: Origin::Crawl,
        source: Some("example".into()),
    }
}

/// A version with every column filled.
pub(super) fn version() -> NewVersion {
    let url = Address::parse("http://news.example/final").ok();
    NewVersion {
        fetched_at: Timestamp::from_second(1_700_000_000).unwrap(),
        requested: url.clone(),
        final_url: url,
        status: 200,
        content_type: Some("text/html".into()),
        etag: Some("\"e\"".into()),
        last_modified: Some("Tue, 14 Nov 2023 22:13:20 GMT".into()),
        robots_tag: Some("noarchive".into()),
        content_sha256: "00".repeat(32),
        archived: Some(ArchivePlace { file: "1.warc.gz".into(), offset: 12, length: 345 }),
        text_digest: Some("sha256:1".into()),
        hints: Hints { title: Some("Story".into()), ..Hints::default() },
    }
}
