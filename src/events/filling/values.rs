//! For how much: of all the sums that an article names, the likeliest; none where none is likely.

use std::sync::LazyLock;

use super::spot::{Spot, group};
use super::{likely, near, note_fact};
use crate::base::{Features, Weights};
use crate::entities::{Amount, Qualifier};
use crate::events::candidate::Candidate;
use crate::events::event::EventValue;
use crate::events::story::Story;

/// A sum less likely than this is not told.
const THRESHOLD: f32 = 0.42;

static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../../data/value.weights")));

/// A sum where it is named.
#[derive(Debug)]
pub(super) struct Sum<'s> {
    amount: &'s Amount,
    spot: Spot<'s>,
    /// How many sums the article names.
    of: usize,
}

impl Sum<'_> {
    /// The sum as digits with its currency.
    pub fn answer(&self) -> String {
        format!("{} {}", self.amount.money.amount.normalize(), self.amount.money.currency)
    }
}

/// The sums that the story names, in order.
pub(super) fn sums<'s>(story: &'s Story<'_>) -> Vec<Sum<'s>> {
    let of = story.sentences.iter().map(|sentence| sentence.amounts.len()).sum();
    let mut sums: Vec<Sum<'s>> = Vec::new();
    for (index, sentence) in story.sentences.iter().enumerate() {
        sums.extend((sentence.amounts.iter()).map(|amount| Sum {
            amount,
            spot: Spot::of(amount.span, index, sentence),
            of,
        }));
    }
    sums
}

/// Gives each claim its likeliest sum.
pub(super) fn fill(story: &Story<'_>, claims: &mut [Candidate]) {
    let sums = sums(story);
    let mut held = WEIGHTS.held();
    for claim in claims {
        let likeliest = (near(&sums, claim.sentence, |sum| sum.spot.index).iter())
            .map(|sum| (likely(&mut held, |sink| features(sink, claim, sum)), sum))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        claim.value = likeliest.filter(|(p, _)| *p >= THRESHOLD).map(|(_, Sum { amount, .. })| {
            (
                EventValue { money: amount.money, low: amount.low, role: amount.role, is_apiece: false },
                amount.span,
            )
        });
    }
}

/// Notes what speaks for and against `sum` being the value of `claim`.
pub(super) fn features(sink: &mut impl Features, claim: &Candidate, sum: &Sum<'_>) {
    let Sum { amount, spot, of } = sum;
    let kind = claim.kind.as_str();
    let role = amount.role.as_str();
    let place = spot.place(claim);
    let group = group(place);
    sink.note(&["sum"]);
    sink.note(&["sum ", place]);
    sink.note(&["sum ", kind, " ", place]);
    sink.note(&["role ", role]);
    sink.note(&["role ", role, " ", kind]);
    sink.note(&["role ", role, " ", place]);
    sink.note(&["role ", role, " ", kind, " ", group]);
    let rules = match &claim.value {
        Some((value, span)) if *span == amount.span || value.money == amount.money => "chosen",
        Some((value, _)) if value.role == amount.role => "another of its role chosen",
        Some(_) => "another chosen",
        None => "none chosen",
    };
    sink.note(&["rules ", rules]);
    sink.note(&["rules ", rules, " ", place]);
    sink.note(&["rules ", rules, " ", kind]);
    sink.note(&["rules ", rules, " ", role, " ", kind]);
    let speaks = spot.spoken_of(claim);
    sink.note(&[group, " speaks of ", speaks]);
    sink.note(&[group, " ", role, " speaks of ", speaks]);
    let qualifier = match amount.qualifier {
        Some(Qualifier::UpTo) => "up to",
        Some(_) => "about",
        None => "plain",
    };
    sink.note(&[group, " ", qualifier]);
    let count = match of {
        1 => "only sum",
        2..=3 => "of few sums",
        _ => "of many sums",
    };
    sink.note(&[group, " ", count]);
    sink.note(&[rules, " ", count, " ", kind]);
    let here = match spot.sentence.amounts.len() {
        1 => "only sum here",
        2 => "of two here",
        _ => "of several here",
    };
    sink.note(&[group, " ", here]);
    let listed = match claim.vendors.len() {
        0 => "nobody's",
        1 => "of one",
        _ => "of several",
    };
    sink.note(&[group, " ", role, " ", listed]);
    let own = crate::base::plain_words(spot.text(), &[]);
    for word in own.iter().filter(|word| word.text != "#") {
        sink.note(&[group, " called ", &word.text]);
    }
    spot.note_words(sink, group, kind);
    note_fact(sink, group, place == "own", spot.distance(claim));
    note_fact(sink, rules, place == "own", spot.distance(claim));
    note_fact(sink, group, spot.sentence.is_title(), "in the title");
    note_fact(sink, group, spot.index <= 4, "in the lead");
    note_fact(sink, group, spot.sentence.cues.is_empty(), "no word of a dealing");
}
