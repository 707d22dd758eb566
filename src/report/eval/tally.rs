//! Counts and the shares made of them.

use serde::Serialize;

/// What was found, added and missed, with precision, recall and their harmonic mean, to four places.
/// Where there is nothing to find and nothing was found, all three are 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Precision: the share of the predicted that is labelled.
    pub p: f64,
    /// Recall: the share of the labelled that is predicted.
    pub r: f64,
    /// The harmonic mean of both.
    pub f1: f64,
    /// True positives.
    pub tp: usize,
    /// False positives: added.
    pub fp: usize,
    /// False negatives: missed.
    #[serde(rename = "fn")]
    pub missed: usize,
}

/// How often a slot was right, to four places; 1 where nothing was asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Accuracy {
    /// The share that is right.
    pub acc: f64,
    /// How many are right.
    pub ok: usize,
    /// Of how many.
    pub n: usize,
}

/// Running counts of what was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    tp: usize,
    fp: usize,
    missed: usize,
}

impl Tally {
    pub(super) fn add(&mut self, tp: usize, fp: usize, missed: usize) {
        self.tp += tp;
        self.fp += fp;
        self.missed += missed;
    }

    pub(super) fn score(self) -> Score {
        let Self { tp, fp, missed } = self;
        if tp + fp + missed == 0 {
            return Score { p: 1.0, r: 1.0, f1: 1.0, tp, fp, missed };
        }
        let (p, r) = (share(tp, tp + fp), share(tp, tp + missed));
        Score {
            p: to_four_places(p),
            r: to_four_places(r),
            f1: to_four_places(harmonic_mean(p, r)),
            tp,
            fp,
            missed,
        }
    }
}

/// Running counts of right answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answers {
    ok: usize,
    n: usize,
}

impl Answers {
    pub(super) fn add(&mut self, is_right: bool) {
        self.ok += usize::from(is_right);
        self.n += 1;
    }

    pub(super) fn accuracy(self) -> Accuracy {
        let acc = if self.n == 0 { 1.0 } else { share(self.ok, self.n) };
        Accuracy { acc: to_four_places(acc), ok: self.ok, n: self.n }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

pub(in crate::report) fn harmonic_mean(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// Rounds to four places as written in decimal, halves to even.
pub(in crate::report) fn to_four_places(value: f64) -> f64 {
    format!("{value:.4}").parse().unwrap_or(value)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rounded figures are the very same or wrong")]
mod tests {
    use super::*;

    #[test]
    fn figures_have_four_places() {
        for (value, rounded) in
            [(1.0 / 3.0, 0.3333), (2.0 / 3.0, 0.6667), (0.03125, 0.0312), (0.09375, 0.0938), (1.0, 1.0)]
        {
            assert_eq!(to_four_places(value), rounded, "{value}");
        }
    }

    #[test]
    fn nothing_asked_is_all_right() {
        assert_eq!(Tally::default().score().f1, 1.0);
        assert_eq!(Answers::default().accuracy().acc, 1.0);
        let mut tally = Tally::default();
        tally.add(0, 0, 2);
        assert_eq!((tally.score().p, tally.score().r, tally.score().f1), (0.0, 0.0, 0.0));
        tally.add(1, 1, 0);
        assert_eq!((tally.score().p, tally.score().r, tally.score().f1), (0.5, 0.3333, 0.4));
    }
}
