//! How much speaks for two events being one deal.
//!
//! Every piece of evidence (`evidence`) has a learned weight, the logarithm of odds; their sum is the score. What a number
//! or a partition by law says is not left to weights: see `is_barred`.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::base::{Features, Fnv, Weights};
use crate::deals::evidence::{note, suppliers};
use crate::deals::features::{Compared, Instrument};
use crate::events::EventKind;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/deal.weights")));

/// From this score on two events are one deal: what speaks for it outweighs what speaks against it.
pub(super) const THRESHOLD: f32 = 0.0;

/// Whether two events cannot be one deal, whatever else they share.
pub(super) fn is_barred(a: &Compared, b: &Compared) -> bool {
    // Money put into a supplier is no dealing of a government.
    if (a.kind == EventKind::Investment) != (b.kind == EventKind::Investment) {
        return true;
    }
    // The protester is another supplier than the winner; every award of several has a winner of its own.
    let is_open = |kind: EventKind| matches!(kind, EventKind::Solicitation | EventKind::Protest);
    !is_open(a.kind) && !is_open(b.kind) && suppliers(a, b) == "different suppliers"
}

/// What speaks for and against the two being one deal; `None` where they cannot be.
pub(super) fn evidence_of(a: &Compared, b: &Compared) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    note(&mut names, a, b);
    names.sort_unstable();
    names.dedup();
    (!is_barred(a, b)).then_some(names)
}

/// What an official number says by itself, whatever few labelled articles taught: they rarely print one, but where two do
/// it decides. A framework's number stands in the news of its orders too.
fn ruled(a: &Compared, b: &Compared) -> Option<(f32, &'static str)> {
    if a.numbers.is_empty() || b.numbers.is_empty() {
        return None;
    }
    if a.numbers.iter().any(|number| b.numbers.contains(number)) {
        let is_order = a.instrument != b.instrument && a.instrument.max(b.instrument) >= Instrument::Order;
        return Some((if is_order { 1.0 } else { 4.0 }, "by rule: same official number"));
    }
    (a.kind == b.kind).then_some((-4.0, "by rule: different official numbers"))
}

/// Compares pairs, one after the other.
#[derive(Default)]
pub(super) struct Scale {
    sum: Sum,
}

/// The sum of the weights of what is noted.
///
/// The names of evidence are put together of a few texts of the program's own, which stand still: where they stand tells
/// the name, so that each is put together and looked up once.
#[derive(Default)]
struct Sum {
    known: HashMap<Place, f32, BuildHasherDefault<Fnv>>,
    total: f32,
}

/// Where the parts of a name stand, and how long they are.
type Place = [usize; 6];

impl Sum {
    fn take(&mut self) -> f32 {
        std::mem::take(&mut self.total)
    }
}

impl Features for Sum {
    type Name = String;

    fn hold(&mut self, name: String) {
        self.total += weight(&name);
    }

    fn note(&mut self, parts: &[&str]) {
        let mut place = Place::default();
        for (part, slot) in parts.iter().zip(&mut place) {
            *slot = part.as_ptr().addr() ^ part.len().rotate_left(48);
        }
        self.total += *self.known.entry(place).or_insert_with(|| weight(&parts.concat()));
    }
}

/// What a piece of evidence is worth.
fn weight(name: &str) -> f32 {
    let mut held = WEIGHTS.held();
    held.note(&[name]);
    held.take_scores()[0]
}

impl Scale {
    /// How much speaks for the two being one deal; far below any threshold where they cannot be.
    pub fn weigh(&mut self, a: &Compared, b: &Compared) -> f32 {
        if is_barred(a, b) {
            return f32::NEG_INFINITY;
        }
        note(&mut self.sum, a, b);
        self.sum.take() + ruled(a, b).map_or(0.0, |(score, _)| score)
    }

    /// What speaks for and against it, each with its weight, the weightiest first; what hardly weighs is left out.
    pub fn reasons(a: &Compared, b: &Compared) -> Vec<(f32, String)> {
        const LEAST: f32 = 0.3;
        let mut reasons: Vec<(f32, String)> = Vec::new();
        for name in evidence_of(a, b).unwrap_or_default() {
            let weight = weight(&name);
            if weight.abs() >= LEAST {
                reasons.push((weight, name));
            }
        }
        reasons.extend(ruled(a, b).map(|(score, reason)| (score, reason.to_owned())));
        reasons.sort_by(|(a, x), (b, y)| b.abs().total_cmp(&a.abs()).then_with(|| x.cmp(y)));
        reasons
    }
}
