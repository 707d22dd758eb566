//! What form a contract has, else how it is priced.

use crate::base::{Family, Pattern};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Read;

macro_rules! contract_types {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $pattern:literal;)*) => {
        /// The form of a contract, else its pricing (FAR parts 16, 35 and 37; the words of other countries beside them).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ContractType {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl ContractType {
            /// Every type; where a text names several, the earlier in this list is the one told.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word used in records, filters and tables.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }

        static PATTERNS: &[(ContractType, &str)] = &[$((ContractType::$name, $pattern)),*];
    };
}

contract_types! {
    /// An agreement outside the procurement rules: prototype or research.
    OtherTransaction = "other_transaction",
        r"\bother[\s-]transactions?(?:[\s-](?:authority|agreements?|award|contracts?))?\b|(?-i:\bOTA?s?)\s(?:agreement|award|contract)";
    /// Small-business research, phase one.
    SbirPhaseOne = "sbir_phase_1", r"\b(?:SBIR|STTR|Small\sBusiness\sInnovation\sResearch)\b[^.;]{0,40}?\bPhase\s(?-i:I|1|one)\b|\bPhase\s(?-i:I|1|one)\s(?:SBIR|STTR|Small\sBusiness\sInnovation)";
    /// Small-business research, phase two.
    SbirPhaseTwo = "sbir_phase_2", r"\b(?:SBIR|STTR|Small\sBusiness\sInnovation\sResearch)\b[^.;]{0,40}?\bPhase\s(?:II|2|two)\b|\bPhase\s(?:II|2|two)\s(?:SBIR|STTR|Small\sBusiness\sInnovation)";
    /// Small-business research, phase three.
    SbirPhaseThree = "sbir_phase_3", r"\b(?:SBIR|STTR|Small\sBusiness\sInnovation\sResearch)\b[^.;]{0,40}?\bPhase\s(?:III|3|three)\b|\bPhase\s(?:III|3|three)\s(?:SBIR|STTR|Small\sBusiness\sInnovation)";
    /// Small-business research, no phase named.
    Sbir = "sbir", r"\b(?:SBIR|STTR)\s(?:award|contract|grant)";
    /// A grant.
    Grant = "grant", r"(?-i:\bgrants?\s(?:award|agreement|of\s[$£€])|\b(?:an?|the)\s(?:[$£€][\d.,]+(?:\s(?:m|b|tr)illion)?\s)?(?:research\s|federal\s)?grant\b)";
    /// A cooperative agreement.
    CooperativeAgreement = "cooperative_agreement", r"\bcooperative\s(?:research\sand\sdevelopment\s)?agreement|\bCRADA\b";
    /// Blanket purchase agreement.
    BlanketPurchaseAgreement = "blanket_purchase_agreement", r"\bblanket\s(?:purchase|ordering)\sagreements?|(?-i:\bBPAs?\b)";
    /// Basic ordering agreement.
    BasicOrderingAgreement = "basic_ordering_agreement", r"\bbasic\sordering\sagreements?|(?-i:\bBOAs?\b)";
    /// An order under a contract that many agencies may use.
    GwacOrder = "gwac_order", r"\b(?:NASA\sSEWP|SEWP\sV|Alliant\s2|OASIS\+?|CIO-SP3|CIO-SP4|8\(a\)\sSTARS|STARS\sIII|VETS\s2|GWAC|GSA\sschedule|[Ff]ederal\s[Ss]upply\s[Ss]chedule|[Mm]ultiple\s[Aa]ward\s[Ss]chedule)\b[^.;]{0,40}?\b(?:task\s|delivery\s)?orders?\b|\b(?:task|delivery)\sorders?\b[^.;]{0,60}?\b(?:NASA\sSEWP|SEWP\sV|Alliant\s2|OASIS\+?|CIO-SP[34]|STARS\sIII|VETS\s2|GWAC|GSA\sschedule|[Ff]ederal\s[Ss]upply\s[Ss]chedule)";
    /// Indefinite delivery, indefinite quantity.
    Idiq = "idiq", r"\bindefinite[\s-]delivery\b|\bindefinite[\s-]quantity\b|\bIDIQs?\b|\bID/IQs?\b";
    /// A requirements contract.
    Requirements = "requirements", r"\brequirements(?:[\s-]type)?\scontract";
    /// A framework agreement.
    Framework = "framework", r"\bframework\s(?:agreement|contract)s?\b|\baccord[\s-]cadre\b|\bRahmenvertrag|\bG-Cloud\s\d+\b|\bdynamic\spurchasing\ssystem";
    /// A task or delivery order under another contract.
    TaskOrder = "task_order", r"\b(?:task|delivery|call)[\s-]orders?\b|\bcall-off\b";
    /// Firm fixed price.
    FirmFixedPrice = "firm_fixed_price", r"\bfirm[\s,-]+fixed[\s-]+price|\bFFP\b";
    /// Fixed price with an incentive.
    FixedPriceIncentive = "fixed_price_incentive", r"\bfixed[\s-]+price[\s-]+incentive";
    /// Fixed price, adjusted to an index.
    FixedPriceAdjusted = "fixed_price_adjusted", r"\bfixed[\s-]+price[\s,-]+(?:with[\s-]+)?(?:an?[\s-]+)?economic[\s-]+(?:price[\s-]+)?adjustment|\bprospective[\s-]+price[\s-]+redetermination";
    /// Fixed price, no more said.
    FixedPrice = "fixed_price", r"\bfixed[\s-]+price";
    /// Cost plus a fixed fee.
    CostPlusFixedFee = "cost_plus_fixed_fee", r"\bcost[\s-]+plus[\s—-]+(?:a[\s-]+)?fixed[\s-]+fee|\bCPFF\b";
    /// Cost plus an incentive fee.
    CostPlusIncentiveFee = "cost_plus_incentive_fee", r"\bcost[\s-]+plus[\s-]+(?:an[\s-]+)?incentive[\s-]+fee|\bCPIF\b";
    /// Cost plus an award fee.
    CostPlusAwardFee = "cost_plus_award_fee", r"\bcost[\s-]+plus[\s-]+(?:an[\s-]+)?award[\s-]+fee|\bCPAF\b";
    /// Costs are paid, without a fee or with one not named.
    CostReimbursement = "cost_reimbursement", r"\bcost[\s-]+(?:reimburs(?:ement|able)|type|only|no[\s-]+fee|sharing)\b|\bcost[\s-]+plus\b";
    /// Time and materials, or labour hours.
    TimeAndMaterials = "time_and_materials", r"\btime[\s-]+and[\s-]+materials?\b|\blabor[\s-]+hours?\s(?:contract|task|order)|(?-i:\bT&M\b)";
    /// A lease or subscription.
    Subscription = "subscription", r"\b(?:subscription|enterprise\slicen[cs]e)\s(?:agreement|contract|deal)|\benterprise\ssoftware\slicen[cs]e|\benterprise\sagreement";
}

