//! All that is known of one agency or vendor, and what happened when.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::base::OrgId;
use crate::deals::Deal;
use crate::library::subjects::members;
use crate::library::{DealFilter, Library, LibraryError, Shown};
use crate::report::{
    DealOrder, PeriodLength, Profile, ProfileInput, Side, Subject, Timeline, profile, sort_deals, timeline,
};

/// Whose events a timeline tells.
#[derive(Clone, Debug, PartialEq)]
pub enum TimelineOf {
    /// One deal's.
    Deal(String),
    /// An agency's or vendor's.
    Subject(Box<Subject>),
    /// Those of all deals that pass.
    Query,
}

impl Library {
    /// The profile of an agency or vendor, of the events that pass. Only its own deals and those of its buyers are read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn profile(
        &self,
        subject: Subject,
        filter: &DealFilter,
        sample: bool,
        today: Date,
    ) -> Result<Profile, LibraryError> {
        let mut deals = self.deals_of(subject.side, &subject.id)?;
        deals.retain(|deal| filter.passes(deal, self.names()));
        sort_deals(&mut deals, DealOrder::default());
        let members: HashSet<OrgId> = members(subject.side, &subject.id, &deals).cloned().collect();
        let others = if subject.side == Side::Vendor { self.others(&deals, filter)? } else { Vec::new() };
        let ai_uses = self.ai_uses_of(&subject)?;
        let input = ProfileInput {
            subject,
            members,
            deals,
            others: &others,
            ai_uses,
            coverage: self.coverage(None, None, |_| false)?,
            sample,
            today: Some(today),
        };
        Ok(profile(input, |deal, told| filter.passes_event(deal, told, self.names())))
    }

    /// Other deals of the buyers of these.
    fn others(&self, deals: &[Deal], filter: &DealFilter) -> Result<Vec<Deal>, LibraryError> {
        let buyers: HashSet<OrgId> =
            deals.iter().flat_map(|deal| &deal.buyers).map(|org| org.id.clone()).collect();
        let mut others = self.deals_of_buyers(&buyers)?;
        let own: HashSet<&str> = deals.iter().map(|deal| deal.id.as_str()).collect();
        others.retain(|deal| !own.contains(deal.id.as_str()) && filter.passes(deal, self.names()));
        Ok(others)
    }

    /// What happened when, of the events that pass; with the deals that they are of.
    ///
    /// # Errors
    /// When a deal's id leads nowhere, or the database fails.
    pub fn timeline(
        &self,
        of: &TimelineOf,
        filter: &DealFilter,
        length: PeriodLength,
        today: Date,
    ) -> Result<(Timeline, Vec<Deal>), LibraryError> {
        let mut deals = match of {
            TimelineOf::Deal(id) => match self.show(id)? {
                Shown::Deal(shown) => vec![shown.deal],
                Shown::Article(_) => return Err(LibraryError::UnknownId(crate::base::printable(id))),
            },
            TimelineOf::Subject(subject) => self.deals_of(subject.side, &subject.id)?,
            TimelineOf::Query => self.deals(filter)?,
        };
        deals.retain(|deal| filter.passes(deal, self.names()));
        let told =
            timeline(&deals, length, Some(today), |deal, told| filter.passes_event(deal, told, self.names()));
        Ok((told, deals))
    }
}
