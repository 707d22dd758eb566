//! Plain words: which answers come first.

use std::collections::HashSet;

use tantivy::query::{Bm25Weight, BooleanQuery, BoostQuery, ConstScoreQuery, QueryClone as _};
use tantivy::tokenizer::Token;
use tantivy::{Score, Term};

use super::best_way::BestWayQuery;
use super::expansion::{Asked, expansions};
use super::explain::Understood;
use super::free_words::{FreeWords, is_function_word};
use super::names::FoundName;
use super::plan::{Planned, Planner, any_term, phrase_in, term};
use super::query::{Form, Text, TextField};
use super::ranked::{Pair, Part, Ranked};
use super::tokens;
use super::word_score::WordQuery;

/// What it is worth that an article carries the id of a name among the words: less than any word of it.
const NAME_WORTH: f32 = 1.0;
/// What a contract number is worth: enough to come before any mere word.
const NUMBER_WORTH: f32 = 20.0;
/// The share of a phrase's worth that two words beside each other get, as beside each other in the query.
const PAIR_WORTH: f32 = 0.1;
/// The share of a word's worth that a word of nearly the same meaning gets.
const RELATED_WORTH: f32 = 0.2;
/// How many fields a beginning or a fuzzy word is looked for in, each of which adds one.
const EXACT_FIELDS: f32 = 2.0;
/// With more words than this no article is expected to hold all.
const MAX_COVERED: usize = 32;
/// Pairs looked for at most: each costs the reading of places.
const MAX_PAIRS: usize = 12;

