//! From articles in the order of a search to deals in theirs.
//!
//! Articles come in rank order; each deal stands where the best article that tells of it does. Deals are read one at a time
//! and let go: what is kept of each is its id and its place.

use std::collections::{HashMap, HashSet};

use crate::base::DealId;
use crate::deals::{Deal, DealEvent};
use crate::library::deal_judge::Judge;
use crate::library::{Library, LibraryError};
use crate::search::{Clause, Document, Hit, Node, Query};
use crate::watch::{self, ArticleSubject, DealSubject, Found, Plain, PreparedQuery};

/// A deal that is told beside another which answers more of the query's words stands as if its article came so many places
/// later. It is a number and not the end of the list, so that no more articles than these have to be read to know the first deals.
const HELD_BACK: usize = 10;

/// Where a deal stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The place of its best article, later where the deal is told beside a better one.
    pub(super) key: usize,
    /// Whether its best article also tells of a deal that answers more of the query's words.
    pub(super) beside: bool,
    /// The first of the article's events that tells it.
    ordinal: u32,
    /// The best article, among those kept.
    article: usize,
}

/// What is known of a deal without its article.
#[derive(Clone, Copy, Debug)]
struct Known {
    passes: bool,
    answered: Answered,
}

/// How many of the query's words a deal answers.
#[derive(Clone, Copy, Debug, Default)]
struct Answered {
    /// By its name, parties, program, numbers and subject.
    by_facts: usize,
    /// By these, and by the headlines and sentences that tell of it.
    at_all: usize,
}

/// The deals found so far.
pub(super) struct Walk<'l> {
    library: &'l Library,
    judge: Judge,
    /// What each deal is asked; nothing where that depends on the article.
    asked: Option<PreparedQuery>,
    /// The words of the query; empty where the order does not ask how well they are answered.
    words: Vec<PreparedQuery>,
    known: HashMap<DealId, Known>,
    places: HashMap<DealId, Place>,
    articles: Vec<Hit>,
    /// How many articles were taken.
    pub(super) taken: usize,
}

impl<'l> Walk<'l> {
    /// A walk for this query; `by_words` says whether deals that answer its words come before those told beside them.
    pub(super) fn new(library: &'l Library, query: &Query, by_words: bool) -> Self {
        let judge = Judge::of(&query.root);
        let prepared = |query: &Query| PreparedQuery::new(query, library.names(), Plain::Any);
        let asked = judge.root.clone().filter(|_| !judge.asks_article);
        Self {
            library,
            asked: asked.map(|root| prepared(&Query { root })),
            words: if by_words { words_of(query).iter().map(prepared).collect() } else { Vec::new() },
            judge,
            known: HashMap::new(),
            places: HashMap::new(),
            articles: Vec::new(),
            taken: 0,
        }
    }

    /// Takes the next article.
    pub(super) fn take(&mut self, hit: Hit) -> Result<(), LibraryError> {
        let at = self.taken;
        self.taken += 1;
        let mut told = self.library.store.deals_of_article(&hit.id)?;
        let mut seen: HashSet<DealId> = HashSet::new();
        told.retain(|(_, deal)| seen.insert(deal.clone()));
        if told.is_empty() {
            return Ok(());
        }
        let told = self.passing(told, &hit)?;
        let mut answered = vec![Answered::default(); told.len()];
        if told.len() > 1 && !self.words.is_empty() {
            for (answered, (_, id)) in answered.iter_mut().zip(&told) {
                *answered = self.look(id)?.answered;
            }
        }
        // A headline or sentence may tell of several deals, so it counts only where no deal's facts answer.
        let by_facts = answered.iter().any(|answered| answered.by_facts > 0);
        let weight = |answered: &Answered| if by_facts { answered.by_facts } else { answered.at_all };
        let most = answered.iter().map(weight).max().unwrap_or_default();
        let mut is_best_of_any = false;
        for ((ordinal, id), answered) in told.into_iter().zip(answered) {
            let beside = weight(&answered) < most;
            let key = if beside { at.saturating_add(HELD_BACK) } else { at };
            let known = self.places.get(&id);
            if known.is_none_or(|known| (key, beside) < (known.key, known.beside)) {
                self.places.insert(id, Place { key, beside, ordinal, article: self.articles.len() });
                is_best_of_any = true;
            }
        }
        if is_best_of_any {
            self.articles.push(hit);
        }
        Ok(())
    }

