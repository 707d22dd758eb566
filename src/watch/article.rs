//! An article under question, as the index is told of it.

use crate::base::{Field, Money, OrgId, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::EventKind;
use crate::search::{Document, Kept, NameKind, NamedThing, Trait};
use crate::watch::subject::{Carried, Numbered, Part, Subject};
use crate::watch::zone::{INDEX_GAP, Zone};

/// An article. Made once for all queries asked of it: its words are cut when a query first asks for them.
#[derive(Debug)]
pub struct ArticleSubject<'a> {
    document: &'a Document<'a>,
    title: Zone<'a>,
    body: Zone<'a>,
    evidence: Zone<'a>,
    agencies: Vec<Carried<'a>>,
    vendors: Vec<Carried<'a>>,
    products: Vec<Carried<'a>>,
    programs: Vec<Carried<'a>>,
    via: Vec<Carried<'a>>,
    numbers: Vec<Numbered<'a>>,
    publishers: Vec<Zone<'a>>,
}

impl<'a> ArticleSubject<'a> {
    /// The article of this document. Status and disputes of its deals are as the document says.
    pub fn new(document: &'a Document<'a>) -> Self {
        let carried = |things: &[NamedThing<'a>]| things.iter().cloned().map(Carried::new).collect();
        let publisher = document.publisher.into_iter();
        Self {
            document,
            title: Zone::of_field(Field::Title, document.title),
            body: Zone::of_field(Field::Body, document.body),
            evidence: Zone::of_values(document.evidence.clone(), INDEX_GAP),
            agencies: carried(&document.agencies),
            vendors: carried(&document.vendors),
            products: carried(&document.products),
            programs: carried(&document.programs),
            via: carried(&document.via),
            numbers: document.numbers.iter().map(|number| Numbered::new(number)).collect(),
            publishers: publisher.map(|name| Zone::of_values(vec![name], INDEX_GAP)).collect(),
        }
    }
}

impl Subject for ArticleSubject<'_> {
    fn zone(&self, part: Part) -> &Zone<'_> {
        match part {
            Part::Title => &self.title,
            Part::Body => &self.body,
            Part::Evidence => &self.evidence,
        }
    }

    fn things(&self, kind: NameKind) -> &[Carried<'_>] {
        match kind {
            NameKind::Agency => &self.agencies,
            NameKind::Vendor => &self.vendors,
            NameKind::Product => &self.products,
            NameKind::Program => &self.programs,
        }
    }

    fn via(&self) -> &[Carried<'_>] {
        &self.via
    }

    fn told_in(&self, _: NameKind) -> Option<Part> {
        None
    }

    fn is_called(&self, id: &str) -> bool {
        self.document.id.as_str() == id
    }

    fn is_kept(&self, kept: &Kept) -> bool {
        let id = self.document.id;
        let names = |(kind, org): &(NameKind, OrgId)| {
            self.things(*kind).iter().any(|carried| carried.thing.id == org.as_str())
        };
        kept.articles.contains(id) || kept.telling.contains(id) || kept.organisations.iter().any(names)
    }

    fn numbers(&self) -> &[Numbered<'_>] {
        &self.numbers
    }

    fn publishers(&self) -> &[Zone<'_>] {
        &self.publishers
    }

    fn countries(&self) -> Vec<&str> {
        self.document.country.into_iter().collect()
    }

    fn published(&self) -> Vec<PartialDate> {
        self.document.published.into_iter().collect()
    }

    fn happened(&self) -> Vec<PartialDate> {
        self.document.happened.clone()
    }

    fn kinds(&self) -> Vec<EventKind> {
        self.document.kinds.clone()
    }

    fn statuses(&self) -> Vec<Status> {
        self.document.statuses.clone()
    }

    fn sums(&self, role: Option<AmountRole>) -> Vec<Money> {
        match role {
            None => self.document.amounts.clone(),
            Some(role) => {
                let sums = self.document.sums.iter().filter(|(of, _)| *of == role);
                sums.map(|(_, money)| *money).collect()
            }
        }
    }

    fn traits(&self) -> Vec<Trait> {
        self.document.traits().collect()
    }
}
