//! Names, lists and dates as they stand in a sentence.

use crate::base::{PartialDate, printable, squeeze};
use crate::events::OrgRef;

/// Nouns that take "the" when they head an agency's name.
const WITH_ARTICLE: &[&str] = &[
    "Administration",
    "Agency",
    "Army",
    "Assembly",
    "Authority",
    "Bank",
    "Board",
    "Bureau",
    "Centre",
    "Center",
    "Centers",
    "Command",
    "Commission",
    "Committee",
    "Corps",
    "Court",
    "Department",
    "Directorate",
    "Division",
    "Force",
    "Forces",
    "Government",
    "Guard",
    "House",
    "Institute",
    "Laboratory",
    "Legislature",
    "Ministry",
    "Navy",
    "Office",
    "Officer",
    "Organisation",
    "Organization",
    "Pentagon",
    "Senate",
    "Service",
    "Treasury",
    "Union",
];
/// Nouns that take "the" only before "of": the City of Flagstaff, but Kansas City.
const WITH_ARTICLE_BEFORE_OF: &[&str] =
    &["Borough", "City", "Commonwealth", "Congress", "Council", "County", "District", "State", "Town"];
/// Words that make "Council" a common noun: the City Council, but Camden Council.
const COMMON_BEFORE_COUNCIL: &[&str] = &["City", "County", "European", "Federal", "National", "Town"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a government body with the article that it takes: "the Army", "NASA", "the City of Flagstaff".
pub(super) fn with_article(name: &str) -> String {
    let name = clean(name);
    let plain = name.split(" (").next().unwrap_or(&name);
    let (before, is_of) = match (plain.split_once(" of "), plain.split_once(" for ")) {
        (Some((a, _)), Some((b, _))) if b.len() < a.len() => (b, false),
        (Some((a, _)), _) => (a, true),
        (None, Some((b, _))) => (b, false),
        (None, None) => (plain, false),
    };
    let head = before.split_whitespace().next_back().unwrap_or_default();
    let first = before.split_whitespace().next().unwrap_or_default();
    let takes_article = WITH_ARTICLE.contains(&head)
        || (is_of && WITH_ARTICLE_BEFORE_OF.contains(&head))
        || (head == "Council" && COMMON_BEFORE_COUNCIL.contains(&first));
    if takes_article { format!("the {name}") } else { name }
}

/// Government bodies as a list; a parent named beside its own office is left out.
pub(super) fn agencies(orgs: &[OrgRef]) -> Vec<String> {
    without_parents(orgs).map(|org| with_article(&org.name)).collect()
}

/// Government bodies but for parents named beside their own offices.
pub(super) fn without_parents(orgs: &[OrgRef]) -> impl Iterator<Item = &OrgRef> {
    let is_parent = |org: &OrgRef| orgs.iter().any(|other| other.id != org.id && other.id.is_within(&org.id));
    orgs.iter().filter(move |org| !is_parent(org))
}

/// Companies as a list.
pub(super) fn companies(orgs: &[OrgRef]) -> Vec<String> {
    orgs.iter().map(|org| clean(&org.name)).collect()
}

/// "A", "A and B", "A, B and C".
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// "14 July 2025", "July 2025", "2025".
pub(super) fn dated(date: PartialDate) -> String {
    let month = date.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
    match (month, date.day()) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year()),
        (Some(month), None) => format!("{month} {}", date.year()),
        (None, _) => date.year().to_string(),
    }
}

/// Text from outside on one line, without what could steer a terminal.
pub(super) fn clean(text: &str) -> String {
    squeeze(&printable(text))
}

/// The text with its first letter as a capital.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_take_the_article_they_take_in_speech() {
        for (name, shown) in [
            ("Army", "the Army"),
            ("Department of Defense", "the Department of Defense"),
            ("Ministry of Defence (UK)", "the Ministry of Defence (UK)"),
            ("City of Flagstaff", "the City of Flagstaff"),
            ("Kansas City", "Kansas City"),
            ("City Council", "the City Council"),
            ("Camden Council", "Camden Council"),
            ("Cook County", "Cook County"),
            ("State of Nevada", "the State of Nevada"),
            ("NASA", "NASA"),
            ("Illinois State Police", "Illinois State Police"),
            ("Transport for London", "Transport for London"),
            ("Central Agency for Information Technology", "the Central Agency for Information Technology"),
            ("White House", "the White House"),
            ("", ""),
        ] {
            assert_eq!(with_article(name), shown);
        }
    }

    #[test]
    fn lists_and_dates_read_as_in_a_sentence() {
        let items = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(listed(&items(&["A"])), "A");
        assert_eq!(listed(&items(&["A", "B"])), "A and B");
        assert_eq!(listed(&items(&["A", "B", "C"])), "A, B and C");
        for (date, shown) in [("2025", "2025"), ("2025-12", "December 2025"), ("2025-07-04", "4 July 2025")] {
            assert_eq!(dated(date.parse().unwrap()), shown);
        }
    }
}
