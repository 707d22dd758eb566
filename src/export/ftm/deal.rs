//! A deal as a contract or a call for tenders, its awards, its organisations, and the articles that document it.
//!
//! What is neither (an exclusion, an authorization, a partnership) is told of its suppliers only.

use super::entity::{Entity, Schema, article_id, call_id, contract_id, hashed, organisation};
use crate::base::{Currency, Money};
use crate::deals::Status;
use crate::entities::AmountRole;
use crate::events::{Classification, Competition, ContractType, EventKind};
use crate::export::deal::{DealClaim, DealRecord, DealSum};
use crate::export::deal_facts::DealOfficial;

/// The word that marks what does not count as a fact.
const UNCONFIRMED: &str = "unconfirmed";

pub(super) fn entities(deal: &DealRecord<'_>) -> Vec<Entity> {
    let buyers: Vec<Entity> =
        deal.buyers.iter().map(|one| organisation(one.id, one.canonical, true)).collect();
    let vendors: Vec<Entity> =
        deal.vendors.iter().map(|one| organisation(one.id, one.canonical, false)).collect();
    let dealing = match Dealing::of(deal) {
        Dealing::Contract => Some(contract(deal, &buyers)),
        Dealing::Call => Some(call(deal, &buyers)),
        Dealing::Other => None,
    };
    let contract = dealing.as_ref().filter(|dealing| dealing.schema() == Schema::Contract);
    let awards: Vec<Entity> = contract
        .map(|contract| vendors.iter().filter_map(|vendor| award(deal, contract, vendor)).collect())
        .unwrap_or_default();
    // What is told is told of the dealing, else of each supplier.
    let told_of: Vec<&Entity> = match &dealing {
        Some(dealing) => vec![dealing],
        None => vendors.iter().collect(),
    };
    let documentation: Vec<Entity> = deal
        .events
        .iter()
        .flat_map(|claim| told_of.iter().map(|thing| documentation(deal, thing, claim)))
        .collect();
    let articles: Vec<Entity> = deal.sources.iter().map(super::article::short).collect();
    let dealing = dealing.into_iter().collect();
    [buyers, vendors, dealing, awards, articles, documentation].into_iter().flatten().collect()
}

/// What a deal is to the schemata.
enum Dealing {
    Contract,
    Call,
    Other,
}

impl Dealing {
    fn of(deal: &DealRecord<'_>) -> Self {
        use EventKind::{Award, Modification, Protest, Solicitation, Termination};
        let tells = |kinds: &[EventKind]| deal.events.iter().any(|claim| kinds.contains(&claim.kind));
        // A call must have a body that calls.
        let is_call = tells(&[Solicitation]) && !deal.buyers.is_empty();
        if tells(&[Award, Modification, Termination]) || tells(&[Protest, Solicitation]) && !is_call {
            Self::Contract
        } else if is_call {
            Self::Call
        } else {
            Self::Other
        }
    }
}

fn call(deal: &DealRecord<'_>, buyers: &[Entity]) -> Entity {
    let mut call = Entity::new(call_id(deal.id), Schema::CallForTenders);
    call.add("title", deal.name);
    call.add_all("authority", buyers.iter().map(Entity::id));
    call.add_all("callId", deal.contract_ids);
    call.add_all("procedure", deal.competition.map(Competition::as_str));
    call.add_all("program", deal.program);
    call.add_all("description", deal.subject);
    call.add_all("summary", doubt(deal));
    call.add("notes", format!("status: {}", deal.status.map_or(UNCONFIRMED, Status::as_str)));
    call.add_all("notes", deal.values.iter().map(sum_in_words));
    call.add_all("notes", deal.vendors.iter().map(|vendor| format!("supplier named: {}", vendor.canonical)));
    call
}

fn contract(deal: &DealRecord<'_>, buyers: &[Entity]) -> Entity {
    let mut contract = Entity::new(contract_id(deal.id), Schema::Contract);
    contract.add("title", deal.name);
    contract.add_all("authority", buyers.iter().map(Entity::id));
    contract.add_all("contractDate", award_date(deal));
    contract.add_all("procedureNumber", deal.contract_ids);
    contract.add_all("noticeId", deal.official.iter().filter_map(|entry| entry.record_id));
    contract.add_all("type", deal.contract_type.map(ContractType::as_str));
    contract.add_all("method", deal.competition.map(Competition::as_str));
    contract.add_all("classification", deal.classification.map(Classification::as_str));
    contract.add_all("program", deal.program);
    contract.add_all("description", deal.subject);
    contract.add("status", deal.status.map_or(UNCONFIRMED, Status::as_str));
    if deal.status == Some(Status::Ended) {
        contract.add("cancelled", "ended");
    }
    contract.add_all("summary", doubt(deal));
    contract.add_all("notes", deal.values.iter().map(sum_in_words));
    contract.add_all("notes", deal.official.iter().map(DealOfficial::in_words));
    contract.add_all("notes", deal.via.iter().map(|via| format!("through {}", via.canonical)));
    if let Some(source) = &deal.source {
        contract.add_all("publisher", source.publisher);
    }
    add_amount(&mut contract, deal);
    contract
}

