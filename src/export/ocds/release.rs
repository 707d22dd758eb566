//! The parts of a release, as the schema names them. What is not known is left out: the standard asks for no nulls.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::base::{Currency, DealId, PartialDate};
use crate::deals::{Period as DealPeriod, Recompete, Status};
use crate::events::{Certainty, Competition, ContractType, EventKind};
use crate::export::deal::DealSum;
use crate::export::deal_facts::{DealOfficial, PageProof};
use crate::export::record_parts::number;

/// A release: all that is known of one contracting process on a day.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Release<'a> {
    pub(super) ocid: String,
    pub(super) id: String,
    pub(super) date: Timestamp,
    pub(super) tag: &'static [&'static str],
    pub(super) initiation_type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parties: Vec<Organization<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) buyer: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) planning: Option<Planning<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tender: Option<Tender<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) awards: Vec<Award<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) contracts: Vec<Contract<'a>>,
    pub(super) awardwire: DealNote<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identifier: Option<PartyNumber<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) additional_identifiers: Vec<PartyNumber<'a>>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub(super) roles: &'static [&'static str],
}

/// A number by which a register knows an organisation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PartyNumber<'a> {
    pub(super) scheme: &'a str,
    pub(super) id: &'a str,
    pub(super) legal_name: &'a str,
}

#[derive(Clone, Copy, Serialize)]
pub(super) struct Reference<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
}

#[derive(Serialize)]
pub(super) struct Planning<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rationale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) budget: Option<Budget>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
pub(super) struct Budget {
    pub(super) amount: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tender<'a> {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) identifiers: Vec<Identifier<'a>>,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) procuring_entity: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) procurement_method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) procurement_method_details: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Award<'a> {
    pub(super) id: String,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum_value: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppliers: Vec<Reference<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contract<'a> {
    pub(super) id: String,
    #[serde(rename = "awardID")]
    pub(super) award_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) identifiers: Vec<Identifier<'a>>,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maximum_value: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) period: Option<Period>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) documents: Vec<Document<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) amendments: Vec<Amendment<'a>>,
}

/// A number of the buyer's; the field is of OCDS 1.2.
#[derive(Serialize)]
pub(super) struct Identifier<'a> {
    pub(super) id: &'a str,
}

#[derive(Clone, Copy, Serialize)]
pub(super) struct Value {
    #[serde(serialize_with = "number")]
    pub(super) amount: Decimal,
    pub(super) currency: Currency,
}

#[derive(Serialize)]
pub(super) struct Period {
    #[serde(rename = "startDate", skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<Timestamp>,
    #[serde(rename = "endDate", skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<Timestamp>,
    #[serde(rename = "maxExtentDate", skip_serializing_if = "Option::is_none")]
    pub(super) max_extent: Option<Timestamp>,
}

#[derive(Serialize)]
pub(super) struct Amendment<'a> {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<Timestamp>,
    pub(super) description: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "documentType")]
    pub(super) kind: &'static str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<Timestamp>,
    pub(super) awardwire: DocumentNote<'a>,
}

/// What a document is worth as evidence: fields as in docs/fields.md.
#[derive(Serialize)]
pub(super) struct DocumentNote<'a> {
    #[serde(rename = "type")]
    pub(super) kind: EventKind,
    pub(super) certainty: Certainty,
    pub(super) confidence: f32,
    pub(super) confirmed: bool,
    pub(super) publisher: Option<&'a str>,
    pub(super) published: Option<PartialDate>,
    pub(super) origin: usize,
    #[serde(flatten)]
    pub(super) proof: Option<&'a PageProof>,
}

/// What the standard has no field for: fields as in docs/fields.md.
#[derive(Serialize)]
pub(super) struct DealNote<'a> {
    pub(super) deal: &'a DealId,
    pub(super) status: Option<Status>,
    pub(super) confirmed: bool,
    pub(super) disputed: bool,
    pub(super) contract_type: Option<ContractType>,
    pub(super) competition: Option<Competition>,
    pub(super) values: &'a [DealSum<'a>],
    pub(super) official: &'a [DealOfficial<'a>],
    pub(super) period: Option<&'a DealPeriod>,
    pub(super) recompete: Option<&'a Recompete>,
}
