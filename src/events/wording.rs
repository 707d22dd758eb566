//! What a sentence says of one supplier, word by word: the words around it and next to each other, with who, how much and
//! when in place of names, sums and days. Only wording that labelled articles have taught counts
//! (`data/event.weights`).

use crate::base::{Features, Name, Word, plain_words};
use crate::events::evidence::Reading;
use crate::events::story::{Party, Sentence, Side, can_buy};

/// How many words on either side of the supplier are near it.
const NEAR: usize = 5;

/// A sentence's words, names and sums in order.
#[derive(Debug)]
pub(super) struct Wording<'a> {
    words: Vec<Word<'a>>,
}

/// What stands for a supplier that the reading does not speak of.
const OTHER: &str = "FIRM";
/// What stands for the supplier that it speaks of.
const ITSELF: &str = "IT";

impl<'a> Wording<'a> {
    pub(super) fn of(sentence: &Sentence<'a>) -> Self {
        let offset = sentence.span.start;
        let mut known: Vec<(usize, usize, &'static str)> = Vec::new();
        known.extend(sentence.parties.iter().map(|p| (p.span.start, p.span.end, label(p))));
        known.extend(sentence.amounts.iter().map(|a| (a.span.start, a.span.end, "SUM")));
        known.extend(sentence.dates.iter().map(|d| (d.span.start, d.span.end, "DAY")));
        known.extend(sentence.numbers.iter().map(|n| (n.span.start, n.span.end, "NUMBER")));
        known.sort_unstable();
        for (start, end, _) in &mut known {
            *start = start.saturating_sub(offset);
            *end = end.saturating_sub(offset);
        }
        let words = plain_words(sentence.text, &known);
        Self { words }
    }

    /// The words, names and sums among them as what they are.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &*word.text)
    }

    /// Notes what the words say, whoever they speak of.
    pub(super) fn sentence_features(&self, sink: &mut impl Features) {
        words_and_pairs(sink, "holds ", &self.words);
    }

    /// Notes what the words around the supplier of a reading say of it.
    pub(super) fn features(&self, sink: &mut impl Features, reading: &Reading<'_>) {
        let (start, end) = reading.place;
        if end == 0 {
            words_and_pairs(sink, &format!("{}: ", reading.manner.as_str()), &self.words);
            return;
        }
        let first = self.words.partition_point(|word| word.start < start);
        let last = self.words.partition_point(|word| word.start < end);
        let (left, right) = (&self.words[..first], &self.words[last..]);
        touching(sink, left, right);
        for word in left.iter().rev().take(NEAR) {
            sink.note(&["near before ", &word.text]);
        }
        for word in right.iter().take(NEAR + 2) {
            sink.note(&["near after ", &word.text]);
        }
        words_and_pairs(sink, "before ", left);
        words_and_pairs(sink, "after ", right);
        // The nearest body on either side, and the words between.
        let body = |word: &Word<'_>| word.text == "BODY";
        if let Some(at) = left.iter().rposition(body).filter(|at| left.len() - at <= 6) {
            for word in &left[at + 1..] {
                sink.note(&["BODY ", &word.text, " ", ITSELF]);
            }
        }
        if let Some(at) = right.iter().position(body).filter(|at| *at <= 6) {
            for word in &right[..at] {
                sink.note(&[ITSELF, " ", &word.text, " BODY"]);
            }
        }
    }
}

/// Notes the words that touch the supplier.
fn touching(sink: &mut impl Features, left: &[Word<'_>], right: &[Word<'_>]) {
    let (l1, l2) = (text(left.last()), text(left.iter().rev().nth(1)));
    let (r1, r2, r3) = (text(right.first()), text(right.get(1)), text(right.get(2)));
    sink.note(&[l1, " ", ITSELF]);
    sink.note(&[l2, " ", l1, " ", ITSELF]);
    sink.note(&[ITSELF, " ", r1]);
    sink.note(&[ITSELF, " ", r1, " ", r2]);
    sink.note(&[ITSELF, " ", r1, " ", r2, " ", r3]);
    sink.note(&[l1, " ", ITSELF, " ", r1]);
}

/// The text of a word, if there is one.
fn text<'w>(word: Option<&'w Word<'_>>) -> &'w str {
    word.map_or("^", |word| &word.text)
}

/// Notes each word and each two neighbours, `lead` standing before their names.
fn words_and_pairs<F: Features>(sink: &mut F, lead: &str, words: &[Word<'_>]) {
    let lead = F::Name::begin(lead);
    for (index, word) in words.iter().enumerate() {
        let name = lead.and(&word.text);
        if let Some(next) = words.get(index + 1) {
            sink.hold(name.and(" ").and(&next.text));
        }
        sink.hold(name);
    }
}

fn label(party: &Party) -> &'static str {
    match party.side {
        Side::Supplier if party.by_product => "PRODUCT",
        Side::Supplier => OTHER,
        Side::Buyer if can_buy(party.class) => "BODY",
        Side::Buyer => "RULER",
    }
}
