//! The query language asked of deals: the same words and fields as a search, evaluated on each deal in memory.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::base::{OrgId, comparison_key};
use crate::deals::{Deal, DealEvent};
use crate::entities::{EntryKind, Lists};
use crate::events::{OrgRef, ReviewStatus};
use crate::library::LibraryError;
use crate::search::{Filter, Form, Name, NameKind, NameTable, Node, Query, Text, TextField, Trait};

/// Which deals are asked for.
#[derive(Clone, Debug)]
pub struct DealFilter {
    query: Query,
    /// Only deals with an event found with at least this confidence.
    pub min_confidence: f32,
}

impl DealFilter {
    /// Reads a query; words in it are required here, in the name, the subject or a sentence of the deal.
    ///
    /// # Errors
    /// When the query has a mistake.
    pub fn parse(text: &str, today: Date) -> Result<Self, LibraryError> {
        let query = Query::parse(text, today)
            .map_err(|error| LibraryError::Query { error, text: text.to_owned() })?;
        Ok(Self { query, min_confidence: 0.0 })
    }

    /// Whether a deal passes.
    pub fn passes(&self, deal: &Deal, names: &NameTable) -> bool {
        let confidence = deal.events.iter().map(|e| e.event.confidence).fold(0.0, f32::max);
        confidence >= self.min_confidence && Asked { deal, names, told: None }.holds(&self.query.root)
    }

    /// Whether one event of a deal passes: for what is published in a period.
    pub fn passes_event(&self, deal: &Deal, told: &DealEvent, names: &NameTable) -> bool {
        Asked { deal, names, told: Some(told) }.holds(&self.query.root)
    }

    /// Puts the largest sum first, then the latest told, then the smaller id.
    pub fn sort(&self, deals: &mut [Deal]) {
        deals.sort_by_cached_key(|deal| {
            let usd = deal.values.iter().filter(|v| v.role != crate::entities::AmountRole::Price);
            let largest = usd.filter_map(|v| v.money.thousandths()).max();
            (Reverse(largest), Reverse(deal.last), deal.id.clone())
        });
    }
}

/// A deal, or one event of it, under question.
struct Asked<'a> {
    deal: &'a Deal,
    names: &'a NameTable,
    told: Option<&'a DealEvent>,
}

