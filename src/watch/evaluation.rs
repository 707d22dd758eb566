//! The tree, evaluated on one thing.
//!
//! Parts without a word (`&`) ask nothing: they have no verdict, and what has none is passed over, as in the index.

use std::collections::HashSet;

use crate::search::{FoundName, FreeWords, NameTable, Node, Text, TextField, WordCutter};
use crate::watch::Plain;
use crate::watch::conditions::{filter, found_thing, numbered};
use crate::watch::reason::{Found, Reason};
use crate::watch::subject::Subject;
use crate::watch::words::Words;

/// So many places are given for one part of the query.
const MOST_FOUND: usize = 16;

/// Whether the query holds.
pub(super) fn holds(root: &Node, subject: &impl Subject, names: &NameTable, plain: Plain) -> bool {
    Evaluation::new(subject, names, plain, 1).verdict(root) == Some(true)
}

/// Whether the query holds, by a cutter that is given back: making one costs more than most queries do.
pub(super) fn holds_by(
    root: &Node,
    subject: &impl Subject,
    names: &NameTable,
    plain: Plain,
    cutter: WordCutter,
) -> (bool, WordCutter) {
    let words = Words { subject, cutter, most: 1 };
    let mut evaluation = Evaluation { words, names, plain, is_negative: false };
    let holds = evaluation.verdict(root) == Some(true);
    (holds, evaluation.words.cutter)
}

/// Which parts hold, and by what; none where the query does not.
pub(super) fn reasons(root: &Node, subject: &impl Subject, names: &NameTable, plain: Plain) -> Vec<Reason> {
    if !holds(root, subject, names, plain) {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    Evaluation::new(subject, names, plain, MOST_FOUND).explain(root, false, &mut reasons);
    reasons
}

struct Evaluation<'s, S> {
    words: Words<'s, S>,
    names: &'s NameTable,
    plain: Plain,
    /// Whether the part at hand stands under a NOT.
    is_negative: bool,
}

/// Plain words beside each other, and what was found of them.
struct Ranked<'q> {
    free: FreeWords<'q>,
    /// What was found of each unit, of each word as a number, of each other text, and of each name.
    units: Vec<Vec<Found>>,
    numbers: Vec<Vec<Found>>,
    others: Vec<(&'q Text, Vec<Found>)>,
    names: Vec<(FoundName<'q>, Vec<Found>)>,
}

impl<'s, S: Subject> Evaluation<'s, S> {
    fn new(subject: &'s S, names: &'s NameTable, plain: Plain, most: usize) -> Self {
        let words = Words { subject, cutter: WordCutter::default(), most };
        Self { words, names, plain, is_negative: false }
    }

    /// Whether a part holds. The parser bounds the depth.
    fn verdict<'q>(&mut self, node: &'q Node) -> Option<bool>
    where
        's: 'q,
    {
        match node {
            Node::Everything => Some(true),
            Node::Text(text) if node.is_ranked() => self.ranked(&[text]),
            Node::Text(text) => self.required(text),
            Node::Filter(asked) => Some(filter(asked, &mut self.words, self.names).is_some()),
            Node::Not(_) => self.all_of([node]),
            Node::And(nodes) => self.all_of(nodes),
            Node::Or(nodes) => {
                let mut any = None;
                for node in nodes {
                    match self.verdict(node) {
                        Some(true) => return Some(true),
                        other => any = any.or(other),
                    }
                }
                any
            }
            Node::List(clauses) => {
                let (plain, required) = Node::divided(clauses);
                match (self.all_of(required), self.ranked(&plain)) {
                    (Some(required), Some(ranked)) => Some(required && ranked),
                    (required, ranked) => required.or(ranked),
                }
            }
        }
    }

    fn all_of<'q>(&mut self, nodes: impl IntoIterator<Item = &'q Node>) -> Option<bool>
    where
        's: 'q,
    {
        let mut all = None;
        for node in nodes {
            let verdict = match node {
                Node::Not(inner) => {
                    self.is_negative = !self.is_negative;
                    let verdict = match inner.as_ref() {
                        Node::Text(text) => self.required(text),
                        inner => self.verdict(inner),
                    };
                    self.is_negative = !self.is_negative;
                    verdict.map(|holds| !holds)
                }
                Node::Text(text) => self.required(text),
                node => self.verdict(node),
            };
            match verdict {
                Some(false) => return Some(false),
                other => all = all.or(other),
            }
        }
        all
    }

    fn required(&mut self, text: &Text) -> Option<bool> {
        self.words.text(text).map(|found| !found.is_empty())
    }

    fn ranked<'q>(&mut self, texts: &[&'q Text]) -> Option<bool>
    where
        's: 'q,
    {
        let plain = if self.is_negative { Plain::Any } else { self.plain };
        self.read(texts).verdict(plain)
    }

    fn read<'q>(&mut self, texts: &[&'q Text]) -> Ranked<'q>
    where
        's: 'q,
    {
        let subject = self.words.subject;
        let free = self.words.cutter.free_words(texts);
        let units = free.units.iter().map(|unit| self.words.stem(TextField::Any, &unit.stem)).collect();
        let numbers =
            free.words.iter().map(|word| numbered(subject, word.number.as_deref().unwrap_or_default()));
        let numbers = numbers.collect();
        let others = free.others.iter().filter_map(|text| Some((*text, self.words.text(text)?))).collect();
        let words: Vec<&str> = free.words.iter().map(|word| word.text).collect();
        let carriers = |name: FoundName<'q>| {
            let mut found = Vec::new();
            for (kind, id) in &name.things {
                let things = subject.things(*kind);
                let carried = things.iter().filter(|thing| thing.found_by().any(|by| by == *id));
                for thing in carried.map(|thing| found_thing(*kind, thing)) {
                    if !found.contains(&thing) {
                        found.push(thing);
                    }
                }
            }
            (name, found)
        };
        let names = self.names.find(&words).into_iter().map(carriers).collect();
        Ranked { free, units, numbers, others, names }
    }

    /// What a part that holds was answered by.
    fn explain<'q>(&mut self, node: &'q Node, is_required: bool, reasons: &mut Vec<Reason>)
    where
        's: 'q,
    {
        let said = |found| Reason { clause: node.to_string(), found };
        match node {
            Node::Everything | Node::Not(_) => reasons.push(said(Vec::new())),
            Node::Text(text) if !is_required && node.is_ranked() => self.read(&[text]).explain(reasons),
            Node::Text(text) => {
                let found = self.words.text(text).unwrap_or_default();
                if !found.is_empty() {
                    reasons.push(said(found));
                }
            }
            Node::Filter(asked) => {
                reasons.extend(filter(asked, &mut self.words, self.names).map(said));
            }
            Node::And(nodes) => nodes.iter().for_each(|node| self.explain(node, true, reasons)),
            Node::Or(nodes) => {
                for node in nodes {
                    if self.verdict(node) == Some(true) {
                        self.explain(node, false, reasons);
                    }
                }
            }
            Node::List(clauses) => {
                let (plain, required) = Node::divided(clauses);
                for node in required {
                    self.explain(node, true, reasons);
                }
                self.read(&plain).explain(reasons);
            }
        }
    }
}

