//! Learned weights: what each feature that holds of a thing says for each answer.
//!
//! A feature has a name ("before awarded"). A program that reads an article only ever needs its hash, so that no name is
//! put together while reading, and the tables in `data/` hold hashes. They are read where they lie in the program: nothing
//! is built of them when it starts (data/README.md, "Tables of weights").

/// The name of a feature, as far as it is put together.
pub trait Name: Clone {
    /// A name that begins so.
    fn begin(text: &str) -> Self;
    /// The name that goes on so.
    #[must_use]
    fn and(&self, text: &str) -> Self;
}

/// The hash of a name: FNV-1a, 64 bits (draft-eastlake-fnv). Two names of one table do not meet by chance.
impl Name for u64 {
    fn begin(text: &str) -> Self {
        0xcbf2_9ce4_8422_2325_u64.and(text)
    }

    fn and(&self, text: &str) -> Self {
        text.bytes().fold(*self, |hash, byte| (hash ^ Self::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
}

/// The name itself.
impl Name for String {
    fn begin(text: &str) -> Self {
        text.to_owned()
    }

    fn and(&self, text: &str) -> Self {
        format!("{self}{text}")
    }
}

/// Where the features that hold are noted, each by its name.
pub trait Features {
    /// How a name is put together.
    type Name: Name;

    /// Notes a feature.
    fn hold(&mut self, name: Self::Name);

    /// Notes the feature whose name is `parts` put together.
    fn note(&mut self, parts: &[&str]) {
        let (first, rest) = parts.split_first().unwrap_or((&"", &[]));
        self.hold(rest.iter().fold(Self::Name::begin(first), |name, part| name.and(part)));
    }
}

/// The names, for the program that makes the weights.
impl Features for Vec<String> {
    type Name = String;

    fn hold(&mut self, name: String) {
        self.push(name);
    }
}

/// The features that hold of one thing, of those that a table weighs.
#[derive(Debug)]
pub struct Held<'w, const K: usize> {
    weights: &'w Weights<K>,
    rows: Vec<usize>,
}

impl<const K: usize> Features for Held<'_, K> {
    type Name = u64;

    fn hold(&mut self, name: u64) {
        self.rows.extend(self.weights.row(name));
    }
}

impl<const K: usize> Held<'_, K> {
    /// The sums of the weights of what was noted, each of which counts once; nothing is noted after that.
    pub fn take_scores(&mut self) -> [f32; K] {
        self.rows.sort_unstable();
        self.rows.dedup();
        let mut sums = [0; K];
        self.rows.drain(..).for_each(|row| self.weights.add(row, &mut sums));
        sums.map(|sum| sum as f32 * STEP)
    }
}

fn hash(name: &str) -> u64 {
    u64::begin(name)
}

/// The first bytes of a table: what it is, and the version of its form.
const MAGIC: &[u8; 4] = b"AWW1";
/// What a whole number in a table stands for: weights are told to the hundredth.
const STEP: f32 = 0.01;
/// The length of what stands before the rows.
const HEAD: usize = 32;
/// The number of a row that is not there.
const NO_ROW: u32 = u32::MAX;

/// A table of `K` weights for each feature, as [`pack`] lays it out.
#[derive(Debug, Default)]
pub struct Weights<const K: usize> {
    /// How many bits of a hash tell the bucket.
    bits: u32,
    /// The first row of each bucket, and the number of rows (u32).
    buckets: &'static [u8],
    /// The low half of each row's hash (u32).
    tags: &'static [u8],
    /// `K` whole numbers a row (i16).
    cells: &'static [u8],
    /// The row of each feature that the program knows by number (u32).
    numbered: &'static [u8],
    /// [`names_hash`] of the features known by number.
    names: u64,
    /// Bits for each feature, by its tag: most that are looked up have no row.
    filter: Vec<u64>,
}

