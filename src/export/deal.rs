//! One deal: what is said of it, and the source that says it best.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::deal_facts::{DealOfficial, DealSource, DealStage, DealWord, PageProof};
use super::deal_summary::LazySummary;
use super::edits::{EditRecord, edit_records};
use super::record::FORMAT_VERSION;
use super::record_parts::{number, number_or_null};
use crate::base::{ArticleId, Currency, DealId, Money, OrgId, PartialDate};
use crate::deals::{Deal, DealEvent, DealValue, Join, NearestDeal, Period, Recompete, Related, Status};
use crate::entities::AmountRole;
use crate::events::{
    Attribution, Certainty, Classification, Competition, ContractType, EventKind, OrgRef, ReviewStatus,
};
use crate::report::{FactEdit, News, PublicRecord, public_record};

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// A deal with its sums, its history and its best source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealRecord<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The deal's id.
    pub id: &'a DealId,
    /// Made from its facts.
    pub name: &'a str,
    /// It in one paragraph, each clause with its sources.
    pub summary: LazySummary<'a>,
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
    /// The form of the contract, else its pricing.
    pub contract_type: Option<ContractType>,
    /// How it was competed.
    pub competition: Option<Competition>,
    /// The highest level of secrecy told of.
    pub classification: Option<Classification>,
    /// Where it is worked on, in the words of a text.
    pub place: Option<&'a str>,
    /// By when offers are due, as the newest article has it.
    pub offers_due: Option<PartialDate>,
    /// For how long it runs, as far as its confirmed events tell.
    pub period: Option<&'a Period>,
    /// When its successor is likely to be asked for: an estimate.
    pub recompete: Option<&'a Recompete>,
    /// The turns of its life, oldest first.
    pub stages: Vec<DealStage<'a>>,
    /// What official registers say.
    pub official: Vec<DealOfficial<'a>>,
    /// How it stands in the public record; null for what was neither awarded for certain nor is in a register, and where
    /// nobody told the day.
    pub public_record: Option<PublicRecord>,
    /// What the user said of it as a whole.
    pub rulings: Vec<DealWord<'a>>,
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
    /// Who published first.
    pub first_publisher: Option<&'a str>,
    /// The source that says it best.
    pub source: Option<Source<'a>>,
    /// Its history, oldest first.
    pub events: Vec<DealClaim<'a>>,
    /// The articles that tell it, by publication.
    pub sources: Vec<DealSource<'a>>,
    /// Why its events were joined, in the order they were.
    pub joins: &'a [Join],
    /// Whether the user has accepted all of its events or some; null where none.
    pub review_status: Option<&'static str>,
    /// Other deals that bear on it, the closest first; null where nobody asked the library.
    pub related: Option<&'a [Related]>,
    /// The other deal that comes nearest to it, and why the two were not joined; null where nobody asked, or none was
    /// compared with it.
    pub nearest: Option<&'a NearestDeal>,
    /// What is new about it, where only news was asked for.
    pub news: Option<&'a News>,
    /// What edits of its articles have changed, by day; absent where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<Vec<EditRecord>>,
    /// The user's tags on it; null where nobody asked.
    pub tags: Option<&'a [String]>,
    /// The user's notes on it; null where nobody asked.
    pub notes: Option<&'a [String]>,
    /// The deal itself, for formats that add up.
    #[serde(skip)]
    pub deal: &'a Deal,
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
    /// Whether it is the user's own word.
    pub ruled: bool,
    /// The source that says it best; null for the user's own word.
    pub source: Option<Source<'a>>,
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
    /// `sha256:` and the SHA-256 of the article's title and text; null where no library was asked.
    pub text_digest: Option<String>,
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
    /// What the user found of it; null where nobody has looked.
    pub review_status: Option<ReviewStatus>,
    /// Whether it counts as a fact.
    #[serde(skip)]
    pub is_confirmed: bool,
}

impl<'a> DealRecord<'a> {
    /// The record of a deal as its articles tell it, whenever it is read.
    pub fn new(deal: &'a Deal) -> Self {
        Self::told(deal, None)
    }

