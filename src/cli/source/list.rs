//! `awardwire source list`.

use std::io::{self, BufWriter, Write};

use awardwire::export::{write_csv, write_json};
use awardwire::library::{Region, SourceEntry, SourceStanding, source_standings};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::ending::{DONE, Ending, NOTHING};
use crate::cli::output::{count, one_line};
use crate::cli::settings::Settings;
use crate::cli::table::{Cell, Column, Look, Table};

/// Show the sources: those that are on and your own, or by region, topic and group all that there are
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  awardwire source list                            what is read, and your own
  awardwire source list --all                      all that awardwire brings too
  awardwire source list --region uk --topic policy
  awardwire source list --all --format csv > sources.csv")]
pub struct Arguments {
    /// Of this part of the world: us, uk, eu, canada, australia, japan, india, gulf, world
    #[arg(long, value_name = "REGION", value_parser = super::region)]
    region: Option<Region>,
    /// About this
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Of this group
    #[arg(long, value_name = "GROUP", add = crate::cli::complete::groups())]
    group: Option<String>,
    /// Only those that are on
    #[arg(long, conflicts_with = "all")]
    enabled: bool,
    /// All, those that are off too
    #[arg(long)]
    all: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// How lists of sources are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Csv,
}

#[derive(Serialize)]
struct SourceRecord<'a> {
    #[serde(flatten)]
    entry: &'a SourceEntry,
    checked: Option<String>,
    check_good: Option<bool>,
    check_verdict: Option<&'a str>,
    moved_to: Option<String>,
    last_success: Option<String>,
    failures: u32,
    last_error: Option<&'a str>,
}

const COLUMNS: [&str; 22] = [
    "name",
    "kind",
    "url",
    "group",
    "region",
    "country",
    "topics",
    "enabled",
    "unverified",
    "shipped",
    "publisher",
    "why",
    "documented",
    "license",
    "terms",
    "redistribute",
    "checked",
    "check_good",
    "moved_to",
    "last_success",
    "failures",
    "last_error",
];

/// Prints the sources that are meant.
pub fn run(arguments: &Arguments, settings: &Settings) -> Result<u8, Ending> {
    let all = source_standings(&settings.library)?;
    let shown: Vec<&SourceStanding> = all.iter().filter(|one| arguments.means(&one.entry)).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text if shown.is_empty() => {}
        Format::Text => table(&shown, settings).print(settings.stdout, &mut out)?,
        Format::Json => {
            let records: Vec<SourceRecord<'_>> = shown.iter().map(|one| record(one)).collect();
            write_json(&records, &mut out)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let rows: Vec<Vec<String>> = shown.iter().map(|one| row(one)).collect();
            write_csv(&COLUMNS, &rows, &mut out)?;
        }
    }
    out.flush()?;
    let on = shown.iter().filter(|one| one.entry.enabled).count();
    if shown.is_empty() {
        settings.say(&format!(
            "no source of these; `awardwire source list --all` shows {}",
            count(all.len(), "source")
        ));
        return Ok(NOTHING);
    }
    settings.say(&format!("{}, {on} on", count(shown.len(), "source")));
    Ok(DONE)
}

impl Arguments {
    fn means(&self, entry: &SourceEntry) -> bool {
        let fits = |asked: &Option<String>, found: &[String]| {
            asked.as_ref().is_none_or(|asked| found.iter().any(|one| one.eq_ignore_ascii_case(asked)))
        };
        let narrows = self.region.is_some() || self.topic.is_some() || self.group.is_some();
        let is_shown =
            if self.enabled { entry.enabled } else { self.all || narrows || entry.enabled || !entry.shipped };
        is_shown
            && self.region.is_none_or(|region| entry.region == Some(region))
            && fits(&self.topic, &entry.topics)
            && fits(&self.group, entry.group.as_slice())
    }
}

fn table(shown: &[&SourceStanding], settings: &Settings) -> Table {
    let columns = vec![
        Column::fixed(""),
        Column::flexible("NAME", 20),
        Column::fixed("KIND"),
        Column::flexible("GROUP", 8),
        Column::fixed("REGION"),
        Column::flexible("TOPICS", 8),
        Column::flexible("", 12),
    ];
    let rows = shown.iter().map(|one| {
        let entry = &one.entry;
        let (word, look) = if entry.enabled { ("on", Look::Good) } else { ("off", Look::Faint) };
        vec![
            Cell::new(word, look),
            Cell::new(one_line(&entry.name), Look::Strong),
            Cell::plain(entry.kind.as_str()),
            Cell::plain(one_line(entry.group.as_deref().unwrap_or_default())),
            Cell::plain(entry.region.map_or("", Region::as_str)),
            Cell::new(one_line(&entry.topics.join(" ")), Look::Faint),
            note(one),
        ]
    });
    Table::new(columns, rows.collect(), settings.width())
}

/// What is to be known of it first.
fn note(one: &SourceStanding) -> Cell {
    let failures = one.seen.as_ref().map_or(0, |seen| seen.failures);
    match &one.check {
        _ if one.moved.is_some() => Cell::new("moved: source accept", Look::Doubt),
        _ if failures > 0 => Cell::new("failing", Look::Bad),
        Some(check) if check.good => Cell::new("checked", Look::Good),
        Some(_) => Cell::new("check failed", Look::Bad),
        None if one.entry.unverified => Cell::new("unverified", Look::Doubt),
        None => Cell::default(),
    }
}

fn record(one: &SourceStanding) -> SourceRecord<'_> {
    let (check, seen) = (one.check.as_ref(), one.seen.as_ref());
    SourceRecord {
        entry: &one.entry,
        checked: check.map(|check| check.checked_at.to_string()),
        check_good: check.map(|check| check.good),
        check_verdict: check.map(|check| check.verdict.as_str()),
        moved_to: one.moved.as_ref().map(|told| told.new_url.to_string()),
        last_success: seen.and_then(|seen| seen.last_success).map(|at| at.to_string()),
        failures: seen.map_or(0, |seen| seen.failures),
        last_error: seen.and_then(|seen| seen.last_error.as_deref()),
    }
}

fn row(one: &SourceStanding) -> Vec<String> {
    let record = record(one);
    let entry = record.entry;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string()).unwrap_or_default();
    vec![
        entry.name.clone(),
        entry.kind.to_string(),
        entry.url.to_string(),
        text(&entry.group),
        entry.region.map(|region| region.to_string()).unwrap_or_default(),
        text(&entry.country),
        entry.topics.join("; "),
        entry.enabled.to_string(),
        entry.unverified.to_string(),
        entry.shipped.to_string(),
        text(&entry.publisher),
        text(&entry.why),
        text(&entry.documented),
        text(&entry.license),
        text(&entry.terms),
        flag(entry.redistribute),
        text(&record.checked),
        flag(record.check_good),
        text(&record.moved_to),
        text(&record.last_success),
        record.failures.to_string(),
        record.last_error.unwrap_or_default().to_owned(),
    ]
}
