//! The thing in the world that several events describe.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{ArticleId, DealId, Money, PartialDate};
use crate::entities::AmountRole;
use crate::events::{Event, OrgRef};

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
    /// Where it stands; `None` where every event that tells it is doubtful.
    pub status: Option<Status>,
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
    /// How many independent articles tell it.
    pub origins: usize,
    /// Why its events were joined, one line each.
    pub reasons: Vec<String>,
}
