//! What the articles claim, one row an event, with the keys that connect it to others.

use jiff::civil::Date;
use rusqlite::{Row, named_params};

use super::columns::{article_id, day, from_json, parsed_or_none, to_json};
use super::{Batch, Store, StoreError};
use crate::article::Article;
use crate::base::ArticleId;
use crate::deals::{DealEvent, Features, Key};
use crate::events::Facts;

/// The columns of [`read_event`], from `events e JOIN articles a ON a.seq = e.article`.
pub(super) const EVENT_COLUMNS: &str =
    "a.id, e.ordinal, a.title, a.url, a.publisher, a.published, e.written, e.sentence, e.event";

impl Store {
    /// An article's events, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_of_article(&self, id: &ArticleId) -> Result<Vec<DealEvent>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM events e JOIN articles a ON a.seq = e.article
             WHERE a.id = ?1 ORDER BY e.ordinal"
        );
        self.connection.prepare_cached(&sql)?.query_and_then([id.as_str()], read_event)?.collect()
    }

    /// The events of articles published between two days, both included, newest first; without a day on one side, all
    /// on that side. An article without a date is never among them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events_published(
        &self,
        since: Option<Date>,
        until: Option<Date>,
    ) -> Result<Vec<DealEvent>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM events e JOIN articles a ON a.seq = e.article
             WHERE e.published_day BETWEEN ?1 AND ?2 ORDER BY e.published_day DESC, a.id, e.ordinal"
        );
        let bounds = (day(since.unwrap_or(Date::ZERO)), day(until.unwrap_or(Date::MAX)));
        self.connection.prepare_cached(&sql)?.query_and_then(bounds, read_event)?.collect()
    }
}

impl Batch<'_> {
    /// Puts an article's events in the place of those it had.
    pub(super) fn put_events(
        &self,
        article_row: i64,
        article: &Article,
        facts: &Facts,
        told: &[(DealEvent, Features)],
    ) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM events WHERE article = ?1")?.execute([article_row])?;
        let mut put_event = self.connection.prepare_cached(
            "INSERT INTO events (article, ordinal, kind, published_day, value, currency, role, date, sentence, event,
             written)
             VALUES (:article, :ordinal, :kind, :day, :value, :currency, :role, :date, :sentence, :event, :written)",
        )?;
        let mut put_key = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO event_keys (key, event) VALUES (?1, ?2)")?;
        let mut link = self.connection.prepare_cached(
            "INSERT INTO linked_events (event, neighbourhood, compared) VALUES (?1, ?2, ?3)",
        )?;
        let mut find =
            self.connection.prepare_cached("INSERT INTO event_lookups (event, keys) VALUES (?1, ?2)")?;
        let what = format!("an event of the article {}", article.id);
        let published = article.published.map(|published| day(published.date.first_day()));
        for (ordinal, event) in facts.events.iter().enumerate() {
            let value = event.value.as_ref();
            let told = told.get(ordinal);
            let row = put_event.insert(named_params! {
                ":article": article_row,
                ":ordinal": ordinal as i64,
                ":kind": event.kind.as_str(),
                ":day": published,
                ":value": value.and_then(|value| value.money.thousandths()),
                ":currency": value.map(|value| value.money.currency.code().to_owned()),
                ":role": value.map(|value| value.role.as_str()),
                ":date": event.date.map(|date| date.to_string()),
                ":sentence": event.evidence.of(&article.title, article.body.text()),
                ":event": to_json(&what, event)?,
                ":written": told.and_then(|(told, _)| told.written).map(|date| date.to_string()),
            })?;
            if let Some((_, features)) = told {
                link.execute((row, features.compared.neighbourhood(), features.compared.to_bytes()))?;
                find.execute((row, features.keys.to_bytes()))?;
                for Key(key) in &features.keys.own {
                    put_key.execute((key, row))?;
                }
            }
        }
        Ok(())
    }
}

/// An event with what its deal needs to know of its article.
pub(super) fn read_event(row: &Row<'_>) -> Result<DealEvent, StoreError> {
    let article = article_id(row, "id")?;
    let event = from_json(
        &format!("an event of the article {article}"),
        row.get_ref("event")?.as_str().unwrap_or_default(),
    )?;
    Ok(DealEvent {
        article,
        ordinal: row.get("ordinal")?,
        title: row.get("title")?,
        url: row.get("url")?,
        publisher: row.get("publisher")?,
        published: parsed_or_none(row, "published")?,
        written: parsed_or_none(row, "written")?,
        origin: 0,
        sentence: row.get("sentence")?,
        event,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::BlockId;
    use crate::store::samples;

    #[test]
    fn an_event_carries_its_article_and_its_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-03-17");
        store.batch(|batch| samples::put(batch, &article, &[&[1], &[1]])).unwrap();
        let block = BlockId::of(&store.waiting_events().unwrap().into_iter().collect()).unwrap();
        let rows = store.waiting_events().unwrap();
        store.batch(|batch| rows.iter().try_for_each(|row| batch.put_in_block(*row, block))).unwrap();
        let events: Vec<DealEvent> =
            store.events_of_block(block).unwrap().into_iter().map(|(told, ..)| told).collect();
        let facts = samples::facts(&article, 2);
        let expected: Vec<DealEvent> = facts
            .events
            .into_iter()
            .zip(0..)
            .map(|(event, ordinal)| DealEvent {
                article: article.id.clone(),
                ordinal,
                title: article.title.clone(),
                url: article.url.as_ref().map(ToString::to_string),
                publisher: article.publisher.clone(),
                published: article.published.map(|published| published.date),
                written: article.published.map(|published| published.date),
                origin: 0,
                sentence: "Army awarded Palantir $1.5 million.".into(),
                event,
            })
            .collect();
        assert_eq!(events, expected);
    }

    #[test]
    fn sums_stand_as_thousandths_and_absurd_ones_are_left_out_of_the_column_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let article = samples::article(1, "2026-03-17");
        let mut facts = samples::facts(&article, 2);
        let absurd = facts.events[1].value.as_mut().unwrap();
        absurd.money.amount = "99999999999999999999999".parse().unwrap();
        store.batch(|batch| batch.put_article(&article, &facts, &[], "s")).unwrap();
        let mut statement = store.connection.prepare("SELECT value FROM events ORDER BY ordinal").unwrap();
        let values: Vec<Option<i64>> = statement.query_map([], |row| row.get(0)).unwrap().flatten().collect();
        assert_eq!(values, [Some(1_500_000_000), None]);
        assert_eq!(store.article(&article.id).unwrap().unwrap().1, facts);
    }

    #[test]
    fn events_of_a_period_come_newest_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                (1..=4).try_for_each(|n| {
                    samples::put(batch, &samples::article(n, &format!("2026-0{n}-01")), &[&[]])
                })
            })
            .unwrap();
        let found = |since: Option<&str>, until: Option<&str>| {
            let day = |text: Option<&str>| text.and_then(|text| text.parse().ok());
            let events = store.events_published(day(since), day(until)).unwrap();
            events
                .into_iter()
                .filter_map(|event| event.published.and_then(|day| day.month()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found(None, None), [4, 3, 2, 1]);
        assert_eq!(found(Some("2026-02-01"), Some("2026-03-01")), [3, 2]);
        assert_eq!(found(Some("2026-03-02"), None), [4]);
    }
}
