//! The document search of the GDELT project (<https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/>): where in the
//! world's news something was told. It has addresses, titles and the time at which it saw them, no texts.

use std::time::Duration;

use jiff::civil::DateTime;
use serde_json::Value;

use super::answer::{json, lacks};
use super::query::{value, with, with_missing};
use super::{AnswerPage, Ask, Found, Service, Window};
use crate::base::{Address, printable, squeeze};
use crate::fetch::Fetched;
use crate::sources::dates::read_date;
use crate::sources::{Lead, ListingError};

/// What is looked for where the address says nothing else.
const QUERY: &str = "(\"artificial intelligence\" OR \"generative AI\") (contract OR procurement OR Pentagon) sourcelang:english";
/// No more come in one answer.
const MOST: usize = 250;

/// `/api/v2/doc/doc`.
pub(super) struct Gdelt {
    pub(super) address: Address,
}

impl Service for Gdelt {
    fn first(&self, window: Window) -> Ask {
        let since = window.since.strftime("%Y%m%d000000").to_string();
        let until = window.until.strftime("%Y%m%d235959").to_string();
        let asked = with_missing(&self.address, &[("query", QUERY), ("maxrecords", &MOST.to_string())]);
        // Nothing else is read, and the order is that of the pages.
        let set = [
            ("mode", "artlist"),
            ("format", "json"),
            ("sort", "datedesc"),
            ("startdatetime", since.as_str()),
            ("enddatetime", until.as_str()),
        ];
        Ask { address: with(&asked, &set), body: None }
    }

    fn read(&self, asked: &Ask, _: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError> {
        const WANTED: &str = "list of GDELT's articles";
        let found = json(fetched, WANTED)?;
        let articles = match found.get("articles") {
            Some(Value::Array(articles)) => articles.as_slice(),
            // Of a search without hits it gives an empty object.
            None if found.as_object().is_some_and(serde_json::Map::is_empty) => &[],
            _ => return Err(lacks(fetched, WANTED, "articles", &found)),
        };
        let seen: Vec<&str> =
            articles.iter().filter_map(|article| article.get("seendate")?.as_str()).collect();
        let most = value(&asked.address, "maxrecords").and_then(|most| most.parse().ok()).unwrap_or(MOST);
        let next = (articles.len() >= most).then(|| before(asked, &seen)).flatten();
        let leads = articles.iter().filter_map(lead).collect();
        Ok(AnswerPage { found: Found::Leads(leads), next })
    }

    fn pause(&self) -> Option<Duration> {
        Some(Duration::from_secs(5))
    }

    fn gives_all(&self) -> bool {
        false
    }
}

/// The question for what was seen before all of these; `None` where that is the question that was asked.
fn before(asked: &Ask, seen: &[&str]) -> Option<Ask> {
    let oldest = seen.iter().filter_map(|seen| DateTime::strptime("%Y%m%dT%H%M%SZ", seen).ok()).min()?;
    let end = oldest.strftime("%Y%m%d%H%M%S").to_string();
    let start = value(&asked.address, "startdatetime")?;
    let former = value(&asked.address, "enddatetime")?;
    (start < end && end < former)
        .then(|| Ask { address: with(&asked.address, &[("enddatetime", &end)]), body: None })
}

fn lead(article: &Value) -> Option<Lead> {
    let text = |key: &str| article.get(key).and_then(Value::as_str).map(|text| squeeze(&printable(text)));
    let address = Address::parse(&text("url")?).ok()?.canonical();
    let title = text("title").filter(|title| !title.is_empty());
    Some(Lead {
        address,
        title,
        published: text("seendate").and_then(|seen| read_date(&seen)),
        modified: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer, parameters, window};

    #[test]
    fn articles_are_leads_and_older_ones_are_asked_for_next() {
        let url = "https://api.gdeltproject.org/api/v2/doc/doc?query=palantir%20contract&maxrecords=2&mode=timelinevol";
        let service = Gdelt { address: address(url) };
        let first = service.first(window());
        assert_eq!(
            parameters(&first),
            [
                "query=palantir contract",
                "maxrecords=2",
                "mode=artlist",
                "format=json",
                "sort=datedesc",
                "startdatetime=20260531000000",
                "enddatetime=20260630235959"
            ]
        );
        let body = r#"{"articles": [
            {"url": "https://news.example/a?utm_source=x", "title": "Palantir  wins ", "seendate": "20260629T101500Z"},
            {"url": "ftp://news.example/b", "title": "B", "seendate": "20260628T000000Z"}]}"#;
        let page = service.read(&first, window(), &answer(&first, body)).unwrap();
        let Found::Leads(leads) = &page.found else { panic!("{page:?}") };
        let [lead] = leads.as_slice() else { panic!("{leads:?}") };
        assert_eq!(
            (lead.address.as_str(), lead.title.as_deref()),
            ("https://news.example/a", Some("Palantir wins"))
        );
        assert_eq!(lead.published.unwrap().instant.unwrap().to_string(), "2026-06-29T10:15:00Z");
        let second = page.next.unwrap();
        assert!(parameters(&second).contains(&"enddatetime=20260628000000".to_owned()));
        // The same answer again leads nowhere.
        assert_eq!(service.read(&second, window(), &answer(&second, body)).unwrap().next, None);
        assert!(service.read(&first, window(), &answer(&first, "{}")).unwrap().next.is_none());
        let error = service
            .read(&first, window(), &answer(&first, "The specified phrase is too short."))
            .unwrap_err();
        assert!(error.to_string().ends_with(": The specified phrase is too short."));
    }
}
