//! An article as a row and as a section.

use super::record::Record;
use super::record_parts::{RecordAmount, RecordOrganisation};
use super::row::{Cell, Origin, Section, join};

pub(super) const COLUMNS: &[&str] = &[
    "id",
    "source_id",
    "url",
    "publisher",
    "published",
    "title",
    "language",
    "country",
    "partial",
    "relevant",
    "relevance",
    "agencies",
    "agency_ids",
    "vendors",
    "vendor_ids",
    "amounts",
    "contract_ids",
    "products",
    "programs",
    "events",
    "confirmed_events",
    "deals",
    "summary",
    "text_digest",
    "tags",
    "notes",
];

pub(super) fn cells<'a>(record: &'a Record<'a>) -> Vec<Cell<'a>> {
    vec![
        Cell::text(record.id.as_str()),
        Cell::maybe(record.source_id),
        Cell::link(record.url.map(crate::base::Address::as_str)),
        Cell::maybe(record.publisher),
        Cell::maybe(record.published.as_deref()),
        Cell::text(record.title),
        Cell::maybe(record.language),
        Cell::maybe(record.country),
        Cell::Flag(record.partial),
        Cell::Flag(record.relevant),
        Cell::number(&record.relevance),
        Cell::list(&names(&record.agencies)),
        Cell::list(&ids(&record.agencies)),
        Cell::list(&names(&record.vendors)),
        Cell::list(&ids(&record.vendors)),
        Cell::list(&record.amounts.iter().map(amount).collect::<Vec<_>>()),
        Cell::list(&record.contract_ids),
        Cell::list(&record.products),
        Cell::list(&record.programs),
        Cell::number(&record.events.len()),
        Cell::number(&record.events.iter().filter(|event| event.is_confirmed).count()),
        Cell::list(&deals(record)),
        Cell::maybe(record.summary.as_deref()),
        Cell::text(record.text_digest.as_str()),
        Cell::list(record.tags.unwrap_or_default()),
        Cell::list(record.notes.unwrap_or_default()),
    ]
}

pub(super) fn section<'a>(record: &'a Record<'a>) -> Section<'a> {
    let mut section = Section::new(record.title);
    section.line("Id", record.id.as_str());
    section.line("Relevant", if record.relevant { "" } else { "no" });
    section.line("Text", if record.partial { "only a part was there" } else { "" });
    section.line("Agencies", join(&names(&record.agencies)));
    section.line("Vendors", join(&names(&record.vendors)));
    section.line("Amounts", join(&record.amounts.iter().map(amount).collect::<Vec<_>>()));
    section.line("Contract numbers", join(&record.contract_ids));
    section.line("Products", join(&record.products));
    section.line("Programs", join(&record.programs));
    for event in &record.events {
        let mark = if event.is_confirmed { "" } else { "unconfirmed, " };
        let parties = [join(&event.buyers), join(&event.vendors)];
        let parties: Vec<&str> =
            parties.iter().map(String::as_str).filter(|names| !names.is_empty()).collect();
        section.line(
            "Event",
            format!(
                "{}: {} ({mark}{}, confidence {:.2})",
                event.kind.as_str(),
                parties.join(" – "),
                event.certainty.as_str(),
                event.confidence
            ),
        );
    }
    section.line("Tags", join(record.tags.unwrap_or_default()));
    for note in record.notes.unwrap_or_default() {
        section.line("Note", note.as_str());
    }
    section.line("Deals", join(&deals(record)));
    section.quote = record.events.iter().find(|event| event.is_confirmed).map(|event| event.evidence);
    section.source = origin(record);
    section
}

pub(super) fn origin<'a>(record: &'a Record<'a>) -> Origin<'a> {
    Origin {
        title: Some(record.title),
        publisher: record.publisher,
        published: record.published.clone(),
        url: record.url.map(crate::base::Address::as_str),
    }
}

fn names<'a>(organisations: &[RecordOrganisation<'a>]) -> Vec<&'a str> {
    organisations.iter().map(|one| one.canonical).collect()
}

fn ids<'a>(organisations: &[RecordOrganisation<'a>]) -> Vec<&'a str> {
    organisations.iter().map(|one| one.id.as_str()).collect()
}

fn deals<'a>(record: &Record<'a>) -> Vec<&'a str> {
    let mut deals: Vec<&str> = record.events.iter().filter_map(|event| Some(event.deal?.as_str())).collect();
    deals.sort_unstable();
    deals.dedup();
    deals
}

fn amount(amount: &RecordAmount<'_>) -> String {
    let low = amount.low.map(|low| format!("{}–", low.normalize())).unwrap_or_default();
    format!("{} {low}{} {}", amount.role.as_str(), amount.value.normalize(), amount.currency)
}
