//! Agencies, vendors, products and programs that answer a search, as a table, a list or JSON.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::csv::write_chosen;
use super::row::Cell;
use super::{FORMAT_VERSION, markdown_text, write_json};
use crate::search::{Likeness, NameKind};

/// A column of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityField {
    /// Its place in the order, from 1.
    Rank,
    /// Agency, vendor, product or program.
    Kind,
    /// Its id.
    Id,
    /// Its canonical name.
    Name,
    /// The alias or id that answered, where it was not the name.
    Matched,
    /// How it answered.
    Likeness,
    /// The id of what it belongs to.
    Parent,
    /// What that is called.
    ParentName,
    /// How many articles name it or what belongs to it.
    Articles,
    /// In how many deals it or what belongs to it stands.
    Deals,
    /// The earliest day one of the articles was published on.
    First,
    /// The latest.
    Last,
}

impl EntityField {
    /// Every column, in order.
    pub const ALL: [Self; 12] = [
        Self::Rank,
        Self::Kind,
        Self::Id,
        Self::Name,
        Self::Matched,
        Self::Likeness,
        Self::Parent,
        Self::ParentName,
        Self::Articles,
        Self::Deals,
        Self::First,
        Self::Last,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Kind => "kind",
            Self::Id => "id",
            Self::Name => "name",
            Self::Matched => "matched",
            Self::Likeness => "likeness",
            Self::Parent => "parent",
            Self::ParentName => "parent_name",
            Self::Articles => "articles",
            Self::Deals => "deals",
            Self::First => "first",
            Self::Last => "last",
        }
    }
}

/// One answer, as it is written down (docs/fields.md).
#[derive(Clone, Debug, Serialize)]
pub struct EntityRecord<'a> {
    /// Its place in the order, from 1.
    pub rank: usize,
    /// What it is.
    pub kind: NameKind,
    /// Its id; `x/…` where no list has it.
    pub id: &'a str,
    /// Its canonical name, or as an article calls it.
    pub name: &'a str,
    /// The alias or id that answered; null where it was the name.
    pub matched: Option<&'a str>,
    /// How it answered: exact, begins, words, initials, near; null where nothing in particular was sought.
    pub likeness: Option<&'static str>,
    /// What it belongs to.
    pub parent: Option<EntityParent<'a>>,
    /// How many articles name it or what belongs to it.
    pub articles: u64,
    /// In how many deals it or what belongs to it stands.
    pub deals: usize,
    /// The earliest day one of the articles was published on.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
}

/// What something belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct EntityParent<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// The word for a kind.
pub fn kind_word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Agency => "agency",
        NameKind::Vendor => "vendor",
        NameKind::Product => "product",
        NameKind::Program => "program",
    }
}

/// The word for how something answered.
pub fn likeness_word(likeness: Option<Likeness>) -> Option<&'static str> {
    likeness.map(Likeness::as_str)
}

impl EntityRecord<'_> {
    fn cell(&self, field: EntityField) -> Cell<'_> {
        let parent = self.parent.as_ref();
        match field {
            EntityField::Rank => Cell::number(&self.rank),
            EntityField::Kind => Cell::text(kind_word(self.kind)),
            EntityField::Id => Cell::text(self.id),
            EntityField::Name => Cell::text(self.name),
            EntityField::Matched => Cell::maybe(self.matched),
            EntityField::Likeness => Cell::maybe(self.likeness),
            EntityField::Parent => Cell::maybe(parent.map(|parent| parent.id)),
            EntityField::ParentName => Cell::maybe(parent.map(|parent| parent.name)),
            EntityField::Articles => Cell::number(&self.articles),
            EntityField::Deals => Cell::number(&self.deals),
            EntityField::First => Cell::maybe(self.first),
            EntityField::Last => Cell::maybe(self.last),
        }
    }
}

/// Writes a header line and a line for each answer.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(hits: &[EntityRecord<'_>], fields: &[EntityField], out: &mut dyn Write) -> io::Result<()> {
    write_chosen(hits, fields, EntityField::as_str, EntityRecord::cell, out)
}

/// Writes a list to read.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(text: &str, hits: &[EntityRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    let text = if text.is_empty() { "all that is named" } else { text };
    writeln!(out, "# Names: {}", markdown_text::text(text))?;
    if hits.is_empty() {
        return writeln!(out, "\nNothing found.");
    }
    writeln!(out)?;
    for hit in hits {
        let mut facts = vec![kind_word(hit.kind).to_owned(), markdown_text::text(hit.id)];
        facts.extend(hit.matched.map(|alias| format!("as {}", markdown_text::text(alias))));
        facts.extend(hit.parent.as_ref().map(|parent| format!("of {}", markdown_text::text(parent.name))));
        facts.push(format!("articles: {}", hit.articles));
        facts.push(format!("deals: {}", hit.deals));
        if let (Some(first), Some(last)) = (hit.first, hit.last) {
            facts.push(format!("{first} to {last}"));
        }
        writeln!(out, "{}. **{}** · {}", hit.rank, markdown_text::text(hit.name), facts.join(" · "))?;
    }
    Ok(())
}

/// The whole answer, as JSON (docs/fields.md).
#[derive(Debug, Serialize)]
pub struct EntitiesRecord<'a> {
    format_version: u32,
    query: &'a str,
    total: usize,
    hits: &'a [EntityRecord<'a>],
}

impl<'a> EntitiesRecord<'a> {
    /// The answer to `query`, of which `total` answer in all.
    pub fn new(query: &'a str, total: usize, hits: &'a [EntityRecord<'a>]) -> Self {
        Self { format_version: FORMAT_VERSION, query, total, hits }
    }

    /// Writes it.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write_json(self, out)?;
        writeln!(out)
    }
}
