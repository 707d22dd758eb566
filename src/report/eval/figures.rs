//! The figures of a run, as plain data for a table or JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::tally::{Accuracy, Score};

/// How well a set of labelled articles was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Labelled articles.
    pub articles: usize,
    /// Of them, how many have a prediction.
    pub predicted: usize,
    /// Predictions of no labelled article.
    pub unknown_ids: usize,
    /// Relevant or not.
    pub relevance: RelevanceFigures,
    /// Government bodies.
    pub agencies: Score,
    /// Suppliers.
    pub vendors: Score,
    /// Sums by value and currency.
    pub amounts: Score,
    /// Sums by value, currency and role.
    pub amounts_with_role: Score,
    /// Contract numbers.
    pub contract_ids: Score,
    /// Events and their slots.
    pub events: EventFigures,
    /// Pairs of events in one deal.
    pub deals: DealFigures,
    /// Deals as clusters of events.
    pub deals_b3: ClusterFigures,
}

/// Relevant or not: how often right, and how well the relevant ones are found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RelevanceFigures {
    /// How often right.
    #[serde(flatten)]
    pub accuracy: Accuracy,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
}

/// Events found, by type, and their slots where they were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventFigures {
    /// All of them.
    #[serde(flatten)]
    pub all: Score,
    /// By the word of their type.
    pub by_type: BTreeMap<String, Score>,
    /// The slots of matched events.
    pub slots: SlotFigures,
}

/// The slots of matched events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SlotFigures {
    /// How many events were matched.
    pub matched: usize,
    /// The government side.
    pub buyers: Score,
    /// The suppliers.
    pub vendors: Score,
    /// Through whom.
    pub via: Score,
    /// Value and currency, or rightly none.
    pub value_exact: Accuracy,
    /// The same, of events labelled with a value.
    pub value_exact_where_gold_has_one: Accuracy,
    /// The value's role, of events labelled with a value.
    pub value_role: Accuracy,
    /// The date to the month, or rightly none.
    pub date_month: Accuracy,
    /// The same, of events labelled with a date.
    pub date_month_where_gold_has_one: Accuracy,
}

/// Pairs of matched events in different articles: in one deal or not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DealFigures {
    /// The pairs.
    #[serde(flatten)]
    pub pairs: Score,
    /// What is counted.
    pub note: &'static str,
}

/// B-cubed: for each labelled event, how pure and how whole its predicted deal is (Bagga and Baldwin 1998).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ClusterFigures {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// What is counted.
    pub note: &'static str,
}

/// What was missed and what was added in one article; lists of nothing are left out in JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Misses {
    /// The labelled article.
    pub id: String,
    /// Names of agencies, as they are compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agencies_missed: Vec<String>,
    /// Names of agencies that are not labelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agencies_added: Vec<String>,
    /// Names of vendors, as they are compared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vendors_missed: Vec<String>,
    /// Names of vendors that are not labelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vendors_added: Vec<String>,
    /// Value, currency, role.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts_missed: Vec<(f64, String, Option<String>)>,
    /// Value, currency, role of sums that are not labelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amounts_added: Vec<(f64, String, Option<String>)>,
    /// Both words where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant: Option<RelevanceMiss>,
    /// `type: deal` of labelled events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events_missed: Vec<String>,
    /// `type: deal` of predicted events; `None` for one without a deal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events_added: Vec<String>,
}

/// The label and the prediction, where they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RelevanceMiss {
    /// The label.
    pub gold: bool,
    /// The prediction.
    pub pred: bool,
}

impl Misses {
    /// Whether nothing was missed or added.
    pub fn is_empty(&self) -> bool {
        *self == Self { id: self.id.clone(), ..Self::default() }
    }
}
