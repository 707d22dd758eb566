//! Where the headline stands among the blocks of a page, and what is near it.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::page::Page;
use crate::article::same::same_words;

/// So many blocks above the headline may hold its date or byline.
const ABOVE: usize = 5;

/// So many blocks below it.
const BELOW: usize = 14;

/// The place of the headline.
pub(super) struct Headline<'b> {
    blocks: &'b [TextBlock],
    /// The index of its block, or of the block the article begins with where it has none.
    at: usize,
    is_seen: bool,
}

impl<'b> Headline<'b> {
    /// Finds the block of this title: a heading of the same words, else the first level-one heading, else where the
    /// text begins.
    pub(super) fn of(blocks: &'b [TextBlock], title: &str, body_begins: usize) -> Self {
        let same = |want_h1: bool| {
            blocks.iter().position(|b| {
                (b.is_h1 == want_h1) && (want_h1 || b.text.len() >= 15) && same_words(&b.text, title)
            })
        };
        let seen = same(true)
            .or_else(|| same(false).filter(|at| *at <= body_begins))
            .or_else(|| blocks.iter().position(|b| b.is_h1));
        Self { blocks, at: seen.unwrap_or(body_begins), is_seen: seen.is_some() }
    }

    /// The node its first characters stand in.
    pub(super) fn node(&self) -> usize {
        self.blocks.get(self.at).map_or(0, |block| block.node)
    }

    /// The blocks below it that may still be its own, the nearest first: up to the next heading or teaser.
    pub(super) fn below(&self) -> &'b [TextBlock] {
        let from = self.at + usize::from(self.is_seen);
        let below = self.blocks.get(from..).unwrap_or_default();
        let below = below.get(..BELOW).unwrap_or(below);
        let end = below.iter().position(is_of_teaser).unwrap_or(below.len());
        &below[..end]
    }

    /// The blocks above it, in order of the page.
    pub(super) fn above(&self) -> &'b [TextBlock] {
        let above = self.blocks.get(self.at.saturating_sub(ABOVE)..self.at).unwrap_or_default();
        let begin = above.iter().rposition(is_of_teaser).map_or(0, |last| last + 1);
        &above[begin..]
    }

    /// Whether a node stands in one of the blocks around the headline.
    pub(super) fn is_near(&self, page: &Page<'_>, node: usize) -> bool {
        let end = page.get(node).map_or(node, |n| n.end);
        let touches = |block: &TextBlock| (node..end).contains(&block.node);
        // An inline element within a block stands after the block's first node.
        let index = self.blocks.partition_point(|b| b.node < end);
        let holding = index.checked_sub(1).and_then(|i| self.blocks.get(i));
        let is_one = |near: &[TextBlock]| {
            near.iter().any(|block| touches(block) || holding.is_some_and(|held| std::ptr::eq(held, block)))
        };
        let own = self.blocks.get(self.at);
        is_one(self.below()) || is_one(self.above()) || own.is_some_and(touches)
    }
}

/// A heading, or a line that is a link to another page: what follows is about something else.
fn is_of_teaser(block: &TextBlock) -> bool {
    const WORDS_OF_A_HEADLINE: usize = 5;
    let is_linked =
        block.link_density() > 0.8 && block.text.split_whitespace().count() >= WORDS_OF_A_HEADLINE;
    is_linked || (block.kind == BlockKind::Heading && block.link_density() > 0.5)
}
