//! The cutter of words that all queries share: kept from one to the next, since it is costly to make and remembers the stems it has made.

use std::cell::Cell;

use crate::search::WordCutter;

thread_local! {
    static CUTTER: Cell<Option<WordCutter>> = const { Cell::new(None) };
}

/// Does something with this thread's cutter.
pub(super) fn with_cutter<T>(work: impl FnOnce(&mut WordCutter) -> T) -> T {
    let mut cutter = CUTTER.take().unwrap_or_default();
    let done = work(&mut cutter);
    CUTTER.set(Some(cutter));
    done
}
