//! One deal: what is said of it, and the source that says it best.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use super::record_parts::{number, number_or_null};
use crate::base::{ArticleId, Currency, DealId, Money, OrgId, PartialDate};
use crate::deals::{Deal, DealEvent, DealValue, Join, Status};
use crate::entities::AmountRole;
use crate::events::{Attribution, Certainty, EventKind, OrgRef};
use crate::report::News;

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// A deal with its sums, its history and its best source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealRecord<'a> {
    /// The deal's id.
    pub id: &'a DealId,
    /// Made from its facts.
    pub name: &'a str,
    /// Where it stands, by its confirmed events; null where none is confirmed.
    pub status: Option<Status>,
    /// Whether two articles give one role sums that cannot both be right.
    pub disputed: bool,
    /// Whether at least one event of it counts.
    pub confirmed: bool,
    /// The government side.
    pub buyers: Vec<Party<'a>>,
    /// The suppliers.
    pub vendors: Vec<Party<'a>>,
    /// Through whom.
    pub via: Vec<Party<'a>>,
    /// Id of the program or vehicle.
    pub program: Option<&'a str>,
    /// Contract, solicitation and order numbers.
    pub contract_ids: &'a [String],
    /// What it is about.
    pub subject: Option<&'a str>,
    /// The sums by role; within a role the one with most origins first. They are never added up.
    pub values: Vec<DealSum<'a>>,
    /// The first day it is told of.
    pub first: Option<PartialDate>,
    /// The last day it is told of.
    pub last: Option<PartialDate>,
    /// How many articles tell it.
    pub articles: usize,
    /// How many of them are independent.
    pub origins: usize,
    /// The source that says it best.
    pub source: Option<Source<'a>>,
    /// Its history, oldest first.
    pub events: Vec<DealClaim<'a>>,
    /// Why its events were joined, one line each.
    pub joins: &'a [Join],
    /// What is new about it, where only news was asked for.
    pub news: Option<&'a News>,
}

/// An organisation in a slot of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Party<'a> {
    /// The canonical name.
    pub canonical: &'a str,
    /// The path in the lists, or `x/…`.
    pub id: &'a OrgId,
}

/// A sum that articles give the deal, in one role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealSum<'a> {
    /// What the sum is.
    pub role: AmountRole,
    /// Units; the upper end of a range.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
    /// The lower end of a range.
    #[serde(serialize_with = "number_or_null")]
    pub low: Option<Decimal>,
    /// ISO 4217 code.
    pub currency: Currency,
    /// The articles that say so, in order of publication.
    pub articles: &'a [ArticleId],
    /// How many of them are independent.
    pub origins: usize,
    /// Whether an event that counts says so.
    pub confirmed: bool,
    /// Whether the deal is disputed and another sum of this role stands beside this one.
    pub disputed: bool,
}

/// The article and sentence that say best what the deal is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// Its address.
    pub url: Option<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When.
    pub published: Option<PartialDate>,
    /// Its headline.
    pub title: &'a str,
    /// The sentence.
    pub quote: &'a str,
    /// How sure the article is.
    pub certainty: Certainty,
    /// From 0 to 1.
    pub confidence: f32,
}

/// One event of the deal's history and the article that tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealClaim<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// The event's place in the article.
    pub ordinal: u32,
    /// The article's address.
    pub url: Option<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When.
    pub published: Option<PartialDate>,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// The event's own sum.
    #[serde(serialize_with = "number_or_null")]
    pub value: Option<Decimal>,
    /// ISO 4217 code of the sum.
    pub currency: Option<Currency>,
    /// What the sum is.
    pub value_role: Option<AmountRole>,
    /// When it took place.
    pub date: Option<PartialDate>,
    /// How sure the article is.
    pub certainty: Certainty,
    /// Whom it cites.
    pub attribution: Option<&'a Attribution>,
    /// The sentence that says so.
    pub evidence: &'a str,
    /// From 0 to 1.
    pub confidence: f32,
}

impl<'a> DealRecord<'a> {
    /// The record of a deal.
    pub fn new(deal: &'a Deal) -> Self {
        let articles: BTreeSet<&ArticleId> = deal.events.iter().map(|told| &told.article).collect();
        Self {
            id: &deal.id,
            name: &deal.name,
            status: deal.status,
            disputed: deal.disputed,
            confirmed: deal.events.iter().any(|told| told.event.is_confirmed()),
            buyers: parties(&deal.buyers),
            vendors: parties(&deal.vendors),
            via: parties(&deal.via),
            program: deal.program.as_deref(),
            contract_ids: &deal.contract_ids,
            subject: deal.subject.as_deref(),
            values: deal.values.iter().map(|value| sum(deal, value)).collect(),
            first: deal.first,
            last: deal.last,
            articles: articles.len(),
            origins: deal.origins,
            source: best_source(deal),
            events: deal.events.iter().map(claim).collect(),
            joins: &deal.joins,
            news: None,
        }
    }
}

fn parties(organisations: &[OrgRef]) -> Vec<Party<'_>> {
    organisations.iter().map(|one| Party { canonical: &one.name, id: &one.id }).collect()
}

fn sum<'a>(deal: &'a Deal, value: &'a DealValue) -> DealSum<'a> {
    let is_told_by = |told: &DealEvent| {
        value.articles.contains(&told.article)
            && told.event.value.as_ref().is_some_and(|own| says(own.role, &own.money, value))
    };
    let same_role = deal.values.iter().filter(|other| other.role == value.role).count();
    DealSum {
        role: value.role,
        value: value.money.amount,
        low: value.low,
        currency: value.money.currency,
        articles: &value.articles,
        origins: value.origins,
        confirmed: deal.events.iter().any(|told| is_told_by(told) && told.event.is_confirmed()),
        disputed: deal.disputed && same_role > 1,
    }
}

fn says(role: AmountRole, money: &Money, value: &DealValue) -> bool {
    role == value.role && money.is_near(&value.money, ROUNDING)
}

fn claim(told: &DealEvent) -> DealClaim<'_> {
    let value = told.event.value.as_ref();
    DealClaim {
        article: &told.article,
        ordinal: told.ordinal,
        url: told.url.as_deref(),
        publisher: told.publisher.as_deref(),
        published: told.published,
        kind: told.event.kind,
        value: value.map(|value| value.money.amount),
        currency: value.map(|value| value.money.currency),
        value_role: value.map(|value| value.role),
        date: told.event.date,
        certainty: told.event.certainty,
        attribution: told.event.attribution.as_ref(),
        evidence: &told.sentence,
        confidence: told.event.confidence,
    }
}

/// A claim that counts before one that does not, one that can be looked up before one that cannot, one that says the
/// deal's first sum, one with more confidence; of equals the oldest, which the others may rest on.
fn best_source(deal: &Deal) -> Option<Source<'_>> {
    let rank = |told: &DealEvent| {
        let says_sum = deal.values.first().is_some_and(|value| {
            told.event.value.as_ref().is_some_and(|own| says(own.role, &own.money, value))
        });
        let hundredths = (told.event.confidence * 100.0).round() as i32;
        Reverse((told.event.is_confirmed(), told.url.is_some(), says_sum, hundredths))
    };
    // The events stand oldest first, and of equals `min_by_key` takes the first.
    let told = deal.events.iter().min_by_key(|told| rank(told))?;
    Some(Source {
        article: &told.article,
        url: told.url.as_deref(),
        publisher: told.publisher.as_deref(),
        published: told.published,
        title: &told.title,
        quote: &told.sentence,
        certainty: told.event.certainty,
        confidence: told.event.confidence,
    })
}
