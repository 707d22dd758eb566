//! A deal's name, made from its facts: "CDAO – Palantir – Maven Smart System, 2024".

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::{PartialDate, Pattern};
use crate::deals::deal::DealEvent;
use crate::entities::{EntryKind, Lists};
use crate::events::{ContractType, EventKind, OrgRef};

/// A body's name up to so many characters needs no acronym.
const SHORT_ENOUGH: usize = 18;
/// The most characters of what a deal is about.
const LONGEST_SUBJECT: usize = 48;
/// The most words of it.
const MOST_WORDS: usize = 6;
/// Suppliers named before the others are counted.
const NAMED_VENDORS: usize = 2;

/// What a name is made from.
pub(super) struct Naming<'a> {
    pub buyers: &'a [OrgRef],
    pub vendors: &'a [OrgRef],
    pub program: Option<&'a str>,
    pub contract_type: Option<ContractType>,
    /// The first day it is told of.
    pub first: Option<PartialDate>,
    pub events: &'a [DealEvent],
}

impl Naming<'_> {
    /// "Army – Palantir – Enterprise Agreement, 2025".
    pub fn name(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(buyer(self.buyers));
        parts.extend(suppliers(self.vendors));
        parts.push(self.about());
        let year = self.year().map(|year| format!(", {year}")).unwrap_or_default();
        format!("{}{year}", parts.join(" – "))
    }

    /// The program, else the subject that most articles tell, else what kind of thing it is.
    fn about(&self) -> String {
        let program = self.program.and_then(|id| Lists::bundled().entry(EntryKind::Program, id));
        program.map(|entry| entry.name.to_owned()).or_else(|| self.subject()).unwrap_or_else(|| self.kind())
    }

    /// The subject that most articles tell in a form that reads by itself; of equals that of an award, then the first.
    fn subject(&self) -> Option<String> {
        let mut told: Vec<(String, usize, bool)> = Vec::new();
        for event in self.events {
            let Some(cut) = event.event.subject.as_deref().and_then(readable) else { continue };
            // "A contract for Kenya Revenue Authority": whom it is for is said already.
            let lower = cut.to_lowercase();
            if self.buyers.iter().chain(self.vendors).any(|party| party.name.to_lowercase().contains(&lower))
            {
                continue;
            }
            let is_award = event.event.kind == EventKind::Award;
            match told.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(&cut)) {
                Some((_, count, of_award)) => {
                    *count += 1;
                    *of_award |= is_award;
                }
                None => told.push((cut, 1, is_award)),
            }
        }
        let best = told
            .iter()
            .enumerate()
            .max_by_key(|(n, (_, count, award))| (*count, *award, std::cmp::Reverse(*n)));
        best.map(|(_, (cut, ..))| title_case(cut))
    }

    fn kind(&self) -> String {
        // How it is priced says nothing of what it is.
        if let Some(kind) = self.contract_type.filter(|kind| is_form(*kind)) {
            let words = kind.as_str().split('_').map(|word| match word {
                "idiq" | "sbir" | "gwac" => word.to_uppercase(),
                word => word.to_owned(),
            });
            return title_case(&words.collect::<Vec<_>>().join(" "));
        }
        match self.events.first().map(|told| told.event.kind) {
            Some(EventKind::Award) => "Contract".to_owned(),
            Some(kind) => title_case(kind.as_str()),
            None => "Deal".to_owned(),
        }
    }

    /// The year of the award, else the first in which it is told of.
    fn year(&self) -> Option<i16> {
        let award = |told: &&DealEvent| told.event.kind == EventKind::Award && told.event.is_confirmed();
        let awarded = self.events.iter().filter(award).filter_map(|told| told.event.date.or(told.published));
        awarded.min_by_key(PartialDate::last_day).or(self.first).map(|date| date.year())
    }
}

/// Whether it says what form a contract has: forms stand before pricings in [`ContractType::ALL`].
fn is_form(kind: ContractType) -> bool {
    kind < ContractType::FirmFixedPrice || kind == ContractType::Subscription
}

/// The buyer in short. A unit goes before the department that it is of, where only one is named.
fn buyer(buyers: &[OrgRef]) -> Option<String> {
    let first = buyers.first()?;
    let mut units = buyers.iter().filter(|other| other.id != first.id && other.id.is_within(&first.id));
    let buyer = match (units.next(), units.next()) {
        (Some(unit), None) => unit,
        _ => first,
    };
    if buyer.name.chars().count() <= SHORT_ENOUGH {
        return Some(buyer.name.clone());
    }
    Some(ACRONYMS.get(buyer.id.as_str()).map_or_else(|| buyer.name.clone(), |short| (*short).to_owned()))
}

