//! A date in the visible text near the headline.

use crate::article::blocks::TextBlock;
use crate::article::body::BlockKind;
use crate::article::byline::begins_byline;
use crate::article::date::{DayOrder, in_words_by};
use crate::article::headline::{Headline, parts};
use crate::article::page::Page;
use crate::article::phrases::{is_change, is_other_date, tells_publication, tells_state};
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
    let mut has_list = false;
    let (below, above) = (headline.below(), headline.above());
    for (at, block) in below.iter().enumerate().chain(above.iter().rev().map(|block| (usize::MAX, block))) {
        let Some((found, is_update)) = date_in(block, order) else { continue };
        if at != usize::MAX {
            has_list |= is_of_list(below, at, found, order);
        }
        let is_doubtful = if at == usize::MAX {
            block.link_density() >= 0.5
        } else {
            // Below the first text only a line that is a date, or says of what, is believed.
            has_list
                || (below.get(..at).unwrap_or_default().iter().any(parts) && !is_bare_or_told(&block.text))
        };
        if is_doubtful || headline.is_among_others(page, block.node) {
            continue;
        }
        if !is_update {
            return (Some(found), updated);
        }
        updated = updated.or(Some(found));
    }
    (None, updated)
}

/// Whether a line is a date and hardly more, or says that it is that of a publication, or who wrote.
pub(super) fn is_bare_or_told(text: &str) -> bool {
    const FEW: usize = 14;
    let lower = text.to_lowercase();
    if tells_state(&lower) {
        return false;
    }
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    // The month is of the date.
    letters <= FEW + LONGEST_MONTH || tells_publication(&lower) || begins_byline(&lower)
}

/// Letters of the longest name of a month ("September").
const LONGEST_MONTH: usize = 9;

/// Whether the date of a block below the headline is one of several of a list: other days follow it, and it is an item of
/// a list itself or stands below text or another heading.
fn is_of_list(below: &[TextBlock], at: usize, found: Published, order: DayOrder) -> bool {
    const NEAR: usize = 8;
    let is_of = |kind| below.get(at).is_some_and(|block| block.kind == kind);
    let is_item = is_of(BlockKind::ListItem);
    let is_apart = below.get(..at).unwrap_or_default().iter().any(parts);
    if is_apart && is_of(BlockKind::Heading) {
        return true;
    }
    let mut next = below.iter().skip(at + 1).take(NEAR);
    (is_item || is_apart)
        && next.any(|block| date_in(block, order).is_some_and(|(other, _)| other.date != found.date))
}

/// Whether a label with a colon stands before a date and is not that of a publication: "Ends: 30 March 2027".
fn is_labelled_otherwise(until_date: &str) -> bool {
    const OF_DATES: &[&str] = &["date", "datum", "fecha", "data", "dato"];
    let Some((label, _)) = until_date.split_once(": ") else { return false };
    let last = label.rsplit([' ', '|', '·', ',']).next().unwrap_or_default();
    !(is_change(label) || tells_publication(label) || OF_DATES.contains(&last) || begins_byline(label))
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
    let first = text.get(..end).unwrap_or_default();
    let is_span = in_words_by(block.text.get(end..)?, order).is_some_and(|(other, _)| other != day);
    let is_as_of = block.kind != BlockKind::ListItem && tells_state(first);
    if !is_published && !is_as_of && ((is_span && !is_change(&text)) || is_labelled_otherwise(first)) {
        return None;
    }
    let ends_as_sentence = block.text.ends_with(['.', '!', '?']);
    let beside = block.text.chars().filter(|c| c.is_alphabetic()).count();
    if !is_published && (ends_as_sentence || beside > MOST_BESIDE) {
        return None;
    }
    // "Updated May 2, 2024; published May 1, 2024"
    if is_change(first) && is_published {
        let rest = block.text.get(end..)?;
        if let Some((published, _)) = in_words_by(rest, order) {
            return Some((Published::on(published.into(), DateOrigin::VisibleText), false));
        }
    }
    let is_update = is_change(first) && !tells_publication(first);
    Some((Published::on(day.into(), DateOrigin::VisibleText), is_update))
}
