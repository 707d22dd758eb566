//! The tree of a query with all that it names looked up, so that it can be asked of many things.
//!
//! Parts without a word (`&`) ask nothing: they are left out here, as the index passes over them.

use crate::search::{NameTable, Node, Text, WordCutter};
use crate::watch::Plain;
use crate::watch::conditions::Condition;
use crate::watch::plain_words::PlainWords;
use crate::watch::words::Wanted;

/// A part of a query; those that are told as reasons have how they are written.
#[derive(Debug)]
pub(super) enum Clause {
    /// Holds for everything.
    Everything(String),
    /// Words that have to be there.
    Words(String, Wanted),
    /// Plain words beside each other.
    Plain(PlainWords),
    /// A field.
    Condition(String, Condition),
    /// Must not hold.
    Not(String, Box<Clause>),
    /// All must hold.
    All(Vec<Clause>),
    /// One must hold.
    Any(Vec<Clause>),
}

/// Reads a tree; `None` where it asks nothing. `names` says what the names in it stand for.
pub(super) fn read(root: &Node, names: &NameTable, plain: Plain, cutter: &mut WordCutter) -> Option<Clause> {
    Reading { names, plain, cutter, is_negative: false }.read(root)
}

struct Reading<'a> {
    names: &'a NameTable,
    plain: Plain,
    cutter: &'a mut WordCutter,
    /// Whether the part at hand stands under a NOT.
    is_negative: bool,
}

impl Reading<'_> {
    /// A part that stands alone or as one of several alternatives. The parser bounds the depth.
    fn read(&mut self, node: &Node) -> Option<Clause> {
        match node {
            Node::Everything => Some(Clause::Everything(node.to_string())),
            Node::Text(text) if node.is_ranked() => self.plain(&[text]),
            Node::Text(_) | Node::Not(_) => self.required(node),
            Node::Filter(filter) => {
                let condition = Condition::read(filter, self.names, self.cutter);
                Some(Clause::Condition(node.to_string(), condition))
            }
            Node::And(nodes) => {
                let all: Vec<Clause> = nodes.iter().filter_map(|node| self.required(node)).collect();
                (!all.is_empty()).then_some(Clause::All(all))
            }
            Node::Or(nodes) => {
                let any: Vec<Clause> = nodes.iter().filter_map(|node| self.read(node)).collect();
                (!any.is_empty()).then_some(Clause::Any(any))
            }
            Node::List(clauses) => {
                let (plain, required) = Node::divided(clauses);
                let mut all: Vec<Clause> =
                    required.into_iter().filter_map(|node| self.required(node)).collect();
                all.extend(self.plain(&plain));
                (!all.is_empty()).then_some(Clause::All(all))
            }
        }
    }

    /// A part that has to hold: no name is read into its words.
    fn required(&mut self, node: &Node) -> Option<Clause> {
        match node {
            Node::Text(text) => Some(Clause::Words(text.to_string(), Wanted::read(text, self.cutter)?)),
            Node::Not(inner) => {
                self.is_negative = !self.is_negative;
                let read = match inner.as_ref() {
                    Node::Text(_) => self.required(inner),
                    inner => self.read(inner),
                };
                self.is_negative = !self.is_negative;
                Some(Clause::Not(node.to_string(), Box::new(read?)))
            }
            node => self.read(node),
        }
    }

    fn plain(&mut self, texts: &[&Text]) -> Option<Clause> {
        let plain = if self.is_negative { Plain::Any } else { self.plain };
        PlainWords::read(texts, plain, self.names, self.cutter).map(Clause::Plain)
    }
}
