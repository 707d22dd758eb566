//! Digests, sums and statements of deals made by hand.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::samples::{AWARD, Told, deal, deals, quarter};
use super::*;
use crate::base::{ArticleId, Span};
use crate::deals::Deal;
use crate::entities::AmountRole;
use crate::events::{Certainty, EventKind};

fn input(deals: Vec<Deal>, since: &str) -> DigestInput {
    DigestInput { title: "March".into(), since: since.parse().ok(), deals, ..DigestInput::default() }
}

fn sentence(entry: &Entry) -> String {
    entry.statement.iter().map(|clause| clause.text.as_str()).collect()
}

#[track_caller]
fn check_statement(told: &[Told], expected: &str) {
    assert_eq!(statement(&deal(told), None).text(), expected);
}

#[test]
fn each_kind_and_doubt_has_its_words() {
    let on = |kind, sentence| Told { kind, sentence, ..AWARD };
    let sum = |role, sum| Told { value: Some((role, sum)), ..AWARD };
    let sure = |certainty, confidence| Told { certainty, confidence, ..AWARD };
    for (told, expected) in [
        (AWARD, "The Army awarded Larkfield a contract (reported 2 March 2026)."),
        (
            sum(AmountRole::Ceiling, "10000000000"),
            "The Army awarded Larkfield a contract worth up to $10 billion (reported 2 March 2026).",
        ),
        (
            sum(AmountRole::Price, "0.42"),
            "The Army awarded Larkfield a contract, at a price of $0.42 (reported 2 March 2026).",
        ),
        (sum(AmountRole::Other, "9"), "The Army awarded Larkfield a contract (reported 2 March 2026)."),
        (Told { buyer: "", ..AWARD }, "Larkfield won a contract (reported 2 March 2026)."),
        (Told { vendors: &[], ..AWARD }, "The Army awarded a contract (reported 2 March 2026)."),
        (Told { buyer: "", vendors: &[], ..AWARD }, "A contract was awarded (reported 2 March 2026)."),
        (
            Told {
                vendors: &["Larkfield", "Quillon", "Ostrava"],
                value: Some((AmountRole::Ceiling, "200000000")),
                sentence: "Contracts of up to $200 million each went to Larkfield, Quillon and Ostrava.",
                ..AWARD
            },
            "The Army awarded Larkfield, Quillon and Ostrava contracts worth up to $200 million each (reported 2 March 2026).",
        ),
        (
            sure(Certainty::Reported, 0.9),
            "The Army reportedly awarded Larkfield a contract (reported 2 March 2026).",
        ),
        (
            sure(Certainty::Planned, 0.9),
            "The Army plans to award Larkfield a contract (reported 2 March 2026).",
        ),
        (
            sure(Certainty::Possible, 0.5),
            "Unconfirmed: the Army may award Larkfield a contract (reported 2 March 2026).",
        ),
        (
            Told { buyer: "", ..sure(Certainty::Planned, 0.9) },
            "Larkfield is to win a contract (reported 2 March 2026).",
        ),
        (
            on(EventKind::Modification, "Its task orders grew."),
            "The Army modified its task order with Larkfield (reported 2 March 2026).",
        ),
        (
            on(EventKind::Termination, "The Army ended its agreement."),
            "The Army ended its agreement with Larkfield (reported 2 March 2026).",
        ),
        (
            on(EventKind::Solicitation, "The Army asks for bids."),
            "The Army opened a solicitation (reported 2 March 2026).",
        ),
        (
            on(EventKind::Protest, "Larkfield objects."),
            "Larkfield protested a decision of the Army (reported 2 March 2026).",
        ),
        (on(EventKind::Exclusion, "Out."), "The Army barred Larkfield (reported 2 March 2026)."),
        (
            Told { buyer: "", ..on(EventKind::Exclusion, "Out.") },
            "Larkfield was barred (reported 2 March 2026).",
        ),
        (
            on(EventKind::Deployment, "In use."),
            "The Army deployed technology from Larkfield (reported 2 March 2026).",
        ),
        (
            on(EventKind::Authorization, "Cleared."),
            "Larkfield received an authorization from the Army (reported 2 March 2026).",
        ),
        (
            Told { vendors: &["A1", "B2"], ..on(EventKind::Partnership, "Together.") },
            "A1 and B2 formed a partnership to serve the Army (reported 2 March 2026).",
        ),
        (
            Told {
                buyer: "",
                value: Some((AmountRole::Investment, "240000000")),
                ..on(EventKind::Investment, "Money.")
            },
            "Larkfield took part in a private investment of $240 million (reported 2 March 2026).",
        ),
    ] {
        check_statement(&[told], expected);
    }
}

