//! Alerts as a calendar (RFC 5545): the day each was told, and the months in which a contract is likely to be competed again.

use std::io::{self, Write};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ids::uuid;
use super::text::{alert_lines, line};
use crate::base::Address;
use crate::report::{Alert, AlertReport};

/// At most so many alerts.
const MOST: usize = 1000;
/// The most bytes of a line, without its end.
const LINE: usize = 75;

/// Writes the alerts of these watches as a calendar of whole days.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_calendar(report: &AlertReport, watches: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut calendar = Calendar { out };
    calendar.line("BEGIN:VCALENDAR")?;
    calendar.line("VERSION:2.0")?;
    calendar.line("PRODID:-//awardwire//alerts//EN")?;
    calendar.line("CALSCALE:GREGORIAN")?;
    calendar.text("X-WR-CALNAME", &format!("awardwire alerts: {}", watches.join(", ")))?;
    let mut alerts: Vec<&Alert> = report.alerts.iter().collect();
    alerts.sort_by(|a, b| (b.seen, a.key()).cmp(&(a.seen, b.key())));
    for alert in alerts.into_iter().take(MOST) {
        let told = alert.articles.first().and_then(|article| article.published);
        let day = told.filter(|date| date.day().is_some()).map(|date| date.first_day());
        let day = day.unwrap_or_else(|| TimeZone::UTC.to_datetime(alert.seen).date());
        let title = format!("{}: {}", alert.news_in_words(), line(alert.title()));
        calendar.event(alert, "told", (day, day), &title)?;
        let deal = alert.deal.as_ref();
        if let Some((from, to)) = deal.and_then(|deal| deal.recompete) {
            let doubt = alert.doubt();
            let title = format!("likely to be competed again (estimate){doubt}: {}", line(alert.title()));
            calendar.event(alert, "recompete", (from.first_day(), to.last_day()), &title)?;
        }
        if let Some(ends) = deal.and_then(|deal| deal.ends) {
            let title = format!("ends{}: {}", alert.doubt(), line(alert.title()));
            calendar.event(alert, "ends", (ends.last_day(), ends.last_day()), &title)?;
        }
    }
    calendar.line("END:VCALENDAR")
}

struct Calendar<'o> {
    out: &'o mut dyn Write,
}

impl Calendar<'_> {
    /// Whole days, the last included.
    fn event(&mut self, alert: &Alert, what: &str, days: (Date, Date), title: &str) -> io::Result<()> {
        // The end of whole days is the day after.
        let (first, last) = (days.0, days.1.max(days.0));
        let after = last.checked_add(1.day()).unwrap_or(last);
        let seen = alert.seen.strftime("%Y%m%dT%H%M%SZ");
        self.line("BEGIN:VEVENT")?;
        self.line(&format!("UID:{}", uuid(&[what, alert.key()])))?;
        self.line(&format!("DTSTAMP:{seen}"))?;
        self.line(&format!("LAST-MODIFIED:{seen}"))?;
        self.line(&format!("DTSTART;VALUE=DATE:{}", first.strftime("%Y%m%d")))?;
        self.line(&format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")))?;
        self.line("TRANSP:TRANSPARENT")?;
        self.text("SUMMARY", title)?;
        self.text("DESCRIPTION", &alert_lines(alert).join("\n"))?;
        let url = alert.articles.first().and_then(|article| article.url.as_deref());
        if let Some(address) = url.and_then(|url| Address::parse(url).ok()) {
            self.line(&format!("URL:{address}"))?;
        }
        let names: Vec<String> = alert.watches.iter().map(|caught| escaped(&caught.watch)).collect();
        self.line(&format!("CATEGORIES:{}", names.join(",")))?;
        self.line("END:VEVENT")
    }

    fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.line(&format!("{name}:{}", escaped(value)))
    }

    /// A line, folded where it is long, between characters.
    fn line(&mut self, text: &str) -> io::Result<()> {
        let mut used = 0;
        for c in text.chars() {
            if used + c.len_utf8() > LINE {
                self.out.write_all(b"\r\n ")?;
                used = 1;
            }
            write!(self.out, "{c}")?;
            used += c.len_utf8();
        }
        self.out.write_all(b"\r\n")
    }
}

/// A value that means nothing but its text; only line ends that are ours are in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(work: impl FnOnce(&mut Calendar<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        work(&mut Calendar { out: &mut out }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_are_escaped_and_lines_folded() {
        let shown = lines(|calendar| calendar.text("SUMMARY", "a;b,c\\d\ne\r\nEND:VEVENT\u{1b}"));
        assert_eq!(shown, "SUMMARY:a\\;b\\,c\\\\d\\ne\\nEND:VEVENT\r\n");
        let long = lines(|calendar| calendar.text("SUMMARY", &"é".repeat(100)));
        assert!(long.split("\r\n").all(|line| line.len() <= LINE), "{long:?}");
        assert_eq!(long.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "é".repeat(100)));
    }
}
