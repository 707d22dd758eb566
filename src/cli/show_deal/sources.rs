//! The articles that tell it, each once; copies and reports of one source stand below the first of them.

use std::io::{self, Write};

use awardwire::export::{DealRecord, DealSource};

use crate::cli::output::{Style, one_line};

pub(super) fn print(record: &DealRecord<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.strong("Sources"))?;
    // Numbered as the summary cites them.
    let mut sources: Vec<(usize, &DealSource<'_>)> = (1..).zip(&record.sources).collect();
    sources.sort_by_key(|(_, source)| source.origin);
    let mut origin = 0;
    for (number, source) in sources {
        let indent = if source.origin == origin { "    └ " } else { "  " };
        let below = if source.origin == origin { "      " } else { "    " };
        origin = source.origin;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(source.publisher.map(one_line));
        parts.extend(source.published.map(|day| day.to_string()));
        parts.push(style.id(source.article.as_str()));
        parts.extend(source.url.map(one_line));
        writeln!(out, "{indent}[{number}] {}", parts.join(" · "))?;
        if !source.title.trim().is_empty() {
            writeln!(out, "{below}{}", style.faint(&one_line(source.title)))?;
        }
    }
    Ok(())
}
