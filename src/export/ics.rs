//! iCalendar (RFC 5545): the days of deals. Which days there are, `calendar` says.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::{Day, days};
use super::deal::DealRecord;
use super::ics_text::{lines, text, write_line};
use super::moments::{deal_changed, to_second};
use super::urn::uuid;
use super::{Closing, Exporter, Item, Preface};
use crate::base::Address;

/// Writes a calendar, an event for each day of each deal.
#[derive(Default)]
pub(super) struct IcsExporter {
    made: Timestamp,
}

impl Exporter for IcsExporter {
    fn begin(&mut self, preface: &Preface<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.made = to_second(preface.made);
        write_line("BEGIN", "VCALENDAR", out)?;
        write_line("VERSION", "2.0", out)?;
        write_line("PRODID", concat!("-//awardwire//awardwire ", env!("CARGO_PKG_VERSION"), "//EN"), out)?;
        write_line("CALSCALE", "GREGORIAN", out)?;
        write_line("METHOD", "PUBLISH", out)?;
        write_line("X-WR-CALNAME", &text(&preface.title()), out)
    }

    fn item(&mut self, item: &Item<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Item::Deal(deal) = item else { return Ok(()) };
        days(deal).iter().try_for_each(|day| self.event(deal, day, out))
    }

    fn end(&mut self, _: Closing, out: &mut dyn Write) -> io::Result<()> {
        write_line("END", "VCALENDAR", out)
    }
}

impl IcsExporter {
    fn event(&self, deal: &DealRecord<'_>, day: &Day, out: &mut dyn Write) -> io::Result<()> {
        let estimate = if day.is_tentative { " (estimate)" } else { "" };
        let summary = format!("{}: {}{estimate}", day.occasion.heading(), deal.name);
        let kind = format!("day {}", day.occasion.as_str());
        write_line("BEGIN", "VEVENT", out)?;
        write_line("UID", &uuid(&kind, deal.id.as_str()), out)?;
        write_line("DTSTAMP", &stamp(deal_changed(deal, self.made)), out)?;
        write_line("DTSTART;VALUE=DATE", &date(day.first), out)?;
        // The end is the first day after it.
        if let Ok(after) = day.last.tomorrow() {
            write_line("DTEND;VALUE=DATE", &date(after), out)?;
        }
        write_line("SUMMARY", &text(&summary), out)?;
        write_line("DESCRIPTION", &description(deal, day), out)?;
        write_line("STATUS", if day.is_tentative { "TENTATIVE" } else { "CONFIRMED" }, out)?;
        write_line("TRANSP", "TRANSPARENT", out)?;
        write_line("CATEGORIES", &text(day.occasion.heading()), out)?;
        let url = deal.source.as_ref().and_then(|source| Address::parse(source.url?).ok());
        if let Some(url) = url {
            write_line("URL", url.as_str(), out)?;
        }
        write_line("END", "VEVENT", out)
    }
}

/// How the day is known, and the source that says best what the deal is.
fn description(deal: &DealRecord<'_>, day: &Day) -> String {
    let mut said = day.arithmetic.clone();
    if day.is_tentative {
        said.push("Estimate: check the source before you rely on it.".to_owned());
    }
    if let Some(source) = &deal.source {
        let published = source.published.map(|date| date.to_string());
        let parts = [Some(source.title), source.publisher, published.as_deref(), source.url];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        said.push(format!("Source: {}", parts.join(", ")));
    }
    said.push(format!("Deal {}", deal.id));
    lines(&said)
}

fn date(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn stamp(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}
