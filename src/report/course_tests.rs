//! What was to come and has not, what cannot be one event, and one order for all that tells a deal: a case a shape.

use crate::deals::{Deal, DealEvent, settle_told};
use crate::entities::AmountRole::{self, Award};
use crate::events::Certainty::{Announced, Planned, Possible, Reported};
use crate::events::EventKind::{self, Modification, Protest, Solicitation, Termination};
use crate::report::paragraph::paragraph;
use crate::report::samples::{AWARD, Told};
use crate::report::timeline::{PeriodLength, timeline};
use crate::report::{AheadKind, Digest, DigestInput, digest};

pub(super) fn on(told: &Told, date: &str) -> DealEvent {
    let mut event = told.event();
    event.event.date = date.parse().ok();
    event
}

/// The deal of these events, however little they have in common.
pub(super) fn deal(told: Vec<DealEvent>) -> Deal {
    let mut deals = settle_told(told);
    assert_eq!(deals.len(), 1, "{deals:#?}");
    deals.remove(0)
}

pub(super) fn digest_of(deal: &Deal, since: &str, today: &str) -> Digest {
    digest(&DigestInput {
        since: since.parse().ok(),
        deals: vec![deal.clone()],
        ahead: Some((today.parse().unwrap(), vec![deal.clone()])),
        today: today.parse().ok(),
        ..DigestInput::default()
    })
}

fn said(digest: &Digest) -> Vec<String> {
    let sections = [&digest.new, &digest.changes, &digest.sought, &digest.unconfirmed];
    let sentence = |clauses: &[crate::report::CitedClause]| -> String {
        clauses.iter().map(|clause| clause.text.as_str()).collect()
    };
    sections.into_iter().flatten().map(|entry| sentence(&entry.statement)).collect()
}

#[test]
fn what_was_to_happen_is_told_as_what_was_said_then() {
    let open = "no article tells whether it took place";
    for (kind, certainty, buyer, date, today, expected) in [
        (
            EventKind::Award,
            Planned,
            "Army",
            "2026-09",
            "2026-06-01",
            "The Army plans to award Larkfield a contract (September 2026).".to_owned(),
        ),
        (
            EventKind::Award,
            Planned,
            "Army",
            "2026-09",
            "2026-10-01",
            format!("The Army planned to award Larkfield a contract (September 2026; {open})."),
        ),
        // The month is not over.
        (
            EventKind::Award,
            Planned,
            "Army",
            "2026-09",
            "2026-09-30",
            "The Army plans to award Larkfield a contract (September 2026).".to_owned(),
        ),
        (
            EventKind::Award,
            Planned,
            "",
            "2026-09",
            "2026-10-01",
            format!("Larkfield was to win a contract (September 2026; {open})."),
        ),
        (
            EventKind::Award,
            Possible,
            "Army",
            "2026-09-04",
            "2026-10-01",
            format!("The Army was possibly to award Larkfield a contract (4 September 2026; {open})."),
        ),
        (
            EventKind::Award,
            Announced,
            "Army",
            "2026-09",
            "2026-10-01",
            format!("The Army was to award Larkfield a contract (September 2026; {open})."),
        ),
        (
            EventKind::Award,
            Reported,
            "Army",
            "2026-09",
            "2026-10-01",
            format!("The Army was reportedly to award Larkfield a contract (September 2026; {open})."),
        ),
        (
            Termination,
            Planned,
            "",
            "2026-12",
            "2027-03-01",
            format!("A contract with Larkfield was to be ended (December 2026; {open})."),
        ),
        (
            Modification,
            Possible,
            "",
            "2026-12",
            "2027-03-01",
            format!("A contract with Larkfield was possibly to be modified (December 2026; {open})."),
        ),
        // The day on which a plan was made known is not that for which it was made.
        (
            EventKind::Award,
            Planned,
            "Army",
            "2026-03-01",
            "2026-10-01",
            "The Army plans to award Larkfield a contract (as of 1 March 2026).".to_owned(),
        ),
        (
            EventKind::Award,
            Planned,
            "Army",
            "",
            "2026-10-01",
            "The Army plans to award Larkfield a contract (reported 2 March 2026).".to_owned(),
        ),
        // What happened is told as that, whenever it is read.
        (
            EventKind::Award,
            Announced,
            "Army",
            "2026-03-01",
            "2026-10-01",
            "The Army awarded Larkfield a contract (1 March 2026).".to_owned(),
        ),
    ] {
        let deal = deal(vec![on(&Told { kind, buyer, certainty, ..AWARD }, date)]);
        let day = today.parse().ok();
        assert_eq!(paragraph(&deal, day).text(), expected, "{kind:?} {certainty:?} {date} {today}");
        let entries = timeline(std::slice::from_ref(&deal), PeriodLength::Month, day, |_, _| true).entries;
        assert_eq!(entries[0].statement, expected);
        assert_eq!(said(&digest_of(&deal, "2026-01-01", today)), [expected.trim_end_matches('.')]);
    }
}

