//! Why something matched: the part of the query, and what answers it.

use serde::Serialize;

use crate::base::{Money, PartialDate, Span};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::search::{NameKind, Trait};

/// A part of a query that holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The part, as it may be written.
    pub clause: String,
    /// What answers it, in order; empty where it holds because something is not there (`-opinion`) or asks for nothing.
    pub found: Vec<Found>,
}

/// What answers a part of a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Words of the article's title or body.
    Words(Span),
    /// Words of another text: a deal's name, or a sentence that says what matters.
    Said {
        /// The text.
        text: String,
        /// The first byte of the words in it.
        start: usize,
        /// One past their last byte.
        end: usize,
    },
    /// An organisation, product or program.
    Thing {
        /// What it is.
        kind: NameKind,
        /// Its id.
        id: String,
        /// Its canonical name.
        name: String,
    },
    /// Through whom something is supplied.
    Via {
        /// The id.
        id: String,
        /// The canonical name.
        name: String,
    },
    /// An event of this kind.
    Kind(EventKind),
    /// Where a deal stands.
    Status(Status),
    /// A sum; its role where that was asked for.
    Sum {
        /// What it is for.
        role: Option<AmountRole>,
        /// The sum.
        money: Money,
    },
    /// The day of publication.
    Published(PartialDate),
    /// The day on which something told took place.
    Happened(PartialDate),
    /// The outlet.
    Publisher(String),
    /// The id that was asked for.
    Id(String),
    /// A contract number, as printed.
    Number(String),
    /// The country.
    Country(String),
    /// What it has or is.
    Trait(Trait),
    /// The tag or note that the user has put on it, as asked for.
    Kept(String),
}
