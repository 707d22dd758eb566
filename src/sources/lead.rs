//! What a listing gives.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::{Address, PartialDate};
use crate::sources::SourceKind;

/// How many entries of one listing are read (sitemaps.org allows as many).
pub(super) const MOST_ENTRIES: usize = 50_000;
/// How many single complaints are noted before they are only counted.
const MOST_NOTES: usize = 20;

/// An address that may hold an article, with what the listing said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Where, in canonical spelling.
    pub address: Address,
    /// The title, as plain text.
    pub title: Option<String>,
    /// When it was published, by the listing.
    pub published: Option<ListedDate>,
    /// When it was last changed, by the listing.
    pub modified: Option<ListedDate>,
}

/// A date as a listing gave it: the day as printed, and the instant where time and offset were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedDate {
    /// The calendar date in the publisher's own offset, to the precision given.
    pub date: PartialDate,
    /// The instant, where time and offset were given.
    pub instant: Option<Timestamp>,
    /// Seconds east of UTC, where given.
    pub offset_seconds: Option<i32>,
}

/// What one listing held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What it calls itself, as plain text.
    pub title: Option<String>,
    /// The page that it is the listing of.
    pub home: Option<Address>,
    /// Pages that may be articles, in the listing's order, each address once.
    pub leads: Vec<Lead>,
    /// Further listings: the children of a sitemap index, or the next page of a list.
    pub listings: Vec<Address>,
    /// When further listings were last changed, where it says so.
    pub listings_changed: HashMap<Address, ListedDate>,
    /// What was damaged, dropped or cut, one short phrase each.
    pub notes: Vec<String>,
}

/// The answer was no listing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListingError {
    /// Something else was there.
    #[error("{address} is no {wanted}: {found}")]
    NotThis {
        /// What was fetched.
        address: Box<Address>,
        /// What it should have been.
        wanted: &'static str,
        /// What it was.
        found: String,
    },
    /// Its kind is asked questions instead.
    #[error("a source of kind {kind} has no listings: it is asked page by page")]
    NoListings {
        /// Which kind.
        kind: SourceKind,
    },
}

impl Listing {
    /// Notes something, up to a bound.
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(note);
        }
    }

    /// Reads a link of the listing, relative to `base`; what is no http address is noted and dropped.
    pub(super) fn resolve(&mut self, base: &Address, link: &str) -> Option<Address> {
        match base.join(link) {
            Ok(address) => Some(address.to_ask()),
            Err(error) => {
                self.note(format!("a link was dropped: {error}"));
                None
            }
        }
    }

    /// Takes out the further listings that say they have not changed since the day, and gives back how many.
    pub fn drop_unchanged(&mut self, since: Date) -> usize {
        let before = self.listings.len();
        let changed = &self.listings_changed;
        self.listings
            .retain(|address| changed.get(address).is_none_or(|changed| changed.date.last_day() >= since));
        before - self.listings.len()
    }

    /// Takes out what is there twice: the first stays.
    pub(super) fn keep_each_once(&mut self) {
        let mut seen = HashSet::new();
        self.leads.retain(|lead| seen.insert(lead.address.clone()));
        let mut seen = HashSet::new();
        self.listings.retain(|address| seen.insert(address.clone()));
    }
}
