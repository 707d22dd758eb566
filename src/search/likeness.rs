//! How much a name is like one that is sought: the same, its beginning, words of it, its initials, or nearly spelled so.

use super::spelling::distance_within;
use crate::base::comparison_key;

/// How a name answers one that is sought; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// It is the same name, as names are compared, or the id.
    Exact,
    /// It begins so.
    Begins,
    /// The words stand in it; the last may be the beginning of one.
    Words,
    /// They are the first letters of its words.
    Initials,
    /// It is spelled nearly so: how many letters are other, missing, added or swapped, and how many words it has more.
    Near(usize),
}

impl Likeness {
    /// Its word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Begins => "begins",
            Self::Words => "words",
            Self::Initials => "initials",
            Self::Near(_) => "near",
        }
    }
}

/// Words that give no letter to initials.
const SMALL_WORDS: [&str; 6] = ["of", "and", "the", "for", "in", "de"];

/// A name that is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// As it was written, in lower case.
    written: String,
    key: String,
    /// The letters of the key: names that lack too many of them need not be compared.
    letters: Letters,
}

impl Sought {
    /// The name as it was written.
    pub fn new(text: &str) -> Self {
        let key = comparison_key(text);
        Self { written: text.trim().to_lowercase(), letters: Letters::of(&key), key }
    }

    /// Whether it has no letter or digit.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// How the id of something answers: as written, or by its last segment (`dod` for `us/dod`).
    pub fn of_id(&self, id: &str) -> Option<Likeness> {
        let is_last = |last| Letters::of(last).missing(self.letters) == 0 && comparison_key(last) == self.key;
        let last = || id.rsplit_once('/').is_some_and(|(_, last)| is_last(last));
        (!self.is_empty() && (id.eq_ignore_ascii_case(&self.written) || last())).then_some(Likeness::Exact)
    }

    /// How a name answers, without looking at spellings.
    pub fn of_name(&self, name: &str) -> Option<Likeness> {
        // A key of nothing would begin every name.
        if self.is_empty() || Letters::of(name).missing(self.letters) > 0 {
            return None;
        }
        let own = comparison_key(name);
        if own == self.key {
            return Some(Likeness::Exact);
        }
        if own.starts_with(&self.key) {
            return Some(Likeness::Begins);
        }
        if self.words_are_in(&own) {
            return Some(Likeness::Words);
        }
        self.are_initials_of(&own).then_some(Likeness::Initials)
    }

    /// Whether a name has all words of this one, each whole.
    pub fn is_within(&self, name: &str) -> bool {
        !self.is_empty() && format!(" {} ", comparison_key(name)).contains(&format!(" {} ", self.key))
    }

    fn words_are_in(&self, own: &str) -> bool {
        let mut words = self.key.split(' ').rev();
        let Some(last) = words.next() else { return false };
        own.split(' ').any(|word| word.starts_with(last))
            && words.all(|word| own.split(' ').any(|one| one == word))
    }

    fn are_initials_of(&self, own: &str) -> bool {
        let letters = self.key.chars().count();
        if letters < 3 || self.key.contains(' ') {
            return false;
        }
        let firsts = own.split(' ').filter(|word| !SMALL_WORDS.contains(word));
        firsts.filter_map(|word| word.chars().next()).eq(self.key.chars())
    }

    /// How near the spelling of a name is: as a whole, or word by word where the name has more words.
    pub fn near(&self, name: &str) -> Option<Likeness> {
        let most = may_differ(self.key.chars().count(), 3);
        // Each letter that the name lacks is at least one that is other or missing.
        if most == 0 || Letters::of(name).missing(self.letters) > most {
            return None;
        }
        let own = comparison_key(name);
        // A byte is no letter beyond ASCII; so much apart is too far all the same.
        if own.len().abs_diff(self.key.len()) <= most * 4
            && let Some(distance) = distance_within(&self.key, &own, most)
        {
            return (!own.is_empty()).then_some(Likeness::Near(distance));
        }
        self.near_by_words(&own, most)
    }

