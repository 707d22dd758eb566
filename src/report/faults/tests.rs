//! One deal a kind of fault, and the like of it in which nothing is wrong.

use jiff::civil::{Date, date};

use crate::base::{Money, OrgId};
use crate::deals::{Deal, DealEvent, DealValue};
use crate::entities::{AmountRole, Mentions};
use crate::events::{Certainty, Event, EventKind, EventValue, Facts, OrgRef};
use crate::report::faults::{FactChange, Fault, FaultKind, fact_changes, faults};
use crate::report::samples::{AWARD, Told, deal};

const TODAY: Date = date(2026, 6, 30);

/// A deal of these events, however little they have in common.
fn deal_of(events: Vec<DealEvent>) -> Deal {
    let mut deal = deal(&[AWARD]);
    let mut values: Vec<DealValue> = Vec::new();
    for told in &events {
        let Some(EventValue { money, low, role, .. }) = told.event.value else { continue };
        let articles = vec![told.article.clone()];
        match values.iter_mut().find(|value| value.role == role && value.money == money) {
            Some(known) => known.articles.extend(articles),
            None => values.push(DealValue { role, money, low, articles, origins: 1 }),
        }
    }
    deal.disputed = true;
    deal.values = values;
    deal.events = events.into_iter().zip(0..).map(|(told, origin)| DealEvent { origin, ..told }).collect();
    deal
}

fn kinds(events: Vec<DealEvent>) -> Vec<FaultKind> {
    faults(&deal_of(events), TODAY).iter().map(|fault| fault.kind).collect()
}

fn only(events: Vec<DealEvent>) -> Fault {
    let mut found = faults(&deal_of(events), TODAY);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

/// An event of an article of its own, published on this day.
fn told(published: &'static str, kind: EventKind, value: Option<(AmountRole, &'static str)>) -> DealEvent {
    Told { published, kind, value, ..AWARD }.event()
}

fn award(published: &'static str, sum: &'static str) -> DealEvent {
    told(published, EventKind::Award, Some((AmountRole::Award, sum)))
}

fn on(day: &str, mut told: DealEvent) -> DealEvent {
    told.event.date = Some(day.parse().unwrap());
    told
}

#[test]
fn sums_that_cannot_both_be_right_stand_side_by_side() {
    let fault = only(vec![
        award("2026-03-02", "84000000"),
        award("2026-03-03", "48000000"),
        award("2026-03-04", "48000000"),
    ]);
    assert_eq!(
        (fault.kind, fault.what.as_str()),
        (FaultKind::SumsDisagree, "award: $84 million or $48 million")
    );
    let support: Vec<_> =
        fault.tellings.iter().map(|one| (one.says.as_str(), one.tellers.len(), one.origins)).collect();
    assert_eq!(support, [("$84 million award", 1, 1), ("$48 million award", 2, 2)]);
    assert!(fault.remedy().contains("--role award"), "{}", fault.remedy());
    assert_eq!(kinds(vec![award("2026-03-02", "84000000"), award("2026-03-03", "84000000")]), []);
}

#[test]
fn a_slip_of_units_is_no_mere_disagreement() {
    let fault = only(vec![award("2026-03-02", "90000000"), award("2026-03-03", "90000000000")]);
    assert_eq!(fault.kind, FaultKind::SumOutOfProportion);
    assert_eq!(fault.what, "$90 billion award is about 1,000 times $90 million award");
    assert_eq!(fault.tellings.len(), 2);
    let of_three =
        vec![award("2026-03-02", "90000000"), award("2026-03-03", "80000000"), award("2026-03-04", "80000")];
    let found = faults(&deal_of(of_three), TODAY);
    let kinds: Vec<_> = found.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::SumOutOfProportion, FaultKind::SumsDisagree]);
    assert_eq!(found[0].tellings[0].says, "$80,000 award");
    // What is paid first, and sums in other currencies, are no tellings of the worth.
    let paid = told("2026-03-03", EventKind::Award, Some((AmountRole::Obligated, "25000")));
    assert_eq!(super::sums::faults(&deal_of(vec![award("2026-03-02", "90000000"), paid])), []);
    let yen = award("2026-03-03", "90000000000 JPY");
    assert_eq!(super::sums::faults(&deal_of(vec![award("2026-03-02", "90000000"), yen])), []);
}

