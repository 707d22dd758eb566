//! How well the events of a block match, pair by pair, and which of them are linked.

use std::collections::{BTreeSet, HashMap};

use crate::deals::deal::DealEvent;
use crate::deals::features::Features;
use crate::deals::keys::Key;
use crate::deals::linking::{Link, Tops, is_link};
use crate::deals::matching::{Scale, THRESHOLD};

/// What the pairs of events that find each other by keys say.
pub(super) struct Scores {
    pub said: Vec<Link>,
    count: usize,
}

impl Scores {
    pub fn of(events: &[(DealEvent, Features)]) -> Self {
        let mut scale = Scale::default();
        let said = pairs(events).into_iter().map(|(one, other)| {
            let score = scale.weigh(&events[one].1.compared, &events[other].1.compared);
            Link { one, other, score }
        });
        Self { said: said.collect(), count: events.len() }
    }

    /// Those that are linked, where these are all events.
    pub fn links(&self) -> Vec<Link> {
        let matches: Vec<Link> = self.said.iter().copied().filter(|found| found.score >= THRESHOLD).collect();
        let mut tops = vec![Tops::default(); self.count];
        for Link { one, other, score } in &matches {
            tops[*one].note(*score, *other as i64);
            tops[*other].note(*score, *one as i64);
        }
        let is_linked = |found: &Link| is_link(found.score, &tops[found.one], &tops[found.other]);
        matches.into_iter().filter(is_linked).collect()
    }
}

/// The pairs of places of events that find each other.
pub(super) fn pairs(events: &[(DealEvent, Features)]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
    for (i, (_, features)) in events.iter().enumerate() {
        for key in &features.keys.own {
            by_key.entry(*key).or_default().push(i);
        }
    }
    let mut pairs = Vec::new();
    for (i, (_, features)) in events.iter().enumerate() {
        let found: BTreeSet<usize> =
            features.keys.lookups.iter().filter_map(|key| by_key.get(key)).flatten().copied().collect();
        pairs.extend(found.range(i + 1..).map(|j| (i, *j)));
    }
    pairs
}