#[test]
fn a_plan_that_has_come_true_is_not_open() {
    let call = Told { kind: Solicitation, vendors: &[], ..AWARD };
    let plan = Told { certainty: Planned, ..call.clone() };
    let opened = Told { publisher: "Press Wire", published: "2026-08-01", ..call };
    let told = vec![on(&plan, "2026-05"), on(&opened, "2026-08-01")];
    let deal = deal(told);
    let text = paragraph(&deal, "2026-10-01".parse().ok()).text();
    assert!(text.contains("planned to open a solicitation (May 2026)."), "{text}");
    assert!(digest_of(&deal, "2026-01-01", "2026-10-01").overdue.is_empty());
}

#[test]
fn what_is_planned_is_watched_until_its_day_and_overdue_after_it() {
    let plan = |certainty, confidence| Told { certainty, confidence, ..AWARD };
    for (told, date, today, expected) in [
        (plan(Planned, 0.9), "2026-09", "2026-06-01", "2026-09: award planned"),
        (plan(Planned, 0.9), "2026-09", "2026-09-30", "2026-09: award planned"),
        (
            plan(Planned, 0.9),
            "2026-09",
            "2026-10-01",
            "overdue 2026-09: award was planned; none is confirmed since",
        ),
        (plan(Planned, 0.9), "2026-09", "2027-09-01", ""),
        // Found with too little confidence; only said to be possible; known to the year; the day of the telling.
        (plan(Planned, 0.5), "2026-09", "2026-06-01", ""),
        (plan(Possible, 0.9), "2026-09", "2026-06-01", ""),
        (plan(Planned, 0.9), "2027", "2026-12-01", ""),
        (plan(Planned, 0.9), "2026-03-01", "2026-06-01", ""),
    ] {
        let digest = digest_of(&deal(vec![on(&told, date)]), "2026-01-01", today);
        let ahead = digest.ahead.iter().map(|one| format!("{}: {}", one.from, one.in_words()));
        let overdue =
            digest.overdue.iter().map(|one| format!("overdue {}: {}", one.from, one.in_words_overdue()));
        assert_eq!(ahead.chain(overdue).collect::<Vec<_>>().join("; "), expected, "{date} {today}");
        assert!(digest.ahead.iter().chain(&digest.overdue).all(|one| !one.sources.is_empty()));
    }
}

#[test]
fn offers_are_due_until_somebody_has_won() {
    let due = |published: &'static str, publisher, due: &str| {
        let mut told = Told { kind: Solicitation, vendors: &[], published, publisher, ..AWARD }.event();
        told.event.details.offers_due = due.parse().ok();
        told
    };
    let first = due("2026-03-02", "Defense Ledger", "2026-04-15");
    let extended = due("2026-04-01", "Press Wire", "2026-05-20");
    let deal_of = |told: &[&DealEvent]| deal(told.iter().map(|told| (*told).clone()).collect());
    let watched = |deal: &Deal, today: &str| {
        let digest = digest_of(deal, "2026-01-01", today);
        let shown = |one: &crate::report::Ahead| format!("{} {:?}", one.from, one.kind);
        (
            digest.ahead.iter().map(shown).collect::<Vec<_>>(),
            digest.overdue.iter().map(shown).collect::<Vec<_>>(),
        )
    };
    let one = deal_of(&[&first]);
    assert_eq!(
        paragraph(&one, None).text(),
        "The Army opened a solicitation (reported 2 March 2026), with offers due by 15 April 2026."
    );
    let offers = |day: &str| vec![format!("{day} {:?}", AheadKind::Offers)];
    assert_eq!(watched(&one, "2026-03-10"), (offers("2026-04-15"), vec![]));
    assert_eq!(watched(&one, "2026-04-16"), (vec![], offers("2026-04-15")));
    // The newest article knows of the extension, in whatever order they came.
    for told in [[&first, &extended], [&extended, &first]] {
        let both = deal_of(&told);
        assert_eq!(both.offers_due(), "2026-05-20".parse().ok());
        assert_eq!(watched(&both, "2026-04-16"), (offers("2026-05-20"), vec![]));
    }
    let won = deal_of(&[&first, &Told { published: "2026-06-01", ..AWARD }.event()]);
    assert_eq!(watched(&won, "2026-04-10"), (vec![], vec![]), "somebody has won since");
}

pub(super) fn protest(vendors: &'static [&'static str], publisher: &'static str) -> Told {
    Told { kind: Protest, vendors, publisher, published: "2026-03-20", sentence: "They protested.", ..AWARD }
}

fn change(published: &'static str, sum: &'static str) -> Told {
    Told {
        kind: Modification,
        published,
        publisher: if published < "2026-04" { "Press Wire" } else { "Capitol Circuit" },
        value: Some((AmountRole::Modification, sum)),
        sentence: "The Army raised Larkfield's contract.",
        ..AWARD
    }
}

