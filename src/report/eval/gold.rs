//! The labels of an article.

use serde::Deserialize;

use super::claim::{Claim, Organisation, Sum, list};

/// An article's labels (the shape of gold/GUIDELINES.md); its text and metadata are read elsewhere.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldRecord {
    /// What predictions are joined by.
    pub id: String,
    /// Whether it reports a concrete dealing between a government body and a supplier that involves AI.
    pub relevant: bool,
    /// Government bodies.
    pub agencies: Vec<Organisation>,
    /// Suppliers.
    pub vendors: Vec<Organisation>,
    /// Sums of money.
    #[serde(default, deserialize_with = "list")]
    pub amounts: Vec<Sum>,
    /// Contract, solicitation and order numbers.
    #[serde(default, deserialize_with = "list")]
    pub contract_ids: Vec<String>,
    /// What happened.
    pub events: Vec<Claim>,
}

/// Why a line holds no labels.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// Not JSON, or not of the shape of a labelled article.
    #[error("not a labelled article (see docs/fields.md, \"labelled articles\"): {0}")]
    Shape(#[from] serde_json::Error),
    /// An event that cannot be scored.
    #[error("event {ordinal} of {id:?} has no {slot}: label it or take the event out")]
    Slot {
        /// The article.
        id: String,
        /// The event's place in its list, from 0.
        ordinal: usize,
        /// The field that is missing.
        slot: &'static str,
    },
}

impl GoldRecord {
    /// Reads one line of a file of labelled articles.
    ///
    /// # Errors
    /// When the line is not JSON of that shape, or an event has no `type` or no `deal`.
    pub fn parse_line(line: &str) -> Result<Self, GoldError> {
        let record: Self = serde_json::from_str(line)?;
        for (ordinal, event) in record.events.iter().enumerate() {
            let missing = match event {
                Claim { kind: None, .. } => "type",
                Claim { deal: None, .. } => "deal",
                _ => continue,
            };
            return Err(GoldError::Slot { id: record.id.clone(), ordinal, slot: missing });
        }
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_or_refused_with_the_reason() {
        let line = |events: &str| {
            format!(
                r#"{{"id":"a","relevant":true,"agencies":[],"vendors":[{{"canonical":"X"}}],"events":{events}}}"#
            )
        };
        assert!(
            GoldRecord::parse_line(&line(r#"[{"type":"award","deal":"d","value":1,"via":null}]"#)).is_ok()
        );
        for (bad, word) in [
            (line(r#"[{"type":"award"}]"#), "no deal"),
            (line(r#"[{"deal":"d"}]"#), "no type"),
            (line("null"), "labelled"),
            ("{}".into(), "`id`"),
            ("[".into(), "EOF"),
            (String::new(), "EOF"),
        ] {
            let error = GoldRecord::parse_line(&bad).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
