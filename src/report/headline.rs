//! The one sum that a deal is shown with in a list.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::Money;
use crate::deals::{Deal, DealEvent};
use crate::entities::AmountRole;
use crate::report::totals::{ADDED, Pick, Standing, pick};

/// A deal's sum in a list, and how firmly it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// What it is.
    pub role: AmountRole,
    /// The sum; the upper end of a range.
    pub money: Money,
    /// The lower end of a range.
    pub low: Option<Decimal>,
    /// How firmly it stands.
    pub standing: Standing,
    /// Whether articles give the role sums that cannot all be right.
    pub disputed: bool,
}

impl Headline {
    /// As text, for whoever keeps it beside its deal.
    ///
    /// # Errors
    /// Those of the format.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// What [`Headline::to_json`] wrote.
    ///
    /// # Errors
    /// When it is no such text.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

/// The deal's ceiling, else its worth, else another sum that may be added up; a confirmed one before any other.
pub fn headline(deal: &Deal) -> Option<Headline> {
    let every = |_: &Deal, _: &DealEvent| true;
    let picks: Vec<Pick<'_>> = ADDED.into_iter().filter_map(|role| pick(deal, role, &every)).collect();
    let firm = picks.iter().find(|pick| pick.standing != Standing::Unconfirmed);
    let pick = firm.or(picks.first())?;
    Some(Headline {
        role: pick.value.role,
        money: pick.value.money,
        low: pick.value.low,
        standing: pick.standing,
        disputed: pick.is_disputed,
    })
}
