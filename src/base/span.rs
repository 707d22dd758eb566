//! Where in an article a fact stands.

use serde::{Deserialize, Serialize};

/// The part of an article that a span counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline.
    Title,
    /// The body's text.
    Body,
}

/// A half-open range of UTF-8 byte offsets into one field of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The field that the offsets count in.
    pub field: Field,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span of `field` from `start` up to, not including, `end`.
    pub fn new(field: Field, start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span must not end before it starts");
        Self { field, start, end }
    }

    /// A span of the body.
    pub fn body(start: usize, end: usize) -> Self {
        Self::new(Field::Body, start, end)
    }

    /// A span of the title.
    pub fn title(start: usize, end: usize) -> Self {
        Self::new(Field::Title, start, end)
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(&self, other: &Span) -> bool {
        self.field == other.field && self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.field == other.field && self.start < other.end && other.start < self.end
    }

    /// The characters the span points at; empty where it does not fit the texts.
    pub fn of<'a>(&self, title: &'a str, body: &'a str) -> &'a str {
        let text = match self.field {
            Field::Title => title,
            Field::Body => body,
        };
        text.get(self.start..self.end).unwrap_or_default()
    }
}
