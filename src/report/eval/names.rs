//! When a predicted name is the labelled one.

use std::sync::LazyLock;

use regex::Regex;

/// Legal forms at the end of a name that do not count. The labels' own list: shorter than the one names are found by.
const SUFFIXES: &[&str] = &[
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
    "nv",
    "bv",
    "pte",
    "pty",
];

/// A name as it is compared, and its qualifier in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameKey {
    /// The name's words.
    pub(super) words: String,
    /// The words in parentheses; empty where there are none.
    qualifier: String,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed and tried by the tests")
}

impl NameKey {
    pub(super) fn new(name: &str) -> Self {
        static PARENTHESES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\(([^)]*)\)"));
        static US: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bu\.\s?s\.(\s?a\.)?"));
        static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"['’]s\b"));
        let lower = name.to_lowercase().replace('&', " and ");
        let inside: Vec<&str> = PARENTHESES
            .captures_iter(&lower)
            .filter_map(|found| found.get(1))
            .map(|found| found.as_str())
            .collect();
        let qualifier = without_punctuation(&inside.join(" "));
        let plain = PARENTHESES.replace_all(&lower, " ");
        let plain = US.replace_all(&plain, "us ");
        let plain = without_punctuation(&POSSESSIVE.replace_all(&plain, "s"));
        let all: Vec<&str> = plain.split_whitespace().collect();
        Self {
            words: core(&all).join(" "),
            qualifier: qualifier.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Whether both may name one organisation: a qualifier may be missing, but not differ.
    fn is_like(&self, other: &Self) -> bool {
        self.words == other.words
            && (self.qualifier.is_empty() || other.qualifier.is_empty() || self.qualifier == other.qualifier)
    }
}

/// Whether two names may be of one organisation, as the scorer compares them.
pub fn is_same_name(a: &str, b: &str) -> bool {
    NameKey::new(a).is_like(&NameKey::new(b))
}

fn without_punctuation(text: &str) -> String {
    static PUNCTUATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\p{L}\p{N}_\s]"));
    PUNCTUATION.replace_all(text, " ").into_owned()
}

/// The words without article, country, "city of" and legal form.
fn core<'a, 'w>(mut words: &'a [&'w str]) -> &'a [&'w str] {
    while let ["the", rest @ ..] = words {
        words = rest;
    }
    words = match words {
        ["us", rest @ ..] | ["united", "states", rest @ ..] if !rest.is_empty() => rest,
        _ => words,
    };
    if let ["state" | "commonwealth" | "city", "of", rest @ ..] = words
        && !rest.is_empty()
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && SUFFIXES.contains(last)
    {
        words = rest;
    }
    words
}

/// How two lists of names compare.
pub(super) struct Overlap {
    /// Names in both.
    pub(super) shared: usize,
    /// Labelled names without a partner, in order.
    pub(super) missed: Vec<NameKey>,
    /// Predicted names without a partner, in order.
    pub(super) added: Vec<NameKey>,
}

impl Overlap {
    /// Pairs the names off, those that are wholly the same first.
    pub(super) fn of<G: AsRef<str>, P: AsRef<str>>(
        gold: impl IntoIterator<Item = G>,
        predicted: impl IntoIterator<Item = P>,
    ) -> Self {
        let mut overlap = Self { shared: 0, missed: distinct(gold), added: distinct(predicted) };
        overlap.pair_off(NameKey::eq);
        overlap.pair_off(NameKey::is_like);
        overlap
    }

    fn pair_off(&mut self, is_same: fn(&NameKey, &NameKey) -> bool) {
        let (shared, added) = (&mut self.shared, &mut self.added);
        self.missed.retain(|name| match added.iter().position(|other| is_same(name, other)) {
            Some(at) => {
                added.remove(at);
                *shared += 1;
                false
            }
            None => true,
        });
    }

    /// Shared names as a share of all; 1 where both lists are empty (Jaccard).
    pub(super) fn share(&self) -> f64 {
        match self.shared + self.missed.len() + self.added.len() {
            0 => 1.0,
            all => self.shared as f64 / all as f64,
        }
    }
}

fn distinct<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Vec<NameKey> {
    let mut keys: Vec<NameKey> = Vec::new();
    for name in names {
        let key = NameKey::new(name.as_ref());
        if !key.words.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(gold: &[&str], predicted: &[&str], counts: [usize; 3]) {
        let overlap = Overlap::of(gold, predicted);
        assert_eq!(
            [overlap.shared, overlap.missed.len(), overlap.added.len()],
            counts,
            "{gold:?} {predicted:?}"
        );
    }

    #[test]
    fn names_are_compared_without_form_article_and_country() {
        for (gold, predicted) in [
            ("Department of Defense", "the U.S. Department of Defense"),
            ("Army", "U. S. Army"),
            ("Army", "United States Army"),
            ("Palantir", "PALANTIR, Inc."),
            ("Moody's", "Moodys"),
            ("AT&T", "AT and T"),
            ("Flagstaff", "City of Flagstaff"),
            ("Ministry of Defence (UK)", "Ministry of Defence"),
            ("Co", "the Co"),
        ] {
            check(&[gold], &[predicted], [1, 0, 0]);
        }
        check(&["Ministry of Defence (UK)"], &["Ministry of Defence (India)"], [0, 1, 1]);
        check(&["Scale AI"], &["Scale"], [0, 1, 1]);
    }

    #[test]
    fn the_wholly_same_name_is_paired_first() {
        check(&["Board", "Board (UK)"], &["Board (UK)", "Board (India)"], [2, 0, 0]);
        check(&["Board", "Board (UK)"], &["Board (UK)"], [1, 1, 0]);
        check(&["Army", "U.S. Army"], &["Army"], [1, 0, 0]);
        check(&["", "The", "()"], &["!"], [0, 0, 0]);
    }
}
