//! Many names or words at once: where each stands in a text, found by its first two words.
//!
//! An automaton over twenty thousand names takes longer to build than most articles to read. A name stands on word
//! boundaries anyway; so its first words are looked up wherever a word of the text begins, and the rest is compared.

/// A phrase in the table.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// Its number in the list.
    index: u32,
    length: u32,
    /// Its last byte, in lower case: most phrases of one hash differ there.
    last: u8,
}

/// A list of phrases by their first two words, by the only one where there is no second.
#[derive(Debug, Default)]
pub struct Phrases<'p> {
    list: Vec<&'p str>,
    /// Where the phrases of each hash begin in `items`.
    starts: Vec<u32>,
    items: Vec<Item>,
    /// Whether any phrase begins with this byte, in lower case.
    firsts: Vec<bool>,
    /// Whether any phrase goes on after a first word of this hash.
    goes_on: Vec<bool>,
}

/// How many bits tell the hash of words.
const BITS: u32 = 15;

impl<'p> Phrases<'p> {
    /// Makes a table of these phrases; empty ones are never found.
    pub fn of(phrases: impl Iterator<Item = &'p str>) -> Self {
        let phrases: Vec<&str> = phrases.collect();
        let mut goes_on = vec![false; 1 << BITS];
        let key = |phrase: &&str| {
            let (first, end) = first_word(phrase.as_bytes(), 0);
            let both = second_word(phrase.as_bytes(), first, end);
            goes_on[slot(first)] |= both.is_some();
            slot(both.unwrap_or(first)) as u16
        };
        let keys: Vec<u16> = phrases.iter().map(key).collect();
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        for key in &keys {
            starts[usize::from(*key) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut firsts = vec![false; 256];
        let mut items = vec![Item { index: 0, length: 0, last: 0 }; phrases.len()];
        for (index, (phrase, key)) in phrases.iter().zip(&keys).enumerate() {
            let place = &mut next[usize::from(*key)];
            let last = phrase.bytes().next_back().unwrap_or_default().to_ascii_lowercase();
            items[*place as usize] = Item { index: index as u32, length: phrase.len() as u32, last };
            *place += 1;
            if let Some(first) = phrase.bytes().next() {
                firsts[usize::from(first.to_ascii_lowercase())] = true;
            }
        }
        Self { list: phrases, starts, items, firsts, goes_on }
    }

    /// Tells `hear` of every phrase in `text` that begins where a word does, case not counting: beginning, end and number.
    /// Whether it ends where a word does, it does not ask beyond ASCII.
    pub fn each(&self, text: &str, mut hear: impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let is_word = plain(*byte) != 0;
            let is_first = self.firsts[usize::from(byte.to_ascii_lowercase())];
            let end = if is_first { self.each_at(text, at, &mut hear) } else { first_word(bytes, at).1 };
            // What stands right behind a word is no beginning.
            at = end + usize::from(is_word);
        }
    }

    /// The same for the phrases that begin at one place; tells where its first word ends.
    pub fn each_at(&self, text: &str, at: usize, hear: &mut impl FnMut(usize, usize, usize)) -> usize {
        let bytes = text.as_bytes();
        let (first, end) = first_word(bytes, at);
        self.each_of(slot(first), text, at, hear);
        if self.goes_on[slot(first)]
            && let Some(both) = second_word(bytes, first, end)
            && slot(both) != slot(first)
        {
            self.each_of(slot(both), text, at, hear);
        }
        end
    }

    /// The same for the phrases of one hash.
    fn each_of(&self, slot: usize, text: &str, at: usize, hear: &mut impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let (Some(first), Some(end)) = (self.starts.get(slot), self.starts.get(slot + 1)) else { return };
        for item in self.items.get(*first as usize..*end as usize).unwrap_or_default() {
            let to = at + item.length as usize;
            let is_last =
                to > at && bytes.get(to - 1).is_some_and(|last| last.to_ascii_lowercase() == item.last);
            let goes_on =
                item.last.is_ascii_alphanumeric() && bytes.get(to).is_some_and(u8::is_ascii_alphanumeric);
            if is_last
                && !goes_on
                && bytes[at..to].eq_ignore_ascii_case(self.list[item.index as usize].as_bytes())
            {
                hear(at, to, item.index as usize);
            }
        }
    }
}

/// The farthest that a second word may stand from the first, in bytes.
const FARTHEST: usize = 8;

/// Letters and digits of ASCII in lower case; nothing for other bytes.
const PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    plain
};

fn plain(byte: u8) -> u8 {
    PLAIN[usize::from(byte)]
}

/// One step of FNV-1a, 32 bits.
fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The place of a hash in the table.
fn slot(hash: u32) -> usize {
    ((hash ^ hash >> 15) & ((1 << BITS) - 1)) as usize
}

/// The hash goes on over the letters and digits that stand at a place; and where they end.
fn word(mut hash: u32, bytes: &[u8], mut at: usize) -> (u32, usize) {
    while let Some(byte) = bytes.get(at).map(|byte| plain(*byte)).filter(|byte| *byte != 0) {
        hash = mix(hash, byte);
        at += 1;
    }
    (hash, at)
}

/// The hash of the letters and digits of ASCII that stand at a place, of one byte where none do; and where they end.
fn first_word(bytes: &[u8], at: usize) -> (u32, usize) {
    const BASIS: u32 = 0x811c_9dc5;
    match word(BASIS, bytes, at) {
        (_, end) if end == at => (bytes.get(at).map_or(BASIS, |byte| mix(BASIS, *byte)), at + 1),
        found => found,
    }
}

/// The hash of a first word that ends at a place, and of what follows it up to the end of the next word.
fn second_word(bytes: &[u8], first: u32, at: usize) -> Option<u32> {
    let rest = bytes.get(at..)?;
    let start = rest.iter().take(FARTHEST).position(u8::is_ascii_alphanumeric)?;
    let between = rest[..start].iter().fold(first, |hash, byte| mix(hash, *byte));
    Some(word(between, bytes, at + start).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_stand_where_words_do() {
        let list = ["Army", "army corps", "École", "AT&T", "C3.ai", "a"];
        let phrases = Phrases::of(list.into_iter());
        let mut found = Vec::new();
        let text = "ARMY Corps at&t armyx école, École (C3.ai)";
        phrases.each(text, |start, end, _| found.push(&text[start..end]));
        assert_eq!(found, ["ARMY", "ARMY Corps", "at&t", "École", "C3.ai"]);
    }
}
