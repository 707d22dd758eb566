//! What agencies have reported of their use of AI, on the terminal.

use std::io::{self, Write};

use awardwire::library::{AiUses, counted_uses};

use crate::cli::output::{Style, one_line, wrapped};

/// So many uses of each agency are shown where several report.
const OF_SEVERAL: usize = 3;

/// Prints them by agency, `limit` lines of each list at most.
pub fn print(
    reported: &AiUses,
    limit: usize,
    width: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style.strong("AI uses reported by agencies"))?;
    let groups = reported.by_agency();
    if groups.is_empty() {
        writeln!(out, "  none")?;
    }
    let most = if groups.len() > 1 { limit.min(OF_SEVERAL) } else { limit };
    for (agency, uses) in groups.iter().take(limit) {
        let head = format!("{}: {}", agency.name, counted_uses(uses));
        writeln!(out, "{}", wrapped(&one_line(&head), "  ", width))?;
        for one in uses.iter().take(most) {
            writeln!(out, "{}", wrapped(&one_line(&one.in_words()), "    ", width))?;
        }
        more(uses.len(), most, "    ", style, out)?;
    }
    more(groups.len(), limit, "  ", style, out)?;
    for row in wrapped(&one_line(&reported.source), "", width).lines() {
        writeln!(out, "{}", style.faint(row))?;
    }
    Ok(())
}

fn more(all: usize, limit: usize, indent: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if all > limit {
        writeln!(out, "{indent}{}", style.faint(&format!("and {} more", all - limit)))?;
    }
    Ok(())
}
