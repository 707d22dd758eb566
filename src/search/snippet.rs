//! The sentence that answers a query, with the words that do so.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use tantivy::tokenizer::{TextAnalyzer, Token};

use super::query::{Form, Query, TextField};
use super::spelling::distance_within;
use super::stems::Stems;
use super::tokens;

/// A piece of an article's body, and where the query's words stand in it and in the title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, as it stands in the body.
    pub text: String,
    /// Where in the body it begins, in bytes.
    pub start: usize,
    /// The words that answer, as byte ranges of `text`, in order.
    pub marks: Vec<Range<usize>>,
    /// The same in the title.
    pub title_marks: Vec<Range<usize>>,
}

/// What a word beside the others of its phrase is worth above the word alone.
const PHRASE_WORTH: usize = 3;

/// Picks pieces of texts that answer a query.
pub struct SnippetMaker(Wanted);

impl SnippetMaker {
    /// For this query.
    pub fn new(query: &Query) -> Self {
        Self(Wanted::of(query))
    }

    /// Picks the piece of `body` that best answers the query, of at most `max_chars` characters: whole sentences where they
    /// fit. Without a match it is the body's beginning. Takes time linear in title and body.
    ///
    /// `sentences` are byte ranges of `body` in order; where there are none, lines stand for them.
    pub fn snippet(
        &mut self,
        title: &str,
        body: &str,
        sentences: &[Range<usize>],
        max_chars: usize,
    ) -> Snippet {
        let title_marks = ranges(&self.0.matches(title, TextField::Title));
        let matches = self.0.matches(body, TextField::Body);
        piece(title_marks, body, sentences, &matches, max_chars)
    }
}

fn piece(
    title_marks: Vec<Range<usize>>,
    body: &str,
    sentences: &[Range<usize>],
    matches: &[Match],
    max_chars: usize,
) -> Snippet {
    let sentences = sentences_or_lines(body, sentences);

    let best = best_sentence(&sentences, matches);
    let Some(range) = best.and_then(|best| fill(body, &sentences, best, matches, max_chars)) else {
        return Snippet { title_marks, ..Snippet::default() };
    };
    let marks = matches
        .iter()
        .filter(|found| found.range.start >= range.start && found.range.end <= range.end)
        .map(|found| found.range.start - range.start..found.range.end - range.start)
        .collect();
    let text = body.get(range.clone()).unwrap_or_default().to_owned();
    Snippet { text, start: range.start, marks, title_marks }
}

/// A word of the text that the query asks for.
struct Match {
    range: Range<usize>,
    /// Which of the query's words it is.
    word: usize,
    in_phrase: bool,
}

fn ranges(matches: &[Match]) -> Vec<Range<usize>> {
    matches.iter().map(|found| found.range.clone()).collect()
}

/// What a query wants to see in a text.
struct Wanted {
    words: TextAnalyzer,
    stems: Stems,
    /// Stems, with the field they are wanted in and their number.
    stemmed: HashMap<String, Vec<(TextField, usize)>>,
    /// What wanted stems begin with: no other word can have one of them.
    beginnings: Beginnings,
    phrases: Vec<(TextField, Vec<String>, usize)>,
    prefixes: Vec<(TextField, String, usize)>,
    fuzzy: Vec<(TextField, String, usize, usize)>,
}

impl Wanted {
    fn of(query: &Query) -> Self {
        let mut wanted = Self {
            words: tokens::exact(),
            stems: Stems::default(),
            stemmed: HashMap::new(),
            beginnings: Beginnings::default(),
            phrases: Vec::new(),
            prefixes: Vec::new(),
            fuzzy: Vec::new(),
        };
        let mut words = 0;
        for text in query.wanted_texts() {
            words += 1;
            match &text.form {
                Form::Word(word) => wanted.add_stems(text.field, word, &mut words),
                Form::Phrase { words: phrase, slop } => {
                    let stems = wanted.stems_of(phrase);
                    if stems.len() < 2 || *slop > 0 {
                        wanted.add_stems(text.field, phrase, &mut words);
                    } else {
                        wanted.phrases.push((text.field, stems, words));
                    }
                }
                Form::Prefix(start) => {
                    let start = tokens::terms(&mut wanted.words, start).pop();
                    wanted.prefixes.extend(start.map(|token| (text.field, token.text, words)));
                }
                Form::Fuzzy { word, distance } => {
                    let word = tokens::terms(&mut wanted.words, word).pop();
                    let most = usize::from(*distance);
                    wanted.fuzzy.extend(word.map(|token| (text.field, token.text, most, words)));
                }
            }
        }
        wanted
    }

