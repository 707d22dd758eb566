//! Capitalised words that name no supplier: openers of sentences, places, news outlets.

use std::sync::LazyLock;

use crate::base::Words;

/// Capitalised words that are no name of a supplier on their own.
pub(super) static NEVER: LazyLock<Words> =
    LazyLock::new(|| lines(include_str!("../../data/plain_words.txt")));

/// News outlets and their kind: sources of a report and no suppliers.
pub(super) static OUTLETS: LazyLock<Words> = LazyLock::new(|| lines(include_str!("../../data/outlets.txt")));

fn lines(text: &'static str) -> Words {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}
