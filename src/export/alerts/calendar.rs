//! Alerts as a calendar (RFC 5545): the day each was told, and the months in which a contract is likely to be competed again.

use std::io::{self, Write};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::text::{alert_lines, line};
use crate::base::Address;
use crate::export::ics_text::{lines, text, write_line};
use crate::export::urn::uuid;
use crate::report::{Alert, AlertReport};

/// At most so many alerts.
const MOST: usize = 1000;

/// Writes the alerts of these watches as a calendar of whole days.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_calendar(report: &AlertReport, watches: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut calendar = Calendar { out };
    calendar.line("BEGIN", "VCALENDAR")?;
    calendar.line("VERSION", "2.0")?;
    calendar.line("PRODID", "-//awardwire//alerts//EN")?;
    calendar.line("CALSCALE", "GREGORIAN")?;
    calendar.line("X-WR-CALNAME", &text(&format!("awardwire alerts: {}", watches.join(", "))))?;
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
    calendar.line("END", "VCALENDAR")
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
        let seen = alert.seen.strftime("%Y%m%dT%H%M%SZ").to_string();
        self.line("BEGIN", "VEVENT")?;
        self.line("UID", &uuid(what, alert.key()))?;
        self.line("DTSTAMP", &seen)?;
        self.line("LAST-MODIFIED", &seen)?;
        self.line("DTSTART;VALUE=DATE", &first.strftime("%Y%m%d").to_string())?;
        self.line("DTEND;VALUE=DATE", &after.strftime("%Y%m%d").to_string())?;
        self.line("TRANSP", "TRANSPARENT")?;
        self.line("SUMMARY", &text(title))?;
        self.line("DESCRIPTION", &lines(&alert_lines(alert)))?;
        let url = alert.articles.first().and_then(|article| article.url.as_deref());
        if let Some(address) = url.and_then(|url| Address::parse(url).ok()) {
            self.line("URL", address.as_str())?;
        }
        let names: Vec<String> = alert.watches.iter().map(|caught| text(&caught.watch)).collect();
        self.line("CATEGORIES", &names.join(","))?;
        self.line("END", "VEVENT")
    }

    fn line(&mut self, name: &str, value: &str) -> io::Result<()> {
        write_line(name, value, self.out)
    }
}
