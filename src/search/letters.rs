//! Which letters a name has: what tells most names apart from the one asked for, at a few instructions a letter.

/// The letters and digits of a text, a bit each, those that its words begin with, and the one that it begins with itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    all: u64,
    first: u64,
    initial: u64,
}

/// What one byte of a row adds. Masks instead of branches, and nothing carried over but whether a word begins: the lists
/// are looked through byte by byte for every search.
#[derive(Clone, Copy)]
struct Byte {
    /// Its bit; all bits where it may be compared as more than a letter.
    letter: u64,
    /// All ones where a word begins after it.
    ends: u64,
}

/// Letters beyond ASCII: a key with one of them is that of a name with one of them.
const FOREIGN: u64 = 1 << 63;

const BYTES: [Byte; 256] = bytes();

const fn bytes() -> [Byte; 256] {
    let mut all = [Byte { letter: 0, ends: u64::MAX }; 256];
    let mut value = 0;
    while value < 256 {
        let byte = value as u8;
        if bit(byte) != 0 {
            all[value] = Byte { letter: bit(byte), ends: 0 };
        } else if byte >= 128 || matches!(byte, b'.' | b'\'' | b'&') {
            // Accents are taken off, a full stop is left out of its word, and "&" is compared as "and".
            all[value] = Byte { letter: u64::MAX, ends: u64::MAX };
        }
        value += 1;
    }
    all
}

const fn bit(byte: u8) -> u64 {
    match byte {
        b'0'..=b'9' => 1 << (byte - b'0'),
        b'a'..=b'z' => 1 << (byte - b'a' + 10),
        b'A'..=b'Z' => 1 << (byte - b'A' + 10),
        _ => 0,
    }
}

/// Letters of words that are no part of a name where they begin it: "the", "U.S.", "United States", "State of", "City of".
const OF_PREFIXES: u64 = bit(b't') | bit(b'u') | bit(b's') | bit(b'c');

/// The letters that a name must have to be compared as this key.
pub(super) fn needed(key: &str) -> Letters {
    if !key.is_ascii() {
        return Letters { all: FOREIGN, first: 0, initial: u64::MAX };
    }
    let initial = key.bytes().next().map_or(0, bit);
    Letters { initial: if initial == 0 { u64::MAX } else { initial }, ..Letters::of_row(key) }
}

impl Letters {
    /// Those of a row with all its names: any of them may be the one that a key begins with.
    pub(super) fn of_row(text: &str) -> Self {
        let (mut all, mut first, mut is_at_start) = (0, 0, u64::MAX);
        for byte in text.bytes() {
            let Byte { letter, ends } = BYTES[usize::from(byte)];
            all |= letter;
            first |= letter & is_at_start;
            is_at_start = ends;
        }
        // What may be compared as any letter may begin a word within another.
        Self { all, first: if all == u64::MAX { u64::MAX } else { first }, initial: u64::MAX }
    }

    /// Those of one name.
    pub(super) fn of_name(text: &str) -> Self {
        let initial = text.bytes().next().map_or(0, bit);
        let is_open = initial == 0 || initial & OF_PREFIXES != 0;
        Self { initial: if is_open { u64::MAX } else { initial }, ..Self::of_row(text) }
    }

    /// Whether it has all letters of at least one of these.
    pub(super) fn has_any(self, wanted: &[Self]) -> bool {
        wanted.iter().any(|one| {
            (one.all & !self.all) | (one.first & !self.first) == 0 && one.initial & self.initial != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::comparison_key;

    proptest::proptest! {
        #[test]
        fn a_name_has_the_letters_of_its_key(name in "[A-Za-z&.'() ]{0,12}|\\PC{0,8}") {
            let key = comparison_key(&name);
            proptest::prop_assert!(key.is_empty() || Letters::of_name(&name).has_any(&[needed(&key)]), "{}: {}", name, key);
        }
    }

    #[test]
    fn words_and_their_beginnings_count() {
        for (name, key, may_be) in [
            ("AT&T Corp.", "at and t", true),
            ("C3.ai", "c3ai", true),
            ("O'Neil & Sons", "oneil and sons", true),
            ("Army", "mary", false),
            ("Palantir", "palantír", false),
            ("Société", "societe", true),
        ] {
            assert_eq!(Letters::of_name(name).has_any(&[needed(key)]), may_be, "{name}: {key}");
        }
    }
}
