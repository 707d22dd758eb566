//! What a watch would have caught of what the library holds.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::{ArticleId, DealId};
use crate::library::{Library, LibraryError, NewSince, Watch};
use crate::report::{Alert, AlertReport};
use crate::store::{AlertCounts, AlertRow, Came, Matched, SummaryFilter};
use crate::watch::{ArticleSubject, DealSubject, Plain, PreparedQuery};

impl Library {
    /// What a query would have caught of the articles published on this day or later, and of the deals they tell, as if all
    /// of them had come at once: new deals first, then articles that tell none, of each the latest published first.
    ///
    /// # Errors
    /// When the query has a mistake, or the database fails.
    pub fn try_watch(
        &self,
        name: &str,
        query: &str,
        since: Date,
        now: Timestamp,
        today: Date,
    ) -> Result<AlertReport, LibraryError> {
        let names = self.names();
        let read = PreparedQuery::new(&self.query(query, today)?, names, Plain::All);
        let mut rows = Vec::new();
        let filter = SummaryFilter { since: Some(since), until: Some(today), ..SummaryFilter::default() };
        let published = self.store.article_summaries(&filter)?;
        for one in &published {
            rows.extend(caught_of(self, &read, name, &one.id, now)?);
        }
        let caught: BTreeSet<_> = rows.iter().filter_map(|row| row.deal.clone()).collect();
        let recent: BTreeSet<&ArticleId> = published.iter().map(|one| &one.id).collect();
        self.store.for_each_deal(|deal| -> Result<(), LibraryError> {
            let told = deal.events.iter().map(|told| &told.article).find(|id| recent.contains(id));
            let Some(article) = told.filter(|_| !caught.contains(&deal.id)) else { return Ok(()) };
            let subject = DealSubject::new(&deal, deal.events.iter().collect(), names);
            if read.matches(&subject) {
                rows.push(row_of(name, article, Some(deal.id.clone()), Matched::Deal, now));
            }
            Ok(())
        })?;
        let watch = Watch {
            name: name.to_owned(),
            query: query.to_owned(),
            outputs: Vec::new(),
            created: now,
            last_run: None,
            fault: None,
            fault_since: None,
            counts: AlertCounts::default(),
        };
        let mut report = self.alert_report(&rows, &[watch], NewSince::First, now, today)?;
        // All of it came at once, as it were: so by when it was published.
        let published = |alert: &Alert| alert.articles.iter().filter_map(|one| one.published).max();
        report.alerts.sort_by_key(|alert| (alert.news, Reverse(published(alert)), alert.key().to_owned()));
        Ok(report)
    }
}

/// What a watch catches of one article: an alert for each deal that it tells.
pub(super) fn caught_of(
    library: &Library,
    query: &PreparedQuery,
    watch: &str,
    id: &ArticleId,
    seen: Timestamp,
) -> Result<Vec<AlertRow>, LibraryError> {
    let Some((article, facts)) = library.store.article(id)? else { return Ok(Vec::new()) };
    let document = library.document_of(&article, &facts)?;
    if !query.matches(&ArticleSubject::new(&document)) {
        return Ok(Vec::new());
    }
    let deals: BTreeSet<DealId> =
        library.store.deals_of_article(id)?.into_iter().map(|(_, deal)| deal).collect();
    let deals: Vec<Option<DealId>> =
        if deals.is_empty() { vec![None] } else { deals.into_iter().map(Some).collect() };
    Ok(deals.into_iter().map(|deal| row_of(watch, id, deal, Matched::Article, seen)).collect())
}

fn row_of(
    watch: &str,
    article: &ArticleId,
    deal: Option<DealId>,
    matched: Matched,
    seen: Timestamp,
) -> AlertRow {
    AlertRow {
        id: 0,
        watch: watch.to_owned(),
        article: article.clone(),
        deal,
        matched,
        came: Came::New,
        was: None,
        seen,
    }
}
