//! A deal under question: what those of its events that count tell of it.

use std::cell::OnceCell;

use crate::base::{Money, PartialDate};
use crate::deals::{Deal, DealEvent, DealValue, Status};
use crate::entities::{AmountRole, EntryKind, Lists};
use crate::events::{EventKind, OrgRef, ReviewStatus};
use crate::search::{Kept, NameKind, NameTable, NamedThing, Trait};
use crate::watch::subject::{Carried, Numbered, Part, Subject};
use crate::watch::zone::{INDEX_GAP, Zone};

/// More places between two sentences than words of a phrase may be moved.
const APART: usize = 1000;

/// A deal, and those of its events that count. What it names is looked up when a query first asks for it.
#[derive(Debug)]
pub struct DealSubject<'a> {
    deal: &'a Deal,
    told: Vec<&'a DealEvent>,
    names: &'a NameTable,
    title: Zone<'a>,
    body: Zone<'a>,
    evidence: Zone<'a>,
    agencies: OnceCell<Vec<Carried<'a>>>,
    vendors: OnceCell<Vec<Carried<'a>>>,
    programs: OnceCell<Vec<Carried<'a>>>,
    via: OnceCell<Vec<Carried<'a>>>,
    numbers: OnceCell<Vec<Numbered<'a>>>,
    publishers: OnceCell<Vec<Zone<'a>>>,
}

impl<'a> DealSubject<'a> {
    /// A deal as these of its events tell it. `names` says what an organisation belongs to.
    pub fn new(deal: &'a Deal, told: Vec<&'a DealEvent>, names: &'a NameTable) -> Self {
        let titles = told.iter().map(|told| told.title.as_str());
        let sentences = told.iter().map(|told| told.sentence.as_str());
        Self {
            title: Zone::of_values(std::iter::once(deal.name.as_str()).chain(titles).collect(), APART),
            body: Zone::of_values(deal.subject.as_deref().into_iter().chain(sentences).collect(), APART),
            evidence: Zone::of_values(Vec::new(), APART),
            agencies: OnceCell::new(),
            vendors: OnceCell::new(),
            programs: OnceCell::new(),
            via: OnceCell::new(),
            numbers: OnceCell::new(),
            publishers: OnceCell::new(),
            deal,
            told,
            names,
        }
    }

    /// Whether one of the events that count says the sum, or the user.
    fn is_told(&self, value: &DealValue) -> bool {
        self.deal.is_ruled(value) || self.told.iter().any(|told| value.articles.contains(&told.article))
    }

    fn organisations(
        &self,
        kind: NameKind,
        organisations: impl Iterator<Item = &'a OrgRef>,
    ) -> Vec<Carried<'a>> {
        let thing = |org: &'a OrgRef| NamedThing {
            id: org.id.as_str(),
            name: &org.name,
            ancestors: self.names.ancestors(kind, org.id.as_str()),
        };
        organisations.map(thing).map(Carried::new).collect()
    }
}

impl Subject for DealSubject<'_> {
    fn zone(&self, part: Part) -> &Zone<'_> {
        match part {
            Part::Title => &self.title,
            Part::Body => &self.body,
            Part::Evidence => &self.evidence,
        }
    }

    fn things(&self, kind: NameKind) -> &[Carried<'_>] {
        let deal = self.deal;
        match kind {
            NameKind::Agency => self.agencies.get_or_init(|| self.organisations(kind, deal.buyers.iter())),
            NameKind::Vendor => {
                self.vendors.get_or_init(|| self.organisations(kind, deal.vendors.iter().chain(&deal.via)))
            }
            NameKind::Program => self.programs.get_or_init(|| {
                let thing = |id| NamedThing { id, name: id, ancestors: Vec::new() };
                deal.program.as_deref().map(thing).map(Carried::new).into_iter().collect()
            }),
            NameKind::Product => &[],
        }
    }

    fn via(&self) -> &[Carried<'_>] {
        self.via.get_or_init(|| self.organisations(NameKind::Vendor, self.deal.via.iter()))
    }

    /// A deal does not keep which products are named.
    fn told_in(&self, kind: NameKind) -> Option<Part> {
        (kind == NameKind::Product).then_some(Part::Body)
    }

    fn is_called(&self, id: &str) -> bool {
        self.deal.id.as_str().eq_ignore_ascii_case(id)
            || self.told.iter().any(|told| told.article.as_str().eq_ignore_ascii_case(id))
    }

    fn is_kept(&self, kept: &Kept) -> bool {
        let has = |kind, org: &OrgRef| kept.organisations.contains(&(kind, org.id.clone()));
        let deal = self.deal;
        kept.deals.contains(&deal.id)
            || deal.buyers.iter().any(|org| has(NameKind::Agency, org))
            || deal.vendors.iter().chain(&deal.via).any(|org| has(NameKind::Vendor, org))
            || self.told.iter().any(|told| kept.articles.contains(&told.article))
    }

    fn numbers(&self) -> &[Numbered<'_>] {
        self.numbers
            .get_or_init(|| self.deal.contract_ids.iter().map(|number| Numbered::new(number)).collect())
    }

    fn publishers(&self) -> &[Zone<'_>] {
        self.publishers.get_or_init(|| {
            let told = self.told.iter().filter_map(|told| told.publisher.as_deref());
            told.map(|name| Zone::of_values(vec![name], INDEX_GAP)).collect()
        })
    }

    fn countries(&self) -> Vec<&str> {
        let entry = |buyer: &OrgRef| Lists::bundled().entry(EntryKind::Agency, buyer.id.as_str());
        self.deal.buyers.iter().filter_map(entry).map(|entry| entry.country).collect()
    }

    fn published(&self) -> Vec<PartialDate> {
        self.told.iter().filter_map(|told| told.published).collect()
    }

    fn happened(&self) -> Vec<PartialDate> {
        self.told.iter().filter_map(|told| told.event.date.or(told.published)).collect()
    }

    fn kinds(&self) -> Vec<EventKind> {
        self.told.iter().map(|told| told.event.kind).collect()
    }

    fn statuses(&self) -> Vec<Status> {
        self.deal.status.into_iter().collect()
    }

    fn sums(&self, role: Option<AmountRole>) -> Vec<Money> {
        let values = self.deal.values.iter();
        let told = values.filter(|value| role.is_none_or(|role| value.role == role) && self.is_told(value));
        let ends = told.flat_map(|value| {
            let low = value.low.map(|low| Money::new(low, value.money.currency));
            std::iter::once(value.money).chain(low)
        });
        ends.collect()
    }

    fn traits(&self) -> Vec<Trait> {
        let deal = self.deal;
        let reviewed = |status| self.told.iter().any(|told| told.event.review_status() == status);
        let traits = [
            (Trait::Amount, !deal.values.is_empty()),
            (Trait::Agency, !deal.buyers.is_empty()),
            (Trait::Vendor, !deal.vendors.is_empty()),
            (Trait::Product, true),
            (Trait::Program, deal.program.is_some()),
            (Trait::Event, true),
            (Trait::Number, !deal.contract_ids.is_empty()),
            (Trait::Date, deal.first.is_some()),
            (Trait::Disputed, deal.disputed),
            (Trait::Reviewed, self.told.iter().any(|told| told.event.is_accepted())),
            (Trait::Unsure, reviewed(Some(ReviewStatus::Unsure))),
            (Trait::Unreviewed, reviewed(None)),
        ];
        traits.into_iter().filter_map(|(sort, holds)| holds.then_some(sort)).collect()
    }
}
