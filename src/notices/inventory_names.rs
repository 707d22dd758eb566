//! Which bodies and suppliers the words of an inventory of AI uses stand for.
//!
//! An agency writes its suppliers as it likes: "Microsoft; Palantir", "Amazon Web Services (AWS)", "ServiceNow, Inc.", an
//! address, a product. A part that no list knows is kept as it is printed.

use std::collections::HashMap;

use super::inventory::ReportedUse;
use crate::base::{OrgId, comparison_key};
use crate::entities::{Alias, Entry, EntryKind, Lists};
use crate::events::OrgRef;

/// Words that say that there is no supplier, or not which, as they are compared; each with what may follow.
const NOBODY: &[&str] = &[
    "in house",
    "internal",
    "internally",
    "n a",
    "na",
    "no vendor",
    "none",
    "not applicable",
    "not available",
    "open source",
    "tbd",
    "third party vendor",
    "to be determined",
    "unknown",
    "unkown",
    "vendor proprietary",
    "contractor teams",
];
/// Words after a supplier's name that tell more of it and are no part of it.
const REMARKS: &[&str] = &["algorithm", "dba"];

/// The names of the lists by the way they are compared, and those that the user has added.
#[derive(Debug)]
pub struct InventoryNames {
    called: HashMap<(EntryKind, String), Vec<OrgRef>>,
}

impl InventoryNames {
    /// The listed names, and some that the user has given.
    pub fn new(added: impl IntoIterator<Item = (EntryKind, String, OrgRef)>) -> Self {
        let lists = Lists::bundled();
        let mut names = Self { called: HashMap::new() };
        for (kind, name, org) in added {
            names.add(kind, &name, org);
        }
        for alias in lists.aliases() {
            let Some(entry) = lists.entries().get(alias.entry) else { continue };
            match entry.kind {
                EntryKind::Agency if entry.country == "us" => names.add(entry.kind, alias.text, org(entry)),
                EntryKind::Vendor if counts(alias, entry) => names.add(entry.kind, alias.text, org(entry)),
                EntryKind::Product => {
                    let owner = entry.parent.and_then(|id| lists.entry(EntryKind::Vendor, id));
                    if let Some(owner) = owner {
                        names.add(entry.kind, alias.text, org(owner));
                    }
                }
                _ => {}
            }
        }
        names
    }

    fn add(&mut self, kind: EntryKind, name: &str, org: OrgRef) {
        let known = self.called.entry((kind, comparison_key(name))).or_default();
        if known.iter().all(|one| one.id != org.id) {
            known.push(org);
        }
    }

    fn called(&self, kind: EntryKind, name: &str) -> &[OrgRef] {
        let key = comparison_key(name);
        if key.is_empty() { &[] } else { self.called.get(&(kind, key)).map_or(&[], Vec::as_slice) }
    }

