//! A deal as a row and as a section.

use super::deal::{DealRecord, DealSum, Party};
use super::deal_facts::{DealOfficial, DealStage, DealWord};
use super::row::{Cell, Origin, Section, doubt, join};
use crate::base::Money;
use crate::entities::AmountRole;
use crate::events::{Classification, Competition, ContractType};
use crate::report::{News, PublicRecord};

const ROLES: [AmountRole; 8] = [
    AmountRole::Ceiling,
    AmountRole::Award,
    AmountRole::Obligated,
    AmountRole::Modification,
    AmountRole::Price,
    AmountRole::Budget,
    AmountRole::Investment,
    AmountRole::Other,
];
const BEFORE_SUMS: &[&str] = &[
    "id",
    "name",
    "status",
    "disputed",
    "confirmed",
    "buyers",
    "buyer_ids",
    "vendors",
    "vendor_ids",
    "via",
    "program",
    "contract_ids",
    "subject",
    "values",
];
const OF_A_SUM: &[&str] =
    &["value", "low", "currency", "origins", "confirmed", "disputed", "source_url", "quote", "text_digest"];
const AFTER_SUMS: &[&str] = &[
    "first",
    "last",
    "articles",
    "origins",
    "source_url",
    "source_publisher",
    "source_published",
    "source_title",
    "certainty",
    "confidence",
    "quote",
    "review_status",
    "contract_type",
    "competition",
    "classification",
    "place",
    "start",
    "end",
    "end_with_options",
    "end_is_estimate",
    "recompete_from",
    "recompete_to",
    "recompete_is_estimate",
    "first_publisher",
    "stages",
    "official",
    "rulings",
    "news",
    "public_record",
    "tags",
    "notes",
    "text_digest",
    "summary",
    "offers_due",
];

/// The columns: each role has its own, so that a sum of one is never taken for one of another.
pub(super) fn columns() -> Vec<String> {
    let sums = ROLES.iter().flat_map(|role| OF_A_SUM.iter().map(|part| format!("{}_{part}", role.as_str())));
    let owned = |names: &'static [&'static str]| names.iter().map(ToString::to_string);
    owned(BEFORE_SUMS).chain(sums).chain(owned(AFTER_SUMS)).collect()
}

pub(super) fn cells<'a>(deal: &'a DealRecord<'a>) -> Vec<Cell<'a>> {
    let mut cells = vec![
        Cell::text(deal.id.as_str()),
        Cell::text(deal.name),
        Cell::text(deal.status.map_or("unconfirmed", crate::deals::Status::as_str)),
        Cell::Flag(deal.disputed),
        Cell::Flag(deal.confirmed),
        Cell::list(&names(&deal.buyers)),
        Cell::list(&ids(&deal.buyers)),
        Cell::list(&names(&deal.vendors)),
        Cell::list(&ids(&deal.vendors)),
        Cell::list(&names(&deal.via)),
        Cell::maybe(deal.program),
        Cell::list(deal.contract_ids),
        Cell::maybe(deal.subject),
        Cell::list(&deal.values.iter().map(in_words).collect::<Vec<_>>()),
    ];
    for role in ROLES {
        match deal.values.iter().find(|sum| sum.role == role) {
            Some(sum) => cells.extend([
                Cell::decimal(Some(sum.value)),
                Cell::decimal(sum.low),
                Cell::text(sum.currency.to_string()),
                Cell::number(&sum.origins),
                Cell::Flag(sum.confirmed),
                Cell::Flag(sum.disputed),
                Cell::link(sum.source.as_ref().and_then(|source| source.url)),
                Cell::maybe(sum.source.as_ref().map(|source| source.quote)),
                Cell::maybe(sum.source.as_ref().and_then(|source| source.text_digest.as_deref())),
            ]),
            None => cells.extend(OF_A_SUM.iter().map(|_| Cell::Empty)),
        }
    }
    let source = deal.source.as_ref();
    cells.extend([
        Cell::date(deal.first),
        Cell::date(deal.last),
        Cell::number(&deal.articles),
        Cell::number(&deal.origins),
        Cell::link(source.and_then(|source| source.url)),
        Cell::maybe(source.and_then(|source| source.publisher)),
        Cell::date(source.and_then(|source| source.published)),
        Cell::maybe(source.map(|source| source.title)),
        Cell::maybe(source.map(|source| source.certainty.as_str())),
        source.map_or(Cell::Empty, |source| Cell::number(&source.confidence)),
        Cell::maybe(source.map(|source| source.quote)),
        Cell::maybe(deal.review_status),
    ]);
    cells.extend(facts(deal));
    cells.push(Cell::maybe(deal.news.map(News::words)));
    cells.push(Cell::maybe(deal.public_record.as_ref().map(PublicRecord::in_words)));
    cells.push(Cell::list(deal.tags.unwrap_or_default()));
    cells.push(Cell::list(deal.notes.unwrap_or_default()));
    cells.push(Cell::maybe(source.and_then(|source| source.text_digest.as_deref())));
    cells.push(Cell::text(deal.summary.get().text.as_str()));
    cells.push(Cell::date(deal.offers_due));
    cells
}

