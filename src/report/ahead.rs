//! What lies ahead of deals: offers and decisions due, what is planned, options to be exercised, ends, and when successors
//! are likely to be asked for; and what was to come by now and is not told to have.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::base::{DealId, PartialDate};
use crate::deals::{Deal, DealEvent, Status};
use crate::events::{CONFIDENCE_TO_COUNT, Certainty, EventKind};
use crate::report::dating::{course, own_date};
use crate::report::sources::Sources;
use crate::report::statement::of_lead;
use crate::report::timeline::tellings;

/// So many days ahead are looked at, and so many back for what has not come.
pub const HORIZON_DAYS: i32 = 183;
/// The Government Accountability Office decides a protest within so many days of its filing.
const GAO_DAYS: i32 = 100;
/// Where that is laid down.
const GAO_RULE: &str = "GAO decides within 100 days of filing, 31 U.S.C. 3554(a)(1), 4 C.F.R. 21.9(a)";

/// What shows, in small letters, that a protest lies before the office no longer.
const OVER: &[&str] = &[
    "denied",
    "denies",
    "sustain",
    "dismiss",
    "withdr",
    "ruled",
    "decided",
    "upheld",
    "rejected",
    "walks away",
    "walked away",
    "dropped",
    "drops",
];

/// Whether a sentence or headline on a protest says how it went.
pub fn is_protest_over(said: &str) -> bool {
    let said = said.to_lowercase();
    OVER.iter().any(|word| said.contains(word))
}

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
    /// Offers are to be in by then.
    Offers,
    /// Something is planned for then.
    Planned,
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
            Self::Offers => "offers due",
            Self::Planned => "planned",
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
    /// What is planned, where something is.
    pub event: Option<EventKind>,
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

impl Ahead {
    /// "offers due", "award planned".
    pub fn in_words(&self) -> String {
        let what = self.event.map(|event| format!("{} ", event.as_str())).unwrap_or_default();
        format!("{what}{}", self.kind.in_words())
    }

    /// "offers were due; no award is confirmed since", "award was planned; none is confirmed since".
    pub fn in_words_overdue(&self) -> String {
        match self.event {
            Some(event) => format!("{} was planned; none is confirmed since", event.as_str()),
            None => "offers were due; no award is confirmed since".to_owned(),
        }
    }
}

/// What comes of these deals in the half-year that begins on a day, by day.
pub(super) fn ahead(deals: &[&Deal], as_of: Date, sources: &mut Sources) -> Vec<Ahead> {
    let Ok(horizon) = as_of.checked_add(HORIZON_DAYS.days()) else { return Vec::new() };
    let is_near =
        |one: &Coming<'_>| one.from.first_day() <= horizon && one.to.unwrap_or(one.from).last_day() >= as_of;
    let mut coming: Vec<Coming<'_>> =
        deals.iter().flat_map(|deal| of_deal(deal, as_of)).filter(is_near).collect();
    coming.sort_by(|a, b| {
        (a.from.first_day(), a.kind, &a.deal.id).cmp(&(b.from.first_day(), b.kind, &b.deal.id))
    });
    coming.into_iter().map(|one| one.numbered(sources)).collect()
}

/// What was planned for the half-year before a day, or offers for which were due then, and of which nobody tells that it has
/// come; the last first.
pub(super) fn overdue(deals: &[&Deal], as_of: Date, sources: &mut Sources) -> Vec<Ahead> {
    let Ok(oldest) = as_of.checked_sub(HORIZON_DAYS.days()) else { return Vec::new() };
    let is_overdue = |one: &Coming<'_>| {
        matches!(one.kind, AheadKind::Offers | AheadKind::Planned)
            && one.from.last_day() < as_of
            && one.from.last_day() >= oldest
    };
    let mut overdue: Vec<Coming<'_>> =
        deals.iter().flat_map(|deal| of_deal(deal, as_of)).filter(is_overdue).collect();
    overdue.sort_by(|a, b| {
        b.from
            .last_day()
            .cmp(&a.from.last_day())
            .then_with(|| (a.kind, &a.deal.id).cmp(&(b.kind, &b.deal.id)))
    });
    overdue.into_iter().map(|one| one.numbered(sources)).collect()
}

/// The same before its sources are numbered.
struct Coming<'a> {
    deal: &'a Deal,
    kind: AheadKind,
    event: Option<EventKind>,
    from: PartialDate,
    to: Option<PartialDate>,
    estimate: bool,
    arithmetic: Vec<String>,
    places: Vec<usize>,
}

impl<'a> Coming<'a> {
    /// On a day that articles tell.
    fn told(deal: &'a Deal, kind: AheadKind, from: PartialDate, places: Vec<usize>) -> Self {
        Self { deal, kind, event: None, from, to: None, estimate: false, arithmetic: Vec::new(), places }
    }

    fn numbered(self, sources: &mut Sources) -> Ahead {
        Ahead {
            deal: self.deal.id.clone(),
            name: self.deal.name.clone(),
            kind: self.kind,
            event: self.event,
            from: self.from,
            to: self.to,
            estimate: self.estimate,
            arithmetic: self.arithmetic,
            sources: sources.numbers(self.deal, &self.places),
        }
    }
}