impl Planner<'_> {
    /// At least one of the words, the more and rarer the better, and all of them before all else; `None` where there is no
    /// word at all.
    pub(super) fn ranked(&mut self, texts: &[&Text]) -> tantivy::Result<Option<Ranked>> {
        let free = FreeWords::read(texts, &mut self.stemmed);
        let words: Vec<&str> = free.words.iter().map(|word| word.text).collect();
        let mut parts: Vec<Part> = Vec::new();

        let mut units: Vec<WordQuery> = Vec::new();
        for unit in &free.units {
            let (written, stem) = (unit.written.clone(), unit.stem.clone());
            let is_function_word = unit.is_function_word;
            self.understood.push(Understood::Word { written, stem, is_function_word });
            units.push(self.word_query(TextField::Any, &unit.written, &unit.stem));
        }
        for number in free.words.iter().filter_map(|word| word.number.as_deref()) {
            let query = Box::new(ConstScoreQuery::new(term(self.fields.numbers, number), NUMBER_WORTH));
            self.add(&mut parts, query, NUMBER_WORTH, || format!("contract number {number}"));
        }
        let mut covering: Vec<usize> = Vec::new();
        for (unit, query) in free.units.iter().zip(&units).filter(|(unit, _)| free.counts(unit)) {
            covering.push(parts.len());
            let times = unit.times as f32;
            let most = times * query.most(self.searcher)?;
            let query = Box::new(BoostQuery::new(query.box_clone(), times));
            self.add(&mut parts, query, most, || format!("word {}", unit.stem));
        }
        let mut covered: Vec<Planned> = Vec::new();
        for text in &free.others {
            if let Some(query) = self.text(text) {
                covered.push(query.box_clone());
                covering.push(parts.len());
                parts.push(Part { query, most: self.most_of(text)? });
            }
        }
        let names = self.names.find(&words);
        for name in &names {
            let query = Box::new(ConstScoreQuery::new(self.carriers(name), NAME_WORTH));
            let words = words[name.words.clone()].join(" ");
            self.add(&mut parts, query, NAME_WORTH, || format!("name {words}"));
            let things = name.things.iter().map(|(kind, id)| (*kind, (*id).to_owned())).collect();
            self.understood.push(Understood::Name { words, things });
        }
        if self.expand {
            self.add_related(&mut parts, &free)?;
        }
        if parts.is_empty() {
            return Ok(None);
        }
        self.cover(&mut covered, &free, &units, &names);
        let pairs = self.pairs(&words);
        if !(2..=MAX_COVERED).contains(&covered.len()) {
            covered.clear();
        }
        let counted = free.units.iter().filter(|unit| free.counts(unit));
        let words = counted.map(|unit| Term::from_field_text(self.fields.body, &unit.stem)).collect();
        let covering = Some(covering).filter(|covering| names.is_empty() && covering.len() == covered.len());
        let ranked = Ranked { parts, covered, covering, words, pairs };
        self.note_whole(&ranked)?;
        Ok(Some(ranked))
    }

    /// Adds a part, and keeps it to be told of.
    fn add(&mut self, parts: &mut Vec<Part>, query: Planned, most: Score, name: impl FnOnce() -> String) {
        self.note_part(name, query.as_ref());
        parts.push(Part { query, most });
    }

    /// Words of nearly the same meaning, which count little.
    fn add_related(&mut self, parts: &mut Vec<Part>, free: &FreeWords<'_>) -> tantivy::Result<()> {
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
        for expansion in expansions(&asked, &mut self.stemmed) {
            let written: Vec<&str> = asked[expansion.words].iter().map(|word| word.lower.as_str()).collect();
            let (mut ways, mut kept, mut most) = (Vec::new(), Vec::new(), 0.0_f32);
            for other in expansion.related {
                if let Some(way) = self.related(other, &stems)? {
                    ways.push(way.query);
                    most = most.max(way.most);
                    kept.push(other);
                }
            }
            if !ways.is_empty() {
                let query = BestWayQuery { ways, worth: RELATED_WORTH };
                let written = written.join(" ");
                self.add(parts, Box::new(query), most * RELATED_WORTH, || format!("much like {written}"));
                self.understood.push(Understood::Related { written, others: kept });
            }
        }
        Ok(())
    }

    /// What has to be there for an article to have all words: each word, and of a name its words or one of its ids.
    fn cover(
        &mut self,
        covered: &mut Vec<Planned>,
        free: &FreeWords<'_>,
        units: &[WordQuery],
        names: &[FoundName<'_>],
    ) {
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
        for name in names {
            let own = free.words.get(name.words.clone()).unwrap_or_default();
            let spelled: Vec<Planned> =
                own.iter().flat_map(|word| &word.stems).filter_map(|(at, _)| counted(*at)).collect();
            let mut ways = vec![self.carriers(name)];
            if !spelled.is_empty() {
                ways.push(Box::new(BooleanQuery::intersection(spelled)));
            }
            covered.push(Box::new(BooleanQuery::union(ways)));
        }
    }

    /// Keeps what all words and neighbours are worth, to be told of.
    fn note_whole(&mut self, ranked: &Ranked) -> tantivy::Result<()> {
        if self.parts.is_none() {
            return Ok(());
        }
        if let Some(all) = ranked.all() {
            let all = ConstScoreQuery::new(Box::new(all), ranked.bonus(self.searcher)?);
            self.note_part(|| "all words".to_owned(), &all);
        }
        for pair in &ranked.pairs {
            let words =
                pair.terms.each_ref().map(|term| term.value().as_str().unwrap_or_default().to_owned());
            self.note_part(|| format!("beside each other: {}", words.join(" ")), pair.query().as_ref());
        }
        Ok(())
    }

    /// The most that the query of a beginning or of a fuzzy word adds.
    fn most_of(&mut self, text: &Text) -> tantivy::Result<Score> {
        let (Form::Prefix(words) | Form::Fuzzy { word: words, .. }) = &text.form else { return Ok(0.0) };
        let mut most = 0.0;
        for token in tokens::terms(&mut self.stemmed, words) {
            // One for each field that has a word that begins so or is near, or what the word itself is worth.
            let as_word = self.word_query(TextField::Any, &token.text, &token.text).most(self.searcher)?;
            most += as_word.max(EXACT_FIELDS);
        }
        Ok(most)
    }

    /// A word or phrase of nearly the same meaning as one of the query; `None` where its words stand there already.
    fn related(&mut self, text: &str, asked: &HashSet<&str>) -> tantivy::Result<Option<Part>> {
        let found = tokens::terms(&mut self.stemmed, text);
        if found.iter().all(|token| asked.contains(token.text.as_str())) {
            return Ok(None);
        }
        if let [word] = &found[..] {
            let query = self.word_query(TextField::Any, text, &word.text).without_exact();
            let most = query.most(self.searcher)?;
            return Ok(Some(Part { query: Box::new(query), most }));
        }
        let phrase = phrase_in(self.fields.body, &found, 0);
        let most = Bm25Weight::for_terms(self.searcher, &phrase.phrase_terms())?.max_score();
        Ok(Some(Part { query: Box::new(phrase), most }))
    }

    /// The articles that carry an id of this name.
    fn carriers(&self, name: &FoundName<'_>) -> Planned {
        any_term(name.things.iter().map(|(kind, id)| (self.fields.ids(*kind), (*id).to_owned())))
    }

    /// Neighbours of the query, which may be neighbours in the body too.
    fn pairs(&mut self, words: &[&str]) -> Vec<Pair> {
        let mut line: Vec<Token> = Vec::new();
        for word in words {
            if !is_function_word(word) {
                line.extend(tokens::terms(&mut self.stemmed, word));
            }
        }
        let body = self.fields.body;
        let pair = |pair: &[Token]| Pair::new(body, [&pair[0].text, &pair[1].text], PAIR_WORTH);
        line.windows(2).take(MAX_PAIRS).map(pair).collect()
    }
}
