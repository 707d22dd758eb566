//! Awards of one deal that name different suppliers.

use crate::base::comparison_key;
use crate::deals::{Deal, DealEvent};
use crate::entities::Lists;
use crate::events::{EventKind, OrgRef};
use crate::report::faults::fault::{Fault, FaultKind, Telling};

/// The suppliers that confirmed awards name and that no article names together.
pub(super) fn disagreement(deal: &Deal) -> Option<Fault> {
    let mut camps: Vec<Vec<Award<'_>>> = Vec::new();
    for award in deal.events.iter().filter_map(Award::of) {
        let (own, others): (Vec<_>, Vec<_>) =
            camps.into_iter().partition(|camp| camp.iter().any(|known| known.agrees(&award)));
        camps = others;
        camps.push(own.into_iter().flatten().chain([award]).collect());
    }
    if camps.len() < 2 {
        return None;
    }
    let telling = |camp: &Vec<Award<'_>>| {
        let told: Vec<&DealEvent> = camp.iter().map(|award| award.told).collect();
        Telling::new(named(&told), &told, |spans| &spans.vendors)
    };
    let tellings: Vec<Telling> = camps.iter().map(telling).collect();
    let what = tellings.iter().map(|telling| telling.says.as_str()).collect::<Vec<_>>().join(" or ");
    Some(Fault::of(deal, FaultKind::SuppliersDisagree, what, tellings))
}

/// A confirmed award that names its suppliers.
struct Award<'d> {
    told: &'d DealEvent,
    /// The suppliers, and those they supply through.
    parties: Vec<Party<'d>>,
}

impl<'d> Award<'d> {
    fn of(told: &'d DealEvent) -> Option<Self> {
        let event = &told.event;
        let counts = event.kind == EventKind::Award && event.is_confirmed() && !event.vendors.is_empty();
        let parties = event.vendors.iter().chain(&event.via);
        counts.then(|| Self { told, parties: parties.map(Party::of).collect() })
    }

    /// One article may tell several awards; two agree on the supplier where they name one, or one its parent or reseller.
    fn agrees(&self, other: &Self) -> bool {
        let shares = |own: &Party<'_>| other.parties.iter().any(|theirs| own.is(theirs));
        self.told.article == other.told.article || self.parties.iter().any(shares)
    }
}

/// An organisation as it is compared.
struct Party<'d> {
    org: &'d OrgRef,
    /// The head of its group, where the lists know it.
    head: Option<&'static str>,
    key: String,
}

impl<'d> Party<'d> {
    fn of(org: &'d OrgRef) -> Self {
        let head = Lists::bundled().ancestry(&org.id).last().map(|entry| entry.id);
        Self { org, head, key: comparison_key(&org.name) }
    }

    /// Whether they are one, or of one group; a short name is the beginning of a long one.
    fn is(&self, other: &Self) -> bool {
        let begins =
            |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
        self.org.id == other.org.id
            || self.head.is_some_and(|head| other.head == Some(head))
            || self.key == other.key
            || begins(&self.key, &other.key)
            || begins(&other.key, &self.key)
    }
}

/// The suppliers of these awards, each once.
fn named(told: &[&DealEvent]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for org in told.iter().flat_map(|told| &told.event.vendors) {
        if !names.contains(&org.name.as_str()) {
            names.push(&org.name);
        }
    }
    names.join(", ")
}
