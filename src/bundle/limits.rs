//! How much a bundle may make its reader do. What is written keeps to the same limits, so that what was made can be read.

use super::{ARTICLES, CLAIMS, DEALS, EVENTS, PAGES};

/// More files than this are in no bundle.
pub(super) const MOST_FILES: usize = 500_000;
/// The longest list of what is in it, in bytes: some 170,000 articles.
pub(super) const LONGEST_MANIFEST: u64 = 32 << 20;
/// The longest line of a table, in bytes.
pub(super) const LONGEST_LINE: u64 = 64 << 20;
/// The longest name of a file, in bytes.
pub(super) const LONGEST_NAME: usize = 200;
/// The tables that are looked up in one another, and so held in memory, come to no more bytes than this in all.
pub(super) const MOST_IN_TABLES: u64 = 1 << 30;
/// So many pages at most are read from one record of HTML; records of services hold many more.
pub(super) const MOST_PAGES_OF_HTML: usize = 64;

/// All files come to no more than so many times the whole bundle's size, and this: neither texts nor tables pack better.
const MOST_RATIO: u64 = 40;
const LEAST_ALLOWANCE: u64 = 64 << 20;
/// Records are read for no more bytes than this, each as often as pages name it, and so many times the bundle's size.
const LEAST_READING: u64 = 4 << 30;
const READING_RATIO: u64 = 100;
/// Looking claims up in texts takes no more bytes than this, and so many times the bundle's size.
const LEAST_LOOKING: u64 = 64 << 30;
const LOOKING_RATIO: u64 = 10_000;
/// Steps that joining the sums and events of deals takes at most.
const MOST_JOINING: u64 = 1_000_000_000;

/// Whether a file is one of the tables that are held in memory.
pub(super) fn is_table(name: &str) -> bool {
    [ARTICLES, CLAIMS, DEALS, EVENTS, PAGES].contains(&name)
}

/// To how many bytes a bundle of this length may unpack.
pub(super) fn most_unpacked(length: u64) -> u64 {
    length.saturating_mul(MOST_RATIO).saturating_add(LEAST_ALLOWANCE)
}

/// What may still be done, in bytes or steps; it only becomes less.
pub(super) struct Effort {
    left: u64,
    what: &'static str,
}

impl Effort {
    /// For reading the records of a bundle of this length.
    pub(super) fn of_reading(length: u64) -> Self {
        let left = length.saturating_mul(READING_RATIO).saturating_add(LEAST_READING);
        Self {
            left,
            what: "its pages unpack, or are named again and again, to more than a bundle of this size can hold",
        }
    }

    /// For looking up the claims of a bundle of this length in texts.
    pub(super) fn of_looking(length: u64) -> Self {
        let left = length.saturating_mul(LOOKING_RATIO).saturating_add(LEAST_LOOKING);
        Self { left, what: "it has more claims on its texts than a bundle of this size can hold" }
    }

    /// For joining its deals.
    pub(super) fn of_joining() -> Self {
        Self { left: MOST_JOINING, what: "it has deals of more sums and events than any deal has" }
    }

    /// Takes `times` times `each` off.
    ///
    /// # Errors
    /// What is too much, in words, when so much is not left.
    pub(super) fn take(&mut self, times: usize, each: usize) -> Result<(), &'static str> {
        let cost = (times as u64).saturating_mul(each as u64);
        self.left = self.left.checked_sub(cost).ok_or(self.what)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_ends() {
        let mut effort = Effort::of_reading(0);
        assert_eq!(effort.take(64, 64 << 20), Ok(()));
        assert!(effort.take(1, 1).unwrap_err().starts_with("its pages"));
        assert!(Effort::of_joining().take(usize::MAX, usize::MAX).is_err());
        assert_eq!(Effort::of_reading(u64::MAX).take(1, 64 << 20), Ok(()));
    }
}