#[test]
fn every_clause_names_the_events_that_say_it() {
    let mut events: Vec<_> = quarter().iter().take(3).map(Told::event).collect();
    events[0].event.subject = Some("sensor\u{202e} software".into());
    events[1].event.date = "2026-03".parse().ok();
    let deals = crate::deals::settle_told(events);
    let told = statement(&deals[0], None);
    assert_eq!(
        told.text(),
        "The Army awarded Larkfield a contract for sensor software (March 2026); sources disagree: $48 million \
         (Press Wire, Capitol Circuit) or $84 million (Defense Ledger)."
    );
    let said: Vec<Vec<&str>> = told
        .clauses
        .iter()
        .map(|clause| clause.events.iter().filter_map(|i| deals[0].events[*i].publisher.as_deref()).collect())
        .collect();
    assert_eq!(said[1], ["Defense Ledger"]);
    assert_eq!(said[2], ["Capitol Circuit"]);
    assert_eq!(said[3].len(), 2);
}

#[test]
fn a_sum_in_doubt_is_marked_in_a_statement_that_is_not() {
    let doubted = Told {
        publisher: "Rumour",
        value: Some((AmountRole::Award, "9000000")),
        certainty: Certainty::Possible,
        ..AWARD
    };
    check_statement(
        &[AWARD, doubted],
        "The Army awarded Larkfield a contract, reportedly worth $9 million (reported 2 March 2026).",
    );
}

fn line(
    totals: &[Total],
    standing: Standing,
    role: AmountRole,
    code: &str,
) -> Option<(String, usize, usize)> {
    let found =
        totals.iter().find(|t| (t.standing, t.role, t.money.currency.code()) == (standing, role, code))?;
    Some((found.money.amount.to_string(), found.deals, found.disputed))
}

#[test]
fn sums_keep_role_currency_and_standing_apart() {
    let totals = totals(&deals(&quarter()));
    for (standing, role, code, expected) in [
        (Standing::Confirmed, AmountRole::Award, "USD", Some(("48000000", 1, 1))),
        (Standing::Confirmed, AmountRole::Ceiling, "USD", Some(("90000000", 1, 0))),
        (Standing::Confirmed, AmountRole::Modification, "USD", Some(("5000000", 1, 0))),
        (Standing::Sought, AmountRole::Award, "USD", Some(("7000000", 1, 0))),
        (Standing::Ended, AmountRole::Award, "USD", Some(("250000", 1, 0))),
        (Standing::Unconfirmed, AmountRole::Award, "GBP", Some(("300000", 1, 0))),
        (Standing::Confirmed, AmountRole::Award, "GBP", None),
    ] {
        let found = line(&totals, standing, role, code);
        assert_eq!(found, expected.map(|(sum, deals, disputed)| (sum.to_owned(), deals, disputed)));
    }
    assert_eq!(totals.len(), 6);
}

#[test]
fn of_two_sums_as_many_say_the_smaller_is_counted() {
    let told: Vec<Told> = quarter().into_iter().take(2).collect();
    let totals = totals(&[deal(&told)]);
    assert_eq!((totals[0].money.amount, totals[0].disputed), (Decimal::from(48_000_000), 1));
}

