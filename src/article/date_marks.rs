//! Dates in elements that are marked as dates: `<time>`, schema.org's properties, classes that name a date.

use scraper::node::Element;

use crate::article::clutter::words;
use crate::article::date::stamp;
use crate::article::date_text::is_bare_or_told;
use crate::article::headline::Headline;
use crate::article::page::{Page, attribute};
use crate::article::phrases::{is_change, tells_state};
use crate::article::published::{DateOrigin, Published};

/// What an element's text may be at most (in bytes) to be a date and no more than that.
const LONGEST: usize = 90;

/// How an element is marked, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// `datePublished`, `pubdate`, or a class that microformats have for it.
    Published,
    /// `<time>`.
    Time,
    /// A class or id with a word for "date" in it.
    Named,
}

/// The date of publication that an element is marked with, and the date of the last change.
pub(super) fn marked_dates(
    page: &Page<'_>,
    headline: &Headline<'_>,
) -> (Option<Published>, Option<Published>) {
    let mut published: Option<((Mark, bool, usize), Published)> = None;
    let mut far: Vec<Published> = Vec::new();
    let mut updated = None;
    for (at, element) in page.elements() {
        let Some(mark) = mark(element) else { continue };
        if is_of_another(page, headline, at, mark) {
            continue;
        }
        let Some(found) = date_of(page, at, element, mark) else { continue };
        if tells_change(page, at, element) {
            updated = updated.or(Some(found));
            continue;
        }
        let is_near = headline.is_near(page, at);
        if !is_near {
            if mark == Mark::Published {
                far.push(found);
            }
            continue;
        }
        // Of equal marks the first below the headline is the article's own.
        let rank = (mark, at < headline.node(), at);
        if published.as_ref().is_none_or(|(best, _)| rank < *best) {
            published = Some((rank, found));
        }
    }
    // Far from the headline a mark is believed where it is the only one: several are those of a list.
    let only = far.first().filter(|first| far.iter().all(|other| other.date == first.date)).copied();
    let best = match published {
        Some(((Mark::Published, ..), found)) => Some(found),
        Some((_, found)) => only.or(Some(found)),
        None => only,
    };
    (best, updated)
}

fn mark(element: &Element) -> Option<Mark> {
    let says = |attr: &str, word: &str| attribute(element, attr).is_some_and(|value| value.contains(word));
    let is_published = says("itemprop", "datePublished")
        || says("property", "datePublished")
        || attribute(element, "pubdate").is_some()
        || attribute(element, "class").is_some_and(|class| {
            class
                .split_ascii_whitespace()
                .any(|c| matches!(c, "published" | "dt-published" | "entry-date" | "dtpublished"))
        });
    if is_published && element.name() != "meta" {
        return Some(Mark::Published);
    }
    if element.name() == "time" {
        return Some(Mark::Time);
    }
    if matches!(element.name(), "html" | "body" | "main" | "article" | "section" | "input" | "a" | "script") {
        return None;
    }
    let is_named =
        ["class", "id", "data-testid"].iter().filter_map(|attr| attribute(element, attr)).any(|value| {
            value.split_ascii_whitespace().take(12).filter(|token| token.len() <= 60).any(|token| {
                let words = words(token);
                let is_other = words.iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "event" | "events" | "deadline" | "expires" | "review" | "start" | "end"
                    )
                });
                !is_other
                    && words.iter().any(|word| {
                        matches!(
                            word.as_str(),
                            "date"
                                | "datum"
                                | "fecha"
                                | "time"
                                | "timestamp"
                                | "datetime"
                                | "posted"
                                | "pubdate"
                                | "postdate"
                                | "publishdate"
                                | "published"
                                | "modified"
                                | "updated"
                        )
                    })
            })
        });
    is_named.then_some(Mark::Named)
}

fn date_of(page: &Page<'_>, at: usize, element: &Element, mark: Mark) -> Option<Published> {
    let of_attribute = ["datetime", "content", "title", "data-datetime", "data-timestamp"]
        .iter()
        .filter_map(|attr| attribute(element, attr))
        .find_map(|value| stamp(value, DateOrigin::TimeElement));
    of_attribute.or_else(|| {
        // A wrapper of half the page may have "time" in its class, so the size is asked before the text is put together.
        let size = page.get(at).map_or(usize::MAX, |node| node.end - at);
        let text = (size <= 12).then(|| page.text(at)).filter(|text| text.len() <= LONGEST)?;
        if mark == Mark::Named && !(is_bare_or_told(&text) || tells_state(&text.to_lowercase())) {
            return None;
        }
        stamp(&text, DateOrigin::TimeElement)
    })
}

/// Whether the date is that of a change: by its own class or by the word in front of it.
fn tells_change(page: &Page<'_>, at: usize, element: &Element) -> bool {
    let by_name = ["class", "itemprop", "property", "id", "data-testid"]
        .iter()
        .filter_map(|attr| attribute(element, attr))
        .any(|value| {
            let lower = value.to_ascii_lowercase();
            !lower.contains("ublish") && (lower.contains("update") || lower.contains("modified"))
        });
    by_name || is_change(&page.text_before(at, 30)) || is_change(&page.text_start(at, 30))
}

/// A date in a comment, a list of other articles or the foot of the page belongs to something else.
fn is_of_another(page: &Page<'_>, headline: &Headline<'_>, at: usize, mark: Mark) -> bool {
    let in_foot = page.ancestors(at).take(12).filter_map(|up| page.get(up)).any(|node| {
        let is_aside = mark != Mark::Published && matches!(node.name(), "aside" | "nav");
        is_aside || node.name() == "footer" && mark == Mark::Named
    });
    in_foot || headline.is_among_others(page, at)
}
