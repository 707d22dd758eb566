//! The daily contract announcements of the U.S. Department of Defense: a feed, or a list of pages with one day each.
//!
//! Which of the two lies at the address is told by what comes. On a page of the list the days are told by where their
//! links lead, since that stays when the page looks different.

use crate::base::Address;
use crate::fetch::{Fetched, decode};
use crate::sources::dates::read_date;
use crate::sources::{FeedSource, Listing, ListingError, ListingPageSource, Selectors, Source};

/// Where the page of one day lies.
const DAY: &str = "a[href*=\"/Contract/Article/\"], a[href*=\"/contract/article/\"]";
/// What the titles begin with: "Contracts For June 29, 2026".
const TITLE: &str = "contracts for";
/// The parameter of the list's further pages.
const PAGE: &str = "Page";

/// The announcements.
#[derive(Clone, Debug)]
pub struct AnnouncementsSource {
    /// Where the feed or the list is.
    pub address: Address,
}

impl Source for AnnouncementsSource {
    fn start(&self) -> Listing {
        Listing { listings: vec![self.address.clone()], ..Listing::default() }
    }

    fn read(&self, fetched: &Fetched) -> Result<Listing, ListingError> {
        let (text, _) = decode(&fetched.body, fetched.content_type.as_deref());
        let head = text.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
        let address = self.address.clone();
        let mut listing = if matches!(head.as_str(), "<?xml" | "<rss ") {
            FeedSource { address }.read(fetched)?
        } else {
            let selectors = Selectors { link: Some(DAY.to_owned()), ..Selectors::default() };
            let mut listing = ListingPageSource { address, selectors }.read(fetched)?;
            listing.listings.extend(next_page(&fetched.address));
            listing
        };
        for lead in &mut listing.leads {
            if lead.published.is_none() {
                lead.published = lead.title.as_deref().and_then(day_of);
            }
        }
        Ok(listing)
    }
}

/// The day that a title names.
fn day_of(title: &str) -> Option<crate::sources::ListedDate> {
    let at = title.to_ascii_lowercase().find(TITLE)?;
    read_date(title.get(at + TITLE.len()..)?)
}

/// The list's page after this one.
fn next_page(address: &Address) -> Option<Address> {
    let is_page = |name: &str| name.eq_ignore_ascii_case(PAGE);
    let number = address.url().query_pairs().find(|(name, _)| is_page(name));
    let number: u32 = number.map_or(Some(1), |(_, number)| number.parse().ok())?;
    let mut url = address.url().clone();
    let others: Vec<(String, String)> = (address.url().query_pairs())
        .filter(|(name, _)| !is_page(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let page = number.checked_add(1)?.to_string();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair(PAGE, &page);
    Address::parse(url.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str, body: &str) -> Listing {
        let address = Address::parse(address).unwrap();
        let fetched = Fetched::new(address.clone(), jiff::Timestamp::UNIX_EPOCH, body);
        AnnouncementsSource { address }.read(&fetched).unwrap()
    }

    #[test]
    fn days_of_a_list_and_of_a_feed() {
        let list = "<html><div><a href='/News/Contracts/Contract/Article/4200001/contracts-for-june-29-2026/'>
            Contracts For June 29, 2026</a></div><a href='/News/Releases/Release/Article/1/x'>Else</a></html>";
        let listing = read("https://www.war.gov/News/Contracts/", list);
        let [lead] = listing.leads.as_slice() else { panic!("{listing:?}") };
        assert!(lead.address.as_str().ends_with("/Article/4200001/contracts-for-june-29-2026/"));
        assert_eq!(lead.published.unwrap().date.to_string(), "2026-06-29");
        assert_eq!(listing.listings[0].as_str(), "https://www.war.gov/News/Contracts/?Page=2");
        let listing = read("https://www.war.gov/News/Contracts/?page=2&x=y", list);
        assert_eq!(listing.listings[0].as_str(), "https://www.war.gov/News/Contracts/?x=y&Page=3");
        let feed = "<?xml version='1.0'?><rss><channel><item><link>/News/Contracts/Contract/Article/2/</link>
            <title>Contracts for Nov. 3, 2025</title></item></channel></rss>";
        let listing = read("https://www.war.gov/DesktopModules/ArticleCS/RSS.ashx?ContentType=400", feed);
        assert_eq!(listing.leads[0].published.unwrap().date.to_string(), "2025-11-03");
        assert!(listing.listings.is_empty());
    }
}
