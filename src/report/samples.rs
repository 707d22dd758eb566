//! Events and articles by hand, for the tests of this room.

use crate::base::{ArticleId, Currency, Money, OrgId, Span, comparison_key};
use crate::deals::{Deal, DealEvent, settle_told};
use crate::entities::AmountRole;
use crate::events::{Certainty, Details, Event, EventKind, EventSpans, EventValue, OrgRef};

/// An event to be told; the parties' ids are made from their names.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub publisher: &'static str,
    pub published: &'static str,
    pub kind: EventKind,
    pub buyer: &'static str,
    pub vendors: &'static [&'static str],
    pub value: Option<(AmountRole, &'static str)>,
    pub sentence: &'static str,
    pub number: &'static str,
    pub certainty: Certainty,
    pub confidence: f32,
}

pub(super) const AWARD: Told = Told {
    publisher: "Defense Ledger",
    published: "2026-03-02",
    kind: EventKind::Award,
    buyer: "Army",
    vendors: &["Larkfield"],
    value: None,
    sentence: "The Army awarded Larkfield a contract.",
    number: "W15P7T-26-C-0041",
    certainty: Certainty::Announced,
    confidence: 0.95,
};

impl Told {
    /// "48000000", or "300000 GBP".
    fn money(text: &str) -> Money {
        let (amount, code) = text.split_once(' ').unwrap_or((text, "USD"));
        Money::new(amount.parse().unwrap(), Currency::from_code(code).unwrap())
    }

