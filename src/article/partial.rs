//! Whether only a part of the text is there: by what the page declares, not by its phrases.

use crate::article::body::Body;
use crate::article::jsonld::LinkedData;
use crate::article::metadata::Metadata;
use crate::article::page::{Page, What, attribute};

/// A page that readers must pay for, with less text than this (in bytes), shows a part only.
const TEASER: usize = 2_500;

/// A part that is said to be paid for, with so much text in it (in bytes), is there.
const HELD: usize = 400;

/// A page is partial where it says that it is not free, and neither holds the paid part nor much text at all.
pub(super) fn is_partial(
    page: &Page<'_>,
    body: &Body,
    metadata: &Metadata,
    data: Option<&LinkedData>,
) -> bool {
    let is_paid = data.is_some_and(|data| data.is_free == Some(false)) || metadata.is_locked;
    if !is_paid {
        return false;
    }
    let whole = data.and_then(|data| data.body.as_deref()).map_or(0, str::len);
    if body.text().len() * 2 < whole {
        return true;
    }
    let held = data.map_or(0, |data| text_in(page, &data.paid_classes));
    held < HELD && body.text().len() < TEASER
}

/// How much text (in bytes) stands in elements of these classes.
fn text_in(page: &Page<'_>, classes: &[String]) -> usize {
    if classes.is_empty() {
        return 0;
    }
    let mut bytes = 0;
    let mut done = 0;
    for (at, element) in page.elements() {
        let is_one = at >= done
            && attribute(element, "class").is_some_and(|class| {
                class.split_ascii_whitespace().any(|own| classes.iter().any(|paid| paid == own))
            });
        if !is_one {
            continue;
        }
        let end = page.get(at).map_or(at, |node| node.end);
        for node in page.nodes().get(at..end).unwrap_or_default() {
            if let What::Text(text) = node.what {
                bytes += text.trim().len();
            }
        }
        done = end;
    }
    bytes
}
