//! Names, lists and dates as they stand in a sentence.

use crate::base::{PartialDate, printable, squeeze};
use crate::entities::{EntryKind, Lists};
use crate::events::OrgRef;

/// Nouns that take "the" when they head an agency's name.
const WITH_ARTICLE: &[&str] = &[
    "Administration",
    "Agency",
    "Archives",
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
    "Consortium",
    "Corps",
    "Court",
    "Department",
    "Directorate",
    "Division",
    "Force",
    "Forces",
    "Foundation",
    "Fund",
    "Government",
    "Guard",
    "House",
    "Institute",
    "Institutes",
    "Laboratory",
    "Legislature",
    "Ministry",
    "Navy",
    "Office",
    "Officer",
    "Organisation",
    "Organization",
    "Parliament",
    "Pentagon",
    "Secretariat",
    "Senate",
    "Service",
    "Treasury",
    "Undertaking",
    "Union",
    "Unit",
];
/// Nouns that take "the" only before "of": the City of Flagstaff, but Kansas City.
const WITH_ARTICLE_BEFORE_OF: &[&str] =
    &["Borough", "City", "Commonwealth", "Congress", "Council", "County", "District", "State", "Town"];
/// Words that make "Council" a common noun: the City Council, but Camden Council.
const COMMON_BEFORE_COUNCIL: &[&str] = &["City", "County", "European", "Federal", "National", "Town"];
/// Words that make "Police" one force of a country: the Royal Canadian Mounted Police, but Illinois State Police.
const BEFORE_POLICE: &[&str] = &["Federal", "Metropolitan", "National", "Royal"];
pub(super) const MONTHS: [&str; 12] = [
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
    let mut words = before.split_whitespace();
    // A place's own: Argonne National Laboratory, but the National Renewable Energy Laboratory.
    let is_of_place =
        head == "Laboratory" && words.clone().rev().nth(1) == Some("National") && words.clone().count() > 2;
    let takes_article = (WITH_ARTICLE.contains(&head) && !is_of_place)
        || (head == "Police" && words.any(|word| BEFORE_POLICE.contains(&word)))
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

/// Those through whom something is bought, as a list: companies, or government bodies with their articles.
pub(super) fn intermediaries(orgs: &[OrgRef]) -> Vec<String> {
    let is_agency = |org: &OrgRef| Lists::bundled().entry(EntryKind::Agency, org.id.as_str()).is_some();
    orgs.iter().map(|org| if is_agency(org) { with_article(&org.name) } else { clean(&org.name) }).collect()
}

/// Companies as a list.
pub(super) fn companies(orgs: &[OrgRef]) -> Vec<String> {
    orgs.iter().map(|org| clean(&org.name)).collect()
}

/// "a contract", "an AI system", "a unified platform".
pub(super) fn with_a(noun: &str) -> String {
    let first = noun.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_spelled = !first.is_empty() && first.chars().all(|c| c.is_ascii_uppercase());
    let lower = first.to_lowercase();
    // Letters that are spoken begin as they are called: an FBI tool, a UK tool.
    let is_vowel = if is_spelled && first.len() <= 4 {
        first.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X'])
    } else {
        let is_as_you =
            ["uni", "use", "usa", "uti", "eu", "one", "once"].iter().any(|start| lower.starts_with(start))
                && !["unin", "unim"].iter().any(|start| lower.starts_with(start));
        lower.starts_with(['a', 'e', 'i', 'o', 'u']) && !is_as_you
    };
    format!("{} {noun}", if is_vowel { "an" } else { "a" })
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

/// The text with its first letter as a capital; a name that is written with a small one stays as it is (xAI, i3 Federal).
pub(super) fn capitalised(text: &str) -> String {
    let first_word = text.split(|c: char| c.is_whitespace() || c == '-').next().unwrap_or_default();
    if first_word.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric()) {
        return text.to_owned();
    }
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
            ("Defense Innovation Unit", "the Defense Innovation Unit"),
            ("National Institutes of Health", "the National Institutes of Health"),
            (
                "European High Performance Computing Joint Undertaking",
                "the European High Performance Computing Joint Undertaking",
            ),
            ("Royal Canadian Mounted Police", "the Royal Canadian Mounted Police"),
            ("Argonne National Laboratory", "Argonne National Laboratory"),
            ("National Renewable Energy Laboratory", "the National Renewable Energy Laboratory"),
            ("Air Force Research Laboratory", "the Air Force Research Laboratory"),
            ("National Science Foundation", "the National Science Foundation"),
            ("European Parliament", "the European Parliament"),
            ("", ""),
        ] {
            assert_eq!(with_article(name), shown);
        }
    }

    #[test]
    fn who_stands_between_takes_the_article_if_it_is_no_company() {
        let org =
            |id: &str, name: &str| OrgRef { id: crate::base::OrgId::from_stored(id), name: name.to_owned() };
        let through = [org("us/gsa", "General Services Administration"), org("x/river-bank", "River Bank")];
        assert_eq!(intermediaries(&through), ["the General Services Administration", "River Bank"]);
    }

    #[test]
    fn a_sentence_begins_with_a_capital_but_names_stay() {
        for (text, shown) in [
            ("the Army won", "The Army won"),
            ("xAI won", "xAI won"),
            ("i3 Federal won", "i3 Federal won"),
            ("a contract", "A contract"),
            ("NASA won", "NASA won"),
            ("éclair won", "Éclair won"),
            ("", ""),
        ] {
            assert_eq!(capitalised(text), shown);
        }
    }

    #[test]
    fn the_article_goes_by_the_sound() {
        for (noun, shown) in [
            ("contract", "a contract"),
            ("agreement", "an agreement"),
            ("AI system", "an AI system"),
            ("FBI tool", "an FBI tool"),
            ("UK platform", "a UK platform"),
            ("unified platform", "a unified platform"),
            ("unmanned aircraft", "an unmanned aircraft"),
        ] {
            assert_eq!(with_a(noun), shown);
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
