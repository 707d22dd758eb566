//! What stands around a sum, as features for its role: classes of words (`data/role_cues.tsv`) by their place in the
//! clause, organisations, the little words next to it, and how large and how exact it is.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rust_decimal::Decimal;

use super::amounts::{Sum, tail};
use super::currencies::is_unspaced;
use super::mention::Qualifier;
use super::roles::ROLES;

static TABLE: &str = include_str!("../../data/role_cues.tsv");

/// Where a cue can stand, seen from the sum.
const PLACES: [&str; 11] = [
    "touches before",
    "near before",
    "before",
    "far before",
    "before another sum",
    "touches after",
    "near after",
    "after",
    "beyond the clause",
    "sentence before",
    "title",
];
/// How much a cue says at each of these places, next to one that touches the sum.
const NEARNESS: [f32; 11] = [1.0, 0.9, 0.6, 0.3, 0.15, 1.0, 0.7, 0.3, 0.1, 0.1, 0.1];
const SENTENCE_BEFORE: usize = 9;
const TITLE: usize = 10;

/// Words directly before and after a sum that are cues by themselves.
const LITTLE_BEFORE: [&str; 26] = [
    "of", "for", "a", "an", "the", "to", "by", "at", "with", "in", "its", "from", "is", "was", "and", "or",
    "(", ":", "their", "is:", "another", "about", "über", "de", "un", "for:",
];
const LITTLE_AFTER: [&str; 20] = [
    "in", "of", "for", "from", "to", "per", "a", "each", "on", "over", "at", ")", "(", ".", ",", "with",
    "and", "by", "under", "into",
];

/// Upper bounds of sums of one size, and what the size leans to.
const SIZES: [(i64, &str); 8] = [
    (100, "price 1.2"),
    (2_500, "price 1"),
    (50_000, "price 0.3"),
    (1_000_000, "price -0.3"),
    (20_000_000, "price -0.8"),
    (1_000_000_000, "price -1.2"),
    (20_000_000_000, "price -1.5"),
    (i64::MAX, "price -1.5|investment 0.3|other 0.3"),
];

/// What else is noted of a sum, and what it leans to.
const FACTS: [(&str, &str); 17] = [
    ("always", "award 0.3"),
    ("up to", "ceiling 2.5"),
    ("more than", ""),
    ("less than", "other 0.8"),
    ("about", ""),
    ("a range", ""),
    ("in a title", "award 0.2"),
    ("opens its sentence", ""),
    ("second of its sentence", ""),
    ("in brackets after a sum", ""),
    ("to after a sum", ""),
    ("and after a sum", ""),
    ("to before a sum", ""),
    ("ends its line", ""),
    ("after a label", ""),
    ("hyphenated", ""),
    ("for a supplier", "investment 2"),
];

/// How much text around a sum is looked at, in bytes before and after.
const REACH: usize = 320;

struct Cues {
    automaton: AhoCorasick,
    classes_of: Vec<Vec<usize>>,
    names: Vec<&'static str>,
    leans: Vec<Lean>,
    /// The classes of buying goods and of buying companies.
    buy: usize,
    acquire: usize,
}

/// What a feature speaks for before any labelled article is read.
pub(super) type Lean = [f32; 8];

static CUES: LazyLock<Option<Cues>> = LazyLock::new(|| {
    let mut classes: HashMap<&'static str, Vec<usize>> = HashMap::new();
    let (mut names, mut leans) = (Vec::new(), Vec::new());
    for (class, line) in TABLE.lines().skip(1).enumerate() {
        let (name, rest) = line.split_once('\t')?;
        let (lean, words) = rest.split_once('\t')?;
        names.push(name);
        leans.push(lean_of(lean));
        for word in words.split('|') {
            classes.entry(word).or_default().push(class);
        }
    }
    names.extend(["an agency", "a supplier"]);
    leans.extend([[0.0; 8]; 2]);
    let (words, classes_of): (Vec<&str>, Vec<Vec<usize>>) = classes.into_iter().unzip();
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&words).ok()?;
    let class = |name: &str| names.iter().position(|one| *one == name);
    let (buy, acquire) = (class("buy")?, class("acquire")?);
    Some(Cues { automaton, classes_of, names, leans, buy, acquire })
});

