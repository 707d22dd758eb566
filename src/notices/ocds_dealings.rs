//! What an OCDS release tells: the competition, each award with its contract, what was changed and what was ended.

use rust_decimal::Decimal;
use serde_json::Value;

use super::identifiers::of_parties;
use super::json::{self, at, day, list, name, text, word};
use super::ocds::{Release, place};
use super::record::{Dealing, Lines, Said, is_telling};
use crate::article::Published;
use crate::base::Money;
use crate::entities::{AmountRole, NumberKind};
use crate::events::{Certainty, Competition, ContractType, EventKind, OfficialRecord};

/// Dealings of one release that are told.
const MOST: usize = 500;
/// Suppliers of one award that are written out.
const MOST_SUPPLIERS: usize = 300;

/// A stage that is over before it came to its end, by the codelists of tenders, awards and contracts.
const ENDED: &[&str] = &["cancelled", "canceled", "unsuccessful", "withdrawn", "terminated"];

/// Everything that a release tells, in the order of a contract's life.
pub(super) fn dealings(release: &Release<'_>, ocid: &str) -> Vec<Dealing> {
    let process = Process { release, ocid, is_framework: is_framework(release) };
    let awards = list(release.get("awards"));
    let contracts = list(release.get("contracts"));
    let is_of = |contract: &Value, award: &Value| {
        let id = name(at(contract, "awardID"));
        id.is_some() && id == name(at(award, "id")) || (awards.len() == 1 && id.is_none())
    };
    let mut told = Vec::new();
    for award in awards.iter().take(MOST) {
        let own: Vec<&Value> = contracts.iter().filter(|contract| is_of(contract, award)).copied().collect();
        told.extend(process.award(Some(award), &own));
    }
    for contract in contracts.iter().filter(|c| !awards.iter().any(|award| is_of(c, award))).take(MOST) {
        told.extend(process.award(None, &[contract]));
    }
    let is_of_tender =
        |tag: &String| ["tender", "planning", "compiled"].iter().any(|stage| tag.starts_with(stage));
    let has_tender = !release.tender.is_null() || !release.get("planning").is_null();
    if has_tender && (told.is_empty() || release.tags.iter().any(is_of_tender)) {
        told.insert(0, process.solicitation());
    }
    told
}

fn is_framework(release: &Release<'_>) -> bool {
    let techniques = at(release.tender, "techniques");
    at(techniques, "hasFrameworkAgreement").as_bool() == Some(true)
        || at(techniques, "frameworkAgreement").is_object()
        || at(techniques, "hasDynamicPurchasingSystem").as_bool() == Some(true)
}

struct Process<'r, 'v> {
    release: &'r Release<'v>,
    ocid: &'r str,
    is_framework: bool,
}

impl Process<'_, '_> {
    /// The competition, asked for or planned.
    fn solicitation(&self) -> Dealing {
        let tender = self.release.tender;
        let status = word(at(tender, "status"));
        let has_tag = |begin: &str| self.release.tags.iter().any(|tag| tag.starts_with(begin));
        let is_ended = ENDED.contains(&status.as_str()) || has_tag("tendercancellation");
        let is_planned = matches!(status.as_str(), "planning" | "planned") || has_tag("planning");
        let mut lines = Lines::default();
        let kind = if is_ended { EventKind::Termination } else { EventKind::Solicitation };
        let what = if is_planned { "Planned tender" } else { "Tender" };
        let ended = if status.is_empty() { "cancelled" } else { &status };
        lines.push(what, if is_ended { ended.to_owned() } else { or(&status, "published") }, Said::Kind);
        self.parties(&mut lines, &[]);
        let role = if self.is_framework { AmountRole::Ceiling } else { AmountRole::Award };
        let low = json::value(at(tender, "minValue"));
        lines.range("Value", json::value(at(tender, "value")).or(low), low, role, true);
        let budget = json::value(self.release.get("planning.budget.amount"));
        lines.sum("Budget", budget, AmountRole::Budget, true);
        let published = day(at(tender, "datePublished")).or_else(|| day(self.release.get("date")));
        lines.day("Date", published, Said::Date);
        lines.day("Closing date", day(at(tender, "tenderPeriod.endDate")), Said::OffersDue);
        self.terms(&mut lines);
        period(&mut lines, at(tender, "contractPeriod"));
        lines.name("Place", place(at(tender, "items")), Said::Place);
        self.numbers(&mut lines);
        let certainty = if is_planned { Certainty::Planned } else { Certainty::Announced };
        self.dealing(kind, certainty, lines, None)
    }

