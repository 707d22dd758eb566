//! What the index is told of one article: borrowed, plain, and complete.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::names::NameTable;
use super::query::{NameKind, Trait};
use crate::article::Article;
use crate::base::{ArticleId, Field, Money, OrgId, PartialDate};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::{Event, EventKind, Facts, ReviewStatus};

/// An organisation, product or program that an article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedThing<'a> {
    /// Its id in the lists.
    pub id: &'a str,
    /// Its canonical name.
    pub name: &'a str,
    /// The ids of what it belongs to, near or far. (What the path of an agency's id says need not be repeated.)
    pub ancestors: Vec<&'a str>,
}

impl<'a> NamedThing<'a> {
    /// The ids by which it is found: those its path leads through, its own, and those of what it belongs to.
    pub fn found_by(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let id = self.id;
        let path = id.match_indices('/').map(move |(slash, _)| &id[..slash]);
        // `x/…` holds what no list knows: it is no body that could be asked for.
        path.filter(|ancestor| *ancestor != "x").chain([id]).chain(self.ancestors.iter().copied())
    }
}

/// One article as it is indexed.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'a> {
    /// The article's id: a document with the same id is replaced.
    pub id: &'a ArticleId,
    /// The headline.
    pub title: &'a str,
    /// The text.
    pub body: &'a str,
    /// Sentences that say what matters (a summary, the events' evidence): words in them weigh a little more.
    pub evidence: Vec<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// ISO 3166-1 alpha-2 code in lower case.
    pub country: Option<&'a str>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Government bodies.
    pub agencies: Vec<NamedThing<'a>>,
    /// Suppliers.
    pub vendors: Vec<NamedThing<'a>>,
    /// Through whom something is supplied.
    pub via: Vec<NamedThing<'a>>,
    /// Products.
    pub products: Vec<NamedThing<'a>>,
    /// Programs.
    pub programs: Vec<NamedThing<'a>>,
    /// What happened.
    pub kinds: Vec<EventKind>,
    /// Contract and solicitation numbers, as printed.
    pub numbers: Vec<&'a str>,
    /// Sums, both ends of ranges.
    pub amounts: Vec<Money>,
    /// The same sums and what each is.
    pub sums: Vec<(AmountRole, Money)>,
    /// When what it tells took place: the events' own days, else that of publication.
    pub happened: Vec<PartialDate>,
    /// Where the deals it tells of stand.
    pub statuses: Vec<Status>,
    /// Whether the sources of one of its deals disagree.
    pub disputed: bool,
    /// What the user has said of its events: [`Trait::Reviewed`], [`Trait::Unsure`], [`Trait::Unreviewed`].
    pub reviews: Vec<Trait>,
}

impl<'a> Document<'a> {
    /// A document of which nothing is known but its id.
    pub fn bare(id: &'a ArticleId) -> Self {
        Self {
            id,
            title: "",
            body: "",
            evidence: Vec::new(),
            publisher: None,
            country: None,
            published: None,
            agencies: Vec::new(),
            vendors: Vec::new(),
            via: Vec::new(),
            products: Vec::new(),
            programs: Vec::new(),
            kinds: Vec::new(),
            numbers: Vec::new(),
            amounts: Vec::new(),
            sums: Vec::new(),
            happened: Vec::new(),
            statuses: Vec::new(),
            disputed: false,
            reviews: Vec::new(),
        }
    }

