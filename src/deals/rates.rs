//! Whether sums of two currencies may be one: by yearly averages, never for adding up.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;

use crate::base::{Currency, Money};

/// The yearly averages (data/README.md, "Rates").
const TABLE: &str = include_str!("../../data/rates.tsv");

/// Units for a dollar, by currency and year.
static RATES: LazyLock<BTreeMap<(Currency, i32), f64>> = LazyLock::new(|| {
    let mut rates = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let currency = cells.next().and_then(Currency::from_code);
        let year = cells.next().and_then(|year| year.parse().ok());
        let rate = cells.next().and_then(|rate| rate.parse().ok());
        if let (Some(currency), Some(year), Some(rate)) = (currency, year, rate) {
            rates.insert((currency, year), rate);
        }
    }
    rates
});

/// About how many dollars of the United States a sum was worth in a year; by the nearest year that is known, `None` for a
/// currency that is not.
pub(super) fn in_dollars(money: &Money, year: i32) -> Option<f64> {
    let amount = money.amount.to_f64()?;
    if money.currency == Currency::USD {
        return Some(amount);
    }
    let known = RATES.range((money.currency, i32::MIN)..=(money.currency, i32::MAX));
    let (_, rate) = known.min_by_key(|((_, known), _)| (known - year).abs())?;
    Some(amount / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_turned_by_the_nearest_year() {
        let pounds = Money::new(100.into(), Currency::GBP);
        let of = |year| in_dollars(&pounds, year).map(f64::round);
        assert_eq!((of(2023), of(2031), of(1999)), (Some(124.0), Some(132.0), Some(153.0)));
        let unknown = Money::new(1.into(), Currency::from_code("XTS").unwrap());
        assert_eq!(in_dollars(&unknown, 2023), None);
    }
}
