//! What a field's value means: the text after a colon as a condition.

use std::ops::Range;

use jiff::civil::Date;

use super::amounts::{AmountError, read_amounts};
use super::dates::{read_end, read_period};
use super::fields::QueryField;
use super::query::{AmountRange, Filter, Form, Name, Node, Text, TextField, Trait};
use super::query_error::QueryError;
use super::shelf::Shelf;
use super::spelling::nearest;
use super::words::read_word;
use crate::deals::Status;
use crate::events::EventKind;

/// A value as it stands in the query.
pub(super) struct Value<'a> {
    pub(super) text: &'a str,
    pub(super) quoted: bool,
    /// Whether `=` stood before it.
    pub(super) exact: bool,
    /// The bytes of the query, for messages.
    pub(super) place: Range<usize>,
}

/// A first and a last day, open where there is none.
type Days = (Option<Date>, Option<Date>);

const STATUSES: [Status; 6] =
    [Status::Sought, Status::Awarded, Status::Changed, Status::Protested, Status::Ended, Status::Barred];

/// The part of the tree that `field:value` stands for.
///
/// What stands for the user's own (`@list`, `saved:`) is the parser's, which knows how deep it is.
pub(super) fn read_value(
    field: QueryField,
    value: &Value<'_>,
    today: Date,
    shelf: &Shelf,
) -> Result<Node, QueryError> {
    if value.text.trim().is_empty() {
        return Err(missing(field, value.place.clone()));
    }
    let filter = match field {
        QueryField::Title => return read_text(TextField::Title, value),
        QueryField::Body => return read_text(TextField::Body, value),
        QueryField::Named(kind) => Filter::Named(kind, read_name(value)),
        QueryField::Via => Filter::Via(read_name(value)),
        QueryField::Publisher => Filter::Publisher(value.text.to_owned()),
        QueryField::Id => Filter::Id(value.text.trim().to_owned()),
        QueryField::Type => Filter::Kind(one_of(field, value, &EventKind::ALL, EventKind::as_str)?),
        QueryField::Status => Filter::Status(one_of(field, value, &STATUSES, Status::as_str)?),
        QueryField::Has => {
            let mut known = Trait::HAS.map(Some).to_vec();
            known.push(None);
            match one_of(field, value, &known, |sort| sort.map_or("note", Trait::as_str))? {
                Some(sort) => Filter::Has(sort),
                None => return Ok(shelf.with_notes()),
            }
        }
        QueryField::Tag | QueryField::Saved => return shelf.tagged(value),
        QueryField::Is => Filter::Has(one_of(field, value, &Trait::IS, Trait::as_str)?),
        QueryField::Country => Filter::Country(read_country(value)?),
        QueryField::Amount => Filter::Amount(read_sum(value)?),
        QueryField::Sum(role) => Filter::Sum(role, read_sum(value)?),
        QueryField::After | QueryField::Before | QueryField::Until | QueryField::Date => {
            let (from, to) = read_dates(field, value, today)?;
            Filter::Published { from, to }
        }
        QueryField::Happened => {
            let (from, to) = read_dates(field, value, today)?;
            Filter::Happened { from, to }
        }
    };
    Ok(Node::Filter(filter))
}

/// The message for a field without a value.
pub(super) fn missing(field: QueryField, place: Range<usize>) -> QueryError {
    QueryError::new(format!("\"{}:\" has no value", field.name()), place)
        .hint(format!("write the value right after the colon: {}", field.example()))
}

fn read_text(field: TextField, value: &Value<'_>) -> Result<Node, QueryError> {
    if value.quoted {
        return Ok(Node::Text(Text { field, form: Form::Phrase { words: value.text.to_owned(), slop: 0 } }));
    }
    read_word(field, value.text, value.place.clone())
}

fn read_name(value: &Value<'_>) -> Name {
    Name { text: value.text.trim().to_owned(), exact: value.exact }
}

