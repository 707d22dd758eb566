//! Blocking keys: two events are compared only where one is found under a key of the other.
//!
//! A well-known supplier has many contracts with a large department. So these two alone are a key for awards of
//! neighbouring quarters only; what seldom happens (a change, a protest, an end) is compared with all that they have.
//! Over longer times a number, a program, a sum or rare words must be shared too. Of a supplier that no list knows
//! everything is compared.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::base::{Money, Name, OrgId, PartialDate};
use crate::deals::context::Context;
use crate::deals::deal::DealEvent;
use crate::deals::rarity::rarity;
use crate::entities::Lists;
use crate::events::EventKind;

/// Words rarer than this are keys beside a supplier or a buyer.
const RARE: f32 = 3.0;
/// So many of the rarest words are.
const MOST_WORDS: usize = 6;
/// So many of them are, two by two, beside a buyer alone.
const MOST_OF_PAIRS: usize = 4;
/// Awards of one supplier and department are compared over so many quarters.
const QUARTERS: i32 = 2;
/// Where one of them names no department, over so many: a large supplier has many dealings.
const QUARTERS_ALONE: i32 = 1;
/// What a buyer asks for, and what is protested, is compared with its other dealings over so many.
const OPEN_QUARTERS: i32 = 5;

/// A key by which events are found: a hash, since only equality counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(pub i64);

impl Key {
    fn of(text: &str) -> Self {
        Self(u64::begin(text).cast_signed())
    }
}

/// The keys of an event, and those of the events that it is compared with. Of two events either finds the other or
/// neither does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Its own, in order.
    pub own: Vec<Key>,
    /// Those by which it looks for others, in order.
    pub lookups: Vec<Key>,
}

/// Keys as they are gathered.
#[derive(Default)]
struct Gathered {
    own: BTreeSet<Key>,
    lookups: BTreeSet<Key>,
}

impl Gathered {
    /// A key that is shared.
    fn both(&mut self, key: &str) {
        self.own.insert(Key::of(key));
        self.lookups.insert(Key::of(key));
    }

    fn own(&mut self, key: &str) {
        self.own.insert(Key::of(key));
    }

    fn look(&mut self, key: &str) {
        self.lookups.insert(Key::of(key));
    }

    /// A key that is shared with those told of within so many quarters; one without a day is shared with all.
    fn own_in(&mut self, key: &str, quarters: Option<&RangeInclusive<i32>>) {
        match quarters {
            Some(quarters) => quarters.clone().for_each(|quarter| self.own(&format!("{key} {quarter}"))),
            None => self.own(&format!("{key} undated")),
        }
        self.own(&format!("{key} any"));
    }

    fn look_within(&mut self, key: &str, quarters: Option<&RangeInclusive<i32>>, most: i32) {
        let Some(quarters) = quarters else { return self.look(&format!("{key} any")) };
        for quarter in quarters.start() - most..=quarters.end() + most {
            self.look(&format!("{key} {quarter}"));
        }
        self.look(&format!("{key} undated"));
    }
}

impl Keys {
    /// The keys of an event.
    pub(super) fn of(told: &DealEvent, context: &Context) -> Self {
        let mut found = Gathered::default();
        // Events of one article are always compared: it tells them apart, or tells one story of them.
        found.both(&format!("article|{}", told.article));
        let sides = Sides::of(told);
        lasting(&mut found, told, context, &sides);
        let quarters = quarters(told, context);
        passing(&mut found, told, &sides, quarters.as_ref());
        open(&mut found, told, context, &sides, quarters.as_ref());
        Self { own: found.own.into_iter().collect(), lookups: found.lookups.into_iter().collect() }
    }

    /// Whether an event with these looks for one with the others.
    pub(super) fn find(&self, others: &Self) -> bool {
        self.lookups.iter().any(|key| others.own.binary_search(key).is_ok())
    }