/// The acronym by which each body of the lists is known.
static ACRONYMS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lists = Lists::bundled();
    let mut acronyms = HashMap::new();
    for alias in lists.aliases() {
        let Some(entry) = lists.entries().get(alias.entry) else { continue };
        let rule = alias.rule();
        if entry.kind == EntryKind::Agency && !rule.weak && !rule.full && is_acronym(alias.text, entry.name) {
            acronyms.entry(entry.id).or_insert(alias.text);
        }
    }
    acronyms
});

/// Whether this is made from the first letters of the name: "CDAO", "UK MoD".
fn is_acronym(text: &str, name: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let capitals: Vec<char> = last.chars().filter(|c| c.is_uppercase()).collect();
    let is_short = text.len() <= 8 && capitals.len() >= 2 && last.chars().all(char::is_alphabetic);
    let mut initials = name.split([' ', '-']).filter_map(|word| word.chars().next());
    is_short && capitals.iter().all(|capital| initials.any(|initial| initial.to_uppercase().eq([*capital])))
}

/// "A", "A and B", "A, B and 3 more".
fn suppliers(vendors: &[OrgRef]) -> Option<String> {
    let names: Vec<&str> = vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [one, other] => Some(format!("{one} and {other}")),
        more => {
            let named = more.get(..NAMED_VENDORS)?.join(", ");
            Some(format!("{named} and {} more", more.len() - NAMED_VENDORS))
        }
    }
}

/// Where a subject goes on with what does not belong to it: "for three years", "in January", "worth", "to federal agencies".
static TAIL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\s(?:(?:in|for|since|until|by|over|during|within|starting|beginning)\s(?:(?:early|late|mid|the\s(?:next|past|first))\s)?(?:\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|last\b|next\b|this\b|up\b|more\b|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec)|worth\b|valued\b|to\b|without\b|because\b|so\b|if\b)",
    )
});

/// Words that no name of a thing holds: a sentence has been cut.
const OF_SENTENCES: &[&str] = &[
    "was", "were", "is", "are", "be", "been", "has", "had", "have", "would", "could", "will", "may", "might",
    "said", "says", "it", "they", "them", "he", "she", "we", "you", "i", "there", "what", "which", "who",
    "whether", "not", "no", "did", "does", "do", "then", "than", "how", "why", "where", "me", "us", "here",
    "instead", "again",
];

/// Words that say too little to name a deal by.
const VAGUE: &[&str] = &[
    "system",
    "systems",
    "new",
    "version",
    "product",
    "products",
    "goods",
    "work",
    "extra",
    "company",
    "companies",
    "time",
    "third",
    "first",
    "second",
    "year",
    "years",
    "month",
    "months",
    "one",
    "two",
    "three",
    "four",
    "five",
    "other",
    "service",
    "services",
    "use",
    "contract",
    "contracts",
    "deal",
    "award",
    "order",
    "more",
    "next",
    "last",
    "agency",
    "agencies",
    "federal",
    "government",
    "convenience",
    "the",
    "of",
    "a",
    "an",
    "its",
    "their",
    "for",
    "and",
    "breach",
    "material",
    "program",
    "project",
    "part",
    "same",
    "such",
    "support",
    "technology",
    "solution",
    "solutions",
    "million",
    "billion",
    "pilot",
    "one-year",
    "two-year",
    "three-year",
    "four-year",
    "five-year",
    "parts",
    "amount",
    "term",
    "option",
    "defense",
    "defence",
    "military",
];

