//! The text of a document: paragraphs with what they are by their style, rows of tables with their cells
//! (ECMA-376 part 1, 17.3 to 17.4).

use std::collections::HashMap;

use super::markup::{Markup, Piece, Tag};
use crate::article::body::BlockKind;
use crate::article::page::clean;

/// Paragraphs after these are not read.
const MOST_PARAGRAPHS: usize = 100_000;
/// A cell with more text than this (in bytes) makes paragraphs of its own.
const LONGEST_CELL: usize = 300;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document's title.
    Title,
    Heading,
    Item,
    Quote,
    Row,
    Text,
}

impl Role {
    /// As a block of a body.
    pub(super) fn kind(self) -> BlockKind {
        match self {
            Self::Title | Self::Heading => BlockKind::Heading,
            Self::Item => BlockKind::ListItem,
            Self::Quote => BlockKind::Quote,
            Self::Row => BlockKind::TableRow,
            Self::Text => BlockKind::Paragraph,
        }
    }
}

/// One paragraph, or a row of a table with its cells joined by " | ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) role: Role,
    pub(super) text: String,
}

/// Reads the main part; `styles` is the part that names the styles.
pub(super) fn paragraphs(document: &str, styles: &str) -> Vec<Paragraph> {
    let mut reader = Reader { roles: roles_of_styles(styles), ..Reader::default() };
    let mut markup = Markup::new(document);
    while let Some(piece) = markup.next_piece() {
        if reader.found.len() >= MOST_PARAGRAPHS {
            break;
        }
        match piece {
            Piece::Start(tag) => reader.start(&tag),
            Piece::Text(text) if reader.in_text && reader.skipped.is_none() => reader.text.push_str(&text),
            Piece::Text(_) => {}
            Piece::End(name) => reader.end(&name),
        }
    }
    reader.close_paragraph();
    reader.found
}

#[derive(Default)]
struct Reader {
    roles: HashMap<String, Role>,
    found: Vec<Paragraph>,
    text: String,
    role: Option<Role>,
    is_numbered: bool,
    /// How many letters are bold, of a paragraph.
    in_text: bool,
    /// The rows of the tables that are open, outermost first: the cells so far.
    rows: Vec<Vec<Vec<Paragraph>>>,
    /// The element whose content is left out, and how often its name is open within.
    skipped: Option<(String, usize)>,
}

impl Reader {
    fn start(&mut self, tag: &Tag) {
        if let Some((name, depth)) = &mut self.skipped {
            *depth += usize::from(*name == tag.name);
            return;
        }
        match tag.name.as_str() {
            // What was deleted or moved away, and the older form of what stands before it already.
            "del" | "moveFrom" | "Fallback" | "instrText" => self.skipped = Some((tag.name.clone(), 1)),
            "p" => self.close_paragraph(),
            "pStyle" => {
                let style = tag.attribute("val").unwrap_or_default();
                self.role = self.roles.get(style).copied().or_else(|| role_of_name(style));
            }
            "numPr" => self.is_numbered = true,
            // Numbering that a paragraph takes back from its style.
            "numId" if tag.attribute("val") == Some("0") => self.is_numbered = false,
            "outlineLvl" if self.role.is_none() => {
                let level = tag.attribute("val").and_then(|level| level.parse::<u8>().ok());
                self.role = level.filter(|level| *level < 9).map(|_| Role::Heading);
            }
            "t" => self.in_text = true,
            "tab" | "br" | "cr" | "ptab" => self.text.push(' '),
            "noBreakHyphen" => self.text.push('-'),
            "tr" => {
                self.close_paragraph();
                self.rows.push(Vec::new());
            }
            "tc" => {
                self.close_paragraph();
                if let Some(row) = self.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" | "tc" => self.close_paragraph(),
            "tr" => {
                self.close_paragraph();
                if let Some(cells) = self.rows.pop() {
                    for paragraph in of_row(cells) {
                        self.put(paragraph);
                    }
                }
            }
            _ => {}
        }
    }

    fn close_paragraph(&mut self) {
        let text = clean(&self.text);
        let role = match self.role {
            Some(role) if role != Role::Text => role,
            _ if self.is_numbered => Role::Item,
            _ => Role::Text,
        };
        self.text.clear();
        (self.role, self.is_numbered) = (None, false);
        if text.is_empty() {
            return;
        }
        let (role, text) = match text.strip_prefix(['•', '▪', '·', '\u{f0b7}']) {
            Some(item) => (Role::Item, item.trim_start().to_owned()),
            None => (role, text),
        };
        self.put(Paragraph { role, text });
    }

    /// Into the open cell, else into the text.
    fn put(&mut self, paragraph: Paragraph) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(paragraph),
            None => self.found.push(paragraph),
        }
    }
}

