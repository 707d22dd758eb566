//! Sums that sources disagree on, and sums out of proportion.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::base::{Currency, Money};
use crate::deals::{Deal, DealEvent, DealValue};
use crate::entities::AmountRole;
use crate::events::EventValue;
use crate::report::backing::{rivals, says};
use crate::report::faults::fault::{Fault, FaultKind, Telling};

/// A slip of units (million for billion) makes a sum a thousand times as large, give or take what is rounded.
const SLIP: f64 = 980.0;
/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;
/// No contract has ever come to so much.
const TRILLION: i64 = 1_000_000_000_000;
/// The currencies in which a trillion is beyond belief.
const LARGE: [Currency; 3] = [Currency::USD, Currency::EUR, Currency::GBP];
/// Sums of these roles measure one thing: what a deal is worth, what was paid.
const ALIKE: [&[AmountRole]; 2] = [&[AmountRole::Ceiling, AmountRole::Award], &[AmountRole::Obligated]];
/// The roles whose articles can disagree: others change with time.
const DISPUTABLE: [AmountRole; 2] = [AmountRole::Ceiling, AmountRole::Award];

pub(super) fn faults(deal: &Deal) -> Vec<Fault> {
    let mut found = reversed(deal);
    let odd: Vec<Odd<'_>> = ALIKE.iter().flat_map(|roles| out_of_proportion(deal, roles)).collect();
    found.extend(odd.iter().map(|odd| odd.fault(deal)));
    found.extend(above_ceiling(deal));
    found.extend(too_large(deal));
    found.extend(DISPUTABLE.iter().filter_map(|role| disagreement(deal, *role, &odd)));
    found
}

fn reversed(deal: &Deal) -> Vec<Fault> {
    let is_reversed = |told: &&DealEvent| {
        told.event.value.is_some_and(|value| value.low.is_some_and(|low| low > value.money.amount))
    };
    let told = deal.events.iter().filter(is_reversed).filter_map(|told| Some((told, told.event.value?)));
    told.map(|(told, value)| {
        let low = Money::new(value.low.unwrap_or_default(), value.money.currency);
        let what = format!("{}: from {low} to {}", value.role.as_str(), value.money);
        let telling =
            Telling { value: Some(value), ..Telling::new(what.clone(), &[told], |spans| &spans.value) };
        Fault::of(deal, FaultKind::RangeReversed, what, vec![telling])
    })
    .collect()
}

/// Sums far from all others of their like.
struct Odd<'d> {
    /// One, or all where nobody can say which is wrong.
    odd: Vec<&'d DealValue>,
    /// What is told beside it.
    others: Vec<&'d DealValue>,
}

fn out_of_proportion<'d>(deal: &'d Deal, roles: &[AmountRole]) -> Vec<Odd<'d>> {
    let mut by_currency: BTreeMap<Currency, Vec<&DealValue>> = BTreeMap::new();
    for value in &deal.values {
        let is_open = roles.contains(&value.role) && deal.ruled_value(value.role).is_none();
        if is_open && value.money.amount > Decimal::ZERO && !value.articles.is_empty() {
            by_currency.entry(value.money.currency).or_default().push(value);
        }
    }
    let mut found = Vec::new();
    for told in by_currency.into_values().filter(|told| told.len() > 1) {
        let is_odd = |place: usize| {
            let mut others = told.iter().enumerate().filter(|(other, _)| *other != place);
            others.all(|(_, other)| told.get(place).is_some_and(|one| ratio(one, other) >= SLIP))
        };
        let (odd, others): (Vec<_>, Vec<_>) = (0..told.len()).partition(|place| is_odd(*place));
        let at = |places: &[usize]| places.iter().filter_map(|at| told.get(*at).copied()).collect::<Vec<_>>();
        if others.is_empty() {
            found.push(Odd { odd: at(&odd), others: Vec::new() });
        } else {
            found.extend(odd.iter().map(|one| Odd { odd: at(&[*one]), others: at(&others) }));
        }
    }
    found
}

/// How many times the smaller the larger is.
fn ratio(one: &DealValue, other: &DealValue) -> f64 {
    let (a, b) = (figure(one), figure(other));
    a.max(b) / a.min(b)
}

fn figure(value: &DealValue) -> f64 {
    value.money.amount.to_f64().unwrap_or_default()
}

