//! How each source really answers: its listing, and its newest page as the reader sees it. Nothing is kept.

use futures_util::StreamExt;

use crate::article::{self, Article, Refusal, SITE_HAS_CHANGED, has_site_rule};
use crate::base::Address;
use crate::fetch::{Clock, Fetcher};
use crate::pipeline::crawl::{CrawlOptions, chosen, fetcher, runtime};
use crate::pipeline::reading::reason;
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{Lead, SourceEntry, source_for};

/// How a source answers.
#[derive(Clone, Debug)]
pub struct SourceCheck {
    /// Its name.
    pub name: String,
    /// How many pages its listing names.
    pub leads: usize,
    /// The newest of them, as far as it could be read; why there is none.
    pub page: Result<PageCheck, String>,
}

/// A page as the reader sees it.
#[derive(Clone, Debug)]
pub struct PageCheck {
    /// Where it stands.
    pub address: Address,
    /// The article in it.
    pub article: Article,
    /// What the rule for its site finds.
    pub rule: SiteRule,
}

/// What the rule for a site finds on its page (`data/sites.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteRule {
    /// There is none: the page is read as any other.
    None,
    /// The text.
    Matches,
    /// Too little: the site has changed since the rule was written.
    MatchesNoLonger,
}

/// Asks each source (all enabled ones where `only` names none) for its listing and its newest page.
///
/// # Errors
/// When the settings are not right or the network could not be set up. A failing source is no error.
pub fn check_sources(
    folder: &Folder,
    only: &[String],
    clock: Clock,
) -> Result<Vec<SourceCheck>, PipelineError> {
    let catalog = folder.catalog()?;
    let options = CrawlOptions { only: only.to_vec(), ..CrawlOptions::default() };
    let entries = chosen(folder, &catalog, &options)?;
    let fetcher = fetcher(&catalog, &options, clock)?;
    let concurrency = catalog.settings.concurrency.get() as usize;
    let checks = futures_util::stream::iter(&entries)
        .map(|entry| check(&fetcher, entry))
        .buffered(concurrency)
        .collect::<Vec<SourceCheck>>();
    Ok(runtime(folder)?.block_on(checks))
}

async fn check(fetcher: &Fetcher, entry: &SourceEntry) -> SourceCheck {
    let (leads, error) = leads_of(fetcher, entry).await;
    let page = match (newest(&leads), error) {
        (Some(lead), _) => page_at(fetcher, lead.address.clone()).await,
        (None, Some(error)) => Err(error),
        (None, None) => Err("its listing names no page".to_owned()),
    };
    SourceCheck { name: entry.name.clone(), leads: leads.len(), page }
}

/// The leads of a source's own listings, or of the first listing that those name; why there are none.
async fn leads_of(fetcher: &Fetcher, entry: &SourceEntry) -> (Vec<Lead>, Option<String>) {
    let source = source_for(entry);
    let start = source.start();
    let (mut leads, mut listings, mut error) = (start.leads, start.listings, None);
    let mut is_first = true;
    while leads.is_empty() && !listings.is_empty() {
        let mut further = Vec::new();
        for url in listings.drain(..) {
            match fetcher.fetch(&crate::fetch::Request::new(url)).await {
                Ok(fetched) => match source.read(&fetched) {
                    Ok(listing) => {
                        leads.extend(listing.leads);
                        further.extend(listing.listings);
                    }
                    Err(unread) => error = Some(unread.to_string()),
                },
                Err(failed) => error = Some(failed.to_string()),
            }
        }
        if is_first {
            further.truncate(1);
            listings = further;
        }
        is_first = false;
    }
    (leads, error)
}

/// The newest by its date; of those without one the first.
fn newest(leads: &[Lead]) -> Option<&Lead> {
    let day = |lead: &Lead| lead.published.map(|published| published.date.first_day());
    leads.iter().rev().max_by_key(|lead| day(lead))
}

async fn page_at(fetcher: &Fetcher, address: Address) -> Result<PageCheck, String> {
    let fetched =
        fetcher.fetch(&crate::fetch::Request::new(address)).await.map_err(|error| error.to_string())?;
    let reading = article::read(&fetched, &article::Hints::default());
    let refusal = reading.refusal.clone().unwrap_or(Refusal::Empty);
    let article = reading
        .articles
        .into_iter()
        .next()
        .ok_or_else(|| format!("{}: {}", fetched.address, reason(&refusal)))?;
    let rule = if !has_site_rule(fetched.address.host()) {
        SiteRule::None
    } else if article.notes.iter().any(|note| note == SITE_HAS_CHANGED) {
        SiteRule::MatchesNoLonger
    } else {
        SiteRule::Matches
    };
    Ok(PageCheck { address: fetched.address, article, rule })
}
