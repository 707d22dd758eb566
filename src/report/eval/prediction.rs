//! What awardwire said of an article, as far as it is scored.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

use super::claim::{Claim, Organisation, Sum, list};
use crate::article::Article;
use crate::base::DealId;
use crate::entities;
use crate::events::{Event, Facts, OrgRef};
use crate::report::{contract_numbers, distinct_amounts};

/// The scored part of an article's record: built from facts, or read back from a line of `extract`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Prediction {
    /// The article's id.
    pub id: String,
    /// The id the input gave, which labels are joined by where there is one.
    pub source_id: Option<String>,
    /// Whether it is said to be relevant.
    pub relevant: Option<bool>,
    /// Government bodies.
    #[serde(deserialize_with = "list")]
    pub agencies: Vec<Organisation>,
    /// Suppliers.
    #[serde(deserialize_with = "list")]
    pub vendors: Vec<Organisation>,
    /// Sums of money.
    #[serde(deserialize_with = "list")]
    pub amounts: Vec<Sum>,
    /// Contract, solicitation and order numbers.
    #[serde(deserialize_with = "list")]
    pub contract_ids: Vec<String>,
    /// What happened.
    #[serde(deserialize_with = "list")]
    pub events: Vec<Claim>,
}

impl Prediction {
    /// What the record of this article says; the events of one that is not relevant are left out, as `extract` does.
    /// `deals` holds the deal of each event, by the event's place.
    pub fn new(article: &Article, facts: &Facts, deals: &[Option<DealId>]) -> Self {
        let named = |one: &entities::Organisation| Organisation {
            canonical: Some(one.name.clone()),
            confidence: Some(one.confidence),
            surfaces: Vec::new(),
        };
        let events = if facts.relevant { facts.events.as_slice() } else { &[] };
        Self {
            id: article.id.to_string(),
            source_id: article.source_id.clone(),
            relevant: Some(facts.relevant),
            agencies: facts.mentions.agencies.iter().map(named).collect(),
            vendors: facts.mentions.vendors.iter().map(named).collect(),
            amounts: distinct_amounts(&facts.mentions.amounts)
                .into_iter()
                .map(|amount| Sum {
                    value: units(amount.money.amount),
                    currency: Some(amount.money.currency.to_string()),
                    role: Some(amount.role.as_str().to_owned()),
                    confidence: Some(amount.confidence),
                    surface: Some(amount.span.of(&article.title, article.body.text()).to_owned()),
                })
                .collect(),
            contract_ids: contract_numbers(&facts.mentions).into_iter().map(str::to_owned).collect(),
            events: events
                .iter()
                .enumerate()
                .map(|(ordinal, event)| claim(article, event, deals.get(ordinal).and_then(Option::as_ref)))
                .collect(),
        }
    }

    /// What labels are joined by: the input's own id, else the article's.
    pub fn key(&self) -> &str {
        self.source_id.as_deref().filter(|id| !id.is_empty()).unwrap_or(&self.id)
    }
}

fn claim(article: &Article, event: &Event, deal: Option<&DealId>) -> Claim {
    let names = |organisations: &[OrgRef]| organisations.iter().map(|one| one.name.clone()).collect();
    Claim {
        kind: Some(event.kind.as_str().to_owned()),
        buyers: names(&event.buyers),
        vendors: names(&event.vendors),
        via: names(&event.via),
        value: event.value.as_ref().and_then(|value| units(value.money.amount)),
        currency: event.value.as_ref().map(|value| value.money.currency.to_string()),
        value_role: event.value.as_ref().map(|value| value.role.as_str().to_owned()),
        date: event.date.map(|date| date.to_string()),
        subject: event.subject.clone(),
        evidence: Some(event.evidence.of(&article.title, article.body.text()).to_owned()),
        deal: deal.map(ToString::to_string),
        confidence: Some(event.confidence),
    }
}

/// As a reader of the JSON record sees the figure.
fn units(amount: Decimal) -> Option<f64> {
    amount.to_f64()
}
