//! How our words stand in columns.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use crate::base::{Address, ArticleId, DealId};

/// An instant as microseconds since 1970 UTC: they compare as the instants do.
pub(super) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// The instant in a column.
pub(super) fn instant(row: &Row<'_>, column: &str) -> Result<Timestamp, StoreError> {
    let micros: i64 = row.get(column)?;
    Timestamp::from_microsecond(micros).map_err(|error| StoreError::unreadable(column, error))
}

/// The instant in a column that may be empty.
pub(super) fn instant_or_none(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, StoreError> {
    let micros: Option<i64> = row.get(column)?;
    let read = micros.map(Timestamp::from_microsecond).transpose();
    read.map_err(|error| StoreError::unreadable(column, error))
}

/// The address in a column.
pub(super) fn address(row: &Row<'_>, column: &str) -> Result<Address, StoreError> {
    let text: String = row.get(column)?;
    Address::parse(&text).map_err(|error| StoreError::unreadable(column, error))
}

/// The address in a column that may be empty.
pub(super) fn address_or_none(row: &Row<'_>, column: &str) -> Result<Option<Address>, StoreError> {
    let text: Option<String> = row.get(column)?;
    let read = text.as_deref().map(Address::parse).transpose();
    read.map_err(|error| StoreError::unreadable(column, error))
}

/// The text of a date or another word of `base` in a column that may be empty.
pub(super) fn parsed_or_none<T>(row: &Row<'_>, column: &str) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text: Option<String> = row.get(column)?;
    let read = text.as_deref().map(str::parse).transpose();
    read.map_err(|error: T::Err| StoreError::unreadable(column, error))
}

/// The word in a column, by a function that knows the words.
pub(super) fn word<T>(
    row: &Row<'_>,
    column: &str,
    from_word: impl FnOnce(&str) -> Option<T>,
) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    from_word(&text).ok_or_else(|| StoreError::unreadable(column, format!("no such word: {text:?}")))
}

/// The article id in a column.
pub(super) fn article_id(row: &Row<'_>, column: &str) -> Result<ArticleId, StoreError> {
    Ok(ArticleId::from_stored(row.get::<_, String>(column)?))
}

/// The deal id in the first column.
pub(super) fn deal_id(row: &Row<'_>) -> Result<DealId, StoreError> {
    Ok(DealId::from_stored(row.get::<_, String>(0)?))
}

/// A day as it compares and sorts in SQL: `2026-03-17`.
pub(super) fn day(date: Date) -> String {
    date.to_string()
}

/// A value as JSON text; `what` names it should it have no JSON form.
pub(super) fn to_json<T: Serialize>(what: &str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable(what, error))
}

/// The value that [`to_json`] wrote; `what` names it for the reader of the error.
pub(super) fn from_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable(what, error))
}
