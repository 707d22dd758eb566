//! What a thing must have, one of it at least, for a query to hold: so that most queries need not be evaluated.
//!
//! The anchors of a query are found from its tree alone. They may ask for less than the query does, never for more: the
//! property test in `many.rs` holds both against each other.

use crate::search::{Filter, Form, NameKind, NameTable, Node, Text, WordCutter, number_key};

/// In which table an anchor is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// The id of the thing itself, or of an article that tells it.
    Own,
    /// The key of a contract number.
    Number,
    /// The id of an organisation, product or program, or of what it belongs to.
    Thing,
    /// The stem of a word in the name of one.
    NameWord,
    /// The stem of a word of the text.
    Word,
    /// The stem of a word in the name of an outlet.
    Publisher,
    /// A kind of event.
    Kind,
    /// A country's two letters.
    Country,
    /// Where a deal stands.
    Status,
}

impl Table {
    pub(super) const ALL: [Self; 9] = [
        Self::Own,
        Self::Number,
        Self::Thing,
        Self::NameWord,
        Self::Word,
        Self::Publisher,
        Self::Kind,
        Self::Country,
        Self::Status,
    ];

    /// About how often in a thousand things an anchor of this table is there: the rarer ones tell more.
    fn usual(self) -> u32 {
        match self {
            Self::Own | Self::Number => 1,
            Self::Thing | Self::NameWord => 10,
            Self::Publisher => 20,
            Self::Word => 40,
            Self::Kind => 200,
            Self::Country | Self::Status => 400,
        }
    }
}

/// Something a thing may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) table: Table,
    pub(super) key: String,
}

/// Anchors of which a thing has one wherever the query holds.
type Cover = Vec<Anchor>;

/// The anchors of a query with plain words required; `None` where it may hold for a thing that has none.
pub(super) fn cover(root: &Node, names: &NameTable, cutter: &mut WordCutter) -> Option<Cover> {
    Covering { names, cutter }.node(root, false)
}

struct Covering<'a> {
    names: &'a NameTable,
    cutter: &'a mut WordCutter,
}

impl Covering<'_> {
    fn node(&mut self, node: &Node, is_required: bool) -> Option<Cover> {
        match node {
            Node::Everything | Node::Not(_) => None,
            Node::Text(text) if !is_required && node.is_ranked() => self.plain(&[text]),
            Node::Text(text) => self.required(text),
            Node::Filter(filter) => self.filter(filter),
            Node::And(nodes) => rarest(nodes.iter().map(|node| self.node(node, true))),
            Node::Or(nodes) => {
                let each: Option<Vec<Cover>> = nodes.iter().map(|node| self.node(node, false)).collect();
                each.map(|covers| covers.concat()).filter(|cover| !cover.is_empty())
            }
            Node::List(clauses) => {
                let (plain, required) = Node::divided(clauses);
                let plain = self.plain(&plain);
                rarest(required.into_iter().map(|node| self.node(node, true)).chain([plain]))
            }
        }
    }

    /// Plain words beside each other: each must be there, as written, as a number, or as the name it is part of is carried.
    fn plain(&mut self, texts: &[&Text]) -> Option<Cover> {
        let free = self.cutter.free_words(texts);
        let of_word = |at: usize| -> Option<Cover> {
            let word = free.words.get(at)?;
            let units = word.stems.iter().filter_map(|(unit, _)| free.units.get(*unit));
            let stem =
                units.filter(|unit| free.counts(unit)).map(|unit| &unit.stem).max_by_key(|stem| stem.len());
            let mut cover = vec![anchor(Table::Word, stem?)];
            cover.extend(word.number.as_ref().map(|number| anchor(Table::Number, number)));
            Some(cover)
        };
        let words: Vec<&str> = free.words.iter().map(|word| word.text).collect();
        let found = self.names.find(&words);
        let in_name = |at: usize| found.iter().any(|name| name.words.contains(&at));
        let mut covers: Vec<Option<Cover>> =
            (0..words.len()).filter(|at| !in_name(*at)).map(of_word).collect();
        for name in &found {
            let written = rarest(name.words.clone().map(of_word));
            let carried = name.things.iter().map(|(_, id)| anchor(Table::Thing, id));
            covers.push(written.map(|written| carried.chain(written).collect()));
        }
        let others: Vec<Option<Cover>> = free.others.iter().map(|text| self.required(text)).collect();
        rarest(covers.into_iter().chain(others))
    }

    fn required(&mut self, text: &Text) -> Option<Cover> {
        match &text.form {
            Form::Word(words) | Form::Phrase { words, .. } => {
                self.longest_stem(words).map(|stem| vec![anchor(Table::Word, &stem)])
            }
            Form::Prefix(_) | Form::Fuzzy { .. } => None,
        }
    }

    fn filter(&mut self, filter: &Filter) -> Option<Cover> {
        match filter {
            Filter::Named(kind, name) => {
                let mut cover = self.named(*kind, &name.text);
                // Deals do not keep their products: they are looked for in the text.
                if *kind == NameKind::Product {
                    let stem = self.longest_stem(&name.text);
                    cover.extend(stem.map(|stem| anchor(Table::Word, &stem)));
                }
                Some(cover)
            }
            Filter::Via(name) => Some(self.named(NameKind::Vendor, &name.text)),
            Filter::Kind(kind) => Some(vec![anchor(Table::Kind, kind.as_str())]),
            Filter::Status(status) => Some(vec![anchor(Table::Status, status.as_str())]),
            Filter::Country(code) => Some(vec![anchor(Table::Country, code)]),
            Filter::Publisher(name) => {
                self.longest_stem(name).map(|stem| vec![anchor(Table::Publisher, &stem)])
            }
            Filter::Id(id) => Some(vec![anchor(Table::Own, id), anchor(Table::Number, &number_key(id))]),
            Filter::Published { .. }
            | Filter::Happened { .. }
            | Filter::Amount(_)
            | Filter::Sum(..)
            | Filter::Has(_)
            | Filter::Kept { .. } => None,
        }
    }

    /// What is so called: by the lists, else by its id or a word of its name.
    fn named(&mut self, kind: NameKind, name: &str) -> Cover {
        let known = self.names.ids(kind, name);
        if !known.is_empty() {
            return known.into_iter().map(|id| anchor(Table::Thing, id)).collect();
        }
        let stem = self.longest_stem(name).map(|stem| anchor(Table::NameWord, &stem));
        std::iter::once(anchor(Table::Thing, &name.to_lowercase())).chain(stem).collect()
    }

    fn longest_stem(&mut self, words: &str) -> Option<String> {
        self.cutter.stems(words).into_iter().map(|word| word.text).max_by_key(String::len)
    }
}

fn anchor(table: Table, key: &str) -> Anchor {
    Anchor { table, key: key.to_owned() }
}

/// Of covers that all hold, the one that the fewest things are likely to answer.
fn rarest(covers: impl IntoIterator<Item = Option<Cover>>) -> Option<Cover> {
    let weight = |cover: &Cover| cover.iter().map(|anchor| anchor.table.usual()).sum::<u32>();
    covers.into_iter().flatten().min_by_key(weight)
}
