//! The deal in one paragraph, with the numbers of the sources listed below.

use std::io::{self, Write};

use awardwire::export::DealRecord;

use crate::cli::output::{WIDTH, one_line, wrapped};

/// So many sources are named for one clause; the list below has all.
const MOST_CITED: usize = 4;

pub(super) fn print(record: &DealRecord<'_>, out: &mut dyn Write) -> io::Result<()> {
    let text = one_line(&record.summary.get().cited(MOST_CITED));
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}\n", wrapped(&text, "", WIDTH))
}
