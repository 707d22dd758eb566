//! For how long it runs, and when it is likely to be competed again: estimates with their arithmetic.

use std::io::{self, Write};

use awardwire::library::Deal;

use super::{line, painted};
use crate::cli::output::{Style, one_line};

pub(super) fn print(deal: &Deal, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(period) = &deal.period else { return Ok(()) };
    line("Period", &period.in_words(), out)?;
    for step in &period.arithmetic {
        painted("", &one_line(step), |row| style.faint(row), out)?;
    }
    if !period.others.is_empty() {
        let others = format!("the sources disagree: {}", one_line(&period.others.join("; ")));
        painted("", &others, |row| style.doubt(row), out)?;
    }
    if let Some(clock) = &deal.recompete {
        line("Recompete", &format!("{} to {} (estimate)", clock.from, clock.to), out)?;
        // The steps to the end stand above.
        for step in clock.arithmetic.iter().skip(period.arithmetic.len()) {
            painted("", &one_line(step), |row| style.faint(row), out)?;
        }
    }
    Ok(())
}
