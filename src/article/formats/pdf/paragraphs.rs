//! Lines to paragraphs, headings, list items and rows of tables.

use std::collections::{HashMap, HashSet};

use super::layout::{Line, is_bullet, middle};
use crate::article::body::BlockKind;
use crate::article::formats::marks::is_end;

/// A block and how large its letters are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SizedBlock {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// The size of its letters against that of the text: 1 is the text's own.
    pub(super) scale: f64,
    /// The page it begins on, from 0.
    pub(super) page: usize,
}

/// The blocks of all pages. A paragraph may go on in the next column or on the next page, past footnotes, which come last.
pub(super) fn blocks(pages: Vec<Vec<Line>>, text_size: f64) -> Vec<SizedBlock> {
    let words = Words::of(&pages);
    let mut found: Vec<Open> = Vec::new();
    let mut notes: Vec<Open> = Vec::new();
    for (page, lines) in pages.into_iter().enumerate() {
        let columns = lines.chunk_by(|a, b| a.column == b.column);
        for column in columns {
            let (column, below) = column.split_at(start_of_notes(column, text_size));
            notes.extend(of_column(below, text_size, page));
            for block in of_column(column, text_size, page) {
                match found.last_mut() {
                    Some(last) if last.goes_on_in(&block) => last.lines.extend(block.lines),
                    _ => found.push(block),
                }
            }
        }
    }
    found.into_iter().chain(notes).map(|open| open.close(text_size, &words)).collect()
}

/// Where the footnotes of a column begin: small letters at its foot, below larger ones.
fn start_of_notes(column: &[Line], text_size: f64) -> usize {
    const SMALLER: f64 = 0.91;
    let small = column.iter().rev().take_while(|line| line.size < SMALLER * text_size).count();
    let begins_small = small == column.len();
    column.len() - if begins_small { 0 } else { small }
}

/// A block whose lines are being gathered.
#[derive(Clone, Debug)]
struct Open {
    kind: BlockKind,
    lines: Vec<Line>,
    page: usize,
}

/// What the lines of a column have in common.
struct Measure {
    left: f64,
    right: f64,
    /// From base line to base line within paragraphs.
    lead: f64,
}

fn of_column(lines: &[Line], text_size: f64, page: usize) -> Vec<Open> {
    let measure = Measure {
        left: common_left(lines),
        right: lines.iter().filter(|line| !line.is_row()).map(|line| line.right).fold(0.0, f64::max),
        lead: lead(lines, text_size),
    };
    let mut found: Vec<Open> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let kind = kind(line, is_bold_apart(lines, at), text_size);
        match found.last_mut() {
            Some(open) if open.takes(line, kind, &measure) => open.lines.push(line.clone()),
            _ => found.push(Open { kind, lines: vec![line.clone()], page }),
        }
    }
    found
}

fn common_left(lines: &[Line]) -> f64 {
    let mut lefts: HashMap<i64, usize> = HashMap::new();
    for line in lines {
        *lefts.entry(line.left.round() as i64).or_default() += 1;
    }
    let most = lefts.values().copied().max().unwrap_or_default();
    // Of those as common as the first, the one farthest left.
    lefts.into_iter().filter(|(_, count)| count * 2 > most).map(|(left, _)| left).min().unwrap_or_default()
        as f64
}

/// The usual distance of lines: a low quartile, since the greater ones stand between paragraphs.
fn lead(lines: &[Line], text_size: f64) -> f64 {
    let mut leads: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if !a.is_row() && (a.size - b.size).abs() < 0.1 * a.size => Some(b.y - a.y),
            _ => None,
        })
        .filter(|lead| (0.8 * text_size..3.0 * text_size).contains(lead))
        .collect();
    leads.sort_by(f64::total_cmp);
    leads.get(leads.len() * 2 / 5).copied().or_else(|| middle(leads)).unwrap_or(1.2 * text_size)
}

/// Whether a line is bold among a few that are: a bold paragraph is no heading.
fn is_bold_apart(lines: &[Line], at: usize) -> bool {
    const MOST: usize = 4;
    let is_bold = |line: &&Line| line.is_bold && !line.is_row();
    let after = lines.get(at..).unwrap_or_default().iter().take_while(is_bold).count();
    let before = lines.get(..at).unwrap_or_default().iter().rev().take_while(is_bold).count();
    after > 0 && before + after <= MOST
}

fn kind(line: &Line, is_bold: bool, text_size: f64) -> BlockKind {
    const LONGEST_HEADING: usize = 150;
    let text = line.text();
    if line.is_row() {
        return BlockKind::TableRow;
    }
    if begins_item(&text) {
        return BlockKind::ListItem;
    }
    let is_large = line.size > 1.14 * text_size;
    let is_short = text.len() <= LONGEST_HEADING && !text.ends_with(['.', ',', ';']);
    let is_loud =
        text.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !text.contains(char::is_lowercase);
    let is_heading = is_short && (is_large || is_bold || (is_loud && !text.ends_with([':', '-'])));
    if is_heading { BlockKind::Heading } else { BlockKind::Paragraph }
}

