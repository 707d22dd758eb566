//! Alerts as a feed (RFC 4287): one entry for each deal or article, with the same id for good and updated when more comes.

use std::io::{self, Write};

use super::text::alert_lines;
use crate::export::urn::urn;
use crate::export::xml_text::{address, text};
use crate::report::{Alert, AlertReport};

/// At most so many entries.
const MOST: usize = 200;

/// Writes the alerts of these watches as a feed, the latest first. `place` is where it is kept: the feed is the same one as long as
/// that is, whichever watches tell in it.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_atom(
    report: &AlertReport,
    watches: &[String],
    place: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut alerts: Vec<&Alert> = report.alerts.iter().collect();
    alerts.sort_by(|a, b| (b.seen, a.key()).cmp(&(a.seen, b.key())));
    alerts.truncate(MOST);
    let names = watches.join(", ");
    let updated = alerts.first().map_or(report.made, |alert| alert.seen);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">")?;
    writeln!(out, "  <id>{}</id>", urn("feed", place))?;
    let sample = if report.sample { " (sample data)" } else { "" };
    writeln!(out, "  <title>awardwire alerts: {}{sample}</title>", text(&names))?;
    writeln!(out, "  <updated>{}</updated>", second(updated))?;
    writeln!(out, "  <author><name>awardwire</name></author>")?;
    writeln!(out, "  <generator version=\"{}\">awardwire</generator>", env!("CARGO_PKG_VERSION"))?;
    for alert in alerts {
        write_entry(alert, out)?;
    }
    writeln!(out, "</feed>")
}

fn write_entry(alert: &Alert, out: &mut dyn Write) -> io::Result<()> {
    let first = alert.articles.iter().map(|article| article.seen).min().unwrap_or(alert.seen);
    writeln!(out, "  <entry>")?;
    writeln!(out, "    <id>{}</id>", urn("alert", alert.key()))?;
    writeln!(out, "    <title>{}: {}</title>", alert.news_in_words(), text(alert.title()))?;
    writeln!(out, "    <published>{}</published>", second(first))?;
    writeln!(out, "    <updated>{}</updated>", second(alert.seen))?;
    let url = alert.articles.first().and_then(|article| article.url.as_deref());
    if let Some(address) = url.and_then(address) {
        writeln!(out, "    <link rel=\"alternate\" href=\"{address}\"/>")?;
    }
    for caught in &alert.watches {
        writeln!(out, "    <category term=\"{}\"/>", text(&caught.watch))?;
    }
    // HTML within XML: what came from outside is escaped twice.
    let lines: Vec<String> = alert_lines(alert).iter().map(|line| format!("<p>{}</p>", text(line))).collect();
    writeln!(out, "    <content type=\"html\">{}</content>", text(&lines.concat()))?;
    writeln!(out, "  </entry>")
}

/// An instant to the second, as feeds have it.
fn second(instant: jiff::Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
