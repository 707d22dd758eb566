//! What a sentence says of one supplier, as features: the classes of words around it by their place in the clause, pairs
//! of them that stand together, and the little words next to it.

use std::sync::LazyLock;

use crate::base::{Finder, OrgId};
use crate::entities::EntryKind;
use crate::entities::Lists;
use crate::events::candidate::Candidate;
use crate::events::cues::{Class, Cue};
use crate::events::event::EventKind;
use crate::events::slots::is_only_compared;
use crate::events::story::{Party, Sentence, Story, is_cited};
use crate::events::tokens::Tokens;

/// Where a token can stand, seen from the supplier.
pub(super) const PLACES: [&str; 11] = [
    "touches before",
    "near before",
    "before",
    "far before",
    "touches after",
    "near after",
    "after",
    "far after",
    "around",
    "sentence before",
    "title",
];
/// Of two places of one class, the one with the lower rank counts.
const RANK: [u8; 11] = [0, 1, 2, 4, 0, 1, 2, 4, 3, 9, 9];
const AROUND: usize = 8;
const SENTENCE_BEFORE: usize = 9;
const TITLE: usize = 10;

/// Where a pair of neighbours stands.
pub(super) const PAIR_PLACES: [&str; 4] = ["after it", "around it", "before it", "elsewhere"];

const LITTLE_BEFORE: [&str; 20] = [
    "to",
    "with",
    "from",
    "by",
    "of",
    "for",
    "and",
    "at",
    "on",
    "against",
    "between",
    "as",
    "like",
    "than",
    "via",
    "through",
    "using",
    "including",
    "the",
    "that",
];
const LITTLE_AFTER: [&str; 19] = [
    "to", "for", "with", "by", "in", "on", "'s", ",", ".", "and", "was", "has", "had", "will", "is", "said",
    "of", "at", "(",
];

/// How the sentence speaks of the supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// By its name.
    Named,
    /// By its product.
    Product,
    /// As "the company".
    PointedAt,
    /// Not at all; it was spoken of before.
    Absent,
    /// Not at all; it is named next.
    Next,
    /// Nobody is spoken of: who will win is not known.
    Nobody,
}

impl Manner {
    /// The manner in a word, as names of features have it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Product => "by product",
            Self::PointedAt => "pointed at",
            Self::Absent => "absent",
            Self::Next => "named next",
            Self::Nobody => "nobody",
        }
    }
}

/// One supplier that a sentence may speak of.
#[derive(Debug)]
pub(super) struct Reading<'s> {
    pub party: Option<&'s Party>,
    pub manner: Manner,
    /// The bytes of the sentence that speak of it, with the other suppliers of its list.
    pub place: (usize, usize),
    listed: usize,
}

/// The suppliers that a sentence may speak of.
pub(super) fn readings<'s>(story: &'s Story<'_>, index: usize) -> Vec<Reading<'s>> {
    let sentence = &story.sentences[index];
    let parties: Vec<&Party> = sentence.suppliers().collect();
    let offset = sentence.span.start;
    let mut found: Vec<Reading<'s>> = Vec::new();
    let mut run = 0;
    for (i, party) in parties.iter().enumerate() {
        if i >= run {
            run = i + 1;
            while run < parties.len() && is_joined(sentence, parties[run - 1], parties[run]) {
                run += 1;
            }
        }
        let first =
            (0..=i).rev().take_while(|j| *j == i || is_joined(sentence, parties[*j], parties[*j + 1])).last();
        let first = parties[first.unwrap_or(i)];
        if found.iter().any(|known| known.party.is_some_and(|p| p.org.id == party.org.id)) {
            continue;
        }
        let manner = if party.by_product { Manner::Product } else { Manner::Named };
        let place = (first.span.start - offset, parties[run - 1].span.end - offset);
        found.push(Reading { party: Some(*party), manner, place, listed: run });
    }
    if found.is_empty() {
        if let Some(focus) = &sentence.focus_supplier {
            let pointer = sentence.points_back().then(|| pointer(sentence.text));
            let manner = if pointer.is_some() { Manner::PointedAt } else { Manner::Absent };
            found.push(Reading { party: Some(focus), manner, place: pointer.unwrap_or((0, 0)), listed: 1 });
        } else if let Some(next) = story.next_supplier(index) {
            found.push(Reading { party: Some(next), manner: Manner::Next, place: (0, 0), listed: 1 });
        }
    }
    found.push(Reading { party: None, manner: Manner::Nobody, place: (0, 0), listed: 0 });
    found
}

