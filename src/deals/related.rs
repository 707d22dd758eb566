//! Which other deals bear on one: the contract before it, its vehicle, a protest, the call it answers, a ban of its supplier.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::{DealId, OrgId, PartialDate};
use crate::deals::deal::{Deal, Status};
use crate::deals::terms::terms;
use crate::entities::{EntryKind, Lists};
use crate::events::{EventKind, OrgRef};

/// So many are named at most.
const MOST: usize = 8;
/// Of the weakest kind, so many.
const MOST_OF_SAME_PARTIES: usize = 4;
/// A protest or call is about an award no further away, in years.
const YEARS_APART: i16 = 3;

/// Words of the field that tell two contracts of one body apart no better than "software" does.
const OF_THE_FIELD: &[&str] = &[
    "analytics",
    "automated",
    "based",
    "capability",
    "cloud",
    "digital",
    "generative",
    "information",
    "language",
    "large",
    "learning",
    "machine",
    "management",
    "network",
    "platform",
    "platforms",
    "prototype",
    "prototypes",
    "research",
    "solution",
    "solutions",
    "tools",
    "federal",
];

/// How another deal bears on one, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// A protest or suit about it, or about the like of it.
    Protest,
    /// The call that it seems to answer, or that seems to seek its successor.
    Solicitation,
    /// The buyer's department has barred one of its suppliers.
    Exclusion,
    /// An older contract of the buyer for the same; its supplier, where another, is the incumbent.
    Predecessor,
    /// A newer one.
    Successor,
    /// Under the same program or vehicle.
    Vehicle,
    /// The same supplier with the same buyer.
    SameParties,
}

impl Relation {
    /// The word used in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Protest => "protest",
            Self::Solicitation => "solicitation",
            Self::Exclusion => "exclusion",
            Self::Predecessor => "predecessor",
            Self::Successor => "successor",
            Self::Vehicle => "vehicle",
            Self::SameParties => "same_parties",
        }
    }
}

/// A deal that bears on another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Which.
    pub deal: DealId,
    /// Its name.
    pub name: String,
    /// How it bears on it.
    pub kind: Relation,
    /// What speaks for that.
    pub why: String,
}

/// The deals among `others` that bear on `deal`, the closest first, eight at most.
pub fn related<'a>(deal: &Deal, others: impl IntoIterator<Item = &'a Deal>) -> Vec<Related> {
    let own = Side::of(deal);
    let mut found: Vec<(Relation, usize, Option<PartialDate>, Related)> = others
        .into_iter()
        .filter(|other| other.id != deal.id)
        .filter_map(|other| {
            let (kind, weight, why) = relation(&own, &Side::of(other))?;
            let related = Related { deal: other.id.clone(), name: other.name.clone(), kind, why };
            Some((kind, weight, other.last, related))
        })
        .collect();
    found.sort_by(|(a, x, d, one), (b, y, e, other)| {
        a.cmp(b).then(y.cmp(x)).then(e.cmp(d)).then_with(|| one.deal.cmp(&other.deal))
    });
    found.dedup_by(|one, other| one.3.deal == other.3.deal);
    let mut of_parties = 0;
    found.retain(|(kind, ..)| {
        of_parties += usize::from(*kind == Relation::SameParties);
        *kind != Relation::SameParties || of_parties <= MOST_OF_SAME_PARTIES
    });
    found.into_iter().take(MOST).map(|(.., related)| related).collect()
}

/// The telling words of what a deal is about, by which others are compared with it.
pub fn deal_terms(deal: &Deal) -> BTreeSet<String> {
    let told = deal.events.iter().filter(|told| told.event.subject.is_some());
    let words = told.flat_map(|told| terms(&told.event, ""));
    words.filter(|word| !OF_THE_FIELD.contains(&word.as_str())).collect()
}

/// The department, state or other body at the head of an agency's path: `us/dod` of `us/dod/army`.
pub fn department(agency: &OrgId) -> OrgId {
    let path = agency.as_str();
    let end = path.match_indices('/').nth(1).map_or(path.len(), |(at, _)| at);
    OrgId::from_stored(path.get(..end).filter(|_| agency.is_listed()).unwrap_or(path))
}

/// A deal as it is compared.
struct Side<'a> {
    deal: &'a Deal,
    terms: BTreeSet<String>,
    year: Option<i16>,
}

impl<'a> Side<'a> {
    fn of(deal: &'a Deal) -> Self {
        let begins = deal.period.as_ref().and_then(|period| period.start).or(deal.first);
        Self { deal, terms: deal_terms(deal), year: begins.map(|date| date.year()) }
    }

    fn is_told_as(&self, kind: EventKind) -> bool {
        self.deal.events.iter().any(|told| told.event.kind == kind)
    }

    /// Whether a contract was won.
    fn is_contract(&self) -> bool {
        matches!(
            self.deal.status,
            Some(Status::Awarded | Status::Changed | Status::Protested | Status::Ended)
        ) && (self.is_told_as(EventKind::Award) || self.is_told_as(EventKind::Modification))
    }
}

