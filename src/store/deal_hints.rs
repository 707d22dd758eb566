//! Which deals are worth reading whole: a look at columns and text that leaves out most and never one that fits.

use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::columns::day;
use super::deals::read_deal;
use super::{Store, StoreError};
use crate::base::OrgId;
use crate::deals::{Deal, Status};

/// What is known of the deals that are wanted; the default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealHints {
    /// They stand so.
    pub statuses: Option<Vec<Status>>,
    /// An article published on this day or later tells them.
    pub since: Option<Date>,
    /// An article published on this day or earlier tells them.
    pub until: Option<Date>,
    /// One article published from the one day to the other, both in it, tells them.
    pub told: Option<(Option<Date>, Option<Date>)>,
    /// Something of them may be to come: a period runs, or a protest; offers are due; something is planned for this day or
    /// later.
    pub clocked: Option<Date>,
    /// Of each of these lists one organisation stands in them.
    pub organisations: Vec<Vec<OrgHint>>,
}

/// An organisation to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrgHint {
    /// The one with this id.
    Is(OrgId),
    /// Any whose id begins with this one.
    Begins(OrgId),
}

impl DealHints {
    /// The conditions in SQL, and the values in them.
    fn clauses(&self) -> (String, Vec<Value>) {
        let mut clauses = vec!["TRUE".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        if let Some(statuses) = &self.statuses {
            clauses.push(format!("status IN ({})", vec!["?"; statuses.len()].join(", ")));
            values.extend(statuses.iter().map(|status| status.as_str().to_owned().into()));
        }
        for (sign, bound) in [(">=", self.since), ("<=", self.until)] {
            if let Some(bound) = bound {
                clauses.push(format!(
                    "id IN (SELECT e.deal FROM deal_events e JOIN articles a ON a.id = e.article
                     WHERE a.published_day {sign} ?)"
                ));
                values.push(day(bound).into());
            }
        }
        if let Some((since, until)) = self.told.filter(|told| *told != (None, None)) {
            let mut days: Vec<&str> = Vec::new();
            for (condition, bound) in [("a.published_day >= ?", since), ("a.published_day <= ?", until)] {
                if let Some(bound) = bound {
                    days.push(condition);
                    values.push(day(bound).into());
                }
            }
            clauses.push(format!(
                "id IN (SELECT e.deal FROM articles a JOIN deal_events e ON e.article = a.id WHERE {})",
                days.join(" AND ")
            ));
        }
        if let Some(plans_from) = self.clocked {
            clauses.push(
                "(status IN ('awarded', 'changed', 'protested', 'sought') OR last_day >= ?)".to_owned(),
            );
            values.push(day(plans_from.first_of_month()).into());
        }
        (clauses.join(" AND "), values)
    }
}

/// Looks for the organisations of one list in the text of a deal. (SQL's own look takes ten times as long.)
struct Look(AhoCorasick);

impl Look {
    fn new(one_of: &[OrgHint]) -> Option<Self> {
        AhoCorasick::new(one_of.iter().map(OrgHint::as_written)).ok().map(Self)
    }

    /// For deals of which something may be to come, however long ago they were told of.
    fn for_clocks() -> Option<Self> {
        let marks = [
            r#""recompete":{"#,
            r#""period":{"#,
            r#""completion":""#,
            r#""offers_due":""#,
            r#""status":"protested""#,
        ];
        AhoCorasick::new(marks).ok().map(Self)
    }

