//! When a predicted sum is the labelled one.

use super::claim::Sum;
use super::tally::to_four_places;

/// How far a rounding may lie from the labelled sum.
const ROUNDING: f64 = 0.02;

/// A sum as it is compared: value, currency and, where it counts, role.
pub(super) type SumKey<'a> = (f64, String, Option<&'a str>);

/// Whether two figures are one, but for what a float cannot hold.
pub(super) fn is_same_value(a: f64, b: f64) -> bool {
    (a - b).abs() <= f64::max(1e-9, 1e-6 * f64::max(a.abs(), b.abs()))
}

/// As [`is_same_value`], where two absent figures are one as well.
pub(super) fn is_same_slot(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => is_same_value(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// How two lists of sums compare.
pub(super) struct SumOverlap<'a> {
    /// Sums in both.
    pub(super) shared: usize,
    /// The same, as they are compared.
    pub(super) found: Vec<SumKey<'a>>,
    /// Labelled sums without a partner.
    pub(super) missed: Vec<SumKey<'a>>,
    /// Predicted sums without a partner that are no rounding of a labelled one either.
    pub(super) added: Vec<SumKey<'a>>,
}

impl<'a> SumOverlap<'a> {
    /// Pairs the sums off; `by_role` asks for the same role too.
    pub(super) fn of(gold: &'a [Sum], predicted: &'a [Sum], by_role: bool) -> Self {
        let labelled = distinct(gold, false);
        let mut added = distinct(predicted, by_role);
        let mut found = Vec::new();
        let mut missed = distinct(gold, by_role);
        missed.retain(|sum| {
            match added
                .iter()
                .position(|other| is_same_value(sum.0, other.0) && (&sum.1, sum.2) == (&other.1, other.2))
            {
                Some(at) => {
                    found.push(added.remove(at));
                    false
                }
                None => true,
            }
        });
        added.retain(|sum| !labelled.iter().any(|known| is_rounding(sum, known)));
        Self { shared: found.len(), found, missed, added }
    }
}

#[expect(clippy::float_cmp, reason = "the very same figure is no rounding: it is the sum in another role")]
fn is_rounding(sum: &SumKey<'_>, known: &SumKey<'_>) -> bool {
    sum.1 == known.1 && sum.0 != known.0 && (sum.0 - known.0).abs() <= ROUNDING * known.0
}

fn distinct(sums: &[Sum], by_role: bool) -> Vec<SumKey<'_>> {
    keyed(sums, by_role).into_iter().map(|(_, key)| key).collect()
}

/// Each distinct sum as it is compared, beside the first that says it.
pub(super) fn keyed(sums: &[Sum], by_role: bool) -> Vec<(&Sum, SumKey<'_>)> {
    let mut keys: Vec<(&Sum, SumKey<'_>)> = Vec::new();
    for sum in sums {
        let Some(value) = sum.value else { continue };
        let currency = sum.currency.as_deref().unwrap_or_default().to_uppercase();
        let key = (to_four_places(value), currency, if by_role { sum.role.as_deref() } else { None });
        if !keys.iter().any(|(_, known)| *known == key) {
            keys.push((sum, key));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(all: &[(f64, &str, &str)]) -> Vec<Sum> {
        let sum = |&(value, currency, role): &(f64, &str, &str)| Sum {
            value: Some(value),
            currency: Some(currency.into()),
            role: Some(role.into()),
            confidence: None,
            surface: None,
        };
        all.iter().map(sum).collect()
    }

    #[test]
    fn a_rounding_costs_nothing_and_another_role_does() {
        let gold = sums(&[(252_458_698.0, "USD", "award")]);
        for (predicted, by_role, counts) in [
            (sums(&[(252_458_698.0, "usd", "ceiling")]), false, [1, 0, 0]),
            (sums(&[(252_458_698.0, "USD", "ceiling")]), true, [0, 1, 1]),
            (sums(&[(250_000_000.0, "USD", "award"), (252_458_698.0, "USD", "award")]), true, [1, 0, 0]),
            (sums(&[(250_000_000.0, "EUR", "award")]), true, [0, 1, 1]),
            (sums(&[(200_000_000.0, "USD", "award")]), true, [0, 1, 1]),
        ] {
            let overlap = SumOverlap::of(&gold, &predicted, by_role);
            assert_eq!([overlap.shared, overlap.missed.len(), overlap.added.len()], counts, "{predicted:?}");
        }
    }
}
