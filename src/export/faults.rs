//! Faults of facts: as JSON, as JSON lines, and as CSV with a row for each that tells something.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use super::record_parts::number_or_null;
use super::row::Cell;
use super::{csv, safe_json};
use crate::base::{ArticleId, Currency, DealId, PartialDate};
use crate::report::{Fault, FaultKind, Severity, Teller, Telling};

const COLUMNS: [&str; 21] = [
    "fault",
    "kind",
    "severity",
    "deal",
    "deal_name",
    "what",
    "to_do",
    "correction",
    "says",
    "value",
    "low",
    "currency",
    "value_role",
    "date",
    "origins",
    "event",
    "title",
    "publisher",
    "published",
    "url",
    "sentence",
];

#[derive(Serialize)]
struct FaultRecord<'a> {
    kind: FaultKind,
    severity: Severity,
    deal: Option<&'a DealId>,
    deal_name: Option<&'a str>,
    what: &'a str,
    to_do: String,
    correction: Option<usize>,
    tellings: Vec<TellingRecord<'a>>,
}

#[derive(Serialize)]
struct TellingRecord<'a> {
    says: &'a str,
    #[serde(serialize_with = "number_or_null")]
    value: Option<Decimal>,
    #[serde(serialize_with = "number_or_null")]
    low: Option<Decimal>,
    currency: Option<Currency>,
    value_role: Option<&'static str>,
    date: Option<PartialDate>,
    origins: usize,
    tellers: Vec<TellerRecord<'a>>,
}

#[derive(Serialize)]
struct TellerRecord<'a> {
    article: &'a ArticleId,
    ordinal: Option<u32>,
    title: &'a str,
    publisher: Option<&'a str>,
    published: Option<PartialDate>,
    url: Option<&'a str>,
    sentence: &'a str,
}

/// Writes them as one JSON array on a line of its own.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(faults: &[Fault], out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<FaultRecord<'_>> = faults.iter().map(record).collect();
    safe_json::write(&records, out)?;
    writeln!(out)
}

/// Writes a JSON object a line.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json_lines(faults: &[Fault], out: &mut dyn Write) -> io::Result<()> {
    for fault in faults {
        safe_json::write(&record(fault), out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes a row for each event that tells something, or for the fault where none does; those of one fault have its number.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(faults: &[Fault], out: &mut dyn Write) -> io::Result<()> {
    csv::write_cells(&COLUMNS.map(Cell::text), out)?;
    for (number, fault) in (1..).zip(faults) {
        let nobody = [Telling::default()];
        let tellings = if fault.tellings.is_empty() { &nobody[..] } else { &fault.tellings };
        for telling in tellings {
            let tellers: Vec<Option<&Teller>> = match telling.tellers.as_slice() {
                [] => vec![None],
                tellers => tellers.iter().map(Some).collect(),
            };
            for teller in tellers {
                csv::write_cells(&cells(number, fault, telling, teller), out)?;
            }
        }
    }
    Ok(())
}

fn record(fault: &Fault) -> FaultRecord<'_> {
    FaultRecord {
        kind: fault.kind,
        severity: fault.kind.severity(),
        deal: fault.deal.as_ref(),
        deal_name: fault.deal_name.as_deref(),
        what: &fault.what,
        to_do: fault.remedy(),
        correction: fault.correction,
        tellings: fault.tellings.iter().map(telling_record).collect(),
    }
}

fn telling_record(telling: &Telling) -> TellingRecord<'_> {
    TellingRecord {
        says: &telling.says,
        value: telling.value.map(|value| value.money.amount),
        low: telling.value.and_then(|value| value.low),
        currency: telling.value.map(|value| value.money.currency),
        value_role: telling.value.map(|value| value.role.as_str()),
        date: telling.date,
        origins: telling.origins,
        tellers: telling.tellers.iter().map(teller_record).collect(),
    }
}

fn teller_record(teller: &Teller) -> TellerRecord<'_> {
    TellerRecord {
        article: &teller.article,
        ordinal: teller.ordinal,
        title: &teller.title,
        publisher: teller.publisher.as_deref(),
        published: teller.published,
        url: teller.url.as_deref(),
        sentence: &teller.sentence,
    }
}

fn cells<'a>(
    number: usize,
    fault: &'a Fault,
    telling: &'a Telling,
    teller: Option<&'a Teller>,
) -> Vec<Cell<'a>> {
    let text = |get: fn(&'a Teller) -> &'a str| teller.map_or(Cell::Empty, |teller| Cell::text(get(teller)));
    let value = telling.value;
    vec![
        Cell::number(&number),
        Cell::text(fault.kind.as_str()),
        Cell::text(fault.kind.severity().as_str()),
        Cell::maybe(fault.deal.as_ref()),
        Cell::maybe(fault.deal_name.as_ref()),
        Cell::text(fault.what.as_str()),
        Cell::text(fault.remedy()),
        Cell::maybe(fault.correction),
        Cell::text(telling.says.as_str()),
        Cell::decimal(value.map(|value| value.money.amount)),
        Cell::decimal(value.and_then(|value| value.low)),
        Cell::maybe(value.map(|value| value.money.currency)),
        Cell::maybe(value.map(|value| value.role.as_str())),
        Cell::maybe(telling.date),
        if teller.is_some() { Cell::number(&telling.origins) } else { Cell::Empty },
        Cell::maybe(teller.map(Teller::event)),
        text(|teller| &teller.title),
        Cell::maybe(teller.and_then(|teller| teller.publisher.as_ref())),
        Cell::maybe(teller.and_then(|teller| teller.published)),
        Cell::maybe(teller.and_then(|teller| teller.url.as_ref())),
        text(|teller| &teller.sentence),
    ]
}