    fn stems_of(&mut self, text: &str) -> Vec<String> {
        let words = tokens::terms(&mut self.words, text).into_iter();
        let stem = |mut token: Token| {
            self.stems.put_stem(&mut token.text);
            token.text
        };
        words.map(stem).collect()
    }

    fn add_stems(&mut self, field: TextField, text: &str, words: &mut usize) {
        for stem in self.stems_of(text) {
            *words += 1;
            self.beginnings.add(&stem);
            let stands_in = self.stemmed.entry(stem).or_default();
            if !stands_in.iter().any(|(known, _)| *known == field) {
                stands_in.push((field, *words));
            }
        }
    }

    /// The words of `text`, which is the article's `field`, that the query asks for, in order.
    fn matches(&mut self, text: &str, field: TextField) -> Vec<Match> {
        let mut found = self.single(text, field);
        if self.phrases.iter().any(|(wanted, ..)| fits(*wanted, field)) {
            self.add_phrases(text, field, &mut found);
        }
        found
    }

    /// Those that are wanted by themselves.
    fn single(&mut self, text: &str, field: TextField) -> Vec<Match> {
        let Self { words, stems, stemmed, beginnings, prefixes, fuzzy, .. } = self;
        let mut found = Vec::new();
        let mut stem = String::new();
        words.token_stream(text).process(&mut |token| {
            let mut word = None;
            if beginnings.may_begin(&token.text) {
                stem.clear();
                stem.push_str(&token.text);
                stems.put_stem(&mut stem);
                let stands_in = stemmed.get(&stem).into_iter().flatten();
                word = stands_in.into_iter().find(|(wanted, _)| fits(*wanted, field)).map(|(_, word)| *word);
            }
            let begins = || {
                let begins = |start: &String| token.text.starts_with(start.as_str());
                prefixes.iter().find(|(wanted, start, _)| fits(*wanted, field) && begins(start))
            };
            let near = || {
                let near = |word: &str, most: usize| distance_within(word, &token.text, most).is_some();
                fuzzy.iter().find(|(wanted, word, most, _)| fits(*wanted, field) && near(word, *most))
            };
            let word =
                word.or_else(|| begins().map(|(.., word)| *word)).or_else(|| near().map(|(.., word)| *word));
            let range = token.offset_from..token.offset_to;
            found.extend(word.map(|word| Match { range, word, in_phrase: false }));
        });
        found
    }

    /// Puts words of phrases among the others.
    fn add_phrases(&mut self, text: &str, field: TextField, found: &mut Vec<Match>) {
        let mut words = tokens::terms(&mut self.words, text);
        for token in &mut words {
            self.stems.put_stem(&mut token.text);
        }
        let mut of_phrases: BTreeMap<usize, Match> = BTreeMap::new();
        for (_, phrase, word) in self.phrases.iter().filter(|(wanted, ..)| fits(*wanted, field)) {
            for at in occurrences(phrase, &words) {
                for token in words.iter().skip(at).take(phrase.len()) {
                    let range = token.offset_from..token.offset_to;
                    of_phrases.insert(range.start, Match { range, word: *word, in_phrase: true });
                }
            }
        }
        found.retain(|one| !of_phrases.contains_key(&one.range.start));
        found.extend(of_phrases.into_values());
        found.sort_by_key(|one| one.range.start);
    }
}

/// The first two letters of stems. A word begins as its stem does, but for a `y` (of `dying` the stem is `die`).
#[derive(Default)]
struct Beginnings(Vec<[u8; 2]>);

impl Beginnings {
    fn of(word: &str) -> [u8; 2] {
        let mut bytes = word.bytes();
        [bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default()]
    }

    fn add(&mut self, stem: &str) {
        self.0.push(Self::of(stem));
    }

    fn may_begin(&self, word: &str) -> bool {
        let [first, second] = Self::of(word);
        // Of a stem of one letter there may be more.
        let second_fits = |wanted: u8| wanted == second || wanted == 0 || second == b'y';
        self.0.iter().any(|wanted| wanted[0] == first && second_fits(wanted[1]))
    }
}