static EACH: LazyLock<Family> =
    LazyLock::new(|| Family::of(PATTERNS.iter().map(|(_, pattern)| Pattern::new(format!("(?i){pattern}")))));

/// The type a sentence names; of several the one that stands first in [`ContractType::ALL`].
pub(super) fn read(text: &str) -> Option<Read<ContractType>> {
    let openings = EACH.openings(text);
    PATTERNS.iter().enumerate().find_map(|(number, (value, _))| {
        let found = openings.find(number, 0)?;
        Some(Read { value: *value, start: found.start(), end: found.end() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_goes_before_the_pricing() {
        use ContractType as T;
        for (text, expected) in [
            ("won a firm-fixed-price contract for sensors", Some(T::FirmFixedPrice)),
            (
                "a $3 million firm-fixed-price, indefinite-delivery/indefinite-quantity contract",
                Some(T::Idiq),
            ),
            ("a cost-plus—fixed-fee contract", Some(T::CostPlusFixedFee)),
            ("a cost-plus-incentive-fee order", Some(T::CostPlusIncentiveFee)),
            ("under an other transaction agreement for a prototype", Some(T::OtherTransaction)),
            ("a Phase II SBIR award", Some(T::SbirPhaseTwo)),
            ("a Small Business Innovation Research (SBIR) Phase III contract", Some(T::SbirPhaseThree)),
            ("a five-year blanket purchase agreement", Some(T::BlanketPurchaseAgreement)),
            ("a task order on Alliant 2", Some(T::GwacOrder)),
            ("a place on the framework agreement", Some(T::Framework)),
            ("a $2 million grant from the agency", Some(T::Grant)),
            ("a time-and-materials contract", Some(T::TimeAndMaterials)),
            ("the ministry granted access, the Grant County jail", None),
            ("a contract for drones", None),
        ] {
            assert_eq!(read(text).map(|found| found.value), expected, "{text}");
        }
    }

    #[test]
    fn each_type_has_its_own_word() {
        for kind in T_ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    const T_ALL: &[ContractType] = ContractType::ALL;
}
