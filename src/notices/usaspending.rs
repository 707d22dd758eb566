//! Awards of USAspending: the answer of `/api/v2/awards/ID/` and the rows of `/api/v2/search/spending_by_award/`
//! (<https://api.usaspending.gov/docs/endpoints>).

use serde_json::Value;

use super::federal::{bodies, competition, contract_type, dollars, numbers, place, plain_description};
use super::identifiers::of_supplier;
use super::json::{at, day, first_name, name, text, word};
use super::record::{Dealing, Lines, Record, Said, headline};
use crate::base::{Address, Money};
use crate::entities::{AmountRole, NumberKind};
use crate::events::{Certainty, EventKind, OfficialRecord, Register};

/// Whether an object is the record of one award.
pub(super) fn is_award(value: &Value) -> bool {
    at(value, "generated_unique_award_id").is_string()
        && (at(value, "recipient").is_object() || at(value, "awarding_agency").is_object())
}

/// Whether an object is a row of a search for awards.
pub(super) fn is_row(value: &Value) -> bool {
    let keys = ["Award ID", "generated_internal_id", "Sub-Award ID"];
    keys.iter().any(|key| !value.get(key).unwrap_or(&Value::Null).is_null())
}

/// The record of one award.
pub(super) fn award(value: &Value) -> Result<Record, &'static str> {
    let id = name(at(value, "generated_unique_award_id")).ok_or("it has no generated_unique_award_id")?;
    let latest = at(value, "latest_transaction_contract_data");
    let piid = first_name(value, &["piid", "fain", "uri"]);
    let recipient = first_name(value, &["recipient.recipient_name"]);
    let as_of =
        day(at(value, "period_of_performance.last_modified_date")).or_else(|| day(at(value, "date_signed")));
    let mut lines = Lines::default();
    let kind = first_name(value, &["type_description", "category"]);
    lines.push("Award", kind.clone().unwrap_or_else(|| "award".to_owned()), Said::Kind);
    let paths = ["awarding_agency.subtier_agency.name", "awarding_agency.toptier_agency.name"];
    let buyers = bodies(value, &paths);
    for buyer in &buyers {
        lines.push("Awarding agency", buyer.clone(), Said::Buyer);
    }
    lines.name("Recipient", recipient.clone(), Said::Vendor);
    let ceiling = dollars(at(value, "base_and_all_options"));
    let obligated = dollars(at(value, "total_obligation"));
    lines.sum("Base and all options", ceiling, AmountRole::Ceiling, true);
    lines.sum(
        "Base and exercised options",
        dollars(at(value, "base_exercised_options")),
        AmountRole::Award,
        false,
    );
    lines.sum("Total obligation", obligated, AmountRole::Obligated, true);
    lines.sum("Loan value", dollars(at(value, "total_loan_value")), AmountRole::Award, true);
    lines.day("Signed", day(at(value, "date_signed")), Said::Date);
    contract_type(
        &mut lines,
        (at(value, "type"), &[at(latest, "type_of_idc_description"), at(value, "type_description")]),
        (at(latest, "type_of_contract_pricing"), at(latest, "type_of_contract_pricing_description")),
    );
    competition(
        &mut lines,
        (at(latest, "type_set_aside"), at(latest, "type_set_aside_description")),
        (at(latest, "extent_competed"), at(latest, "extent_competed_description")),
    );
    lines.offers(at(latest, "number_of_offers_received"));
    let period = at(value, "period_of_performance");
    lines.day("Start", day(at(period, "start_date")), Said::OtherDate);
    lines.day("End", day(at(period, "end_date")), Said::Completion);
    lines.day("Potential end", day(at(period, "potential_end_date")), Said::OtherDate);
    let performed = at(value, "place_of_performance");
    let paths: [&[&str]; 2] = [&["city_name"], &["state_name", "country_name"]];
    lines.name("Place of performance", place(performed, &paths), Said::Place);
    numbers(&mut lines, piid.clone(), name(at(value, "parent_award.piid")), is_shared(value));
    let solicitation = name(at(latest, "solicitation_identifier"));
    lines.number("Solicitation number", solicitation, NumberKind::Solicitation, true);

    let mut others = Lines::default();
    others.say("Register", Some(Register::UsaSpending.name().to_owned()));
    others.say("Award id", Some(id.clone()));
    others.day("Last modified", as_of, Said::OtherDate);
    let funding = ["funding_agency.subtier_agency.name", "funding_agency.toptier_agency.name"];
    for body in bodies(value, &funding).into_iter().filter(|body| !buyers.contains(body)) {
        others.push("Funding agency", body, Said::Body);
    }
    others.say("Awarding office", first_name(value, &["awarding_agency.office_agency_name"]));
    let parent = first_name(value, &["recipient.parent_recipient_name"])
        .filter(|parent| Some(parent) != recipient.as_ref());
    others.name("Parent of the recipient", parent, Said::Company);
    others.number("UEI of the recipient", name(at(value, "recipient.recipient_uei")), NumberKind::Uei, false);
    others.say("Total outlay", dollars(at(value, "total_account_outlay")).map(|sum| sum.to_string()));

    let mut classification = Lines::default();
    for (label, paths) in [
        (
            "Product or service",
            [
                "psc_hierarchy.base_code.description",
                "latest_transaction_contract_data.product_or_service_description",
            ],
        ),
        (
            "Industry",
            ["naics_hierarchy.base_code.description", "latest_transaction_contract_data.naics_description"],
        ),
    ] {
        classification.say(label, first_name(value, &paths));
    }
    let official = OfficialRecord {
        register: Register::UsaSpending,
        record_id: Some(id.clone()),
        obligated,
        ceiling,
        modification: first_name(value, &["modification_number"]),
        as_of: as_of.map(|day| day.date),
        identifiers: of_supplier(recipient.as_deref(), name(at(value, "recipient.recipient_uei")), None),
    };
    let description = text(at(value, "description")).map(|text| plain_description(&text));
    let dealing = Dealing { kind: EventKind::Award, certainty: Certainty::Announced, lines, official };
    Ok(Record {
        title: title(description.as_deref(), kind, piid, recipient),
        id: Some(id.clone()),
        published: as_of,
        description: description.into_iter().collect(),
        classification,
        dealings: vec![dealing],
        others: vec![others],
        ..empty(page(&id))
    })
}

