//! Texts compared as multisets of runs of four words.

use std::collections::HashMap;

use super::words::words;

/// How many words stand in a run.
const RUN: usize = 4;

/// Runs found, runs too many and runs missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlap {
    pub(super) found: usize,
    pub(super) added: usize,
    pub(super) missed: usize,
}

impl Overlap {
    /// Of a text that should have been read and of what was read.
    pub(super) fn of(truth: &str, read: &str) -> Self {
        let (truth, read) = (runs(truth), runs(read));
        let found = truth.iter().map(|(run, n)| read.get(run).map_or(0, |m| *n.min(m))).sum();
        let all = |runs: &HashMap<Vec<String>, usize>| runs.values().sum::<usize>();
        Self { found, added: all(&read) - found, missed: all(&truth) - found }
    }

    /// The share of what was read that is right; `None` where nothing was read.
    pub(super) fn precision(self) -> Option<f64> {
        share(self.found, self.found + self.added)
    }

    /// The share of what should be read that was; `None` where there was nothing.
    pub(super) fn recall(self) -> Option<f64> {
        share(self.found, self.found + self.missed)
    }

    /// The harmonic mean of both; 1 where there was nothing to read and nothing was.
    pub(super) fn f1(self) -> f64 {
        let all = 2 * self.found + self.added + self.missed;
        if all == 0 { 1.0 } else { 2.0 * self.found as f64 / all as f64 }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The runs of four words of a text, with how often each stands in it; a shorter text is one run.
fn runs(text: &str) -> HashMap<Vec<String>, usize> {
    let words: Vec<String> = words(text).into_iter().map(|(word, _)| word).collect();
    let mut runs = HashMap::new();
    if words.is_empty() {
        return runs;
    }
    for run in words.windows(RUN.min(words.len())) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_as_often_as_they_stand() {
        let overlap = Overlap::of("a b c d a b c d", "a b c d");
        assert_eq!(overlap, Overlap { found: 1, added: 0, missed: 4 });
        assert_eq!(Overlap::of("a b", "a b"), Overlap { found: 1, added: 0, missed: 0 });
        assert_eq!(Overlap::of("a", "").precision(), None);
    }
}
