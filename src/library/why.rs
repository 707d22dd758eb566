//! Why a deal was not joined with the one that comes nearest to it.

use std::collections::BTreeSet;

use crate::deals::{Deal, EventRef, Features, NearestDeal, nearest};
use crate::library::{Library, LibraryError};
use crate::store::EventRow;

impl Library {
    /// The other deal that comes nearest to a deal, and why the two were not joined; with that deal itself. `None` where no
    /// event of another deal was compared with one of its own, or none may be one deal with them at all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn nearest_deal(&self, deal: &Deal) -> Result<Option<(NearestDeal, Deal)>, LibraryError> {
        let own = self.compared(deal)?;
        let rows: BTreeSet<EventRow> = own.iter().map(|(_, row, _)| *row).collect();
        let mut candidates: BTreeSet<EventRow> = BTreeSet::new();
        for (_, _, features) in &own {
            candidates.extend(self.store.events_with_keys(&features.keys.lookups)?);
        }
        let mut others = Vec::new();
        for row in candidates.difference(&rows) {
            let Some(event) = self.store.event_in(*row)? else { continue };
            // An event that tells no deal is in none.
            let deals = self.store.deals_touching(&[(event.article.clone(), event.ordinal)])?;
            if let Some(id) = deals.into_iter().find(|id| *id != deal.id) {
                others.push((event, id, self.store.features_in(*row)?));
            }
        }
        let own_features: Vec<&Features> = own.iter().map(|(.., features)| features).collect();
        let features: Vec<&Features> = others.iter().map(|(.., features)| features).collect();
        let Some(nearness) = nearest(&own_features, &features) else { return Ok(None) };
        let (Some((one, ..)), Some((event, id, _))) = (own.get(nearness.own), others.get(nearness.other))
        else {
            return Ok(None);
        };
        let Some(other) = self.store.deal(id)? else { return Ok(None) };
        let all = self.compared(&other)?;
        let all: Vec<&Features> = all.iter().map(|(.., features)| features).collect();
        let name = (other.id.clone(), other.name.clone());
        let told = NearestDeal::new(name, (one.clone(), event.clone()), nearness, (&own_features, &all));
        Ok(Some((told, other)))
    }

    /// The events of a deal, and what each is compared by.
    fn compared(&self, deal: &Deal) -> Result<Vec<(EventRef, EventRow, Features)>, LibraryError> {
        let mut found = Vec::with_capacity(deal.events.len());
        for event in deal.events.iter().map(EventRef::of) {
            if let Some(row) = self.store.row_of_event(&event)? {
                found.push((event, row, self.store.features_in(row)?));
            }
        }
        Ok(found)
    }
}
