//! Deals in a list: their groups and honest sums.
//!
//! A deal with two suppliers stands in the group of each; its sum is then no group's own but told apart as joint, so
//! that the groups' own sums and each joint deal once make the grand total.

use std::collections::BTreeMap;

use crate::deals::Deal;
use crate::entities::{EntryKind, Lists};
use crate::report::naming::without_parents;
use crate::report::totals::{ADDED, Total, totals};

/// What deals are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Who buys; a parent named beside its own office counts as the office.
    Agency,
    /// Who supplies.
    Vendor,
    /// The month they were first told of.
    Month,
    /// The program or vehicle.
    Program,
    /// The country of the buyers, by the lists.
    Country,
}

impl GroupBy {
    /// The word used in records and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Vendor => "vendor",
            Self::Month => "month",
            Self::Program => "program",
            Self::Country => "country",
        }
    }
}

/// What some deals add up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// How many deals.
    pub deals: usize,
    /// Those of them that tell no sum which may be added.
    pub without: usize,
    /// The sums by standing, role and currency.
    pub totals: Vec<Total>,
}

/// Deals that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The id, month or code they have in common; `None` for those that have none.
    pub id: Option<String>,
    /// The same for people.
    pub label: String,
    /// Places in the list of deals, in its order.
    pub deals: Vec<usize>,
    /// The deals that stand in no other group.
    pub own: Sums,
    /// The deals that stand in other groups too, whole: nobody says how their sums are divided.
    pub joint: Sums,
}

/// A list of deals with its sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The groups, where asked for: the largest first, months the newest first, what has none last.
    pub groups: Vec<Group>,
    /// All deals, each once.
    pub all: Sums,
}

/// Adds the deals up, in groups where `by` says so.
pub fn ledger(deals: &[Deal], by: Option<GroupBy>) -> Ledger {
    let groups = by.map(|by| groups(deals, by)).unwrap_or_default();
    Ledger { groups, all: sums(deals.iter()) }
}

/// What these deals add up to.
pub fn sums<'a>(deals: impl Iterator<Item = &'a Deal>) -> Sums {
    let deals: Vec<&Deal> = deals.collect();
    let has_sum = |deal: &&&Deal| deal.values.iter().any(|value| ADDED.contains(&value.role));
    Sums {
        deals: deals.len(),
        without: deals.len() - deals.iter().filter(has_sum).count(),
        totals: totals(deals),
    }
}

fn groups(deals: &[Deal], by: GroupBy) -> Vec<Group> {
    let keys: Vec<Vec<(Option<String>, String)>> = deals.iter().map(|deal| keys(deal, by)).collect();
    // One id has one group, under the first name that it goes by in a deal.
    let mut places: BTreeMap<Option<&str>, (&str, Vec<usize>)> = BTreeMap::new();
    for (place, keys) in keys.iter().enumerate() {
        for (id, label) in keys {
            places.entry(id.as_deref()).or_insert_with(|| (label, Vec::new())).1.push(place);
        }
    }
    let mut groups: Vec<Group> = places
        .into_iter()
        .map(|(id, (label, places))| {
            let of = |joint: bool| {
                let is_meant = |place: &&usize| keys.get(**place).is_some_and(|k| (k.len() > 1) == joint);
                sums(places.iter().filter(is_meant).filter_map(|place| deals.get(*place)))
            };
            let (own, joint) = (of(false), of(true));
            Group { id: id.map(str::to_owned), label: label.to_owned(), own, joint, deals: places }
        })
        .collect();
    groups.sort_by(|a, b| {
        let is_last = a.id.is_none().cmp(&b.id.is_none());
        is_last.then_with(|| match by {
            GroupBy::Month => b.id.cmp(&a.id),
            _ => b.deals.len().cmp(&a.deals.len()).then_with(|| a.label.cmp(&b.label)),
        })
    });
    groups
}

/// The groups a deal stands in, each with its id and name.
pub(super) fn keys(deal: &Deal, by: GroupBy) -> Vec<(Option<String>, String)> {
    let mut keys: Vec<(Option<String>, String)> = match by {
        GroupBy::Agency => {
            let buyers = without_parents(&deal.buyers);
            buyers.map(|org| (Some(org.id.to_string()), org.name.clone())).collect()
        }
        GroupBy::Vendor => {
            deal.vendors.iter().map(|org| (Some(org.id.to_string()), org.name.clone())).collect()
        }
        GroupBy::Month => {
            let month = deal.first.map(|date| date.to_month().to_string());
            month.into_iter().map(|month| (Some(month.clone()), month)).collect()
        }
        GroupBy::Program => {
            let named = |id: &str| {
                let listed = Lists::bundled().entry(EntryKind::Program, id);
                listed.map_or_else(|| id.to_owned(), |entry| entry.name.to_owned())
            };
            deal.program.iter().map(|id| (Some(id.clone()), named(id))).collect()
        }
        GroupBy::Country => {
            let mut countries: Vec<&str> = deal.buyers.iter().filter_map(country).collect();
            countries.sort_unstable();
            countries.dedup();
            countries.into_iter().map(|code| (Some(code.to_owned()), code.to_uppercase())).collect()
        }
    };
    if keys.is_empty() {
        keys.push((None, format!("no {} named", by.as_str())));
    }
    keys
}

