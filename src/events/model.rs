//! How likely a sentence tells an event of each kind of a supplier.
//!
//! One logistic regression a kind over the features of [`super::evidence`]. The weights lie in `data/event_weights.tsv`;
//! `cargo bench --bench train -- events` makes them from labelled articles and says how well they do on articles left
//! out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::{Weights, probability};
use crate::events::event::EventKind;
use crate::events::evidence::names;

/// One number for each kind of event, in the order of [`EventKind::ALL`].
pub(super) type PerKind = [f32; EventKind::ALL.len()];

static TABLE: &str = include_str!("../../data/event_weights.tsv");

/// The same table by name, for the features of [`super::wording`].
static WORDS: LazyLock<Weights<{ EventKind::ALL.len() }>> = LazyLock::new(|| Weights::parse(TABLE));

/// One row a feature.
static WEIGHTS: LazyLock<Vec<PerKind>> = LazyLock::new(|| {
    let rows: HashMap<&str, PerKind> = TABLE.lines().skip(1).filter_map(row).collect();
    names().iter().map(|name| rows.get(name.as_str()).copied().unwrap_or_default()).collect()
});

fn row(line: &str) -> Option<(&str, PerKind)> {
    let (name, cells) = line.split_once('\t')?;
    let mut row = PerKind::default();
    for (weight, cell) in row.iter_mut().zip(cells.split('\t')) {
        *weight = cell.parse().unwrap_or_default();
    }
    Some((name, row))
}

/// No sentence is surer than this: how words go together may always be misread.
const SUREST: f32 = 0.97;

/// The probability of each kind, by the features of [`super::evidence`] and what the words say besides.
pub(super) fn probabilities(features: &[u32], words: &PerKind) -> PerKind {
    let mut scores = *words;
    for row in features.iter().filter_map(|feature| WEIGHTS.get(*feature as usize)) {
        for (score, weight) in scores.iter_mut().zip(row) {
            *score += weight;
        }
    }
    scores.map(|score| probability(score).min(SUREST))
}

/// What the words say for each kind.
pub(super) fn word_scores(features: &mut Vec<u64>) -> PerKind {
    features.sort_unstable();
    features.dedup();
    WORDS.scores(features)
}

/// How much one feature speaks for a kind.
pub(super) fn weight(feature: u32, kind: EventKind) -> f32 {
    WEIGHTS.get(feature as usize).map_or(0.0, |row| row[kind as usize])
}
