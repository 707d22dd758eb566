//! Which events hang together: each with the one it matches best, two that are among each other's two best, and any that
//! match well beyond doubt.
//!
//! Were every match a link, the many contracts of a large supplier with a large department would all hang together; a graph
//! of nearest neighbours falls into small parts. The links are the same in whatever order the events came.

use crate::deals::features::Compared;
use crate::deals::matching::{Scale, THRESHOLD};

/// From this score on any pair is a link.
pub(super) const PLAIN: f32 = 8.0;

/// How well two events match that the user has joined.
pub const JOINED: f32 = 1000.0;

/// Two events by their places, and how well they match: of those that match, or of those that are linked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// One of them.
    pub one: usize,
    /// The other.
    pub other: usize,
    /// How much speaks for their being one deal.
    pub score: f32,
}

/// The two best matches of an event, the best first: the scores and which events they are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tops {
    /// The best.
    pub best: Option<(f32, i64)>,
    /// The next best.
    pub second: Option<(f32, i64)>,
}

impl Tops {
    /// Takes note of a match with an event; a second time changes nothing.
    pub fn note(&mut self, score: f32, event: i64) {
        let is_known = |top: Option<(f32, i64)>| top.is_some_and(|(_, known)| known == event);
        if is_known(self.best) || is_known(self.second) {
            return;
        }
        if self.best.is_none_or(|(best, _)| best < score) {
            self.second = self.best.replace((score, event));
        } else if self.second.is_none_or(|(second, _)| second < score) {
            self.second = Some((score, event));
        }
    }

    fn is_best(&self, score: f32) -> bool {
        self.best.is_none_or(|(best, _)| score >= best)
    }

    fn is_top(&self, score: f32) -> bool {
        self.second.is_none_or(|(second, _)| score >= second)
    }
}

/// Of these pairs of places, those that match.
pub fn matches(compared: &[&Compared], pairs: &[(usize, usize)]) -> Vec<Link> {
    let mut scale = Scale::default();
    let weighed =
        pairs.iter().map(|(one, other)| (*one, *other, scale.weigh(compared[*one], compared[*other])));
    weighed
        .filter(|(.., score)| *score >= THRESHOLD)
        .map(|(one, other, score)| Link { one, other, score })
        .collect()
}

/// Whether a match is a link, given the best matches of both events.
pub fn is_link(score: f32, one: &Tops, other: &Tops) -> bool {
    score >= PLAIN || one.is_best(score) || other.is_best(score) || (one.is_top(score) && other.is_top(score))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_best_are_kept_each_once() {
        let mut tops = Tops::default();
        for (score, event) in [(1.0, 1), (3.0, 2), (3.0, 2), (2.0, 3), (0.5, 4), (1.0, 1)] {
            tops.note(score, event);
        }
        assert_eq!(tops, Tops { best: Some((3.0, 2)), second: Some((2.0, 3)) });
        let alone = Tops::default();
        assert!(is_link(0.5, &tops, &alone), "it is the other's best");
        let busy = Tops { best: Some((5.0, 9)), second: Some((4.0, 8)) };
        assert!(!is_link(2.5, &tops, &busy) && is_link(2.5, &tops, &Tops { best: Some((5.0, 9)), ..alone }));
        assert!(is_link(9.0, &busy, &busy));
    }
}
