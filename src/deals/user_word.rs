//! What `corrections.toml` says of deals, looked up among the events of a block.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::deals::deal::{DealEvent, Status};
use crate::deals::rulings::{DealRuling, EventRef, Ruled, Rulings, Said};
use crate::entities::AmountRole;
use crate::events::{
    Correction, CorrectionAction, Corrections, EventName, article_key, event_at, read_value,
};

/// An entry about deals and the events of a block that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// The event it is about.
    pub event: Named,
    /// The others, in the order of the entry.
    pub with: Vec<Named>,
}

/// The events that go by one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The article's address or id and the name, as written.
    pub written: String,
    /// The events; one, where all is well.
    pub events: Vec<EventRef>,
}

impl Named {
    /// The event, where the name stands for one alone.
    pub fn only(&self) -> Option<&EventRef> {
        match self.events.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// Events by the articles that tell them.
pub struct ByArticle<'e>(HashMap<String, Vec<&'e DealEvent>>);

impl<'e> ByArticle<'e> {
    /// All events of the articles that an entry may name.
    pub fn new(events: impl IntoIterator<Item = &'e DealEvent>) -> Self {
        let mut found: HashMap<String, Vec<&'e DealEvent>> = HashMap::new();
        for told in events {
            let url = told.url.as_deref().map(article_key);
            for key in url.into_iter().chain([told.article.to_string()]) {
                found.entry(key).or_default().push(told);
            }
        }
        for told in found.values_mut() {
            told.sort_by_key(|told| (&told.article, told.ordinal));
        }
        Self(found)
    }

    /// The events that an entry names.
    pub fn meant(&self, entry: &Correction) -> Meant {
        let article = entry.article.as_deref().unwrap_or_default();
        let event = entry.event().map(|name| self.named(&article_key(article), &name));
        let with = entry.with.iter().filter_map(|other| event_at(other));
        Meant {
            event: event.unwrap_or_default(),
            with: with.map(|(article, name)| self.named(&article, &name)).collect(),
        }
    }

    fn named(&self, article: &str, name: &EventName) -> Named {
        let told = self.0.get(article).map_or(&[][..], Vec::as_slice);
        let places = name.places(told.iter().map(|told| &told.event));
        Named {
            written: format!("{article} {name}"),
            events: places
                .into_iter()
                .filter_map(|place| told.get(place))
                .map(|told| EventRef::of(told))
                .collect(),
        }
    }
}

/// The user's word on these events: all that the entries say of events that their names tell without doubt.
pub fn rulings<'e>(corrections: &Corrections, events: impl IntoIterator<Item = &'e DealEvent>) -> Rulings {
    let mut rulings = Rulings::default();
    let mut entries = corrections.of_deals().peekable();
    if entries.peek().is_none() {
        return rulings;
    }
    let by_article = ByArticle::new(events);
    for (_, entry) in entries {
        let meant = by_article.meant(entry);
        let Some(event) = meant.event.only() else { continue };
        let pairs = meant.with.iter().filter_map(Named::only).filter(|other| *other != event);
        let pairs = pairs.map(|other| pair(event, other));
        match entry.action {
            CorrectionAction::Merge => rulings.joined.extend(pairs),
            CorrectionAction::Part => rulings.parted.extend(pairs),
            _ => rulings.deals.extend(ruling(entry, event)),
        }
    }
    rulings
}

/// The pairs that the user has joined, directly or through others, and parted at once: parted counts.
pub fn contradictions(rulings: &Rulings) -> Vec<(EventRef, EventRef)> {
    let mut group: BTreeMap<&EventRef, usize> = BTreeMap::new();
    let all: BTreeSet<&EventRef> = rulings.joined.iter().flat_map(|(one, other)| [one, other]).collect();
    group.extend(all.into_iter().enumerate().map(|(number, one)| (one, number)));
    for (one, other) in &rulings.joined {
        let (from, to) = (group[other], group[one]);
        group.values_mut().filter(|number| **number == from).for_each(|number| *number = to);
    }
    let is_joined = |(one, other): &&(EventRef, EventRef)| {
        group.get(one).is_some_and(|number| group.get(other) == Some(number))
    };
    rulings.parted.iter().filter(is_joined).cloned().collect()
}

/// Two events, the smaller first.
pub fn pair(one: &EventRef, other: &EventRef) -> (EventRef, EventRef) {
    if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

/// What an entry says of the deal that holds this event.
pub fn ruling(entry: &Correction, event: &EventRef) -> Option<DealRuling> {
    let to = entry.to.as_deref()?;
    let ruled = match entry.action {
        CorrectionAction::Status => Ruled::Status(Status::from_word(to)?),
        CorrectionAction::Value => Ruled::Value(read_value(to, AmountRole::Award)?),
        _ => return None,
    };
    let said = Said { author: entry.author.clone(), time: entry.time.clone(), reason: entry.reason.clone() };
    Some(DealRuling { event: event.clone(), ruled, said })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ArticleId;
    use crate::events::DEAL_STATUSES;

    #[test]
    fn the_file_knows_the_words_of_statuses() {
        assert_eq!(DEAL_STATUSES, Status::ALL.map(Status::as_str));
        assert!(Status::ALL.iter().all(|status| Status::from_word(status.as_str()) == Some(*status)));
    }

    #[test]
    fn joined_and_parted_at_once_is_told_also_through_others() {
        let event = |n: u32| EventRef { article: ArticleId::from_stored("a1"), ordinal: n };
        let pairs = |all: &[(u32, u32)]| all.iter().map(|(a, b)| pair(&event(*a), &event(*b))).collect();
        for (joined, parted, broken) in [
            (&[(0, 1), (1, 2)][..], &[(0, 2), (0, 3)][..], &[(0, 2)][..]),
            (&[(3, 0), (2, 3), (1, 0)], &[(1, 2)], &[(1, 2)]),
            (&[(0, 1)], &[(1, 2)], &[]),
            (&[], &[(1, 2)], &[]),
            (&[(0, 1)], &[(1, 0)], &[(0, 1)]),
        ] {
            let rulings = Rulings { joined: pairs(joined), parted: pairs(parted), deals: Vec::new() };
            let broken: BTreeSet<(EventRef, EventRef)> = pairs(broken);
            assert_eq!(
                contradictions(&rulings).into_iter().collect::<BTreeSet<_>>(),
                broken,
                "{joined:?} {parted:?}"
            );
        }
    }
}