    /// An award with its contracts, and what was changed and ended of them.
    fn award(&self, award: Option<&Value>, contracts: &[&Value]) -> Vec<Dealing> {
        let nothing = Value::Null;
        let award_value = award.unwrap_or(&nothing);
        let contract = contracts.first().copied().unwrap_or(&nothing);
        let status = word(at(award_value, "status"));
        let is_ended = ENDED.contains(&status.as_str()) || self.has_tag("awardcancellation");
        let mut suppliers = self.release.names(at(award_value, "suppliers"));
        if suppliers.is_empty() && list(self.release.get("awards")).len() <= 1 {
            suppliers = self.release.suppliers();
        }
        let mut lines = Lines::default();
        match award {
            Some(_) => {
                let status = if is_ended { or(&status, "cancelled") } else { or(&status, "made") };
                lines.push("Award", status, Said::Kind);
            }
            None => {
                lines.push("Contract", or(&word(at(contract, "status")), "signed"), Said::Kind);
            }
        }
        let own_title = text(at(award_value, "title")).or_else(|| text(at(contract, "title")));
        lines.say(
            "Title",
            own_title.filter(|title| Some(title) != text(at(self.release.tender, "title")).as_ref()),
        );
        self.parties(&mut lines, &suppliers);
        let sum = worth(award_value, contracts);
        let role = if self.is_framework { AmountRole::Ceiling } else { AmountRole::Award };
        lines.sum("Value", sum, role, true);
        let date = day(at(award_value, "date")).or_else(|| day(at(contract, "dateSigned")));
        lines.day("Date", date, Said::Date);
        for contract in contracts.iter().take(20) {
            lines.day("Signed", day(at(contract, "dateSigned")), Said::OtherDate);
        }
        self.terms(&mut lines);
        let periods = [
            at(contract, "period"),
            at(award_value, "contractPeriod"),
            at(self.release.tender, "contractPeriod"),
        ];
        if let Some(own) = periods.into_iter().find(|period| period.is_object()) {
            period(&mut lines, own);
        }
        let items = [at(award_value, "items"), at(contract, "items"), at(self.release.tender, "items")];
        lines.name("Place", items.into_iter().find_map(place), Said::Place);
        self.numbers(&mut lines);
        for contract in contracts {
            self.contract_number(&mut lines, contract);
        }
        lines.say("Award id", name(at(award_value, "id")));

        let kind = if is_ended { EventKind::Termination } else { EventKind::Award };
        let mut told =
            vec![self.dealing(kind, Certainty::Announced, lines, sum.filter(|_| self.is_framework))];
        let changed = [award_value].into_iter().chain(contracts.iter().copied());
        let changes: Vec<Dealing> = changed.flat_map(|stage| self.changes(stage, &suppliers)).collect();
        // A release of a change that tells the change restates the rest; the record of the whole tells both.
        let is_change = ["awardupdate", "contractupdate", "contractamendment"];
        if !changes.is_empty()
            && !self.release.tags.is_empty()
            && self.release.tags.iter().all(|tag| is_change.contains(&tag.as_str()))
        {
            told.clear();
        }
        told.extend(changes);
        let ended =
            contracts.iter().filter(|contract| ENDED.contains(&word(at(contract, "status")).as_str()));
        told.extend(ended.filter(|_| award.is_some()).map(|contract| self.end(contract, &suppliers)));
        if award.is_none()
            && ENDED.contains(&word(at(contract, "status")).as_str())
            && let Some(first) = told.first_mut()
        {
            first.kind = EventKind::Termination;
        }
        told
    }

    /// What was changed, where the record tells it.
    fn changes(&self, stage: &Value, suppliers: &[String]) -> Vec<Dealing> {
        let told = |amendment: &Value| {
            let words = text(at(amendment, "description")).or_else(|| text(at(amendment, "rationale")))?;
            let mut lines = Lines::default();
            lines.push("Amendment", words, Said::Kind);
            self.parties(&mut lines, suppliers);
            let date = day(at(amendment, "date")).or_else(|| day(self.release.get("date")));
            lines.day("Date", date, Said::Date);
            self.numbers(&mut lines);
            self.contract_number(&mut lines, stage);
            Some(self.dealing(EventKind::Modification, Certainty::Announced, lines, None))
        };
        let amendments = list(at(stage, "amendments")).into_iter().chain(list(at(stage, "amendment")));
        amendments.take(50).filter_map(told).collect()
    }

    /// A contract that is over.
    fn end(&self, contract: &Value, suppliers: &[String]) -> Dealing {
        let mut lines = Lines::default();
        lines.push("Contract", word(at(contract, "status")), Said::Kind);
        lines.say("Reason", text(at(contract, "statusDetails")));
        self.parties(&mut lines, suppliers);
        lines.day("Date", day(self.release.get("date")), Said::Date);
        self.numbers(&mut lines);
        self.contract_number(&mut lines, contract);
        self.dealing(EventKind::Termination, Certainty::Announced, lines, None)
    }

