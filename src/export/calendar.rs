//! The days of a deal: by when offers for it are due, when it ends, when its successor is likely to be asked for, when a protest is decided.
//!
//! What is printed is told as a day; what is reckoned is tentative and told with its arithmetic.

use jiff::ToSpan;
use jiff::civil::Date;

use super::deal::{DealClaim, DealRecord};
use crate::base::PartialDate;
use crate::deals::Status;
use crate::events::EventKind;
use crate::report::is_protest_over;

/// The Government Accountability Office decides within so many days of the filing (31 U.S.C. 3554(a)(1)).
const PROTEST_DAYS: i64 = 100;
/// What shows that a protest lies before that office and not before a court.
const OFFICE: &[&str] = &["GAO", "Government Accountability Office"];
/// What a day is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// Offers are due.
    OffersDue,
    /// The contract ends as things stand.
    End,
    /// It ends if every option is exercised.
    EndWithOptions,
    /// It ends then at the longest; of options nobody told.
    EndAtLongest,
    /// The months in which its successor is likely to be asked for.
    Recompete,
    /// A protest before the Government Accountability Office must be decided.
    ProtestDecision,
}

impl Occasion {
    /// A word that stays.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::OffersDue => "offers-due",
            Self::End => "end",
            // One word, so that an entry which a calendar has already is changed and not doubled.
            Self::EndWithOptions | Self::EndAtLongest => "end-with-options",
            Self::Recompete => "recompete",
            Self::ProtestDecision => "protest-decision",
        }
    }

    /// What stands before the deal's name.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::OffersDue => "Offers due",
            Self::End => "Ends",
            Self::EndWithOptions => "Ends with all options",
            Self::EndAtLongest => "Ends at the longest",
            Self::Recompete => "Recompete likely",
            Self::ProtestDecision => "Protest decision due",
        }
    }
}

/// A day, or a run of days, of a deal.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    pub(super) occasion: Occasion,
    pub(super) first: Date,
    /// The last day of it.
    pub(super) last: Date,
    /// Whether it is reckoned, or known to the month only.
    pub(super) is_tentative: bool,
    /// How it is known: a line a step.
    pub(super) arithmetic: Vec<String>,
}

/// The days of a deal that is not over. What is known to the year only is no day.
pub(super) fn days(deal: &DealRecord<'_>) -> Vec<Day> {
    if matches!(deal.status, Some(Status::Ended | Status::Barred)) {
        return Vec::new();
    }
    [offers_due(deal), end(deal), end_with_options(deal), recompete(deal), protest(deal)]
        .into_iter()
        .flatten()
        .collect()
}

/// Only of what is still asked for.
fn offers_due(deal: &DealRecord<'_>) -> Option<Day> {
    let due = deal.offers_due.filter(|_| deal.status == Some(Status::Sought))?;
    let told = deal.deal.events.iter().find(|told| told.event.details.offers_due == Some(due))?;
    let publisher = told.publisher.as_deref().unwrap_or("publisher not known");
    day(Occasion::OffersDue, due, false, vec![format!("offers due {due} ({publisher}: {})", told.title)])
}

fn end(deal: &DealRecord<'_>) -> Option<Day> {
    let period = deal.period?;
    day(Occasion::End, period.end?, period.estimate, period.arithmetic.clone())
}

fn end_with_options(deal: &DealRecord<'_>) -> Option<Day> {
    let period = deal.period?;
    let last = period.end_with_options.filter(|last| Some(*last) != period.end)?;
    let occasion = if period.tells_options() { Occasion::EndWithOptions } else { Occasion::EndAtLongest };
    day(occasion, last, period.estimate, period.arithmetic.clone())
}

fn recompete(deal: &DealRecord<'_>) -> Option<Day> {
    let recompete = deal.recompete?;
    let is_known = recompete.from.month().is_some() && recompete.to.month().is_some();
    is_known.then(|| Day {
        occasion: Occasion::Recompete,
        first: recompete.from.first_day(),
        last: recompete.to.last_day(),
        is_tentative: true,
        arithmetic: recompete.arithmetic.clone(),
    })
}

fn day(occasion: Occasion, date: PartialDate, is_estimate: bool, mut arithmetic: Vec<String>) -> Option<Day> {
    date.month()?;
    if date.day().is_none() {
        arithmetic.push(format!("Known to the month only: {date}."));
    }
    Some(Day {
        occasion,
        first: date.first_day(),
        last: date.last_day(),
        is_tentative: is_estimate || date.day().is_none(),
        arithmetic,
    })
}

