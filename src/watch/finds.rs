//! What is found of one part of a query: whether there is anything, or what.

use crate::watch::reason::Found;

/// What is found, up to some; none of it where it is only asked whether there is anything, which is asked far more often.
#[derive(Debug)]
pub(super) struct Finds {
    found: Vec<Found>,
    most: usize,
    is_any: bool,
}

impl Finds {
    /// Keeps nothing, and knows whether there was anything.
    pub(super) fn none() -> Self {
        Self::up_to(0)
    }

    /// Keeps the first so many.
    pub(super) fn up_to(most: usize) -> Self {
        Self { found: Vec::new(), most, is_any: false }
    }

    /// Takes in what `make` makes, where it is kept.
    pub(super) fn add(&mut self, make: impl FnOnce() -> Found) {
        self.is_any = true;
        if self.found.len() < self.most {
            self.found.push(make());
        }
    }

    /// Notes that there is something, where nothing is kept.
    pub(super) fn note_any(&mut self) {
        self.is_any = true;
    }

    /// Whether there was anything.
    pub(super) fn is_any(&self) -> bool {
        self.is_any
    }

    /// Whether more would change nothing.
    pub(super) fn is_full(&self) -> bool {
        self.is_any && self.found.len() >= self.most
    }

    /// How many are kept at most.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// What was kept.
    pub(super) fn into_found(self) -> Vec<Found> {
        self.found
    }
}
