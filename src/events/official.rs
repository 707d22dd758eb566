//! What an official register adds to a dealing that its own record tells.

use serde::{Deserialize, Serialize};

use crate::base::{Money, OrgId, PartialDate};

/// A register of public contracts, or a daily announcement of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Award records of <https://www.usaspending.gov>, which rest on the Federal Procurement Data System.
    UsaSpending,
    /// Contract opportunities and contract awards of <https://sam.gov>.
    Sam,
    /// Documents of <https://www.federalregister.gov>.
    FederalRegister,
    /// The daily contract announcements of the U.S. Department of Defense.
    DodAnnouncements,
    /// Contracts Finder of the United Kingdom (OCDS prefix `ocds-b5fd17`).
    ContractsFinder,
    /// Find a Tender of the United Kingdom (OCDS prefix `ocds-h6vhtk`).
    FindATender,
    /// Any other publisher of Open Contracting data.
    Ocds,
}

impl Register {
    /// As a reader knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UsaSpending => "USAspending",
            Self::Sam => "SAM.gov",
            Self::FederalRegister => "Federal Register",
            Self::DodAnnouncements => "DoD contract announcement",
            Self::ContractsFinder => "Contracts Finder",
            Self::FindATender => "Find a Tender",
            Self::Ocds => "open contracting record",
        }
    }
}

/// The state of a contract by an official record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficialRecord {
    /// Where it stands.
    pub register: Register,
    /// How the register calls it: a `generated_unique_award_id`, an `ocid`, a notice id.
    pub record_id: Option<String>,
    /// What has been obligated so far.
    pub obligated: Option<Money>,
    /// The most it may come to, options included.
    pub ceiling: Option<Money>,
    /// The last modification, as numbered there: `P00003`.
    pub modification: Option<String>,
    /// The day the record speaks of: its last change, else its publication.
    pub as_of: Option<PartialDate>,
    /// By which numbers it knows those who buy and supply.
    #[serde(default)]
    pub identifiers: Vec<PartyIdentifier>,
}

/// A number by which a register knows an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyIdentifier {
    /// Whose it is.
    pub party: OrgId,
    /// How the register calls them: it may be a unit of the organisation.
    pub name: String,
    /// The list that the number is of, as Open Contracting codes them: `GB-COH`, `XI-LEI`.
    pub scheme: String,
    /// The number.
    pub id: String,
}
