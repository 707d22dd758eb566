//! What the user said of deals: which events belong together, which do not, and where a deal stands.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::ArticleId;
use crate::deals::deal::{DealEvent, Status};
use crate::events::EventValue;

/// One event of one article.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventRef {
    /// The article.
    pub article: ArticleId,
    /// The event's place in the article's list.
    pub ordinal: u32,
}

impl EventRef {
    /// The event that this is.
    pub fn of(told: &DealEvent) -> Self {
        Self { article: told.article.clone(), ordinal: told.ordinal }
    }
}

/// Who said it, when and why, as printed beside what it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The user's name.
    pub author: Option<String>,
    /// When, as written.
    pub time: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What a ruling says of the deal that holds an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruled {
    /// Where it stands, whatever its events say.
    Status(Status),
    /// What it is worth in this role, whatever the articles say.
    Value(EventValue),
}

/// A ruling on the deal that holds an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealRuling {
    /// The event.
    pub event: EventRef,
    /// What is said.
    pub ruled: Ruled,
    /// Who says so.
    pub said: Said,
}

/// The user's word on a block of events. Of two that contradict each other the later in `deals` counts; a pair that is
/// both joined and parted is parted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rulings {
    /// Pairs that are one deal, the smaller first.
    pub joined: BTreeSet<(EventRef, EventRef)>,
    /// Pairs that are not, the smaller first.
    pub parted: BTreeSet<(EventRef, EventRef)>,
    /// What is said of whole deals, in the order of the file.
    pub deals: Vec<DealRuling>,
}
