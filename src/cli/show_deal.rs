//! A deal on the terminal: parties, sums with who says them, the events with their sentences.

use std::io::{self, Write};

use awardwire::base::ArticleId;
use awardwire::library::{Deal, DealEvent, Said, Status};
use awardwire::pipeline::NumberedCorrection;

use crate::cli::fix_words::said as said_words;
use crate::cli::output::{Style, WIDTH, count, one_line, wrapped};
use crate::cli::show_article::{headline, print_said, sum};

/// Prints it, and what the user said of it; `why` says too why its events were joined.
pub fn print(
    deal: &Deal,
    said_of_it: &[NumberedCorrection],
    why: bool,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}  {}", style.strong(&one_line(&deal.name)), style.id(deal.id.as_str()))?;
    let articles = articles(deal);
    writeln!(
        out,
        "{} · {}, {}",
        status(deal.status, style),
        count(articles.len(), "article"),
        count(deal.origins, "independent origin")
    )?;
    if let Some((_, ruled)) = deal.ruled_status() {
        writeln!(out, "{}", style.faint(&by_user(ruled)))?;
    }
    writeln!(out)?;
    print_said(said_of_it, style, out)?;
    let names = |orgs: &[awardwire::library::OrgRef]| {
        orgs.iter().map(|o| one_line(&o.name)).collect::<Vec<_>>().join(", ")
    };
    for (label, text) in [
        ("Buyers", names(&deal.buyers)),
        ("Vendors", names(&deal.vendors)),
        ("Via", names(&deal.via)),
        ("Numbers", one_line(&deal.contract_ids.join(", "))),
        ("Subject", deal.subject.as_deref().map(one_line).unwrap_or_default()),
    ] {
        if !text.is_empty() {
            writeln!(out, "{label:<9} {text}")?;
        }
    }
    print_values(deal, style, out)?;
    writeln!(out)?;
    for told in &deal.events {
        print_event(told, style, out)?;
    }
    if why {
        writeln!(out, "{}", style.strong("Why these events are one deal"))?;
        for join in &deal.joins {
            writeln!(out, "  {:.2}  {}", join.score, one_line(&join.reasons.join(", ")))?;
        }
        if deal.joins.is_empty() {
            writeln!(out, "  one event only")?;
        }
    }
    Ok(())
}

/// "awarded", "unconfirmed".
pub fn status(status: Option<Status>, style: Style) -> String {
    match status {
        Some(status @ (Status::Ended | Status::Barred | Status::Protested)) => style.bad(status.as_str()),
        Some(status) => style.good(status.as_str()),
        None => style.doubt("unconfirmed"),
    }
}

fn articles(deal: &Deal) -> Vec<&ArticleId> {
    let mut articles: Vec<&ArticleId> = deal.events.iter().map(|e| &e.article).collect();
    articles.sort();
    articles.dedup();
    articles
}

fn print_values(deal: &Deal, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for value in &deal.values {
        let who: Vec<String> = value.articles.iter().map(|id| publisher(deal, id)).collect();
        let origins = if value.origins < value.articles.len() {
            format!(", {}", count(value.origins, "origin"))
        } else {
            String::new()
        };
        let ruled = deal.is_ruled(value).then(|| deal.ruled_value(value.role)).flatten();
        let told = if who.is_empty() { String::new() } else { format!(" by {}{origins}", who.join(", ")) };
        let word = ruled.map(|(_, said)| format!(" {}", style.faint(&by_user(said)))).unwrap_or_default();
        writeln!(
            out,
            "{:<9} {}{told}{word}",
            capitalised(value.role.as_str()),
            style.strong(&sum(&value.money, value.low)),
        )?;
    }
    if deal.disputed {
        writeln!(out, "{}", style.doubt("          the sources disagree on the sum"))?;
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

fn publisher(deal: &Deal, id: &ArticleId) -> String {
    let told = deal.events.iter().find(|e| e.article == *id);
    let name = told.and_then(|e| e.publisher.as_deref()).map_or_else(|| id.to_string(), one_line);
    match told.and_then(|e| e.published) {
        Some(date) => format!("{name} ({date})"),
        None => name,
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn print_event(told: &DealEvent, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", headline(&told.event, style))?;
    writeln!(out, "{}", wrapped(&format!("“{}”", one_line(&told.sentence)), "  │ ", WIDTH))?;
    let mut source: Vec<String> = Vec::new();
    source.extend(told.publisher.as_deref().map(one_line));
    source.extend(told.published.map(|date| date.to_string()));
    source.push(style.id(told.article.as_str()));
    source.extend(told.url.as_deref().map(one_line));
    writeln!(out, "  {}\n", style.faint(&source.join(" · ")))
}
