//! Which element of the page holds the article.
//!
//! Every block of text has a weight: long running text counts for, links and scraps against. Every element holds a run of
//! blocks, so the element with the greatest sum is found with one prefix sum.

use std::ops::Range;

use scraper::node::Element;

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::clutter::names_text;
use crate::article::page::{Node, Page, attribute};
use crate::article::phrases::is_invitation;

/// An element named as the article's text must be worth this much to be preferred to one that holds more.
const ENOUGH: f32 = 600.0;

/// The same for an element that schema.org's `articleBody` names.
const DECLARED_ENOUGH: f32 = 120.0;

/// The run of blocks that begin in an element.
pub(super) fn spread(page: &Page<'_>, blocks: &[TextBlock], at: usize) -> Range<usize> {
    let end = page.get(at).map_or(at, |node| node.end);
    blocks.partition_point(|b| b.node < at)..blocks.partition_point(|b| b.node < end)
}

/// Sums up to each place, so that the sum of a run is one subtraction.
pub(super) fn prefix_sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    std::iter::once(0.0)
        .chain(values)
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

/// The sum of a run.
pub(super) fn held(sums: &[f32], run: &Range<usize>) -> f32 {
    sums.get(run.end).zip(sums.get(run.start)).map_or(0.0, |(end, start)| end - start)
}

/// How much a block speaks for the article standing here.
pub(super) fn weight(block: &TextBlock) -> f32 {
    let len = block.text.len() as f32;
    let density = block.link_density();
    if is_invitation(&block.text) {
        return -20.0;
    }
    match block.kind {
        BlockKind::Heading => 0.0,
        _ if density > 0.5 => -(len.min(60.0)) / 2.0 - 10.0,
        BlockKind::TableRow => 0.0,
        BlockKind::ListItem if len < 60.0 => -8.0,
        BlockKind::ListItem => len * 0.7 * (1.0 - density),
        BlockKind::Paragraph | BlockKind::Quote if len >= 80.0 => {
            let of_p = if block.is_p { 1.0 } else { 0.8 };
            len.min(2_000.0) * of_p * (1.0 - density)
        }
        BlockKind::Paragraph | BlockKind::Quote if ends_like_a_sentence(&block.text) => {
            len * 0.7 * (1.0 - density)
        }
        BlockKind::Paragraph | BlockKind::Quote => -6.0,
    }
}

/// Whether a text ends as sentences do.
pub(super) fn ends_like_a_sentence(text: &str) -> bool {
    text.len() >= 25
        && text
            .trim_end_matches(['"', '”', '’', '\'', ')', '“', '»'])
            .ends_with(['.', '!', '?', '…', '。', ':'])
}

/// The element with the greatest sum; then down, as long as one child holds nearly all of it.
///
/// An element that is named as the article's text may hold less: the rest is other articles on the same page, unless
/// there are more elements of that name, for then the text is cut in parts.
pub(super) fn best_container(
    page: &Page<'_>,
    worth: &impl Fn(usize) -> f32,
    holds_title: &impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, _) in page.elements() {
        let value = worth(at);
        // An inner element wins a tie: it comes later.
        if best.is_none_or(|(_, most)| value >= most) {
            best = Some((at, value));
        }
    }
    let (mut at, most) = best.filter(|(_, most)| *most > 0.0)?;
    let part = at..page.get(at).map_or(at, |node| node.end);
    let is_text_of_many = |element: &Element, i: usize, value: f32| {
        let share = value / most;
        if attribute(element, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody")) {
            return share >= 0.25 && value >= DECLARED_ENOUGH && !has_peers(page, i, part.clone(), worth);
        }
        value >= ENOUGH
            && names_text(element)
            && ((share >= 0.35 && holds_title(i))
                || (share >= 0.5 && !has_peers(page, i, part.clone(), worth)))
    };
    loop {
        let end = page.get(at).map_or(at, |node| node.end);
        let inner = (at + 1..end).find(|i| {
            page.get(*i).and_then(Node::element).is_some_and(|element| {
                let value = worth(*i);
                value >= 0.97 * most
                    || (value >= 0.7 * most
                        && names_text(element)
                        && !has_peers(page, *i, part.clone(), worth))
                    || is_text_of_many(element, *i, value)
            })
        });
        match inner {
            Some(inner) => at = inner,
            None => return Some(at),
        }
    }
}

/// Whether other elements of the same name and class in a part of the page hold text too.
fn has_peers(page: &Page<'_>, at: usize, part: Range<usize>, worth: &impl Fn(usize) -> f32) -> bool {
    let Some(node) = page.get(at) else { return false };
    let (name, class, own) = (node.name(), node.attr("class"), at..node.end);
    part.filter(|i| !own.contains(i)).any(|i| {
        page.get(i).is_some_and(|peer| peer.name() == name && peer.attr("class") == class) && worth(i) > 80.0
    })
}
