//! When two names of an organisation are the same name.

use unicode_normalization::UnicodeNormalization;

/// Legal forms that end a company's name and are no part of its trade name.
const LEGAL_SUFFIXES: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "sas",
    "sarl",
    "nv",
    "bv",
    "pte",
    "pty",
    "oy",
    "ab",
    "as",
    "spa",
    "srl",
    "kk",
    "pvt",
    "pbc",
    "ltda",
    "sdn",
    "bhd",
    "pjsc",
    "ooo",
    "tbk",
    "aps",
    "eurl",
    "kgaa",
];

/// The name as it is compared: lower case, `&` as "and", no punctuation or accents, no leading "the", "U.S." or
/// "City of", no legal suffix, no qualifier in parentheses.
pub fn comparison_key(name: &str) -> String {
    let mut plain = Plain { text: String::with_capacity(name.len()), depth: 0 };
    // Thousands of names are compared at the start of a search, and nearly all of them are ASCII.
    if name.is_ascii() {
        name.chars().for_each(|c| plain.put(c));
    } else {
        let letters = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
        letters.for_each(|c| plain.put(c));
    }
    let whole = plain.text.trim_end();
    let mut key = whole.strip_prefix("the ").unwrap_or(whole);
    key = key.strip_prefix("us ").or_else(|| key.strip_prefix("united states ")).unwrap_or(key);
    let forms = ["state of ", "commonwealth of ", "city of "];
    key = forms.iter().find_map(|form| key.strip_prefix(form)).unwrap_or(key);
    while let Some((before, last)) = key.rsplit_once(' ')
        && LEGAL_SUFFIXES.contains(&last)
    {
        key = before;
    }
    key.to_owned()
}

/// Lower-case words with one space between them, as they are put together.
struct Plain {
    text: String,
    /// Open parentheses.
    depth: usize,
}

impl Plain {
    fn put(&mut self, c: char) {
        match c {
            '(' => self.depth += 1,
            ')' => self.depth = self.depth.saturating_sub(1),
            _ if self.depth > 0 => {}
            '&' => {
                self.end_word();
                self.text.push_str("and ");
            }
            '\'' | '’' | '.' => {}
            c if c.is_ascii_alphanumeric() => self.text.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => self.text.extend(c.to_lowercase()),
            _ => self.end_word(),
        }
    }

    fn end_word(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}

/// The name without the legal suffixes at its end (`Palantir Technologies Inc.` is `Palantir Technologies`).
pub fn without_legal_suffix(name: &str) -> &str {
    let mut rest = name.trim_end_matches([',', ' ']);
    while let Some((before, last)) = rest.rsplit_once([' ', ',']) {
        let bare: String = last.chars().filter(|c| *c != '.').collect::<String>().to_lowercase();
        if !LEGAL_SUFFIXES.contains(&bare.as_str()) || before.trim().is_empty() {
            break;
        }
        rest = before.trim_end_matches([',', ' ']);
    }
    rest
}

/// A name as a segment of an id or file: lower-case ASCII letters and digits with dashes between, at most 60 bytes.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd().filter(char::is_ascii) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_form_and_article() {
        for (a, b) in [
            ("Palantir Technologies, Inc.", "palantir technologies"),
            ("the U.S. Department of Defense", "Department of Defense"),
            ("Ministry of Defence (UK)", "ministry of defence"),
            ("AT&T Corp.", "AT and T"),
            ("City of Flagstaff", "Flagstaff"),
            ("Société Générale S.A.", "societe generale"),
        ] {
            assert_eq!(comparison_key(a), comparison_key(b), "{a} / {b}");
        }
        assert_ne!(comparison_key("Scale AI"), comparison_key("Scale"));
    }

    /// The same word by word: slow and plain.
    fn by_words(name: &str) -> String {
        let mut plain = String::new();
        let mut depth = 0_usize;
        for c in name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                '&' => plain.push_str(" and "),
                '\'' | '’' | '.' => {}
                c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
                _ => plain.push(' '),
            }
        }
        let mut words: Vec<&str> = plain.split_whitespace().collect();
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        if words.len() > 1 && words[0] == "us" {
            words.remove(0);
        } else if words.len() > 2 && words[..2] == ["united", "states"] {
            words.drain(..2);
        }
        if words.len() > 2 && matches!(words[0], "state" | "commonwealth" | "city") && words[1] == "of" {
            words.drain(..2);
        }
        while words.len() > 1 && words.last().is_some_and(|w| LEGAL_SUFFIXES.contains(w)) {
            words.pop();
        }
        words.join(" ")
    }

    proptest::proptest! {
        #[test]
        fn a_name_is_compared_as_word_by_word(
            words in proptest::collection::vec(
                "the|The|U\\.S\\.|United|States|state|City|of|Inc\\.|Co|LLC|&|AT&T|\\(UK\\)|\\(|\\)|É|ﬁ|[ -~]{0,4}|\\PC{0,3}",
                0..7,
            ),
            between in "[ ,-]{1,2}",
        ) {
            let name = words.join(&between);
            proptest::prop_assert_eq!(comparison_key(&name), by_words(&name), "{:?}", name);
        }
    }

    #[test]
    fn a_trade_name_has_no_legal_form() {
        assert_eq!(without_legal_suffix("SciTec Inc."), "SciTec");
        assert_eq!(without_legal_suffix("Four Points Technology, L.L.C."), "Four Points Technology");
        assert_eq!(without_legal_suffix("Inc."), "Inc.");
        assert_eq!(slug("Défense & Sécurité, 2.0"), "defense-securite-2-0");
    }
}
