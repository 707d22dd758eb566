//! The user's word on the facts of one article.

use super::entry::{Correction, CorrectionAction, CorrectionKind, Verdict};
use super::event_name::{EventName, found_name, whole_name};
use super::slot_value;
use crate::base::{Money, comparison_key};
use crate::events::{Event, EventSlot, Facts, Review, ReviewStatus};

/// Why an entry does nothing to the facts as they were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// No such fact is found any more.
    Gone,
    /// So many events are called so.
    Several(usize),
    /// It says what was found without it.
    Same,
}

/// Applies the corrections of one article, in the order of the file.
///
/// Events are named as they were found, so every name is looked up before anything is changed; those that are dropped go
/// first, since names were given when they were gone.
pub(super) fn apply<'c>(corrections: impl Iterator<Item = &'c Correction> + Clone, facts: &mut Facts) {
    drop_events(corrections.clone(), facts);
    let found: Vec<String> = facts.events.iter().map(found_name).collect();
    facts.events.iter_mut().for_each(|event| event.review = None);
    for correction in corrections {
        apply_one(correction, facts, &found);
    }
    for (event, found) in facts.events.iter_mut().zip(found) {
        if whole_name(event) != found {
            event.review.get_or_insert_default().found = Some(found);
        }
    }
}

/// Leaves out the events that the user has dropped.
pub(super) fn drop_events<'c>(corrections: impl Iterator<Item = &'c Correction>, facts: &mut Facts) {
    let found: Vec<String> = facts.events.iter().map(found_name).collect();
    let mut is_dropped = vec![false; found.len()];
    for name in corrections.filter(|one| drops_event(one)).filter_map(Correction::event) {
        name.places_among(&found).into_iter().for_each(|place| is_dropped[place] = true);
    }
    let mut dropped = is_dropped.into_iter();
    facts.events.retain(|_| !dropped.next().unwrap_or_default());
}

/// Why an entry does nothing to the facts of its article; `None` where it does something. They are given as they were
/// found, and without the events that are dropped.
pub(super) fn unmet(correction: &Correction, found: &Facts, without_dropped: &Facts) -> Option<Unmet> {
    let facts = if drops_event(correction) { found } else { without_dropped };
    if correction.action.is_of_event() || drops_event(correction) {
        let found: Vec<String> = facts.events.iter().map(found_name).collect();
        let places = correction.event().map_or_else(Vec::new, |name| name.places_among(&found));
        return match places.len() {
            0 => Some(Unmet::Gone),
            1 => None,
            _ if drops_event(correction) => None,
            several => Some(Unmet::Several(several)),
        };
    }
    let mut after = facts.clone();
    apply_one(correction, &mut after, &[]);
    match correction.action {
        CorrectionAction::Relevant | CorrectionAction::Irrelevant => {
            (after.relevant == facts.relevant).then_some(Unmet::Same)
        }
        _ => (after == *facts).then_some(Unmet::Gone),
    }
}

/// Whether it leaves events out: an entry without anything but a kind, every event of the kind.
fn drops_event(correction: &Correction) -> bool {
    match correction.action {
        CorrectionAction::Drop => correction.kind == Some(CorrectionKind::Event),
        CorrectionAction::Reviewed => correction.verdict == Some(Verdict::Dropped),
        _ => false,
    }
}

fn apply_one(correction: &Correction, facts: &mut Facts, found: &[String]) {
    match (correction.action, correction.kind, &correction.value) {
        (CorrectionAction::Relevant, ..) => (facts.relevant, facts.relevance) = (true, 1.0),
        (CorrectionAction::Irrelevant, ..) => (facts.relevant, facts.relevance) = (false, 0.0),
        (CorrectionAction::Drop, Some(kind), Some(value)) => drop_fact(facts, kind, value),
        (CorrectionAction::Set | CorrectionAction::Reviewed, ..) => {
            let places = correction.event().map(|name: EventName| name.places_among(found));
            // What may stand for several events is said of none: `fix list` tells.
            if let Some([place]) = places.as_deref() {
                review(correction, facts, *place);
            }
        }
        _ => {}
    }
}

fn review(correction: &Correction, facts: &mut Facts, place: usize) {
    let Some(event) = facts.events.get_mut(place) else { return };
    if let (Some(slot), Some(to)) = (correction.slot, &correction.to) {
        slot_value::set(event, slot, to, &facts.mentions);
    }
    let known = event.review_status();
    let review = event.review.get_or_insert_default();
    review.slots.extend(correction.slot);
    review.slots.sort_unstable();
    review.slots.dedup();
    review.status = Some(match correction.verdict {
        None | Some(Verdict::Corrected) => ReviewStatus::Corrected,
        Some(Verdict::Unsure) => ReviewStatus::Unsure,
        // Who accepts what was corrected takes nothing of it back.
        Some(Verdict::Accepted | Verdict::Dropped) => match known {
            Some(ReviewStatus::Corrected) => ReviewStatus::Corrected,
            _ => ReviewStatus::Accepted,
        },
    });
    review.author.clone_from(&correction.author);
    review.time.clone_from(&correction.time);
    review.reason.clone_from(&correction.reason);
}

fn drop_fact(facts: &mut Facts, kind: CorrectionKind, value: &str) {
    let key = comparison_key(value);
    let is_named = |name: &str| comparison_key(name) == key;
    match kind {
        CorrectionKind::Agency => {
            facts.mentions.agencies.retain(|o| !is_named(&o.name));
            for event in &mut facts.events {
                let known = event.buyers.len();
                event.buyers.retain(|o| !is_named(&o.name));
                note_slot(event, EventSlot::Buyers, known != event.buyers.len());
            }
        }
        CorrectionKind::Vendor => {
            facts.mentions.vendors.retain(|o| !is_named(&o.name));
            for event in &mut facts.events {
                let known = event.vendors.len();
                event.vendors.retain(|o| !is_named(&o.name));
                event.via.retain(|o| !is_named(&o.name));
                note_slot(event, EventSlot::Vendors, known != event.vendors.len());
            }
        }
        CorrectionKind::Amount => {
            let is_sum = |money: &Money| format!("{} {}", money.currency, money.amount) == value;
            facts.mentions.amounts.retain(|a| !is_sum(&a.money));
            for event in facts.events.iter_mut().filter(|e| e.value.is_some_and(|v| is_sum(&v.money))) {
                event.value = None;
                event.spans.value.clear();
                note_slot(event, EventSlot::Value, true);
            }
        }
        CorrectionKind::Number => {
            facts.mentions.numbers.retain(|n| n.number != value);
            facts.events.iter_mut().for_each(|e| e.contract_ids.retain(|n| n != value));
        }
        // Events have been dropped before everything else.
        CorrectionKind::Event => {}
    }
}

/// Says of a slot that the user has taken something out of it.
fn note_slot(event: &mut Event, slot: EventSlot, is_changed: bool) {
    let known = event.slots_set().contains(&slot);
    if is_changed && !known {
        let review: &mut Review = event.review.get_or_insert_default();
        review.slots.push(slot);
        review.slots.sort_unstable();
    }
}
