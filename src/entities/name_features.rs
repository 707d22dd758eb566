//! What can be seen of a name that no list holds: its own words and shape, the words around each place that names it, and
//! its fellows in the article.

use std::sync::LazyLock;

use super::body_words::{AGENCY_HEADS, AGENCY_TAIL_PHRASES, AGENCY_TAILS};
use super::candidates::{Candidate, Cover, Group, Guess};
use super::name_cues;
use super::organisations::Texts;
use super::plain_words::{NEVER, OUTLETS};
use super::run_shape::{is_month_or_day, is_place_like};
use super::supplier_words::VENDOR_TAILS;
use crate::base::{Features, Field, Words};

static GIVEN_NAMES: LazyLock<Words> = LazyLock::new(|| lines(include_str!("../../data/given_names.txt")));
static PLACE_NAMES: LazyLock<Words> = LazyLock::new(|| lines(include_str!("../../data/places.txt")));

fn lines(text: &'static str) -> Words {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

/// Whether this is a place's name or a country's adjective.
pub(super) fn is_place(name: &str) -> bool {
    PLACE_NAMES.contains(name)
}

/// The texts in lower case, as far as they are ASCII.
pub(super) struct Lower {
    title: String,
    body: String,
}

impl Lower {
    pub fn of(texts: Texts<'_>) -> Self {
        Self { title: texts.title.to_ascii_lowercase(), body: texts.body.to_ascii_lowercase() }
    }

    fn text(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::Body => &self.body,
        }
    }
}

/// How many words around a name are looked at.
const NEAR: usize = 6;

/// Notes all that is seen of a group of equal names; `all` is every group.
pub(super) fn features(
    sink: &mut impl Features,
    texts: Texts<'_>,
    lower: &Lower,
    group: &Group<'_>,
    all: &[Group<'_>],
) {
    sink.note(&["always"]);
    own_words(sink, group.name);
    fellows(sink, group, all);
    let count = ["named once", "named twice", "named more often"][group.mentions.len().clamp(1, 3) - 1];
    sink.note(&[count]);
    for candidate in &group.mentions {
        of_mention(sink, texts, lower, candidate);
    }
}

fn own_words(sink: &mut impl Features, name: &str) {
    let words: Vec<&str> = name.split(' ').collect();
    let (first, last) = (words[0], words[words.len() - 1]);
    let count = ["1", "2", "3", "4", "5 or more"][words.len().min(5) - 1];
    sink.note(&["words ", count]);
    sink.note(&["first word ", first]);
    sink.note(&["last word ", last]);
    for word in &words {
        sink.note(&["word ", word]);
    }
    let mut ending = last.char_indices().rev().map(|(at, _)| at);
    if let Some(at) = ending.nth(2).filter(|at| *at > 0) {
        sink.note(&["last word ends in ", &last[at..]]);
    }
    let shapes: Vec<&str> = words.iter().take(4).map(|word| shape(word)).collect();
    sink.note(&["shape ", &shapes.join(" ")]);
    if words.len() == 1 {
        sink.note(&["one word of ", length(first)]);
    }
    let (is_given, is_place_first) = (GIVEN_NAMES.contains(first), PLACE_NAMES.contains(first));
    let facts = [
        ("first word is a first name", is_given),
        ("first name and one word more", is_given && words.len() == 2),
        (
            "first name, initial, word",
            words.len() == 3 && words[1].chars().filter(|c| c.is_alphabetic()).count() == 1,
        ),
        ("a place", is_place(name)),
        ("begins with a place", words.len() > 1 && is_place_first),
        ("ends with a place", words.len() > 1 && is_place(last)),
        ("first word is plain", NEVER.contains(&first)),
        ("an outlet", OUTLETS.contains(&name)),
        ("a month or day", is_month_or_day(name)),
        ("ends as a body does", words.len() > 1 && AGENCY_TAILS.contains(&last)),
        ("ends as a body does, at length", AGENCY_TAIL_PHRASES.iter().any(|tail| name.ends_with(tail))),
        (
            "begins as a body does",
            AGENCY_HEADS.contains(&first) && matches!(words.get(1), Some(&"of" | &"for")),
        ),
        ("ends as a supplier does", words.len() > 1 && VENDOR_TAILS.contains(&last)),
        ("holds of or for", words.iter().any(|word| matches!(*word, "of" | "for"))),
        ("holds &", words.contains(&"&")),
        ("plain words only", words.iter().all(|word| NEVER.contains(word) || VENDOR_TAILS.contains(word))),
    ];
    facts.iter().filter(|(_, holds)| *holds).for_each(|(fact, _)| sink.note(&[fact]));
}

fn length(word: &str) -> &'static str {
    match word.chars().count() {
        0..=2 => "1 or 2 letters",
        3..=4 => "3 or 4 letters",
        5..=7 => "5 to 7 letters",
        _ => "8 or more letters",
    }
}

