//! From the events that hang together to deals: the same verdict in whatever order they came.

use crate::base::ArticleId;
use crate::deals::deal::{Deal, DealEvent};
use crate::deals::features::Features;
use crate::deals::grouping::{Group, Word, grouped};
use crate::deals::matching::evidence_of;
use crate::deals::parts::parts;
use crate::deals::ruled::apply_rulings;
use crate::deals::rulings::{EventRef, Rulings};
use crate::deals::same_story::Stories;
use crate::deals::scores::{Scores, pairs};
use crate::deals::telling::tell;

/// Events that are settled together, and what else bears on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// All events that hang together, and what each is compared by.
    pub events: Vec<(DealEvent, Features)>,
    /// Pairs of articles that are copies or near-copies of each other.
    pub copies: Vec<(ArticleId, ArticleId)>,
    /// The user's word.
    pub rulings: Rulings,
}

/// The deals of a block, ordered by id.
pub fn settle(block: Block) -> Vec<Deal> {
    let Block { events, copies, rulings } = block;
    let events = in_order(events);
    let scores = Scores::of(&events);
    let all = (0..events.len()).collect();
    told(events, &[all], &scores, &copies, &rulings)
}

/// Settles events that nothing else is known to be connected with, all events of a few articles, into deals ordered by id.
pub fn settle_all(events: Vec<(DealEvent, Features)>) -> Vec<Deal> {
    let events = in_order(events);
    let scores = Scores::of(&events);
    let parts = parts(events.len(), &scores.links());
    told(events, &parts, &scores, &[], &Rulings::default())
}

/// The events in order of their keys, each once.
fn in_order(mut events: Vec<(DealEvent, Features)>) -> Vec<(DealEvent, Features)> {
    events.sort_by_cached_key(|(told, _)| told.key());
    events.dedup_by_key(|(told, _)| EventRef::of(told));
    events
}

/// The deals of these parts, ordered by id.
fn told(
    events: Vec<(DealEvent, Features)>,
    parts: &[Vec<usize>],
    scores: &Scores,
    copies: &[(ArticleId, ArticleId)],
    rulings: &Rulings,
) -> Vec<Deal> {
    let stories = Stories::of(events.iter().map(|(told, _)| &told.article), copies);
    let word = Word::of(&events, rulings);
    let groups: Vec<Group> = parts.iter().flat_map(|part| grouped(&events, part, scores, &word)).collect();
    let mut slots: Vec<Option<DealEvent>> = events.into_iter().map(|(told, _)| Some(told)).collect();
    let mut deals = Vec::with_capacity(groups.len());
    for mut group in groups {
        group.events.sort_unstable();
        let members = group.events.iter().filter_map(|place| slots[*place].take()).collect();
        let mut deal = tell(members, group.joins, &stories);
        apply_rulings(&mut deal, rulings);
        deals.push(deal);
    }
    deals.sort_by(|a: &Deal, b: &Deal| a.id.cmp(&b.id));
    deals
}

/// As [`settle_all`], for events without an article.
#[cfg(test)]
pub fn settle_told(events: Vec<DealEvent>) -> Vec<Deal> {
    let with_features = |told: DealEvent| {
        let features = Features::of(&told, &crate::deals::context::Context::default());
        (told, features)
    };
    settle_all(events.into_iter().map(with_features).collect())
}

/// For each pair of places of events that are compared, what speaks for and against their being one deal: for the program
/// that learns what each is worth.
pub fn pair_evidence(events: &[(DealEvent, Features)]) -> Vec<(usize, usize, Vec<String>)> {
    let evidence =
        |(i, j): (usize, usize)| Some((i, j, evidence_of(&events[i].1.compared, &events[j].1.compared)?));
    pairs(events).into_iter().filter_map(evidence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body, DateOrigin, Published};
    use crate::base::{Address, ArticleId};
    use crate::events::read_facts;

    /// The events of stories told by `(publisher, day, text)`.
    fn told(stories: &[(&str, &str, &str)]) -> Vec<(DealEvent, Features)> {
        let mut events = Vec::new();
        for (i, (publisher, day, text)) in stories.iter().enumerate() {
            let url = format!("http://{publisher}.example/{i}");
            let article = Article {
                id: ArticleId::of_url(&url),
                source_id: None,
                url: Address::parse(&url).ok(),
                publisher: Some((*publisher).to_owned()),
                published: Some(Published::on(day.parse().unwrap(), DateOrigin::Record)),
                title: String::new(),
                authors: Vec::new(),
                language: None,
                country: None,
                body: Body::verbatim((*text).to_owned()),
                partial: false,
                details: crate::article::Details::default(),
                notes: Vec::new(),
            };
            events.extend(DealEvent::all_of(&article, &read_facts(&article)));
        }
        events
    }

    const STORIES: &[(&str, &str, &str)] = &[
        (
            "ledger",
            "2026-01-10",
            "The Army awarded Larkfield Analytics Inc. a $40 million contract, W15P7T-26-C-0041, for sensor analytics software.",
        ),
        (
            "circuit",
            "2026-01-12",
            "The Army awarded Larkfield Analytics Inc. a contract worth $46 million for sensor analytics software under W15P7T-26-C-0041.",
        ),
        (
            "courier",
            "2026-02-20",
            "Brightmoor Labs LLC protested the Army's $40 million contract award, W15P7T-26-C-0041, for sensor analytics software.",
        ),
        (
            "wire",
            "2026-01-11",
            "The Navy awarded Larkfield Analytics Inc. a $12 million contract, N00024-26-C-1234, for ship scheduling.",
        ),
    ];

    #[test]
    fn articles_about_one_contract_are_one_deal_and_their_sums_are_disputed() {
        let deals = settle_all(told(STORIES));
        let army: Vec<&Deal> =
            deals.iter().filter(|d| d.contract_ids.iter().any(|n| n == "W15P7T-26-C-0041")).collect();
        assert_eq!(army.len(), 1, "{deals:#?}");
        assert!(army[0].disputed, "{:#?}", army[0].values);
        assert_eq!(army[0].vendors.first().map(|v| v.name.as_str()), Some("Larkfield Analytics"));
        assert!(deals.iter().any(|d| d.contract_ids == ["N00024-26-C-1234"]));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
        #[test]
        fn the_order_of_arrival_does_not_matter(seed in 0_u64..1000) {
            let events = told(STORIES);
            let mut shuffled = events.clone();
            // A fixed permutation by the seed (Fisher-Yates with a linear congruential step).
            let mut state = seed.wrapping_add(1);
            for i in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                shuffled.swap(i, (state >> 33) as usize % (i + 1));
            }
            proptest::prop_assert_eq!(settle_all(events), settle_all(shuffled));
        }
    }
}
