//! The thing in the world that several events describe.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{ArticleId, DealId, Money, PartialDate};
use crate::deals::rulings::{DealRuling, EventRef};
use crate::entities::AmountRole;
use crate::events::{Classification, Competition, ContractType, Event, OfficialRecord, OrgRef};

/// One event and the article that tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealEvent {
    /// The article.
    pub article: ArticleId,
    /// The event's place in the article's list.
    pub ordinal: u32,
    /// The article's headline.
    pub title: String,
    /// The article's address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// The evidence sentence, as text.
    pub sentence: String,
    /// The claim.
    pub event: Event,
}

impl DealEvent {
    /// What orders events: publication date, address (else article id), ordinal. The smallest of a deal names it.
    pub(super) fn key(&self) -> (String, String, u32) {
        let published = self.published.map(|date| date.to_string()).unwrap_or_default();
        (published, self.url.clone().unwrap_or_else(|| self.article.to_string()), self.ordinal)
    }
}

/// Where a deal stands, by its confirmed events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Asked for, not yet won.
    Sought,
    /// Won, signed or in use.
    Awarded,
    /// Raised, extended or expanded since.
    Changed,
    /// Under protest or in court.
    Protested,
    /// Cancelled or run out.
    Ended,
    /// The supplier is barred.
    Barred,
}

impl Status {
    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Awarded => "awarded",
            Self::Changed => "changed",
            Self::Protested => "protested",
            Self::Ended => "ended",
            Self::Barred => "barred",
        }
    }
}

/// A turn in the life of a deal, by a confirmed event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Where the deal stood from then on.
    pub status: Status,
    /// When: the event's own day, else that of the first article that tells it.
    pub on: Option<PartialDate>,
    /// The event that says so first.
    pub event: EventRef,
}

/// What an official register says of the deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficialEntry {
    /// The record, as an article of the library.
    pub article: ArticleId,
    /// What it says.
    pub record: OfficialRecord,
}

/// Two events that were joined, and what spoke for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Join {
    /// The earlier one.
    pub one: EventRef,
    /// The later one.
    pub other: EventRef,
    /// The sum of what spoke for it and against it.
    pub score: f32,
    /// What spoke for and against it, the weightiest first.
    pub reasons: Vec<String>,
}

/// A sum that articles give the deal, in one role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealValue {
    /// What the sum is.
    pub role: AmountRole,
    /// The sum.
    pub money: Money,
    /// The lower end of a range.
    pub low: Option<Decimal>,
    /// The articles that say so, in order of publication.
    pub articles: Vec<ArticleId>,
    /// How many of them are independent: copies and near-copies count once.
    pub origins: usize,
}

/// One contract, agreement or dealing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// Short hash of its smallest event key.
    pub id: DealId,
    /// Made from its facts: "Army – Palantir – enterprise agreement, 2025".
    pub name: String,
    /// The government side.
    pub buyers: Vec<OrgRef>,
    /// The suppliers.
    pub vendors: Vec<OrgRef>,
    /// Through whom.
    pub via: Vec<OrgRef>,
    /// Id of the program or vehicle.
    pub program: Option<String>,
    /// Contract, solicitation and order numbers.
    pub contract_ids: Vec<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// The form of the contract, else how it is priced; as most events tell it.
    #[serde(default)]
    pub contract_type: Option<ContractType>,
    /// How it was competed, as most events tell it.
    #[serde(default)]
    pub competition: Option<Competition>,
    /// The highest level of secrecy told of.
    #[serde(default)]
    pub classification: Option<Classification>,
    /// Where it stands; `None` where every event that tells it is doubtful.
    pub status: Option<Status>,
    /// The turns of its life by confirmed events, oldest first.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// The sums by role; within a role the one with most origins first.
    pub values: Vec<DealValue>,
    /// Whether two articles give one role sums that cannot both be right.
    pub disputed: bool,
    /// The first and the last day it is told of.
    pub first: Option<PartialDate>,
    /// The last day it is told of.
    pub last: Option<PartialDate>,
    /// Its events, oldest first.
    pub events: Vec<DealEvent>,
    /// How many independent articles tell it: copies, near-copies and articles that cite one report count once.
    pub origins: usize,
    /// Who published first, by the date of publication.
    #[serde(default)]
    pub first_publisher: Option<String>,
    /// What official registers say of it: of each register its latest record.
    #[serde(default)]
    pub official: Vec<OfficialEntry>,
    /// What the user said of it as a whole.
    #[serde(default)]
    pub rulings: Vec<DealRuling>,
    /// Why its events were joined, in the order they were.
    #[serde(default)]
    pub joins: Vec<Join>,
}