    fn parties(&self, lines: &mut Lines, suppliers: &[String]) {
        for buyer in self.release.buyers() {
            lines.push("Buyer", buyer, Said::Buyer);
        }
        for supplier in suppliers.iter().take(MOST_SUPPLIERS) {
            lines.push("Supplier", supplier.clone(), Said::Vendor);
        }
        if suppliers.len() > MOST_SUPPLIERS {
            lines.push("Further suppliers", (suppliers.len() - MOST_SUPPLIERS).to_string(), Said::Text);
        }
    }

    /// How it was competed, and what form the contract has.
    fn terms(&self, lines: &mut Lines) {
        let tender = self.release.tender;
        let method = word(at(tender, "procurementMethod"));
        let details = text(at(tender, "procurementMethodDetails"));
        let words = details.as_deref().unwrap_or_default().to_lowercase();
        let asks_one = ["direct award", "single tender", "without prior publication", "single source"];
        let competition = match method.as_str() {
            _ if asks_one.iter().any(|phrase| words.contains(phrase)) => Some(Competition::SoleSource),
            "open" => Some(Competition::FullAndOpen),
            "selective" => Some(Competition::Competitive),
            "direct" => Some(Competition::SoleSource),
            _ if words.contains("competitive") => Some(Competition::Competitive),
            _ => None,
        };
        let printed =
            details.filter(|details| details.trim_end_matches([' ', '-']).to_lowercase() != "other");
        let printed = printed.or_else(|| (!method.is_empty()).then_some(method));
        lines.name("Procedure", printed, competition.map_or(Said::Text, Said::Competition));
        if words.contains("call-off") {
            lines.push("Form", "call-off", Said::ContractType(ContractType::TaskOrder));
        } else if self.is_framework {
            lines.push("Form", "framework agreement", Said::ContractType(ContractType::Framework));
        }
        lines.offers(at(tender, "numberOfTenderers"));
    }

    /// The numbers that join what is told of one process.
    fn numbers(&self, lines: &mut Lines) {
        let tender = name(at(self.release.tender, "id")).filter(|id| id != self.ocid);
        let is_own = tender.as_deref().is_some_and(is_telling);
        lines.number("Reference", tender, NumberKind::Solicitation, is_own);
        lines.number("OCID", Some(self.ocid.to_owned()), NumberKind::Notice, true);
    }

    fn contract_number(&self, lines: &mut Lines, contract: &Value) {
        let id = name(at(contract, "id")).filter(|id| is_telling(id) && !id.starts_with(self.ocid));
        if at(contract, "awardID").is_string() || at(contract, "dateSigned").is_string() {
            lines.number("Contract number", id, NumberKind::Contract, true);
        }
    }

    fn has_tag(&self, tag: &str) -> bool {
        self.release.tags.iter().any(|known| known == tag)
    }

    fn dealing(
        &self,
        kind: EventKind,
        certainty: Certainty,
        lines: Lines,
        ceiling: Option<Money>,
    ) -> Dealing {
        let as_of: Option<Published> = day(self.release.get("date"));
        let official = OfficialRecord {
            register: self.release.register,
            record_id: Some(self.ocid.to_owned()),
            obligated: None,
            ceiling,
            modification: None,
            as_of: as_of.map(|day| day.date),
            identifiers: of_parties(self.release.parties(), self.release.country),
        };
        Dealing { kind, certainty, lines, official }
    }
}

/// The award's own sum, else that of its contracts together.
fn worth(award: &Value, contracts: &[&Value]) -> Option<Money> {
    json::value(at(award, "value")).or_else(|| {
        let sums: Vec<Money> = contracts.iter().filter_map(|one| json::value(at(one, "value"))).collect();
        let first = sums.first()?;
        let total = sums.iter().try_fold(Decimal::ZERO, |total, sum| total.checked_add(sum.amount))?;
        let total = Money::new(total, first.currency);
        (sums.iter().all(|sum| sum.currency == first.currency) && total.thousandths().is_some())
            .then_some(total)
    })
}

fn period(lines: &mut Lines, period: &Value) {
    lines.day("Start", day(at(period, "startDate")), Said::OtherDate);
    lines.day("End", day(at(period, "endDate")), Said::Completion);
    lines.day("Latest end", day(at(period, "maxExtentDate")), Said::OtherDate);
}

fn or(text: &str, other: &str) -> String {
    if text.is_empty() { other.to_owned() } else { text.to_owned() }
}
