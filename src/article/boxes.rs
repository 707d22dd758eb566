//! Boxes inside the text that are about something else: newsletters, related stories, registration.

use std::ops::Range;

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::container::{held, prefix_sums, spread};
use crate::article::page::Page;
use crate::article::phrases::is_ending;

/// A box has no more text than this (in bytes).
const LARGEST: usize = 700;

/// A box is no more than this share of the text around it.
const SHARE: f32 = 0.25;

/// So many elements around the first line of a box may be the box.
const LEVELS: usize = 6;

/// Marks the blocks of every box whose first line says that it is about something else: for a newsletter the nearest
/// element that begins with that line, for other articles the largest that holds nothing but links.
pub(super) fn mark_boxes(page: &Page<'_>, blocks: &[TextBlock], is_clutter: &mut [bool]) {
    let lengths = prefix_sums(blocks.iter().map(|block| block.text.len() as f32));
    let total: usize =
        blocks.iter().zip(&*is_clutter).filter(|(_, clutter)| !**clutter).map(|(b, _)| b.text.len()).sum();
    for (i, block) in blocks.iter().enumerate() {
        if is_clutter.get(i) != Some(&false) || !opens_box(block) {
            continue;
        }
        let largest = LARGEST.min((SHARE * total as f32) as usize);
        let runs = page
            .ancestors(block.node)
            .take(LEVELS)
            .map(|at| spread(page, blocks, at))
            .take_while(|run| held(&lengths, run) <= largest as f32 && is_first_of(blocks, run.start, i));
        let mut boxes = runs.filter(|run| run.len() > 1);
        let found = if is_newsletter(block) {
            boxes.next()
        } else {
            boxes.filter(|run| is_of_links(blocks, run)).last()
        };
        if let Some(run) = found {
            is_clutter.get_mut(run).into_iter().flatten().for_each(|mark| *mark = true);
        }
    }
}

fn opens_box(block: &TextBlock) -> bool {
    const LONGEST: usize = 120;
    if block.text.len() > LONGEST {
        return false;
    }
    is_ending(&block.text) || is_newsletter(block)
}

fn is_newsletter(block: &TextBlock) -> bool {
    block.kind == BlockKind::Heading && block.text.to_lowercase().contains("newsletter")
}

/// Whether all that follows the first line of a box is links and scraps.
fn is_of_links(blocks: &[TextBlock], run: &Range<usize>) -> bool {
    const MOSTLY: f32 = 0.5;
    const SCRAP: usize = 60;
    let held = blocks.get(run.start + 1..run.end).unwrap_or_default();
    held.iter().all(|b| b.link_density() >= MOSTLY || b.text.len() <= SCRAP)
}

/// Whether a run begins with this block, a short line above it aside.
fn is_first_of(blocks: &[TextBlock], start: usize, at: usize) -> bool {
    const LINE: usize = 40;
    start == at || (start + 1 == at && blocks.get(start).is_some_and(|above| above.text.len() <= LINE))
}