/// Whether two suppliers stand in one list.
fn is_joined(sentence: &Sentence<'_>, a: &Party, b: &Party) -> bool {
    let gap =
        sentence.text.get(a.span.end - sentence.span.start..b.span.start.saturating_sub(sentence.span.start));
    gap.is_some_and(|gap| {
        matches!(gap, ", " | " and " | ", and " | " & " | " or " | ", or " | "; " | "; and ")
    })
}

/// Where "it" or "the company" stands.
fn pointer(text: &str) -> (usize, usize) {
    const NOUNS: [&str; 14] = [
        "the company",
        "the firm",
        "the startup",
        "the start-up",
        "the vendor",
        "the contractor",
        "the supplier",
        "the developer",
        "the lab",
        "the maker",
        "the giant",
        "the group",
        "the business",
        "la société",
    ];
    let lower = text.to_ascii_lowercase();
    static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::of(&NOUNS));
    let noun = FINDER.find(text).map(|noun| (noun.start, noun.end));
    let mut at = 0;
    let mut pronoun = None;
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if matches!(word, "it" | "its" | "they" | "their" | "elle" | "il") && pronoun.is_none() {
            pronoun = Some((at, at + word.len()));
        }
        at += word.len() + lower[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    noun.or(pronoun).unwrap_or((0, 0))
}

/// The facts noted of a reading besides its words.
const FACTS: [&str; 34] = [
    "always",
    "named",
    "by product",
    "pointed at",
    "absent",
    "named next",
    "nobody",
    "in the title",
    "first sentence",
    "second or third sentence",
    "fourth to eighth sentence",
    "later sentence",
    "opens its sentence",
    "possessive",
    "one of two",
    "one of several",
    "the main supplier",
    "the title names it",
    "cited",
    "compared",
    "unlisted",
    "no body in the sentence",
    "no body in the article",
    "no term of AI in the article",
    "few terms of AI in the article",
    "many terms of AI in the article",
    "a term of AI in the sentence",
    "a question",
    "a quotation",
    "several suppliers in the sentence",
    "named once",
    "named often",
    "only supplier of the article",
    "no cue",
];

fn pair_base() -> usize {
    Class::ALL.len() * PLACES.len()
}

fn little_base() -> usize {
    pair_base() + Class::ALL.len() * Class::ALL.len() * PAIR_PLACES.len()
}

/// The name of every feature, in the order of their numbers.
pub(super) fn names() -> Vec<String> {
    let mut all = Vec::new();
    for class in Class::ALL {
        all.extend(PLACES.iter().map(|place| format!("{}, {place}", class.as_str())));
    }
    for first in Class::ALL {
        for second in Class::ALL {
            let pair = |place: &&str| format!("{} then {} {place}", first.as_str(), second.as_str());
            all.extend(PAIR_PLACES.iter().map(pair));
        }
    }
    all.extend(LITTLE_BEFORE.iter().map(|word| format!("after {word:?}")));
    all.extend(LITTLE_AFTER.iter().map(|word| format!("before {word:?}")));
    all.extend(FACTS.iter().map(|fact| (*fact).to_owned()));
    all.extend(EventKind::ALL.iter().map(|kind| format!("heard as {}", kind.as_str())));
    all
}

