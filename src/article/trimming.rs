//! What is taken off the head and the tail of the chosen blocks.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::choice::Clues;
use crate::article::container::ends_like_a_sentence;
use crate::article::date::in_words;
use crate::article::phrases::{agency_of_line, is_ending, is_tail};
use crate::article::same::{bare, begins_alike, same_words};

/// A line of a byline, a date or a reading time is no longer than this (in bytes).
const SCRAP: usize = 80;

/// So many blocks at the end are asked whether they are about the author, the outlet or its newsletters.
const TAIL_BLOCKS: usize = 6;

/// The tail is never more than this share of the text.
const TAIL_SHARE: f32 = 0.35;

/// The summary above the text, where the page's description repeats it.
pub(super) fn is_standfirst(block: &TextBlock, clues: &Clues<'_>) -> bool {
    block.text.len() >= 40
        && block.link_density() < 0.3
        && !block.is_h1
        && !clues.titles.iter().any(|title| same_words(&block.text, title))
        && begins_alike(&block.text, clues.description)
}

/// Takes off the repeated title and what stands around it in front, everything after a heading that ends the article,
/// what is said of author and outlet at the end, and headings nothing follows. Gives what is left, and what stood at the foot.
pub(super) fn trimmed<'b>(
    mut kept: Vec<&'b TextBlock>,
    clues: &Clues<'_>,
) -> (Vec<&'b TextBlock>, Vec<&'b TextBlock>) {
    drop_title(&mut kept, clues);
    drop_scraps_in_front(&mut kept, clues);
    drop_repeated_scraps(&mut kept);
    cut_at_ending(&mut kept);
    let foot = drop_tail(&mut kept);
    (kept, foot)
}

fn drop_title(kept: &mut Vec<&TextBlock>, clues: &Clues<'_>) {
    let head = kept.len().min(6);
    let title_at = kept.iter().take(head).position(|b| {
        b.is_h1 || (b.text.len() < 400 && clues.titles.iter().any(|title| same_words(&b.text, title)))
    });
    if let Some(at) = title_at {
        // What stands above the title is not the text, unless it is the summary.
        let mut i = 0;
        kept.retain(|block| {
            i += 1;
            i > at + 1 || (i <= at && is_standfirst(block, clues))
        });
    }
}

/// Takes off what stands between the title and the first sentences: bylines, dates, reading times, the kicker.
fn drop_scraps_in_front(kept: &mut Vec<&TextBlock>, clues: &Clues<'_>) {
    /// So many blocks after the first sentence may still be lines of dates.
    const HEAD_BLOCKS: usize = 4;
    let first = kept.iter().position(|b| {
        b.kind != BlockKind::Heading
            && !is_line_of_date(b)
            && (b.text.len() >= SCRAP || ends_like_a_sentence(&b.text))
    });
    let Some(first) = first else { return };
    let titles: Vec<String> =
        clues.titles.iter().map(|title| bare(title)).filter(|t| !t.is_empty()).collect();
    let mut i = 0;
    kept.retain(|block| {
        i += 1;
        if i > first + HEAD_BLOCKS {
            return true;
        }
        let is_after = i > first;
        let is_scrap = match block.kind {
            BlockKind::Paragraph | BlockKind::ListItem => {
                is_line_of_date(block)
                    || (!is_after && block.text.len() < SCRAP && !is_standfirst(block, clues))
            }
            BlockKind::Heading if is_after => false,
            BlockKind::Heading => {
                let own = bare(&block.text);
                titles.iter().any(|title| own.contains(title) || (own.len() >= 12 && title.contains(&own)))
            }
            BlockKind::Quote | BlockKind::TableRow => false,
        };
        !is_scrap
    });
}

/// "15.04.2026 - 15:48 Uhr, 2 min read": a date and hardly more.
fn is_line_of_date(block: &TextBlock) -> bool {
    const MOST_LETTERS: usize = 40;
    block.text.len() < SCRAP
        && block.kind != BlockKind::TableRow
        && block.text.chars().filter(|c| c.is_alphabetic()).count() <= MOST_LETTERS
        && in_words(&block.text).is_some()
}

/// A short line that stands in the text three times or more is a label of a template, unless the text has many such: then
/// it is a plan, a table or a song.
fn drop_repeated_scraps(kept: &mut Vec<&TextBlock>) {
    const LONGEST: usize = 40;
    const OFTEN: usize = 3;
    const MOST: usize = 2;
    let is_short = |block: &TextBlock| {
        block.text.len() <= LONGEST
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)
            && !ends_like_a_sentence(&block.text)
    };
    let mut lines: Vec<&str> = kept.iter().filter(|b| is_short(b)).map(|b| b.text.as_str()).collect();
    lines.sort_unstable();
    let often: Vec<&str> =
        lines.chunk_by(|a, b| a == b).filter(|same| same.len() >= OFTEN).map(|same| same[0]).collect();
    if (1..=MOST).contains(&often.len()) {
        kept.retain(|b| !is_short(b) || !often.contains(&b.text.as_str()));
    }
}

fn cut_at_ending(kept: &mut Vec<&TextBlock>) {
    let total: usize = kept.iter().map(|b| b.text.len()).sum();
    let mut before = 0;
    let cut = kept.iter().position(|block| {
        before += block.text.len();
        is_ending(&block.text) && before * 10 > total * 6
    });
    if let Some(cut) = cut {
        kept.truncate(cut);
    }
    kept.retain(|block| !is_ending(&block.text));
}

/// Takes off the last blocks while they speak of the author, the outlet, its newsletters or its rules.
fn drop_tail<'b>(kept: &mut Vec<&'b TextBlock>) -> Vec<&'b TextBlock> {
    let total: usize = kept.iter().map(|b| b.text.len()).sum();
    let mut taken = 0;
    let first = kept.len().saturating_sub(TAIL_BLOCKS).max(1);
    let mut cut = kept.len();
    for (i, block) in kept.iter().enumerate().skip(first).rev() {
        taken += block.text.len();
        if taken as f32 > TAIL_SHARE * total as f32 {
            break;
        }
        // What stands behind a line about the outlet is no text of the article either.
        if is_tail(&block.text) || agency_of_line(&block.text).is_some() {
            cut = i;
        }
    }
    let foot = kept.split_off(cut);
    while kept.last().is_some_and(|last| last.kind == BlockKind::Heading) {
        kept.pop();
    }
    foot
}
