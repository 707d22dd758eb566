//! The text of an article and the blocks it is made of.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What part of the text a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading inside the body.
    Heading,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A row of a table, its cells joined by " | ".
    TableRow,
}

/// One block and its bytes in the body's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What part it is.
    pub kind: BlockKind,
    /// Half-open UTF-8 byte range.
    pub range: Range<usize>,
}

/// The text, its blocks joined by one blank line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    text: String,
    blocks: Vec<Block>,
}

/// What stands between two blocks.
const JOIN: &str = "\n\n";

impl Body {
    /// A body of these blocks; empty ones are left out.
    pub fn from_blocks<'a>(blocks: impl IntoIterator<Item = (BlockKind, &'a str)>) -> Self {
        let mut body = Self::default();
        for (kind, text) in blocks {
            body.push(kind, text);
        }
        body
    }

    /// A body whose text is kept byte for byte, so that spans fit the text a record came with.
    /// Lines become blocks; a line that begins with a dash, a bullet or a star is a list item.
    pub fn verbatim(text: String) -> Self {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let cut = line.trim();
            if !cut.is_empty() {
                let start = at + (line.len() - line.trim_start().len());
                let is_item =
                    cut.starts_with(['•', '▪', '*']) || cut.starts_with("- ") || cut.starts_with("– ");
                let kind = if is_item { BlockKind::ListItem } else { BlockKind::Paragraph };
                blocks.push(Block { kind, range: start..start + cut.len() });
            }
            at += line.len();
        }
        Self { text, blocks }
    }

    /// Adds a block at the end; an empty one is left out.
    pub fn push(&mut self, kind: BlockKind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(JOIN);
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.blocks.push(Block { kind, range: start..self.text.len() });
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The characters of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_joined_by_a_blank_line_and_point_at_their_text() {
        let body = Body::from_blocks([
            (BlockKind::Heading, " Über "),
            (BlockKind::Paragraph, ""),
            (BlockKind::Quote, "x"),
        ]);
        assert_eq!(body.text(), "Über\n\nx");
        assert_eq!(body.blocks().iter().map(|b| body.block_text(b)).collect::<Vec<_>>(), ["Über", "x"]);
    }

    #[test]
    fn verbatim_text_is_not_touched() {
        let body = Body::verbatim("One.\n\n  - two \nthree".into());
        assert_eq!(body.text(), "One.\n\n  - two \nthree");
        assert_eq!(
            body.blocks().iter().map(|b| body.block_text(b)).collect::<Vec<_>>(),
            ["One.", "- two", "three"]
        );
        assert_eq!(body.blocks()[1].kind, BlockKind::ListItem);
    }
}
