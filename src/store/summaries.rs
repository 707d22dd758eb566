//! Articles at a glance: what a list shows, without their texts.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::columns::{address_or_none, article_id, day, instant_or_none, micros, parsed_or_none};
use super::{Store, StoreError};
use crate::base::{Address, ArticleId, PartialDate};

/// An article without its text and facts.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleSummary {
    /// Its id.
    pub id: ArticleId,
    /// The headline.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// The canonical address.
    pub url: Option<Address>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// ISO 3166-1 alpha-2 code in lower case.
    pub country: Option<String>,
    /// Whether it reports a dealing of the kind awardwire is about.
    pub relevant: bool,
    /// From 0 to 1.
    pub relevance: f32,
    /// Whether only a part of the text was there.
    pub partial: bool,
    /// When its page came into the library; `None` when the library holds no page for it.
    pub first_seen: Option<Timestamp>,
}

/// Which articles to list; the default is all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryFilter {
    /// Published on this day or later, by the first day the date may mean. Leaves out those without a date.
    pub since: Option<Date>,
    /// Published on this day or earlier, likewise.
    pub until: Option<Date>,
    /// Came into the library at this instant or later.
    pub seen_since: Option<Timestamp>,
    /// Only relevant ones.
    pub relevant_only: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// How many articles a period has, and what they are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// All of them.
    pub articles: u64,
    /// Those that report a dealing of the kind awardwire is about.
    pub relevant: u64,
    /// Those of which only a part of the text was there.
    pub partial: u64,
    /// Those that the user supplied.
    pub supplied: u64,
    /// The earliest day of publication.
    pub oldest: Option<PartialDate>,
    /// The latest day of publication.
    pub newest: Option<PartialDate>,
}

impl Store {
    /// Counts the articles published from one day to the other, both in it, by the first day a date may mean; those without
    /// a date only where both are open.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article_counts(
        &self,
        since: Option<Date>,
        until: Option<Date>,
    ) -> Result<ArticleCounts, StoreError> {
        let mut clauses = String::new();
        let mut values: Vec<Value> = Vec::new();
        for (clause, bound) in [(" AND published_day >= ?", since), (" AND published_day <= ?", until)] {
            if let Some(bound) = bound {
                clauses.push_str(clause);
                values.push(day(bound).into());
            }
        }
        let sql = format!(
            "SELECT total(1) AS articles, total(relevant) AS relevant, total(partial) AS partial,
             total(id IN (SELECT id FROM pages WHERE origin = 'user')) AS supplied FROM articles
             WHERE TRUE{clauses}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut counts = statement.query_row(params_from_iter(&values), |row| {
            let whole = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, f64>(name)? as u64);
            Ok(ArticleCounts {
                articles: whole("articles")?,
                relevant: whole("relevant")?,
                partial: whole("partial")?,
                supplied: whole("supplied")?,
                ..ArticleCounts::default()
            })
        })?;
        for (order, slot) in [("ASC", &mut counts.oldest), ("DESC", &mut counts.newest)] {
            let sql = format!(
                "SELECT published FROM articles WHERE published_day IS NOT NULL{clauses}
                 ORDER BY published_day {order}, id {order} LIMIT 1"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(&values))?;
            if let Some(row) = rows.next()? {
                *slot = parsed_or_none(row, "published")?;
            }
        }
        Ok(counts)
    }

    /// The articles that pass `filter`, newest first, those without a date last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article_summaries(&self, filter: &SummaryFilter) -> Result<Vec<ArticleSummary>, StoreError> {
        let mut values: Vec<Value> = Vec::new();
        let mut clauses = String::new();
        // Only the clauses in use are written, so that the index on the day serves.
        let bounds = [
            (" AND a.published_day >= ?", filter.since.map(|since| day(since).into())),
            (" AND a.published_day <= ?", filter.until.map(|until| day(until).into())),
            (" AND p.first_seen >= ?", filter.seen_since.map(|seen| micros(seen).into())),
            (" AND a.relevant = ?", filter.relevant_only.then(|| true.into())),
        ];
        for (clause, value) in bounds {
            if let Some(value) = value {
                clauses.push_str(clause);
                values.push(value);
            }
        }
        // A negative limit is none.
        values.push(filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1).into());
        let sql = format!(
            "SELECT a.id, a.title, a.publisher, a.published, a.url, a.language, a.country, a.relevant, a.relevance,
             a.partial, p.first_seen FROM articles a LEFT JOIN pages p ON p.id = a.id
             WHERE TRUE{clauses} ORDER BY a.published_day DESC, a.id DESC LIMIT ?"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.query_and_then(params_from_iter(values), read_summary)?.collect()
    }
}

fn read_summary(row: &Row<'_>) -> Result<ArticleSummary, StoreError> {
    Ok(ArticleSummary {
        id: article_id(row, "id")?,
        title: row.get("title")?,
        publisher: row.get("publisher")?,
        published: parsed_or_none(row, "published")?,
        url: address_or_none(row, "url")?,
        language: row.get("language")?,
        country: row.get("country")?,
        relevant: row.get("relevant")?,
        relevance: row.get("relevance")?,
        partial: row.get("partial")?,
        first_seen: instant_or_none(row, "first_seen")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::store::{Page, samples};

    #[test]
    fn a_period_is_listed_newest_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        store
            .batch(|batch| {
                for (n, date) in ["2026-01-05", "2026-03", "2026-02-10", "2025"].into_iter().enumerate() {
                    let article = samples::article(n as u32, date);
                    samples::put(batch, &article, if n == 2 { &[&[1]] } else { &[] })?;
                    let first_seen = Timestamp::from_second(n as i64).unwrap();
                    let page = Page { first_seen, ..samples::page(n as u32) };
                    batch.put_page_version(&page, &samples::version())?;
                }
                samples::put(batch, &Article { published: None, ..samples::article(9, "2026") }, &[])
            })
            .unwrap();
        let day = |text: &str| text.parse::<Date>().ok();
        let all = SummaryFilter::default();
        for (filter, titles) in [
            (all, &["1", "2", "0", "3", "9"][..]),
            (SummaryFilter { since: day("2026-01-05"), ..all }, &["1", "2", "0"]),
            (SummaryFilter { until: day("2026-02-28"), ..all }, &["2", "0", "3"]),
            (SummaryFilter { since: day("2026-01-06"), until: day("2026-02-28"), ..all }, &["2"]),
            (SummaryFilter { seen_since: Timestamp::from_second(2).ok(), ..all }, &["2", "3"]),
            (SummaryFilter { relevant_only: true, ..all }, &["2"]),
            (SummaryFilter { limit: Some(2), ..all }, &["1", "2"]),
        ] {
            let found = store.article_summaries(&filter).unwrap();
            let numbers: Vec<&str> = found.iter().filter_map(|s| s.title.rsplit(' ').next()).collect();
            assert_eq!(numbers, titles, "{filter:?}");
        }
        let newest = &store.article_summaries(&all).unwrap()[0];
        let article = samples::article(1, "2026-03");
        assert_eq!((&newest.id, &newest.url), (&article.id, &article.url));
        assert_eq!(newest.published, "2026-03".parse().ok());
    }
}
