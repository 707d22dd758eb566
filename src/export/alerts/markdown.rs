//! Alerts as Markdown.

use std::io::{self, Write};

use super::text::{MOST_FOUND, cut, line, subject};
use crate::export::markdown_text::{link, text};
use crate::report::{Alert, AlertReport};

/// Writes the alerts as Markdown (CommonMark), a section each.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_markdown(report: &AlertReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Alerts: {}", text(&subject(report)))?;
    if report.sample {
        writeln!(out, "\n**Sample data: made-up publishers, mostly made-up dealings.**")?;
    }
    writeln!(out, "\nMade {}.", report.made.strftime("%Y-%m-%d %H:%M UTC"))?;
    for alert in &report.alerts {
        write_alert(alert, out)?;
    }
    for fault in &report.faults {
        writeln!(
            out,
            "\n**Watch {} catches nothing:** {} Its query is: {}",
            text(&fault.name),
            text(&fault.why),
            text(&fault.query)
        )?;
    }
    Ok(())
}

fn write_alert(alert: &Alert, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}", text(alert.title()))?;
    let mut facts: Vec<String> = vec![format!("**{}**", alert.news_in_words())];
    facts.extend(alert.standing().map(|standing| text(&standing)));
    facts.push(format!("`{}`", line(alert.key()).replace('`', "'")));
    writeln!(out, "\n{}\n", facts.join(" · "))?;
    for change in &alert.changes {
        writeln!(out, "- {}", text(&change.words()))?;
    }
    for caught in &alert.watches {
        let why: Vec<String> =
            caught.because.iter().map(|because| text(&because.words(MOST_FOUND))).collect();
        writeln!(out, "- watch **{}**: {}", text(&caught.watch), why.join("; "))?;
    }
    if let Some(sentence) = alert.deal.as_ref().and_then(|deal| deal.sentence.as_deref()) {
        writeln!(out, "\n> {}", text(&cut(&line(sentence))))?;
    }
    writeln!(out)?;
    for article in &alert.articles {
        let mut parts: Vec<String> = article.publisher.iter().map(|name| text(name)).collect();
        parts.extend(article.published.map(|date| date.to_string()));
        if article.edited {
            parts.push("edited".to_owned());
        }
        let title =
            article.url.as_deref().map_or_else(|| text(&article.title), |url| link(&article.title, url));
        let about = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        writeln!(out, "- {title}{about}")?;
    }
    Ok(())
}
