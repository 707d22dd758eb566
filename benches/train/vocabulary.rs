//! Numbers for the names of features, as they are met.

use std::collections::HashMap;

/// The names of features and their numbers.
#[derive(Default)]
pub(crate) struct Vocabulary {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    /// How many examples each feature holds of.
    counts: Vec<usize>,
}

impl Vocabulary {
    /// The numbers of these features, new ones made where they are not known yet.
    pub(crate) fn numbers(&mut self, names: Vec<String>) -> Vec<u32> {
        names.into_iter().map(|name| self.number(name)).collect()
    }

    /// Gives the features of the program their own numbers, each once.
    pub(crate) fn of(names: &[String]) -> Self {
        let mut vocabulary = Self::default();
        for (place, name) in names.iter().enumerate() {
            let number = vocabulary.number(name.clone());
            assert!(number as usize == place, "two features are named {name:?}");
        }
        vocabulary
    }

    fn number(&mut self, name: String) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            self.counts.push(0);
            next
        });
        self.counts[number as usize] += 1;
        number
    }

    /// How many features there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether a feature holds of so many examples.
    pub(crate) fn is_common(&self, number: u32, least: usize) -> bool {
        self.counts[number as usize] >= least
    }

    /// Every name, with its number as its place.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}
