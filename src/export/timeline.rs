//! What happened when, as JSON, JSON lines, CSV and Markdown.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use super::deal::Party;
use super::digest_record::TotalRecord;
use super::record::FORMAT_VERSION;
use super::record_parts::{number, number_or_null};
use super::row::{Cell, doubt, join};
use super::{csv, markdown_text, safe_json};
use crate::base::{ArticleId, Currency, DealId, Money, PartialDate};
use crate::entities::AmountRole;
use crate::events::{Certainty, EventKind, OrgRef};
use crate::report::{Timeline, TimelineEntry, TimelinePeriod};

#[derive(Serialize)]
struct TimelineRecord<'a> {
    format_version: u32,
    events: Vec<EntryRecord<'a>>,
    periods: Vec<PeriodRecord<'a>>,
}

#[derive(Serialize)]
pub(super) struct EntryRecord<'a> {
    date: Option<PartialDate>,
    /// Whether the date is only that of the first article.
    date_of_article: bool,
    #[serde(rename = "type")]
    kind: EventKind,
    deal: &'a DealId,
    name: &'a str,
    buyers: Vec<Party<'a>>,
    vendors: Vec<Party<'a>>,
    value: Option<ValueRecord>,
    confirmed: bool,
    certainty: Certainty,
    confidence: f32,
    articles: usize,
    origins: usize,
    statement: &'a str,
    evidence: &'a str,
    article: &'a ArticleId,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct ValueRecord {
    role: AmountRole,
    #[serde(serialize_with = "number")]
    value: Decimal,
    #[serde(serialize_with = "number_or_null")]
    low: Option<Decimal>,
    currency: Currency,
}

#[derive(Serialize)]
pub(super) struct PeriodRecord<'a> {
    period: &'a str,
    confirmed: usize,
    unconfirmed: usize,
    totals: Vec<TotalRecord>,
}

impl<'a> EntryRecord<'a> {
    pub(super) fn new(entry: &'a TimelineEntry) -> Self {
        let parties =
            |orgs: &'a [OrgRef]| orgs.iter().map(|org| Party { canonical: &org.name, id: &org.id }).collect();
        Self {
            date: entry.on,
            date_of_article: entry.is_of_article,
            kind: entry.kind,
            deal: &entry.deal,
            name: &entry.name,
            buyers: parties(&entry.buyers),
            vendors: parties(&entry.vendors),
            value: entry.value.map(|value| ValueRecord {
                role: value.role,
                value: value.money.amount,
                low: value.low,
                currency: value.money.currency,
            }),
            confirmed: entry.confirmed,
            certainty: entry.certainty,
            confidence: entry.confidence,
            articles: entry.articles,
            origins: entry.origins,
            statement: &entry.statement,
            evidence: &entry.sentence,
            article: &entry.article,
            publisher: entry.publisher.as_deref(),
            url: entry.url.as_deref(),
        }
    }
}

impl<'a> PeriodRecord<'a> {
    pub(super) fn new(period: &'a TimelinePeriod) -> Self {
        Self {
            period: &period.label,
            confirmed: period.confirmed,
            unconfirmed: period.unconfirmed,
            totals: period.totals.iter().map(TotalRecord::new).collect(),
        }
    }
}

/// Writes events and periods as one JSON object on a line of its own.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let record = TimelineRecord {
        format_version: FORMAT_VERSION,
        events: timeline.entries.iter().map(EntryRecord::new).collect(),
        periods: timeline.periods.iter().map(PeriodRecord::new).collect(),
    };
    safe_json::write(&record, out)?;
    writeln!(out)
}

/// Writes an event a line.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_json_lines(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    timeline.entries.iter().try_for_each(|entry| {
        safe_json::write(&EntryRecord::new(entry), out)?;
        writeln!(out)
    })
}

