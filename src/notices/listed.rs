//! Printed names as organisations of the lists, else as organisations of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::{OrgId, comparison_key, without_legal_suffix};
use crate::entities::{Entry, EntryKind, Lists, Rule};
use crate::events::OrgRef;

/// Every name that counts wherever it stands, by its comparison key. The first row of a name holds it.
static BY_KEY: LazyLock<HashMap<(EntryKind, String), &'static Entry>> = LazyLock::new(|| {
    let lists = Lists::bundled();
    let mut keys = HashMap::new();
    for alias in lists.aliases().iter().filter(|alias| is_sure(alias.rule())) {
        let Some(entry) = lists.entries().get(alias.entry) else { continue };
        let is_ours = entry.kind != EntryKind::Agency || entry.id.starts_with("us/");
        if is_ours && matches!(entry.kind, EntryKind::Agency | EntryKind::Vendor) {
            keys.entry((entry.kind, comparison_key(alias.text))).or_insert(entry);
        }
    }
    keys
});

/// Whether a name says which organisation it is without a story around it.
fn is_sure(rule: &Rule) -> bool {
    let is_ours = rule.countries.is_empty() || rule.countries.iter().any(|country| country == "us");
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
    "us",
    "usg",
];

/// The body of this printed name, its "U.S." kept: in an official record that is part of the name.
pub(super) fn agency(printed: &str) -> OrgRef {
    match entry(EntryKind::Agency, printed) {
        Some(entry) if printed.starts_with("U.S. ") => {
            OrgRef { id: OrgId::from_stored(entry.id), name: printed.to_owned() }
        }
        Some(entry) => known(entry, printed),
        None => OrgRef { id: OrgId::unlisted(&comparison_key(printed)), name: printed.to_owned() },
    }
}

/// The supplier of this printed name; a unit is its company.
pub(super) fn vendor(printed: &str) -> OrgRef {
    match entry(EntryKind::Vendor, printed) {
        Some(entry) => known(entry, trade_name(printed)),
        None => unlisted_vendor(printed),
    }
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
fn entry(kind: EntryKind, printed: &str) -> Option<&'static Entry> {
    let key = comparison_key(printed);
    let mut rest = key.as_str();
    loop {
        if let Some(entry) = BY_KEY.get(&(kind, rest.to_owned())) {
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
