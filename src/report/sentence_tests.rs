//! Sentences that no source says, and what is said in their place: a case a shape.

use crate::base::OrgId;
use crate::deals::{DealEvent, settle_told};
use crate::entities::AmountRole::{self, Award, Ceiling, Modification};
use crate::events::{Certainty, EventKind};
use crate::report::paragraph::paragraph;
use crate::report::samples::{AWARD, Told};
use crate::report::timeline::{PeriodLength, timeline};

fn on(told: &Told, date: &str) -> DealEvent {
    let mut event = told.event();
    event.event.date = date.parse().ok();
    event
}

fn text(told: Vec<DealEvent>) -> String {
    let deals = settle_told(told);
    assert_eq!(deals.len(), 1, "{deals:#?}");
    paragraph(&deals[0], None).text()
}

fn protest(vendors: &'static [&'static str], publisher: &'static str) -> Told {
    Told { kind: EventKind::Protest, vendors, publisher, sentence: "They protested the award.", ..AWARD }
}

#[test]
fn protests_of_two_companies_are_two() {
    let undated = protest(&["Quillon"], "Defense Ledger").event();
    let dated = on(&protest(&["Ostrava"], "Press Wire"), "2026-01");
    let nobodys = on(&protest(&[], "Capitol Circuit"), "2026-02-03");
    let told = text(vec![AWARD.event(), undated.clone(), dated.clone(), nobodys.clone()]);
    assert!(told.contains("Ostrava protested a decision of the Army (January 2026)."), "{told}");
    assert!(told.contains("Quillon protested a decision of the Army (reported 2 March 2026)."), "{told}");
    let deals = settle_told(vec![undated, dated, nobodys]);
    // Told by themselves they are apart too, and nobody is given the day or the articles of another.
    let entries = timeline(&deals, PeriodLength::Month, None, |_, _| true).entries;
    let of = |name: &str| entries.iter().find(|one| one.vendors.iter().any(|org| org.name == name)).unwrap();
    assert_eq!(of("Quillon").articles, 1, "{entries:#?}");
    assert!(of("Ostrava").statement.starts_with("Ostrava protested"), "{entries:#?}");
}

#[test]
fn a_part_of_a_company_and_who_sells_for_it_are_no_other() {
    let mut whole = AWARD.event();
    whole.event.vendors[0].id = OrgId::from_stored("amazon");
    let mut part = Told { publisher: "Press Wire", ..AWARD }.event();
    part.event.vendors[0].id = OrgId::from_stored("amazon-web-services");
    assert_eq!(text(vec![whole, part]).matches("awarded").count(), 1);
    let mut through = AWARD.event();
    let reseller = Told { publisher: "Press Wire", vendors: &["Ostrava"], ..AWARD }.event();
    through.event.via.clone_from(&reseller.event.vendors);
    let together = |told: Vec<DealEvent>| {
        let mut deal = settle_told(vec![told[0].clone()]).remove(0);
        deal.events = told;
        paragraph(&deal, None).text()
    };
    let apart = together(vec![AWARD.event(), reseller.clone()]);
    assert_eq!(apart.matches("awarded").count(), 2, "{apart}");
    let told = together(vec![through, reseller]);
    assert_eq!(told.matches("awarded").count(), 1, "{told}");
}

#[test]
fn a_second_sum_of_one_role_is_not_told() {
    let sum = |role: AmountRole, amount: &'static str, publisher: &'static str| {
        Told { value: Some((role, amount)), publisher, ..AWARD }.event()
    };
    for (told, expected) in [
        // Rounded by another.
        (
            vec![sum(Ceiling, "117640000", "Defense Ledger"), sum(Award, "118000000", "Press Wire")],
            " worth up to $117.64 million (reported 2 March 2026).",
        ),
        // A worth of its own.
        (
            vec![sum(Ceiling, "90000000", "Defense Ledger"), sum(Award, "4000000", "Press Wire")],
            " worth up to $90 million (reported 2 March 2026). Its stated worth is $4 million.",
        ),
    ] {
        assert_eq!(text(told), format!("The Army awarded Larkfield a contract{expected}"));
    }
    // What an incumbent's contract was worth stands in the same article.
    let mut deal = settle_told(vec![sum(Award, "88500000", "Defense Ledger")]).remove(0);
    let other = crate::deals::DealValue {
        money: crate::base::Money::new(52_000_000.into(), crate::base::Currency::USD),
        ..deal.values[0].clone()
    };
    let mut teller = deal.events[0].clone();
    teller.event.value =
        teller.event.value.map(|value| crate::events::EventValue { money: other.money, ..value });
    deal.events.push(teller);
    deal.values.push(other);
    assert!(!deal.disputed);
    assert!(!paragraph(&deal, None).text().contains("$52 million"), "{}", paragraph(&deal, None).text());
}