fn country(org: &crate::events::OrgRef) -> Option<&'static str> {
    let entry = Lists::bundled().entry(EntryKind::Agency, org.id.as_str())?;
    Some(entry.country).filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{AWARD, Told, deals, quarter};
    use crate::report::totals::Standing;

    fn shown(sums: &Sums) -> Vec<String> {
        let line = |t: &Total| format!("{} {} {} {}", t.standing.as_str(), t.role.as_str(), t.money, t.deals);
        sums.totals.iter().map(line).collect()
    }

    /// A ceiling shared by two suppliers, one that each has of its own, a sum in pounds, and a plan.
    fn shared() -> Vec<Told> {
        use crate::entities::AmountRole::{Award, Ceiling};
        let told = |number, vendors, value, sentence| Told {
            number,
            vendors,
            value: Some(value),
            sentence,
            ..AWARD
        };
        vec![
            told("A-1", &["Larkfield", "Quillon"], (Ceiling, "800000000"), "Both won up to $800 million."),
            told("A-2", &["Larkfield"], (Ceiling, "10000000"), "Larkfield won up to $10 million."),
            told("A-3", &["Quillon"], (Award, "5000000 GBP"), "Quillon won £5 million."),
            Told {
                certainty: crate::events::Certainty::Planned,
                ..told("A-4", &["Quillon"], (Ceiling, "70000000"), "Quillon may win $70 million.")
            },
        ]
    }

    #[test]
    fn a_shared_ceiling_is_no_groups_own_and_counts_once_in_all() {
        let deals = deals(&shared());
        assert_eq!(deals.len(), 4);
        let ledger = ledger(&deals, Some(GroupBy::Vendor));
        let group = |label: &str| ledger.groups.iter().find(|group| group.label == label).unwrap();
        assert_eq!(shown(&group("Larkfield").own), ["confirmed ceiling $10 million 1"]);
        assert_eq!(shown(&group("Larkfield").joint), ["confirmed ceiling $800 million 1"]);
        assert_eq!(
            shown(&group("Quillon").own),
            ["confirmed award £5 million 1", "unconfirmed ceiling $70 million 1"]
        );
        assert_eq!(
            shown(&ledger.all),
            [
                "confirmed ceiling $810 million 2",
                "confirmed award £5 million 1",
                "unconfirmed ceiling $70 million 1"
            ]
        );
        assert_eq!(ledger.groups.iter().map(|group| group.deals.len()).sum::<usize>(), 5);
    }

    #[test]
    fn own_sums_and_each_joint_deal_once_make_the_whole() {
        let mut told = shared();
        told.extend(quarter());
        let deals = deals(&told);
        for by in [GroupBy::Agency, GroupBy::Vendor, GroupBy::Month, GroupBy::Program, GroupBy::Country] {
            let ledger = ledger(&deals, Some(by));
            let own: usize = ledger.groups.iter().map(|group| group.own.deals).sum();
            let mut joint: Vec<usize> = ledger
                .groups
                .iter()
                .flat_map(|group| group.deals.iter().copied())
                .filter(|place| keys(&deals[*place], by).len() > 1)
                .collect();
            joint.sort_unstable();
            joint.dedup();
            assert_eq!(own + joint.len(), ledger.all.deals, "{by:?}");
            let confirmed = |sums: &Sums| {
                sums.totals
                    .iter()
                    .filter(|t| t.standing == Standing::Confirmed)
                    .map(|t| t.deals)
                    .sum::<usize>()
            };
            let of_joint = sums(joint.iter().map(|place| &deals[*place]));
            let parts: usize = ledger.groups.iter().map(|group| confirmed(&group.own)).sum();
            assert_eq!(parts + confirmed(&of_joint), confirmed(&ledger.all), "{by:?}");
        }
    }

    #[test]
    fn what_has_nothing_to_be_grouped_by_stands_last_and_says_so() {
        let deals = deals(&quarter());
        let ledger = ledger(&deals, Some(GroupBy::Program));
        assert_eq!(ledger.groups.last().map(|group| group.label.as_str()), Some("no program named"));
        let ledger = super::ledger(&deals, Some(GroupBy::Month));
        let months: Vec<&str> = ledger.groups.iter().map(|group| group.label.as_str()).collect();
        assert_eq!(months, ["2026-03", "2026-01"]);
    }
}
