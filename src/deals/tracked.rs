//! How well a row of somebody's own list fits a deal: evidence for and against, in words, added up.
//!
//! Numbers decide alone. Otherwise supplier, body, sum and day must speak for it together; each of the others that is known on
//! both sides and differs speaks against it. These weights are set by hand: rows have no text to learn from.

use std::collections::HashSet;

use crate::base::{Money, OrgId, PartialDate, plain_words};
use crate::deals::deal::Deal;
use crate::deals::keys::compact;
use rust_decimal::Decimal;

/// From this score on a row is the deal.
pub const IS_THE_DEAL: f32 = 3.5;
/// From this score on it may be.
pub const MAY_BE_THE_DEAL: f32 = 1.5;
/// Sums this near are one sum rounded.
const SAME_SUM: f64 = 0.02;
/// Days between what a list has and when articles tell of it.
const SAME_TIME: i32 = 45;
const SAME_YEAR: i32 = 366;
/// Words too short to tell one deal from another.
const SHORTEST_WORD: usize = 4;

/// What somebody's list says of a deal, in the words of this library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracked {
    /// Ids that its supplier's name may stand for.
    pub vendors: Vec<OrgId>,
    /// Ids that its buyer's name may stand for.
    pub agencies: Vec<OrgId>,
    /// Contract numbers.
    pub numbers: Vec<String>,
    /// Its sum; without a currency any currency will do.
    pub value: Option<(Decimal, Option<crate::base::Currency>)>,
    /// A day it is told of.
    pub date: Option<PartialDate>,
    /// What it is called or about.
    pub title: String,
}

/// How well a deal fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The evidence added up.
    pub score: f32,
    /// What speaks for it and against it, in words.
    pub reasons: Vec<String>,
}

/// How well the deal fits the row; `None` where they have neither a number nor a supplier or body in common.
pub fn fit(tracked: &Tracked, deal: &Deal) -> Option<Fit> {
    let mut fit = Fit { score: 0.0, reasons: Vec::new() };
    let number = numbers(tracked, deal, &mut fit);
    let vendor = parties(
        &tracked.vendors,
        deal.vendors.iter().chain(&deal.via).map(|org| (&org.id, org.name.as_str())),
        ("supplier", 1.8),
        &mut fit,
    );
    let agency = parties(
        &tracked.agencies,
        deal.buyers.iter().map(|org| (&org.id, org.name.as_str())),
        ("buyer", 1.2),
        &mut fit,
    );
    if !(number || vendor || agency) {
        return None;
    }
    sums(tracked, deal, &mut fit);
    days(tracked, deal, &mut fit);
    words(tracked, deal, &mut fit);
    Some(fit)
}

impl Fit {
    fn says(&mut self, weight: f32, reason: String) {
        self.score += weight;
        self.reasons.push(reason);
    }
}

fn numbers(tracked: &Tracked, deal: &Deal, fit: &mut Fit) -> bool {
    let own: HashSet<String> = deal.contract_ids.iter().map(|number| compact(number)).collect();
    let same = tracked.numbers.iter().find(|number| {
        let number = compact(number);
        !number.is_empty() && own.contains(&number)
    });
    if let Some(number) = same {
        fit.says(5.0, format!("number {number}"));
    } else if !own.is_empty() && !tracked.numbers.is_empty() {
        fit.says(-1.5, "other numbers".to_owned());
    }
    same.is_some()
}

/// Whether the two have one in common: the same, or one that belongs to the other.
fn parties<'d>(
    wanted: &[OrgId],
    own: impl Iterator<Item = (&'d OrgId, &'d str)>,
    (what, weight): (&str, f32),
    fit: &mut Fit,
) -> bool {
    let own: Vec<(&OrgId, &str)> = own.collect();
    if wanted.is_empty() || own.is_empty() {
        return false;
    }
    let same = own.iter().find(|(id, _)| wanted.contains(id));
    let related =
        || own.iter().find(|(id, _)| wanted.iter().any(|one| id.is_within(one) || one.is_within(id)));
    if let Some((_, name)) = same {
        fit.says(weight, format!("{what} {name}"));
    } else if let Some((_, name)) = related() {
        fit.says(weight * 0.75, format!("{what} {name}, which is near"));
    } else {
        fit.says(-weight, format!("another {what}"));
        return false;
    }
    true
}

fn sums(tracked: &Tracked, deal: &Deal, fit: &mut Fit) {
    let Some((amount, currency)) = tracked.value else { return };
    let own: Vec<Money> = deal.values.iter().map(|value| value.money).collect();
    let of_its_currency = |money: &&Money| currency.is_none_or(|currency| currency == money.currency);
    let near = own
        .iter()
        .filter(of_its_currency)
        .find(|money| Money::new(amount, money.currency).is_near(money, SAME_SUM));
    match near {
        Some(money) => fit.says(1.8, format!("sum {money}")),
        None if own.iter().any(|money| of_its_currency(&money)) => {
            fit.says(-0.8, "other sums".to_owned());
        }
        None => {}
    }
}

fn days(tracked: &Tracked, deal: &Deal, fit: &mut Fit) {
    let Some(date) = tracked.date else { return };
    let told = deal.events.iter().flat_map(|told| [told.event.date, told.published]).flatten();
    let apart = |other: PartialDate| -> i32 {
        let gap = |from: jiff::civil::Date, to: jiff::civil::Date| {
            from.until(to).map_or(i32::MAX, |span| span.get_days())
        };
        gap(date.last_day(), other.first_day()).max(gap(other.last_day(), date.first_day())).max(0)
    };
    match told.map(apart).min() {
        Some(days) if days <= SAME_TIME => fit.says(0.9, "the same time".to_owned()),
        Some(days) if days <= SAME_YEAR => fit.says(0.2, format!("{days} days apart")),
        Some(_) => fit.says(-1.2, "another time".to_owned()),
        None => {}
    }
}

fn words(tracked: &Tracked, deal: &Deal, fit: &mut Fit) {
    let words = |text: &str| -> HashSet<String> {
        let words = plain_words(text, &[]).into_iter().map(|word| word.text.to_lowercase());
        words.filter(|word| word.chars().count() >= SHORTEST_WORD).collect()
    };
    let wanted = words(&tracked.title);
    if wanted.is_empty() {
        return;
    }
    let said = deal.events.iter().map(|told| told.sentence.as_str()).take(12);
    let own: HashSet<String> = [deal.name.as_str(), deal.subject.as_deref().unwrap_or_default()]
        .into_iter()
        .chain(said)
        .flat_map(words)
        .collect();
    let mut shared: Vec<&str> = wanted.intersection(&own).map(String::as_str).collect();
    if !shared.is_empty() {
        let share = shared.len() as f32 / wanted.len() as f32;
        shared.sort_unstable();
        fit.says(1.2 * share, format!("words {}", shared.join(", ")));
    }
}