    /// For deals of which something is planned.
    fn for_plans() -> Option<Self> {
        AhoCorasick::new([r#""certainty":"planned""#]).ok().map(Self)
    }

    fn finds(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        let text = row.get_ref("deal")?.as_bytes().unwrap_or_default();
        Ok(self.0.is_match(text))
    }
}

/// Looks for deals of which something may be to come.
struct Clocks {
    running: Look,
    plans: Look,
    plans_from: String,
}

impl Clocks {
    fn new(plans_from: Date) -> Option<Self> {
        // A month stands in the column as its first day.
        let plans_from = day(plans_from.first_of_month());
        Some(Self { running: Look::for_clocks()?, plans: Look::for_plans()?, plans_from })
    }

    fn find(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        let last: Option<String> = row.get("last_day")?;
        let is_recent = last.is_some_and(|last| last >= self.plans_from);
        Ok(self.running.finds(row)? || (is_recent && self.plans.finds(row)?))
    }
}

impl OrgHint {
    /// The characters of its id in the text of a deal, as far as they are known.
    fn as_written(&self) -> String {
        let id = match self {
            Self::Is(id) | Self::Begins(id) => serde_json::Value::from(id.as_str()).to_string(),
        };
        let end = if matches!(self, Self::Begins(_)) { id.len().saturating_sub(1) } else { id.len() };
        format!("\"id\":{}", id.get(..end).unwrap_or(&id))
    }
}

impl Store {
    /// Hands the deals that may be meant to `work`, those told of last first; one at a time is in memory. The first
    /// failure of `work` ends it.
    ///
    /// # Errors
    /// As [`Store::deal`], and those of `work`.
    pub fn for_each_deal_like<E: From<StoreError>>(
        &self,
        hints: &DealHints,
        mut work: impl FnMut(Deal) -> Result<(), E>,
    ) -> Result<(), E> {
        let (clauses, values) = hints.clauses();
        let sql =
            format!("SELECT id, deal, last_day FROM deals WHERE {clauses} ORDER BY last_day DESC, id DESC");
        let mut statement = self.connection.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(StoreError::from)?;
        let looks: Vec<Look> = hints.organisations.iter().filter_map(|one_of| Look::new(one_of)).collect();
        let clocks = hints.clocked.and_then(Clocks::new);
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let mut may_be_meant = true;
            for look in &looks {
                may_be_meant = may_be_meant && look.finds(row)?;
            }
            if let Some(clocks) = &clocks {
                may_be_meant = may_be_meant && clocks.find(row)?;
            }
            if may_be_meant {
                work(read_deal(row)?)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn what_cannot_be_meant_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                samples::put(batch, &samples::article(1, "2026-01-02"), &[&[1]])?;
                samples::put(batch, &samples::article(2, "2026-03-02"), &[&[1]])?;
                batch.replace_deals(&[], &[samples::deal("d1", &[(1, 0)]), samples::deal("d2", &[(2, 0)])])
            })
            .unwrap();
        let read = |hints: &DealHints| {
            let mut ids: Vec<String> = Vec::new();
            let work = |deal: Deal| {
                ids.push(deal.id.to_string());
                Ok::<(), StoreError>(())
            };
            store.for_each_deal_like(hints, work).unwrap();
            ids.sort();
            ids.join(" ")
        };
        let any = DealHints::default();
        let status = store.deals().unwrap()[0].status;
        let date = |text: &str| text.parse::<Date>().ok();
        let org = |hint: OrgHint| DealHints { organisations: vec![vec![hint]], ..DealHints::default() };
        let id = |text: &str| OrgId::from_stored(text);
        for (hints, ids) in [
            (any.clone(), "d1 d2"),
            (DealHints { statuses: Some(status.into_iter().collect()), ..any.clone() }, "d1 d2"),
            (DealHints { statuses: Some(vec![Status::Barred]), ..any.clone() }, ""),
            (DealHints { since: date("2026-03-01"), ..any.clone() }, "d2"),
            (DealHints { until: date("2026-03-01"), ..any.clone() }, "d1"),
            (DealHints { told: Some((date("2026-01-02"), date("2026-03-01"))), ..any.clone() }, "d1"),
            (DealHints { told: Some((None, date("2026-03-02"))), ..any.clone() }, "d1 d2"),
            (DealHints { told: Some((date("2026-02-01"), date("2026-03-01"))), ..any.clone() }, ""),
            (DealHints { told: Some((None, None)), ..any.clone() }, "d1 d2"),
            (DealHints { clocked: date("2026-01-01"), ..any.clone() }, ""),
            (org(OrgHint::Is(id("palantir"))), "d1 d2"),
            (org(OrgHint::Is(id("palanti"))), ""),
            (org(OrgHint::Begins(id("us/dod"))), "d1 d2"),
            (org(OrgHint::Is(id("us/dod"))), ""),
            (org(OrgHint::Is(id("a\"b"))), ""),
            (DealHints { organisations: vec![vec![]], ..any }, ""),
        ] {
            assert_eq!(read(&hints), ids, "{hints:?}");
        }
    }
}
