//! From the tree to the engine's queries: what has to hold, and what a condition means in the index.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, InvertedIndexRangeQuery, Occur,
    PhraseQuery, Query as EngineQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::{TextAnalyzer, Token};
use tantivy::{Searcher, Term};

use super::explain::Understood;
use super::kept_out::KeptOut;
use super::names::NameTable;
use super::near::NearQuery;
use super::query::{Filter, Form, Name, NameKind, Node, Text, TextField};
use super::ranked::Ranked;
use super::schema::{Fields, amount_bounds, day_number, number_key, of_role};
use super::shelf::Kept;
use super::tokens;
use super::word_score::{WordQuery, Zone};

pub(super) type Planned = Box<dyn EngineQuery>;

/// Turns a tree into one query of the engine.
pub(super) struct Planner<'a> {
    pub(super) fields: &'a Fields,
    pub(super) names: &'a NameTable,
    pub(super) searcher: &'a Searcher,
    pub(super) stemmed: TextAnalyzer,
    pub(super) exact: TextAnalyzer,
    /// Whether words of nearly the same meaning are looked for too.
    pub(super) expand: bool,
    /// How the words of the query were understood.
    pub(super) understood: Vec<Understood>,
    /// What adds to the score, by name, where that was asked for.
    pub(super) parts: Option<Vec<(String, Planned)>>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(fields: &'a Fields, names: &'a NameTable, searcher: &'a Searcher) -> Self {
        Self {
            fields,
            names,
            searcher,
            stemmed: tokens::stemmed(),
            exact: tokens::exact(),
            expand: true,
            understood: Vec::new(),
            parts: None,
        }
    }

    /// Keeps a part of the score to be told of.
    pub(super) fn note_part(&mut self, name: impl FnOnce() -> String, query: &dyn EngineQuery) {
        if let Some(parts) = &mut self.parts {
            parts.push((name(), query.box_clone()));
        }
    }

    /// The query of a part; `None` where the part holds no word at all (`&`), so that nothing is asked.
    /// Recursion ends: the parser bounds the depth of the tree.
    pub(super) fn plan(&mut self, node: &Node) -> tantivy::Result<Option<Planned>> {
        match node {
            Node::Everything => Ok(Some(everything())),
            Node::Text(text) if node.is_ranked() => self.ranked_query(&[text]),
            Node::Text(text) => Ok(self.text(text)),
            Node::Filter(filter) => Ok(Some(Box::new(ConstScoreQuery::new(self.filter(filter), 0.0)))),
            Node::Not(_) => self.all_of(std::slice::from_ref(node).iter().collect()),
            Node::And(nodes) => self.all_of(nodes.iter().collect()),
            Node::Or(nodes) => {
                let mut any = Vec::new();
                for node in nodes {
                    any.extend(self.plan(node)?);
                }
                Ok((!any.is_empty()).then(|| Box::new(BooleanQuery::union(any)) as Planned))
            }
            Node::List(clauses) => {
                let (ranked, required) = Node::divided(clauses);
                let ranked_query = self.ranked_query(&ranked)?;
                if required.is_empty() {
                    return Ok(ranked_query);
                }
                match (self.all_of(required)?, ranked_query) {
                    (Some(required), Some(ranked)) => {
                        Ok(Some(Box::new(BooleanQuery::intersection(vec![required, ranked]))))
                    }
                    (required, ranked) => Ok(required.or(ranked)),
                }
            }
        }
    }

    /// The plain words of a query that consists of nothing else.
    pub(super) fn ranked_alone(&mut self, node: &Node) -> tantivy::Result<Option<Ranked>> {
        match node {
            Node::Text(text) if node.is_ranked() => self.ranked(&[text]),
            Node::List(clauses) => match Node::divided(clauses) {
                (ranked, required) if required.is_empty() => self.ranked(&ranked),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn ranked_query(&mut self, texts: &[&Text]) -> tantivy::Result<Option<Planned>> {
        self.ranked(texts)?.map(|ranked| ranked.query(self.searcher)).transpose()
    }

    /// All of these, the negative ones taken away.
    fn all_of(&mut self, nodes: Vec<&Node>) -> tantivy::Result<Option<Planned>> {
        let mut parts: Vec<(Occur, Planned)> = Vec::new();
        for node in nodes {
            let (occur, inner) = match node {
                Node::Not(inner) => (Occur::MustNot, inner.as_ref()),
                Node::Text(text) => {
                    parts.extend(self.text(text).map(|query| (Occur::Must, query)));
                    continue;
                }
                node => (Occur::Must, node),
            };
            let planned = match inner {
                // What is not wanted need not be ranked.
                Node::Text(text) if occur == Occur::MustNot => self.text(text),
                inner => self.plan(inner)?,
            };
            let is_negative = occur == Occur::MustNot;
            parts.extend(
                planned.map(|query| {
                    (occur, if is_negative { Box::new(KeptOut(query)) as Planned } else { query })
                }),
            );
        }
        if parts.is_empty() {
            return Ok(None);
        }
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, everything()));
        }
        Ok(Some(Box::new(BooleanQuery::new(parts))))
    }

    /// Words that have to be there.
    pub(super) fn text(&mut self, text: &Text) -> Option<Planned> {
        match &text.form {
            Form::Word(word) => self.phrase(text.field, word, 0),
            Form::Phrase { words, slop } => self.phrase(text.field, words, *slop),
            Form::Prefix(start) => {
                let mut words = tokens::terms(&mut self.exact, start);
                let last = words.pop()?;
                let begins = |term| FuzzyTermQuery::new_prefix(term, 0, true);
                let begins = self.in_exact_fields(text.field, &last.text, begins);
                let mut parts = vec![begins];
                parts.extend(words.iter().map(|word| self.word(text.field, &word.text)));
                Some(Box::new(BooleanQuery::intersection(parts)))
            }
            Form::Fuzzy { word, distance } => {
                let words = tokens::terms(&mut self.exact, word);
                // A word no longer than what may change would stand for every short word.
                let near = |word: &Token| {
                    if word.text.chars().count() > usize::from(*distance) {
                        let near = |term| FuzzyTermQuery::new(term, *distance, true);
                        self.in_exact_fields(text.field, &word.text, near)
                    } else {
                        self.word(text.field, &word.text)
                    }
                };
                let parts: Vec<Planned> = words.iter().map(near).collect();
                (!parts.is_empty()).then(|| Box::new(BooleanQuery::intersection(parts)) as Planned)
            }
        }
    }

    fn in_exact_fields<Q: EngineQuery>(
        &self,
        field: TextField,
        word: &str,
        make: impl Fn(Term) -> Q,
    ) -> Planned {
        let fields = match field {
            TextField::Any => vec![self.fields.title_exact, self.fields.body_exact],
            TextField::Title => vec![self.fields.title_exact],
            TextField::Body => vec![self.fields.body_exact],
        };
        let parts =
            fields.into_iter().map(|field| Box::new(make(Term::from_field_text(field, word))) as Planned);
        Box::new(BooleanQuery::union(parts.collect()))
    }

    /// Words beside each other, in any of their forms.
    fn phrase(&mut self, field: TextField, words: &str, slop: u32) -> Option<Planned> {
        let found = tokens::terms(&mut self.stemmed, words);
        if found.len() < 2 {
            return found.first().map(|token| self.word_as_written(field, words, &token.text));
        }
        let fields = match field {
            TextField::Any => vec![self.fields.title, self.fields.body],
            TextField::Title => vec![self.fields.title],
            TextField::Body => vec![self.fields.body],
        };
        let parts = fields.into_iter().map(|field| -> Planned {
            // Of three words and more the engine's answer hangs on how frequent each is.
            if slop > 0 && found.len() > 2 {
                return Box::new(NearQuery::new(field, &found, slop));
            }
            Box::new(phrase_in(field, &found, slop))
        });
        Some(Box::new(BooleanQuery::union(parts.collect())))
    }

    fn word(&mut self, field: TextField, word: &str) -> Planned {
        let stem = tokens::terms(&mut self.stemmed, word).pop().map_or_else(String::new, |token| token.text);
        self.word_as_written(field, word, &stem)
    }

    fn word_as_written(&mut self, field: TextField, written: &str, stem: &str) -> Planned {
        Box::new(self.word_query(field, written, stem))
    }

    /// One word with its score.
    pub(super) fn word_query(&mut self, field: TextField, written: &str, stem: &str) -> WordQuery {
        let fields = self.fields;
        let title = Zone { field: fields.title, weight: 1.6, length_share: 0.5 };
        let body = Zone { field: fields.body, weight: 1.0, length_share: 0.75 };
        let evidence = Zone { field: fields.evidence, weight: 0.5, length_share: 0.5 };
        let (zones, exact) = match field {
            TextField::Any => (vec![title, body, evidence], vec![fields.title_exact, fields.body_exact]),
            TextField::Title => (vec![title], vec![fields.title_exact]),
            TextField::Body => (vec![body], vec![fields.body_exact]),
        };
        let folded = tokens::terms(&mut self.exact, written).pop();
        let exact = folded.map_or_else(Vec::new, |token| {
            exact.iter().map(|field| Term::from_field_text(*field, &token.text)).collect()
        });
        WordQuery::new(stem, zones, exact)
    }

    fn filter(&mut self, filter: &Filter) -> Planned {
        let fields = self.fields;
        match filter {
            Filter::Named(kind, name) => self.named(*kind, fields.ids(*kind), fields.names(*kind), name),
            Filter::Via(name) => self.named(NameKind::Vendor, fields.via_ids, fields.via_names, name),
            Filter::Kind(kind) => term(fields.kinds, kind.as_str()),
            Filter::Status(status) => term(fields.statuses, status.as_str()),
            Filter::Has(sort) => term(fields.traits, sort.as_str()),
            Filter::Country(code) => term(fields.country, code),
            Filter::Publisher(name) => self.in_names(fields.publisher, name),
            Filter::Id(id) => {
                let key = number_key(id);
                let mut parts = vec![term(fields.id, id)];
                if !key.is_empty() {
                    parts.push(term(fields.numbers, &key));
                }
                Box::new(BooleanQuery::union(parts))
            }
            Filter::Kept { kept, .. } => self.kept(kept),
            Filter::Published { from, to } => days(fields.day, *from, *to),
            Filter::Happened { from, to } => days(fields.happened, *from, *to),
            Filter::Sum(role, range) => match amount_bounds(range) {
                None => Box::new(EmptyQuery),
                Some((low, high)) => {
                    let bound = |bytes: &[u8]| {
                        Bound::Included(Term::from_field_bytes(fields.amounts, &of_role(*role, bytes)))
                    };
                    Box::new(InvertedIndexRangeQuery::new(bound(&low), bound(&high)))
                }
            },
            Filter::Amount(range) => match amount_bounds(range) {
                None => Box::new(EmptyQuery),
                Some((low, high)) => {
                    let bound = |bytes: &[u8]| Bound::Included(Term::from_field_bytes(fields.amounts, bytes));
                    Box::new(InvertedIndexRangeQuery::new(bound(&low), bound(&high)))
                }
            },
        }
    }

    /// What the user has put a tag or note on: articles, and those that tell of a deal or name an organisation that has it.
    fn kept(&self, kept: &Kept) -> Planned {
        let fields = self.fields;
        let articles = kept.articles.union(&kept.telling).map(|id| (fields.id, id.to_string()));
        let named = kept.organisations.iter().map(|(kind, id)| (fields.ids(*kind), format!("={id}")));
        any_term(articles.chain(named))
    }

    /// What is so called by the lists; what they do not know is looked for among the names as text.
    fn named(&mut self, kind: NameKind, ids: Field, names: Field, name: &Name) -> Planned {
        let sign = if name.exact { "=" } else { "" };
        let known = self.names.ids(kind, &name.text);
        let things = known.iter().map(|id| (kind, (*id).to_owned())).collect();
        self.understood.push(Understood::Field { name: name.text.clone(), things });
        if !known.is_empty() {
            return any_term(known.iter().map(|id| (ids, format!("{sign}{id}"))));
        }
        let by_id = term(ids, &format!("{sign}{}", name.text.to_lowercase()));
        Box::new(BooleanQuery::union(vec![by_id, self.in_names(names, &name.text)]))
    }

    /// A name as text; a phrase where it has several words.
    fn in_names(&mut self, field: Field, name: &str) -> Planned {
        let words = tokens::terms(&mut self.stemmed, name);
        match words.as_slice() {
            [] => Box::new(EmptyQuery),
            [word] => term(field, &word.text),
            words => Box::new(phrase_in(field, words, 0)),
        }
    }
}

