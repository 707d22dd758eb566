//! Whether an article reports a concrete dealing between a government body and a supplier that involves AI.

use crate::base::Field;
use crate::entities::Mentions;
use crate::events::candidate::Candidate;
use crate::events::event::EventKind;

/// Below this an article is not relevant.
pub(super) const THRESHOLD: f32 = 0.5;

/// From 0 to 1. Needs both a dealing and AI; sureness grows with the plainness of either.
pub(super) fn relevance(mentions: &Mentions, claims: &[Candidate]) -> f32 {
    let dealing = claims
        .iter()
        .filter(|c| c.kind != EventKind::Investment)
        .map(|c| {
            let government =
                !c.buyers.is_empty() || matches!(c.kind, EventKind::Authorization | EventKind::Partnership);
            let tie = match (government, c.buyers_assumed) {
                (false, _) => 0.75,
                (true, true) => 0.85,
                (true, false) => 1.0,
            };
            c.confidence * tie
        })
        .fold(0.0_f32, f32::max);
    let strong = mentions.terms.iter().filter(|t| t.strong).count();
    let weak = mentions.terms.len() - strong;
    let in_title = mentions.terms.iter().any(|t| t.strong && t.span.field == Field::Title);
    let ai = match (strong, weak) {
        (3.., _) => 1.0,
        (1..=2, _) if in_title => 1.0,
        (1..=2, _) => 0.85,
        (0, 3..) => 0.75,
        (0, 2) => 0.65,
        // A product of an AI supplier says what the words do not.
        (0, _) if !mentions.products.is_empty() => 0.7,
        (0, 1) => 0.45,
        _ => 0.1,
    };
    (dealing * ai).clamp(0.0, 1.0)
}
