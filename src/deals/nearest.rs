//! Which of some events comes nearest to a deal's, and what spoke against their being one.

use serde::Serialize;

use crate::base::DealId;
use crate::deals::features::Features;
use crate::deals::grouping::{AGREEMENT, CONTRADICTION, MOST_SAID, UNKNOWN};
use crate::deals::matching::{Scale, THRESHOLD};
use crate::deals::rulings::EventRef;

/// So many reasons for and against are given.
const MOST_REASONS: usize = 5;

/// The two events of two sides that come nearest to being one deal, by their places.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearness {
    /// The one on this side.
    pub own: usize,
    /// The one on the other.
    pub other: usize,
    /// How much speaks for their being one deal.
    pub score: f32,
    /// What speaks for it, the weightiest first.
    pub speaks_for: Vec<String>,
    /// What speaks against it, the weightiest first.
    pub speaks_against: Vec<String>,
}

/// Another deal that a deal was not joined with, though none came nearer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearestDeal {
    /// Which.
    pub deal: DealId,
    /// Its name.
    pub name: String,
    /// The event on this side that comes nearest.
    pub own: EventRef,
    /// The event on the other side.
    pub other: EventRef,
    /// How much speaks for the two being one deal.
    pub score: f32,
    /// From which score on a pair speaks for it.
    pub threshold: f32,
    /// What all pairs across the two deals say on average; null where one of them plainly contradicts it.
    pub average: Option<f32>,
    /// From which average on two groups are joined.
    pub average_needed: f32,
    /// What speaks for the pair, the weightiest first.
    pub speaks_for: Vec<String>,
    /// What speaks against it, the weightiest first.
    pub speaks_against: Vec<String>,
    /// Why the two were not joined.
    pub why: String,
}

impl NearestDeal {
    /// What is told of the nearest deal, of which `others` are all events.
    pub fn new(
        (deal, name): (DealId, String),
        (own, other): (EventRef, EventRef),
        nearness: Nearness,
        (own_features, others): (&[&Features], &[&Features]),
    ) -> Self {
        let Nearness { score, speaks_for, speaks_against, .. } = nearness;
        let average = average(own_features, others);
        let why = match average {
            _ if score < THRESHOLD => "too little speaks for this pair, and none comes nearer".to_owned(),
            None => {
                "the pair speaks for it, but another pair of the two deals plainly contradicts it".to_owned()
            }
            Some(average) if average < AGREEMENT => format!(
                "the pair speaks for it, but all pairs of the two deals do not on average ({average:.1}, and {AGREEMENT:.1} is needed)"
            ),
            Some(_) => {
                "the pair speaks for it, but each event matches others better, or the user's word parts them"
                    .to_owned()
            }
        };
        Self {
            deal,
            name,
            own,
            other,
            score,
            threshold: THRESHOLD,
            average,
            average_needed: AGREEMENT,
            speaks_for,
            speaks_against,
            why,
        }
    }
}

/// The pair across two sides for which most speaks, of those that are found by each other's keys and that may be one deal
/// at all; of equals the first.
pub fn nearest(own: &[&Features], others: &[&Features]) -> Option<Nearness> {
    let mut scale = Scale::default();
    let mut best: Option<(usize, usize, f32)> = None;
    for (i, one) in own.iter().enumerate() {
        for (j, other) in others.iter().enumerate().filter(|(_, other)| one.keys.find(&other.keys)) {
            let score = scale.weigh(&one.compared, &other.compared);
            if score.is_finite() && best.is_none_or(|(.., most)| score > most) {
                best = Some((i, j, score));
            }
        }
    }
    let (i, j, score) = best?;
    let (speaks_for, speaks_against): (Vec<_>, Vec<_>) =
        Scale::reasons(&own[i].compared, &others[j].compared)
            .into_iter()
            .partition(|(weight, _)| *weight > 0.0);
    let words = |reasons: Vec<(f32, String)>| {
        let told = reasons.into_iter().take(MOST_REASONS);
        told.map(|(weight, reason)| format!("{weight:+.1} {reason}")).collect()
    };
    Some(Nearness {
        own: i,
        other: j,
        score,
        speaks_for: words(speaks_for),
        speaks_against: words(speaks_against),
    })
}

/// What all pairs across two sides say on average, as groups are joined by it; `None` where one pair plainly contradicts it.
fn average(own: &[&Features], others: &[&Features]) -> Option<f32> {
    let mut scale = Scale::default();
    let mut sum = 0.0;
    for one in own {
        for other in others {
            let said = if one.keys.find(&other.keys) {
                scale.weigh(&one.compared, &other.compared)
            } else {
                UNKNOWN
            };
            if said <= CONTRADICTION {
                return None;
            }
            sum += said.min(MOST_SAID);
        }
    }
    let pairs = own.len() * others.len();
    (pairs > 0).then(|| sum / pairs as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body, DateOrigin, Details, Published};
    use crate::base::{Address, ArticleId};
    use crate::deals::DealEvent;
    use crate::events::read_facts;

    fn features(name: &str, text: &str) -> Vec<Features> {
        let url = format!("http://{name}.example/");
        let article = Article {
            id: ArticleId::of_url(&url),
            source_id: None,
            url: Address::parse(&url).ok(),
            publisher: Some(name.to_owned()),
            published: Some(Published::on("2026-01-10".parse().unwrap(), DateOrigin::Record)),
            title: String::new(),
            authors: Vec::new(),
            language: None,
            country: None,
            body: Body::verbatim(text.to_owned()),
            partial: false,
            details: Details::default(),
            notes: Vec::new(),
        };
        DealEvent::all_of(&article, &read_facts(&article)).into_iter().map(|(_, features)| features).collect()
    }

    #[test]
    fn the_nearest_is_the_one_for_which_most_speaks() {
        let own = features(
            "one",
            "The Army awarded Larkfield Analytics Inc. a $40 million contract, W15P7T-26-C-0041, for sensor software.",
        );
        let same = features(
            "two",
            "The Army awarded Larkfield Analytics Inc. a $40 million contract, W15P7T-26-C-0041, for sensor software.",
        );
        let ships = features(
            "three",
            "The Navy awarded Larkfield Analytics Inc. a $12 million contract, N00024-26-C-1234, for ship scheduling.",
        );
        let far =
            features("four", "The Coast Guard awarded Brightmoor Labs LLC a $1 million contract for boats.");
        let own: Vec<&Features> = own.iter().collect();
        let others: Vec<&Features> = far.iter().chain(&ships).chain(&same).collect();
        let found = nearest(&own, &others).unwrap();
        assert_eq!(found.other, others.len() - 1);
        assert!(found.score > THRESHOLD && !found.speaks_for.is_empty(), "{found:?}");
        let without: Vec<&Features> = far.iter().chain(&ships).collect();
        if let Some(found) = nearest(&own, &without) {
            assert_eq!(found.other, without.len() - 1, "they share no key with the boats");
            assert!(!found.speaks_against.is_empty());
        }
        assert_eq!(nearest(&own, &far.iter().collect::<Vec<_>>()), None);
    }
}
