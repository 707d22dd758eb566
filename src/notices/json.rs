//! Values of a JSON record, read whatever they are: what has another kind than asked is not there.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

use super::mojibake::mended;
use crate::article::{DateOrigin, Published, stamp};
use crate::base::{Currency, Money, printable, squeeze};

/// A text longer than this, in bytes, is cut.
const LONGEST: usize = 30_000;

/// A name or number longer than this, in bytes, is none.
const LONGEST_NAME: usize = 400;

static NOTHING: Value = Value::Null;

/// The value at a path of keys with points between.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, key| value.get(key).unwrap_or(&NOTHING))
}

/// The entries of a list, lists within it opened; a single value that should be a list of one is taken as such.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(entries) => entries.iter().flat_map(|entry| list(entry)).collect(),
        other => vec![other],
    }
}

/// The paragraphs of a text: mended, without control characters, white space folded.
pub(super) fn paragraphs(value: &Value) -> Vec<String> {
    let Some(text) = raw(value) else { return Vec::new() };
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = mended(text.get(..end).unwrap_or_default());
    let text = printable(&text.replace('\r', "\n"));
    text.split('\n').map(squeeze).filter(|line| !line.is_empty()).collect()
}

/// A text on one line.
pub(super) fn text(value: &Value) -> Option<String> {
    let line = paragraphs(value).join(" ");
    let is_said = !line.is_empty() && !matches!(line.to_ascii_lowercase().as_str(), "null" | "n/a" | "none");
    is_said.then_some(line)
}

/// A name or a number as printed.
pub(super) fn name(value: &Value) -> Option<String> {
    text(value).filter(|name| name.len() <= LONGEST_NAME && name.chars().any(char::is_alphanumeric))
}

/// The first of several paths that has a name.
pub(super) fn first_name(value: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| name(at(value, path)))
}

/// A word of a list of codes, in lower case.
pub(super) fn word(value: &Value) -> String {
    name(value).unwrap_or_default().to_lowercase()
}

fn raw(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, printed or not.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    let printed = raw(value).filter(|text| text.len() <= 40)?;
    let printed: String = printed.chars().filter(|c| !matches!(c, ',' | '$' | ' ')).collect();
    Decimal::from_str(&printed).or_else(|_| Decimal::from_scientific(&printed)).ok().map(|n| n.normalize())
}

/// A sum that is more than nothing and can be kept.
pub(super) fn sum(value: &Value, currency: Currency) -> Option<Money> {
    let money = Money::new(number(value)?, currency);
    (money.amount > Decimal::ZERO && money.thousandths().is_some()).then_some(money)
}

/// A sum of the form `{"amount": 1, "currency": "GBP"}`.
pub(super) fn value(value: &Value) -> Option<Money> {
    sum(at(value, "amount"), Currency::from_code(&name(at(value, "currency"))?)?)
}

/// A day or instant.
pub(super) fn day(value: &Value) -> Option<Published> {
    let text = text(value)?;
    // Some registers write "2018-06-11 16:42:25" without an offset, some "10/31/2025".
    let american = || {
        let mut parts = text.get(..10)?.split('/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        stamp(&format!("{year}-{month}-{day}"), DateOrigin::Record)
    };
    american().or_else(|| stamp(&text, DateOrigin::Record))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_of_any_kind_are_read_or_left_out() {
        let record = json!({"a": {"b": [1, [2, null], "x"]}, "sum": "1,234.50", "big": 1e300, "low": -3, "day": "2026-01-02T10:00:00Z"});
        assert_eq!(list(at(&record, "a.b")).len(), 3);
        assert_eq!(at(&record, "a.b.c.d"), &Value::Null);
        assert_eq!(number(at(&record, "sum")).unwrap().to_string(), "1234.5");
        assert_eq!(sum(at(&record, "big"), Currency::USD), None);
        assert_eq!(sum(at(&record, "low"), Currency::USD), None);
        assert_eq!(day(at(&record, "day")).unwrap().date.to_string(), "2026-01-02");
        assert_eq!(day(&json!("10/31/2025")).unwrap().date.to_string(), "2025-10-31");
        assert_eq!(day(&json!(["2025"])), None);
        assert_eq!(paragraphs(&json!("a\u{7}  b\r\n\r\nc ")), ["a b", "c"]);
        assert_eq!((text(&json!("null")), text(&json!({}))), (None, None));
    }
}
