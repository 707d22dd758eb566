//! Official numbers: contracts and orders (PIID), solicitations, protest files.

use super::patterns::NUMBER;
use crate::base::{Openings, Pattern};
use std::sync::LazyLock;

use super::mention::NumberKind;

/// A number where it stands in one text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    pub start: usize,
    pub end: usize,
    /// As printed, its dashes normalised to `-`.
    pub printed: String,
    pub kind: NumberKind,
}

/// Hyphens that stand for `-` in print: the hyphen, the one that does not break, figure and en dash, minus.
const HYPHENS: [char; 5] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'];

/// `~` stands for any hyphen. The first alternative that fits holds.
const FORMS: &str = r"(?x)\b(?:
    # the Unique Entity ID and the CAGE code of a supplier (FAR 4.605, 4.18)
    (?i:UEI|Unique\sEntity\s(?:ID|Identifier))(?i:\s?(?:number|no\.?|code|\(UEI\)|is|\#|:))*\s?\(?(?P<uei>[A-HJ-NP-Z1-9][A-HJ-NP-Z0-9]{11})
    |(?i:CAGE)(?i:\s?(?:code|number|no\.?|is|\#|:))*\s?\(?(?P<cage>[0-9A-Z]{5})
    # an open contracting id; a notice of the Official Journal of the EU or of the UK's Find a Tender service
    |(?P<ocid>ocds~[a-z0-9]{6}~[A-Za-z0-9]+(?:[~_/.:][A-Za-z0-9]+)*)
    |(?P<journal>(?:19|20)\d\d/S\s?\d{3}~\d{5,7})
    # a notice of the EU since 2024: what it is stands before
    |(?i:notice|TED)(?i:\s?(?:number|no\.?|nr\.?|publication|ref\.?|:))*\s(?P<ted>\d{5,8}~20\d\d)
    # a GAO protest file
    |(?P<gao>B~\d{6}(?:\.\d{1,3})?)
    # U.S. Defense (FAR 4.1603, DFARS 204.16): activity, fiscal year, instrument, serial, and an order's suffix
    |(?P<defense>[A-Z][A-Z0-9]{5}~?\d{2}~?[A-Z0-9]~?[A-Z0-9]{4,5}(?:~[A-Z]{2}\d{2})?)
    # Energy, the schedules of GSA, NASA, NIH: older forms of their own
    |(?P<older>DE~[A-Z]{2}\d{2}~\d{2}[A-Z]{2}\d{4,6}|DE~[A-Z]{2}\d{7}|GS~\d{2}[A-Z]~[A-Z0-9]{4,6}|GS\d{2}[A-Z]\d{2}[A-Z]{3,4}\d{3,4}|NN[A-Z]\d{2}[A-Z]{2}\d{2}[A-Z]|HHS[A-Z]\d{9,13}[A-Z])
    # civilian agencies: activity code, year, instrument and serial
    |(?P<civilian>\d{2}[A-Z0-9]{2,6}~?\d{2}~?[A-Z]~?[A-Z0-9]{4,8})
    |(?P<dashed>[A-Z][A-Z0-9]{3,8}~\d{2}~[A-Z]~[A-Z0-9]{4,6})
    # issuer, year, kind and serial
    |(?P<general>[A-Z]{2,8}~(?:FY)?\d{2,4}~[A-Z]{1,4}~\d{3,6})
    # requests as GSA's eBuy and others number them: RFQ1598765, RFP-24-0012
    |(?P<request>(?:RFP|RFQ|RFI|RFTOP|RTOP|ITT|ITN|BAA|CSO)~?(?:[A-Z0-9]+~){0,3}\d{4,8})
    # what stands after a word that says it is a number
    |(?i:contract|solicitation|order|award|agreement|notice|tender|procurement|reference|RFP|RFI|RFQ|RFTOP|ITT|PIID|OTA|file|RTOP|marché|contrat|numéro|number)(?i:\s?
        (?:number|no\.?|nr\.?|n°|id|is|ref\.?|reference|\#)?\s?[:\#]?\s?\(?)(?P<named>[A-Z0-9][A-Z0-9/_.~]{4,28}[A-Z0-9])
    # letters, slashes and years in brackets: (EUROHPC/2026/CD/0003)
    |(?P<slashed>[A-Z]{2,10}/(?:[A-Z0-9-]{1,10}/){1,4}[A-Z0-9-]{1,12})
    )\b";

/// The groups of [`FORMS`] that hold a number.
const GROUPS: [&str; 14] = [
    "uei", "cage", "ocid", "journal", "ted", "gao", "defense", "older", "civilian", "dashed", "general",
    "request", "named", "slashed",
];

/// What numbers look like.
pub(super) fn pattern() -> Pattern {
    let hyphens: String = HYPHENS.iter().collect();
    // Inside a class of characters, the class's own brackets are there already.
    let text = FORMS.replace("_.~]", &format!("_.{hyphens}-]")).replace("[~_", &format!("[-{hyphens}_"));
    Pattern::new(text.replace('~', &format!("[{hyphens}-]")))
}

/// Words that say that the next number is a request's, and those that say it is a contract's.
static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:(?P<asks>(?:solicitations?|requests?\sfor|RFPs?|RFIs?|RFQs?|tenders?|RFTOP|RTOP|ITT|announcement|BAA)\b)|(?:contracts?|orders?|awards?|agreements?|PIID|OTA|contrat)\b|marché)",
    )
});

/// Every official number in a text, in order.
pub(super) fn numbers(openings: &Openings<'_>) -> Vec<Number> {
    let text = openings.text();
    let mut found = Vec::new();
    for captures in NUMBER.each_in(openings) {
        let Some((group, m)) = GROUPS.iter().find_map(|g| captures.name(g).map(|m| (*g, m))) else {
            continue;
        };
        let number: String = m.as_str().chars().map(|c| if HYPHENS.contains(&c) { '-' } else { c }).collect();
        if is_plausible(group, &number) {
            let before = &text[..m.start()];
            found.push(Number {
                start: m.start(),
                end: m.end(),
                kind: kind_of(group, &number, before),
                printed: number,
            });
        }
    }
    found
}

fn is_plausible(group: &str, number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let letters = number.bytes().filter(u8::is_ascii_alphabetic).count();
    match group {
        "defense" | "civilian" | "general" | "dashed" => digits >= 4 && letters >= 2,
        "uei" => digits >= 1 && letters >= 1,
        // "CAGE COVER": a code has a digit, and ends with one.
        "cage" => digits >= 1 && number.ends_with(|c: char| c.is_ascii_digit()),
        // "contract 2025" and "order COVID-19" are no numbers.
        "named" => digits >= 4 && letters >= 1 && number.len() >= 8 && !number.contains(".."),
        "gao" | "ocid" | "journal" | "ted" | "older" => true,
        _ => digits >= 4,
    }
}

fn kind_of(group: &str, number: &str, before: &str) -> NumberKind {
    let is_protest = number
        .strip_prefix("B-")
        .is_some_and(|rest| rest.len() >= 6 && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    match group {
        "uei" => return NumberKind::Uei,
        "cage" => return NumberKind::Cage,
        "ocid" | "journal" | "ted" => return NumberKind::Notice,
        "request" => return NumberKind::Solicitation,
        "older" => return NumberKind::Contract,
        _ if group == "gao" || is_protest => return NumberKind::Protest,
        _ => {}
    }
    let compact: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    // The ninth character of a PIID names the instrument: R is a request for proposals, Q for quotations, B asks for
    // bids, S is a broad agency announcement; 9 is an other transaction.
    let instrument = match group {
        "defense" | "civilian" => compact.chars().nth(8),
        "dashed" => number.split('-').nth(2).and_then(|part| part.chars().next()),
        _ => None,
    };
    match instrument {
        Some('R' | 'Q' | 'B' | 'S') => return NumberKind::Solicitation,
        Some('A' | 'C' | 'D' | 'F' | 'G' | 'H' | 'L' | 'M' | 'P' | '9') => return NumberKind::Contract,
        _ => {}
    }
    let mut start = before.len().saturating_sub(40);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    // The nearest word decides.
    match WORDS.captures_iter(&before[start..]).last() {
        Some(words) if words.name("asks").is_some() => NumberKind::Solicitation,
        Some(_) => NumberKind::Contract,
        None if matches!(group, "defense" | "civilian" | "dashed") => NumberKind::Contract,
        None => NumberKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::patterns::openings;

    #[test]
    fn numbers_as_notices_print_them() {
        use NumberKind::{Cage, Contract, Notice, Other, Protest, Solicitation, Uei};
        for (text, expected) in [
            ("(W56HZV-20-D-0075)", vec![("W56HZV-20-D-0075", Contract)]),
            ("contract FA8615‑19‑C‑6058 to", vec![("FA8615-19-C-6058", Contract)]),
            (
                "CONTRACT W519TC25D0039 and M6785422D2090",
                vec![("W519TC25D0039", Contract), ("M6785422D2090", Contract)],
            ),
            ("(RFTOP) No. 75D301-22-R-72452 for", vec![("75D301-22-R-72452", Solicitation)]),
            ("PIID: 75FCMC26C0007.", vec![("75FCMC26C0007", Contract)]),
            ("C3.ai, B-421337; B-421337.2", vec![("B-421337", Protest), ("B-421337.2", Protest)]),
            ("dialogue (EUROHPC/2026/CD/0003)", vec![("EUROHPC/2026/CD/0003", Other)]),
            ("a contract, MKHD-25-C-0777, that", vec![("MKHD-25-C-0777", Contract)]),
            ("attribué, marché 2024-DAT-0091, hier", vec![("2024-DAT-0091", Contract)]),
            ("File: B-421999", vec![("B-421999", Protest)]),
            ("HR0011-15-9-0014 issued", vec![("HR0011-15-9-0014", Contract)]),
            // orders under vehicles, and the vehicles
            (
                "task order 47QFCA22F0018 under GS00Q24OADS777",
                vec![("47QFCA22F0018", Contract), ("GS00Q24OADS777", Contract)],
            ),
            (
                "order FA8899-23-D-0004-QT07 and BPA GS-35F-0119Y",
                vec![("FA8899-23-D-0004-QT07", Contract), ("GS-35F-0119Y", Contract)],
            ),
            (
                "lab contract DE-AC05-00OR22725; NNG15SD26B",
                vec![("DE-AC05-00OR22725", Contract), ("NNG15SD26B", Contract)],
            ),
            (
                "VA118-16-D-1008, 36C10B21D0007",
                vec![("VA118-16-D-1008", Contract), ("36C10B21D0007", Contract)],
            ),
            // requests
            (
                "HR001124S0029 and 36C10X22R0012",
                vec![("HR001124S0029", Solicitation), ("36C10X22R0012", Solicitation)],
            ),
            (
                "posted as RFQ1598765, RFP-24-0012",
                vec![("RFQ1598765", Solicitation), ("RFP-24-0012", Solicitation)],
            ),
            ("a contract against solicitation SPRXX1-25-R-ZZ15", vec![("SPRXX1-25-R-ZZ15", Solicitation)]),
            ("papers submitted for contract MKHD-25-C-0777", vec![("MKHD-25-C-0777", Contract)]),
            // other transactions
            ("prototype agreement W15QKN-21-9-5599", vec![("W15QKN-21-9-5599", Contract)]),
            // notices of the UK and the EU
            (
                "ocds-h6vhtk-04a1b2 in 2025/S 123-456789",
                vec![("ocds-h6vhtk-04a1b2", Notice), ("2025/S 123-456789", Notice)],
            ),
            (
                "(2026/S 000‑012345), notice 654321-2025",
                vec![("2026/S 000-012345", Notice), ("654321-2025", Notice)],
            ),
            // suppliers
            ("(UEI: QX3KLM7NP2Z5, CAGE code 7Z9Q2)", vec![("QX3KLM7NP2Z5", Uei), ("7Z9Q2", Cage)]),
            ("a CAGE COVER, the cage fight", vec![]),
            // hyphens of every kind
            (
                "B‑423456.1 and W56HZV‐20–D−0075",
                vec![("B-423456.1", Protest), ("W56HZV-20-D-0075", Contract)],
            ),
            ("order COVID-19, contract 2025, the F-35, H100, 9/11/2001, AC/DC", vec![]),
        ] {
            let found: Vec<(String, NumberKind)> =
                numbers(&openings(text)).into_iter().map(|n| (n.printed, n.kind)).collect();
            let found: Vec<(&str, NumberKind)> = found.iter().map(|(n, k)| (n.as_str(), *k)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
