//! How likely a sentence tells an event of each kind of a supplier.
//!
//! One logistic regression a kind over the features of [`super::evidence`]. The weights lie in `data/event.weights`;
//! `cargo bench --bench train -- events` makes them from labelled articles and says how well they do on articles left
//! out.

use std::sync::LazyLock;

use crate::base::{Held, Weights, probability};
use crate::events::event::EventKind;

/// One number for each kind of event, in the order of [`EventKind::ALL`].
pub(super) type PerKind = [f32; EventKind::ALL.len()];

/// Of the features of [`super::evidence`] by number, of those of [`super::wording`] by name.
static WEIGHTS: LazyLock<Weights<{ EventKind::ALL.len() }>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/event.weights")));

/// No sentence is surer than this: how words go together may always be misread.
const SUREST: f32 = 0.97;

/// The probability of each kind, by the features of [`super::evidence`] and what the words say besides.
pub(super) fn probabilities(features: &[u32], words: &PerKind) -> PerKind {
    let mut scores = WEIGHTS.numbered_scores(features.iter().map(|feature| *feature as usize));
    scores.iter_mut().zip(words).for_each(|(score, word)| *score += word);
    scores.map(|score| probability(score).min(SUREST))
}

/// Where to note what words say for each kind.
pub(super) fn words() -> Held<'static, { EventKind::ALL.len() }> {
    WEIGHTS.held()
}

/// How much one feature speaks for a kind.
pub(super) fn weight(feature: u32, kind: EventKind) -> f32 {
    WEIGHTS.numbered_weight(feature as usize, kind as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::evidence::names;

    #[test]
    fn the_table_was_made_for_these_features() {
        assert!(WEIGHTS.is_numbered_by(names().iter().map(String::as_str)));
    }
}
