//! The parts of an article's record: organisations, sums and other mentions.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use crate::article::Article;
use crate::base::{Currency, Field, OrgId, Span};
use crate::entities::{Amount, AmountRole, Mentions, Named, NumberKind, Organisation, Qualifier};

/// A place in the article and what stands there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Surface<'a> {
    /// The characters.
    pub surface: &'a str,
    /// The field the offsets count in.
    pub field: Field,
    /// First UTF-8 byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl<'a> Surface<'a> {
    pub(super) fn new(article: &'a Article, span: Span) -> Self {
        let surface = span.of(&article.title, article.body.text());
        Self { surface, field: span.field, start: span.start, end: span.end }
    }
}

/// An agency or a vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordOrganisation<'a> {
    /// The canonical name.
    pub canonical: &'a str,
    /// The path in the lists, or `x/…`.
    pub id: &'a OrgId,
    /// The places that name it, in order.
    pub mentions: Vec<Surface<'a>>,
    /// From 0 to 1.
    pub confidence: f32,
}

impl<'a> RecordOrganisation<'a> {
    pub(super) fn new(article: &'a Article, organisation: &'a Organisation) -> Self {
        Self {
            canonical: &organisation.name,
            id: &organisation.id,
            mentions: organisation.mentions.iter().map(|span| Surface::new(article, *span)).collect(),
            confidence: organisation.confidence,
        }
    }
}

/// A sum of money at its first mention.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordAmount<'a> {
    /// The characters, with qualifier and unit.
    pub surface: &'a str,
    /// Units; the upper end of a range.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
    /// The lower end of a range.
    #[serde(serialize_with = "number_or_null")]
    pub low: Option<Decimal>,
    /// ISO 4217 code.
    pub currency: Currency,
    /// What it is.
    pub role: AmountRole,
    /// How exact it is said to be.
    pub qualifier: Option<Qualifier>,
    /// The field the offsets count in.
    pub field: Field,
    /// First UTF-8 byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// From 0 to 1.
    pub confidence: f32,
}

impl<'a> RecordAmount<'a> {
    pub(super) fn new(article: &'a Article, amount: &Amount) -> Self {
        let Surface { surface, field, start, end } = Surface::new(article, amount.span);
        Self {
            surface,
            value: amount.money.amount,
            low: amount.low,
            currency: amount.money.currency,
            role: amount.role,
            qualifier: amount.qualifier,
            field,
            start,
            end,
            confidence: amount.confidence,
        }
    }
}

/// A number, product or program where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordMention<'a> {
    /// `contract_number`, `solicitation_number`, `protest_number`, `notice_number`, `uei`, `cage_code`, `other_number`,
    /// `product` or `program`.
    pub kind: &'static str,
    /// The number as printed, or the canonical name.
    pub canonical: &'a str,
    /// A product's or program's id in the lists.
    pub id: Option<&'a str>,
    /// The place.
    #[serde(flatten)]
    pub place: Surface<'a>,
}

/// The word for what a number numbers.
pub(super) fn number_kind(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Contract => "contract_number",
        NumberKind::Solicitation => "solicitation_number",
        NumberKind::Protest => "protest_number",
        NumberKind::Notice => "notice_number",
        NumberKind::Uei => "uei",
        NumberKind::Cage => "cage_code",
        NumberKind::Other => "other_number",
    }
}

/// Every mention of a number, product and program, in order of their places, the title first.
pub(super) fn mentions<'a>(article: &'a Article, found: &'a Mentions) -> Vec<RecordMention<'a>> {
    let numbers = found.numbers.iter().map(|number| RecordMention {
        kind: number_kind(number.kind),
        canonical: &number.number,
        id: None,
        place: Surface::new(article, number.span),
    });
    let named = |kind, list: &'a [Named]| {
        list.iter().flat_map(move |one| {
            one.mentions.iter().map(move |span| RecordMention {
                kind,
                canonical: &one.name,
                id: Some(&one.id),
                place: Surface::new(article, *span),
            })
        })
    };
    let mut all: Vec<RecordMention<'a>> =
        numbers.chain(named("product", &found.products)).chain(named("program", &found.programs)).collect();
    all.sort_by_key(|mention| (mention.place.field, mention.place.start));
    all
}

/// An exact JSON number: an integer where the decimal is integral, else the shortest decimal that names the nearest
/// double. A fraction of up to 15 significant digits is exact that way; sums with more are not printed anywhere.
pub(super) fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract().is_zero()
        && let Some(units) = value.to_i128()
    {
        return match i64::try_from(units) {
            Ok(units) => serializer.serialize_i64(units),
            Err(_) => serializer.serialize_i128(units),
        };
    }
    // Through its text: the nearest double, where a division of the parts might miss it by one.
    match value.to_string().parse::<f64>() {
        Ok(units) => serializer.serialize_f64(units),
        Err(error) => Err(serde::ser::Error::custom(error)),
    }
}

/// As [`number`], or null.
#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
pub(super) fn number_or_null<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact() {
        #[derive(Serialize)]
        #[serde(transparent)]
        struct Figure(#[serde(serialize_with = "number")] Decimal);
        for (decimal, json) in [
            ("200000000", "200000000"),
            ("200000000.00", "200000000"),
            ("0.42", "0.42"),
            ("-1.5", "-1.5"),
            ("252458698.07", "252458698.07"),
            ("1234567890123.45", "1234567890123.45"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("0", "0"),
        ] {
            assert_eq!(serde_json::to_string(&Figure(decimal.parse().unwrap())).unwrap(), json);
        }
    }
}
