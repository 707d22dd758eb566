//! Plain text: wire copy, press releases, notes.

use jiff::civil::Date;

use crate::article::body::{BlockKind, Body};
use crate::article::formats::draft::Draft;
use crate::article::formats::marks::{Mark, dateline, is_end, mark, published};
use crate::article::page::clean;
use crate::article::read::{Hints, refused};
use crate::article::{Reading, Refusal};

/// Reads plain text: what stands around the text of wire copy is taken off and kept as what it says; the first line is
/// the title when it is short and more follows it.
pub fn read_text(text: &str, hints: &Hints) -> Reading {
    let text = crate::base::printable(&text.replace("\r\n", "\n").replace('\r', "\n"));
    if text.trim().is_empty() {
        return refused(Refusal::Empty);
    }
    let draft = text_draft(&text, None);
    draft.into_reading(hints).unwrap_or_else(refused)
}

/// What a text says.
pub(super) fn text_draft(text: &str, latest: Option<Date>) -> Draft {
    let mut draft = Draft::default();
    let rest = after_marks(text.trim(), &mut draft, latest);
    let (headline, rest) = headline(rest);
    draft.title = headline;
    let rest = if draft.title.is_some() { after_marks(rest, &mut draft, latest) } else { rest };
    draft.blocks = blocks_of_text(rest);
    settle(&mut draft, latest);
    // The text of an agency has no other publisher, as long as nobody says so.
    let agency = draft.blocks.first().and_then(|(_, text)| dateline(text)).and_then(|line| line.agency);
    if draft.publisher.is_none() {
        draft.publisher = agency.map(str::to_owned);
    }
    draft
}

/// What follows the lines that are no text; what they say goes into the draft.
fn after_marks<'a>(text: &'a str, draft: &mut Draft, latest: Option<Date>) -> &'a str {
    const MOST: usize = 12;
    let mut rest = text.trim_start();
    for _ in 0..MOST {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let Some(found) = mark(line) else { break };
        if after.trim().is_empty() {
            break;
        }
        note(found, draft, latest);
        rest = after.trim_start();
    }
    rest
}

fn note(mark: Mark, draft: &mut Draft, latest: Option<Date>) {
    match mark {
        Mark::Label(date) => draft.published = draft.published.or(date.and_then(|d| published(d, latest))),
        Mark::Date(date) => draft.published = draft.published.or(published(date, latest)),
        Mark::Byline(names) if draft.authors.is_empty() => draft.authors = names,
        Mark::Byline(_) | Mark::Contact => {}
        Mark::Agency(name) => {
            draft.publisher.get_or_insert_with(|| name.to_owned());
        }
    }
}

/// The first lines, if they are a title: short, no sentence, and followed by a blank line, by longer text or by what
/// follows titles.
fn headline(text: &str) -> (Option<String>, &str) {
    const LONGEST_TITLE: usize = 200;
    const MOST_LINES: usize = 3;
    const LEAST_WRAPPED: usize = 50;
    let may_be_title = |title: &str| {
        !title.is_empty() && title.len() <= LONGEST_TITLE && !title.trim_end().ends_with(['.', ',', ';'])
    };
    let Some((first, rest)) = text.split_once('\n') else { return (None, text) };
    let next = rest.trim_start_matches([' ', '\t']);
    let is_set_apart = next.starts_with('\n');
    let next_line = rest.trim_start().split('\n').next().unwrap_or_default();
    let is_followed =
        next_line.len() > first.len() || mark(next_line).is_some() || dateline(next_line).is_some();
    // A title over some lines, set apart from the text.
    if let Some((top, below)) = text.split_once("\n\n").filter(|(top, _)| top.contains('\n')) {
        let title = clean(top);
        let goes_on = first.len() > LEAST_WRAPPED
            || top.lines().skip(1).any(|line| line.trim_start().starts_with(char::is_lowercase));
        let are_lines = top.lines().count() <= MOST_LINES
            && top
                .lines()
                .all(|line| mark(line).is_none() && !line.trim_start().starts_with(['-', '*', '•']));
        let is_title = may_be_title(&title) && are_lines && goes_on && dateline(top).is_none();
        if is_title && !below.trim().is_empty() {
            return (Some(title), below.trim_start());
        }
    }
    if may_be_title(first) && dateline(first).is_none() && (is_set_apart || is_followed) {
        return (Some(first.trim().to_owned()), rest.trim_start());
    }
    (None, text)
}

