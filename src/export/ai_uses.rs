//! What agencies have reported of their use of AI, as Markdown and as part of a page.

use std::io::{self, Write};

use super::html_text::text;
use super::markdown_text;
use crate::report::{AiUses, counted_uses};

/// Writes a section of Markdown.
pub(super) fn write_markdown(reported: &AiUses, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## AI uses reported by agencies\n\n{}", markdown_text::text(&reported.source))?;
    for (agency, uses) in reported.by_agency() {
        let head = format!("{}: {}", agency.name, counted_uses(&uses));
        writeln!(out, "\n{}\n", markdown_text::text(&head))?;
        uses.iter().try_for_each(|one| writeln!(out, "- {}", markdown_text::text(&one.in_words())))?;
    }
    Ok(())
}

/// Writes a section of a page.
pub(super) fn write_html(reported: &AiUses, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<h2>AI uses reported by agencies</h2>\n<p class=\"faint\">{}</p>",
        text(&reported.source)
    )?;
    for (agency, uses) in reported.by_agency() {
        let head = format!("{}: {}", agency.name, counted_uses(&uses));
        writeln!(out, "<p><strong>{}</strong></p>\n<ul>", text(&head))?;
        uses.iter().try_for_each(|one| writeln!(out, "<li>{}</li>", text(&one.in_words())))?;
        writeln!(out, "</ul>")?;
    }
    Ok(())
}
