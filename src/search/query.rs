//! The query as a tree: what the parser makes and the index, the watches and the snippets read.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::shelf::Kept;
use crate::base::Currency;
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::EventKind;

/// A query, read from text by [`Query::parse`].
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The whole query.
    pub root: Node,
}

/// One part of a query. Nested at most [`MAX_DEPTH`](super::MAX_DEPTH) deep when parsed.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Every article: an empty query, or a lone `*`.
    Everything,
    /// Words of the text.
    Text(Text),
    /// A condition that holds or not.
    Filter(Filter),
    /// Parts beside each other.
    List(Vec<Clause>),
    /// All must hold.
    And(Vec<Node>),
    /// One must hold.
    Or(Vec<Node>),
    /// Must not hold.
    Not(Box<Node>),
}

/// A part of a list, and what was written before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// Whether the part has to match.
    pub must: bool,
    /// The part.
    pub node: Node,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Title or body.
    Any,
    /// The title alone.
    Title,
    /// The body alone.
    Body,
}

/// Words and how they are to be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where.
    pub field: TextField,
    /// How.
    pub form: Form,
}

/// The forms of words in a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A word in any of its grammatical forms.
    Word(String),
    /// Words beside each other, with at most `slop` moves between them.
    Phrase {
        /// The words as written between the quotes.
        words: String,
        /// How many positions the words may be moved in all.
        slop: u32,
    },
    /// Words that begin like this.
    Prefix(String),
    /// Words with at most `distance` letters other, missing, added or swapped.
    Fuzzy {
        /// The word as written.
        word: String,
        /// 1 or 2.
        distance: u8,
    },
}

/// An organisation, product or program as the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// A name, an alias or an id.
    pub text: String,
    /// Whether it stands for itself alone, without what lies below it (`=`).
    pub exact: bool,
}

/// Which list a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// Government bodies.
    Agency,
    /// Suppliers.
    Vendor,
    /// Products.
    Product,
    /// Programs, vehicles and authorization schemes.
    Program,
}

/// A condition on what an article tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// It names this organisation, product or program.
    Named(NameKind, Name),
    /// Something in it is supplied through this organisation.
    Via(Name),
    /// It tells an event of this kind.
    Kind(EventKind),
    /// A deal it tells of stands so.
    Status(Status),
    /// It was published by this outlet.
    Publisher(String),
    /// It has this id, or names this contract number.
    Id(String),
    /// It is told in this country (ISO 3166-1 alpha-2, lower case).
    Country(String),
    /// It was published between these days, both included.
    Published {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// It tells of something that took place between these days, both included: by the event's own day, else by that of
    /// the article.
    Happened {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// It names a sum within these bounds.
    Amount(AmountRange),
    /// It names a sum of this role within these bounds.
    Sum(AmountRole, AmountRange),
    /// It has something of this sort.
    Has(Trait),
    /// The user has put a tag or note on it, on a deal of it or on an organisation that it names.
    Kept {
        /// As it is written in a query.
        written: String,
        /// What has it.
        kept: Kept,
    },
}

/// Bounds of a sum, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountRange {
    /// The currency.
    pub currency: Currency,
    /// The least, and whether it counts itself.
    pub low: Option<(Decimal, bool)>,
    /// The most, and whether it counts itself.
    pub high: Option<(Decimal, bool)>,
}

impl AmountRange {
    /// Whether a sum in the same currency lies within.
    pub fn contains(&self, amount: Decimal) -> bool {
        self.low.is_none_or(|(low, closed)| amount > low || (closed && amount == low))
            && self.high.is_none_or(|(high, closed)| amount < high || (closed && amount == high))
    }
}

/// What an article may have (`has:amount`) or be (`is:disputed`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// Names a sum of money.
    Amount,
    /// Names a government body.
    Agency,
    /// Names a supplier.
    Vendor,
    /// Names a product.
    Product,
    /// Names a program.
    Program,
    /// Tells an event.
    Event,
    /// Names a contract number.
    Number,
    /// Says when it was published.
    Date,
    /// Belongs to a deal whose sources disagree.
    Disputed,
    /// An event that the user has accepted, as found or corrected.
    Reviewed,
    /// An event that the user has looked at and left open.
    Unsure,
    /// An event that the user has not looked at.
    Unreviewed,
}

impl Trait {
    /// What may stand after `has:`.
    pub(super) const HAS: [Self; 8] = [
        Self::Amount,
        Self::Agency,
        Self::Vendor,
        Self::Product,
        Self::Program,
        Self::Event,
        Self::Number,
        Self::Date,
    ];

    /// What may stand after `is:`.
    pub(super) const IS: [Self; 4] = [Self::Disputed, Self::Reviewed, Self::Unreviewed, Self::Unsure];

    /// The word after `has:` or `is:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Agency => "agency",
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Program => "program",
            Self::Event => "event",
            Self::Number => "number",
            Self::Date => "date",
            Self::Disputed => "disputed",
            Self::Reviewed => "reviewed",
            Self::Unsure => "unsure",
            Self::Unreviewed => "unreviewed",
        }
    }
}

impl Query {
    /// Whether it asks for nothing in particular.
    pub fn is_empty(&self) -> bool {
        matches!(self.root, Node::Everything)
    }

    /// The words an answer is expected to hold: those not under a NOT, in order.
    pub fn wanted_texts(&self) -> Vec<&Text> {
        let mut out = Vec::new();
        // The stack is read from its end, so parts go onto it in reverse.
        let mut stack = vec![&self.root];
        while let Some(node) = stack.pop() {
            match node {
                Node::Text(text) => out.push(text),
                Node::List(clauses) => stack.extend(clauses.iter().rev().map(|clause| &clause.node)),
                Node::And(nodes) | Node::Or(nodes) => stack.extend(nodes.iter().rev()),
                Node::Everything | Node::Filter(_) | Node::Not(_) => {}
            }
        }
        out
    }
}

impl Node {
    /// Whether the part orders answers rather than choosing them: words, and lists of nothing but such.
    pub fn is_ranked(&self) -> bool {
        match self {
            Self::Text(text) => !matches!(text.form, Form::Phrase { .. }) && text.field == TextField::Any,
            Self::List(clauses) => clauses.iter().all(|clause| !clause.must && clause.node.is_ranked()),
            _ => false,
        }
    }

    /// The clauses of a list in two: the plain words among them, and the parts that have to hold.
    pub fn divided(clauses: &[Clause]) -> (Vec<&Text>, Vec<&Node>) {
        let (mut plain, mut required) = (Vec::new(), Vec::new());
        for clause in clauses {
            if !clause.must && clause.node.is_ranked() {
                clause.node.collect_texts(&mut plain);
            } else {
                required.push(&clause.node);
            }
        }
        (plain, required)
    }

    fn collect_texts<'n>(&'n self, out: &mut Vec<&'n Text>) {
        match self {
            Self::Text(text) => out.push(text),
            Self::List(clauses) => clauses.iter().for_each(|clause| clause.node.collect_texts(out)),
            _ => {}
        }
    }
}