#[test]
fn no_more_is_obligated_than_the_ceiling() {
    let ceiling = || told("2026-03-02", EventKind::Award, Some((AmountRole::Ceiling, "10000000")));
    let paid = |sum| told("2026-03-03", EventKind::Modification, Some((AmountRole::Obligated, sum)));
    let fault = only(vec![ceiling(), paid("12000000")]);
    assert_eq!(fault.kind, FaultKind::ObligatedAboveCeiling);
    assert_eq!(fault.what, "$12 million obligated of a $10 million ceiling");
    assert_eq!(kinds(vec![ceiling(), paid("10100000")]), [], "rounded");
    assert_eq!(kinds(vec![ceiling(), paid("12000000 EUR")]), []);
}

#[test]
fn a_trillion_dollars_is_beyond_belief() {
    assert_eq!(only(vec![award("2026-03-02", "1500000000000")]).kind, FaultKind::SumTooLarge);
    assert_eq!(kinds(vec![award("2026-03-02", "1500000000000 JPY")]), []);
    assert_eq!(kinds(vec![award("2026-03-02", "900000000000")]), []);
}

#[test]
fn a_range_goes_up() {
    let range = |low: i64| {
        let mut told = award("2026-03-02", "5000000");
        told.event.value = told.event.value.map(|value| EventValue { low: Some(low.into()), ..value });
        told
    };
    let fault = only(vec![range(7_000_000)]);
    assert_eq!(
        (fault.kind, fault.what.as_str()),
        (FaultKind::RangeReversed, "award: from $7 million to $5 million")
    );
    assert_eq!(kinds(vec![range(3_000_000)]), []);
}

#[test]
fn what_is_told_as_a_fact_has_come_about() {
    let plain = |published| told(published, EventKind::Award, None);
    for (day, published, words) in [
        ("2026-09-01", "2026-03-02", Some("award of 2026-09-01, and today is 2026-06-30")),
        ("2026-05-01", "2026-03-02", Some("award of 2026-05-01, told on 2026-03-02")),
        ("2026-03-03", "2026-03-02", None),
        ("2026-03", "2026-03-02", None),
        ("2026", "2026-03-02", None),
        ("2026-03-02", "2026-07-15", Some("published 2026-07-15, and today is 2026-06-30")),
    ] {
        let found = faults(&deal_of(vec![on(day, plain(published))]), TODAY);
        let told: Vec<_> = found.iter().map(|fault| (fault.kind, fault.what.as_str())).collect();
        let expected: Vec<_> = words.into_iter().map(|words| (FaultKind::DateInFuture, words)).collect();
        assert_eq!(told, expected, "{day} {published}");
    }
    let planned = Told { certainty: Certainty::Planned, ..AWARD }.event();
    assert_eq!(kinds(vec![on("2026-09-01", planned)]), [], "a plan");
}

#[test]
fn days_come_in_the_order_of_a_contracts_life() {
    use EventKind::{Award, Protest, Solicitation, Termination};
    let event = |kind, published, day: &str| {
        let told = told(published, kind, None);
        if day.is_empty() { told } else { on(day, told) }
    };
    for (events, expected) in [
        (
            vec![event(Award, "2026-03-02", ""), event(Solicitation, "2026-06-02", "2026-06")],
            Some(FaultKind::AwardBeforeSolicitation),
        ),
        (vec![event(Award, "2026-03-02", ""), event(Solicitation, "2026-06-02", "")], None),
        (vec![event(Solicitation, "2026-01-02", "2026-01-02"), event(Award, "2026-03-02", "")], None),
        (
            vec![event(Protest, "2026-01-05", ""), event(Award, "2026-03-02", "2026-03-01")],
            Some(FaultKind::ProtestBeforeAward),
        ),
        (vec![event(Protest, "2026-01-05", ""), event(Award, "2026-03-02", "")], None),
        (vec![event(Protest, "2026-03-05", ""), event(Award, "2026-03-02", "2026-03-01")], None),
        (
            vec![event(Termination, "2026-02-05", "2026-02-01"), event(Award, "2026-03-02", "2026-03-01")],
            Some(FaultKind::EndBeforeStart),
        ),
    ] {
        assert_eq!(kinds(events.clone()), expected.into_iter().collect::<Vec<_>>(), "{events:#?}");
    }
}

#[test]
fn an_end_comes_after_the_start() {
    let done = |day: &str| {
        let mut told = on("2026-03-01", told("2026-03-02", EventKind::Award, None));
        told.event.details.completion = Some(day.parse().unwrap());
        told
    };
    let fault = only(vec![done("2025-09")]);
    assert_eq!(
        (fault.kind, fault.what.as_str()),
        (FaultKind::EndBeforeStart, "award 2026-03-01, to be done 2025-09")
    );
    assert_eq!(kinds(vec![done("2026")]), []);
}

