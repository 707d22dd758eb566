//! What is compared of an event, made once: comparing pairs is the inner loop.

use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;

use crate::base::{Name, OrgId, PartialDate, Pattern};
use crate::deals::deal::DealEvent;
use crate::deals::keys::{compact, department, root};
use crate::deals::rarity::rarity;
use crate::deals::rates::in_dollars;
use crate::entities::AmountRole;
use crate::events::{EventKind, OrgRef};

/// An event as it is compared.
pub(super) struct Features<'a> {
    pub told: &'a DealEvent,
    pub kind: EventKind,
    pub numbers: Vec<String>,
    pub vendors: Vec<Party>,
    pub via: Vec<Party>,
    pub buyers: Vec<Body<'a>>,
    pub value: Option<Sum>,
    /// Its own day, where a month or finer, as days since 1970: first and last.
    pub own_days: Option<Days>,
    /// The day it is told of: its own, else that of the article.
    pub days: Option<Days>,
    /// Whether `days` is only the latest day that the article speaks of.
    pub is_estimated: bool,
    pub instrument: Instrument,
    pub said: Terms,
    pub words: Terms,
    pub topic: Terms,
}

/// What kind of contract the sentence calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// A span of days, counted from 1970: first and last.
pub(super) type Days = (i32, i32);

/// A supplier as compared.
#[derive(PartialEq, Eq)]
pub(super) struct Party {
    pub id: u64,
    pub root: u64,
    pub is_listed: bool,
}

/// A buyer as compared.
pub(super) struct Body<'a> {
    pub id: &'a OrgId,
    pub department: u64,
}

/// A sum as compared.
pub(super) struct Sum {
    pub role: AmountRole,
    pub units: f64,
    pub currency: crate::base::Currency,
    pub dollars: Option<f64>,
    /// Digits before the zeros: how exact it is.
    pub digits: u32,
}

/// Words with what they tell, sorted by word.
pub(super) struct Terms {
    words: Vec<(u64, f32)>,
    total: f32,
}

impl Terms {
    fn of(words: &[String]) -> Self {
        let mut words: Vec<(u64, f32)> =
            words.iter().map(|word| (u64::begin(word), rarity(word).max(0.0))).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        words.dedup_by_key(|(word, _)| *word);
        Self { total: words.iter().map(|(_, weight)| weight).sum(), words }
    }

    /// Of what both tell: its weight, its share of the smaller one's whole, and the rarest word's weight.
    pub fn shared(&self, other: &Self) -> Shared {
        let mut shared = Shared::default();
        let (mut i, mut j) = (0, 0);
        while let (Some((a, weight)), Some((b, _))) = (self.words.get(i), other.words.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared.weight += weight;
                    shared.rarest = shared.rarest.max(*weight);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        shared.share = shared.weight / self.total.min(other.total).max(1.0);
        shared
    }
}

/// What two sets of words have in common.
#[derive(Clone, Copy, Default)]
pub(super) struct Shared {
    pub weight: f32,
    pub share: f32,
    pub rarest: f32,
}

impl<'a> Features<'a> {
    pub fn of(told: &'a DealEvent) -> Self {
        let event = &told.event;
        let own_days = event.date.filter(|date| date.month().is_some()).map(days);
        let told_on = told_on(told);
        let year = told_on.map_or(2024, |date| i32::from(date.year()));
        Self {
            kind: event.kind,
            numbers: event.contract_ids.iter().map(|n| compact(n)).collect(),
            vendors: parties(&event.vendors),
            via: parties(&event.via),
            buyers: event
                .buyers
                .iter()
                .map(|b| Body { id: &b.id, department: u64::begin(&department(&b.id)) })
                .collect(),
            value: event.value.map(|value| {
                let units = value.money.amount.to_f64().unwrap_or(0.0);
                let mantissa = value.money.amount.normalize().mantissa().unsigned_abs();
                let plain = trimmed(mantissa);
                Sum {
                    role: value.role,
                    units,
                    currency: value.money.currency,
                    dollars: in_dollars(&value.money, year),
                    digits: plain.checked_ilog10().map_or(0, |tens| tens + 1),
                }
            }),
            own_days,
            days: told_on.or(told.context.not_before).map(days),
            is_estimated: told_on.is_none(),
            instrument: Instrument::of(&told.sentence),
            said: Terms::of(&told.context.said),
            words: Terms::of(&told.context.words),
            topic: Terms::of(&told.context.topic),
            told,
        }
    }
}

/// The day an event is told of: its own date where that is a month or finer, else that of its article.
pub(super) fn told_on(told: &DealEvent) -> Option<PartialDate> {
    let own = told.event.date;
    own.filter(|date| date.month().is_some()).or(told.published).or(told.context.written).or(own)
}

fn parties(vendors: &[OrgRef]) -> Vec<Party> {
    vendors
        .iter()
        .map(|vendor| Party {
            id: u64::begin(vendor.id.as_str()),
            root: u64::begin(&root(&vendor.id)),
            is_listed: !vendor.id.as_str().starts_with("x/"),
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
