//! A deal as its events tell it: name, parties, sums, status.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{DealId, PartialDate};
use crate::deals::chronology::{Moment, in_order};
use crate::deals::deal::{Deal, DealEvent, DealValue, Join, OfficialEntry, Stage, Status};
use crate::deals::naming::Naming;
use crate::deals::period::period;
use crate::deals::recompete::recompete;
use crate::deals::rulings::EventRef;
use crate::deals::same_story::Stories;
use crate::deals::support::Tellings;
use crate::entities::AmountRole;
use crate::events::{Event, EventKind, OrgRef, Register};

/// Makes the deal of these events, which are in order of their keys and not empty.
pub(super) fn tell(mut events: Vec<DealEvent>, joins: Vec<Join>, stories: &Stories) -> Deal {
    let (published, url, ordinal) = events.first().map(DealEvent::key).unwrap_or_default();
    events.sort_by_cached_key(|event| (event.told_on(), event.key()));
    let origin = stories.origins(&events);
    for (event, origin) in events.iter_mut().zip(&origin) {
        event.origin = u32::try_from(*origin).unwrap_or(u32::MAX);
    }
    let values = values(&events, &origin);
    let disputed = is_disputed(&events, &values);
    let days: Vec<PartialDate> = events.iter().filter_map(DealEvent::told_on).collect();
    let buyers = parties(&events, |e| &e.buyers);
    let vendors = suppliers(&events);
    let subject =
        events.iter().filter_map(|e| e.event.subject.as_ref()).max_by_key(|s| s.len().min(60)).cloned();
    let program = most_told(events.iter().filter_map(|e| e.event.program.clone()));
    let mut contract_ids: Vec<String> = events.iter().flat_map(|e| e.event.contract_ids.clone()).collect();
    contract_ids.sort();
    contract_ids.dedup();
    let period = period(Tellings { events: &events, origin: &origin });
    let stages = stages(&events);
    let status = stages.last().map(|stage| stage.status);
    let contract_type = most_told(events.iter().filter_map(|e| e.event.details.contract_type));
    let naming = Naming {
        buyers: &buyers,
        vendors: &vendors,
        program: program.as_deref(),
        contract_type,
        first: days.iter().min().copied(),
        events: &events,
    };
    Deal {
        id: DealId::of_event(&published, &url, ordinal),
        name: naming.name(),
        stages,
        status,
        contract_type,
        competition: most_told(events.iter().filter_map(|e| e.event.details.competition)),
        classification: events.iter().filter_map(|e| e.event.details.classification).max(),
        first_publisher: first_publisher(&events),
        official: official(&events),
        rulings: Vec::new(),
        via: parties(&events, |e| &e.via),
        first: days.iter().min().copied(),
        last: days.iter().max().copied(),
        origins: origin.iter().collect::<BTreeSet<_>>().len(),
        buyers,
        vendors,
        program,
        contract_ids,
        subject,
        values,
        disputed,
        recompete: period.as_ref().and_then(|period| recompete(period, status, contract_type, &events)),
        period,
        events: as_they_happened(events),
        joins,
    }
}

/// The events in the order in which they happened; of equals in the order in which they are given.
fn as_they_happened(events: Vec<DealEvent>) -> Vec<DealEvent> {
    let moments: Vec<Moment> = events.iter().map(DealEvent::moment).collect();
    let mut events: Vec<Option<DealEvent>> = events.into_iter().map(Some).collect();
    in_order(&moments).into_iter().filter_map(|place| events.get_mut(place)?.take()).collect()
}

/// Organisations of one slot, most told first, then by id.
fn parties<'a>(events: &'a [DealEvent], slot: impl Fn(&'a Event) -> &'a Vec<OrgRef>) -> Vec<OrgRef> {
    let mut counted: Vec<(usize, &OrgRef)> = Vec::new();
    for org in events.iter().flat_map(|e| slot(&e.event)) {
        match counted.iter_mut().find(|(_, known)| known.id == org.id) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, org)),
        }
    }
    counted.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.id.cmp(&y.id)));
    counted.into_iter().map(|(_, org)| org.clone()).collect()
}

/// The suppliers: not the one who only protests.
fn suppliers(events: &[DealEvent]) -> Vec<OrgRef> {
    let dealing: Vec<DealEvent> =
        events.iter().filter(|e| e.event.kind != EventKind::Protest).cloned().collect();
    let found = parties(&dealing, |e| &e.vendors);
    if found.is_empty() { parties(events, |e| &e.vendors) } else { found }
}

fn most_told<T: Ord>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(usize, T)> = Vec::new();
    for item in items {
        match counted.iter_mut().find(|(_, known)| *known == item) {
            Some((count, _)) => *count += 1,
            None => counted.push((1, item)),
        }
    }
    counted.into_iter().max_by(|(a, x), (b, y)| a.cmp(b).then_with(|| y.cmp(x))).map(|(_, item)| item)
}