/// Reads "ceiling 0.5|award 0.3".
fn lean_of(cell: &str) -> Lean {
    let mut lean = [0.0; 8];
    for (role, weight) in cell.split('|').filter_map(|part| part.split_once(' ')) {
        if let Some(i) = ROLES.iter().position(|one| one.as_str() == role) {
            lean[i] = weight.parse().unwrap_or_default();
        }
    }
    lean
}

/// Everything that tells what a sum is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene<'a> {
    pub text: &'a str,
    /// The title, where `text` is the body.
    pub title: &'a str,
    pub sums: &'a [Sum],
    /// The bytes of agencies' names in `text`, in order.
    pub agencies: &'a [(usize, usize)],
    /// The bytes of suppliers' names in `text`, in order.
    pub suppliers: &'a [(usize, usize)],
}

/// A name for each feature, for the file of weights, and what it leans to.
pub(super) fn names() -> Vec<(String, Lean)> {
    let Some(cues) = &*CUES else { return Vec::new() };
    let mut all = Vec::new();
    for (name, lean) in cues.names.iter().zip(&cues.leans) {
        all.extend(
            PLACES
                .iter()
                .zip(NEARNESS)
                .map(|(place, share)| (format!("{name}, {place}"), lean.map(|weight| weight * share))),
        );
    }
    let mut plain = |name: String, lean: &str| all.push((name, lean_of(lean)));
    for word in LITTLE_BEFORE {
        plain(format!("after {word:?}"), "");
    }
    for word in LITTLE_AFTER {
        plain(format!("before {word:?}"), if word == "into" { "investment 0.6" } else { "" });
    }
    for (size, lean) in SIZES {
        plain(format!("below {size}"), lean);
    }
    for (name, lean) in FACTS {
        plain(name.to_owned(), lean);
    }
    all
}

/// Words between two places, and whether the clause ends between them.
fn distance(gap: &str) -> (usize, bool) {
    let words = gap.split([' ', '\u{a0}', '\n']).filter(|word| word.contains(char::is_alphanumeric)).count();
    let is_broken = gap.contains([';', '\n', '—', ':'])
        || [". ", ", and ", ", but ", ", which ", ", while ", ", who ", " – ", " which ", " while "]
            .iter()
            .any(|stop| gap.contains(stop));
    (words, is_broken)
}

