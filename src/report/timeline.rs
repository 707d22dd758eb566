//! What happened when: the events of deals in order, what many articles tell as one, and how much fell into each period.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Serialize;

use crate::base::{ArticleId, DealId, PartialDate};
use crate::deals::{Deal, DealEvent, Moment, in_order, told_by};
use crate::entities::AmountRole;
use crate::events::{Certainty, EventKind, EventValue, OrgRef};
use crate::report::dating::date_told;
use crate::report::statement::{is_dealing, of_lead, share_suppliers, statement_of};
use crate::report::totals::{Total, totals_where};

/// Tellings of one kind of event of one deal that lie so many days apart at most are of one event.
const DAYS_APART: i32 = 45;
/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// How long a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodLength {
    /// A calendar month.
    #[default]
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// Events of some deals in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The events in the order in which they happened ([`in_order`]), those without any date last. Between those of other
    /// deals, one that is known to the month or year stands at its last day, but before what follows it in its own deal.
    pub entries: Vec<TimelineEntry>,
    /// The periods from the first event to the last, those without events too.
    pub periods: Vec<TimelinePeriod>,
}

/// Something that happened to a deal, as its articles tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    /// The deal.
    pub deal: DealId,
    /// The deal's name.
    pub name: String,
    /// What happened.
    pub kind: EventKind,
    /// When, as its statement says: the day that its best telling gives or a finer one within it, else that of the first
    /// article.
    pub on: Option<PartialDate>,
    /// Whether the day is only that of the first article.
    pub is_of_article: bool,
    /// The government side.
    pub buyers: Vec<OrgRef>,
    /// The suppliers.
    pub vendors: Vec<OrgRef>,
    /// The event's own sum, as its best telling has it.
    pub value: Option<EventValue>,
    /// Whether it counts as a fact.
    pub confirmed: bool,
    /// How sure the best source is.
    pub certainty: Certainty,
    /// How sure we are of having read that right, from 0 to 1.
    pub confidence: f32,
    /// How many articles tell it.
    pub articles: usize,
    /// How many of them are independent: copies, near-copies and articles that cite one report count once.
    pub origins: usize,
    /// The article that tells it best.
    pub article: ArticleId,
    /// Who published that.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The sentence that says so.
    pub sentence: String,
    /// It in one sentence of ours.
    pub statement: String,
}

/// A calendar period and what fell into it.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelinePeriod {
    /// `2026-03`, `2026-Q1`, `2026`.
    pub label: String,
    /// How many confirmed events.
    pub confirmed: usize,
    /// How many others.
    pub unconfirmed: usize,
    /// The sums of the deals first told of then, and of the increases made then.
    pub totals: Vec<Total>,
}

/// Tellings of one event of a deal, by their places.
struct Told<'a> {
    deal: &'a Deal,
    kind: EventKind,
    places: Vec<usize>,
}

/// The events of the deals for which `is_meant` holds. What was to happen by `today` and is not told to have happened is told
/// as past.
pub fn timeline(
    deals: &[Deal],
    length: PeriodLength,
    today: Option<Date>,
    is_meant: impl Fn(&Deal, &DealEvent) -> bool,
) -> Timeline {
    let mut told: Vec<(Option<Date>, TimelineEntry)> =
        deals.iter().flat_map(|deal| entries(deal, today, &is_meant)).collect();
    // What happened to one deal stays in its order.
    told.sort_by(|(day, a), (other, b)| {
        (day.is_none(), day).cmp(&(other.is_none(), other)).then_with(|| a.deal.cmp(&b.deal))
    });
    let entries: Vec<TimelineEntry> = told.into_iter().map(|(_, entry)| entry).collect();
    let periods = periods(deals, &entries, length, &is_meant);
    Timeline { entries, periods }
}

/// What happened to a deal in order, each with the day by which it is told.
fn entries(
    deal: &Deal,
    today: Option<Date>,
    is_meant: &impl Fn(&Deal, &DealEvent) -> bool,
) -> Vec<(Option<Date>, TimelineEntry)> {
    let meant: Vec<usize> = places(deal, |told| is_meant(deal, told));
    let found: Vec<TimelineEntry> =
        grouped(deal, &meant).iter().filter_map(|told| entry(told, today)).collect();
    let moments: Vec<Moment> = found.iter().map(|entry| Moment::new(entry.kind, entry.on)).collect();
    let order = in_order(&moments);
    let ordered: Vec<Moment> = order.iter().filter_map(|place| moments.get(*place).copied()).collect();
    let mut found: Vec<Option<TimelineEntry>> = found.into_iter().map(Some).collect();
    let entries = order.into_iter().filter_map(|place| found.get_mut(place)?.take());
    told_by(&ordered).into_iter().zip(entries).collect()
}

