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
            value: self.value.map(|(role, sum)| EventValue { money: Self::money(sum), low: None, role }),
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
