//! The thing in the world that several events describe.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::base::{ArticleId, DealId, Money, PartialDate};
use crate::deals::chronology::Moment;
use crate::deals::context::contexts;
use crate::deals::features::Features;
use crate::deals::period::Period;
use crate::deals::recompete::Recompete;
use crate::deals::rulings::{DealRuling, EventRef};
use crate::entities::{AmountRole, written_on};
use crate::events::{Classification, Competition, ContractType, Event, Facts, OfficialRecord, OrgRef};

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
    /// When it was written: published, else by its dateline.
    #[serde(default)]
    pub written: Option<PartialDate>,
    /// Its origin within the deal, as a number. Copies and reports of one source share it.
    #[serde(default)]
    pub origin: u32,
    /// The evidence sentence, as text.
    pub sentence: String,
    /// The claim.
    pub event: Event,
}

impl DealEvent {
    /// The events of an article, as deals are made of them, and what each is found and compared by.
    pub fn all_of(article: &Article, facts: &Facts) -> Vec<(Self, Features)> {
        let written = written_on(article);
        let told = facts.events.iter().zip(contexts(article, facts)).zip(0..);
        told.map(|((event, context), ordinal)| {
            let told = Self {
                article: article.id.clone(),
                ordinal,
                title: article.title.clone(),
                url: article.url.as_ref().map(ToString::to_string),
                publisher: article.publisher.clone(),
                published: article.published.map(|published| published.date),
                written,
                origin: 0,
                sentence: event.evidence.of(&article.title, article.body.text()).to_owned(),
                event: event.clone(),
            };
            let features = Features::of(&told, &context);
            (told, features)
        })
        .collect()
    }

    /// The day it is told of: its own where that is a month or finer, else that of its article.
    pub(super) fn told_on(&self) -> Option<PartialDate> {
        let own = self.event.date;
        own.filter(|date| date.month().is_some()).or(self.published).or(self.written).or(own)
    }

    /// When it happened, as precisely as that is told: on its own date, else before its article came out.
    pub fn happened_on(&self) -> Option<PartialDate> {
        self.event.date.or(self.published).or(self.written)
    }

    /// The same, to be put in order.
    pub(super) fn moment(&self) -> Moment {
        Moment::new(self.event.kind, self.happened_on())
    }

    /// What orders events: publication date, address (else article id), ordinal. The smallest of a deal names it.
    ///
    /// An address that several articles share, as the releases of one notice do, names none of them.
    pub(super) fn key(&self) -> (String, String, u32) {
        let published = self.published.map(|date| date.to_string()).unwrap_or_default();
        let own = self.url.clone().filter(|url| ArticleId::of_url(url) == self.article);
        (published, own.unwrap_or_else(|| self.article.to_string()), self.ordinal)
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
    /// Every status, in the order of a contract's life.
    pub const ALL: [Self; 6] =
        [Self::Sought, Self::Awarded, Self::Changed, Self::Protested, Self::Ended, Self::Barred];

    /// The status that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

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
    /// When: the event's own date, else the day of its article.
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
    /// The turns of its life by confirmed events, oldest first, in the order of its events.
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
    /// Its events, oldest first: in the order of [`in_order`](crate::deals::in_order).
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
    /// For how long it runs, as far as its confirmed events tell.
    #[serde(default)]
    pub period: Option<Period>,
    /// When its successor is likely to be asked for; none once it has ended.
    #[serde(default)]
    pub recompete: Option<Recompete>,
}