/// The kinds and places of what happened to a deal, tellings of one event together, in order.
pub(super) fn tellings(deal: &Deal) -> Vec<(EventKind, Vec<usize>)> {
    let found = grouped(deal, &places(deal, |_| true));
    let moment = |told: &Told<'_>| {
        let places = of_lead(deal, told.kind, &told.places);
        Moment::new(told.kind, date_told(deal, &places).map(|(date, _)| date))
    };
    let order = in_order(&found.iter().map(moment).collect::<Vec<Moment>>());
    let mut found: Vec<Option<(EventKind, Vec<usize>)>> =
        found.into_iter().map(|told| Some((told.kind, told.places))).collect();
    order.into_iter().filter_map(|place| found.get_mut(place)?.take()).collect()
}

/// The events at these places, all of one kind, apart where they cannot be one: the best told first. A dealing that is told
/// again on another day is that dealing; a change, a protest or an end can happen twice.
pub(super) fn occurrences(deal: &Deal, kind: EventKind, told: &[usize]) -> Vec<Vec<usize>> {
    let lead = of_lead(deal, kind, told);
    let mut found: Vec<Vec<usize>> = grouped(deal, told).into_iter().map(|told| told.places).collect();
    if is_dealing(kind) {
        found.retain(|places| places.iter().all(|place| !lead.contains(place)));
        found.insert(0, lead);
    } else if let Some(first) = lead.first() {
        found.sort_by_key(|places| !places.contains(first));
    }
    found.retain(|places| !places.is_empty());
    found
}

fn places(deal: &Deal, is_meant: impl Fn(&DealEvent) -> bool) -> Vec<usize> {
    deal.events.iter().enumerate().filter(|(_, told)| is_meant(told)).map(|(place, _)| place).collect()
}

/// The events at these places, tellings of one event together.
fn grouped<'a>(deal: &'a Deal, places: &[usize]) -> Vec<Told<'a>> {
    let mut order: Vec<usize> = places.to_vec();
    let at = |place: &usize| deal.events.get(*place);
    // Those with a day of their own first, so that what only repeats them finds them.
    order.sort_by_key(|place| at(place).map(|told| (told.event.date.is_none(), day_of(told))));
    let mut found: Vec<Told<'a>> = Vec::new();
    for place in order {
        let Some(told) = at(&place) else { continue };
        let same = found.iter_mut().find(|one| {
            let known = || one.places.iter().filter_map(&at);
            one.kind == told.event.kind
                && is_of_them(known(), told)
                && known().any(|known| is_same(known, told))
        });
        match same {
            Some(one) => one.places.push(place),
            None => found.push(Told { deal, kind: told.event.kind, places: vec![place] }),
        }
    }
    found
}

/// Whether a telling names a supplier that the others name too, or one side leaves open who it was: protests of two
/// companies are two protests, however near their days.
fn is_of_them<'a>(known: impl Iterator<Item = &'a DealEvent>, told: &DealEvent) -> bool {
    let mut naming = known.filter(|known| !known.event.vendors.is_empty()).peekable();
    told.event.vendors.is_empty()
        || naming.peek().is_none()
        || naming.any(|known| share_suppliers(&known.event, &told.event))
}

/// Whether two tellings of one kind are of one event, as far as days and sums tell.
fn is_same(known: &DealEvent, told: &DealEvent) -> bool {
    let is_repeatable = told.event.kind == EventKind::Modification;
    let sums = known.event.value.zip(told.event.value);
    if is_repeatable && sums.is_some_and(|(a, b)| a.role == b.role && !a.money.is_near(&b.money, ROUNDING)) {
        return false;
    }
    // Who is barred stays so, whatever day an article gives.
    if told.event.kind == EventKind::Exclusion {
        return true;
    }
    // Who gives no day and tells what can happen once repeats what was told.
    if told.event.date.is_none() && !is_repeatable {
        return true;
    }
    match (day_of(known), day_of(told)) {
        (Some(a), Some(b)) => are_near(a, b),
        _ => true,
    }
}

/// Whether the days that two dates may mean touch or lie a few weeks apart.
fn are_near(a: PartialDate, b: PartialDate) -> bool {
    let (first, second) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
    let gap = first.last_day().until(second.first_day()).map_or(i32::MAX, |span| span.get_days());
    gap <= DAYS_APART
}

fn day_of(told: &DealEvent) -> Option<PartialDate> {
    told.event.date.or(told.published)
}

