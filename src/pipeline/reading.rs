//! Bytes to article and facts, on every core, results in the order of the input.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::article::{Article, Hints, Reading, Refusal, read_file, read_record, read_saved_html, read_text};
use crate::base::Address;
use crate::events::{Corrections, Facts};
use crate::fetch::decode;
use crate::notices::read_corrected_facts;
use crate::pipeline::inputs::{Document, DocumentKind, InputError};

/// How many documents are in hand at a time: as many as one batch of the keeper holds, so that reading goes on while it
/// writes.
const IN_HAND: usize = 256;
/// No more documents are taken in hand while those in it are larger than this together.
pub(super) const BYTES_IN_HAND: usize = 32 << 20;

/// Reads one document: its first article, then its facts, then the user's word on them.
///
/// # Errors
/// Why there is no article in it, in words.
pub fn read_document(document: &Document, corrections: &Corrections) -> Result<(Article, Facts), String> {
    let article = articles_of(document, None)?.swap_remove(0);
    let facts = facts_of(&article, corrections);
    Ok((article, facts))
}

/// As [`read_document`], for all articles of a document: a newsletter holds several.
///
/// # Errors
/// Why there is no article in it, in words.
pub fn read_document_whole(
    document: &Document,
    corrections: &Corrections,
) -> Result<Vec<(Article, Facts)>, String> {
    let articles = articles_of(document, None)?;
    Ok(articles
        .into_iter()
        .map(|article| {
            let facts = facts_of(&article, corrections);
            (article, facts)
        })
        .collect())
}

/// The articles of a document, at least one. `address` is where it stands on the web, where it does not say itself.
pub(super) fn articles_of(document: &Document, address: Option<&Address>) -> Result<Vec<Article>, String> {
    let text = || decode(&document.bytes, None).0;
    let hints = Hints::default();
    let reading = match document.kind {
        DocumentKind::Record => {
            let article =
                read_record(&String::from_utf8_lossy(&document.bytes)).map_err(|e| e.to_string())?;
            return Ok(vec![article]);
        }
        DocumentKind::Html => read_saved_html(&text(), address, &hints),
        DocumentKind::Text => read_text(&text(), &hints),
        DocumentKind::File(format) => read_file(format, &document.bytes, &hints, None),
    };
    all_articles(reading)
}

/// The facts of an article, corrected.
pub(super) fn facts_of(article: &Article, corrections: &Corrections) -> Facts {
    let mut facts = read_corrected_facts(article, corrections);
    corrections.apply(article, &mut facts);
    facts
}

fn all_articles(reading: Reading) -> Result<Vec<Article>, String> {
    if reading.articles.is_empty() {
        return Err(reading.refusal.as_ref().map_or("nothing to read", reason).to_owned());
    }
    Ok(reading.articles)
}

/// Why a page was refused, in words.
pub(super) fn reason(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::NotText(_) => "not a page, text or document",
        Refusal::Empty => "nothing to read",
        Refusal::NoIndex => "the page asks not to be indexed",
        Refusal::NoArticle => "no article in it",
        Refusal::List => "not an article: a list of links",
        Refusal::Shell => "not an article: an empty page that a script fills",
        Refusal::BadFile(why) => why,
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
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    in_order(items, |_| 0, work, take)
}

/// As [`read_in_order`], for documents: their bytes in hand are bounded too.
///
/// # Errors
/// That of `take`.
pub fn read_documents_in_order<R: Send, E>(
    items: impl Iterator<Item = Result<Document, InputError>>,
    work: impl Fn(Result<Document, InputError>) -> R + Sync,
    take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let size = |item: &Result<Document, InputError>| item.as_ref().map_or(0, |document| document.bytes.len());
    in_order(items, size, work, take)
}

fn in_order<T: Send, R: Send, E>(
    items: impl Iterator<Item = T>,
    size: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(16);
    if threads < 2 {
        return items.map(work).try_for_each(take);
    }
    // One item alone is worked on here: the memory of a new thread grows page by page, each with a call to the system.
    let mut items = items.fuse();
    let Some(first) = items.next() else { return Ok(()) };
    let Some(second) = items.next() else { return take(work(first)) };
    let mut items = [first, second].into_iter().chain(items);
    let (give, given) = channel::<(usize, T)>();
    let given = Mutex::new(given);
    let (hand_back, done) = channel();
    // The threads stay for the whole run: a regex keeps its working memory by thread, and new ones would want more of it.
    thread::scope(|scope| {
        for _ in 0..threads {
            let hand_back = hand_back.clone();
            let (given, work) = (&given, &work);
            scope.spawn(move || {
                loop {
                    let next = given.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((place, item)) = next else { break };
                    let result = catch_unwind(AssertUnwindSafe(|| work(item)));
                    if hand_back.send((place, result)).is_err() {
                        break;
                    }
                }
            });
        }
        // The threads end when nothing can be given to them any more.
        let give = give;
        let (mut begun, mut ended) = (0, 0);
        let mut waiting = BTreeMap::new();
        let mut sizes = VecDeque::new();
        let mut bytes = 0;
        loop {
            while begun - ended < IN_HAND
                && bytes < BYTES_IN_HAND
                && let Some(item) = items.next()
            {
                sizes.push_back(size(&item));
                bytes += size(&item);
                // The threads' end of it lives as long as they do.
                let _ = give.send((begun, item));
                begun += 1;
            }
            if begun == ended {
                return Ok(());
            }
            while !waiting.contains_key(&ended) {
                let Ok((place, result)) = done.recv() else { return Ok(()) };
                waiting.insert(place, result);
            }
            match waiting.remove(&ended) {
                Some(Ok(result)) => take(result)?,
                Some(Err(panic)) => resume_unwind(panic),
                None => {}
            }
            ended += 1;
            bytes -= sizes.pop_front().unwrap_or_default();
        }
    })
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
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
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
    fn the_first_error_ends_it() {
        let mut taken = 0;
        let done = read_in_order(
            0..,
            |n: u32| n,
            |n| {
                taken += 1;
                if n == 700 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err("full"), 701));
    }

    #[test]
    #[should_panic(expected = "the worst")]
    fn a_panic_is_passed_on_and_nothing_hangs() {
        let work = |n: u32| assert_ne!(n, 300, "the worst");
        let _ = read_in_order(0..10_000, work, |()| Ok::<(), ()>(()));
    }

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
