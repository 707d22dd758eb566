//! Words of the field that mean nearly the same (`data/synonyms.tsv`): what a query asks for besides its own words.
//!
//! They count little, and only for the order: an article with the words themselves comes first.

use std::ops::Range;

use tantivy::tokenizer::TextAnalyzer;

use super::tokens;

const TEXT: &str = include_str!("../../data/synonyms.tsv");

/// A word or phrase of a query, and what means nearly the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expansion {
    /// Which words of the query.
    pub words: Range<usize>,
    /// What else is looked for.
    pub related: Vec<&'static str>,
}

/// A word of the query: as written, in lower case, and its stem.
pub(super) struct Asked {
    pub lower: String,
    pub stem: String,
}

/// The words and phrases that mean nearly the same as some of these, the longest at each place, none over another.
pub(super) fn expansions(words: &[Asked], stemmed: &mut TextAnalyzer) -> Vec<Expansion> {
    // Of a term, so many words begin like the word of the query: most are told apart without being stemmed.
    let mut found: Vec<Expansion> = Vec::new();
    let mut is_initial = [false; 256];
    for initial in words.iter().filter_map(|word| word.lower.bytes().next()) {
        is_initial[usize::from(initial)] = true;
    }
    for start in TERMS.iter().filter(|start| is_initial[usize::from(TEXT.as_bytes()[**start as usize])]) {
        let from_term = &TEXT[*start as usize..];
        let term = from_term.split(['|', '\t', '\n']).next().unwrap_or_default();
        for words in places(term, words, stemmed) {
            found.push(Expansion { words, related: related_to(term, *start as usize) });
        }
    }
    found.sort_by_key(|one| (one.words.start, std::cmp::Reverse(one.words.end)));
    let mut end = 0;
    found.retain(|one| {
        let is_free = one.words.start >= end;
        end = if is_free { one.words.end } else { end };
        is_free
    });
    found
}

/// What means nearly the same as the term that begins at this byte of the list.
fn related_to(term: &str, start: usize) -> Vec<&'static str> {
    let row = TEXT[..start].rfind('\n').map_or(0, |end| end + 1);
    let line = TEXT[row..].lines().next().unwrap_or_default();
    let (terms, related) = line.split_once('\t').unwrap_or((line, ""));
    let others = terms.split('|').filter(|other| *other != term);
    others.chain(related.split('|')).filter(|other| !other.is_empty()).collect()
}

/// Where each term of the first cells begins: the compiler looks, so that no search has to.
static TERMS: [u32; term_starts(&mut [])] = {
    let mut starts = [0; term_starts(&mut [])];
    term_starts(&mut starts);
    starts
};

/// Writes down where terms begin, as far as there is room; gives back how many there are.
const fn term_starts(starts: &mut [u32]) -> usize {
    let text = TEXT.as_bytes();
    let (mut count, mut at) = (0, 0);
    // The first line says what the cells are.
    let (mut is_start, mut is_term) = (false, false);
    while at < text.len() {
        if is_start && text[at] != b'\n' {
            if count < starts.len() {
                starts[count] = at as u32;
            }
            count += 1;
        }
        match text[at] {
            b'\n' => {
                is_term = at + 1 < text.len() && text[at + 1] != b'#';
                is_start = is_term;
            }
            b'\t' => {
                is_term = false;
                is_start = false;
            }
            byte => is_start = is_term && byte == b'|',
        }
        at += 1;
    }
    count
}

/// Where a term stands among the words, in any of its grammatical forms.
fn places(term: &str, words: &[Asked], stemmed: &mut TextAnalyzer) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for start in 0..words.len() {
        let mut at = start;
        let all = term.split([' ', '-']).all(|part| {
            let is_it = words.get(at).is_some_and(|asked| is_form_of(part, asked, stemmed));
            at += 1;
            is_it
        });
        if all {
            places.push(start..at);
        }
    }
    places
}

/// Whether a word of the list and one of the query have one stem. They hardly do unless they begin alike.
fn is_form_of(part: &str, asked: &Asked, stemmed: &mut TextAnalyzer) -> bool {
    let alike = part.bytes().zip(asked.lower.bytes()).take(3).take_while(|(a, b)| a == b).count();
    alike >= part.len().min(3)
        && (part == asked.lower || tokens::terms(stemmed, part).pop().is_some_and(|t| t.text == asked.stem))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn asked(text: &str) -> Vec<Asked> {
        let (mut stemmed, mut exact) = (tokens::stemmed(), tokens::exact());
        let stems = tokens::terms(&mut stemmed, text);
        let words = tokens::terms(&mut exact, text);
        words.into_iter().zip(stems).map(|(word, stem)| Asked { lower: word.text, stem: stem.text }).collect()
    }

    #[test]
    fn forms_and_phrases_are_known_and_the_longest_counts() {
        let of = |text: &str| expansions(&asked(text), &mut tokens::stemmed());
        let found = of("cancelled task orders of the army");
        let words: Vec<Range<usize>> = found.iter().map(|one| one.words.clone()).collect();
        assert_eq!(words, [0..1, 1..3]);
        assert!(found[0].related.contains(&"terminate"), "{found:?}");
        assert!(of("zebra").is_empty() && of("").is_empty());
    }

    /// The rows of the list: two cells, terms that stand for one another and what they lead to besides.
    fn rows() -> impl Iterator<Item = &'static str> {
        TEXT.lines().skip(1).filter(|line| !line.is_empty() && !line.starts_with('#'))
    }

    #[test]
    fn each_term_is_where_the_compiler_found_it() {
        let terms = rows().flat_map(|line| line.split('\t').next().unwrap().split('|'));
        let found = TERMS.iter().map(|at| TEXT[*at as usize..].split(['|', '\t']).next().unwrap());
        assert_eq!(found.collect::<Vec<_>>(), terms.collect::<Vec<_>>());
    }

    #[test]
    fn the_list_is_in_order() {
        let mut seen = BTreeSet::new();
        for line in rows() {
            let (terms, related) = line.split_once('\t').unwrap();
            assert!(!terms.is_empty() && !related.contains('\t'), "{line}");
            for term in terms.split('|') {
                assert!(!term.is_empty() && seen.insert(term), "{term} stands twice");
                assert_eq!(term, term.to_lowercase());
                assert!(!related.split('|').any(|other| other == term), "{term} leads to itself");
            }
        }
        assert!(seen.len() > 300);
    }
}
