//! Who has a part in deals, and how much is told of each: counted deal by deal, so that no list of deals is needed.

use std::collections::BTreeMap;

use crate::base::{OrgId, PartialDate};
use crate::deals::Deal;
use crate::entities::{EntryKind, Lists};
use crate::events::OrgRef;
use crate::report::order::article_count;
use crate::report::profile::Side;

/// An agency or vendor, and how much is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Involvement {
    /// On which side it stands; one that both buys and supplies has two.
    pub side: Side,
    /// Who.
    pub org: OrgRef,
    /// What it belongs to, by the lists.
    pub parent: Option<OrgRef>,
    /// Its country's code.
    pub country: Option<String>,
    /// What sort of body or company it is.
    pub class: Option<String>,
    /// In how many deals.
    pub deals: usize,
    /// In how many of them at least one event counts as a fact.
    pub confirmed: usize,
    /// In how many of them others supply through it.
    pub via: usize,
    /// How many articles tell them.
    pub articles: usize,
    /// The first day one of them is told of.
    pub first: Option<PartialDate>,
    /// The last day.
    pub last: Option<PartialDate>,
}

/// Counts who has a part in deals.
#[derive(Clone, Debug, Default)]
pub struct Involvements {
    known: BTreeMap<(Side, OrgId), Involvement>,
}

impl Involvements {
    /// Counts one deal.
    pub fn add(&mut self, deal: &Deal) {
        let is_confirmed = deal.events.iter().any(|told| told.event.is_confirmed());
        let articles = article_count(deal);
        let mut seen: Vec<(Side, &OrgId)> = Vec::new();
        let sides = [
            (Side::Agency, &deal.buyers, false),
            (Side::Vendor, &deal.vendors, false),
            (Side::Vendor, &deal.via, true),
        ];
        for (side, orgs, is_via) in sides {
            for org in orgs {
                let one = self.known.entry((side, org.id.clone())).or_insert_with(|| begun(side, org));
                one.via += usize::from(is_via);
                if seen.contains(&(side, &org.id)) {
                    continue;
                }
                seen.push((side, &org.id));
                one.deals += 1;
                one.confirmed += usize::from(is_confirmed);
                one.articles += articles;
                one.first = [one.first, deal.first].into_iter().flatten().min();
                one.last = one.last.max(deal.last);
            }
        }
    }

    /// All of them: agencies first, of a side those with most deals first, then by id.
    pub fn into_list(self) -> Vec<Involvement> {
        let mut list: Vec<Involvement> = self.known.into_values().collect();
        list.sort_by(|a, b| {
            a.side.cmp(&b.side).then(b.deals.cmp(&a.deals)).then_with(|| a.org.id.cmp(&b.org.id))
        });
        list
    }
}

fn begun(side: Side, org: &OrgRef) -> Involvement {
    let lists = Lists::bundled();
    let kind = match side {
        Side::Agency => EntryKind::Agency,
        Side::Vendor => EntryKind::Vendor,
    };
    let entry = lists.entry(kind, org.id.as_str());
    let parent = entry.and_then(|entry| lists.entry(kind, entry.parent?));
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Involvement {
        side,
        org: org.clone(),
        parent: parent.map(|one| OrgRef { id: OrgId::from_stored(one.id), name: one.name.to_owned() }),
        country: entry.and_then(|entry| said(entry.country)),
        class: entry.and_then(|entry| said(entry.class)),
        deals: 0,
        confirmed: 0,
        via: 0,
        articles: 0,
        first: None,
        last: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{AWARD, deal};

    #[test]
    fn each_is_counted_once_a_deal() {
        let deal = deal(&[AWARD]);
        let mut counted = Involvements::default();
        counted.add(&deal);
        counted.add(&deal);
        let list = counted.into_list();
        assert_eq!(list.len(), deal.buyers.len() + deal.vendors.len() + deal.via.len());
        assert!(list.iter().all(|one| one.deals == 2 && one.first == deal.first && one.last == deal.last));
        assert_eq!(list[0].side, Side::Agency);
    }
}
