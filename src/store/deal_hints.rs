//! Which deals are worth reading whole: a look at columns and text that leaves out most and never one that fits.

use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::columns::{day, from_json};
use super::deals::read_deal;
use super::{Store, StoreError};
use crate::base::{DealId, OrgId};
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

    /// What is looked for in their texts.
    fn looks(&self) -> Looks {
        Looks {
            organisations: self.organisations.iter().filter_map(|one_of| Look::new(one_of)).collect(),
            clocks: self.clocked.and_then(Clocks::new),
        }
    }
}

/// All that is looked for in a deal; its row needs the columns `deal` and `last_day`.
struct Looks {
    organisations: Vec<Look>,
    clocks: Option<Clocks>,
}

impl Looks {
    /// Whether a deal has all of it.
    fn find(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        for look in &self.organisations {
            if !look.finds(row)? {
                return Ok(false);
            }
        }
        self.clocks.as_ref().map_or(Ok(true), |clocks| clocks.find(row))
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

/// A deal as it lies in the database: to read it takes longer than to fetch it, and can be done by another thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealText {
    /// Its id.
    pub id: DealId,
    text: String,
}

impl DealText {
    /// The deal.
    ///
    /// # Errors
    /// When it was written by a program that knew it otherwise.
    pub fn read(&self) -> Result<Deal, StoreError> {
        from_json(&format!("the deal {}", self.id), &self.text)
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.text.len()
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
        let looks = hints.looks();
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            if looks.find(row)? {
                work(read_deal(row)?)?;
            }
        }
        Ok(())
    }

    /// The deals that may be meant, in the same order and one after the other, to be read elsewhere; only their rows' numbers
    /// are in memory. What one finds missing was taken out meanwhile: ask in [one view](Store::in_one_view).
    ///
    /// # Errors
    /// When the database fails.
    pub fn deal_texts_like(&self, hints: &DealHints) -> Result<DealTexts<'_>, StoreError> {
        let (clauses, values) = hints.clauses();
        let sql = format!("SELECT rowid FROM deals WHERE {clauses} ORDER BY last_day DESC, id DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows =
            statement.query_and_then(params_from_iter(values), |row| row.get(0).map_err(StoreError::from))?;
        let rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
        Ok(DealTexts { store: self, rows: rows.into_iter(), looks: hints.looks() })
    }
}

/// Deals as they lie in the database: [`Store::deal_texts_like`].
pub struct DealTexts<'s> {
    store: &'s Store,
    rows: std::vec::IntoIter<i64>,
    looks: Looks,
}

impl DealTexts<'_> {
    /// How many are left at most.
    pub fn left(&self) -> usize {
        self.rows.len()
    }

    fn fetch(&self, row: i64) -> Result<Option<DealText>, StoreError> {
        let sql = "SELECT id, deal, last_day FROM deals WHERE rowid = ?1";
        let mut statement = self.store.connection.prepare_cached(sql)?;
        let mut rows = statement.query([row])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        if !self.looks.find(row)? {
            return Ok(None);
        }
        Ok(Some(DealText { id: DealId::from_stored(row.get::<_, String>("id")?), text: row.get("deal")? }))
    }
}

impl Iterator for DealTexts<'_> {
    type Item = Result<DealText, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = self.rows.next()?;
            if let Some(found) = self.fetch(row).transpose() {
                return Some(found);
            }
        }
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
            let texts = store.deal_texts_like(hints).unwrap();
            assert!(texts.left() >= ids.len());
            let read: Vec<Deal> = texts.map(|text| text.unwrap().read().unwrap()).collect();
            assert_eq!(read.iter().map(|deal| deal.id.to_string()).collect::<Vec<_>>(), ids, "{hints:?}");
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
