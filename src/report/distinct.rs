//! The sums and numbers of one article, each once.

use rust_decimal::Decimal;

use crate::entities::{Amount, Mentions};

/// How far a rounding may lie from the exact figure, as a share of the larger.
const ROUNDING: f64 = 0.02;
/// With fewer digits than this a figure is itself a round one, and no other figure is a rounding of it.
const EXACT_DIGITS: u32 = 3;

/// The sums of an article, once per value, currency and role, each at its first mention and in that order.
///
/// A rounded and an exact figure of one sum are one sum, the exact one (gold/GUIDELINES.md, "rulings"): a figure
/// is left out as a rounding when another of the same currency and role lies within two per cent of it, has more
/// significant digits and has at least three of them. So "$250 million" beside "$252,458,698" goes, while
/// "$98 million" and "$100 million" both stay: neither is exact enough to be what the other rounds.
pub fn distinct_amounts(amounts: &[Amount]) -> Vec<&Amount> {
    let mut distinct: Vec<&Amount> = Vec::new();
    for amount in amounts {
        if !distinct.iter().any(|seen| seen.money == amount.money && seen.role == amount.role) {
            distinct.push(amount);
        }
    }
    let rounded: Vec<bool> =
        distinct.iter().map(|one| distinct.iter().any(|other| is_rounding(one, other))).collect();
    distinct.into_iter().zip(rounded).filter_map(|(one, is_rounded)| (!is_rounded).then_some(one)).collect()
}

fn is_rounding(one: &Amount, exact: &Amount) -> bool {
    let digits = significant_digits(exact.money.amount);
    one.role == exact.role
        && digits >= EXACT_DIGITS
        && digits > significant_digits(one.money.amount)
        && one.money.is_near(&exact.money, ROUNDING)
}

/// Digits between the first and the last that is not zero.
fn significant_digits(amount: Decimal) -> u32 {
    let mut digits = amount.mantissa().unsigned_abs();
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits.checked_ilog10().map_or(0, |tens| tens + 1)
}

/// The contract, solicitation and order numbers of an article, each once, as first printed.
/// File numbers of bid protests are not among them: they number a case, not a contract.
pub fn contract_numbers(mentions: &Mentions) -> Vec<&str> {
    let mut numbers: Vec<&str> = Vec::new();
    for mention in mentions.numbers.iter().filter(|mention| mention.kind.is_of_dealing()) {
        if !numbers.contains(&mention.number.as_str()) {
            numbers.push(&mention.number);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Currency, Money, Span};
    use crate::entities::{AmountRole, NumberKind, NumberMention};

    fn amount(at: usize, value: &str, role: AmountRole) -> Amount {
        let money = Money::new(value.parse().unwrap(), Currency::USD);
        Amount { span: Span::body(at, at + 1), money, low: None, qualifier: None, role, confidence: 1.0 }
    }

    fn check(values: &[&str], left: &[&str]) {
        let amounts: Vec<Amount> =
            values.iter().enumerate().map(|(at, value)| amount(at, value, AmountRole::Award)).collect();
        let shown: Vec<String> =
            distinct_amounts(&amounts).iter().map(|amount| amount.money.amount.to_string()).collect();
        assert_eq!(shown, left, "{values:?}");
    }

    #[test]
    fn a_sum_stands_once_and_its_rounding_not_at_all() {
        check(&["250000000", "252458698", "250000000"], &["252458698"]);
        check(&["252458698", "250000000"], &["252458698"]);
        check(&["200000000", "200000000.00"], &["200000000"]);
        check(&["98000000", "100000000"], &["98000000", "100000000"]);
        check(&["1200000000", "1180000000"], &["1180000000"]);
        check(&["100000000", "150000000"], &["100000000", "150000000"]);
        check(&["0", "0.42"], &["0", "0.42"]);
        check(&[], &[]);
    }

    #[test]
    fn the_first_mention_stays_and_roles_are_kept_apart() {
        let amounts = [
            amount(0, "250000000", AmountRole::Ceiling),
            amount(5, "252458698", AmountRole::Award),
            amount(9, "250000000", AmountRole::Ceiling),
        ];
        let distinct = distinct_amounts(&amounts);
        assert_eq!(distinct.iter().map(|amount| amount.span.start).collect::<Vec<_>>(), [0, 5]);
    }

    #[test]
    fn protests_are_no_contracts() {
        let number =
            |number: &str, kind| NumberMention { span: Span::body(0, 1), number: number.into(), kind };
        let mentions = Mentions {
            numbers: vec![
                number("FA8615-19-C-6058", NumberKind::Contract),
                number("B-421337.2", NumberKind::Protest),
                number("FA8615-19-C-6058", NumberKind::Contract),
                number("W911QX-24-R-0001", NumberKind::Solicitation),
            ],
            ..Mentions::default()
        };
        assert_eq!(contract_numbers(&mentions), ["FA8615-19-C-6058", "W911QX-24-R-0001"]);
    }
}