/// Whether what is wanted in one field is looked for in another.
fn fits(wanted: TextField, field: TextField) -> bool {
    wanted == TextField::Any || wanted == field
}

/// Where a phrase begins among the words (Knuth, Morris and Pratt's search: linear whatever the phrase repeats).
fn occurrences(phrase: &[String], words: &[Token]) -> Vec<usize> {
    let mut fallback = vec![0; phrase.len()];
    let mut length = 0;
    for at in 1..phrase.len() {
        while length > 0 && phrase[at] != phrase[length] {
            length = fallback[length - 1];
        }
        length += usize::from(phrase[at] == phrase[length]);
        fallback[at] = length;
    }
    let (mut out, mut matched, mut free_from) = (Vec::new(), 0, 0);
    for (at, word) in words.iter().enumerate() {
        while matched > 0 && (matched == phrase.len() || word.text != phrase[matched]) {
            matched = fallback[matched - 1];
        }
        matched += usize::from(word.text == phrase[matched]);
        // Overlapping occurrences are marked once, which keeps the marking linear too.
        if matched == phrase.len() && at + 1 - matched >= free_from {
            out.push(at + 1 - matched);
            free_from = at + 1;
        }
    }
    out
}

/// The sentences that fit the body, in order; else its lines.
fn sentences_or_lines(body: &str, sentences: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut end = 0;
    let mut out = Vec::new();
    for sentence in sentences {
        if sentence.start >= end && body.get(sentence.clone()).is_some_and(|text| !text.trim().is_empty()) {
            out.push(sentence.clone());
            end = sentence.end;
        }
    }
    if out.is_empty() {
        let mut at = 0;
        for line in body.split_inclusive('\n') {
            if !line.trim().is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                out.push(start..at + line.trim_end().len());
            }
            at += line.len();
        }
    }
    out
}

/// The first of the sentences with the most and rarest of the query's words.
fn best_sentence(sentences: &[Range<usize>], matches: &[Match]) -> Option<usize> {
    let mut often: HashMap<usize, usize> = HashMap::new();
    for found in matches {
        *often.entry(found.word).or_default() += 1;
    }
    let mut rest = matches.iter().peekable();
    let mut best = None;
    for (at, sentence) in sentences.iter().enumerate() {
        let mut seen = BTreeSet::new();
        let mut worth = 0.0;
        while let Some(found) = rest.next_if(|found| found.range.start < sentence.end) {
            if found.range.start >= sentence.start && seen.insert(found.word) {
                let rarity = often.get(&found.word).map_or(1.0, |count| 1.0 / (1.0 + (*count as f64).ln()));
                worth += (1.0 + rarity) * if found.in_phrase { PHRASE_WORTH as f64 } else { 1.0 };
            }
        }
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, at));
        }
    }
    best.map(|(_, at)| at)
}

/// The best sentence and as many after it as fit; of one too long, the part around its first match.
fn fill(
    body: &str,
    sentences: &[Range<usize>],
    best: usize,
    matches: &[Match],
    max_chars: usize,
) -> Option<Range<usize>> {
    let sentence = sentences.get(best)?.clone();
    let length = |range: &Range<usize>| body.get(range.clone()).map_or(0, |text| text.chars().count());
    if length(&sentence) > max_chars {
        let first = matches.iter().map(|found| found.range.start).find(|at| sentence.contains(at));
        return Some(cut(body, sentence, first, max_chars));
    }
    let mut out = sentence;
    let mut used = length(&out);
    for next in sentences.iter().skip(best + 1) {
        used += length(&(out.end..next.end));
        if used > max_chars {
            break;
        }
        out.end = next.end;
    }
    Some(out)
}

