//! Which part of the page is the article, and which of its blocks stay.
//!
//! Every block of text has a weight: long running text counts for, links and scraps against. Every element holds a run of
//! blocks, so the element with the greatest sum is found with one prefix sum.

use std::ops::Range;

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::clutter::{is_ending, is_invitation, names_text};
use crate::article::page::Page;

/// A container whose running text is this share of the page's is no clutter, whatever its class says.
const MOSTLY: f32 = 0.45;

/// What the page says of its text elsewhere; blocks that match are believed.
#[derive(Default)]
pub(crate) struct Clues<'a> {
    /// The headline.
    pub(crate) title: &'a str,
    /// The standfirst as `<meta>` or JSON-LD has it.
    pub(crate) description: &'a str,
}

/// The blocks of the article, in order. `doubtful` are the elements that may be clutter.
pub(crate) fn article_blocks<'b>(
    page: &Page<'_>,
    blocks: &'b [TextBlock],
    doubtful: &[usize],
    clues: &Clues<'_>,
) -> Vec<&'b TextBlock> {
    let is_clutter = clutter(page, blocks, doubtful);
    let sums = prefix_sums(
        blocks
            .iter()
            .zip(&is_clutter)
            .map(|(block, is_clutter)| if *is_clutter { 0.0 } else { weight(block) }),
    );
    let worth = |at: usize| held(&sums, &spread(page, blocks, at));
    let Some(container) = best_container(page, &worth) else { return Vec::new() };
    let inside = spread(page, blocks, container);
    let kept: Vec<&TextBlock> = blocks
        .iter()
        .zip(&is_clutter)
        .enumerate()
        .filter(|(i, (block, is_clutter))| {
            if inside.contains(i) {
                !**is_clutter && belongs(block)
            } else {
                *i < inside.start && is_standfirst(block, clues)
            }
        })
        .map(|(_, (block, _))| block)
        .collect();
    trimmed(kept, clues)
}

/// The run of blocks that begin in an element.
fn spread(page: &Page<'_>, blocks: &[TextBlock], at: usize) -> Range<usize> {
    let end = page.get(at).map_or(at, |node| node.end);
    blocks.partition_point(|b| b.node < at)..blocks.partition_point(|b| b.node < end)
}

fn prefix_sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    std::iter::once(0.0)
        .chain(values)
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

fn held(sums: &[f32], run: &Range<usize>) -> f32 {
    sums.get(run.end).zip(sums.get(run.start)).map_or(0.0, |(end, start)| end - start)
}

/// Which blocks stand in clutter: in an element that says so and holds only a small part of the running text.
fn clutter(page: &Page<'_>, blocks: &[TextBlock], doubtful: &[usize]) -> Vec<bool> {
    let running = prefix_sums(blocks.iter().map(|b| if is_running(b) { b.text.len() as f32 } else { 0.0 }));
    let all = running.last().copied().unwrap_or_default();
    let mut is_clutter = vec![false; blocks.len()];
    // The outermost comes first, so each block is marked once.
    let mut marked = 0;
    for at in doubtful {
        let run = spread(page, blocks, *at);
        let held = held(&running, &run);
        if held <= 0.0 || held < MOSTLY * all {
            let start = run.start.max(marked);
            marked = marked.max(run.end);
            is_clutter.get_mut(start..run.end).into_iter().flatten().for_each(|mark| *mark = true);
        }
    }
    is_clutter
}

/// Running text: long, and not of links.
fn is_running(block: &TextBlock) -> bool {
    block.kind != BlockKind::Heading && block.text.len() >= 80 && block.link_density() < 0.4
}

/// How much a block speaks for the article standing here.
fn weight(block: &TextBlock) -> f32 {
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

fn ends_like_a_sentence(text: &str) -> bool {
    text.len() >= 25
        && text
            .trim_end_matches(['"', '”', '’', '\'', ')', '“', '»'])
            .ends_with(['.', '!', '?', '…', '。', ':'])
}

/// The element with the greatest sum; then down, as long as one child holds nearly all of it.
fn best_container(page: &Page<'_>, worth: &impl Fn(usize) -> f32) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, _) in page.elements() {
        let value = worth(at);
        // An inner element wins a tie: it comes later.
        if best.is_none_or(|(_, most)| value >= most) {
            best = Some((at, value));
        }
    }
    let (mut at, most) = best.filter(|(_, most)| *most > 0.0)?;
    // An element that calls itself the article's text may leave out more than any other.
    loop {
        let end = page.get(at).map_or(at, |node| node.end);
        let inner = (at + 1..end).find(|i| {
            page.get(*i).and_then(|node| node.element()).is_some_and(|element| {
                let share = worth(*i) / most;
                share >= 0.97 || (share >= 0.7 && names_text(element))
            })
        });
        match inner {
            Some(inner) => at = inner,
            None => return Some(at),
        }
    }
}

/// Whether a block of the container is the article's.
fn belongs(block: &TextBlock) -> bool {
    let density = block.link_density();
    let is_linked_away = match block.kind {
        BlockKind::ListItem => density > 0.6,
        BlockKind::Heading => density > 0.8,
        _ => density > 0.75 && block.text.len() < 250,
    };
    !is_linked_away && !is_invitation(&block.text)
}

/// The summary above the text, where the page's description repeats it.
fn is_standfirst(block: &TextBlock, clues: &Clues<'_>) -> bool {
    block.text.len() >= 40
        && block.link_density() < 0.3
        && !block.is_h1
        && !same_words(&block.text, clues.title)
        && begins_alike(&block.text, clues.description)
}

/// Letters and digits only, lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn same_words(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Whether one text is the beginning of the other, in at least forty letters.
fn begins_alike(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    common >= 40 && common + 4 >= a.chars().count().min(b.chars().count())
}

/// Takes off the repeated title in front, everything after a heading that ends the article, and headings nothing follows.
fn trimmed<'b>(mut kept: Vec<&'b TextBlock>, clues: &Clues<'_>) -> Vec<&'b TextBlock> {
    let head = kept.len().min(6);
    let title_at = kept.iter().take(head).position(|b| {
        b.is_h1 || (!clues.title.is_empty() && b.text.len() < 400 && same_words(&b.text, clues.title))
    });
    if let Some(at) = title_at {
        // What stands above the title is not the text, unless it is the summary.
        let mut i = 0;
        kept.retain(|block| {
            i += 1;
            i > at + 1 || (i <= at && is_standfirst(block, clues))
        });
    }
    let total: usize = kept.iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    let cut = kept.iter().position(|block| {
        before += block.text.len();
        is_ending(&block.text) && before * 10 > total * 4
    });
    if let Some(cut) = cut {
        kept.truncate(cut);
    }
    while kept.last().is_some_and(|last| last.kind == BlockKind::Heading) {
        kept.pop();
    }
    kept
}
