//! What cannot be right in a deal, or deserves a second look: sources that disagree, sums out of proportion, days out of
//! order; and what an edited article tells otherwise than before.

mod days;
mod edits;
mod fault;
mod remedy;
mod sums;
mod suppliers;
#[cfg(test)]
mod tests;

pub use edits::{FactChange, FactEdit, fact_changes};
pub use fault::{Fault, FaultKind, Severity, Teller, Telling};

use jiff::civil::Date;

use crate::deals::Deal;

/// What is wrong or doubtful in a deal, in the order of the kinds.
pub fn faults(deal: &Deal, today: Date) -> Vec<Fault> {
    let mut found = sums::faults(deal);
    found.extend(days::faults(deal, today));
    found.extend(suppliers::disagreement(deal));
    found.sort_by_key(|fault| fault.kind);
    found
}
