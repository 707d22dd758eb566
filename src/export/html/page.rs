//! The page around charts, table and sources: what it is, its headline sums, what it rests on.

use std::io::{self, Write};

use super::policy::policy;
use super::sources::Sources;
use super::{HtmlExporter, charts, table};
use crate::export::digest::figure;
use crate::export::html_text::text;
use crate::export::{Closing, DealRecord, Preface};
use crate::report::{Coverage, SourceCoverage, Standing, Sums, overview};

pub(super) const STYLE: &str = include_str!("style.css");
pub(super) const SCRIPT: &str = include_str!("script.js");

/// What a page says of itself.
#[derive(Default)]
pub(super) struct Heading {
    title: String,
    query: String,
    made: String,
    sample: bool,
}

impl Heading {
    pub(super) fn of(preface: &Preface<'_>) -> Self {
        Self {
            title: preface.title(),
            query: preface.query.to_owned(),
            made: preface.today.to_string(),
            sample: preface.sample,
        }
    }
}

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn write(all: &HtmlExporter, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
    let records: Vec<DealRecord<'_>> = all.deals.iter().map(DealRecord::new).collect();
    let seen = overview(&all.deals);
    let mut sources = Sources::default();
    write_head(&all.heading, out)?;
    write_sums(&seen.sums, out)?;
    charts::write(&seen, &records, &mut sources, out)?;
    table::write(&records, &mut sources, out)?;
    sources.write(&all.proofs, out)?;
    write_coverage(&all.coverage, closing, out)?;
    writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
}

fn write_head(heading: &Heading, out: &mut dyn Write) -> io::Result<()> {
    let title = text(&heading.title);
    writeln!(
        out,
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<meta http-equiv=Content-Security-Policy content=\"{}\">\n<meta name=referrer content=no-referrer>\n<meta name=viewport content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<a class=skip href=#deals>To the table of deals</a>\n<header><h1>{title}</h1>",
        policy(STYLE, SCRIPT)
    )?;
    if heading.sample {
        writeln!(out, "<p class=note>Sample data: made-up publishers, mostly made-up dealings.</p>")?;
    }
    let query = if heading.query.is_empty() { "every deal of the library" } else { &heading.query };
    writeln!(
        out,
        "<p class=faint>Asked: {}. Made on {} by awardwire {}.</p></header>\n<main>",
        text(query),
        heading.made,
        env!("CARGO_PKG_VERSION")
    )
}

/// The headline sums, and apart from them what is in none.
fn write_sums(sums: &Sums, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section aria-labelledby=hh><h2 id=hh>In sum</h2>\n<p>{} deals, {} of them without a sum. Sums are added by role and currency only, each deal once, from <a href=#deals>the table</a>, where every figure has its sources.</p>",
        sums.deals, sums.without
    )?;
    let of = |standing: Standing| -> Vec<String> {
        let told = sums.totals.iter().filter(|total| total.standing == standing);
        told.map(|total| text(&figure(total))).collect()
    };
    writeln!(
        out,
        "<table><caption>What is not confirmed stands in a line of its own and in no other sum</caption><tbody>"
    )?;
    for standing in [Standing::Confirmed, Standing::Ended, Standing::Sought, Standing::Unconfirmed] {
        let figures = of(standing);
        if figures.is_empty() && matches!(standing, Standing::Ended | Standing::Sought) {
            continue;
        }
        let shown = if figures.is_empty() { "none".to_owned() } else { figures.join("<br>") };
        let shown = match standing {
            Standing::Unconfirmed if !figures.is_empty() => format!("<i>unconfirmed</i> {shown}"),
            _ => shown,
        };
        writeln!(out, "<tr><th scope=row>{}<td>{shown}", standing.as_str())?;
    }
    writeln!(out, "</tbody></table></section>")
}

fn write_coverage(coverage: &Coverage, closing: Closing, out: &mut dyn Write) -> io::Result<()> {
    let dates = match (coverage.oldest, coverage.newest) {
        (Some(oldest), Some(newest)) => format!(", published {oldest} to {newest}"),
        _ => String::new(),
    };
    let supplied = coverage.supplied_in_words().map(|told| format!(" {told}.")).unwrap_or_default();
    writeln!(
        out,
        "<section aria-labelledby=ch><h2 id=ch>Coverage</h2>\n<p>{} articles{dates}: {} relevant, {} in part only.{supplied}</p>",
        coverage.articles, coverage.relevant, coverage.partial
    )?;
    let failing = |source: &SourceCoverage| {
        let why = source.last_error.as_deref().unwrap_or("no reason told");
        format!("{} ({why})", source.name)
    };
    let plain = |source: &SourceCoverage| source.name.clone();
    for (label, names) in [
        ("Sources read", coverage.read().map(plain).collect::<Vec<_>>()),
        ("Sources failing", coverage.failing().map(failing).collect()),
        ("Sources never read", coverage.never_read().map(plain).collect()),
    ] {
        let shown = if names.is_empty() { "none".to_owned() } else { text(&names.join("; ")) };
        writeln!(out, "<p>{label}: {shown}</p>")?;
    }
    for said in closing.omissions() {
        writeln!(out, "<p class=note>{}</p>", text(&said))?;
    }
    writeln!(out, "</section>")
}
