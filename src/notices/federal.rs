//! What the records of the United States have in common: who buys, how it was competed, which numbers join it.

use serde_json::Value;

use super::codes;
use super::json::{at, first_name, name};
use super::record::{Lines, Said};
use crate::base::{Currency, Money};
use crate::entities::NumberKind;

/// The bodies at these paths, the most specific first, each once.
pub(super) fn bodies(value: &Value, paths: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for body in paths.iter().filter_map(|path| name(at(value, path))) {
        if !found.iter().any(|known| known.eq_ignore_ascii_case(&body)) {
            found.push(body);
        }
    }
    found
}

/// Set-aside before extent: what is kept for some is told by that.
pub(super) fn competition(lines: &mut Lines, set_aside: (&Value, &Value), extent: (&Value, &Value)) {
    let code = |value: &Value| name(value).unwrap_or_default().to_uppercase();
    let words = |words: &Value, code: &Value| name(words).or_else(|| name(code));
    if let Some(kind) = codes::set_aside(&code(set_aside.0)) {
        lines.name("Set-aside", words(set_aside.1, set_aside.0), Said::Competition(kind));
    }
    let said = codes::extent(&code(extent.0)).map_or(Said::Text, Said::Competition);
    lines.name("Extent competed", words(extent.1, extent.0), said);
}

/// The form before the pricing.
pub(super) fn contract_type(lines: &mut Lines, form: (&Value, &[&Value]), pricing: (&Value, &Value)) {
    let code = name(form.0).unwrap_or_default().to_uppercase();
    let names: Vec<String> = form.1.iter().filter_map(|value| name(value)).collect();
    let told = names.iter().find_map(|printed| Some((printed, codes::form("", printed)?)));
    match (told, codes::form(&code, ""), names.first()) {
        (Some((printed, kind)), _, _) | (None, Some(kind), Some(printed)) => {
            lines.push("Type of award", printed.clone(), Said::ContractType(kind));
        }
        (None, Some(kind), None) => lines.push("Type of award", code, Said::ContractType(kind)),
        (None, None, Some(printed)) => lines.push("Type of award", printed.clone(), Said::Text),
        (None, None, None) => {}
    }
    let code = name(pricing.0).unwrap_or_default().to_uppercase();
    let said = codes::pricing(&code).map_or(Said::Text, Said::ContractType);
    lines.name("Pricing", name(pricing.1).or_else(|| name(pricing.0)), said);
}

/// The number of a contract or order. An order's own number is often four signs, which many contracts have: it is told
/// with that of its contract then. The contract's number is the order's too, unless others' orders are under it.
pub(super) fn numbers(lines: &mut Lines, piid: Option<String>, parent: Option<String>, is_shared: bool) {
    match (piid, parent) {
        (Some(piid), Some(parent)) => {
            if piid.len() < 9 {
                lines.number("Order", Some(format!("{parent}-{piid}")), NumberKind::Contract, true);
            } else {
                lines.number("Order", Some(piid), NumberKind::Contract, true);
            }
            let kind = NumberKind::Contract;
            lines.number("Under contract", Some(parent), kind, !is_shared);
        }
        (Some(piid), None) => {
            let is_own = super::record::is_telling(&piid);
            lines.number("Contract number", Some(piid), NumberKind::Contract, is_own);
        }
        (None, parent) => lines.number("Under contract", parent, NumberKind::Contract, !is_shared),
    }
}

/// "Tarrow Springs, Ohio".
pub(super) fn place(value: &Value, paths: &[&[&str]]) -> Option<String> {
    let parts: Vec<String> = paths.iter().filter_map(|paths| first_name(value, paths)).collect();
    let parts: Vec<String> = parts.iter().map(|part| super::names::place_as_written(part)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A sum in dollars.
pub(super) fn dollars(value: &Value) -> Option<Money> {
    super::json::sum(value, Currency::USD)
}

/// A description without the marks that buyers put around it ("IGF::CT::IGF").
pub(super) fn plain_description(text: &str) -> String {
    let kept = text.split("::").last().unwrap_or(text);
    let kept = if text.starts_with("IGF::") { kept.strip_prefix("IGF").unwrap_or(kept) } else { text };
    kept.trim().to_owned()
}
