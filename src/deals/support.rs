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
        let mut told: Vec<(T, BTreeSet<usize>, Supported<T>)> = Vec::new();
        for (event, origin) in self.events.iter().zip(self.origin) {
            let Some((value, words)) = read(event) else { continue };
            match told.iter_mut().find(|(known, ..)| *known == value) {
                Some((_, origins, _)) => {
                    origins.insert(*origin);
                }
                None => {
                    let supported = Supported { value: value.clone(), source: source(event, words) };
                    told.push((value, BTreeSet::from([*origin]), supported));
                }
            }
        }
        let most = told.iter().map(|(_, origins, _)| origins.len()).max().unwrap_or_default();
        let mut best = None;
        let mut others = Vec::new();
        for (_, origins, supported) in told {
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
    let mut source = told.publisher.clone().unwrap_or_else(|| told.article.to_string());
    if let Some(day) = told.published {
        source = format!("{source}, {day}");
    }
    match words {
        Some(words) => format!("{source}: “{words}”"),
        None => source,
    }
}
