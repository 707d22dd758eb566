//! One order for all that tells a deal: stages, events, timeline, paragraph and digest.

use super::course_tests::{deal, digest_of, on, protest};
use crate::deals::{Deal, settle_told};
use crate::events::EventKind::{self, Termination};
use crate::report::paragraph::paragraph;
use crate::report::samples::{AWARD, Told};
use crate::report::timeline::{PeriodLength, timeline};

/// Stages, events, timeline, paragraph and digest tell a deal in one order.
#[test]
fn one_order_for_all_that_tells_a_deal() {
    let end = Told { kind: Termination, published: "2025-12-01", publisher: "Press Wire", ..AWARD };
    let protest = Told { published: "2025-11-20", ..protest(&["Larkfield"], "Capitol Circuit") };
    let award = Told { published: "2025-11-04", ..AWARD };
    for (told, order) in [
        (vec![on(&award, "2025-11-03"), on(&end, "2025-11")], vec!["award", "termination"]),
        (vec![on(&award, "2025-11"), on(&protest, "2025-11-03")], vec!["award", "protest"]),
        (
            vec![on(&award, "2025-10-16"), on(&protest, "2025-11"), on(&end, "2025-11-04")],
            vec!["award", "protest", "termination"],
        ),
        (vec![on(&award, "2025"), on(&protest, "2025-11-03")], vec!["award", "protest"]),
    ] {
        let deal = deal(told);
        let kinds =
            |deal: &Deal| -> Vec<&str> { deal.events.iter().map(|told| told.event.kind.as_str()).collect() };
        assert_eq!(kinds(&deal), order);
        let entries = timeline(std::slice::from_ref(&deal), PeriodLength::Month, None, |_, _| true).entries;
        assert_eq!(entries.iter().map(|entry| entry.kind.as_str()).collect::<Vec<_>>(), order);
        let stages: Vec<&str> = deal.stages.iter().map(|stage| stage.status.as_str()).collect();
        let status = |kind: &&str| match *kind {
            "award" => "awarded",
            "protest" => "protested",
            _ => "ended",
        };
        assert_eq!(stages, order.iter().map(status).collect::<Vec<_>>());
        let text = paragraph(&deal, None).text();
        let verb = |kind: &&str| match *kind {
            "award" => "awarded",
            "protest" => " protested",
            _ => " ended",
        };
        let places: Vec<Option<usize>> = order.iter().map(|kind| text.find(verb(kind))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
        let digest = digest_of(&deal, "2025-11-10", "2026-12-01");
        let changes: Vec<&str> = digest.changes.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(changes, order.iter().copied().filter(|kind| *kind != "award").collect::<Vec<_>>());
    }
}

#[test]
fn who_is_barred_sues_over_it() {
    let barred = Told { kind: EventKind::Exclusion, published: "", ..AWARD };
    let suit = Told { published: "", ..protest(&["Larkfield"], "Press Wire") };
    for day in ["2026-02-27", ""] {
        let deal = deal(vec![on(&suit, ""), on(&barred, day)]);
        let text = paragraph(&deal, None).text();
        assert!(text.starts_with("The Army barred Larkfield"), "{text}");
        assert!(text.ends_with("Larkfield protested a decision of the Army."), "{text}");
    }
    // Told again with another day it is the same.
    let again = Told { publisher: "Capitol Circuit", published: "2026-07-01", ..barred.clone() };
    let deal = deal(vec![on(&barred, "2026-02-27"), on(&again, "2026-07-01")]);
    assert_eq!(paragraph(&deal, None).text().matches("barred").count(), 1);
}

#[test]
fn what_is_known_to_the_month_stands_after_its_days_among_other_deals() {
    let other = Told { number: "N00024-26-C-1234", buyer: "Navy", vendors: &["Brightmoor"], ..AWARD };
    let told = vec![on(&AWARD, "2025-11"), on(&other, "2025-11-20")];
    let entries = timeline(&settle_told(told), PeriodLength::Month, None, |_, _| true).entries;
    let shown: Vec<String> = entries.iter().filter_map(|entry| Some(entry.on?.to_string())).collect();
    assert_eq!(shown, ["2025-11-20", "2025-11"]);
}
