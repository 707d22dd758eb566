//! Why its events are one deal, and why the nearest other deal is another.

use std::io::{self, Write};

use awardwire::library::{Deal, EventRef, NearestDeal};

use crate::cli::output::{Style, WIDTH, one_line, wrapped};

/// What is told beside the deal's joins.
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// The nearest deal that was not joined, where there is one.
    pub nearest: Option<&'a (NearestDeal, Deal)>,
}

/// Prints the joins, each with both of its events.
pub(super) fn print(
    deal: &Deal,
    Why { nearest }: Why<'_>,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", style.strong("Why these events are one deal"))?;
    for join in &deal.joins {
        writeln!(out, "  {:.2}  {}", join.score, event(deal, &join.one, style))?;
        writeln!(out, "        {}", event(deal, &join.other, style))?;
        below(&join.reasons.join(", "), style, out)?;
    }
    if deal.joins.is_empty() {
        writeln!(out, "  one event only")?;
    }
    writeln!(out, "\n{}", style.strong("The nearest deal that was not joined"))?;
    let Some((told, other)) = nearest else {
        return writeln!(
            out,
            "  none: no event of another deal was compared with these, or none can be one with them"
        );
    };
    writeln!(out, "  {}  {}", style.id(told.deal.as_str()), one_line(&told.name))?;
    writeln!(out, "  {:.2}  {}", told.score, event(deal, &told.own, style))?;
    writeln!(out, "        {}", event(other, &told.other, style))?;
    for (label, reasons) in [("against", &told.speaks_against), ("for", &told.speaks_for)] {
        if !reasons.is_empty() {
            below(&format!("{label}: {}", reasons.join(", ")), style, out)?;
        }
    }
    below(&told.why, style, out)
}

fn below(text: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for row in wrapped(&one_line(text), "", WIDTH - 8).lines() {
        writeln!(out, "        {}", style.faint(row))?;
    }
    Ok(())
}

/// "award, Defense Ledger, 2026-03-02, a0123456789abcd".
fn event(deal: &Deal, event: &EventRef, style: Style) -> String {
    let told = deal.events.iter().find(|told| told.article == event.article && told.ordinal == event.ordinal);
    let mut parts: Vec<String> = Vec::new();
    if let Some(told) = told {
        parts.push(told.event.kind.as_str().to_owned());
        parts.extend(told.publisher.as_deref().map(one_line));
        parts.extend(told.published.map(|day| day.to_string()));
    }
    parts.push(style.id(event.article.as_str()));
    parts.join(" · ")
}
