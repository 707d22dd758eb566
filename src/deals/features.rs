//! What is compared of an event, made once, when its article is read: comparing pairs is the inner loop.
//!
//! Names, numbers and words are kept as hashes: only their equality counts.

use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::base::{Currency, Name, OrgId, PartialDate, Pattern};
use crate::deals::context::Context;
use crate::deals::deal::DealEvent;
use crate::deals::keys::{Keys, compact, root};
use crate::deals::rarity::rarity;
use crate::deals::rates::in_dollars;
use crate::entities::AmountRole;
use crate::events::{Certainty, Classification, EventKind, OrgRef};

/// What an event is found and compared by.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// What it is found by.
    pub keys: Keys,
    /// What it is compared by.
    pub compared: Compared,
}

/// What an event is compared by. Kept apart from its keys, since each new event is compared with many others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub(super) article: u64,
    pub(super) kind: EventKind,
    pub(super) numbers: Vec<u64>,
    pub(super) vendors: Vec<Party>,
    pub(super) via: Vec<Party>,
    pub(super) buyers: Vec<Body>,
    pub(super) program: Option<u64>,
    pub(super) value: Option<Sum>,
    /// Its own day, where a month or finer.
    pub(super) own_days: Option<Days>,
    /// The days it may be told of.
    pub(super) days: Option<Days>,
    /// Whether `days` is only the latest day that the article speaks of.
    pub(super) is_estimated: bool,
    pub(super) is_lead: bool,
    pub(super) is_planned: bool,
    pub(super) instrument: Instrument,
    pub(super) classification: Option<Classification>,
    pub(super) completion: Option<PartialDate>,
    pub(super) sentence: u64,
    pub(super) said: Terms,
    pub(super) words: Terms,
    pub(super) topic: Terms,
}

/// A span of days, counted from 1970: first and last.
pub(super) type Days = (i32, i32);

/// A supplier as compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Party {
    pub id: u64,
    pub root: u64,
    pub is_listed: bool,
}

/// A buyer as compared: itself and the bodies above it, the highest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Body {
    path: Vec<u64>,
}

impl Body {
    fn of(id: &OrgId) -> Self {
        let id = id.as_str();
        let ends = id.match_indices('/').map(|(at, _)| at).skip(1).chain([id.len()]);
        Self { path: ends.map(|end| u64::begin(&id[..end])).collect() }
    }

    /// Whether one is the other or lies below it.
    pub fn is_near(&self, other: &Self) -> bool {
        let (short, long) = if self.path.len() <= other.path.len() { (self, other) } else { (other, self) };
        short.path.last().zip(long.path.get(short.path.len().saturating_sub(1))).is_some_and(|(a, b)| a == b)
    }

    /// Whether they are of one department.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.path.first() == other.path.first()
    }
}

/// A sum as compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Sum {
    pub role: AmountRole,
    pub units: f64,
    pub currency: Currency,
    pub dollars: Option<f64>,
    /// Digits before the zeros: how exact it is.
    pub digits: u32,
}

/// Words with what they tell, sorted by word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Terms {
    words: Vec<(u32, f32)>,
    total: f32,
}

impl Terms {
    fn of(words: &[String]) -> Self {
        let of = |word: &String| ((u64::begin(word) >> 32) as u32, rarity(word).max(0.0));
        let mut words: Vec<(u32, f32)> = words.iter().map(of).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        words.dedup_by_key(|(word, _)| *word);
        Self { total: words.iter().map(|(_, weight)| weight).sum(), words }
    }

    /// What both tell, as a share of what the one that tells less tells.
    pub fn shared(&self, other: &Self) -> f32 {
        let mut shared = 0.0;
        let (mut i, mut j) = (0, 0);
        while let (Some((a, weight)), Some((b, _))) = (self.words.get(i), other.words.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += weight;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        shared / self.total.min(other.total).max(1.0)
    }
}

/// What kind of contract the sentence calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Instrument {
    /// A contract, or nothing said.
    Plain,
    /// One under which orders are placed.
    Framework,
    /// An order.
    Order,
    /// The words of both.
    UnderFramework,
}

