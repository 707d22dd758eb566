//! What watches have caught, until every output has it.

use jiff::Timestamp;
use rusqlite::Row;

use super::columns::{article_id, instant, micros, word};
use super::{Batch, Store, StoreError};
use crate::base::{ArticleId, DealId};

/// What one watch caught of one article; one for each deal that the article tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// Counts up through all alerts.
    pub id: i64,
    /// The watch.
    pub watch: String,
    /// The article that came.
    pub article: ArticleId,
    /// The deal it tells; `None` where it tells none.
    pub deal: Option<DealId>,
    /// What the query holds for.
    pub matched: Matched,
    /// How the article came.
    pub came: Came,
    /// How the deal stood before, as who writes alerts writes it down (JSON); `None` where it was not there.
    pub was: Option<String>,
    /// When the article came.
    pub seen: Timestamp,
}

/// What the query of a watch holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Matched {
    /// The article.
    Article,
    /// The deal alone, as all of its articles tell it.
    Deal,
}

/// How an article came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Came {
    /// The library did not hold it before.
    New,
    /// Its publisher has changed its text.
    Edited,
}

impl Matched {
    fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Deal => "deal",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Article, Self::Deal].into_iter().find(|one| one.as_str() == word)
    }
}

impl Came {
    fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Edited => "edited",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::New, Self::Edited].into_iter().find(|one| one.as_str() == word)
    }
}

const COLUMNS: &str = "id, watch, article, deal, matched, came, was, seen";

impl Store {
    /// The alerts of a watch that wait to be given, in the order they came.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open_alerts(&self, watch: &str) -> Result<Vec<AlertRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM alerts WHERE watch = ?1 AND delivered IS NULL ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then([watch], read_alert)?.collect()
    }

    /// The newest alerts of a watch, given or not, in the order they came: for what shows them all, such as a feed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_alerts(&self, watch: &str, most: usize) -> Result<Vec<AlertRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM alerts WHERE watch = ?1 ORDER BY id DESC LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_and_then((watch, most as i64), read_alert)?;
        let mut rows = rows.collect::<Result<Vec<AlertRow>, StoreError>>()?;
        rows.reverse();
        Ok(rows)
    }

    /// Which outputs have these alerts already, of those that wait for others.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alert_deliveries(&self, alert: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT output FROM alert_deliveries WHERE alert = ?1 ORDER BY output";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([alert], |row| Ok(row.get(0)?))?.collect()
    }

    /// The pages that came at this instant or later and of which the watch has caught nothing yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pages_not_alerted(&self, watch: &str, since: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let sql = "SELECT id FROM pages p WHERE first_seen >= ?2
             AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.article = p.id AND a.watch = ?1) ORDER BY first_seen, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then((watch, micros(since)), |row| article_id(row, "id"))?.collect()
    }

    /// The digest of the text that the page had before the one it has; `None` where nothing had been read of it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn previous_text(&self, page: &ArticleId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT text_digest FROM page_versions WHERE page = ?1 AND text_digest IS NOT NULL
             ORDER BY seq DESC LIMIT 1 OFFSET 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then([page.as_str()], |row| Ok(row.get(0)?))?.next().transpose()
    }
}

impl Batch<'_> {
    /// Adds an alert; its id is given by the database.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_alert(&self, alert: &AlertRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO alerts (watch, article, deal, matched, came, was, seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.prepare_cached(sql)?.execute((
            &alert.watch,
            alert.article.as_str(),
            alert.deal.as_ref().map(DealId::as_str),
            alert.matched.as_str(),
            alert.came.as_str(),
            &alert.was,
            micros(alert.seen),
        ))?;
        Ok(())
    }

    /// Notes that an output has these alerts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_alert_delivery(&self, alerts: &[i64], output: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO alert_deliveries (alert, output)
             SELECT id, ?2 FROM alerts WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        for alert in alerts {
            statement.execute((alert, output))?;
        }
        Ok(())
    }

    /// Notes that every output has these alerts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn close_alerts(&self, alerts: &[i64], at: Timestamp) -> Result<(), StoreError> {
        let mut close = self
            .connection
            .prepare_cached("UPDATE alerts SET delivered = ?2 WHERE id = ?1 AND delivered IS NULL")?;
        let mut forget = self.connection.prepare_cached("DELETE FROM alert_deliveries WHERE alert = ?1")?;
        for alert in alerts {
            close.execute((alert, micros(at)))?;
            forget.execute([alert])?;
        }
        Ok(())
    }
}

fn read_alert(row: &Row<'_>) -> Result<AlertRow, StoreError> {
    let deal: Option<String> = row.get("deal")?;
    Ok(AlertRow {
        id: row.get("id")?,
        watch: row.get("watch")?,
        article: article_id(row, "article")?,
        deal: deal.map(DealId::from_stored),
        matched: word(row, "matched", Matched::from_word)?,
        came: word(row, "came", Came::from_word)?,
        was: row.get("was")?,
        seen: instant(row, "seen")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{WatchFault, WatchRow, samples};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn alerts_wait_until_every_output_has_them_and_go_with_their_page() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-01-02");
        let watch = WatchRow {
            name: "army".into(),
            query: "agency:army".into(),
            outputs: "[]".into(),
            created: at(1),
            last_run: None,
            fault: None,
        };
        let alert = |deal: Option<&str>| AlertRow {
            id: 0,
            watch: "army".into(),
            article: article.id.clone(),
            deal: deal.map(DealId::from_stored),
            matched: Matched::Article,
            came: Came::New,
            was: None,
            seen: at(5),
        };
        store
            .batch(|batch| {
                batch.put_watch(&watch)?;
                batch.put_page_version(&samples::page(1), &samples::version())?;
                samples::put(batch, &article, &[&[1]])?;
                batch.add_alert(&alert(Some("d1")))?;
                batch.add_alert(&alert(None))
            })
            .unwrap();
        let open = store.open_alerts("army").unwrap();
        let ids: Vec<i64> = open.iter().map(|alert| alert.id).collect();
        assert_eq!(open.len(), 2);
        assert_eq!(store.alert_counts("army").unwrap(), crate::store::AlertCounts { all: 1, waiting: 1 });
        store.batch(|batch| batch.note_alert_delivery(&ids[..1], "a.atom")).unwrap();
        assert_eq!(store.alert_deliveries(ids[0]).unwrap(), ["a.atom"]);
        store.batch(|batch| batch.close_alerts(&ids[..1], at(9))).unwrap();
        assert_eq!(store.open_alerts("army").unwrap().len(), 1);
        assert!(store.alert_deliveries(ids[0]).unwrap().is_empty());
        // A changed query keeps what was caught; a fault keeps the day it was noticed.
        let fault = |second| WatchFault { why: "no list is called x".into(), since: at(second) };
        store
            .batch(|batch| {
                batch.put_watch(&WatchRow { query: "vendor:@x".into(), ..watch.clone() })?;
                batch.set_watch_fault("army", Some(&fault(3)))?;
                batch.set_watch_fault("army", Some(&fault(7)))
            })
            .unwrap();
        let kept = store.watch("army").unwrap().unwrap();
        assert_eq!((kept.query.as_str(), kept.fault), ("vendor:@x", Some(fault(3))));
        assert_eq!(store.newest_alerts("army", 1).unwrap()[0].id, ids[1]);
        assert!(store.batch(|batch| batch.remove_watch("army")).unwrap());
        assert!(store.newest_alerts("army", 9).unwrap().is_empty());
    }
}
