//! What a thing must have, one of it at least, for a query to hold: so that most queries need not be evaluated.
//!
//! The anchors of a query are found from its tree alone. They may ask for less than the query does, never for more: the
//! property test in `many.rs` holds both against each other.

use crate::search::{CutWord, Filter, NameKind};
use crate::watch::Plain;
use crate::watch::clause::Clause;
use crate::watch::conditions::{Called, Condition};
use crate::watch::plain_words::PlainWords;
use crate::watch::words::{Wanted, WantedForm, WantedWord};

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

/// The anchors of a part of a query; `None` where it may hold for a thing that has none.
pub(super) fn cover(clause: &Clause) -> Option<Cover> {
    match clause {
        Clause::Everything(_) | Clause::Not(..) => None,
        Clause::Words(_, wanted) => words(wanted),
        Clause::Plain(words) => plain(words),
        Clause::Condition(_, asked) => condition(asked),
        Clause::All(clauses) => rarest(clauses.iter().map(cover)),
        Clause::Any(clauses) => {
            let each: Option<Vec<Cover>> = clauses.iter().map(cover).collect();
            each.map(|covers| covers.concat())
        }
    }
}

fn words(wanted: &Wanted) -> Option<Cover> {
    match &wanted.form {
        WantedForm::Stems(words, _) => longest(words).map(|stem| vec![anchor(Table::Word, stem)]),
        WantedForm::Each(words) => rarest(words.iter().map(|word| match word {
            WantedWord::Stem(Some(stem)) => Some(vec![anchor(Table::Word, stem)]),
            WantedWord::Stem(None) | WantedWord::Begins(_) | WantedWord::Near(..) => None,
        })),
    }
}

/// Plain words beside each other: each must be there, as written, as a number, or as the name it is part of is carried.
fn plain(plain: &PlainWords) -> Option<Cover> {
    if plain.plain == Plain::Any {
        return None;
    }
    let of_word = |at: usize| -> Option<Cover> {
        let word = plain.words.get(at)?;
        let stem = plain.stems_of(word).max_by_key(|stem| stem.len())?;
        let mut cover = vec![anchor(Table::Word, stem)];
        cover.extend(word.number.as_ref().map(|number| anchor(Table::Number, number)));
        Some(cover)
    };
    let names = plain.names.iter().map(|name| {
        let written = rarest(name.words.clone().map(of_word))?;
        Some(name.things.iter().map(|(_, id)| anchor(Table::Thing, id)).chain(written).collect())
    });
    let free = plain.free.iter().map(|at| of_word(*at));
    let others = plain.others.iter().map(|(_, wanted)| words(wanted));
    rarest(free.chain(names).chain(others))
}

fn condition(condition: &Condition) -> Option<Cover> {
    match condition {
        Condition::Named { kind, called: who, words } => {
            let mut cover = called(who);
            // Deals do not keep their products: they are looked for in the text.
            if *kind == NameKind::Product {
                cover.extend(longest(words).map(|stem| anchor(Table::Word, stem)));
            }
            Some(cover)
        }
        Condition::Via(who) => Some(called(who)),
        Condition::Publisher(words) => longest(words).map(|stem| vec![anchor(Table::Publisher, stem)]),
        Condition::Id { id, number } => Some(vec![anchor(Table::Own, id), anchor(Table::Number, number)]),
        Condition::Plain(Filter::Kind(kind)) => Some(vec![anchor(Table::Kind, kind.as_str())]),
        Condition::Plain(Filter::Status(status)) => Some(vec![anchor(Table::Status, status.as_str())]),
        Condition::Plain(Filter::Country(code)) => Some(vec![anchor(Table::Country, code)]),
        Condition::Plain(_) => None,
    }
}

/// What is so called: by the lists, else by its id or a word of its name.
fn called(called: &Called) -> Cover {
    let ids = called.ids.iter().map(|id| anchor(Table::Thing, id));
    ids.chain(longest(&called.words).map(|stem| anchor(Table::NameWord, stem))).collect()
}

fn longest(words: &[CutWord]) -> Option<&str> {
    words.iter().map(|word| word.text.as_str()).max_by_key(|stem| stem.len())
}

fn anchor(table: Table, key: &str) -> Anchor {
    Anchor { table, key: key.to_owned() }
}

/// Of covers that all hold, the one that the fewest things are likely to answer; of words the longest, since long ones are rare.
fn rarest(covers: impl IntoIterator<Item = Option<Cover>>) -> Option<Cover> {
    let weight = |cover: &Cover| {
        let usual: u32 = cover.iter().map(|anchor| anchor.table.usual()).sum();
        let shortest = cover.iter().map(|anchor| anchor.key.len()).min();
        (usual, std::cmp::Reverse(shortest))
    };
    covers.into_iter().flatten().min_by_key(weight)
}