impl Ranked<'_> {
    /// The units of a word that are asked for, and whether each was found.
    fn of_word(&self, word: usize) -> impl Iterator<Item = &Vec<Found>> {
        let stems = self.free.words.get(word).map(|word| word.stems.as_slice()).unwrap_or_default();
        stems.iter().filter_map(|(at, _)| {
            self.free.units.get(*at).filter(|unit| self.free.counts(unit))?;
            self.units.get(*at)
        })
    }

    fn is_number(&self, word: usize) -> bool {
        self.numbers.get(word).is_some_and(|found| !found.is_empty())
    }

    /// Whether a word stands there, or is a contract number that does.
    fn has_word(&self, word: usize) -> bool {
        self.is_number(word) || self.of_word(word).all(|found| !found.is_empty())
    }

    fn verdict(&self, plain: Plain) -> Option<bool> {
        let counted = self.free.units.iter().zip(&self.units).filter(|(unit, _)| self.free.counts(unit));
        let may_be = self.free.words.iter().zip(&self.numbers).filter(|(word, _)| word.number.is_some());
        let mut optional = counted
            .map(|(_, found)| found)
            .chain(may_be.map(|(_, found)| found))
            .chain(self.others.iter().map(|(_, found)| found))
            .chain(self.names.iter().map(|(_, found)| found))
            .peekable();
        optional.peek()?;
        let any = optional.any(|found| !found.is_empty());
        Some(any && (plain == Plain::Any || self.has_all()))
    }

    /// Whether each word is there: as written, or as the name it is part of is carried.
    fn has_all(&self) -> bool {
        let in_name = |word: usize| self.names.iter().any(|(name, _)| name.words.contains(&word));
        let free = (0..self.free.words.len()).filter(|word| !in_name(*word));
        let names = self.names.iter().all(|(name, carriers)| {
            let has_words = name
                .words
                .clone()
                .any(|word| self.free.words.get(word).is_some_and(|word| !word.stems.is_empty()));
            !carriers.is_empty() || (has_words && name.words.clone().all(|word| self.has_word(word)))
        });
        names
            && free.into_iter().all(|word| self.has_word(word))
            && self.others.iter().all(|(_, found)| !found.is_empty())
    }

    fn explain(self, reasons: &mut Vec<Reason>) {
        for (name, found) in &self.names {
            if !found.is_empty() {
                let words = self.free.words.get(name.words.clone()).unwrap_or_default();
                let clause = words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
                reasons.push(Reason { clause, found: found.clone() });
            }
        }
        let mut told: HashSet<&str> = HashSet::new();
        for (at, word) in self.free.words.iter().enumerate() {
            let stems = self.of_word(at).flatten().cloned();
            let number = self.numbers.get(at).into_iter().flatten().cloned();
            let found: Vec<Found> = number.chain(stems).take(MOST_FOUND).collect();
            if !found.is_empty() && told.insert(word.text) {
                reasons.push(Reason { clause: word.text.to_owned(), found });
            }
        }
        for (text, found) in self.others {
            if !found.is_empty() {
                reasons.push(Reason { clause: text.to_string(), found });
            }
        }
    }
}
