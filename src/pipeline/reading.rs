//! Bytes to article and facts, on every core, results in the order of the input.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::article::{
    self, Article, Hints, RecordError, Refusal, is_record, json_of, read_file, read_saved_html, read_text,
    record_of,
};
use crate::base::Address;
use crate::events::{Corrections, Facts};
use crate::fetch::decode;
use crate::notices::{read_corrected_facts, read_records};
use crate::pipeline::inputs::{Document, DocumentKind, InputError};

/// How many documents are in hand at a time: as many as one batch of the keeper holds, so that reading goes on while it
/// writes.
const IN_HAND: usize = 256;
/// No more documents are taken in hand while those in it are larger than this together.
pub(super) const BYTES_IN_HAND: usize = 32 << 20;

/// What a document gave: articles with their facts, and what in it could not be used, a line each.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Its articles in their order.
    pub articles: Vec<(Article, Facts)>,
    /// What could not be used: which, and why.
    pub refused: Vec<String>,
}

/// Reads one document: its first article, then its facts, then the user's word on them.
///
/// # Errors
/// Why there is no article in it, in words.
pub fn read_document(document: &Document, corrections: &Corrections) -> Result<(Article, Facts), String> {
    let Pieces { pieces, refused } = pieces_of(document, None)?;
    let first = pieces.into_iter().next().ok_or_else(|| refused.join("; "))?;
    Ok(first.with_facts(corrections))
}

/// As [`read_document`], for all articles of a document: a newsletter or a package of records holds several.
///
/// # Errors
/// Why there is no article in it, in words.
pub fn read_document_whole(document: &Document, corrections: &Corrections) -> Result<Contents, String> {
    let Pieces { pieces, refused } = pieces_of(document, None)?;
    let articles = pieces.into_iter().map(|piece| piece.with_facts(corrections)).collect();
    Ok(Contents { articles, refused })
}

/// An article of a document, with what its record's own fields say, where it is one of a register.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) article: Article,
    pub(super) told: Option<Facts>,
}

impl Piece {
    /// The article and its facts, corrected.
    pub(super) fn with_facts(self, corrections: &Corrections) -> (Article, Facts) {
        let facts = match self.told {
            Some(mut facts) => {
                corrections.apply(&self.article, &mut facts);
                facts
            }
            None => facts_of(&self.article, corrections),
        };
        (self.article, facts)
    }
}

/// The articles of a document and what in it could not be used: one of either at least.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    pub(super) refused: Vec<String>,
}

/// What is in a document. `address` is where it stands on the web, where it does not say itself.
pub(super) fn pieces_of(document: &Document, address: Option<&Address>) -> Result<Pieces, String> {
    let text = || decode(&document.bytes, None).0;
    let hints = Hints::default();
    let reading = match document.kind {
        DocumentKind::Record => return of_json(&String::from_utf8_lossy(&document.bytes)),
        DocumentKind::Html => read_saved_html(&text(), address, &hints),
        DocumentKind::Page => match document.fetched() {
            Some(fetched) => article::read(&fetched, &hints),
            None => return Err("nothing to read".to_owned()),
        },
        DocumentKind::Text => read_text(&text(), &hints),
        DocumentKind::File(format) => read_file(format, &document.bytes, &hints, None),
    };
    let pieces: Vec<Piece> =
        reading.articles.into_iter().map(|article| Piece { article, told: None }).collect();
    if pieces.is_empty() {
        return Err(reading.refusal.as_ref().map_or("nothing to read", reason).to_owned());
    }
    Ok(Pieces { pieces, refused: Vec::new() })
}

/// A record of our own form, or records of a register.
fn of_json(text: &str) -> Result<Pieces, String> {
    let value = json_of(text).map_err(|error| error.to_string())?;
    let read = if is_record(&value) { Err(value) } else { read_records(value) };
    let records = match read {
        Ok(records) => records,
        Err(value) => {
            let article = record_of(value).map_err(|error| match error {
                RecordError::NoContent => format!("{error}, {NO_REGISTER}"),
                other => other.to_string(),
            })?;
            return Ok(Pieces { pieces: vec![Piece { article, told: None }], refused: Vec::new() });
        }
    };
    if records.notices.is_empty() && records.refused.is_empty() {
        return Err("no records in it".to_owned());
    }
    let pieces =
        records.notices.into_iter().map(|notice| Piece { article: notice.article, told: Some(notice.facts) });
    Ok(Pieces { pieces: pieces.collect(), refused: records.refused })
}

/// What else an object may be.
const NO_REGISTER: &str =
    "and is no record of a register that is read (OCDS, USAspending, SAM.gov, Federal Register)";

/// The facts of an article, corrected.
pub(super) fn facts_of(article: &Article, corrections: &Corrections) -> Facts {
    let mut facts = read_corrected_facts(article, corrections);
    corrections.apply(article, &mut facts);
    facts
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
    read_in_order_by_size(items, |_| 0, work, take)
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
    read_in_order_by_size(items, size, work, take)
}

/// As [`read_in_order`], for items of so many bytes, which are bounded too.
///
/// # Errors
/// That of `take`.
pub fn read_in_order_by_size<T: Send, R: Send, E>(
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
