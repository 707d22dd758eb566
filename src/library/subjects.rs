//! Whom a name stands for: a listed agency or vendor, or one that only the library's deals name.

use std::collections::{BTreeMap, HashSet};

use crate::base::{OrgId, comparison_key};
use crate::deals::Deal;
use crate::entities::{Entry, EntryKind, Lists};
use crate::events::OrgRef;
use crate::library::{Library, LibraryError};
use crate::notebook::OrgSide;
use crate::pipeline::Thing;
use crate::report::{Side, Subject};
use crate::search::NameKind;
use crate::store::{DealHints, OrgHint};

use super::narrowing::of_id;

/// So many choices are told.
const MOST_CHOICES: usize = 12;

/// What a name may stand for.
#[derive(Clone, Debug, PartialEq)]
pub enum Named {
    /// Nobody whom the lists or the library's deals know.
    Nobody,
    /// One agency or vendor.
    One(Box<Subject>),
    /// Several to choose from, those with most deals first.
    Several(Vec<Choice>),
}

/// One of several whom a name may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Agency or vendor.
    pub side: Side,
    /// The id to ask with.
    pub id: OrgId,
    /// The canonical name.
    pub name: String,
    /// In how many of the library's deals it stands.
    pub deals: usize,
}

impl Library {
    /// Whom the name stands for. Of several namesakes the only one with deals in the library is meant.
    ///
    /// # Errors
    /// When the database fails.
    pub fn named(&self, name: &str) -> Result<Named, LibraryError> {
        let mut choices: Vec<Choice> = Vec::new();
        for side in [Side::Agency, Side::Vendor] {
            for id in self.names().ids(kind(side), name) {
                let id = OrgId::from_stored(id);
                let name = listed(side, &id).map_or_else(|| id.to_string(), |entry| entry.name.to_owned());
                choices.push(Choice { side, id, name, deals: 0 });
            }
        }
        if choices.is_empty() {
            choices = self.named_in_deals(name)?;
            if choices.is_empty() {
                let found = self.vendors_in_inventories(&comparison_key(name.trim_start_matches("x/")))?;
                let choice =
                    |org: OrgRef| Choice { side: Side::Vendor, id: org.id, name: org.name, deals: 0 };
                choices = found.into_iter().map(choice).collect();
            }
        } else if choices.len() > 1 {
            self.count_deals(&mut choices)?;
        }
        let with_deals = choices.iter().filter(|choice| choice.deals > 0).count();
        if choices.len() > 1 && with_deals == 1 {
            choices.retain(|choice| choice.deals > 0);
        }
        choices.sort_by(|a, b| b.deals.cmp(&a.deals).then_with(|| a.id.cmp(&b.id)));
        choices.truncate(MOST_CHOICES);
        Ok(match choices.as_slice() {
            [] => Named::Nobody,
            [one] => Named::One(Box::new(self.subject(one)?)),
            _ => Named::Several(choices),
        })
    }

    /// What the lists and the user say of it.
    fn subject(&self, choice: &Choice) -> Result<Subject, LibraryError> {
        let side = match choice.side {
            Side::Agency => OrgSide::Agency,
            Side::Vendor => OrgSide::Vendor,
        };
        let marks = self.marks()?;
        let mark = marks.of(&Thing::Organisation(side, choice.id.clone())).clone();
        Ok(Subject { tags: mark.tags, notes: mark.notes, ..subject(choice) })
    }