impl<'a> Asked<'a> {
    fn events(&self) -> impl Iterator<Item = &'a DealEvent> {
        let all: &'a [DealEvent] = if self.told.is_some() { &[] } else { &self.deal.events };
        self.told.into_iter().chain(all)
    }

    /// The parser bounds the depth.
    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::Everything => true,
            Node::Text(text) => self.says(text),
            Node::Filter(filter) => self.is(filter),
            Node::List(clauses) => clauses.iter().all(|clause| self.holds(&clause.node)),
            Node::And(nodes) => nodes.iter().all(|node| self.holds(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.holds(node)),
            Node::Not(node) => !self.holds(node),
        }
    }

    fn says(&self, text: &Text) -> bool {
        let mut places: Vec<String> = Vec::new();
        if text.field != TextField::Body {
            places.push(comparison_key(&self.deal.name));
            places.extend(self.events().map(|e| comparison_key(&e.title)));
        }
        if text.field != TextField::Title {
            places.extend(self.deal.subject.iter().map(|s| comparison_key(s)));
            places.extend(self.events().map(|e| comparison_key(&e.sentence)));
        }
        places.iter().any(|place| contains(place, &text.form))
    }

    fn is(&self, filter: &Filter) -> bool {
        let deal = self.deal;
        match filter {
            Filter::Named(NameKind::Agency, name) => self.any_of(&deal.buyers, NameKind::Agency, name),
            Filter::Named(NameKind::Vendor, name) => {
                self.any_of(&deal.vendors, NameKind::Vendor, name)
                    || self.any_of(&deal.via, NameKind::Vendor, name)
            }
            Filter::Named(NameKind::Program, name) => {
                let ids = self.names.ids(NameKind::Program, &name.text);
                deal.program.as_deref().is_some_and(|program| ids.contains(&program) || program == name.text)
            }
            Filter::Named(NameKind::Product, name) => {
                let key = comparison_key(&name.text);
                self.events().any(|e| comparison_key(&e.sentence).contains(&key))
            }
            Filter::Via(name) => self.any_of(&deal.via, NameKind::Vendor, name),
            Filter::Kind(kind) => self.events().any(|e| e.event.kind == *kind),
            Filter::Status(status) => deal.status == Some(*status),
            Filter::Publisher(name) => {
                let key = comparison_key(name);
                self.events()
                    .any(|e| e.publisher.as_deref().is_some_and(|p| comparison_key(p).contains(&key)))
            }
            Filter::Id(id) => {
                let compact = |text: &str| {
                    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
                };
                let wanted = compact(id);
                deal.id.as_str().eq_ignore_ascii_case(id)
                    || deal.contract_ids.iter().any(|n| compact(n) == wanted)
                    || self.events().any(|e| e.article.as_str().eq_ignore_ascii_case(id))
            }
            Filter::Country(country) => deal.buyers.iter().any(|b| country_of(&b.id) == *country),
            Filter::Published { from, to } => self.events().filter_map(|e| e.published).any(|published| {
                let day = published.first_day();
                from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
            }),
            Filter::Amount(range) => deal.values.iter().any(|v| {
                v.money.currency == range.currency
                    && (range.contains(v.money.amount) || v.low.is_some_and(|low| range.contains(low)))
            }),
            Filter::Has(wanted) => match wanted {
                Trait::Amount => !deal.values.is_empty(),
                Trait::Agency => !deal.buyers.is_empty(),
                Trait::Vendor => !deal.vendors.is_empty(),
                Trait::Program => deal.program.is_some(),
                Trait::Number => !deal.contract_ids.is_empty(),
                Trait::Date => deal.first.is_some(),
                Trait::Disputed => deal.disputed,
                Trait::Reviewed => self.events().any(|e| e.event.is_accepted()),
                Trait::Unsure => self.events().any(|e| e.event.review_status() == Some(ReviewStatus::Unsure)),
                Trait::Unreviewed => self.events().any(|e| e.event.review_status().is_none()),
                Trait::Event | Trait::Product => true,
            },
        }
    }

    fn any_of(&self, organisations: &[OrgRef], kind: NameKind, name: &Name) -> bool {
        let ids = self.names.ids(kind, &name.text);
        let key = comparison_key(&name.text);
        organisations.iter().any(|org| {
            let is_listed = ids.iter().any(|id| {
                org.id.as_str() == *id
                    || (!name.exact && org.id.is_within(&OrgId::from_stored(*id)))
                    || (!name.exact && self.names.ancestors(kind, org.id.as_str()).contains(id))
            });
            is_listed || (ids.is_empty() && contains(&comparison_key(&org.name), &Form::Word(key.clone())))
        })
    }
}

fn country_of(id: &OrgId) -> &str {
    match Lists::bundled().entry(EntryKind::Agency, id.as_str()) {
        Some(entry) => entry.country,
        None => "",
    }
}

/// Whole words in text that is already folded; a word also matches its plural and what goes on from it by a prefix.
fn contains(folded: &str, form: &Form) -> bool {
    match form {
        Form::Word(word) => {
            let word = comparison_key(word);
            let stem = word.strip_suffix('s').unwrap_or(&word);
            format!(" {folded} ").contains(&format!(" {word} "))
                || folded.split(' ').any(|w| w == stem || w.strip_suffix('s') == Some(stem))
        }
        Form::Phrase { words, .. } => format!(" {folded} ").contains(&format!(" {} ", comparison_key(words))),
        Form::Prefix(prefix) => folded.split(' ').any(|w| w.starts_with(&comparison_key(prefix))),
        Form::Fuzzy { word, distance } => {
            let word = comparison_key(word);
            folded.split(' ').any(|w| strsim::osa_distance(w, &word) <= usize::from(*distance))
        }
    }
}
