//! Where a pattern can begin: with which bytes, and with which words.

use super::program::{Program, Step};
use super::search::is_boundary;
use super::syntax::Set;

/// Bits for the first three letters of words, by a hash of them.
type Bits = [u64; 32];

/// How many bits there are.
pub(super) const HEADS: usize = 32 * 64;

/// Nothing else is known of a letter than where it stands in the alphabet; any other character is 0, and so is all that
/// comes after it.
fn code(byte: Option<&u8>) -> u16 {
    byte.filter(|byte| byte.is_ascii_alphabetic()).map_or(0, |byte| u16::from(byte & 31))
}

/// The code of the first letters of the word that begins at a place.
fn word_at(bytes: &[u8], at: usize) -> u16 {
    let first = code(bytes.get(at));
    let second = if first == 0 { 0 } else { code(bytes.get(at + 1)) };
    let third = if second == 0 { 0 } else { code(bytes.get(at + 2)) };
    first | second << 5 | third << 10
}

fn bit(code: u16) -> usize {
    usize::from(code.wrapping_mul(0x9e37) >> 5)
}

/// The number of the bit for the word that begins at a place.
pub(super) fn head_at(bytes: &[u8], at: usize) -> usize {
    bit(word_at(bytes, at))
}

fn mark(bits: &mut Bits, code: u16) {
    bits[bit(code) / 64] |= 1 << (bit(code) % 64);
}

fn has(bits: &Bits, code: u16) -> bool {
    bits[bit(code) / 64] >> (bit(code) % 64) & 1 == 1
}

/// Where a pattern can begin.
#[derive(Clone, Debug)]
pub(super) struct Beginnings {
    /// The bytes that it can begin with; its end can stand anywhere.
    bytes: [bool; 256],
    can_be_empty: bool,
    /// Only at the beginning of the text.
    is_anchored: bool,
    /// Only at the beginning of a line.
    at_line: bool,
    /// Only at the beginning of a word or its end.
    at_boundary: bool,
    /// Only at the beginning of a word that begins so.
    words: Option<Box<Bits>>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            bytes: [true; 256],
            can_be_empty: true,
            is_anchored: false,
            at_line: false,
            at_boundary: false,
            words: None,
        }
    }
}

/// A step that takes a character, or the end of the pattern, and what must hold there.
#[derive(Clone, Copy)]
struct Place {
    step: usize,
    at_boundary: bool,
    at_start: bool,
    at_line: bool,
}

impl Beginnings {
    pub fn of(program: &Program) -> Self {
        let first = &program.firsts[0];
        let mut beginnings = Self { can_be_empty: first.end, ..Self::default() };
        for byte in 0..=255_u8 {
            beginnings.bytes[usize::from(byte)] =
                if byte < 128 { first.ascii >> byte & 1 == 1 } else { first.others };
        }
        let mut places = Vec::new();
        places_from(
            program,
            Place { step: 0, at_boundary: false, at_start: false, at_line: false },
            &mut places,
        );
        beginnings.is_anchored = places.iter().all(|place| place.at_start);
        beginnings.at_line = places.iter().all(|place| place.at_line);
        beginnings.at_boundary = places.iter().all(|place| place.at_boundary);
        let is_word = |place: &Place| {
            place.at_boundary
                && set_of(program, place.step).is_some_and(|set| {
                    !set.has_others()
                        && (0..128_u8).all(|b| !set.has_byte(b) || b.is_ascii_alphanumeric() || b == b'_')
                })
        };
        if places.iter().all(is_word) {
            let mut bits = Box::new([0; 32]);
            for place in &places {
                add_words(program, *place, false, 0, 0, &mut bits);
            }
            beginnings.words = Some(bits);
        }
        beginnings
    }