fn one_of<T: Copy>(
    field: QueryField,
    value: &Value<'_>,
    known: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<T, QueryError> {
    let written = value.text.trim().to_lowercase();
    if let Some(found) = known.iter().find(|candidate| word(**candidate) == written) {
        return Ok(*found);
    }
    let words: Vec<&str> = known.iter().map(|candidate| word(*candidate)).collect();
    let hint = match nearest(&written, words.iter().copied()) {
        Some(near) => format!("did you mean {}:{near}?", field.name()),
        None => format!("{}: takes {}", field.name(), words.join(", ")),
    };
    let shown: String = value.text.chars().take(40).collect();
    Err(QueryError::new(format!("unknown {} {shown:?}", field.name()), value.place.clone()).hint(hint))
}

fn read_country(value: &Value<'_>) -> Result<String, QueryError> {
    let code = match value.text.trim().to_lowercase().as_str() {
        "uk" => "gb".to_owned(),
        "usa" => "us".to_owned(),
        other => other.to_owned(),
    };
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(code);
    }
    Err(QueryError::new("not a country's code", value.place.clone())
        .hint("write the two letters of ISO 3166-1: country:us, country:gb"))
}

fn read_sum(value: &Value<'_>) -> Result<AmountRange, QueryError> {
    read_amounts(value.text).map_err(|error| bad_amount(error, value))
}

fn bad_amount(error: AmountError, value: &Value<'_>) -> QueryError {
    let message = match error {
        AmountError::NotASum => "not a sum of money",
        AmountError::TwoCurrencies => "the two ends are in different currencies",
        AmountError::Empty => "the lower end is above the upper one",
    };
    QueryError::new(message, value.place.clone())
        .hint("write amount:>200M, amount:>=$1.5bn, amount:<£15m or amount:1M..50M")
}

/// The first and the last day that are meant.
fn read_dates(field: QueryField, value: &Value<'_>, today: Date) -> Result<Days, QueryError> {
    let bad = || {
        QueryError::new("not a date", value.place.clone())
            .hint("write 2026, 2026-03, 2026-03-17, 7d, friday, yesterday or \"last month\"")
    };
    if matches!(field, QueryField::Date | QueryField::Happened)
        && let Some((first, last)) = value.text.split_once("..")
    {
        let end = |text: &str| match text.trim() {
            "" => Ok(None),
            text => read_end(text, today).map(Some).ok_or_else(bad),
        };
        let (from, to) = (end(first)?.map(|period| period.first), end(last)?.map(|period| period.last));
        if from.is_none() && to.is_none() {
            return Err(bad());
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(QueryError::new("the first date is after the second", value.place.clone())
                .hint("put the earlier date first"));
        }
        return Ok((from, to));
    }
    let (from, to) = match field {
        QueryField::After => (Some(read_period(value.text, today).ok_or_else(bad)?.first), None),
        QueryField::Before => {
            let first = read_end(value.text, today).ok_or_else(bad)?.first;
            (None, Some(first.yesterday().map_err(|_| bad())?))
        }
        QueryField::Until => (None, Some(read_end(value.text, today).ok_or_else(bad)?.last)),
        _ => {
            let period = read_period(value.text, today).ok_or_else(bad)?;
            (Some(period.first), Some(period.last))
        }
    };
    Ok((from, to))
}

/// Whether the field holds running words.
pub(super) fn is_text(field: QueryField) -> bool {
    matches!(field, QueryField::Title | QueryField::Body)
}

/// Whether a list's name may stand for the value.
pub(super) fn takes_list(field: QueryField) -> bool {
    matches!(field, QueryField::Named(_) | QueryField::Via | QueryField::Publisher | QueryField::Id)
}

/// Whether `=` may stand before the value.
pub(super) fn takes_exact(field: QueryField) -> bool {
    matches!(field, QueryField::Named(_) | QueryField::Via)
}
