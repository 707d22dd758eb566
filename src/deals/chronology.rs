//! In which order things happened, as far as their days tell: one order for stages, histories, timelines and sentences.
//!
//! One thing goes before another where its days are over before the other's begin. Where the days that two may mean
//! overlap ("November", "4 November") nobody tells which came first: what comes first in a contract's life does, and of
//! one kind what is known to be over first.

use jiff::civil::Date;

use crate::base::PartialDate;
use crate::events::EventKind;

/// When something may have happened, and what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    first: Date,
    last: Date,
    rank: u8,
}

impl Moment {
    /// Something of this kind on this date; without one it may have been on any day.
    pub fn new(kind: EventKind, date: Option<PartialDate>) -> Self {
        Self {
            first: date.map_or(Date::MIN, |date| date.first_day()),
            last: date.map_or(Date::MAX, |date| date.last_day()),
            rank: rank(kind),
        }
    }
}

/// The places of the moments in the order in which they happened; of equals the first place first.
pub fn in_order(moments: &[Moment]) -> Vec<usize> {
    let mut left: Vec<(usize, &Moment)> = moments.iter().enumerate().collect();
    left.sort_by_key(|(_, moment)| moment.last);
    let mut ordered = Vec::with_capacity(left.len());
    // What begins after the day on which another is surely over must wait for it.
    while let Some(over) = left.first().map(|(_, moment)| moment.last) {
        let may_be_next = left.iter().enumerate().filter(|(_, (_, moment))| moment.first <= over);
        let Some(at) = may_be_next.min_by_key(|(_, (_, moment))| moment.rank).map(|(at, _)| at) else {
            break;
        };
        ordered.push(left.remove(at).0);
    }
    ordered
}

/// For moments that stand in order, the day by which each is told among things of which nobody knows how they hang
/// together with it: the last that it may mean, but none after what follows it. `None` where it has none.
pub fn told_by(ordered: &[Moment]) -> Vec<Option<Date>> {
    let mut next = Date::MAX;
    let mut days: Vec<Option<Date>> = Vec::with_capacity(ordered.len());
    for moment in ordered.iter().rev() {
        next = next.min(moment.last);
        days.push((next < Date::MAX).then_some(next));
    }
    days.reverse();
    days
}

/// The order of a contract's life: asked for, come about, changed, its supplier barred, contested, over.
fn rank(kind: EventKind) -> u8 {
    match kind {
        EventKind::Solicitation => 0,
        EventKind::Modification => 2,
        EventKind::Exclusion => 3,
        EventKind::Protest => 4,
        EventKind::Termination => 5,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use EventKind::{Award, Exclusion, Modification, Protest, Solicitation, Termination};

    fn moment((kind, date): (EventKind, &str)) -> Moment {
        Moment::new(kind, date.parse().ok())
    }

    #[test]
    fn what_is_over_goes_before_what_begins_and_life_decides_the_rest() {
        for (told, expected) in [
            // A month does not go before its days: what ended in November was awarded before.
            (vec![(Termination, "2025-11"), (Award, "2025-11-03")], "award 2025-11-03, termination 2025-11"),
            (vec![(Protest, "2025-11-03"), (Award, "2025-11")], "award 2025-11, protest 2025-11-03"),
            (
                vec![(Termination, "2025-11-04"), (Protest, "2025-11")],
                "protest 2025-11, termination 2025-11-04",
            ),
            (vec![(Award, "2025"), (Solicitation, "2025-07-22")], "solicitation 2025-07-22, award 2025"),
            (vec![(Modification, "2025-01-02"), (Award, "2025")], "award 2025, modification 2025-01-02"),
            // Who is barred sues over it.
            (vec![(Protest, ""), (Exclusion, "2026-02-27")], "exclusion 2026-02-27, protest "),
            // Of one kind, by the last day.
            (vec![(Protest, "2025-11"), (Protest, "2025-11-03")], "protest 2025-11-03, protest 2025-11"),
            // Days that do not overlap go before the order of life.
            (vec![(Award, "2025-12"), (Termination, "2025-11")], "termination 2025-11, award 2025-12"),
            (
                vec![(Solicitation, "2025-11-10"), (Award, "2025-11"), (Termination, "2025-11-03")],
                "award 2025-11, termination 2025-11-03, solicitation 2025-11-10",
            ),
            // Without a day only the order of life is known.
            (
                vec![(Termination, ""), (Award, "2025-11"), (Solicitation, "")],
                "solicitation , award 2025-11, termination ",
            ),
        ] {
            let moments: Vec<Moment> = told.iter().copied().map(moment).collect();
            let shown: Vec<String> = in_order(&moments)
                .into_iter()
                .map(|place| format!("{} {}", told[place].0.as_str(), told[place].1))
                .collect();
            assert_eq!(shown.join(", "), expected);
        }
    }

    #[test]
    fn among_others_each_is_told_by_the_last_day_that_fits() {
        let told = [(Award, "2025-11"), (Termination, "2025-11-03"), (Solicitation, "2025-12"), (Award, "")];
        let ordered: Vec<Moment> = told.into_iter().map(moment).collect();
        let days: Vec<String> = told_by(&ordered)
            .into_iter()
            .map(|day| day.map(|day| day.to_string()).unwrap_or_default())
            .collect();
        assert_eq!(days, ["2025-11-03", "2025-11-03", "2025-12-31", ""]);
    }

    proptest! {
        /// Nothing stands before what was over when it began, and the days by which they are told agree with the order.
        #[test]
        fn the_order_keeps_what_is_certain(
            told in proptest::collection::vec((0..10_usize, 2024..2026_i16, 0..13_i8, 0..29_i8), 0..12),
        ) {
            let moments: Vec<Moment> = told
                .iter()
                .map(|(kind, year, month, day)| {
                    let date = PartialDate::of_day(*year, *month, *day)
                        .or_else(|| PartialDate::of_month(*year, *month))
                        .or_else(|| PartialDate::of_year(*year));
                    Moment::new(EventKind::ALL[*kind], date)
                })
                .collect();
            let order = in_order(&moments);
            let mut places = order.clone();
            places.sort_unstable();
            prop_assert_eq!(places, (0..moments.len()).collect::<Vec<_>>());
            let ordered: Vec<Moment> = order.iter().map(|place| moments[*place]).collect();
            for (n, one) in ordered.iter().enumerate() {
                prop_assert!(ordered[n..].iter().all(|later| later.last >= one.first), "{:?}", ordered);
            }
            let days = told_by(&ordered);
            prop_assert!(days.is_sorted());
            for (moment, day) in ordered.iter().zip(&days) {
                let day = day.unwrap_or(Date::MAX);
                prop_assert!(moment.first <= day && day <= moment.last);
            }
        }
    }
}