/// What has a day between these two.
fn days(field: Field, from: Option<Date>, to: Option<Date>) -> Planned {
    let bound = |day: Option<Date>| {
        day.map_or(Bound::Unbounded, |day| Bound::Included(Term::from_field_i64(field, day_number(day))))
    };
    match (bound(from), bound(to)) {
        (Bound::Unbounded, Bound::Unbounded) => everything(),
        (from, to) => Box::new(RangeQuery::new(from, to)),
    }
}

/// Every article, all equal.
pub(super) fn everything() -> Planned {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

pub(super) fn term(field: Field, text: &str) -> Planned {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// Any of these terms, each worth the same. The engine's own query of a set of terms builds an automaton of a megabyte
/// first, which pays for thousands of terms and not for one or two.
pub(super) fn any_term(terms: impl Iterator<Item = (Field, String)>) -> Planned {
    let any = terms.map(|(field, text)| term(field, &text)).collect();
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::union(any)), 1.0))
}

/// Two words or more, as far from each other as they were written.
pub(super) fn phrase_in(field: Field, words: &[Token], slop: u32) -> PhraseQuery {
    let first = words.first().map_or(0, |token| token.position);
    let terms = words
        .iter()
        .map(|token| (token.position.saturating_sub(first), Term::from_field_text(field, &token.text)))
        .collect();
    PhraseQuery::new_with_offset_and_slop(terms, slop)
}
