//! The opportunities of SAM.gov (<https://open.gsa.gov/api/get-opportunities-public-api/>), version 2.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::answer::{json, lacks};
use super::query::{value, with, with_missing, without};
use super::{AnswerPage, Ask, Found, Service, ServiceKey, Window};
use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::ListingError;

/// The key that it asks for.
pub(super) const KEY: ServiceKey = ServiceKey {
    variable: "AWARDWIRE_SAM_KEY",
    parameter: "api_key",
    where_to_get: "sam.gov, under Account Details",
};

/// `/opportunities/v2/search`.
pub(super) struct Sam {
    pub(super) address: Address,
}

impl Service for Sam {
    fn first(&self, window: Window) -> Ask {
        // No more than a year is taken, or the service answers with an error.
        let earliest = window.until.checked_sub(364.days()).unwrap_or(window.since);
        let (since, until) = (american(window.since.max(earliest)), american(window.until));
        let own = without(&self.address, &[KEY.parameter]);
        let address = with_missing(
            &own,
            &[
                ("postedFrom", since.as_str()),
                ("postedTo", until.as_str()),
                ("limit", "200"),
                ("offset", "0"),
            ],
        );
        Ask { address, body: None }
    }

    fn read(&self, asked: &Ask, _: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError> {
        const WANTED: &str = "list of SAM.gov's opportunities";
        let found = json(fetched, WANTED)?;
        let Some(count) = found.get("opportunitiesData").and_then(Value::as_array).map(Vec::len) else {
            return Err(lacks(fetched, WANTED, "opportunitiesData", &found));
        };
        let number = |name: &str| value(&asked.address, name).and_then(|number| number.parse::<u64>().ok());
        let (limit, page) = (number("limit").unwrap_or(1), number("offset").unwrap_or(0));
        let all = found.get("totalRecords").and_then(Value::as_u64).unwrap_or(0);
        // `offset` is "the page index", not that of a record.
        let has_more = count > 0 && page.saturating_add(1).saturating_mul(limit) < all;
        let next = has_more.then(|| Ask {
            address: with(&asked.address, &[("offset", &page.saturating_add(1).to_string())]),
            body: None,
        });
        Ok(AnswerPage { found: Found::Records(found, count), next })
    }

    fn key(&self) -> Option<ServiceKey> {
        Some(KEY)
    }

    fn gives_all(&self) -> bool {
        value(&self.address, "title").is_none()
    }
}

/// `05/31/2026`.
fn american(day: Date) -> String {
    day.strftime("%m/%d/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer, parameters, window};

    #[test]
    fn pages_are_counted_and_no_key_is_kept() {
        let service =
            Sam { address: address("https://api.sam.gov/opportunities/v2/search?ptype=a&API_KEY=x") };
        let first = service.first(window());
        assert_eq!(
            parameters(&first),
            ["ptype=a", "postedFrom=05/31/2026", "postedTo=06/30/2026", "limit=200", "offset=0"]
        );
        let read = |ask: &Ask, all: u64| {
            let body = format!("{{\"totalRecords\": {all}, \"opportunitiesData\": [{{}}]}}");
            service.read(ask, window(), &answer(ask, &body)).unwrap().next
        };
        let second = read(&first, 201).unwrap();
        assert!(parameters(&second).contains(&"offset=1".to_owned()));
        assert_eq!(read(&second, 201), None);
        let long = Window { since: jiff::civil::date(2020, 1, 1), ..window() };
        assert!(parameters(&service.first(long)).contains(&"postedFrom=07/01/2025".to_owned()));
        let error =
            service.read(&first, window(), &answer(&first, "{\"errorMessage\": \"API_KEY_INVALID\"}"));
        assert!(error.unwrap_err().to_string().ends_with(": API_KEY_INVALID"));
    }
}
