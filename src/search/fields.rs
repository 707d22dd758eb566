//! The fields a query may name.

use super::query::NameKind;
use crate::entities::AmountRole;

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QueryField {
    Title,
    Body,
    Named(NameKind),
    Via,
    Type,
    Status,
    Publisher,
    Id,
    Country,
    After,
    Before,
    Until,
    Date,
    Happened,
    Amount,
    Sum(AmountRole),
    Has,
    Is,
    Tag,
    Saved,
}

/// Every spelling, the one to teach before its synonyms.
const NAMES: &[(&str, QueryField)] = &[
    ("title", QueryField::Title),
    ("body", QueryField::Body),
    ("agency", QueryField::Named(NameKind::Agency)),
    ("buyer", QueryField::Named(NameKind::Agency)),
    ("vendor", QueryField::Named(NameKind::Vendor)),
    ("supplier", QueryField::Named(NameKind::Vendor)),
    ("product", QueryField::Named(NameKind::Product)),
    ("program", QueryField::Named(NameKind::Program)),
    ("programme", QueryField::Named(NameKind::Program)),
    ("via", QueryField::Via),
    ("type", QueryField::Type),
    ("status", QueryField::Status),
    ("publisher", QueryField::Publisher),
    ("id", QueryField::Id),
    ("country", QueryField::Country),
    ("after", QueryField::After),
    ("since", QueryField::After),
    ("before", QueryField::Before),
    ("until", QueryField::Until),
    ("date", QueryField::Date),
    ("happened", QueryField::Happened),
    ("amount", QueryField::Amount),
    ("value", QueryField::Amount),
    ("ceiling", QueryField::Sum(AmountRole::Ceiling)),
    ("award", QueryField::Sum(AmountRole::Award)),
    ("obligated", QueryField::Sum(AmountRole::Obligated)),
    ("modification", QueryField::Sum(AmountRole::Modification)),
    ("price", QueryField::Sum(AmountRole::Price)),
    ("budget", QueryField::Sum(AmountRole::Budget)),
    ("investment", QueryField::Sum(AmountRole::Investment)),
    ("has", QueryField::Has),
    ("is", QueryField::Is),
    ("tag", QueryField::Tag),
    ("saved", QueryField::Saved),
];

impl QueryField {
    /// The field of this name, in any case.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// The name to teach.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// A value that shows how the field is used.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Title => "title:maven",
            Self::Body => "body:drones",
            Self::Named(NameKind::Agency) => "agency:dod",
            Self::Named(NameKind::Vendor) => "vendor:openai",
            Self::Named(NameKind::Product) => "product:claude",
            Self::Named(NameKind::Program) => "program:maven",
            Self::Via => "via:aws",
            Self::Type => "type:award",
            Self::Status => "status:protested",
            Self::Publisher => "publisher:reuters",
            Self::Id => "id:FA8615-19-C-6058",
            Self::Country => "country:gb",
            Self::After => "after:2026-03-17",
            Self::Before => "before:2026-03",
            Self::Until => "until:2026-03",
            Self::Date => "date:2026-01..2026-03",
            Self::Happened => "happened:2026-01..2026-03",
            Self::Amount => "amount:>100M",
            Self::Sum(AmountRole::Ceiling) => "ceiling:>200M",
            Self::Sum(AmountRole::Award) => "award:>50M",
            Self::Sum(AmountRole::Obligated) => "obligated:>10M",
            Self::Sum(AmountRole::Modification) => "modification:>5M",
            Self::Sum(AmountRole::Price) => "price:<1000",
            Self::Sum(AmountRole::Budget) => "budget:>1bn",
            Self::Sum(AmountRole::Investment | AmountRole::Other) => "investment:>100M",
            Self::Has => "has:amount",
            Self::Is => "is:disputed",
            Self::Tag => "tag:hot",
            Self::Saved => "saved:monday",
        }
    }

    /// Every spelling of every field.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}