/// A part of a sentence, cut between words where it can be, with a third of the room before `focus`.
fn cut(body: &str, sentence: Range<usize>, focus: Option<usize>, max_chars: usize) -> Range<usize> {
    let text = body.get(sentence.clone()).unwrap_or_default();
    let focus = focus.map_or(0, |at| at - sentence.start);
    let before = text.get(..focus).unwrap_or_default();
    let mut start = before.char_indices().rev().take(max_chars / 3).last().map_or(focus, |(at, _)| at);
    if start > 0 {
        let shift = before.get(start..).and_then(|room| room.find(char::is_whitespace)).unwrap_or(0);
        start += shift;
    }
    let rest = text.get(start..).unwrap_or_default();
    start += rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let end = rest.char_indices().nth(max_chars).map_or(rest.len(), |(at, _)| {
        let room = rest.get(..at).unwrap_or_default();
        let between = room.rfind(char::is_whitespace).filter(|cut| start + cut > focus);
        between.unwrap_or(at)
    });
    let kept = rest.get(..end).unwrap_or_default().trim_end().len();
    sentence.start + start..sentence.start + start + kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn snippet(query: &Query, title: &str, body: &str, sentences: &[Range<usize>], most: usize) -> Snippet {
        SnippetMaker::new(query).snippet(title, body, sentences, most)
    }

    fn parsed(query: &str) -> Query {
        Query::parse(query, date(2026, 3, 17)).unwrap()
    }

    /// The snippet with its marks in brackets.
    fn shown(query: &str, body: &str, max_chars: usize) -> String {
        let mut sentences = Vec::new();
        let mut at = 0;
        for part in body.split_inclusive(". ") {
            sentences.push(at..at + part.trim_end().len());
            at += part.len();
        }
        let found = snippet(&parsed(query), "A title", body, &sentences, max_chars);
        assert!(body[found.start..].starts_with(&found.text));
        let mut out = found.text.clone();
        for mark in found.marks.iter().rev() {
            out.insert(mark.end, ']');
            out.insert(mark.start, '[');
        }
        out
    }

    const BODY: &str = "The Army said so. It is a risk to the chain. Anthropic was called a supply chain risk in \
                        März. Palantir procured drones.";

    #[test]
    fn the_sentence_that_answers_is_picked_and_marked() {
        for (query, expected) in [
            ("\"supply chain risk\"", "Anthropic was called a [supply] [chain] [risk] in März."),
            ("chain anthropic", "[Anthropic] was called a supply [chain] risk in März."),
            ("procuring", "Palantir [procured] drones."),
            ("procu*", "Palantir [procured] drones."),
            ("palntir~1", "[Palantir] procured drones."),
            ("marz", "Anthropic was called a supply chain risk in [März]."),
            ("nothing", "The Army said so. It is a risk to the chain."),
            ("-risk army", "The [Army] said so. It is a risk to the chain."),
            ("title:risk", "The Army said so. It is a risk to the chain."),
            ("agency:dod", "The Army said so. It is a risk to the chain."),
        ] {
            assert_eq!(shown(query, BODY, 60), expected, "{query}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_around_the_match() {
        let body = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let found = shown("needle", &body, 60);
        assert!(found.contains("[needle]") && found.chars().count() <= 62, "{found}");
        assert!(found.starts_with("hay") && found.ends_with("straw"), "{found}");
    }

    #[test]
    fn the_title_is_marked_too() {
        let found = snippet(&parsed("title:army body:navy"), "Army and Navy", "Army and Navy", &[], 50);
        assert_eq!(found.title_marks.first(), Some(&(0..4)));
        assert_eq!(found.marks.first(), Some(&(9..13)));
        assert_eq!(found.title_marks.len() + found.marks.len(), 2);
    }

    #[test]
    fn repeated_phrases_take_linear_time() {
        let body = "a ".repeat(100_000);
        let query = format!("\"{}\"", "a ".repeat(5_000));
        assert!(!snippet(&parsed(&query), "", &body, &[], 100).marks.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_gives_a_piece_of_the_body(
            body in "\\PC{0,80}",
            starts in proptest::collection::vec((0_usize..120, 0_usize..60), 0..5),
            max in 0_usize..50,
        ) {
            let sentences: Vec<_> = starts.iter().map(|(start, length)| *start..start + length).collect();
            let word: String = body.chars().filter(|c| c.is_alphanumeric()).take(3).collect();
            if let Ok(query) = Query::parse(&format!("{word}* risk"), date(2026, 3, 17)) {
                let found = snippet(&query, &body, &body, &sentences, max);
                prop_assert!(body[found.start..].starts_with(&found.text));
                prop_assert!(found.text.chars().count() <= max);
                for mark in &found.marks {
                    prop_assert!(found.text.get(mark.clone()).is_some());
                }
            }
        }
    }
}
