//! A period beside the one before it: how many deals, and the figures by role.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::base::Currency;
use crate::entities::AmountRole;
use crate::report::sections::Sections;
use crate::report::totals::{Standing, Total};

/// A figure now and before.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureChange {
    /// How firmly it stands.
    pub standing: Standing,
    /// What is added up.
    pub role: AmountRole,
    /// In which currency.
    pub currency: Currency,
    /// The sum of the period; `None` where it has none.
    pub now: Option<Decimal>,
    /// The sum of the period before; `None` where it has none.
    pub before: Option<Decimal>,
    /// What it has grown by; negative where it has shrunk.
    pub difference: Decimal,
}

/// How many deals stand in a section, now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountChange {
    /// The section, as a word.
    pub section: &'static str,
    /// Of the period.
    pub now: usize,
    /// Of the period before.
    pub before: usize,
}

/// A period compared with the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first day of the period before.
    pub since: Date,
    /// Its last day.
    pub until: Date,
    /// The sections.
    pub counts: Vec<CountChange>,
    /// The figures that either has.
    pub figures: Vec<FigureChange>,
}

/// The period of the same length that ends where this one begins: of a whole month or year the one before it, else as many
/// days.
pub fn period_before(since: Date, until: Date) -> Option<(Date, Date)> {
    let end = since.yesterday().ok()?;
    let is_whole = since.day() == 1 && until.last_of_month() == until;
    if is_whole {
        let months =
            i32::from(until.year() - since.year()) * 12 + i32::from(until.month() - since.month()) + 1;
        return Some((since.checked_sub(months.months()).ok()?, end));
    }
    let days = since.until(until).ok()?.get_days();
    Some((end.checked_sub(days.days()).ok()?, end))
}

/// What both periods tell, side by side.
pub(super) fn comparison(
    (since, until): (Date, Date),
    now: (&Sections<'_>, &[Total]),
    before: (&Sections<'_>, &[Total]),
) -> Comparison {
    let count = |section: &'static str, size: fn(&Sections<'_>) -> usize| CountChange {
        section,
        now: size(now.0),
        before: size(before.0),
    };
    let counts = vec![
        count("new", |sections| sections.new.len()),
        count("changes", |sections| sections.changes.len()),
        count("sought", |sections| sections.sought.len()),
        count("disagreements", |sections| sections.disagreements.len()),
        count("unconfirmed", |sections| sections.unconfirmed.len()),
    ];
    let mut lines: BTreeMap<(Standing, AmountRole, Currency), [Option<Decimal>; 2]> = BTreeMap::new();
    for (place, totals) in [now.1, before.1].into_iter().enumerate() {
        for total in totals {
            let line = lines.entry((total.standing, total.role, total.money.currency)).or_default();
            if let Some(sum) = line.get_mut(place) {
                *sum = Some(total.money.amount);
            }
        }
    }
    let figures = lines
        .into_iter()
        .map(|((standing, role, currency), [now, before])| FigureChange {
            standing,
            role,
            currency,
            now,
            before,
            difference: (now.unwrap_or_default().checked_sub(before.unwrap_or_default())).unwrap_or_default(),
        })
        .collect();
    Comparison { since, until, counts, figures }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_before_is_as_long() {
        for (since, until, expected) in [
            ("2026-10-01", "2026-10-31", "2026-09-01 2026-09-30"),
            ("2026-03-01", "2026-03-31", "2026-02-01 2026-02-28"),
            ("2026-01-01", "2026-12-31", "2025-01-01 2025-12-31"),
            ("2026-07-01", "2026-09-30", "2026-04-01 2026-06-30"),
            ("2026-10-12", "2026-10-18", "2026-10-05 2026-10-11"),
            ("2026-10-12", "2026-10-12", "2026-10-11 2026-10-11"),
        ] {
            let (a, b) = period_before(since.parse().unwrap(), until.parse().unwrap()).unwrap();
            assert_eq!(format!("{a} {b}"), expected, "{since} {until}");
        }
    }
}
