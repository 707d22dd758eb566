//! What a labelled or predicted article says, in the shape both are written in.

use serde::{Deserialize, Deserializer};

/// An agency or a vendor by its canonical name.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Organisation {
    /// The canonical name.
    pub canonical: Option<String>,
    /// How sure the reader is; absent in labels.
    pub confidence: Option<f32>,
    /// The forms it is written in; of labels only.
    #[serde(default, deserialize_with = "list")]
    pub surfaces: Vec<String>,
}

/// A sum of money.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Sum {
    /// Units of the currency; the upper end of a range.
    pub value: Option<f64>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The word for what it is.
    pub role: Option<String>,
    /// As written; of labels only.
    pub surface: Option<String>,
    /// How sure the reader is; absent in labels.
    pub confidence: Option<f32>,
}

/// An event with its slots as words; what nothing is known of is absent.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// The word for what happened.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Canonical names of the government side.
    #[serde(deserialize_with = "names")]
    pub buyers: Vec<String>,
    /// Canonical names of the suppliers.
    #[serde(deserialize_with = "names")]
    pub vendors: Vec<String>,
    /// Canonical names of those through whom it is supplied.
    #[serde(deserialize_with = "names")]
    pub via: Vec<String>,
    /// Its own sum, in units.
    pub value: Option<f64>,
    /// The sum's ISO 4217 code.
    pub currency: Option<String>,
    /// The word for what the sum is.
    pub value_role: Option<String>,
    /// Day, month or year, ISO 8601.
    pub date: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// The sentence that says so.
    pub evidence: Option<String>,
    /// The label of the deal it belongs to.
    pub deal: Option<String>,
    /// How sure the reader is; absent in labels.
    pub confidence: Option<f32>,
}

/// A list that may be null.
pub(super) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A list of names that may be null and hold nulls.
fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names: Vec<Option<String>> = list(deserializer)?;
    Ok(names.into_iter().flatten().collect())
}
