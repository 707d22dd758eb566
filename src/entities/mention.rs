//! What was found in an article, each with the characters that say so.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{Money, OrgId, PartialDate, Span};

/// Everything found in one article, each list in order of first mention.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mentions {
    /// Government bodies.
    pub agencies: Vec<Organisation>,
    /// Companies, laboratories, universities and non-profits.
    pub vendors: Vec<Organisation>,
    /// Sums of money, every mention of its own.
    pub amounts: Vec<Amount>,
    /// Dates, every mention of its own.
    pub dates: Vec<DateMention>,
    /// Contract, solicitation, order and protest numbers.
    pub numbers: Vec<NumberMention>,
    /// Products, which name their vendor but are not it.
    pub products: Vec<Named>,
    /// Programs, contract vehicles and authorization schemes.
    pub programs: Vec<Named>,
    /// Words that say the article is about AI, data, cloud or compute.
    pub terms: Vec<TermMention>,
}

/// An agency or a vendor and every place that names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// The path in the lists, or `x/…`.
    pub id: OrgId,
    /// The canonical name.
    pub name: String,
    /// The parent in the lists.
    pub parent: Option<OrgId>,
    /// The places that name it, in order; never empty.
    pub mentions: Vec<Span>,
    /// From 0 to 1: how sure we are that it is this organisation in this role.
    pub confidence: f32,
}

/// A product, program or vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// The id in the lists.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// A product's vendor, a program's owner.
    pub owner: Option<OrgId>,
    /// The places that name it.
    pub mentions: Vec<Span>,
}

/// What a sum of money is, in the words of the trade (gold/GUIDELINES.md, "amounts").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountRole {
    /// The most it may come to: up to, not to exceed, capped at.
    Ceiling,
    /// The stated worth of a contract, task order, grant or agreement.
    Award,
    /// Funds obligated or paid so far.
    Obligated,
    /// The amount of an increase, option or extension.
    Modification,
    /// Per unit, agency or year.
    Price,
    /// Requested, planned or appropriated public money.
    Budget,
    /// Private funding, acquisition, valuation, capital spending.
    Investment,
    /// Revenue, market size, fines, damages, savings.
    Other,
}

impl AmountRole {
    /// Every role, in the order of the guideline.
    pub const ALL: [Self; 8] = [
        Self::Ceiling,
        Self::Award,
        Self::Obligated,
        Self::Modification,
        Self::Price,
        Self::Budget,
        Self::Investment,
        Self::Other,
    ];

    /// The role that this word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The word used in records, filters and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ceiling => "ceiling",
            Self::Award => "award",
            Self::Obligated => "obligated",
            Self::Modification => "modification",
            Self::Price => "price",
            Self::Budget => "budget",
            Self::Investment => "investment",
            Self::Other => "other",
        }
    }
}

/// How exact a sum is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// Up to, as much as, no more than.
    UpTo,
    /// More than, over, at least.
    MoreThan,
    /// Less than, under.
    LessThan,
    /// About, nearly, roughly.
    About,
}

/// A sum of money where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// The words, with their qualifier and unit.
    pub span: Span,
    /// The sum; the upper end of a range.
    pub money: Money,
    /// The lower end of a range.
    pub low: Option<Decimal>,
    /// How exact it is said to be.
    pub qualifier: Option<Qualifier>,
    /// What it is.
    pub role: AmountRole,
    /// From 0 to 1.
    pub confidence: f32,
}

/// A date where it stands, resolved against the day of publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateMention {
    /// The words.
    pub span: Span,
    /// What they mean.
    pub date: PartialDate,
    /// Whether it was reckoned from the day of publication ("last month").
    pub relative: bool,
}

/// What an official number numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// A contract, order or agreement (PIID; FAR 4.1603).
    Contract,
    /// A solicitation.
    Solicitation,
    /// A bid protest's file number at the GAO (`B-421337.2`).
    Protest,
    /// A notice: an open contracting id, a number of the Official Journal of the EU or of the UK's Find a Tender.
    Notice,
    /// A supplier's Unique Entity ID.
    Uei,
    /// A supplier's CAGE code.
    Cage,
    /// Any other number printed as a contract's or notice's.
    Other,
}

impl NumberKind {
    /// Whether it numbers a dealing: not a protest's file, and not a supplier.
    pub fn is_of_dealing(self) -> bool {
        !matches!(self, Self::Protest | Self::Uei | Self::Cage)
    }
}

/// An official number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberMention {
    /// The characters.
    pub span: Span,
    /// As printed, its dashes normalised to `-`.
    pub number: String,
    /// What it numbers.
    pub kind: NumberKind,
}

/// A word of the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermMention {
    /// The characters.
    pub span: Span,
    /// Whether it is enough alone.
    pub strong: bool,
}
