//! How much speaks for two events being one deal.
//!
//! Every piece of evidence (`evidence`) has a learned weight, the logarithm of odds; their sum is the score. What a number
//! or a partition by law says is not left to weights: see `is_barred`.

use std::sync::LazyLock;

use crate::base::{Features as _, Held, Weights};
use crate::deals::evidence::{note, suppliers};
use crate::deals::features::Features;
use crate::events::EventKind;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/deal.weights")));

/// From this score on two events are one deal: what speaks for it outweighs what speaks against it.
pub(super) const THRESHOLD: f32 = 0.0;
/// At this score or below it two events are never brought into one deal by others.
pub(super) const CONTRADICTION: f32 = -3.0;

/// Whether two events cannot be one deal, whatever else they share.
pub(super) fn is_barred(a: &Features<'_>, b: &Features<'_>) -> bool {
    // Money put into a supplier is no dealing of a government.
    if (a.kind == EventKind::Investment) != (b.kind == EventKind::Investment) {
        return true;
    }
    // The protester is another supplier than the winner; every award of several has a winner of its own.
    let is_open = |kind: EventKind| matches!(kind, EventKind::Solicitation | EventKind::Protest);
    !is_open(a.kind) && !is_open(b.kind) && suppliers(a, b) == "different suppliers"
}

/// What speaks for and against the two being one deal; `None` where they cannot be.
pub(super) fn evidence_of(a: &Features<'_>, b: &Features<'_>) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    note(&mut names, a, b);
    names.sort_unstable();
    names.dedup();
    (!is_barred(a, b)).then_some(names)
}

/// Compares pairs, one after the other.
pub(super) struct Scale {
    held: Held<'static, 1>,
}

impl Scale {
    pub fn new() -> Self {
        Self { held: WEIGHTS.held() }
    }

    /// How much speaks for the two being one deal; far below any threshold where they cannot be.
    pub fn weigh(&mut self, a: &Features<'_>, b: &Features<'_>) -> f32 {
        if is_barred(a, b) {
            return f32::NEG_INFINITY;
        }
        note(&mut self.held, a, b);
        self.held.take_scores()[0]
    }

    /// What speaks for and against it, each with its weight, the weightiest first; what hardly weighs is left out.
    pub fn reasons(&mut self, a: &Features<'_>, b: &Features<'_>) -> Vec<(f32, String)> {
        const LEAST: f32 = 0.1;
        let mut reasons: Vec<(f32, String)> = Vec::new();
        for name in evidence_of(a, b).unwrap_or_default() {
            self.held.note(&[&name]);
            let [weight] = self.held.take_scores();
            if weight.abs() >= LEAST {
                reasons.push((weight, name));
            }
        }
        reasons.sort_by(|(a, x), (b, y)| b.abs().total_cmp(&a.abs()).then_with(|| x.cmp(y)));
        reasons
    }
}
