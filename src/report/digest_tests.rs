//! What a digest states stands in its sources; what is beside its sections.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::samples::{AWARD, Told, deals, figures, quarter, random_told};
use super::*;
use crate::base::{ArticleId, Money};
use crate::deals::Deal;
use crate::entities::AmountRole;

fn input(deals: Vec<Deal>, since: &str) -> DigestInput {
    DigestInput { title: "March".into(), since: since.parse().ok(), deals, ..DigestInput::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Every sum that a digest states of a deal stands in a sentence of an article that it cites for it.
    #[test]
    fn every_figure_of_a_digest_is_in_its_sources(told in random_told()) {
        let deals = deals(&told);
        let input = DigestInput { ahead: Some(("2026-03-10".parse().unwrap(), deals.clone())), ..input(deals.clone(), "2026-03-01") };
        let digest = digest(&input);
        let sentences = |numbers: &[usize]| -> Vec<&str> {
            let cited: Vec<&ArticleId> = numbers.iter().map(|number| &digest.sources[number - 1].article).collect();
            let events = deals.iter().flat_map(|deal| &deal.events);
            events.filter(|told| cited.contains(&&told.article)).map(|told| told.sentence.as_str()).collect()
        };
        let all = [&digest.new, &digest.changes, &digest.sought, &digest.disagreements, &digest.unconfirmed];
        for entry in all.into_iter().flatten() {
            for clause in &entry.statement {
                prop_assert!(!clause.sources.is_empty());
                let said: Vec<Money> = sentences(&clause.sources).iter().flat_map(|text| figures(text)).collect();
                for figure in figures(&clause.text) {
                    prop_assert!(said.iter().any(|own| own.is_near(&figure, 0.02)), "{figure} of {:?} in {said:?}", clause.text);
                }
            }
        }
        // Of all time the figures are those of a list of the same deals.
        let of_all_time = super::digest(&DigestInput { deals: deals.clone(), ..DigestInput::default() });
        prop_assert_eq!(of_all_time.totals, sums(deals.iter()).totals);
        // A sum of one deal is that deal's own.
        let everywhere: Vec<Money> = deals.iter().flat_map(|deal| &deal.events).flat_map(|told| figures(&told.sentence)).collect();
        for total in digest.totals.iter().filter(|total| total.deals == 1) {
            prop_assert!(everywhere.iter().any(|own| own.is_near(&total.money, 0.02)), "{}", total.money);
        }
        for one in &digest.ahead {
            prop_assert!(!one.sources.is_empty());
        }
    }
}

#[test]
fn a_period_is_compared_grouped_and_looked_beyond() {
    let deals = deals(&quarter());
    let mut asked = DigestInput { until: "2026-03-31".parse().ok(), ..input(deals.clone(), "2026-03-01") };
    asked.by = Some(GroupBy::Agency);
    asked.previous = Some((("2026-01-01".parse().unwrap(), "2026-02-28".parse().unwrap()), deals.clone()));
    let digest = digest(&asked);
    let comparison = digest.comparison.unwrap();
    let count = |section: &str| {
        let found = comparison.counts.iter().find(|count| count.section == section).unwrap();
        (found.now, found.before)
    };
    assert_eq!((count("new"), count("changes")), ((1, 1), (2, 0)));
    let ceiling = comparison.figures.iter().find(|figure| figure.role == AmountRole::Ceiling).unwrap();
    assert_eq!((ceiling.now, ceiling.before.map(|sum| sum.to_string()).as_deref()), (None, Some("90000000")));
    assert_eq!(ceiling.difference, Decimal::from(-90_000_000));
    let told: BTreeSet<_> = digest.groups.iter().flat_map(|group| &group.deals).collect();
    let entries = [&digest.new, &digest.changes, &digest.sought, &digest.disagreements, &digest.unconfirmed];
    assert_eq!(told, entries.into_iter().flatten().map(|entry| &entry.deal).collect());
}

#[test]
fn a_ceiling_told_by_a_change_counts_where_nobody_told_of_the_deal_before() {
    use crate::events::EventKind::Modification;
    let raised = Told {
        kind: Modification,
        published: "2026-03-09",
        value: Some((AmountRole::Ceiling, "500000000")),
        ..AWARD
    };
    let first = Told { published: "2026-01-05", value: Some((AmountRole::Ceiling, "100000000")), ..AWARD };
    let ceiling = |told: &[Told]| {
        let digest = digest(&input(deals(told), "2026-03-01"));
        assert_eq!(digest.changes.len(), 1);
        digest.totals.first().map(|total| total.money.amount)
    };
    assert_eq!(ceiling(std::slice::from_ref(&raised)), Some(Decimal::from(500_000_000)));
    // Most of a raised ceiling was told before: it stands with its deal and is not added.
    assert_eq!(ceiling(&[first, raised]), None);
}
