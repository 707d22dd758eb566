//! Whole articles of our own making, and the events they tell.

use super::{Event, EventKind, read_facts};
use crate::article::{Article, Body, DateOrigin, Published};
use crate::base::ArticleId;

fn events(title: &str, body: &str) -> Vec<Event> {
    let article = Article {
        id: ArticleId::of_content("", body),
        source_id: None,
        url: None,
        publisher: None,
        published: "2026-03-20".parse().ok().map(|date| Published::on(date, DateOrigin::Record)),
        title: title.to_owned(),
        authors: Vec::new(),
        language: None,
        country: None,
        body: Body::verbatim(body.to_owned()),
        partial: false,
        details: crate::article::Details::default(),
        notes: Vec::new(),
    };
    read_facts(&article).events
}

/// `buyers > vendors via carriers` of the first event of a kind.
fn told(title: &str, body: &str, kind: EventKind) -> Option<String> {
    let event = events(title, body).into_iter().find(|event| event.kind == kind)?;
    let names = |orgs: &[super::OrgRef]| orgs.iter().map(|o| o.name.as_str()).collect::<Vec<_>>().join(", ");
    Some(format!("{} > {} via {}", names(&event.buyers), names(&event.vendors), names(&event.via)))
}

#[test]
fn who_deals_with_whom() {
    for (title, body, kind, expected) in [
        (
            "Port picks a forecaster",
            "The Tasmire Port Authority awarded Quibble Dynamics Inc. a $4 million contract for AI berth planning.",
            EventKind::Award,
            "Tasmire Port Authority > Quibble Dynamics via ",
        ),
        (
            "Losing bidder goes to the watchdog",
            "Brindle Systems LLC lodged a bid protest at the Government Accountability Office against the Tasmire Port Authority.",
            EventKind::Protest,
            "Tasmire Port Authority > Brindle Systems via ",
        ),
        (
            "Port drops its reader",
            "The Tasmire Port Authority has cancelled its contract with Quibble Dynamics Inc. for an AI plate reader.",
            EventKind::Termination,
            "Tasmire Port Authority > Quibble Dynamics via ",
        ),
        (
            "More money for the forecaster",
            "The Tasmire Port Authority agreed to add $90,000 to its contract with Quibble Dynamics Inc. for AI berth planning.",
            EventKind::Modification,
            "Tasmire Port Authority > Quibble Dynamics via ",
        ),
    ] {
        assert_eq!(told(title, body, kind).as_deref(), Some(expected), "{body}");
    }
}

#[test]
fn talk_of_dealings_is_no_dealing() {
    for body in [
        "A losing bidder has ten days to protest under the rules of the Tasmire Port Authority.",
        "Employees of Brindle Systems LLC said their protests over the work for the Tasmire Port Authority go on.",
        "Either side may end the contract between the Tasmire Port Authority and Brindle Systems LLC.",
    ] {
        let found = events("Port notes", body);
        let is_told =
            |e: &Event| matches!(e.kind, EventKind::Protest | EventKind::Termination) && e.is_confirmed();
        let wrong = found.iter().any(is_told);
        assert!(!wrong, "{body}: {found:?}");
    }
}

#[test]
fn slots_are_filled_from_the_whole_article() {
    let day_and_sum = |event: &Event| {
        let sum = event.value.map(|value| value.money.amount.normalize().to_string());
        (event.date.map(|date| date.to_string()), sum)
    };
    for (title, body, vendor, day, sum) in [
        // The sum and the day stand in sentences of their own.
        (
            "Port picks a forecaster",
            "The Tasmire Port Authority has picked Quibble Dynamics Inc. for AI berth planning, it said on March 18. Founded in 2019, the company employs 40 people. The contract is worth $4 million.",
            "Quibble Dynamics",
            Some("2026-03-18"),
            Some("4000000"),
        ),
        // What an earlier contract cost, and when it was signed, is told of that one.
        (
            "Port drops its reader",
            "The Tasmire Port Authority on Wednesday awarded Quibble Dynamics Inc. a $4 million contract for AI berth planning. Brindle Systems LLC had held a $1.5 million contract with the authority since 2021.",
            "Brindle Systems",
            Some("2021"),
            Some("1500000"),
        ),
        // Winners listed below the news are of its day.
        (
            "Port splits its AI work",
            "The Tasmire Port Authority awarded four contracts for AI berth planning this week.\n\nQuibble Dynamics Inc. won a $4 million contract.\n\nBrindle Systems LLC won a $2 million contract.\n\nOsprey Tidal Corp. won a $3 million contract.",
            "Osprey Tidal",
            Some("2026-03"),
            Some("3000000"),
        ),
    ] {
        let found = events(title, body);
        let told =
            found.iter().find(|e| e.kind == EventKind::Award && e.vendors.iter().any(|v| v.name == vendor));
        let expected = (day.map(str::to_owned), sum.map(str::to_owned));
        assert_eq!(told.map(day_and_sum), Some(expected), "{body}\n{found:#?}");
    }
}
