//! What the library holds, in numbers.

use jiff::Timestamp;

use super::columns::{micros, parsed_or_none};
use super::{Run, SourceSeen, Store, StoreError};
use crate::base::PartialDate;

/// What the library holds, in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// Articles read.
    pub articles: u64,
    /// Those that report a dealing of the kind awardwire is about.
    pub relevant: u64,
    /// Those of which only a part of the text was there.
    pub partial: u64,
    /// The earliest day of publication.
    pub oldest: Option<PartialDate>,
    /// The latest day of publication.
    pub newest: Option<PartialDate>,
    /// Events of relevant articles.
    pub events: u64,
    /// Deals.
    pub deals: u64,
    /// Pages and added documents, read or refused.
    pub pages: u64,
    /// Leads whose time has come.
    pub leads_due: u64,
    /// Leads whose last try failed, given up or not.
    pub leads_failed: u64,
    /// The newest run.
    pub last_run: Option<Run>,
    /// The sources that failed when they were last asked, by name.
    pub failing: Vec<SourceSeen>,
    /// Bytes of the database on disk, without archive and index.
    pub database_bytes: u64,
}

impl Store {
    /// What the library holds at the instant `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status(&self, now: Timestamp) -> Result<Overview, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM articles) AS articles,
             (SELECT count(*) FROM articles WHERE relevant = 1) AS relevant,
             (SELECT count(*) FROM articles WHERE partial = 1 AND relevant IN (0, 1)) AS partial,
             (SELECT min(published_day) FROM articles) AS oldest,
             (SELECT max(published_day) FROM articles) AS newest,
             (SELECT count(*) FROM events e JOIN articles a ON a.seq = e.article WHERE a.relevant = 1) AS events,
             (SELECT count(*) FROM deals) AS deals,
             (SELECT count(*) FROM pages) AS pages,
             (SELECT count(*) FROM leads WHERE next_try <= ?1) AS leads_due,
             (SELECT count(*) FROM leads WHERE state = 'failed') AS leads_failed",
        )?;
        let mut rows = statement.query([micros(now)])?;
        let Some(row) = rows.next()? else {
            return Err(StoreError::unreadable("the overview", "no row"));
        };
        let count = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
        let sources = self.sources_seen()?;
        Ok(Overview {
            articles: count("articles")?,
            relevant: count("relevant")?,
            partial: count("partial")?,
            oldest: parsed_or_none(row, "oldest")?,
            newest: parsed_or_none(row, "newest")?,
            events: count("events")?,
            deals: count("deals")?,
            pages: count("pages")?,
            leads_due: count("leads_due")?,
            leads_failed: count("leads_failed")?,
            last_run: self.runs(1)?.into_iter().next(),
            failing: sources.into_iter().filter(|source| source.failures > 0).collect(),
            database_bytes: self.size_bytes(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Address;
    use crate::store::{Hints, LeadKind, LeadOutcome, NewLead, RunKind, samples};

    #[test]
    fn everything_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let at = |second| Timestamp::from_second(second).unwrap();
        let lead = |path: &str| NewLead {
            url: Address::parse(&format!("http://news.example/{path}")).unwrap(),
            kind: LeadKind::Page,
            hints: Hints::default(),
            depth: 0,
        };
        let empty = store.status(at(0)).unwrap();
        assert_eq!((empty.articles, empty.oldest, empty.last_run), (0, None, None));
        store
            .batch(|batch| {
                samples::put(batch, &samples::article(1, "2026-01-02"), &[&[1], &[2]])?;
                let mut partial = samples::article(2, "2025-03");
                partial.partial = true;
                samples::put(batch, &partial, &[])?;
                batch.replace_deals(&[], &[samples::deal("d1", &[(1, 0)])])?;
                batch.put_page_version(&samples::page(1), &samples::version())?;
                batch.put_leads("s", at(5), &[lead("a"), lead("b"), lead("c")])?;
                let failed = LeadOutcome::Failed { error: "503".into(), next_try: Some(at(9)) };
                batch.finish_lead(&lead("a").url, &failed)?;
                batch.finish_lead(&lead("b").url, &LeadOutcome::Gone { reason: "404".into() })?;
                batch.begin_run(RunKind::Crawl, at(1))?;
                batch.source_failed("bad", at(2), "timeout")?;
                batch.source_succeeded("good", at(2))
            })
            .unwrap();
        let status = store.status(at(6)).unwrap();
        let counts = [status.articles, status.relevant, status.partial, status.events, status.deals];
        assert_eq!(counts, [2, 1, 1, 2, 1]);
        assert_eq!([status.pages, status.leads_due, status.leads_failed], [1, 1, 1]);
        assert_eq!((status.oldest, status.newest), ("2025-03-01".parse().ok(), "2026-01-02".parse().ok()));
        assert_eq!(status.last_run.map(|run| run.kind), Some(RunKind::Crawl));
        assert_eq!(status.failing.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["bad"]);
        assert!(status.database_bytes > 4096);
    }
}