/// Orders of many bodies stand under one contract: a schedule, or that of another department.
fn is_shared(value: &Value) -> bool {
    let parent = at(value, "parent_award");
    let form = word(at(parent, "idv_type_description"));
    let bodies = [word(at(parent, "agency_name")), word(at(value, "awarding_agency.toptier_agency.name"))];
    matches!(form.as_str(), "fss" | "gwac" | "bpa")
        || bodies.iter().all(|body| !body.is_empty()) && bodies[0] != bodies[1]
}

/// The record of a row: the fields that were asked for, as the API names them.
pub(super) fn row(value: &Value) -> Result<Record, &'static str> {
    let get = |key: &str| value.get(key).unwrap_or(&Value::Null);
    let is_sub = !get("Sub-Award ID").is_null();
    let key = |plain: &'static str, sub: &'static str| if is_sub { sub } else { plain };
    let id = name(get("generated_internal_id")).or_else(|| name(get("prime_award_generated_internal_id")));
    let number = name(get(key("Award ID", "Sub-Award ID")));
    let recipient = name(get(key("Recipient Name", "Sub-Awardee Name")));
    let Some(own_id) = number.clone().or_else(|| id.clone()) else { return Err("it has no award id") };
    let mut lines = Lines::default();
    let kind = ["Contract Award Type", "Award Type", "Sub-Award Type"].iter().find_map(|key| name(get(key)));
    let is_award = kind.clone().unwrap_or_else(|| key("award", "subaward").to_owned());
    lines.push("Award", is_award, Said::Kind);
    let mut buyers: Vec<String> = Vec::new();
    for key in ["Awarding Sub Agency", "Awarding Agency"] {
        buyers.extend(name(get(key)).filter(|body| !buyers.contains(body)));
    }
    for buyer in &buyers {
        lines.push("Awarding agency", buyer.clone(), Said::Buyer);
    }
    lines.name("Recipient", recipient.clone(), Said::Vendor);
    if is_sub {
        lines.name("Prime recipient", name(get("Prime Recipient Name")), Said::Via);
    }
    let obligated: Option<Money> = if is_sub { None } else { dollars(get("Award Amount")) };
    lines.sum("Award amount", obligated, AmountRole::Obligated, true);
    lines.sum("Loan value", dollars(get("Loan Value")), AmountRole::Award, true);
    lines.sum("Subaward amount", dollars(get("Sub-Award Amount")), AmountRole::Award, true);
    let date = ["Base Obligation Date", "Sub-Award Date", "Issued Date", "Start Date"]
        .iter()
        .find_map(|key| day(get(key)));
    lines.day("Date", date, Said::Date);
    contract_type(
        &mut lines,
        (&Value::Null, &[get("Contract Award Type"), get("Award Type")]),
        (&Value::Null, &Value::Null),
    );
    lines.day("Start", day(get("Start Date")), Said::OtherDate);
    lines.day("End", day(get("End Date")), Said::Completion);
    lines.day("Last date to order", day(get("Last Date to Order")), Said::OtherDate);
    let parent = if is_sub { name(get("Prime Award ID")) } else { None };
    numbers(&mut lines, number.clone().filter(|_| !is_sub), parent, false);

    let as_of = day(get("Last Modified Date")).or(date);
    let mut others = Lines::default();
    others.say("Register", Some(Register::UsaSpending.name().to_owned()));
    others.say("Award id", id.clone());
    others.day("Last modified", day(get("Last Modified Date")), Said::OtherDate);
    for key in ["Funding Sub Agency", "Funding Agency"] {
        others.name("Funding agency", name(get(key)).filter(|body| !buyers.contains(body)), Said::Body);
    }
    let uei = ["Recipient UEI", "Sub-Recipient UEI"].iter().find_map(|key| name(get(key)));
    others.number("UEI of the recipient", uei.clone(), NumberKind::Uei, false);
    let mut classification = Lines::default();
    for (label, key) in [("Product or service", "PSC"), ("Industry", "NAICS")] {
        classification.say(label, text(at(get(key), "description")).or_else(|| text(get(key))));
    }
    let official = OfficialRecord {
        register: Register::UsaSpending,
        record_id: id.clone(),
        obligated,
        ceiling: None,
        modification: None,
        as_of: as_of.map(|day| day.date),
        identifiers: of_supplier(recipient.as_deref(), uei, None),
    };
    let description = [key("Description", "Sub-Award Description")].iter().find_map(|key| text(get(key)));
    let description = description.map(|text| plain_description(&text));
    // A subaward has no page of its own.
    let url = id.as_deref().filter(|_| !is_sub).and_then(page);
    Ok(Record {
        title: title(description.as_deref(), kind, number, recipient),
        // The award's own record says more.
        is_partial: !is_sub,
        identity: url.is_none().then(|| format!("{} {own_id}", id.clone().unwrap_or_default())),
        id: Some(if is_sub { own_id } else { id.unwrap_or(own_id) }),
        published: as_of,
        description: description.into_iter().collect(),
        classification,
        dealings: vec![Dealing { kind: EventKind::Award, certainty: Certainty::Announced, lines, official }],
        others: vec![others],
        ..empty(url)
    })
}

/// The page of an award, by the register's own rule.
fn page(id: &str) -> Option<Address> {
    Address::parse(&format!("https://www.usaspending.gov/award/{id}")).ok()
}

fn empty(url: Option<Address>) -> Record {
    Record {
        register: Register::UsaSpending,
        id: None,
        identity: None,
        url,
        publisher: Register::UsaSpending.name().to_owned(),
        published: None,
        country: Some("us"),
        language: Some("en".to_owned()),
        title: String::new(),
        is_partial: false,
        description: Vec::new(),
        classification: Lines::default(),
        dealings: Vec::new(),
        others: Vec::new(),
    }
}

fn title(
    description: Option<&str>,
    kind: Option<String>,
    number: Option<String>,
    recipient: Option<String>,
) -> String {
    if let Some(description) = description.filter(|text| text.len() > 3) {
        return headline(description);
    }
    let kind = kind.unwrap_or_else(|| "Award".to_owned());
    let to = recipient.map(|name| format!(" to {}", super::names::in_capitals_as_written(&name)));
    let words = [Some(kind), number].into_iter().flatten().collect::<Vec<_>>().join(" ");
    format!("{words}{}", to.unwrap_or_default())
}