#[test]
fn awards_more_than_a_year_apart_are_told() {
    let dated = |published, day| on(day, told(published, EventKind::Award, None));
    let fault = only(vec![dated("2026-03-02", "2026-03-01"), dated("2026-04-02", "2024-11")]);
    assert_eq!(
        (fault.kind, fault.what.as_str()),
        (FaultKind::DatesDisagree, "awarded 2024-11 or 2026-03-01")
    );
    assert_eq!(kinds(vec![dated("2026-03-02", "2026-03-01"), dated("2026-04-02", "2025-03-01")]), []);
}

#[test]
fn suppliers_that_no_article_names_together_disagree() {
    let named = |published, vendors| Told { published, vendors, ..AWARD }.event();
    let fault = only(vec![named("2026-03-02", &["Larkfield"]), named("2026-03-03", &["Quillon Systems"])]);
    assert_eq!(
        (fault.kind, fault.what.as_str()),
        (FaultKind::SuppliersDisagree, "Larkfield or Quillon Systems")
    );
    for agreed in [
        vec![named("2026-03-02", &["Larkfield"]), named("2026-03-03", &["Larkfield Analytics"])],
        vec![
            named("2026-03-02", &["Larkfield"]),
            named("2026-03-03", &["Quillon"]),
            named("2026-03-04", &["Larkfield", "Quillon"]),
        ],
        vec![named("2026-03-02", &["Larkfield"]), named("2026-03-03", &[])],
    ] {
        assert_eq!(kinds(agreed), []);
    }
}

fn facts(events: Vec<Event>) -> Facts {
    Facts { relevant: true, relevance: 1.0, mentions: Mentions::default(), events }
}

fn changes(before: Vec<Event>, after: Vec<Event>) -> Vec<String> {
    fact_changes(&facts(before), &facts(after)).iter().map(FactChange::words).collect()
}

#[test]
fn an_edit_is_told_by_the_facts_it_brought_took_and_changed() {
    let event = |sum| award("2026-03-02", sum).event;
    assert_eq!(changes(vec![event("90000000")], vec![event("90000000")]), [""; 0]);
    assert_eq!(
        changes(vec![event("90000000")], vec![event("9000000")]),
        ["value: $90 million award → $9 million award"]
    );
    let without_supplier = Event { vendors: Vec::new(), ..event("90000000") };
    assert_eq!(changes(vec![event("90000000")], vec![without_supplier]), ["vendors gone: Larkfield"]);
    assert_eq!(changes(vec![event("90000000")], vec![]), ["event gone: award: Larkfield, $90 million award"]);
    let other = Event {
        kind: EventKind::Protest,
        vendors: vec![OrgRef { id: OrgId::unlisted("quillon"), name: "Quillon".into() }],
        contract_ids: Vec::new(),
        value: None,
        ..event("1")
    };
    // Their order does not matter, and a doubtful one that comes and goes is no news.
    let doubtful = Event { confidence: 0.5, ..other.clone() };
    assert_eq!(
        changes(vec![event("90000000"), doubtful], vec![other.clone(), event("90000000")]),
        [""; 0],
        "the doubtful one is surer now"
    );
    assert_eq!(
        changes(vec![event("90000000")], vec![other, event("90000000")]),
        ["event new: protest: Quillon"]
    );
    let mut irrelevant = facts(vec![event("90000000")]);
    irrelevant.relevant = false;
    let lost = fact_changes(&facts(vec![event("90000000")]), &irrelevant);
    let words: Vec<_> = lost.iter().map(FactChange::words).collect();
    assert_eq!(words[0], "relevance: relevant → not relevant");
    assert!(words[1].starts_with("event gone"), "{words:?}");
}

#[test]
fn what_the_user_has_settled_is_no_fault() {
    use crate::base::Currency;
    use crate::deals::{DealRuling, EventRef, Ruled, Said};
    let mut deal = deal_of(vec![award("2026-03-02", "84000000"), award("2026-03-03", "48000000000")]);
    assert_eq!(faults(&deal, TODAY).len(), 1);
    let money = Money::new(84_000_000.into(), Currency::USD);
    deal.rulings = vec![DealRuling {
        event: EventRef::of(&deal.events[0]),
        ruled: Ruled::Value(EventValue { money, low: None, role: AmountRole::Award, is_apiece: false }),
        said: Said { author: None, time: None, reason: None },
    }];
    assert_eq!(faults(&deal, TODAY), []);
}
