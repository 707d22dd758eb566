//! What a text has in common with its copies: a sketch that stands for the set of its word triples.
//!
//! MinHash (Broder 1997) with one permutation whose range is cut into bins (Li, Owen & Zhang 2012), empty bins being
//! filled from their neighbours (Shrivastava & Li 2014): one hash for each triple. The share of bins in which two sketches
//! agree estimates the resemblance of the texts.

use crate::article::Article;
use crate::base::{Name, plain_words};

/// Bins of a sketch.
const BINS: usize = 64;
/// Bins that must agree for two sketches to be compared.
const BAND: usize = 4;
/// Words in a shingle.
const SHINGLE: usize = 3;
/// A text of fewer triples is like too many others.
const LEAST: usize = 24;
/// From this resemblance on two texts are copies.
const COPY: f32 = 0.5;
/// From this share of the shorter text on that stands in the longer one, the shorter is cut from it.
const CUT: f32 = 0.75;

/// The sketch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    bins: [u32; BINS],
    /// How many different triples the text has.
    shingles: u32,
}

impl Sketch {
    /// The sketch of an article's text; `None` where it is too short to tell it from others.
    pub fn of(article: &Article) -> Option<Self> {
        let words = plain_words(article.body.text(), &[]);
        let words: Vec<&str> = words
            .iter()
            .map(|word| word.text.as_ref())
            .filter(|word| word.starts_with(char::is_alphanumeric) || *word == "#")
            .collect();
        let mut hashes: Vec<u64> = words
            .windows(SHINGLE)
            .map(|words| words.iter().fold(u64::begin(""), |hash, word| hash.and(word).and(" ")))
            .map(mixed)
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        if hashes.len() < LEAST {
            return None;
        }
        let mut bins = [None; BINS];
        for hash in &hashes {
            // Sorted: the first of a bin is its smallest.
            let bin = (hash >> 58) as usize;
            bins[bin].get_or_insert((hash >> 16) as u32);
        }
        Some(Self { bins: filled(&bins), shingles: u32::try_from(hashes.len()).unwrap_or(u32::MAX) })
    }

    /// Sketches that share none of these hardly resemble each other: with a resemblance of 0.6 nine in ten pairs share
    /// one, with 0.7 ninety-nine in a hundred.
    pub fn bands(&self) -> impl Iterator<Item = i64> {
        self.bins.chunks_exact(BAND).enumerate().map(|(number, band)| {
            let start = mixed(number as u64);
            let hash = band.iter().fold(start, |hash, bin| mixed(hash ^ u64::from(*bin)));
            hash.cast_signed()
        })
    }

    /// Which share of both texts' word triples they have in common, as far as their sketches tell.
    pub fn resemblance(&self, other: &Self) -> f32 {
        let same = self.bins.iter().zip(&other.bins).filter(|(a, b)| a == b).count();
        same as f32 / BINS as f32
    }

    /// Whether one text is a copy of the other, lightly rewritten or cut.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        let resemblance = self.resemblance(other);
        let (short, long) =
            (self.shingles.min(other.shingles) as f32, self.shingles.max(other.shingles) as f32);
        // What is shared, by what is shared of all.
        let shared = resemblance * (short + long) / (1.0 + resemblance);
        resemblance >= COPY || shared >= CUT * short
    }

    /// As it is kept: the number of triples and the bins, 32 bits each, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.shingles].iter().chain(&self.bins).flat_map(|number| number.to_le_bytes()).collect()
    }

    /// The sketch that was kept so; `None` where it was not.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
        let shingles = numbers.next()?;
        let bins: Vec<u32> = numbers.collect();
        rest.is_empty().then_some(Self { bins: bins.try_into().ok()?, shingles })
    }
}

/// Each empty bin takes what the next one that is not has, marked by how far it lies.
fn filled(bins: &[Option<u32>; BINS]) -> [u32; BINS] {
    std::array::from_fn(|place| {
        let next = (0..BINS).find_map(|far| Some((bins[(place + far) % BINS]?, far as u32)));
        let (value, far) = next.unwrap_or_default();
        value.wrapping_add(far.wrapping_mul(0x9e37_79b9))
    })
}

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014): the high bits of FNV alone are not even enough.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::read_record;

    const WIRE: &str = "The Harbor Agency has awarded Quillon Systems a contract worth $40 million to watch its piers with cameras that learn, officials said on Friday. The work begins in March and runs for three years at eleven ports. A rival, Brightmoor Labs, had offered to do it for less but was found to lack the clearance that the agency asks for. The agency's director called the choice a hard one. Neither company would say how many of its people the work will need, or where they are to sit.";

    fn sketch(text: &str) -> Sketch {
        let line = serde_json::json!({"title": "", "text": text}).to_string();
        Sketch::of(&read_record(&line).unwrap()).unwrap()
    }

    #[test]
    fn copies_are_told_from_other_tellings() {
        let wire = sketch(WIRE);
        let cut = sketch(&WIRE[..WIRE.find(" The agency's director").unwrap()]);
        let light = sketch(
            &WIRE.replace("officials said on Friday", "it was said").replace("lack the", "be without the"),
        );
        let own = sketch(
            "Cameras are coming to eleven ports. Quillon Systems won the job from the Harbor Agency, which has $40 million for it over three years, and beat a cheaper offer by Brightmoor Labs, a company without the clearance for work of this kind. Watching piers has been the task of guards since the ports were built.",
        );
        assert!(wire.is_copy_of(&wire) && wire.is_copy_of(&cut) && wire.is_copy_of(&light));
        assert!(!wire.is_copy_of(&own) && !cut.is_copy_of(&own));
        let shares = |a: &Sketch, b: &Sketch| a.bands().any(|band| b.bands().any(|other| band == other));
        assert!(shares(&wire, &light) && shares(&wire, &cut) && !shares(&wire, &own));
        assert_eq!(Sketch::from_bytes(&wire.to_bytes()), Some(wire));
    }

    #[test]
    fn a_short_text_has_no_sketch() {
        let line =
            serde_json::json!({"title": "", "text": "The Army awarded Quillon a contract."}).to_string();
        assert_eq!(Sketch::of(&read_record(&line).unwrap()), None);
        assert_eq!(Sketch::from_bytes(&[1, 2, 3]), None);
    }
}