    /// As they are kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        // No value of this type is without a form.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What was kept so; `None` where it was not.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// Who deals with whom, as keys name them.
struct Sides {
    vendors: BTreeSet<String>,
    departments: BTreeSet<String>,
}

impl Sides {
    fn of(told: &DealEvent) -> Self {
        let event = &told.event;
        Self {
            vendors: event.vendors.iter().map(|v| root(&v.id)).collect(),
            departments: event.buyers.iter().map(|b| department(&b.id)).collect(),
        }
    }
}

/// Keys that hold for good.
fn lasting(found: &mut Gathered, told: &DealEvent, context: &Context, sides: &Sides) {
    let event = &told.event;
    for number in &event.contract_ids {
        found.both(&format!("number|{}", compact(number)));
    }
    let sum = event.value.and_then(|value| rounded(&value.money));
    for side in sides.vendors.iter().chain(&sides.departments) {
        if let Some(program) = &event.program {
            found.both(&format!("program|{side}|{program}"));
        }
        if let Some(sum) = &sum {
            found.both(&format!("sum|{side}|{sum}"));
        }
    }
    for vendor in &sides.vendors {
        for word in rarest(&context.words, MOST_WORDS) {
            found.both(&format!("word|{vendor}|{word}"));
        }
        if vendor.starts_with("x/") {
            found.both(&format!("vendor|{vendor}"));
        }
        if matches!(event.kind, EventKind::Authorization | EventKind::Exclusion) {
            found.both(&format!("{}|{vendor}", event.kind.as_str()));
        }
    }
    if matches!(event.kind, EventKind::Partnership | EventKind::Investment) {
        for a in &sides.vendors {
            for b in sides.vendors.iter().filter(|b| *b > a) {
                found.both(&format!("suppliers|{a}|{b}"));
            }
        }
    }
}

/// Whether events of the kind are rare between two parties.
fn is_rare(kind: EventKind) -> bool {
    use EventKind::{Exclusion, Modification, Protest, Solicitation, Termination};
    matches!(kind, Exclusion | Modification | Protest | Solicitation | Termination)
}

/// Keys of a supplier beside a department, or of one that no department is named with.
fn passing(found: &mut Gathered, told: &DealEvent, sides: &Sides, quarters: Option<&RangeInclusive<i32>>) {
    for vendor in &sides.vendors {
        for department in &sides.departments {
            let parties = format!("parties|{vendor}|{department}");
            if is_rare(told.event.kind) {
                found.both(&format!("{parties}|rare"));
                found.look(&format!("{parties} any"));
            } else {
                found.look(&format!("{parties}|rare"));
                found.look_within(&parties, quarters, QUARTERS);
            }
            found.own_in(&parties, quarters);
        }
        let (any, alone) = (format!("any|{vendor}"), format!("alone|{vendor}"));
        found.own_in(&any, quarters);
        found.look_within(&alone, quarters, QUARTERS_ALONE);
        if sides.departments.is_empty() {
            found.own_in(&alone, quarters);
            found.look_within(&any, quarters, QUARTERS_ALONE);
        }
    }
}

/// Keys of a buyer alone: what it asks for, who protests.
fn open(
    found: &mut Gathered,
    told: &DealEvent,
    context: &Context,
    sides: &Sides,
    quarters: Option<&RangeInclusive<i32>>,
) {
    let kind = told.event.kind;
    let is_open = sides.vendors.is_empty() || matches!(kind, EventKind::Solicitation | EventKind::Protest);
    for buyer in told.event.buyers.iter().filter(|buyer| !is_large(&buyer.id)) {
        let (any, open) = (format!("any of|{}", buyer.id), format!("open of|{}", buyer.id));
        found.own_in(&any, quarters);
        found.look_within(&open, quarters, OPEN_QUARTERS);
        if is_open {
            found.own_in(&open, quarters);
            found.look_within(&any, quarters, OPEN_QUARTERS);
        }
    }
    // Pairs of words: single ones would compare every contract of a department with every other.
    if is_open || matches!(kind, EventKind::Termination | EventKind::Award) {
        let mut telling = rarest(&context.words, MOST_OF_PAIRS);
        if context.is_lead {
            telling.extend(rarest(&context.topic, MOST_OF_PAIRS));
            telling.sort_unstable();
            telling.dedup();
        }
        for buyer in &sides.departments {
            for (i, a) in telling.iter().enumerate() {
                for b in telling.iter().skip(i + 1) {
                    found.both(&format!("words|{buyer}|{a} {b}"));
                }
            }
        }
    }
}

/// Whether a body buys so much that what it asks for in one year is no key: a department of the United States, or one of
/// its services.
fn is_large(id: &OrgId) -> bool {
    let id = id.as_str();
    id.starts_with("us/") && id.matches('/').count() == 1
        || matches!(id, "us/dod/army" | "us/dod/navy" | "us/dod/air-force")
}

/// The rarest of these words, sorted.
fn rarest(words: &[String], most: usize) -> Vec<&str> {
    let mut words: Vec<(f32, &str)> = words
        .iter()
        .map(|word| (rarity(word), word.as_str()))
        .filter(|(rarity, _)| *rarity >= RARE)
        .collect();
    words.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    words.truncate(most);
    let mut words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
    words.sort_unstable();
    words
}

/// A sum to two digits: "USD 25e7". Roundings to either side of a step do not meet here.
fn rounded(money: &Money) -> Option<String> {
    let plain = money.amount.round_sf(2)?.normalize();
    Some(format!("{} {plain}", money.currency))
}

/// Quarters since the year 0, of the days that an event may be told of.
fn quarters(told: &DealEvent, context: &Context) -> Option<RangeInclusive<i32>> {
    let own = told.event.date;
    let day: PartialDate = own.or(told.published).or(told.written).or(context.not_before)?;
    let quarter = |date: jiff::civil::Date| i32::from(date.year()) * 4 + i32::from(date.month() - 1) / 3;
    Some(quarter(day.first_day())..=quarter(day.last_day()))
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