/// Blank lines part paragraphs; without any, every line is one, unless the lines were broken at a width. Lines of
/// wrapped text are joined.
fn blocks_of_text(text: &str) -> Vec<(BlockKind, String)> {
    let mut blocks = Vec::new();
    if !has_blank_lines(text) {
        if is_hard_wrapped(text) {
            return paragraphs_of_wrapped(text);
        }
        return text.lines().map(|line| (BlockKind::Paragraph, clean(line))).collect();
    }
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            paragraph.push_str(line);
            paragraph.push('\n');
            continue;
        }
        let lists = Body::verbatim(std::mem::take(&mut paragraph));
        let is_list = lists.blocks().iter().any(|block| block.kind == BlockKind::ListItem);
        if is_list {
            blocks.extend(items(lists.blocks().iter().map(|b| (b.kind, lists.block_text(b)))));
        } else {
            blocks.push((BlockKind::Paragraph, clean(lists.text())));
        }
    }
    blocks
}

/// The lines of a list; a line that goes on from an item is part of it.
fn items<'a>(lines: impl Iterator<Item = (BlockKind, &'a str)>) -> Vec<(BlockKind, String)> {
    let mut found: Vec<(BlockKind, String)> = Vec::new();
    for (kind, line) in lines {
        match found.last_mut() {
            Some((BlockKind::ListItem, item))
                if kind == BlockKind::Paragraph && line.starts_with(char::is_lowercase) =>
            {
                item.push(' ');
                item.push_str(&clean(line));
            }
            _ => found.push((kind, clean(line))),
        }
    }
    found
}

fn has_blank_lines(text: &str) -> bool {
    text.trim().lines().any(|line| line.trim().is_empty())
}

/// Lines were broken at a width when most of them end near the same column, in the middle of sentences.
fn is_hard_wrapped(text: &str) -> bool {
    const WIDEST: usize = 100;
    let lengths: Vec<usize> = text.lines().map(|line| line.trim_end().chars().count()).collect();
    let widest = lengths.iter().copied().max().unwrap_or_default();
    let near = lengths.iter().filter(|length| **length * 10 >= widest * 7).count();
    let open = text.lines().filter(|line| !ends_sentence(line)).count();
    lengths.len() >= 4
        && (40..=WIDEST).contains(&widest)
        && near * 10 >= lengths.len() * 6
        && open * 2 > lengths.len()
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end().trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', ':'])
}

/// A paragraph of wrapped text begins with an indented line, or after a sentence that ends well before the width.
fn paragraphs_of_wrapped(text: &str) -> Vec<(BlockKind, String)> {
    let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or_default();
    let mut blocks: Vec<(BlockKind, String)> = Vec::new();
    let mut begins = true;
    for line in text.lines() {
        let is_indented = line.starts_with([' ', '\t']);
        let line_text = clean(line);
        let is_item = line_text.starts_with(['•', '*']) || line_text.starts_with("- ");
        match blocks.last_mut() {
            Some((_, paragraph)) if !begins && !is_indented && !is_item => {
                paragraph.push(' ');
                paragraph.push_str(&line_text);
            }
            _ => {
                let kind = if is_item { BlockKind::ListItem } else { BlockKind::Paragraph };
                blocks.push((kind, line_text));
            }
        }
        begins = ends_sentence(line) && line.trim_end().chars().count() * 10 < widest * 8;
    }
    blocks
}

/// Takes off what a press release has around its text, whatever format it came in: marks before the text, the end mark
/// and what follows it.
pub(super) fn settle(draft: &mut Draft, latest: Option<Date>) {
    const HEAD: usize = 10;
    let title = draft.title.as_deref().map(clean);
    let mut kept = 0;
    let mut seen = 0;
    let mut passed = 0;
    while seen < HEAD && kept < draft.blocks.len() {
        seen += 1;
        let Some((kind, text)) = draft.blocks.get(kept) else { break };
        let is_title = title.as_deref().is_some_and(|title| title.eq_ignore_ascii_case(&clean(text)));
        let found = mark(text).filter(|_| *kind != BlockKind::TableRow);
        if is_title || found.is_some() {
            if let Some(found) = found.filter(|_| !is_title) {
                note(found, draft, latest);
            }
            draft.blocks.remove(kept);
        } else if *kind == BlockKind::Heading
            || text.len() < 60
            || (*kind == BlockKind::TableRow && passed == 0)
        {
            // A second headline, the office's name or a head of the page: what stands below may still be a mark.
            kept += 1;
            passed += 1;
        } else {
            break;
        }
    }
    cut_at_end(&mut draft.blocks);
    if draft.published.is_none() {
        let line = draft.blocks.iter().take(HEAD).find_map(|(_, text)| dateline(text));
        draft.published = line.and_then(|line| line.date).and_then(|date| published(date, latest));
    }
}

