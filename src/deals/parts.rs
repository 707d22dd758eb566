//! What hangs together: all that links lead to from one event, so long as that is no crowd.
//!
//! Links chain: with enough dealings of a few suppliers and departments, nearly all would hang together by some best match
//! or other. So where more than a crowd would, only firmer links count, firmer and firmer until what is left is none. What
//! is settled together is bounded so, and still the same in whatever order the events came: of two events in one part
//! either leads to the other, at the same firmness.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use crate::deals::linking::{Link, PLAIN};

/// More events than this are a crowd. Of real dealings few have more than a dozen.
pub const CROWD: usize = 128;

/// From these scores on links count, the next where the one before leads to a crowd. The last leads to copies, and counts
/// however many they are.
const FIRMNESS: [f32; 4] = [f32::NEG_INFINITY, 3.0, 6.0, PLAIN];

/// The events that are settled with this one, itself among them. `links` gives the events that one is linked with, and how
/// well each matches; it is asked once for each.
///
/// # Errors
/// Those of `links`.
pub fn part_of<N: Copy + Ord, E>(
    event: N,
    mut links: impl FnMut(N) -> Result<Vec<(N, f32)>, E>,
) -> Result<BTreeSet<N>, E> {
    let mut known: BTreeMap<N, Vec<(N, f32)>> = BTreeMap::new();
    let mut part = BTreeSet::new();
    for firmness in FIRMNESS {
        part = BTreeSet::from([event]);
        let mut open = vec![event];
        while let Some(at) = open.pop() {
            if let std::collections::btree_map::Entry::Vacant(slot) = known.entry(at) {
                slot.insert(links(at)?);
            }
            let firm = known[&at].iter().filter(|(_, score)| *score >= firmness);
            open.extend(firm.map(|(other, _)| *other).filter(|other| part.insert(*other)));
            if part.len() > CROWD && firmness < PLAIN {
                break;
            }
        }
        if part.len() <= CROWD {
            break;
        }
    }
    Ok(part)
}

/// The parts of so many events by their places, each in order, the parts by their first.
pub(super) fn parts(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut linked: Vec<Vec<(usize, f32)>> = vec![Vec::new(); count];
    for Link { one, other, score } in links {
        linked[*one].push((*other, *score));
        linked[*other].push((*one, *score));
    }
    let mut parts = Vec::new();
    let mut is_done = vec![false; count];
    for event in 0..count {
        if is_done[event] {
            continue;
        }
        let Ok(part) = part_of(event, |at| Ok::<_, Infallible>(linked[at].clone()));
        for member in &part {
            is_done[*member] = true;
        }
        parts.push(part.into_iter().collect());
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_crowd_falls_into_what_hangs_together_more_firmly() {
        let chain = |from: usize, to: usize, score: f32| {
            (from..to).map(move |one| Link { one, other: one + 1, score })
        };
        let few: Vec<Link> = chain(0, 9, 1.0).collect();
        assert_eq!(parts(10, &few), [(0..10).collect::<Vec<_>>()]);
        // Two firm groups of a hundred, loosely linked, and one loose event at the end.
        let mut many: Vec<Link> = chain(0, 99, 4.0).chain(chain(100, 199, 4.0)).collect();
        many.extend([Link { one: 99, other: 100, score: 1.0 }, Link { one: 199, other: 200, score: 1.0 }]);
        let sizes: Vec<usize> = parts(201, &many).iter().map(Vec::len).collect();
        assert_eq!(sizes, [100, 100, 1]);
        // Copies are one part, however many.
        let copies: Vec<Link> = chain(0, 499, 12.0).collect();
        assert_eq!(parts(500, &copies).len(), 1);
    }

    proptest! {
        #[test]
        fn every_event_of_a_part_leads_to_the_same_part(
            links in prop::collection::vec((0..400_usize, 0..400_usize, -1.0_f32..9.0), 0..700)
        ) {
            let links: Vec<Link> = links
                .into_iter()
                .filter(|(one, other, _)| one != other)
                .map(|(one, other, score)| Link { one, other, score })
                .collect();
            let parts = parts(400, &links);
            let mut placed = vec![0; 400];
            for part in &parts {
                for member in part {
                    placed[*member] += 1;
                    let linked = |at: usize| {
                        let there = links.iter().filter(move |link| link.one == at);
                        let back = links.iter().filter(move |link| link.other == at);
                        let both = there.map(|link| (link.other, link.score));
                        both.chain(back.map(|link| (link.one, link.score))).collect::<Vec<_>>()
                    };
                    let Ok(again) = part_of(*member, |at| Ok::<_, Infallible>(linked(at)));
                    prop_assert!(again.iter().eq(part));
                }
            }
            prop_assert!(placed.iter().all(|times| *times == 1));
        }
    }
}
