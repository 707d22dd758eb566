//! The text of a file of TOML blocks, changed a block at a time: every other line stays as its writer left it.
//!
//! What a block means is for those who keep such a file (`corrections.toml`, `notebook.toml`).

use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

/// The text with one more block at its end, opened by `header` (`[[entry]]`): the texts and lists of texts of `entry`, in
/// the order of `keys`; what is empty is left out.
pub fn with_block(text: &str, header: &str, keys: &[&str], entry: &impl Serialize) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push_str(end);
    }
    if !out.is_empty() {
        out.push_str(end);
    }
    out.extend([header, end]);
    let fields = serde_json::to_value(entry).ok();
    for key in keys {
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
pub fn without_block(text: &str, header: &str, place: usize) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut block = blocks(&lines, header).into_iter().nth(place)?;
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
fn blocks(lines: &[&str], header: &str) -> Vec<Range<usize>> {
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
            is_inside = compact.starts_with(header);
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
