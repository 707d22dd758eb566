//! Learned weights: what each feature that holds of a thing says for each answer.
//!
//! A feature has a name ("before awarded"). The tables in `data/` hold names; a program that reads an article only ever
//! needs their hashes, so that no name is put together while reading.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Where the features that hold are noted, each by the parts of its name.
pub trait Features {
    /// Notes the feature whose name is `parts` put together.
    fn note(&mut self, parts: &[&str]);
}

/// The hashes of names, for [`Weights`].
impl Features for Vec<u64> {
    fn note(&mut self, parts: &[&str]) {
        self.push(hash(parts));
    }
}

/// The names themselves, for the program that makes the weights.
impl Features for Vec<String> {
    fn note(&mut self, parts: &[&str]) {
        self.push(parts.concat());
    }
}

/// FNV-1a, 64 bits, over the bytes of all parts (draft-eastlake-fnv): two names of one table do not meet by chance.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.as_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The hashes are even already.
#[derive(Clone, Copy, Debug, Default)]
struct Even(u64);

impl Hasher for Even {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = (self.0 << 8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// A table of `K` weights for each feature.
#[derive(Debug, Default)]
pub struct Weights<const K: usize> {
    rows: HashMap<u64, [f32; K], BuildHasherDefault<Even>>,
}

impl<const K: usize> Weights<K> {
    /// Reads a table of the program: a header, then a line a feature, its name and `K` numbers separated by tabs.
    pub fn parse(table: &str) -> Self {
        let mut rows = HashMap::default();
        for line in table.lines().skip(1) {
            let mut cells = line.split('\t');
            let Some(name) = cells.next() else { continue };
            let mut row = [0.0; K];
            for (weight, cell) in row.iter_mut().zip(cells) {
                *weight = cell.parse().unwrap_or_default();
            }
            rows.insert(hash(&[name]), row);
        }
        Self { rows }
    }

    /// The sums of the weights of `features`, each of which counts once; a feature that no row has counts nothing.
    pub fn scores(&self, features: &[u64]) -> [f32; K] {
        let mut scores = [0.0; K];
        for row in features.iter().filter_map(|feature| self.rows.get(feature)) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
        scores
    }
}

/// The probability that a score of a logistic regression stands for.
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_parted() {
        let weights = Weights::<2>::parse("feature\ta\tb\nbefore awarded\t1.5\t-2\n");
        let mut features: Vec<u64> = Vec::new();
        features.note(&["before ", "awarded"]);
        features.note(&["before ", "sold"]);
        assert_eq!(weights.scores(&features), [1.5, -2.0]);
        assert!(probability(0.0) > 0.49 && probability(0.0) < 0.51);
    }
}
