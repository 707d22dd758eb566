//! A list of deals at one look: its sums, when what happened, who buys from whom, the largest deals.

use std::collections::BTreeMap;

use crate::base::Currency;
use crate::deals::Deal;
use crate::events::EventKind;
use crate::report::headline::{Headline, headline};
use crate::report::ledger::{Sums, sums};
use crate::report::naming::without_parents;
use crate::report::timeline::{PeriodLength, TimelinePeriod, period_of, timeline};
use crate::report::totals::Standing;

/// More periods than these are drawn by longer ones.
const MOST_PERIODS: usize = 36;
/// So many agencies and vendors are set against each other.
const MOST_NAMES: usize = 12;
/// So many of the largest deals.
const MOST_TOP: usize = 12;

/// What a list of deals shows at one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The sums of all of them, by standing, role and currency.
    pub sums: Sums,
    /// The latest periods, those without events too.
    pub periods: Vec<TimelinePeriod>,
    /// How many earlier periods are left out.
    pub earlier: usize,
    /// How many events of each kind fell into each of the periods, the confirmed ones and the others; kinds without any
    /// are left out.
    pub events: Vec<(EventKind, Vec<(usize, usize)>)>,
    /// Who buys from whom.
    pub matrix: Matrix,
    /// The confirmed deals with the largest sums in the currency that most deals have; their places in the list.
    pub top: Vec<(usize, Headline)>,
}

/// How many confirmed deals each of the busiest agencies has with each of the busiest vendors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Names of agencies, the busiest first.
    pub agencies: Vec<String>,
    /// Names of vendors, the busiest first.
    pub vendors: Vec<String>,
    /// For each agency, the deals with each vendor.
    pub deals: Vec<Vec<usize>>,
    /// Further agencies that are not in it.
    pub further_agencies: usize,
    /// Further vendors that are not in it.
    pub further_vendors: usize,
}

/// Looks at the deals.
pub fn overview(deals: &[Deal]) -> Overview {
    let every = |length| timeline(deals, length, None, |_, _| true);
    let mut length = PeriodLength::Month;
    let mut told = every(length);
    for longer in [PeriodLength::Quarter, PeriodLength::Year] {
        if told.periods.len() > MOST_PERIODS {
            length = longer;
            told = every(longer);
        }
    }
    let earlier = told.periods.len().saturating_sub(MOST_PERIODS);
    let periods = told.periods.split_off(earlier);
    let mut events: BTreeMap<EventKind, Vec<(usize, usize)>> = BTreeMap::new();
    for entry in &told.entries {
        let label = entry.on.and_then(|on| period_of(on, length));
        let Some(place) = periods.iter().position(|period| Some(&period.label) == label.as_ref()) else {
            continue;
        };
        let counts = events.entry(entry.kind).or_insert_with(|| vec![(0, 0); periods.len()]);
        if let Some((confirmed, others)) = counts.get_mut(place) {
            *if entry.confirmed { confirmed } else { others } += 1;
        }
    }
    Overview {
        sums: sums(deals.iter()),
        periods,
        earlier,
        events: events.into_iter().collect(),
        matrix: matrix(deals),
        top: top(deals),
    }
}

fn is_confirmed(deal: &Deal) -> bool {
    deal.events.iter().any(|told| told.event.is_confirmed())
}

