//! An article with every fact's place marked, and its events with the words that say each slot.

use serde::Serialize;

use super::record_event::RecordEvent;
use super::record_parts::{Surface, number_kind};
use crate::article::Article;
use crate::base::{ArticleId, DealId, Span};
use crate::entities::{Named, Organisation};
use crate::events::{Event, Facts};

/// What `show --evidence --format json` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence<'a> {
    /// The article's id.
    pub id: &'a ArticleId,
    /// The headline.
    pub title: &'a str,
    /// The text; spans count in it.
    #[serde(rename = "articleBody")]
    pub article_body: &'a str,
    /// Every place that says a fact, in order, the title first; of those that begin together the longer first.
    pub marks: Vec<Mark<'a>>,
    /// What happened, each slot with its words.
    pub events: Vec<EvidenceEvent<'a>>,
}

/// What a marked place says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A government body.
    Agency,
    /// A supplier.
    Vendor,
    /// A sum of money.
    Sum,
    /// A date.
    Date,
    /// An official number.
    Number,
    /// A product.
    Product,
    /// A program or contract vehicle.
    Program,
    /// That something happened.
    Event,
}

impl MarkKind {
    /// Every kind, in the order of a legend.
    pub const ALL: [Self; 8] = [
        Self::Agency,
        Self::Vendor,
        Self::Sum,
        Self::Date,
        Self::Number,
        Self::Product,
        Self::Program,
        Self::Event,
    ];

    /// The word used in marks.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
            Self::Sum => "sum",
            Self::Date => "date",
            Self::Number => "number",
            Self::Product => "product",
            Self::Program => "program",
            Self::Event => "event",
        }
    }
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark<'a> {
    /// What it says.
    pub kind: MarkKind,
    /// The role of a sum, the kind of a number, the type of an event; null for others.
    pub role: Option<&'a str>,
    /// The canonical name, the number, the date or the sum that is meant; null for an event.
    pub meant: Option<String>,
    /// The characters and their place.
    #[serde(flatten)]
    pub place: Surface<'a>,
}

/// An event and what says it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EvidenceEvent<'a> {
    /// Its place in the list of events, from 0.
    pub ordinal: usize,
    /// The slots that are filled, in the order of the record.
    pub slots: Vec<Slot<'a>>,
    /// The event as in the record.
    #[serde(flatten)]
    pub event: RecordEvent<'a>,
}

/// A slot of an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slot<'a> {
    /// Its name in the record.
    pub slot: &'static str,
    /// What it is filled with.
    pub filled: String,
    /// The words that say so; empty where it follows from something else than words of its own.
    pub words: Vec<Surface<'a>>,
}

impl<'a> EvidenceEvent<'a> {
    /// Those events of an article that `is_wanted` names by their places; `deals` holds the deal of each by its place.
    pub fn of(
        article: &'a Article,
        facts: &'a Facts,
        deals: &'a [Option<DealId>],
        is_wanted: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = Self> {
        let programs = &facts.mentions.programs;
        let wanted = facts.events.iter().enumerate().filter(move |(ordinal, _)| is_wanted(*ordinal));
        wanted.map(move |(ordinal, event)| {
            let deal = deals.get(ordinal).and_then(Option::as_ref);
            let told = RecordEvent::new(article, event, programs, deal);
            let unspanned = Unspanned::of(event, facts);
            Self { ordinal, slots: slots(article, &told, &unspanned), event: told }
        })
    }
}

impl<'a> Evidence<'a> {
    /// All of an article's facts; `deals` holds the deal of each event by the event's place.
    pub fn new(article: &'a Article, facts: &'a Facts, deals: &'a [Option<DealId>]) -> Self {
        Self {
            id: &article.id,
            title: &article.title,
            article_body: article.body.text(),
            marks: marks(article, facts),
            events: EvidenceEvent::of(article, facts, deals, |_| true).collect(),
        }
    }
}

fn marks<'a>(article: &'a Article, facts: &'a Facts) -> Vec<Mark<'a>> {
    let found = &facts.mentions;
    let mut all: Vec<Mark<'a>> = Vec::new();
    let mut add = |kind, role: Option<&'a str>, meant: Option<String>, span: Span| {
        all.push(Mark { kind, role, meant, place: Surface::new(article, span) });
    };
    let organisation = |one: &'a Organisation| one.mentions.iter().map(move |span| (&one.name, *span));
    for (kind, list) in [(MarkKind::Agency, &found.agencies), (MarkKind::Vendor, &found.vendors)] {
        for (name, span) in list.iter().flat_map(organisation) {
            add(kind, None, Some(name.clone()), span);
        }
    }
    let named = |one: &'a Named| one.mentions.iter().map(move |span| (&one.name, *span));
    for (kind, list) in [(MarkKind::Product, &found.products), (MarkKind::Program, &found.programs)] {
        for (name, span) in list.iter().flat_map(named) {
            add(kind, None, Some(name.clone()), span);
        }
    }
    for amount in &found.amounts {
        let meant = match amount.low {
            Some(low) => format!("{} {low} to {}", amount.money.currency, amount.money.amount),
            None => format!("{} {}", amount.money.currency, amount.money.amount),
        };
        add(MarkKind::Sum, Some(amount.role.as_str()), Some(meant), amount.span);
    }
    for date in &found.dates {
        add(MarkKind::Date, None, Some(date.date.to_string()), date.span);
    }
    for number in &found.numbers {
        add(MarkKind::Number, Some(number_kind(number.kind)), Some(number.number.clone()), number.span);
    }
    for event in &facts.events {
        for span in &event.spans.kind {
            add(MarkKind::Event, Some(event.kind.as_str()), None, *span);
        }
    }
    all.retain(|mark| !mark.place.surface.is_empty());
    all.sort_by(|a, b| {
        let key = |mark: &Mark<'_>| (mark.place.field, mark.place.start, std::cmp::Reverse(mark.place.end));
        (key(a), a.kind, a.role, &a.meant).cmp(&(key(b), b.kind, b.role, &b.meant))
    });
    all.dedup();
    all
}