/// The numbers of the features of a reading, each once, in order.
pub(super) fn features(
    story: &Story<'_>,
    index: usize,
    tokens: &Tokens,
    reading: &Reading<'_>,
    claims: &[Candidate],
) -> Vec<u32> {
    let sentence = &story.sentences[index];
    let mut found: Vec<u32> = Vec::with_capacity(64);
    let mut best: [Option<usize>; 64] = [None; 64];
    let mut note = |cue: &Cue, place: usize| {
        for class in cue.classes.iter() {
            let slot = &mut best[class as usize];
            if slot.is_none_or(|known| RANK[known] > RANK[place]) {
                *slot = Some(place);
            }
        }
    };
    let own = |cue: &Cue| cue.start >= reading.place.0 && cue.end <= reading.place.1;
    for cue in tokens.all.iter().filter(|cue| !own(cue)) {
        note(cue, place_of(sentence, tokens, reading, cue));
    }
    if let Some(before) = index.checked_sub(1).and_then(|i| story.sentences.get(i)).filter(|s| !s.is_title())
    {
        before.cues.iter().for_each(|cue| note(cue, SENTENCE_BEFORE));
    }
    if let Some(title) = story.sentences.first().filter(|s| s.is_title() && index > 0) {
        title.cues.iter().for_each(|cue| note(cue, TITLE));
    }
    found.extend(
        (best.iter().enumerate())
            .filter_map(|(class, place)| Some((class * PLACES.len() + (*place)?) as u32)),
    );
    pairs(tokens, reading, &mut found);
    little_words(sentence, reading, &mut found);
    facts(story, index, reading, tokens, &mut found);
    let base = little_base() + LITTLE_BEFORE.len() + LITTLE_AFTER.len() + FACTS.len();
    for claim in claims {
        let is_its = match reading.party {
            Some(party) => claim.vendors.iter().any(|vendor| vendor.org.id == party.org.id),
            None => claim.vendors.is_empty(),
        };
        if is_its {
            found.push((base + claim.kind as usize) as u32);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The features that one token gives by itself.
pub(super) fn cue_features<'a>(
    sentence: &Sentence<'_>,
    tokens: &Tokens,
    reading: &Reading<'_>,
    cue: &'a Cue,
) -> impl Iterator<Item = u32> + 'a {
    let place = place_of(sentence, tokens, reading, cue);
    cue.classes.iter().map(move |class| (class as usize * PLACES.len() + place) as u32)
}

fn has_place(reading: &Reading<'_>) -> bool {
    reading.place.1 > 0
}

fn place_of(sentence: &Sentence<'_>, tokens: &Tokens, reading: &Reading<'_>, cue: &Cue) -> usize {
    if !has_place(reading) {
        return AROUND;
    }
    let (start, end) = reading.place;
    let is_before = cue.end <= start;
    let (from, to) = if is_before { (cue.end, start) } else { (end.min(cue.start), cue.start) };
    let gap = sentence.text.get(from..to).unwrap_or_default();
    let is_same = tokens.clause(if is_before { cue.start } else { end })
        == tokens.clause(if is_before { start } else { cue.start });
    let words = gap.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count();
    let place = match (is_same, words) {
        (false, _) => 3,
        (true, 0) => 0,
        (true, 1..=3) => 1,
        (true, _) => 2,
    };
    if is_before { place } else { place + 4 }
}

/// Tokens that stand next to each other in a clause, and where.
fn pairs(tokens: &Tokens, reading: &Reading<'_>, found: &mut Vec<u32>) {
    let classes = Class::ALL.len();
    let own = |cue: &Cue| has_place(reading) && cue.start >= reading.place.0 && cue.end <= reading.place.1;
    let others: Vec<&Cue> = tokens.all.iter().filter(|cue| !own(cue)).collect();
    for (i, first) in others.iter().enumerate() {
        let clause = tokens.clause(first.start);
        for second in others.iter().skip(i + 1).take(2) {
            if tokens.clause(second.start) != clause || second.start.saturating_sub(first.end) > 70 {
                break;
            }
            let is_same = has_place(reading) && tokens.clause(reading.place.0) == clause;
            let place = if !is_same {
                3
            } else if first.start >= reading.place.1 {
                0
            } else if second.start >= reading.place.1 {
                1
            } else {
                2
            };
            for a in first.classes.iter() {
                for b in second.classes.iter() {
                    let pair = (a as usize * classes + b as usize) * PAIR_PLACES.len() + place;
                    found.push((pair_base() + pair) as u32);
                }
            }
        }
    }
}

fn little_words(sentence: &Sentence<'_>, reading: &Reading<'_>, found: &mut Vec<u32>) {
    if !has_place(reading) {
        return;
    }
    let before = sentence.text.get(..reading.place.0).unwrap_or_default().trim_end();
    let last = before.rsplit([' ', '\u{a0}', '\n', '(']).next().unwrap_or_default();
    let base = little_base();
    found.extend(
        LITTLE_BEFORE.iter().position(|word| last.eq_ignore_ascii_case(word)).map(|i| (base + i) as u32),
    );
    let after = sentence.text.get(reading.place.1..).unwrap_or_default();
    let next = if after.starts_with("'s") || after.starts_with("’s") {
        "'s"
    } else {
        let trimmed = after.trim_start();
        match trimmed.chars().next() {
            Some(c) if !c.is_alphanumeric() => &trimmed[..c.len_utf8()],
            _ => trimmed.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default(),
        }
    };
    let base = base + LITTLE_BEFORE.len();
    found.extend(
        LITTLE_AFTER.iter().position(|word| next.eq_ignore_ascii_case(word)).map(|i| (base + i) as u32),
    );
}

fn facts(story: &Story<'_>, index: usize, reading: &Reading<'_>, tokens: &Tokens, found: &mut Vec<u32>) {
    let sentence = &story.sentences[index];
    let id: Option<&OrgId> = reading.party.map(|party| &party.org.id);
    let vendors = &story.mentions.vendors;
    let vendor = id.and_then(|id| vendors.iter().find(|vendor| vendor.id == *id));
    let mentions = vendor.map_or(0, |vendor| vendor.mentions.len());
    let body_index =
        if story.sentences.first().is_some_and(Sentence::is_title) { index.saturating_sub(1) } else { index };
    let before = sentence.text.get(..reading.place.0).unwrap_or_default();
    let after = sentence.text.get(reading.place.1..).unwrap_or_default();
    let suppliers = sentence.suppliers().count();
    let terms = story.mentions.terms.iter().filter(|term| term.strong).count();
    let is_named = matches!(reading.manner, Manner::Named | Manner::Product);
    let facts: [bool; FACTS.len()] = [
        true,
        reading.manner == Manner::Named,
        reading.manner == Manner::Product,
        reading.manner == Manner::PointedAt,
        reading.manner == Manner::Absent,
        reading.manner == Manner::Next,
        reading.manner == Manner::Nobody,
        sentence.is_title(),
        !sentence.is_title() && body_index == 0,
        (1..=2).contains(&body_index),
        (3..=7).contains(&body_index),
        body_index > 7,
        is_named && reading.place.0 < 5,
        is_named && (after.starts_with("'s") || after.starts_with("’s")),
        reading.listed == 2,
        reading.listed > 2,
        id.is_some() && story.main_supplier.as_ref().map(|main| &main.org.id) == id,
        vendor.is_some_and(|vendor| vendor.mentions.iter().any(super::tokens::is_title)),
        is_named && is_cited(before),
        is_named && is_only_compared(before),
        id.is_some_and(|id| Lists::bundled().entry(EntryKind::Vendor, id.as_str()).is_none()),
        sentence.buyers().next().is_none(),
        story.main_buyer.is_none(),
        terms == 0,
        (1..=2).contains(&terms),
        terms > 2,
        story.mentions.terms.iter().any(|term| sentence.span.contains(&term.span)),
        sentence.text.trim_end().ends_with('?'),
        sentence.text.starts_with(['"', '“']),
        suppliers > 1,
        mentions == 1,
        mentions > 4,
        vendors.len() == 1,
        tokens.all.is_empty(),
    ];
    let base = little_base() + LITTLE_BEFORE.len() + LITTLE_AFTER.len();
    found.extend(facts.iter().enumerate().filter(|(_, holds)| **holds).map(|(i, _)| (base + i) as u32));
}
