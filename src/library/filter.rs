//! The query language asked of deals: the same words and fields as a search, evaluated on each deal in memory.

use jiff::civil::Date;

use crate::deals::{Deal, DealEvent};
use crate::events::Certainty;
use crate::library::LibraryError;
use crate::search::{NameTable, Node, Query, Shelf};
use crate::watch::{self, DealSubject, Plain};

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
        !told.is_empty() && self.holds(deal, told, names)
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
        self.counts(told) && self.holds(deal, vec![told], names)
    }

    fn holds(&self, deal: &Deal, told: Vec<&DealEvent>, names: &NameTable) -> bool {
        // An empty query is asked most of all.
        self.query.is_empty()
            || watch::matches(&self.query, &DealSubject::new(deal, told, names), names, Plain::All)
    }
}
