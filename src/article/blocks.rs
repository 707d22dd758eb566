//! The page as blocks of text in reading order, each with what the scoring needs to know of it.

use crate::article::body::BlockKind;
use crate::article::clutter::{Standing, standing};
use crate::article::page::{Page, What, clean, is_inline};

/// One block of text of a page.
#[derive(Clone, Debug)]
pub(crate) struct TextBlock {
    /// What part of a text it is.
    pub(crate) kind: BlockKind,
    /// White space squeezed; never empty.
    pub(crate) text: String,
    /// How many of its bytes stand in links.
    pub(crate) link_bytes: usize,
    /// The node its first characters stand in.
    pub(crate) node: usize,
    /// Whether it is the level-one heading.
    pub(crate) is_h1: bool,
    /// Whether it stands in a `<p>`.
    pub(crate) is_p: bool,
}

impl TextBlock {
    /// The share of its text that stands in links.
    pub(crate) fn link_density(&self) -> f32 {
        self.link_bytes as f32 / self.text.len().max(1) as f32
    }
}

/// The element a block belongs to while the page is walked.
#[derive(Clone, Copy)]
struct Open {
    end: usize,
    /// What changes when it closes.
    restores: State,
    is_block: bool,
    is_cell: bool,
}

#[derive(Clone, Copy)]
struct State {
    kind: BlockKind,
    in_link: bool,
    in_row: bool,
    is_h1: bool,
    is_p: bool,
    is_verbatim: bool,
}

struct Builder {
    blocks: Vec<TextBlock>,
    raw: String,
    link_bytes: usize,
    node: usize,
    breaks: usize,
}

impl Builder {
    fn flush(&mut self, state: State) {
        self.breaks = 0;
        let text = clean(&self.raw);
        let text = text.trim_matches([' ', '|']);
        if !text.is_empty() {
            self.blocks.push(TextBlock {
                kind: state.kind,
                text: text.to_owned(),
                link_bytes: self.link_bytes.min(text.len()),
                node: self.node,
                is_h1: state.is_h1,
                is_p: state.is_p,
            });
        }
        self.raw.clear();
        self.link_bytes = 0;
    }

    fn text(&mut self, text: &str, at: usize, state: State) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            self.raw.push(' ');
            return;
        }
        self.breaks = 0;
        if self.raw.trim().is_empty() {
            self.node = at;
        }
        if state.in_link && !is_address(trimmed) {
            self.link_bytes += trimmed.len();
        }
        if state.is_verbatim {
            let mut paragraphs = text.split("\n\n");
            self.raw.push_str(paragraphs.next().unwrap_or_default());
            for paragraph in paragraphs {
                self.flush(state);
                self.node = at;
                self.raw.push_str(paragraph);
            }
        } else {
            self.raw.push_str(text);
        }
    }

    /// Two line breaks end a paragraph; one is a space.
    fn line_break(&mut self, state: State) {
        self.breaks += 1;
        if self.breaks >= 2 && !state.in_row {
            self.flush(state);
        } else {
            self.raw.push(' ');
        }
    }
}

/// A link that shows its own address is a reference, no headline of another page.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start)) && !text.contains(' ')
}

/// Reads all blocks of a page, and the elements that may be clutter.
pub(crate) fn text_blocks(page: &Page<'_>) -> (Vec<TextBlock>, Vec<usize>) {
    let mut doubtful = Vec::new();
    let mut builder = Builder { blocks: Vec::new(), raw: String::new(), link_bytes: 0, node: 0, breaks: 0 };
    let mut state = State {
        kind: BlockKind::Paragraph,
        in_link: false,
        in_row: false,
        is_h1: false,
        is_p: false,
        is_verbatim: false,
    };
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(node) = page.get(at) {
        close(&mut open, &mut state, &mut builder, at);
        match node.what {
            What::Text(text) => builder.text(text, at, state),
            What::Element(element) => {
                let name = element.name();
                if name == "br" {
                    builder.line_break(state);
                } else {
                    let standing = standing(element);
                    if standing == Standing::Never {
                        at = node.end;
                        continue;
                    }
                    let is_row = name == "tr" && is_row_of_data(page, at);
                    let is_cell = state.in_row && matches!(name, "td" | "th");
                    let is_block = !is_inline(name) && !state.in_row && !is_cell;
                    if is_block {
                        builder.flush(state);
                    }
                    open.push(Open { end: node.end, restores: state, is_block, is_cell });
                    state.kind = kind(name, is_row).unwrap_or(state.kind);
                    state.in_row |= is_row;
                    state.in_link |= name == "a";
                    state.is_h1 |= name == "h1";
                    state.is_p |= name == "p";
                    state.is_verbatim |= name == "pre";
                    if standing == Standing::Doubtful && !is_row && !is_cell {
                        doubtful.push(at);
                    }
                }
            }
        }
        at += 1;
    }
    close(&mut open, &mut state, &mut builder, usize::MAX);
    builder.flush(state);
    (builder.blocks, doubtful)
}

