//! Where the headline stands among the blocks of a page, and what is near it.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::clutter::words;
use crate::article::container::ends_like_a_sentence;
use crate::article::page::Page;
use crate::article::same::same_words;

/// So many blocks above the headline may hold its date or byline.
const ABOVE: usize = 5;

/// So many blocks below it.
const BELOW: usize = 14;

/// A date or byline stands above the third paragraph of running text.
const MOST_RUNNING: usize = 2;

/// The place of the headline.
pub(super) struct Headline<'b> {
    blocks: &'b [TextBlock],
    /// The index of its block, or of the block the article begins with where it has none.
    at: usize,
    /// The node the text of the article begins with.
    text: Option<usize>,
    below: &'b [TextBlock],
    above: &'b [TextBlock],
    is_seen: bool,
}

impl<'b> Headline<'b> {
    /// Finds the block of this title: a heading of the same words, else the first level-one heading, else where the text
    /// (`kept`) begins.
    pub(super) fn of(page: &Page<'_>, blocks: &'b [TextBlock], title: &str, kept: &[&TextBlock]) -> Self {
        let body_begins = kept.first().map_or(0, |first| blocks.partition_point(|b| b.node < first.node));
        let same = |want_h1: bool| {
            blocks.iter().position(|b| {
                (b.is_h1 == want_h1) && (want_h1 || b.text.len() >= 15) && same_words(&b.text, title)
            })
        };
        let seen = same(true)
            .or_else(|| same(false).filter(|at| *at <= body_begins))
            .or_else(|| blocks.iter().position(|b| b.is_h1));
        let at = seen.unwrap_or(body_begins);
        let last = kept.last().map_or(0, |last| last.node);
        let from = blocks.get(at).map_or(0, |block| block.node).max(last);
        let foot =
            foot_of_page(page, from).map_or(blocks.len(), |node| blocks.partition_point(|b| b.node < node));
        let begins = at + usize::from(seen.is_some());
        Self {
            blocks,
            at,
            text: kept.first().map(|first| first.node),
            below: below(blocks.get(begins..foot.max(begins)).unwrap_or_default()),
            above: above(blocks.get(at.saturating_sub(ABOVE)..at).unwrap_or_default()),
            is_seen: seen.is_some(),
        }
    }

    /// The node its first characters stand in.
    pub(super) fn node(&self) -> usize {
        self.blocks.get(self.at).map_or(0, |block| block.node)
    }

    /// The blocks below it that may still be its own, the nearest first: up to the next teaser and what belongs to that,
    /// or to where the text is well under way.
    pub(super) fn below(&self) -> &'b [TextBlock] {
        self.below
    }

    /// The blocks above it, in order of the page.
    pub(super) fn above(&self) -> &'b [TextBlock] {
        self.above
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

    /// Whether a node stands among comments, teasers or what else a page has beside its article. What holds the headline
    /// or the text too is no such place, whatever it is called.
    pub(super) fn is_among_others(&self, page: &Page<'_>, at: usize) -> bool {
        let own = self.is_seen.then(|| self.node());
        page.ancestors(at).take(12).any(|up| {
            page.get(up).is_some_and(|node| {
                let holds = |held: Option<usize>| held.is_some_and(|held| (up..node.end).contains(&held));
                !holds(own)
                    && !holds(self.text)
                    && ["class", "id"].iter().filter_map(|attr| node.attr(attr)).any(names_others)
            })
        })
    }
}

/// What still belongs to the headline of what stands between it and the foot of the page.
fn below(blocks: &[TextBlock]) -> &[TextBlock] {
    let below = blocks.get(..BELOW).unwrap_or(blocks);
    let end = match below.iter().position(is_of_teaser) {
        // What stands between text and teaser is the teaser's.
        Some(teaser) => below[..teaser].iter().position(parts).unwrap_or(teaser),
        None => below.len(),
    };
    let under_way = below.iter().enumerate().filter(|(_, block)| is_running(block)).nth(MOST_RUNNING);
    &below[..under_way.map_or(end, |(at, _)| at.min(end))]
}

/// What belongs to the headline of the blocks right above it.
fn above(blocks: &[TextBlock]) -> &[TextBlock] {
    let begin = blocks.iter().rposition(is_of_teaser).map_or(0, |last| last + 1);
    &blocks[begin..]
}

/// A paragraph of the text or a standfirst.
fn is_running(block: &TextBlock) -> bool {
    const SHORTEST: usize = 100;
    block.kind != BlockKind::Heading && block.text.len() >= SHORTEST && ends_like_a_sentence(&block.text)
}

/// Whether what follows a block may be about something else than what is above it.
pub(super) fn parts(block: &TextBlock) -> bool {
    (block.kind == BlockKind::Heading && !block.is_h1) || is_running(block)
}

/// Whether a class or id has a word for what a page has beside its article.
fn names_others(value: &str) -> bool {
    value.split_ascii_whitespace().take(20).filter(|token| token.len() <= 60).any(|token| {
        words(token).iter().any(|word| {
            matches!(
                word.as_str(),
                "related"
                    | "comment"
                    | "comments"
                    | "sidebar"
                    | "teaser"
                    | "teasers"
                    | "widget"
                    | "widgets"
                    | "recommended"
                    | "recommendations"
                    | "popular"
                    | "latest"
                    | "trending"
                    | "recent"
                    | "copyright"
            )
        })
    })
}

/// The first element after a node that is the foot of the page, not of an article.
fn foot_of_page(page: &Page<'_>, from: usize) -> Option<usize> {
    let is_foot = |at: usize| {
        page.get(at).is_some_and(|node| {
            node.name() == "footer"
                || node.attr("role") == Some("contentinfo")
                || (node.name() == "div"
                    && ["id", "class"].iter().filter_map(|attr| node.attr(attr)).any(|value| {
                        value.split_ascii_whitespace().any(|token| {
                            matches!(
                                token.to_ascii_lowercase().as_str(),
                                "footer" | "site-footer" | "page-footer"
                            )
                        })
                    }))
        })
    };
    let in_article = |at: usize| {
        page.ancestors(at).filter_map(|up| page.get(up)).any(|node| matches!(node.name(), "article" | "main"))
    };
    (from..page.nodes().len()).find(|at| is_foot(*at) && !in_article(*at))
}

/// A heading, or a line that is a link to another page: what follows is about something else.
fn is_of_teaser(block: &TextBlock) -> bool {
    const WORDS_OF_A_HEADLINE: usize = 5;
    let is_linked =
        block.link_density() > 0.8 && block.text.split_whitespace().count() >= WORDS_OF_A_HEADLINE;
    is_linked || (block.kind == BlockKind::Heading && block.link_density() > 0.5)
}
