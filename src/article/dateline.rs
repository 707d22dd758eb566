//! Place and agency at the head of a report: "WASHINGTON, May 4 (Reuters) – The Army …".

use crate::article::details::Dateline;
use crate::article::phrases::is_agency;

/// A dateline is no longer than this, in characters.
const LONGEST: usize = 80;

/// What stands between a dateline and the text.
const DASHES: &[&str] = &[" — ", " – ", " - ", " -- ", "— ", "– ", "-- "];

/// The dateline that a text begins with. A place alone counts only in capitals or with an agency or a date beside it.
pub(super) fn dateline(text: &str) -> Option<Dateline> {
    let first_line = text.lines().next()?;
    of_dash(first_line).or_else(|| of_parentheses(first_line)).or_else(|| of_full_stop(first_line))
}

/// "WASHINGTON (AP) — ", "LONDON, May 4 (Reuters) - ", "KYIV — "
fn of_dash(line: &str) -> Option<Dateline> {
    let (at, dash) = DASHES
        .iter()
        .filter_map(|dash| line.find(dash).map(|at| (at, *dash)))
        .min_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())))?;
    let front = line.get(..at)?.trim();
    parsed(front, at + dash.len())
}

/// "(Reuters) The Army said", "WASHINGTON (AP) The Army said"
fn of_parentheses(line: &str) -> Option<Dateline> {
    let end = line.find(") ")? + 1;
    let front = line.get(..end)?;
    let found = parsed(front, end + 1)?;
    found.agency.is_some().then_some(found)
}

/// "Berlin (dpa). Die Regierung", "WASHINGTON. The Army": a place in capitals, or an agency.
fn of_full_stop(line: &str) -> Option<Dateline> {
    let at = line.find(". ").or_else(|| line.find(": "))?;
    let front = line.get(..at)?;
    let found = parsed(front, at + 2)?;
    found.agency.is_some().then_some(found)
}

fn parsed(front: &str, length: usize) -> Option<Dateline> {
    if front.is_empty() || front.chars().count() > LONGEST {
        return None;
    }
    let (outside, inside) = match front.split_once('(') {
        Some((outside, rest)) => (outside.trim(), rest.split(')').next().unwrap_or_default().trim()),
        None => (front, ""),
    };
    let agency = agency_in(inside);
    if !inside.is_empty() && agency.is_none() {
        return None;
    }
    let place = outside.split(',').next().unwrap_or_default().trim();
    let rest = outside.get(place.len()..).unwrap_or_default();
    let has_date = rest.chars().any(|c| c.is_ascii_digit());
    let words = place.split_whitespace().count();
    let is_capital = place.chars().any(char::is_alphabetic) && !place.chars().any(char::is_lowercase);
    let is_place = (1..=4).contains(&words)
        && place.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
        && (is_capital || agency.is_some() || has_date);
    if place.is_empty() && agency.is_some() {
        return Some(Dateline { place: None, agency, length });
    }
    is_place.then(|| Dateline { place: Some(place.to_owned()), agency, length })
}

/// The agency in "Reuters", "AP Photo", "dpa/AFP", "May 4, Reuters".
fn agency_in(text: &str) -> Option<String> {
    if is_agency(text) {
        return Some(text.to_owned());
    }
    text.split(['/', ',', ';']).map(str::trim).find(|part| is_agency(part)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_agencies_are_told_from_the_text() {
        for (text, place, agency, rest) in [
            ("WASHINGTON (AP) — The Army said", Some("WASHINGTON"), Some("AP"), "The Army said"),
            ("LONDON, May 4 (Reuters) - The Army said", Some("LONDON"), Some("Reuters"), "The Army said"),
            ("KYIV — The Army said", Some("KYIV"), None, "The Army said"),
            ("(Reuters) – The Army said", None, Some("Reuters"), "The Army said"),
            ("Berlin (dpa/AFP) - Die Regierung", Some("Berlin"), Some("dpa"), "Die Regierung"),
            ("SAN DIEGO, Calif., May 4, 2026 -- Acme said", Some("SAN DIEGO"), None, "Acme said"),
        ] {
            let found = dateline(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.place.as_deref(), found.agency.as_deref()), (place, agency), "{text}");
            assert_eq!(&text[found.length..], rest);
        }
        for text in [
            "The Army said — at last — that it had",
            "Palantir – a supplier – said",
            "NASA (National Aeronautics) said. So",
            "",
            "A. B",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
