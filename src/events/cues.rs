//! The words that say what happened, found in one pass over a text.
//!
//! `data/event_words.tsv` lists them by class. A word may be of several classes ("awards" is a verb of giving and a noun
//! of what is given); which one it is, the clause decides.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::base::Phrases;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What a cue speaks of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class {
            $($(#[$doc])* $name,)*
        }

        impl Class {
            /// Every class, in the order of its bit.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word used in the list and in the names of features.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

classes! {
    /// A body hands something out.
    Give = "give";
    /// A supplier gets something.
    Win = "win";
    /// Both sides agree.
    Sign = "sign";
    /// Somebody has something already.
    Hold = "hold";
    /// A body takes a supplier.
    Choose = "choose";
    /// A body takes a thing for money.
    Buy = "buy";
    /// A supplier gives a thing.
    Supply = "supply";
    /// What is won or signed, in the widest sense.
    Deal = "deal";
    /// What is won or signed, and hardly ever anything else.
    FirmDeal = "firmdeal";
    /// A contract is changed.
    Change = "change";
    /// The change itself.
    ChangeNoun = "changenoun";
    /// What of a contract is changed.
    Ceiling = "ceiling";
    /// A dealing is ended.
    End = "end";
    /// The end itself.
    EndNoun = "endnoun";
    /// A dealing ends by itself.
    Lapse = "lapse";
    /// Somebody objects.
    Protest = "protest";
    /// The objection.
    ProtestNoun = "protestnoun";
    /// What is done with an objection.
    Filing = "filing";
    /// Before whom.
    Court = "court";
    /// A supplier is kept out.
    Bar = "bar";
    /// The ban.
    BarNoun = "barnoun";
    /// Suppliers are looked for.
    Seek = "seek";
    /// By what.
    SeekNoun = "seeknoun";
    /// It is made known.
    Open = "open";
    /// Some are left.
    Shortlist = "shortlist";
    /// A product is in use.
    Use = "use";
    /// A product is tried.
    Trial = "trial";
    /// What a product must have to be used.
    ClearNoun = "clearnoun";
    /// It gets it.
    Clear = "clear";
    /// Suppliers join.
    Team = "team";
    /// The union.
    TeamNoun = "teamnoun";
    /// By whom.
    Through = "through";
    /// Money goes into a supplier.
    Fund = "fund";
    /// The money.
    FundNoun = "fundnoun";
    /// It is denied.
    Not = "not";
    /// It is intended.
    Plan = "plan";
    /// It is possible.
    Possible = "possible";
    /// Others say so.
    Report = "report";
    /// The passive's verb.
    Be = "be";
    /// Others of the same trade.
    Compare = "compare";
    /// Customers that are no body.
    Private = "private";
    /// People who are no party of a dealing: staff, residents.
    People = "people";
    /// Money is paid.
    Pay = "pay";
    /// A supplier competes.
    Bid = "bid";
    /// A body votes.
    Vote = "vote";
    /// A body calls a supplier something.
    Label = "label";
    /// A body that may buy; from here on no words but what was found in the text.
    Agency = "agency";
    /// A court, legislature or regulator.
    Ruler = "ruler";
    /// A supplier.
    Supplier = "supplier";
    /// A sum, by its role.
    SumCeiling = "sum ceiling";
    /// The worth of a contract.
    SumAward = "sum award";
    /// Paid so far.
    SumObligated = "sum obligated";
    /// More money.
    SumModification = "sum modification";
    /// Per unit.
    SumPrice = "sum price";
    /// Public money set aside.
    SumBudget = "sum budget";
    /// Private money.
    SumInvestment = "sum investment";
    /// Any other sum.
    SumOther = "sum other";
    /// A day, month or year.
    Date = "date";
    /// A contract number.
    Number = "number";
    /// A program or vehicle.
    Program = "program";
}

// Each class is a bit of a set.
const _: () = assert!(Class::ALL.len() <= u64::BITS as usize);

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

impl Classes {
    pub fn of(classes: &[Class]) -> Self {
        Self(classes.iter().fold(0, |bits, class| bits | 1 << *class as u64))
    }

    pub fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u64) != 0
    }

    pub fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Class> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let class = Class::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*class)
        })
    }
}

/// A listed word where it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub start: usize,
    pub end: usize,
    pub classes: Classes,
}

struct Words {
    forms: Phrases<'static>,
    classes: Vec<Classes>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::parse(include_str!("../../data/event_words.tsv")));

impl Words {
    /// Rows of an unknown class are passed over (a test keeps the bundled file whole).
    fn parse(text: &'static str) -> Self {
        let mut forms: Vec<&str> = Vec::new();
        let mut classes: Vec<Classes> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (class, form) in rows(text).filter_map(|(class, form)| Some((class?, form))) {
            let index = *known.entry(form).or_insert_with(|| {
                forms.push(form);
                classes.push(Classes::default());
                forms.len() - 1
            });
            classes[index] = classes[index].join(Classes::of(&[class]));
        }
        Self { forms: Phrases::of(forms.into_iter()), classes }
    }
}

fn rows(text: &str) -> impl Iterator<Item = (Option<Class>, &str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).flat_map(|(word, forms)| {
        let class = Class::ALL.iter().copied().find(|class| class.as_str() == word);
        forms.split(", ").map(move |form| (class, form))
    })
}

/// The cues of a text, in order; of overlapping ones the longest.
pub(super) fn cues(text: &str) -> Vec<Cue> {
    let mut matches: Vec<(usize, usize, usize)> = Vec::new();
    let mut hear = |start: usize, end: usize, form: usize| {
        if is_whole(text, start, end) {
            matches.push((end, start, form));
        }
    };
    WORDS.forms.each(text, &mut hear);
    // "didn't renew": the only words that begin within another.
    let apostrophes = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\'').map(|(at, _)| at);
    for at in apostrophes.filter_map(|at| at.checked_sub(1)) {
        let is_not = text.as_bytes()[at..].starts_with(b"n't") || text.as_bytes()[at..].starts_with(b"N'T");
        if is_not && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            WORDS.forms.each_at(text, at, &mut hear);
        }
    }
    matches.sort_unstable();
    let mut found: Vec<Cue> = Vec::new();
    for (end, start, form) in matches {
        let cue = Cue { start, end, classes: WORDS.classes[form] };
        // Matches come in order of their end: a later one that begins no later holds the earlier ones.
        while found.last().is_some_and(|last| last.start >= cue.start) {
            found.pop();
        }
        if found.last().is_none_or(|last| last.end <= cue.start) {
            found.push(cue);
        }
    }
    found
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    let mut after = text.get(end..).unwrap_or_default().chars();
    let is_contraction = text[start..end].starts_with("n't");
    (is_contraction || !before.is_some_and(is_word)) && !after.next().is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_class_and_lower_case_forms() {
        for (class, form) in rows(include_str!("../../data/event_words.tsv")) {
            assert!(class.is_some(), "{form}");
            assert!(!form.is_empty() && form == form.trim() && form == form.to_lowercase(), "{form:?}");
        }
    }

    #[test]
    fn the_longest_word_counts_and_only_whole_ones() {
        let text = "It walked away from the task order; the awardee didn't renew.";
        let found: Vec<&str> = cues(text).iter().map(|c| &text[c.start..c.end]).collect();
        assert_eq!(found, ["walked away", "task order", "n't renew"]);
    }
}