/// The day by which a protest that lies before the office is decided, reckoned from the first article that tells of it.
fn protest(deal: &DealRecord<'_>) -> Option<Day> {
    let told: Vec<&DealClaim<'_>> =
        deal.events.iter().filter(|event| event.is_confirmed && event.kind == EventKind::Protest).collect();
    if deal.status != Some(Status::Protested) || told.iter().any(|event| is_over(deal, event)) {
        return None;
    }
    let is_before_office = |event: &&DealClaim<'_>| OFFICE.iter().any(|name| event.evidence.contains(name));
    let first = told.iter().copied().find(is_before_office)?;
    let is_day = |date: &PartialDate| date.day().is_some();
    let filed = first.date.filter(is_day);
    let from = filed.or(first.published.filter(is_day))?.first_day();
    let due = from.checked_add(PROTEST_DAYS.days()).ok()?;
    let what = if filed.is_some() { "protested" } else { "protest reported" };
    let publisher = first.publisher.unwrap_or("publisher not known");
    Some(Day {
        occasion: Occasion::ProtestDecision,
        first: due,
        last: due,
        is_tentative: true,
        arithmetic: vec![
            format!("{what} {from} ({publisher}: {})", first.evidence),
            format!(
                "+ {PROTEST_DAYS} days = {due} (31 U.S.C. 3554: the Government Accountability Office decides within 100 days of the filing)"
            ),
        ],
    })
}

/// Whether the article that tells of a protest says, in that sentence or its headline, how it went.
fn is_over(deal: &DealRecord<'_>, event: &DealClaim<'_>) -> bool {
    let title = deal.sources.iter().find(|source| source.article == event.article).map(|source| source.title);
    [Some(event.evidence), title].into_iter().flatten().any(is_protest_over)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deals::{Deal, Period, Recompete};
    use crate::export::sample;

    fn found(deal: &Deal) -> Vec<(Occasion, String, bool)> {
        let record = DealRecord::new(deal);
        days(&record)
            .into_iter()
            .map(|day| (day.occasion, format!("{}/{}", day.first, day.last), day.is_tentative))
            .collect()
    }

    fn period(end: &str, with_options: &str, estimate: bool) -> Period {
        Period {
            end: end.parse().ok(),
            end_with_options: with_options.parse().ok(),
            estimate,
            ..Period::default()
        }
    }

    #[test]
    fn printed_days_are_sure_and_reckoned_ones_are_not() {
        let mut deal = sample::deal();
        deal.period = Some(period("2026-07-14", "2026-07-14", false));
        assert_eq!(found(&deal), [(Occasion::End, "2026-07-14/2026-07-14".to_owned(), false)]);
        deal.period = Some(period("2026-07", "2028", true));
        assert_eq!(found(&deal), [(Occasion::End, "2026-07-01/2026-07-31".to_owned(), true)]);
        deal.recompete = Some(Recompete {
            base_end: None,
            final_end: "2028-07".parse().unwrap(),
            from: "2027-07".parse().unwrap(),
            to: "2028-01".parse().unwrap(),
            arithmetic: Vec::new(),
            estimate: true,
        });
        assert_eq!(found(&deal)[1], (Occasion::Recompete, "2027-07-01/2028-01-31".to_owned(), true));
        deal.status = Some(Status::Ended);
        assert!(found(&deal).is_empty());
    }

    #[test]
    fn offers_are_due_while_they_are_sought() {
        let mut deal = sample::deal();
        deal.period = None;
        deal.recompete = None;
        for told in &mut deal.events {
            told.event.details.offers_due = "2026-07-20".parse().ok();
        }
        for (status, expected) in [(Status::Sought, 1), (Status::Awarded, 0), (Status::Ended, 0)] {
            deal.status = Some(status);
            let due = found(&deal).into_iter().filter(|(occasion, ..)| *occasion == Occasion::OffersDue);
            let days: Vec<String> =
                due.map(|(_, days, is_tentative)| format!("{days} {is_tentative}")).collect();
            assert_eq!(days, vec!["2026-07-20/2026-07-20 false"; expected], "{status:?}");
        }
    }

    #[test]
    fn a_protest_before_the_office_is_decided_within_a_hundred_days() {
        for (sentence, status, day, due) in [
            ("Halden filed a protest with the GAO.", Status::Protested, "2025-07-01", Some("2025-10-09")),
            ("Halden filed a protest with the GAO.", Status::Protested, "2025-07", Some("2025-10-22")),
            ("Halden sued in the Court of Federal Claims.", Status::Protested, "2025-07-01", None),
            ("The GAO denied Halden's protest.", Status::Protested, "2025-07-01", None),
            ("Halden filed a protest with the GAO.", Status::Awarded, "2025-07-01", None),
        ] {
            let mut deal = sample::deal();
            deal.status = Some(status);
            let told = deal.events.last_mut().unwrap();
            told.sentence = sentence.into();
            told.event.kind = EventKind::Protest;
            told.event.date = day.parse().ok();
            let days = found(&deal);
            let expected = due.map(|due| (Occasion::ProtestDecision, format!("{due}/{due}"), true));
            assert_eq!(days.first(), expected.as_ref(), "{sentence} {day}");
        }
    }
}