/// A subject cut to what reads by itself; `None` where nothing does.
fn readable(subject: &str) -> Option<String> {
    let subject = TAIL.find(subject).map_or(subject, |tail| &subject[..tail.start()]);
    let is_odd = |c: char| matches!(c, '$' | '£' | '€' | '"' | '“' | '”' | '(' | ')' | ':' | ';' | '#' | '=');
    if subject.contains(is_odd) || subject.starts_with(|c: char| !c.is_alphabetic()) {
        return None;
    }
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in subject.split_whitespace().take(MOST_WORDS) {
        length += word.chars().count() + 1;
        if length > LONGEST_SUBJECT + 1 {
            break;
        }
        words.push(word);
    }
    let is_cut = words.len() < subject.split_whitespace().count();
    drop_small(&mut words);
    // Cut off within "of the Army's Robotic …": rather without than with half of it.
    if is_cut
        && let Some(at) = words.iter().rposition(|word| SMALL.contains(&word.to_lowercase().as_str()))
        && at >= 2
    {
        words.truncate(at);
        drop_small(&mut words);
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_of_sentence = lower.iter().any(|word| OF_SENTENCES.contains(&word.as_str()));
    let is_vague = lower.iter().all(|word| VAGUE.contains(&word.as_str()));
    // "DIU a secure cloud": whom it is for stands before what.
    let is_run_on =
        words.windows(2).any(|pair| matches!(pair, [before, "a" | "an"] if !SMALL.contains(before)));
    // "Contract WCDH-25-C-0418", "Cloud One dates".
    let is_number = |word: &&str| word.chars().filter(char::is_ascii_digit).count() > 3;
    let is_telling = !is_of_sentence && !is_vague && !is_run_on && !words.iter().any(is_number);
    (is_telling && lower.iter().any(|word| word.len() > 2)).then(|| words.join(" "))
}

/// Words that cannot stand at the end.
fn drop_small(words: &mut Vec<&str>) {
    while words
        .last()
        .is_some_and(|word| SMALL.contains(&word.to_lowercase().as_str()) || word.ends_with(['’', '\'']))
    {
        words.pop();
    }
}

const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "its", "of", "on", "or", "the", "to", "their",
    "via", "with", "that", "under", "into", "up",
];

/// "machine learning for the fleet" as "Machine Learning for the Fleet"; words with capitals stay as they are.
fn title_case(text: &str) -> String {
    let words = text.split(' ').enumerate().map(|(n, word)| {
        let is_small = n > 0 && SMALL.contains(&word);
        if is_small || word.chars().any(char::is_uppercase) {
            return word.to_owned();
        }
        word.split('-').map(capitalised).collect::<Vec<_>>().join("-")
    });
    words.collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::OrgId;

    fn org(id: &str, name: &str) -> OrgRef {
        OrgRef { id: OrgId::from_stored(id), name: name.into() }
    }

    #[test]
    fn subjects_are_cut_to_what_reads_by_itself() {
        for (subject, expected) in [
            ("artificial intelligence software", Some("Artificial Intelligence Software")),
            ("smoke imagery in 2024", Some("Smoke Imagery")),
            ("CaseVoice software to both authorities for three years", Some("CaseVoice Software")),
            (
                "self-driving software for the Army's Robotic Combat Vehicle program",
                Some("Self-Driving Software"),
            ),
            ("analysis of drone footage", Some("Analysis of Drone Footage")),
            ("biometric matching software worth", Some("Biometric Matching Software")),
            ("machine learning for the fleet of", Some("Machine Learning for the Fleet")),
            ("intelligence software that it was told", None),
            ("models of up to one trillion parameters", Some("Models")),
            ("DIU a secure cloud management system", None),
            ("third time", None),
            ("more there", None),
            ("new system", None),
            ("contract WCDH-25-C-0418", None),
            ("$4 million of software", None),
            ("268 radios", None),
        ] {
            assert_eq!(readable(subject).map(|cut| title_case(&cut)).as_deref(), expected, "{subject}");
        }
    }

    #[test]
    fn bodies_go_by_what_they_are_called() {
        let army = org("us/dod/army", "Army");
        let dod = org("us/dod", "Department of Defense");
        let ice = org("us/dhs/ice", "Immigration and Customs Enforcement");
        let dhs = org("us/dhs", "Department of Homeland Security");
        let mod_uk = org("gb/mod", "Ministry of Defence (UK)");
        let unlisted =
            org("x/continental-rail-safety-administration", "Continental Rail Safety Administration");
        for (buyers, expected) in [
            (vec![&dod], "DoD"),
            (vec![&dod, &army], "Army"),
            (vec![&dhs, &ice], "ICE"),
            (vec![&mod_uk], "UK MoD"),
            (vec![&unlisted], "Continental Rail Safety Administration"),
        ] {
            let buyers: Vec<OrgRef> = buyers.into_iter().cloned().collect();
            assert_eq!(buyer(&buyers).as_deref(), Some(expected));
        }
        let many: Vec<OrgRef> = ["A", "B", "C", "D"].iter().map(|name| org(name, name)).collect();
        assert_eq!(suppliers(&many).as_deref(), Some("A, B and 2 more"));
        assert_eq!(suppliers(&many[..2]).as_deref(), Some("A and B"));
    }
}