/// An edge to a supplier, where an award is told of; the sum only where it is the supplier's alone.
fn award(deal: &DealRecord<'_>, contract: &Entity, vendor: &Entity) -> Option<Entity> {
    let is_award = |claim: &&DealClaim<'_>| {
        matches!(claim.kind, EventKind::Award | EventKind::Modification | EventKind::Termination)
    };
    let told: Vec<&DealClaim<'_>> = deal.events.iter().filter(is_award).collect();
    let is_confirmed = told.iter().any(|claim| claim.is_confirmed);
    if told.is_empty() {
        return None;
    }
    let mut award = Entity::new(hashed("award", &[deal.id.as_str(), vendor.id()]), Schema::ContractAward);
    award.add("contract", contract.id());
    award.add("supplier", vendor.id());
    award.add_all("documentNumber", deal.contract_ids);
    award.add("recordId", deal.id.as_str());
    award.add("role", "supplier");
    if is_confirmed {
        award.add_all("status", deal.status.map(Status::as_str));
        award.add_all("date", award_date(deal));
        award.add_all("amended", (deal.status == Some(Status::Changed)).then_some("true"));
        if let Some(period) = deal.period {
            award.add_all("startDate", period.start);
            award.add_all("endDate", period.end);
            award.add_all("summary", period.estimate.then_some("The end is reckoned, not printed."));
        }
        if deal.vendors.len() == 1 {
            add_amount(&mut award, deal);
        }
    } else {
        award.add("status", UNCONFIRMED);
        award.add_all(
            "summary",
            doubt(deal).or_else(|| Some(format!("{UNCONFIRMED}: no award is told for certain"))),
        );
    }
    if let Some(source) = &deal.source {
        award.add_all("sourceUrl", source.url);
        award.add_all("publisher", source.publisher);
        award.add("description", source.quote);
    }
    Some(award)
}

/// What one article says of one event of the deal.
fn documentation(deal: &DealRecord<'_>, thing: &Entity, claim: &DealClaim<'_>) -> Entity {
    let ordinal = claim.ordinal.to_string();
    let id = hashed("documentation", &[deal.id.as_str(), thing.id(), claim.article.as_str(), &ordinal]);
    let mut link = Entity::new(id, Schema::Documentation);
    link.add("document", article_id(claim.article));
    link.add("entity", thing.id());
    link.add("role", claim.kind.as_str());
    link.add_all("date", claim.date);
    link.add("description", claim.evidence);
    link.add_all("sourceUrl", claim.url);
    link.add_all("publisher", claim.publisher);
    let certainty = claim.certainty.as_str();
    if claim.is_confirmed {
        link.add("status", certainty);
    } else {
        link.add("status", UNCONFIRMED);
        link.add("summary", format!("{UNCONFIRMED}: {certainty}, confidence {:.2}", claim.confidence));
    }
    link
}

/// The award that is told for certain, else nothing.
fn award_date(deal: &DealRecord<'_>) -> Option<crate::base::PartialDate> {
    let awards = deal.events.iter().filter(|claim| claim.is_confirmed && claim.kind == EventKind::Award);
    awards.filter_map(|claim| claim.date).min()
}

/// The stated worth, where it is told for certain. A ceiling is none: it stands in the notes.
fn add_amount(entity: &mut Entity, deal: &DealRecord<'_>) {
    let Some(sum) = deal.values.iter().find(|sum| sum.role == AmountRole::Award && sum.confirmed) else {
        return;
    };
    entity.add("amount", sum.value.normalize().to_string());
    entity.add("currency", sum.currency.code());
    if sum.currency == Currency::USD {
        entity.add("amountUsd", sum.value.normalize().to_string());
    }
}

/// "unconfirmed: possible, confidence 0.90"; nothing for a deal that counts.
fn doubt(deal: &DealRecord<'_>) -> Option<String> {
    let source = deal.source.as_ref().filter(|_| !deal.confirmed)?;
    Some(format!("{UNCONFIRMED}: {}, confidence {:.2}", source.certainty.as_str(), source.confidence))
}

/// "ceiling $200 million (USD 200000000; 2 origins; disputed)".
fn sum_in_words(sum: &DealSum<'_>) -> String {
    let low = sum.low.map(|low| format!("{} to ", low.normalize())).unwrap_or_default();
    let origins = if sum.origins == 1 { "1 origin".to_owned() } else { format!("{} origins", sum.origins) };
    let unconfirmed = if sum.confirmed { "" } else { "; unconfirmed" };
    let disputed = if sum.disputed { "; disputed" } else { "" };
    format!(
        "{} {} ({} {low}{}; {origins}{unconfirmed}{disputed})",
        sum.role.as_str(),
        Money::new(sum.value, sum.currency),
        sum.currency.code(),
        sum.value.normalize(),
    )
}