fn entry(told: &Told<'_>, today: Option<Date>) -> Option<TimelineEntry> {
    let events = || told.places.iter().filter_map(|place| told.deal.events.get(*place));
    let best = events().min_by(|a, b| {
        let rank = |told: &DealEvent| (!told.event.is_confirmed(), told.event.certainty);
        rank(a).cmp(&rank(b)).then_with(|| b.event.confidence.total_cmp(&a.event.confidence))
    })?;
    // A sum or a day of what is confirmed is not taken from a telling that is not.
    let is_confirmed = best.event.is_confirmed();
    let equals = || events().filter(|told| told.event.is_confirmed() == is_confirmed);
    let date = date_told(told.deal, &of_lead(told.deal, told.kind, &told.places));
    let named = |slot: fn(&DealEvent) -> &Vec<OrgRef>| {
        std::iter::once(best).chain(equals()).map(slot).find(|orgs| !orgs.is_empty()).cloned()
    };
    let mut articles: Vec<&ArticleId> = events().map(|told| &told.article).collect();
    articles.sort();
    articles.dedup();
    Some(TimelineEntry {
        deal: told.deal.id.clone(),
        name: told.deal.name.clone(),
        kind: told.kind,
        on: date.map(|(date, _)| date),
        is_of_article: !date.is_some_and(|(_, is_own)| is_own),
        buyers: named(|told| &told.event.buyers).unwrap_or_default(),
        vendors: named(|told| &told.event.vendors).unwrap_or_default(),
        value: best.event.value.or_else(|| equals().find_map(|told| told.event.value)),
        confirmed: is_confirmed,
        certainty: best.event.certainty,
        confidence: best.event.confidence,
        articles: articles.len(),
        origins: events().map(|told| told.origin).collect::<BTreeSet<_>>().len(),
        article: best.article.clone(),
        publisher: best.publisher.clone(),
        url: best.url.clone(),
        sentence: best.sentence.clone(),
        statement: statement_of(told.deal, told.kind, &told.places, today).text(),
    })
}

fn periods(
    deals: &[Deal],
    entries: &[TimelineEntry],
    length: PeriodLength,
    is_meant: &impl Fn(&Deal, &DealEvent) -> bool,
) -> Vec<TimelinePeriod> {
    let mut by_period: BTreeMap<Date, Vec<&TimelineEntry>> = BTreeMap::new();
    // When each deal came up, for the sums that it has as a whole.
    let mut came_up: HashMap<&DealId, Date> = HashMap::new();
    for entry in entries {
        let Some(period) = entry.on.and_then(|on| start(on.first_day(), length)) else { continue };
        by_period.entry(period).or_default().push(entry);
        came_up.entry(&entry.deal).or_insert(period);
    }
    let (Some(first), Some(last)) = (by_period.keys().next(), by_period.keys().next_back()) else {
        return Vec::new();
    };
    let by_id: HashMap<&DealId, &Deal> = deals.iter().map(|deal| (&deal.id, deal)).collect();
    let falls_into = |deal: &Deal, told: &DealEvent, period: Date| {
        let is_increase = told.event.value.is_some_and(|value| value.role == AmountRole::Modification);
        if is_increase {
            day_of(told).and_then(|date| start(date.first_day(), length)) == Some(period)
        } else {
            came_up.get(&deal.id) == Some(&period)
        }
    };
    let mut periods = Vec::new();
    let mut next = Some(*first);
    while let Some(period) = next.filter(|period| period <= last && periods.len() < MOST_PERIODS) {
        let told = by_period.get(&period).map(Vec::as_slice).unwrap_or_default();
        let confirmed = told.iter().filter(|entry| entry.confirmed).count();
        let of_it = told.iter().filter_map(|entry| by_id.get(&entry.deal).copied());
        periods.push(TimelinePeriod {
            label: label(period, length),
            confirmed,
            unconfirmed: told.len() - confirmed,
            totals: totals_where(of_it, |deal, told| is_meant(deal, told) && falls_into(deal, told, period)),
        });
        next = following(period, length);
    }
    periods
}

/// More periods than this come of a date that was misread.
const MOST_PERIODS: usize = 1_200;

/// The label of the period that a date falls into.
pub(super) fn period_of(on: PartialDate, length: PeriodLength) -> Option<String> {
    start(on.first_day(), length).map(|start| label(start, length))
}

/// The first day of the period that a day lies in.
fn start(day: Date, length: PeriodLength) -> Option<Date> {
    let month = match length {
        PeriodLength::Month => day.month(),
        PeriodLength::Quarter => (day.month() - 1) / 3 * 3 + 1,
        PeriodLength::Year => 1,
    };
    Date::new(day.year(), month, 1).ok()
}

fn following(start: Date, length: PeriodLength) -> Option<Date> {
    let months = match length {
        PeriodLength::Month => 1,
        PeriodLength::Quarter => 3,
        PeriodLength::Year => 12,
    };
    start.checked_add(jiff::Span::new().months(months)).ok()
}

