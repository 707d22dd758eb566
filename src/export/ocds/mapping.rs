//! Which facts of a deal go where in a release.

use std::io;

use jiff::Timestamp;

use super::documents::{Reached, Stage, documents};
use super::release::{
    Amendment, Award, Budget, Contract, DealNote, Identifier, Organization, PartyNumber, Period, Planning,
    Reference, Release, Tender, Value,
};
use crate::base::sha256_hex;
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::{Competition, EventKind};
use crate::export::deal::{DealRecord, Party};
use crate::export::moments::{deal_changed, instant_of};

/// What stands before a deal's id where no publisher has given the process an OCID. It is no prefix of the register.
const PREFIX: &str = "awardwire-";
/// How many digits of its content's digest tell a release from an earlier one of the same process.
const DIGITS: usize = 12;

/// The release of a deal.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn release<'a>(deal: &'a DealRecord<'a>, made: Timestamp) -> io::Result<Release<'a>> {
    let reached = Reached::by(deal);
    let mut release = Release {
        ocid: ocid(deal),
        id: String::new(),
        date: deal_changed(deal, made),
        tag: tag(deal, reached),
        initiation_type: "tender",
        parties: parties(deal, reached),
        buyer: deal.buyers.first().map(reference),
        planning: planning(deal, reached),
        tender: tender(deal, reached),
        awards: reached.award.then(|| award(deal, reached)).into_iter().collect(),
        contracts: reached.award.then(|| contract(deal, reached)).into_iter().collect(),
        awardwire: DealNote {
            deal: deal.id,
            status: deal.status,
            confirmed: deal.confirmed,
            disputed: deal.disputed,
            contract_type: deal.contract_type,
            competition: deal.competition,
            values: &deal.values,
            official: &deal.official,
            period: deal.period,
            recompete: deal.recompete,
        },
    };
    // The same content has the same id, another content another one: a release never changes.
    let digest = sha256_hex(&serde_json::to_vec(&release)?);
    release.id = format!("{}-{}", deal.id, &digest[..DIGITS]);
    Ok(release)
}

/// The OCID that a publisher has given, where the deal has exactly one; else one of our own.
fn ocid(deal: &DealRecord<'_>) -> String {
    let mut given: Vec<&str> = deal.official.iter().filter_map(|entry| entry.record_id).collect();
    given.retain(|id| id.starts_with("ocds-"));
    given.dedup();
    match given.as_slice() {
        [one] => (*one).to_owned(),
        _ => format!("{PREFIX}{}", deal.id),
    }
}

fn tag(deal: &DealRecord<'_>, reached: Reached) -> &'static [&'static str] {
    match (reached.award, reached.tender, deal.status) {
        (true, _, Some(Status::Changed)) => &["contractAmendment"],
        (true, _, Some(Status::Ended)) => &["contractTermination"],
        (true, _, _) => &["award", "contract"],
        (false, true, Some(Status::Ended)) => &["tenderCancellation"],
        (false, true, Some(Status::Protested)) => &["tenderUpdate"],
        (false, true, _) => &["tender"],
        (false, false, _) => &["planning"],
    }
}

fn reference<'a>(party: &Party<'a>) -> Reference<'a> {
    Reference { id: party.id.as_str(), name: party.canonical }
}

