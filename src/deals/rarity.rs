//! How much a word tells: the fewer articles have it, the more.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::base::Fnv;

/// Words of contract news and in how many of them they stand (data/README.md, "Rarity").
const TABLE: &str = include_str!("../../data/word_rarity.tsv");

struct Rarity {
    /// How many articles were counted.
    of: f32,
    counts: HashMap<&'static str, f32, BuildHasherDefault<Fnv>>,
}

static RARITY: LazyLock<Rarity> = LazyLock::new(|| {
    let mut rarity = Rarity { of: 1.0, counts: HashMap::default() };
    for line in TABLE.lines() {
        let Some((word, count)) = line.split_once('\t') else { continue };
        let Ok(count) = count.parse::<f32>() else { continue };
        if word == "*" {
            rarity.of = count;
        } else {
            rarity.counts.insert(word, count);
        }
    }
    rarity
});

/// The inverse document frequency of a plain word (Sparck Jones 1972): the logarithm of how many articles there are for
/// each that has it. A word that is not in the table counts as rare.
pub(super) fn rarity(word: &str) -> f32 {
    /// As if so many articles had a word that is not in the table.
    const UNLISTED: f32 = 2.0;
    (RARITY.of / RARITY.counts.get(word).copied().unwrap_or(UNLISTED)).ln()
}
