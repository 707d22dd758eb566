//! Services whose lists are whole months: one question a month, and one for each kind of notice where they are kept apart.
//!
//! Public Contracts Scotland (<https://api.publiccontractsscotland.gov.uk>) and Sell2Wales (<https://api.sell2wales.gov.wales>)
//! are one program: `dateFrom` is a month (`04-2019`), `noticeType` one kind, `outputType=0` stands for OCDS.

use jiff::ToSpan as _;

use super::Window;
use super::query::{values, with_missing, without};
use crate::base::Address;

/// Of each host the kinds of notices that are asked for, where the user names none: what is planned, called for, awarded and
/// changed, by the European forms and by the host's own, for what is below the thresholds.
const KNOWN: &[(&str, &str, &[&str])] = &[
    ("api.publiccontractsscotland.gov.uk", "/v1/notices", &["1", "2", "3", "20", "101", "102", "103"]),
    ("api.sell2wales.gov.wales", "/v1/notices", &["1", "2", "3", "20", "51", "52", "53"]),
];

/// No more months are asked for at once, thirty years and more.
const MOST_MONTHS: usize = 400;

/// The address with what a known service needs to be asked by month: one for each kind of notice.
pub(super) fn with_months(address: &Address) -> Vec<Address> {
    let Some(usual) = kinds_of(address) else { return vec![address.clone()] };
    let mut kinds = values(address, "noticeType");
    if kinds.is_empty() {
        kinds = usual.iter().map(|kind| (*kind).to_owned()).collect();
    }
    let open = without(address, &["noticeType"]);
    let ask = |kind: &String| {
        with_missing(&open, &[("dateFrom", "{mm}-{yyyy}"), ("noticeType", kind), ("outputType", "0")])
    };
    kinds.iter().map(ask).collect()
}

/// Whether an address is that of a known service, or has places for a month.
pub(super) fn is_by_month(address: &Address) -> bool {
    let has_place = |name| filled(address.as_str(), name, "") != address.as_str();
    kinds_of(address).is_some() || ["yyyy", "mm"].into_iter().any(has_place)
}

/// The kinds of notices that are asked for of a known service.
fn kinds_of(address: &Address) -> Option<&'static [&'static str]> {
    let path = address.url().path().trim_end_matches('/').to_ascii_lowercase();
    let known = KNOWN.iter().find(|(host, known, _)| address.host() == *host && path == *known);
    known.map(|(.., kinds)| *kinds)
}

/// These addresses for each month that has one of the days, the first month first, each once.
pub(super) fn by_month(addresses: &[Address], window: Window) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    let mut month = window.since.first_of_month();
    for _ in 0..MOST_MONTHS {
        for address in addresses {
            let text = filled(address.as_str(), "yyyy", &format!("{:04}", month.year()));
            let text = filled(&text, "mm", &format!("{:02}", month.month()));
            let asked = Address::parse(&text).unwrap_or_else(|_| address.clone());
            // One that names its month itself is the same in all of them.
            if !all.contains(&asked) {
                all.push(asked);
            }
        }
        match month.checked_add(1.month()) {
            Ok(next) if next <= window.until => month = next,
            _ => break,
        }
    }
    all
}

/// The text with this place filled, its braces escaped or not.
fn filled(text: &str, name: &str, value: &str) -> String {
    text.replace(&format!("{{{name}}}"), value).replace(&format!("%7B{name}%7D"), value)
}
