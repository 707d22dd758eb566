//! What the user said of an event that was found.

use serde::{Deserialize, Serialize};

use super::event::Event;

/// How an event fared when the user looked at it. One that was dropped is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewStatus {
    /// Right as it was found.
    Accepted,
    /// Right with the slots that the user has set.
    Corrected,
    /// Looked at, and left open.
    Unsure,
}

impl ReviewStatus {
    /// The word used in records and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Corrected => "corrected",
            Self::Unsure => "unsure",
        }
    }
}

/// A slot of an event that the user may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventSlot {
    /// What happened.
    Type,
    /// The government side.
    Buyers,
    /// The suppliers.
    Vendors,
    /// The sum and what it is.
    Value,
    /// When it took place.
    Date,
    /// How sure the article is.
    Certainty,
}

impl EventSlot {
    /// Every slot, in the order of the record.
    pub const ALL: [Self; 6] =
        [Self::Type, Self::Buyers, Self::Vendors, Self::Value, Self::Date, Self::Certainty];

    /// The word used in records and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Buyers => "buyers",
            Self::Vendors => "vendors",
            Self::Value => "value",
            Self::Date => "date",
            Self::Certainty => "certainty",
        }
    }

    /// The slot that this word names, also in the singular.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Self::ALL
            .into_iter()
            .find(|slot| slot.as_str() == word || slot.as_str().strip_suffix('s') == Some(&word))
    }
}

/// The user's word on an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The verdict; `None` where the user has only dropped a name or a sum that stood in it.
    pub status: Option<ReviewStatus>,
    /// The slots that the user has set.
    #[serde(default)]
    pub slots: Vec<EventSlot>,
    /// How the event was called as it was found, where it would be called otherwise now.
    #[serde(default)]
    pub found: Option<String>,
    /// Who spoke last.
    pub author: Option<String>,
    /// When, as written.
    pub time: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Event {
    /// The user's verdict; `None` where there is none yet.
    pub fn review_status(&self) -> Option<ReviewStatus> {
        self.review.as_ref().and_then(|review| review.status)
    }

    /// Whether the user has accepted it, as found or corrected.
    pub fn is_accepted(&self) -> bool {
        matches!(self.review_status(), Some(ReviewStatus::Accepted | ReviewStatus::Corrected))
    }

    /// The slots that the user has set.
    pub fn slots_set(&self) -> &[EventSlot] {
        self.review.as_ref().map_or(&[], |review| &review.slots)
    }
}