fn begins_item(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(first, rest)| {
        is_bullet(first) && !rest.trim().is_empty() && (!first.starts_with(['-', '–', '—']) || rest.len() > 3)
    })
}

impl Open {
    fn takes(&self, line: &Line, kind: BlockKind, measure: &Measure) -> bool {
        let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) else { return true };
        if is_end(&last.text()) || is_end(&line.text()) {
            return false;
        }
        let lead = line.y - last.y;
        let most = if self.kind == BlockKind::Heading { 1.9 * last.size } else { 1.38 * measure.lead };
        let is_near = lead > 0.0 && lead < most;
        let is_alike = (line.size - last.size).abs() < 0.1 * last.size;
        match (self.kind, kind) {
            // A dash at the head of a line within a sentence is one of the sentence's.
            (BlockKind::Paragraph, BlockKind::ListItem)
                if is_near && is_alike && line.text().starts_with(['-', '–', '—']) =>
            {
                !last.text().trim_end().ends_with(['.', '!', '?', ':', ';', ','])
            }
            (BlockKind::TableRow, _) | (_, BlockKind::TableRow | BlockKind::ListItem) => false,
            (BlockKind::Heading, _) => {
                // A title over several lines, in the same letters.
                is_near
                    && is_alike
                    && line.is_bold == last.is_bold
                    && last.column == line.column
                    && (kind == BlockKind::Heading || (line.is_bold && line.size > last.size * 0.98))
            }
            (BlockKind::ListItem, _) => {
                let is_under_text = line.left > first.left + 0.3 * first.size;
                is_near
                    && is_alike
                    && kind != BlockKind::Heading
                    && (is_under_text || !ended(last, line, measure))
            }
            (_, BlockKind::Heading) if !line.is_bold && !last.is_bold && is_alike && is_near => {
                // Shouted words at the end of a paragraph.
                !ended(last, line, measure)
            }
            (_, BlockKind::Heading) => false,
            _ => {
                let is_indented =
                    line.left > measure.left + 0.8 * line.size && last.left < measure.left + 0.4 * line.size;
                is_near && is_alike && !is_indented && !ended(last, line, measure)
            }
        }
    }

    /// Whether the block at the head of the next column or page is the rest of this one.
    fn goes_on_in(&self, next: &Self) -> bool {
        let (Some(last), Some(first)) = (self.lines.last(), next.lines.first()) else { return false };
        let is_elsewhere = self.page != next.page || last.column != first.column;
        let (end, start) = (last.text(), first.text());
        let is_open = !end.trim_end().ends_with(['.', '!', '?', ':', '”', '"']);
        let starts_small =
            start.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '$');
        is_elsewhere
            && matches!(self.kind, BlockKind::Paragraph | BlockKind::ListItem)
            && next.kind == BlockKind::Paragraph
            && (last.size - first.size).abs() < 0.1 * last.size
            && is_open
            && (starts_small || end.ends_with(',') || end.ends_with('-'))
    }

    fn close(self, text_size: f64, words: &Words) -> SizedBlock {
        let scale = self.lines.first().map_or(1.0, |line| line.size) / text_size;
        let mut text = String::new();
        for line in &self.lines {
            words.join(&mut text, line.text().trim());
        }
        if self.kind == BlockKind::ListItem
            && let Some((mark, rest)) = text.split_once(' ')
            && is_bullet(mark)
            && !mark.ends_with(['.', ')'])
        {
            text = rest.trim_start().to_owned();
        }
        SizedBlock { kind: self.kind, text, scale, page: self.page }
    }
}

/// Whether a line ends its paragraph: it ends a sentence, and the next line's first word would have had room on it.
fn ended(last: &Line, next: &Line, measure: &Measure) -> bool {
    let text = last.text();
    let end = text.trim_end().trim_end_matches(['"', '”', '’', ')', ']']);
    let next_text = next.text();
    let first_word = next_text.split(' ').next().unwrap_or_default();
    let letter = (last.right - last.left) / text.chars().count().max(1) as f64;
    let room = measure.right - last.right;
    let is_short = room > letter * (first_word.chars().count() + 2) as f64;
    let starts_large = !first_word.starts_with(char::is_lowercase);
    is_short
        && starts_large
        && (end.ends_with(['.', '!', '?', ':', ';']) || room > 0.5 * (measure.right - measure.left))
}

/// Words that compounds begin with and that few longer words do.
const COMPOUNDS: &[&str] = &[
    "agency",
    "best",
    "cloud",
    "company",
    "cost",
    "cross",
    "data",
    "day",
    "decision",
    "eight",
    "end",
    "firm",
    "first",
    "fiscal",
    "five",
    "fixed",
    "four",
    "full",
    "government",
    "hard",
    "high",
    "industry",
    "large",
    "long",
    "low",
    "mid",
    "mission",
    "month",
    "multi",
    "nine",
    "nuclear",
    "one",
    "open",
    "part",
    "real",
    "risk",
    "second",
    "self",
    "seven",
    "short",
    "single",
    "six",
    "small",
    "so",
    "sole",
    "state",
    "ten",
    "third",
    "three",
    "two",
    "user",
    "vendor",
    "war",
    "week",
    "well",
    "world",
    "year",
];

