//! From a connected block of events to deals: the same verdict in whatever order they came.

use std::collections::{BTreeMap, HashSet};

use crate::base::ArticleId;
use crate::deals::deal::{Deal, DealEvent, Join};
use crate::deals::keys::keys;
use crate::deals::matching::{Family, Features, Match, THRESHOLD, compare};
use crate::deals::rulings::{EventRef, Rulings};
use crate::deals::telling::tell;

/// Events that are one deal so far, and why.
struct Cluster {
    events: Vec<usize>,
    family: Family,
    joins: Vec<Join>,
}

/// Events that are settled together, and what else bears on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// All events connected with each other.
    pub events: Vec<DealEvent>,
    /// Pairs of articles that are copies or near-copies of each other.
    pub copies: Vec<(ArticleId, ArticleId)>,
    /// The user's word.
    pub rulings: Rulings,
}

impl From<Vec<DealEvent>> for Block {
    fn from(events: Vec<DealEvent>) -> Self {
        Self { events, ..Self::default() }
    }
}

/// Settles a whole block (all events connected by keys) into deals, ordered by id.
///
/// Only events that share a key are compared. Pairs are joined from the best match downwards; a join must not unite
/// what the pairs across it speak against.
pub fn settle(block: impl Into<Block>) -> Vec<Deal> {
    let Block { mut events, .. } = block.into();
    events.sort_by_cached_key(DealEvent::key);
    events.dedup_by_key(|event| (event.article.clone(), event.ordinal));
    let features: Vec<Features<'_>> = events.iter().map(Features::of).collect();
    let mut clusters: Vec<Option<Cluster>> = events
        .iter()
        .enumerate()
        .map(|(i, e)| Some(Cluster { events: vec![i], family: Family::of(e.event.kind), joins: Vec::new() }))
        .collect();
    let mut home: Vec<usize> = (0..events.len()).collect();
    for (found, i, j) in matches(&events, &features) {
        let (a, b) = (home[i].min(home[j]), home[i].max(home[j]));
        let (Some(left), Some(right)) = (&clusters[a], &clusters[b]) else { continue };
        if a == b || !left.family.fits(right.family) || !agree(&features, left, right) {
            continue;
        }
        let Some(joining) = clusters[b].take() else { continue };
        for event in &joining.events {
            home[*event] = a;
        }
        if let Some(cluster) = &mut clusters[a] {
            cluster.family = if cluster.family == Family::Either { joining.family } else { cluster.family };
            cluster.events.extend(joining.events);
            cluster.joins.extend(joining.joins);
            cluster.joins.push(Join {
                one: EventRef::of(&events[i]),
                other: EventRef::of(&events[j]),
                score: found.score,
                reasons: found.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            });
        }
    }
    let mut deals: Vec<Deal> = clusters
        .into_iter()
        .flatten()
        .map(|mut cluster| {
            cluster.events.sort_unstable();
            let members = cluster.events.iter().map(|i| events[*i].clone()).collect();
            tell(members, cluster.joins)
        })
        .collect();
    deals.sort_by(|a, b| a.id.cmp(&b.id));
    deals
}

/// The pairs that match, best first; of equals the pair of earlier events.
fn matches(events: &[DealEvent], features: &[Features<'_>]) -> Vec<(Match, usize, usize)> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, told) in events.iter().enumerate() {
        for key in keys(&told.event, &told.sentence) {
            by_key.entry(key).or_default().push(i);
        }
    }
    let mut seen = HashSet::new();
    let mut pairs = Vec::new();
    for group in by_key.values() {
        for (n, i) in group.iter().enumerate() {
            for j in &group[n + 1..] {
                if seen.insert((*i, *j)) {
                    let found = compare(&features[*i], &features[*j]);
                    if found.score >= THRESHOLD {
                        pairs.push((found, *i, *j));
                    }
                }
            }
        }
    }
    pairs.sort_by(|(a, i, j), (b, k, l)| b.score.total_cmp(&a.score).then((i, j).cmp(&(k, l))));
    pairs
}

/// Whether the pairs across two clusters do not speak against one deal on the whole.
fn agree(features: &[Features<'_>], left: &Cluster, right: &Cluster) -> bool {
    let mut sum = 0.0;
    let mut count = 0.0;
    for i in &left.events {
        for j in &right.events {
            let score = compare(&features[*i], &features[*j]).score;
            // One plain contradiction (other suppliers, another kind of dealing) is enough.
            if score <= -0.5 {
                return false;
            }
            sum += score;
            count += 1.0;
        }
    }
    sum / count >= THRESHOLD * 0.6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body, DateOrigin, Published};
    use crate::base::{Address, ArticleId};
    use crate::events::read_facts;

    /// The events of stories told by `(publisher, day, text)`.
    fn told(stories: &[(&str, &str, &str)]) -> Vec<DealEvent> {
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
            for (ordinal, event) in read_facts(&article).events.into_iter().enumerate() {
                events.push(DealEvent {
                    article: article.id.clone(),
                    ordinal: u32::try_from(ordinal).unwrap(),
                    title: String::new(),
                    url: Some(url.clone()),
                    publisher: article.publisher.clone(),
                    published: article.published.map(|p| p.date),
                    sentence: event.evidence.of("", article.body.text()).to_owned(),
                    event,
                });
            }
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
        let deals = settle(told(STORIES));
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
            proptest::prop_assert_eq!(settle(events), settle(shuffled));
        }
    }
}