    /// The document of an article and what was found in it. `names` says what a supplier belongs to.
    /// Statuses and disputes are those of its deals, which the article alone does not know: set them after.
    pub fn new(article: &'a Article, facts: &'a Facts, names: &'a NameTable) -> Self {
        let mentions = &facts.mentions;
        let mut agencies = Things::new(NameKind::Agency, names);
        let mut vendors = Things::new(NameKind::Vendor, names);
        let mut via = Things::new(NameKind::Vendor, names);
        let mut programs = Things::new(NameKind::Program, names);
        for agency in &mentions.agencies {
            agencies.add(agency.id.as_str(), &agency.name, agency.parent.as_ref().map(OrgId::as_str));
        }
        for vendor in &mentions.vendors {
            vendors.add(vendor.id.as_str(), &vendor.name, vendor.parent.as_ref().map(OrgId::as_str));
        }
        let mut products = Things::new(NameKind::Product, names);
        for product in &mentions.products {
            products.add(&product.id, &product.name, None);
        }
        for program in &mentions.programs {
            programs.add(&program.id, &program.name, None);
        }

        let mut evidence = Vec::new();
        let mut kinds = Vec::new();
        let mut numbers: BTreeSet<&str> = mentions.numbers.iter().map(|n| n.number.as_str()).collect();
        let mut sums: Vec<(AmountRole, Money)> = Vec::new();
        let mut note_sum = |role, money: Money, low: Option<Decimal>| {
            sums.push((role, money));
            sums.extend(low.map(|low| (role, Money::new(low, money.currency))));
        };
        for amount in &mentions.amounts {
            note_sum(amount.role, amount.money, amount.low);
        }
        let published = article.published.map(|published| published.date);
        let mut happened: Vec<PartialDate> = Vec::new();
        for event in &facts.events {
            kinds.push(event.kind);
            numbers.extend(event.contract_ids.iter().map(String::as_str));
            if let Some(value) = &event.value {
                note_sum(value.role, value.money, value.low);
            }
            happened.extend(event.date.or(published));
            event.buyers.iter().for_each(|org| agencies.add(org.id.as_str(), &org.name, None));
            event.vendors.iter().for_each(|org| vendors.add(org.id.as_str(), &org.name, None));
            for org in &event.via {
                vendors.add(org.id.as_str(), &org.name, None);
                via.add(org.id.as_str(), &org.name, None);
            }
            if let Some(program) = &event.program {
                programs.add(program, program, None);
            }
            if event.evidence.field == Field::Body {
                evidence.push(event.evidence.of(&article.title, article.body.text()));
            }
        }
        happened.sort_unstable();
        happened.dedup();
        kinds.sort_unstable();
        kinds.dedup();
        evidence.sort_unstable();
        evidence.dedup();

        Self {
            id: &article.id,
            title: &article.title,
            body: article.body.text(),
            evidence,
            publisher: article.publisher.as_deref(),
            country: article.country.as_deref(),
            published,
            agencies: agencies.list,
            vendors: vendors.list,
            via: via.list,
            products: products.list,
            programs: programs.list,
            kinds,
            numbers: numbers.into_iter().collect(),
            amounts: sums.iter().map(|(_, money)| *money).collect(),
            sums,
            happened,
            statuses: Vec::new(),
            disputed: false,
            reviews: reviews(facts),
        }
    }

    /// What `has:` and `is:` find in it.
    pub fn traits(&self) -> impl Iterator<Item = Trait> {
        [
            (Trait::Amount, !self.amounts.is_empty()),
            (Trait::Agency, !self.agencies.is_empty()),
            (Trait::Vendor, !self.vendors.is_empty()),
            (Trait::Product, !self.products.is_empty()),
            (Trait::Program, !self.programs.is_empty()),
            (Trait::Event, !self.kinds.is_empty()),
            (Trait::Number, !self.numbers.is_empty()),
            (Trait::Date, self.published.is_some()),
            (Trait::Disputed, self.disputed),
        ]
        .into_iter()
        .filter_map(|(sort, holds)| holds.then_some(sort))
        .chain(self.reviews.iter().copied())
    }
}

/// How far the user has looked at the events of an article, which tells none where it is not relevant.
fn reviews(facts: &Facts) -> Vec<Trait> {
    let events = if facts.relevant { facts.events.as_slice() } else { &[] };
    let mut found = Vec::new();
    for (sort, holds) in [
        (Trait::Reviewed, events.iter().any(Event::is_accepted)),
        (Trait::Unsure, events.iter().any(|event| event.review_status() == Some(ReviewStatus::Unsure))),
        (Trait::Unreviewed, events.iter().any(|event| event.review_status().is_none())),
    ] {
        if holds {
            found.push(sort);
        }
    }
    found
}

