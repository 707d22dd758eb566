//! What an earlier digest said that has turned out otherwise: by an edit of a page, by the user's word, or because two
//! deals are one. What merely went on (a raise, a protest) is news, not a correction.

use serde::{Deserialize, Serialize};

use crate::base::{DealId, Money};
use crate::deals::{Deal, DealEvent, Status};
use crate::entities::AmountRole;
use crate::report::FactEdit;
use crate::report::totals::{ADDED, Standing, pick};

/// How far two figures of one sum may lie apart, as a share of the larger.
const ROUNDING: f64 = 0.02;

/// The figures that somebody was given of a deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenFigures {
    /// How the deal was called.
    pub name: String,
    /// Where it stood.
    pub status: Option<Status>,
    /// Its sums that stood for certain.
    pub sums: Vec<(AmountRole, Money)>,
}

impl GivenFigures {
    /// What is given of a deal now.
    pub fn of(deal: &Deal) -> Self {
        let firm = |role| {
            let pick = pick(deal, role, &|_: &Deal, _: &DealEvent| true)?;
            (pick.standing != Standing::Unconfirmed).then_some((role, pick.value.money))
        };
        Self {
            name: deal.name.clone(),
            status: deal.status,
            sums: ADDED.into_iter().filter_map(firm).collect(),
        }
    }
}

/// A correction to what was given earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// The deal as it was given.
    pub given: DealId,
    /// How it was called then.
    pub name: String,
    /// The deal that it is now, with what is given of it now; `None` where no article tells it any more.
    pub now: Option<(DealId, GivenFigures)>,
    /// What has changed, a line each: "award: $90 million → $9 million (Example Post has edited its page, seen 2026-03-18)".
    pub changes: Vec<String>,
}

/// What is no longer as given; `None` where all still holds. `edits` are asked for only where a figure is told no more.
///
/// # Errors
/// Those of `edits`.
pub fn revision<E>(
    id: &DealId,
    given: &GivenFigures,
    now: Option<&Deal>,
    edits: impl FnOnce(&Deal) -> Result<Vec<FactEdit>, E>,
) -> Result<Option<Revision>, E> {
    let Some(deal) = now else {
        let changes = vec!["no article tells it any more".to_owned()];
        return Ok(Some(Revision { given: id.clone(), name: given.name.clone(), now: None, changes }));
    };
    let mut changes = Vec::new();
    if deal.id != *id {
        changes.push(format!("it is one deal with {} ({})", deal.name, deal.id));
    }
    let mut gone: Vec<String> = Vec::new();
    for (role, money) in &given.sums {
        if let Some((ruled, _)) = deal.ruled_value(*role) {
            if !ruled.money.is_near(money, ROUNDING) {
                changes.push(format!("{}: {money} → {} (your word)", role.as_str(), ruled.money));
            }
        } else if !deal.values.iter().any(|value| value.role == *role && value.money.is_near(money, ROUNDING))
        {
            let new = pick(deal, *role, &|_: &Deal, _: &DealEvent| true)
                .map_or_else(|| "no longer told".to_owned(), |pick| pick.value.money.to_string());
            gone.push(format!("{}: {money} → {new}", role.as_str()));
        }
    }
    if !gone.is_empty() {
        let why = edits(deal)?.iter().rev().find(|edit| !edit.changes.is_empty()).map(|edit| {
            let who = edit.publisher.as_deref().unwrap_or("a publisher");
            format!(" ({who} has edited its page, seen {})", edit.seen)
        });
        let why = why.unwrap_or_else(|| " (the articles are read otherwise now)".to_owned());
        changes.extend(gone.into_iter().map(|change| format!("{change}{why}")));
    }
    if let Some((status, _)) = deal.ruled_status()
        && given.status != Some(status)
    {
        let before = given.status.map_or("unconfirmed", Status::as_str);
        changes.push(format!("status: {before} → {} (your word)", status.as_str()));
    }
    Ok((!changes.is_empty()).then(|| Revision {
        given: id.clone(),
        name: given.name.clone(),
        now: Some((deal.id.clone(), GivenFigures::of(deal))),
        changes,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::{AWARD, Told, deal};

    #[test]
    fn only_what_turned_out_otherwise_is_a_correction() {
        let told = |sum| Told { value: Some((AmountRole::Award, sum)), ..AWARD };
        let before = deal(&[told("90000000")]);
        let given = GivenFigures::of(&before);
        let revised = |now: Option<&Deal>| {
            let no_edits = |_: &Deal| Ok::<_, std::convert::Infallible>(Vec::new());
            let Ok(found) = revision(&before.id, &given, now, no_edits);
            found.map(|found| found.changes.join("; "))
        };
        assert_eq!(revised(Some(&before)), None);
        assert_eq!(
            revised(Some(&deal(&[told("9000000")]))).as_deref(),
            Some("award: $90 million → $9 million (the articles are read otherwise now)")
        );
        assert_eq!(revised(None).as_deref(), Some("no article tells it any more"));
        let raised = Told {
            kind: crate::events::EventKind::Modification,
            published: "2026-06-01",
            value: Some((AmountRole::Ceiling, "100000000")),
            ..AWARD
        };
        assert_eq!(revised(Some(&deal(&[told("90000000"), raised]))), None, "a raise is news");
        let merged = Deal { id: DealId::from_stored("d0"), ..before.clone() };
        assert!(revised(Some(&merged)).is_some_and(|said| said.starts_with("it is one deal with ")));
    }
}
