//! Where sentences begin and end.
//!
//! Unicode's own rules (UAX 29) break after "U.S." and "Inc."; news is full of both. These rules look at the word before
//! a full stop and at the word after it, a bounded number of characters each way, so the work is linear.

use std::ops::Range;

use crate::article::abbreviations::{Abbreviation, abbreviation, is_month_after_ordinal, starts_sentence};
use crate::article::body::{BlockKind, Body};

/// The longest word looked at on either side of a full stop, in characters; longer ones are no abbreviations.
const LONGEST_WORD: usize = 24;

/// The sentences of a body, as byte ranges of its text, in order.
///
/// No range crosses a block; headings and rows of tables are one sentence each.
pub fn sentences(body: &Body) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for block in body.blocks() {
        match block.kind {
            BlockKind::Heading | BlockKind::TableRow => found.push(block.range.clone()),
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote => {
                let start = block.range.start;
                found.extend(
                    split(body.block_text(block)).into_iter().map(|r| r.start + start..r.end + start),
                );
            }
        }
    }
    found
}

/// The sentences of one paragraph, as byte ranges without the white space around them, in order.
///
/// A blank line ends a sentence too.
pub fn split(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(stop) = next_stop(text, at) {
        let end = stop.after_closers(text);
        at = end.max(stop.end);
        if stop.ends_sentence(text, start, end) {
            push_trimmed(&mut found, text, start..end);
            start = end;
        }
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let piece = text.get(range.clone()).unwrap_or_default();
    let cut = piece.trim();
    if !cut.is_empty() {
        let start = range.start + (piece.len() - piece.trim_start().len());
        found.push(start..start + cut.len());
    }
}

/// What may end a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// One full stop: it may belong to an abbreviation.
    Period,
    /// "!", "?" or a run of marks.
    Strong,
    /// "…" or "...".
    Ellipsis,
    /// A full stop of Chinese or Japanese, which no space follows.
    Wide,
    /// A blank line.
    BlankLine,
}

/// A run of marks.
struct Stop {
    start: usize,
    end: usize,
    mark: Mark,
}

fn mark_at(text: &str, at: usize) -> Option<(Mark, usize)> {
    let rest = text.as_bytes().get(at..)?;
    match rest {
        [b'.', ..] => Some((Mark::Period, 1)),
        [b'!' | b'?', ..] => Some((Mark::Strong, 1)),
        [b'\n', b'\n', ..] => Some((Mark::BlankLine, 2)),
        [0xe2, 0x80, 0xa6, ..] => Some((Mark::Ellipsis, 3)),
        [0xe3, 0x80, 0x82, ..] | [0xef, 0xbc, 0x81 | 0x9f, ..] => Some((Mark::Wide, 3)),
        _ => None,
    }
}

fn next_stop(text: &str, from: usize) -> Option<Stop> {
    let may_be = |byte: u8| matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xe2 | 0xe3 | 0xef);
    let places = text.bytes().enumerate().skip(from).filter(|(_, byte)| may_be(*byte));
    let (start, (mark, width)) = places.into_iter().find_map(|(at, _)| Some((at, mark_at(text, at)?)))?;
    let mut stop = Stop { start, end: start + width, mark };
    let mut periods = usize::from(mark == Mark::Period);
    while let Some((next, width)) = mark_at(text, stop.end).filter(|(next, _)| *next != Mark::BlankLine) {
        stop.end += width;
        periods += usize::from(next == Mark::Period);
        stop.mark = match (stop.mark, next) {
            (Mark::Wide, _) | (_, Mark::Wide) => Mark::Wide,
            (Mark::Strong, _) | (_, Mark::Strong) => Mark::Strong,
            _ => Mark::Ellipsis,
        };
    }
    if periods == 2 && stop.end == stop.start + 2 {
        stop.mark = Mark::Period;
    }
    Some(stop)
}

