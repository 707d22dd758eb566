//! The query language asked of deals: the same words and fields as a search, evaluated on each deal in memory.

use jiff::civil::Date;

use crate::base::{OrgId, PartialDate, comparison_key};
use crate::deals::{Deal, DealEvent, DealValue};
use crate::entities::{AmountRole, EntryKind, Lists};
use crate::events::{Certainty, OrgRef, ReviewStatus};
use crate::library::LibraryError;
use crate::search::{
    AmountRange, Filter, Form, Kept, Name, NameKind, NameTable, Node, Query, Shelf, Text, TextField, Trait,
};

/// Which deals are asked for.
#[derive(Clone, Debug)]
pub struct DealFilter {
    query: Query,
    /// Only what is told by events found with at least this confidence counts.
    pub min_confidence: f32,
    /// Only what is told by events of one of these certainties counts; of any where there are none.
    pub certainties: Vec<Certainty>,
}

impl DealFilter {
    /// Reads a query; words in it are required here, in the name, the subject or a sentence of the deal.
    ///
    /// # Errors
    /// When the query has a mistake.
    pub fn parse(text: &str, today: Date) -> Result<Self, LibraryError> {
        Self::parse_with(text, today, &Shelf::default())
    }

    /// As [`DealFilter::parse`], with the user's lists, saved queries and tags ([`Library::filter`] has those of a library).
    ///
    /// [`Library::filter`]: crate::library::Library::filter
    ///
    /// # Errors
    /// When the query has a mistake, or names what is not there.
    pub fn parse_with(text: &str, today: Date, shelf: &Shelf) -> Result<Self, LibraryError> {
        let query = Query::parse_with(text, today, shelf)
            .map_err(|error| LibraryError::Query { error, text: text.to_owned() })?;
        Ok(Self { query, min_confidence: 0.0, certainties: Vec::new() })
    }

    /// Whether a deal passes.
    pub fn passes(&self, deal: &Deal, names: &NameTable) -> bool {
        let told: Vec<&DealEvent> = deal.events.iter().filter(|told| self.counts(told)).collect();
        !told.is_empty() && Asked { deal, names, told }.holds(&self.query.root)
    }

    /// Whether an event is sure enough.
    fn counts(&self, told: &DealEvent) -> bool {
        told.event.confidence >= self.min_confidence
            && (self.certainties.is_empty() || self.certainties.contains(&told.event.certainty))
    }

    /// Whether every deal passes.
    pub fn asks_for_all(&self) -> bool {
        let asks_nothing = match &self.query.root {
            Node::Everything => true,
            Node::List(clauses) => clauses.is_empty(),
            Node::And(nodes) => nodes.is_empty(),
            _ => false,
        };
        asks_nothing && self.min_confidence <= 0.0 && self.certainties.is_empty()
    }

    /// The query as it was read.
    pub(super) fn root(&self) -> &Node {
        &self.query.root
    }

    /// Whether one event of a deal passes: for what is published in a period.
    pub fn passes_event(&self, deal: &Deal, told: &DealEvent, names: &NameTable) -> bool {
        self.counts(told) && Asked { deal, names, told: vec![told] }.holds(&self.query.root)
    }
}

/// A deal under question, and those of its events that count.
struct Asked<'a> {
    deal: &'a Deal,
    names: &'a NameTable,
    told: Vec<&'a DealEvent>,
}

impl<'a> Asked<'a> {
    fn events(&self) -> impl Iterator<Item = &'a DealEvent> {
        self.told.iter().copied()
    }

    /// Whether one of the events that count says the sum, or the user.
    fn is_told(&self, value: &DealValue) -> bool {
        self.deal.is_ruled(value) || self.told.iter().any(|told| value.articles.contains(&told.article))
    }

    fn has_sum(&self, role: Option<AmountRole>, range: &AmountRange) -> bool {
        self.deal.values.iter().any(|value| {
            role.is_none_or(|role| value.role == role)
                && value.money.currency == range.currency
                && (range.contains(value.money.amount) || value.low.is_some_and(|low| range.contains(low)))
                && self.is_told(value)
        })
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
            Filter::Published { from, to } => {
                self.events().filter_map(|e| e.published).any(|date| is_within(date, *from, *to))
            }
            Filter::Happened { from, to } => self
                .events()
                .filter_map(|e| e.event.date.or(e.published))
                .any(|date| is_within(date, *from, *to)),
            Filter::Amount(range) => self.has_sum(None, range),
            Filter::Sum(role, range) => self.has_sum(Some(*role), range),
            Filter::Kept { kept, .. } => self.is_kept(kept),
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

    /// Whether the deal has the tag, an organisation of it, or an article that tells it.
    fn is_kept(&self, kept: &Kept) -> bool {
        let has = |kind, org: &OrgRef| kept.organisations.contains(&(kind, org.id.clone()));
        let deal = self.deal;
        kept.deals.contains(&deal.id)
            || deal.buyers.iter().any(|org| has(NameKind::Agency, org))
            || deal.vendors.iter().chain(&deal.via).any(|org| has(NameKind::Vendor, org))
            || self.events().any(|told| kept.articles.contains(&told.article))
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
            let is_id = org.id.as_str().eq_ignore_ascii_case(&name.text);
            is_id
                || is_listed
                || (ids.is_empty() && contains(&comparison_key(&org.name), &Form::Word(key.clone())))
        })
    }
}

/// Whether the first day a date may mean lies between these days.
fn is_within(date: PartialDate, from: Option<Date>, to: Option<Date>) -> bool {
    let day = date.first_day();
    from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
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
