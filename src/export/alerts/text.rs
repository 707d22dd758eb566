//! Alerts as lines to read.

use std::io::{self, Write};

use crate::base::{printable, squeeze};
use crate::report::{Alert, AlertNews, AlertReport};

/// So many finds are told of each part of a query.
pub(super) const MOST_FOUND: usize = 3;
/// Longer sentences are cut.
const LONGEST: usize = 300;

/// What the alerts come to, in a few words: `2 new deals (1 unconfirmed), 1 changed deal`.
pub fn subject(report: &AlertReport) -> String {
    let counted = |news: AlertNews, one: &str, many: &str| {
        let meant: Vec<&Alert> = report.alerts.iter().filter(|alert| alert.news == news).collect();
        let doubtful = meant.iter().filter(|alert| alert.is_unconfirmed()).count();
        let doubt = match (doubtful, meant.len()) {
            (0, _) => String::new(),
            (some, all) if some == all => " (unconfirmed)".to_owned(),
            (some, _) => format!(" ({some} unconfirmed)"),
        };
        match meant.len() {
            0 => None,
            1 => Some(format!("1 {one}{doubt}")),
            several => Some(format!("{several} {many}{doubt}")),
        }
    };
    let parts: Vec<String> = [
        counted(AlertNews::NewDeal, "new deal", "new deals"),
        counted(AlertNews::ChangedDeal, "changed deal", "changed deals"),
        counted(AlertNews::NewArticle, "new article", "new articles"),
        counted(AlertNews::EditedArticle, "edited article", "edited articles"),
        counted(AlertNews::RetoldDeal, "deal told again", "deals told again"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let more = if report.left_out > 0 { format!(", and {} more", report.left_out) } else { String::new() };
    if parts.is_empty() { format!("nothing new{more}") } else { format!("{}{more}", parts.join(", ")) }
}

/// Writes the alerts, a few lines each.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_text(report: &AlertReport, out: &mut dyn Write) -> io::Result<()> {
    let sample = if report.sample { " (sample data)" } else { "" };
    writeln!(out, "{}{sample}", subject(report))?;
    for alert in &report.alerts {
        write_alert(alert, out)?;
    }
    for fault in &report.faults {
        writeln!(
            out,
            "\nwatch {} catches nothing: {}\n  its query is {}",
            line(&fault.name),
            line(&fault.why),
            line(&fault.query)
        )?;
    }
    Ok(())
}

fn write_alert(alert: &Alert, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}: {}  {}", alert.news_in_words(), line(alert.title()), line(alert.key()))?;
    alert_lines(alert).iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// What stands below an alert's title, each on a line.
pub(super) fn alert_lines(alert: &Alert) -> Vec<String> {
    let mut lines: Vec<String> = alert.changes.iter().map(|change| line(&change.words())).collect();
    lines.extend(alert.standing().map(|standing| line(&standing)));
    let sentence = alert.deal.as_ref().and_then(|deal| deal.sentence.as_deref());
    lines.extend(sentence.map(|sentence| cut(&line(sentence))));
    lines.push(line(&alert.first_article()));
    lines.extend(alert.articles.first().and_then(|article| article.url.as_deref()).map(line));
    for caught in &alert.watches {
        let why: Vec<String> = caught.because.iter().map(|because| because.words(MOST_FOUND)).collect();
        let why =
            if why.is_empty() { "what was read of it has changed since".to_owned() } else { why.join("; ") };
        lines.push(format!("watch {}: {}", line(&caught.watch), line(&why)));
    }
    lines
}

/// Text from outside on one line, without anything that steers a terminal.
pub(super) fn line(text: &str) -> String {
    squeeze(&printable(text))
}

/// A sentence, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST).collect();
    let end = kept.rfind(' ').unwrap_or(kept.len());
    format!("{} …", kept.get(..end).unwrap_or(&kept))
}