/// The sums by role; near ones are one sum, told exactly by its most exact figure; most origins first.
fn values(events: &[DealEvent], origin: &[usize]) -> Vec<DealValue> {
    struct Told {
        value: DealValue,
        origins: BTreeSet<usize>,
    }
    let mut told: Vec<Told> = Vec::new();
    for (i, event) in events.iter().enumerate() {
        let Some(value) = &event.event.value else { continue };
        let known =
            told.iter_mut().find(|t| t.value.role == value.role && t.value.money.is_near(&value.money, 0.02));
        match known {
            Some(known) => {
                if !known.value.articles.contains(&event.article) {
                    known.value.articles.push(event.article.clone());
                }
                known.origins.insert(origin[i]);
                let digits = |amount: rust_decimal::Decimal| amount.to_string().trim_end_matches('0').len();
                if digits(value.money.amount) > digits(known.value.money.amount) {
                    known.value.money = value.money;
                }
            }
            None => told.push(Told {
                value: DealValue {
                    role: value.role,
                    money: value.money,
                    low: value.low,
                    articles: vec![event.article.clone()],
                    origins: 1,
                },
                origins: BTreeSet::from([origin[i]]),
            }),
        }
    }
    let mut values: Vec<DealValue> =
        told.into_iter().map(|t| DealValue { origins: t.origins.len(), ..t.value }).collect();
    values.sort_by(|a, b| {
        (a.role, b.origins, b.articles.len(), b.money.amount).cmp(&(
            b.role,
            a.origins,
            a.articles.len(),
            a.money.amount,
        ))
    });
    values
}

/// Whether awards told by different articles give one role sums that cannot both be right. A sum that a later change
/// brought is no dispute.
fn is_disputed(events: &[DealEvent], values: &[DealValue]) -> bool {
    let says = |value: &DealValue| {
        events.iter().any(|e| {
            e.event.kind == EventKind::Award
                && e.event.value.is_some_and(|v| v.role == value.role && v.money.is_near(&value.money, 0.02))
        })
    };
    values.iter().any(|a| {
        matches!(a.role, AmountRole::Ceiling | AmountRole::Award)
            && values.iter().any(|b| {
                a.role == b.role
                    && a.money.currency == b.money.currency
                    && !a.money.is_near(&b.money, 0.02)
                    && says(a)
                    && says(b)
                    && a.articles != b.articles
            })
    })
}

/// The turns of the deal's life by its confirmed events, the last of them telling where it stands; none where no event is
/// confirmed.
fn stages(events: &[DealEvent]) -> Vec<Stage> {
    let confirmed: Vec<&DealEvent> = events.iter().filter(|e| e.event.is_confirmed()).collect();
    let moments: Vec<Moment> = confirmed.iter().map(|told| told.moment()).collect();
    let mut stages: Vec<Stage> = Vec::new();
    for told in in_order(&moments).into_iter().filter_map(|place| confirmed.get(place)) {
        let before = stages.last().map(|stage| stage.status);
        let status = turn(before, told.event.kind);
        if before != Some(status) {
            stages.push(Stage { status, on: told.happened_on(), event: EventRef::of(told) });
        }
    }
    stages
}

/// Where a deal stands after an event of this kind.
fn turn(before: Option<Status>, kind: EventKind) -> Status {
    match (kind, before) {
        (EventKind::Solicitation, None) => Status::Sought,
        (EventKind::Modification, _) => Status::Changed,
        // A suit against being barred leaves the supplier barred.
        (EventKind::Protest, Some(Status::Barred)) | (EventKind::Exclusion, _) => Status::Barred,
        (EventKind::Protest, _) => Status::Protested,
        (EventKind::Termination, _) => Status::Ended,
        // A request for proposals told again after the award changes nothing; nor does an award told again.
        (EventKind::Solicitation, Some(known))
        | (_, Some(known @ (Status::Changed | Status::Protested | Status::Ended | Status::Barred))) => known,
        _ => Status::Awarded,
    }
}

/// Who published first; of one day the smaller name.
fn first_publisher(events: &[DealEvent]) -> Option<String> {
    let dated =
        events.iter().filter_map(|told| Some((told.published?.first_day(), told.publisher.as_ref()?)));
    dated.min().map(|(_, publisher)| publisher.clone())
}

/// Of each register the latest record.
fn official(events: &[DealEvent]) -> Vec<OfficialEntry> {
    let mut latest: BTreeMap<Register, OfficialEntry> = BTreeMap::new();
    for told in events {
        let Some(record) = &told.event.official else { continue };
        let is_later = latest
            .get(&record.register)
            .is_none_or(|known| (known.record.as_of, &known.article) < (record.as_of, &told.article));
        if is_later {
            let entry = OfficialEntry { article: told.article.clone(), record: record.clone() };
            latest.insert(record.register, entry);
        }
    }
    latest.into_values().collect()
}