    /// The words in order, each nearly one of the name's.
    fn near_by_words(&self, own: &str, most: usize) -> Option<Likeness> {
        let mut rest = own.split(' ');
        let mut apart = 0;
        for word in self.key.split(' ') {
            let least = may_differ(word.chars().count(), 2);
            // A mistake in a first letter is rare.
            let first = word.chars().next();
            let found = rest.find_map(|one| {
                if one.chars().next() == first { distance_within(word, one, least) } else { None }
            })?;
            apart += found;
        }
        let more = own.split(' ').count().saturating_sub(self.key.split(' ').count());
        (apart > 0 && apart <= most).then_some(Likeness::Near(apart + more))
    }
}

/// Which of the letters and digits of ASCII a text has, as far as it can be told without [`comparison_key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letters(u64);

impl Letters {
    /// Of a text with other letters too: all of them, as these may be compared as some of ASCII.
    fn of(text: &str) -> Self {
        let bit = |byte: u8| match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'A'..=b'Z' => 1 << (byte - b'A'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            // It is compared as "and".
            b'&' => 1 | 1 << (b'n' - b'a') | 1 << (b'd' - b'a'),
            128.. => u64::MAX,
            _ => 0,
        };
        Self(text.bytes().fold(0, |letters, byte| letters | bit(byte)))
    }

    /// How many of the letters sought are not among these.
    fn missing(self, sought: Self) -> usize {
        // What is sought with letters beyond ASCII: nothing is told.
        if sought.0 == u64::MAX { 0 } else { (sought.0 & !self.0).count_ones() as usize }
    }
}

/// How many letters may be other in a name or word of so many, at most `most`.
fn may_differ(letters: usize, most: usize) -> usize {
    let some = match letters {
        0..4 => 0,
        4..8 => 1,
        8..16 => 2,
        _ => 3,
    };
    some.min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_answer_by_degrees() {
        for (sought, name, expected) in [
            ("palantir", "Palantir", Some(Likeness::Exact)),
            ("the U.S. department of war", "Department of War", Some(Likeness::Exact)),
            ("larkfield-analytics", "Larkfield Analytics, Inc.", Some(Likeness::Exact)),
            ("pal", "Palantir Technologies", Some(Likeness::Begins)),
            ("innovation unit", "Defense Innovation Unit", Some(Likeness::Words)),
            ("unit innov", "Defense Innovation Unit", Some(Likeness::Words)),
            ("crsa", "Continental Rail Safety Administration", Some(Likeness::Initials)),
            ("innov unit", "Defense Innovation Unit", None),
            ("ab", "Alpha Beta", None),
            ("", "Anything", None),
            ("()", "Anything", None),
        ] {
            assert_eq!(Sought::new(sought).of_name(name), expected, "{sought}: {name}");
        }
    }

    #[test]
    fn spellings_are_near_by_letters_and_words() {
        for (sought, name, expected) in [
            ("palntir", "Palantir", Some(1)),
            ("palntir", "Palantir Technologies", Some(2)),
            ("deparment of defence", "Department of Defense", Some(2)),
            ("scaleai", "Scale AI", Some(1)),
            ("qalantir", "Palantir", Some(1)),
            ("amy", "Army", None),
            ("zeppelin", "Palantir", None),
            ("", "", None),
            ("metal", "Meta", Some(1)),
        ] {
            assert_eq!(Sought::new(sought).near(name), expected.map(Likeness::Near), "{sought}: {name}");
        }
    }

    #[test]
    fn ids_answer_whole_or_by_their_last_segment() {
        for (sought, id, is_it) in [
            ("us/dod", "us/dod", true),
            ("US/DoD", "us/dod", true),
            ("dod", "us/dod", true),
            ("us", "us/dod", false),
            ("larkfield analytics", "x/larkfield-analytics", true),
            ("", "x/", false),
        ] {
            assert_eq!(Sought::new(sought).of_id(id).is_some(), is_it, "{sought}: {id}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_two_texts_can_be_compared(a in "\\PC{0,12}", b in "\\PC{0,20}") {
            let sought = Sought::new(&a);
            let (of_name, near) = (sought.of_name(&b), sought.near(&b));
            proptest::prop_assert!(!sought.is_empty() || (of_name.is_none() && near.is_none()));
            proptest::prop_assert_eq!(sought.of_name(&a).is_some(), !sought.is_empty());
        }
    }
}
