//! Official numbers: contracts and orders (PIID), solicitations, protest files.

use std::sync::LazyLock;

use regex::Regex;

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

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    crate::base::pattern(
        r"(?x)\b(?:
        # U.S. Defense (FAR 4.1603, DFARS 204.16): activity, fiscal year, instrument, serial
        (?P<defense>[A-Z][A-Z0-9]{5}[-‑–]?\d{2}[-‑–]?[A-Z0-9][-‑–]?[A-Z0-9]{4,5})
        # a GAO protest file
        |(?P<gao>B[-‑–]\d{6}(?:\.\d{1,3})?)
        # civilian agencies: activity code, year, instrument and serial
        |(?P<civilian>\d{2}[A-Z0-9]{2,6}[-‑]?\d{2}[-‑]?[A-Z][-‑]?[A-Z0-9]{4,8})
        # issuer, year, kind and serial
        |(?P<general>[A-Z]{2,8}-(?:FY)?\d{2,4}-[A-Z]{1,4}-\d{3,6})
        # what stands after a word that says it is a number
        |(?i:(?:contract|solicitation|order|award|agreement|notice|tender|procurement|reference|RFP|RFI|RFQ|RFTOP|ITT|PIID|UEI\sno|file|RTOP|marché|contrat|numéro|number)\s?
           (?:number|no\.?|nr\.?|n°|id|is|ref\.?|reference|\#)?\s?[:\#]?\s?\(?)(?P<named>[A-Z0-9][A-Z0-9/_.‑–-]{4,28}[A-Z0-9])
        # letters, slashes and years in brackets: (EUROHPC/2026/CD/0003)
        |(?P<slashed>[A-Z]{2,10}/(?:[A-Z0-9-]{1,10}/){1,4}[A-Z0-9-]{1,12})
        )\b",
    )
});

/// Every official number in `text`, in order.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    for captures in PATTERN.captures_iter(text) {
        let groups = ["defense", "gao", "civilian", "general", "named", "slashed"];
        let Some((group, m)) = groups.iter().find_map(|g| captures.name(g).map(|m| (*g, m))) else {
            continue;
        };
        let number: String =
            m.as_str().chars().map(|c| if matches!(c, '‑' | '–' | '−') { '-' } else { c }).collect();
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
        "defense" | "civilian" | "general" => digits >= 4 && letters >= 2,
        "gao" => true,
        // "contract 2025" and "order COVID-19" are no numbers.
        "named" => digits >= 4 && letters >= 1 && number.len() >= 8 && !number.contains(".."),
        _ => digits >= 4,
    }
}

fn kind_of(group: &str, number: &str, before: &str) -> NumberKind {
    let is_protest = number
        .strip_prefix("B-")
        .is_some_and(|rest| rest.len() >= 6 && rest.chars().all(|c| c.is_ascii_digit() || c == '.'));
    if group == "gao" || is_protest {
        return NumberKind::Protest;
    }
    let compact: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    // The ninth character of a PIID names the instrument: R is a request for proposals, Q for quotations, B bids.
    let instrument = compact.as_bytes().get(8);
    let mut start = before.len().saturating_sub(40);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let near = before[start..].to_lowercase();
    let says_solicitation = ["solicitation", "request for", "rfp", "rfi", "rfq", "tender", "rftop", "itt"];
    if says_solicitation.iter().any(|word| near.contains(word)) {
        NumberKind::Solicitation
    } else if matches!(group, "defense" | "civilian") {
        if group == "defense" && matches!(instrument, Some(b'R' | b'Q' | b'B')) {
            NumberKind::Solicitation
        } else {
            NumberKind::Contract
        }
    } else if ["contract", "order", "award", "agreement", "piid", "marché", "contrat"]
        .iter()
        .any(|word| near.contains(word))
    {
        NumberKind::Contract
    } else {
        NumberKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_notices_print_them() {
        use NumberKind::{Contract, Other, Protest, Solicitation};
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
            ("order COVID-19, contract 2025, the F-35, H100, 9/11/2001, AC/DC", vec![]),
        ] {
            let found: Vec<(String, NumberKind)> =
                numbers(text).into_iter().map(|n| (n.printed, n.kind)).collect();
            let found: Vec<(&str, NumberKind)> = found.iter().map(|(n, k)| (n.as_str(), *k)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