/// A list of things of one kind without repetitions.
struct Things<'a> {
    kind: NameKind,
    names: &'a NameTable,
    list: Vec<NamedThing<'a>>,
    seen: BTreeSet<&'a str>,
}

impl<'a> Things<'a> {
    fn new(kind: NameKind, names: &'a NameTable) -> Self {
        Self { kind, names, list: Vec::new(), seen: BTreeSet::new() }
    }

    fn add(&mut self, id: &'a str, name: &'a str, parent: Option<&'a str>) {
        if !self.seen.insert(id) {
            return;
        }
        let mut ancestors = self.names.ancestors(self.kind, id);
        if let Some(parent) = parent
            && !ancestors.contains(&parent)
        {
            ancestors.push(parent);
            ancestors.extend(self.names.ancestors(self.kind, parent));
        }
        self.list.push(NamedThing { id, name, ancestors });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Body, DateOrigin, Published};
    use crate::base::{Currency, Span};
    use crate::entities::{AmountRole, Mentions, Named, Organisation};
    use crate::events::{Certainty, Details, EventSpans, EventValue, OrgRef};
    use crate::search::NameEntry;

    #[test]
    fn an_article_and_its_facts_make_a_document() {
        let article = Article {
            id: ArticleId::from_stored("a1"),
            source_id: None,
            url: None,
            publisher: Some("Reuters".into()),
            published: Some(Published::on("2026-03".parse().unwrap(), DateOrigin::Record)),
            title: "Army picks Google".into(),
            authors: Vec::new(),
            language: None,
            country: None,
            body: Body::verbatim("The Army picked Google. So it was.".into()),
            partial: false,
            details: crate::article::Details::default(),
            notes: Vec::new(),
        };
        let google = OrgId::from_stored("google");
        let facts = Facts {
            relevant: true,
            relevance: 1.0,
            mentions: Mentions {
                vendors: vec![Organisation {
                    id: google.clone(),
                    name: "Google".into(),
                    parent: Some(OrgId::from_stored("alphabet")),
                    mentions: vec![Span::body(16, 22)],
                    confidence: 1.0,
                }],
                products: vec![Named {
                    id: "gemini".into(),
                    name: "Gemini".into(),
                    owner: None,
                    mentions: vec![],
                }],
                ..Mentions::default()
            },
            events: vec![Event {
                kind: EventKind::Award,
                buyers: vec![OrgRef { id: OrgId::from_stored("us/dod/army"), name: "Army".into() }],
                vendors: vec![OrgRef { id: google, name: "Google".into() }],
                via: Vec::new(),
                value: Some(EventValue {
                    money: Money::new(5.into(), Currency::USD),
                    low: Some(3.into()),
                    role: AmountRole::Award,
                    is_apiece: false,
                }),
                date: None,
                subject: None,
                program: None,
                contract_ids: vec!["W1".into()],
                official: None,
                certainty: Certainty::Announced,
                details: Details::default(),
                attribution: None,
                evidence: Span::body(0, 23),
                spans: EventSpans::default(),
                confidence: 1.0,
                review: None,
            }],
        };
        let names = NameTable::new([NameEntry {
            kind: NameKind::Vendor,
            id: "alphabet",
            name: "Alphabet",
            aliases: vec![],
            parent: Some("holding"),
        }]);
        let document = Document::new(&article, &facts, &names);
        assert_eq!(document.vendors.len(), 1, "named by the text and by the event, it is one");
        assert_eq!(document.vendors[0].ancestors, ["alphabet", "holding"]);
        assert_eq!(document.agencies[0].id, "us/dod/army");
        assert_eq!(document.evidence, ["The Army picked Google."]);
        assert_eq!(document.amounts.len(), 2);
        let traits: Vec<&str> = document.traits().map(Trait::as_str).collect();
        assert_eq!(
            traits,
            ["amount", "agency", "vendor", "product", "event", "number", "date", "unreviewed"]
        );
    }
}
