//! What lies ahead of deals: decisions due, options to be exercised, ends, and when successors are likely to be asked for.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::base::{DealId, PartialDate};
use crate::deals::{Deal, DealEvent, Status};
use crate::events::EventKind;
use crate::report::sources::Sources;

/// So many days ahead are looked at.
const HORIZON_DAYS: i32 = 183;
/// The Government Accountability Office decides a protest within so many days of its filing.
const GAO_DAYS: i32 = 100;
/// Where that is laid down.
const GAO_RULE: &str = "GAO decides within 100 days of filing, 31 U.S.C. 3554(a)(1), 4 C.F.R. 21.9(a)";

/// What is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AheadKind {
    /// A protest is to be decided by then.
    Decision,
    /// The next option is to be exercised by then, or the contract ends.
    Option,
    /// It ends.
    End,
    /// Its work is to be done by then.
    Completion,
    /// Its successor is likely to be asked for in this time.
    Recompete,
}

impl AheadKind {
    /// The words for it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Decision => "decision on the protest due",
            Self::Option => "option to be exercised, else it ends",
            Self::End => "ends",
            Self::Completion => "to be completed",
            Self::Recompete => "likely recompete window",
        }
    }
}

/// One thing to come of one deal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ahead {
    /// The deal.
    pub deal: DealId,
    /// Its name.
    pub name: String,
    /// What is to come.
    pub kind: AheadKind,
    /// When, or from when on.
    pub from: PartialDate,
    /// Until when, of a window.
    pub to: Option<PartialDate>,
    /// Whether the day is reckoned, not told.
    pub estimate: bool,
    /// How it was reckoned: a line a step.
    pub arithmetic: Vec<String>,
    /// Numbers in the digest's list of sources.
    pub sources: Vec<usize>,
}

/// What comes of these deals in the half-year that begins on a day, by day.
pub(super) fn ahead(deals: &[&Deal], as_of: Date, sources: &mut Sources) -> Vec<Ahead> {
    let Ok(horizon) = as_of.checked_add(HORIZON_DAYS.days()) else { return Vec::new() };
    let is_near =
        |one: &Coming<'_>| one.from.first_day() <= horizon && one.to.unwrap_or(one.from).last_day() >= as_of;
    let mut coming: Vec<Coming<'_>> = deals.iter().flat_map(|deal| of_deal(deal)).filter(is_near).collect();
    coming.sort_by(|a, b| {
        (a.from.first_day(), a.kind, &a.deal.id).cmp(&(b.from.first_day(), b.kind, &b.deal.id))
    });
    coming
        .into_iter()
        .map(|one| Ahead {
            deal: one.deal.id.clone(),
            name: one.deal.name.clone(),
            kind: one.kind,
            from: one.from,
            to: one.to,
            estimate: one.estimate,
            arithmetic: one.arithmetic,
            sources: sources.numbers(one.deal, &one.places),
        })
        .collect()
}

/// The same before its sources are numbered.
struct Coming<'a> {
    deal: &'a Deal,
    kind: AheadKind,
    from: PartialDate,
    to: Option<PartialDate>,
    estimate: bool,
    arithmetic: Vec<String>,
    places: Vec<usize>,
}

fn of_deal(deal: &Deal) -> Vec<Coming<'_>> {
    let mut coming = Vec::new();
    let is_running = matches!(deal.status, Some(Status::Awarded | Status::Changed | Status::Protested));
    if deal.status == Some(Status::Protested) {
        coming.extend(decision(deal));
    }
    if !is_running {
        return coming;
    }
    let told = |tells: fn(&DealEvent) -> bool| -> Vec<usize> {
        let is_meant = |told: &DealEvent| told.event.is_confirmed() && tells(told);
        (0..deal.events.len()).filter(|place| deal.events.get(*place).is_some_and(is_meant)).collect()
    };
    let terms = told(|told| told.event.details.term.is_some() || told.event.details.completion.is_some());
    let places = if terms.is_empty() { told(|_| true) } else { terms };
    if let Some(period) = &deal.period {
        let is_last =
            !period.tells_options() || period.end_with_options.is_none_or(|last| Some(last) == period.end);
        coming.extend(period.end.map(|end| Coming {
            deal,
            kind: if is_last { AheadKind::End } else { AheadKind::Option },
            from: end,
            to: None,
            estimate: period.estimate,
            arithmetic: period.arithmetic.clone(),
            places: places.clone(),
        }));
    }
    if deal.period.as_ref().is_none_or(|period| period.end.is_none()) {
        coming.extend(completion(deal));
    }
    coming.extend(deal.recompete.as_ref().map(|clock| Coming {
        deal,
        kind: AheadKind::Recompete,
        from: clock.from,
        to: Some(clock.to),
        estimate: true,
        arithmetic: clock.arithmetic.clone(),
        places,
    }));
    coming
}

