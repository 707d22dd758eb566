//! Whether a record is about AI, data, software or cloud: by its title, its description and what kind of thing it says is
//! bought.
//!
//! A record tells a dealing by being one. What is learned from news about how a story is told says nothing of it; which
//! words it has, and where, says all.

use std::collections::HashSet;

use super::field::{speaks_of_software, words_of_field};
use crate::article::{Article, Body, sentence_spans};
use crate::base::{Field, Span};
use crate::entities::{Mentions, Named, TermMention, find};

/// The relevance of a record that does not speak of the field, or of no dealing, is no higher.
const ELSEWHERE: f32 = 0.1;
/// One word of the field far down in a long description, or one of the weaker ones anywhere in it, is an aside.
const ASIDE: f32 = 0.35;

/// How far into the description a word says what the record is about, in bytes.
const LEAD: usize = 600;

/// What a record is about, and the words of the field in it.
pub(super) struct Subject<'a> {
    title: &'a str,
    text: &'a str,
    pub mentions: Mentions,
}

impl<'a> Subject<'a> {
    /// The title and the body up to `end`.
    pub fn of(article: &'a Article, end: usize) -> Self {
        let text = article.body.text().get(..end).unwrap_or_default();
        let part = Article { body: Body::verbatim(text.to_owned()), ..article.clone() };
        Self { title: &article.title, text, mentions: find(&part, &sentence_spans(&part)) }
    }

    /// The beginning of the description.
    fn lead(&self) -> &'a str {
        let is_end = |at: &usize| self.text.is_char_boundary(*at);
        let end = (0..=self.text.len().min(LEAD)).rev().find(is_end).unwrap_or_default();
        self.text.get(..end).unwrap_or_default()
    }

    /// The words of the field in one of its two parts, and the strong ones among them.
    fn words(&self, field: Field) -> (Vec<Span>, Vec<Span>) {
        let text = if field == Field::Title { self.title } else { self.text };
        let mentions = of_field_alone(&self.mentions, field);
        let is_software = speaks_of_software(self.title) || speaks_of_software(self.lead());
        let words: Vec<Span> =
            words_of_field(text, &mentions, |span| is_software && span.start < LEAD).collect();
        let is_strong = |span: &&Span| mentions.terms.iter().any(|term| term.strong && term.span == **span);
        let strong = words.iter().filter(is_strong).copied().collect();
        (words, strong)
    }
}

/// From 0 to 1: how relevant a record is.
pub(super) fn relevance(subject: &Subject<'_>, tells_dealing: bool) -> f32 {
    if !tells_dealing {
        return ELSEWHERE;
    }
    let (title, strong_in_title) = subject.words(Field::Title);
    let (text, strong) = subject.words(Field::Body);
    let in_lead = strong.iter().filter(|span| span.start < LEAD).count();
    let printed: HashSet<String> = text.iter().map(|span| span.of("", subject.text).to_lowercase()).collect();
    if !strong_in_title.is_empty() {
        0.97
    } else if in_lead > 1 || in_lead > 0 && strong.len() > 1 {
        0.9
    } else if !title.is_empty() {
        0.85
    } else if in_lead > 0 {
        0.75
    } else if strong.len() > 2 {
        0.6
    } else if strong.is_empty() && printed.len() > 1 {
        0.55
    } else if !printed.is_empty() {
        ASIDE
    } else {
        ELSEWHERE
    }
}

/// What stands in one field, its places counted as those of a body.
fn of_field_alone(mentions: &Mentions, field: Field) -> Mentions {
    let moved = |span: &Span| (span.field == field).then(|| Span::body(span.start, span.end));
    let named = |all: &[Named]| {
        let moved =
            |one: &Named| Named { mentions: one.mentions.iter().filter_map(moved).collect(), ..one.clone() };
        all.iter().map(moved).filter(|one| !one.mentions.is_empty()).collect()
    };
    Mentions {
        products: named(&mentions.products),
        terms: (mentions.terms.iter())
            .filter_map(|term| Some(TermMention { span: moved(&term.span)?, ..term.clone() }))
            .collect(),
        vendors: (mentions.vendors.iter().cloned())
            .map(|mut vendor| {
                vendor.mentions = vendor.mentions.iter().filter_map(moved).collect();
                vendor
            })
            .collect(),
        ..Mentions::default()
    }
}
