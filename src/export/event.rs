//! One event with the article that tells it.

use serde::Serialize;

use super::record::Record;
use super::record_event::RecordEvent;
use super::record_row;
use super::row::{Cell, Section, doubt, join};
use crate::base::{Address, ArticleId, Money};

pub(super) const COLUMNS: &[&str] = &[
    "article",
    "url",
    "publisher",
    "published",
    "title",
    "text_digest",
    "ordinal",
    "type",
    "buyers",
    "vendors",
    "via",
    "value",
    "currency",
    "value_role",
    "date",
    "subject",
    "program",
    "contract_ids",
    "certainty",
    "confidence",
    "confirmed",
    "attribution_kind",
    "attribution_name",
    "evidence",
    "deal",
    "review_status",
];

/// An event as a row of its own: the fields of its article that cite it, then its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRecord<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// Its canonical address.
    pub url: Option<&'a Address>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// When it was published.
    pub published: Option<&'a str>,
    /// Its headline.
    pub title: &'a str,
    /// SHA-256 of its title and text.
    pub text_digest: &'a str,
    /// The event's place in the article, from 0.
    pub ordinal: usize,
    /// The event.
    #[serde(flatten)]
    pub event: &'a RecordEvent<'a>,
    #[serde(skip)]
    record: &'a Record<'a>,
}

impl<'a> EventRecord<'a> {
    /// Every event of an article.
    pub fn of(record: &'a Record<'a>) -> impl Iterator<Item = Self> {
        record.events.iter().enumerate().map(move |(ordinal, event)| Self {
            article: record.id,
            url: record.url,
            publisher: record.publisher,
            published: record.published.as_deref(),
            title: record.title,
            text_digest: &record.text_digest,
            ordinal,
            event,
            record,
        })
    }

    /// The article that tells it.
    pub(super) fn record(&self) -> &'a Record<'a> {
        self.record
    }

    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        let event = self.event;
        vec![
            Cell::text(self.article.as_str()),
            Cell::link(self.url.map(Address::as_str)),
            Cell::maybe(self.publisher),
            Cell::maybe(self.published),
            Cell::text(self.title),
            Cell::text(self.text_digest),
            Cell::number(&self.ordinal),
            Cell::text(event.kind.as_str()),
            Cell::list(&event.buyers),
            Cell::list(&event.vendors),
            Cell::list(&event.via),
            Cell::decimal(event.value),
            Cell::maybe(event.currency),
            Cell::maybe(event.value_role.map(crate::entities::AmountRole::as_str)),
            Cell::date(event.date),
            Cell::maybe(event.subject),
            Cell::maybe(event.program),
            Cell::list(event.contract_ids),
            Cell::text(event.certainty.as_str()),
            Cell::number(&event.confidence),
            Cell::Flag(event.is_confirmed),
            Cell::maybe(event.attribution.map(|cited| attribution_word(cited.kind))),
            Cell::maybe(event.attribution.and_then(|cited| cited.name.as_deref())),
            Cell::text(event.evidence),
            Cell::maybe(event.deal),
            Cell::maybe(event.review_status.map(crate::events::ReviewStatus::as_str)),
        ]
    }

    pub(super) fn section(&self) -> Section<'_> {
        let event = self.event;
        let mut section = Section::new(self.title);
        section.doubt = doubt(event.is_confirmed, event.certainty.as_str(), event.confidence);
        section.line("Type", event.kind.as_str());
        section.line("Buyers", join(&event.buyers));
        section.line("Vendors", join(&event.vendors));
        section.line("Via", join(&event.via));
        let money = event.value.zip(event.currency).map(|(value, currency)| Money::new(value, currency));
        let role = event.value_role.map_or("", crate::entities::AmountRole::as_str);
        section.line_of("Value", money.map(|money| format!("{money} ({role})")));
        section.line_of("Date", event.date);
        section.line_of("Subject", event.subject);
        section.line_of("Program", event.program);
        section.line("Contract numbers", join(event.contract_ids));
        section
            .line("Certainty", format!("{}, confidence {:.2}", event.certainty.as_str(), event.confidence));
        let cited = event.attribution.map(|cited| match &cited.name {
            Some(name) => format!("{} ({})", name, attribution_word(cited.kind)),
            None => attribution_word(cited.kind).to_owned(),
        });
        section.line_of("According to", cited);
        section.line_of("Deal", event.deal);
        section.line_of("Reviewed", event.review_status.map(crate::events::ReviewStatus::as_str));
        section.quote = Some(event.evidence);
        section.source = record_row::origin(self.record);
        section
    }
}

pub(super) fn attribution_word(kind: crate::events::AttributionKind) -> &'static str {
    use crate::events::AttributionKind as Kind;
    match kind {
        Kind::Company => "company",
        Kind::Agency => "agency",
        Kind::Document => "document",
        Kind::Anonymous => "anonymous",
        Kind::Outlet => "outlet",
    }
}