impl Stop {
    /// The end of the closing quotes, brackets and footnote numbers that stand right after the mark.
    fn after_closers(&self, text: &str) -> usize {
        let mut end = self.end;
        let mut rest = text.get(end..).unwrap_or_default().chars();
        let mut in_note = false;
        for c in rest.by_ref() {
            let closes = matches!(c, '"' | '\'' | '”' | '’' | '“' | '»' | '«' | ')' | ']' | '」' | '』');
            let of_note = c == '[' || (in_note && c.is_ascii_digit());
            if !closes && !of_note {
                break;
            }
            in_note = of_note;
            end += c.len_utf8();
        }
        end
    }

    fn ends_sentence(&self, text: &str, sentence_start: usize, end: usize) -> bool {
        if matches!(self.mark, Mark::Wide | Mark::BlankLine) {
            return true;
        }
        let rest = text.get(end..).unwrap_or_default();
        let after = rest.trim_start();
        if after.is_empty() {
            return true;
        }
        if after.len() == rest.len() {
            return false;
        }
        let next = Next::of(after);
        if next.is_lower {
            return false;
        }
        let before = word_before(text, sentence_start, self.start);
        match self.mark {
            Mark::Period if end == self.end => period_ends(text, sentence_start, self.start, before, &next),
            // "Yahoo! Inc."
            Mark::Strong if end == self.end => before != "Yahoo" || next.is_starter(),
            _ => true,
        }
    }
}

/// The word after a mark, without the quotes and brackets that open it.
struct Next<'a> {
    word: &'a str,
    quoted: bool,
    is_lower: bool,
}

impl<'a> Next<'a> {
    fn of(after: &'a str) -> Self {
        let bare =
            after.trim_start_matches(['"', '\'', '“', '‘', '„', '«', '»', '(', '[', '¿', '¡', '—', '–', ' ']);
        let end = bare
            .char_indices()
            .take(LONGEST_WORD)
            .find(|(_, c)| !(c.is_alphanumeric() || *c == '\'' || *c == '’'))
            .map_or_else(|| bare.char_indices().nth(LONGEST_WORD).map_or(bare.len(), |(i, _)| i), |(i, _)| i);
        let word = bare.get(..end).unwrap_or_default();
        let is_lower = word.chars().next().is_some_and(char::is_lowercase) && !is_cased_name(word);
        // What stands in brackets mostly says more of what stands before: "Acme Inc. (NASDAQ: ACME) won".
        let quoted = bare.len() < after.len() && !after.starts_with(['(', '[']);
        Self { word, quoted, is_lower }
    }

    fn is_starter(&self) -> bool {
        self.quoted || starts_sentence(self.word)
    }

    fn is_number(&self) -> bool {
        self.word.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// "iPhone", "eBay": a name that begins small and goes on large.
fn is_cased_name(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_uppercase)
}

/// The letters, digits and inner full stops right before `at`, within the sentence.
fn word_before(text: &str, sentence_start: usize, at: usize) -> &str {
    let before = text.get(sentence_start..at).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST_WORD)
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '&' | '\'' | '’'))
        .last()
        .map_or(before.len(), |(i, _)| i);
    before.get(start..).unwrap_or_default()
}