#[test]
fn a_figure_of_a_change_is_not_called_what_it_may_not_be() {
    for (kind, role, expected) in [
        (
            EventKind::Modification,
            Modification,
            "modified its contract with Larkfield, with a figure of $6.4 million given",
        ),
        (
            EventKind::Modification,
            Award,
            "modified its contract with Larkfield, with a figure of $6.4 million given",
        ),
        (
            EventKind::Modification,
            Ceiling,
            "modified its contract with Larkfield, with a ceiling of $6.4 million",
        ),
        (
            EventKind::Termination,
            Modification,
            "ended its contract with Larkfield, with a figure of $6.4 million given",
        ),
        (EventKind::Termination, Award, "ended its contract with Larkfield, worth $6.4 million"),
    ] {
        let told = Told { kind, value: Some((role, "6400000")), ..AWARD };
        assert_eq!(text(vec![told.event()]), format!("The Army {expected} (reported 2 March 2026)."));
    }
}

#[test]
fn what_lay_ahead_is_told_as_ahead() {
    let end = Told { kind: EventKind::Termination, ..AWARD };
    for (told, date, expected) in [
        (end.clone(), "2027", "The Army is to end its contract with Larkfield (2027)."),
        (end.clone(), "2026-03", "The Army ended its contract with Larkfield (March 2026)."),
        // The other side of the date line.
        (end.clone(), "2026-03-03", "The Army ended its contract with Larkfield (3 March 2026)."),
        (Told { buyer: "", ..end.clone() }, "2027", "A contract with Larkfield is to be ended (2027)."),
        (Told { buyer: "", ..AWARD }, "2026-09", "Larkfield is to win a contract (September 2026)."),
        (
            Told { certainty: Certainty::Reported, ..AWARD },
            "2026-09",
            "The Army is reportedly to award Larkfield a contract (September 2026).",
        ),
        (
            Told { published: "", sentence: "The contract with Larkfield ends in 2027.", ..end.clone() },
            "2027",
            "The Army is to end its contract with Larkfield (2027).",
        ),
        (
            Told { published: "", sentence: "They named Larkfield, which will build it.", ..AWARD },
            "2027",
            "The Army awarded Larkfield a deal (2027).",
        ),
        (
            Told { published: "", sentence: "The contract with Larkfield ended in 2024.", ..end.clone() },
            "2024",
            "The Army ended its contract with Larkfield (2024).",
        ),
    ] {
        assert_eq!(text(vec![on(&told, date)]), expected);
    }
}

#[test]
fn sentences_stand_in_the_order_of_their_days() {
    let call = Told { kind: EventKind::Solicitation, vendors: &[], ..AWARD };
    let end = Told { kind: EventKind::Termination, ..AWARD };
    let told = vec![
        on(&AWARD, "2025-10-16"),
        on(&call, "2025-07-22"),
        on(&protest(&["Larkfield"], "Defense Ledger"), "2025-11-03"),
        on(&Told { publisher: "Press Wire", ..end.clone() }, "2025-11"),
        on(&end, "2025-11-04"),
    ];
    assert_eq!(
        text(told),
        "The Army opened a solicitation (22 July 2025). The Army awarded Larkfield a contract (16 October 2025). \
         Larkfield protested a decision of the Army (3 November 2025). The Army ended its contract with Larkfield \
         (4 November 2025)."
    );
    // Nor is what comes of it told before it because its month is told without the day.
    let told = vec![on(&AWARD, "2025-11"), on(&protest(&["Larkfield"], "Press Wire"), "2025-11-03")];
    assert!(text(told).starts_with("The Army awarded"));
    // That the award is only reported later says nothing of which came first.
    let told = vec![AWARD.event(), on(&protest(&["Larkfield"], "Press Wire"), "2025-11-03")];
    assert!(text(told).starts_with("The Army awarded"));
}

#[test]
fn names_stand_once_and_things_have_their_articles() {
    let mut own = Told { vendors: &["Army", "Larkfield"], ..AWARD }.event();
    own.event.subject = Some("artificial intelligence system".to_owned());
    assert_eq!(
        text(vec![own]),
        "The Army awarded Larkfield a contract for an artificial intelligence system (reported 2 March 2026)."
    );
    let mut named = AWARD.event();
    named.event.subject = Some("Joint Warfighting Cloud Capability".to_owned());
    named.event.program = Some("jwcc".to_owned());
    let text = text(vec![named]);
    assert_eq!(text.matches("Warfighting").count(), 1, "{text}");
}
