//! Which events hang together: each with the one it matches best, and any that match well beyond doubt.
//!
//! What hangs together is a block and is settled as a whole. Were every match a link, the many contracts of a large
//! supplier with a large department would all be one block; each event's best match alone ties small ones
//! (nearest-neighbour graphs do not percolate). The blocks are the same in whatever order the events came.

use crate::deals::features::Features;
use crate::deals::matching::{Scale, THRESHOLD};

/// From this score on any pair is a link.
const PLAIN: f32 = 4.0;

/// Two events by their places, and how well they match: none that speak against being one deal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// One of them.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How much speaks for their being one deal.
    pub score: f32,
}

/// Of these pairs of places, those that match.
pub fn matches(features: &[&Features], pairs: &[(usize, usize)]) -> Vec<Match> {
    let mut scale = Scale::default();
    let weighed =
        pairs.iter().map(|(one, other)| (*one, *other, scale.weigh(features[*one], features[*other])));
    weighed
        .filter(|(.., score)| *score >= THRESHOLD)
        .map(|(one, other, score)| Match { one, other, score })
        .collect()
}

/// Raises the score of each event's best match where one of these is better.
pub fn raise_best(best: &mut [Option<f32>], matches: &[Match]) {
    for found in matches {
        for place in [found.one, found.other] {
            if best[place].is_none_or(|known| known < found.score) {
                best[place] = Some(found.score);
            }
        }
    }
}

/// Whether the match is a link, given the scores of the best matches of both.
pub fn is_link(found: &Match, best: &[Option<f32>]) -> bool {
    let is_best = |place: usize| best[place].is_none_or(|known| found.score >= known);
    found.score >= PLAIN || is_best(found.one) || is_best(found.other)
}

/// The head of a group; the way there is shortened.
pub fn head(home: &mut [usize], place: usize) -> usize {
    let mut at = place;
    while home[at] != at {
        home[at] = home[home[at]];
        at = home[at];
    }
    at
}