#[test]
fn a_raised_ceiling_takes_the_place_of_the_first() {
    let first = Told { value: Some((AmountRole::Ceiling, "480000000")), published: "2025-05-01", ..AWARD };
    let raised = Told {
        kind: EventKind::Modification,
        value: Some((AmountRole::Ceiling, "1300000000")),
        sentence: "The ceiling of the contract was raised to $1.3 billion.",
        ..AWARD
    };
    let totals = totals(&[deal(&[first, raised])]);
    assert_eq!(totals.len(), 1);
    assert_eq!(totals[0].money.amount, Decimal::from(1_300_000_000));
    assert_eq!((totals[0].deals, totals[0].further), (1, 1));
}

#[test]
fn one_sum_for_several_deals_is_counted_once_unless_it_is_each() {
    for (is_apiece, expected, shared) in [(false, 9_000_000_000_u64, 1), (true, 18_000_000_000, 0)] {
        let told = |vendors, number, ordinal| {
            let value = Some((AmountRole::Ceiling, "9000000000"));
            let mut event = Told { vendors, value, number, ..AWARD }.event();
            event.event.value.as_mut().unwrap().is_apiece = is_apiece;
            event.article = ArticleId::of_url("https://press-wire.example/one");
            event.ordinal = ordinal;
            event.event.spans.value = vec![Span::body(10, 20)];
            event
        };
        let deals =
            crate::deals::settle_told(vec![told(&["Larkfield"], "A-1", 0), told(&["Quillon"], "A-2", 1)]);
        assert_eq!(deals.len(), 2);
        let totals = totals(&deals);
        assert_eq!((totals[0].money.amount, totals[0].shared), (Decimal::from(expected), shared));
        assert_eq!(totals[0].deals, 2);
    }
}

#[test]
fn a_doubtful_deal_takes_no_sum_from_a_firm_one() {
    let told = |vendors, number, ordinal, confidence| {
        let value = Some((AmountRole::Award, "75000000"));
        let mut event = Told { vendors, value, number, confidence, ..AWARD }.event();
        event.article = ArticleId::of_url("https://press-wire.example/one");
        event.ordinal = ordinal;
        event.event.spans.value = vec![Span::body(10, 20)];
        event
    };
    let firm = told(&["Larkfield"], "A-1", 0, 0.95);
    let doubtful = told(&["Quillon"], "A-2", 1, 0.5);
    let totals = totals(&crate::deals::settle_told(vec![firm, doubtful]));
    let shown: Vec<(Standing, String, usize)> =
        totals.iter().map(|total| (total.standing, total.money.to_string(), total.shared)).collect();
    let sum = "$75 million".to_owned();
    assert_eq!(shown, [(Standing::Confirmed, sum.clone(), 0), (Standing::Unconfirmed, sum, 0)]);
}

#[test]
fn prices_budgets_and_sums_beyond_reckoning_are_not_added() {
    for role in [AmountRole::Price, AmountRole::Budget, AmountRole::Other] {
        assert!(totals(&[deal(&[Told { value: Some((role, "5")), ..AWARD }])]).is_empty());
    }
    let huge = "79228162514264337593543950335";
    let told = |vendors, number| Told { vendors, number, value: Some((AmountRole::Award, huge)), ..AWARD };
    let totals = totals(&deals(&[told(&["A1"], "N-1"), told(&["B2"], "N-2")]));
    assert_eq!((totals[0].money.amount.to_string().as_str(), totals[0].further), (huge, 1));
}