/// Closes the elements that end at or before `at`.
fn close(open: &mut Vec<Open>, state: &mut State, builder: &mut Builder, at: usize) {
    while let Some(last) = open.last().copied().filter(|last| last.end <= at) {
        if last.is_block {
            builder.flush(*state);
        } else if last.is_cell {
            builder.raw.push_str(" | ");
        }
        *state = last.restores;
        open.pop();
    }
}

fn kind(name: &str, is_row: bool) -> Option<BlockKind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
        "li" | "dd" => Some(BlockKind::ListItem),
        "blockquote" => Some(BlockKind::Quote),
        "tr" if is_row => Some(BlockKind::TableRow),
        _ => None,
    }
}

/// A row of a table of data: two cells or more, and nothing in them that makes paragraphs.
fn is_row_of_data(page: &Page<'_>, at: usize) -> bool {
    const LONGEST_CELL: usize = 300;
    let Some(row) = page.get(at) else { return false };
    let mut cells = 0;
    let mut bytes = 0;
    for node in page.nodes().get(at + 1..row.end).unwrap_or_default() {
        match node.name() {
            "td" | "th" => {
                cells += 1;
                bytes = 0;
            }
            "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "blockquote" | "article" | "section" => {
                return false;
            }
            _ => {}
        }
        if let What::Text(text) = node.what {
            bytes += text.trim().len();
            if bytes > LONGEST_CELL {
                return false;
            }
        }
    }
    cells >= 2
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn check(html: &str, expected: &[(BlockKind, &str)]) {
        let parsed = Html::parse_document(html);
        let (blocks, _) = text_blocks(&Page::of(&parsed));
        let found: Vec<(BlockKind, &str)> = blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn blocks_are_cut_where_a_reader_sees_a_new_line() {
        use BlockKind::{Heading, ListItem, Paragraph, Quote, TableRow};
        check("<p>a <b>b</b>\n c<div>d</div>e", &[(Paragraph, "a b c"), (Paragraph, "d"), (Paragraph, "e")]);
        check("<div>a<br><br>b<br>c</div>", &[(Paragraph, "a"), (Paragraph, "b c")]);
        check("<h2>a</h2><ul><li>b<li><p>c</ul>", &[(Heading, "a"), (ListItem, "b"), (ListItem, "c")]);
        check("<blockquote><p>a</blockquote>", &[(Quote, "a")]);
        check(
            "<table><tr><th>a<th>b<tr><td>c</td> <td>d</table>",
            &[(TableRow, "a | b"), (TableRow, "c | d")],
        );
        check("<table><tr><td><h1>a</h1><td>b</table>", &[(Heading, "a"), (Paragraph, "b")]);
        check("<p>a<script>b</script>\u{ad}c<svg><title>d</title></svg>", &[(Paragraph, "ac")]);
        check("<pre>a\n\nb</pre>", &[(Paragraph, "a"), (Paragraph, "b")]);
        check("", &[]);
    }

    #[test]
    fn links_and_clutter_are_marked() {
        let parsed =
            Html::parse_document("<p>ab <a href=x>cd</a></p><div class=share><p>e</p></div><p>f</p>");
        let (blocks, doubtful) = text_blocks(&Page::of(&parsed));
        assert_eq!(blocks.iter().map(|b| b.link_bytes).collect::<Vec<_>>(), [2, 0, 0]);
        assert_eq!(doubtful.len(), 1);
    }
}
