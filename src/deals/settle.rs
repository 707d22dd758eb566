//! From a connected block of events to deals: the same verdict in whatever order they came.

use std::collections::BTreeSet;

use crate::deals::deal::{Deal, DealEvent};
use crate::deals::matching::{Family, THRESHOLD, compare, families_fit, family};
use crate::deals::telling::tell;

/// Events that are one deal so far, and why.
struct Cluster {
    events: Vec<usize>,
    family: Family,
    reasons: BTreeSet<String>,
}

/// Settles a whole block (all events connected by keys) into deals, ordered by id.
///
/// Pairs are joined from the best match downwards; a join must not unite what the pairs across it speak against.
pub fn settle(mut events: Vec<DealEvent>) -> Vec<Deal> {
    events.sort_by_key(event_key);
    events.dedup_by_key(|event| (event.article.clone(), event.ordinal));
    let mut pairs = Vec::new();
    for i in 0..events.len() {
        for j in i + 1..events.len() {
            let found = compare(&events[i], &events[j]);
            if found.score >= THRESHOLD {
                pairs.push((found, i, j));
            }
        }
    }
    pairs.sort_by(|(a, i, j), (b, k, l)| b.score.total_cmp(&a.score).then((i, j).cmp(&(k, l))));
    let mut clusters: Vec<Option<Cluster>> = events
        .iter()
        .enumerate()
        .map(|(i, e)| {
            Some(Cluster { events: vec![i], family: family(e.event.kind), reasons: BTreeSet::new() })
        })
        .collect();
    let mut home: Vec<usize> = (0..events.len()).collect();
    for (found, i, j) in pairs {
        let (a, b) = (home[i].min(home[j]), home[i].max(home[j]));
        let reason = found.reasons.join(", ");
        if a == b {
            continue;
        }
        let (Some(left), Some(right)) = (&clusters[a], &clusters[b]) else { continue };
        if !families_fit(left.family, right.family) && left.family != right.family
            || !agree(&events, left, right)
        {
            continue;
        }
        let Some(joining) = clusters[b].take() else { continue };
        for event in &joining.events {
            home[*event] = a;
        }
        if let Some(cluster) = &mut clusters[a] {
            cluster.family = if cluster.family == Family::Either { joining.family } else { cluster.family };
            cluster.events.extend(joining.events);
            cluster.reasons.extend(joining.reasons);
            cluster.reasons.insert(reason);
        }
    }
    let mut deals: Vec<Deal> = clusters
        .into_iter()
        .flatten()
        .map(|mut cluster| {
            cluster.events.sort_unstable();
            let members = cluster.events.iter().map(|i| events[*i].clone()).collect();
            tell(members, cluster.reasons.into_iter().collect())
        })
        .collect();
    deals.sort_by(|a, b| a.id.cmp(&b.id));
    deals
}

/// Whether the pairs across two clusters do not speak against one deal on the whole.
fn agree(events: &[DealEvent], left: &Cluster, right: &Cluster) -> bool {
    let mut sum = 0.0;
    let mut count = 0.0;
    for i in &left.events {
        for j in &right.events {
            let score = compare(&events[*i], &events[*j]).score;
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

/// What orders events: publication date, address (else article id), ordinal. The smallest names the deal.
pub(super) fn event_key(event: &DealEvent) -> (String, String, u32) {
    let published = event.published.map(|date| date.to_string()).unwrap_or_default();
    (published, event.url.clone().unwrap_or_else(|| event.article.to_string()), event.ordinal)
}