/// Capitals, small letters and digits of a word.
fn shape(word: &str) -> &'static str {
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().any(char::is_lowercase);
    let begins_upper = word.starts_with(char::is_uppercase);
    match (has_digit, upper, lower) {
        (true, _, _) => "digit",
        (_, 0, _) => "x",
        (_, 1, true) if begins_upper && word.contains('-') => "X-x",
        (_, 1, true) if begins_upper && word.contains(['.', '\'', '’']) => "X.x",
        (_, 1, true) if begins_upper => "Xx",
        (_, _, true) if begins_upper && word.contains('-') => "X-X",
        (_, _, true) if begins_upper => "XxX",
        (_, _, true) => "xX",
        (_, 1, false) => "X",
        _ => "XX",
    }
}

/// Longer and shorter names in the article that begin or end alike.
fn fellows(sink: &mut impl Features, group: &Group<'_>, all: &[Group<'_>]) {
    let name = group.name;
    for other in all {
        let (shorter, longer) =
            if other.name.len() > name.len() { (name, other.name) } else { (other.name, name) };
        // Where the space must stand is the quickest to ask for: nearly every pair of names fails there.
        let space = |at: Option<usize>| at.and_then(|at| longer.as_bytes().get(at)) == Some(&b' ');
        let rest = space(Some(shorter.len())) && longer.starts_with(shorter);
        let head = space((longer.len() - shorter.len()).checked_sub(1)) && longer.ends_with(shorter);
        let is_shorter = name == shorter;
        let given =
            head && is_shorter && longer.split(' ').next().is_some_and(|first| GIVEN_NAMES.contains(first));
        match (rest, head, is_shorter) {
            (true, _, true) => sink.note(&["begins a longer name"]),
            (true, _, false) => sink.note(&["a shorter name begins it"]),
            (_, true, true) if given => sink.note(&["ends the name of a person"]),
            (_, true, true) => sink.note(&["ends a longer name"]),
            (_, true, false) => sink.note(&["a shorter name ends it"]),
            _ => {}
        }
    }
}