/// How `other` bears on `own`, how strongly, and why.
fn relation(own: &Side<'_>, other: &Side<'_>) -> Option<(Relation, usize, String)> {
    let buyer = same_buyer(&own.deal.buyers, &other.deal.buyers);
    let vendor = own.deal.vendors.iter().find(|one| other.deal.vendors.iter().any(|two| two.id == one.id));
    let words: Vec<&str> = own.terms.intersection(&other.terms).map(String::as_str).collect();
    let fewest = own.terms.len().min(other.terms.len());
    let is_like = words.len() >= 2 || (words.len() == 1 && fewest == 1);
    let is_near = own.year.zip(other.year).is_none_or(|(a, b)| (a - b).abs() <= YEARS_APART);
    let about = || format!("about {}", words.join(", "));
    let weight = words.len() * 2 + usize::from(buyer.is_some_and(|(_, is_same)| is_same));

    if let (Some((body, _)), true) = (buyer, is_near) {
        let is_about = is_like || vendor.is_some_and(|_| !words.is_empty());
        let is_protest = other.deal.status == Some(Status::Protested) || other.is_told_as(EventKind::Protest);
        if is_protest && is_about && own.deal.status != Some(Status::Protested) {
            return Some((Relation::Protest, weight, format!("protest at {}, {}", body.name, about())));
        }
        let is_call = other.deal.status == Some(Status::Sought) && other.is_told_as(EventKind::Solicitation);
        if is_call && is_like {
            return Some((Relation::Solicitation, weight, format!("call of {}, {}", body.name, about())));
        }
    }
    if let Some(vendor) = vendor.filter(|_| other.is_told_as(EventKind::Exclusion)) {
        let head = |orgs: &[OrgRef]| orgs.iter().map(|org| department(&org.id)).collect::<BTreeSet<_>>();
        if !head(&own.deal.buyers).is_disjoint(&head(&other.deal.buyers)) {
            let why = format!("{} barred by the same department", vendor.name);
            return Some((Relation::Exclusion, 0, why));
        }
    }
    if let Some((body, _)) = buyer.filter(|_| is_like && own.is_contract() && other.is_contract()) {
        let order = own.year.zip(other.year).map(|(a, b)| a.cmp(&b)).filter(|order| order.is_ne());
        if let Some(order) = order {
            let (kind, when) = match order {
                std::cmp::Ordering::Less => (Relation::Successor, "later"),
                _ => (Relation::Predecessor, "earlier"),
            };
            let year = other.year.map(|year| format!(", {year}")).unwrap_or_default();
            let incumbent =
                other.deal.vendors.first().filter(|_| vendor.is_none() && kind == Relation::Predecessor);
            let incumbent = incumbent.map(|one| format!("; incumbent {}", one.name)).unwrap_or_default();
            let why = format!("{when} contract of {}{year}, {}{incumbent}", body.name, about());
            return Some((kind, weight, why));
        }
    }
    if let Some(name) = same_vehicle(own.deal, other.deal) {
        let weight = weight + usize::from(vendor.is_some()) + usize::from(buyer.is_some());
        return Some((Relation::Vehicle, weight, format!("also under {name}")));
    }
    let ((body, is_same), vendor) = buyer.zip(vendor)?;
    is_same.then(|| (Relation::SameParties, weight, format!("{} with {}", vendor.name, body.name)))
}

/// A body that buys in both, and whether it is the same in both and not only a unit of the other.
fn same_buyer<'a>(own: &'a [OrgRef], others: &[OrgRef]) -> Option<(&'a OrgRef, bool)> {
    let same = own.iter().find(|one| others.iter().any(|other| other.id == one.id));
    let near = || {
        own.iter()
            .find(|one| others.iter().any(|other| one.id.is_within(&other.id) || other.id.is_within(&one.id)))
    };
    same.map(|one| (one, true)).or_else(|| near().map(|one| (one, false)))
}