    /// The same, its summary in the words of a day.
    pub(super) fn told(deal: &'a Deal, today: Option<Date>) -> Self {
        let articles: BTreeSet<&ArticleId> = deal.events.iter().map(|told| &told.article).collect();
        Self {
            format_version: FORMAT_VERSION,
            id: &deal.id,
            name: &deal.name,
            summary: LazySummary::new(deal, today),
            status: deal.status,
            disputed: deal.disputed,
            confirmed: deal.events.iter().any(|told| told.event.is_confirmed()),
            buyers: parties(&deal.buyers),
            vendors: parties(&deal.vendors),
            via: parties(&deal.via),
            program: deal.program.as_deref(),
            contract_ids: &deal.contract_ids,
            subject: deal.subject.as_deref(),
            contract_type: deal.contract_type,
            competition: deal.competition,
            classification: deal.classification,
            place: deal.place(),
            offers_due: deal.offers_due(),
            period: deal.period.as_ref(),
            recompete: deal.recompete.as_ref(),
            stages: deal.stages.iter().map(DealStage::new).collect(),
            official: deal.official.iter().map(DealOfficial::new).collect(),
            public_record: None,
            rulings: deal.rulings.iter().map(DealWord::new).collect(),
            values: deal.values.iter().map(|value| sum(deal, value)).collect(),
            first: deal.first,
            last: deal.last,
            articles: articles.len(),
            origins: deal.origins,
            first_publisher: deal.first_publisher.as_deref(),
            source: best_source(deal),
            events: deal.events.iter().map(claim).collect(),
            sources: DealSource::all(deal),
            joins: &deal.joins,
            review_status: review_status(deal),
            related: None,
            nearest: None,
            news: None,
            tags: None,
            edits: None,
            notes: None,
            deal,
        }
    }

    /// The record of a deal as it stands on a day.
    pub fn on(deal: &'a Deal, today: Date) -> Self {
        Self { public_record: public_record(deal, today), ..Self::told(deal, Some(today)) }
    }

    /// With what edits have changed.
    #[must_use]
    pub fn with_edits(self, edits: &[FactEdit]) -> Self {
        Self { edits: Some(edit_records(edits)), ..self }
    }

    /// With the user's own tags and notes.
    #[must_use]
    pub fn with_marks(self, tags: &'a [String], notes: &'a [String]) -> Self {
        Self { tags: Some(tags), notes: Some(notes), ..self }
    }

    /// With what proves its sources: `proof_of` knows that of an article.
    #[must_use]
    pub fn with_proofs(mut self, mut proof_of: impl FnMut(&ArticleId) -> Option<PageProof>) -> Self {
        for source in &mut self.sources {
            source.proof = proof_of(source.article);
        }
        let sources = &self.sources;
        let digest = |article: &ArticleId| {
            let source = sources.iter().find(|source| source.article == article)?;
            source.proof.as_ref().map(|proof| proof.text_digest.clone())
        };
        let best = self.source.iter_mut().chain(self.values.iter_mut().filter_map(|sum| sum.source.as_mut()));
        for source in best {
            source.text_digest = digest(source.article);
        }
        self
    }

    /// With the deals that bear on it.
    #[must_use]
    pub fn with_related(self, related: &'a [Related]) -> Self {
        Self { related: Some(related), ..self }
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
        confirmed: deal.is_ruled(value)
            || deal.events.iter().any(|told| is_told_by(told) && told.event.is_confirmed()),
        disputed: deal.disputed && same_role > 1 && deal.ruled_value(value.role).is_none(),
        ruled: deal.is_ruled(value),
        source: best_of(deal.events.iter().filter(|told| is_told_by(told)), |_| true),
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
        review_status: told.event.review_status(),
        is_confirmed: told.event.is_confirmed(),
    }
}

/// "all" or "some" of its events.
fn review_status(deal: &Deal) -> Option<&'static str> {
    let accepted = deal.events.iter().filter(|told| told.event.is_accepted()).count();
    match accepted {
        0 => None,
        all if all == deal.events.len() => Some("all"),
        _ => Some("some"),
    }
}

fn best_source(deal: &Deal) -> Option<Source<'_>> {
    let says_sum = |told: &DealEvent| {
        let value = deal.values.first();
        value.is_some_and(|value| {
            told.event.value.as_ref().is_some_and(|own| says(own.role, &own.money, value))
        })
    };
    best_of(deal.events.iter(), says_sum)
}

/// A claim that counts before one that does not, one that can be looked up before one that cannot, one that says what is
/// asked for, one with more confidence; of equals the oldest, which the others may rest on.
fn best_of<'a>(
    events: impl Iterator<Item = &'a DealEvent>,
    says: impl Fn(&DealEvent) -> bool,
) -> Option<Source<'a>> {
    let rank = |told: &DealEvent| {
        let hundredths = (told.event.confidence * 100.0).round() as i32;
        Reverse((told.event.is_confirmed(), told.url.is_some(), says(told), hundredths))
    };
    // The events stand oldest first, and of equals `min_by_key` takes the first.
    let told = events.min_by_key(|told| rank(told))?;
    Some(Source {
        article: &told.article,
        url: told.url.as_deref(),
        publisher: told.publisher.as_deref(),
        published: told.published,
        title: &told.title,
        quote: &told.sentence,
        certainty: told.event.certainty,
        confidence: told.event.confidence,
        text_digest: None,
    })
}
