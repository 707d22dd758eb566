//! Which letters a name has: what tells most names apart from the one asked for, at a few instructions a letter.

/// The letters and digits of a text, a bit each, and those that its words begin with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    all: u64,
    first: u64,
}

/// What one byte adds. Masks instead of branches: the lists are looked through byte by byte for every search.
#[derive(Clone, Copy)]
struct Byte {
    /// Its bit.
    letter: u64,
    /// What it begins by itself.
    first: u64,
    /// All ones where a word begins after it.
    ends: u64,
    /// All ones where it is left out of the word that it stands in.
    is_left_out: u64,
}

/// Letters beyond ASCII: a key with one of them is that of a name with one of them.
const FOREIGN: u64 = 1 << 63;

const BYTES: [Byte; 256] = bytes();

const fn bytes() -> [Byte; 256] {
    let mut all = [Byte { letter: 0, first: 0, ends: u64::MAX, is_left_out: 0 }; 256];
    let mut value = 0;
    while value < 256 {
        let byte = value as u8;
        let letter = bit(byte);
        if letter != 0 {
            all[value] = Byte { letter, first: 0, ends: 0, is_left_out: 0 };
        } else if byte >= 128 {
            // It may be compared as any letter.
            all[value] = Byte { letter: u64::MAX, first: u64::MAX, ends: 0, is_left_out: 0 };
        } else if matches!(byte, b'.' | b'\'') {
            all[value] = Byte { letter: 0, first: 0, ends: 0, is_left_out: u64::MAX };
        } else if byte == b'&' {
            // It is compared as "and".
            let letter = bit(b'a') | bit(b'n') | bit(b'd');
            all[value] = Byte { letter, first: bit(b'a'), ends: u64::MAX, is_left_out: 0 };
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

/// The letters that a name must have to be compared as this key.
pub(super) fn needed(key: &str) -> Letters {
    if key.is_ascii() { Letters::of(key) } else { Letters { all: FOREIGN, first: 0 } }
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let (mut all, mut first, mut is_at_start) = (0, 0, u64::MAX);
        for byte in text.bytes() {
            let Byte { letter, first: begun, ends, is_left_out } = BYTES[usize::from(byte)];
            all |= letter;
            first |= (letter & is_at_start) | begun;
            is_at_start = (is_at_start & is_left_out) | ends;
        }
        Self { all, first }
    }

    /// Whether it has all letters of at least one of these.
    pub(super) fn has_any(self, wanted: &[Self]) -> bool {
        wanted.iter().any(|one| one.all & !self.all == 0 && one.first & !self.first == 0)
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
            proptest::prop_assert!(Letters::of(&name).has_any(&[needed(&key)]), "{}: {}", name, key);
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
            assert_eq!(Letters::of(name).has_any(&[needed(key)]), may_be, "{name}: {key}");
        }
    }
}
