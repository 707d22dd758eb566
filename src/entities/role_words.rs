//! What a sentence says of a sum of money, word by word: for wording that labelled articles have taught
//! (`data/role.weights`).

use super::role_cues::Scene;
use crate::base::{Features, Word, plain_words};

/// How many words on either side of the sum are near it.
const NEAR: usize = 4;
/// How far apart words may stand from it and still speak of it.
const FAR: usize = 12;

/// Notes what the words of the sentence (a range of the scene's text) say of the sum at `index`.
pub(super) fn features(
    sink: &mut impl Features,
    scene: &Scene<'_>,
    index: usize,
    (from, to): (usize, usize),
) {
    let (Some(text), Some(sum)) = (scene.text.get(from..to), scene.sums.get(index)) else { return };
    let mut known: Vec<(usize, usize, &'static str)> = Vec::new();
    let inside = |(start, end): &(usize, usize)| *start >= from && *end <= to;
    let mut add = |place: (usize, usize), label| known.push((place.0 - from, place.1 - from, label));
    let others =
        scene.sums.iter().filter(|other| other.start != sum.start).map(|other| (other.start, other.end));
    others.filter(inside).for_each(|place| add(place, "SUM"));
    scene.agencies.iter().copied().filter(inside).for_each(|place| add(place, "BODY"));
    scene.suppliers.iter().copied().filter(inside).for_each(|place| add(place, "FIRM"));
    if !inside(&(sum.start, sum.end)) {
        return;
    }
    add((sum.start, sum.end), "IT");
    known.sort_unstable();
    let words = plain_words(text, &known);
    // "worth up to $5 million": its own words count too.
    for own in plain_words(text.get(sum.start - from..sum.end - from).unwrap_or_default(), &[]) {
        sink.note(&["own ", &own.text]);
    }
    let Some(at) = words.iter().position(|word| word.start == sum.start - from) else { return };
    let (left, right) = (&words[..at], &words[at + 1..]);
    let word = |at: Option<&'_ Word<'_>>| at.map_or_else(|| "^".to_owned(), |word| word.text.to_string());
    let (l1, l2, l3) = (word(left.last()), word(left.iter().rev().nth(1)), word(left.iter().rev().nth(2)));
    let (r1, r2, r3) = (word(right.first()), word(right.get(1)), word(right.get(2)));
    sink.note(&[&l1, " IT"]);
    sink.note(&[&l2, " ", &l1, " IT"]);
    sink.note(&[&l3, " ", &l2, " ", &l1, " IT"]);
    sink.note(&["IT ", &r1]);
    sink.note(&["IT ", &r1, " ", &r2]);
    sink.note(&["IT ", &r1, " ", &r2, " ", &r3]);
    sink.note(&[&l1, " IT ", &r1]);
    for near in left.iter().rev().take(NEAR) {
        sink.note(&["near before ", &near.text]);
    }
    for near in right.iter().take(NEAR) {
        sink.note(&["near after ", &near.text]);
    }
    for far in left.iter().rev().take(FAR) {
        sink.note(&["before ", &far.text]);
    }
    for far in right.iter().take(FAR) {
        sink.note(&["after ", &far.text]);
    }
    for pair in words[at.saturating_sub(FAR)..at].windows(2) {
        sink.note(&["before ", &pair[0].text, " ", &pair[1].text]);
    }
    for pair in right[..right.len().min(FAR)].windows(2) {
        sink.note(&["after ", &pair[0].text, " ", &pair[1].text]);
    }
    for held in &words {
        sink.note(&["holds ", &held.text]);
    }
}
