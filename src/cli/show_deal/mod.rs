//! A deal on the terminal: parties, terms, sums with who says them, its clock, the events with their sentences, the
//! articles that tell it, and what else bears on it.

mod clock;
mod facts;
mod related;
mod sources;
mod summary;
mod values;
mod why;

pub use why::Why;

use std::io::{self, Write};

use awardwire::export::DealRecord;
use awardwire::library::{DealEvent, DealShown, FactEdit, Mark, Said, Status};
use awardwire::pipeline::NumberedCorrection;

use crate::cli::fix_words::said as said_words;
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::settings::Settings;
use crate::cli::show_article::{headline, print_said};
use crate::cli::show_edits;
use crate::cli::tag::print_mark;

/// How wide the names of lines are set.
const LABEL: usize = 9;

/// What is told beside a deal itself.
#[derive(Clone, Copy)]
pub struct Besides<'a> {
    /// What the user said of it.
    pub said: &'a [NumberedCorrection],
    /// The user's tags and notes.
    pub mark: &'a Mark,
    /// What edits of its articles have changed.
    pub edits: &'a [FactEdit],
    /// Where it is asked for: why its events were joined, and the nearest deal was not.
    pub why: Option<Why<'a>>,
}

/// Prints it, and what is told beside it.
pub fn print(
    shown: &DealShown,
    besides: &Besides<'_>,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (deal, style) = (&shown.deal, settings.stdout);
    let record = DealRecord::on(deal, settings.today());
    writeln!(out, "{}  {}", style.strong(&one_line(&deal.name)), style.id(deal.id.as_str()))?;
    let first = deal.first_publisher.as_deref().map(|publisher| {
        let day = deal.events.iter().filter_map(|told| told.published).min();
        format!(
            " · first told by {}{}",
            one_line(publisher),
            day.map(|day| format!(", {day}")).unwrap_or_default()
        )
    });
    writeln!(
        out,
        "{} · {}, {}{}",
        status(deal.status, style),
        count(record.articles, "article"),
        count(deal.origins, "independent origin"),
        first.unwrap_or_default()
    )?;
    if let Some((_, ruled)) = deal.ruled_status() {
        writeln!(out, "{}", style.faint(&by_user(ruled)))?;
    }
    writeln!(out)?;
    print_said(besides.said, style, out)?;
    print_mark(besides.mark, style, out)?;
    show_edits::print(besides.edits, false, style, out)?;
    summary::print(&record, out)?;
    facts::print(deal, &record, style, out)?;
    values::print(deal, &record, style, out)?;
    clock::print(deal, style, out)?;
    writeln!(out)?;
    for told in &deal.events {
        print_event(told, style, out)?;
    }
    sources::print(&record, style, out)?;
    related::print(&shown.related, style, out)?;
    if let Some(why) = besides.why {
        why::print(deal, why, style, out)?;
    }
    Ok(())
}

/// "your word (Ada · 2026-06-30 · why)".
fn by_user(said: &Said) -> String {
    match said_words([&said.author, &said.time, &said.reason]) {
        words if words.is_empty() => "your word".to_owned(),
        words => format!("your word ({words})"),
    }
}

/// "awarded", "unconfirmed".
pub fn status(status: Option<Status>, style: Style) -> String {
    match status {
        Some(status @ (Status::Ended | Status::Barred | Status::Protested)) => style.bad(status.as_str()),
        Some(status) => style.good(status.as_str()),
        None => style.doubt("unconfirmed"),
    }
}

/// A line with its name; nothing where there is nothing to say. Text too wide goes on under its beginning.
fn line(label: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    painted(label, text, str::to_owned, out)
}

/// As [`line`], each printed line in colour, so that none runs over its end.
fn painted(label: &str, text: &str, paint: impl Fn(&str) -> String, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    for (n, row) in wrapped(text, "", WIDTH - LABEL - 1).lines().enumerate() {
        let label = if n == 0 { label } else { "" };
        writeln!(out, "{label:<LABEL$} {}", paint(row))?;
    }
    Ok(())
}

fn print_event(told: &DealEvent, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", headline(&told.event, style))?;
    writeln!(out, "{}", wrapped(&format!("“{}”", one_line(&told.sentence)), "  │ ", WIDTH))?;
    let mut source: Vec<String> = Vec::new();
    source.extend(told.publisher.as_deref().map(one_line));
    source.extend(told.published.map(|date| date.to_string()));
    let cited = told.event.attribution.as_ref().and_then(|cited| cited.name.as_deref());
    source.extend(cited.map(|name| format!("citing {}", one_line(name))));
    source.push(style.id(told.article.as_str()));
    writeln!(out, "  {}\n", style.faint(&source.join(" · ")))
}
