//! `awardwire eval --summaries`: what summaries say of the main event, and what they leave out.

use std::io::{self, Write};

use awardwire::library::{SummaryFigures, SummaryMiss};

use crate::cli::output::{Style, WIDTH, one_line, wrapped};

/// Prints the table, and each summary that leaves something out.
pub(super) fn print_summaries(
    figures: &SummaryFigures,
    misses: &[SummaryMiss],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let heading = format!("summaries of {} relevant articles", figures.articles);
    writeln!(out, "{}", style.strong(&heading))?;
    for (name, share) in [
        ("buyer, vendor and value", figures.complete),
        ("  with all buyers and vendors", figures.complete_with_all),
        ("  buyer", figures.buyer),
        ("  vendor", figures.vendor),
        ("  value", figures.value),
        ("60 words or 3 sentences", figures.short),
    ] {
        writeln!(out, "{name:<30} {:>6.3} {:>6} of {}", share.acc, share.ok, share.n)?;
    }
    writeln!(out, "{:<30} {:>6.1}", "words on average", figures.mean_words)?;
    for miss in misses {
        writeln!(out, "\n{}", style.strong(&one_line(&miss.id)))?;
        let words = miss.words.map(|words| words.to_string());
        for (name, left_out) in [
            ("no buyer", miss.buyers.join(", ")),
            ("no vendor", miss.vendors.join(", ")),
            ("no value", miss.value.clone().unwrap_or_default()),
            ("words", words.unwrap_or_default()),
        ] {
            if !left_out.is_empty() {
                writeln!(out, "  {name}: {}", one_line(&left_out))?;
            }
        }
        writeln!(out, "{}", wrapped(&one_line(&miss.summary), "  ", WIDTH))?;
    }
    Ok(())
}
