//! A date in the visible text near the headline.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::date::{DayOrder, in_words_by};
use crate::article::headline::Headline;
use crate::article::page::Page;
use crate::article::phrases::{is_change, is_other_date, tells_publication};
use crate::article::published::{DateOrigin, Published};

/// A block longer than this (in bytes) is text, not a line of dates and names.
const LONGEST: usize = 160;

/// A link of so many bytes in an item of a list may be the headline of another article, and the date beside it that one's.
const HEADLINE: usize = 25;

/// Letters beside the date that a byline may have; more is a sentence.
const MOST_BESIDE: usize = 60;

/// The date of publication near the headline, and that of the last change.
pub(super) fn visible_dates(
    page: &Page<'_>,
    headline: &Headline<'_>,
    order: DayOrder,
) -> (Option<Published>, Option<Published>) {
    let mut updated = None;
    for block in headline.below().iter().chain(headline.above().iter().rev()) {
        let Some((found, is_update)) = date_in(block, order) else { continue };
        if headline.is_among_others(page, block.node) {
            continue;
        }
        if !is_update {
            return (Some(found), updated);
        }
        updated = updated.or(Some(found));
    }
    (None, updated)
}

/// The date of a short line, and whether it is that of a change.
fn date_in(block: &TextBlock, order: DayOrder) -> Option<(Published, bool)> {
    let is_teaser =
        block.kind == BlockKind::ListItem && block.link_density() >= 0.5 && block.link_bytes >= HEADLINE;
    if block.text.len() > LONGEST
        || block.kind == BlockKind::TableRow
        || is_teaser
        || block.link_density() >= 0.9
    {
        return None;
    }
    let (day, end) = in_words_by(&block.text, order)?;
    let text = block.text.to_lowercase();
    if is_other_date(&text) {
        return None;
    }
    let is_published = tells_publication(&text);
    let ends_as_sentence = block.text.ends_with(['.', '!', '?']);
    let beside = block.text.chars().filter(|c| c.is_alphabetic()).count();
    if !is_published && (ends_as_sentence || beside > MOST_BESIDE) {
        return None;
    }
    // "Updated May 2, 2024; published May 1, 2024"
    let first = text.get(..end).unwrap_or_default();
    if is_change(first) && is_published {
        let rest = block.text.get(end..)?;
        if let Some((published, _)) = in_words_by(rest, order) {
            return Some((Published::on(published.into(), DateOrigin::VisibleText), false));
        }
    }
    let is_update = is_change(first) && !tells_publication(first);
    Some((Published::on(day.into(), DateOrigin::VisibleText), is_update))
}