fn of_mention(sink: &mut impl Features, texts: Texts<'_>, lower: &Lower, candidate: &Candidate<'_>) {
    let span = candidate.span;
    let text = texts.text(span.field);
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return };
    let (Some(low_before), Some(low_after)) =
        (lower.text(span.field).get(..span.start), lower.text(span.field).get(span.end..))
    else {
        return;
    };
    match candidate.rule {
        Some((Guess::Agency, _)) => sink.note(&["a rule says body"]),
        Some((Guess::Vendor, sure)) if sure >= 0.9 => sink.note(&["a rule says supplier by its legal form"]),
        Some((Guess::Vendor, sure)) if sure >= 0.7 => sink.note(&["a rule says supplier"]),
        Some((Guess::Vendor, _)) => sink.note(&["a rule says supplier, perhaps"]),
        None => sink.note(&["no rule says anything"]),
    }
    if let Some(cover) = candidate.cover {
        sink.note(&["holds a listed ", cover.as_str()]);
    }
    if candidate.beside_suppliers {
        sink.note(&["in a list with suppliers"]);
    }
    if span.field == Field::Title {
        sink.note(&["in the title"]);
    }
    let opens = before
        .trim_end()
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '”' | '—' | '–'))
        || before.ends_with('\n');
    let words = span.end - span.start;
    let facts = [
        ("opens a sentence", opens),
        ("led to as a supplier", candidate.around.is_met),
        (
            "at work as a supplier",
            candidate.around.is_doing(after, if text[span.start..span.end].contains(' ') { 2 } else { 1 }),
        ),
        ("a person by what follows", candidate.around.is_person),
        ("a person by the title before", name_cues::is_titled(before)),
        ("stands where a place does", is_place_like(before)),
        ("no supplier by the words around", candidate.around.is_no_supplier),
        ("an acronym follows", after.starts_with(" (") && is_acronym(after)),
        ("in parentheses", before.ends_with('(') && after.starts_with(')')),
        ("in quotes", before.ends_with(['"', '“']) && after.starts_with(['"', '”', ','])),
        ("between commas", before.ends_with(", ") && after.starts_with(',')),
        ("long", words > 40),
    ];
    facts.iter().filter(|(_, holds)| *holds).for_each(|(fact, _)| sink.note(&[fact]));
    let left: Vec<&str> = Backwards(low_before).take(NEAR).map(plain).collect();
    let right: Vec<&str> = Forwards(low_after).take(NEAR).map(plain).collect();
    let [l0, l1] = [0, 1].map(|i| left.get(i).copied().unwrap_or("^"));
    let [r0, r1] = [0, 1].map(|i| right.get(i).copied().unwrap_or("^"));
    sink.note(&["before ", l1, " ", l0]);
    sink.note(&["before ", l0]);
    sink.note(&["after ", r0]);
    sink.note(&["after ", r0, " ", r1]);
    sink.note(&["around ", l0, " _ ", r0]);
    for word in &left {
        sink.note(&["near before ", word]);
    }
    for word in &right {
        sink.note(&["near after ", word]);
    }
}

fn is_acronym(after: &str) -> bool {
    let inside = after.trim_start_matches(" (").split(')').next().unwrap_or_default();
    (2..=10).contains(&inside.len())
        && inside.bytes().filter(u8::is_ascii_uppercase).count() * 2 > inside.len()
}

/// A number stands for all numbers.
fn plain(word: &str) -> &str {
    if word.bytes().any(|b| b.is_ascii_digit()) { "#" } else { word }
}

/// Words and single marks, from the end of a text to its beginning, as far as its line goes.
struct Backwards<'t>(&'t str);

impl<'t> Iterator for Backwards<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.0.trim_end_matches([' ', '\u{a0}']);
        let last = text.chars().next_back().filter(|c| *c != '\n')?;
        let start = if last.is_alphanumeric() {
            text.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')).len()
        } else {
            text.len() - last.len_utf8()
        };
        self.0 = &text[..start];
        Some(&text[start..])
    }
}

/// Words and single marks, as far as the line goes.
struct Forwards<'t>(&'t str);

impl<'t> Iterator for Forwards<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.0.trim_start_matches([' ', '\u{a0}']);
        let first = text.chars().next().filter(|c| *c != '\n')?;
        let end = if first.is_alphanumeric() {
            text.len()
                - text
                    .trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
                    .len()
        } else if text.starts_with("'s") || text.starts_with("’s") {
            first.len_utf8() + 1
        } else {
            first.len_utf8()
        };
        self.0 = &text[end..];
        Some(&text[..end])
    }
}

impl Cover {
    fn as_str(self) -> &'static str {
        match self {
            Self::HeadBody => "body at its head",
            Self::TailBody => "body at its tail",
            Self::HeadSupplier => "supplier at its head",
            Self::TailSupplier => "supplier at its tail",
            Self::Other => "name of another kind",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_in_order() {
        let words = |text| Forwards(text).collect::<Vec<_>>();
        assert_eq!(words("'s deal, a $4 one\nnext"), ["'s", "deal", ",", "a", "$", "4", "one"]);
        assert_eq!(Backwards("first\nsaid the \"big").collect::<Vec<_>>(), ["big", "\"", "the", "said"]);
    }

    #[test]
    fn shapes() {
        let words = ["Govini", "CDAO", "xAI", "OpenAI", "C3.ai", "A", "Booz-Allen", "of"];
        assert_eq!(words.map(shape), ["Xx", "XX", "xX", "XxX", "digit", "X", "X-X", "x"]);
    }
}