/// What follows the end mark is about the sender, as long as it is the lesser part.
fn cut_at_end(blocks: &mut Vec<(BlockKind, String)>) {
    let Some(end) = blocks.iter().position(|(_, text)| is_end(text)) else { return };
    let length = |part: &[(BlockKind, String)]| part.iter().map(|(_, text)| text.len()).sum::<usize>();
    let (before, after) = blocks.split_at(end);
    let marks = blocks.iter().filter(|(_, text)| is_end(text)).count();
    if marks == 1 && length(after) * 2 < length(before) {
        blocks.truncate(end);
    } else {
        blocks.retain(|(_, text)| !is_end(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_its_title_in_the_first_line() {
        for (text, title, body) in [
            (
                "Army picks Acme\n\nWASHINGTON (AP) - The Army\nawarded it.\n\n- one\n- two",
                "Army picks Acme",
                "WASHINGTON (AP) - The Army awarded it.\n\n- one\n\n- two",
            ),
            ("Title\nA longer line follows it.\nEnd.", "Title", "A longer line follows it.\n\nEnd."),
            (
                "WASHINGTON - The Army awarded it.\nSo it goes.",
                "",
                "WASHINGTON - The Army awarded it.\n\nSo it goes.",
            ),
            ("One line", "", "One line"),
            (
                "A title that goes\non in a second line\n\nThe text.",
                "A title that goes on in a second line",
                "The text.",
            ),
        ] {
            let found = read_text(text, &Hints::default()).articles.remove(0);
            assert_eq!((found.title.as_str(), found.body.text()), (title, body));
        }
    }

    #[test]
    fn wire_copy_keeps_what_stands_around_it() {
        let text = "FOR IMMEDIATE RELEASE\nMarch 3, 2026\n\nContact: Jane Roe\n(703) 555-0100\n\nArmy awards Acme an AI contract\n\
            By JANE ROE\nReuters\n\nWASHINGTON, March 3 (Reuters) - The Army awarded Acme Inc. a contract worth\n$40 million for artificial \
            intelligence, it said.\n\nThe work begins in May.\n\n# # #\n\nAbout Acme\n";
        let found = read_text(text, &Hints::default()).articles.remove(0);
        assert_eq!(found.title, "Army awards Acme an AI contract");
        assert_eq!(found.authors, ["Jane Roe"]);
        assert_eq!(found.publisher.as_deref(), Some("Reuters"));
        assert_eq!(found.published.unwrap().date.to_string(), "2026-03-03");
        assert_eq!(
            found.body.text(),
            "WASHINGTON, March 3 (Reuters) - The Army awarded Acme Inc. a contract worth $40 million for artificial \
             intelligence, it said.\n\nThe work begins in May."
        );
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let text = "Army picks Acme for AI work\n   The Army said on Monday that it had awarded Acme Inc. a\n\
            contract worth $40 million for software that reads maps with\nartificial intelligence.\n   Work on it is to begin in May and \
            will be done in the\ncity of Huntsville, Alabama, it said in a statement which did\nnot say more.\n";
        let found = read_text(text, &Hints::default()).articles.remove(0);
        assert_eq!(found.title, "Army picks Acme for AI work");
        assert_eq!(found.body.blocks().len(), 2, "{}", found.body.text());
        assert!(found.body.text().contains("awarded Acme Inc. a contract worth $40 million"));
    }

    #[test]
    fn what_follows_an_end_mark_stays_when_it_is_most_of_the_text() {
        let mut blocks: Vec<(BlockKind, String)> =
            ["One.", "###", "Two, which is much longer than one.", "###", "Three."]
                .map(|text| (BlockKind::Paragraph, text.to_owned()))
                .to_vec();
        cut_at_end(&mut blocks);
        assert_eq!(blocks.len(), 3);
    }
}