/// Writes an event a row.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let head = [
        "date",
        "date_of_article",
        "type",
        "deal",
        "name",
        "buyers",
        "vendors",
        "role",
        "value",
        "low",
        "currency",
        "confirmed",
        "certainty",
        "confidence",
        "articles",
        "origins",
        "statement",
        "quote",
        "article",
        "publisher",
        "url",
    ];
    csv::write_cells(&head.map(Cell::text), out)?;
    for entry in &timeline.entries {
        let names =
            |orgs: &[OrgRef]| Cell::text(join(&orgs.iter().map(|o| o.name.as_str()).collect::<Vec<_>>()));
        let value = entry.value.as_ref();
        let cells = [
            Cell::maybe(entry.on),
            Cell::Flag(entry.is_of_article),
            Cell::text(entry.kind.as_str()),
            Cell::text(entry.deal.as_str()),
            Cell::text(&entry.name),
            names(&entry.buyers),
            names(&entry.vendors),
            Cell::maybe(value.map(|value| value.role.as_str())),
            Cell::decimal(value.map(|value| value.money.amount)),
            Cell::decimal(value.and_then(|value| value.low)),
            Cell::maybe(value.map(|value| value.money.currency)),
            Cell::Flag(entry.confirmed),
            Cell::text(entry.certainty.as_str()),
            Cell::number(&entry.confidence),
            Cell::number(&entry.articles),
            Cell::number(&entry.origins),
            Cell::text(&entry.statement),
            Cell::text(&entry.sentence),
            Cell::text(entry.article.as_str()),
            Cell::maybe(entry.publisher.as_deref()),
            Cell::maybe(entry.url.as_deref()),
        ];
        csv::write_cells(&cells, out)?;
    }
    Ok(())
}

/// Writes the events as a list in order, and the periods as a table.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(title: &str, timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let title = markdown_text::text(title);
    writeln!(out, "# Timeline{}{title}\n", if title.is_empty() { "" } else { ": " })?;
    if timeline.entries.is_empty() {
        return writeln!(out, "Nothing found.");
    }
    write_periods(&timeline.periods, out)?;
    writeln!(out)?;
    timeline.entries.iter().try_for_each(|entry| write_entry(entry, out))
}

/// A table of how much fell into each period.
pub(super) fn write_periods(periods: &[TimelinePeriod], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| Period | Events | Unconfirmed | Sums of deals first told of then |\n|---|--:|--:|---|")?;
    for period in periods {
        let sums: Vec<String> = period
            .totals
            .iter()
            .map(|total| format!("{} {}", total.standing.as_str(), super::digest::figure(total)))
            .collect();
        let (confirmed, unconfirmed) = (period.confirmed, period.unconfirmed);
        writeln!(out, "| {} | {confirmed} | {unconfirmed} | {} |", period.label, sums.join("; "))?;
    }
    Ok(())
}

/// `- 2025-07-14, award: The Army awarded … (5 articles, 2 origins; deal d1)`, doubt marked.
pub(super) fn write_entry(entry: &TimelineEntry, out: &mut dyn Write) -> io::Result<()> {
    let date = match entry.on {
        Some(on) if entry.is_of_article => format!("told {on}"),
        Some(on) => on.to_string(),
        None => "no date".to_owned(),
    };
    let doubt = doubt(entry.confirmed, entry.certainty.as_str(), entry.confidence)
        .map(|doubt| format!(" **{}**", markdown_text::text(&doubt)))
        .unwrap_or_default();
    let source = match &entry.url {
        Some(url) => markdown_text::link(entry.publisher.as_deref().unwrap_or(url), url),
        None => markdown_text::text(entry.publisher.as_deref().unwrap_or_default()),
    };
    let told = format!(
        "{} article{}, {} origin{}",
        entry.articles,
        if entry.articles == 1 { "" } else { "s" },
        entry.origins,
        if entry.origins == 1 { "" } else { "s" }
    );
    writeln!(
        out,
        "- {date}, {}: {}{doubt} ({told}; {source}; deal {})",
        entry.kind.as_str(),
        markdown_text::text(&entry.statement),
        markdown_text::text(entry.deal.as_str())
    )
}

/// A sum as people read it.
pub(super) fn value_in_words(entry: &TimelineEntry) -> String {
    entry.value.as_ref().map_or_else(String::new, |value| {
        let low = value.low.map(|low| format!("{} to ", Money::new(low, value.money.currency)));
        format!("{}{} {}", low.unwrap_or_default(), value.money, value.role.as_str())
    })
}
