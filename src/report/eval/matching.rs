//! Which predicted event is which labelled one.

use super::assignment::assign;
use super::claim::Claim;
use super::names::Overlap;
use super::sums::is_same_slot;

/// The worth of a pair as such; more than the closest slots can add up to, so that more pairs beat closer ones.
const PAIR: f64 = 1000.0;

/// Pairs of places: labelled event, predicted event.
pub(super) fn pairs(gold: &[Claim], predicted: &[Claim]) -> Vec<(usize, usize)> {
    let weight = |one: &Claim, other: &Claim| {
        if may_be_one(one, other) { PAIR + closeness(one, other) } else { 0.0 }
    };
    let weights: Vec<Vec<f64>> =
        gold.iter().map(|one| predicted.iter().map(|other| weight(one, other)).collect()).collect();
    assign(&weights)
}

fn may_be_one(gold: &Claim, predicted: &Claim) -> bool {
    gold.kind == predicted.kind
        && if !gold.vendors.is_empty() {
            Overlap::of(&gold.vendors, &predicted.vendors).shared > 0
        } else if !gold.buyers.is_empty() {
            Overlap::of(&gold.buyers, &predicted.buyers).shared > 0
        } else {
            predicted.vendors.is_empty() && predicted.buyers.is_empty()
        }
}

/// From 0 to 5: how many slots agree, the minor ones counting less.
fn closeness(gold: &Claim, predicted: &Claim) -> f64 {
    let one_if = |is_so: bool| f64::from(u8::from(is_so));
    Overlap::of(&gold.vendors, &predicted.vendors).share()
        + Overlap::of(&gold.buyers, &predicted.buyers).share()
        + one_if(is_same_slot(gold.value, predicted.value) && gold.currency == predicted.currency)
        + one_if(is_same_month(gold.date.as_deref(), predicted.date.as_deref()))
        + 0.5 * one_if(gold.evidence == predicted.evidence)
        + 0.25 * Overlap::of(&gold.via, &predicted.via).share()
        + 0.25 * one_if(gold.subject == predicted.subject)
}

/// Whether the value is right: the same figure in the same currency, or rightly none.
pub(super) fn is_value_right(gold: &Claim, predicted: &Claim) -> bool {
    is_same_slot(gold.value, predicted.value) && (gold.value.is_none() || gold.currency == predicted.currency)
}

/// Whether both dates name one month; a labelled date that is only a year asks for the year.
pub(super) fn is_same_month(gold: Option<&str>, predicted: Option<&str>) -> bool {
    let gold = gold.filter(|date| !date.is_empty());
    let predicted = predicted.filter(|date| !date.is_empty());
    let cut = |date: &str, letters: usize| date.chars().take(letters).collect::<String>();
    match (gold, predicted) {
        (Some(gold), Some(predicted)) if gold.chars().count() == 4 => cut(predicted, 4) == gold,
        (Some(gold), Some(predicted)) => cut(gold, 7) == cut(predicted, 7),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn award(vendors: &[&str], value: Option<f64>) -> Claim {
        let vendors = vendors.iter().map(|name| (*name).to_owned()).collect();
        Claim { kind: Some("award".into()), vendors, value, ..Claim::default() }
    }

    #[test]
    fn more_pairs_beat_closer_ones() {
        let gold = [award(&["A", "B"], Some(1.0)), award(&["B"], Some(2.0))];
        let predicted = [award(&["B"], Some(1.0)), award(&["A"], Some(3.0))];
        assert_eq!(pairs(&gold, &predicted), [(1, 0), (0, 1)]);
    }

    #[test]
    fn other_kinds_and_other_vendors_are_other_events() {
        let protest = Claim { kind: Some("protest".into()), ..award(&["A"], None) };
        assert_eq!(pairs(&[award(&["A"], None)], &[protest, award(&["B"], None)]), []);
        let bought = |buyer: &str| Claim { buyers: vec![buyer.into()], ..award(&[], None) };
        assert_eq!(pairs(&[bought("Army")], &[bought("Navy"), bought("U.S. Army")]), [(0, 1)]);
        assert_eq!(pairs(&[award(&[], None)], &[award(&["A"], None), award(&[], None)]), [(0, 1)]);
    }

    #[test]
    fn dates_agree_by_month() {
        for (gold, predicted, is_same) in [
            (Some("2025-07-14"), Some("2025-07"), true),
            (Some("2025-07"), Some("2025"), false),
            (Some("2025"), Some("2025-12-01"), true),
            (Some(""), None, true),
            (Some("2025"), None, false),
            (None, Some("２０２５"), false),
        ] {
            assert_eq!(is_same_month(gold, predicted), is_same, "{gold:?} {predicted:?}");
        }
    }
}
