//! Printed names as organisations of the lists, else as organisations of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::names::{body_name, in_capitals_as_written};
use crate::base::{OrgId, comparison_key, without_legal_suffix};
use crate::entities::{Entry, EntryKind, Lists, Rule};
use crate::events::OrgRef;

/// A name as it is looked up: of which kind of organisation, in which country's records, and its comparison key.
type Key = (EntryKind, &'static str, String);

/// The country whose records most are, and those of announcements are always.
const US: &str = "us";

/// Every name that counts wherever it stands, by its comparison key. The first row of a name holds it.
static BY_KEY: LazyLock<HashMap<Key, &'static Entry>> = LazyLock::new(|| {
    let lists = Lists::bundled();
    let mut keys = HashMap::new();
    for alias in lists.aliases() {
        let Some(entry) = lists.entries().get(alias.entry) else { continue };
        // A supplier is known in every country, a body in its own.
        let country = match entry.kind {
            EntryKind::Agency => entry.id.split('/').next().unwrap_or_default(),
            EntryKind::Vendor => US,
            _ => continue,
        };
        if is_sure(alias.rule(), country) {
            keys.entry((entry.kind, country, comparison_key(alias.text))).or_insert(entry);
        }
    }
    keys
});

/// Whether a name says in a record of this country which organisation it is, without a story around it.
fn is_sure(rule: &Rule, country: &str) -> bool {
    let is_ours = rule.countries.is_empty() || rule.countries.iter().any(|known| known == country);
    !rule.weak && !rule.full && rule.with.is_empty() && is_ours
}

/// Words that begin the name of a company's unit after the company's own one-word name.
const OF_UNITS: &[&str] = &[
    "advanced",
    "aeronautics",
    "aerospace",
    "applied",
    "aviation",
    "communications",
    "defense",
    "electronic",
    "enterprise",
    "federal",
    "global",
    "government",
    "information",
    "integrated",
    "intelligence",
    "international",
    "land",
    "maritime",
    "marine",
    "missile",
    "missiles",
    "mission",
    "national",
    "ordnance",
    "public",
    "rotary",
    "services",
    "ship",
    "solutions",
    "space",
    "support",
    "systems",
    "technical",
    "technologies",
    "technology",
    "uk",
    "us",
    "usg",
];

/// The body of this printed name, its "U.S." kept: in an official record that is part of the name.
pub(super) fn agency(printed: &str) -> OrgRef {
    match entry(EntryKind::Agency, US, printed) {
        Some(entry) if printed.starts_with("U.S. ") => {
            OrgRef { id: OrgId::from_stored(entry.id), name: printed.to_owned() }
        }
        Some(entry) => known(entry, printed),
        None => OrgRef { id: OrgId::unlisted(&comparison_key(printed)), name: printed.to_owned() },
    }
}

/// The supplier of this printed name; a unit is its company.
pub(super) fn vendor(printed: &str) -> OrgRef {
    match entry(EntryKind::Vendor, US, printed) {
        Some(entry) => known(entry, trade_name(printed)),
        None => unlisted_vendor(printed),
    }
}

/// The body that a register of this country names; one that no list has keeps its printed name.
pub(super) fn registered_agency(printed: &str, country: Option<&'static str>) -> OrgRef {
    let name = body_name(printed);
    let found = country.and_then(|country| {
        let mut names = [name.as_str()].into_iter().map(str::to_owned).chain(council_names(&name));
        names.find_map(|name| entry(EntryKind::Agency, country, &name))
    });
    match found {
        Some(entry) => listed(entry),
        None => OrgRef { id: OrgId::unlisted(&comparison_key(&name)), name },
    }
}

/// The supplier that a register names; a unit is its company.
pub(super) fn registered_vendor(printed: &str) -> OrgRef {
    match entry(EntryKind::Vendor, US, printed) {
        Some(entry) => listed(entry),
        None => unlisted_vendor(&in_capitals_as_written(printed)),
    }
}

fn listed(entry: &Entry) -> OrgRef {
    OrgRef { id: OrgId::from_stored(entry.id), name: entry.name.to_owned() }
}

/// What else a British council or office is called: "London Borough of Barnet" is Barnet Council; a short name may stand
/// before the full one.
fn council_names(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    let key = comparison_key(name);
    if let Some(place) =
        key.strip_prefix("london borough of ").or_else(|| key.strip_prefix("royal borough of "))
    {
        names.push(format!("{place} council"));
    }
    for form in [
        " metropolitan borough council",
        " metropolitan district council",
        " borough council",
        " district council",
    ] {
        if let Some(place) = key.strip_suffix(form) {
            names.extend([
                format!("{place} council"),
                format!("{place} city council"),
                format!("{place} borough council"),
            ]);
        }
    }
    if let Some((_, full)) = name.split_once(" - ") {
        names.push(full.to_owned());
    }
    names
}

