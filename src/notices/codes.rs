//! The codes of the Federal Procurement Data System, which USAspending and SAM.gov print (FPDS data dictionary): how a
//! contract is priced, what form it has, how it was competed.

use crate::events::{Competition, ContractType};

/// Type of contract pricing (element 6A).
pub(super) fn pricing(code: &str) -> Option<ContractType> {
    use ContractType as T;
    Some(match code {
        "A" | "K" => T::FixedPriceAdjusted,
        "B" | "M" => T::FixedPrice,
        "J" => T::FirmFixedPrice,
        "L" => T::FixedPriceIncentive,
        "R" => T::CostPlusAwardFee,
        "S" | "T" => T::CostReimbursement,
        "U" => T::CostPlusFixedFee,
        "V" => T::CostPlusIncentiveFee,
        "Y" | "Z" => T::TimeAndMaterials,
        _ => return None,
    })
}

/// Type of award (element 6I and those of assistance): the form, where the code tells one.
pub(super) fn form(code: &str, description: &str) -> Option<ContractType> {
    use ContractType as T;
    Some(match code {
        "C" => T::TaskOrder,
        "IDV_A" => T::Idiq,
        "IDV_D" => T::BasicOrderingAgreement,
        "IDV_E" => T::BlanketPurchaseAgreement,
        "02" | "03" | "04" => T::Grant,
        "05" => T::CooperativeAgreement,
        _ => {
            let words = description.to_lowercase();
            if words.contains("other transaction") {
                T::OtherTransaction
            } else if words.contains("requirements") {
                T::Requirements
            } else if words.contains("indefinite") || words == "idc" || words == "gwac" {
                T::Idiq
            } else if words.contains("delivery order") || words.contains("task order") {
                T::TaskOrder
            } else if words == "boa" {
                T::BasicOrderingAgreement
            } else if words == "bpa" {
                T::BlanketPurchaseAgreement
            } else if words.contains("cooperative agreement") {
                T::CooperativeAgreement
            } else if words.contains("grant") {
                T::Grant
            } else {
                return None;
            }
        }
    })
}

/// Type of set-aside (element 10N; the codes of contract opportunities are among them).
pub(super) fn set_aside(code: &str) -> Option<Competition> {
    use Competition as C;
    Some(match code {
        "8A" | "8AN" | "8AC" => C::SetAsideEightA,
        "HZC" | "HZS" | "HS2" | "HS3" => C::SetAsideHubzone,
        "SDVOSBC" | "SDVOSBS" | "VSA" | "VSS" | "VSB" => C::SetAsideVeteran,
        "WOSB" | "WOSBSS" | "EDWOSB" | "EDWOSBSS" => C::SetAsideWomen,
        "SBA" | "SBP" | "RSB" | "ESB" => C::SetAsideSmallBusiness,
        _ => return None,
    })
}

/// Extent competed (element 10A).
pub(super) fn extent(code: &str) -> Option<Competition> {
    use Competition as C;
    Some(match code {
        "A" | "D" => C::FullAndOpen,
        "B" | "C" | "G" | "NDO" => C::SoleSource,
        "F" | "CDO" => C::Competitive,
        _ => return None,
    })
}

/// Reason for modification (element 12C), where it ends the contract.
pub(super) fn ends_contract(code: &str) -> bool {
    matches!(code, "E" | "F" | "N" | "X")
}
