//! Services that answer questions with records or addresses, page by page.
//!
//! Each is two pure functions: from a span of days to the first question, and from an answer to what it holds and the
//! next question. The address in `sources.toml` may carry parameters of the service's own; they are kept, and what they
//! leave open is filled in here. No key is in a question: [`Service::key`] says where one belongs.

mod answer;
mod federal_register;
mod gdelt;
mod months;
mod ocds;
mod query;
mod sam;
mod usaspending;

use std::time::Duration;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::Address;
use crate::fetch::Fetched;
use crate::sources::{Lead, ListingError, SourceEntry, SourceKind};

use federal_register::FederalRegister;
use gdelt::Gdelt;
use ocds::Ocds;
use sam::Sam;
use usaspending::UsaSpending;

/// A question to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Where, without any key.
    pub address: Address,
    /// What is sent along as JSON; the request is a POST then, else a GET.
    pub body: Option<Value>,
}

/// The days whose records are asked for, both taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first of them.
    pub since: Date,
    /// The last of them.
    pub until: Date,
}

/// What an answer holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Records of a register, in the service's own form, and how many.
    Records(Value, usize),
    /// Pages that may be articles.
    Leads(Vec<Lead>),
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerPage {
    /// What it holds.
    pub found: Found,
    /// The question for what follows; `None` at the end.
    pub next: Option<Ask>,
}

/// A key that a service asks for, which the user has in the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceKey {
    /// The environment's variable that holds it.
    pub variable: &'static str,
    /// The parameter of the address that it is sent in.
    pub parameter: &'static str,
    /// Where one is had, for who has none.
    pub where_to_get: &'static str,
}

/// One service.
pub trait Service: Send + Sync {
    /// The first question about these days.
    fn first(&self, window: Window) -> Ask;

    /// What the answer to a question about these days holds.
    ///
    /// # Errors
    /// When it is no answer of this service; what it says instead is told, since some tell of mistakes that way.
    fn read(&self, asked: &Ask, window: Window, fetched: &Fetched) -> Result<AnswerPage, ListingError>;

    /// The key that it asks for.
    fn key(&self) -> Option<ServiceKey> {
        None
    }

    /// The least time between two questions that its makers ask for.
    fn pause(&self) -> Option<Duration> {
        None
    }

    /// Whether it gives all there is, rather than what words were looked for: then only records of the field are kept.
    fn gives_all(&self) -> bool;
}

/// The keys that services ask for.
pub fn service_keys() -> impl Iterator<Item = ServiceKey> {
    [sam::KEY].into_iter()
}

/// The service that an entry of the catalog stands for; `None` for sources that are read otherwise.
pub fn service_for(entry: &SourceEntry) -> Option<Box<dyn Service>> {
    let address = entry.url.clone();
    Some(match entry.kind {
        SourceKind::FederalRegister => Box::new(FederalRegister { address }),
        SourceKind::Usaspending => Box::new(UsaSpending::new(&address)),
        SourceKind::Ocds => Box::new(Ocds { address }),
        SourceKind::Sam => Box::new(Sam { address }),
        SourceKind::Gdelt => Box::new(Gdelt { address }),
        SourceKind::Feed
        | SourceKind::Sitemap
        | SourceKind::Page
        | SourceKind::Listing
        | SourceKind::DodContracts => return None,
    })
}

#[cfg(test)]
mod samples {
    //! Answers and windows for the tests of this room.

    use super::{Ask, Window};
    use crate::base::Address;
    use crate::fetch::Fetched;

    pub(super) fn window() -> Window {
        Window { since: jiff::civil::date(2026, 5, 31), until: jiff::civil::date(2026, 6, 30) }
    }

    pub(super) fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    /// The parameters of a question, decoded, in their order.
    pub(super) fn parameters(ask: &Ask) -> Vec<String> {
        ask.address.url().query_pairs().map(|(name, value)| format!("{name}={value}")).collect()
    }

    pub(super) fn answer(ask: &Ask, body: &str) -> Fetched {
        Fetched::new(ask.address.clone(), jiff::Timestamp::UNIX_EPOCH, body)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sources::SourceEntry;

    /// Every service, at an address of its own.
    fn services() -> Vec<Box<dyn Service>> {
        let entry = |kind: SourceKind| {
            let address = samples::address("https://api.example/v1/search?q={since}");
            SourceEntry::new(kind.to_string(), kind, address)
        };
        SourceKind::ALL.into_iter().filter_map(|kind| service_for(&entry(kind))).collect()
    }

    #[test]
    fn questions_come_back_from_the_library_as_they_were() {
        for service in services() {
            let ask = service.first(samples::window());
            let kept = serde_json::to_string(&ask).unwrap();
            assert_eq!(serde_json::from_str::<Ask>(&kept).unwrap(), ask);
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_read_or_refused(
            text in "[{}\\[\\]\",:a-z0-9 ]{0,80}",
            key in "results|releases|records|opportunitiesData|articles|links|next_page_url|page_metadata",
            value in "[0-9]{1,20}|null|true|\"[a-z:/?&%{}]{0,20}\"|\\[\\]|\\[\\{\\}\\]|\\{\"next\":\"x\"\\}",
        ) {
            for service in services() {
                let ask = service.first(samples::window());
                for body in [text.clone(), format!("{{\"{key}\": {value}}}")] {
                    let _ = service.read(&ask, samples::window(), &samples::answer(&ask, &body));
                }
            }
        }
    }
}