/// The words of the document, to undo hyphens by.
struct Words {
    /// Words without a hyphen, in lower case.
    plain: HashSet<String>,
    /// Words with one inside a line.
    hyphened: HashSet<String>,
}

impl Words {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut words = Self { plain: HashSet::new(), hyphened: HashSet::new() };
        for line in pages.iter().flatten() {
            for word in line.text().split(|c: char| !(c.is_alphanumeric() || c == '-')) {
                let word = word.to_lowercase();
                if word.trim_matches('-').contains('-') {
                    words.hyphened.insert(word.trim_matches('-').to_owned());
                } else if !word.contains('-') {
                    words.plain.insert(word);
                }
            }
        }
        words
    }

    /// Adds a line to a text; a word broken at the line's end becomes whole.
    fn join(&self, text: &mut String, line: &str) {
        if text.ends_with('\u{ad}') {
            text.pop();
        } else if text.ends_with('-') && line.starts_with(char::is_alphanumeric) {
            if self.is_broken(text, line) {
                text.pop();
            }
        } else if !text.is_empty() && !text.ends_with('—') {
            text.push(' ');
        }
        text.push_str(line);
    }

    /// Whether the hyphen at the end of `text` is only there because the line ended.
    fn is_broken(&self, text: &str, line: &str) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || c == '-';
        let before = text.trim_end_matches('-');
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_part(*c))
            .last()
            .map_or(before.len(), |(at, _)| at);
        let before = before.get(start..).unwrap_or_default();
        let after: &str = line.split(|c: char| !is_part(c)).next().unwrap_or_default();
        let (first, second) = (before.to_lowercase(), after.to_lowercase());
        if self.hyphened.contains(&format!("{first}-{second}")) {
            return false;
        }
        if self.plain.contains(&format!("{first}{second}")) {
            return true;
        }
        // "AI-enabled", "F-35", "Smith-Jones": only small letters on both sides are one word broken,
        let is_small = |word: &str| !word.is_empty() && word.chars().all(char::is_lowercase);
        let tail = before.rsplit('-').next().unwrap_or_default();
        let is_capitalised = tail.chars().skip(1).all(char::is_lowercase) && tail.chars().count() > 2;
        // and two words that stand in the text by themselves are a compound.
        let are_words = self.plain.contains(&first)
            && self.plain.contains(&second)
            && first.len() > 2
            && second.len() > 2;
        let is_compound = COMPOUNDS.contains(&first.as_str());
        !is_compound
            && is_small(after)
            && (is_small(tail) || is_capitalised)
            && !are_words
            && !before.contains('-')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, y: f64) -> Line {
        let right = left + 5.0 * text.chars().count() as f64;
        Line { cells: vec![text.to_owned()], left, right, y, size: 10.0, is_bold: false, column: 0 }
    }

    fn check(lines: &[Line], expected: &[(BlockKind, &str)]) {
        let found = blocks(vec![lines.to_vec()], 10.0);
        let found: Vec<(BlockKind, &str)> = found.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn paragraphs_end_at_gaps_indents_and_short_lines() {
        use BlockKind::{Heading, ListItem, Paragraph};
        let bold = |text: &str, y: f64| Line { is_bold: true, ..line(text, 0.0, y) };
        check(
            &[
                bold("Contract awarded", 0.0),
                line("The Army awarded Acme Inc. a con-", 0.0, 20.0),
                line("tract for software that finds things", 0.0, 32.0),
                line("on maps.", 0.0, 44.0),
                line("A new paragraph after a short line of", 0.0, 56.0),
                line("text, with AI-", 0.0, 68.0),
                line("enabled tools and more of these in it", 0.0, 80.0),
                line("   indented one follows on that right now", 12.0, 92.0),
                line("• an item of a list which goes on here", 0.0, 110.0),
                line("in a second line", 10.0, 122.0),
                line("• another", 0.0, 134.0),
                line("A sentence that says something and goes on", 0.0, 160.0),
                line("– after a dash – to its end.", 0.0, 172.0),
            ],
            &[
                (Heading, "Contract awarded"),
                (Paragraph, "The Army awarded Acme Inc. a contract for software that finds things on maps."),
                (
                    Paragraph,
                    "A new paragraph after a short line of text, with AI-enabled tools and more of these in it",
                ),
                (Paragraph, "indented one follows on that right now"),
                (ListItem, "an item of a list which goes on here in a second line"),
                (ListItem, "another"),
                (Paragraph, "A sentence that says something and goes on – after a dash – to its end."),
            ],
        );
    }

    #[test]
    fn a_paragraph_goes_on_over_the_page() {
        let first = vec![line("The Army said on Monday that it had", 0.0, 700.0)];
        let second = vec![line("awarded the contract.", 0.0, 50.0), line("New one.", 0.0, 90.0)];
        let found = blocks(vec![first, second], 10.0);
        assert_eq!(found[0].text, "The Army said on Monday that it had awarded the contract.");
        assert_eq!((found.len(), found[0].page, found[1].page), (2, 0, 1));
    }
}