    /// The only listed body or supplier that is so called.
    pub fn listed(&self, kind: EntryKind, name: &str) -> Option<OrgRef> {
        match self.called(kind, name) {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The agency that reports the use: of namesakes the one at the head of the tree, unless its short name tells.
    pub fn agency(&self, reported: &ReportedUse) -> OrgRef {
        let by_name = self.called(EntryKind::Agency, &reported.agency);
        let code = reported.agency_code.as_deref().unwrap_or_default();
        let by_code = self.called(EntryKind::Agency, code);
        let both = by_name.iter().find(|one| by_code.iter().any(|other| other.id == one.id));
        let depth = |one: &&OrgRef| (one.id.as_str().matches('/').count(), one.id.clone());
        let found =
            both.or_else(|| by_name.iter().min_by_key(depth)).or_else(|| by_code.iter().min_by_key(depth));
        found.cloned().unwrap_or_else(|| unlisted(&reported.agency))
    }

    /// The office of the agency, where a list knows it: of `HHS/FDA/CDER` the last that is known.
    pub fn office(&self, reported: &ReportedUse, agency: &OrgId) -> Option<OrgRef> {
        let bureau = reported.bureau.as_deref()?;
        let mut parts: Vec<&str> =
            bureau.split(['/', ':', '(', ')']).flat_map(|part| part.split(" - ")).collect();
        parts.push(bureau);
        parts.extend(bureau.split_whitespace().next().filter(|word| word.chars().all(char::is_uppercase)));
        let within = |part: &&str| {
            let known = self.called(EntryKind::Agency, part).iter();
            known
                .filter(|org| org.id != *agency && org.id.is_within(agency))
                .max_by_key(|org| org.id.as_str().len())
        };
        let found = parts.iter().filter_map(within).max_by_key(|org| org.id.as_str().matches('/').count());
        found.cloned()
    }

    /// The suppliers in a text, each once; `x/…` is one that no list knows, as it is printed.
    pub fn vendors(&self, text: &str) -> Vec<OrgRef> {
        if is_nobody(text) {
            return Vec::new();
        }
        if let Some(org) = self.only(EntryKind::Vendor, text).filter(|_| !text.contains([';', '\n'])) {
            return vec![org];
        }
        let mut found: Vec<OrgRef> = Vec::new();
        let mut note = |org: OrgRef| {
            if found.iter().all(|known| known.id != org.id) {
                found.push(org);
            }
        };
        for segment in split(text, &["\n", "\t", ";", "|", " / ", "/"]) {
            if let Some(org) = self.vendor(segment) {
                note(org);
                continue;
            }
            let parts = by_comma(segment);
            let known: Vec<Vec<OrgRef>> = parts.iter().map(|part| self.beside_each_other(part)).collect();
            if known.iter().all(Vec::is_empty) {
                // Nobody in it is known: it may be one name with a comma.
                parts.iter().filter(|part| !is_nobody(part)).for_each(|part| note(unlisted(part)));
                continue;
            }
            for (part, known) in parts.iter().zip(known) {
                // Beside a name, what begins small is a remark: "acquired by …".
                let is_stranger =
                    known.is_empty() && !is_nobody(part) && !part.starts_with(char::is_lowercase);
                known.into_iter().for_each(&mut note);
                if is_stranger {
                    note(unlisted(part));
                }
            }
        }
        found
    }

    /// Whom a part names, alone or beside others; nobody where no list knows one of them.
    fn beside_each_other(&self, part: &str) -> Vec<OrgRef> {
        if let Some(org) = self.vendor(part) {
            return vec![org];
        }
        let parts = split(part, &[" and ", " & ", " DBA ", " - ", " – ", ", using ", " with "]);
        let known: Vec<OrgRef> = parts.iter().filter_map(|one| self.vendor(one)).collect();
        if known.is_empty() || parts.len() == 1 {
            return known;
        }
        // What stands beside a dash is a remark, what stands beside "and" is another supplier.
        let others = split(part, &[" and ", " & "]);
        let strangers =
            others.iter().filter(|one| others.len() > 1 && self.vendor(one).is_none() && !is_nobody(one));
        let strangers: Vec<OrgRef> =
            strangers.filter(|one| !one.contains(" - ")).map(|one| unlisted(one)).collect();
        known.into_iter().chain(strangers).collect()
    }

    /// The only supplier that is so called: by name, product or address.
    fn vendor(&self, text: &str) -> Option<OrgRef> {
        let text = text.trim().trim_end_matches(['.', ',', ':']).trim();
        let text = ["and ", "using "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        let text = text.split_once(" PIID").map_or(text, |(name, _)| name);
        if text.is_empty() || is_nobody(text) {
            return None;
        }
        if let Some(label) = host_label(text) {
            return self.only(EntryKind::Vendor, label);
        }
        let by_name = self.only(EntryKind::Vendor, text);
        if by_name.is_some() || !places(text, &[","]).is_empty() {
            return by_name;
        }
        let by_name = self.only(EntryKind::Product, text);
        by_name.or_else(|| self.in_parentheses(text)).or_else(|| self.at_the_head(text))
    }

    fn only(&self, kind: EntryKind, name: &str) -> Option<OrgRef> {
        match self.called(kind, name) {
            [one] => Some(one.clone()),
            several => {
                let lists = Lists::bundled();
                let is_near = |org: &&OrgRef| {
                    lists.entry(EntryKind::Vendor, org.id.as_str()).is_some_and(|entry| entry.country == "us")
                };
                let mut near = several.iter().filter(is_near);
                near.next().filter(|_| near.next().is_none()).cloned()
            }
        }
    }

    /// "Personnel Decisions Research Institutes, LLC (PDRI)".
    fn in_parentheses(&self, text: &str) -> Option<OrgRef> {
        let inner = text.split_once('(')?.1.split_once(')')?.0;
        let is_short = inner.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        self.only(EntryKind::Vendor, inner).filter(|_| is_short)
    }

    /// "Google Gemini", "Palantir Technologies deployed application": a name, then a product of its owner or a remark.
    fn at_the_head(&self, text: &str) -> Option<OrgRef> {
        let ends = text.match_indices(' ').map(|(at, _)| at).collect::<Vec<_>>();
        ends.iter().rev().find_map(|end| {
            let (head, rest) = text.split_at(*end);
            let rest = rest.trim();
            let next = rest.split_whitespace().next()?;
            let is_remark = next.starts_with(char::is_lowercase)
                && !matches!(next, "and" | "of" | "for" | "to" | "in")
                || REMARKS.contains(&next.to_lowercase().as_str());
            let is_product = |org: &OrgRef| {
                let words: Vec<&str> = rest.split_whitespace().collect();
                (1..=words.len()).any(|count| {
                    let name = words.get(..count).unwrap_or_default().join(" ");
                    let whole = format!("{head} {name}");
                    [name, whole].iter().any(|name| {
                        self.called(EntryKind::Product, name).iter().any(|owner| owner.id == org.id)
                    })
                })
            };
            self.only(EntryKind::Vendor, head).filter(|org| is_remark || is_product(org))
        })
    }
}

/// Whether a U.S. agency may mean the supplier by this name: of those abroad only names that are nobody else's.
fn counts(alias: &Alias, entry: &Entry) -> bool {
    let is_short = alias.text.len() < 5 && alias.text.chars().all(|c| c.is_ascii_uppercase());
    entry.country == "us" || (alias.rule().is_plain() && (!is_short || alias.text == entry.name))
}

fn org(entry: &Entry) -> OrgRef {
    OrgRef { id: OrgId::from_stored(entry.id), name: entry.name.to_owned() }
}

fn unlisted(name: &str) -> OrgRef {
    let name = name.split_once(" PIID").map_or(name, |(name, _)| name).trim().trim_end_matches(['.', ',']);
    OrgRef { id: OrgId::unlisted(&comparison_key(name)), name: name.to_owned() }
}

/// Whether the words name no supplier.
fn is_nobody(text: &str) -> bool {
    let key = comparison_key(text.split_once(" PIID").map_or(text, |(name, _)| name));
    // Numbers of orders and dates stand in the column too.
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    letters < 2
        || key.len() < letters * 2 && key.chars().filter(char::is_ascii_digit).count() > letters
        || key.chars().filter(char::is_ascii_digit).count() >= 6
        || NOBODY
            .iter()
            .any(|word| key.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// The name in an address: `openai` of `https://openai.com/chatgpt/`.
fn host_label(text: &str) -> Option<&str> {
    let rest = text.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ' ']).next()?;
    host.rsplit('.').nth(1)
}

/// The parts between commas; a legal form after a comma belongs to what stands before it.
fn by_comma(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut from = 0;
    for (at, _) in places(text, &[","]).into_iter().chain([(text.len(), 0)]) {
        let next = text.get(at..).unwrap_or_default().trim_start_matches(',').trim_start();
        let next_part = next.split(',').next().unwrap_or_default();
        let is_form = !next_part.trim().is_empty() && comparison_key(&format!("x {next_part}")) == "x";
        if at < text.len() && is_form {
            continue;
        }
        parts.push(text.get(from..at).unwrap_or_default().trim_start_matches(','));
        from = at;
    }
    trimmed(parts)
}

fn split<'a>(text: &'a str, signs: &[&str]) -> Vec<&'a str> {
    if text.contains("://") && signs.contains(&"/") {
        return split(text, &["\n", "\t", ";", "|", ","]);
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, length) in places(text, signs) {
        if at >= from {
            parts.push(text.get(from..at).unwrap_or_default());
            from = at + length;
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    trimmed(parts)
}

fn trimmed(parts: Vec<&str>) -> Vec<&str> {
    let parts = parts.into_iter().map(|part| part.trim().trim_matches(',').trim());
    let parts = parts.map(|part| part.strip_prefix("and ").unwrap_or(part));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Where the signs stand outside of parentheses, and how long each is.
fn places(text: &str, signs: &[&str]) -> Vec<(usize, usize)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        let sign = signs.iter().filter(|sign| rest.starts_with(**sign)).max_by_key(|sign| sign.len());
        found.extend(sign.filter(|_| depth == 0).map(|sign| (at, sign.len())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vendors(text: &str) -> Vec<String> {
        InventoryNames::new([]).vendors(text).into_iter().map(|org| org.id.to_string()).collect()
    }

    #[test]
    fn several_suppliers_stand_in_one_text() {
        for (text, ids) in [
            ("Microsoft; Palantir", &["microsoft", "palantir"][..]),
            ("Amazon Web Services (AWS)", &["amazon-web-services"]),
            ("ServiceNow, Inc.", &["servicenow"]),
            ("OpenAI; Anthropic; Google", &["openai", "anthropic", "google"]),
            ("Microsoft / OpenAI", &["microsoft", "openai"]),
            ("Palantir, Quillfeather Labs LLC", &["palantir", "x/quillfeather-labs"]),
            ("Quillfeather Labs, LLC", &["x/quillfeather-labs"]),
            ("Adobe, Quillfeather, and Vyond", &["adobe", "x/quillfeather", "x/vyond"]),
            ("https://openai.com/chatgpt/", &["openai"]),
            ("Palantir Technologies deployed application within Foundry", &["palantir"]),
            ("Not available", &[]),
            ("In-house development", &[]),
            ("1899-12-31 11:59:00", &[]),
            ("Azure, OpenAI", &["microsoft", "openai"]),
            (
                "AWS PIID: NNG15SD22B\nQuillfeather PIID: 1605DC19A0004",
                &["amazon-web-services", "x/quillfeather"],
            ),
            ("N/A - Open Source Integration", &[]),
            ("", &[]),
        ] {
            let found = vendors(text);
            let expected: Vec<&str> = ids.to_vec();
            assert!(found.iter().map(String::as_str).eq(expected.iter().copied()), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_user_may_name_a_supplier() {
        let org = OrgRef { id: OrgId::from_stored("palantir"), name: "Palantir".into() };
        let names = InventoryNames::new([(EntryKind::Vendor, "Seeing Stone".to_owned(), org)]);
        assert_eq!(names.vendors("Seeing Stone, Inc.")[0].id.as_str(), "palantir");
    }

    #[test]
    fn agencies_and_their_offices_are_those_of_the_united_states() {
        let names = InventoryNames::new([]);
        let reported = |agency: &str, code: &str, bureau: &str| ReportedUse {
            agency: agency.into(),
            agency_code: Some(code.into()),
            bureau: Some(bureau.into()),
            ..ReportedUse::default()
        };
        let energy = reported("Department of Energy", "DOE", "nowhere");
        let agency = names.agency(&energy);
        assert!(agency.id.as_str().starts_with("us/"), "{agency:?}");
        assert_eq!(names.office(&energy, &agency.id), None);
        let border = reported("Department of Homeland Security", "DHS", "CBP");
        let agency = names.agency(&border);
        assert_eq!(agency.id.as_str(), "us/dhs");
        assert_eq!(names.office(&border, &agency.id).unwrap().id.as_str(), "us/dhs/cbp");
        assert_eq!(names.agency(&reported("Board of Kites", "BOK", "")).id.as_str(), "x/board-of-kites");
    }
}
