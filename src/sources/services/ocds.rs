//! Any API that gives packages of the Open Contracting Data Standard page by page.
//!
//! Where the days of the question belong is known for some services by the path of the address; for any other the address
//! says it with `{since}` and `{until}` (days) or `{since_time}` and `{until_time}`. What follows an answer is what its
//! `links.next` says. An address with `{yyyy}` and `{mm}` is asked month by month (`months`).

use serde_json::Value;

use super::answer::{json, lacks, next_at};
use super::months::{by_month, is_by_month, with_months};
use super::query::with_missing;
use super::{AnswerPage, Ask, Found, Service, Window};
use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::ListingError;

/// Services by the end of their path, and the parameters of their days. UK Contracts Finder
/// (<https://www.contractsfinder.service.gov.uk/apidocumentation>) and UK Find a Tender
/// (<https://www.find-tender.service.gov.uk/apidocumentation>).
const KNOWN: &[(&str, &str, &str)] = &[
    ("/notices/ocds/search", "publishedFrom", "publishedTo"),
    ("/ocdsreleasepackages", "updatedFrom", "updatedTo"),
];

/// AusTender has the days in the path (<https://app.swaggerhub.com/apis/austender/ocds-api>).
const DAYS_IN_PATH: &str = "/findbydates/";

/// A paged API of releases or records.
pub(super) struct Ocds {
    pub(super) address: Address,
}

impl Service for Ocds {
    fn first(&self, window: Window) -> Ask {
        if let Some(first) = self.months(window).and_then(|months| months.into_iter().next()) {
            return Ask { address: first, body: None };
        }
        let since = format!("{}T00:00:00", window.since);
        let until = format!("{}T23:59:59", window.until);
        let address = filled(&self.address, window);
        let path = address.url().path().trim_end_matches('/').to_ascii_lowercase();
        let known = KNOWN.iter().find(|(end, ..)| path.ends_with(end));
        let address = if let Some((_, from, to)) = known {
            with_missing(&address, &[(from, since.as_str()), (to, until.as_str()), ("limit", "100")])
        } else if path.contains(DAYS_IN_PATH) && path.rsplit('/').next().is_some_and(is_kind_of_date) {
            let mut url = address.url().clone();
            url.set_path(&format!("{}/{since}Z/{until}Z", url.path().trim_end_matches('/')));
            Address::parse(url.as_str()).unwrap_or(address)
        } else {
            address
        };
        Ask { address, body: None }
    }

