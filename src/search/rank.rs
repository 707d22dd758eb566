//! Plain words: which answers come first.

use std::collections::{HashMap, HashSet};

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, QueryClone as _,
};
use tantivy::tokenizer::Token;

use super::expansion::{Asked, expansions};
use super::explain::Understood;
use super::names::FoundName;
use super::plan::{Planned, Planner, any_term, phrase_in, term};
use super::query::{Form, Text, TextField};
use super::schema::number_key;
use super::tokens;
use super::word_score::{K1, WordQuery};

/// Words that say nothing about the subject. They are passed over where other words stand beside them.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could",
    "did", "do", "does", "for", "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its",
    "may", "must", "of", "on", "or", "should", "so", "such", "than", "that", "the", "their", "there",
    "these", "they", "this", "those", "to", "was", "were", "what", "when", "where", "which", "who", "whom",
    "whose", "why", "will", "with", "would",
];

/// What it is worth that an article carries the id of a name among the words: less than any word of it.
const NAME_WORTH: f32 = 1.0;
/// What a contract number is worth: enough to come before any mere word.
const NUMBER_WORTH: f32 = 20.0;
/// The share of a phrase's worth that two words beside each other get, as beside each other in the query.
const PAIR_WORTH: f32 = 0.1;
/// The share of a word's worth that a word of nearly the same meaning gets.
const RELATED_WORTH: f32 = 0.2;
/// With more words than this no article is expected to hold all.
const MAX_COVERED: usize = 32;
/// Pairs looked for at most: each costs the reading of places.
const MAX_PAIRS: usize = 12;

/// One distinct word, and how often it was written.
struct Unit {
    query: WordQuery,
    times: f32,
    is_function_word: bool,
}

