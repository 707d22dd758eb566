//! From what speaks for each pair of events of a block to groups, each of which is a deal.
//!
//! Groups are joined from the most agreeing two downwards, by the average over all pairs across them (UPGMA, Sokal &
//! Michener 1958): so one good pair does not chain what the others speak against. The user's word goes before.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use crate::deals::deal::{DealEvent, Join};
use crate::deals::features::Features;
use crate::deals::matching::{Scale, THRESHOLD};
use crate::deals::rulings::{EventRef, Rulings};
use crate::deals::scores::Scores;

/// Two groups are one deal where their pairs speak for it by so much on average. A little less than what one pair needs:
/// some pairs of a deal always know nothing of each other.
pub(super) const AGREEMENT: f32 = THRESHOLD - 0.6;
/// No pair says more than this of two groups.
pub(super) const MOST_SAID: f32 = 4.0;
/// A pair that says so little speaks plainly against it.
pub(super) const CONTRADICTION: f32 = -6.0;
/// What a pair says that shares no key.
pub(super) const UNKNOWN: f32 = -1.0;
/// More events than this at a time are cut by their order, so that time and memory stay bounded: so many that hang together
/// are copies.
const LARGEST: usize = 1500;

/// Events that are one deal, by their places, and why.
pub(super) struct Group {
    pub events: Vec<usize>,
    pub joins: Vec<Join>,
}

type Told = (DealEvent, Features);

/// The deals of the events at these places. All events are in order of their keys.
pub(super) fn grouped(events: &[Told], part: &[usize], scores: &Scores, word: &Word) -> Vec<Group> {
    let parts = part.chunks(LARGEST);
    parts.flat_map(|part| Table::of(events, part, scores, word).group(word)).collect()
}

/// What the user said, by places, the smaller first.
pub(super) struct Word {
    pub joined: BTreeSet<(usize, usize)>,
    pub parted: BTreeSet<(usize, usize)>,
}

impl Word {
    pub fn of(events: &[Told], rulings: &Rulings) -> Self {
        let places: BTreeMap<EventRef, usize> =
            events.iter().enumerate().map(|(place, (told, _))| (EventRef::of(told), place)).collect();
        let ruled = |pairs: &BTreeSet<(EventRef, EventRef)>| -> BTreeSet<(usize, usize)> {
            let place = |(a, b): &(EventRef, EventRef)| Some((*places.get(a)?, *places.get(b)?));
            pairs.iter().filter_map(place).map(|(i, j)| (i.min(j), i.max(j))).collect()
        };
        Self { joined: ruled(&rulings.joined), parted: ruled(&rulings.parted) }
    }
}

/// What speaks for each pair of events, and for each pair of groups.
struct Table<'e> {
    events: &'e [Told],
    part: Vec<usize>,
    /// What each pair says, row by row.
    said: Vec<f32>,
    /// The sum of what the pairs across two groups say.
    sums: Vec<f32>,
    /// The places in `part` of each group's events; none where it went into another.
    groups: Vec<Vec<usize>>,
}

/// Two groups that may be joined.
struct Candidate {
    average: f32,
    one: usize,
    other: usize,
    /// How many events they had then.
    sizes: (usize, usize),
}

impl<'e> Table<'e> {
    fn of(events: &'e [Told], part: &[usize], scores: &Scores, word: &Word) -> Self {
        let count = part.len();
        let places: HashMap<usize, usize> =
            part.iter().enumerate().map(|(row, place)| (*place, row)).collect();
        let mut said = vec![UNKNOWN; count * count];
        let mut say = |one: usize, other: usize, score: f32| {
            if let (Some(a), Some(b)) = (places.get(&one), places.get(&other)) {
                let score = if score <= CONTRADICTION { f32::NEG_INFINITY } else { score };
                said[a * count + b] = score;
                said[b * count + a] = score;
            }
        };
        scores.said.iter().for_each(|found| say(found.one, found.other, found.score));
        word.parted.iter().for_each(|(one, other)| say(*one, *other, f32::NEG_INFINITY));
        let sums = said.iter().map(|score| score.min(MOST_SAID)).collect();
        Self {
            events,
            groups: (0..count).map(|place| vec![place]).collect(),
            part: part.to_vec(),
            said,
            sums,
        }
    }