fn of_deal(deal: &Deal, as_of: Date) -> Vec<Coming<'_>> {
    let mut coming = planned(deal, as_of);
    if deal.status == Some(Status::Sought) {
        coming.extend(offers(deal));
    }
    let is_running = matches!(deal.status, Some(Status::Awarded | Status::Changed | Status::Protested));
    if deal.status == Some(Status::Protested) {
        coming.extend(decision(deal));
    }
    if !is_running {
        return coming;
    }
    let told = |tells: fn(&DealEvent) -> bool| -> Vec<usize> {
        places(deal, |told| told.event.is_confirmed() && tells(told))
    };
    let terms = told(|told| told.event.details.term.is_some() || told.event.details.completion.is_some());
    let places = if terms.is_empty() { told(|_| true) } else { terms };
    if let Some(period) = &deal.period {
        let is_last =
            !period.tells_options() || period.end_with_options.is_none_or(|last| Some(last) == period.end);
        let kind = if is_last { AheadKind::End } else { AheadKind::Option };
        coming.extend(period.end.map(|end| Coming {
            estimate: period.estimate,
            arithmetic: period.arithmetic.clone(),
            ..Coming::told(deal, kind, end, places.clone())
        }));
    }
    if deal.period.as_ref().is_none_or(|period| period.end.is_none()) {
        coming.extend(completion(deal));
    }
    coming.extend(deal.recompete.as_ref().map(|clock| Coming {
        to: Some(clock.to),
        estimate: true,
        arithmetic: clock.arithmetic.clone(),
        ..Coming::told(deal, AheadKind::Recompete, clock.from, places)
    }));
    coming
}

/// By when offers are due, as confirmed events tell.
fn offers(deal: &Deal) -> Option<Coming<'_>> {
    let confirmed: Vec<usize> =
        places(deal, |told| told.event.is_confirmed() && told.event.kind == EventKind::Solicitation);
    let due = deal.offers_due_of(&confirmed)?;
    let sayers = confirmed.into_iter().filter(|place| {
        deal.events.get(*place).is_some_and(|told| told.event.details.offers_due == Some(due))
    });
    Some(Coming::told(deal, AheadKind::Offers, due, sayers.collect()))
}

/// What is planned for a month or day, as far as it was read with confidence and has not come meanwhile.
fn planned(deal: &Deal, as_of: Date) -> Vec<Coming<'_>> {
    let is_over = matches!(deal.status, Some(Status::Ended | Status::Barred));
    let mut coming = Vec::new();
    for (kind, told) in tellings(deal) {
        let told = of_lead(deal, kind, &told);
        let Some(lead) = told.first().and_then(|place| deal.events.get(*place)) else { continue };
        let event = &lead.event;
        let Some(date) = own_date(deal, &told).filter(|date| date.month().is_some()) else { continue };
        let course = course(deal, kind, lead, &told, Some(as_of));
        let is_sure = event.confidence >= CONFIDENCE_TO_COUNT || event.is_accepted();
        let is_planned = event.certainty == Certainty::Planned && !course.is_of_telling;
        if !is_sure || !is_planned || course.has_come || is_over {
            continue;
        }
        let sayers = told
            .iter()
            .copied()
            .filter(|place| deal.events.get(*place).is_some_and(|told| told.event.date == Some(date)));
        let told = Coming::told(deal, AheadKind::Planned, date, sayers.collect());
        coming.push(Coming { event: Some(kind), ..told });
    }
    coming
}

fn places(deal: &Deal, is_meant: impl Fn(&DealEvent) -> bool) -> Vec<usize> {
    (0..deal.events.len()).filter(|place| deal.events.get(*place).is_some_and(&is_meant)).collect()
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
    let is_over = |told: &DealEvent| {
        told.event.kind == EventKind::Protest
            && told.event.is_confirmed()
            && [&told.sentence, &told.title].iter().any(|text| is_protest_over(text))
    };
    if deal.events.iter().any(is_over) {
        return None;
    }
    let day = |date: Option<PartialDate>| date.filter(|date| date.day().is_some());
    let filed = |told: &DealEvent| {
        let own = day(told.event.date).map(|date| (date, format!("filed {date}")));
        own.or_else(|| day(told.published).map(|date| (date, format!("told {date}, so filed by then"))))
    };
    let places: Vec<usize> = places(deal, is_before_gao);
    let events = || places.iter().filter_map(|place| deal.events.get(*place));
    // Of several tellings of one protest the first, and of its own days the last.
    let (date, words) = events()
        .filter(|told| day(told.event.date).is_some())
        .filter_map(filed)
        .max_by_key(|(date, _)| *date)
        .or_else(|| events().filter_map(filed).min_by_key(|(date, _)| *date))?;
    let due = PartialDate::from(date.first_day().checked_add(GAO_DAYS.days()).ok()?);
    let arithmetic = vec![format!("{words}; + {GAO_DAYS} days = {due} ({GAO_RULE})")];
    Some(Coming { estimate: true, arithmetic, ..Coming::told(deal, AheadKind::Decision, due, places) })
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
    Some(Coming::told(deal, AheadKind::Completion, from, places))
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
        let denied = Told {
            publisher: "Press Wire",
            published: "2026-04-20",
            sentence: "GAO denied the protest that Quillon filed over the award of the Army to Larkfield.",
            ..protest.clone()
        };
        assert!(
            shown(vec![AWARD.event(), protest.event(), denied.event()], "2026-05-01").is_empty(),
            "it is over"
        );
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
