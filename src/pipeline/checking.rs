//! How each source really answers: its listing, and its newest page as the reader sees it. Nothing is kept but the verdict.

use futures_util::StreamExt;

use crate::article::{self, Article, Refusal, SITE_HAS_CHANGED, has_site_rule};
use crate::base::Address;
use crate::fetch::{Clock, FetchError, Fetcher, Request};
use crate::pipeline::checking_services::{Sample, sample};
use crate::pipeline::crawl_options::CrawlOptions;
use crate::pipeline::crawl_setup::{fetcher, runtime};
use crate::pipeline::fix_file::WAIT;
use crate::pipeline::notice_request::ServiceKeys;
use crate::pipeline::reading::reason;
use crate::pipeline::source_file::named;
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{Lead, ListedDate, SourceEntry, source_for};
use crate::store::{Access, CheckVerdict, Store};

/// How many of the newest pages are tried before a source counts as one that cannot be read.
const PAGES_TRIED: usize = 3;
/// A text shorter than this many characters is a teaser, whatever its page says.
const SHORTEST_TEXT: usize = 600;

/// Which sources are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOf {
    /// Those that are turned on.
    Enabled,
    /// These, by name or group.
    Named(Vec<String>),
    /// All that the program brings.
    Shipped,
}

/// How a source answers.
#[derive(Clone, Debug)]
pub struct SourceCheck {
    /// The source.
    pub entry: SourceEntry,
    /// How many pages its listing names.
    pub items: usize,
    /// How many of them with a date.
    pub dated: usize,
    /// The newest of those dates, as the listing has it.
    pub newest: Option<ListedDate>,
    /// What robots.txt says.
    pub robots: RobotsVerdict,
    /// The newest page, as far as it could be read; why there is none.
    pub page: Result<PageCheck, String>,
    /// What was odd in the listing, a short phrase each.
    pub notes: Vec<String>,
}

/// What robots.txt says of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RobotsVerdict {
    /// Listing and page may be fetched.
    Allowed,
    /// The listing may not be fetched.
    ListingDisallowed,
    /// The listing may be fetched, but not the pages that it names.
    PagesDisallowed,
    /// It could not be read, so that nothing is fetched for now.
    Unavailable,
    /// The server was not reached.
    Unknown,
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
    /// Whether it is a record of a service, which is whole however short.
    pub is_record: bool,
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

impl SourceCheck {
    /// Whether it gives what can be read.
    pub fn is_good(&self) -> bool {
        self.page.is_ok()
    }

    /// The verdict in a line.
    pub fn verdict(&self) -> String {
        match &self.page {
            Ok(page) if page.is_record => format!("{} records", self.items),
            Ok(page) if page.is_whole() => format!("{} items, full text", self.items),
            Ok(_) => format!("{} items, teasers", self.items),
            Err(why) => why.clone(),
        }
    }
}

impl PageCheck {
    /// Characters of its text.
    pub fn length(&self) -> usize {
        self.article.body.text().chars().count()
    }

    /// Whether it is the whole text rather than a teaser.
    pub fn is_whole(&self) -> bool {
        !self.article.partial && (self.is_record || self.length() >= SHORTEST_TEXT)
    }
}

impl RobotsVerdict {
    /// The word in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ListingDisallowed => "listing_disallowed",
            Self::PagesDisallowed => "pages_disallowed",
            Self::Unavailable => "unavailable",
            Self::Unknown => "unknown",
        }
    }
}

/// Asks each of these sources for its listing and its newest page. `tell` hears of each that has answered.
///
/// # Errors
/// When the settings are not right or the network could not be set up. A failing source is no error.
pub fn check_sources(
    folder: &Folder,
    of: &CheckOf,
    keys: &ServiceKeys,
    clock: Clock,
    mut tell: impl FnMut(&SourceCheck),
) -> Result<Vec<SourceCheck>, PipelineError> {
    let catalog = folder.catalog()?;
    let entries: Vec<SourceEntry> = match of {
        CheckOf::Named(words) => named(&catalog, words)?,
        CheckOf::Shipped => catalog.sources.iter().filter(|entry| entry.shipped).cloned().collect(),
        CheckOf::Enabled => catalog.sources.iter().filter(|entry| entry.enabled).cloned().collect(),
    };
    if entries.is_empty() {
        return Err(PipelineError::NoSources(folder.sources()));
    }
    let fetcher = fetcher(&catalog, &entries, &CrawlOptions::default(), clock)?;
    let concurrency = catalog.settings.concurrency.get() as usize;
    let answers = async {
        let mut checks = Vec::new();
        let mut answering = futures_util::stream::iter(entries)
            .map(|entry| check(&fetcher, entry, keys, clock))
            .buffered(concurrency);
        while let Some(check) = answering.next().await {
            tell(&check);
            checks.push(check);
        }
        checks
    };
    Ok(runtime(folder)?.block_on(answers))
}

/// Keeps how the sources answered, so that those found good may be turned on.
///
/// # Errors
/// When the library cannot be written.
pub fn keep_verdicts(folder: &Folder, checks: &[SourceCheck], clock: Clock) -> Result<(), PipelineError> {
    let mut store = Store::open(folder.path(), Access::Write { wait: WAIT })?;
    store.name_task("awardwire source check");
    let checked_at = clock.now();
    store.batch(|batch| {
        for check in checks {
            batch.put_source_check(&CheckVerdict {
                name: check.entry.name.clone(),
                url: check.entry.url.clone(),
                checked_at,
                good: check.is_good(),
                verdict: check.verdict(),
            })?;
        }
        Ok(())
    })
}