    fn group(mut self, word: &Word) -> Vec<Group> {
        let mut joins: Vec<Vec<Join>> = self.part.iter().map(|_| Vec::new()).collect();
        for (i, j) in &word.joined {
            let place = |event: &usize| self.part.iter().position(|known| known == event);
            let (Some(one), Some(other)) = (place(i), place(j)) else { continue };
            let of = |place: usize| self.groups.iter().position(|group| group.contains(&place));
            let (Some(a), Some(b)) = (of(one), of(other)) else { continue };
            let (a, b) = (a.min(b), a.max(b));
            let is_parted = self.groups[a].iter().any(|x| {
                self.groups[b].iter().any(|y| {
                    let (x, y) = (self.part[*x], self.part[*y]);
                    word.parted.contains(&(x.min(y), x.max(y)))
                })
            });
            if a == b || is_parted {
                continue;
            }
            let join = Join {
                one: EventRef::of(&self.events[*i].0),
                other: EventRef::of(&self.events[*j].0),
                score: MOST_SAID,
                reasons: vec!["by the user's word".to_owned()],
            };
            let moved = std::mem::take(&mut joins[b]);
            joins[a].extend(moved);
            joins[a].push(join);
            self.unite(a, b);
        }
        let mut waiting = BinaryHeap::new();
        for one in 0..self.groups.len() {
            for other in one + 1..self.groups.len() {
                waiting.extend(self.candidate(one, other));
            }
        }
        while let Some(Candidate { one, other, sizes, .. }) = waiting.pop() {
            if sizes != (self.groups[one].len(), self.groups[other].len()) {
                continue;
            }
            let join = self.join(one, other);
            let moved = std::mem::take(&mut joins[other]);
            joins[one].extend(moved);
            joins[one].push(join);
            self.unite(one, other);
            let others: Vec<usize> = (0..self.groups.len()).filter(|group| *group != one).collect();
            waiting.extend(
                others.into_iter().filter_map(|other| self.candidate(one.min(other), one.max(other))),
            );
        }
        let groups = self.groups.iter().zip(joins).filter(|(group, _)| !group.is_empty());
        groups
            .map(|(group, joins)| Group {
                events: group.iter().map(|place| self.part[*place]).collect(),
                joins,
            })
            .collect()
    }

    /// The two groups, if they agree well enough to be one.
    fn candidate(&self, one: usize, other: usize) -> Option<Candidate> {
        let sizes = (self.groups[one].len(), self.groups[other].len());
        let pairs = (sizes.0 * sizes.1) as f32;
        let average = self.sums[one * self.part.len() + other] / pairs;
        (pairs > 0.0 && average >= AGREEMENT).then_some(Candidate { average, one, other, sizes })
    }

    /// Moves the events of `other` to `one`.
    fn unite(&mut self, one: usize, other: usize) {
        let count = self.part.len();
        let moved = std::mem::take(&mut self.groups[other]);
        self.groups[one].extend(moved);
        for group in 0..count {
            let sum = self.sums[one * count + group] + self.sums[other * count + group];
            self.sums[one * count + group] = sum;
            self.sums[group * count + one] = sum;
        }
    }

    /// The pair that says most for joining two groups.
    fn join(&self, one: usize, other: usize) -> Join {
        let count = self.part.len();
        let mut best = (f32::NEG_INFINITY, self.groups[one][0], self.groups[other][0]);
        for x in &self.groups[one] {
            for y in &self.groups[other] {
                let (x, y) = (*x.min(y), *x.max(y));
                let score = self.said[x * count + y];
                if score > best.0 || score.total_cmp(&best.0).is_eq() && (x, y) < (best.1, best.2) {
                    best = (score, x, y);
                }
            }
        }
        let ((a, x), (b, y)) = (&self.events[self.part[best.1]], &self.events[self.part[best.2]]);
        let reasons = Scale::reasons(&x.compared, &y.compared).into_iter();
        Join {
            one: EventRef::of(a),
            other: EventRef::of(b),
            score: best.0,
            reasons: reasons.map(|(weight, reason)| format!("{weight:+.1} {reason}")).collect(),
        }
    }
}

/// The more agreeing two first, of equals the earlier.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = (other.one, other.other).cmp(&(self.one, self.other));
        self.average.total_cmp(&other.average).then(places)
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}
