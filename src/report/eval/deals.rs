//! How well events are gathered into deals.

use std::collections::HashMap;
use std::hash::Hash;

use super::claim::Claim;
use super::figures::{ClusterFigures, DealFigures};
use super::tally::{Tally, harmonic_mean, to_four_places};

/// The deal a labelled event was put in by the prediction; an event not found, or found without a deal, is in one
/// of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Predicted {
    Deal(String),
    Alone(usize),
}

/// A labelled event.
#[derive(Clone, Debug)]
struct Member {
    article: usize,
    gold: String,
    predicted: Predicted,
    is_matched: bool,
}

/// All labelled events and where they were put.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathering {
    members: Vec<Member>,
}

impl Gathering {
    /// Adds a labelled event of the article at this place, and the event found for it.
    pub(super) fn add(&mut self, article: usize, gold: &str, found: Option<&Claim>) {
        let predicted = match found.and_then(|event| event.deal.as_ref()) {
            Some(deal) => Predicted::Deal(deal.clone()),
            None => Predicted::Alone(self.members.len()),
        };
        self.members.push(Member { article, gold: gold.to_owned(), predicted, is_matched: found.is_some() });
    }

    /// Pairs of matched events in different articles.
    pub(super) fn pairs(&self) -> DealFigures {
        let matched = || self.members.iter().filter(|member| member.is_matched);
        let both = pairs_across(matched().map(|member| ((&member.gold, &member.predicted), member.article)));
        let labelled = pairs_across(matched().map(|member| (&member.gold, member.article)));
        let predicted = pairs_across(matched().map(|member| (&member.predicted, member.article)));
        let mut tally = Tally::default();
        tally.add(both, predicted - both, labelled - both);
        DealFigures { pairs: tally.score(), note: "pairs of matched events in different articles" }
    }

    /// B-cubed over all labelled events.
    pub(super) fn clusters(&self) -> ClusterFigures {
        let labelled = counts(self.members.iter().map(|member| &member.gold));
        let predicted = counts(self.members.iter().map(|member| &member.predicted));
        let both = counts(self.members.iter().map(|member| (&member.gold, &member.predicted)));
        let (mut p, mut r) = (0.0, 0.0);
        for Member { gold, predicted: deal, .. } in &self.members {
            let shared = both[&(gold, deal)] as f64;
            p += shared / predicted[deal] as f64;
            r += shared / labelled[gold] as f64;
        }
        let all = self.members.len().max(1) as f64;
        let (p, r) = (p / all, r / all);
        ClusterFigures {
            p: to_four_places(p),
            r: to_four_places(r),
            f1: to_four_places(harmonic_mean(p, r)),
            note: "B-cubed over all gold events",
        }
    }
}

fn counts<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

/// How many pairs have one key and different articles.
fn pairs_across<K: Eq + Hash + Copy>(keys: impl Iterator<Item = (K, usize)>) -> usize {
    let in_article = counts(keys);
    let mut in_all: HashMap<K, usize> = HashMap::new();
    let mut within = 0;
    for ((key, _), count) in in_article {
        *in_all.entry(key).or_insert(0) += count;
        within += count * (count - 1) / 2;
    }
    in_all.values().map(|count| count * (count - 1) / 2).sum::<usize>() - within
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rounded figures are the very same or wrong")]
mod tests {
    use super::*;

    #[test]
    fn pairs_count_across_articles_and_clusters_over_all() {
        let mut gathering = Gathering::default();
        let event = |deal: Option<&str>| Claim { deal: deal.map(str::to_owned), ..Claim::default() };
        gathering.add(0, "a", Some(&event(Some("1"))));
        gathering.add(0, "a", Some(&event(Some("1"))));
        gathering.add(1, "a", Some(&event(Some("1"))));
        gathering.add(2, "b", Some(&event(Some("1"))));
        gathering.add(3, "b", Some(&event(None)));
        gathering.add(4, "b", None);
        let pairs = gathering.pairs().pairs;
        assert_eq!((pairs.tp, pairs.fp, pairs.missed), (2, 3, 1));
        let clusters = gathering.clusters();
        assert_eq!((clusters.p, clusters.r), (0.75, 0.6667));
    }

    #[test]
    fn no_events_are_no_deals() {
        assert_eq!(Gathering::default().clusters().f1, 0.0);
        assert_eq!(Gathering::default().pairs().pairs.f1, 1.0);
    }
}
