//! Many names or words at once: where each stands in a text, found by its first word.
//!
//! An automaton over twenty thousand names takes longer to build than most articles to read. A name stands on word
//! boundaries anyway; so its first word is looked up wherever a word of the text begins, and the rest is compared.

/// A phrase in the table.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// Its number in the list.
    index: u32,
    length: u32,
    /// Its last byte, in lower case: most phrases of one first word differ there.
    last: u8,
}

/// A list of phrases by their first words.
#[derive(Debug, Default)]
pub struct Phrases<'p> {
    list: Vec<&'p str>,
    /// Where the phrases of each first word's hash begin in `items`.
    starts: Vec<u32>,
    items: Vec<Item>,
    /// Whether any phrase begins with this byte, in lower case.
    firsts: Vec<bool>,
}

const BITS: u32 = 15;

impl<'p> Phrases<'p> {
    /// Makes a table of these phrases; empty ones are never found.
    pub fn of(phrases: impl Iterator<Item = &'p str>) -> Self {
        let phrases: Vec<&str> = phrases.collect();
        let keys: Vec<u32> = phrases.iter().map(|phrase| key(phrase.as_bytes(), 0)).collect();
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        for key in &keys {
            starts[*key as usize + 1] += 1;
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
            let place = &mut next[*key as usize];
            let last = phrase.bytes().next_back().unwrap_or_default().to_ascii_lowercase();
            items[*place as usize] = Item { index: index as u32, length: phrase.len() as u32, last };
            *place += 1;
            if let Some(first) = phrase.bytes().next() {
                firsts[usize::from(first.to_ascii_lowercase())] = true;
            }
        }
        Self { list: phrases, starts, items, firsts }
    }

    /// Tells `hear` of every phrase in `text` that begins where a word does, case not counting: beginning, end and number.
    /// Whether it ends where a word does, it does not ask beyond ASCII.
    pub fn each(&self, text: &str, mut hear: impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let mut was_word = false;
        for (at, byte) in bytes.iter().enumerate() {
            let is_word = byte.is_ascii_alphanumeric();
            if !was_word && self.firsts.get(usize::from(byte.to_ascii_lowercase())) == Some(&true) {
                self.each_at(text, at, &mut hear);
            }
            was_word = is_word;
        }
    }

    /// The same for the phrases that begin at one place.
    pub fn each_at(&self, text: &str, at: usize, hear: &mut impl FnMut(usize, usize, usize)) {
        let bytes = text.as_bytes();
        let key = key(bytes, at) as usize;
        let (Some(first), Some(end)) = (self.starts.get(key), self.starts.get(key + 1)) else { return };
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

/// The hash of the letters and digits of ASCII that stand at a place, in lower case; of one byte where none do.
fn key(bytes: &[u8], at: usize) -> u32 {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count().max(1);
    let word = rest.get(..length).unwrap_or_default();
    let hash = word.iter().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    });
    (hash ^ hash >> 15) & ((1 << BITS) - 1)
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
