//! What an exporter is given.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::claim::{self, ClaimRecord};
use super::deal::DealRecord;
use super::deal_row;
use super::entity::{self, EntityRow};
use super::event::{self, EventRecord};
use super::record::Record;
use super::record_row;
use super::row::{Cell, Section};
use super::safe_json;

/// What kind of items a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One item per deal.
    Deals,
    /// One item per article.
    Articles,
    /// One item per article and event.
    Events,
    /// One item per article and fact: a slot of an event with the words that fill it.
    Claims,
    /// One item per agency or vendor that has a part in a deal.
    Entities,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Deals, Self::Articles, Self::Events, Self::Claims, Self::Entities];

    /// The word used on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deals => "deals",
            Self::Articles => "articles",
            Self::Events => "events",
            Self::Claims => "claims",
            Self::Entities => "entities",
        }
    }

    /// What a heading over its items says.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Deals => "Deals",
            Self::Articles => "Articles",
            Self::Events => "Events",
            Self::Claims => "Claims",
            Self::Entities => "Agencies and vendors",
        }
    }

    /// The kind that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The names of a table's columns.
    pub(super) fn columns(self) -> Vec<String> {
        match self {
            Self::Deals => deal_row::columns(),
            Self::Articles => record_row::COLUMNS.iter().map(ToString::to_string).collect(),
            Self::Events => event::COLUMNS.iter().map(ToString::to_string).collect(),
            Self::Claims => claim::COLUMNS.iter().map(ToString::to_string).collect(),
            Self::Entities => entity::COLUMNS.iter().map(ToString::to_string).collect(),
        }
    }
}

/// One thing to write down.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// A deal with its events.
    Deal(&'a DealRecord<'a>),
    /// An article with its facts.
    Article(&'a Record<'a>),
    /// One event of an article.
    Event(&'a EventRecord<'a>),
    /// One fact of one article.
    Claim(&'a ClaimRecord<'a>),
    /// An agency or vendor.
    Entity(&'a EntityRow<'a>),
}

impl Item<'_> {
    /// Of what kind it is.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Deal(_) => Kind::Deals,
            Self::Article(_) => Kind::Articles,
            Self::Event(_) => Kind::Events,
            Self::Claim(_) => Kind::Claims,
            Self::Entity(_) => Kind::Entities,
        }
    }

    /// The cells of its row, one per column of its kind.
    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        match self {
            Self::Deal(deal) => deal_row::cells(deal),
            Self::Article(record) => record_row::cells(record),
            Self::Event(event) => event.cells(),
            Self::Claim(claim) => claim.cells(),
            Self::Entity(entity) => entity.cells(),
        }
    }

    /// The section to read.
    pub(super) fn section(&self) -> Section<'_> {
        match self {
            Self::Deal(deal) => deal_row::section(deal),
            Self::Article(record) => record_row::section(record),
            Self::Event(event) => event.section(),
            Self::Claim(claim) => claim.section(),
            Self::Entity(entity) => entity.section(),
        }
    }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Deal(deal) => deal.serialize(serializer),
            Self::Article(record) => record.serialize(serializer),
            Self::Event(event) => event.serialize(serializer),
            Self::Claim(claim) => claim.serialize(serializer),
            Self::Entity(entity) => entity.serialize(serializer),
        }
    }
}

/// An item of a library of made-up sample data, which says so.
#[derive(Serialize)]
struct SampleItem<'i> {
    sample_data: bool,
    #[serde(flatten)]
    item: &'i Item<'i>,
}

/// Writes an item as JSON on one line, without a line end.
pub(super) fn write_json(item: &Item<'_>, is_sample: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_sample {
        safe_json::write(&SampleItem { sample_data: true, item }, out)
    } else {
        safe_json::write(item, out)
    }
}