#[test]
fn a_digest_tells_apart_what_a_paragraph_tells_apart() {
    for (told, since, expected) in [
        (
            vec![
                AWARD.event(),
                protest(&["Quillon"], "Press Wire").event(),
                protest(&["Ostrava"], "Capitol Circuit").event(),
            ],
            "2026-03-10",
            vec!["Quillon protested", "Ostrava protested"],
        ),
        // Told by two articles it is one.
        (
            vec![
                AWARD.event(),
                protest(&["Quillon"], "Press Wire").event(),
                protest(&["Quillon"], "Capitol Circuit").event(),
            ],
            "2026-03-10",
            vec!["Quillon protested"],
        ),
        // Changes of other sums, and of other days.
        (
            vec![
                AWARD.event(),
                change("2026-03-20", "5000000").event(),
                change("2026-04-02", "7000000").event(),
            ],
            "2026-03-10",
            vec!["$5 million", "$7 million"],
        ),
        (
            vec![
                AWARD.event(),
                on(&change("2026-03-20", "5000000"), "2026-03-19"),
                on(&change("2026-09-02", "5000000"), "2026-09-01"),
            ],
            "2026-03-10",
            vec!["19 March 2026", "1 September 2026"],
        ),
        (
            vec![
                AWARD.event(),
                change("2026-03-20", "5000000").event(),
                change("2026-04-02", "5000000").event(),
            ],
            "2026-03-10",
            vec!["$5 million"],
        ),
        // Only what the period tells.
        (
            vec![
                AWARD.event(),
                change("2026-03-20", "5000000").event(),
                change("2026-04-02", "7000000").event(),
            ],
            "2026-04-01",
            vec!["$7 million"],
        ),
        // Changes of a deal whose award nobody tells.
        (
            vec![change("2026-03-20", "5000000").event(), change("2026-04-02", "7000000").event()],
            "2026-03-10",
            vec!["$5 million", "$7 million"],
        ),
    ] {
        let deal = deal(told);
        let digest = digest_of(&deal, since, "2026-12-01");
        let changes: Vec<String> = said(&digest);
        assert_eq!(changes.len(), expected.len(), "{changes:#?}");
        let in_paragraph = paragraph(&deal, None).text();
        for part in &expected {
            assert_eq!(
                changes.iter().filter(|said| said.contains(part)).count(),
                1,
                "{part} in {changes:#?}"
            );
            assert!(in_paragraph.contains(part), "{part} in {in_paragraph}");
        }
        // Each has the article that tells it, and the figures are no other than before.
        for entry in &digest.changes {
            let number = entry.quote.source;
            assert!(entry.statement.iter().any(|clause| clause.sources.contains(&number)), "{entry:#?}");
        }
        let cited: std::collections::BTreeSet<usize> =
            digest.changes.iter().map(|entry| entry.quote.source).collect();
        assert_eq!(cited.len(), expected.len());
    }
}

#[test]
fn a_doubtful_protest_of_another_stands_beside_a_certain_one() {
    let doubtful = Told { certainty: Possible, ..protest(&["Ostrava"], "Capitol Circuit") };
    let deal = deal(vec![AWARD.event(), protest(&["Quillon"], "Press Wire").event(), doubtful.event()]);
    let digest = digest_of(&deal, "2026-03-10", "2026-12-01");
    assert_eq!((digest.changes.len(), digest.unconfirmed.len()), (1, 1), "{digest:#?}");
}

#[test]
fn a_doubtful_telling_adds_nothing_to_a_certain_one_unmarked() {
    let mut doubtful = Told { publisher: "Rumour", certainty: Possible, ..AWARD }.event();
    doubtful.event.date = "2026-02-11".parse().ok();
    doubtful.event.subject = Some("planning software".to_owned());
    let deal = deal(vec![AWARD.event(), doubtful]);
    assert_eq!(
        paragraph(&deal, None).text(),
        "The Army awarded Larkfield a contract (reported 2 March 2026)."
    );
}

#[test]
fn an_aside_ends_before_the_sentence_goes_on() {
    let mut told = Told { value: Some((AmountRole::Price, "1")), ..AWARD }.event();
    told.event.subject = Some("chatbot for staff".to_owned());
    assert_eq!(
        paragraph(&deal(vec![told]), None).text(),
        "The Army awarded Larkfield a contract, at a price of $1, for a chatbot for staff (reported 2 March 2026)."
    );
    let own = "contract W15P7T-26-C-0041".to_owned();
    let mut numbered = AWARD.event();
    numbered.event.subject = Some(own);
    let text = paragraph(&deal(vec![numbered]), None).text();
    assert_eq!(text, "The Army awarded Larkfield a contract (reported 2 March 2026).");
    let named =
        Told { sentence: "The Grants Commission awarded Larkfield $5.", buyer: "Grants Commission", ..AWARD };
    let text = paragraph(&deal(vec![named.event()]), None).text();
    assert!(text.starts_with("The Grants Commission awarded Larkfield a deal"), "{text}");
}

#[test]
fn a_digest_says_whether_it_states_sums() {
    let priced = Told { value: Some((AmountRole::Price, "90000")), ..AWARD };
    let worth = Told { value: Some((Award, "90000")), ..AWARD };
    for (told, totals, states) in [(AWARD, 0, false), (priced, 0, true), (worth, 1, true)] {
        let digest = digest_of(&deal(vec![told.event()]), "2026-01-01", "2026-12-01");
        assert_eq!((digest.totals.len(), digest.states_sums), (totals, states));
    }
}