impl<const K: usize> Weights<K> {
    /// The table that lies in `bytes`; an empty one where they hold none of `K` columns.
    pub fn of(bytes: &'static [u8]) -> Self {
        Self::split(bytes).unwrap_or_default()
    }

    fn split(bytes: &'static [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        let number = |at: usize| Some(u32_at(head, at)? as usize);
        if head.get(..4)? != MAGIC || number(1)? != K {
            return None;
        }
        let (bits, rows, known) = (number(2)? as u32, number(3)?, number(4)?);
        let names = u64::from(u32_at(head, 5)?) | u64::from(u32_at(head, 6)?) << 32;
        let (buckets, rest) = rest.split_at_checked(((1_usize << bits.min(24)) + 1) * 4)?;
        let (tags, rest) = rest.split_at_checked(rows * 4)?;
        let (numbered, cells) = rest.split_at_checked(known * 4)?;
        let filter = filter_of(tags);
        (cells.len() == rows * K * 2).then_some(Self { bits, buckets, tags, cells, numbered, names, filter })
    }

    /// Where to note the features that hold of one thing.
    pub fn held(&self) -> Held<'_, K> {
        Held { weights: self, rows: Vec::new() }
    }

    /// The sums of the weights of features that the program knows by number.
    pub fn numbered_scores(&self, features: impl Iterator<Item = usize>) -> [f32; K] {
        let mut sums = [0; K];
        for row in features.filter_map(|feature| self.numbered_row(feature)) {
            self.add(row, &mut sums);
        }
        sums.map(|sum| sum as f32 * STEP)
    }

    /// One weight of a feature known by number.
    pub fn numbered_weight(&self, feature: usize, column: usize) -> f32 {
        let mut sums = [0; K];
        if let Some(row) = self.numbered_row(feature) {
            self.add(row, &mut sums);
        }
        sums.get(column).map_or(0.0, |sum| *sum as f32 * STEP)
    }

    /// Whether the features known by number are these, in this order.
    pub fn is_numbered_by<'n>(&self, names: impl Iterator<Item = &'n str>) -> bool {
        self.names == names_hash(names)
    }

    fn row(&self, feature: u64) -> Option<usize> {
        let (filter, bits) = (&self.filter, filter_bits(feature as u32));
        if filter.get(filter_word(feature as u32, filter.len()))? & bits != bits {
            return None;
        }
        let bucket = feature.checked_shr(64 - self.bits).unwrap_or_default() as usize;
        let (first, end) =
            (u32_at(self.buckets, bucket)? as usize, u32_at(self.buckets, bucket + 1)? as usize);
        let tags = self.tags.get(first * 4..end * 4)?;
        let tag = (feature as u32).to_le_bytes();
        tags.chunks_exact(4).position(|known| *known == tag).map(|at| first + at)
    }

    fn numbered_row(&self, feature: usize) -> Option<usize> {
        u32_at(self.numbered, feature).filter(|row| *row != NO_ROW).map(|row| row as usize)
    }

    fn add(&self, row: usize, sums: &mut [i32; K]) {
        let cells = self.cells.get(row * K * 2..(row + 1) * K * 2).unwrap_or_default();
        for (sum, cell) in sums.iter_mut().zip(cells.chunks_exact(2)) {
            *sum += i32::from(i16::from_le_bytes([cell[0], cell[1]]));
        }
    }
}

/// How many bits of a filter there are for each row, of which two are set: one feature in fifty that has no row is looked up
/// all the same.
const FILTER_BITS: usize = 16;

/// Two bits for each row, by its tag.
fn filter_of(tags: &[u8]) -> Vec<u64> {
    let mut filter = vec![0; (tags.len() / 4 * FILTER_BITS / 64).next_power_of_two()];
    for tag in tags.chunks_exact(4).filter_map(|tag| u32_at(tag, 0)) {
        let word = filter_word(tag, filter.len());
        filter[word] |= filter_bits(tag);
    }
    filter
}

/// The bits of a tag within its word of a filter.
fn filter_bits(tag: u32) -> u64 {
    1 << (tag & 63) | 1 << (tag >> 6 & 63)
}

