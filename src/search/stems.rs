//! English stems of words, those that came before remembered.

use std::collections::HashMap;
use std::fmt;

use foldhash::fast::RandomState;
use frostem::{Algorithm, Stemmer};

/// So many words are remembered, then it begins anew: a long text holds fewer, and an archive repeats the same ones.
const REMEMBERED: usize = 1 << 14;

/// Snowball's English stemmer (<https://snowballstem.org/algorithms/english/stemmer.html>). Stemming a word takes ten times as
/// long as to look it up.
pub(super) struct Stems {
    stemmer: Stemmer,
    known: HashMap<Box<str>, Box<str>, RandomState>,
}

impl Default for Stems {
    fn default() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::English), known: HashMap::default() }
    }
}

/// A copy remembers nothing yet.
impl Clone for Stems {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stems").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

impl Stems {
    /// Puts the stem in the place of a word in small letters.
    pub(super) fn put_stem(&mut self, word: &mut String) {
        if let Some(stem) = self.known.get(word.as_str()) {
            word.clear();
            word.push_str(stem);
            return;
        }
        let stem: Box<str> = self.stemmer.stem(word).into();
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let written = std::mem::take(word);
        word.push_str(&stem);
        self.known.insert(written.into_boxed_str(), stem);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stems_are_the_same_again() {
        let mut stems = Stems::default();
        for _ in 0..2 {
            for (word, stem) in
                [("contracts", "contract"), ("procured", "procur"), ("dying", "die"), ("", "")]
            {
                let mut text = word.to_owned();
                stems.put_stem(&mut text);
                assert_eq!(text, stem, "{word}");
            }
        }
    }

    proptest! {
        // Snippets rely on it.
        #[test]
        fn a_stem_begins_as_its_word_does(word in "[a-z]{1,12}(ies|ing|ly|ed|s|ization|y)?") {
            let mut stem = word.clone();
            Stems::default().put_stem(&mut stem);
            prop_assert_eq!(stem.bytes().next(), word.bytes().next());
            if let (Some(second), Some(written)) = (stem.as_bytes().get(1), word.as_bytes().get(1)) {
                prop_assert!(second == written || *written == b'y', "{word}: {stem}");
            }
        }
    }
}
