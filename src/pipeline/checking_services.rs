//! How a service answers: its first answer about the last weeks, as the crawl would read it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::ToSpan;

use crate::article::Article;
use crate::events::Corrections;
use crate::fetch::Fetcher;
use crate::pipeline::notice_answers::read_answer;
use crate::pipeline::notice_request::{ServiceKeys, put};
use crate::pipeline::notice_state::days_until;
use crate::sources::{Found, Lead, ListedDate, SourceEntry, service_for};

/// So many days are asked for.
const DAYS: i32 = 14;

/// What the first answer holds.
pub(super) struct Sample {
    /// What each record or address is listed as.
    pub(super) leads: Vec<Lead>,
    /// The newest record, where the answer holds records.
    pub(super) newest: Option<Article>,
    /// What was odd in it, a short phrase each.
    pub(super) notes: Vec<String>,
}

/// The first answer of a service; `None` for a source that is none. The error says why there is no answer.
pub(super) async fn sample(
    fetcher: &Fetcher,
    entry: &SourceEntry,
    keys: &ServiceKeys,
    now: Timestamp,
) -> Option<Result<Sample, String>> {
    let service = service_for(entry)?;
    let today = jiff::tz::TimeZone::UTC.to_datetime(now).date();
    let window = days_until(today.checked_sub(DAYS.days()).unwrap_or(today), today);
    let answer = async {
        let key = service.key().map(|asked| keys.of(asked)).transpose()?;
        let ask = service.first(window);
        let (fetched, page) =
            put(fetcher, service.as_ref(), window, &ask, key.as_ref()).await.map_err(|error| error.why)?;
        match page.found {
            Found::Leads(leads) => Ok(Sample { leads, newest: None, notes: Vec::new() }),
            Found::Records(_, 0) => Err(format!("no records of the last {DAYS} days")),
            Found::Records(records, _) => {
                let read =
                    read_answer(records, &Arc::new(fetched), entry, false, &Corrections::default(), now)?;
                let mut articles: Vec<Article> =
                    read.articles.into_iter().filter_map(|one| Some(one.read?.0)).collect();
                articles.sort_by_key(|article| std::cmp::Reverse(article.published.map(|day| day.date)));
                let leads = articles.iter().filter_map(lead_of).collect();
                Ok(Sample { leads, newest: articles.into_iter().next(), notes: read.refused })
            }
        }
    };
    Some(answer.await)
}

fn lead_of(article: &Article) -> Option<Lead> {
    let published = article.published.map(|published| ListedDate {
        date: published.date,
        instant: published.instant,
        offset_seconds: None,
    });
    Some(Lead {
        address: article.url.clone()?,
        title: Some(article.title.clone()),
        published,
        modified: None,
    })
}
