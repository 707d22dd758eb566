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
use crate::report::{
    Ahead, CitedClause, Comparison, CountChange, Coverage, Digest, DigestGroup, Entry, FigureChange,
    NumberedSource, Quote, Revision, Standing, Total,
};

#[derive(Serialize)]
pub(super) struct DigestRecord<'a> {
    format_version: u32,
    title: &'a str,
    since: Option<Date>,
    until: Option<Date>,
    sample: bool,
    totals: Vec<TotalRecord>,
    states_sums: bool,
    new: Vec<EntryRecord<'a>>,
    changes: Vec<EntryRecord<'a>>,
    sought: Vec<EntryRecord<'a>>,
    disagreements: Vec<EntryRecord<'a>>,
    unconfirmed: Vec<EntryRecord<'a>>,
    retold: usize,
    groups: Vec<GroupRecord<'a>>,
    /// Null where nobody asked.
    comparison: Option<ComparisonRecord>,
    ahead: &'a [Ahead],
    overdue: &'a [Ahead],
    revisions: Vec<RevisionRecord<'a>>,
    sources: &'a [NumberedSource],
    coverage: &'a Coverage,
}

#[derive(Serialize)]
struct GroupRecord<'a> {
    id: Option<&'a str>,
    label: &'a str,
    deals: &'a [DealId],
    own: Vec<TotalRecord>,
    joint: Vec<TotalRecord>,
}

#[derive(Serialize)]
struct ComparisonRecord {
    since: Date,
    until: Date,
    counts: Vec<CountRecord>,
    figures: Vec<FigureRecord>,
}

#[derive(Serialize)]
struct CountRecord {
    section: &'static str,
    now: usize,
    before: usize,
}

#[derive(Serialize)]
struct FigureRecord {
    standing: Standing,
    role: AmountRole,
    currency: Currency,
    #[serde(serialize_with = "number_or_null")]
    now: Option<Decimal>,
    #[serde(serialize_with = "number_or_null")]
    before: Option<Decimal>,
    #[serde(serialize_with = "number")]
    difference: Decimal,
}

#[derive(Serialize)]
struct RevisionRecord<'a> {
    /// The deal as it was given.
    given: &'a DealId,
    name: &'a str,
    /// The deal that it is now; null where no article tells it any more.
    deal: Option<&'a DealId>,
    changes: &'a [String],
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
            states_sums: digest.states_sums,
            new: entries(&digest.new),
            changes: entries(&digest.changes),
            sought: entries(&digest.sought),
            disagreements: entries(&digest.disagreements),
            unconfirmed: entries(&digest.unconfirmed),
            retold: digest.retold,
            groups: digest.groups.iter().map(group).collect(),
            comparison: digest.comparison.as_ref().map(comparison),
            ahead: &digest.ahead,
            overdue: &digest.overdue,
            revisions: digest.revisions.iter().map(revision).collect(),
            sources: &digest.sources,
            coverage: &digest.coverage,
        }
    }
}

fn group(group: &DigestGroup) -> GroupRecord<'_> {
    GroupRecord {
        id: group.id.as_deref(),
        label: &group.label,
        deals: &group.deals,
        own: group.own.iter().map(TotalRecord::new).collect(),
        joint: group.joint.iter().map(TotalRecord::new).collect(),
    }
}

fn comparison(comparison: &Comparison) -> ComparisonRecord {
    let count = |&CountChange { section, now, before }: &CountChange| CountRecord { section, now, before };
    let figure = |change: &FigureChange| FigureRecord {
        standing: change.standing,
        role: change.role,
        currency: change.currency,
        now: change.now,
        before: change.before,
        difference: change.difference,
    };
    ComparisonRecord {
        since: comparison.since,
        until: comparison.until,
        counts: comparison.counts.iter().map(count).collect(),
        figures: comparison.figures.iter().map(figure).collect(),
    }
}

fn revision(revision: &Revision) -> RevisionRecord<'_> {
    RevisionRecord {
        given: &revision.given,
        name: &revision.name,
        deal: revision.now.as_ref().map(|(deal, _)| deal),
        changes: &revision.changes,
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
