//! The award search of USAspending (<https://api.usaspending.gov/docs/endpoints>): `POST /api/v2/search/spending_by_award/`.
//!
//! The question is a JSON body; parameters of the address say what stands in it (`keywords`, `award_type_codes`,
//! `limit`), and are not sent as such. Contracts and the vehicles that orders are placed under are asked for one after
//! the other, since the service takes the types of one group only.

use serde_json::{Value, json};

use super::answer::{json as json_of, lacks};
use super::query::{values, without};
use super::{AnswerPage, Ask, Found, Service, Window};
use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::ListingError;

/// What is looked for where the address says nothing else.
const KEYWORDS: &[&str] = &[
    "artificial intelligence",
    "machine learning",
    "generative AI",
    "large language model",
    "computer vision",
    "natural language processing",
];

const CONTRACTS: &[&str] = &["A", "B", "C", "D"];
const VEHICLES: &[&str] = &["IDV_A", "IDV_B", "IDV_B_A", "IDV_B_B", "IDV_B_C", "IDV_C", "IDV_D", "IDV_E"];

/// What is asked of each award; what it is sorted by stands among them.
const FIELDS: &[&str] = &[
    "Award ID",
    "Recipient Name",
    "Recipient UEI",
    "Awarding Agency",
    "Awarding Sub Agency",
    "Funding Agency",
    "Funding Sub Agency",
    "Description",
    "Start Date",
    "End Date",
    "Base Obligation Date",
    "Last Date to Order",
    "Last Modified Date",
    "Award Amount",
    "Contract Award Type",
    "NAICS",
    "PSC",
    "generated_internal_id",
];
/// Fields that only one group has; the service refuses them for the other.
const OF_CONTRACTS: &[&str] = &["End Date"];
const OF_VEHICLES: &[&str] = &["Last Date to Order"];

/// Nothing older is searched.
const EARLIEST: &str = "2007-10-01";
/// The service pages no further.
const MOST_RESULTS: u64 = 10_000;

/// `/api/v2/search/spending_by_award/`.
pub(super) struct UsaSpending {
    address: Address,
    keywords: Vec<String>,
    groups: Vec<Vec<String>>,
    limit: u64,
}

impl UsaSpending {
    pub(super) fn new(address: &Address) -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mut keywords = values(address, "keywords");
        // The service refuses words of fewer than three letters.
        keywords.retain(|word| word.chars().count() >= 3);
        let codes = values(address, "award_type_codes");
        let limit = values(address, "limit").first().and_then(|limit| limit.parse().ok());
        Self {
            address: without(address, &["keywords", "award_type_codes", "limit"]),
            keywords: if keywords.is_empty() { owned(KEYWORDS) } else { keywords },
            groups: if codes.is_empty() { vec![owned(CONTRACTS), owned(VEHICLES)] } else { vec![codes] },
            limit: limit.unwrap_or(100).clamp(1, 100),
        }
    }

    fn ask(&self, group: &[String], page: u64, window: Window) -> Ask {
        let is_vehicle = group.iter().any(|code| code.starts_with("IDV"));
        let others = if is_vehicle { OF_CONTRACTS } else { OF_VEHICLES };
        let fields: Vec<&&str> = FIELDS.iter().filter(|field| !others.contains(field)).collect();
        let since = window.since.to_string().max(EARLIEST.to_owned());
        let body = json!({
            "filters": {
                "keywords": self.keywords,
                "award_type_codes": group,
                "time_period": [
                    {"start_date": since, "end_date": window.until.to_string(), "date_type": "last_modified_date"}
                ],
            },
            "fields": fields,
            "sort": "Last Modified Date",
            "order": "desc",
            "limit": self.limit,
            "page": page,
            "subawards": false,
        });
        Ask { address: self.address.clone(), body: Some(body) }
    }
}

impl Service for UsaSpending {
    fn first(&self, window: Window) -> Ask {
        self.ask(self.groups.first().map_or(&[], Vec::as_slice), 1, window)
    }

    fn read(&self, asked: &Ask, window: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError> {
        const WANTED: &str = "list of USAspending's awards";
        let value = json_of(fetched, WANTED)?;
        let Some(count) = value.get("results").and_then(Value::as_array).map(Vec::len) else {
            return Err(lacks(fetched, WANTED, "results", &value));
        };
        let body = asked.body.as_ref().unwrap_or(&Value::Null);
        let page = body.get("page").and_then(Value::as_u64).unwrap_or(1);
        let has_next = value.pointer("/page_metadata/hasNext").and_then(Value::as_bool).unwrap_or(false);
        let codes = body.pointer("/filters/award_type_codes");
        let place = self.groups.iter().position(|group| codes == Some(&json!(group))).unwrap_or(0);
        let next = if has_next && count > 0 && (page + 1) * self.limit <= MOST_RESULTS {
            self.groups.get(place).map(|group| self.ask(group, page + 1, window))
        } else {
            self.groups.get(place + 1).map(|group| self.ask(group, 1, window))
        };
        Ok(AnswerPage { found: Found::Records(value, count), next })
    }

    fn gives_all(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::services::samples::{address, answer, window};

    #[test]
    fn contracts_come_first_and_vehicles_then() {
        let url = "https://api.usaspending.gov/api/v2/search/spending_by_award/";
        let service =
            UsaSpending::new(&address(&format!("{url}?keywords=rail,ai&keywords=drone&x=y&limit=2")));
        let first = service.first(window());
        assert_eq!(first.address.as_str(), format!("{url}?x=y"));
        let body = first.body.clone().unwrap();
        assert_eq!(body["filters"]["keywords"], json!(["rail", "drone"]));
        assert_eq!(body["filters"]["award_type_codes"], json!(["A", "B", "C", "D"]));
        assert_eq!(body["filters"]["time_period"][0]["start_date"], "2026-05-31");
        assert_eq!((&body["page"], &body["limit"]), (&json!(1), &json!(2)));
        let read = |ask: &Ask, more: bool| {
            let body = json!({"results": [{}, {}], "page_metadata": {"page": 1, "hasNext": more}});
            service.read(ask, window(), &answer(ask, &body.to_string())).unwrap().next
        };
        let second = read(&first, true).unwrap();
        assert_eq!(second.body.as_ref().unwrap()["page"], 2);
        let vehicles = read(&second, false).unwrap();
        let body = vehicles.body.as_ref().unwrap();
        assert_eq!((&body["page"], &body["filters"]["award_type_codes"][0]), (&json!(1), &json!("IDV_A")));
        assert!(!body["fields"].as_array().unwrap().contains(&json!("End Date")));
        assert_eq!(read(&vehicles, false), None);
        let refused = service.read(&first, window(), &answer(&first, "{\"detail\": \"Invalid sort\"}"));
        assert!(refused.unwrap_err().to_string().ends_with(": Invalid sort"));
    }
}