fn period_ends(text: &str, sentence_start: usize, at: usize, before: &str, next: &Next<'_>) -> bool {
    if before.is_empty() {
        return true;
    }
    let stands_first = text.get(sentence_start..at).is_some_and(|sentence| {
        sentence.trim_start_matches([' ', '\n', '(', '"', '“']).len() == before.len()
    });
    if before.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        // "1. The first item", "14. Juli".
        let is_enumerator = stands_first && before.len() <= 3;
        let is_day = before.len() <= 2 && is_month_after_ordinal(next.word);
        return !(is_enumerator || is_day);
    }
    let mut letters = before.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        // An initial, "J. R. Smith"; or the end of "Plan B. The".
        return !only.is_alphabetic() || (!stands_first && next.is_starter());
    }
    if before.contains('.') {
        // "U.S. Army", but "in the U.S. The".
        let is_domain = before.chars().filter(|c| *c == '.').count() == 1 && before.len() > 5;
        return is_domain || (next.is_starter() && abbreviation(before) != Some(Abbreviation::BeforeName));
    }
    match abbreviation(before) {
        Some(Abbreviation::BeforeName) => false,
        Some(Abbreviation::BeforeNumber) => !next.is_number(),
        Some(Abbreviation::AfterName) => next.is_starter(),
        Some(Abbreviation::Month) => !next.is_number() && next.is_starter(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Cases are written with "|" between the sentences.
    fn check(case: &str) {
        let text = case.replace('|', "");
        let found: Vec<&str> = split(&text).into_iter().map(|r| &text[r]).collect();
        let expected: Vec<&str> = case.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_of_news() {
        for case in [
            "One. |Two! |Three? |Four… |Five.",
            "The U.S. Army awarded it. |The work is done in the U.S. |The company said so.",
            "Palantir Technologies Inc. Chief Executive Alex Karp spoke. |Fine.",
            "It went to Acme Corp. |The deal is worth $1.5 million. |It ends Sept. 30, 2026.",
            "Acme Technologies Inc. (NASDAQ: ACME) won it with Beta Corp. [BETA] today. |Done.",
            "It was won by Acme Inc. |(The company declined to comment.) |Done.",
            "Lt. Gen. J. R. Smith of Ft. Meade, Md., spoke. |He left.",
            "In Washington, D.C. the case B-421337.2 was heard. |In May it was closed.",
            "See No. 5 in the list. |“No. |Never,” he said.",
            "Smith v. Jones and Army vs. Navy were played at St. Louis. |Done.",
            "He said, “We won.” |The crowd cheered.",
            "“Did we win?” she asked. |“Yes!” |Everyone (even Bob.) |Left.",
            "C3.ai and Scale.com won. |Read https://a.example/b.html?c=d.e now.",
            "Shares of Yahoo! Inc. rose. |Done.",
            "1. The first. |2. The second.",
            "Am 14. Juli 2025 wurde unterschrieben. |Die Firma z.B. Siemens schwieg.",
            "On July 14. |Palantir replied at 5 p.m. |The rest is known.",
            "eBay rose. |iPhone sales fell... but not much. |So it goes.",
            "It rose to 1.5. |Palantir fell. |2.1. Terms.",
            "Work follows Plan B. |The end.",
            "He resigned.[12] |Then he left.",
            "第一句。|第二句！|终。",
            "A first line\n\n|and a second",
            "No end",
        ] {
            check(case);
        }
    }

    #[test]
    fn sentences_stay_within_blocks() {
        let body = Body::from_blocks([
            (BlockKind::Heading, "What now? And then?"),
            (BlockKind::Paragraph, "One. Two"),
            (BlockKind::ListItem, "three"),
        ]);
        let found: Vec<&str> = sentences(&body).into_iter().map(|r| &body.text()[r]).collect();
        assert_eq!(found, ["What now? And then?", "One.", "Two", "three"]);
    }

    proptest! {
        #[test]
        fn sentences_are_ordered_trimmed_and_lose_nothing(text in "([a-zA-Z.!?…。“”\\n ]|U\\.S\\.|Inc\\.|ß|[0-9]){0,80}") {
            let found = split(&text);
            let mut last = 0;
            let mut kept = String::new();
            for range in found {
                prop_assert!(range.start >= last && range.start < range.end);
                last = range.end;
                let piece = &text[range];
                prop_assert_eq!(piece.trim(), piece);
                kept.push_str(piece);
            }
            let bare = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text));
        }
    }

    #[test]
    fn long_runs_take_linear_time() {
        for text in [".".repeat(1 << 20), ". ".repeat(1 << 19), "a.)".repeat(1 << 18), "\"".repeat(1 << 20)] {
            let _ = split(&text);
        }
    }
}
