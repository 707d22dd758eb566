//! A digest as a JSON object: figures as numbers beside their currency, as in every other record.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::record::FORMAT_VERSION;
use super::record_parts::{number, number_or_null};
use crate::base::{Currency, DealId, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::{Certainty, EventKind};
use crate::report::{CitedClause, Coverage, Digest, Entry, NumberedSource, Quote, Standing, Total};

#[derive(Serialize)]
pub(super) struct DigestRecord<'a> {
    format_version: u32,
    title: &'a str,
    since: Option<Date>,
    until: Option<Date>,
    sample: bool,
    totals: Vec<TotalRecord>,
    new: Vec<EntryRecord<'a>>,
    changes: Vec<EntryRecord<'a>>,
    sought: Vec<EntryRecord<'a>>,
    disagreements: Vec<EntryRecord<'a>>,
    unconfirmed: Vec<EntryRecord<'a>>,
    retold: usize,
    sources: &'a [NumberedSource],
    coverage: &'a Coverage,
}

#[derive(Serialize)]
pub(super) struct TotalRecord {
    standing: Standing,
    role: AmountRole,
    #[serde(serialize_with = "number")]
    value: Decimal,
    #[serde(serialize_with = "number_or_null")]
    low: Option<Decimal>,
    currency: Currency,
    deals: usize,
    disputed: usize,
    shared: usize,
    further: usize,
}

#[derive(Serialize)]
struct EntryRecord<'a> {
    deal: &'a DealId,
    name: &'a str,
    /// Null where no event of the deal counts.
    status: Option<Status>,
    #[serde(rename = "type")]
    kind: EventKind,
    confirmed: bool,
    certainty: Certainty,
    confidence: f32,
    #[serde(serialize_with = "number_or_null")]
    value: Option<Decimal>,
    currency: Option<Currency>,
    told: Option<PartialDate>,
    /// The whole sentence.
    statement: String,
    /// The same in parts with their sources.
    clauses: &'a [CitedClause],
    quote: &'a Quote,
}

impl<'a> DigestRecord<'a> {
    pub(super) fn new(digest: &'a Digest) -> Self {
        let entries = |entries: &'a [Entry]| entries.iter().map(EntryRecord::new).collect();
        Self {
            format_version: FORMAT_VERSION,
            title: &digest.title,
            since: digest.since,
            until: digest.until,
            sample: digest.sample,
            totals: digest.totals.iter().map(TotalRecord::new).collect(),
            new: entries(&digest.new),
            changes: entries(&digest.changes),
            sought: entries(&digest.sought),
            disagreements: entries(&digest.disagreements),
            unconfirmed: entries(&digest.unconfirmed),
            retold: digest.retold,
            sources: &digest.sources,
            coverage: &digest.coverage,
        }
    }
}

impl TotalRecord {
    pub(super) fn new(total: &Total) -> Self {
        Self {
            standing: total.standing,
            role: total.role,
            value: total.money.amount,
            low: total.low,
            currency: total.money.currency,
            deals: total.deals,
            disputed: total.disputed,
            shared: total.shared,
            further: total.further,
        }
    }
}

impl<'a> EntryRecord<'a> {
    fn new(entry: &'a Entry) -> Self {
        let sentence: String = entry.statement.iter().map(|clause| clause.text.as_str()).collect();
        Self {
            deal: &entry.deal,
            name: &entry.name,
            status: entry.status,
            kind: entry.kind,
            confirmed: entry.confirmed,
            certainty: entry.certainty,
            confidence: entry.confidence,
            value: entry.value.map(|money| money.amount),
            currency: entry.value.map(|money| money.currency),
            told: entry.told,
            statement: format!("{sentence}."),
            clauses: &entry.statement,
            quote: &entry.quote,
        }
    }
}