    /// How many deals have been found.
    pub(super) fn found(&self) -> usize {
        self.places.len()
    }

    /// How many of the first places no later article can change.
    pub(super) fn settled(&self) -> usize {
        self.places.values().filter(|place| place.key < self.taken).count()
    }

    /// The deals in order, each with its place and best article.
    pub(super) fn in_order(&self) -> Vec<(&DealId, &Place, &Hit)> {
        let mut all: Vec<(&DealId, &Place)> = self.places.iter().collect();
        all.sort_by_key(|(id, place)| (place.key, place.beside, place.ordinal, *id));
        all.into_iter()
            .filter_map(|(id, place)| Some((id, place, self.articles.get(place.article)?)))
            .collect()
    }

    /// The deals of an article that the query means.
    fn passing(&mut self, told: Vec<(u32, DealId)>, hit: &Hit) -> Result<Vec<(u32, DealId)>, LibraryError> {
        if self.judge.root.is_none() {
            return Ok(told);
        }
        let of_article = if self.judge.asks_article { self.settled_by(hit)? } else { None };
        let mut passing = Vec::with_capacity(told.len());
        for (ordinal, id) in told {
            let passes = match &of_article {
                Some(query) => {
                    let deal = self.library.store.deal(&id)?;
                    deal.is_some_and(|deal| self.holds(query, &deal))
                }
                None => self.look(&id)?.passes,
            };
            if passes {
                passing.push((ordinal, id));
            }
        }
        Ok(passing)
    }

    /// What is asked of the deals of an article, its own answers put in.
    fn settled_by(&self, hit: &Hit) -> Result<Option<PreparedQuery>, LibraryError> {
        let Some((article, facts)) = self.library.store.article(&hit.id)? else { return Ok(None) };
        let names = self.library.names();
        let document = Document::new(&article, &facts, names);
        let subject = ArticleSubject::new(&document);
        let ask = |node: &Node| watch::matches(&Query { root: node.clone() }, &subject, names, Plain::Any);
        let settled = self.judge.settled(ask);
        Ok(settled.map(|root| PreparedQuery::new(&Query { root }, names, Plain::Any)))
    }

    /// What is known of a deal, which is read when it is first asked for.
    fn look(&mut self, id: &DealId) -> Result<Known, LibraryError> {
        if let Some(known) = self.known.get(id) {
            return Ok(*known);
        }
        let known = match self.library.store.deal(id)? {
            None => Known { passes: false, answered: Answered::default() },
            Some(deal) => {
                let passes = self.asked.as_ref().is_none_or(|query| self.holds(query, &deal));
                Known { passes, answered: self.answered(&deal) }
            }
        };
        self.known.insert(id.clone(), known);
        Ok(known)
    }

    fn holds(&self, query: &PreparedQuery, deal: &Deal) -> bool {
        let told: Vec<&DealEvent> = deal.events.iter().collect();
        query.matches(&DealSubject::new(deal, told, self.library.names()))
    }

    fn answered(&self, deal: &Deal) -> Answered {
        let names = self.library.names();
        let subject = DealSubject::new(deal, deal.events.iter().collect(), names);
        let is_fact = |found: &Found| match found {
            Found::Said { text, .. } => *text == deal.name || deal.subject.as_ref() == Some(text),
            found => !matches!(found, Found::Words(_)),
        };
        let (mut by_facts, mut at_all) = (HashSet::new(), HashSet::new());
        for query in &self.words {
            for reason in query.why(&subject) {
                let words = || reason.clause.split_whitespace().map(str::to_lowercase);
                at_all.extend(words());
                if reason.found.iter().any(is_fact) {
                    by_facts.extend(words());
                }
            }
        }
        Answered { by_facts: by_facts.len(), at_all: at_all.len() }
    }
}

/// The words a query asks for: the plain ones together, since several may be one name, and each of the others.
fn words_of(query: &Query) -> Vec<Query> {
    let (plain, others): (Vec<Node>, Vec<Node>) =
        query.wanted_texts().into_iter().cloned().map(Node::Text).partition(Node::is_ranked);
    let plain: Vec<Clause> = plain.into_iter().map(|node| Clause { must: false, node }).collect();
    let plain = (!plain.is_empty()).then_some(Node::List(plain));
    plain.into_iter().chain(others).map(|root| Query { root }).collect()
}
