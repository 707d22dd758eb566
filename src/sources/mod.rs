//! Where do we look, and what did the listing say?
//!
//! A [`Catalog`] names the sources; each [`Source`] says where it begins and which leads a fetched listing holds.
//! This room never fetches, so every format is tested from bytes.
//!
//! - `catalog`, `entry`: `sources.toml` and what one of its entries says; `shipped`: the sources that the program brings;
//!   `editing`: the text of the file as the program changes it; `opml`: lists of feeds as feed readers exchange them;
//! - `links`: where a web page says that its feeds are;
//! - `lead`: what a listing gives;
//! - `feed` (`feed_walk`), `json_feed`, `sitemap`, `page`, `listing_page`, `announcements`: one file per kind of source;
//! - `services`: what answers questions page by page, one file per service;
//! - `dates`: the many ways listings write a date;
//! - `markup`: XML as it is found in the wild, for feeds and sitemaps.

mod announcements;
mod catalog;
mod dates;
mod editing;
mod entry;
mod feed;
#[cfg(test)]
mod feed_table;
mod feed_walk;
mod json_feed;
mod lead;
mod links;
mod listing_page;
mod markup;
mod opml;
mod page;
mod services;
mod shipped;
mod sitemap;

pub use announcements::AnnouncementsSource;
pub use catalog::{Catalog, CatalogError, Settings};
pub use editing::{EditError, KeyValue, NewEntry, with_keys, with_new_entries, with_setting, without_entry};
pub use entry::{ArchivePolicy, Region, Selectors, SourceEntry, SourceKind};
pub use feed::FeedSource;
pub use lead::{Lead, ListedDate, Listing, ListingError};
pub use links::{FeedLink, feed_links};
pub use listing_page::ListingPageSource;
pub use opml::{Outline, read_opml, write_opml};
pub use page::PageSource;
pub use services::{AnswerPage, Ask, Found, Service, ServiceKey, Window, service_for, service_keys};
pub use shipped::shipped;
pub use sitemap::SitemapSource;

use crate::fetch::Fetched;

/// One place where articles are announced.
pub trait Source: Send + Sync {
    /// Where it begins: the listings to fetch first, and the leads that need no listing.
    fn start(&self) -> Listing;

    /// What a fetched listing of this source holds. Damage is a note in the [`Listing`], not an error.
    ///
    /// # Errors
    /// When the answer is no listing of this kind at all.
    fn read(&self, fetched: &Fetched) -> Result<Listing, ListingError>;
}

/// The source that an entry of the catalog stands for. One that is asked as a service ([`service_for`]) has no listings.
pub fn source_for(entry: &SourceEntry) -> Box<dyn Source> {
    let address = entry.url.clone();
    match entry.kind {
        SourceKind::Feed => Box::new(FeedSource { address }),
        SourceKind::Sitemap => Box::new(SitemapSource { address }),
        SourceKind::Page => Box::new(PageSource { address }),
        SourceKind::Listing => {
            let selectors = entry.selectors.clone().unwrap_or_default();
            Box::new(ListingPageSource { address, selectors })
        }
        SourceKind::DodContracts => Box::new(AnnouncementsSource { address }),
        kind @ (SourceKind::FederalRegister
        | SourceKind::Usaspending
        | SourceKind::Ocds
        | SourceKind::Sam
        | SourceKind::Gdelt) => Box::new(AskedSource { kind }),
    }
}

/// A source that has no listings: it is asked as a [`Service`].
struct AskedSource {
    kind: SourceKind,
}

impl Source for AskedSource {
    fn start(&self) -> Listing {
        Listing::default()
    }

    fn read(&self, _: &Fetched) -> Result<Listing, ListingError> {
        Err(ListingError::NoListings { kind: self.kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_begins_at_its_own_address() {
        let text = "[[source]]\nname = 'a'\nkind = 'KIND'\nurl = 'https://news.example/a'";
        for (kind, listings, leads) in [("feed", 1, 0), ("sitemap", 1, 0), ("page", 0, 1)] {
            let catalog = Catalog::parse(&text.replace("KIND", kind)).unwrap();
            let start = source_for(&catalog.sources[0]).start();
            assert_eq!((start.listings.len(), start.leads.len()), (listings, leads), "{kind}");
        }
    }
}