fn matrix(deals: &[Deal]) -> Matrix {
    let confirmed = || deals.iter().filter(|deal| is_confirmed(deal));
    let (mut agencies, mut vendors) = (Busy::default(), Busy::default());
    for deal in confirmed() {
        without_parents(&deal.buyers).for_each(|org| agencies.add(org.id.as_str(), &org.name));
        deal.vendors.iter().for_each(|org| vendors.add(org.id.as_str(), &org.name));
    }
    let (agencies, further_agencies) = agencies.first();
    let (vendors, further_vendors) = vendors.first();
    let mut counts = vec![vec![0; vendors.len()]; agencies.len()];
    for deal in confirmed() {
        for buyer in without_parents(&deal.buyers) {
            let row = agencies.iter().position(|(id, _)| *id == buyer.id.as_str());
            let Some(row) = row.and_then(|row| counts.get_mut(row)) else { continue };
            for (place, (id, _)) in vendors.iter().enumerate() {
                row[place] += usize::from(deal.vendors.iter().any(|org| org.id.as_str() == *id));
            }
        }
    }
    let names = |list: Vec<(&str, &str)>| list.into_iter().map(|(_, name)| name.to_owned()).collect();
    Matrix {
        agencies: names(agencies),
        vendors: names(vendors),
        deals: counts,
        further_agencies,
        further_vendors,
    }
}

/// Who has how many deals, by id.
#[derive(Default)]
struct Busy<'a>(BTreeMap<&'a str, (&'a str, usize)>);

impl<'a> Busy<'a> {
    fn add(&mut self, id: &'a str, name: &'a str) {
        self.0.entry(id).or_insert((name, 0)).1 += 1;
    }

    /// The busiest, and how many others there are.
    fn first(self) -> (Vec<(&'a str, &'a str)>, usize) {
        let mut list: Vec<_> = self.0.into_iter().collect();
        list.sort_by(|(_, (a, many)), (_, (b, others))| others.cmp(many).then_with(|| a.cmp(b)));
        let further = list.len().saturating_sub(MOST_NAMES);
        list.truncate(MOST_NAMES);
        (list.into_iter().map(|(id, (name, _))| (id, name)).collect(), further)
    }
}

fn top(deals: &[Deal]) -> Vec<(usize, Headline)> {
    let mut firm: Vec<(usize, Headline)> = deals
        .iter()
        .enumerate()
        .filter_map(|(place, deal)| Some((place, headline(deal)?)))
        .filter(|(_, sum)| sum.standing == Standing::Confirmed)
        .collect();
    let mut currencies: BTreeMap<Currency, usize> = BTreeMap::new();
    for (_, sum) in &firm {
        *currencies.entry(sum.money.currency).or_default() += 1;
    }
    let most = currencies.into_iter().max_by_key(|(_, deals)| *deals).map(|(currency, _)| currency);
    firm.retain(|(_, sum)| Some(sum.money.currency) == most);
    firm.sort_by(|(a, x), (b, y)| y.money.amount.cmp(&x.money.amount).then(a.cmp(b)));
    firm.truncate(MOST_TOP);
    firm
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::AmountRole::{Award, Ceiling};
    use crate::report::samples::{AWARD, Told, deals};

    #[test]
    fn doubt_is_in_no_matrix_and_not_among_the_largest() {
        let told = |number, vendors, value, certainty| Told {
            number,
            vendors,
            value: Some(value),
            certainty,
            ..AWARD
        };
        use crate::events::Certainty::{Announced, Planned};
        let deals = deals(&[
            told("A-1", &["Larkfield"], (Ceiling, "10000000"), Announced),
            told("A-2", &["Quillon"], (Award, "20000000"), Announced),
            told("A-3", &["Quillon"], (Award, "5000000 GBP"), Announced),
            told("A-4", &["Brightmoor"], (Ceiling, "900000000"), Planned),
        ]);
        let seen = overview(&deals);
        assert_eq!(seen.matrix.vendors, ["Quillon", "Larkfield"]);
        assert_eq!(seen.matrix.deals, [[2, 1]]);
        let largest: Vec<String> = seen.top.iter().map(|(_, sum)| sum.money.to_string()).collect();
        assert_eq!(largest, ["$20 million", "$10 million"]);
        let (_, awards) = seen.events.iter().find(|(kind, _)| *kind == EventKind::Award).unwrap();
        let (confirmed, others) = awards.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        assert_eq!((confirmed, others), (3, 1));
    }
}