async fn check(fetcher: &Fetcher, entry: SourceEntry, keys: &ServiceKeys, clock: Clock) -> SourceCheck {
    let listed = match sample(fetcher, &entry, keys, clock.now()).await {
        Some(answer) => Listed::of_service(answer),
        None => listed_by(fetcher, &entry).await,
    };
    let mut robots = listed.robots;
    let mut page = Err(listed.error.unwrap_or_else(|| "its listing names no page".to_owned()));
    let mut leads: Vec<&Lead> = listed.leads.iter().collect();
    if let Some(article) = listed.record {
        let address = article.url.clone().unwrap_or_else(|| entry.url.clone());
        page = Ok(PageCheck { address, article, rule: SiteRule::None, is_record: true });
        leads.clear();
    }
    // Of those without a date, the first of the listing is the newest.
    leads.sort_by_key(|lead| std::cmp::Reverse(day(lead)));
    for (place, lead) in leads.into_iter().take(PAGES_TRIED).enumerate() {
        let (answer, verdict) = page_at(fetcher, lead.address.clone()).await;
        let is_read = answer.is_ok();
        // Why the newest page cannot be read tells more than why older ones cannot.
        if is_read || place == 0 {
            (page, robots) = (answer, verdict);
        }
        if is_read {
            break;
        }
    }
    let dates = || listed.leads.iter().filter_map(|lead| lead.published.or(lead.modified));
    SourceCheck {
        items: listed.leads.len(),
        dated: dates().count(),
        newest: dates().max_by_key(|date| (date.date.last_day(), date.instant)),
        robots,
        page,
        notes: listed.notes,
        entry,
    }
}

/// What the listings of a source gave.
struct Listed {
    leads: Vec<Lead>,
    /// The newest record of a service that gives records rather than pages.
    record: Option<Article>,
    notes: Vec<String>,
    robots: RobotsVerdict,
    error: Option<String>,
}

impl Listed {
    fn of_service(answer: Result<Sample, String>) -> Self {
        // Why a service did not answer is told in its words; robots.txt is among them where it forbids.
        let robots = if answer.is_ok() { RobotsVerdict::Allowed } else { RobotsVerdict::Unknown };
        match answer {
            Ok(Sample { leads, newest, notes }) => Self { leads, record: newest, notes, robots, error: None },
            Err(why) => Self { leads: Vec::new(), record: None, notes: Vec::new(), robots, error: Some(why) },
        }
    }
}

/// The leads of a source's own listings, or of the first listing that those name; why there are none.
async fn listed_by(fetcher: &Fetcher, entry: &SourceEntry) -> Listed {
    let source = source_for(entry);
    let start = source.start();
    let mut listed = Listed {
        leads: start.leads,
        record: None,
        notes: start.notes,
        robots: RobotsVerdict::Allowed,
        error: None,
    };
    let mut listings = start.listings;
    let mut is_first = true;
    while listed.leads.is_empty() && !listings.is_empty() {
        let mut further = Vec::new();
        for url in listings.drain(..) {
            match fetcher.fetch(&Request::new(url)).await {
                Ok(fetched) => match source.read(&fetched) {
                    Ok(listing) => {
                        listed.leads.extend(listing.leads);
                        listed.notes.extend(listing.notes);
                        further.extend(listing.listings);
                    }
                    Err(unread) => listed.error = Some(unread.to_string()),
                },
                Err(failed) => {
                    listed.robots = verdict_of(&failed, RobotsVerdict::ListingDisallowed);
                    listed.error = Some(failed.to_string());
                }
            }
        }
        if is_first {
            further.truncate(1);
            listings = further;
        }
        is_first = false;
    }
    listed
}

fn verdict_of(error: &FetchError, disallowed: RobotsVerdict) -> RobotsVerdict {
    match error {
        FetchError::Robots { .. } => disallowed,
        FetchError::RobotsUnavailable { .. } => RobotsVerdict::Unavailable,
        // An error that the server itself answered came after its robots.txt.
        FetchError::Status { .. } | FetchError::TooLarge { .. } => RobotsVerdict::Allowed,
        _ => RobotsVerdict::Unknown,
    }
}

fn day(lead: &Lead) -> Option<jiff::civil::Date> {
    lead.published.or(lead.modified).map(|date| date.date.last_day())
}

async fn page_at(fetcher: &Fetcher, address: Address) -> (Result<PageCheck, String>, RobotsVerdict) {
    let fetched = match fetcher.fetch(&Request::new(address)).await {
        Ok(fetched) => fetched,
        Err(error) => {
            return (Err(error.to_string()), verdict_of(&error, RobotsVerdict::PagesDisallowed));
        }
    };
    let reading = article::read(&fetched, &article::Hints::default());
    let refusal = reading.refusal.clone().unwrap_or(Refusal::Empty);
    let Some(article) = reading.articles.into_iter().next() else {
        let why = format!("{}: {}", fetched.address, reason(&refusal));
        return (Err(why), RobotsVerdict::Allowed);
    };
    let rule = if !has_site_rule(fetched.address.host()) {
        SiteRule::None
    } else if article.notes.iter().any(|note| note == SITE_HAS_CHANGED) {
        SiteRule::MatchesNoLonger
    } else {
        SiteRule::Matches
    };
    (Ok(PageCheck { address: fetched.address, article, rule, is_record: false }), RobotsVerdict::Allowed)
}