/// Which word of a filter of this length, a power of two, a tag has its bits in.
fn filter_word(tag: u32, length: usize) -> usize {
    (tag >> 12) as usize & length.wrapping_sub(1)
}

fn u32_at(bytes: &[u8], index: usize) -> Option<u32> {
    bytes.get(index * 4..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

/// One hash of many names, in order.
fn names_hash<'n>(names: impl Iterator<Item = &'n str>) -> u64 {
    names.fold(0, |hash: u64, name| hash.rotate_left(1) ^ self::hash(name))
}

/// Lays out a table of weights: `rows` are features and their weights, `numbered` the names of those that the program
/// knows by number, in order.
///
/// # Errors
/// When two names have one hash, or a weight is too large.
pub fn pack<const K: usize>(rows: &[(String, [f32; K])], numbered: &[String]) -> Result<Vec<u8>, String> {
    // Two rows or three in a bucket.
    let bits = (rows.len() / 2).max(2).ilog2();
    let bucket = |hash: u64| (hash >> (64 - bits)) as usize;
    let mut sorted: Vec<(u64, &str, &[f32; K])> =
        rows.iter().map(|(name, row)| (hash(name), name.as_str(), row)).collect();
    sorted.sort_by_key(|(hash, ..)| *hash);
    for (index, (hash, name, _)) in sorted.iter().enumerate() {
        let same =
            |other: &&(u64, &str, _)| bucket(other.0) == bucket(*hash) && other.0 as u32 == *hash as u32;
        if let Some((_, other, _)) =
            sorted[index + 1..].iter().take_while(|o| bucket(o.0) == bucket(*hash)).find(same)
        {
            return Err(format!("{name:?} and {other:?} have one hash"));
        }
    }
    let names = names_hash(numbered.iter().map(String::as_str));
    let mut out = MAGIC.to_vec();
    for number in
        [K as u32, bits, rows.len() as u32, numbered.len() as u32, names as u32, (names >> 32) as u32, 0]
    {
        out.extend(number.to_le_bytes());
    }
    for start in 0..=1_usize << bits {
        let first = sorted.partition_point(|(hash, ..)| bucket(*hash) < start);
        out.extend((first as u32).to_le_bytes());
    }
    for (hash, ..) in &sorted {
        out.extend((*hash as u32).to_le_bytes());
    }
    for name in numbered {
        let row = sorted.binary_search_by_key(&hash(name), |(hash, ..)| *hash);
        out.extend(row.map_or(NO_ROW, |row| row as u32).to_le_bytes());
    }
    for (_, name, row) in &sorted {
        for weight in *row {
            let cell = (weight / STEP).round();
            if cell.abs() > f32::from(i16::MAX) {
                return Err(format!("{name:?} weighs {weight}"));
            }
            out.extend((cell as i16).to_le_bytes());
        }
    }
    Ok(out)
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
        let rows = [("before awarded".to_owned(), [1.5, -2.0]), ("after sold".to_owned(), [0.25, 0.0])];
        let numbered = ["nothing".to_owned(), "after sold".to_owned()];
        let weights = Weights::<2>::of(pack(&rows, &numbered).unwrap().leak());
        let mut features = weights.held();
        features.note(&["before ", "awarded"]);
        features.note(&["before ", "sold"]);
        features.note(&["before aw", "arded"]);
        let hundredths = |scores: [f32; 2]| scores.map(|score| (score * 100.0).round() as i32);
        assert_eq!(hundredths(features.take_scores()), [150, -200]);
        assert_eq!(hundredths(weights.numbered_scores([0, 1, 2].into_iter())), [25, 0]);
        assert!(weights.is_numbered_by(numbered.iter().map(String::as_str)));
        assert!(!weights.is_numbered_by(["nothing"].into_iter()));
        assert!(probability(0.0) > 0.49 && probability(0.0) < 0.51);
    }
}
