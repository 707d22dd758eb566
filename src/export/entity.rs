//! An agency or vendor that has a part in deals, as a row.

use serde::Serialize;

use super::FORMAT_VERSION;
use super::row::{Cell, Section};
use crate::base::{OrgId, PartialDate};
use crate::report::{Involvement, Side};

pub(super) const COLUMNS: &[&str] = &[
    "kind",
    "id",
    "name",
    "parent",
    "parent_name",
    "country",
    "class",
    "deals",
    "confirmed_deals",
    "via_deals",
    "articles",
    "first",
    "last",
];

/// An agency or vendor, and how much is told of it in the deals that were asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntityRow<'a> {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// On which side it stands.
    pub kind: Side,
    /// The path in the lists, or `x/…`.
    pub id: &'a OrgId,
    /// The canonical name.
    pub name: &'a str,
    /// What it belongs to, by the lists.
    pub parent: Option<&'a str>,
    /// What that is called.
    pub parent_name: Option<&'a str>,
    /// Its country's code.
    pub country: Option<&'a str>,
    /// What sort of body or company it is.
    pub class: Option<&'a str>,
    /// In how many deals it has a part.
    pub deals: usize,
    /// In how many of them at least one event counts as a fact.
    pub confirmed_deals: usize,
    /// In how many of them others supply through it.
    pub via_deals: usize,
    /// How many articles tell these deals.
    pub articles: usize,
    /// The first day one of them is told of.
    pub first: Option<PartialDate>,
    /// The last day.
    pub last: Option<PartialDate>,
}

impl<'a> EntityRow<'a> {
    /// The row of one that has a part in deals.
    pub fn new(told: &'a Involvement) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            kind: told.side,
            id: &told.org.id,
            name: &told.org.name,
            parent: told.parent.as_ref().map(|parent| parent.id.as_str()),
            parent_name: told.parent.as_ref().map(|parent| parent.name.as_str()),
            country: told.country.as_deref(),
            class: told.class.as_deref(),
            deals: told.deals,
            confirmed_deals: told.confirmed,
            via_deals: told.via,
            articles: told.articles,
            first: told.first,
            last: told.last,
        }
    }

    pub(super) fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::text(self.kind.as_str()),
            Cell::text(self.id.as_str()),
            Cell::text(self.name),
            Cell::maybe(self.parent),
            Cell::maybe(self.parent_name),
            Cell::maybe(self.country),
            Cell::maybe(self.class),
            Cell::number(&self.deals),
            Cell::number(&self.confirmed_deals),
            Cell::number(&self.via_deals),
            Cell::number(&self.articles),
            Cell::date(self.first),
            Cell::date(self.last),
        ]
    }

    pub(super) fn section(&self) -> Section<'_> {
        let mut section = Section::new(self.name);
        section.line("Kind", self.kind.as_str());
        section.line("Id", self.id.as_str());
        section.line_of("Belongs to", self.parent_name);
        section.line_of("Country", self.country);
        section.line_of("Class", self.class);
        section.line("Deals", format!("{}, {} confirmed", self.deals, self.confirmed_deals));
        section.line(
            "Supplied through it",
            if self.via_deals > 0 { self.via_deals.to_string() } else { String::new() },
        );
        section.line("Articles", self.articles.to_string());
        section.line_of("First told of", self.first);
        section.line_of("Last told of", self.last);
        section
    }
}
