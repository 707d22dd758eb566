//! A sentence as a row of tokens: the words that say what happened, and who, how much and when, in order.

use crate::base::{Field, Span};
use crate::entities::AmountRole;
use crate::events::cues::{Class, Classes, Cue};
use crate::events::story::{Party, Sentence, Side, Story, can_buy};

/// A sentence's tokens, and where its clauses begin.
#[derive(Debug)]
pub(super) struct Tokens {
    pub all: Vec<Cue>,
    /// Bytes at which a new clause begins, in order.
    breaks: Vec<usize>,
}

impl Tokens {
    pub fn of(story: &Story<'_>, sentence: &Sentence<'_>) -> Self {
        let mut all: Vec<Cue> = sentence.cues.clone();
        let mut add = |span: Span, class: Class| {
            if sentence.span.contains(&span) {
                let (start, end) = (span.start - sentence.span.start, span.end - sentence.span.start);
                all.push(Cue { start, end, classes: Classes::of(&[class]) });
            }
        };
        for party in &sentence.parties {
            add(party.span, class_of(party));
        }
        for amount in &sentence.amounts {
            add(amount.span, class_of_sum(amount.role));
        }
        for date in &sentence.dates {
            add(date.span, Class::Date);
        }
        for number in &sentence.numbers {
            add(number.span, Class::Number);
        }
        for program in &story.mentions.programs {
            for span in &program.mentions {
                add(*span, Class::Program);
            }
        }
        // A word within a name or a sum says nothing of its own; a program's name does ("FedRAMP").
        let names: Vec<(usize, usize)> = all[sentence.cues.len()..]
            .iter()
            .filter(|cue| !cue.classes.has(Class::Program))
            .map(|cue| (cue.start, cue.end))
            .collect();
        let mut index = 0;
        all.retain(|cue| {
            index += 1;
            index > sentence.cues.len() || !names.iter().any(|(s, e)| *s <= cue.start && cue.end <= *e)
        });
        all.sort_by_key(|cue| (cue.start, cue.end));
        Self { all, breaks: breaks(sentence.text) }
    }

    /// Which clause of the sentence a byte lies in.
    pub fn clause(&self, at: usize) -> usize {
        self.breaks.partition_point(|start| *start <= at)
    }
}

fn class_of(party: &Party) -> Class {
    match party.side {
        Side::Supplier => Class::Supplier,
        Side::Buyer if can_buy(party.class) => Class::Agency,
        Side::Buyer => Class::Ruler,
    }
}

fn class_of_sum(role: AmountRole) -> Class {
    match role {
        AmountRole::Ceiling => Class::SumCeiling,
        AmountRole::Award => Class::SumAward,
        AmountRole::Obligated => Class::SumObligated,
        AmountRole::Modification => Class::SumModification,
        AmountRole::Price => Class::SumPrice,
        AmountRole::Budget => Class::SumBudget,
        AmountRole::Investment => Class::SumInvestment,
        AmountRole::Other => Class::SumOther,
    }
}

/// What begins a clause of its own.
const STOPS: [&str; 34] = [
    "; ",
    "\n",
    "—",
    ": ",
    " – ",
    " -- ",
    ", and ",
    ", but ",
    ", which ",
    ", while ",
    ", who ",
    ", whose ",
    ", after ",
    ", as ",
    ", with ",
    ", where ",
    ", though ",
    ", although ",
    ", plus ",
    " which ",
    " while ",
    " after ",
    " although ",
    " because ",
    " that ",
    " who ",
    " whose ",
    " when ",
    " where ",
    " but ",
    " before ",
    ", before ",
    " as it ",
    ", so ",
];

fn breaks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found: Vec<usize> = Vec::new();
    // Where each stop may begin again: one of a kind does not overlap the next.
    let mut free = [0; STOPS.len()];
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let may_be = match byte {
            b' ' => matches!(next, b'w' | b'a' | b't' | b'b' | b'-' | 0xe2),
            b',' | b';' | b':' => next == b' ',
            b'\n' | 0xe2 => true,
            _ => false,
        };
        if !may_be {
            continue;
        }
        for (stop, free) in STOPS.iter().zip(&mut free) {
            let stop = stop.as_bytes();
            let may_be = stop[0] == *byte && stop.get(1).is_none_or(|second| *second == next);
            if may_be && at >= *free && bytes[at..].starts_with(stop) {
                *free = at + stop.len();
                found.push(*free);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether a span stands in the title.
pub(super) fn is_title(span: &Span) -> bool {
    span.field == Field::Title
}
