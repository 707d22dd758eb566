//! What most independent articles say, who says it, and what others say instead.

use std::collections::BTreeSet;

use crate::deals::deal::DealEvent;

/// The events of a deal, each with its origin: copies and near-copies share one.
#[derive(Clone, Copy)]
pub(super) struct Tellings<'a> {
    pub events: &'a [DealEvent],
    pub origin: &'a [usize],
}

/// A value, and the article that says so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Supported<T> {
    pub value: T,
    /// "The Ledger, 2024-03-14: “12-month base period”".
    pub source: String,
}

impl<'a> Tellings<'a> {
    /// The value that most origins tell, of equals the one told first, and what others tell instead. `read` gives an event's
    /// value and the words that say it.
    pub fn best<T: PartialEq + Clone>(
        self,
        read: impl Fn(&'a DealEvent) -> Option<(T, Option<&'a str>)>,
    ) -> (Option<Supported<T>>, Vec<Supported<T>>) {
        let first_told = |event: &'a DealEvent| (event.published.is_none(), event.published, &event.article);
        let mut told: Vec<(T, BTreeSet<usize>, &'a DealEvent, Option<&'a str>)> = Vec::new();
        for (event, origin) in self.events.iter().zip(self.origin) {
            let Some((value, words)) = read(event) else { continue };
            match told.iter_mut().find(|(known, ..)| *known == value) {
                Some((_, origins, known, known_words)) => {
                    origins.insert(*origin);
                    if first_told(event) < first_told(known) {
                        (*known, *known_words) = (event, words);
                    }
                }
                None => told.push((value, BTreeSet::from([*origin]), event, words)),
            }
        }
        told.sort_by_key(|(_, _, event, _)| first_told(event));
        let most = told.iter().map(|(_, origins, ..)| origins.len()).max().unwrap_or_default();
        let mut best = None;
        let mut others = Vec::new();
        for (value, origins, event, words) in told {
            let supported = Supported { value, source: source(event, words) };
            if best.is_none() && origins.len() == most {
                best = Some(supported);
            } else {
                others.push(supported);
            }
        }
        (best, others)
    }
}

/// Who says so, when, and in which words.
pub(super) fn source(told: &DealEvent, words: Option<&str>) -> String {
    let mut source = match &told.publisher {
        Some(publisher) => publisher.clone(),
        None if told.title.trim().is_empty() => "an article without publisher".to_owned(),
        None => format!("“{}”", told.title.trim()),
    };
    if let Some(day) = told.published {
        source = format!("{source}, {day}");
    }
    match words {
        Some(words) => format!("{source}: “{words}”"),
        None => source,
    }
}
