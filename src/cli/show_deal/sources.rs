//! The articles that tell it, each once.

use std::io::{self, Write};

use awardwire::export::DealRecord;

use crate::cli::output::{Style, one_line};

pub(super) fn print(record: &DealRecord<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", style.strong("Sources"))?;
    for source in &record.sources {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(source.publisher.map(one_line));
        parts.extend(source.published.map(|day| day.to_string()));
        parts.push(style.id(source.article.as_str()));
        parts.extend(source.url.map(one_line));
        writeln!(out, "  {}", parts.join(" · "))?;
        if !source.title.trim().is_empty() {
            writeln!(out, "    {}", style.faint(&one_line(source.title)))?;
        }
    }
    Ok(())
}
