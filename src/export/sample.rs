//! An article, its facts and its deal, for the tests of this room.

use crate::article::{Article, BlockKind, Body, DateOrigin, Published};
use crate::base::{Address, ArticleId, Currency, DealId, Money, OrgId, Span};
use crate::deals::{Deal, DealEvent, DealValue, Status};
use crate::entities::{
    Amount, AmountRole, Mentions, Named, NumberKind, NumberMention, Organisation, Qualifier,
};
use crate::events::{
    Attribution, AttributionKind, Certainty, Details, Event, EventKind, EventSpans, EventValue, Facts, OrgRef,
};
use crate::export::{Kind, Preface};
use crate::report::Coverage;

const TEXT: &str = "The Army awarded Palantir up to $252,458,698 for Maven under W911QX-24-D-0012.";
const SHORT: &str = "About $250 million may follow, and $0.42 a unit.";

pub(super) fn article() -> Article {
    Article {
        id: ArticleId::of_url("https://news.example/a"),
        source_id: Some("g1".into()),
        url: Address::parse("https://news.example/a").ok(),
        publisher: Some("Example News".into()),
        published: Some(Published {
            instant: "2025-07-15T01:30:00Z".parse().ok(),
            offset_seconds: Some(-4 * 3600),
            ..Published::on("2025-07-14".parse().unwrap(), DateOrigin::JsonLd)
        }),
        title: "Army picks Palantir".into(),
        authors: Vec::new(),
        language: Some("en".into()),
        country: Some("us".into()),
        body: Body::from_blocks([(BlockKind::Paragraph, TEXT), (BlockKind::Paragraph, SHORT)]),
        partial: false,
        details: crate::article::Details::default(),
        notes: Vec::new(),
    }
}

/// What stands before items of a kind.
pub(super) fn preface(kind: Kind, coverage: &Coverage) -> Preface<'_> {
    Preface {
        kind,
        query: "maven",
        made: "2026-03-17T09:00:00Z".parse().unwrap(),
        newest: "2026-03-16T08:00:00Z".parse().ok(),
        today: "2026-03-17".parse().unwrap(),
        sample: false,
        coverage,
    }
}

/// The place of the first `words` in the body.
fn place(words: &str) -> Span {
    let start = article().body.text().find(words).unwrap();
    Span::body(start, start + words.len())
}

fn usd(value: &str) -> Money {
    Money::new(value.parse().unwrap(), Currency::USD)
}

fn amount(words: &str, value: &str, role: AmountRole, qualifier: Option<Qualifier>) -> Amount {
    Amount { span: place(words), money: usd(value), low: None, qualifier, role, confidence: 0.9 }
}

pub(super) fn org(id: &str, name: &str) -> OrgRef {
    OrgRef { id: OrgId::from_stored(id), name: name.into() }
}

pub(super) fn facts() -> Facts {
    let organisation = |id: &str, name: &str, mentions| Organisation {
        id: OrgId::from_stored(id),
        name: name.into(),
        parent: None,
        mentions,
        confidence: 0.99,
    };
    let named = |id: &str, name: &str| Named {
        id: id.into(),
        name: name.into(),
        owner: None,
        mentions: vec![place("Maven")],
    };
    let number =
        |number: &str, kind| NumberMention { span: place("W911QX-24-D-0012"), number: number.into(), kind };
    Facts {
        relevant: true,
        relevance: 0.97,
        mentions: Mentions {
            agencies: vec![organisation("us/dod/army", "Army", vec![Span::title(0, 4), place("Army")])],
            vendors: vec![organisation("palantir", "Palantir", vec![place("Palantir")])],
            amounts: vec![
                amount("up to $252,458,698", "252458698", AmountRole::Ceiling, Some(Qualifier::UpTo)),
                amount("About $250 million", "250000000", AmountRole::Ceiling, Some(Qualifier::About)),
                amount("$0.42 a unit", "0.42", AmountRole::Price, None),
            ],
            numbers: vec![
                number("W911QX-24-D-0012", NumberKind::Contract),
                number("B-1.2", NumberKind::Protest),
            ],
            programs: vec![named("maven", "Maven Smart System")],
            ..Mentions::default()
        },
        events: vec![event()],
    }
}

pub(super) fn event() -> Event {
    Event {
        kind: EventKind::Award,
        buyers: vec![org("us/dod/army", "Army")],
        vendors: vec![org("palantir", "Palantir")],
        via: Vec::new(),
        value: Some(EventValue {
            money: usd("252458698"),
            low: None,
            role: AmountRole::Ceiling,
            is_apiece: false,
        }),
        date: "2025-07".parse().ok(),
        subject: Some("Maven".into()),
        program: Some("maven".into()),
        contract_ids: vec!["W911QX-24-D-0012".into()],
        official: None,
        certainty: Certainty::Announced,
        details: Details::default(),
        attribution: Some(Attribution { kind: AttributionKind::Agency, name: None }),
        evidence: place(TEXT),
        spans: EventSpans { kind: vec![place("awarded")], ..EventSpans::default() },
        confidence: 0.9,
        review: None,
    }
}

/// A deal told by a blog's rumour, then by the news.
pub(super) fn deal() -> Deal {
    let told = |id: &str, url: Option<&str>, event: Event| DealEvent {
        written: None,
        origin: 0,
        article: ArticleId::from_stored(id),
        ordinal: 0,
        title: "Army picks Palantir".into(),
        url: url.map(str::to_owned),
        publisher: Some("Example News".into()),
        published: "2025-07-14".parse().ok(),
        sentence: TEXT.into(),
        event,
    };
    let rumour = Event {
        certainty: Certainty::Possible,
        value: Some(EventValue {
            money: usd("150000000"),
            low: None,
            role: AmountRole::Ceiling,
            is_apiece: false,
        }),
        ..event()
    };
    let value = |value: &str, articles: &[&str]| DealValue {
        role: AmountRole::Ceiling,
        money: usd(value),
        low: None,
        articles: articles.iter().map(|id| ArticleId::from_stored(*id)).collect(),
        origins: articles.len(),
    };
    Deal {
        id: DealId::from_stored("d0123456789a"),
        name: "Army – Palantir – Maven, 2025".into(),
        buyers: vec![org("us/dod/army", "Army")],
        vendors: vec![org("palantir", "Palantir")],
        via: Vec::new(),
        program: Some("maven".into()),
        contract_ids: vec!["W911QX-24-D-0012".into()],
        subject: Some("Maven".into()),
        status: Some(Status::Awarded),
        values: vec![value("252458698", &["a2", "a3"]), value("150000000", &["a1"])],
        disputed: true,
        first: "2025-07-14".parse().ok(),
        last: "2025-07-15".parse().ok(),
        events: vec![
            told("a1", Some("https://blog.example/1"), rumour),
            told("a2", None, event()),
            told("a3", Some("https://news.example/a"), event()),
        ],
        origins: 2,
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
