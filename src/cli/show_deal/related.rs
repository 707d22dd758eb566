//! Other deals that bear on it.

use std::io::{self, Write};

use awardwire::library::Related;

use crate::cli::output::{Style, WIDTH, one_line, wrapped};

pub(super) fn print(related: &[Related], style: Style, out: &mut dyn Write) -> io::Result<()> {
    if related.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", style.strong("Related"))?;
    for one in related {
        writeln!(out, "  {}  {}", style.id(one.deal.as_str()), one_line(&one.name))?;
        let why = format!("{}: {}", one.kind.as_str().replace('_', " "), one_line(&one.why));
        for row in wrapped(&why, "", WIDTH - 4).lines() {
            writeln!(out, "    {}", style.faint(row))?;
        }
    }
    Ok(())
}
