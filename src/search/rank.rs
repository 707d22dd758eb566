//! Plain words: which answers come first.

use std::collections::HashSet;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, QueryClone as _,
};
use tantivy::tokenizer::Token;

use super::expansion::{Asked, expansions};
use super::explain::Understood;
use super::free_words::{FreeWords, is_function_word};
use super::names::FoundName;
use super::plan::{Planned, Planner, any_term, phrase_in, term};
use super::query::{Text, TextField};
use super::tokens;
use super::word_score::{K1, WordQuery};

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

impl Planner<'_> {
    /// At least one of the words, the more and rarer the better, and all of them before all else.
    pub(super) fn ranked(&mut self, texts: &[&Text]) -> tantivy::Result<Option<Planned>> {
        let free = FreeWords::read(texts, &mut self.stemmed);
        let others: Vec<Planned> = free.others.iter().filter_map(|text| self.text(text)).collect();
        let words: Vec<&str> = free.words.iter().map(|word| word.text).collect();
        let mut optional: Vec<(Occur, Planned)> = Vec::new();
        let mut highest = 0.0_f32;

        let mut units: Vec<WordQuery> = Vec::new();
        for unit in &free.units {
            let (written, stem) = (unit.written.clone(), unit.stem.clone());
            let is_function_word = unit.is_function_word;
            self.understood.push(Understood::Word { written, stem, is_function_word });
            units.push(self.word_query(TextField::Any, &unit.written, &unit.stem));
        }
        for number in free.words.iter().filter_map(|word| word.number.as_deref()) {
            let found = ConstScoreQuery::new(term(self.fields.numbers, number), NUMBER_WORTH);
            self.note_part(|| format!("contract number {number}"), &found);
            optional.push((Occur::Should, Box::new(found)));
            highest += NUMBER_WORTH;
        }
        for (unit, query) in free.units.iter().zip(&units).filter(|(unit, _)| free.counts(unit)) {
            let times = unit.times as f32;
            highest += times * query.rarity(self.searcher)? * (K1 + 1.0) * 1.1;
            let query = BoostQuery::new(query.box_clone(), times);
            self.note_part(|| format!("word {}", unit.stem), &query);
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
        let asked: Vec<Asked> = free
            .words
            .iter()
            .flat_map(|word| &word.stems)
            .filter_map(|(at, lower)| {
                let stem = free.units.get(*at)?.stem.clone();
                Some(Asked { lower: lower.clone(), stem })
            })
            .collect();
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
        let mut is_free = vec![false; units.len()];
        for (_, word) in free.words.iter().enumerate().filter(|(word, _)| !in_name(*word)) {
            for (at, _) in &word.stems {
                if let Some(is_free) = is_free.get_mut(*at) {
                    *is_free = true;
                }
            }
        }
        let counted = |at: usize| {
            free.units.get(at).filter(|unit| free.counts(unit))?;
            units.get(at).map(WordQuery::box_clone)
        };
        covered.extend(
            is_free.iter().enumerate().filter(|(_, is_free)| **is_free).filter_map(|(at, _)| counted(at)),
        );
        for name in &names {
            let own = free.words.get(name.words.clone()).unwrap_or_default();
            let spelled: Vec<Planned> =
                own.iter().flat_map(|word| &word.stems).filter_map(|(at, _)| counted(*at)).collect();
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
            if !is_function_word(word) {
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
