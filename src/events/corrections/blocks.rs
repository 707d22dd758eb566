//! The text of `corrections.toml`, changed a block at a time: every other line of the user's stays as it is.

use std::fmt::Write as _;
use std::ops::Range;

use super::entry::Correction;

/// What opens a block.
const HEADER: &str = "[[correction]]";
/// The keys of a block, in the order in which they are written.
const KEYS: [&str; 12] =
    ["article", "action", "kind", "value", "of", "with", "slot", "to", "verdict", "author", "time", "reason"];

/// The text with one more block at its end.
pub fn with_block(text: &str, correction: &Correction) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(end);
    }
    if !out.is_empty() {
        out.push_str(end);
    }
    out.extend([HEADER, end]);
    // In the order of the struct; what is not said is left out.
    let fields = serde_json::to_value(correction).ok();
    for key in KEYS {
        match fields.as_ref().and_then(|fields| fields.get(key)) {
            Some(serde_json::Value::String(value)) => out.extend([key, " = ", &quoted(value), end]),
            Some(serde_json::Value::Array(values)) if !values.is_empty() => {
                out.extend([key, " = [", end]);
                for value in values.iter().filter_map(serde_json::Value::as_str) {
                    out.extend(["  ", &quoted(value), ",", end]);
                }
                out.extend(["]", end]);
            }
            _ => {}
        }
    }
    out
}

/// The text without its block of this place, from 0, and without the blank line before it. `None` where the blocks
/// cannot be told apart.
pub fn without_block(text: &str, place: usize) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut block = blocks(&lines).into_iter().nth(place)?;
    if block.start > 0 && lines[block.start - 1].trim().is_empty() {
        block.start -= 1;
    }
    let kept = lines[..block.start].iter().chain(&lines[block.end..]);
    Some(kept.copied().collect())
}

/// A basic string of TOML, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The lines of each block: from its header to the last line that is neither blank nor a comment before the next table.
fn blocks(lines: &[&str]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut is_inside = false;
    let mut open: Option<&str> = None;
    for (index, line) in lines.iter().enumerate() {
        let in_text = open.is_some();
        open = open_after(line, open);
        let bare = line.trim();
        if !in_text && (bare.is_empty() || bare.starts_with('#')) {
            continue;
        }
        if !in_text && bare.starts_with('[') && !is_value(lines, index) {
            let compact: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
            is_inside = compact.starts_with(HEADER);
            if is_inside {
                found.push(index..index + 1);
                continue;
            }
        }
        if is_inside && let Some(block) = found.last_mut() {
            block.end = index + 1;
        }
    }
    found
}

/// Whether the line goes on with a list begun before: `[` then opens no table.
fn is_value(lines: &[&str], index: usize) -> bool {
    let before = lines.get(..index).unwrap_or_default().iter().rev();
    let mut before = before.map(|line| line.trim()).filter(|line| !line.is_empty() && !line.starts_with('#'));
    before.next().is_some_and(|line| line.ends_with(['[', ',']))
}

/// The quotes of a text over several lines that is still open after this line.
fn open_after<'a>(line: &'a str, open: Option<&'a str>) -> Option<&'static str> {
    let mut rest = line;
    let mut open: Option<&'static str> = match open {
        Some("\"\"\"") => Some("\"\"\""),
        Some(_) => Some("'''"),
        None => None,
    };
    while let Some(next) = rest.chars().next() {
        let skip = match open {
            Some(quotes) if rest.starts_with(quotes) => {
                open = None;
                quotes.len()
            }
            Some("\"\"\"") if next == '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(_) => next.len_utf8(),
            None => match ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes)) {
                Some(quotes) => {
                    open = Some(quotes);
                    quotes.len()
                }
                None if next == '#' => return None,
                None if matches!(next, '"' | '\'') => end_of_quoted(rest, next),
                None => next.len_utf8(),
            },
        };
        rest = rest.get(skip..).unwrap_or_default();
    }
    open
}

/// The length of a text in quotes on one line.
fn end_of_quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Corrections;

    const FILE: &str = "# mine\n\n[[correction]] # first\narticle = \"a\" # why\naction = 'irrelevant'\n\n# about the second\n[[ correction ]]\n\
        article = 'b'\naction = \"relevant\"\nreason = \"\"\"\n[[correction]]\n# no comment\n\"\"\"\n# the end\n";

    #[test]
    fn a_block_is_added_and_taken_out_again() {
        let entries = Corrections::parse(FILE).unwrap().entries().to_vec();
        assert_eq!(entries.len(), 2);
        for text in ["", "# only\r\n# comments\r\n", FILE, "x = 1 # no line end"] {
            let mut one = entries[0].clone();
            one.reason = Some("said \"so\" \\ and 'so'".into());
            one.with = vec!["http://a.example/[x] award: A \"B\"".into(), "http://b.example/ award".into()];
            let longer = with_block(text, &one);
            assert!(longer.starts_with(text));
            let place = blocks(&longer.split_inclusive('\n').collect::<Vec<_>>()).len() - 1;
            let back = without_block(&longer, place).unwrap();
            assert_eq!(back.trim_end(), text.trim_end());
        }
        let longer = with_block(FILE, &entries[0]);
        assert_eq!(Corrections::parse(&longer).unwrap().entries()[2], entries[0]);
        assert_eq!(without_block(&longer, 2).unwrap(), FILE);
    }

    #[test]
    fn every_kind_of_entry_is_read_as_it_was_written() {
        use crate::events::{CorrectionAction, CorrectionKind, EventSlot, Verdict};

        let of = |action| Correction {
            article: Some("http://a.example/?x=\u{e9}\"1".into()),
            kind: Some(CorrectionKind::Event),
            value: Some("award: Palantir; Army; USD 40000000 #2".into()),
            author: Some("Ada".into()),
            time: Some("2026-06-30T12:00:00Z".into()),
            ..Correction::new(action)
        };
        let with = vec!["http://b.example/2 protest: O'Hara \"Labs\"".to_owned(); 3];
        let entries = [
            of(CorrectionAction::Drop),
            Correction { kind: None, value: None, ..of(CorrectionAction::Relevant) },
            Correction { with: with.clone(), ..of(CorrectionAction::Merge) },
            Correction { with, ..of(CorrectionAction::Part) },
            Correction { to: Some("barred".into()), ..of(CorrectionAction::Status) },
            Correction { to: Some("GBP 1..2.5 budget".into()), ..of(CorrectionAction::Value) },
            Correction {
                slot: Some(EventSlot::Certainty),
                to: Some("planned".into()),
                ..of(CorrectionAction::Set)
            },
            Correction { verdict: Some(Verdict::Unsure), ..of(CorrectionAction::Reviewed) },
        ];
        let text = entries.iter().fold(String::new(), |text, one| with_block(&text, one));
        assert_eq!(Corrections::parse(&text).unwrap().entries(), entries, "{text}");
        let mut left = entries.to_vec();
        let mut text = text;
        for place in [5, 2, 2, 0] {
            left.remove(place);
            text = without_block(&text, place).unwrap();
            assert_eq!(Corrections::parse(&text).unwrap().entries(), left, "{text}");
        }
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        let without = without_block(FILE, 0).unwrap();
        assert!(without.starts_with("# mine\n\n# about the second\n[[ correction ]]"), "{without}");
        assert_eq!(Corrections::parse(&without).unwrap().entries().len(), 1);
        let without = without_block(FILE, 1).unwrap();
        assert!(without.ends_with("# about the second\n# the end\n"), "{without}");
        assert_eq!(without_block(FILE, 2), None);
    }
}