/// The places of what an event names without spans of its own: within its sentence, else the first in the article.
struct Unspanned {
    via: Vec<Span>,
    program: Vec<Span>,
    contract_ids: Vec<Span>,
}

impl Unspanned {
    fn of(event: &Event, facts: &Facts) -> Self {
        let found = &facts.mentions;
        let nearest = |places: &[Span]| {
            let within = places.iter().find(|span| event.evidence.contains(span));
            within.or(places.first()).copied()
        };
        let via = event.via.iter().filter_map(|org| {
            let mut organisations = found.vendors.iter().chain(&found.agencies);
            nearest(&organisations.find(|one| one.id == org.id)?.mentions)
        });
        let program = found.programs.iter().find(|one| event.program.as_ref() == Some(&one.id));
        let numbers = event.contract_ids.iter().filter_map(|number| {
            let places = found.numbers.iter().filter(|one| one.number == *number).map(|one| one.span);
            nearest(&places.collect::<Vec<Span>>())
        });
        Self {
            via: via.collect(),
            program: program.and_then(|one| nearest(&one.mentions)).into_iter().collect(),
            contract_ids: numbers.collect(),
        }
    }
}

fn slots<'a>(article: &'a Article, event: &RecordEvent<'a>, unspanned: &Unspanned) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot<'a>> = Vec::new();
    let mut add = |slot, filled: Option<String>, spans: &[Span]| {
        if let Some(filled) = filled.filter(|filled| !filled.is_empty()) {
            let words = spans.iter().map(|span| Surface::new(article, *span));
            slots.push(Slot { slot, filled, words: words.filter(|word| !word.surface.is_empty()).collect() });
        }
    };
    let spans = event.spans;
    let value = event.value.map(|value| {
        let money = event.currency.map_or_else(String::new, |currency| format!("{currency} "));
        let role = event.value_role.map_or_else(String::new, |role| format!(" ({})", role.as_str()));
        format!("{money}{value}{role}")
    });
    add("type", Some(event.kind.as_str().to_owned()), &spans.kind);
    add("buyers", Some(event.buyers.join(", ")), &spans.buyers);
    add("vendors", Some(event.vendors.join(", ")), &spans.vendors);
    add("via", Some(event.via.join(", ")), &unspanned.via);
    add("value", value, &spans.value);
    add("date", event.date.map(|date| date.to_string()), &spans.date);
    add("program", event.program.map(str::to_owned), &unspanned.program);
    add("contract_ids", Some(event.contract_ids.join(", ")), &unspanned.contract_ids);
    add("contract_type", word(event.contract_type), &spans.contract_type);
    add("competition", word(event.competition), &spans.competition);
    add("offers", event.offers.map(|offers| offers.to_string()), &spans.competition);
    add("classification", word(event.classification), &spans.classification);
    add("place", event.place.map(str::to_owned), &spans.place);
    add("completion", event.completion.map(|date| date.to_string()), &spans.completion);
    add("offers_due", event.offers_due.map(|date| date.to_string()), &spans.offers_due);
    add("term", event.term.map(|term| term.in_words()), &spans.term);
    slots
}

/// A word of a vocabulary, as it is written in the record.
fn word(value: Option<impl Serialize>) -> Option<String> {
    let value = serde_json::to_value(value?).ok()?;
    value.as_str().map(str::to_owned)
}
