//! A period or query as a summary to read, with what it rests on.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::base::{Address, hosts_only};
use crate::deals::Deal;
use crate::library::{DealFilter, Library, LibraryError, Memory};
use crate::report::{
    Coverage, Digest, DigestInput, GroupBy, HORIZON_DAYS, Revision, SourceCoverage, digest, period_before,
    revision,
};
use crate::search::{Filter, Node, Query};
use crate::sources::SourceEntry;

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
    /// What its deals are to be grouped by.
    pub by: Option<GroupBy>,
    /// Whether to compare with the period before.
    pub compare: bool,
}

impl Library {
    /// The digest of a period and query.
    ///
    /// # Errors
    /// When the query or a date has a mistake, or the database fails.
    pub fn digest(&self, question: &DigestQuestion, today: Date) -> Result<Digest, LibraryError> {
        let filter = self.filter(&question.query, today)?;
        let deals = self.digest_deals(question, &filter, today)?;
        self.digest_of(question, &filter, deals, Vec::new(), today)
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
        self.deals_told(filter, days(question, today)?)
    }

    /// The digest of these deals, as far as the period tells of them; `filter` says what else belongs to the answer: the
    /// period before, what lies ahead. `revisions` are told as they are.
    ///
    /// # Errors
    /// When a date has a mistake, there is no period to compare with, or the database fails.
    pub fn digest_of(
        &self,
        question: &DigestQuestion,
        filter: &DealFilter,
        deals: Vec<Deal>,
        revisions: Vec<Revision>,
        today: Date,
    ) -> Result<Digest, LibraryError> {
        let (since, until) = days(question, today)?;
        let previous =
            question.compare.then(|| self.previous(filter, since, until.unwrap_or(today))).transpose()?;
        // What has passed by the end of the period lies behind it, whenever it is asked about.
        let as_of = until.map_or(today, |until| until.min(today));
        let plans_from = as_of.checked_sub(HORIZON_DAYS.days()).unwrap_or(as_of);
        let to_come = self.deals_like(filter, |hints| hints.clocked = Some(plans_from), |_| true)?;
        let needs = Needs::of(filter, deals.iter().chain(&to_come));
        Ok(digest(&DigestInput {
            title: question.query.clone(),
            since,
            until,
            deals,
            coverage: self.coverage(since, until, |source| needs.include(source))?,
            sample: question.sample,
            by: question.by,
            previous,
            ahead: Some((as_of, to_come)),
            revisions,
            today: Some(today),
        }))
    }

    /// What of the figures that a name was given by earlier digests has turned out otherwise.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn revisions(&self, memory: &Memory) -> Result<Vec<Revision>, LibraryError> {
        let mut found = Vec::new();
        for (id, given) in memory.figures() {
            let now = self.store.deal(id)?;
            found.extend(revision(id, given, now.as_ref(), |deal| self.edits_of_deal(deal))?);
        }
        Ok(found)
    }

    /// The period before this one, and the deals told then.
    fn previous(
        &self,
        filter: &DealFilter,
        since: Option<Date>,
        until: Date,
    ) -> Result<((Date, Date), Vec<Deal>), LibraryError> {
        let before =
            since.and_then(|since| period_before(since, until)).ok_or(LibraryError::NoPeriodBefore)?;
        Ok((before, self.deals_told(filter, (Some(before.0), Some(before.1)))?))
    }

    /// The deals that pass and that an article published in these days tells.
    fn deals_told(
        &self,
        filter: &DealFilter,
        (since, until): (Option<Date>, Option<Date>),
    ) -> Result<Vec<Deal>, LibraryError> {
        let told_then = |deal: &Deal| {
            deal.events.iter().any(|told| match told.published.map(|date| date.first_day()) {
                Some(day) => since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until),
                None => since.is_none() && until.is_none(),
            })
        };
        self.deals_like(filter, |hints| hints.told = Some((since, until)), told_then)
    }

    /// What an answer about these days rests on, fit to be handed on: without the addresses of sources.
    pub(super) fn coverage(
        &self,
        since: Option<Date>,
        until: Option<Date>,
        is_needed: impl Fn(&SourceEntry) -> bool,
    ) -> Result<Coverage, LibraryError> {
        let seen = self.store.sources_seen()?;
        let enabled = self.folder.catalog()?.sources.into_iter().filter(|source| source.enabled);
        let day = |at: Timestamp| TimeZone::UTC.to_datetime(at).date();
        let sources = enabled
            .map(|source| {
                let known = seen.iter().find(|seen| seen.name == source.name);
                let last_success = known.and_then(|seen| seen.last_success);
                let is_before = |since: Date| last_success.is_none_or(|at| day(at) < since);
                SourceCoverage {
                    needed: is_needed(&source),
                    name: source.name,
                    last_success,
                    failures: known.map_or(0, |seen| seen.failures),
                    // It is handed on, and the address of a private source may hold the key to it.
                    last_error: known.and_then(|seen| seen.last_error.as_deref()).map(hosts_only),
                    never_read: known.is_none(),
                    unread_since: known.is_some() && since.is_some_and(is_before),
                }
            })
            .collect();
        let counts = self.store.article_counts(since, until)?;
        Ok(Coverage {
            sources,
            articles: counts.articles,
            relevant: counts.relevant,
            partial: counts.partial,
            supplied: counts.supplied,
            oldest: counts.oldest,
            newest: counts.newest,
        })
    }
}

/// Which sources an answer rests on: all where all is asked for, else those that have told of a deal that answers.
struct Needs {
    all: bool,
    publishers: HashSet<String>,
    hosts: HashSet<String>,
}

impl Needs {
    fn of<'a>(filter: &DealFilter, deals: impl Iterator<Item = &'a Deal>) -> Self {
        let mut needs =
            Self { all: filter.asks_for_all(), publishers: HashSet::new(), hosts: HashSet::new() };
        if !needs.all {
            for told in deals.flat_map(|deal| &deal.events) {
                needs.publishers.extend(told.publisher.clone());
                let address = told.url.as_deref().and_then(|url| Address::parse(url).ok());
                needs.hosts.extend(address.map(|address| bare(address.host()).to_owned()));
            }
        }
        needs
    }

    fn include(&self, source: &SourceEntry) -> bool {
        self.all
            || source.publisher.as_ref().is_some_and(|publisher| self.publishers.contains(publisher))
            || self.hosts.contains(bare(source.url.host()))
    }
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
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
