//! The deals of a report as a table: small markup, since there may be thousands.

use std::io::{self, Write};

use super::sources::{Saying, Sources};
use crate::base::Money;
use crate::deals::Status;
use crate::export::deal::{DealClaim, DealRecord, DealSum, Party, Source};
use crate::export::deal_facts::DealSource;
use crate::export::html_text::text;
use crate::report::headline;

/// More articles than these that say one sum are counted instead.
const MOST_CITED: usize = 3;
/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

const HEAD: &str = "<div class=c tabindex=0 role=region aria-label=\"Table of deals\"><table><caption>Each figure leads to the sentence that says it; sums of a deal stand by role and are never added up.</caption>\n<thead><tr><th scope=col>Deal<th scope=col>Buyers<th scope=col>Vendors<th scope=col>Sums<th scope=col>Status<th scope=col>First told<th scope=col>Last told<th scope=col>Articles</thead>\n<tbody>";

/// Writes a row for each deal.
///
/// # Errors
/// When `out` cannot be written to.
pub(super) fn write<'a>(
    records: &'a [DealRecord<'a>],
    sources: &mut Sources<'a>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<section id=deals aria-labelledby=dh><h2 id=dh>Deals</h2>\n<p id=filter></p>")?;
    if records.is_empty() {
        return writeln!(out, "<p>No deal passes.</p></section>");
    }
    writeln!(out, "{HEAD}")?;
    for record in records {
        write_row(record, sources, out)?;
    }
    writeln!(out, "</tbody></table></div></section>")
}

fn write_row<'a>(deal: &'a DealRecord<'a>, sources: &mut Sources<'a>, out: &mut dyn Write) -> io::Result<()> {
    let name = if deal.name.trim().is_empty() { deal.id.as_str() } else { deal.name };
    let own = deal.source.as_ref().map(|source| sources.cite(of_source(source))).unwrap_or_default();
    let sums: Vec<String> = deal.values.iter().map(|sum| in_html(deal, sum, sources)).collect();
    let (shown, sums) = match headline(deal.deal) {
        // What is sorted by is what the deal is shown with, in units of its own currency.
        Some(sum) => (format!(" data-v={}", sum.money.amount.normalize()), sums.join("<br>")),
        None => (" data-v=-1".to_owned(), sums.join("<br>")),
    };
    let status = match deal.status {
        Some(status) => status.as_str(),
        None => "<i>unconfirmed</i>",
    };
    let disputed = if deal.disputed && deal.status != Some(Status::Barred) { " <i>disputed</i>" } else { "" };
    let day = |date: Option<crate::base::PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
    writeln!(
        out,
        "<tr id=\"{}\"><th scope=row>{} {own}<td>{}<td>{}<td{shown}>{sums}<td>{status}{disputed}<td class=d>{}<td class=d>{}<td data-v={}>{}, {} origin{}",
        text(deal.id.as_str()),
        text(name),
        names(&deal.buyers),
        names(&deal.vendors),
        day(deal.first),
        day(deal.last),
        deal.articles,
        deal.articles,
        deal.origins,
        if deal.origins == 1 { "" } else { "s" }
    )
}

fn names(parties: &[Party<'_>]) -> String {
    parties.iter().map(|party| text(party.canonical)).collect::<Vec<_>>().join("; ")
}

/// `ceiling $200 million [1] [2] +3`, with its doubts.
fn in_html<'a>(deal: &'a DealRecord<'a>, sum: &'a DealSum<'a>, sources: &mut Sources<'a>) -> String {
    let high = Money::new(sum.value, sum.currency);
    let low = sum.low.map(|low| format!("{} to ", Money::new(low, sum.currency))).unwrap_or_default();
    let mut out = format!("{} {}", sum.role.as_str().replace('_', " "), text(&format!("{low}{high}")));
    let marks = [
        (!sum.confirmed, "unconfirmed"),
        (sum.disputed, "sources disagree"),
        (sum.ruled, "the reader's own word"),
    ];
    for (_, mark) in marks.iter().filter(|(is_so, _)| *is_so) {
        out.push_str(" <i>");
        out.push_str(mark);
        out.push_str("</i>");
    }
    let says = |claim: &&DealClaim<'_>| {
        let own = claim.value.zip(claim.currency).map(|(value, currency)| Money::new(value, currency));
        claim.value_role == Some(sum.role) && own.is_some_and(|own| own.is_near(&high, ROUNDING))
    };
    let mut cited = Vec::new();
    if let Some(best) = &sum.source {
        out.push(' ');
        out.push_str(&sources.cite(of_source(best)));
        cited.push(best.article);
    }
    for claim in deal.events.iter().filter(says) {
        if cited.contains(&claim.article) {
            continue;
        }
        cited.push(claim.article);
        if cited.len() <= MOST_CITED {
            let of = deal.sources.iter().find(|source| source.article == claim.article);
            out.push(' ');
            out.push_str(&sources.cite(of_claim(claim, of)));
        }
    }
    if cited.len() > MOST_CITED {
        out = format!("{out} and {} more", cited.len() - MOST_CITED);
    }
    out
}

pub(super) fn of_source<'a>(source: &Source<'a>) -> Saying<'a> {
    Saying {
        article: source.article,
        title: source.title,
        publisher: source.publisher,
        published: source.published,
        url: source.url,
        quote: source.quote,
    }
}

fn of_claim<'a>(claim: &DealClaim<'a>, of: Option<&DealSource<'a>>) -> Saying<'a> {
    Saying {
        article: claim.article,
        title: of.map_or("", |source| source.title),
        publisher: claim.publisher,
        published: claim.published,
        url: claim.url,
        quote: claim.evidence,
    }
}