    /// Counts the deals of each in one reading.
    fn count_deals(&self, choices: &mut [Choice]) -> Result<(), LibraryError> {
        let any = choices.iter().flat_map(|one| of_id(kind(one.side), &one.id, false)).collect();
        let hints = DealHints { organisations: vec![any], ..DealHints::default() };
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            for choice in choices.iter_mut() {
                let has_part = members(choice.side, &choice.id, std::slice::from_ref(&deal)).next().is_some();
                choice.deals += usize::from(has_part);
            }
            Ok(())
        })
    }

    /// Who is so called in deals: by the whole name, else by words of it.
    fn named_in_deals(&self, name: &str) -> Result<Vec<Choice>, LibraryError> {
        let key = comparison_key(name);
        let mut found: BTreeMap<(Side, OrgId), (String, usize)> = BTreeMap::new();
        if key.is_empty() {
            return Ok(Vec::new());
        }
        self.store.for_each_deal_like(&DealHints::default(), |deal| -> Result<(), LibraryError> {
            for (side, orgs) in sides(&deal) {
                let mut seen: HashSet<&OrgId> = HashSet::new();
                for org in orgs.into_iter().filter(|org| seen.insert(&org.id)) {
                    let own = comparison_key(&org.name);
                    let is_called = format!(" {own} ").contains(&format!(" {key} "));
                    if is_called || org.id.as_str().eq_ignore_ascii_case(name.trim()) {
                        let known = found.entry((side, org.id.clone()));
                        known.or_insert_with(|| (org.name.clone(), 0)).1 += 1;
                    }
                }
            }
            Ok(())
        })?;
        let choice =
            |((side, id), (name, deals)): ((Side, OrgId), (String, usize))| Choice { side, id, name, deals };
        let choices: Vec<Choice> = found.into_iter().map(choice).collect();
        let is_whole = |one: &Choice| {
            comparison_key(&one.name) == key || one.id.as_str().eq_ignore_ascii_case(name.trim())
        };
        let whole: Vec<Choice> = choices.iter().filter(|one| is_whole(one)).cloned().collect();
        Ok(if whole.is_empty() { choices } else { whole })
    }

    /// The deals in which the organisation or what belongs to it has a part.
    pub(super) fn deals_of(&self, side: Side, id: &OrgId) -> Result<Vec<Deal>, LibraryError> {
        let hints = DealHints { organisations: vec![of_id(kind(side), id, false)], ..DealHints::default() };
        let mut deals = Vec::new();
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            if members(side, id, std::slice::from_ref(&deal)).next().is_some() {
                deals.push(deal);
            }
            Ok(())
        })?;
        Ok(deals)
    }

    /// The deals of these buyers themselves.
    pub(super) fn deals_of_buyers(&self, buyers: &HashSet<OrgId>) -> Result<Vec<Deal>, LibraryError> {
        let mut ids: Vec<&OrgId> = buyers.iter().collect();
        ids.sort();
        let hints = ids.into_iter().map(|id| OrgHint::Is(id.clone())).collect();
        let hints = DealHints { organisations: vec![hints], ..DealHints::default() };
        let mut deals = Vec::new();
        self.store.for_each_deal_like(&hints, |deal| -> Result<(), LibraryError> {
            if deal.buyers.iter().any(|org| buyers.contains(&org.id)) {
                deals.push(deal);
            }
            Ok(())
        })?;
        Ok(deals)
    }
}

/// The organisations on each side of a deal; a vendor may also be one that only protests, or through whom it is supplied.
fn sides(deal: &Deal) -> [(Side, Vec<&OrgRef>); 2] {
    let vendors = deal.vendors.iter().chain(&deal.via);
    let told = deal.events.iter().flat_map(|told| &told.event.vendors);
    [(Side::Agency, deal.buyers.iter().collect()), (Side::Vendor, vendors.chain(told).collect())]
}

/// The ids in the deals that are the organisation's or of what belongs to it.
pub(super) fn members<'a>(side: Side, id: &'a OrgId, deals: &'a [Deal]) -> impl Iterator<Item = &'a OrgId> {
    let of_side = deals.iter().flat_map(sides).filter(move |(own, _)| *own == side);
    of_side.flat_map(|(_, orgs)| orgs).map(|org| &org.id).filter(move |own| belongs(own, id))
}

fn belongs(own: &OrgId, id: &OrgId) -> bool {
    own.is_within(id) || Lists::bundled().ancestry(own).iter().any(|above| above.id == id.as_str())
}

pub(super) fn kind(side: Side) -> NameKind {
    match side {
        Side::Agency => NameKind::Agency,
        Side::Vendor => NameKind::Vendor,
    }
}

fn listed(side: Side, id: &OrgId) -> Option<&'static Entry> {
    let kind = if side == Side::Agency { EntryKind::Agency } else { EntryKind::Vendor };
    Lists::bundled().entry(kind, id.as_str())
}

/// What the lists say of it.
fn subject(choice: &Choice) -> Subject {
    let lists = Lists::bundled();
    let Choice { side, id, name, .. } = choice;
    let entry = listed(*side, id);
    let reference = |entry: &Entry| OrgRef { id: OrgId::from_stored(entry.id), name: entry.name.to_owned() };
    let place = lists.entries().iter().position(|one| entry.is_some_and(|entry| std::ptr::eq(one, entry)));
    let mut aliases: Vec<String> = lists
        .aliases()
        .iter()
        .filter(|alias| Some(alias.entry) == place && alias.text != name)
        .map(|alias| alias.text.to_owned())
        .collect();
    aliases.dedup();
    let units = lists
        .entries()
        .iter()
        .filter(|one| entry.is_some_and(|entry| one.kind == entry.kind && one.parent == Some(entry.id)));
    Subject {
        side: *side,
        id: id.clone(),
        name: name.clone(),
        aliases,
        parents: lists.ancestry(id).into_iter().skip(1).map(reference).collect(),
        units: units.map(reference).collect(),
        country: entry.map(|entry| entry.country.to_owned()).filter(|code| !code.is_empty()),
        class: entry.map(|entry| entry.class.to_owned()).filter(|class| !class.is_empty()),
        tags: Vec::new(),
        notes: Vec::new(),
    }
}
