//! A single page that is its own lead.

use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::{Lead, Listing, ListingError, Source};

/// A page that is read as an article whenever it changes, such as a press release or a policy document.
#[derive(Clone, Debug)]
pub struct PageSource {
    /// Where it is.
    pub address: Address,
}

impl Source for PageSource {
    fn start(&self) -> Listing {
        let lead = Lead { address: self.address.to_ask(), title: None, published: None, modified: None };
        Listing { leads: vec![lead], ..Listing::default() }
    }

    fn read(&self, _: &Fetched) -> Result<Listing, ListingError> {
        // It names no listing, so none can have been fetched for it that holds more.
        Ok(self.start())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_its_own_lead() {
        let address = Address::parse("https://agency.example/policy?utm_source=x").unwrap();
        let start = PageSource { address }.start();
        assert_eq!(start.leads[0].address.as_str(), "https://agency.example/policy");
        assert!(start.listings.is_empty());
    }
}