    pub(super) fn event(&self) -> DealEvent {
        let org = |name: &str| OrgRef { id: OrgId::unlisted(&comparison_key(name)), name: name.to_owned() };
        let url = format!(
            "https://{}.example/{}/{}",
            self.publisher.replace(' ', "-"),
            self.published,
            self.number
        );
        let event = Event {
            kind: self.kind,
            buyers: Some(self.buyer).filter(|b| !b.is_empty()).map(org).into_iter().collect(),
            vendors: self.vendors.iter().map(|v| org(v)).collect(),
            via: Vec::new(),
            value: self.value.map(|(role, sum)| EventValue {
                money: Self::money(sum),
                low: None,
                role,
                is_apiece: false,
            }),
            date: None,
            subject: None,
            program: None,
            contract_ids: Some(self.number)
                .filter(|n| !n.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            official: None,
            certainty: self.certainty,
            details: Details::default(),
            attribution: None,
            evidence: Span::body(0, self.sentence.len()),
            spans: EventSpans::default(),
            confidence: self.confidence,
            review: None,
        };
        DealEvent {
            written: None,
            origin: 0,
            article: ArticleId::of_url(&url),
            ordinal: self.kind as u32,
            title: format!("{} on {}", self.publisher, self.published),
            url: Some(url),
            publisher: Some(self.publisher.to_owned()),
            published: self.published.parse().ok(),
            sentence: self.sentence.to_owned(),
            event,
        }
    }
}

/// The deals of these events.
pub(super) fn deals(told: &[Told]) -> Vec<Deal> {
    settle_told(told.iter().map(Told::event).collect::<Vec<_>>())
}

/// The only deal of these events.
pub(super) fn deal(told: &[Told]) -> Deal {
    let mut deals = deals(told);
    assert_eq!(deals.len(), 1, "{deals:#?}");
    deals.remove(0)
}

/// A dispute over an award, and the changes, protest, doubt and solicitation of other deals.
pub(super) fn quarter() -> Vec<Told> {
    vec![
        Told { value: Some((AmountRole::Award, "84000000")), ..AWARD },
        Told {
            publisher: "Capitol Circuit",
            published: "2026-03-03",
            value: Some((AmountRole::Award, "48000000")),
            sentence: "Larkfield has won the sensor contract from the Army, worth $48 million.",
            ..AWARD
        },
        Told {
            publisher: "Press Wire",
            published: "2026-03-04",
            value: Some((AmountRole::Award, "48000000")),
            sentence: "A $48 million contract went to Larkfield after the Army's long search.",
            ..AWARD
        },
        Told {
            kind: EventKind::Modification,
            number: "N00024-26-C-1234",
            buyer: "Navy",
            vendors: &["Brightmoor"],
            value: Some((AmountRole::Modification, "5000000")),
            sentence: "The Navy raised Brightmoor's contract by $5 million.",
            ..AWARD
        },
        Told {
            published: "2026-01-10",
            number: "N00024-26-C-1234",
            buyer: "Navy",
            vendors: &["Brightmoor"],
            value: Some((AmountRole::Ceiling, "90000000")),
            sentence: "The Navy awarded Brightmoor a contract worth up to $90 million.",
            ..AWARD
        },
        Told {
            kind: EventKind::Solicitation,
            number: "RFP-1",
            buyer: "Coast Guard",
            vendors: &[],
            value: Some((AmountRole::Award, "7000000")),
            sentence: "The Coast Guard asks for bids.",
            ..AWARD
        },
        Told {
            number: "X-9",
            buyer: "City of Flagstaff",
            vendors: &["Quillon"],
            value: Some((AmountRole::Award, "300000 GBP")),
            sentence: "The City of Flagstaff plans a deal with Quillon.",
            certainty: Certainty::Planned,
            ..AWARD
        },
        Told {
            kind: EventKind::Termination,
            number: "X-10",
            buyer: "City Council",
            vendors: &["Ostrava"],
            value: Some((AmountRole::Award, "250000")),
            sentence: "The City Council ended its agreement with Ostrava.",
            ..AWARD
        },
    ]
}

/// Events of a few parties in every kind, certainty and role, in random order: now one deal, now several.
pub(super) fn random_told() -> impl proptest::strategy::Strategy<Value = Vec<Told>> {
    use proptest::prelude::*;
    const VENDORS: [&[&str]; 4] = [&["Larkfield"], &["Quillon"], &["Larkfield", "Quillon"], &[]];
    const DAYS: [&str; 5] = ["2025-12-20", "2026-03-02", "2026-03-09", "2026-03-30", "2026-06-01"];
    const SUMS: [&str; 5] = ["5000000", "48000000", "84000000", "300000 GBP", "1250000000"];
    const NUMBERS: [&str; 3] = ["A-1", "A-2", ""];
    const SURE: [Certainty; 4] =
        [Certainty::Announced, Certainty::Reported, Certainty::Planned, Certainty::Possible];
    let one = (
        0..10_usize,
        0..4_usize,
        0..5_usize,
        proptest::option::of((0..8_usize, 0..5_usize)),
        0..3_usize,
        0..4_usize,
        0..3_usize,
        0..2_usize,
    );
    let told = one.prop_map(|(kind, vendors, day, value, number, sure, publisher, buyer)| {
        let value = value.map(|(role, sum)| (AmountRole::ALL[role], SUMS[sum]));
        let sum = value.map_or(String::new(), |(_, sum)| format!(" for {}", Told::money(sum)));
        // Every sentence says its own sum, as the sentences of articles do.
        let sentence: &'static str =
            Box::leak(format!("The contract of Larkfield was told of{sum}.").into_boxed_str());
        Told {
            publisher: ["Defense Ledger", "Press Wire", "Capitol Circuit"][publisher],
            published: DAYS[day],
            kind: EventKind::ALL[kind],
            buyer: ["Army", "Navy"][buyer],
            vendors: VENDORS[vendors],
            value,
            sentence,
            number: NUMBERS[number],
            certainty: SURE[sure],
            confidence: [0.95, 0.7, 0.3][number],
        }
    });
    proptest::collection::vec(told, 1..12)
}

/// The sums of money that a text states, read as a reader would: by our own finder, or not at all.
pub(super) fn figures(text: &str) -> Vec<Money> {
    let mut found = Vec::new();
    for (sign, currency) in [('$', Currency::USD), ('£', Currency::from_code("GBP").unwrap())] {
        for (at, _) in text.match_indices(sign) {
            let rest = &text[at + sign.len_utf8()..];
            let end = rest.find(|c: char| !(c.is_ascii_digit() || ",.".contains(c))).unwrap_or(rest.len());
            let number: rust_decimal::Decimal =
                rest[..end].trim_end_matches(['.', ',']).replace(',', "").parse().unwrap();
            let scale = match rest[end..]
                .split_whitespace()
                .next()
                .map(|word| word.trim_end_matches([',', '.', ';', ')']))
            {
                Some("trillion") => 1_000_000_000_000_i64,
                Some("billion") => 1_000_000_000,
                Some("million") => 1_000_000,
                _ => 1,
            };
            found.push(Money::new(number * rust_decimal::Decimal::from(scale), currency));
        }
    }
    found
}