fn label(start: Date, length: PeriodLength) -> String {
    match length {
        PeriodLength::Month => start.strftime("%Y-%m").to_string(),
        PeriodLength::Quarter => format!("{:04}-Q{}", start.year(), (start.month() - 1) / 3 + 1),
        PeriodLength::Year => format!("{:04}", start.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::AmountRole::{Award, Ceiling, Modification};
    use crate::report::samples::{AWARD, Told as Sample, deal, deals, quarter};

    fn all(deals: &[Deal], length: PeriodLength) -> Timeline {
        timeline(deals, length, None, |_, _| true)
    }

    #[test]
    fn an_outlet_that_tells_twice_is_one_origin() {
        let mut deal = deal(&[AWARD]);
        let told = |publisher: &str, origin: u32| {
            let mut told = Sample { publisher: "Press Wire", ..AWARD }.event();
            told.article = ArticleId::from_stored(publisher);
            told.origin = origin;
            told
        };
        deal.events.extend([told("a1", 0), told("a2", 2), told("a3", 2)]);
        let entries = all(&[deal], PeriodLength::Month).entries;
        assert_eq!((entries[0].articles, entries[0].origins), (4, 2));
    }

    fn shown(timeline: &Timeline) -> Vec<String> {
        let line = |e: &TimelineEntry| {
            let day = e.on.map(|date| date.to_string()).unwrap_or_default();
            format!("{day} {} {}{}", e.kind.as_str(), e.articles, if e.confirmed { "" } else { "?" })
        };
        timeline.entries.iter().map(line).collect()
    }

    #[test]
    fn what_several_articles_tell_is_one_line() {
        let deal = deal(&[
            Sample { value: Some((Ceiling, "90000000")), ..AWARD },
            Sample { publisher: "Press Wire", published: "2026-03-04", ..AWARD },
            Sample { publisher: "Capitol Circuit", published: "2026-11-20", ..AWARD },
            Sample {
                kind: EventKind::Modification,
                published: "2026-06-01",
                value: Some((Modification, "5000000")),
                sentence: "The Army raised Larkfield's contract by $5 million.",
                ..AWARD
            },
            Sample {
                kind: EventKind::Modification,
                published: "2026-06-20",
                value: Some((Modification, "7000000")),
                sentence: "The Army raised Larkfield's contract by $7 million.",
                ..AWARD
            },
        ]);
        let timeline = all(std::slice::from_ref(&deal), PeriodLength::Quarter);
        assert_eq!(
            shown(&timeline),
            ["2026-03-02 award 3", "2026-06-01 modification 1", "2026-06-20 modification 1"]
        );
        let periods: Vec<(&str, usize)> =
            timeline.periods.iter().map(|p| (p.label.as_str(), p.confirmed)).collect();
        assert_eq!(periods, [("2026-Q1", 1), ("2026-Q2", 2)]);
        let sums = |period: &TimelinePeriod| -> Vec<String> {
            period.totals.iter().map(|t| format!("{} {}", t.role.as_str(), t.money)).collect()
        };
        assert_eq!(sums(&timeline.periods[0]), ["ceiling $90 million"]);
        assert_eq!(sums(&timeline.periods[1]).len(), 1, "the ceiling is not told again");
    }

    #[test]
    fn doubt_is_counted_apart_and_empty_periods_stand() {
        let deals = deals(&[
            Sample { value: Some((Award, "1000000")), published: "2025-01-05", ..AWARD },
            Sample {
                number: "Z-1",
                published: "2025-04-05",
                certainty: Certainty::Planned,
                value: Some((Award, "2000000")),
                sentence: "The Army plans another.",
                ..AWARD
            },
        ]);
        let timeline = all(&deals, PeriodLength::Month);
        let periods: Vec<(&str, usize, usize)> =
            timeline.periods.iter().map(|p| (p.label.as_str(), p.confirmed, p.unconfirmed)).collect();
        assert_eq!(periods, [("2025-01", 1, 0), ("2025-02", 0, 0), ("2025-03", 0, 0), ("2025-04", 0, 1)]);
        assert_eq!(timeline.periods[3].totals[0].standing, crate::report::Standing::Unconfirmed);
        assert!(!timeline.entries[1].confirmed);
    }

    #[test]
    fn the_sums_of_the_periods_are_the_sums_of_all() {
        let deals = deals(&quarter());
        for length in [PeriodLength::Month, PeriodLength::Quarter, PeriodLength::Year] {
            let timeline = all(&deals, length);
            let parts: usize = timeline.periods.iter().flat_map(|p| &p.totals).map(|t| t.deals).sum();
            let whole: usize = crate::report::totals(&deals).iter().map(|t| t.deals).sum();
            assert_eq!(parts, whole, "{length:?}");
        }
    }

    #[test]
    fn only_what_is_meant_is_told() {
        let deals = deals(&quarter());
        let protests =
            timeline(&deals, PeriodLength::Month, None, |_, told| told.event.kind == EventKind::Termination);
        assert_eq!(protests.entries.len(), 1);
    }
}