#[test]
fn a_digest_has_each_thing_in_its_section() {
    let digest = digest(&input(deals(&quarter()), "2026-03-01"));
    let shown = |entries: &[Entry]| entries.iter().map(sentence).collect::<Vec<_>>();
    assert_eq!(
        shown(&digest.new),
        ["The Army awarded Larkfield a contract (reported 2 March 2026); sources disagree: $48 million \
          (Capitol Circuit, Press Wire) or $84 million (Defense Ledger)"]
    );
    assert_eq!(
        shown(&digest.changes),
        [
            "The Navy modified its contract with Brightmoor, with a figure of $5 million given (reported 2 March 2026)",
            "The City Council ended its agreement with Ostrava, worth $250,000 (reported 2 March 2026)",
        ]
    );
    assert_eq!(
        shown(&digest.sought),
        ["The Coast Guard opened a solicitation, worth $7 million (reported 2 March 2026)"]
    );
    assert_eq!(
        shown(&digest.disagreements),
        ["Sources disagree: $48 million (Capitol Circuit, Press Wire) or $84 million (Defense Ledger)"]
    );
    assert_eq!(
        shown(&digest.unconfirmed),
        ["The City of Flagstaff plans to award Quillon a deal worth £300,000 (reported 2 March 2026)"]
    );
    // The ceiling of January is no money of March.
    assert_eq!(line(&digest.totals, Standing::Confirmed, AmountRole::Ceiling, "USD"), None);
    assert_eq!(digest.sources.len(), 7);
    assert_eq!(digest.retold, 0);
    assert!(
        digest.new.iter().all(|entry| entry.confirmed) && digest.unconfirmed.iter().all(|e| !e.confirmed)
    );
}

#[test]
fn a_rumour_does_not_lead_a_disagreement() {
    let mut told: Vec<Told> = quarter().into_iter().take(2).collect();
    told[0].confidence = 0.5;
    let digest = digest(&input(vec![deal(&told)], "2026-03-01"));
    let [entry] = digest.disagreements.as_slice() else { panic!("{:?}", digest.disagreements) };
    let expected =
        "Sources disagree: $48 million (Capitol Circuit) or $84 million (Defense Ledger, unconfirmed)";
    assert_eq!((sentence(entry).as_str(), entry.confirmed), (expected, true));
}

#[test]
fn what_was_told_before_is_only_told_again() {
    let again = Told { published: "2026-03-20", publisher: "Late Post", ..AWARD };
    let found = digest(&input(vec![deal(&[AWARD, again])], "2026-03-10"));
    assert!(found.new.is_empty() && found.totals.is_empty());
    assert_eq!(found.retold, 1);
}

fn any_told() -> impl Strategy<Value = Told> {
    let kinds = prop::sample::select(EventKind::ALL.to_vec());
    let roles = prop::sample::select(vec![
        AmountRole::Ceiling,
        AmountRole::Award,
        AmountRole::Obligated,
        AmountRole::Modification,
        AmountRole::Price,
        AmountRole::Budget,
        AmountRole::Investment,
        AmountRole::Other,
    ]);
    let sums =
        prop::sample::select(vec!["1500000", "48000000", "84000000", "300000 GBP", "0.42", "70000 EUR"]);
    let places = (
        prop::sample::select(vec!["Army", "Navy", "City Council", ""]),
        prop::sample::select(vec![&["Larkfield"][..], &["Quillon", "Ostrava"], &[]]),
        prop::sample::select(vec!["A-1", "A-2", ""]),
        prop::sample::select(vec!["2026-02-01", "2026-03-02", "2026-03", "2027"]),
        prop::sample::select(vec!["Press Wire", "Defense Ledger", "Capitol Circuit"]),
        prop::sample::select(vec![AWARD.sentence, "Four, each of them, have won.", ""]),
    );
    let sure = prop::sample::select(vec![
        (Certainty::Announced, 0.95),
        (Certainty::Reported, 0.9),
        (Certainty::Planned, 0.9),
        (Certainty::Announced, 0.3),
    ]);
    (kinds, prop::option::of((roles, sums)), places, sure).prop_map(|(kind, value, place, sure)| {
        let (buyer, vendors, number, published, publisher, sentence) = place;
        let (certainty, confidence) = sure;
        Told { publisher, published, kind, buyer, vendors, value, sentence, number, certainty, confidence }
    })
}

