//! Tables of queries: which hold, and by what.

use jiff::civil::date;

use crate::article::{Article, Body, Details};
use crate::base::{ArticleId, Currency, Money};
use crate::entities::{AmountRole, Mentions};
use crate::events::{EventKind, Facts};
use crate::search::{Document, NameEntry, NameKind, NameTable, NamedThing, Query};
use crate::watch::{ArticleSubject, Found, Plain, matches, why};

fn names() -> NameTable {
    let entry = |kind, id, name, aliases: &[&'static str]| NameEntry {
        kind,
        id,
        name,
        aliases: aliases.to_vec(),
        parent: None,
    };
    NameTable::new([
        entry(NameKind::Agency, "us/dod", "Department of Defense", &["Pentagon", "DoD"]),
        entry(NameKind::Vendor, "openai", "OpenAI", &[]),
    ])
}

fn article() -> Article {
    Article {
        id: ArticleId::from_stored("a1"),
        source_id: None,
        url: None,
        publisher: Some("Reuters".into()),
        published: None,
        title: "Army buys drones".into(),
        authors: Vec::new(),
        language: None,
        country: None,
        body: Body::verbatim(
            "The supply chain of OpenAI's drone contracts is worth $60 million. Order W9-1.".into(),
        ),
        partial: false,
        details: Details::default(),
        notes: Vec::new(),
    }
}

/// Asks a query of the article; gives what holds, each with what it holds by.
fn asked(text: &str, plain: Plain) -> Option<String> {
    let facts = Facts { relevant: true, relevance: 1.0, mentions: Mentions::default(), events: Vec::new() };
    let (article, names) = (article(), names());
    let mut document = Document::new(&article, &facts, &names);
    document.agencies = vec![NamedThing { id: "us/dod/army", name: "Army", ancestors: vec!["us/dod"] }];
    document.vendors = vec![NamedThing { id: "openai", name: "OpenAI", ancestors: vec![] }];
    document.kinds = vec![EventKind::Award];
    document.numbers = vec!["W9113M-25-C-0001"];
    document.sums = vec![(AmountRole::Award, Money::new(60_000_000.into(), Currency::USD))];
    document.amounts = vec![document.sums[0].1];
    document.published = Some("2026-03-16".parse().unwrap());
    let subject = ArticleSubject::new(&document);
    let query = Query::parse(text, date(2026, 3, 17)).unwrap();
    let reasons = why(&query, &subject, &names, plain);
    assert_eq!(matches(&query, &subject, &names, plain), !reasons.is_empty(), "{text}");
    let by = |found: &Found| match found {
        Found::Words(span) => format!("{:?} {}", span.field, span.of(&article.title, article.body.text())),
        Found::Thing { name, .. } => name.clone(),
        Found::Sum { money, .. } => money.amount.to_string(),
        Found::Published(date) => date.to_string(),
        Found::Kind(kind) => kind.as_str().to_owned(),
        Found::Number(number) => number.clone(),
        other => format!("{other:?}"),
    };
    let reason = |reason: &crate::watch::Reason| {
        let found: Vec<String> = reason.found.iter().map(by).collect();
        format!("{} <- {}", reason.clause, found.join(", "))
    };
    (!reasons.is_empty()).then(|| reasons.iter().map(reason).collect::<Vec<_>>().join("; "))
}

#[test]
fn an_alert_says_why() {
    for (query, expected) in [
        ("drone contract", Some("drone <- Title drones, Body drone; contract <- Body contracts")),
        ("drone tank", None),
        ("drone OR tank", Some("drone <- Title drones, Body drone")),
        ("pentagon drone", Some("pentagon <- Army; drone <- Title drones, Body drone")),
        ("the drone", Some("drone <- Title drones, Body drone")),
        ("W9113M25C0001", Some("W9113M25C0001 <- W9113M-25-C-0001")),
        ("\"supply chain\" -opinion", Some("\"supply chain\" <- Body supply chain; -opinion <- ")),
        (
            "\"chain drone contract\"~4",
            Some("\"chain drone contract\"~4 <- Body chain of OpenAI's drone contracts"),
        ),
        ("-(opinion drone)", None),
        ("vendor:openai amount:>50M", Some("vendor:openai <- OpenAI; amount:>USD50000000 <- 60000000")),
        ("type:award after:2026-03", Some("type:award <- award; after:2026-03-01 <- 2026-03-16")),
        ("amount:>60M", None),
        ("title:contract", None),
        ("&", None),
    ] {
        assert_eq!(asked(query, Plain::All).as_deref(), expected, "{query}");
    }
}

#[test]
fn plain_words_are_required_unless_said_otherwise() {
    assert_eq!(asked("drone tank", Plain::Any).as_deref(), Some("drone <- Title drones, Body drone"));
    assert_eq!(asked("tank plane", Plain::Any), None);
    // No name of an organisation is read into what has to be there as written.
    assert_eq!(asked("+pentagon", Plain::All), None);
}
