//! What a query may ask of a thing.

use crate::base::{Money, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::search::{Kept, NameKind, NamedThing, Trait, number_key};
use crate::watch::zone::{INDEX_GAP, Zone};

/// A thing that a query may match. What is told more than once is asked of each telling.
pub trait Subject {
    /// What stands in this part of its text.
    fn zone(&self, part: Part) -> &Zone<'_>;
    /// The organisations, products or programs it names.
    fn things(&self, kind: NameKind) -> &[Carried<'_>];
    /// Through whom something in it is supplied.
    fn via(&self) -> &[Carried<'_>];
    /// Where things of this kind are known by the text alone: the part of it to look at.
    fn told_in(&self, kind: NameKind) -> Option<Part>;
    /// Whether this is its id, or that of an article that tells it.
    fn is_called(&self, id: &str) -> bool;
    /// Whether the user has put this tag or note on it, on a deal it belongs to, or on an organisation it names.
    fn is_kept(&self, kept: &Kept) -> bool;
    /// Contract numbers.
    fn numbers(&self) -> &[Numbered<'_>];
    /// The names of outlets.
    fn publishers(&self) -> &[Zone<'_>];
    /// Countries, as ISO 3166-1 alpha-2 codes.
    fn countries(&self) -> Vec<&str>;
    /// When it was published.
    fn published(&self) -> Vec<PartialDate>;
    /// When what it tells took place.
    fn happened(&self) -> Vec<PartialDate>;
    /// What happened.
    fn kinds(&self) -> Vec<EventKind>;
    /// Where deals stand.
    fn statuses(&self) -> Vec<Status>;
    /// Its sums, or those of one role, both ends of ranges.
    fn sums(&self, role: Option<AmountRole>) -> Vec<Money>;
    /// What `has:` and `is:` find in it.
    fn traits(&self) -> Vec<Trait>;
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The headline, or the names of a deal.
    Title,
    /// The running text.
    Body,
    /// Sentences that say what matters. Single words are looked for in them too; phrases and beginnings are not.
    Evidence,
}

/// An organisation, product or program that a thing names, and its name as words.
#[derive(Debug)]
pub struct Carried<'a> {
    pub(super) thing: NamedThing<'a>,
    pub(super) name: Zone<'a>,
}

impl<'a> Carried<'a> {
    pub(super) fn new(thing: NamedThing<'a>) -> Self {
        Self { name: Zone::of_values(vec![thing.name], INDEX_GAP), thing }
    }
}

/// A contract number: what it is compared by, and as it is printed.
#[derive(Debug)]
pub struct Numbered<'a> {
    pub(super) key: String,
    pub(super) printed: &'a str,
}

impl<'a> Numbered<'a> {
    pub(super) fn new(printed: &'a str) -> Self {
        Self { key: number_key(printed), printed }
    }
}