/// The sums written in a sentence.
fn figures(text: &str) -> Vec<String> {
    let pattern = regex::Regex::new(r"[$£€][0-9.,]*[0-9](?: (?:million|billion|trillion))?").unwrap();
    pattern.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// Every sum that at most one value of the role and currency from each deal can come to.
fn reachable(deals: &[Deal], total: &Total) -> BTreeSet<Decimal> {
    deals.iter().fold(BTreeSet::from([Decimal::ZERO]), |sums, deal| {
        let own = deal
            .values
            .iter()
            .filter(|v| v.role == total.role && v.money.currency == total.money.currency)
            .map(|v| v.money.amount);
        let steps: Vec<Decimal> = std::iter::once(Decimal::ZERO).chain(own).collect();
        sums.iter().flat_map(|sum| steps.iter().map(move |step| (*sum + *step).normalize())).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_figure_of_a_digest_is_a_deals_own(told in prop::collection::vec(any_told(), 0..8), reversed: bool) {
        let mut deals = deals(&told);
        let written = digest(&input(deals.clone(), "2026-03-01"));
        if reversed {
            deals.reverse();
            prop_assert_eq!(&written, &digest(&input(deals.clone(), "2026-03-01")));
        }
        let all = [&written.new, &written.changes, &written.sought, &written.disagreements, &written.unconfirmed];
        for entry in all.into_iter().flatten() {
            let deal = deals.iter().find(|deal| deal.id == entry.deal).unwrap();
            let own: Vec<String> = deal.values.iter().map(|value| value.money.to_string()).collect();
            for figure in figures(&sentence(entry)) {
                prop_assert!(own.contains(&figure), "{figure} of {own:?}");
            }
            for clause in &entry.statement {
                prop_assert!(!clause.sources.is_empty());
                for number in &clause.sources {
                    let source = &written.sources[number - 1];
                    prop_assert_eq!(source.number, *number);
                    prop_assert!(deal.events.iter().any(|told| told.article == source.article));
                }
            }
            prop_assert!(sentence(entry).starts_with(|c: char| c.is_uppercase()), "{}", sentence(entry));
            prop_assert!(!sentence(entry).contains("  "));
        }
        prop_assert!(written.new.iter().chain(&written.changes).chain(&written.sought).all(|e| e.confirmed));
        prop_assert!(written.unconfirmed.iter().all(|entry| !entry.confirmed));
    }

    #[test]
    fn a_total_adds_one_sum_a_deal_of_one_role_and_currency(told in prop::collection::vec(any_told(), 0..8)) {
        let deals = deals(&told);
        let totals = totals(&deals);
        for total in &totals {
            prop_assert!(total.money.amount > Decimal::ZERO);
            prop_assert!(reachable(&deals, total).contains(&total.money.amount), "{total:?}");
            prop_assert!(total.disputed + total.shared <= 2 * total.deals);
            prop_assert!(!matches!(total.role, AmountRole::Price | AmountRole::Budget | AmountRole::Other));
            if total.standing != Standing::Unconfirmed {
                let is_told = |deal: &Deal| deal.events.iter().any(|told| {
                    told.event.is_confirmed() && told.event.value.is_some_and(|v| v.role == total.role)
                });
                prop_assert!(deals.iter().any(is_told));
            }
        }
        let keys: BTreeSet<_> = totals.iter().map(|t| (t.standing, t.role, t.money.currency)).collect();
        prop_assert_eq!(keys.len(), totals.len());
        // Any confirmed sum that may be added is in some line.
        for deal in &deals {
            let is_award = |told: &crate::deals::DealEvent| {
                told.event.is_confirmed() && told.event.value.is_some_and(|v| v.role == AmountRole::Award)
            };
            let is_line = |t: &Total| t.role == AmountRole::Award && t.standing != Standing::Unconfirmed;
            prop_assert!(!deal.events.iter().any(is_award) || totals.iter().any(is_line));
        }
    }
}
