//! Whether an article reports a concrete dealing between a government body and a supplier that involves AI.
//!
//! A logistic regression over how likely the article tells a dealing, how much it speaks of AI and where, and
//! the words of its title, its lead and its likeliest dealing. The weights lie
//! in `data/relevance.weights`; `cargo bench --bench train -- relevance` makes them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::article::Article;
use crate::base::{Features, Field, Span, Weights, probability};
use crate::entities::Mentions;
use crate::events::slots::speaks_of_government;
use crate::events::story::Story;
use crate::events::wording::Wording;

/// Below this an article is not relevant.
pub(super) const THRESHOLD: f32 = 0.5;

/// Of what is counted by number, of the words by name.
static WEIGHTS: LazyLock<Weights<1>> =
    LazyLock::new(|| Weights::of(include_bytes!("../../data/relevance.weights")));

/// What is counted of an article, and the bounds that make a feature each: "strong terms, 2 or more".
const COUNTS: [(&str, &[f32]); 11] = [
    ("likeliest dealing", &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
    ("sentences that tell a dealing", &[1.0, 2.0, 4.0, 8.0]),
    ("strong terms", &[1.0, 2.0, 3.0, 5.0, 8.0]),
    ("weak terms", &[1.0, 2.0, 4.0, 8.0]),
    ("strong terms in the title", &[1.0]),
    ("weak terms in the title", &[1.0]),
    ("strong terms in the lead", &[1.0, 2.0]),
    ("terms in or beside the dealing", &[1.0, 2.0, 3.0]),
    ("products", &[1.0, 2.0]),
    ("bodies", &[1.0, 2.0, 4.0]),
    ("suppliers named for AI", &[1.0]),
];
const FACTS: [&str; 4] = ["always", "speaks of government", "a body in the title", NOTHING];
const NOTHING: &str = "neither a term of AI nor a product";

/// How many sentences, the title among them, say what an article is about.
const LEAD: usize = 4;

/// A sentence likelier than this to tell a dealing is counted as one that does.
const TELLS: f32 = 0.35;

/// The name of every feature, in the order of their numbers.
pub(super) fn names() -> Vec<String> {
    let counts =
        COUNTS.iter().flat_map(|(name, bounds)| bounds.iter().map(move |b| format!("{name}, {b} or more")));
    counts.chain(FACTS.iter().map(|fact| (*fact).to_owned())).collect()
}

/// How far each feature speaks for relevance before any labelled article is read: articles that have nothing of AI are
/// rare among labelled ones, for nobody finds them worth a label.
pub(super) fn leans() -> Vec<f32> {
    names().iter().map(|name| if name == NOTHING { -5.0 } else { 0.0 }).collect()
}

/// How relevant the article is, from 0 to 1. `dealings` says of each sentence how likely it tells a dealing.
pub(super) fn relevance(story: &Story<'_>, dealings: &[f32]) -> f32 {
    let [counted] =
        WEIGHTS.numbered_scores(features(story, dealings).into_iter().map(|number| number as usize));
    let mut words = WEIGHTS.held();
    wording(&mut words, story, dealings);
    let [worded] = words.take_scores();
    probability(counted + worded)
}

/// Notes the words of the title, of the lead and of the sentence that likeliest tells a dealing.
pub(super) fn wording(sink: &mut impl Features, story: &Story<'_>, dealings: &[f32]) {
    let (likeliest, most) = likeliest(dealings);
    for (index, sentence) in story.sentences.iter().enumerate() {
        let is_dealing = index == likeliest && most >= TELLS / 2.0;
        if index >= LEAD && !is_dealing {
            continue;
        }
        let place = if sentence.is_title() { "title " } else { "lead " };
        for word in Wording::of(sentence).words() {
            if index < LEAD {
                sink.note(&[place, word]);
            }
            if is_dealing {
                sink.note(&["dealing ", word]);
            }
        }
    }
}

/// The sentence that likeliest tells a dealing, and how likely it is.
fn likeliest(dealings: &[f32]) -> (usize, f32) {
    let likelier = |best: (usize, f32), (i, p): (usize, f32)| if p > best.1 { (i, p) } else { best };
    dealings.iter().copied().enumerate().fold((0, 0.0), likelier)
}

/// The numbers of the features that hold.
pub(super) fn features(story: &Story<'_>, dealings: &[f32]) -> Vec<u32> {
    let terms = &story.mentions.terms;
    let title = story.sentences.first().filter(|sentence| sentence.is_title());
    let count = |is: &dyn Fn(&crate::entities::TermMention) -> bool| {
        terms.iter().filter(|term| is(term)).count() as f32
    };
    let in_title = |field: Field| field == Field::Title;
    let lead_end =
        story.sentences.iter().filter(|sentence| !sentence.is_title()).nth(1).map_or(0, |s| s.span.end);
    let (likeliest, best) = likeliest(dealings);
    let beside: f32 = (story.sentences.get(likeliest.saturating_sub(1)..).unwrap_or_default().iter().take(3))
        .map(|sentence| terms.iter().filter(|term| sentence.span.contains(&term.span)).count() as f32)
        .sum();
    let values: [f32; COUNTS.len()] = [
        best,
        dealings.iter().filter(|p| **p >= TELLS).count() as f32,
        count(&|term| term.strong),
        count(&|term| !term.strong),
        count(&|term| term.strong && in_title(term.span.field)),
        count(&|term| !term.strong && in_title(term.span.field)),
        count(&|term| term.strong && (in_title(term.span.field) || term.span.end <= lead_end)),
        beside,
        story.mentions.products.len() as f32,
        story.mentions.agencies.len() as f32,
        story.mentions.vendors.iter().filter(|vendor| is_named_for_ai(&vendor.name)).count() as f32,
    ];
    let facts: [bool; FACTS.len()] = [
        true,
        story.sentences.iter().any(|sentence| speaks_of_government(sentence.text)),
        title.is_some_and(|title| title.buyers().next().is_some()),
        terms.is_empty() && story.mentions.products.is_empty(),
    ];
    let bounds =
        COUNTS.iter().zip(values).flat_map(|((_, bounds), value)| bounds.iter().map(move |b| value >= *b));
    (0..).zip(bounds.chain(facts)).filter(|(_, holds)| *holds).map(|(i, _)| i).collect()
}

fn is_named_for_ai(name: &str) -> bool {
    name.split([' ', '.', '-']).any(|word| matches!(word, "AI" | "ai" | "Intelligence"))
}

/// How many terms are named at most.
const MOST_TERMS: usize = 8;

/// Where the words stand that were counted for relevance, what weighs most first: strong terms (those of the title
/// before those of the body), products, suppliers named for AI, weak terms; each as printed once, at most eight.
pub fn relevance_terms(article: &Article, mentions: &Mentions) -> Vec<Span> {
    let terms =
        |strong: bool| mentions.terms.iter().filter(move |term| term.strong == strong).map(|term| term.span);
    let products = mentions.products.iter().filter_map(|product| product.mentions.first().copied());
    let named = mentions.vendors.iter().filter(|vendor| is_named_for_ai(&vendor.name));
    let suppliers = named.filter_map(|vendor| vendor.mentions.first().copied());
    let mut printed: HashSet<String> = HashSet::new();
    let all = terms(true).chain(products).chain(suppliers).chain(terms(false));
    all.filter(|span| printed.insert(span.of(&article.title, article.body.text()).to_lowercase()))
        .take(MOST_TERMS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_was_made_for_these_features() {
        assert!(WEIGHTS.is_numbered_by(names().iter().map(String::as_str)));
    }
}
