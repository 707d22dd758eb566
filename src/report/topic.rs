//! What an article as a whole is about, as far as facts say: its main event, and what of it a summary must not leave out.

use std::collections::BTreeSet;

use crate::base::{Money, OrgId, Span};
use crate::entities::{AmountRole, Organisation};
use crate::events::{Event, EventKind, Facts};

/// What a sentence can tell, with what that is worth to a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact<'a> {
    /// That the main event happened.
    Main,
    /// Who buys in it: any of those who do.
    MainBuyer,
    /// Who supplies in it: any of those who do.
    MainVendor,
    /// Its own sum, or where it has none a sum that may be its own.
    MainSum,
    /// Another event.
    Event(usize),
    /// Another sum.
    Sum(AmountRole, rust_decimal::Decimal),
    /// Somebody who takes part in an event.
    Party(&'a str),
}

impl Fact<'_> {
    /// Whether it is one that a summary must tell: of the main event, who and how much.
    pub fn is_of_main(self) -> bool {
        matches!(self, Self::MainBuyer | Self::MainVendor | Self::MainSum)
    }

    pub fn weight(self) -> u32 {
        match self {
            Self::MainBuyer | Self::MainVendor | Self::MainSum => 9,
            Self::Main => 6,
            Self::Event(_) => 4,
            Self::Sum(AmountRole::Ceiling | AmountRole::Award, _) => 3,
            Self::Sum(..) => 1,
            Self::Party(_) => 2,
        }
    }
}

/// What an article is about.
pub(super) struct Topic<'a> {
    facts: &'a Facts,
    main: Option<usize>,
    buyers: Vec<&'a OrgId>,
    vendors: Vec<&'a OrgId>,
    sums: Vec<Money>,
}

impl<'a> Topic<'a> {
    /// The topic of the article that these facts are of.
    pub fn of(facts: &'a Facts) -> Self {
        let main = main_event(facts);
        let event = main.and_then(|place| facts.events.get(place));
        let ids = |event: &'a Event, side: fn(&Event) -> &Vec<crate::events::OrgRef>| -> Vec<&'a OrgId> {
            side(event).iter().map(|org| &org.id).collect()
        };
        let mut buyers = event.map(|event| ids(event, |event| &event.buyers)).unwrap_or_default();
        let mut vendors = event.map(|event| ids(event, |event| &event.vendors)).unwrap_or_default();
        // A slot that nothing is known of: whoever the article speaks of most.
        if buyers.is_empty() {
            buyers.extend(most_named(&facts.mentions.agencies));
        }
        if vendors.is_empty() {
            vendors.extend(most_named(&facts.mentions.vendors));
        }
        let own = event.and_then(|event| event.value.as_ref()).map(|value| value.money);
        let sums = own.map_or_else(|| likely_sums(facts), |own| vec![own]);
        Self { facts, main, buyers, vendors, sums }
    }

    /// What a sentence at this place tells.
    pub fn told_by(&self, sentence: Span) -> BTreeSet<Fact<'a>> {
        let mut told = BTreeSet::new();
        let has = |spans: &[Span]| spans.iter().any(|span| sentence.contains(span));
        for (place, event) in self.facts.events.iter().enumerate() {
            if sentence.contains(&event.evidence) || has(&event.spans.kind) {
                told.insert(if Some(place) == self.main { Fact::Main } else { Fact::Event(place) });
            }
        }
        for amount in self.facts.mentions.amounts.iter().filter(|amount| sentence.contains(&amount.span)) {
            if self.sums.contains(&amount.money) {
                told.insert(Fact::MainSum);
            } else {
                told.insert(Fact::Sum(amount.role, amount.money.amount));
            }
        }
        let named = |orgs: &'a [Organisation]| orgs.iter().filter(move |org| has(&org.mentions));
        let takes_part = |org: &Organisation| {
            let mut parties =
                self.facts.events.iter().flat_map(|event| event.buyers.iter().chain(&event.vendors));
            parties.any(|party| party.id == org.id)
        };
        for (side, main, fact) in [
            (&self.facts.mentions.agencies, &self.buyers, Fact::MainBuyer),
            (&self.facts.mentions.vendors, &self.vendors, Fact::MainVendor),
        ] {
            for org in named(side) {
                if main.contains(&&org.id) {
                    told.insert(fact);
                }
                // Others may be named in passing.
                if takes_part(org) {
                    told.insert(Fact::Party(org.id.as_str()));
                }
            }
        }
        told
    }
}

/// The event that headline and opening speak of: of equals the first.
fn main_event(facts: &Facts) -> Option<usize> {
    let is_in_title = |id: &OrgId| {
        let mut all = facts.mentions.agencies.iter().chain(&facts.mentions.vendors);
        all.any(|org| {
            org.id == *id && org.mentions.iter().any(|span| span.field == crate::base::Field::Title)
        })
    };
    let first = |event: &Event| match event.evidence.field {
        crate::base::Field::Title => 0,
        crate::base::Field::Body => event.evidence.start,
    };
    let mut starts: Vec<usize> = facts.events.iter().map(first).collect();
    starts.sort_unstable();
    starts.dedup();
    let score = |event: &Event| {
        let in_title = |parties: &[crate::events::OrgRef]| {
            f32::from(u8::from(parties.iter().any(|party| is_in_title(&party.id))))
        };
        let earlier = starts.iter().position(|start| *start == first(event)).unwrap_or_default();
        let is_news = if event.kind == EventKind::Investment { 0.0 } else { 1.0 };
        is_news
            + event.confidence
            + 2.0 * in_title(&event.vendors)
            + 1.5 * in_title(&event.buyers)
            + if event.value.is_some() { 0.5 } else { 0.0 }
            - 0.5 * (earlier.min(6) as f32)
    };
    let scored = facts.events.iter().enumerate().map(|(place, event)| (score(event), place));
    scored.max_by(|(a, i), (b, j)| a.total_cmp(b).then(j.cmp(i))).map(|(_, place)| place)
}

/// The one named most often, the headline counting as much as three places in the text.
fn most_named(orgs: &[Organisation]) -> Option<&OrgId> {
    let weight = |org: &Organisation| -> usize {
        let of = |span: &Span| if span.field == crate::base::Field::Title { 3 } else { 1 };
        org.mentions.iter().map(of).sum()
    };
    let ranked = orgs.iter().enumerate().max_by_key(|(place, org)| (weight(org), std::cmp::Reverse(*place)));
    ranked.map(|(_, org)| &org.id)
}

/// The first sum of the sort that a dealing is worth; without one, the first that is not about something else.
fn likely_sums(facts: &Facts) -> Vec<Money> {
    let dealing = [AmountRole::Ceiling, AmountRole::Award, AmountRole::Obligated, AmountRole::Modification];
    let is_other = |role| matches!(role, AmountRole::Investment | AmountRole::Other);
    let amounts = &facts.mentions.amounts;
    let first = amounts.iter().find(|amount| dealing.contains(&amount.role));
    let first = first.or_else(|| amounts.iter().find(|amount| !is_other(amount.role)));
    first.map(|amount| amount.money).into_iter().collect()
}
