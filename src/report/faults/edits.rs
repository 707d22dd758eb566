//! What an article tells otherwise since it was edited: its facts before and after, compared.

use jiff::civil::Date;

use crate::base::{ArticleId, Money};
use crate::events::{Event, EventValue, Facts, OrgRef};

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// A fact that an edit brought, took or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// Of what: `event`, `relevance`, or the slot of an event.
    pub of: &'static str,
    /// What was told before; `None` for what is new.
    pub before: Option<String>,
    /// What is told now; `None` for what is gone.
    pub after: Option<String>,
    /// The event's place before.
    pub event_before: Option<usize>,
    /// The event's place now.
    pub event_after: Option<usize>,
}

impl FactChange {
    /// The change in words: "value: $90 million award → $9 million award".
    pub fn words(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => format!("{}: {before} → {after}", self.of),
            (Some(before), None) => format!("{} gone: {before}", self.of),
            (None, Some(after)) => format!("{} new: {after}", self.of),
            (None, None) => self.of.to_owned(),
        }
    }
}

/// What an edit of an article changed of its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactEdit {
    /// The article.
    pub article: ArticleId,
    /// Who published it.
    pub publisher: Option<String>,
    /// The day it was seen so first (UTC).
    pub seen: Date,
    /// What is told otherwise; nothing where only other words were edited.
    pub changes: Vec<FactChange>,
}

/// What the facts `after` an edit tell otherwise than those `before`: events gone and new, and slots of those that stayed.
/// Events that count in neither version are left out, as are those of articles that are not relevant.
pub fn fact_changes(before: &Facts, after: &Facts) -> Vec<FactChange> {
    let mut found = Vec::new();
    if before.relevant != after.relevant {
        let word = |facts: &Facts| Some(if facts.relevant { "relevant" } else { "not relevant" }.to_owned());
        found.push(FactChange {
            of: "relevance",
            before: word(before),
            after: word(after),
            event_before: None,
            event_after: None,
        });
    }
    let (old, new) = (told(before), told(after));
    let pairs = pairs(&old, &new);
    for (place, (at, event)) in old.iter().enumerate() {
        match pairs.iter().find(|(one, _)| *one == place).and_then(|(_, other)| new.get(*other)) {
            Some((new_at, other)) if event.is_confirmed() || other.is_confirmed() => {
                found.extend(slot_changes((*at, event), (*new_at, other)));
            }
            None if event.is_confirmed() => {
                found.push(FactChange {
                    of: "event",
                    before: Some(called(event)),
                    after: None,
                    event_before: Some(*at),
                    event_after: None,
                });
            }
            _ => {}
        }
    }
    for (place, (at, event)) in new.iter().enumerate() {
        if event.is_confirmed() && pairs.iter().all(|(_, other)| *other != place) {
            found.push(FactChange {
                of: "event",
                before: None,
                after: Some(called(event)),
                event_before: None,
                event_after: Some(*at),
            });
        }
    }
    found
}

/// The events of an article that count, with their places.
fn told(facts: &Facts) -> Vec<(usize, &Event)> {
    if facts.relevant { facts.events.iter().enumerate().collect() } else { Vec::new() }
}

/// Which event before is which one now, the likest first, each once.
fn pairs(old: &[(usize, &Event)], new: &[(usize, &Event)]) -> Vec<(usize, usize)> {
    let mut likes: Vec<(u32, usize, usize)> = Vec::new();
    for (i, (_, one)) in old.iter().enumerate() {
        likes.extend(new.iter().enumerate().map(|(j, (_, other))| (likeness(one, other), i, j)));
    }
    likes.retain(|(like, ..)| *like > 0);
    likes.sort_by_key(|(like, i, j)| (std::cmp::Reverse(*like), i.abs_diff(*j), *i));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in likes {
        if pairs.iter().all(|(one, other)| *one != i && *other != j) {
            pairs.push((i, j));
        }
    }
    pairs
}

/// How much speaks for two events being one; 0 where nothing joins them.
fn likeness(one: &Event, other: &Event) -> u32 {
    let shares = |a: &[OrgRef], b: &[OrgRef]| a.iter().any(|org| b.iter().any(|other| other.id == org.id));
    let shares_number = one.contract_ids.iter().any(|number| other.contract_ids.contains(number));
    let is_of_kind = one.kind == other.kind;
    let has_supplier = shares(&one.vendors, &other.vendors);
    if !is_of_kind && !has_supplier && !shares_number {
        return 0;
    }
    let is_near = one.value.zip(other.value).is_some_and(|(a, b)| a.money.is_near(&b.money, ROUNDING));
    5 * u32::from(shares_number)
        + 4 * u32::from(is_of_kind)
        + 4 * u32::from(has_supplier)
        + 2 * u32::from(shares(&one.buyers, &other.buyers))
        + 2 * u32::from(is_near)
        + u32::from(one.date.is_some() && one.date == other.date)
}

fn slot_changes(one: (usize, &Event), other: (usize, &Event)) -> Vec<FactChange> {
    let ((at, before), (new_at, after)) = (one, other);
    let date = |event: &Event| event.date.map(|date| date.to_string());
    let numbers = |event: &Event| {
        let mut numbers = event.contract_ids.clone();
        numbers.sort();
        Some(numbers.join(", ")).filter(|joined| !joined.is_empty())
    };
    let slots = [
        ("type", Some(before.kind.as_str().to_owned()), Some(after.kind.as_str().to_owned())),
        ("buyers", names(&before.buyers), names(&after.buyers)),
        ("vendors", names(&before.vendors), names(&after.vendors)),
        ("value", before.value.map(sum), after.value.map(sum)),
        ("date", date(before), date(after)),
        ("contract_ids", numbers(before), numbers(after)),
        ("certainty", Some(before.certainty.as_str().to_owned()), Some(after.certainty.as_str().to_owned())),
    ];
    let changed = slots.into_iter().filter(|(_, before, after)| before != after);
    changed
        .map(|(of, before, after)| FactChange {
            of,
            before,
            after,
            event_before: Some(at),
            event_after: Some(new_at),
        })
        .collect()
}

/// Names in one order, whichever is told first.
fn names(orgs: &[OrgRef]) -> Option<String> {
    let mut names: Vec<&str> = orgs.iter().map(|org| org.name.as_str()).collect();
    names.sort_unstable();
    Some(names.join(", ")).filter(|joined| !joined.is_empty())
}

fn sum(value: EventValue) -> String {
    let EventValue { money, low, role, .. } = value;
    match low {
        Some(low) => format!("{} to {money} {}", Money::new(low, money.currency), role.as_str()),
        None => format!("{money} {}", role.as_str()),
    }
}

/// "award: Larkfield Analytics, $40 million award".
fn called(event: &Event) -> String {
    let parties = names(&event.vendors).or_else(|| names(&event.buyers));
    let parts: Vec<String> = parties.into_iter().chain(event.value.map(sum)).collect();
    match parts.as_slice() {
        [] => event.kind.as_str().to_owned(),
        parts => format!("{}: {}", event.kind.as_str(), parts.join(", ")),
    }
}