/// Each organisation once, the first role it has.
fn parties<'a>(deal: &'a DealRecord<'a>, reached: Reached) -> Vec<Organization<'a>> {
    let supplier: &'static [&'static str] = if reached.award { &["supplier"] } else { &[] };
    let slots: [(&[Party<'a>], &'static [&'static str]); 3] =
        [(&deal.buyers, &["buyer"]), (&deal.vendors, supplier), (&deal.via, &["reseller"])];
    let mut parties: Vec<Organization<'a>> = Vec::new();
    for (list, roles) in slots {
        for party in list {
            if parties.iter().all(|known| known.id != party.id.as_str()) {
                let mut numbers = numbers(deal, party).into_iter();
                parties.push(Organization {
                    id: party.id.as_str(),
                    name: party.canonical,
                    identifier: numbers.next(),
                    additional_identifiers: numbers.collect(),
                    roles,
                });
            }
        }
    }
    parties
}

/// The numbers by which registers know an organisation, each once: first those that are of legal entities everywhere.
fn numbers<'a>(deal: &'a DealRecord<'a>, party: &Party<'a>) -> Vec<PartyNumber<'a>> {
    let records = deal.deal.events.iter().filter_map(|told| told.event.official.as_ref());
    let own = records.flat_map(|record| &record.identifiers).filter(|one| one.party == *party.id);
    let mut numbers: Vec<PartyNumber<'a>> = Vec::new();
    for one in own {
        if numbers.iter().all(|known| (known.scheme, known.id) != (&one.scheme, &one.id)) {
            numbers.push(PartyNumber { scheme: &one.scheme, id: &one.id, legal_name: &one.name });
        }
    }
    numbers.sort_by_key(|one| match one.scheme {
        "XI-LEI" => 0,
        "US-CAGE" => 2,
        _ => 1,
    });
    numbers
}

/// The first sum of a role, where a confirmed event or the user says it.
fn value(deal: &DealRecord<'_>, role: AmountRole) -> Option<Value> {
    let sum = deal.values.iter().find(|sum| sum.role == role && sum.confirmed)?;
    Some(Value { amount: sum.value, currency: sum.currency })
}

fn planning<'a>(deal: &'a DealRecord<'a>, reached: Reached) -> Option<Planning<'a>> {
    let documents = documents(deal, reached, Stage::Planning);
    let budget = value(deal, AmountRole::Budget).map(|amount| Budget { amount });
    let rationale = doubt(deal, reached);
    (!documents.is_empty() || budget.is_some() || rationale.is_some()).then_some(Planning {
        rationale,
        budget,
        documents,
    })
}

/// Says that nothing is known for certain, or that what is known is no stage of a contract.
fn doubt(deal: &DealRecord<'_>, reached: Reached) -> Option<String> {
    if reached.award || reached.tender {
        return None;
    }
    let Some(source) = deal.source.as_ref().filter(|_| !deal.confirmed) else {
        return Some("No tender, award or contract is told of for certain.".to_owned());
    };
    Some(format!("Unconfirmed: {}, confidence {:.2}.", source.certainty.as_str(), source.confidence))
}

fn identifiers<'a>(deal: &'a DealRecord<'a>) -> Vec<Identifier<'a>> {
    deal.contract_ids.iter().map(|id| Identifier { id }).collect()
}

fn tender<'a>(deal: &'a DealRecord<'a>, reached: Reached) -> Option<Tender<'a>> {
    let is_told = reached.tender || (reached.award && deal.competition.is_some());
    let is_open = !reached.award;
    is_told.then(|| Tender {
        id: format!("{}-tender", deal.id),
        identifiers: if is_open { identifiers(deal) } else { Vec::new() },
        title: deal.name,
        description: deal.subject,
        status: match (reached.award, deal.status) {
            (true, _) => Some("complete"),
            (false, Some(Status::Ended)) => Some("cancelled"),
            (false, Some(Status::Sought)) => Some("active"),
            _ => None,
        },
        procuring_entity: deal.buyers.first().map(reference),
        // "The total upper estimated value of the procurement"; once it is awarded the sums are the award's.
        value: value(deal, AmountRole::Ceiling)
            .or_else(|| value(deal, AmountRole::Award))
            .filter(|_| is_open),
        procurement_method: deal.competition.and_then(method),
        procurement_method_details: deal.competition.map(Competition::as_str),
        documents: documents(deal, reached, Stage::Tender),
    })
}

/// A set-aside is open within a class of firms, and "competitive" says nothing of limits: neither is a code.
fn method(competition: Competition) -> Option<&'static str> {
    match competition {
        Competition::SoleSource => Some("direct"),
        Competition::FullAndOpen => Some("open"),
        _ => None,
    }
}

fn award<'a>(deal: &'a DealRecord<'a>, reached: Reached) -> Award<'a> {
    let awarded = deal.events.iter().filter(|event| event.is_confirmed && event.kind == EventKind::Award);
    Award {
        id: award_id(deal),
        title: deal.name,
        description: deal.subject,
        status: match deal.status {
            Some(Status::Awarded | Status::Changed | Status::Ended) => Some("active"),
            _ => None,
        },
        date: awarded.filter_map(|event| event.date.and_then(instant_of)).min(),
        value: value(deal, AmountRole::Award),
        maximum_value: ceiling(deal),
        suppliers: deal.vendors.iter().map(reference).collect(),
        documents: documents(deal, reached, Stage::Award),
    }
}

fn award_id(deal: &DealRecord<'_>) -> String {
    format!("{}-award", deal.id)
}

/// The most it may come to, as told, else as a register has it.
fn ceiling(deal: &DealRecord<'_>) -> Option<Value> {
    let official = || {
        let entry = deal.official.iter().find(|entry| entry.ceiling.is_some())?;
        Some(Value { amount: entry.ceiling?, currency: entry.ceiling_currency? })
    };
    value(deal, AmountRole::Ceiling).or_else(official)
}

fn contract<'a>(deal: &'a DealRecord<'a>, reached: Reached) -> Contract<'a> {
    Contract {
        id: format!("{}-contract", deal.id),
        award_id: award_id(deal),
        identifiers: identifiers(deal),
        title: deal.name,
        description: deal.subject,
        status: match deal.status {
            Some(Status::Awarded | Status::Changed) => Some("active"),
            Some(Status::Ended) => Some("terminated"),
            _ => None,
        },
        value: value(deal, AmountRole::Award),
        maximum_value: ceiling(deal),
        period: period(deal),
        documents: documents(deal, reached, Stage::Contract),
        amendments: amendments(deal),
    }
}

/// Printed days only: what is reckoned, or known to the month, stands in `awardwire.period`.
fn period(deal: &DealRecord<'_>) -> Option<Period> {
    let period = deal.period?;
    let printed =
        |day: Option<crate::base::PartialDate>| day.filter(|_| !period.estimate).and_then(instant_of);
    let known = Period {
        start: period.start.and_then(instant_of),
        end: printed(period.end),
        max_extent: printed(period.end_with_options.filter(|last| Some(*last) != period.end)),
    };
    let has_any = known.start.is_some() || known.end.is_some() || known.max_extent.is_some();
    has_any.then_some(known)
}

/// The confirmed changes, each day once: several articles tell of one.
fn amendments<'a>(deal: &'a DealRecord<'a>) -> Vec<Amendment<'a>> {
    let mut days = Vec::new();
    let changes =
        deal.events.iter().filter(|event| event.is_confirmed && event.kind == EventKind::Modification);
    let first_of_day = changes.filter(|event| {
        let day = event.date.or(event.published);
        let is_known = days.contains(&day);
        days.push(day);
        !is_known
    });
    first_of_day
        .map(|event| Amendment {
            id: format!("{}-{}", event.article, event.ordinal),
            date: event.date.and_then(instant_of),
            description: event.evidence,
        })
        .collect()
}