/// A supplier of its own, whatever the lists say.
pub(super) fn unlisted_vendor(printed: &str) -> OrgRef {
    OrgRef { id: OrgId::unlisted(&comparison_key(printed)), name: trade_name(printed).to_owned() }
}

fn trade_name(printed: &str) -> &str {
    let plain = without_legal_suffix(printed);
    plain.strip_prefix("The ").unwrap_or(plain)
}

/// The parent that the lists give an organisation.
pub(super) fn parent(id: &OrgId) -> Option<OrgId> {
    Lists::bundled().ancestry(id).get(1).map(|entry| OrgId::from_stored(entry.id))
}

/// The row whose name this is, else the one whose name it begins with.
fn entry(kind: EntryKind, country: &'static str, printed: &str) -> Option<&'static Entry> {
    let key = comparison_key(printed);
    let mut rest = key.as_str();
    loop {
        if let Some(entry) = BY_KEY.get(&(kind, country, rest.to_owned())) {
            let after = key.get(rest.len()..).unwrap_or_default().trim_start();
            let is_telling = rest.contains(' ') || after.is_empty();
            let after = ["co ", "corp ", "inc ", "llc "]
                .iter()
                .find_map(|form| after.strip_prefix(form))
                .unwrap_or(after);
            let is_unit = after.split(' ').next().is_some_and(|word| OF_UNITS.contains(&word));
            // "Air Force Installation Services" is no part of the Air Force's own office; a one-word name may be a
            // part of many.
            let may_begin =
                kind == EntryKind::Vendor || matches!(entry.class, "command" | "office" | "laboratory");
            if is_telling && (after.is_empty() || may_begin) || is_unit && kind == EntryKind::Vendor {
                return Some(entry);
            }
        }
        rest = rest.rsplit_once(' ')?.0;
    }
}

/// The listed name where the printed one begins alike or one is made of the other's initials. An official record keeps
/// the name it prints where the lists know the same organisation by another, mostly a later, name.
fn known(entry: &'static Entry, printed: &str) -> OrgRef {
    let (listed, key) = (comparison_key(entry.name), comparison_key(printed));
    let begins_with = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let is_same = begins_with(&key, &listed)
        || begins_with(&listed, &key)
        || begins_with(&initials(&key), &listed)
        || initials(&listed) == key;
    let name = if is_same { entry.name } else { printed };
    OrgRef { id: OrgId::from_stored(entry.id), name: name.to_owned() }
}

/// The first letters of the words of a comparison key, "and" and "of" passed over.
fn initials(key: &str) -> String {
    key.split(' ')
        .filter(|word| !matches!(*word, "and" | "of" | "the"))
        .filter_map(|word| word.chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_names_and_others() {
        let vendor = |printed: &str| super::vendor(printed).id.to_string();
        assert_eq!(vendor("Lockheed Martin Rotary and Mission Systems"), "lockheed-martin");
        assert_eq!(vendor("The Boeing Co., Defense, Space & Security"), "boeing");
        assert_eq!(vendor("Raytheon Missile Systems"), vendor("Raytheon Co."));
        assert_eq!(super::vendor("Science Applications International Corp.").id.as_str(), "saic");
        assert_eq!(super::vendor("Harris Corp.").name, "Harris");
        assert_eq!(vendor("Quibble Dynamics Inc."), "x/quibble-dynamics");
        assert_eq!(registered_vendor("LOCKHEED MARTIN CORPORATION").name, "Lockheed Martin");
        assert_eq!(registered_vendor("QUIBBLE DYNAMICS LIMITED").name, "Quibble Dynamics");
        let agency_in = |printed: &str, country| registered_agency(printed, Some(country)).id.to_string();
        assert_eq!(agency_in("London Borough of Barnet", "gb"), "gb/barnet");
        assert_eq!(agency_in("DEPT OF DEFENSE", "us"), "us/dod");
        assert_eq!(agency_in("TRANSPORTATION, DEPARTMENT OF", "us"), "us/dot");
        assert_eq!(registered_agency("TASMIRE PORT AUTHORITY", Some("gb")).name, "Tasmire Port Authority");
        let army = agency("U.S. Army Contracting Command");
        assert_eq!(
            (army.id.as_str(), army.name.as_str()),
            ("us/dod/army/acc", "U.S. Army Contracting Command")
        );
        assert_eq!(agency("Tasmire Port Command").id.as_str(), "x/tasmire-port-command");
        let renamed = agency("Naval Facilities Engineering Command, Southwest");
        assert_eq!(
            (renamed.id.as_str(), renamed.name.as_str()),
            ("us/dod/navy/navfac", "Naval Facilities Engineering Command, Southwest")
        );
    }
}
