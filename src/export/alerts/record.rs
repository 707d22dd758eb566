//! Alerts as a JSON object: figures as numbers beside their currency, as in every other record.

use std::io::{self, Write};

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use super::text::subject;
use crate::base::{ArticleId, Currency, DealId, Field, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::export::record::FORMAT_VERSION;
use crate::export::record_parts::{number, number_or_null};
use crate::export::safe_json;
use crate::report::{Alert, AlertDeal, AlertReport, Because, Caught, FoundFact, Standing};

#[derive(Serialize)]
struct ReportRecord<'a> {
    format_version: u32,
    made: Timestamp,
    sample: bool,
    /// In a few words.
    summary: String,
    alerts: Vec<AlertRecord<'a>>,
    /// How many more there are.
    left_out: usize,
    /// Watches whose query can no longer be read.
    faults: Vec<FaultRecord<'a>>,
}

#[derive(Serialize)]
struct FaultRecord<'a> {
    watch: &'a str,
    query: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct AlertRecord<'a> {
    /// The id of the deal, else of the article.
    id: &'a str,
    /// `new deal`, `changed deal`, `new article`, `edited article`, `told again`.
    news: &'static str,
    title: &'a str,
    /// When the last of its articles came.
    seen: Timestamp,
    deal: Option<DealPart<'a>>,
    changes: Vec<ChangeRecord<'a>>,
    watches: Vec<CaughtRecord<'a>>,
    articles: Vec<ArticleRecord<'a>>,
}

#[derive(Serialize)]
struct DealPart<'a> {
    id: &'a DealId,
    name: &'a str,
    status: Option<Status>,
    /// Whether anyone tells it as a fact; what else is said of it is in doubt where not.
    confirmed: bool,
    sum: Option<SumRecord>,
    articles: usize,
    ends: Option<PartialDate>,
    recompete_from: Option<PartialDate>,
    recompete_to: Option<PartialDate>,
    evidence: Option<&'a str>,
}

#[derive(Serialize)]
struct SumRecord {
    role: AmountRole,
    #[serde(serialize_with = "number")]
    value: Decimal,
    #[serde(serialize_with = "number_or_null")]
    low: Option<Decimal>,
    currency: Currency,
    standing: Standing,
    disputed: bool,
}

#[derive(Serialize)]
struct ChangeRecord<'a> {
    what: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct CaughtRecord<'a> {
    watch: &'a str,
    because: Vec<BecauseRecord<'a>>,
}

#[derive(Serialize)]
struct BecauseRecord<'a> {
    clause: &'a str,
    found: Vec<FoundRecord<'a>>,
}

#[derive(Serialize)]
struct FoundRecord<'a> {
    kind: &'static str,
    text: &'a str,
    id: Option<&'a str>,
    field: Option<Field>,
    start: Option<usize>,
    end: Option<usize>,
    /// Of a sum of the deal.
    standing: Option<Standing>,
}

#[derive(Serialize)]
struct ArticleRecord<'a> {
    id: &'a ArticleId,
    title: &'a str,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    published: Option<PartialDate>,
    text_digest: &'a str,
    edited: bool,
    seen: Timestamp,
}

/// Writes the alerts as one JSON object on a line of its own, with `format_version`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(report: &AlertReport, out: &mut dyn Write) -> io::Result<()> {
    let record = ReportRecord {
        format_version: FORMAT_VERSION,
        made: report.made,
        sample: report.sample,
        summary: subject(report),
        alerts: report.alerts.iter().map(alert_record).collect(),
        left_out: report.left_out,
        faults: report
            .faults
            .iter()
            .map(|fault| FaultRecord { watch: &fault.name, query: &fault.query, why: &fault.why })
            .collect(),
    };
    safe_json::write(&record, out)?;
    writeln!(out)
}

fn alert_record(alert: &Alert) -> AlertRecord<'_> {
    AlertRecord {
        id: alert.key(),
        news: alert.news.as_str(),
        title: alert.title(),
        seen: alert.seen,
        deal: alert.deal.as_ref().map(deal_part),
        changes: alert
            .changes
            .iter()
            .map(|change| ChangeRecord {
                what: &change.what,
                old: change.old.as_deref(),
                new: change.new.as_deref(),
            })
            .collect(),
        watches: alert.watches.iter().map(caught_record).collect(),
        articles: alert
            .articles
            .iter()
            .map(|article| ArticleRecord {
                id: &article.id,
                title: &article.title,
                url: article.url.as_deref(),
                publisher: article.publisher.as_deref(),
                published: article.published,
                text_digest: &article.text_digest,
                edited: article.edited,
                seen: article.seen,
            })
            .collect(),
    }
}

fn deal_part(deal: &AlertDeal) -> DealPart<'_> {
    DealPart {
        id: &deal.id,
        name: &deal.name,
        status: deal.status,
        confirmed: deal.status.is_some(),
        sum: deal.sum.as_ref().map(|sum| SumRecord {
            role: sum.role,
            value: sum.money.amount,
            low: sum.low,
            currency: sum.money.currency,
            standing: sum.standing,
            disputed: sum.disputed,
        }),
        articles: deal.told_in,
        ends: deal.ends,
        recompete_from: deal.recompete.map(|(from, _)| from),
        recompete_to: deal.recompete.map(|(_, to)| to),
        evidence: deal.sentence.as_deref(),
    }
}

fn caught_record(caught: &Caught) -> CaughtRecord<'_> {
    CaughtRecord { watch: &caught.watch, because: caught.because.iter().map(because_record).collect() }
}

fn because_record(because: &Because) -> BecauseRecord<'_> {
    BecauseRecord { clause: &because.clause, found: because.found.iter().map(found_record).collect() }
}

fn found_record(fact: &FoundFact) -> FoundRecord<'_> {
    FoundRecord {
        kind: fact.kind,
        text: &fact.text,
        id: fact.id.as_deref(),
        field: fact.span.map(|span| span.field),
        start: fact.span.map(|span| span.start),
        end: fact.span.map(|span| span.end),
        standing: fact.standing,
    }
}
