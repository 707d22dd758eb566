//! Every place where a listed name stands.

use std::sync::LazyLock;

use super::lists::{Alias, Entry, Lists};
use crate::base::Phrases;

/// A listed name where it stands in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    pub start: usize,
    pub end: usize,
    /// Index of the alias in the lists.
    pub alias: usize,
}

/// All names of the lists.
pub(super) struct Gazetteer {
    names: Phrases<'static>,
    lists: &'static Lists,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::new(Lists::bundled()));

impl Gazetteer {
    /// The names of the bundled lists.
    pub fn bundled() -> &'static Self {
        &GAZETTEER
    }

    fn new(lists: &'static Lists) -> Self {
        let names = Phrases::of(lists.aliases().iter().map(|alias| alias.text));
        Self { names, lists }
    }

    pub fn lists(&self) -> &'static Lists {
        self.lists
    }

    pub fn alias(&self, sighting: &Sighting) -> &'static Alias {
        &self.lists.aliases()[sighting.alias]
    }

    pub fn entry(&self, sighting: &Sighting) -> &'static Entry {
        &self.lists.entries()[self.alias(sighting).entry]
    }

    /// Every name in `text` that stands on word boundaries in fitting case, in order of start, longer ones first.
    pub fn sightings(&self, text: &str) -> Vec<Sighting> {
        // All overlapping names are wanted: a rule may refuse the longest and leave a shorter one standing.
        let mut found: Vec<Sighting> = Vec::new();
        self.names.each(text, |start, end, alias| {
            let sighting = Sighting { start, end, alias };
            if is_whole(text, &sighting) && case_fits(&text[start..end], self.alias(&sighting).text) {
                found.push(sighting);
            }
        });
        found.sort_by_key(|s| (s.start, usize::MAX - s.end, s.alias));
        found
    }
}

/// Whether the name is not part of a longer word, number or address.
fn is_whole(text: &str, s: &Sighting) -> bool {
    let (Some(before), Some(after)) = (text.get(..s.start), text.get(s.end..)) else { return false };
    let mut back = before.chars().rev();
    let (previous, second) = (back.next(), back.next());
    let mut forth = after.chars();
    let (next, following) = (forth.next(), forth.next());
    let glued_before = previous.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '/'))
        && !(previous == Some('/') && second.is_some_and(char::is_alphabetic) && !before.ends_with("//"));
    let glued_after = next.is_some_and(|c| c.is_alphanumeric() || c == '_')
        // an address ("axon.com") or a number ("DHS-2024-01") goes on
        || (matches!(next, Some('.' | '@')) && following.is_some_and(char::is_lowercase))
        || (next == Some('-') && following.is_some_and(|c| c.is_ascii_digit()));
    !glued_before && !glued_after
}

/// Whether what is printed is written as a name: capitals where the alias has them, acronyms to the letter.
fn case_fits(printed: &str, alias: &str) -> bool {
    if printed == alias {
        return true;
    }
    let is_capitals = |text: &str| !text.chars().any(char::is_lowercase);
    if is_capitals(alias) && !alias.contains(' ') {
        return false;
    }
    if is_capitals(printed) {
        // "PALANTIR" is fine; a three-letter word in capitals is more likely another body's acronym.
        return printed.len() > 3;
    }
    if alias.starts_with(char::is_lowercase) && alias.contains(char::is_uppercase) {
        return printed.starts_with(char::is_uppercase) && printed[1..] == alias[1..];
    }
    alias.bytes().zip(printed.bytes()).all(|(a, p)| !a.is_ascii_uppercase() || p.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        let gazetteer = Gazetteer::bundled();
        gazetteer.sightings(text).iter().map(|s| gazetteer.entry(s).name).collect()
    }

    #[test]
    fn a_name_stands_on_word_boundaries_in_its_case() {
        assert!(names("The Pentagon's deal").contains(&"Department of Defense"));
        assert!(names("PALANTIR USG INC").contains(&"Palantir"));
        assert!(names("see pentagonal shapes, nasal spray, dod").is_empty());
        assert!(
            !names("visit palantir.com or DHS-2024-01")
                .iter()
                .any(|n| *n == "Palantir" || n.contains("Homeland"))
        );
    }

    #[test]
    fn case_rules() {
        for (printed, alias, fits) in [
            ("army", "Army", false),
            ("ARMY", "Army", true),
            ("dod", "DoD", false),
            ("ice", "ICE", false),
            ("Machine learning", "machine learning", true),
            ("Department of defense", "Department of Defense", false),
            ("XAI", "xAI", false),
        ] {
            assert_eq!(case_fits(printed, alias), fits, "{printed}");
        }
    }
}
