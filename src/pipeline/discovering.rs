//! Which feeds and sitemaps a site has: by what its pages declare, by well-known paths, and by its robots.txt.
//! Nothing is kept.

use std::collections::HashSet;

use crate::base::{Address, printable, sha256_hex, squeeze};
use crate::fetch::{Clock, Fetched, Fetcher, Request, decode};
use crate::pipeline::crawl_options::CrawlOptions;
use crate::pipeline::crawl_setup::{fetcher, runtime};
use crate::pipeline::{Folder, PipelineError};
use crate::sources::{
    FeedSource, ListedDate, Listing, SitemapSource, Source, SourceEntry, SourceKind, feed_links,
};

/// Where feeds usually are, asked for only where a page declares none.
const FEED_PATHS: [&str; 6] = ["/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml"];
/// Where sitemaps usually are, asked for only where robots.txt names none.
const SITEMAP_PATHS: [&str; 3] = ["/news-sitemap.xml", "/sitemap.xml", "/sitemap_index.xml"];
/// Sitemaps of robots.txt that are looked at.
const MOST_SITEMAPS: usize = 5;

/// A listing of a site that may become a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub kind: SourceKind,
    /// Where it is.
    pub url: Address,
    /// What the page calls it.
    pub title: Option<String>,
    /// How it was found.
    pub found: FoundBy,
    /// How many pages it names.
    pub items: usize,
    /// How many further listings it names.
    pub listings: usize,
    /// How many of the pages have a date.
    pub dated: usize,
    /// The newest date.
    pub newest: Option<ListedDate>,
}

/// How a listing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// It is at the address itself.
    Itself,
    /// The page declares it.
    Declared,
    /// The page links to it.
    Linked,
    /// It lies where such listings usually do.
    WellKnown,
    /// robots.txt names it.
    Robots,
}

impl FoundBy {
    /// How it was found, in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Itself => "at the address",
            Self::Declared => "declared by the page",
            Self::Linked => "linked by the page",
            Self::WellKnown => "at a usual place",
            Self::Robots => "named by robots.txt",
        }
    }
}

/// What was found at an address.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// Its listings, those that tell most of what is new first.
    pub offers: Vec<Offer>,
    /// Listings that are a source already: name and address.
    pub known: Vec<(String, Address)>,
    /// Why the address itself could not be read.
    pub error: Option<String>,
}

/// Looks for the feeds and sitemaps of the site at this address.
///
/// # Errors
/// When the settings are not right or the network could not be set up. A site that does not answer is no error.
pub fn discover(
    folder: &Folder,
    address: &Address,
    allow_private: bool,
    clock: Clock,
) -> Result<Discovery, PipelineError> {
    let catalog = folder.catalog()?;
    let mut asked = SourceEntry::new(address.to_string(), SourceKind::Page, address.clone());
    asked.allow_private = allow_private;
    let fetcher = fetcher(&catalog, &[asked], &CrawlOptions::default(), clock)?;
    let mut search = Search { fetcher: &fetcher, seen: HashSet::new(), found: Discovery::default() };
    runtime(folder)?.block_on(search.look(address));
    let mut found = search.found;
    found.offers.retain(|offer| {
        let known = catalog.sources.iter().find(|entry| entry.url == offer.url);
        found.known.extend(known.map(|entry| (entry.name.clone(), offer.url.clone())));
        known.is_none()
    });
    Ok(found)
}

struct Search<'a> {
    fetcher: &'a Fetcher,
    /// Addresses that were asked for or have answered, and digests of what they answered.
    seen: HashSet<String>,
    found: Discovery,
}

impl Search<'_> {
    async fn look(&mut self, address: &Address) {
        self.seen.insert(address.as_str().to_owned());
        let home = match self.fetcher.fetch(&Request::new(address.clone())).await {
            Ok(home) => home,
            Err(error) => {
                self.found.error = Some(error.to_string());
                return;
            }
        };
        if let Some((kind, listing)) = listing_of(&home) {
            let url = home.address.clone();
            self.found.offers.push(offer(kind, url, None, FoundBy::Itself, &listing));
            return;
        }
        let (html, _) = decode(&home.body, home.content_type.as_deref());
        let base = home.address.clone();
        for link in feed_links(&html, &base) {
            let found = if link.is_declared { FoundBy::Declared } else { FoundBy::Linked };
            let title = link.title.map(|title| squeeze(&printable(&title)));
            self.try_at(link.address, title, found).await;
        }
        if self.found.offers.is_empty() {
            for path in FEED_PATHS {
                self.try_path(&base, path).await;
                if !self.found.offers.is_empty() {
                    break;
                }
            }
        }
        let feeds = self.found.offers.len();
        for url in self.fetcher.sitemaps(&base).await.into_iter().take(MOST_SITEMAPS) {
            self.try_at(url, None, FoundBy::Robots).await;
        }
        if self.found.offers.len() == feeds {
            for path in SITEMAP_PATHS {
                self.try_path(&base, path).await;
            }
        }
    }

    async fn try_path(&mut self, base: &Address, path: &str) {
        if let Ok(address) = base.join(path) {
            self.try_at(address, None, FoundBy::WellKnown).await;
        }
    }

    /// Offers what is at an address, if it is a listing that was not offered yet.
    async fn try_at(&mut self, address: Address, title: Option<String>, found: FoundBy) {
        if !self.seen.insert(address.as_str().to_owned()) {
            return;
        }
        let Ok(fetched) = self.fetcher.fetch(&Request::new(address.clone())).await else { return };
        let is_new = self.seen.insert(sha256_hex(&fetched.body))
            && (fetched.address == address || self.seen.insert(fetched.address.as_str().to_owned()));
        if !is_new {
            return;
        }
        if let Some((kind, listing)) = listing_of(&fetched) {
            self.found.offers.push(offer(kind, address, title, found, &listing));
        }
    }
}

/// What a listing is, and what it holds; `None` for what is none.
fn listing_of(fetched: &Fetched) -> Option<(SourceKind, Listing)> {
    let address = fetched.address.clone();
    let feed = FeedSource { address: address.clone() }.read(fetched);
    if let Ok(listing) = feed {
        return Some((SourceKind::Feed, listing));
    }
    let listing = SitemapSource { address }.read(fetched).ok()?;
    // A page of text with an address in its first lines could pass for a sitemap.
    let is_markup = fetched.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let is_packed = fetched.body.starts_with(&[0x1f, 0x8b]);
    let is_told = fetched.address.path_and_query().contains("sitemap");
    (is_markup || is_packed || is_told).then_some((SourceKind::Sitemap, listing))
}

fn offer(kind: SourceKind, url: Address, title: Option<String>, found: FoundBy, listing: &Listing) -> Offer {
    let dates = || listing.leads.iter().filter_map(|lead| lead.published.or(lead.modified));
    Offer {
        kind,
        url,
        title,
        found,
        items: listing.leads.len(),
        listings: listing.listings.len(),
        dated: dates().count(),
        newest: dates().max_by_key(|date| (date.date.last_day(), date.instant)),
    }
}
