//! Other ways to the text, tried where the page's own structure leaves doubt, and the choice among them.
//!
//! The own walk is the cheapest and, by itself, the best. Its result is doubted where it is short, where it holds little
//! of the page's running text, or where it does not speak of what the headline does. Then Readability (which parses the
//! page again) is asked, and whichever answers the headline and the description better is taken; `articleBody` in JSON-LD
//! is often cut short or written in a markup of its own, so it is taken only where it holds far more.

use crate::article::body::Body;
use crate::article::choice::{Chosen, Clues};
use crate::article::fallback::{body_of, declared, readability};
use crate::article::jsonld::LinkedData;

/// Below this much text (in bytes) other ways are tried.
const THIN: usize = 250;

/// With less than this share of the page's running text, other ways are tried.
const SMALL_SHARE: f32 = 0.35;

/// A text that has less than this share of the headline's words is doubtful.
const FEW_WORDS: f32 = 0.3;

/// Another text must be better by this much, in shares of the headline's words.
const MARGIN: f32 = 0.15;

/// The text of the article, by whichever way gives it.
pub(super) fn best_body(
    own: &Chosen<'_>,
    clues: &Clues<'_>,
    data: Option<&LinkedData>,
    markup: &str,
) -> Body {
    let mut best = body_of(own.blocks.iter().copied());
    if let Some(text) = data.and_then(|data| data.body.as_deref())
        && text.len() >= THIN
    {
        let body = declared(text);
        if best.text().len() * 2 < body.text().len() {
            best = body;
        }
    }
    let is_doubtful = best.text().len() < THIN
        || own.share < SMALL_SHARE
        || spoken_of(clues, best.text()).is_some_and(|share| share < FEW_WORDS);
    if is_doubtful
        && let Some(body) = readability(markup)
        && worth(clues, body.text()) > worth(clues, best.text()) + MARGIN
    {
        best = body;
    }
    best
}

/// How well a text answers headline and description, and how much of it there is.
fn worth(clues: &Clues<'_>, text: &str) -> f32 {
    /// More text than this (in bytes) is not worth more.
    const ENOUGH: f32 = 2_000.0;
    let length = (text.len() as f32 / ENOUGH).min(1.0);
    spoken_of(clues, text).unwrap_or_default() + length / 2.0
}

/// The share of the longer words of headline and description that stand in a text; `None` where there are hardly any.
fn spoken_of(clues: &Clues<'_>, text: &str) -> Option<f32> {
    const LONG: usize = 5;
    const FEW: usize = 4;
    let lower = text.to_lowercase();
    let said = format!("{} {}", clues.titles.first().copied().unwrap_or_default(), clues.description);
    let mut words: Vec<String> = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= LONG)
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    if words.len() < FEW {
        return None;
    }
    let found = words.iter().filter(|word| lower.contains(word.as_str())).count();
    Some(found as f32 / words.len() as f32)
}
