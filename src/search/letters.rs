//! Which letters a name has: what tells most names apart from the one asked for. Of the bundled lists the compiler reckons
//! them, name by name, so that a search reads those only that may be one of its names.

/// The letters and digits of a text, a bit each, those that its words begin with, and the one that it begins with itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    all: u64,
    first: u64,
    initial: u64,
}

/// What one byte of a name adds. Masks instead of branches, and nothing carried over but whether a word begins: the lists
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
    Letters {
        initial: if initial == 0 { u64::MAX } else { initial },
        ..Letters::between(key.as_bytes(), 0, key.len())
    }
}

/// What a key may begin with where a name begins so.
const fn initial(byte: u8) -> u64 {
    let letter = bit(byte);
    if letter == 0 || letter & OF_PREFIXES != 0 { u64::MAX } else { letter }
}

impl Letters {
    /// Those between two places. Any of its words may be the one that a key begins with.
    const fn between(text: &[u8], start: usize, end: usize) -> Self {
        let (mut all, mut first, mut is_at_start) = (0, 0, u64::MAX);
        let mut at = start;
        while at < end {
            let Byte { letter, ends } = BYTES[text[at] as usize];
            all |= letter;
            first |= letter & is_at_start;
            is_at_start = ends;
            at += 1;
        }
        // What may be compared as any letter may begin a word within another.
        Self { all, first: if all == u64::MAX { u64::MAX } else { first }, initial: u64::MAX }
    }

    /// Whether it has all letters of at least one of these.
    pub(super) fn has_any(self, wanted: &[Self]) -> bool {
        wanted.iter().any(|one| {
            (one.all & !self.all) | (one.first & !self.first) == 0 && one.initial & self.initial != 0
        })
    }
}

/// A name in the text of a list, and its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedName {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where its row begins.
    pub(super) row: u32,
    /// Whether it is the id of its row.
    pub(super) is_id: bool,
    letters: Letters,
}

impl ListedName {
    /// No name; what a list of names is filled with before [`fill_names`].
    pub const NONE: Self =
        Self { start: 0, end: 0, row: 0, is_id: false, letters: Letters { all: 0, first: 0, initial: 0 } };

    pub(super) fn may_be_any(&self, wanted: &[Letters]) -> bool {
        self.letters.has_any(wanted)
    }
}

/// How many names a list has: ids, canonical and other names; its line of headings is left out.
pub const fn count_names(text: &str) -> usize {
    fill_names(text, &mut [])
}

/// The names of a list, to be reckoned by the compiler, `N` being what [`count_names`] says.
pub const fn listed_names<const N: usize>(text: &str) -> [ListedName; N] {
    let mut names = [ListedName::NONE; N];
    fill_names(text, &mut names);
    names
}

/// Writes down the names of a list as far as there is room for them, row by row; gives back how many there are.
pub const fn fill_names(text: &str, names: &mut [ListedName]) -> usize {
    let bytes = text.as_bytes();
    let mut count = 0;
    let mut row = find(bytes, b'\n', 0, bytes.len()) + 1;
    while row < bytes.len() {
        let end = find(bytes, b'\n', row, bytes.len());
        let id = find(bytes, b'\t', row, end);
        count = put(bytes, names, count, (row, id), row, true);
        let name = find(bytes, b'\t', id + 1, end);
        count = put(bytes, names, count, (id + 1, name), row, false);
        let mut at = end;
        while at > name && bytes[at - 1] != b'\t' {
            at -= 1;
        }
        while at > name && at < end {
            let mut stop = at;
            // The rule in brackets is no part of the name.
            while stop < end
                && bytes[stop] != b'|'
                && !(bytes[stop] == b' ' && stop + 1 < end && bytes[stop + 1] == b'[')
            {
                stop += 1;
            }
            count = put(bytes, names, count, (at, stop), row, false);
            at = find(bytes, b'|', stop, end) + 1;
        }
        row = end + 1;
    }
    count
}

const fn put(
    bytes: &[u8],
    names: &mut [ListedName],
    count: usize,
    (start, end): (usize, usize),
    row: usize,
    is_id: bool,
) -> usize {
    if start >= end {
        return count;
    }
    if count < names.len() {
        let mut letters = Letters::between(bytes, start, end);
        if !is_id {
            letters.initial = initial(bytes[start]);
        }
        names[count] = ListedName { start: start as u32, end: end as u32, row: row as u32, is_id, letters };
    }
    count + 1
}

/// The first such byte from `at` on, else `end`.
const fn find(bytes: &[u8], byte: u8, mut at: usize, end: usize) -> usize {
    while at < end && bytes[at] != byte {
        at += 1;
    }
    if at < end { at } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::comparison_key;

    fn of_name(name: &str) -> Letters {
        let text = format!("id\tname\nx\t{name}");
        let mut names = vec![ListedName::NONE; count_names(&text)];
        assert_eq!(fill_names(&text, &mut names), names.len());
        names.get(1).map_or(ListedName::NONE, |name| *name).letters
    }

    proptest::proptest! {
        #[test]
        fn a_name_has_the_letters_of_its_key(name in "[A-Za-z&.'() ]{0,12}|\\PC{0,8}") {
            let key = comparison_key(&name);
            proptest::prop_assert!(key.is_empty() || of_name(&name).has_any(&[needed(&key)]), "{}: {}", name, key);
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
            assert_eq!(of_name(name).has_any(&[needed(key)]), may_be, "{name}: {key}");
        }
    }
}