/// The features of the sum at `index`, each once. `sentence` is its sentence's range.
pub(super) fn features(scene: &Scene<'_>, index: usize, sentence: (usize, usize)) -> Vec<usize> {
    let (Some(cues), Some(sum)) = (&*CUES, scene.sums.get(index)) else { return Vec::new() };
    let text = scene.text;
    let start = clip(text, sentence.0.max(sum.start.saturating_sub(REACH)));
    let end = clip(text, sentence.1.min(sum.end + REACH).max(sum.end));
    let start = start.min(sum.start);
    let earlier = index.checked_sub(1).and_then(|i| scene.sums.get(i)).filter(|sum| sum.end > start);
    let later = scene.sums.get(index + 1).filter(|sum| sum.start < end);
    let mut found = Vec::with_capacity(48);
    // Each class counts once, where it says most.
    let mut best: Vec<Option<usize>> = vec![None; cues.names.len()];
    let mut add = |class: usize, place: usize| {
        let nearer = best[class].is_none_or(|other: usize| NEARNESS[other] < NEARNESS[place]);
        if nearer {
            best[class] = Some(place);
        }
    };
    let place_of = |from: usize, to: usize| {
        if to <= sum.start {
            if earlier.is_some_and(|earlier| to <= earlier.end) {
                return Some(4);
            }
            Some(match distance(text.get(to..sum.start)?) {
                (0, false) => 0,
                (1..=3, false) => 1,
                (_, false) => 2,
                _ => 3,
            })
        } else if from >= sum.end {
            if later.is_some_and(|later| from >= later.end) {
                return Some(8);
            }
            let gap = text.get(sum.end..from)?;
            Some(match distance(gap) {
                // "$9 million, five-year contract", but "$9 million, across contracts".
                (_, true) => 8,
                (0, false) => 5,
                (1..=3, false) if !gap.starts_with(", ") || gap.contains('-') => 6,
                _ => 7,
            })
        } else {
            None
        }
    };
    each_cue(cues, text, start, end, |class, from, to| {
        if let Some(place) = place_of(from, to) {
            let is_buyout = class == cues.buy && is_supplier_bought(scene, (start, end), from, to);
            add(if is_buyout { cues.acquire } else { class }, place);
        }
    });
    for (class, spans) in [(cues.names.len() - 2, scene.agencies), (cues.names.len() - 1, scene.suppliers)] {
        let first = spans.partition_point(|span| span.1 <= start);
        for (from, to) in spans[first..].iter().take_while(|span| span.0 < end) {
            if let Some(place) = place_of(*from, *to) {
                add(class, place);
            }
        }
    }
    found.extend(best.iter().enumerate().filter_map(|(class, place)| Some(class * PLACES.len() + (*place)?)));
    let before = clip(text, start.saturating_sub(140));
    let mut far = |class: usize, place: usize| found.push(class * PLACES.len() + place);
    each_cue(cues, text, before, start, |class, _, _| far(class, SENTENCE_BEFORE));
    each_cue(cues, scene.title, 0, scene.title.len(), |class, _, _| far(class, TITLE));
    let mut base = cues.names.len() * PLACES.len();
    let last = last_word(tail(text, sum.start, 24));
    found.extend(LITTLE_BEFORE.iter().position(|word| last.eq_ignore_ascii_case(word)).map(|i| base + i));
    base += LITTLE_BEFORE.len();
    let next = first_word(&text[sum.end..]);
    found.extend(LITTLE_AFTER.iter().position(|word| next.eq_ignore_ascii_case(word)).map(|i| base + i));
    base += LITTLE_AFTER.len();
    found
        .extend(SIZES.iter().position(|(size, _)| sum.money.amount < Decimal::from(*size)).map(|i| base + i));
    base += SIZES.len();
    let gap = earlier.and_then(|earlier| text.get(earlier.end..sum.start)).map(str::trim);
    let gap_after = later.and_then(|later| text.get(sum.end..later.start)).map(str::trim);
    let line = text[..sum.start].rsplit('\n').next().unwrap_or_default();
    let facts: [bool; FACTS.len()] = [
        true,
        sum.qualifier == Some(Qualifier::UpTo),
        sum.qualifier == Some(Qualifier::MoreThan),
        sum.qualifier == Some(Qualifier::LessThan),
        sum.qualifier == Some(Qualifier::About),
        sum.low.is_some(),
        scene.title.is_empty(),
        sum.start <= start + 2,
        gap.is_some(),
        gap == Some("("),
        gap == Some("to"),
        gap.is_some_and(|gap| gap.starts_with("and")),
        gap_after == Some("to"),
        text[sum.end..].trim_start_matches([' ', '.', ')']).starts_with('\n'),
        line.trim_end().ends_with(':') && line.len() < 60,
        text[sum.end..].starts_with('-'),
        buys_supplier(scene, (start, end), sum.end),
    ];
    found.extend(facts.iter().enumerate().filter(|(_, holds)| **holds).map(|(i, _)| base + i));
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the buying verb between `from` and `to` has a company for its object: "bought MosaicML for", "Loomstead was
/// bought". What an agency buys is goods.
fn is_supplier_bought(scene: &Scene<'_>, sentence: (usize, usize), from: usize, to: usize) -> bool {
    if scene.agencies.iter().any(|span| span.0 >= sentence.0 && span.1 <= sentence.1) {
        return false;
    }
    let lead = scene.text[sentence.0..from].trim_end();
    let is_passive = ["was", "is", "has been", "had been", "will be", "is being"].iter().any(|verb| {
        lead.strip_suffix(verb).is_some_and(|subject| {
            subject.ends_with(' ')
                && last_word(subject).starts_with(char::is_uppercase)
                && !is_pronoun(last_word(subject))
        })
    });
    is_passive || is_named_alone(&scene.text[to..])
}

/// Whether the sum that ends at `end` is given for a company itself: "paid $400 million for Nervana Systems in 2016".
fn buys_supplier(scene: &Scene<'_>, sentence: (usize, usize), end: usize) -> bool {
    let in_sentence = |span: &&(usize, usize)| span.0 >= sentence.0 && span.1 <= end;
    scene.suppliers.iter().any(|span| in_sentence(&span))
        && !scene.agencies.iter().any(|span| in_sentence(&span))
        && scene.text[end..].strip_prefix(" for").is_some_and(is_named_alone)
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "It" | "This" | "That" | "They" | "He" | "She" | "What")
}

