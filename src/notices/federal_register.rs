//! Documents of the Federal Register (<https://www.federalregister.gov/developers/documentation/api/v1>).
//!
//! Most are rules and notices that tell no dealing; those that are one say so in their title or action.

use serde_json::Value;

use super::json::{at, day, first_name, list, name, paragraphs, text};
use super::record::{Dealing, Lines, Record, Said, headline};
use crate::base::Address;
use crate::entities::NumberKind;
use crate::events::{Certainty, EventKind, OfficialRecord, Register};

/// Whether an object is a document.
pub(super) fn is_document(value: &Value) -> bool {
    at(value, "document_number").is_string()
}

/// The record of a document.
pub(super) fn record(value: &Value) -> Result<Record, &'static str> {
    let number = name(at(value, "document_number")).ok_or("it has no document_number")?;
    let title = text(at(value, "title")).unwrap_or_default();
    let published = day(at(value, "publication_date"));
    let action = text(at(value, "action"));
    let kind = first_name(value, &["type"]);
    let agencies: Vec<String> = list(at(value, "agencies"))
        .into_iter()
        .filter_map(|agency| first_name(agency, &["raw_name", "name"]).or_else(|| name(agency)))
        .collect();
    let agencies = if agencies.is_empty() {
        list(at(value, "agency_names")).into_iter().filter_map(name).collect()
    } else {
        agencies
    };
    let told = told(kind.as_deref(), &title, action.as_deref());
    let official = OfficialRecord {
        register: Register::FederalRegister,
        record_id: Some(number.clone()),
        obligated: None,
        ceiling: None,
        modification: None,
        as_of: published.map(|day| day.date),
        identifiers: Vec::new(),
    };
    let mut lines = Lines::default();
    lines.name("Document", kind.clone(), Said::Kind);
    // A body's own bureau is named after it.
    for agency in agencies.iter().rev() {
        lines.push("Agency", agency.clone(), if told.is_some() { Said::Buyer } else { Said::Body });
    }
    lines.say("Action", action);
    lines.day("Published", published, Said::Date);
    lines.say("Dates", text(at(value, "dates")));
    lines.day("Effective", day(at(value, "effective_on")), Said::OtherDate);
    lines.day("Comments until", day(at(value, "comments_close_on")), Said::OtherDate);
    let mut others = Lines::default();
    others.say("Register", Some(Register::FederalRegister.name().to_owned()));
    others.number("Document number", Some(number.clone()), NumberKind::Other, false);
    others.say("Citation", name(at(value, "citation")));
    for docket in list(at(value, "docket_ids")).into_iter().take(20) {
        others.say("Docket", name(docket));
    }
    let mut classification = Lines::default();
    let topics: Vec<String> = list(at(value, "topics")).into_iter().take(20).filter_map(name).collect();
    classification.say("Topics", (!topics.is_empty()).then(|| topics.join("; ")));
    let mut dealings = Vec::new();
    match told {
        Some((kind, certainty)) => dealings.push(Dealing { kind, certainty, lines, official }),
        None => others.0.splice(0..0, lines.0).for_each(drop),
    }
    let description = [at(value, "abstract"), at(value, "excerpts")];
    let description = description.into_iter().map(paragraphs).find(|found| !found.is_empty());
    let url = name(at(value, "html_url")).and_then(|url| Address::parse(&url).ok());
    Ok(Record {
        register: Register::FederalRegister,
        identity: url.is_none().then(|| number.clone()),
        id: Some(number),
        url,
        publisher: Register::FederalRegister.name().to_owned(),
        published,
        country: Some("us"),
        language: Some("en".to_owned()),
        title: headline(&title),
        is_partial: false,
        description: without_marks(description.unwrap_or_default()),
        classification,
        dealings,
        others: vec![others],
    })
}

/// What a notice tells by its own title and action: that bids are asked for, a contract is meant for one, a firm is barred.
fn told(kind: Option<&str>, title: &str, action: Option<&str>) -> Option<(EventKind, Certainty)> {
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("notice")) {
        return None;
    }
    let words = format!("{title} {}", action.unwrap_or_default()).to_lowercase();
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    if has(&["debarment", "debarred", "suspension of"])
        && has(&["procurement", "contract", "export", "nonprocurement"])
    {
        Some((EventKind::Exclusion, Certainty::Announced))
    } else if has(&["intent to award", "sole source award", "sole-source award"]) {
        Some((EventKind::Award, Certainty::Planned))
    } else if has(&[
        "request for proposals",
        "request for quotations",
        "invitation for bids",
        "solicitation of bids",
        "sources sought",
    ]) {
        Some((EventKind::Solicitation, Certainty::Announced))
    } else {
        None
    }
}

/// Answers to a search mark the words searched for.
fn without_marks(paragraphs: Vec<String>) -> Vec<String> {
    let plain = |text: String| text.replace("<span class=\"match\">", "").replace("</span>", "");
    paragraphs.into_iter().map(plain).collect()
}