impl Planner<'_> {
    /// At least one of the words, the more and rarer the better, and all of them before all else.
    pub(super) fn ranked(&mut self, texts: &[&Text]) -> tantivy::Result<Option<Planned>> {
        let mut units: Vec<Unit> = Vec::new();
        let mut unit_of: HashMap<String, usize> = HashMap::new();
        let mut optional: Vec<(Occur, Planned)> = Vec::new();
        let mut others: Vec<Planned> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        let mut units_of_word: Vec<Vec<usize>> = Vec::new();
        let mut asked: Vec<Asked> = Vec::new();
        let mut highest = 0.0_f32;

        for text in texts {
            let Form::Word(word) = &text.form else {
                others.extend(self.text(text));
                continue;
            };
            let mut own = Vec::new();
            for token in tokens::terms(&mut self.stemmed, word) {
                let at = *unit_of.entry(token.text.clone()).or_insert_with(|| {
                    let written = word.get(token.offset_from..token.offset_to).unwrap_or(word);
                    let is_function_word = FUNCTION_WORDS.contains(&written.to_lowercase().as_str());
                    let (written_as, stem) = (written.to_owned(), token.text.clone());
                    self.understood.push(Understood::Word { written: written_as, stem, is_function_word });
                    let query = self.word_query(TextField::Any, written, &token.text);
                    units.push(Unit { query, times: 0.0, is_function_word });
                    units.len() - 1
                });
                if let Some(unit) = units.get_mut(at) {
                    unit.times += 1.0;
                }
                let lower = word.get(token.offset_from..token.offset_to).unwrap_or(word).to_lowercase();
                asked.push(Asked { lower, stem: token.text });
                own.push(at);
            }
            let number = number_key(word);
            if number.len() >= 5 && number.bytes().any(|b| b.is_ascii_digit()) {
                let found = ConstScoreQuery::new(term(self.fields.numbers, &number), NUMBER_WORTH);
                self.note_part(|| format!("contract number {number}"), &found);
                optional.push((Occur::Should, Box::new(found)));
                highest += NUMBER_WORTH;
            }
            words.push(word);
            units_of_word.push(own);
        }
        let only_function_words = units.iter().all(|unit| unit.is_function_word);
        let counts = |unit: &Unit| only_function_words || !unit.is_function_word;

        for unit in units.iter().filter(|unit| counts(unit)) {
            highest += unit.times * unit.query.rarity(self.searcher)? * (K1 + 1.0) * 1.1;
            let query = BoostQuery::new(unit.query.box_clone(), unit.times);
            self.note_part(|| format!("word {}", unit.query.stem), &query);
            optional.push((Occur::Should, Box::new(query)));
        }
        highest += others.len() as f32;
        optional.extend(others.iter().map(|query| (Occur::Should, query.box_clone())));

        let names = self.names.find(&words);
        for name in &names {
            let query = ConstScoreQuery::new(self.carriers(name), NAME_WORTH);
            let words = words[name.words.clone()].join(" ");
            self.note_part(|| format!("name {words}"), &query);
            let things = name.things.iter().map(|(kind, id)| (*kind, (*id).to_owned())).collect();
            self.understood.push(Understood::Name { words, things });
            optional.push((Occur::Should, Box::new(query)));
            highest += NAME_WORTH;
        }
        let stems: HashSet<&str> = asked.iter().map(|word| word.stem.as_str()).collect();
        let related = if self.expand { expansions(&asked, &mut self.stemmed) } else { Vec::new() };
        for expansion in related {
            let written: Vec<&str> = asked[expansion.words].iter().map(|word| word.lower.as_str()).collect();
            let mut ways = Vec::new();
            let mut kept = Vec::new();
            for other in expansion.related {
                if let Some(query) = self.related(other, &stems) {
                    ways.push(query);
                    kept.push(other);
                }
            }
            if !ways.is_empty() {
                let query = BoostQuery::new(Box::new(DisjunctionMaxQuery::new(ways)), RELATED_WORTH);
                let written = written.join(" ");
                self.note_part(|| format!("much like {written}"), &query);
                self.understood.push(Understood::Related { written, others: kept });
                optional.push((Occur::Should, Box::new(query)));
            }
        }
        if optional.is_empty() {
            return Ok(None);
        }

        let mut covered: Vec<Planned> = others;
        let in_name = |word: usize| names.iter().any(|name| name.words.contains(&word));
        let mut free = vec![false; units.len()];
        for (_, own) in units_of_word.iter().enumerate().filter(|(word, _)| !in_name(*word)) {
            for at in own {
                if let Some(free) = free.get_mut(*at) {
                    *free = true;
                }
            }
        }
        let single = |unit: &Unit| unit.query.box_clone();
        covered.extend(
            units
                .iter()
                .zip(&free)
                .filter(|(unit, free)| **free && counts(unit))
                .map(|(unit, _)| single(unit)),
        );
        for name in &names {
            let own = units_of_word.get(name.words.clone()).unwrap_or_default().iter().flatten();
            let spelled: Vec<Planned> =
                own.filter_map(|at| units.get(*at)).filter(|unit| counts(unit)).map(single).collect();
            let mut ways = vec![self.carriers(name)];
            if !spelled.is_empty() {
                ways.push(Box::new(BooleanQuery::intersection(spelled)));
            }
            covered.push(Box::new(BooleanQuery::union(ways)));
        }

        let any = Box::new(BooleanQuery::new(optional)) as Planned;
        let mut parts = vec![(Occur::Must, any)];
        if (2..=MAX_COVERED).contains(&covered.len()) {
            let all = ConstScoreQuery::new(Box::new(BooleanQuery::intersection(covered)), highest);
            self.note_part(|| "all words".to_owned(), &all);
            parts.push((Occur::Should, Box::new(all)));
        }
        parts.extend(self.pairs(&words).into_iter().map(|pair| (Occur::Should, pair)));
        Ok(Some(Box::new(BooleanQuery::new(parts))))
    }

    /// A word or phrase of nearly the same meaning as one of the query; `None` where its words stand there already.
    fn related(&mut self, text: &str, asked: &HashSet<&str>) -> Option<Planned> {
        let found = tokens::terms(&mut self.stemmed, text);
        if found.iter().all(|token| asked.contains(token.text.as_str())) {
            return None;
        }
        match &found[..] {
            [word] => Some(Box::new(self.word_query(TextField::Any, text, &word.text).without_exact())),
            words => Some(Box::new(phrase_in(self.fields.body, words, 0))),
        }
    }

    /// The articles that carry an id of this name.
    fn carriers(&self, name: &FoundName<'_>) -> Planned {
        any_term(name.things.iter().map(|(kind, id)| (self.fields.ids(*kind), (*id).to_owned())))
    }

    /// Neighbours of the query that are neighbours in the body too.
    fn pairs(&mut self, words: &[&str]) -> Vec<Planned> {
        let mut line: Vec<Token> = Vec::new();
        for word in words {
            if !FUNCTION_WORDS.contains(&word.to_lowercase().as_str()) {
                line.extend(tokens::terms(&mut self.stemmed, word));
            }
        }
        for (position, token) in line.iter_mut().enumerate() {
            token.position = position;
        }
        let body = self.fields.body;
        let mut pairs: Vec<Planned> = Vec::new();
        for pair in line.windows(2).take(MAX_PAIRS) {
            let query = BoostQuery::new(Box::new(phrase_in(body, pair, 0)), PAIR_WORTH);
            self.note_part(|| format!("beside each other: {} {}", pair[0].text, pair[1].text), &query);
            pairs.push(Box::new(query));
        }
        pairs
    }
}
