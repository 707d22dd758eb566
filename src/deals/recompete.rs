//! When a deal is likely to be competed again: an estimate, with its arithmetic.

use serde::{Deserialize, Serialize};

use crate::base::PartialDate;
use crate::deals::deal::{DealEvent, Status};
use crate::deals::period::Period;
use crate::events::{ContractType, EventKind};

/// Agencies usually ask for proposals so many months before a contract ends, at the earliest and at the latest. No source
/// says so of a single contract: planning and competition of a larger one take about that long.
const MONTHS_BEFORE: (i32, i32) = (12, 6);

/// When the successor of a deal is likely to be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recompete {
    /// When the deal ends as things stand.
    pub base_end: Option<PartialDate>,
    /// When it ends with all options.
    pub final_end: PartialDate,
    /// The first month in which proposals are likely to be asked for.
    pub from: PartialDate,
    /// The last one.
    pub to: PartialDate,
    /// How it was reckoned, and from whose words: a line a step.
    pub arithmetic: Vec<String>,
    /// Always: no article says so.
    pub estimate: bool,
}

/// The clock of a deal that is won and not over. A grant is not competed again as a contract is, nor is a use of which no
/// contract is told.
pub(super) fn recompete(
    period: &Period,
    status: Option<Status>,
    contract_type: Option<ContractType>,
    events: &[DealEvent],
) -> Option<Recompete> {
    let is_contract = |told: &DealEvent| {
        told.event.is_confirmed() && matches!(told.event.kind, EventKind::Award | EventKind::Modification)
    };
    let is_running = matches!(status, Some(Status::Awarded | Status::Changed | Status::Protested));
    let is_grant = matches!(contract_type, Some(ContractType::Grant | ContractType::CooperativeAgreement));
    let is_contract = !is_grant && events.iter().any(is_contract);
    let final_end = period.end_with_options.filter(|_| is_running && is_contract)?;
    let (earliest, latest) = MONTHS_BEFORE;
    let from = PartialDate::from(final_end.first_day()).plus_months(-earliest)?.to_month();
    let to = PartialDate::from(final_end.last_day()).plus_months(-latest)?.to_month();
    let mut arithmetic = period.arithmetic.clone();
    arithmetic.push(format!(
        "agencies usually ask for proposals {latest} to {earliest} months before the end, {final_end}: {from} to {to}"
    ));
    Some(Recompete { base_end: period.end, final_end, from, to, arithmetic, estimate: true })
}