/// Agreements under which orders are placed (FAR 16.5; Directive 2014/24/EU, article 33).
static FRAMEWORK: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:frameworks?|indefinite[\s-]delivery|idiq|blanket (?:purchase|ordering)|bpas?|master (?:services? )?(?:agreement|contract)|standing offers?|multiple[\s-]award|(?:government-?wide acquisition|umbrella|parent) contract|gwac|dynamic purchasing|(?:contract|purchasing) vehicle)\b",
    )
});

/// What is placed under one.
static ORDER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:(?:task|delivery|work|purchase|call-?up|job) orders?|call[\s-]?offs?|specific contracts?|mini-?competition|statements? of work|(?:an?|the|first|second|third|latest|new|initial|\d+(?:st|nd|rd|th)) orders?|ordered|orders? (?:worth|valued|under|against|from|for))\b",
    )
});

impl Instrument {
    fn of(sentence: &str) -> Self {
        match (FRAMEWORK.is_match(sentence), ORDER.is_match(sentence)) {
            (false, false) => Self::Plain,
            (true, false) => Self::Framework,
            (false, true) => Self::Order,
            (true, true) => Self::UnderFramework,
        }
    }
}

impl Features {
    pub(super) fn of(told: &DealEvent, context: &Context) -> Self {
        let event = &told.event;
        let told_on = told.told_on();
        let year = told_on.map_or(2024, |date| i32::from(date.year()));
        let compared = Compared {
            article: u64::begin(told.article.as_str()),
            kind: event.kind,
            numbers: event.contract_ids.iter().map(|n| u64::begin(&compact(n))).collect(),
            vendors: parties(&event.vendors),
            via: parties(&event.via),
            buyers: event.buyers.iter().map(|buyer| Body::of(&buyer.id)).collect(),
            program: event.program.as_deref().map(u64::begin),
            value: event.value.map(|value| {
                let plain = trimmed(value.money.amount.normalize().mantissa().unsigned_abs());
                Sum {
                    role: value.role,
                    units: value.money.amount.to_f64().unwrap_or(0.0),
                    currency: value.money.currency,
                    dollars: in_dollars(&value.money, year),
                    digits: plain.checked_ilog10().map_or(0, |tens| tens + 1),
                }
            }),
            own_days: event.date.filter(|date| date.month().is_some()).map(days),
            days: told_on.or(context.not_before).map(days),
            is_estimated: told_on.is_none(),
            is_lead: context.is_lead,
            is_planned: matches!(event.certainty, Certainty::Planned | Certainty::Possible),
            instrument: Instrument::of(&told.sentence),
            classification: event.details.classification,
            completion: event.details.completion,
            sentence: u64::begin(&told.sentence),
            said: Terms::of(&context.said),
            words: Terms::of(&context.words),
            topic: Terms::of(&context.topic),
        };
        Self { keys: Keys::of(told, context), compared }
    }
}

impl Compared {
    /// A number that events which are compared with each other mostly share: of the supplier, else of the department.
    pub fn neighbourhood(&self) -> i64 {
        let vendor = self.vendors.first().map(|vendor| vendor.root);
        let department = || self.buyers.first().and_then(|buyer| buyer.path.first().copied());
        vendor.or_else(department).unwrap_or_default().cast_signed()
    }

    /// As it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        // No value of these types is without a form.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What was kept so; `None` where it was not.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

fn parties(vendors: &[OrgRef]) -> Vec<Party> {
    vendors
        .iter()
        .map(|vendor| Party {
            id: u64::begin(vendor.id.as_str()),
            root: u64::begin(&root(&vendor.id)),
            is_listed: vendor.id.is_listed(),
        })
        .collect()
}

fn days(date: PartialDate) -> Days {
    let number = |date: jiff::civil::Date| {
        jiff::civil::Date::constant(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
    };
    (number(date.first_day()), number(date.last_day()))
}

fn trimmed(mut digits: u128) -> u128 {
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits
}
