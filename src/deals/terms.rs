//! The words that tell one dealing of two parties from another.

use std::collections::BTreeSet;

use crate::events::Event;

/// Words of every contract story; they tell nothing apart.
const COMMON: &[&str] = &[
    "about",
    "after",
    "agencies",
    "agency",
    "agreement",
    "agreements",
    "amount",
    "announced",
    "approved",
    "army",
    "artificial",
    "award",
    "awarded",
    "billion",
    "board",
    "building",
    "capabilities",
    "ceiling",
    "chief",
    "civilian",
    "commission",
    "company",
    "competition",
    "contract",
    "contracts",
    "council",
    "county",
    "defense",
    "defence",
    "department",
    "deliver",
    "dollars",
    "federal",
    "government",
    "intelligence",
    "issued",
    "latest",
    "million",
    "military",
    "ministry",
    "models",
    "month",
    "national",
    "office",
    "officials",
    "operations",
    "order",
    "orders",
    "period",
    "program",
    "project",
    "proposals",
    "protest",
    "provide",
    "request",
    "secured",
    "service",
    "services",
    "signed",
    "software",
    "state",
    "states",
    "supply",
    "support",
    "system",
    "systems",
    "technology",
    "their",
    "through",
    "under",
    "united",
    "using",
    "value",
    "valued",
    "where",
    "which",
    "worth",
    "would",
    "years",
    "authority",
    "solicitation",
];

/// The telling words of an event's subject, else of its sentence: lower case, without the names of its parties.
pub(super) fn terms(event: &Event, sentence: &str) -> BTreeSet<String> {
    let names: String = event
        .vendors
        .iter()
        .chain(&event.buyers)
        .chain(&event.via)
        .map(|o| o.name.to_lowercase())
        .collect::<Vec<_>>()
        .join(" ");
    let source = event.subject.as_deref().unwrap_or(sentence);
    source
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(str::to_lowercase)
        .filter(|word| {
            word.len() > 4
                && !COMMON.contains(&word.as_str())
                && !word.starts_with(|c: char| c.is_ascii_digit())
        })
        .filter(|word| !names.contains(word.as_str()))
        .collect()
}