/// A row of two cells or more is one; a table of one cell, or with long texts in it, only places paragraphs.
fn of_row(cells: Vec<Vec<Paragraph>>) -> Vec<Paragraph> {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let length = |cell: &Vec<Paragraph>| cell.iter().map(|paragraph| paragraph.text.len()).sum::<usize>();
    let holds_more = cells.iter().any(|cell| length(cell) > LONGEST_CELL)
        || cells.iter().flatten().any(|p| matches!(p.role, Role::Title | Role::Row));
    if filled < 2 || holds_more {
        return cells.into_iter().flatten().collect();
    }
    let joined: Vec<String> = cells
        .iter()
        .map(|cell| cell.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" "))
        .filter(|cell| !cell.is_empty())
        .collect();
    vec![Paragraph { role: Role::Row, text: joined.join(" | ") }]
}

/// What paragraphs of each style are: by the style's name, which is English in every language of Word (17.7.4.9),
/// else by the level in the outline, else by the style it is based on.
fn roles_of_styles(styles: &str) -> HashMap<String, Role> {
    let mut roles: HashMap<String, Role> = HashMap::new();
    let mut based: Vec<(String, String)> = Vec::new();
    let mut id = String::new();
    let mut markup = Markup::new(styles);
    while let Some(piece) = markup.next_piece() {
        let Piece::Start(tag) = piece else { continue };
        let value = tag.attribute("val").unwrap_or_default();
        match tag.name.as_str() {
            "style" => tag.attribute("styleId").unwrap_or_default().clone_into(&mut id),
            "name" => {
                if let Some(role) = role_of_name(value) {
                    roles.insert(id.clone(), role);
                }
            }
            "outlineLvl" if value != "9" => {
                roles.entry(id.clone()).or_insert(Role::Heading);
            }
            "numPr" => {
                roles.entry(id.clone()).or_insert(Role::Item);
            }
            "basedOn" => based.push((id.clone(), value.to_owned())),
            _ => {}
        }
    }
    // Styles may be based on ones that follow; two rounds reach as deep as styles go in practice.
    for _ in 0..2 {
        for (style, base) in &based {
            if let Some(role) = roles.get(base).copied() {
                roles.entry(style.clone()).or_insert(role);
            }
        }
    }
    roles
}

fn role_of_name(name: &str) -> Option<Role> {
    let name = name.to_ascii_lowercase().replace(['-', '_'], " ");
    if name == "title" {
        Some(Role::Title)
    } else if name.starts_with("heading") || name == "subtitle" {
        Some(Role::Heading)
    } else if name.starts_with("list") {
        Some(Role::Item)
    } else if name.contains("quote") || name == "block text" {
        Some(Role::Quote)
    } else if name == "normal" || name == "body text" {
        Some(Role::Text)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &[(Role, &str)]) {
        let styles = r#"<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style></w:styles>"#;
        let document = format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>");
        let found = paragraphs(&document, styles);
        let found: Vec<(Role, &str)> = found.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn paragraphs_have_their_roles() {
        check(
            "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>A</w:t></w:r></w:p>\
             <w:p><w:pPr><w:pStyle w:val='Mine'/></w:pPr><w:r><w:t>B</w:t></w:r></w:p>\
             <w:p><w:r><w:t xml:space='preserve'>C &amp; </w:t></w:r><w:r><w:tab/><w:t>D</w:t></w:r><w:del><w:r><w:delText>x</w:delText><w:t>x</w:t></w:r></w:del></w:p>\
             <w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>E</w:t></w:r></w:p><w:p/>",
            &[(Role::Title, "A"), (Role::Heading, "B"), (Role::Text, "C & D"), (Role::Item, "E")],
        );
    }

    #[test]
    fn tables_are_rows_unless_they_place_text() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let long = "x ".repeat(200);
        check(
            &format!(
                "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
                cell("Acme"),
                cell("$4"),
                cell("Alone"),
                cell("a"),
                cell(&long)
            ),
            &[(Role::Row, "Acme | $4"), (Role::Text, "Alone"), (Role::Text, "a"), (Role::Text, long.trim())],
        );
    }

    #[test]
    fn text_in_boxes_counts_once_and_broken_markup_ends_it() {
        check(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
             <mc:Fallback><w:p><w:r><w:t>A</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p><w:p><w:r><w:t>B</w:t></w:r></w:q>",
            &[(Role::Text, "A"), (Role::Text, "B")],
        );
        check(
            "<!DOCTYPE x [<!ENTITY e 'boom'>]><w:p><w:r><w:t>A &e; B</w:t></w:r></w:p>",
            &[(Role::Text, "A &e; B")],
        );
    }
}
