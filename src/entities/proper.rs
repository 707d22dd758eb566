//! Runs of capitalised words: the candidates for names that no list holds.

use std::ops::Range;

use super::body_words::AGENCY_TAILS;
use crate::base::char_at;

/// Words after which a lower-case "of" or "for" goes on with the name.
const OPENERS: &[&str] = &[
    "Administration",
    "Agency",
    "Authority",
    "Bank",
    "Board",
    "Bureau",
    "Center",
    "Centre",
    "Chamber",
    "City",
    "College",
    "Command",
    "Commission",
    "Commonwealth",
    "Council",
    "Court",
    "Department",
    "Directorate",
    "District",
    "Division",
    "Government",
    "House",
    "Institute",
    "Institutes",
    "Kingdom",
    "Laboratory",
    "Ministry",
    "Office",
    "Province",
    "School",
    "Secretariat",
    "Service",
    "State",
    "Supreme",
    "Town",
    "University",
    "Village",
    "Appeals",
    "Republic",
    "Port",
];

/// Officers whose office bears their title.
const OFFICERS: &[&str] =
    &["Sheriff", "Attorney", "Governor", "Mayor", "Comptroller", "Auditor", "Treasurer", "Clerk", "Marshal"];

/// Words whose possessive stands inside names.
const OWNERS: &[&str] = &[
    "Children", "Citizen", "Employee", "Farmer", "General", "Hawke", "King", "Men", "People", "Pupil",
    "Queen", "Soldier", "State", "Student", "Teacher", "Veteran", "Women", "Worker",
];

/// A run of capitalised words in one text, in bytes.
pub(super) type Run = Range<usize>;

/// Every run of capitalised words, longest at each place, in order. A run never crosses punctuation other than what
/// belongs to a name (`C3.ai`, `AT&T`, `L'Oréal`, `Inc.` is left to the reader of suffixes).
pub(super) fn runs(text: &str) -> Vec<Run> {
    let words = words(text);
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let is_ordinal = is_ordinal(&text[words[i].clone()])
            && words.get(i + 1).is_some_and(|next| {
                text[words[i].end..next.start] == *" " && is_capitalised(&text[next.clone()])
            });
        if !is_ordinal && !is_capitalised(&text[words[i].clone()]) {
            i += 1;
            continue;
        }
        let last = end_of_run(text, &words, i);
        found.push(words[i].start..words[last].end);
        i = last + 1;
    }
    found
}

fn end_of_run(text: &str, words: &[Range<usize>], first: usize) -> usize {
    let mut last = first;
    let mut is_open = false; // inside "Department of …", where "and" goes on
    while let Some(next) = words.get(last + 1) {
        let gap = &text[words[last].end..next.start];
        // "Children's Hospital of Marlow", "Ministry of Citizens' Services".
        let owner = &text[words[last].clone()];
        let is_owned = matches!(gap, "'s " | "’s ") && OWNERS.contains(&owner)
            || matches!(gap, "' " | "’ ")
                && OWNERS.contains(&owner.trim_end_matches('s'))
                && owner.ends_with('s');
        if is_owned && is_capitalised(&text[next.clone()]) {
            last += 1;
            continue;
        }
        // "Hull County Sheriff's Office" is one name.
        if matches!(gap, "'s " | "’s ")
            && &text[next.clone()] == "Office"
            && OFFICERS.contains(&&text[words[last].clone()])
        {
            last += 1;
            continue;
        }
        if gap != " " && gap != " & " {
            break;
        }
        let word = &text[next.clone()];
        if is_capitalised(word) {
            last += 1;
            continue;
        }
        let Some(after) = words.get(last + 2) else { break };
        let (skip, target) = match (word, &text[after.clone()]) {
            ("of" | "for", "the") => (3, words.get(last + 3)),
            ("of" | "for" | "and" | "de" | "des" | "du", _) => (2, Some(after)),
            _ => break,
        };
        let Some(target) = target else { break };
        let opener = OPENERS.contains(&&text[words[last].clone()]);
        let goes_on = match word {
            "and" => is_open || is_joint_name(text, words, first, last),
            "of" | "for" => opener,
            _ => false,
        };
        let is_adjacent =
            text[next.end..target.start].trim().len() <= 3 && !text[next.end..target.start].contains(',');
        if !goes_on || !is_adjacent || !is_capitalised(&text[target.clone()]) {
            break;
        }
        is_open = true;
        last += skip;
    }
    last
}

