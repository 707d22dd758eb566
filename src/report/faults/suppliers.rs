//! Awards of one deal that name different suppliers.

use crate::base::comparison_key;
use crate::deals::{Deal, DealEvent};
use crate::entities::Lists;
use crate::events::{EventKind, OrgRef};
use crate::report::faults::fault::{Fault, FaultKind, Telling};

/// The suppliers that confirmed awards name and that no article names together.
pub(super) fn disagreement(deal: &Deal) -> Option<Fault> {
    let mut camps: Vec<Vec<&DealEvent>> = Vec::new();
    for told in deal.events.iter().filter(|told| names_a_winner(told)) {
        let (own, others): (Vec<_>, Vec<_>) =
            camps.into_iter().partition(|camp| camp.iter().any(|known| agree(known, told)));
        camps = others;
        let mut own: Vec<&DealEvent> = own.into_iter().flatten().collect();
        own.push(told);
        camps.push(own);
    }
    if camps.len() < 2 {
        return None;
    }
    let tellings: Vec<Telling> =
        camps.iter().map(|camp| Telling::new(named(camp), camp, |spans| &spans.vendors)).collect();
    let what = tellings.iter().map(|telling| telling.says.as_str()).collect::<Vec<_>>().join(" or ");
    Some(Fault::of(deal, FaultKind::SuppliersDisagree, what, tellings))
}

fn names_a_winner(told: &DealEvent) -> bool {
    told.event.kind == EventKind::Award && told.event.is_confirmed() && !told.event.vendors.is_empty()
}

/// One article may tell several awards; two agree on the supplier where they name one, or one its parent or reseller.
fn agree(one: &DealEvent, other: &DealEvent) -> bool {
    let parties = |told: &'_ DealEvent| [told.event.vendors.clone(), told.event.via.clone()].concat();
    one.article == other.article
        || parties(one).iter().any(|own| parties(other).iter().any(|theirs| is_one(own, theirs)))
}

fn is_one(one: &OrgRef, other: &OrgRef) -> bool {
    if one.id == other.id {
        return true;
    }
    let head = |org: &OrgRef| Lists::bundled().ancestry(&org.id).last().map(|entry| entry.id);
    let (a, b) = (comparison_key(&one.name), comparison_key(&other.name));
    let begins = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    head(one).is_some_and(|own| head(other) == Some(own)) || begins(&a, &b) || begins(&b, &a) || a == b
}

/// The suppliers of a camp, each once.
fn named(camp: &[&DealEvent]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for org in camp.iter().flat_map(|told| &told.event.vendors) {
        if !names.contains(&org.name.as_str()) {
            names.push(&org.name);
        }
    }
    names.join(", ")
}