    fn read(&self, asked: &Ask, window: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError> {
        const WANTED: &str = "package of OCDS releases or records";
        let value = json(fetched, WANTED)?;
        let packed = ["releases", "records"].iter().find_map(|key| value.get(key)?.as_array());
        let count = match (packed, &value) {
            (Some(entries), _) | (None, Value::Array(entries)) => entries.len(),
            (None, other) if other.get("ocid").is_some() => 1,
            // Some leave out the list where there is nothing to list.
            (None, other) if ["publisher", "publishedDate"].iter().all(|key| other.get(key).is_some()) => 0,
            (None, other) => return Err(lacks(fetched, WANTED, "releases", other)),
        };
        if let Some(months) = self.months(window) {
            // One that is none of them was asked by another version, and does not tell what was.
            let place = months.iter().position(|address| *address == asked.address).map_or(0, |at| at + 1);
            let next = months.get(place).map(|address| Ask { address: address.clone(), body: None });
            return Ok(AnswerPage { found: Found::Records(value, count), next });
        }
        let link =
            ["/links/next", "/next_page/uri", "/next"].iter().find_map(|at| value.pointer(at)?.as_str());
        // Some name a next page for ever; one without records is the last.
        let next = next_at(asked, link).filter(|_| count > 0);
        Ok(AnswerPage { found: Found::Records(value, count), next })
    }

    fn gives_all(&self) -> bool {
        true
    }
}

impl Ocds {
    /// The questions for each month of these days, where it is asked so.
    fn months(&self, window: Window) -> Option<Vec<Address>> {
        let all: Vec<Address> = with_months(&self.address);
        is_by_month(all.first()?).then(|| by_month(&all, window))
    }
}

/// `contractPublished`, `contractLastModified`: what the days are of; not a day already.
fn is_kind_of_date(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The address with its places filled, braces escaped or not.
fn filled(address: &Address, window: Window) -> Address {
    let mut text = address.as_str().to_owned();
    for (name, value) in [
        ("since_time", format!("{}T00:00:00Z", window.since)),
        ("until_time", format!("{}T23:59:59Z", window.until)),
        ("since", window.since.to_string()),
        ("until", window.until.to_string()),
    ] {
        text = text.replace(&format!("{{{name}}}"), &value).replace(&format!("%7B{name}%7D"), &value);
    }
    Address::parse(&text).unwrap_or_else(|_| address.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer, window};

    #[test]
    fn days_go_where_each_service_wants_them() {
        for (url, first) in [
            (
                "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?stages=award",
                "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?stages=award&publishedFrom=2026-05-31T00:00:00&publishedTo=2026-06-30T23:59:59&limit=100",
            ),
            (
                "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?limit=10",
                "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?limit=10&updatedFrom=2026-05-31T00:00:00&updatedTo=2026-06-30T23:59:59",
            ),
            (
                "https://api.tenders.gov.au/ocds/findByDates/contractPublished",
                "https://api.tenders.gov.au/ocds/findByDates/contractPublished/2026-05-31T00:00:00Z/2026-06-30T23:59:59Z",
            ),
            (
                "https://api.example/{since}/list?to={until_time}",
                "https://api.example/2026-05-31/list?to=2026-06-30T23:59:59Z",
            ),
            ("https://api.example/releases.json", "https://api.example/releases.json"),
        ] {
            assert_eq!(Ocds { address: address(url) }.first(window()).address.as_str(), first);
        }
    }

    #[test]
    fn services_of_months_are_asked_month_by_month_and_kind_by_kind() {
        let kinds = |url: &str| {
            let service = Ocds { address: address(url) };
            let mut asked = Vec::new();
            let mut next = Some(service.first(window()));
            // In the form in which they answer, with a month that has nothing.
            let bodies = [
                r#"{"uri": "https://x.example/", "version": "1.1", "publishedDate": "2026-06-30T00:00:00Z",
                    "publisher": {"name": "Scottish Government"}, "license": "https://x.example/licence",
                    "releases": [{"ocid": "ocds-r6ebe6-0000700001"}], "links": {"next": "https://x.example/2"}}"#,
                r#"{"uri": "https://x.example/", "publishedDate": "2026-06-30T00:00:00Z", "publisher": {"name": "X"}}"#,
            ];
            while let Some(ask) = next {
                let body = bodies[asked.len() % 2];
                let page = service.read(&ask, window(), &answer(&ask, body)).unwrap();
                assert!(matches!(page.found, Found::Records(_, count) if count == 1 - asked.len() % 2));
                asked.push(ask.address.as_str().to_owned());
                next = page.next;
            }
            asked
        };
        let scotland = "https://api.publiccontractsscotland.gov.uk/v1/Notices";
        let asked = kinds(scotland);
        assert_eq!(asked.len(), 14, "seven kinds in each of two months");
        assert_eq!(asked[0], format!("{scotland}?dateFrom=05-2026&noticeType=1&outputType=0"));
        assert_eq!(asked[13], format!("{scotland}?dateFrom=06-2026&noticeType=103&outputType=0"));
        let wales = "https://api.sell2wales.gov.wales/v1/Notices";
        assert!(kinds(wales).contains(&format!("{wales}?dateFrom=06-2026&noticeType=53&outputType=0")));
        // What the user says stays.
        assert_eq!(
            kinds(&format!("{scotland}?noticeType=2,3&outputType=0")),
            [(5, 2), (5, 3), (6, 2), (6, 3)].map(|(month, kind)| format!(
                "{scotland}?outputType=0&dateFrom=0{month}-2026&noticeType={kind}"
            ))
        );
        assert_eq!(
            kinds(&format!("{scotland}?dateFrom=04-2019&noticeType=2")),
            [format!("{scotland}?dateFrom=04-2019&noticeType=2&outputType=0")]
        );
        assert_eq!(
            kinds("https://api.example/{yyyy}/{mm}.json"),
            ["https://api.example/2026/05.json", "https://api.example/2026/06.json"]
        );
    }

    #[test]
    fn the_next_page_is_followed_to_the_end() {
        let service = Ocds { address: address("https://api.example/x") };
        let ask = service.first(window());
        let next = |body: &str| service.read(&ask, window(), &answer(&ask, body)).unwrap().next;
        let link = "https://api.example/x?cursor=MTAw==";
        let found = next(&format!("{{\"releases\": [{{}}], \"links\": {{\"next\": \"{link}\"}}}}"));
        assert_eq!(found.unwrap().address.as_str(), link);
        assert_eq!(next(&format!("{{\"releases\": [], \"links\": {{\"next\": \"{link}\"}}}}")), None);
        assert_eq!(next("{\"records\": [{}]}"), None);
        let error =
            service.read(&ask, window(), &answer(&ask, "<html>Request forbidden</html>")).unwrap_err();
        assert!(error.to_string().contains("Request forbidden"), "{error}");
    }
}
