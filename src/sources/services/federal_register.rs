//! The documents API of the U.S. Federal Register (<https://www.federalregister.gov/developers/documentation/api/v1>).

use serde_json::Value;

use super::answer::{json, lacks, next_at};
use super::query::with_missing;
use super::{AnswerPage, Ask, Found, Service, Window};
use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::ListingError;

/// What is looked for where the address says nothing else.
const TERM: &str = "\"artificial intelligence\"";

/// What is read of a document: the API gives less unasked.
const FIELDS: &[&str] = &[
    "abstract",
    "action",
    "agencies",
    "agency_names",
    "citation",
    "comments_close_on",
    "dates",
    "docket_ids",
    "document_number",
    "effective_on",
    "excerpts",
    "html_url",
    "pdf_url",
    "publication_date",
    "title",
    "topics",
    "type",
];

/// `/api/v1/documents.json`.
pub(super) struct FederalRegister {
    pub(super) address: Address,
}

impl Service for FederalRegister {
    fn first(&self, window: Window) -> Ask {
        let (since, until) = (window.since.to_string(), window.until.to_string());
        let mut address = with_missing(
            &self.address,
            &[
                ("conditions[term]", TERM),
                ("conditions[publication_date][gte]", &since),
                ("conditions[publication_date][lte]", &until),
                ("order", "newest"),
                ("per_page", "100"),
            ],
        );
        let has_fields = address.url().query_pairs().any(|(name, _)| name == "fields[]");
        if !has_fields {
            // The address has a query by now.
            let fields = FIELDS.join("&fields[]=");
            address = Address::parse(&format!("{address}&fields[]={fields}")).unwrap_or(address);
        }
        Ask { address, body: None }
    }

    fn read(&self, asked: &Ask, _: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError> {
        const WANTED: &str = "list of the Federal Register's documents";
        let value = json(fetched, WANTED)?;
        let count = match value.get("results") {
            Some(Value::Array(results)) => results.len(),
            // Of a search without hits it leaves the list out.
            None if value.get("count").and_then(Value::as_u64) == Some(0) => 0,
            _ => return Err(lacks(fetched, WANTED, "results", &value)),
        };
        let next = next_at(asked, value.get("next_page_url").and_then(Value::as_str)).filter(|_| count > 0);
        Ok(AnswerPage { found: Found::Records(value, count), next })
    }

    fn gives_all(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer, parameters, window};

    #[test]
    fn pages_are_asked_for_one_after_the_other() {
        let service = FederalRegister {
            address: address(
                "https://www.federalregister.gov/api/v1/documents.json?conditions[agencies][]=navy",
            ),
        };
        let first = service.first(window());
        let asked = parameters(&first);
        assert_eq!(
            asked[..6],
            [
                "conditions[agencies][]=navy",
                "conditions[term]=\"artificial intelligence\"",
                "conditions[publication_date][gte]=2026-05-31",
                "conditions[publication_date][lte]=2026-06-30",
                "order=newest",
                "per_page=100"
            ]
        );
        assert!(asked.contains(&"fields[]=document_number".to_owned()), "{asked:?}");
        let next = "https://www.federalregister.gov/api/v1/documents.json?page=2";
        let body = format!("{{\"count\": 1, \"results\": [{{}}], \"next_page_url\": \"{next}\"}}");
        let page = service.read(&first, window(), &answer(&first, &body)).unwrap();
        assert_eq!(page.next.unwrap().address.as_str(), next);
        let page = service.read(&first, window(), &answer(&first, "{\"count\": 0}")).unwrap();
        assert!(matches!(page.found, Found::Records(_, 0)) && page.next.is_none());
        let error = service.read(&first, window(), &answer(&first, "{\"errors\": {\"per_page\": \"no\"}}"));
        assert!(error.unwrap_err().to_string().ends_with("{\"per_page\":\"no\"}"));
    }
}