impl Odd<'_> {
    fn fault(&self, deal: &Deal) -> Fault {
        let all: Vec<&DealValue> = self.odd.iter().chain(&self.others).copied().collect();
        let (one, rest) = match all.split_first() {
            Some((one, rest)) => (Some(*one), rest),
            None => (None, &[][..]),
        };
        let nearest = one.and_then(|one| {
            let of = rest.iter().map(|other| (ratio(one, other), *other));
            of.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(ratio, other)| (one, other, ratio))
        });
        let what = nearest.map_or_else(String::new, |(one, other, ratio)| {
            let (large, small) = if figure(one) > figure(other) { (one, other) } else { (other, one) };
            format!("{} is {} times {}", said(large), times(ratio), said(small))
        });
        Fault::of(deal, FaultKind::SumOutOfProportion, what, tellings(deal, &all))
    }
}

/// "about 1,000": as exact as such a figure needs to be.
fn times(ratio: f64) -> String {
    let slips = [(1e3, "1,000"), (1e6, "1,000,000"), (1e9, "1,000,000,000")];
    let near = slips.into_iter().find(|(slip, _)| (ratio / slip - 1.0).abs() <= ROUNDING);
    near.map_or_else(|| format!("{ratio:.0}"), |(_, words)| format!("about {words}"))
}

fn above_ceiling(deal: &Deal) -> Option<Fault> {
    let of_role = |role| deal.values.iter().filter(move |value| value.role == role);
    let ruled = deal.ruled_value(AmountRole::Ceiling).map(|(value, _)| value.money);
    let ceiling = |currency: Currency| {
        let told = of_role(AmountRole::Ceiling).filter(|value| value.money.currency == currency);
        let told = told.filter(|value| ruled.is_none_or(|ruled| ruled == value.money));
        told.max_by_key(|value| value.money.amount)
    };
    let above = of_role(AmountRole::Obligated).filter_map(|paid| {
        let most = ceiling(paid.money.currency)?;
        let is_above = paid.money.amount > most.money.amount && !paid.money.is_near(&most.money, ROUNDING);
        is_above.then_some((paid, most))
    });
    let (paid, most) = above.max_by_key(|(paid, _)| paid.money.amount)?;
    let what = format!("{} of a {}", said(paid), said(most));
    Some(Fault::of(deal, FaultKind::ObligatedAboveCeiling, what, tellings(deal, &[paid, most])))
}

fn too_large(deal: &Deal) -> Vec<Fault> {
    let is_too_large = |value: &&DealValue| {
        value.role != AmountRole::Other
            && LARGE.contains(&value.money.currency)
            && value.money.amount > Decimal::from(TRILLION)
            && !deal.is_ruled(value)
    };
    deal.values
        .iter()
        .filter(is_too_large)
        .map(|value| Fault::of(deal, FaultKind::SumTooLarge, said(value), tellings(deal, &[value])))
        .collect()
}

/// The sums of a role that cannot all be right, but for those that are off by their unit.
fn disagreement(deal: &Deal, role: AmountRole, odd: &[Odd<'_>]) -> Option<Fault> {
    let is_odd = |value: &DealValue| odd.iter().any(|odd| odd.odd.contains(&value));
    let rivals: Vec<&DealValue> = rivals(deal, role).into_iter().filter(|value| !is_odd(value)).collect();
    if rivals.len() < 2 {
        return None;
    }
    let sums: Vec<String> = rivals.iter().map(|value| value.money.to_string()).collect();
    let what = format!("{}: {}", role.as_str(), sums.join(" or "));
    Some(Fault::of(deal, FaultKind::SumsDisagree, what, tellings(deal, &rivals)))
}

/// "$90 million award".
fn said(value: &DealValue) -> String {
    match value.low {
        Some(low) => {
            let low = Money::new(low, value.money.currency);
            format!("{low} to {} {}", value.money, value.role.as_str())
        }
        None => format!("{} {}", value.money, value.role.as_str()),
    }
}

fn tellings(deal: &Deal, values: &[&DealValue]) -> Vec<Telling> {
    let telling = |value: &&DealValue| {
        let tellers: Vec<&DealEvent> = deal.events.iter().filter(|told| says(told, value)).collect();
        let DealValue { money, low, role, .. } = **value;
        Telling {
            value: Some(EventValue { money, low, role, is_apiece: false }),
            ..Telling::new(said(value), &tellers, |spans| &spans.value)
        }
    };
    values.iter().map(telling).collect()
}
