//! Plain words of a query beside each other: which of them count, and what else they may be.
//!
//! The index ranks by them, and a watch asks for them: both read them here, so that both mean the same.

use std::collections::HashMap;

use tantivy::tokenizer::TextAnalyzer;

use super::query::{Form, Text};
use super::schema::number_key;
use super::tokens;

/// Words that say nothing about the subject. They are passed over where other words stand beside them.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could",
    "did", "do", "does", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its",
    "may", "must", "of", "on", "or", "should", "so", "such", "than", "that", "the", "their", "there",
    "these", "they", "this", "those", "to", "was", "were", "what", "when", "where", "which", "who", "whom",
    "whose", "why", "will", "with", "would",
];
/// The shortest text that may be a contract number, in letters and digits.
const LEAST_NUMBER: usize = 5;

/// Plain words of a query that stand beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FreeWords<'q> {
    /// The words as written, in order.
    pub words: Vec<FreeWord<'q>>,
    /// The distinct stems among them, in the order of their first appearance.
    pub units: Vec<FreeUnit>,
    /// What is not a plain word: beginnings and fuzzy words.
    pub others: Vec<&'q Text>,
}

/// One word as it was written; marks within it may make it several for the index (`e-mail`).
#[derive(Clone, Debug, PartialEq)]
pub struct FreeWord<'q> {
    /// As written.
    pub text: &'q str,
    /// Its stems, each by its place among the units, with the form they have here in small letters.
    pub stems: Vec<(usize, String)>,
    /// The key of the contract number that it may be.
    pub number: Option<String>,
}

/// One distinct stem.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeUnit {
    /// The stem.
    pub stem: String,
    /// The form it was first written in.
    pub written: String,
    /// How often it was written.
    pub times: u32,
    /// Whether that form says nothing about the subject (`the`).
    pub is_function_word: bool,
}

impl<'q> FreeWords<'q> {
    pub(super) fn read(texts: &[&'q Text], stemmed: &mut TextAnalyzer) -> Self {
        let mut read = Self::default();
        let mut unit_of: HashMap<String, usize> = HashMap::new();
        for text in texts {
            let Form::Word(word) = &text.form else {
                read.others.push(text);
                continue;
            };
            let mut stems = Vec::new();
            for token in tokens::terms(stemmed, word) {
                let written = word.get(token.offset_from..token.offset_to).unwrap_or(word);
                let units = &mut read.units;
                let at = *unit_of.entry(token.text.clone()).or_insert_with(|| {
                    let is_function_word = is_function_word(written);
                    let (stem, written) = (token.text, written.to_owned());
                    units.push(FreeUnit { stem, written, times: 0, is_function_word });
                    units.len() - 1
                });
                if let Some(unit) = units.get_mut(at) {
                    unit.times += 1;
                }
                stems.push((at, written.to_lowercase()));
            }
            let number = Some(number_key(word))
                .filter(|number| number.len() >= LEAST_NUMBER && number.bytes().any(|b| b.is_ascii_digit()));
            read.words.push(FreeWord { text: word, stems, number });
        }
        read
    }

    /// Whether a unit is asked for: function words are only where there are no others.
    pub fn counts(&self, unit: &FreeUnit) -> bool {
        !unit.is_function_word || self.units.iter().all(|unit| unit.is_function_word)
    }
}

/// Whether a word says nothing about the subject.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&word.to_lowercase().as_str())
}
