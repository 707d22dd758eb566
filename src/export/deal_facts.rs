//! What a deal's record says beside its parties, sums and events: stages, registers, the user's word, its articles.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use super::record_parts::number_or_null;
use crate::base::{ArticleId, Currency, Money, PartialDate};
use crate::deals::{Deal, DealEvent, DealRuling, OfficialEntry, Ruled, Stage, Status};
use crate::entities::AmountRole;
use crate::events::Register;

/// What proves that a page said so: it can be compared with the page as it is now, and with the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageProof {
    /// `sha256:` and the SHA-256 of title and text.
    pub text_digest: String,
    /// SHA-256 of the page's bytes as fetched, in hexadecimal digits.
    pub page_digest: String,
    /// When it was fetched or added.
    pub fetched: Timestamp,
    /// Whether the archive has the page; what asked not to be kept is proven by its digest alone.
    pub archived: bool,
}

/// A turn in the life of a deal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealStage<'a> {
    /// Where it stood from then on.
    pub status: Status,
    /// When.
    pub on: Option<PartialDate>,
    /// The article that says so first.
    pub article: &'a ArticleId,
    /// The event's place in that article.
    pub ordinal: u32,
}

impl<'a> DealStage<'a> {
    pub(super) fn new(stage: &'a Stage) -> Self {
        Self {
            status: stage.status,
            on: stage.on,
            article: &stage.event.article,
            ordinal: stage.event.ordinal,
        }
    }
}

/// What an official register says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealOfficial<'a> {
    /// The register, as a word.
    pub register: Register,
    /// The register, as a reader knows it.
    pub register_name: &'static str,
    /// How the register calls the deal.
    pub record_id: Option<&'a str>,
    /// What has been obligated so far.
    #[serde(serialize_with = "number_or_null")]
    pub obligated: Option<Decimal>,
    /// ISO 4217 code of that sum.
    pub obligated_currency: Option<Currency>,
    /// The most it may come to.
    #[serde(serialize_with = "number_or_null")]
    pub ceiling: Option<Decimal>,
    /// ISO 4217 code of that sum.
    pub ceiling_currency: Option<Currency>,
    /// The last modification, as numbered there.
    pub modification: Option<&'a str>,
    /// The day the record speaks of.
    pub as_of: Option<PartialDate>,
    /// The record, as an article of the library.
    pub article: &'a ArticleId,
}

impl<'a> DealOfficial<'a> {
    pub(super) fn new(entry: &'a OfficialEntry) -> Self {
        let record = &entry.record;
        Self {
            register: record.register,
            register_name: record.register.name(),
            record_id: record.record_id.as_deref(),
            obligated: record.obligated.map(|money| money.amount),
            obligated_currency: record.obligated.map(|money| money.currency),
            ceiling: record.ceiling.map(|money| money.amount),
            ceiling_currency: record.ceiling.map(|money| money.currency),
            modification: record.modification.as_deref(),
            as_of: record.as_of,
            article: &entry.article,
        }
    }

    /// "USAspending, obligated $2 million of $200 million ceiling, modification P00003, as of 2026-03-01".
    pub fn in_words(&self) -> String {
        let money = |value: Option<Decimal>, currency: Option<Currency>| {
            value.zip(currency).map(|(value, currency)| Money::new(value, currency))
        };
        let ceiling = money(self.ceiling, self.ceiling_currency);
        let sums = match (money(self.obligated, self.obligated_currency), ceiling) {
            (Some(obligated), Some(ceiling)) => Some(format!("obligated {obligated} of {ceiling} ceiling")),
            (Some(obligated), None) => Some(format!("obligated {obligated}")),
            (None, Some(ceiling)) => Some(format!("ceiling {ceiling}")),
            (None, None) => None,
        };
        let parts = [
            Some(self.register_name.to_owned()),
            sums,
            self.modification.map(|number| format!("modification {number}")),
            self.as_of.map(|day| format!("as of {day}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// What the user said of the deal as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealWord<'a> {
    /// Where it stands, whatever the articles say.
    pub status: Option<Status>,
    /// What it is worth, whatever they say; the upper end of a range.
    #[serde(serialize_with = "number_or_null")]
    pub value: Option<Decimal>,
    /// The lower end of a range.
    #[serde(serialize_with = "number_or_null")]
    pub low: Option<Decimal>,
    /// ISO 4217 code of that sum.
    pub currency: Option<Currency>,
    /// What that sum is.
    pub value_role: Option<AmountRole>,
    /// Who says so.
    pub author: Option<&'a str>,
    /// When.
    pub time: Option<&'a str>,
    /// Why.
    pub reason: Option<&'a str>,
}

impl<'a> DealWord<'a> {
    pub(super) fn new(ruling: &'a DealRuling) -> Self {
        let (status, value) = match &ruling.ruled {
            Ruled::Status(status) => (Some(*status), None),
            Ruled::Value(value) => (None, Some(value)),
        };
        Self {
            status,
            value: value.map(|value| value.money.amount),
            low: value.and_then(|value| value.low),
            currency: value.map(|value| value.money.currency),
            value_role: value.map(|value| value.role),
            author: ruling.said.author.as_deref(),
            time: ruling.said.time.as_deref(),
            reason: ruling.said.reason.as_deref(),
        }
    }

    /// "ended, by A. Reader, 2026-03-01: the notice was withdrawn".
    pub fn in_words(&self) -> String {
        let mut words = match (self.status, self.value.zip(self.currency)) {
            (Some(status), _) => status.as_str().to_owned(),
            (None, Some((value, currency))) => {
                let role = self.value_role.map_or("worth", AmountRole::as_str);
                let low =
                    self.low.map(|low| format!("{} to ", Money::new(low, currency))).unwrap_or_default();
                format!("{role} {low}{}", Money::new(value, currency))
            }
            (None, None) => return String::new(),
        };
        if let Some(author) = self.author {
            words = format!("{words}, by {author}");
        }
        if let Some(time) = self.time {
            words = format!("{words}, {time}");
        }
        match self.reason {
            Some(reason) => format!("{words}: {reason}"),
            None => words,
        }
    }
}

/// An article that tells the deal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DealSource<'a> {
    /// The article, which is also the id of its archived page.
    pub article: &'a ArticleId,
    /// Its address.
    pub url: Option<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When.
    pub published: Option<PartialDate>,
    /// Its headline.
    pub title: &'a str,
    /// Its origin, from 1 in the order of the sources: copies and reports of one source have one number.
    pub origin: usize,
    /// What proves it; absent where no library was asked.
    #[serde(flatten)]
    pub proof: Option<PageProof>,
}

impl<'a> DealSource<'a> {
    fn new(told: &'a DealEvent, origin: usize) -> Self {
        Self {
            article: &told.article,
            url: told.url.as_deref(),
            publisher: told.publisher.as_deref(),
            published: told.published,
            title: &told.title,
            origin,
            proof: None,
        }
    }

    /// Each article once, by publication.
    pub(super) fn all(deal: &'a Deal) -> Vec<Self> {
        let mut origins: Vec<u32> = Vec::new();
        let mut number = |origin: u32| {
            let known = origins.iter().position(|known| *known == origin);
            known.unwrap_or_else(|| {
                origins.push(origin);
                origins.len() - 1
            }) + 1
        };
        deal.sources().into_iter().map(|told| Self::new(told, number(told.origin))).collect()
    }
}