/// Whether `text` goes on with a name that qualifies no noun: " MosaicML for", " Nervana Systems in", not " Palantir
/// software".
fn is_named_alone(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix(' ') else { return false };
    let mut words = 0;
    while words < 4 && rest.starts_with(|c: char| c.is_uppercase()) {
        let end = rest.find([' ', ',', '.', ';', '\n']).unwrap_or(rest.len());
        words += 1;
        rest = &rest[end..];
        if !rest.starts_with(' ') || rest[1..].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) {
            break;
        }
        rest = &rest[1..];
    }
    words > 0 && ends_phrase(rest)
}

/// Whether no noun follows that the name before `rest` would only qualify: "bought Palantir software".
fn ends_phrase(rest: &str) -> bool {
    let next = first_word(rest);
    next.is_empty() || [".", ",", ")", "for", "in", "last", "from", "and", "at", "this"].contains(&next)
}

/// Calls `visit` with the class and the bytes of each cue between `start` and `end`. A cue within a longer one does not
/// count: "could be worth" is not "worth".
fn each_cue(cues: &Cues, text: &str, start: usize, end: usize, mut visit: impl FnMut(usize, usize, usize)) {
    let Some(stretch) = text.get(start..end) else { return };
    let is_inside = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let mut hits: Vec<(usize, usize, usize)> = cues
        .automaton
        .find_overlapping_iter(stretch)
        .filter(|hit| {
            let is_torn =
                stretch[..hit.start()].ends_with(is_inside) && stretch[hit.range()].starts_with(is_inside);
            !(is_torn || stretch[hit.end()..].starts_with(is_inside))
        })
        .map(|hit| (hit.start(), usize::MAX - hit.end(), hit.pattern().as_usize()))
        .collect();
    hits.sort_unstable();
    let mut covered = 0;
    for (from, to, pattern) in hits {
        let to = usize::MAX - to;
        if to > covered {
            covered = to;
            for class in &cues.classes_of[pattern] {
                visit(*class, start + from, start + to);
            }
        }
    }
}

fn last_word(text: &str) -> &str {
    let text = text.trim_end();
    if text.ends_with(['(', ':']) {
        return &text[text.len() - 1..];
    }
    text.rsplit([' ', '\n', '\u{a0}']).next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\u{a0}']);
    if text.starts_with(['(', ')', '.', ',']) {
        return &text[..1];
    }
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// The character boundary at or before `at`.
fn clip(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::amounts::sums;

    #[test]
    fn cues_have_their_place_in_the_clause() {
        let text = "The ceiling of the contract is $5 million, an increase of $2 million.";
        let sums = sums(text, "us");
        let scene = Scene { text, title: "", sums: &sums, agencies: &[], suppliers: &[(0, 3)] };
        let names = names();
        let found: Vec<&str> = features(&scene, 0, (0, text.len()))
            .into_iter()
            .map(|feature| names[feature].0.as_str())
            .collect();
        for expected in [
            "contract, near before",
            "ceiling, before",
            "increase_by, after",
            "after \"is\"",
            "a supplier, before",
        ] {
            assert!(found.contains(&expected), "no {expected:?} in {found:?}");
        }
        let second = features(&scene, 1, (0, text.len()));
        assert!(second.iter().any(|feature| names[*feature].0 == "contract, before another sum"));
    }

    #[test]
    fn the_table_names_each_class_once() {
        let names: Vec<&str> =
            TABLE.lines().skip(1).filter_map(|line| Some(line.split_once('\t')?.0)).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
        assert!(TABLE.lines().skip(1).all(|line| line.split('\t').count() == 3));
    }
}
