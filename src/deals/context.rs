//! What stands around an event in its article: words that tell it from others, and when it was written.
//!
//! Made once, when the article is read; matching never sees the text again.

use std::collections::BTreeMap;

use crate::article::{Article, sentences};
use crate::base::{PartialDate, Span, plain_words};
use crate::deals::rarity::rarity;
use crate::events::{Certainty, Event, Facts};

/// So many words are kept of the sentences about an event.
const WORDS: usize = 24;
/// So many are kept of the whole article.
const TOPIC: usize = 32;
/// An event told within so many sentences of the beginning is what the article is about.
const LEAD: usize = 3;
/// The sentences on either side that are about an event too.
const AROUND: usize = 1;

/// What stands around one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Context {
    /// The latest day told as past: the article was written then or later.
    pub not_before: Option<PartialDate>,
    /// The rarest words of the evidence, without the names of the parties; sorted.
    pub said: Vec<String>,
    /// The rarest words of the evidence and the sentences beside it, and of the headline where it tells it, without the names of the parties; sorted.
    pub words: Vec<String>,
    /// The most telling words of the whole article; sorted.
    pub topic: Vec<String>,
    /// Whether headline or opening tell it.
    pub is_lead: bool,
}

/// The contexts of an article's events, in their order.
pub(super) fn contexts(article: &Article, facts: &Facts) -> Vec<Context> {
    if facts.events.is_empty() {
        return Vec::new();
    }
    let body = article.body.text();
    let sentences: Vec<Span> =
        sentences(&article.body).into_iter().map(|range| Span::body(range.start, range.end)).collect();
    let not_before = latest_past(&facts.events);
    let topic = topic(&article.title, body, &facts.events);
    facts
        .events
        .iter()
        .map(|event| {
            let place = sentences.iter().position(|sentence| sentence.overlaps(&event.evidence));
            let about = match place {
                Some(place) => {
                    let near = place.saturating_sub(AROUND)..(place + AROUND + 1).min(sentences.len());
                    sentences.get(near).unwrap_or_default()
                }
                None => std::slice::from_ref(&event.evidence),
            };
            let is_named_above = event.vendors.iter().any(|vendor| article.title.contains(&vendor.name));
            let is_lead = place.is_none_or(|place| place < LEAD) || is_named_above;
            let said = event.evidence.of(&article.title, body);
            let about = about.iter().map(|span| span.of(&article.title, body));
            let headline = Some(article.title.as_str()).filter(|_| is_lead);
            Context {
                not_before,
                said: telling_words([said].into_iter(), event),
                words: telling_words(about.chain(headline), event),
                topic: topic.clone(),
                is_lead,
            }
        })
        .collect()
}

/// The latest day that an event is told to have taken place on.
fn latest_past(events: &[Event]) -> Option<PartialDate> {
    let past = events.iter().filter(|e| matches!(e.certainty, Certainty::Announced | Certainty::Reported));
    past.filter_map(|event| event.date).max_by_key(PartialDate::first_day)
}

/// The rarest words of these texts that are no names of the event's parties.
fn telling_words<'t>(texts: impl Iterator<Item = &'t str>, event: &Event) -> Vec<String> {
    let names = names(std::slice::from_ref(event));
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        for word in plain_words(text, &[]) {
            if is_word(&word.text) && !names.contains(word.text.as_ref()) {
                found.push(word.text.into_owned());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    rarest(found, WORDS)
}

/// The words of the article that it says often and others do not.
fn topic(title: &str, body: &str, events: &[Event]) -> Vec<String> {
    let names = names(events);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in [title, body] {
        for word in plain_words(text, &[]) {
            if is_word(&word.text) && !names.contains(word.text.as_ref()) {
                match counts.get_mut(word.text.as_ref()) {
                    Some(count) => *count += 1,
                    None => {
                        counts.insert(word.text.into_owned(), 1);
                    }
                }
            }
        }
    }
    let mut weighed: Vec<(f32, String)> =
        counts.into_iter().map(|(word, count)| (rarity(&word) * (1.0 + (count as f32).ln()), word)).collect();
    weighed.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    weighed.truncate(TOPIC);
    let mut words: Vec<String> = weighed.into_iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    words
}

fn rarest(words: Vec<String>, most: usize) -> Vec<String> {
    let mut weighed: Vec<(f32, String)> = words.into_iter().map(|word| (rarity(&word), word)).collect();
    weighed.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    weighed.truncate(most);
    let mut words: Vec<String> = weighed.into_iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    words
}

/// The plain words of the parties' names.
fn names(events: &[Event]) -> String {
    let parties = events.iter().flat_map(|e| e.vendors.iter().chain(&e.buyers).chain(&e.via));
    let mut names = String::from(" ");
    for party in parties {
        for word in plain_words(&party.name, &[]) {
            names.push_str(&word.text);
            names.push(' ');
        }
    }
    names
}

fn is_word(word: &str) -> bool {
    word.len() >= 4 && word != "#"
}
