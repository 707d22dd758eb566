//! A user's own list of deals beside those of the library: which are the same, and which nobody else knows.

use std::collections::HashMap;

use crate::base::{DealId, OrgId, comparison_key};
use crate::deals::{Deal, Fit, IS_THE_DEAL, MAY_BE_THE_DEAL, Tracked, fit};
use crate::library::{Library, LibraryError};
use crate::notebook::{Tracker, TrackerRow, TrackerSum};
use crate::search::{NameKind, number_key};
use crate::store::DealHints;

/// Of two deals that fit this alike, neither is taken for the row's.
const TELLS_APART: f32 = 0.5;
/// So many other deals that may be meant are told of a row.
const MOST_OTHERS: usize = 3;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowVerdict {
    /// The library has the deal.
    Matched,
    /// It may have it: too little speaks for it, or several deals fit alike.
    Possible,
    /// It has none that fits.
    Unmatched,
}

impl RowVerdict {
    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Possible => "possible",
            Self::Unmatched => "unmatched",
        }
    }
}

/// A deal that fits a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The deal.
    pub deal: DealId,
    /// Its name.
    pub name: String,
    /// How well it fits.
    pub fit: Fit,
}

/// A row, and the deals that fit it, the best first.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedRow {
    /// The row.
    pub row: TrackerRow,
    /// What became of it.
    pub verdict: RowVerdict,
    /// The deals that fit.
    pub candidates: Vec<Candidate>,
}

/// A user's table beside the library.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackerAnswer {
    /// The headings of the table.
    pub headings: Vec<String>,
    /// Its rows, in their order.
    pub rows: Vec<TrackedRow>,
}

impl TrackerAnswer {
    /// How many rows became this.
    pub fn count(&self, verdict: RowVerdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}

impl Library {
    /// Matches each row of a user's table to the deals of the library, in one reading of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn track(&self, tracker: Tracker) -> Result<TrackerAnswer, LibraryError> {
        let wanted: Vec<Tracked> = tracker.rows.iter().map(|row| self.tracked(row)).collect();
        let places = Places::of(&wanted);
        let mut found: Vec<Vec<Candidate>> = vec![Vec::new(); wanted.len()];
        self.store.for_each_deal_like(&DealHints::default(), |deal| -> Result<(), LibraryError> {
            for place in places.of_deal(&deal) {
                let (Some(tracked), Some(candidates)) = (wanted.get(place), found.get_mut(place)) else {
                    continue;
                };
                if let Some(fit) = fit(tracked, &deal).filter(|fit| fit.score >= MAY_BE_THE_DEAL) {
                    candidates.push(Candidate { deal: deal.id.clone(), name: deal.name.clone(), fit });
                    // Of a hundred deals that may be meant the best will do.
                    if candidates.len() > 4 * MOST_OTHERS {
                        keep_best(candidates);
                    }
                }
            }
            Ok(())
        })?;
        let rows = tracker.rows.into_iter().zip(found).map(|(row, mut candidates)| {
            keep_best(&mut candidates);
            TrackedRow { verdict: verdict(&candidates), row, candidates }
        });
        Ok(TrackerAnswer { headings: tracker.headings, rows: rows.collect() })
    }

    fn tracked(&self, row: &TrackerRow) -> Tracked {
        let ids = |kind: NameKind, names: &[String]| -> Vec<OrgId> {
            let mut ids: Vec<OrgId> = Vec::new();
            for name in names {
                ids.extend(self.names().ids(kind, name).into_iter().map(OrgId::from_stored));
                let key = comparison_key(name);
                if !key.is_empty() {
                    ids.push(OrgId::unlisted(&key));
                }
            }
            ids.dedup();
            ids
        };
        Tracked {
            vendors: ids(NameKind::Vendor, &row.vendors),
            agencies: ids(NameKind::Agency, &row.agencies),
            numbers: row.numbers.clone(),
            value: row.value.map(|sum| match sum {
                TrackerSum::Known(money) => (money.amount, Some(money.currency)),
                TrackerSum::Bare(amount) => (amount, None),
            }),
            date: row.date,
            title: row.title.clone(),
        }
    }
}

/// The best first; of equals by id.
fn keep_best(candidates: &mut Vec<Candidate>) {
    candidates.sort_by(|a, b| b.fit.score.total_cmp(&a.fit.score).then_with(|| a.deal.cmp(&b.deal)));
    candidates.truncate(MOST_OTHERS + 1);
}

fn verdict(candidates: &[Candidate]) -> RowVerdict {
    let Some(best) = candidates.first() else { return RowVerdict::Unmatched };
    let next = candidates.get(1).map_or(f32::MIN, |next| next.fit.score);
    if best.fit.score >= IS_THE_DEAL && best.fit.score - next >= TELLS_APART {
        RowVerdict::Matched
    } else {
        RowVerdict::Possible
    }
}

/// Which rows a deal may be meant by: those that have a number or party with it in common.
struct Places {
    numbers: HashMap<String, Vec<usize>>,
    parties: HashMap<String, Vec<usize>>,
}

impl Places {
    fn of(wanted: &[Tracked]) -> Self {
        let mut places = Self { numbers: HashMap::new(), parties: HashMap::new() };
        for (place, tracked) in wanted.iter().enumerate() {
            for number in &tracked.numbers {
                places.numbers.entry(number_key(number)).or_default().push(place);
            }
            for id in tracked.vendors.iter().chain(&tracked.agencies) {
                places.parties.entry(id.as_str().to_owned()).or_default().push(place);
            }
        }
        places
    }

    fn of_deal(&self, deal: &Deal) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for number in &deal.contract_ids {
            places.extend(self.numbers.get(&number_key(number)).into_iter().flatten());
        }
        for org in deal.buyers.iter().chain(&deal.vendors).chain(&deal.via) {
            // What an agency belongs to is in its path; a row may name either.
            let mut id = org.id.as_str();
            loop {
                places.extend(self.parties.get(id).into_iter().flatten());
                match id.rsplit_once('/') {
                    Some((parent, _)) => id = parent,
                    None => break,
                }
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}
