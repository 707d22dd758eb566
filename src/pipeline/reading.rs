//! Bytes to article and facts, on every core, results in the order of the input.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread;

use crate::article::{Article, Hints, Reading, Refusal, read_html, read_record, read_text};
use crate::events::{Corrections, Facts, read_facts};
use crate::fetch::decode;
use crate::pipeline::inputs::{Document, DocumentKind};

/// How many documents one round gives to the threads.
const ROUND: usize = 64;

/// Reads one document: the article, then its facts, then the user's word on them.
///
/// # Errors
/// Why there is no article in it, in words.
pub fn read_document(document: &Document, corrections: &Corrections) -> Result<(Article, Facts), String> {
    let text = || decode(&document.bytes, None).0;
    let article = match document.kind {
        DocumentKind::Record => {
            read_record(&String::from_utf8_lossy(&document.bytes)).map_err(|e| e.to_string())?
        }
        DocumentKind::Html => only_article(read_html(&text(), None, &Hints::default()))?,
        DocumentKind::Text => only_article(read_text(&text(), &Hints::default()))?,
    };
    let facts = facts_of(&article, corrections);
    Ok((article, facts))
}

/// The facts of an article, corrected.
pub(super) fn facts_of(article: &Article, corrections: &Corrections) -> Facts {
    let mut facts = read_facts(article);
    corrections.apply(article, &mut facts);
    facts
}

fn only_article(reading: Reading) -> Result<Article, String> {
    let why = reading.refusal;
    reading
        .articles
        .into_iter()
        .next()
        .ok_or_else(|| why.as_ref().map_or("nothing to read", reason).to_owned())
}

/// Why a page was refused, in words.
pub(super) fn reason(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotText(_) => "not HTML or text",
        Refusal::Empty => "nothing to read",
        Refusal::NoIndex => "the page asks not to be indexed",
        Refusal::NoArticle => "no article in it",
    }
}

/// Applies `work` to every item on all cores and gives the results to `take` in the order of the items, a bounded
/// number at a time. Stops at the first error of `take`.
///
/// # Errors
/// That of `take`.
pub fn read_in_order<T: Send, R: Send, E>(
    items: impl Iterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(16);
    let mut items = items.peekable();
    while items.peek().is_some() {
        let round: Vec<T> = items.by_ref().take(ROUND).collect();
        for result in in_parallel(round, threads, &work) {
            take(result)?;
        }
    }
    Ok(())
}

/// Results in the order of `round`.
pub(super) fn in_parallel<T: Send, R: Send>(
    round: Vec<T>,
    threads: usize,
    work: &(impl Fn(T) -> R + Sync),
) -> Vec<R> {
    if threads < 2 || round.len() < 2 {
        return round.into_iter().map(work).collect();
    }
    let mut results: Vec<Option<R>> = round.iter().map(|_| None).collect();
    let queue = Mutex::new(round.into_iter().zip(results.iter_mut()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    // A thread that panicked while holding the queue has taken its item with it; the others go on.
                    let next = queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
                    let Some((item, place)) = next else { break };
                    *place = Some(work(item));
                }
            });
        }
    });
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_input() {
        let mut seen = Vec::new();
        let done: Result<(), ()> = read_in_order(
            0..500_u32,
            |n| n * 2,
            |n| {
                seen.push(n);
                Ok(())
            },
        );
        assert_eq!(done, Ok(()));
        assert_eq!(seen, (0..500).map(|n| n * 2).collect::<Vec<_>>());
    }
}
