//! How well the events of a block match, pair by pair, and which of them hang together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::deals::deal::DealEvent;
use crate::deals::features::Features;
use crate::deals::grouping::Word;
use crate::deals::keys::Key;
use crate::deals::linking::{Match, Tops, head, is_link};
use crate::deals::matching::{Scale, THRESHOLD};

/// What the pairs of events that find each other by keys say.
pub(super) struct Scores {
    pub said: Vec<Match>,
    count: usize,
}

impl Scores {
    pub fn of(events: &[(DealEvent, Features)]) -> Self {
        let mut scale = Scale::default();
        let said = pairs(events).into_iter().map(|(one, other)| {
            let score = scale.weigh(&events[one].1, &events[other].1);
            Match { one, other, score }
        });
        Self { said: said.collect(), count: events.len() }
    }

    /// The places of events that hang together, part by part; the best matches of some are known already.
    pub fn parts(&self, known: &[Option<Tops>], word: &Word) -> Vec<Vec<usize>> {
        let matches: Vec<Match> =
            self.said.iter().copied().filter(|found| found.score >= THRESHOLD).collect();
        let mut tops = vec![Tops::default(); self.count];
        for Match { one, other, score } in &matches {
            tops[*one].note(*score, *other as i64);
            tops[*other].note(*score, *one as i64);
        }
        for (tops, known) in tops.iter_mut().zip(known) {
            *tops = known.unwrap_or(*tops);
        }
        let links = matches
            .iter()
            .filter(|found| is_link(found.score, &tops[found.one], &tops[found.other]))
            .map(|found| (found.one, found.other));
        let mut home: Vec<usize> = (0..self.count).collect();
        for (one, other) in links.chain(word.joined.iter().copied()) {
            let (a, b) = (head(&mut home, one), head(&mut home, other));
            home[a.max(b)] = a.min(b);
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.count {
            parts.entry(head(&mut home, place)).or_default().push(place);
        }
        parts.into_values().collect()
    }
}

/// The pairs of places of events that find each other.
pub(super) fn pairs(events: &[(DealEvent, Features)]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
    for (i, (_, features)) in events.iter().enumerate() {
        for key in &features.keys {
            by_key.entry(*key).or_default().push(i);
        }
    }
    let mut pairs = Vec::new();
    for (i, (_, features)) in events.iter().enumerate() {
        let found: BTreeSet<usize> =
            features.lookups.iter().filter_map(|key| by_key.get(key)).flatten().copied().collect();
        pairs.extend(found.range(i + 1..).map(|j| (i, *j)));
    }
    pairs
}