/// "the Police and Border Guard Board": two halves of one body's name, which its last word tells.
fn is_joint_name(text: &str, words: &[Range<usize>], first: usize, last: usize) -> bool {
    let has_article =
        words[first].start >= 4 && text[..words[first].start].to_ascii_lowercase().ends_with("the ");
    let mut end = last + 2;
    while let Some(next) = words.get(end + 1)
        && text[words[end].end..next.start] == *" "
        && is_capitalised(&text[next.clone()])
    {
        end += 1;
    }
    has_article
        && last - first < 2
        && end > last + 2
        && words.get(end).is_some_and(|word| AGENCY_TAILS.contains(&&text[word.clone()]))
}

/// "10th", "21st": the number of a unit.
fn is_ordinal(word: &str) -> bool {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th")
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Words: letters and digits, with `& ' ’ . - /` inside.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if !c.is_alphanumeric() {
            at += c.len_utf8();
            continue;
        }
        let end = word_end(text, at);
        found.push(at..end);
        at = end + possessive(text, end);
    }
    found
}

/// Where the word that begins at a place ends.
fn word_end(text: &str, start: usize) -> usize {
    let is_part = |at: usize| char_at(text, at).is_some_and(char::is_alphanumeric);
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let next = at + c.len_utf8();
        let is_inside = || matches!(c, '&' | '\'' | '’' | '.' | '-' | '‑' | '/') && is_part(next);
        if !c.is_alphanumeric() && (!is_inside() || possessive(text, at) > 0) {
            break;
        }
        at = next;
    }
    at
}

/// The length of the "'s" at a place; nothing where none stands.
fn possessive(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let after = rest.strip_prefix("'s").or_else(|| rest.strip_prefix("’s"));
    after
        .filter(|after| !after.starts_with(char::is_alphanumeric))
        .map_or(0, |after| rest.len() - after.len())
}

/// Whether a word is written as a part of a name: `Palantir`, `i3`, `xAI`, `4GL`; not `10-year`.
fn is_capitalised(word: &str) -> bool {
    // Most words are small letters.
    if let [b'a'..=b'z', b'a'..=b'z' | b'\'' | b'-', ..] = word.as_bytes() {
        return false;
    }
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_uppercase() {
        // "L’entreprise" opens a French sentence, "L'Oréal" is a name.
        let mut rest = word.chars().skip(1);
        let is_elided =
            matches!(rest.next(), Some('\'' | '’')) && rest.next().is_some_and(char::is_lowercase);
        return !is_elided;
    }
    let rest = chars.as_str();
    let shapes_name = rest.starts_with(char::is_uppercase)
        || (first.is_lowercase() && rest.starts_with(|c: char| c.is_ascii_digit()));
    shapes_name
        && word.chars().count() <= 12
        && word.chars().any(char::is_alphabetic)
        && !first.is_ascii_digit()
        || (first.is_ascii_digit() && rest.chars().next().is_some_and(char::is_uppercase) && word.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_capitals() {
        for (text, expected) in [
            ("It went to Larkfield Analytics of Reston.", vec!["It", "Larkfield Analytics", "Reston"]),
            ("the Ministry of Health and Care Services said", vec!["Ministry of Health and Care Services"]),
            ("Viasat and Aalyria won", vec!["Viasat", "Aalyria"]),
            ("i3 Federal LLC, of Clifton", vec!["i3 Federal LLC", "Clifton"]),
            ("Hull County Sheriff's Office said", vec!["Hull County Sheriff's Office"]),
            ("L’entreprise Beaumont a gagné", vec!["Beaumont"]),
            ("Cochise County Board of Supervisors", vec!["Cochise County Board of Supervisors"]),
            ("the 10th Mountain Division and 3rd Wing", vec!["10th Mountain Division", "3rd Wing"]),
            ("the Police and Border Guard Board", vec!["Police and Border Guard Board"]),
            ("with Acme and Border Guard Board", vec!["Acme", "Border Guard Board"]),
            ("the Ministry of Citizens' Services", vec!["Ministry of Citizens' Services"]),
            ("C3.ai's AT&T deal, xAI", vec!["C3.ai", "AT&T", "xAI"]),
            ("Court of Appeals for the Federal Circuit", vec!["Court of Appeals for the Federal Circuit"]),
        ] {
            let found: Vec<&str> = runs(text).into_iter().map(|run| &text[run]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
            for run in runs(&text) {
                proptest::prop_assert!(text.get(run).is_some());
            }
        }
    }
}
