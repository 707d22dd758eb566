//! Where a story plays: the state, county and town whose bodies it means by "the Department of Revenue" or "the City
//! Council".

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::local;
use super::organisations::Texts;
use super::plain_words::NEVER;
use crate::base::{Field, Span};

/// States and provinces whose departments are named without them.
const STATES: &[&str] = &[
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "California",
    "Colorado",
    "Connecticut",
    "Delaware",
    "Florida",
    "Georgia",
    "Hawaii",
    "Idaho",
    "Illinois",
    "Indiana",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "Tennessee",
    "Texas",
    "Utah",
    "Vermont",
    "Virginia",
    "West Virginia",
    "Wisconsin",
    "Wyoming",
    "Puerto Rico",
    "Alberta",
    "British Columbia",
    "Manitoba",
    "New Brunswick",
    "Nova Scotia",
    "Ontario",
    "Quebec",
    "Saskatchewan",
    "New South Wales",
    "Queensland",
    "South Australia",
    "Tasmania",
    "Victoria",
    "Western Australia",
    "Andhra Pradesh",
    "Assam",
    "Bihar",
    "Goa",
    "Gujarat",
    "Haryana",
    "Karnataka",
    "Kerala",
    "Madhya Pradesh",
    "Maharashtra",
    "Odisha",
    "Punjab",
    "Rajasthan",
    "Tamil Nadu",
    "Telangana",
    "Uttar Pradesh",
    "West Bengal",
    "Abu Dhabi",
    "Dubai",
    "Sharjah",
    "Bavaria",
    "Hesse",
    "Saxony",
    "Gauteng",
    "Western Cape",
];

static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(STATES).ok());

/// What stands before a place where somebody only sits or comes from there.
const SEATS: &[&str] = &[", ", " in ", " near ", " from ", "-based "];

/// The state or province that most of the story speaks of, if one stands out.
pub(super) fn state(texts: Texts<'_>) -> Option<&'static str> {
    let finder = FINDER.as_ref()?;
    let mut scores: Vec<(usize, u32)> = Vec::new();
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        for found in finder.find_iter(text) {
            let (before, after) = (&text[..found.start()], &text[found.end()..]);
            let is_word =
                !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
            if !is_word {
                continue;
            }
            let weight = match field {
                Field::Title => 4,
                Field::Body if SEATS.iter().any(|seat| before.ends_with(seat)) => 1,
                Field::Body => 2,
            };
            let state = found.pattern().as_usize();
            match scores.iter_mut().find(|(known, _)| *known == state) {
                Some((_, score)) => *score += weight,
                None => scores.push((state, weight)),
            }
        }
    }
    scores.sort_by_key(|(state, score)| (std::cmp::Reverse(*score), *state));
    match scores.as_slice() {
        [(state, score), rest @ ..]
            if *score >= 2 && rest.first().is_none_or(|(_, next)| next * 2 <= *score) =>
        {
            STATES.get(*state).copied()
        }
        _ => None,
    }
}

/// The county, where the story names one and no other: "Snohomish County".
pub(super) fn county(texts: Texts<'_>) -> Option<String> {
    let mut found: Option<String> = None;
    for field in [Field::Title, Field::Body] {
        let text = texts.text(field);
        for (at, _) in text.match_indices(" County") {
            let Some(name) = name_before(text, at) else { continue };
            let whole = format!("{name} County");
            match &found {
                Some(known) if *known != whole => return None,
                _ => found = Some(whole),
            }
        }
    }
    found
}

/// The capitalised words right before a place in a text, at most two.
fn name_before(text: &str, at: usize) -> Option<&str> {
    let head = text.get(..at)?;
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && !NEVER.contains(&word)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\''))
    };
    let last = head.rsplit([' ', '\n']).next().filter(|word| is_name(word))?;
    let start = head.len() - last.len();
    let first = head.get(..start.saturating_sub(1)).and_then(|rest| rest.rsplit([' ', '\n']).next());
    let is_joined = head.get(..start).is_some_and(|rest| rest.ends_with(' '));
    match first.filter(|word| is_joined && is_name(word)) {
        Some(word) => head.get(start - word.len() - 1..),
        None => Some(last),
    }
}

/// What a body's bare name is short of: its state ("Department of Revenue", "State Board of Accounts") or its county
/// ("County Council"), where the story tells which.
pub(super) fn owner(name: &str, span: Span, texts: Texts<'_>) -> Option<String> {
    const OF_A_TOWN: &[&str] = &[
        "City Council",
        "Common Council",
        "Town Council",
        "Borough Council",
        "Board of Education",
        "School Board",
        "Police Department",
        "Fire Department",
        "Planning Commission",
        "Public Works Department",
    ];
    const OF_A_COUNTY: &[&str] = &[
        "Board of Supervisors",
        "Board of Commissioners",
        "County Council",
        "County Commission",
        "County Board",
        "Sheriff's Office",
        "Sheriff’s Office",
        "County Sheriff",
        "Board of County Commissioners",
    ];
    const OF_A_STATE: &[&str] = &[
        "Department of ",
        "Department for ",
        "Office of ",
        "Board of ",
        "Division of ",
        "Bureau of ",
        "State Board of ",
        "Commission on ",
        "Secretariat of ",
        "Ministry of ",
        "State ",
        "Agency of ",
        "Agency for ",
    ];
    if OF_A_TOWN.contains(&name) {
        return local::town(texts).map(|town| format!("{town} {name}"));
    }
    if OF_A_COUNTY.contains(&name) {
        let county = county(texts)?;
        let bare = name.strip_prefix("County ").unwrap_or(name);
        return Some(format!("{county} {bare}"));
    }
    if OF_A_STATE.iter().any(|head| name.starts_with(head))
        || matches!(name, "Legislature" | "Attorney General")
    {
        let state = state(texts)?;
        let before = texts.text(span.field).get(..span.start).unwrap_or_default();
        // "the Oregon Department of …" is a name of its own; a nation's body is told by its nation.
        let is_national = [" federal ", "federal ", " national ", " U.S. ", " US ", " British ", " French "]
            .iter()
            .any(|word| before.ends_with(word));
        // "the agency's Office of Chief Counsel" is the agency's, whatever state the story plays in.
        let owner = before.strip_suffix("'s ").or_else(|| before.strip_suffix("’s "));
        let is_anothers = owner.is_some_and(|owner| !owner.ends_with(state));
        return (!is_national && !is_anothers && !name.contains(state)).then(|| format!("{state} {name}"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_a_state_and_a_county() {
        let openings = Texts::openings("Oregon picks Larkfield", "The county, Marlow County, in Oregon.");
        let texts = Texts::of("us", &openings);
        let span = Span::new(Field::Body, 4, 8);
        for (name, whole) in [
            ("Department of Revenue", Some("Oregon Department of Revenue")),
            ("Board of Supervisors", Some("Marlow County Board of Supervisors")),
            ("County Council", Some("Marlow County Council")),
            ("Oregon Health Plan", None),
        ] {
            assert_eq!(owner(name, span, texts).as_deref(), whole, "{name}");
        }
        let openings = Texts::openings("", "Firms in Ohio, in Texas and one from Utah");
        let texts = Texts::of("us", &openings);
        assert_eq!(state(texts), None);
    }
}
