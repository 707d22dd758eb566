//! An item as a row of cells and as a section to read.

use std::borrow::Cow;

use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::base::PartialDate;

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing known.
    Empty,
    /// Words, of which any may come from outside.
    Text(Cow<'a, str>),
    /// A figure we wrote ourselves: a count, a share.
    Number(String),
    /// A sum of money in units; its currency has a column of its own.
    Money(Decimal),
    /// A day, month or year.
    Date(PartialDate),
    /// An instant.
    Instant(Timestamp),
    /// An address, which comes from outside.
    Link(&'a str),
    /// Yes or no.
    Flag(bool),
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn maybe<T: ToString>(value: Option<T>) -> Self {
        value.map_or(Self::Empty, |value| Self::text(value.to_string()))
    }

    pub(super) fn list<S: AsRef<str>>(names: &[S]) -> Self {
        Self::text(join(names))
    }

    pub(super) fn decimal(value: Option<Decimal>) -> Self {
        value.map_or(Self::Empty, Self::Money)
    }

    pub(super) fn date(date: Option<PartialDate>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }

    pub(super) fn instant(instant: Option<Timestamp>) -> Self {
        instant.map_or(Self::Empty, Self::Instant)
    }

    pub(super) fn link(address: Option<&'a str>) -> Self {
        address.map_or(Self::Empty, Self::Link)
    }

    /// As a table of plain texts has it, still as it came from outside.
    pub(super) fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Link(address) => (*address).into(),
            Self::Number(figure) => figure.as_str().into(),
            Self::Money(sum) => sum.normalize().to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Instant(instant) => instant.to_string().into(),
            Self::Flag(true) => "true".into(),
            Self::Flag(false) => "false".into(),
        }
    }

    pub(super) fn number(value: &impl ToString) -> Self {
        Self::Number(value.to_string())
    }
}

/// Names in one cell or line, `; ` between them.
pub(super) fn join<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("; ")
}

/// An item as it is read: a heading, labelled lines, a quotation and where it comes from.
/// Only the labels are ours; every other text may come from outside and is not escaped yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Section<'a> {
    pub(super) heading: &'a str,
    /// Said right under the heading, where the item is not certain.
    pub(super) doubt: Option<String>,
    lines: Vec<(&'static str, String)>,
    /// The sentence that says so.
    pub(super) quote: Option<&'a str>,
    pub(super) source: Origin<'a>,
}

/// Where an item comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) publisher: Option<&'a str>,
    pub(super) published: Option<String>,
    pub(super) url: Option<&'a str>,
}

impl<'a> Section<'a> {
    pub(super) fn new(heading: &'a str) -> Self {
        Self { heading, ..Self::default() }
    }

    /// Adds a line, unless there is nothing to say.
    pub(super) fn line(&mut self, label: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.lines.push((label, text));
        }
    }

    /// Adds a line for a value that may be unknown.
    pub(super) fn line_of<T: ToString>(&mut self, label: &'static str, value: Option<T>) {
        self.line(label, value.map(|value| value.to_string()).unwrap_or_default());
    }

    pub(super) fn lines(&self) -> &[(&'static str, String)] {
        &self.lines
    }
}

/// How an item that does not count says so; nothing for one that does.
pub(super) fn doubt(is_confirmed: bool, certainty: &str, confidence: f32) -> Option<String> {
    (!is_confirmed).then(|| format!("unconfirmed: {certainty}, confidence {confidence:.2}"))
}