/// When the Government Accountability Office is to decide the latest protest told to be before it.
fn decision(deal: &Deal) -> Option<Coming<'_>> {
    let is_before_gao = |told: &DealEvent| {
        told.event.kind == EventKind::Protest
            && told.event.is_confirmed()
            && [&told.sentence, &told.title].iter().any(|text| {
                text.contains("Government Accountability Office")
                    || text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "GAO")
            })
    };
    let day = |date: Option<PartialDate>| date.filter(|date| date.day().is_some());
    let filed = |told: &DealEvent| {
        let own = day(told.event.date).map(|date| (date, format!("filed {date}")));
        own.or_else(|| day(told.published).map(|date| (date, format!("told {date}, so filed by then"))))
    };
    let places: Vec<usize> =
        (0..deal.events.len()).filter(|place| deal.events.get(*place).is_some_and(is_before_gao)).collect();
    let events = || places.iter().filter_map(|place| deal.events.get(*place));
    // Of several tellings of one protest the first, and of its own days the last.
    let (date, words) = events()
        .filter(|told| day(told.event.date).is_some())
        .filter_map(filed)
        .max_by_key(|(date, _)| *date)
        .or_else(|| events().filter_map(filed).min_by_key(|(date, _)| *date))?;
    let due = PartialDate::from(date.first_day().checked_add(GAO_DAYS.days()).ok()?);
    let arithmetic = vec![format!("{words}; + {GAO_DAYS} days = {due} ({GAO_RULE})")];
    Some(Coming { deal, kind: AheadKind::Decision, from: due, to: None, estimate: true, arithmetic, places })
}

/// When the work is to be done, as the last confirmed telling has it.
fn completion(deal: &Deal) -> Option<Coming<'_>> {
    let day = |place: &usize| {
        let told = deal.events.get(*place).filter(|told| told.event.is_confirmed())?;
        told.event.details.completion
    };
    let last = (0..deal.events.len()).rev().find(|place| day(place).is_some())?;
    let from = day(&last)?;
    let places = (0..deal.events.len()).filter(|place| day(place) == Some(from)).collect();
    let arithmetic = Vec::new();
    Some(Coming { deal, kind: AheadKind::Completion, from, to: None, estimate: false, arithmetic, places })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{AWARD, Told};

    fn shown(told: Vec<DealEvent>, as_of: &str) -> Vec<String> {
        let deals = crate::deals::settle_told(told);
        let mut sources = Sources::default();
        let line = |one: Ahead| {
            let to = one.to.map(|to| format!(" to {to}")).unwrap_or_default();
            format!("{:?} {}{to} {:?}", one.kind, one.from, one.sources)
        };
        let deals: Vec<&Deal> = deals.iter().collect();
        ahead(&deals, as_of.parse().unwrap(), &mut sources).into_iter().map(line).collect()
    }

    #[test]
    fn a_protest_is_decided_in_a_hundred_days() {
        let protest = Told {
            kind: EventKind::Protest,
            published: "2026-04-01",
            sentence: "Quillon protested the award of the Army to Larkfield at the Government Accountability Office.",
            ..AWARD
        };
        let told = || vec![AWARD.event(), protest.event()];
        assert_eq!(shown(told(), "2026-05-01"), ["Decision 2026-07-10 [1]"]);
        assert!(shown(told(), "2026-07-11").is_empty(), "the day is over");
        assert!(shown(told(), "2025-01-01").is_empty(), "the day is far");
        let elsewhere = Told { sentence: "Quillon sued over the award.", ..protest.clone() };
        assert!(shown(vec![AWARD.event(), elsewhere.event()], "2026-05-01").is_empty());
        let mut dated = protest.event();
        dated.event.date = "2026-03-20".parse().ok();
        assert_eq!(shown(vec![AWARD.event(), dated], "2026-05-01"), ["Decision 2026-06-28 [1]"]);
    }

    #[test]
    fn ends_and_windows_are_told_with_their_sources() {
        use crate::events::{Printed, Term};
        let mut told = AWARD.event();
        let length = Some(Printed { value: 12, words: "one-year contract".to_owned() });
        told.event.details.term = Some(Term { length, ..Term::default() });
        assert_eq!(
            shown(vec![told.clone()], "2026-05-01"),
            ["Recompete 2026-03 to 2026-09 [1]"],
            "the end lies further ahead"
        );
        // Another article's end is no option, whatever the length says.
        let mut incumbent = told.clone();
        incumbent.event.details.completion = "2026-05-31".parse().ok();
        assert!(
            shown(vec![incumbent], "2026-05-01").iter().all(|line| !line.starts_with("Option")),
            "nobody told of options"
        );
        assert_eq!(shown(vec![told], "2026-12-01"), ["End 2027-03 [1]"]);
        let mut done = AWARD.event();
        done.event.details.completion = "2026-06-30".parse().ok();
        assert_eq!(shown(vec![done], "2026-05-01").first().map(String::as_str), Some("End 2026-06-30 [1]"));
    }
}
