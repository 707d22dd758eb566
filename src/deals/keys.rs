//! Blocking keys: two events are compared only where one is found under a key of the other.
//!
//! A supplier and a department alone are a key for the events of neighbouring quarters only, since a large supplier has many
//! contracts with a large department; over longer times a number, a program, a sum or rare words must be shared too.

use std::collections::BTreeSet;

use crate::base::{Money, Name, OrgId};
use crate::deals::deal::DealEvent;
use crate::deals::features::told_on;
use crate::deals::rarity::rarity;
use crate::entities::Lists;
use crate::events::EventKind;

/// Words rarer than this are keys beside a supplier or a buyer.
const RARE: f32 = 3.0;
/// So many of the rarest words are.
const MOST_WORDS: usize = 6;
/// A key by which events are found: a hash, since only equality counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(pub i64);

impl Key {
    fn of(text: &str) -> Self {
        Self(u64::begin(text).cast_signed())
    }
}

/// The part of a key that stands for an event whose day is not known.
const UNDATED: &str = "undated";
/// The part of a key that stands for any day.
const ANY: &str = "any";

/// The keys of an event, sorted, each once.
pub fn keys(told: &DealEvent) -> Vec<Key> {
    let sides = Sides::of(told);
    let mut found: BTreeSet<Key> = lasting(told, &sides).iter().map(|key| Key::of(key)).collect();
    let quarter = quarter(told).map_or_else(|| UNDATED.to_owned(), quarter_name);
    for key in sides.passing(told) {
        found.extend([quarter.as_str(), ANY].map(|when| Key::of(&format!("{key}{when}"))));
    }
    // An event that nothing is known of is a deal of its own.
    if found.is_empty() {
        found.insert(Key::of(&format!("alone|{}|{}", told.article, told.ordinal)));
    }
    found.into_iter().collect()
}

/// The keys of the events that are compared with this one. Of two events either finds the other or neither does.
pub fn lookups(told: &DealEvent) -> Vec<Key> {
    let sides = Sides::of(told);
    let mut found: BTreeSet<Key> = lasting(told, &sides).iter().map(|key| Key::of(key)).collect();
    let times: Vec<String> = match quarter(told) {
        Some(quarter) => (quarter - 1..=quarter + 1).map(quarter_name).chain([UNDATED.to_owned()]).collect(),
        None => vec![ANY.to_owned()],
    };
    for key in sides.passing(told) {
        found.extend(times.iter().map(|when| Key::of(&format!("{key}{when}"))));
    }
    found.into_iter().collect()
}

/// Who deals with whom, as keys name them.
struct Sides {
    vendors: BTreeSet<String>,
    buyers: BTreeSet<String>,
}

impl Sides {
    fn of(told: &DealEvent) -> Self {
        let event = &told.event;
        Self {
            vendors: event.vendors.iter().map(|v| root(&v.id)).collect(),
            buyers: event.buyers.iter().map(|b| department(&b.id)).collect(),
        }
    }

    /// Keys that hold for a quarter and its neighbours; the quarter is put at the end.
    fn passing(&self, told: &DealEvent) -> impl Iterator<Item = String> {
        let kind = told.event.kind;
        let mut found = BTreeSet::new();
        for vendor in &self.vendors {
            for buyer in &self.buyers {
                found.insert(format!("parties|{vendor}|{buyer}|"));
            }
            if self.buyers.is_empty() && self.vendors.len() == 1 {
                found.insert(format!("vendor|{vendor}|{}|", kind.as_str()));
            }
        }
        found.into_iter()
    }
}

/// Keys that hold for good.
fn lasting(told: &DealEvent, sides: &Sides) -> BTreeSet<String> {
    let event = &told.event;
    let mut found = BTreeSet::new();
    found.extend(event.contract_ids.iter().map(|number| format!("number|{}", compact(number))));
    let words = rarest(told);
    let sum = event.value.and_then(|value| rounded(&value.money));
    for side in sides.vendors.iter().chain(&sides.buyers) {
        found.extend(event.program.iter().map(|program| format!("program|{side}|{program}")));
        found.extend(sum.iter().map(|sum| format!("sum|{side}|{sum}")));
    }
    for vendor in &sides.vendors {
        found.extend(words.iter().map(|word| format!("word|{vendor}|{word}")));
        if matches!(event.kind, EventKind::Authorization | EventKind::Exclusion) {
            found.insert(format!("vendor|{vendor}|{}", event.kind.as_str()));
        }
    }
    if matches!(event.kind, EventKind::Partnership | EventKind::Investment) {
        for a in &sides.vendors {
            found.extend(sides.vendors.iter().filter(|b| *b > a).map(|b| format!("suppliers|{a}|{b}")));
        }
    }
    // Pairs of words: single ones would compare every contract of a department with every other.
    let is_open = sides.vendors.is_empty()
        || matches!(event.kind, EventKind::Solicitation | EventKind::Protest | EventKind::Termination);
    for buyer in sides.buyers.iter().filter(|_| is_open || event.kind == EventKind::Award) {
        for (i, a) in words.iter().take(4).enumerate() {
            found.extend(words.iter().take(4).skip(i + 1).map(|b| format!("words|{buyer}|{a} {b}")));
        }
    }
    found
}

/// The rarest words around an event, sorted.
fn rarest(told: &DealEvent) -> Vec<&str> {
    let mut words: Vec<(f32, &str)> = told
        .context
        .words
        .iter()
        .map(|word| (rarity(word), word.as_str()))
        .filter(|(rarity, _)| *rarity >= RARE)
        .collect();
    words.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    words.truncate(MOST_WORDS);
    let mut words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    words
}

/// A sum to two digits: "USD 25e7". Roundings to either side of a step do not meet here.
fn rounded(money: &Money) -> Option<String> {
    let plain = money.amount.round_sf(2)?.normalize();
    Some(format!("{} {plain}", money.currency))
}

/// Quarters since the year 0, of the day an event is told of.
fn quarter(told: &DealEvent) -> Option<i32> {
    let day = told_on(told).or(told.context.not_before)?;
    let month = day.month().unwrap_or(7);
    Some(i32::from(day.year()) * 4 + i32::from(month - 1) / 3)
}

fn quarter_name(quarter: i32) -> String {
    format!("{}q{}", quarter.div_euclid(4), quarter.rem_euclid(4) + 1)
}

/// A number as it is compared: letters and digits only, in capitals.
pub(super) fn compact(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The company at the head of a vendor's parents.
pub(super) fn root(id: &OrgId) -> String {
    Lists::bundled().ancestry(id).last().map_or_else(|| id.as_str().to_owned(), |entry| entry.id.to_owned())
}

/// The department of a body: country and first segment of its path.
pub(super) fn department(id: &OrgId) -> String {
    let mut segments = id.as_str().split('/');
    match (segments.next(), segments.next()) {
        (Some(country), Some(department)) => format!("{country}/{department}"),
        _ => id.as_str().to_owned(),
    }
}
