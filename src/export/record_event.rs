//! One event of an article's record.

use rust_decimal::Decimal;
use serde::Serialize;

use super::record_parts::{number, number_or_null};
use super::record_term::RecordTerm;
use crate::article::Article;
use crate::base::{Currency, DealId, Money, PartialDate};
use crate::entities::{AmountRole, Named};
use crate::events::{
    Attribution, Certainty, Classification, Competition, ContractType, Event, EventKind, EventSlot,
    EventSpans, OfficialRecord, OrgRef, Register, ReviewStatus,
};

/// One dealing as the article tells it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordEvent<'a> {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// Canonical names of the government side.
    pub buyers: Vec<&'a str>,
    /// Canonical names of the suppliers.
    pub vendors: Vec<&'a str>,
    /// Canonical names of those through whom it is supplied.
    pub via: Vec<&'a str>,
    /// The dealing's own sum in units; the upper end of a range.
    #[serde(serialize_with = "number_or_null")]
    pub value: Option<Decimal>,
    /// ISO 4217 code of the sum.
    pub currency: Option<Currency>,
    /// What the sum is.
    pub value_role: Option<AmountRole>,
    /// When it took place, to the precision the text gives.
    pub date: Option<PartialDate>,
    /// What it is about, in a few words of the text.
    pub subject: Option<&'a str>,
    /// Canonical name of the program or vehicle.
    pub program: Option<&'a str>,
    /// Contract and solicitation numbers.
    pub contract_ids: &'a [String],
    /// The form of the contract, else its pricing.
    pub contract_type: Option<ContractType>,
    /// How it was competed.
    pub competition: Option<Competition>,
    /// How many offers came in.
    pub offers: Option<u32>,
    /// The highest level of secrecy it is said to be for.
    pub classification: Option<Classification>,
    /// Where it is worked on, in the words of the text.
    pub place: Option<&'a str>,
    /// When it is to be done.
    pub completion: Option<PartialDate>,
    /// By when offers are due, of what is asked for.
    pub offers_due: Option<PartialDate>,
    /// For how long it runs, with its options.
    pub term: Option<RecordTerm>,
    /// What the register says of it, where the article is an official record.
    pub official: Option<RecordOfficial<'a>>,
    /// How sure the article is.
    pub certainty: Certainty,
    /// Whom it cites.
    pub attribution: Option<&'a Attribution>,
    /// The sentence that best says so, as it stands in the article.
    pub evidence: &'a str,
    /// The characters that say each slot.
    pub spans: &'a EventSpans,
    /// From 0 to 1.
    pub confidence: f32,
    /// The deal it belongs to.
    pub deal: Option<&'a DealId>,
    /// What the user found of it; null where nobody has looked.
    pub review_status: Option<ReviewStatus>,
    /// The slots that are the user's own word.
    pub slots_set: &'a [EventSlot],
    /// Whether it counts: not planned, not only possible, and found with enough confidence.
    #[serde(skip)]
    pub is_confirmed: bool,
}

impl<'a> RecordEvent<'a> {
    pub(super) fn new(
        article: &'a Article,
        event: &'a Event,
        programs: &'a [Named],
        deal: Option<&'a DealId>,
    ) -> Self {
        let value = event.value.as_ref();
        Self {
            kind: event.kind,
            buyers: names(&event.buyers),
            vendors: names(&event.vendors),
            via: names(&event.via),
            value: value.map(|value| value.money.amount),
            currency: value.map(|value| value.money.currency),
            value_role: value.map(|value| value.role),
            date: event.date,
            subject: event.subject.as_deref(),
            program: event.program.as_deref().map(|id| program_name(id, programs)),
            contract_ids: &event.contract_ids,
            contract_type: event.details.contract_type,
            competition: event.details.competition,
            offers: event.details.offers,
            classification: event.details.classification,
            place: event.details.place.as_deref(),
            completion: event.details.completion,
            offers_due: event.details.offers_due,
            term: event.details.term.as_ref().map(RecordTerm::new),
            official: event.official.as_ref().map(RecordOfficial::new),
            certainty: event.certainty,
            attribution: event.attribution.as_ref(),
            evidence: event.evidence.of(&article.title, article.body.text()),
            spans: &event.spans,
            confidence: event.confidence,
            deal,
            review_status: event.review_status(),
            slots_set: event.slots_set(),
            is_confirmed: event.is_confirmed(),
        }
    }
}

/// What an official register says of a dealing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordOfficial<'a> {
    /// The register.
    pub register: Register,
    /// How the register calls the record.
    pub record_id: Option<&'a str>,
    /// What has been obligated so far.
    pub obligated: Option<RecordSum>,
    /// The most it may come to.
    pub ceiling: Option<RecordSum>,
    /// The last modification as numbered there.
    pub modification: Option<&'a str>,
    /// The day the record speaks of.
    pub as_of: Option<PartialDate>,
}

/// A sum in units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RecordSum {
    /// How many units.
    #[serde(serialize_with = "number")]
    pub value: Decimal,
    /// ISO 4217 code.
    pub currency: Currency,
}

impl<'a> RecordOfficial<'a> {
    fn new(record: &'a OfficialRecord) -> Self {
        let sum = |money: &Money| RecordSum { value: money.amount, currency: money.currency };
        Self {
            register: record.register,
            record_id: record.record_id.as_deref(),
            obligated: record.obligated.as_ref().map(sum),
            ceiling: record.ceiling.as_ref().map(sum),
            modification: record.modification.as_deref(),
            as_of: record.as_of,
        }
    }
}

/// The canonical names of organisations in a slot.
pub(super) fn names(organisations: &[OrgRef]) -> Vec<&str> {
    organisations.iter().map(|organisation| organisation.name.as_str()).collect()
}

/// The canonical name, else the id itself.
fn program_name<'a>(id: &'a str, programs: &'a [Named]) -> &'a str {
    programs.iter().find(|program| program.id == id).map_or(id, |program| &program.name)
}
