//! What one text holds and another lacks, as short pieces.

use std::collections::HashMap;

use super::words::words;

/// How many words make a run that both texts share.
const RUN: usize = 4;
/// No piece is longer than this, in characters.
const LONGEST: usize = 160;
/// No more pieces than this.
const MOST: usize = 6;

/// The pieces of `text` whose words stand in no run that `other` shares, the longest first.
pub(super) fn only_in(text: &str, other: &str) -> Vec<String> {
    let (own, others) = (words(text), words(other));
    let mut known: HashMap<Vec<&str>, usize> = HashMap::new();
    for run in runs(&others) {
        *known.entry(run).or_default() += 1;
    }
    let mut is_shared = vec![false; own.len()];
    for (at, run) in runs(&own).enumerate() {
        let length = run.len();
        if let Some(left) = known.get_mut(&run).filter(|left| **left > 0) {
            *left -= 1;
            is_shared.iter_mut().skip(at).take(length).for_each(|shared| *shared = true);
        }
    }
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for (at, (_, range)) in own.iter().enumerate().filter(|(at, _)| is_shared.get(*at) == Some(&false)) {
        match pieces.last_mut() {
            Some(last) if at > 0 && is_shared.get(at - 1) == Some(&false) => last.1 = range.end,
            _ => pieces.push((range.start, range.end)),
        }
    }
    pieces.sort_by_key(|(start, end)| std::cmp::Reverse(end - start));
    pieces.iter().take(MOST).filter_map(|(start, end)| text.get(*start..*end)).map(shortened).collect()
}

fn runs<R>(words: &[(String, R)]) -> impl Iterator<Item = Vec<&str>> {
    let length = RUN.min(words.len().max(1));
    words.windows(length).map(|run| run.iter().map(|(word, _)| word.as_str()).collect())
}

/// The beginning and the end of a long piece, on one line.
fn shortened(piece: &str) -> String {
    let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = piece.chars().count();
    if length <= LONGEST {
        return piece;
    }
    let front: String = piece.chars().take(LONGEST / 2).collect();
    let back: String = piece.chars().skip(length - LONGEST / 3).collect();
    format!("{front} … {back}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_quoted() {
        let text = "One two three four.\n\nRead more here now.\n\nFive six seven eight.";
        assert_eq!(only_in(text, "One two three four. Five six seven eight."), ["Read more here now"]);
        assert_eq!(only_in(text, text), Vec::<String>::new());
        assert_eq!(only_in("", text), Vec::<String>::new());
        assert!(only_in(&"x ".repeat(500), "")[0].contains(" … "));
    }
}