/// The vehicle that both are under. A scheme of authorizations is none: half of the field is listed there.
fn same_vehicle(own: &Deal, other: &Deal) -> Option<String> {
    let id = own.program.as_deref().filter(|id| other.program.as_deref() == Some(*id))?;
    let entry = Lists::bundled().entry(EntryKind::Program, id);
    let is_scheme = entry.is_some_and(|entry| entry.class.contains("authorization"));
    (!is_scheme).then(|| entry.map_or_else(|| id.to_owned(), |entry| entry.name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{ArticleId, Span};
    use crate::deals::deal::DealEvent;
    use crate::deals::same_story::Stories;
    use crate::deals::telling::tell;
    use crate::events::{Certainty, Details, Event, EventSpans};

    fn org(id: &str, name: &str) -> OrgRef {
        OrgRef { id: OrgId::from_stored(id), name: name.into() }
    }

    /// A deal told by one article: kind, day, buyer, vendor, subject, program.
    fn deal(
        kind: EventKind,
        day: &str,
        buyer: &str,
        vendor: &str,
        subject: &str,
        program: Option<&str>,
    ) -> Deal {
        let some = |text: &str| (!text.is_empty()).then(|| org(text, text)).into_iter().collect::<Vec<_>>();
        let event = Event {
            kind,
            buyers: some(buyer),
            vendors: some(vendor),
            via: Vec::new(),
            value: None,
            date: None,
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
            program: program.map(str::to_owned),
            contract_ids: Vec::new(),
            details: Details::default(),
            official: None,
            certainty: Certainty::Announced,
            attribution: None,
            evidence: Span::body(0, 0),
            spans: EventSpans::default(),
            confidence: 0.95,
            review: None,
        };
        let told = DealEvent {
            article: ArticleId::of_url(&format!("{day}{buyer}{vendor}{subject}")),
            ordinal: 0,
            title: String::new(),
            url: None,
            publisher: None,
            published: day.parse().ok(),
            written: None,
            origin: 0,
            sentence: "It was told.".into(),
            event,
        };
        let stories = Stories::of(std::iter::once(&told.article.clone()), &[]);
        tell(vec![told], Vec::new(), &stories)
    }

    fn own() -> Deal {
        deal(EventKind::Award, "2025-03-01", "us/dod/army", "corvid", "drone detection radar", Some("maven"))
    }

    #[test]
    fn each_relation_has_its_reason() {
        use EventKind as K;
        for (other, expected) in [
            (
                deal(K::Award, "2020-05-01", "us/dod/army", "tidewell", "drone detection radar", None),
                Some((Relation::Predecessor, "incumbent tidewell")),
            ),
            (
                deal(K::Award, "2020-05-01", "us/dod/army", "corvid", "radar for drone detection", None),
                Some((Relation::Predecessor, "earlier contract of us/dod/army, 2020")),
            ),
            (
                deal(K::Award, "2028-05-01", "us/dod/army", "tidewell", "drone detection radar", None),
                Some((Relation::Successor, "later contract")),
            ),
            (
                deal(K::Solicitation, "2024-09-01", "us/dod/army", "", "drone detection radar", None),
                Some((Relation::Solicitation, "call of us/dod/army, about detection, drone")),
            ),
            (
                deal(K::Protest, "2025-04-01", "us/dod/army", "tidewell", "drone detection radar", None),
                Some((Relation::Protest, "protest at us/dod/army")),
            ),
            (
                deal(K::Exclusion, "2025-06-01", "us/dod", "corvid", "", None),
                Some((Relation::Exclusion, "corvid barred by the same department")),
            ),
            (
                deal(K::Award, "2025-06-01", "us/va", "other", "claims", Some("maven")),
                Some((Relation::Vehicle, "also under ")),
            ),
            (
                deal(K::Award, "2025-06-01", "us/dod/army", "corvid", "cold weather boots", None),
                Some((Relation::SameParties, "corvid with us/dod/army")),
            ),
            // Another department's ban, another's radar, a call of ten years before.
            (deal(K::Exclusion, "2025-06-01", "us/va", "corvid", "", None), None),
            (deal(K::Award, "2020-05-01", "us/va", "tidewell", "drone detection radar", None), None),
            (deal(K::Solicitation, "2015-09-01", "us/dod/army", "", "drone detection radar", None), None),
            (
                deal(K::Award, "2020-05-01", "us/dod/army", "tidewell", "machine learning platform", None),
                None,
            ),
        ] {
            let found = related(&own(), [&other]);
            let found = found.first().map(|one| (one.kind, one.why.as_str()));
            assert_eq!(
                found.map(|(kind, _)| kind),
                expected.map(|(kind, _)| kind),
                "{}: {found:?}",
                other.name
            );
            if let (Some((_, why)), Some((_, part))) = (found, expected) {
                assert!(why.contains(part), "{why:?} has no {part:?}");
            }
        }
    }

    #[test]
    fn the_closest_come_first_and_few_are_named() {
        use EventKind as K;
        let mut others: Vec<Deal> = (0..9)
            .map(|n| {
                deal(K::Award, "2025-06-01", "us/dod/army", "corvid", &format!("boots of kind{n}x"), None)
            })
            .collect();
        others.push(deal(K::Protest, "2025-04-01", "us/dod/army", "tidewell", "drone detection radar", None));
        others.push(own());
        let found = related(&own(), &others);
        let kinds: Vec<Relation> = found.iter().map(|one| one.kind).collect();
        assert_eq!(kinds.first(), Some(&Relation::Protest));
        assert_eq!(kinds.len(), 1 + MOST_OF_SAME_PARTIES, "not itself");
        others.reverse();
        assert_eq!(related(&own(), &others), found, "in whatever order they come");
    }

    #[test]
    fn a_department_heads_its_units() {
        for (id, head) in [("us/dod/army/ccdc", "us/dod"), ("us/va", "us/va"), ("x/city-of-y", "x/city-of-y")]
        {
            assert_eq!(department(&OrgId::from_stored(id)).as_str(), head);
        }
    }
}
