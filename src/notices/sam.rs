//! Contract opportunities of SAM.gov: the answer of Get Opportunities v2
//! (<https://open.gsa.gov/api/get-opportunities-public-api/>).

use serde_json::Value;

use super::codes;
use super::federal::{dollars, place};
use super::identifiers::of_supplier;
use super::json::{at, day, first_name, name, paragraphs, text, word};
use super::record::{Dealing, Lines, Record, Said, headline, is_telling};
use crate::base::Address;
use crate::entities::{AmountRole, NumberKind};
use crate::events::{Certainty, Competition, EventKind, OfficialRecord, Register};

/// Whether an object is an opportunity.
pub(super) fn is_opportunity(value: &Value) -> bool {
    at(value, "noticeId").is_string()
}

/// What a type of notice tells; nothing where it is no dealing (a special notice, a sale of surplus).
fn kind_of(notice: &str, has_award: bool, is_cancelled: bool) -> Option<(EventKind, Certainty)> {
    let told = match notice {
        _ if is_cancelled => (EventKind::Termination, Certainty::Announced),
        "award notice" => (EventKind::Award, Certainty::Announced),
        // Why only one was asked: told once the contract is there.
        _ if notice.contains("justification") || notice.contains("fair opportunity") => {
            (EventKind::Award, Certainty::Announced)
        }
        "presolicitation" | "pre solicitation" => (EventKind::Solicitation, Certainty::Planned),
        _ if notice.contains("bundle") => (EventKind::Solicitation, Certainty::Planned),
        _ if notice.contains("solicitation") || notice.contains("sources sought") => {
            (EventKind::Solicitation, Certainty::Announced)
        }
        _ if has_award => (EventKind::Award, Certainty::Announced),
        _ => return None,
    };
    Some(told)
}

/// The record of an opportunity.
pub(super) fn record(value: &Value) -> Result<Record, &'static str> {
    let id = name(at(value, "noticeId")).ok_or("it has no noticeId")?;
    let notice = first_name(value, &["type", "baseType"]).unwrap_or_default();
    let title = text(at(value, "title")).unwrap_or_default();
    let award = at(value, "award");
    let posted = day(at(value, "postedDate"));
    let is_cancelled = word(at(value, "status")).starts_with("cancel")
        || notice.to_lowercase().contains("cancel")
        || ["CANCELLED", "CANCELED", "Cancelled", "Canceled"].iter().any(|mark| title.starts_with(mark));
    let told = kind_of(&notice.to_lowercase(), award.is_object(), is_cancelled);
    let is_award = told.is_some_and(|(kind, _)| kind == EventKind::Award);

    let mut lines = Lines::default();
    lines.name("Notice", Some(notice.clone()).filter(|notice| !notice.is_empty()), Said::Kind);
    let buyers = buyers(value);
    for buyer in &buyers {
        lines.push("Agency", buyer.clone(), if told.is_some() { Said::Buyer } else { Said::Body });
    }
    lines.name("Awardee", first_name(award, &["awardee.name"]), Said::Vendor);
    let amount = dollars(at(award, "amount"));
    lines.sum("Award amount", amount, AmountRole::Award, true);
    let awarded = day(at(award, "date")).filter(|_| is_award);
    lines.day("Award date", awarded, Said::Date);
    lines.day("Posted", posted, |day| if awarded.is_none() { Said::Date(day) } else { Said::OtherDate(day) });
    let deadline = ["responseDeadLine", "reponseDeadLine"].iter().find_map(|key| day(at(value, key)));
    lines.day("Responses due", deadline, Said::OffersDue);
    let code = first_name(value, &["typeOfSetAside", "setAsideCode"]);
    let words = first_name(value, &["typeOfSetAsideDescription", "setAside"]).or_else(|| code.clone());
    let said = code.as_deref().and_then(codes::set_aside).map_or(Said::Text, Said::Competition);
    lines.name("Set-aside", words, said);
    if notice.to_lowercase().contains("justification") {
        lines.push(
            "Competition",
            "justified without full competition",
            Said::Competition(Competition::SoleSource),
        );
    }
    let performed = at(value, "placeOfPerformance");
    let paths: [&[&str]; 2] = [&["city.name", "city"], &["state.name", "state.code", "country.name"]];
    lines.name("Place of performance", place(performed, &paths), Said::Place);
    let number = name(at(award, "number"));
    let is_own = number.as_deref().is_some_and(is_telling);
    lines.number("Contract number", number, NumberKind::Contract, is_own);
    let number = name(at(value, "solicitationNumber"));
    let is_own = number.as_deref().is_some_and(is_telling);
    lines.number("Solicitation number", number, NumberKind::Solicitation, is_own);

    let mut others = Lines::default();
    others.say("Register", Some(Register::Sam.name().to_owned()));
    others.say("Notice id", Some(id.clone()));
    others.say("First posted as", first_name(value, &["baseType"]).filter(|base| *base != notice));
    others.number("UEI of the awardee", first_name(award, &["awardee.ueiSAM"]), NumberKind::Uei, false);
    others.say("Office", office(value));
    let mut classification = Lines::default();
    classification.say("NAICS", first_name(value, &["naicsCode"]));
    classification.say("Classification code", first_name(value, &["classificationCode"]));
    let official = OfficialRecord {
        register: Register::Sam,
        record_id: Some(id.clone()),
        obligated: None,
        ceiling: None,
        modification: None,
        as_of: posted.map(|day| day.date),
        identifiers: of_supplier(
            first_name(award, &["awardee.name"]).as_deref(),
            first_name(award, &["awardee.ueiSAM"]),
            first_name(award, &["awardee.cageCode"]),
        ),
    };
    // The description is as a rule an address that asks for a key.
    let description = paragraphs(at(value, "description"));
    let is_text = |line: &String| !line.starts_with("http") && line != "null";
    let mut dealings = Vec::new();
    match told {
        Some((kind, certainty)) => dealings.push(Dealing { kind, certainty, lines, official }),
        None => others.0.splice(0..0, lines.0).for_each(drop),
    }
    let own = name(at(value, "uiLink")).and_then(|link| Address::parse(&link).ok());
    let url = own.or_else(|| Address::parse(&format!("https://sam.gov/opp/{id}/view")).ok());
    Ok(Record {
        register: Register::Sam,
        id: Some(id),
        identity: None,
        url,
        publisher: Register::Sam.name().to_owned(),
        published: posted,
        country: Some("us"),
        language: Some("en".to_owned()),
        title: headline(&title),
        is_partial: false,
        description: description.into_iter().filter(is_text).collect(),
        classification,
        dealings,
        others: vec![others],
    })
}

/// The agency and its department, the most specific first.
fn buyers(value: &Value) -> Vec<String> {
    let path = name(at(value, "fullParentPathName")).unwrap_or_default();
    let mut levels: Vec<String> =
        path.split('.').map(str::trim).filter(|level| !level.is_empty()).take(2).map(str::to_owned).collect();
    if levels.is_empty() {
        levels.extend(first_name(value, &["department"]));
        levels.extend(first_name(value, &["subTier", "subtier"]).filter(|one| !levels.contains(one)));
    }
    levels.reverse();
    levels
}

fn office(value: &Value) -> Option<String> {
    let path = name(at(value, "fullParentPathName"))?;
    let last = path.split('.').map(str::trim).filter(|level| !level.is_empty()).nth(2).map(str::to_owned);
    last.or_else(|| first_name(value, &["office"]))
}
