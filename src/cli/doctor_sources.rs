//! `awardwire doctor --sources`: how each source fares, from what it has given.

use std::io::{self, Write};

use awardwire::export::{write_csv, write_json};
use awardwire::library::{SourceHealth, SourceWarning};
use serde::Serialize;

use crate::cli::output::{one_line, percent, wrapped};
use crate::cli::settings::Settings;
use crate::cli::table::{Cell, Column, Look, Table};

#[derive(Serialize)]
struct HealthRecord<'a> {
    name: &'a str,
    last_success: Option<String>,
    pages_30_days: usize,
    articles_30_days: usize,
    dated: usize,
    with_amount: usize,
    with_vendor: usize,
    failures: u32,
    last_error: Option<&'a str>,
    warnings: Vec<WarningRecord>,
}

#[derive(Serialize)]
struct WarningRecord {
    kind: &'static str,
    words: String,
}

const COLUMNS: [&str; 10] = [
    "name",
    "last_success",
    "pages_30_days",
    "articles_30_days",
    "dated",
    "with_amount",
    "with_vendor",
    "failures",
    "last_error",
    "warnings",
];

/// The table, and what is off below it.
pub fn print(health: &[SourceHealth], settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let columns = vec![
        Column::fixed(""),
        Column::flexible("SOURCE", 16),
        Column::fixed("LAST READ"),
        Column::figure("PAGES"),
        Column::figure("ARTICLES"),
        Column::figure("DATED"),
        Column::figure("AMOUNT"),
        Column::figure("VENDOR"),
        Column::figure("FAILURES"),
    ];
    let rows = health.iter().map(cells).collect();
    Table::new(columns, rows, settings.width()).print(settings.stdout, out)?;
    print_warnings(health, settings, out)
}

/// What is off, a line each.
pub fn print_warnings(health: &[SourceHealth], settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let style = settings.stdout;
    for one in health {
        for warning in &one.warnings {
            let error = match (warning, &one.last_error) {
                (SourceWarning::Failing { .. }, Some(error)) => format!(": {}", one_line(error)),
                _ => String::new(),
            };
            let line = format!("{} {}: {}{error}", mark(*warning), one_line(&one.name), warning.words());
            let text = wrapped(&line, "  ", settings.width()).trim_start().to_owned();
            writeln!(out, "{}", style.doubt(&text))?;
        }
    }
    Ok(())
}

fn mark(warning: SourceWarning) -> &'static str {
    match warning {
        SourceWarning::NeverRead => "new",
        SourceWarning::Failing { .. } => "failing",
        SourceWarning::Silent { .. } => "silent",
        SourceWarning::NotParsing { .. } => "unread",
    }
}

fn cells(one: &SourceHealth) -> Vec<Cell> {
    let state = match one.warnings.first() {
        None => Cell::new("good", Look::Good),
        Some(warning @ SourceWarning::Failing { .. }) => Cell::new(mark(*warning), Look::Bad),
        Some(warning) => Cell::new(mark(*warning), Look::Doubt),
    };
    let share = |part: usize| Cell::plain(percent(part, one.articles));
    let day = |at: jiff::Timestamp| at.strftime("%Y-%m-%d").to_string();
    vec![
        state,
        Cell::new(one_line(&one.name), Look::Strong),
        Cell::plain(one.last_success.map_or_else(|| "never".to_owned(), day)),
        Cell::plain(one.pages.to_string()),
        Cell::plain(one.articles.to_string()),
        share(one.dated),
        share(one.with_amount),
        share(one.with_vendor),
        Cell::plain(if one.failures == 0 { String::new() } else { one.failures.to_string() }),
    ]
}

/// As JSON: one list, or a line each.
pub fn write_records(health: &[SourceHealth], lines: bool, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<HealthRecord<'_>> = health.iter().map(record).collect();
    if !lines {
        write_json(&records, &mut *out)?;
        return writeln!(out);
    }
    records.iter().try_for_each(|record| {
        write_json(record, &mut *out)?;
        writeln!(out)
    })
}

fn record(one: &SourceHealth) -> HealthRecord<'_> {
    HealthRecord {
        name: &one.name,
        last_success: one.last_success.map(|at| at.to_string()),
        pages_30_days: one.pages,
        articles_30_days: one.articles,
        dated: one.dated,
        with_amount: one.with_amount,
        with_vendor: one.with_vendor,
        failures: one.failures,
        last_error: one.last_error.as_deref(),
        warnings: one
            .warnings
            .iter()
            .map(|warning| WarningRecord { kind: warning.as_str(), words: warning.words() })
            .collect(),
    }
}

/// As CSV.
pub fn write_rows(health: &[SourceHealth], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = health
        .iter()
        .map(|one| {
            let warnings: Vec<&str> = one.warnings.iter().map(|warning| warning.as_str()).collect();
            vec![
                one.name.clone(),
                one.last_success.map(|at| at.to_string()).unwrap_or_default(),
                one.pages.to_string(),
                one.articles.to_string(),
                one.dated.to_string(),
                one.with_amount.to_string(),
                one.with_vendor.to_string(),
                one.failures.to_string(),
                one.last_error.clone().unwrap_or_default(),
                warnings.join("; "),
            ]
        })
        .collect();
    write_csv(&COLUMNS, &rows, out)
}
