//! A quick hash for what the program itself brings along.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a, 64 bits: for tables of the program's own words, which nobody can choose so that they meet.
#[derive(Clone, Copy, Debug)]
pub struct Fnv(u64);

/// A set of words of the program.
pub type Words = HashSet<&'static str, BuildHasherDefault<Fnv>>;

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
