//! When something changed, as formats with instants ask for it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::deal::DealRecord;
use super::record::Record;
use crate::base::PartialDate;

/// The first instant of a day in UTC; `None` where the day itself is not known.
pub(super) fn instant_of(date: PartialDate) -> Option<Timestamp> {
    date.day()?;
    date.first_day().to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// The last change of what tells a deal: when the newest version of one of its pages was fetched; without pages, the last
/// day on which one was published; without either, when the file is made.
pub(super) fn deal_changed(deal: &DealRecord<'_>, made: Timestamp) -> Timestamp {
    let fetched = deal.sources.iter().filter_map(|source| source.proof.as_ref()).map(|proof| proof.fetched);
    let published = deal.sources.iter().filter_map(|source| source.published).map(first_instant);
    to_second(fetched.max().or_else(|| published.flatten().max()).unwrap_or(made))
}

/// The last change of an article: when the newest version of its page was fetched; without a page, when it was published;
/// without a date, when the file is made.
pub(super) fn article_changed(record: &Record<'_>, made: Timestamp) -> Timestamp {
    let fetched = record.proof.as_ref().map(|proof| proof.fetched);
    to_second(fetched.or_else(|| published(record)).unwrap_or(made))
}

/// When an article was published: the instant, else the beginning of the day; `None` where it has no date.
pub(super) fn published(record: &Record<'_>) -> Option<Timestamp> {
    let said = record.published.as_deref()?;
    said.parse().ok().or_else(|| first_instant(said.parse().ok()?)).map(to_second)
}

/// The first instant of what a date may mean, in UTC: of a month or year its first day.
pub(super) fn first_instant(date: PartialDate) -> Option<Timestamp> {
    date.first_day().to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Without the fraction of the second, which some readers refuse.
pub(super) fn to_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_day_has_an_instant() {
        for (date, instant) in
            [("2025-07-14", Some("2025-07-14T00:00:00Z")), ("2025-07", None), ("2025", None)]
        {
            let found = instant_of(date.parse().unwrap()).map(|instant| instant.to_string());
            assert_eq!(found.as_deref(), instant);
        }
    }
}
