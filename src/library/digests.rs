//! A period or query as a summary to read, with what it rests on.

use jiff::civil::Date;

use crate::deals::Deal;
use crate::library::{DealFilter, Library, LibraryError};
use crate::report::{Coverage, Digest, DigestInput, SourceCoverage, digest};
use crate::search::{Filter, Node, Query};
use crate::store::SummaryFilter;

/// What a digest is asked for.
#[derive(Clone, Debug, Default)]
pub struct DigestQuestion {
    /// A query; empty for everything.
    pub query: String,
    /// Published on this day or later, as written (`friday`, `2026-03`).
    pub since: Option<String>,
    /// Published on this day or earlier, as written.
    pub until: Option<String>,
    /// Published in this period, as written.
    pub period: Option<String>,
    /// Whether the library holds made-up sample data.
    pub sample: bool,
}

impl Library {
    /// The digest of a period and query.
    ///
    /// # Errors
    /// When the query or a date has a mistake, or the database fails.
    pub fn digest(&self, question: &DigestQuestion, today: Date) -> Result<Digest, LibraryError> {
        let deals = self.digest_deals(question, &self.filter(&question.query, today)?, today)?;
        self.digest_of(question, deals, today)
    }

    /// The deals that pass and that something published in the period tells.
    ///
    /// # Errors
    /// When a date has a mistake, or the database fails.
    pub fn digest_deals(
        &self,
        question: &DigestQuestion,
        filter: &DealFilter,
        today: Date,
    ) -> Result<Vec<Deal>, LibraryError> {
        let (since, until) = days(question, today)?;
        let told_then = |deal: &Deal| {
            deal.events.iter().any(|told| match told.published.map(|date| date.first_day()) {
                Some(day) => since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until),
                None => since.is_none() && until.is_none(),
            })
        };
        let mut deals = self.deals(filter)?;
        deals.retain(told_then);
        Ok(deals)
    }

    /// The digest of these deals, as far as the period tells of them.
    ///
    /// # Errors
    /// When a date has a mistake, or the database fails.
    pub fn digest_of(
        &self,
        question: &DigestQuestion,
        deals: Vec<Deal>,
        today: Date,
    ) -> Result<Digest, LibraryError> {
        let (since, until) = days(question, today)?;
        Ok(digest(&DigestInput {
            title: question.query.clone(),
            since,
            until,
            deals,
            coverage: self.coverage(since, until)?,
            sample: question.sample,
        }))
    }

    /// What an answer about these days rests on.
    pub(super) fn coverage(
        &self,
        since: Option<Date>,
        until: Option<Date>,
    ) -> Result<Coverage, LibraryError> {
        let seen = self.store.sources_seen()?;
        let enabled = self.folder.catalog()?.sources.into_iter().filter(|source| source.enabled);
        let sources = enabled
            .map(|source| {
                let known = seen.iter().find(|seen| seen.name == source.name);
                SourceCoverage {
                    name: source.name,
                    last_success: known.and_then(|seen| seen.last_success),
                    failures: known.map_or(0, |seen| seen.failures),
                    last_error: known.and_then(|seen| seen.last_error.clone()),
                    never_read: known.is_none(),
                }
            })
            .collect();
        let articles =
            self.store.article_summaries(&SummaryFilter { since, until, ..SummaryFilter::default() })?;
        let days = || articles.iter().filter_map(|article| article.published);
        Ok(Coverage {
            sources,
            articles: articles.len() as u64,
            relevant: articles.iter().filter(|article| article.relevant).count() as u64,
            partial: articles.iter().filter(|article| article.partial).count() as u64,
            oldest: days().min(),
            newest: days().max(),
        })
    }
}

/// The first and last day that the words mean.
fn days(question: &DigestQuestion, today: Date) -> Result<(Option<Date>, Option<Date>), LibraryError> {
    let read = |field: &str, value: &Option<String>| -> Result<(Option<Date>, Option<Date>), LibraryError> {
        let Some(value) = value else { return Ok((None, None)) };
        let text = format!("{field}:\"{}\"", value.replace('"', " "));
        let query = Query::parse(&text, today).map_err(|error| LibraryError::Query { error, text })?;
        Ok(match query.root {
            Node::Filter(Filter::Published { from, to }) => (from, to),
            _ => (None, None),
        })
    };
    let (from, to) = read("date", &question.period)?;
    let since = read("after", &question.since)?.0;
    let until = read("until", &question.until)?.1;
    Ok((since.or(from), until.or(to)))
}
