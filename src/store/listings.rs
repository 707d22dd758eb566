//! Feeds, sitemaps and listing pages: what is known of their last answer, and when they are due.

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::columns::{address, instant_or_none, micros};
use super::{Batch, Store, StoreError};
use crate::base::Address;
use crate::fetch::Request;

/// What is known of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingState {
    /// Its address, as it is asked for: its query is part of the question, so nothing is taken off.
    pub url: Address,
    /// The name of its source.
    pub source: String,
    /// The `ETag` of the last answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// When it last answered.
    pub last_fetched: Option<Timestamp>,
    /// When it is to be asked again.
    pub next_due: Option<Timestamp>,
    /// Failures since it last answered.
    pub failures: u32,
    /// The last failure.
    pub last_error: Option<String>,
}

impl ListingState {
    /// A listing that was never asked.
    pub fn new(url: Address, source: &str) -> Self {
        Self {
            url,
            source: source.to_owned(),
            etag: None,
            last_modified: None,
            last_fetched: None,
            next_due: None,
            failures: 0,
            last_error: None,
        }
    }

    /// The request for it, with what is known of the last answer.
    pub fn request(&self) -> Request {
        Request {
            etag: self.etag.clone(),
            last_modified: self.last_modified.clone(),
            ..Request::new(self.url.clone())
        }
    }
}

impl Store {
    /// What is known of the listing at this address; `None` when it was never asked.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listing_state(&self, url: &Address) -> Result<Option<ListingState>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT url, source, etag, last_modified, last_fetched, next_due, failures, last_error
             FROM listings WHERE url = ?1",
        )?;
        let mut rows = statement.query([url.as_str()])?;
        rows.next()?.map(read_listing).transpose()
    }

    /// What is known of every listing of a source.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listing_states(&self, source: &str) -> Result<Vec<ListingState>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT url, source, etag, last_modified, last_fetched, next_due, failures, last_error
             FROM listings WHERE source = ?1 ORDER BY url",
        )?;
        statement.query_and_then([source], read_listing)?.collect()
    }
}

impl Batch<'_> {
    /// Writes down what is known of a listing now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_listing_state(&self, state: &ListingState) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO listings
                 (url, source, etag, last_modified, last_fetched, next_due, failures, last_error)
                 VALUES (:url, :source, :etag, :last_modified, :last_fetched, :next_due, :failures, :last_error)",
            )?
            .execute(named_params! {
                ":url": state.url.as_str(),
                ":source": state.source,
                ":etag": state.etag,
                ":last_modified": state.last_modified,
                ":last_fetched": state.last_fetched.map(micros),
                ":next_due": state.next_due.map(micros),
                ":failures": state.failures,
                ":last_error": state.last_error,
            })?;
        Ok(())
    }
}

fn read_listing(row: &Row<'_>) -> Result<ListingState, StoreError> {
    Ok(ListingState {
        url: address(row, "url")?,
        source: row.get("source")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        last_fetched: instant_or_none(row, "last_fetched")?,
        next_due: instant_or_none(row, "next_due")?,
        failures: row.get("failures")?,
        last_error: row.get("last_error")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    #[test]
    fn the_last_state_is_the_one_that_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = samples::store(dir.path());
        let url = Address::parse("http://news.example/feed?utm_source=x").unwrap();
        assert_eq!(store.listing_state(&url).unwrap(), None);
        let first = ListingState::new(url.clone(), "s");
        let second = ListingState {
            etag: Some("\"1\"".into()),
            last_fetched: Some(Timestamp::from_second(1).unwrap()),
            next_due: Some(Timestamp::from_second(2).unwrap()),
            failures: 3,
            last_error: Some("timeout".into()),
            ..first.clone()
        };
        for state in [first, second] {
            store.batch(|batch| batch.put_listing_state(&state)).unwrap();
            assert_eq!(store.listing_state(&url).unwrap(), Some(state.clone()));
            assert_eq!(state.request().etag, state.etag);
            assert_eq!(store.listing_states("s").unwrap(), [state]);
            assert_eq!(store.listing_states("t").unwrap(), []);
        }
    }
}