/// What the articles tell of its terms and its life, and what is reckoned from that.
fn facts<'a>(deal: &'a DealRecord<'a>) -> Vec<Cell<'a>> {
    let period = deal.period;
    let flag = |flag: Option<bool>| flag.map_or(Cell::Empty, Cell::Flag);
    vec![
        Cell::maybe(deal.contract_type.map(ContractType::as_str)),
        Cell::maybe(deal.competition.map(Competition::as_str)),
        Cell::maybe(deal.classification.map(Classification::as_str)),
        Cell::maybe(deal.place),
        Cell::date(period.and_then(|period| period.start)),
        Cell::date(period.and_then(|period| period.end)),
        Cell::date(period.and_then(|period| period.end_with_options)),
        flag(period.filter(|period| period.end_with_options.is_some()).map(|period| period.estimate)),
        Cell::date(deal.recompete.map(|clock| clock.from)),
        Cell::date(deal.recompete.map(|clock| clock.to)),
        flag(deal.recompete.map(|clock| clock.estimate)),
        Cell::maybe(deal.first_publisher),
        Cell::list(&deal.stages.iter().map(stage_in_words).collect::<Vec<_>>()),
        Cell::list(&deal.official.iter().map(DealOfficial::in_words).collect::<Vec<_>>()),
        Cell::list(&deal.rulings.iter().map(DealWord::in_words).collect::<Vec<_>>()),
    ]
}

/// "awarded 2025-07-14".
fn stage_in_words(stage: &DealStage<'_>) -> String {
    let day = stage.on.map(|day| format!(" {day}")).unwrap_or_default();
    format!("{}{day}", stage.status.as_str())
}

pub(super) fn section<'a>(deal: &'a DealRecord<'a>) -> Section<'a> {
    let mut section = Section::new(deal.name);
    section.doubt = match &deal.source {
        Some(source) => doubt(deal.confirmed, source.certainty.as_str(), source.confidence),
        None => None,
    };
    section.line("Id", deal.id.as_str());
    section.line("Summary", deal.summary.get().text.as_str());
    section.line("Status", deal.status.map_or("unconfirmed", crate::deals::Status::as_str));
    section.line("Buyers", join(&names(&deal.buyers)));
    section.line("Vendors", join(&names(&deal.vendors)));
    section.line("Via", join(&names(&deal.via)));
    for sum in &deal.values {
        section.line("Value", in_words(sum));
    }
    section.line("Disputed", if deal.disputed { "yes: sources disagree on a sum" } else { "" });
    section.line_of("Program", deal.program);
    section.line("Contract numbers", join(deal.contract_ids));
    section.line_of("Subject", deal.subject);
    section.line_of("Contract type", deal.contract_type.map(|kind| kind.as_str().replace('_', " ")));
    section.line_of("Competition", deal.competition.map(|kind| kind.as_str().replace('_', " ")));
    section.line_of("Classification", deal.classification.map(|level| level.as_str().replace('_', " ")));
    section.line_of("Place", deal.place);
    section.line_of("Offers due", deal.offers_due);
    if let Some(period) = deal.period {
        section.line("Period", period.in_words());
    }
    section.line_of(
        "Likely recompete",
        deal.recompete.map(|clock| {
            format!("{} to {} (estimate): {}", clock.from, clock.to, clock.arithmetic.join("; "))
        }),
    );
    section.line("Stages", join(&deal.stages.iter().map(stage_in_words).collect::<Vec<_>>()));
    for official in &deal.official {
        section.line("Official", official.in_words());
    }
    section.line_of("Public record", deal.public_record.as_ref().map(PublicRecord::in_words));
    for word in &deal.rulings {
        section.line("Your word", word.in_words());
    }
    section.line("Tags", join(deal.tags.unwrap_or_default()));
    for note in deal.notes.unwrap_or_default() {
        section.line("Note", note.as_str());
    }
    section.line_of("First told by", deal.first_publisher);
    section.line_of("First told of", deal.first);
    section.line_of("Last told of", deal.last);
    section.line(
        "Told by",
        format!("{}, {}", counted(deal.articles, "article"), counted(deal.origins, "origin")),
    );
    section.line_of("Reviewed", deal.review_status.map(|word| format!("{word} of its events")));
    if let Some(source) = &deal.source {
        section
            .line("Certainty", format!("{}, confidence {:.2}", source.certainty.as_str(), source.confidence));
        section.quote = Some(source.quote);
        section.source = Origin {
            title: Some(source.title),
            publisher: source.publisher,
            published: source.published.map(|date| date.to_string()),
            url: source.url,
        };
    }
    section
}

/// `ceiling $200 million (5 articles, 2 origins; unconfirmed; disputed)`.
fn in_words(sum: &DealSum<'_>) -> String {
    let high = Money::new(sum.value, sum.currency);
    let low = sum.low.map(|low| format!("{} to ", Money::new(low, sum.currency))).unwrap_or_default();
    let told = format!("{}, {}", counted(sum.articles.len(), "article"), counted(sum.origins, "origin"));
    let unconfirmed = if sum.confirmed { "" } else { "; unconfirmed" };
    let disputed = if sum.disputed { "; disputed" } else { "" };
    let ruled = if sum.ruled { "; the user's word" } else { "" };
    format!("{} {low}{high} ({told}{unconfirmed}{disputed}{ruled})", sum.role.as_str())
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn names<'a>(parties: &[Party<'a>]) -> Vec<&'a str> {
    parties.iter().map(|party| party.canonical).collect()
}

fn ids<'a>(parties: &[Party<'a>]) -> Vec<&'a str> {
    parties.iter().map(|party| party.id.as_str()).collect()
}
