//! Copies and near-copies: many outlets, one origin.
//!
//! Two articles tell an event in the same words when the overlap of their sentences' three-word shingles is large
//! (Broder 1997, resemblance). Sentences are enough here, since only articles of one deal are compared.

use std::collections::BTreeSet;

/// From this resemblance on two sentences are copies.
const COPY: f64 = 0.6;

/// Groups texts by origin: for each, the index of the first text that it repeats (its own where it repeats none).
pub(super) fn origins(texts: &[&str]) -> Vec<usize> {
    let shingles: Vec<BTreeSet<String>> = texts.iter().map(|text| shingles(text)).collect();
    let mut origin = Vec::with_capacity(texts.len());
    for i in 0..texts.len() {
        let first = (0..i).find(|j| origin[*j] == *j && resemblance(&shingles[i], &shingles[*j]) >= COPY);
        origin.push(first.unwrap_or(i));
    }
    origin
}

fn shingles(text: &str) -> BTreeSet<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    if words.len() < 3 {
        return BTreeSet::from([words.join(" ")]);
    }
    words.windows(3).map(|window| window.join(" ")).collect()
}

fn resemblance(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    shared as f64 / (a.len() + b.len() - shared).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_count_once() {
        let wire = "The Harbor Agency awarded Quillon Systems a contract worth $40 million on Friday, officials said.";
        let copy = "The Harbor Agency awarded Quillon Systems a contract worth $40 million on Friday.";
        let own = "Quillon Systems has landed the Harbor Agency's sensor work.";
        assert_eq!(origins(&[wire, own, copy]), [0, 1, 0]);
    }
}
