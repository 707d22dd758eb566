//! The deals of a period by agency, vendor, program or country, each group with its own figures.

use std::collections::BTreeMap;

use crate::base::DealId;
use crate::deals::Deal;
use crate::report::ledger::{GroupBy, keys};
use crate::report::sections::Sections;
use crate::report::totals::{Total, totals_where};

/// Deals of a period that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestGroup {
    /// The id or code they have in common; `None` for those that have none.
    pub id: Option<String>,
    /// The same for people.
    pub label: String,
    /// The deals that the period tells something new of, in the order of their ids.
    pub deals: Vec<DealId>,
    /// Their sums, of those that stand in no other group.
    pub own: Vec<Total>,
    /// The sums of those that stand in other groups too, whole: nobody says how they are divided.
    pub joint: Vec<Total>,
}

/// What deals are called that have something in common, and each of them with whether it stands in other groups too.
type Told<'d> = (String, Vec<(&'d Deal, bool)>);

/// The groups of the deals that stand in a section: the largest first, what has nothing in common last.
pub(super) fn parts(deals: &[&Deal], found: &Sections<'_>, by: GroupBy) -> Vec<DigestGroup> {
    let told: Vec<&Deal> = deals.iter().copied().filter(|deal| found.tells(deal)).collect();
    let mut groups: BTreeMap<Option<String>, Told<'_>> = BTreeMap::new();
    for deal in told {
        let keys = keys(deal, by);
        let is_joint = keys.len() > 1;
        for (id, label) in keys {
            groups.entry(id).or_insert_with(|| (label, Vec::new())).1.push((deal, is_joint));
        }
    }
    let mut groups: Vec<DigestGroup> = groups
        .into_iter()
        .map(|(id, (label, deals))| {
            let of = |joint: bool| {
                let meant = deals.iter().filter(|(_, is_joint)| *is_joint == joint).map(|(deal, _)| *deal);
                totals_where(meant, |_, told| found.counts(told))
            };
            let (own, joint) = (of(false), of(true));
            DigestGroup {
                id,
                label,
                own,
                joint,
                deals: deals.iter().map(|(deal, _)| deal.id.clone()).collect(),
            }
        })
        .collect();
    groups.sort_by(|a, b| {
        let by_size = b.deals.len().cmp(&a.deals.len());
        a.id.is_none().cmp(&b.id.is_none()).then(by_size).then_with(|| a.label.cmp(&b.label))
    });
    groups
}
