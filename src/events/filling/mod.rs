//! Which of all the days, bodies and sums that an article names belong to a dealing.
//!
//! The rules of the kinds fill a claim from the sentence that makes it. Here all that the article names is weighed for each
//! claim by learned weights: where it stands, the words around it, and what the rules chose. `cargo bench --bench train --
//! days` (or `buyers`, `values`) makes the weights. One file a slot.

mod buyers;
mod days;
mod spot;
mod values;

use crate::base::{Features, Held, probability};
use crate::events::candidate::Candidate;
use crate::events::story::Story;

/// A slot of an event that is filled by weighing all that an article names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// When it took place.
    Day,
    /// Who buys.
    Buyer,
    /// For how much.
    Value,
}

/// Fills the slots of each claim.
pub(super) fn fill(story: &Story<'_>, claims: &mut [Candidate]) {
    if claims.is_empty() {
        return;
    }
    days::fill(story, claims);
    buyers::fill(story, claims);
    values::fill(story, claims);
}

/// What may fill `slot` of each claim, as its answer in words, with the names of the features that hold of it.
pub(super) fn options(story: &Story<'_>, claim: &Candidate, slot: Slot) -> Vec<(String, Vec<String>)> {
    let named = |note: &dyn Fn(&mut Vec<String>)| {
        let mut names: Vec<String> = Vec::new();
        note(&mut names);
        names.sort_unstable();
        names.dedup();
        names
    };
    match slot {
        Slot::Day => (days::days(story).iter())
            .map(|day| (day.date.to_string(), named(&|names| days::features(names, story, claim, day))))
            .collect(),
        Slot::Buyer => {
            let bodies = buyers::bodies(story);
            (bodies.iter())
                .map(|body| {
                    (body.name().to_owned(), named(&|names| buyers::features(names, story, claim, body)))
                })
                .collect()
        }
        Slot::Value => (values::sums(story).iter())
            .map(|sum| (sum.answer(), named(&|names| values::features(names, claim, sum))))
            .collect(),
    }
}

/// No more days, bodies or sums than this are weighed for one claim: those that stand nearest. No article that people
/// read has so many.
const MOST: usize = 96;

/// Of things in the order of their sentences, those that stand nearest to a sentence.
fn near<T>(things: &[T], sentence: usize, sentence_of: impl Fn(&T) -> usize) -> &[T] {
    let middle = things.partition_point(|thing| sentence_of(thing) < sentence);
    let from = middle.saturating_sub(MOST / 2);
    let to = (from + MOST).min(things.len());
    things.get(to.saturating_sub(MOST)..to).unwrap_or(things)
}

/// How likely the thing is of which `note` notes the features.
fn likely<'w>(held: &mut Held<'w, 1>, note: impl FnOnce(&mut Held<'w, 1>)) -> f32 {
    note(held);
    let [score] = held.take_scores();
    probability(score)
}

/// Notes one thing that holds or does not.
fn note_fact(sink: &mut impl Features, group: &str, holds: bool, name: &str) {
    if holds {
        sink.note(&[group, " ", name]);
    }
}
