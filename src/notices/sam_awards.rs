//! Contract awards of SAM.gov: the answer of the Contract Awards API v1, which took the place of FPDS
//! (<https://open.gsa.gov/api/contract-awards/>). One entry is one action on a contract: its award, or a change of it.

use serde_json::Value;

use super::codes::ends_contract;
use super::federal::{bodies, competition, contract_type, dollars, numbers, place, plain_description};
use super::identifiers::of_supplier;
use super::json::{at, day, first_name, name, text};
use super::record::{Dealing, Lines, Record, Said, headline};
use crate::entities::{AmountRole, NumberKind};
use crate::events::{Certainty, EventKind, OfficialRecord, Register};

/// Whether an object is an action on a contract.
pub(super) fn is_action(value: &Value) -> bool {
    at(value, "contractId").is_object()
        && (at(value, "coreData").is_object() || at(value, "awardDetails").is_object())
}

/// The record of an action.
pub(super) fn record(value: &Value) -> Result<Record, &'static str> {
    let (contract, core, details) =
        (at(value, "contractId"), at(value, "coreData"), at(value, "awardDetails"));
    let piid = name(at(contract, "piid")).ok_or("it has no piid")?;
    let modification =
        name(at(contract, "modificationNumber")).filter(|number| !number.trim_matches('0').is_empty());
    let reason = first_name(contract, &["reasonForModification.name"]);
    let reason_code = first_name(contract, &["reasonForModification.code"]).unwrap_or_default();
    let kind = match &modification {
        Some(_) if ends_contract(&reason_code) => EventKind::Termination,
        Some(_) if reason.is_some() => EventKind::Modification,
        _ => EventKind::Award,
    };
    let header = at(details, "awardeeData.awardeeHeader");
    let awardee = first_name(header, &["awardeeName", "legalBusinessName", "awardeeNameFromContract"]);
    let form = first_name(core, &["awardOrIDVType.name"]);
    let signed = day(at(details, "dates.dateSigned"));

    let mut lines = Lines::default();
    let what = reason.clone().filter(|_| kind != EventKind::Award).or_else(|| form.clone());
    lines.push(
        if kind == EventKind::Award { "Award" } else { "Action" },
        what.unwrap_or_else(|| "award".to_owned()),
        Said::Kind,
    );
    let contracting = at(core, "federalOrganization.contractingInformation");
    let buyers = bodies(contracting, &["contractingSubtier.name", "contractingDepartment.name"]);
    for buyer in &buyers {
        lines.push("Contracting agency", buyer.clone(), Said::Buyer);
    }
    lines.name("Awardee", awardee.clone(), Said::Vendor);
    let ceiling = dollars(at(details, "totalContractDollars.totalBaseAndAllOptionsValue"));
    let obligated = dollars(at(details, "totalContractDollars.totalActionObligation"));
    let action = at(details, "dollars");
    if kind == EventKind::Award {
        let own = ceiling.or_else(|| dollars(at(action, "baseAndAllOptionsValue")));
        lines.sum("Base and all options", own, AmountRole::Ceiling, true);
        let own = obligated.or_else(|| dollars(at(action, "actionObligation")));
        lines.sum("Total obligation", own, AmountRole::Obligated, true);
    } else {
        let is_change = kind == EventKind::Modification;
        lines.sum(
            "Change of base and all options",
            dollars(at(action, "baseAndAllOptionsValue")),
            AmountRole::Modification,
            is_change,
        );
        lines.sum(
            "Obligated by this action",
            dollars(at(action, "actionObligation")),
            AmountRole::Obligated,
            is_change,
        );
        lines.sum("Base and all options", ceiling, AmountRole::Ceiling, false);
        lines.sum("Total obligation", obligated, AmountRole::Obligated, false);
    }
    lines.day("Signed", signed, Said::Date);
    let acquisition = at(core, "acquisitionData");
    contract_type(
        &mut lines,
        (&Value::Null, &[at(acquisition, "typeOfIdc.name"), at(core, "awardOrIDVType.name")]),
        (at(acquisition, "typeOfContractPricing.code"), at(acquisition, "typeOfContractPricing.name")),
    );
    let competed = [at(details, "competitionInformation"), at(core, "competitionInformation")];
    let competed = competed.into_iter().find(|part| part.is_object()).unwrap_or(&Value::Null);
    competition(
        &mut lines,
        (at(competed, "typeOfSetAside.code"), at(competed, "typeOfSetAside.name")),
        (at(competed, "extentCompeted.code"), at(competed, "extentCompeted.name")),
    );
    lines.offers(at(competed, "numberOfOffersReceived"));
    lines.day("Start", day(at(details, "dates.periodOfPerformanceStartDate")), Said::OtherDate);
    lines.day("End", day(at(details, "dates.currentCompletionDate")), Said::Completion);
    lines.day("Ultimate end", day(at(details, "dates.ultimateCompletionDate")), Said::OtherDate);
    let performed = at(core, "principalPlaceOfPerformance");
    let paths: [&[&str]; 2] = [&["city.name"], &["state.name", "country.name"]];
    lines.name("Place of performance", place(performed, &paths), Said::Place);
    let parent = name(at(contract, "referencedIDVPiid"));
    let subtiers = ["referencedIDVSubtier.code", "subtier.code"].map(|path| name(at(contract, path)));
    let is_shared = subtiers[0].is_some() && subtiers[0] != subtiers[1];
    numbers(&mut lines, Some(piid.clone()), parent.clone(), is_shared);
    lines.number("Solicitation number", name(at(core, "solicitationId")), NumberKind::Solicitation, true);
    lines.say("Modification", modification.clone());

    let mut others = Lines::default();
    others.say("Register", Some(Register::Sam.name().to_owned()));
    others.day("Last modified", day(at(details, "transactionData.lastModifiedDate")), Said::OtherDate);
    let funding = at(core, "federalOrganization.fundingInformation");
    for body in bodies(funding, &["fundingSubtier.name", "fundingDepartment.name"])
        .into_iter()
        .filter(|body| !buyers.contains(body))
    {
        others.push("Funding agency", body, Said::Body);
    }
    others.say("Contracting office", first_name(contracting, &["contractingOffice.name"]));
    let uei = at(details, "awardeeData.awardeeUEIInformation");
    let parent_company = first_name(uei, &["awardeeUltimateParentName", "awardeeImmediateParentName"]);
    others.name(
        "Parent of the awardee",
        parent_company.filter(|one| Some(one) != awardee.as_ref()),
        Said::Company,
    );
    let identifiers =
        of_supplier(awardee.as_deref(), first_name(uei, &["uniqueEntityId"]), first_name(uei, &["cageCode"]));
    others.number("UEI of the awardee", first_name(uei, &["uniqueEntityId"]), NumberKind::Uei, false);
    others.number("CAGE code", first_name(uei, &["cageCode"]), NumberKind::Cage, false);

    let bought = [at(details, "productOrServiceInformation"), at(core, "productOrServiceInformation")];
    let said = |path: &str| bought.iter().find_map(|part| text(at(part, path)));
    let mut classification = Lines::default();
    classification.say("Product or service", said("productOrService.name"));
    classification.say("Industry", said("principalNaics.name"));
    let description = said("descriptionOfContractRequirement").map(|text| plain_description(&text));
    let parts = [parent, Some(piid.clone()), modification.clone(), name(at(contract, "transactionNumber"))];
    let identity = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let plain = || {
        let to = awardee.map(|name| format!(" to {}", super::names::in_capitals_as_written(&name)));
        format!("{} {piid}{}", form.unwrap_or_else(|| "Award".to_owned()), to.unwrap_or_default())
    };
    let title = description.as_deref().map_or_else(plain, headline);
    let as_of = signed.or_else(|| day(at(details, "transactionData.lastModifiedDate")));
    let official = OfficialRecord {
        register: Register::Sam,
        record_id: Some(piid),
        obligated,
        ceiling,
        modification,
        as_of: as_of.map(|day| day.date),
        identifiers,
    };
    Ok(Record {
        register: Register::Sam,
        id: Some(identity.clone()),
        identity: Some(format!("contract action {identity}")),
        url: None,
        publisher: Register::Sam.name().to_owned(),
        published: as_of,
        country: Some("us"),
        language: Some("en".to_owned()),
        title,
        is_partial: false,
        description: description.into_iter().collect(),
        classification,
        dealings: vec![Dealing { kind, certainty: Certainty::Announced, lines, official }],
        others: vec![others],
    })
}