    /// The bits of the words that it begins with; none where it begins with no words only.
    pub fn heads(&self) -> impl Iterator<Item = usize> {
        let words = self.words.as_deref().into_iter().flatten().enumerate();
        words.flat_map(|(place, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| place * 64 + bit)
        })
    }

    /// Whether it begins only where words do, or only where the text does.
    pub fn are_words_or_first(&self) -> bool {
        self.words.is_some() || self.is_anchored
    }

    /// Where in `text`, from `from` on, a match may begin.
    pub fn starts<'t>(&'t self, text: &'t str, from: usize) -> impl Iterator<Item = usize> + 't {
        let bytes = text.as_bytes();
        // An anchored pattern begins at the beginning only.
        let last = if self.is_anchored { 1 } else { bytes.len() + 1 };
        let mut at = from;
        std::iter::from_fn(move || {
            while at < last {
                if self.at_line && at > 0 && bytes[at - 1] != b'\n' {
                    at += bytes[at..].iter().position(|byte| *byte == b'\n').map_or(last, |end| end + 1);
                    continue;
                }
                at += 1;
                if self.may_begin(text, at - 1) {
                    return Some(at - 1);
                }
            }
            None
        })
    }

    fn may_begin(&self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        let fits = match bytes.get(at) {
            Some(byte) => self.bytes[usize::from(*byte)],
            None => self.can_be_empty,
        };
        fits && (!self.at_boundary || is_boundary(bytes, at))
            && self.words.as_deref().is_none_or(|words| has(words, word_at(bytes, at)))
            && text.is_char_boundary(at)
    }
}

fn set_of(program: &Program, step: usize) -> Option<&Set> {
    match &program.steps[step] {
        Step::Set(set) | Step::Run { set, .. } => program.sets.get(*set),
        _ => None,
    }
}

/// The steps that may come next from a step on.
fn places_from(program: &Program, from: Place, places: &mut Vec<Place>) {
    let on = |step: usize| Place { step, ..from };
    match &program.steps[from.step] {
        Step::Set(_) | Step::Match | Step::End => places.push(from),
        Step::Run { least, .. } => {
            places.push(from);
            if *least == 0 {
                places_from(program, on(from.step + 1), places);
            }
        }
        Step::Either(a, b) => {
            places_from(program, on(*a), places);
            places_from(program, on(*b), places);
        }
        Step::Choice(choice) => {
            program.choices[*choice].all().for_each(|way| places_from(program, on(way), places));
        }
        Step::Jump(to) => places_from(program, on(*to), places),
        Step::Note(_) => places_from(program, on(from.step + 1), places),
        Step::LineStart => places_from(program, Place { at_line: true, ..on(from.step + 1) }, places),
        Step::Boundary => places_from(program, Place { at_boundary: true, ..on(from.step + 1) }, places),
        Step::Start => places_from(program, Place { at_start: true, ..on(from.step + 1) }, places),
    }
}

/// A bit a letter.
const ALPHABET: u128 = (1 << 26) - 1;

/// Adds the beginnings of the words that can be read from a place on. `ends` says that the word ends before it; `known` are
/// the letters before, `length` of them.
fn add_words(program: &Program, place: Place, ends: bool, known: u16, length: u32, bits: &mut Bits) {
    let mut letters = match set_of(program, place.step) {
        None => (1 << 27) - 1,
        Some(set) => {
            let letters = (set.ascii >> b'a' | set.ascii >> b'A') & ALPHABET;
            let others = set.has_others() || set.ascii & !(ALPHABET << b'a' | ALPHABET << b'A') != 0;
            (letters as u32) << 1 | u32::from(others)
        }
    };
    if ends {
        letters &= 1;
        if set_of(program, place.step).is_none() {
            letters = 1;
        }
    }
    for letter in (0..27_u16).filter(|letter| letters >> letter & 1 == 1) {
        let word = known | letter << (5 * length);
        if letter == 0 || length == 2 {
            mark(bits, word);
            continue;
        }
        let mut next = Vec::new();
        match &program.steps[place.step] {
            Step::Set(_) => {
                places_from(
                    program,
                    Place { step: place.step + 1, at_boundary: false, at_start: false, at_line: false },
                    &mut next,
                );
            }
            Step::Run { .. } => {
                next.push(Place { at_boundary: false, ..place });
                places_from(
                    program,
                    Place { step: place.step + 1, at_boundary: false, at_start: false, at_line: false },
                    &mut next,
                );
            }
            _ => next.push(Place { at_boundary: false, ..place }),
        }
        for place in next {
            add_words(program, place, place.at_boundary, word, length + 1, bits);
        }
    }
}
